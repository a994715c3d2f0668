/* sobol.h - how much of a response's variance each factor, or group of factors, makes, alone and in all (I. M. Sobol, 1993).
 *
 * From base samples A and B and, for each set of axes i (one axis, or some), AB_i = A with these axes from B; f is the mean over
 * replications there:
 *     first order   mean f(B) (f(AB_i) - f(A)) / V        (A. Saltelli et al., Computer Physics Communications 181, 2010)
 *     total         mean (f(A) - f(AB_i))^2 / 2V          (M. J. W. Jansen, Computer Physics Communications 117, 1999)
 *     a pair, too   mean (f(BA_i) f(AB_j) - f(A) f(B)) / V - both first orders, where BA_i was run
 * The first order of a group holds what its axes do among each other.
 * f is first centred at its mean. V is the variance of f over A and B. What is left in f of chance is taken out of V and of the
 * means above, so that replicate noise does not pass for interaction; under common random numbers it is alike at points that
 * are close, so that it is told axis by axis. Intervals: base samples resampled, percentiles; base samples that are a Sobol
 * sequence know more than independent ones, so these intervals are rather too wide.
 *
 * An index is a share. It is told where V is surely above 0 and its interval is no wider than from 0 to 1 and reaches into that;
 * any other is no answer, whatever its value.
 */
#ifndef SOBOL_H
#define SOBOL_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

enum { SOBOL_MOST_SETS = 80 };

struct sobol_sample {
    int n, k, pairs;                /* base samples, sets of axes, those of them, from the first, that points BA_i are of */
    const double *y;                /* [n][block]: A, AB_1 .. AB_k, BA_1 .. BA_pairs, B; all finite */
    double noise;                   /* variance of y from chance; 0 where one replication cannot tell */
    const double *first_noise;      /* [k]: of it in mean y(B) (y(AB_i) - y(A)); NULL: none, chance is independent */
    const double *total_noise;      /* [k]: of it in mean (y(A) - y(AB_i))^2 / 2; NULL: noise */
};
static inline int sobol_block(int k, int pairs) { return k + pairs + 2; }

struct sobol_index {
    double value;
    struct interval interval;
    int told;
    long n_needed;                  /* base samples that would do, a power of two: half-widths fall as 1 / sqrt(n) */
};

struct sobol {
    double mean, variance;          /* of f, without noise */
    struct interval variance_interval;
    int varies;                     /* which is above 0 */
    struct sobol_index first[SOBOL_MOST_SETS], total[SOBOL_MOST_SETS];
    struct sobol_index *pair;       /* [pairs][pairs], i < j; NULL without BA_i */
    double widest;                  /* half-width of the widest interval of a total */
    int converged;                  /* widest <= SOBOL_CONVERGED (F. Sarrazin et al., Environmental Modelling & Software
                                       79, 2016) */
    long n_needed;                  /* base samples that would do for that; where the response does not surely vary, to say so */
};
#define SOBOL_CONVERGED 0.05

/* EXIT_INPUT: fewer than 8 base samples, or a response that does not vary. Frees itself after a failure. */
int sobol_indices(struct sobol *sobol, const struct sobol_sample *sample, double level, struct err *err);
void sobol_free(struct sobol *sobol);

#endif
