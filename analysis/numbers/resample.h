/* resample.h - intervals of what has no formula, from samples of the sample (B. Efron, Annals of Statistics 7, 1979).
 *
 * Draws are addressed: resample b of n rows is the same on any machine, and the same for every statistic of as many rows,
 * so that two statistics of one resample belong together.
 */
#ifndef RESAMPLE_H
#define RESAMPLE_H

#include "analysis/numbers/estimates.h"

enum { RESAMPLES = 1000, RESAMPLES_BCA = 2000 };

/* row[0..n-1]: n of the rows 0..n-1, with replacement. */
void resample_rows(int b, int n, int row[]);
/* row[0..n-1]: all rows in an order of chance; the first n / 2 of them are a half sample. */
void resample_order(int b, int n, int row[]);

/* The level's middle of n values, which are sorted: quantiles at (n + 1) p, between two values by proportion. Values that
 * are not finite are left out. */
struct interval resample_percentile(int n, double value[], double level);

/* BCA: bias-corrected and accelerated (Efron, Journal of the American Statistical Association 82, 1987). */
enum resample_kind { RESAMPLE_PERCENTILE, RESAMPLE_BCA };
/* Of the mean of n numbers; those that are not finite are left out. No interval of fewer than two. */
struct interval resample_mean(int n, const double x[], enum resample_kind kind, double level);

#endif
