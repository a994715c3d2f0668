/* twins.c - the squeaky experiment: a hashed share of open tickets, sites apart, gets one more merged call at a certain
 * age, which costs no phone time; as many twins get none. Their difference is the premium of one call.
 */
#include "day.h"

#include "sim/world/nature.h"

static double trait(const struct day *d, const struct ticket *t)
{
    return draw_unit(draw_hash(t->key ^ d->key.k[0], t->born_key ^ d->key.k[1]));
}

int twins_chosen(const struct day *d, struct ticket *t)
{
    double u = trait(d, t);
    int in_time = d->t + (uint32_t)d->s->observe.twin_age_d < t->deadline;
    int chosen = u < 2 * d->s->observe.twin_share && t->hops == 0 && !(t->key & SITE_KEY) && in_time;
    t->flags |= chosen ? TICKET_TWIN : 0;
    return chosen;
}

void twins_call(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    double u = trait(d, t);
    t->flags &= ~(uint32_t)TICKET_TWIN;
    if (t->state == TICKET_OPEN) {
        t->flags |= u < d->s->observe.twin_share ? TICKET_TWIN_CALLED : TICKET_TWIN_LEFT;
        d->w->changed.row[d->w->changed.n++] = ticket;
    }
    ticket_wake_at(d->w, ticket, t->deadline);
}
