/* incidence.c - see incidence.h. At one delay, ends come before those of whom no more is known. */
#include "incidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The order as one number: a float that is not negative is ordered as its bits. */
static uint64_t place(const struct case_of_urgency *c)
{
    uint32_t bits;
    memcpy(&bits, &c->end_d, sizeof bits);
    return (uint64_t)bits << 8 | (uint8_t)(c->end - 1);         /* END_NONE, 0, is the last of its delay */
}

static int in_order(const struct case_of_urgency *c, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (place(&c[i - 1]) > place(&c[i]))
            return 0;
    return 1;
}

/* Byte by byte, the last one first: there are many cases, and this is done for every stage. 0: no memory. */
static int sort(struct case_of_urgency *c, uint32_t n)
{
    if (in_order(c, n))
        return 1;
    struct case_of_urgency *spare = malloc(n * sizeof *spare);
    for (int shift = 0; spare && shift < 40; shift += 8) {
        uint32_t begin[257] = { 0 };
        for (uint32_t i = 0; i < n; i++)
            begin[(place(&c[i]) >> shift & 255) + 1]++;
        for (int byte = 1; byte < 256; byte++)
            begin[byte] += begin[byte - 1];
        for (uint32_t i = 0; i < n; i++)
            spare[begin[place(&c[i]) >> shift & 255]++] = c[i];
        memcpy(c, spare, n * sizeof *c);
    }
    int sorted = spare != NULL;
    free(spare);
    return sorted;
}

void incidence(struct case_of_urgency *c, uint32_t n, double curve[N_ENDS - 1][N_DELAYS])
{
    double alive = 1, sum[N_ENDS] = { 0 };
    uint32_t i = 0;
    n = sort(c, n) ? n : 0;
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
    n = sort(c, n) ? n : 0;
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
