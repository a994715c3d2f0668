/* drift.c - is the city in its stride on day 0? What still rises or falls at the end of the warm-up would be read as an effect
 * of time by one who looks at one policy alone. Paired differences of policies do not mind: all start from the same day.
 *
 * The slope of a series by least squares over the last third of the warm-up, in whole weeks, times 30 days, over the
 * series' mean there.
 */
#include <math.h>

#include "observe.h"

enum { WEEK_D = 7, LEAST_WEEKS = 2, MONTH_D = 30 };
static const double NEGLIGIBLE = 0.05;      /* a level below which the slope is taken of this: exhaustion of one in twenty */

static const struct { enum output series, drift; double least; } DRIFTS[] = {
    { OUT_backlog, OUT_drift_backlog, 1 },
    { OUT_open_needs, OUT_drift_needs, 1 },
    { OUT_exhaustion_operators, OUT_drift_operators, NEGLIGIBLE },
    { OUT_exhaustion_officers, OUT_drift_officers, NEGLIGIBLE },
};

double drift_of(const double *x, int n, double least)
{
    double middle = (n - 1) / 2.0, mean = 0, up = 0, across = 0;
    for (int i = 0; i < n; i++) {
        mean += x[i] / n;
        up += (i - middle) * x[i];
        across += (i - middle) * (i - middle);
    }
    return n > 1 ? MONTH_D * up / across / fmax(fabs(mean), least) : NAN;
}

void drift_finish(struct observation *o, const struct day *d)
{
    int warmup = (int)d->t0, weeks = warmup / 3 / WEEK_D, n = weeks * WEEK_D;
    for (size_t i = 0; i < sizeof DRIFTS / sizeof *DRIFTS; i++)
        outputs_set(o->out, DRIFTS[i].drift, weeks < LEAST_WEEKS ? NAN
                    : drift_of(outputs_of(o->out, DRIFTS[i].series) + warmup - n, n, DRIFTS[i].least));
}
