/* flow.c - the course of tickets: what they are about, in which way they are closed, what the books say and what is so; and
 * the streets month by month.
 */
#include "extents.h"
#include "observe.h"

#include <math.h>

enum { MONTH_D = 30, WAY_NOBODY = 0 };  /* way 0: without a unit's action; way a + 1: action a */

static enum intake intake_of(const struct observation *o, int kind, int urgent)
{
    return urgent ? INTAKE_URGENT : o->s->kinds[kind].merit ? INTAKE_MERIT : INTAKE_NO_MERIT;
}

/* Excluded tickets, and those without an answer where that counts neither way, are in no share of the books. */
static enum recorded recorded_of(const struct closing *c, const struct ticket *t)
{
    if (t->flags & TICKET_EXCLUDED || !c->asked)
        return RECORDED_UNCOUNTED;
    return c->recorded_resolved ? RECORDED_RESOLVED : RECORDED_UNRESOLVED;
}

static double *course(struct observation *o, int way, enum intake intake, enum recorded recorded, int solved)
{
    return &o->course[way][(intake * N_RECORDED + recorded) * 2 + !solved];
}

static void tickets(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        const struct need *n = &d->w->needs.row[c->need];
        if (!c->reopened)
            *course(o, c->action + 1, intake_of(o, n->kind, n->flags & NEED_URGENT),
                    recorded_of(c, &d->w->tickets.row[c->ticket]), c->fixed) += 1;
    }
    for (uint32_t i = 0; i < d->facts.unsolved.n; i++) {
        const struct unsolved *x = &d->facts.unsolved.row[i];
        *course(o, WAY_NOBODY, intake_of(o, x->kind, x->urgent), RECORDED_UNRESOLVED, 0) += 1;
    }
}

/* A street's place among the streets in the ranking that was announced last, 1 the best. */
static double street_rank(const struct observation *o, const struct day *d, int street)
{
    const struct office *office = d->w->offices.row;
    int own = city_street_unit(o->city, street), before = 0;
    for (int i = 0; i < o->city->n_streets; i++)
        before += office[city_street_unit(o->city, i)].rank < office[own].rank;
    return d->w->ranked ? 1 + before : NAN;
}

/* On a month's last evening. */
static void streets(struct observation *o, const struct day *d)
{
    int months = extents_months(o->s), month = (int)((d->t - d->t0 + 1) / MONTH_D) - 1;
    for (int i = 0; i < o->city->n_streets && month < months; i++) {
        double asked = d->w->villages.row[i].asked;
        outputs_of(o->out, OUT_street_month_tickets)[i * months + month] =
            1000 * (asked - o->street[i].asked) / o->city->street[i].n;
        outputs_of(o->out, OUT_street_month_rank)[i * months + month] = street_rank(o, d, i);
        o->street[i].asked = asked;
    }
}

void flow_day(struct observation *o, const struct day *d)
{
    for (int i = 0; i < o->city->n_streets && d->t + 1 == d->t0; i++)
        o->street[i].asked = d->w->villages.row[i].asked;
    if (!observe_window(d))
        return;
    tickets(o, d);
    if ((d->t - d->t0 + 1) % MONTH_D == 0)
        streets(o, d);
}

void flow_finish(struct observation *o, const struct day *d)
{
    double *out = outputs_of(o->out, OUT_course_tickets);
    (void)d;
    for (int way = 0; way <= o->s->n_actions; way++)
        for (int c = 0; c < N_COURSES; c++)
            *out++ = o->course[way][c];
}
