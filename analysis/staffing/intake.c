#include "intake.h"

#include <stdlib.h>
#include <string.h>

#include "sim/day/day.h"
#include "sim/run.h"

enum { DAY_S = 86400, MOST_FACTORS = 1 << 16 };

struct seen {                               /* of one replicate */
    const struct intake *intake;
    struct forecast_days days;
    struct forecast_samples samples;
    struct rehearsal_sums sums;
    COLUMN(float) factors;
    long posts, on_duty;                    /* post-days on which the roster has them; on which they were there */
    double wrap_s;                          /* sum over operators on duty */
    int phase;
    struct err err;
};

static void seen_free(struct seen *seen)
{
    forecast_days_free(&seen->days);
    free(seen->samples.call);
    column_free(&seen->factors);
}

/* ---- a day ---- */

static int calls_seen(struct seen *seen, const struct day *d, const struct centre *c, int line, double *count)
{
    int interval_s = seen->intake->interval_s;
    for (int i = c->n_kept; i < c->n; i++) {
        const struct centre_call *call = &c->call[i];
        if (call->attempt > 0)
            continue;
        struct forecast_call is = { .class = call->class, .line = (uint8_t)line, .day = d->date->weekday };
        int interval = (int)(call->at_s / interval_s), known = call->outcome == CENTRE_ANSWERED;
        is.interval = (uint8_t)(interval < DAY_S / interval_s ? interval : DAY_S / interval_s - 1);
        is.talk_s = known ? call->talk_s / c->operator[call->operator].talk_factor : call->talk_s;
        count[is.interval]++;
        if (forecast_sample(&seen->samples, is, FORECAST_MOST_SAMPLES / seen->intake->reps, &seen->err))
            return -1;
    }
    return 0;
}

static void goals_seen(struct seen *seen, const struct centre *c, int line)
{
    const struct intake *in = seen->intake;
    for (int i = 0; i < c->n; i++)
        if (c->call[i].outcome != CENTRE_PENDING && c->call[i].outcome != CENTRE_WAITING)
            rehearsal_count(in->goal, in->n_goals, &c->call[i], line, &seen->sums);
    rehearsal_occupy(in->goal, in->n_goals, c->count.busy_s, c->count.duty_s, line, &seen->sums);
}

static int crew_seen(struct seen *seen, const struct day *d)
{
    const struct world *w = d->w;
    if (column_reserve(&seen->factors, w->posts.n, &seen->err))
        return -1;
    for (uint32_t i = 0; i < w->posts.n; i++) {
        const struct operator_post *p = &w->posts.row[i];
        struct lines_post at = { 0, i };
        if (d->terms.front)
            at = lines_post(d->s, i, w->posts.n);
        seen->posts += people_rostered(at.place, d->t);
        if (!p->on_duty)
            continue;
        const struct centre_operator *o = &world_line(d->w, p->line)->operator[i];
        seen->on_duty++;
        seen->wrap_s += (double)o->wrap_s;
        if (seen->factors.n < (uint32_t)(MOST_FACTORS / seen->intake->reps) || d->t % 7 == i % 7)
            seen->factors.row[seen->factors.n++] = o->talk_factor / (p->line ? (float)d->s->lines[p->line - 1].talk : 1);
    }
    return 0;
}

static void day_seen(void *self, const struct day *d)
{
    struct seen *seen = self;
    if (d->t < d->t0 || seen->err.code != EXIT_OK)
        return;
    int per_day = DAY_S / seen->intake->interval_s;
    int row = forecast_day(&seen->days, per_day, d->date->weekday, (double)d->city->busy[d->t], 0, &seen->err);
    if (row < 0)
        return;
    seen->phase = (int)((d->t + 7 - d->date->weekday) % 7);
    for (int l = 0; l < world_lines(d->w); l++) {
        const struct centre *c = world_line(d->w, l);
        if (calls_seen(seen, d, c, l, seen->days.count + (size_t)row * (size_t)per_day))
            return;
        goals_seen(seen, c, l);
    }
    crew_seen(seen, d);
}

/* ---- replicates ---- */

static int live(struct seen *seen, const struct extents *extents, const struct scenario_loaded *base,
                const struct scenario_loaded *policy, uint32_t replicate)
{
    struct outputs outputs = { 0 };
    struct run_watch watch = { .self = seen, .lived = day_seen };
    int failed = outputs_init(&outputs, extents, &seen->err) ||
                 run_branches(base, 1, &policy, seen->intake->seed, replicate, &outputs, &watch, &seen->err);
    outputs_free(&outputs);
    return failed || seen->err.code != EXIT_OK ? -1 : 0;
}

static int all_live(const struct intake *in, struct seen seen[], struct err *err)
{
    struct scenario_loaded base = *in->base, policy = *in->policy;
    struct extents extents;
    if (in->operators)
        base.scenario.centre.operators = policy.scenario.centre.operators = in->operators;
    if (run_extents(&base.scenario, &extents, err))
        return -1;
    #pragma omp parallel for schedule(dynamic) num_threads(in->threads)
    for (int k = 0; k < in->reps; k++) {
        seen[k].intake = in;
        live(&seen[k], &extents, &base, &policy, (uint32_t)k);
    }
    for (int k = 0; k < in->reps; k++)
        if (seen[k].err.code != EXIT_OK)
            return err_code(err, seen[k].err.code, "%s", seen[k].err.text);
    return 0;
}

/* ---- what all of them saw ---- */

static int forecast_of(struct forecast *f, const struct intake *in, struct seen seen[], struct err *err)
{
    struct forecast_days days = { 0 };
    struct forecast_samples samples = { 0 };
    int per_day = DAY_S / in->interval_s, failed = forecast_init(f, in->interval_s, err);
    for (int k = 0; k < in->reps && !failed; k++) {
        for (int d = 0; d < seen[k].days.n && !failed; d++) {
            int row = forecast_day(&days, per_day, seen[k].days.weekday[d], seen[k].days.busy[d], 0, err);
            failed = row < 0;
            if (!failed)
                memcpy(days.count + (size_t)row * (size_t)per_day, seen[k].days.count + (size_t)d * (size_t)per_day,
                       (size_t)per_day * sizeof *days.count);
        }
        for (int i = 0; i < seen[k].samples.n && !failed; i++)
            failed = forecast_sample(&samples, seen[k].samples.call[i], FORECAST_MOST_SAMPLES, err);
    }
    failed = failed || forecast_fit(f, &days, "the city", err) || forecast_adopt(f, &samples, "the city", err);
    forecast_days_free(&days);
    free(samples.call);
    return failed ? -1 : 0;
}

static int crew_of(struct crew *crew, const struct intake *in, const struct seen seen[], struct err *err)
{
    long posts = 0, on_duty = 0;
    double wrap_s = 0;
    int n = 0;
    for (int k = 0; k < in->reps; k++) {
        posts += seen[k].posts;
        on_duty += seen[k].on_duty;
        wrap_s += seen[k].wrap_s;
        n += (int)seen[k].factors.n;
    }
    *crew = (struct crew){ .s = &in->policy->scenario, .phase = seen[0].phase,
                           .talk_factor = malloc((size_t)n * sizeof(float) + 1) };
    if (!crew->talk_factor)
        return err_set(err, "no memory for %d operator days", n);
    if (on_duty == 0)
        return err_input(err, "nobody is ever on duty in this city: it has no shifts, or no operators left");
    crew->absent = 1 - (double)on_duty / (double)posts;
    crew->wrap_s = wrap_s / (double)on_duty;
    for (int k = 0; k < in->reps; k++) {
        memcpy(crew->talk_factor + crew->n, seen[k].factors.row, seen[k].factors.n * sizeof(float));
        crew->n += (int)seen[k].factors.n;
    }
    return 0;
}

int intake_city(const struct intake *in, struct forecast *forecast, struct crew *crew, struct rehearsal_sums sums[],
                struct err *err)
{
    struct seen *seen = calloc((size_t)in->reps, sizeof *seen);
    if (!seen)
        return err_set(err, "no memory for %d runs", in->reps);
    int failed = all_live(in, seen, err) || (forecast && forecast_of(forecast, in, seen, err)) ||
                 (crew && crew_of(crew, in, seen, err));
    for (int k = 0; k < in->reps; k++) {
        if (sums)
            sums[k] = seen[k].sums;
        seen_free(&seen[k]);
    }
    free(seen);
    return failed ? -1 : 0;
}
