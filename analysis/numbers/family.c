#include "family.h"

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

struct member { double p; int row; };

static int by_p(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return (x->p > y->p) - (x->p < y->p);
}

int family_holm(int n, const double p[], double adjusted[])
{
    struct member *member = malloc(((size_t)n + 1) * sizeof *member);
    int m = 0;
    double so_far = 0;
    if (!member)
        return -1;
    for (int i = 0; i < n; i++) {
        adjusted[i] = NAN;
        if (!isnan(p[i]))
            member[m++] = (struct member){ p[i], i };
    }
    qsort(member, (size_t)m, sizeof *member, by_p);
    for (int i = 0; i < m; i++) {
        so_far = fmax(so_far, (m - i) * member[i].p);
        adjusted[member[i].row] = fmin(so_far, 1);
    }
    free(member);
    return m;
}

double family_level(int m, double level)
{
    return m > 1 ? 1 - (1 - level) / m : level;
}

double family_t(int m, int freedom, double level)
{
    return gsl_cdf_tdist_Pinv(family_level(m, level), freedom);
}
