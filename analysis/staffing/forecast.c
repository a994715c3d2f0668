#include "forecast.h"

#include <math.h>
#include <stdlib.h>

#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

enum { DAY_S = 86400, FIRST_ROOM = 512 };

int forecast_init(struct forecast *f, int interval_s, struct err *err)
{
    *f = (struct forecast){ .interval_s = interval_s, .per_day = DAY_S / interval_s };
    f->calls = calloc(FORECAST_DAYS * (size_t)f->per_day, sizeof *f->calls);
    return f->calls ? 0 : err_set(err, "no memory for a forecast");
}

void forecast_free(struct forecast *f)
{
    free(f->calls);
    free(f->call);
    *f = (struct forecast){ 0 };
}

/* ---- days of counts ---- */

int forecast_day(struct forecast_days *d, int per_day, int weekday, double busy, double count, struct err *err)
{
    if (d->n == d->room) {
        int room = d->room ? 2 * d->room : FIRST_ROOM;
        uint8_t *weekdays = realloc(d->weekday, (size_t)room * sizeof *weekdays);
        d->weekday = weekdays ? weekdays : d->weekday;
        double *busyness = realloc(d->busy, (size_t)room * sizeof *busyness);
        d->busy = busyness ? busyness : d->busy;
        double *counts = realloc(d->count, (size_t)room * (size_t)per_day * sizeof *counts);
        d->count = counts ? counts : d->count;
        if (!weekdays || !busyness || !counts)
            return err_set(err, "no memory for %d days of counts", room);
        d->room = room;
    }
    d->per_day = per_day;
    d->weekday[d->n] = (uint8_t)weekday;
    d->busy[d->n] = busy;
    for (int i = 0; i < per_day; i++)
        d->count[(size_t)d->n * (size_t)per_day + (size_t)i] = count;
    return d->n++;
}

void forecast_days_free(struct forecast_days *d)
{
    free(d->weekday);
    free(d->busy);
    free(d->count);
    *d = (struct forecast_days){ 0 };
}

static const double *row_of(const struct forecast_days *d, int day) { return d->count + (size_t)day * (size_t)d->per_day; }

/* Mean by weekday and interval, over the days that have a count there. */
static void fit_means(struct forecast *f, const struct forecast_days *d)
{
    for (int slot = 0; slot < FORECAST_DAYS * f->per_day; slot++) {
        double calls = 0, busy = 0;
        for (int day = 0; day < d->n; day++) {
            double count = row_of(d, day)[slot % f->per_day];
            if (d->weekday[day] == slot / f->per_day && !isnan(count)) {
                calls += count;
                busy += d->busy[day];
            }
        }
        f->calls[slot] = busy > 0 ? calls / busy : NAN;
    }
}

/* A day's calls relative to those expected have the variance cv^2 + 1 / expected. One mean a weekday was fitted. */
static void fit_busyness(struct forecast *f, const struct forecast_days *d)
{
    double square = 0, chance = 0;
    int n = 0, weekdays = 0;
    for (int day = 0; day < d->n; day++) {
        double calls = 0, expected = 0;
        for (int i = 0; i < f->per_day; i++)
            if (!isnan(row_of(d, day)[i])) {
                calls += row_of(d, day)[i];
                expected += f->calls[d->weekday[day] * f->per_day + i];
            }
        if (!(expected > 0))
            continue;
        n++;
        weekdays |= 1 << d->weekday[day];
        square += (calls / expected - 1) * (calls / expected - 1);
        chance += 1 / expected;
    }
    int fitted = __builtin_popcount((unsigned)weekdays);
    double variance = n > fitted ? square / (n - fitted) - chance / n : 0;
    f->days = n;
    f->busy_told = n > fitted;
    f->busy_cv = variance > 0 ? sqrt(variance) : 0;
    f->most_busy = f->busy_cv > FORECAST_MOST_CV;
    f->busy_cv = f->most_busy ? FORECAST_MOST_CV : f->busy_cv;
}

int forecast_fit(struct forecast *f, const struct forecast_days *d, const char *source, struct err *err)
{
    static const char *const DAY[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
    fit_means(f, d);
    for (int slot = 0; slot < FORECAST_DAYS * f->per_day; slot++) {
        if (isnan(f->calls[slot]))
            return err_input(err, "%s: nothing is known of %s %02d:%02d; a forecast needs each interval of the week at least once",
                             source, DAY[slot / f->per_day], slot % f->per_day * f->interval_s / 3600,
                             slot % f->per_day * f->interval_s / 60 % 60);
        if (f->calls[slot] > UINT16_MAX / 4)
            return err_input(err, "%s: %.0f calls in one interval; at most %d", source, f->calls[slot], UINT16_MAX / 4);
    }
    if (!(forecast_week(f) > 0))
        return err_input(err, "%s: there is no call in it", source);
    fit_busyness(f, d);
    return 0;
}

double forecast_week(const struct forecast *f)
{
    double calls = 0;
    for (int slot = 0; slot < FORECAST_DAYS * f->per_day; slot++)
        calls += f->calls[slot];
    return calls;
}

/* ---- what calls are like ---- */

int forecast_sample(struct forecast_samples *s, struct forecast_call call, int most, struct err *err)
{
    if (s->every == 0)
        s->every = 1;
    if (s->seen++ % s->every)
        return 0;
    if (s->n >= most) {
        for (int i = 0; 2 * i < s->n; i++)
            s->call[i] = s->call[2 * i];
        s->n = (s->n + 1) / 2;
        s->every *= 2;
        if ((s->seen - 1) % s->every)
            return 0;
    }
    if (s->n == s->room) {
        int room = s->room ? 2 * s->room : FIRST_ROOM;
        struct forecast_call *grown = realloc(s->call, (size_t)room * sizeof *grown);
        if (!grown)
            return err_set(err, "no memory for a sample of %d calls", room);
        s->call = grown;
        s->room = room;
    }
    s->call[s->n++] = call;
    return 0;
}

static int by_slot(const void *a, const void *b)
{
    const struct forecast_call *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->interval != y->interval)
        return x->interval < y->interval ? -1 : 1;
    if (x->talk_s != y->talk_s)
        return x->talk_s < y->talk_s ? -1 : 1;
    return x->class != y->class ? x->class - y->class : x->line - y->line;
}

/* Where a slot has few, its neighbours lend theirs. */
static void ranges(struct forecast *f)
{
    int first[FORECAST_MOST_SLOTS + 1] = { 0 }, slots = FORECAST_DAYS * f->per_day;
    for (int k = 0; k < f->n; k++)
        first[f->call[k].day * f->per_day + f->call[k].interval + 1]++;
    for (int i = 0; i < slots; i++)
        first[i + 1] += first[i];
    for (int i = 0; i < slots; i++) {
        int low = i, high = i;
        while (first[high + 1] - first[low] < FORECAST_FEWEST && (low > 0 || high < slots - 1)) {
            low -= low > 0;
            high += high < slots - 1;
        }
        f->from[i] = first[low];
        f->until[i] = first[high + 1];
    }
}

int forecast_adopt(struct forecast *f, struct forecast_samples *s, const char *source, struct err *err)
{
    if (s->n == 0)
        return err_input(err, "%s: no call in it was answered, so that nothing is known of talk times", source);
    free(f->call);
    f->call = s->call;
    f->n = s->n;
    *s = (struct forecast_samples){ 0 };
    qsort(f->call, (size_t)f->n, sizeof *f->call, by_slot);
    ranges(f);
    return 0;
}

void forecast_dress(struct forecast_samples *s, int interval_s, const struct forecast *like)
{
    for (int k = 0; k < s->n; k++) {
        struct forecast_call *call = &s->call[k];
        int i = call->day * like->per_day + call->interval * interval_s / like->interval_s;
        uint32_t n = (uint32_t)(like->until[i] - like->from[i]);
        const struct forecast_call *as = &like->call[(uint32_t)like->from[i] + draw_below(draw_hash((uint32_t)k, 0x51af), n)];
        call->class = as->class;
        call->line = as->line;
        if (!(call->talk_s > 0))
            call->talk_s = as->talk_s;
    }
}

double forecast_slot_talk_s(const struct forecast *f, int slot)
{
    double sum = 0;
    for (int k = f->from[slot]; k < f->until[slot]; k++)
        sum += (double)f->call[k].talk_s;
    return sum / (f->until[slot] - f->from[slot]);
}

/* Weighted by the calls of the slots that they stand for. */
double forecast_talk_s(const struct forecast *f)
{
    double all = 0, talk = 0;
    for (int slot = 0; slot < FORECAST_DAYS * f->per_day; slot++) {
        all += f->calls[slot];
        talk += f->calls[slot] * forecast_slot_talk_s(f, slot);
    }
    return talk / all;
}

double forecast_share(const struct forecast *f, int slot, int class, int line)
{
    int n = 0;
    for (int k = f->from[slot]; k < f->until[slot]; k++)
        n += (class == NONE || f->call[k].class == class) && (line == NONE || f->call[k].line == line);
    return (double)n / (f->until[slot] - f->from[slot]);
}

int forecast_borrow(struct forecast *f, const struct forecast *like, struct err *err)
{
    struct forecast_samples samples = { 0 };
    for (int k = 0; k < like->n; k++) {
        struct forecast_call call = like->call[k];
        call.interval = (uint8_t)(call.interval * like->interval_s / f->interval_s);
        if (forecast_sample(&samples, call, FORECAST_MOST_SAMPLES, err))
            return -1;
    }
    return forecast_adopt(f, &samples, "the city", err);
}
