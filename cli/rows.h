/* rows.h - the options of the verbs that run rows of a table beside the program: mechanisms, targets.
 *
 * A verb makes its own argp with ROWS_CHILDREN as children and sets `from` and `seed` before. An argument names a row or,
 * with a slash or .yaml, the table in place of `from`.
 */
#ifndef ROWS_H
#define ROWS_H

#include <argp.h>
#include <stdint.h>

#include "sim/study/work.h"

enum { ROWS_MOST = 200 };

struct rows_options {
    const char *from;               /* the table: a file, or a name on the scenario path */
    const char *csv;                /* NULL: none asked for */
    uint64_t seed;
    struct work_manner manner;
    int zh;                         /* Chinese titles where rows have them */
    int n_ids;                      /* rows named; 0 = all */
    const char *id[ROWS_MOST];
};

/* argp children whose input is child_inputs[0] = struct rows_options *, set by the verb at ARGP_KEY_INIT. */
extern const struct argp_child ROWS_CHILDREN[];

#endif
