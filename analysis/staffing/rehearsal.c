#include "rehearsal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/num.h"
#include "sim/centre/centre.h"
#include "sim/day/day.h"
#include "sim/world/hours.h"

enum { DAY_S = 86400, SECONDS_A_MINUTE = 60, STRATA_SALT = 0x5712 };

/* ---- what is asked ---- */

int rehearsal_scope(struct rehearsal_goal *of, const struct goal *goal, const struct scenario *s, struct err *err)
{
    static const struct { const char *word; int class; } CLASS[] = {
        { "urgent", CLASS_URGENT }, { "ordinary", CLASS_ORDINARY }, { "slowed", CLASS_SLOWED } };
    *of = (struct rehearsal_goal){ *goal, NONE, NONE };
    if (!*goal->scope)
        return 0;
    for (size_t i = 0; i < sizeof CLASS / sizeof *CLASS; i++)
        if (strcmp(goal->scope, CLASS[i].word) == 0)
            of->class = CLASS[i].class;
    for (int l = 0; l < s->n_lines; l++)
        if (strcmp(goal->scope, s->lines[l].name) == 0) {
            if (!s->lines[l].open || s->lines[l].by != LINE_OPERATORS)
                return err_input(err, "target '%s': the line '%s' %s", goal->text, goal->scope,
                                 s->lines[l].open ? "is a machine's, which never lets wait" : "is not open in this city");
            of->line = l + 1;
        }
    if (of->class == NONE && of->line == NONE)
        return err_input(err, "target '%s': '%s' is neither a class of calls (urgent, ordinary, slowed) nor a line of the city",
                         goal->text, goal->scope);
    if (of->class != NONE && goal->measure == GOAL_OCCUPANCY)
        return err_input(err, "target '%s': operators are busy with calls of all classes", goal->text);
    return 0;
}

double rehearsal_in_time_s(const struct rehearsal *r)
{
    for (int g = 0; g < r->n_goals; g++)
        if (r->goal[g].goal.measure == GOAL_WITHIN)
            return r->goal[g].goal.within_s;
    return 30;
}

void rehearsal_count(const struct rehearsal_goal goal[], int n, const struct centre_call *call, int line,
                     struct rehearsal_sums *sums)
{
    int answered = call->outcome == CENTRE_ANSWERED;
    for (int g = 0; g < n; g++) {
        const struct rehearsal_goal *of = &goal[g];
        if ((of->class != NONE && of->class != call->class) || (of->line != NONE && of->line != line))
            continue;
        double part = 0, whole = 1;
        switch (of->goal.measure) {
        case GOAL_ANSWERED: part = answered; break;
        case GOAL_WITHIN: part = answered && call->wait_s <= (float)of->goal.within_s; break;
        case GOAL_WAIT: part = answered ? (double)call->wait_s : 0, whole = answered; break;
        case GOAL_WAITS: part = call->wait_s > 0; break;
        case GOAL_ABANDONED: part = call->outcome == CENTRE_ABANDONED; break;
        case GOAL_BLOCKED: part = call->outcome == CENTRE_BLOCKED; break;
        case GOAL_OCCUPANCY: whole = 0; break;
        }
        sums->part[g] += part;
        sums->whole[g] += whole;
    }
}

void rehearsal_occupy(const struct rehearsal_goal goal[], int n, double busy_s, double duty_s, int line,
                      struct rehearsal_sums *sums)
{
    for (int g = 0; g < n; g++)
        if (goal[g].goal.measure == GOAL_OCCUPANCY && (goal[g].line == NONE || goal[g].line == line)) {
            sums->part[g] += busy_s;
            sums->whole[g] += duty_s;
        }
}

/* ---- one replicate ---- */

struct stage {
    const struct rehearsal *r;
    const struct scenario *s;
    const struct rehearsal_cover *cover;
    struct draw_key key;
    int n_lines;                            /* queues: the ordinary line and those beside it */
    int operators;                          /* in each */
    struct centre centre[MAX_lines + 1];
    uint8_t open[MAX_lines + 1][2 * DAY_S / SECONDS_A_MINUTE];      /* of today and tomorrow, by the minute */
    uint8_t stratum[REHEARSAL_DAYS + FORECAST_DAYS];        /* of busyness, by day; those that are not counted: the middle one */
};

static void strata(struct stage *t)
{
    for (int d = 0; d < REHEARSAL_DAYS + FORECAST_DAYS; d++)
        t->stratum[d] = (uint8_t)(d < REHEARSAL_DAYS ? d : REHEARSAL_DAYS / 2);
    for (int d = REHEARSAL_DAYS - 1; d > 0; d--) {
        uint32_t other = draw_below(draw_at(t->key, PURPOSE_BUSY, STRATA_SALT, 0, (uint32_t)d).w[0], (uint32_t)d + 1);
        uint8_t held = t->stratum[d];
        t->stratum[d] = t->stratum[other];
        t->stratum[other] = held;
    }
}

static double busyness(const struct stage *t, int day)
{
    double cv = t->r->forecast->busy_cv;
    struct draw x = draw_at(t->key, PURPOSE_BUSY, 0, 0, (uint32_t)day);
    double u = (t->stratum[day] + draw_unit2(x.w[0], x.w[1])) / REHEARSAL_DAYS;
    return cv > 0 ? num_gamma_quantile_unit_mean(1 / (cv * cv), num_normal(u)) : 1;
}

/* ---- operators ---- */

static void goes_on_duty(struct stage *t, int line, int operator, int day, const struct crew_duty *duty)
{
    const struct crew *crew = t->r->crew;
    struct draw x = draw_at(t->key, PURPOSE_OPERATOR, (uint32_t)operator, (uint32_t)line, (uint32_t)day);
    struct centre_operator *o = &t->centre[line].operator[operator];
    if (t->cover->posts && draw_unit(x.w[0]) < crew->absent)
        return;
    o->talk_factor = crew->n ? crew->talk_factor[draw_below(x.w[1], (uint32_t)crew->n)] : 1;
    o->wrap_s = (float)crew->wrap_s;
    for (int k = 0; k < duty->n; k++) {
        centre_duty(&t->centre[line], operator, duty->on_s[k], duty->off_s[k]);
        for (int m = (int)ceil(duty->on_s[k] / SECONDS_A_MINUTE); m < (int)(duty->off_s[k] / SECONDS_A_MINUTE); m++)
            t->open[line][m] = 1;
    }
}

/* Of so many on duty in each interval, operator o is one where more than o are. */
static void seats_duty(struct stage *t, int line, int day)
{
    const struct forecast *f = t->r->forecast;
    const int *on = t->cover->on_duty + (line * FORECAST_DAYS + day % FORECAST_DAYS) * f->per_day;
    for (int o = 0; o < t->operators; o++)
        for (int i = 0; i < f->per_day; i++) {
            int from = i;
            while (i < f->per_day && on[i] > o)
                i++;
            struct crew_duty duty = { line, 1, { from * (double)f->interval_s }, { i * (double)f->interval_s } };
            if (i > from)
                goes_on_duty(t, line, o, day, &duty);
        }
}

static void day_duty(struct stage *t, int day)
{
    const int minutes = DAY_S / SECONDS_A_MINUTE;
    for (int l = 0; l < t->n_lines; l++) {
        memmove(t->open[l], t->open[l] + minutes, (size_t)minutes);
        memset(t->open[l] + minutes, 0, (size_t)minutes);
        if (t->cover->on_duty)
            seats_duty(t, l, day);
    }
    for (int post = 0; post < t->cover->posts; post++) {
        struct crew_duty duty = crew_duty(t->r->crew, post, t->cover->posts, day);
        goes_on_duty(t, duty.line, post, day, &duty);
    }
}

/* ---- calls ---- */

static int call_add(struct stage *t, int day, int interval, uint32_t k, struct err *err)
{
    const struct forecast *f = t->r->forecast;
    uint32_t name = (uint32_t)interval << 16 | k;
    struct draw x = draw_at(t->key, PURPOSE_CALL_TIME, name, 0, (uint32_t)day);
    int slot = day % FORECAST_DAYS * f->per_day + interval;
    uint32_t n = (uint32_t)(f->until[slot] - f->from[slot]);
    const struct forecast_call *like = &f->call[(uint32_t)f->from[slot] + draw_below(x.w[1], n)];
    double at_s = (interval + draw_unit(x.w[0])) * f->interval_s;
    int line = t->open[like->line][(int)(at_s / SECONDS_A_MINUTE)] ? like->line : 0;
    int row = centre_add(&t->centre[line], err);
    if (row < 0)
        return -1;
    struct centre_call *call = &t->centre[line].call[row];
    call->at_s = at_s;
    call->key = name;
    call->day = (uint32_t)day;
    call->talk_s = like->talk_s;
    call->patience_s = CENTRE_DRAWN;
    call->class = like->class;
    return 0;
}

/* Hours have a busyness of their own, which shares out the day's calls: factors on the means of the day's intervals. */
static void hours_share(const struct stage *t, int day, double factor[])
{
    const struct forecast *f = t->r->forecast;
    const double *mean = f->calls + day % FORECAST_DAYS * f->per_day;
    double hour[24], expected = 0, shared = 0, busy = busyness(t, day);
    hours_busyness(hour, t->s, t->key, (uint32_t)day);
    for (int i = 0; i < f->per_day; i++) {
        factor[i] = busy * hour[i * 24 / f->per_day];
        expected += busy * mean[i];
        shared += factor[i] * mean[i];
    }
    for (int i = 0; i < f->per_day && shared > 0; i++)
        factor[i] *= expected / shared;
}

static int calls_arrive(struct stage *t, int day, struct err *err)
{
    const struct forecast *f = t->r->forecast;
    double factor[FORECAST_MOST_INTERVALS];
    hours_share(t, day, factor);
    for (int i = 0; i < f->per_day; i++) {
        double mean = f->calls[day % FORECAST_DAYS * f->per_day + i] * factor[i];
        struct draw x = draw_at(t->key, PURPOSE_NEED_COUNT, (uint32_t)i, 0, (uint32_t)day);
        uint32_t n = draw_poisson(mean, draw_unit2(x.w[0], x.w[1]));
        for (uint32_t k = 0; k < n && k < UINT16_MAX; k++)
            if (call_add(t, day, i, k, err))
                return -1;
    }
    return 0;
}

/* ---- a day ---- */

static void week_count(struct rehearsal_week *week, const struct rehearsal *r, const struct centre_call *call, int day)
{
    const struct forecast *f = r->forecast;
    if (call->at_s < 0)                         /* it waited through midnight, and counts at its end */
        return;
    int slot = day % FORECAST_DAYS * f->per_day + (int)(call->at_s / f->interval_s);
    week->offered[slot]++;
    week->answered[slot] += call->outcome == CENTRE_ANSWERED;
    week->in_time[slot] += call->outcome == CENTRE_ANSWERED && call->wait_s <= (float)rehearsal_in_time_s(r);
}

static void day_count(struct stage *t, int day, struct rehearsal_sums *sums, struct rehearsal_week *week)
{
    for (int l = 0; l < t->n_lines; l++) {
        const struct centre *c = &t->centre[l];
        for (int i = 0; i < c->n; i++) {
            if (c->call[i].outcome == CENTRE_PENDING || c->call[i].outcome == CENTRE_WAITING)
                continue;
            rehearsal_count(t->r->goal, t->r->n_goals, &c->call[i], l, sums);
            if (week)
                week_count(week, t->r, &c->call[i], day);
        }
        rehearsal_occupy(t->r->goal, t->r->n_goals, c->count.busy_s, c->count.duty_s, l, sums);
    }
}

/* The day before the first, a Sunday, only fills the lines; its name is that of the last. */
static int days_run(struct stage *t, struct rehearsal_sums *sums, struct rehearsal_week *week, struct err *err)
{
    for (int d = -1; d < REHEARSAL_DAYS; d++) {
        int day = d < 0 ? REHEARSAL_DAYS + FORECAST_DAYS - 1 : d;
        for (int l = 0; l < t->n_lines; l++)
            centre_open(&t->centre[l]);
        day_duty(t, day);
        if (calls_arrive(t, day, err))
            return -1;
        for (int l = 0; l < t->n_lines; l++)
            if (centre_run(&t->centre[l], err))
                return -1;
        if (d >= 0)
            day_count(t, day, sums, week);
    }
    return 0;
}

static int most_on_duty(const struct rehearsal *r, const struct rehearsal_cover *cover)
{
    int most = 1, slots = (r->crew->s->n_lines + 1) * FORECAST_DAYS * r->forecast->per_day;
    for (int i = 0; i < slots && cover->on_duty; i++)
        most = cover->on_duty[i] > most ? cover->on_duty[i] : most;
    return cover->on_duty ? most : cover->posts;
}

int rehearsal_run(const struct rehearsal *r, const struct rehearsal_cover *cover, uint32_t replicate,
                  struct rehearsal_sums *sums, struct rehearsal_week *week, struct err *err)
{
    *sums = (struct rehearsal_sums){ 0 };
    struct stage *t = calloc(1, sizeof *t);
    if (!t)
        return err_set(err, "no memory for a rehearsal");
    t->r = r, t->s = r->crew->s, t->cover = cover;
    t->key = draw_key(r->seed, replicate);
    t->n_lines = t->s->n_lines + 1;
    t->operators = most_on_duty(r, cover);
    strata(t);
    struct centre_rules rules = answer_rules(t->s, t->key);
    int failed = 0;
    for (int l = 0; l < t->n_lines && !failed; l++)
        failed = centre_init(&t->centre[l], &rules, t->operators, err);
    failed = failed || days_run(t, sums, week, err);
    for (int l = 0; l < t->n_lines; l++)
        centre_free(&t->centre[l]);
    free(t);
    return failed ? -1 : 0;
}
