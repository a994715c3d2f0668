/* incidence.c - see incidence.h. At one delay, ends come before those of whom no more is known. */
#include "incidence.h"

#include <math.h>
#include <stdlib.h>

static int by_end(const void *a, const void *b)
{
    const struct case_of_urgency *x = a, *y = b;
    if (x->end_d != y->end_d)
        return x->end_d < y->end_d ? -1 : 1;
    return x->end == END_NONE || y->end == END_NONE ? (x->end == END_NONE) - (y->end == END_NONE) : (int)x->end - (int)y->end;
}

void incidence(struct case_of_urgency *c, uint32_t n, double curve[N_ENDS - 1][N_DELAYS])
{
    double alive = 1, sum[N_ENDS] = { 0 };
    uint32_t i = 0;
    qsort(c, n, sizeof *c, by_end);
    for (int g = 0; g < N_DELAYS; g++) {
        for (; i < n && c[i].end_d <= g * DELAY_STEP_D; i++)
            if (c[i].end != END_NONE) {
                sum[c[i].end] += alive / (n - i);
                alive -= alive / (n - i);
            }
        for (int e = 1; e < N_ENDS; e++)
            curve[e - 1][g] = n ? sum[e] : NAN;
    }
}

double incidence_quantile(struct case_of_urgency *c, uint32_t n, double share)
{
    double alive = 1, fixed = 0;
    qsort(c, n, sizeof *c, by_end);
    for (uint32_t i = 0; i < n; i++) {
        if (c[i].end == END_NONE)
            continue;
        fixed += c[i].end == END_FIXED ? alive / (n - i) : 0;
        alive -= alive / (n - i);
        if (fixed >= share - 1e-12)
            return c[i].end_d;
    }
    return n ? INFINITY : NAN;
}
