/* review.c - claims that a ticket be taken out of the score: filed beside whatever else is done, judged in their order.
 *
 * Reviewers have a day's capacity. A ticket that is scored while its claim waits is held back from the books until it is judged,
 * at most to the end of the period: then it counts as not granted. A granted claim takes the stake out of a ticket that is
 * still open, and its unit chooses anew.
 */
#include "day.h"

#include <string.h>

#include "sim/base/num.h"

enum { COMPACT_AT = 4096 };

void review_files(struct day *d, uint32_t ticket, int action)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    const struct action *a = &d->s->actions[action];
    t->flags = (t->flags & ~(uint32_t)TICKET_CLAIM_PLANNED) | TICKET_CLAIMED | TICKET_ONCE_CLAIMED;
    t->claim = d->w->claims_first + d->w->claims.n;
    d->w->claims.row[d->w->claims.n++] = (struct claim){ .ticket = ticket, .key = t->key, .born_key = t->born_key,
        .ordinal = (uint32_t)t->opened << 8 | t->hops, .listed = !!(t->flags & TICKET_EXCLUDABLE) };
    d->facts.claims_filed++;
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_claims, .unit = t->unit);
    d->facts.claims_hedged += a->nest == NEST_REAL;
    if (d->s->kinds[t->kind].merit && a->purpose == ACTION_CLOSE && !a->buys_rating)    /* other works are in vain with all hours */
        d->facts.claims_with_merit_h += d->s->exclusion.hours;
}

/* NULL once it is done with: a ticket that was scored before its claim was judged keeps the number of one that is forgotten. */
static struct claim *claim_of(const struct day *d, const struct ticket *t)
{
    return t->claim < d->w->claims_first ? NULL : &d->w->claims.row[t->claim - d->w->claims_first];
}

void review_withdraws(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct claim *waiting = t->flags & TICKET_CLAIMED && !(t->flags & TICKET_JUDGED) ? claim_of(d, t) : NULL;
    if (t->flags & TICKET_EXCLUDED)
        d->w->offices.row[t->unit].granted--;
    else if (waiting)
        waiting->ticket = NOBODY;
    t->flags &= ~(uint32_t)(TICKET_CLAIM_PLANNED | TICKET_CLAIMED | TICKET_JUDGED | TICKET_EXCLUDED);
}

void review_holds(struct day *d, uint32_t ticket, const struct scoring *f)
{
    struct claim *c = claim_of(d, &d->w->tickets.row[ticket]);
    c->ticket = NOBODY;
    c->scoring = *f;
    c->held = 1;
}

/* The share of what the unit has had scored in the period, what was granted before and the next one included. */
int review_cap_reached(const struct day *d, const struct office *o)
{
    return o->book.excluded + o->granted >= d->s->exclusion.cap * (o->book.n + o->granted + 1);
}

/* By the list, and within the cap. */
static int granted(const struct day *d, const struct claim *c, int unit)
{
    if (review_cap_reached(d, &d->w->offices.row[unit]))
        return 0;
    struct draw x = draw_at(d->key, PURPOSE_EXCLUSION, c->key, c->ordinal, c->born_key);
    return draw_unit(x.w[0]) < (c->listed ? d->s->exclusion.approved : d->s->exclusion.approved_other);
}

static void judge(struct day *d, struct claim *c)
{
    struct ticket *t = c->held ? NULL : &d->w->tickets.row[c->ticket];
    int unit = t ? t->unit : c->scoring.unit, yes = granted(d, c, unit);
    d->facts.claims_judged++;
    d->facts.claims_granted += yes;
    d->w->review_judged++;
    STORY_TELL(d, t ? story_who(&d->w->needs.row[t->need])
                    : ((struct story_who){ .key = c->key, .born_key = c->born_key, .resident = NOBODY }),
               .what = STORY_judged, .a = yes);
    if (!t) {
        c->scoring.excluded = (uint8_t)yes;
        feedback_books(d, &c->scoring);
        return;
    }
    t->flags |= TICKET_JUDGED | (yes ? TICKET_EXCLUDED : 0);
    d->w->offices.row[unit].granted += (float)yes;
    if (yes && t->state == TICKET_OPEN)
        d->w->changed.row[d->w->changed.n++] = c->ticket;
}

static int waits(const struct claim *c) { return c->held || c->ticket != NOBODY; }

void review_today(struct day *d)
{
    struct world *w = d->w;
    uint32_t i = w->claims_judged;
    if (!w->claims.n)
        return;
    if (d->date->works)
        w->review_credit += d->s->exclusion.reviewers * d->city->n_residents / 1e5 * d->s->exclusion.claims_a_day;
    for (; i < w->claims.n && (w->review_credit >= 1 || !waits(&w->claims.row[i])); i++)
        if (waits(&w->claims.row[i])) {
            judge(d, &w->claims.row[i]);
            w->review_credit--;
        }
    if (i == w->claims.n)
        w->review_credit = num_clamp(w->review_credit, 0, 1);   /* idle hours are lost */
    w->claims_judged = i;
    if (i > COMPACT_AT && i > w->claims.n / 2) {
        memmove(w->claims.row, w->claims.row + i, (w->claims.n - i) * sizeof *w->claims.row);
        w->claims.n -= i;
        w->claims_first += i;
        w->claims_judged = 0;
    }
}

void review_period_ends(struct day *d)
{
    struct world *w = d->w;
    for (uint32_t i = w->claims_judged; i < w->claims.n; i++) {
        struct claim *c = &w->claims.row[i];
        if (!c->held)
            continue;
        feedback_books(d, &c->scoring);
        c->held = 0;
        w->review_late++;
        d->facts.claims_late++;
    }
    if (w->review_judged + w->review_late > 0)
        w->review_in_time += 0.5 * (w->review_judged / (w->review_judged + w->review_late) - w->review_in_time);
    w->review_judged = w->review_late = 0;
}
