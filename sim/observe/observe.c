#include "observe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>


const double QUANTILES[N_QUANTILES] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

static const struct observer {
    const char *name;
    void (*day)(struct observation *o, const struct day *d);
    void (*finish)(struct observation *o, const struct day *d);
} OBSERVERS[] = {
    { "backlog", backlog_day, backlog_finish },
    { "urgent delay", urgency_day, urgency_finish },
    { "burnout", burnout_day, burnout_finish },
    { "allocation of hours", allocation_day, allocation_finish },
    { "regret", regret_day, regret_finish },
    { "latent, rated and recorded outcomes", books_day, books_finish },
    { "scores and ranks", ranks_day, ranks_finish },
    { "institutions", institutions_day, institutions_finish },
    { "demand and access", demand_day, demand_finish },
    { "rhythm of calls", rhythm_day, rhythm_finish },
    { "conduct of callers", conduct_day, conduct_finish },
    { "drift of the warm-up", NULL, drift_finish },
    { "courses of tickets, streets by month", flow_day, flow_finish },
    { "feuds, prevention, councils", neighbours_day, neighbours_finish },
    { "checks", checks_day, checks_finish },
};
enum { N_OBSERVERS = sizeof OBSERVERS / sizeof *OBSERVERS };

double *observe_series(struct observation *o, enum output output, const struct day *d)
{
    return outputs_of(o->out, output) + d->t;
}

double observe_share(double part, double whole) { return whole > 0 ? part / whole : NAN; }

int observe_init(struct observation *o, const struct scenario *s, const struct city *city, struct draw_key key,
                 struct outputs *out, struct err *err)
{
    *o = (struct observation){ .s = s, .city = city, .out = out, .key = key, .ease = regret_ease(s) };
    int late = (int)(s->calendar.late_share * s->calendar.days);
    o->late = (uint32_t)(city->n_days - (late > 0 ? late : 1));
    o->unit = calloc((size_t)city->n_units, sizeof *o->unit);
    o->street = calloc((size_t)city->n_streets, sizeof *o->street);
    if (!o->unit || !o->street)
        return err_set(err, "no memory to observe %d units", city->n_units);
    for (int f = 0; f < 3; f++)
        if (fluid_init(&o->fluid[f], city, s->n_kinds, f == 0, err))
            return -1;
    return 0;
}

int observe_copy(struct observation *to, const struct observation *from, const struct scenario *s, struct outputs *out,
                 struct err *err)
{
    struct observation held = *to;
    const struct city *city = from->city;
    *to = *from;
    to->s = s;
    to->out = out;
    to->urgent = held.urgent;
    to->seen = held.seen;
    to->unit = held.unit ? held.unit : malloc((size_t)city->n_units * sizeof *to->unit);
    to->street = held.street ? held.street : malloc((size_t)city->n_streets * sizeof *to->street);
    memcpy(to->fluid, held.fluid, sizeof to->fluid);
    if (!to->unit || !to->street)
        return err_set(err, "no memory to observe %d units", city->n_units);
    memcpy(to->unit, from->unit, (size_t)city->n_units * sizeof *to->unit);
    memcpy(to->street, from->street, (size_t)city->n_streets * sizeof *to->street);
    memcpy(out->value, from->out->value, out->n * sizeof *out->value);
    for (int f = 0; f < 3; f++)
        if (fluid_copy(&to->fluid[f], &from->fluid[f], city, s->n_kinds, err))
            return -1;
    return column_copy(&to->urgent, &from->urgent, err);
}

void observe_free(struct observation *o)
{
    column_free(&o->urgent);
    column_free(&o->seen);
    free(o->unit);
    free(o->street);
    for (int f = 0; f < 3; f++)
        fluid_free(&o->fluid[f]);
    *o = (struct observation){ 0 };
}

static int checked(const struct observation *o, struct err *err)
{
    return o->fault[0] ? err_set(err, "internal check failed: %s; please report it", o->fault) : 0;
}

int observe_day(struct observation *o, const struct day *d, struct err *err)
{
    if (column_reserve(&o->urgent, d->facts.ended.n + 1, err) || column_reserve(&o->seen, d->w->needs.n + d->w->tickets.n, err))
        return -1;
    OBSERVE_ADD(o, d, days, 1);
    for (int i = 0; i < N_OBSERVERS; i++)
        if (OBSERVERS[i].day)
            OBSERVERS[i].day(o, d);
    if (regret_failed(o))
        return err_set(err, "no memory for the clairvoyant baseline");
    return checked(o, err);
}

int observe_finish(struct observation *o, const struct day *d, struct err *err)
{
    for (int i = 0; i < N_OBSERVERS; i++)
        OBSERVERS[i].finish(o, d);
    return checked(o, err);
}
