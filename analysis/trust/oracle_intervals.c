/* oracle_intervals.c - intervals of 95 % that `compare` prints, over repetitions of a case whose mean is known.
 *
 * Student's interval is right for normal runs, and nearly so for skewed ones where there are enough of them.
 */
#include <math.h>

#include "analysis/numbers/estimates.h"
#include "oracle.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"

enum { REPETITIONS = 1000, MOST_RUNS = 20, SEED = 12345 };
static const double LEVEL = 0.95, ACCEPTED = 0.02;          /* .93 to .97 */

struct runs { const char *name; double shape; int n, paired; };     /* shape of a Gamma law; 0: normal */
static const struct runs RUNS[] = {
    { "mean of 10 normal runs", 0, 10, 0 },
    { "mean of 20 runs of skewness 1", 4, 20, 0 },
    { "difference of 10 pairs of normal runs", 0, 10, 1 },
    { "difference of 10 pairs, each of skewness .7", 8, 10, 1 },
};

/* Mean 1; what the arms of a pair have in common is the larger part of it. */
static double run_of(const struct runs *r, uint32_t repetition, uint32_t run, uint32_t which)
{
    double z = num_normal(draw_unit(draw_at(draw_key(SEED, 0), PURPOSE_WORLD, repetition, run, which).w[0]));
    return r->shape > 0 ? num_gamma_quantile_unit_mean(r->shape, z) : 1 + 0.37 * z;
}

static int holds(const struct runs *r, uint32_t repetition)
{
    double x[2][MOST_RUNS];
    for (uint32_t i = 0; i < (uint32_t)r->n; i++) {
        double common = r->paired ? 3 * run_of(r, repetition, i, 2) : 0;
        x[0][i] = common + run_of(r, repetition, i, 0);
        x[1][i] = common + 2 * run_of(r, repetition, i, 1);
    }
    struct estimate e = r->paired ? estimate_contrast(x[0], x[1], r->n, LEVEL, NEITHER).difference
                                  : estimate_mean(x[0], 1, r->n, LEVEL);
    double truth = r->paired ? 1 - 2 : 1;
    return estimate_low(e) < truth && truth < estimate_high(e);
}

int oracle_intervals(int effort, const struct oracle_report *report, struct err *err)
{
    (void)err;
    for (uint32_t i = 0; i < sizeof RUNS / sizeof *RUNS; i++) {
        double n = (double)REPETITIONS * effort, held = 0;
        for (uint32_t k = 0; k < (uint32_t)n; k++)
            held += holds(&RUNS[i], k);
        report->tell(report->self, &(struct oracle_reading){ .oracle = RUNS[i].name,
            .what = "share that hold it, .93 to .97 accepted", .theory = LEVEL, .simulated = held / n,
            .error = ACCEPTED / ORACLE_Z });
    }
    return 0;
}
