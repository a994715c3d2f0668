/* design.h - where a study looks in the space of its factors: the points of a design.
 *
 * The space has k axes. A design of listed values puts a point at the number of a value (0 .. n_values - 1) of each axis;
 * one that samples puts it at a place from 0 to 1, which a factor's distribution makes a value of (study_points.c).
 * The points of n are the first of 2 n.
 */
#ifndef DESIGN_H
#define DESIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/err.h"

enum { DESIGN_MOST_AXES = 64, DESIGN_MOST_GROUPS = 16, DESIGN_MOST_POINTS = 1000000, DESIGN_MOST_LEVELS = 64 };

struct design_space {
    int k;                          /* axes */
    const int *n_values;            /* [k], of designs of listed values */
    long n;                         /* of one that samples: points; Morris: trajectories; Saltelli: base samples */
    int levels;                     /* Morris: places on an axis, even */
    bool second;                    /* Saltelli: for second-order indices, too */
    int n_groups;                   /* Saltelli: of axes that also move together */
    uint64_t group[DESIGN_MOST_GROUPS];     /* axis i is in it: bit i */
    uint64_t seed;
};

struct design {
    const char *name, *about;
    /* Points for this space; -1 when the design does not fit it. */
    long (*n_points)(const struct design_space *space);
    /* at[point][axis] for all of them; -1: no memory. */
    int (*fill)(const struct design_space *space, double *at, struct err *err);
    bool samples;                   /* needs n; places from 0 to 1 */
    bool together;                  /* a value may come again, beside another value of another factor */
    bool sequence;                  /* a point that may not be there: take the next one of a longer n */
    bool blocks;                    /* points belong together: each must be there, and an axis moves alone */
    const char *misfit;             /* what the user is told when n_points is -1 */
};

extern const struct design DESIGNS[];
extern const int N_DESIGNS;

const struct design *design_named(const char *name);        /* NULL: there is none */
extern const char DESIGN_TABLE[];                           /* the one whose points are in a file */

/* A place that may not be there, drawn again: uniform, named by point and attempt. */
void design_again(const struct design_space *space, long point, int attempt, double *at);

/* Points a trajectory or a base sample has; 1 where points stand alone. */
int design_block(const struct design *design, const struct design_space *space);

#endif
