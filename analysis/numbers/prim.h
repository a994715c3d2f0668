/* prim.h - where do the cases of interest lie? The patient rule induction method (J. H. Friedman and N. I. Fisher, Statistics
 * and Computing 9, 1999), for scenario discovery (B. P. Bryant and R. J. Lempert, Technological Forecasting and Social Change
 * 77, 2010).
 *
 * From the whole space a box is peeled: each step cuts the twentieth of its points, off one end of one axis, without which the
 * share of cases of interest in the box (density) is highest. Of the boxes on the way the one that holds the largest part of
 * these cases (coverage) with the density that was asked for is pasted: its limits are moved out again where that costs
 * no density. A limit is told to be spurious where the box would do as well without it: by the quasi-p-value (the chance of so
 * many cases in the box if they were as frequent there as without the limit; above .05), or where fewer than half of the boxes
 * found in half samples have a limit on that side. What a box promises for new points is told by the other halves.
 */
#ifndef PRIM_H
#define PRIM_H

#include "sim/base/err.h"

enum { PRIM_MOST_AXES = 64, PRIM_HALVES = 40 };

struct prim_wish {
    double peel;                    /* share of the box's points that a step takes, .05 */
    double least_mass;              /* share of all points that a box keeps, .05 */
    double density;                 /* asked for, .8 */
};
#define PRIM_USUAL { .05, .05, .8 }

struct prim_box {
    double low[PRIM_MOST_AXES], high[PRIM_MOST_AXES];       /* infinite where there is no limit */
    int n, hits;                    /* points in it, and cases of interest among them */
    double density, coverage;       /* hits / n; hits / all cases of interest */
};

struct prim_limit { double quasi_p, recurs; int spurious; };    /* recurs: share of half samples whose box is limited there, too */

struct prim {
    int n, k, hits;                 /* points, axes, cases of interest */
    int n_steps;
    struct prim_box *step;          /* [n_steps]: the peeling trajectory, the whole space first */
    struct prim_box box;            /* chosen and pasted */
    struct prim_limit low[PRIM_MOST_AXES], high[PRIM_MOST_AXES];
    double other_density, other_coverage;       /* of the boxes of half samples, in the other halves */
};

/* x[n][k] and whether each point is a case of interest. EXIT_INPUT: fewer than 40 points; all or none are. */
int prim_find(struct prim *prim, int n, int k, const double x[], const char interest[], const struct prim_wish *wish,
              struct err *err);
void prim_free(struct prim *prim);

static inline int prim_limited(double limit) { return limit > -1e300 && limit < 1e300; }

#endif
