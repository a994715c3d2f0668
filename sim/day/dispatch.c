/* dispatch.c - phase 5: the desk names a unit; tickets travel; what comes back is named again.
 *
 * The competent unit is found with the desk's accuracy, less where the matter is unclear or was recorded wrong.
 * Part of the departments' matters goes to the street at once (territorial rule), and all that was returned too often.
 */
#include "day.h"

#include "sim/base/num.h"

enum { NEAR = 6, FAR = 14 };       /* rows ahead to prefetch */

static int plausible_unit(const struct day *d, const struct ticket *t, int street, uint32_t word)
{
    const struct kind *k = &d->s->kinds[t->recorded_kind];
    int i = (int)draw_below(word, (uint32_t)k->competent.n + 1);
    return i < k->competent.n ? city_department_unit(d->city, k->competent.id[i], street) : city_street_unit(d->city, street);
}

static int name_unit(const struct day *d, const struct ticket *t, const struct need *n, const struct draw *x)
{
    const struct kind *recorded = &d->s->kinds[t->recorded_kind];
    int street = city_street_unit(d->city, n->street);
    if (t->hops >= d->s->dispatch.returns && t->hops > 0)
        return street;
    if (t->hops == 0 && !(t->flags & TICKET_URGENT) && draw_unit(x->w[0]) < d->s->dispatch.territorial)
        return street;
    double accuracy = d->s->centre.dispatch_accuracy * (1 - recorded->ambiguity * (1 - d->s->dispatch.clarity));
    return draw_unit(x->w[1]) < accuracy ? city_competent_unit(d->city, recorded, n->street)
                                         : plausible_unit(d, t, n->street, x->w[2]);
}

static void send(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    const struct need *n = &d->w->needs.row[t->need];
    struct draw x = draw_at(d->key, PURPOSE_DISPATCH, n->key, (uint32_t)n->contacts << 8 | t->hops, n->born_key);
    double delay = t->flags & TICKET_URGENT ? 0 : d->s->dispatch.delay_d * -num_log(draw_unit(x.w[3]));
    uint32_t day = d->t + (uint32_t)num_clamp(delay, 0, 60);
    t->unit = (int16_t)name_unit(d, t, n, &x);
    t->state = TICKET_ON_WAY;
    if (day == d->t)
        handling_arrives(d, ticket);
    else
        ticket_wake_at(d->w, ticket, day);
}

void dispatch_send_back(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    handling_leaves(d, ticket);
    review_withdraws(d, ticket);
    t->hops++;
    t->state = TICKET_DESK;
    t->flags &= ~(uint32_t)TICKET_TWIN;     /* the experiment is the first unit's */
    t->due = NEVER;                             /* what its first unit had on the wheel is stale */
    d->w->desk.row[d->w->desk.n++] = ticket;
    d->facts.returns++;
}

/* Urgent ones first, then in the order in which they came, as many as the desk can send in a day. */
void day_dispatch(struct day *d)
{
    uint32_t n = d->w->desk.n, kept = 0, sent = 0, *queue = d->w->desk.row;
    for (uint32_t i = 0; i < n; i++) {
        if (i + FAR < n)
            world_fetch_ticket(d->w, queue[i + FAR]);
        if (d->w->tickets.row[queue[i]].flags & TICKET_URGENT) {
            send(d, queue[i]);
            sent++;
            queue[i] = NOBODY;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i + FAR < n && queue[i + FAR] != NOBODY)
            world_fetch_ticket(d->w, queue[i + FAR]);
        if (i + NEAR < n && queue[i + NEAR] != NOBODY)
            world_fetch_need(d->w, d->w->tickets.row[queue[i + NEAR]].need);
        if (queue[i] == NOBODY)
            continue;
        if (sent < d->terms.desk_capacity) {
            send(d, queue[i]);
            sent++;
        } else {
            queue[kept++] = queue[i];
        }
    }
    d->w->desk.n = kept;
}
