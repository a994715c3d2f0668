/* ranks.h - how far scores are more than chance. */
#ifndef RANKS_H
#define RANKS_H

#define RANKS_NEAR 0.02         /* of a target: a score so far from it stands at it */

/* Pearson's; of midranks it is Spearman's. NaN of fewer than three, or where one does not vary. */
double ranks_correlation(const double *x, const double *y, int n);

/* Share of the variance of n scores over units that is not the binomial noise of so few tickets; not below 0. NaN of fewer
 * than three, or where nothing varies. */
double ranks_reliability(const double *score, const double *tickets, int n);

#endif
