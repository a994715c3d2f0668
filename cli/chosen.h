/* chosen.h - what a user may choose of a result: language, level, scenarios and outputs by name, with a guess at
 * what was meant where a name is wrong.
 */
#ifndef CHOSEN_H
#define CHOSEN_H

#include <argp.h>

#include "cli/table.h"
#include "plots/theme.h"
#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

/* Values of --lang and --level; a wrong one ends the program with usage. */
int chosen_language(struct argp_state *state, const char *text);        /* 0 English, 1 Chinese */
double chosen_level(struct argp_state *state, const char *text);        /* above 0 and below 1 */
/* Any number; a share above 0 and at most 1. */
double chosen_number(struct argp_state *state, const char *option, const char *text);
double chosen_share(struct argp_state *state, const char *option, const char *text);
/* A row of `words`, n of them, which the option takes; a wrong one ends the program with usage. */
int chosen_row(struct argp_state *state, const char *option, const char *text, int n, const char *const words[]);
/* Value of --format: how a verb prints. */
enum chosen_form { FORM_TEXT = TABLE_TEXT, FORM_MARKDOWN = TABLE_MARKDOWN, FORM_LATEX = TABLE_LATEX, FORM_CSV, FORM_JSON };
enum chosen_form chosen_form(struct argp_state *state, const char *text);

/* One of two wordings of the same, by --lang. */
const char *chosen_word(int zh, const char *english, const char *chinese);

/* Length of a path without its extension: the last point of the last name, unless that begins the name. */
int chosen_stem(const char *path);
/* The format of a figure by its extension, with or without the point; `given` is what the user typed. */
int chosen_format(const char *given, const char *extension, enum theme_format *format, struct err *err);

/* The scenario of that name; -1 and a sentence when there is none. */
int chosen_scenario(const struct result_plan *plan, const char *name, struct err *err);
/* The same; NULL: the study's control, and of a study without one its first scenario. */
int chosen_control(const struct result_plan *plan, const char *name, struct err *err);
/* The name that begins at *at, without spaces around it; *at moves behind its comma. 0: there is none left. */
int chosen_name(const char **at, char name[128]);
/* Names between commas. They return how many; -1: one is wrong, or there are too many. */
int chosen_scenarios(const struct result_plan *plan, const char *names, int most, int scenario[], struct err *err);
/* "KPI<=VALUE", with < > or >= for <=, and +-SLACK behind it where it matters. */
struct chosen_condition { enum output kpi; int above; double value, slack; };      /* above: > or >=; slack: 0 = not given */
int chosen_condition(const char *text, struct chosen_condition *condition, struct err *err);
int chosen_kpis(const char *names, enum output kpi[N_OUTPUTS], struct err *err);

#endif
