/* regress.h - sensitivity from points that were made for no index: a Latin hypercube, a Sobol sequence, a grid, a table.
 *
 * Standardised rank regression coefficients: ranks of the response on ranks of the factors, all with variance 1; R2 tells how
 * much of the ranks' variance a monotone, additive response explains (R. L. Iman and W. J. Conover, Technometrics 21, 1979).
 * Below REGRESS_LOW_R2 they do not describe the response. Binned first-order index: how much less the response varies within
 * bins of the factor than over all, as a share of variance, corrected for how many bins there are (epsilon squared; T. L. Kelley,
 * 1935), so that a factor without effect has 0 on average. Intervals: from the spread of the same numbers over half samples
 * (J. Shao and C. F. J. Wu, Annals of Statistics 17, 1989), normal.
 */
#ifndef REGRESS_H
#define REGRESS_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

#define REGRESS_LOW_R2 0.7

struct regress_row {
    double coefficient, first;          /* first is a share of the variance of y without noise */
    struct interval coefficient_interval, first_interval;
};

/* x[n][k], y[n], all finite; noise: variance of y from chance. Bins: the values of a factor, where three points or more
 * have each, else about sqrt(n / 2) of as many points. EXIT_INPUT: fewer than 2 k + 8 points, a response that does not vary,
 * factors that cannot be told apart. */
int regress_rows(int n, int k, const double x[], const double y[], double noise, double level, struct regress_row row[],
                 double *r2, struct err *err);

#endif
