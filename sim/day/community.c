/* community.c - what is done beside the line: what a community can still do itself, street workers in residents' messengers,
 * councils that vote and mediate and the small matters that their volunteers settle, and what prevention costs.
 *
 * Whom a worker knows follows from the resident's number, so that a larger coverage contains a smaller one. Councils sit in
 * the streets that had asked for most when they were founded: such streets ask for less afterwards even if nobody does
 * anything, and a placebo (community.volunteers_h 0: councils that do nothing) tells how much less.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { FRIEND_SALT = 0x3e1d, LOT_SALT = 0x107, WEEK_D = 7, MONTH_D = 30, YEAR_D = 365 };
enum { ASKED = 0x10000, VOTE = 0x20000 };       /* ordinals of a need's draws; below them the days of visits */

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

/* Tickets a resident, and where streets have asked for as much, as on the first day of a city without a warm-up, a lot. */
static double asks_most(const struct day *d, int street)
{
    double lot = draw_unit(draw_hash((uint32_t)street ^ d->key.k[0], LOT_SALT));
    return (d->w->villages.row[street].asked + 1e-3 * lot) / (d->city->street[street].n + 1.0);
}

/* In so many streets, those first that have asked for most, until the rule in force is met. */
static void councils_founded(struct day *d)
{
    struct village *v = d->w->villages.row;
    int n = d->city->n_streets, wanted = (int)(d->s->community.councils * n + 0.5);
    for (int i = 0; i < n; i++)
        wanted -= v[i].council;
    for (; wanted > 0; wanted--) {
        int most = NONE;
        for (int i = 0; i < n; i++)
            if (!v[i].council && (most == NONE || asks_most(d, i) > asks_most(d, most)))
                most = i;
        v[most].council = 1;
    }
}

/* What is not used is lost, and comes back with use. */
static void capabilities(struct day *d)
{
    for (uint32_t i = 0; i < d->w->villages.n; i++) {
        struct village *v = &d->w->villages.row[i];
        double matters = v->passed_by + v->practised, year = (double)WEEK_D / YEAR_D;
        if (matters > 0)
            v->capability += (float)(year * (d->s->community.practice * (1 - v->capability) * v->practised / matters -
                                             d->s->community.erosion * v->capability * v->passed_by / matters));
        v->passed_by = v->practised = 0;
    }
}

int community_takes_up(const struct day *d, const struct need *n)
{
    const struct village *v = &d->w->villages.row[n->street];
    const struct kind *kind = &d->s->kinds[n->kind];
    if (!v->council || v->volunteers_h <= 0)
        return 0;
    int own = kind->merit && kind->fixable > 0 && kind->cooperation == 1 && !(n->flags & NEED_URGENT);
    return kind->council || (own && n->effort_h <= d->s->community.small_h);
}

static void spends(struct day *d, int street, double hours)
{
    d->w->villages.row[street].volunteers_h -= (float)hours;
    d->facts.volunteer_h += hours;
}

void community_asked(struct day *d, const struct need *n)
{
    spends(d, n->street, d->s->kinds[n->kind].council ? d->s->community.visit_h : n->effort_h);
}

/* The same however often it comes before the council. */
static int voted_down(const struct day *d, const struct need *n)
{
    if (d->s->community.jurors == 0)
        return 0;
    double right = community_majority(d->s->community.jurors, d->s->community.accuracy);
    double u = draw_unit(draw_at(d->key, PURPOSE_COUNCIL, n->key, VOTE, n->born_key).w[0]);
    return u < (nature_improper(&d->s->kinds[n->kind]) ? right : 1 - right);
}

static void drops(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    d->facts.council_dropped++;
    needs_quiet(d, n, NEED_REFUSED);
    if (!d->s->kinds[n->kind].merit)
        needs_end(d, need, END_REFUSED);
}

static void settled(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    d->facts.council_settled++;
    d->facts.feuds_mediated += !!(n->flags & NEED_FEUD);
    n->flags &= (uint16_t)~NEED_FEUD;
    needs_end(d, need, END_FIXED);
}

enum verdict { VERDICT_NONE, VERDICT_DROPPED, VERDICT_SETTLED };

/* Who listens learns what is proper. First a vote, then mediation. */
static enum verdict hears(struct day *d, uint32_t need, double luck)
{
    const struct need *n = &d->w->needs.row[need];
    double listen = d->s->community.audience / d->city->street[n->street].n;
    norms_learn(d, n->street, listen < 1 ? listen : 1);
    if (voted_down(d, n)) {
        drops(d, need);
        return VERDICT_DROPPED;
    }
    if (luck >= d->s->community.mediated || nature_improper(&d->s->kinds[n->kind]))
        return VERDICT_NONE;
    settled(d, need);
    return VERDICT_SETTLED;
}

int community_answers(struct day *d, uint32_t need, double solves)
{
    const struct need *n = &d->w->needs.row[need];
    const struct kind *kind = &d->s->kinds[n->kind];
    struct village *v = &d->w->villages.row[n->street];
    double luck = draw_unit(draw_at(d->key, PURPOSE_COUNCIL, n->key, ASKED | n->thoughts, n->born_key).w[0]);
    enum verdict verdict = VERDICT_NONE;
    if (kind->council) {
        verdict = hears(d, need, luck);
    } else if (luck < solves * kind->fixable) {
        settled(d, need);
        verdict = VERDICT_SETTLED;
    }
    v->standing += (float)d->s->community.seen * ((verdict == VERDICT_SETTLED) - v->standing);
    if (verdict == VERDICT_DROPPED && n->state == NEED_OPEN)
        calls_think_later(d, need, d->s->calling.patience_d);
    return verdict != VERDICT_NONE;
}

/* The council comes to what is before it, asked or not. */
static void visits(struct day *d, uint32_t need)
{
    const struct need *n = &d->w->needs.row[need];
    struct draw x = draw_at(d->key, PURPOSE_COUNCIL, n->key, d->t, n->born_key);
    if (draw_unit(x.w[0]) >= d->s->community.visits_mo * WEEK_D / MONTH_D)
        return;
    spends(d, n->street, d->s->community.visit_h);
    hears(d, need, draw_unit(x.w[1]));
}

static void a_week_begins(struct day *d)
{
    for (uint32_t i = 0; i < d->w->villages.n; i++)
        d->w->villages.row[i].volunteers_h = (float)(d->s->community.volunteers_h * d->city->street[i].n / 1000);
}

static int before_council(const struct day *d, const struct need *n)
{
    const struct village *v = &d->w->villages.row[n->street];
    return n->state == NEED_OPEN && v->council && v->volunteers_h > 0 && !(n->flags & NEED_REFUSED) &&
           (n->flags & NEED_FEUD || d->s->kinds[n->kind].council);
}

void community_meets(struct day *d)
{
    int week = d->t % WEEK_D == 0;
    if (week)
        capabilities(d);
    if (d->t + 1 == d->t0)                  /* today's tickets have been opened */
        for (uint32_t i = 0; i < d->w->villages.n; i++)
            d->w->villages.row[i].before = d->w->villages.row[i].asked;
    if (d->s->community.councils <= 0 || d->t < d->t0)
        return;
    if (week || d->t == d->t0) {
        councils_founded(d);
        a_week_begins(d);
    }
    for (uint32_t i = 0; week && i < d->w->needs.n; i++)
        if (before_council(d, &d->w->needs.row[i]))
            visits(d, i);
}
