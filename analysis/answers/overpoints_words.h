/* overpoints_words.h - what a summary over points is told in: numbers as the table and the page write them, sentences on what
 * the spread is and is not, and the whole of it as a sheet. */
#ifndef OVERPOINTS_WORDS_H
#define OVERPOINTS_WORDS_H

#include "analysis/answers/overpoints.h"
#include "analysis/numbers/sheet.h"

/* A number of the row to the digits that the row's spread calls for; "–" for none. sign: a + before a positive one. */
const char *overpoints_number(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, double x, int sign);
/* "-1019", and with replications "-1019 ± 12": half its interval. */
const char *overpoints_mean(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, int sign);
/* "-1222 to -844": what nine in ten lie between; of fewer points than have tenths, the lowest and the highest. */
const char *overpoints_range(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, int sign, int zh);

/* "100 points", "100 points, 42 of them different". */
const char *overpoints_count(char text[ESTIMATE_TEXT_SIZE], const struct overpoints *o, int zh);
/* "the points are a sample of what the factors may be (latin-hypercube)": how the design chose them, and what follows. */
const char *overpoints_design(const struct result_plan *plan, int zh);
/* What is read over, in words for a sentence: "what is not known", "levers and what is not known". */
const char *overpoints_over(const struct overpoints *o, int zh);

/* What must be told of the rows besides: outputs that are not defined at some points, points without finished runs, differences
 * without chance, how much of the spread is chance, one replication. A line each, "" for nothing. */
void overpoints_notes(FILE *out, const struct overpoints *o, const struct result_plan *plan, const enum output kpi[], int zh);

/* A row an output and an arm. -1: no memory. */
int overpoints_sheet(const struct overpoints *o, const struct result_plan *plan, const enum output kpi[], int zh,
                     struct sheet *sheet);

#endif
