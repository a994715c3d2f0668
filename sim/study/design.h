/* design.h - which combinations of the factors' values a study visits.
 *
 * A design is a row of a table: how many points it has for factors of so many values, and which value
 * (0..n_values-1) a factor takes at a point. Points are numbered; a larger study keeps the smaller one's runs.
 */
#ifndef DESIGN_H
#define DESIGN_H

#include <stdbool.h>

struct design {
    const char *name, *about;
    /* Points for n factors with n_values[f] >= 1 values each; -1 when the design does not fit them. */
    long (*n_points)(int n, const int n_values[]);
    int (*level)(int n, const int n_values[], long point, int factor);
    bool together;                  /* a value may come again, beside another value of another factor */
    const char *misfit;             /* what the user is told when n_points is -1 */
};

extern const struct design DESIGNS[];
extern const int N_DESIGNS;

const struct design *design_named(const char *name);        /* NULL: there is none */

enum { DESIGN_MOST_POINTS = 1000000 };

#endif
