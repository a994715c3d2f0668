/* discover.h - under which conditions does a result fail, or shine? PRIM (prim.h) over the points of a design: a point is a
 * case of interest when its response, the mean over replications, is beyond a limit.
 */
#ifndef DISCOVER_H
#define DISCOVER_H

#include "analysis/answers/factors.h"
#include "analysis/numbers/prim.h"
#include "analysis/numbers/sheet.h"

struct discover_wish { enum output kpi; int above; double limit; int policy; struct prim_wish prim; };

struct discovery {
    struct discover_wish wish;
    struct factors factors;
    struct prim prim;
    int n_left_out;                     /* points without a run */
    double *x;                          /* [prim.n][factors.n] */
    char *interest;
};

int discover_read(struct discovery *d, struct result *result, const struct discover_wish *wish, struct err *err);
void discover_free(struct discovery *d);

/* A row a factor with a limit; a row a step of the peeling. */
int discover_sheet(const struct discovery *d, struct sheet *sheet, int chinese);
int discover_steps_sheet(const struct discovery *d, struct sheet *sheet);

#endif
