/* drift.c - is the city in its stride on day 0? What still rises or falls at the end of the warm-up would be read as an effect
 * of time by one who looks at one policy alone. Paired differences of policies do not mind: all start from the same day.
 *
 * The slope of a series by least squares over the last third of the warm-up, in whole weeks, times 30 days, over the
 * series' mean there. Only days that follow two working days count: what piles up over a weekend or a holiday is no drift, and a
 * holiday just before day 0 would be taken for one.
 */
#include <math.h>

#include "observe.h"

enum { WEEK_D = 7, LEAST_WEEKS = 2, MONTH_D = 30, MOST_DAYS = 1300 };      /* a third of the longest warm-up */
static const double NEGLIGIBLE = 0.05;      /* a level below which the slope is taken of this: exhaustion of one in twenty */

static const struct { enum output series, drift; double least; } DRIFTS[] = {
    { OUT_backlog, OUT_drift_backlog, 1 },
    { OUT_open_needs, OUT_drift_needs, 1 },
    { OUT_exhaustion_operators, OUT_drift_operators, NEGLIGIBLE },
    { OUT_exhaustion_officers, OUT_drift_officers, NEGLIGIBLE },
};

double drift_of(const double *x, const int *day, int n, double least)
{
    double middle = 0, mean = 0, up = 0, across = 0;
    for (int i = 0; i < n; i++) {
        middle += (double)day[i] / n;
        mean += x[day[i]] / n;
    }
    for (int i = 0; i < n; i++) {
        up += (day[i] - middle) * x[day[i]];
        across += (day[i] - middle) * (day[i] - middle);
    }
    return n > 1 ? MONTH_D * up / across / fmax(fabs(mean), least) : NAN;
}

static int settled(const struct date *date, int t)
{
    return t >= 2 && date[t].works && date[t - 1].works && date[t - 2].works;
}

void drift_finish(struct observation *o, const struct day *d)
{
    int warmup = (int)d->t0, weeks = warmup / 3 / WEEK_D, n = 0, day[MOST_DAYS];
    for (int t = warmup - weeks * WEEK_D; weeks >= LEAST_WEEKS && t < warmup && n < MOST_DAYS; t++)
        if (settled(o->city->date, t))
            day[n++] = t;
    for (size_t i = 0; i < sizeof DRIFTS / sizeof *DRIFTS; i++)
        outputs_set(o->out, DRIFTS[i].drift, drift_of(outputs_of(o->out, DRIFTS[i].series), day, n, DRIFTS[i].least));
}
