/* estimates.h - what replications tell: a mean with its interval, and how two scenarios differ pair by pair.
 *
 * Replicate i of two scenarios is the same world (common random numbers), so differences are taken within a
 * replicate; most of the noise is common to both and falls out. Intervals are Student's t.
 * A value that is not a finite number was not defined in its run and is left out; n tells how many were used.
 */
#ifndef ESTIMATES_H
#define ESTIMATES_H

#include "sim/observe/outputs.h"

struct estimate {
    int n;                          /* usable replications */
    double mean;                    /* NaN when n = 0 */
    double sd;                      /* over replications, n - 1 in the denominator; NaN when n < 2 */
    double half;                    /* half-width of the interval of the mean; NaN when n < 2 */
    int beyond;                     /* runs in which it was infinite: a quantile that was not reached */
};

/* x[0], x[stride], ... n of them; level of the interval, 0..1, as .95. */
struct estimate estimate_mean(const double x[], int stride, int n, double level);
static inline double estimate_low(struct estimate e) { return e.mean - e.half; }
static inline double estimate_high(struct estimate e) { return e.mean + e.half; }

/* The same estimate with its interval at another level. */
struct estimate estimate_at_level(struct estimate e, double level);

/* "12.3 ± 0.456": three significant digits of the half-width, and the mean to the same place; without an interval
 * at least four digits of the mean; an en dash when there is nothing. `sign` writes a + before a positive mean. */
enum { ESTIMATE_TEXT_SIZE = 64 };
const char *estimate_text(char text[ESTIMATE_TEXT_SIZE], struct estimate e, int sign);

struct interval { double low, high; };      /* not a number where there is none */
/* "12.3 [11.9, 12.8]": the digits that the interval's width calls for. */
const char *estimate_interval_text(char text[ESTIMATE_TEXT_SIZE], double x, struct interval interval, int sign);

struct contrast {
    struct estimate difference;     /* of a - b over the pairs in which both are defined */
    double correlation;             /* of a and b, achieved by common random numbers; NaN when either does not vary */
    double variance_reduction;      /* (var a + var b) / var(a - b): replications saved against independent runs;
                                       infinite when the difference never varies, NaN when nothing does */
    double better_share;            /* share of the pairs in which a is better than b; NaN when neither way is better */
};

struct contrast estimate_contrast(const double a[], const double b[], int n, double level, enum better better);
/* Does the interval exclude 0? */
int estimate_excludes_zero(struct estimate e);
/* Chance of a mean at least so far from 0 where the truth is 0 (Student's t, two-sided); NaN when n < 2. */
double estimate_p(struct estimate e);

#endif
