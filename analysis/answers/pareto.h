/* pareto.h - which scenarios are not beaten in everything by another one, and how sure is that?
 *
 * One dominates another when it is no worse in every objective and better in one; the front is what nothing dominates. Only
 * scenarios of the same uncertainties are held against each other. Means over replications have noise, so the front is
 * found in resamples of the replications, too (the same ones for all scenarios, which keeps common random numbers): the share in
 * which a scenario is on it. Ellipses hold the two means together with the level (Hotelling, 1931).
 */
#ifndef PARETO_H
#define PARETO_H

#include "analysis/numbers/sheet.h"
#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

struct result;

enum { PARETO_MOST_OBJECTIVES = 6 };

struct pareto_ellipse { double x, y, a, b, angle; };    /* centre, half-axes, of a against the x axis, radian; a = 0 where none */

struct pareto_row {
    int on_front;                       /* by the means */
    double share;                       /* of resamples in which it is; not a number with one replication */
    struct estimate mean[PARETO_MOST_OBJECTIVES];
    struct pareto_ellipse ellipse;      /* of the first two objectives */
};

struct pareto {
    int n, n_objectives, n_replicates;  /* scenarios; replications that all of them have */
    enum output objective[PARETO_MOST_OBJECTIVES];
    const struct result_plan *plan;
    struct pareto_row *row;             /* [n] */
};

/* EXIT_INPUT: fewer than two objectives, one of which neither less nor more is better, or not one replication in common. */
int pareto_read(struct pareto *pareto, struct result *result, int n, const enum output objective[], double level, struct err *err);
void pareto_free(struct pareto *pareto);
/* Those on the front first, by the first objective. */
int pareto_sheet(const struct pareto *pareto, struct sheet *sheet, int chinese);

/* Over plain numbers, less is better: y[n][m]; group: only rows of one group are held against each other. */
void pareto_front(int n, int m, const double y[], const int group[], char on[]);

#endif
