/* mser.h - how much of the beginning of a series is not yet its steady state: MSER-5.
 *
 * Means of batches of 5; of the first d batches, drop as many as make the standard error of the rest smallest:
 * the d that minimises  sum over j > d of (Z_j - mean)^2 / (n - d)^2  (K. P. White, Simulation 69, 1997; K. P. White,
 * M. J. Cobb, S. C. Spratt, Winter Simulation Conference 2000). The last 5 batches are always kept, for of a few numbers
 * alone the error may be small by chance. Where the best would drop more than half, the series is too short, or has no
 * steady state, and there is no answer.
 */
#ifndef MSER_H
#define MSER_H

enum { MSER_BATCH = 5, MSER_KEPT = 5 };

struct mser {
    int n_batches, batch;           /* whole batches; what is left of the series at its end is not used */
    int cut;                        /* of the n numbers, how many to drop: a multiple of batch */
    int refused;                    /* more than half would go, or there are fewer than 2 * MSER_KEPT batches */
    double before, after;           /* mean of what is dropped and of what is kept; not a number where there is none */
};

struct mser mser_of(int n, const double x[], int batch);

#endif
