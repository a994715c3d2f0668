/* community.c - what is done beside the line: street workers in residents' messengers, councils that mediate and vote, and
 * what prevention costs.
 *
 * Whom a worker knows follows from the resident's number, so that a larger coverage contains a smaller one. Councils sit in
 * the streets that asked for most in the warm-up: such streets ask for less afterwards even if nobody does anything, and a
 * placebo (community.mediated 0, audience 0) tells how much less.
 */
#include "day.h"

#include "sim/base/num.h"

enum { FRIEND_SALT = 0x3e1d, WEEK_D = 7, MONTH_D = 30, YEAR_D = 365 };

int community_knows(const struct day *d, uint32_t resident)
{
    return draw_unit(draw_hash(resident ^ d->key.k[0], FRIEND_SALT)) < d->s->community.coverage;
}

double community_majority(int jurors, double accuracy)
{
    double chance[102] = { 1 }, right = 0;              /* of so many right votes */
    for (int j = 0; j < jurors; j++)
        for (int k = j + 1; k >= 0; k--)
            chance[k] = chance[k] * (1 - accuracy) + (k ? chance[k - 1] * accuracy : 0);
    for (int k = 0; k <= jurors; k++)
        right += 2 * k > jurors ? chance[k] : 2 * k == jurors ? chance[k] / 2 : 0;
    return right;
}

void community_takes(struct day *d, int unit)
{
    struct office *o = &d->w->offices.row[unit];
    int street = d->city->unit[unit].street;
    if (d->s->community.coverage > 0 && street != NONE)
        o->measure_h += (float)(d->s->community.coverage * d->city->street[street].n * d->s->community.contact_h / YEAR_D);
    if (o->measure_h <= 0)
        return;
    double taken = o->measure_h < o->present_h ? o->measure_h : o->present_h;
    o->present_h -= taken;
    o->measure_h -= (float)taken;
    d->facts.measure_h += taken;
}

/* So many streets, those first that asked for most a resident. */
static void councils_founded(struct day *d)
{
    struct village *v = d->w->villages.row;
    int n = d->city->n_streets, wanted = (int)(d->s->community.councils * n + 0.5);
    for (; wanted > 0; wanted--) {
        int most = NONE;
        double rate = -1;
        for (int i = 0; i < n; i++) {
            double asks = v[i].before / (d->city->street[i].n + 1.0);
            if (!v[i].council && asks > rate)
                most = i, rate = asks;
        }
        v[most].council = 1;
    }
}

/* The council comes to those whose quarrel is before it; who listens learns what is proper. */
static void visits(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    struct draw x = draw_at(d->key, PURPOSE_COUNCIL, n->key, d->t, n->born_key);
    if (draw_unit(x.w[0]) >= d->s->community.visits_mo * WEEK_D / MONTH_D)
        return;
    d->facts.volunteer_h += d->s->community.visit_h;
    norms_learn(d, n->street, d->s->community.audience);
    if (draw_unit(x.w[1]) >= d->s->community.mediated)
        return;
    n->flags &= (uint16_t)~NEED_FEUD;
    d->facts.feuds_mediated++;
    needs_end(d, need, END_FIXED);
}

void community_meets(struct day *d)
{
    if (d->t == d->t0)
        for (uint32_t i = 0; i < d->w->villages.n; i++)
            d->w->villages.row[i].before = d->w->villages.row[i].asked;
    if (d->s->community.councils <= 0 || d->t < d->t0)
        return;
    if (d->t == d->t0)
        councils_founded(d);
    for (uint32_t i = 0; d->t % WEEK_D == 0 && i < d->w->needs.n; i++) {
        const struct need *n = &d->w->needs.row[i];
        if (n->state == NEED_OPEN && n->flags & NEED_FEUD && d->w->villages.row[n->street].council)
            visits(d, i);
    }
}
