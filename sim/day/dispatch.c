/* dispatch.c - phase 5: the desk names a unit; tickets travel; what comes back is named again.
 *
 * The competent unit is found with the desk's accuracy, less where the matter is unclear or was recorded wrong.
 * Part of the departments' matters goes to the street at once (territorial rule), and all that was returned too often.
 */
#include "day.h"

#include "sim/base/num.h"

enum { AUTOMATIC_SALT = 0x70, NEAR = 6, FAR = 14 };       /* rows ahead to prefetch */

/* Units that could have it by the record: the departments named with the kind, and the street. Who sent it back is not asked
 * again. */
static int plausible_units(const struct day *d, const struct ticket *t, int street, int unit[MAX_NAMES + 1])
{
    const struct names *k = &d->s->kinds[t->recorded_kind].competent;
    int n = 0, last = t->hops ? t->unit : NONE;
    for (int i = 0; i <= k->n; i++) {
        int u = i < k->n ? city_department_unit(d->city, k->id[i], street) : city_street_unit(d->city, street);
        if (u != last)
            unit[n++] = u;
    }
    if (n == 0)
        unit[n++] = city_street_unit(d->city, street);
    return n;
}

/* Fewest tickets an officer, with those that are on their way. */
static int idlest(const struct day *d, const int *unit, int n)
{
    int best = 0;
    for (int i = 1; i < n; i++) {
        const struct office *a = &d->w->offices.row[unit[i]], *b = &d->w->offices.row[unit[best]];
        float officers_a = d->city->unit[unit[i]].officers, officers_b = d->city->unit[unit[best]].officers;
        if ((float)(a->open + a->coming) * officers_b < (float)(b->open + b->coming) * officers_a)
            best = i;
    }
    return unit[best];
}

static int name_unit(const struct day *d, const struct ticket *t, const struct need *n, const struct draw *x)
{
    const struct kind *recorded = &d->s->kinds[t->recorded_kind];
    int street = city_street_unit(d->city, n->street);
    if (t->hops >= d->s->dispatch.returns && t->hops > 0)
        return street;
    if (t->hops == 0 && !(t->flags & TICKET_URGENT) && draw_unit(x->w[0]) < d->s->dispatch.territorial)
        return street;
    int unit[MAX_NAMES + 1], plausible = plausible_units(d, t, n->street, unit);
    if (d->s->dispatch.assign == ASSIGN_IDLE)
        return idlest(d, unit, plausible);
    double accuracy = d->s->centre.dispatch_accuracy * (1 - recorded->ambiguity * (1 - d->s->dispatch.clarity));
    if (draw_unit(x->w[1]) < accuracy)
        return unit[0];                         /* the competent one, or the next that could have it */
    return unit[draw_below(x->w[2], (uint32_t)plausible)];
}

/* Fragmented lines: days lost at those that have not got the matter; negative: one said so, and that was it. */
static double wrong_lines(struct day *d, const struct ticket *t, uint32_t word)
{
    const struct scenario *s = d->s;
    double days = 0;
    for (uint32_t i = 0; i < 8 && draw_unit(draw_hash(word, 2 * i)) < s->dispatch.wrong_line; i++) {
        d->facts.line_hops++;
        days += s->dispatch.wrong_line_d;
        if (draw_unit(draw_hash(word, 2 * i + 1)) < s->dispatch.wrong_line_lost && !(t->flags & TICKET_URGENT))
            return -1;
    }
    return days;
}

/* Level by level: the sum of as many exponential times. */
static double way_down(const struct day *d, uint32_t word)
{
    double product = 1;
    for (int i = 0; i < d->s->dispatch.levels; i++)
        product *= draw_unit(draw_hash(word, (uint32_t)i));
    return d->s->dispatch.delay_d * -num_log(product);
}

static void not_ours(struct day *d, uint32_t ticket)
{
    uint32_t need = d->w->tickets.row[ticket].need;
    d->facts.line_lost++;
    STORY_TELL(d, story_who(&d->w->needs.row[need]), .what = STORY_lost);
    handling_closes_unsolved(d, ticket);
    if (d->w->needs.row[need].state == NEED_OPEN)
        triage_refuse(d, need);
}

/* A machine issues it by itself: it needs no desk, and is there in seconds. */
static int is_automatic(const struct day *d, uint32_t ticket)
{
    const struct ticket *t = &d->w->tickets.row[ticket];
    uint32_t address = (uint32_t)t->born_key << 8 | (AUTOMATIC_SALT ^ t->hops);
    return d->s->dispatch.automatic > 0 && draw_unit(draw_hash(t->key ^ d->key.k[0], address)) < d->s->dispatch.automatic;
}

/* place: among what the desk sends today; what a machine issues has none. */
static void send(struct day *d, uint32_t ticket, int automatic, uint32_t place)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    const struct need *n = &d->w->needs.row[t->need];
    struct draw x = draw_at(d->key, PURPOSE_DISPATCH, n->key, (uint32_t)n->contacts << 8 | t->hops, n->born_key);
    double lost = d->s->dispatch.wrong_line > 0 && !t->hops ? wrong_lines(d, t, draw_hash(x.w[3], 0x6c696e65u)) : 0;
    if (lost < 0) {
        not_ours(d, ticket);
        return;
    }
    double desk_d = automatic ? 0 : (place + 1) / d->terms.desk_capacity * d->s->dispatch.desk_hours / 24;     /* today */
    d->facts.desk_d += d->t - t->arrived + desk_d;
    double delay = lost + desk_d + (t->flags & TICKET_URGENT || automatic ? 0 : way_down(d, x.w[3]));
    uint32_t day = d->t + (uint32_t)num_clamp(delay, 0, 60);
    t->unit = (int16_t)name_unit(d, t, n, &x);
    t->state = TICKET_ON_WAY;
    d->w->offices.row[t->unit].coming++;
    STORY_TELL(d, story_who(n), .what = STORY_sent, .unit = t->unit, .a = (int)(day - d->t), .b = t->hops);
    d->facts.issued++;
    d->facts.automatic += automatic;
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
    t->arrived = (uint16_t)d->t;
    t->flags &= ~(uint32_t)(TICKET_TWIN | TICKET_KEPT);     /* the experiment is the first unit's */
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
            int automatic = is_automatic(d, queue[i]);
            send(d, queue[i], automatic, sent);
            sent += !automatic;
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
        int automatic = is_automatic(d, queue[i]);
        if (automatic || sent < d->terms.desk_capacity) {
            send(d, queue[i], automatic, sent);
            sent += !automatic;
        } else {
            queue[kept++] = queue[i];
        }
    }
    d->w->desk.n = kept;
}
