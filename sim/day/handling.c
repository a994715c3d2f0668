/* handling.c - phase 6: tickets come to units and leave them, and units work in the order of value per hour.
 *
 * What a unit chooses to do with a ticket is choice.c; what the calendar brings to tickets is deadlines.c.
 */
#include "day.h"

#include <math.h>

enum { COMPACT_AT = 256 };

static double price_of_hour(const struct day *d, const struct office *o, double used_share)
{
    return o->attention * (d->s->handling.own_floor + d->s->handling.own_slope * used_share * used_share) *
           (1 + d->s->officers.shadow * o->exhaustion);
}

/* Heaps grow here, and forget entries that no longer hold. */
void handling_queue(struct day *d, int unit, struct entry e)
{
    struct heap *h = &d->w->heap[unit];
    if (h->n > COMPACT_AT && h->n > 3 * d->w->offices.row[unit].open) {
        uint32_t n = h->n;
        h->n = 0;
        for (uint32_t i = 0; i < n; i++) {
            struct entry old = h->row[i];
            if (d->w->tickets.row[old.ticket].version == old.version)
                heap_push(h, old);
        }
    }
    if (h->n == h->room && column_reserve(h, 1, &d->err))
        return;
    heap_push(h, e);
}

void handling_closes_unsolved(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    int left = t->state == TICKET_OPEN;
    STORY_TELL(d, story_who(n), .what = STORY_put_away);
    d->facts.unsolved.row[d->facts.unsolved.n++] = (struct unsolved){ t->unit, t->kind, (uint8_t)left, !!(n->flags & NEED_URGENT) };
    if (left)
        handling_leaves(d, ticket);
    t->state = TICKET_CLOSED;
    d->facts.closed_claimed += !!(t->flags & TICKET_ONCE_CLAIMED);
    n->ticket = NOBODY;
    d->w->open_tickets--;
    d->w->overdue -= !!(t->flags & TICKET_OVERDUE);
    d->w->open_urgent -= !!(n->flags & NEED_URGENT);
    d->w->closed.row[d->w->closed.n++] = ticket;
}

void handling_arrives(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    struct office *o = &d->w->offices.row[t->unit];
    double days = t->flags & TICKET_URGENT ? d->s->handling.urgent_deadline_d : d->s->handling.deadline_d;
    o->coming--;
    if (d->city->unit[t->unit].street != NONE && n->state == NEED_OPEN && triage_stops(d, t->need, n->resident, GATE_STREET)) {
        uint32_t need = t->need;
        handling_closes_unsolved(d, ticket);
        triage_refuse(d, need);
        return;
    }
    t->state = TICKET_OPEN;
    t->arrived = (uint16_t)d->t;
    t->phone_h += (float)(t->hops ? 0 : d->s->handling.first_phone_h);
    o->open++;
    o->came++;
    t->counted_h = n->left_h;
    o->left_h += t->counted_h;
    if (n->accepted < 0 && feedback_competence(d, n, t->unit) > 0)
        n->accepted = (float)d->t + 0.5f;
    t->deadline = (uint16_t)(d->t + (days < 1 ? 1 : (uint32_t)days));
    STORY_TELL(d, story_who(n), .what = STORY_arrives, .unit = t->unit, .a = t->deadline - (int)d->t);
    ticket_wake_at(d->w, ticket, twins_chosen(d, t) ? d->t + (uint32_t)d->s->observe.twin_age_d : t->deadline);
    d->w->changed.row[d->w->changed.n++] = ticket;
}

void handling_leaves(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct office *o = &d->w->offices.row[t->unit];
    o->open--;
    o->left_h -= t->counted_h;
    t->version++;
    t->action = NONE;
}

/* Overhead is spent first; what is left of g is work on the need, and a root fix keeps it whatever comes next. */
static void work_on_need(struct ticket *t, struct need *n, struct office *o, const struct action *a, double g)
{
    double overhead = g < t->overhead_h ? g : t->overhead_h, real = g - overhead;
    t->overhead_h -= (float)overhead;
    if (t->overhead_h <= 0)
        t->phone_h = 0;
    if (a->work < 1 || real <= 0)
        return;
    real = real < n->left_h ? real : n->left_h;
    n->left_h -= (float)real;
    real = real < t->counted_h ? real : t->counted_h;
    t->counted_h -= (float)real;
    o->left_h -= real;
}

/* Hours on a misread ticket after which its unit knows better: the first talk on the phone; of what is alleged, the inspection. */
static double look_h(const struct day *d, const struct need *n)
{
    return d->s->handling.first_phone_h + (d->s->kinds[n->kind].alleges.n ? n->effort_h : 0);
}

/* What was written is put right, and the unit chooses again by what it has seen. */
static void looks(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    const struct need *n = &d->w->needs.row[t->need];
    t->recorded_kind = n->kind;
    t->flags &= ~(uint32_t)(TICKET_MISREAD | TICKET_URGENT);
    t->flags |= n->flags & NEED_URGENT ? TICKET_URGENT : 0;
    d->facts.misread_h += t->hours;
    choice_again(d, ticket);
}

/* The truly competent unit sits at the table, too, or the next that could have it. Its hours are owed. */
static void partner_works(struct day *d, const struct ticket *t, const struct need *n, double hours)
{
    const struct names *competent = &d->s->kinds[n->kind].competent;
    int partner = n->unit;
    if (partner == t->unit)
        partner = competent->n > 1 ? city_department_unit(d->city, competent->id[1], n->street)
                                   : city_street_unit(d->city, n->street);
    if (partner == t->unit)
        return;
    d->w->offices.row[partner].owed_h += (float)hours;
    d->facts.works.row[d->facts.works.n++] = (struct worked){ t->need, (int16_t)partner, t->action, 0, (float)hours };
}

static void work_one(struct day *d, struct office *o, struct entry e, double most)
{
    struct ticket *t = &d->w->tickets.row[e.ticket];
    struct need *n = &d->w->needs.row[t->need];
    const struct action *a = &d->s->actions[t->action];
    double left = o->present_h - o->used_h, g = t->left_h < left ? t->left_h : left;
    double unseen = t->flags & TICKET_MISREAD ? look_h(d, n) - t->hours : INFINITY;
    if (a->work > 0 && g > most)
        g = most;
    if (a->day_h > 0 && g > a->day_h)
        g = a->day_h;
    if (g > unseen)
        g = unseen > 0 ? unseen : 0;
    if (t->flags & TICKET_CLAIM_PLANNED)
        review_files(d, e.ticket, t->action);
    o->used_h += (float)g;                      /* as the facts have it */
    t->left_h -= (float)g;
    t->hours += (float)g;
    n->hours += (float)g;
    work_on_need(t, n, o, a, g);
    d->facts.works.row[d->facts.works.n++] =
        (struct worked){ t->need, t->unit, t->action, a->purpose != ACTION_CLOSE || a->buys_rating, (float)g };
    if (a->partner > 0)
        partner_works(d, t, n, a->partner * g);
    if (t->left_h <= 1e-6f)
        d->facts.finished.row[d->facts.finished.n++] = e.ticket;
    else if (g >= unseen)
        looks(d, e.ticket);
    else if (!column_reserve(&d->facts.aside, 1, &d->err))
        d->facts.aside.row[d->facts.aside.n++] = e;
}

/* On their way: the need of the ticket at the top, and the tickets of those below it, one of which comes to the top. */
WORLD_FETCH fetch_next(const struct world *w, const struct heap *h)
{
    if (h->n)
        world_fetch_need(w, w->tickets.row[h->row[0].ticket].need);
    for (uint32_t i = 1; i < 3 && i < h->n; i++)
        world_fetch_ticket(w, h->row[i].ticket);
}

static void work(struct day *d, int unit)
{
    struct office *o = &d->w->offices.row[unit];
    struct heap *h = &d->w->heap[unit];
    const struct scenario *s = d->s;
    double on_duty = d->date->works ? 1 : s->handling.weekend_duty;
    const struct unit *at = &d->city->unit[unit];
    double team = at->street != NONE ? s->handling.team : 0;        /* its members sit at no desk of a ticket */
    double officers = at->officers > team ? at->officers - team : 0;
    o->present_h = o->hands * officers * s->handling.hours_a_day * on_duty * (1 - s->officers.burn * o->exhaustion);
    double away = o->summons_h < o->present_h ? o->summons_h : o->present_h;
    o->summons_h -= (float)away;
    o->present_h -= away;
    community_takes(d, unit);
    o->used_h = o->owed_h < o->present_h ? o->owed_h : o->present_h;
    o->owed_h -= (float)o->used_h;
    double most = s->handling.site_day_share * o->present_h;
    if (most < 2)
        most = 2;
    d->facts.aside.n = 0;
    while (h->n && o->used_h < o->present_h) {
        struct entry e = h->row[0];
        struct ticket *t = &d->w->tickets.row[e.ticket];
        if (t->version != e.version || t->state != TICKET_OPEN) {
            heap_pop(h);
            continue;
        }
        if (e.key <= price_of_hour(d, o, o->used_h / o->present_h))
            break;
        heap_pop(h);
        fetch_next(d->w, h);
        work_one(d, o, e, most);
    }
    o->price = (float)price_of_hour(d, o, o->present_h > 0 ? o->used_h / o->present_h : 1);
    for (uint32_t i = 0; i < d->facts.aside.n; i++)
        handling_queue(d, unit, d->facts.aside.row[i]);
}

void day_handling(struct day *d)
{
    community_meets(d);
    deadlines_today(d);
    choice_make(d);
    for (int u = 0; u < d->city->n_units; u++)
        work(d, u);
}
