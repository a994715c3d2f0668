/* marks.h - what figures are made of: curves with bands, dots with intervals, bars of parts.
 *
 * A number that is not defined is left out. Ranges of axes are always given, so that a panel without any number is
 * an empty panel.
 */
#ifndef MARKS_H
#define MARKS_H

#include "analysis/numbers/estimates.h"
#include "plots/theme.h"

struct range { double low, high; };     /* low > high: empty */
#define MARKS_NO_RANGE { 1, 0 }

void marks_include(struct range *range, double x);          /* nothing when x is not a number */
void marks_include_estimate(struct range *range, struct estimate e, double scale);
/* Sets the axis with some room at the ends; an end at 0 stays there. */
void marks_axis(struct page *page, char axis, struct range range);

/* n estimates along x, `stride` apart, times scale, as a block of data; its number. */
int marks_curve(struct page *page, int n, const double x[], const struct estimate e[], int stride, double scale);
/* Bands go below the lines: draw all bands of a panel first. */
void marks_band(struct page *page, int block, int style);
void marks_line(struct page *page, int block, int style, const char *dash);     /* NULL: the style's own */

/* The intervals of a block as vertical lines at every n-th of its rows, from the i-th on. */
void marks_some_intervals(struct page *page, int block, int style, int every, int first);
/* All of them; one point; a horizontal line through the panel at y. */
void marks_intervals(struct page *page, int block, int style);
void marks_point(struct page *page, double x, double y, int style, int hollow);
void marks_level(struct page *page, double y);

/* A horizontal line at height y of a panel of rows. */
void marks_span(struct page *page, double y, double low, double high, int style);
/* A dot with its interval at height y of a panel of rows. */
void marks_dot(struct page *page, double y, struct estimate e, double scale, int style, int hollow);
/* Offset of item i of n that share a row. */
double marks_dodge(int i, int n);
/* Parts of a whole on top of each other from 0 on at height y; negative parts to the left. */
void marks_bar(struct page *page, double y, double height, int n, const double part[]);
/* A vertical line through the panel at x. */
void marks_rule(struct page *page, double x);

#endif
