/* compare_points.h - a comparison of many points as one: for a reader, on standard output, a table of each policy's differences
 * over the points, or with `brief` one of all policies side by side; for a program a row an output and policy.
 *
 * Where the points are choices (levers) the table has the ends and where they are, and, of a few points, the difference at each.
 */
#ifndef COMPARE_POINTS_H
#define COMPARE_POINTS_H

#include "cli/answer.h"
#include "cli/compare_tables.h"

/* -1: no memory for a table. */
int compare_points_tables(const struct compare_view *view, int brief, struct err *err);
/* As CSV or JSON (`form`). */
int compare_points_rows(const struct compare_view *view, enum chosen_form form, struct err *err);
/* STEM-points.csv beside the tidy table STEM.csv. */
int compare_points_csv(const struct compare_view *view, const char *csv, struct err *err);

#endif
