/* select.h - which of k scenarios is the best, with a guarantee: as many replications as that takes, and no more.
 *
 * KN++ (S.-H. Kim and B. L. Nelson, Operations Research 54, 2006; for common random numbers G. J. Malone, S.-H. Kim, D. Goldsman
 * and D. Batur, Winter Simulation Conference 2005), with c = 1: after r >= `first` replications of each, a scenario leaves when its
 * sum falls behind that of another one by more than max(0, (h2 S2 / delta - delta r) / 2), where S2 is the variance of their
 * paired differences over the first n replications, n being `first` until r is twice that, then twice, four times ... `first`, and
 *     h2 = (n - 1) ((2 beta)^(-2 / (n - 1)) - 1),   beta = alpha / SELECT_RENEWALS / (k - 1).
 * The constant is that of Kim and Nelson's first procedure (ACM Transactions on Modeling and Computer Simulation 11, 2001), which
 * KN++'s own, -2 log(2 beta), is the limit of: with a few replications the limit selects the best less often than promised
 * (docs/analysis.md has the figures). Each renewal of S2 is another chance to err, which SELECT_RENEWALS pays for: that much is
 * measured, by `hotline verify selection`. The procedure of 2001 itself (`renew` 0) keeps S2 of the first replications and all of
 * alpha.
 *
 * Constraints come first (S. Andradottir and S.-H. Kim, Naval Research Logistics 57, 2010): each scenario is sampled until its
 * sum over the limit is outside a region of the same kind, its variance renewed likewise; what lies within `slack` of the limit
 * may be called either. Half of alpha is for the constraints, divided among scenarios and constraints (Bonferroni), half for the
 * selection.
 *
 * The promise: numbers normal, replications independent of each other: with at least 1 - alpha the scenario selected is the best of
 * those that keep the constraints, if it is better than every other one by delta or more. Where others are within delta of it,
 * one of them may be selected.
 */
#ifndef SELECT_H
#define SELECT_H

#include "sim/base/err.h"

enum { SELECT_MOST_CONSTRAINTS = 4 };
#define SELECT_RENEWALS 1.5

struct select_constraint { double limit, slack; int at_least; };        /* mean <= limit, or >= where at_least */

struct select_wish {
    int k;                          /* scenarios */
    int larger;                     /* more is better */
    double delta, alpha;
    int renew;                      /* KN++; 0: KN */
    int first, most;                /* replications of each at first, at least 2; and at most */
    int batch;                      /* replications asked for at once: no result depends on it */
    int n_constraints;
    struct select_constraint constraint[SELECT_MOST_CONSTRAINTS];
};

/* Fills value[i][r - from][0 .. n_constraints] for scenarios with wanted[i] and replications from <= r < to: the number to
 * compare, then those with a limit. -1: it could not. */
struct select_sampler {
    void *self;
    int (*sample)(void *self, const char wanted[], int from, int to, double *value, struct err *err);
};

enum select_fate { SELECT_CANDIDATE, SELECT_BEST, SELECT_BEATEN, SELECT_INFEASIBLE };

struct selection {
    int k;
    int best;                       /* -1: none keeps the constraints */
    enum select_fate *fate;         /* [k]; more than one SELECT_CANDIDATE: `most` was reached before one was left */
    int *n;                         /* [k]: replications looked at */
    double *mean;                   /* [k][1 + n_constraints] of these */
    long runs;                      /* replications in all */
};

/* EXIT_PRECISION: `most` replications did not suffice; what was found by then is there. Frees itself after another failure. */
int select_best(struct selection *selection, const struct select_wish *wish, const struct select_sampler *sampler, struct err *err);
void select_free(struct selection *selection);

#endif
