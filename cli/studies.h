/* studies.h - what a study comes to before it is run: its cases, and what is odd. (What it costs: plan.h.) */
#ifndef STUDIES_H
#define STUDIES_H

#include <stdbool.h>

#include "sim/study/cases.h"

/* Is this, a file or a name on the scenario path, a study? What cannot be read twice (a pipe) is none. */
bool studies_is(const char *file_or_name);

/* Prints its plan (plan.h), and what each scenario changes. */
int studies_show(const char *file_or_name, int n_set, char *const set[], struct err *err);

/* Reads and loads a study as `sweep` would, runs nothing, and warns on stderr of what is no mistake: policies that are
 * the same, a city that asks for more hours than it has, a result that will be large. */
int studies_check(const char *file_or_name, struct err *err);

/* The warning of `check` about one city, on stderr: it asks for more officers' hours than are present. */
void studies_warn_of_hours(const char *file, const struct scenario *s);
/* The same of what a city or a policy says and what then does nothing, or not what it seems: gates, lines. */
void studies_warn_of_front(const char *file, const struct scenario *s);
/* Of a study that will write more than a gigabyte. */
void studies_warn_of_size(const struct cases *cases);

#endif
