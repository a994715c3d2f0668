/* compare_tables.h - a comparison as tables on standard output: means side by side, each difference from the control, how the
 * differences depend on the point of a design, which scenario is the best; and how to read them.
 */
#ifndef COMPARE_TABLES_H
#define COMPARE_TABLES_H

#include "analysis/answers/compare.h"
#include "cli/table.h"
#include "sim/record/plan.h"

enum compare_interval_kind { INTERVAL_T, INTERVAL_PERCENTILE, INTERVAL_BCA, N_INTERVALS };

struct compare_view {
    const struct comparison *c;
    const struct result_plan *plan;
    const char *path;                   /* of the result: the heading, where the study has no title */
    enum table_form form;
    enum compare_interval_kind interval;
    int zh;
    int point;                          /* this one alone; NONE_SUCH: every point */
};

/* What begins and ends the row of each output in a table of a comparison, and the first line of all: the study and its size. */
void compare_row_begin(struct table *t, const struct compare_view *view, int kpi);
void compare_row_end(struct table *t, const struct compare_view *view, int kpi);
void compare_heading(const struct compare_view *view);
/* In Chinese: the policies' names on the command line beside what they are called. */
int compare_policies_print(const struct compare_view *view);

/* -1: no memory for a table. */
int compare_tables(const struct compare_view *view, struct err *err);

#endif
