#include "staffing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/queues/queueing.h"
#include "sim/base/num.h"
#include "sim/centre/centre.h"
#include "sim/day/day.h"

enum { DAY_S = 86400, STEP_S = 60, BUSY_PARTS = 7, MOST_ON_DUTY = 20000 };

/* ---- the load ---- */

/* Share of the services that last longer than x seconds: of the sample, each with its writing. */
static void survival(const struct staffing_theory *t, double longer[], int steps)
{
    const struct forecast *f = t->r->forecast;
    double stretch = t->service_s / (forecast_talk_s(f) + t->r->crew->wrap_s);
    memset(longer, 0, (size_t)steps * sizeof *longer);
    for (int k = 0; k < f->n; k++) {
        double service_s = ((double)f->call[k].talk_s + t->r->crew->wrap_s) * stretch;
        int last = (int)(service_s / STEP_S);
        longer[last < steps ? last : steps - 1]++;
    }
    for (int i = steps - 2; i >= 0; i--)
        longer[i] += longer[i + 1];
    for (int i = 0; i < steps; i++)
        longer[i] /= f->n;
}

static double mean_factor(const struct crew *crew)
{
    double sum = 0;
    for (int i = 0; i < crew->n; i++)
        sum += (double)crew->talk_factor[i];
    return crew->n ? sum / crew->n : 1;
}

static double service_of(const struct staffing_theory *t, double talk_s)
{
    return talk_s * mean_factor(t->r->crew) + t->r->crew->wrap_s;
}

/* m(t) = integral of the rate at t - x times the share of services longer than x, on a circle of one week; a slot whose calls
 * are longer than the mean counts as many more. */
static int load_lag(struct staffing_theory *t, struct err *err)
{
    enum { STEPS = 240, WEEK = FORECAST_DAYS * DAY_S / STEP_S };
    const struct forecast *f = t->r->forecast;
    const int slots = FORECAST_DAYS * f->per_day, per = f->interval_s / STEP_S;
    double longer[STEPS], stretch[FORECAST_MOST_SLOTS], area = 0, *rate = malloc(WEEK * sizeof *rate);
    if (!rate)
        return err_set(err, "no memory for a week's load");
    for (int k = 0; k < slots; k++)
        stretch[k] = service_of(t, forecast_slot_talk_s(f, k)) / t->service_s;
    survival(t, longer, STEPS);
    for (int i = 0; i < STEPS; i++)
        area += longer[i] * STEP_S;
    for (int l = 0; l <= t->r->crew->s->n_lines; l++) {
        for (int m = 0; m < WEEK; m++)
            rate[m] = f->calls[m / per] * stretch[m / per] * forecast_share(f, m / per, NONE, l) / f->interval_s;
        for (int m = 0; m < WEEK; m++) {
            double load = 0;
            for (int i = 0; i < STEPS; i++)
                load += longer[i] * rate[(m - i + WEEK) % WEEK];
            t->load[l * slots + m / per] += load * STEP_S * (t->service_s / area) / per;
        }
    }
    free(rate);
    return 0;
}

int staffing_theory(struct staffing_theory *t, const struct rehearsal *r, struct err *err)
{
    const struct scenario *s = r->crew->s;
    double z = (log(60) - s->centre.patience_mu) / fmax(s->centre.patience_sigma, 1e-9), minute = erfc(-z / sqrt(2)) / 2;
    *t = (struct staffing_theory){ .r = r, .patience_s = fmin(DAY_S, -60 / log1p(-minute)) };
    t->service_s = service_of(t, forecast_talk_s(r->forecast));
    t->load = calloc((size_t)(s->n_lines + 1) * FORECAST_DAYS * (size_t)r->forecast->per_day, sizeof *t->load);
    return t->load ? load_lag(t, err) : err_set(err, "no memory for a week's load");
}

void staffing_theory_free(struct staffing_theory *t)
{
    free(t->load);
    *t = (struct staffing_theory){ 0 };
}

/* ---- one interval ---- */

struct ratio { double part, whole; };

/* Of one call, with n operators under the load; urgent: share of the calls that goes first. */
static struct ratio of_call(const struct staffing_theory *t, const struct rehearsal_goal *g, double load, int n, double urgent)
{
    if (n == 0)
        return (struct ratio){ g->goal.measure == GOAL_WAITS || g->goal.measure == GOAL_ABANDONED,
                               g->goal.measure != GOAL_WAIT && g->goal.measure != GOAL_OCCUPANCY };
    struct queueing_erlang_a a = queueing_erlang_a(load, n, t->service_s, t->patience_s);
    double retried = t->r->crew->s->centre.redial_share[6];
    load /= 1 - retried * a.p_abandon;                  /* once: those who try again meet a queue like this one */
    a = queueing_erlang_a(load, n, t->service_s, t->patience_s);
    switch (g->goal.measure) {
    case GOAL_WITHIN:
        if (g->class == CLASS_URGENT)
            return (struct ratio){ 1 - a.p_wait * exp(-fmax(n - urgent * load, 0.5) * g->goal.within_s / t->service_s), 1 };
        return (struct ratio){ queueing_impatient(load, n, t->service_s, t->patience_s, g->goal.within_s).within, 1 };
    case GOAL_WAIT:
        return (struct ratio){ queueing_impatient(load, n, t->service_s, t->patience_s, 0).mean_wait_answered *
                               (1 - a.p_abandon), 1 - a.p_abandon };
    case GOAL_ANSWERED: return (struct ratio){ 1 - a.p_abandon, 1 };
    case GOAL_WAITS: return (struct ratio){ a.p_wait, 1 };
    case GOAL_ABANDONED: return (struct ratio){ a.p_abandon, 1 };
    case GOAL_OCCUPANCY: return (struct ratio){ a.occupancy * n, n };
    default: return (struct ratio){ 0, 1 };
    }
}

/* Of an interval: the day's busyness times the hour's. */
static double busy_cv(const struct staffing_theory *t)
{
    double day = t->r->forecast->busy_cv, hour = t->r->crew->s->calendar.hour_cv;
    return fmin(sqrt(day * day + hour * hour + day * day * hour * hour), FORECAST_MOST_CV);
}

/* Over the busyness of days, by calls: parts of equal chance. Between two whole numbers of operators, a straight line. */
static struct ratio of_interval(const struct staffing_theory *t, const struct rehearsal_goal *g, double load, double on,
                                double urgent)
{
    double cv = busy_cv(t);
    struct ratio sum = { 0, 0 };
    int parts = cv > 0 ? BUSY_PARTS : 1, low = (int)on;
    for (int p = 0; p < parts; p++) {
        double busy = parts > 1 ? num_gamma_quantile_unit_mean(1 / (cv * cv), num_normal((p + 0.5) / parts)) : 1;
        struct ratio at = of_call(t, g, load * busy, low, urgent), above = at;
        if (on > low)
            above = of_call(t, g, load * busy, low + 1, urgent);
        double weight = (g->goal.measure == GOAL_OCCUPANCY ? 1 : busy) / parts;
        sum.part += weight * (at.part + (on - low) * (above.part - at.part));
        sum.whole += weight * (at.whole + (on - low) * (above.whole - at.whole));
    }
    return sum;
}

static int speaks_of(const struct rehearsal_goal *g, int line) { return g->line == NONE || g->line == line; }

static int interval_meets(const struct staffing_theory *t, int line, double load, int on, double urgent)
{
    for (int g = 0; g < t->r->n_goals; g++) {
        const struct rehearsal_goal *of = &t->r->goal[g];
        if (goal_limits(&of->goal) || !speaks_of(of, line))
            continue;
        struct ratio r = of_interval(t, of, load, on, urgent);
        if (!(r.whole > 0) || !goal_met(&of->goal, r.part / r.whole))
            return 0;
    }
    return 1;
}

static int least_on(const struct staffing_theory *t, int slot)
{
    const struct staffing_floor *f = &t->floor;
    int at_s = slot % t->r->forecast->per_day * t->r->forecast->interval_s;
    int open = f->from_s < f->until_s ? at_s >= f->from_s && at_s < f->until_s : at_s >= f->from_s || at_s < f->until_s;
    return open ? f->operators : 0;
}

void staffing_require(const struct staffing_theory *t, double factor, int on[])
{
    const struct forecast *f = t->r->forecast;
    int slots = FORECAST_DAYS * f->per_day;
    for (int k = 0; k < (t->r->crew->s->n_lines + 1) * slots; k++) {
        double load = t->load[k] * factor, urgent = forecast_share(f, k % slots, CLASS_URGENT, k / slots);
        int low = 0, high = 1, least = k < slots ? least_on(t, k) : 0;
        on[k] = least;
        if (!(load > 1e-6))                             /* nobody calls this line then */
            continue;
        while (high < MOST_ON_DUTY && !interval_meets(t, k / slots, load, high, urgent)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (interval_meets(t, k / slots, load, middle, urgent))
                high = middle;
            else
                low = middle;
        }
        on[k] = high > least ? high : least;
    }
}

/* ---- posts ---- */

/* A call to a line of its own is the ordinary line's where nobody is there, as in a rehearsal: the load by line that is met. Of a
 * part of an operator, nobody is there for the rest of the time. */
static void load_met(const struct staffing_theory *t, const double on[], double load[])
{
    int slots = FORECAST_DAYS * t->r->forecast->per_day;
    memcpy(load, t->load, (size_t)((t->r->crew->s->n_lines + 1) * slots) * sizeof *load);
    for (int k = slots; k < (t->r->crew->s->n_lines + 1) * slots; k++) {
        double there = fmin(1, on[k]);
        load[k % slots] += (1 - there) * load[k];
        load[k] *= there;
    }
}

/* The value of goal g over the week, with so many posts on the city's shifts. */
static double value_of(const struct staffing_theory *t, int g, int posts, struct err *err)
{
    const struct forecast *f = t->r->forecast;
    const struct rehearsal_goal *of = &t->r->goal[g];
    int slots = FORECAST_DAYS * f->per_day, lines = t->r->crew->s->n_lines + 1;
    double part = 0, whole = 0, *on = malloc((size_t)(2 * lines * slots) * sizeof *on), *load = on + lines * slots;
    if (!on) {
        err_set(err, "no memory for the cover of a week");
        return NAN;
    }
    crew_cover(t->r->crew, posts, f->interval_s, on);
    load_met(t, on, load);
    for (int k = 0; k < lines * slots; k++) {
        if (!speaks_of(of, k / slots) || !(load[k] > 1e-6))
            continue;
        double urgent = forecast_share(f, k % slots, CLASS_URGENT, k / slots);
        double present = k < slots ? on[k] : fmax(1, on[k]);        /* of a line of its own: while somebody is there */
        struct ratio r = of_interval(t, of, load[k], present, urgent);
        double calls = load[k] * (of->class == CLASS_URGENT ? urgent : 1);
        double weight = of->goal.measure != GOAL_OCCUPANCY ? calls : k < slots ? 1 : fmin(1, on[k]);
        part += weight * r.part;
        whole += weight * r.whole;
    }
    free(on);
    return part / whole;
}

int staffing_posts(const struct staffing_theory *t, int most, struct err *err)
{
    int low = 0, high = most;
    while (high - low > 1 && err->code == EXIT_OK) {
        int middle = low > 0 && 2 * low < high ? 2 * low : low ? low + (high - low) / 2 : 1, met = 1;
        for (int g = 0; g < t->r->n_goals && met; g++)
            met = goal_limits(&t->r->goal[g].goal) || goal_met(&t->r->goal[g].goal, value_of(t, g, middle, err));
        if (met)
            high = middle;
        else
            low = middle;
    }
    return high;
}
