/* emulator.h - a cheap stand-in for a simulator: what an output comes to at settings that were not run, and how sure
 * that is.
 *
 * A Gaussian process with a linear mean (J. Sacks, W. J. Welch, T. J. Mitchell and H. P. Wynn, 1989), universal kriging:
 *
 *     y(x) = (1, x) beta + Z(x) + noise,   cov(Z(x), Z(x')) = variance * exp(-sum_j ((x_j - x'_j) / length_j)^2 / 2)
 *
 * beta is integrated out; lengths, variance and noise are those that make the runs likeliest (REML), lengths and variance
 * with a weak prior. From one run a setting noise and a curve of many turns are hard to tell apart: where runs of one setting
 * have shown how large the noise is there, it is expected to be about as large elsewhere. x is scaled so that a parameter's
 * range is 0..1. Some hundred runs: fitting takes n^3.
 */
#ifndef EMULATOR_H
#define EMULATOR_H

#include "sim/base/err.h"

enum { EMULATOR_MOST_INPUTS = 24, EMULATOR_MOST_RUNS = 2000, EMULATOR_LEAST_KNOWN = 5 };

struct emulator {
    int n, k;                       /* runs, inputs */
    double mean, scale;             /* of y: what is fitted is (y - mean) / scale */
    double length[EMULATOR_MOST_INPUTS];
    double variance, noise;         /* of Z and of a run about its mean; of the scaled y */
    double beta[EMULATOR_MOST_INPUTS + 1];
    double r2;                      /* share of the spread of y told by the other runs, each left out in turn; may be < 0 */
    double *x;                      /* [n][k] */
    double *inverse;                /* [n][n], of the covariance of the runs */
    double *cholesky;               /* [n][n], lower triangle of its decomposition */
    double *pull;                   /* [n], inverse * (y - H beta) */
    double *information;            /* [k + 1][k + 1], inverse of H' inverse H: how sure beta is */
    double *linear;                 /* [n][k + 1], inverse * H */
};

struct emulated { double mean, sd; };       /* of the output's mean; without the noise of a run */

/* What n runs of one setting tell of the noise of a run: their standard deviation, in units of y; fewer than
 * EMULATOR_LEAST_KNOWN, or a standard deviation of 0, tell nothing. */
struct emulator_noise { double sd; int n; };

/* Fits k + 3 <= n <= EMULATOR_MOST_RUNS runs; y finite. Free it after a failure, too. GSL's error handler must be off: that a
 * covariance can not be decomposed is nothing unusual in the search. */
int emulator_fit(struct emulator *e, int n, int k, const double x[], const double y[], struct emulator_noise known,
                 struct err *err);
void emulator_free(struct emulator *e);

struct emulated emulator_at(const struct emulator *e, const double x[]);

/* How far it goes from one setting to another, and how sure that is: far less than the two levels are. */
struct emulated emulator_move(const struct emulator *e, const double from[], const double to[]);

/* Noise of one run, in units of y. */
double emulator_noise_sd(const struct emulator *e);

#endif
