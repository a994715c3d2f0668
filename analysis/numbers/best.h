/* best.h - multiple comparisons with the best: how far may each of k scenarios be from the best of the others?
 *
 * Hsu's constrained intervals (J. C. Hsu, Annals of Statistics 12, 1984) of mean_i - best of the others' means, for paired
 * replications: one side of each of the k - 1 differences from whichever is the best, with Bonferroni's t and each pair's
 * own variance, so that they hold together with at least the level under common random numbers, whatever the correlation
 * (compare B. L. Nelson and F. J. Matejcik, Management Science 41, 1995). An interval that is not above 0 says: not the best.
 */
#ifndef BEST_H
#define BEST_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

struct best {
    double gap;                     /* mean - best of the others' means, larger is better: for LOWER its sign is turned */
    double low, high;               /* low <= 0 <= high; high = 0: it is not the best; low = 0: it is */
};

/* y[k][n]: replicate r of each is one world. better: LOWER or HIGHER. -1: a pair has fewer than two replications. */
int best_of(int k, int n, const double y[], enum better better, double level, struct best best[], struct err *err);

#endif
