/* rhythm.c - how unlike one another days and hours are, beyond the week and the season: what a staffing plan cannot know.
 *
 * Working days only. A day's busyness is its calls over its weekday's factor over the median of the 21 days around it
 * (the trend); hours are held against the same hour of the same weekday.
 */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

enum { HALF_TREND_D = 10, TREND_D = 2 * HALF_TREND_D + 1, LEAST_WEEKS = 8, LEAST_CALLS = 5 };

void rhythm_day(struct observation *o, const struct day *d)
{
    if (!observe_window(d) || !d->date->works)
        return;
    for (int h = 0; h < 24; h++) {
        struct hour_sums *x = &o->hour_of_week[d->date->weekday][h];
        double calls = d->facts.hour_offered[h];
        x->n++;
        x->calls += calls;
        x->square += calls * calls;
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, by_size);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* A day's calls as if it were a mean day of the week. */
static double level(const struct observation *o, int t)
{
    double factor = o->s->calendar.weekday[o->city->date[t].weekday];
    return factor > 0 ? outputs_of(o->out, OUT_offered)[t] / factor : 0;
}

static double trend(const struct observation *o, int t)
{
    double x[TREND_D];
    int n = 0;
    for (int i = t - HALF_TREND_D; i <= t + HALF_TREND_D; i++)
        if (i >= 0 && i < o->city->n_days && o->city->date[i].works)
            x[n++] = level(o, i);
    return median(x, n);
}

static double busyness_cv(const struct observation *o, int from)
{
    double n = 0, sum = 0, square = 0;
    for (int t = from; t < o->city->n_days; t++) {
        double usual = o->city->date[t].works ? trend(o, t) : 0;
        if (usual <= 0)
            continue;
        double x = level(o, t) / usual;
        n++;
        sum += x;
        square += x * x;
    }
    return n > TREND_D ? sqrt(square / n - sum / n * (sum / n)) / (sum / n) : NAN;
}

/* Variance over mean of the calls of an hour, weekday by weekday; the median over the hours of the day. */
static double dispersion(struct observation *o)
{
    double index[24];
    int n = 0;
    for (int h = 0; h < 24; h++) {
        double variance = 0, mean = 0, least = INFINITY;
        for (int w = 0; w < 5; w++) {
            const struct hour_sums *x = &o->hour_of_week[w][h];
            least = x->n < least ? x->n : least;
            if (x->n < LEAST_WEEKS)
                break;
            mean += x->calls / x->n;
            variance += (x->square - x->calls * x->calls / x->n) / (x->n - 1);
        }
        if (least >= LEAST_WEEKS && mean >= 5 * LEAST_CALLS)
            index[n++] = variance / mean;
    }
    return n ? median(index, n) : NAN;
}

void rhythm_finish(struct observation *o, const struct day *d)
{
    outputs_set(o->out, OUT_busyness_cv, busyness_cv(o, (int)d->t0));
    outputs_set(o->out, OUT_dispersion_by_hour, dispersion(o));
}
