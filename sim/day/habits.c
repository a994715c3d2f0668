/* habits.c - those who call by habit: the lonely, who want a voice, and the professional complainers.
 *
 * A lonely resident calls Poisson often, at a rate that is proportional to loneliness; being heard relieves it, and it
 * returns. A professional excites himself: each contact raises the rate of the next (Hawkes, by exact recursion from
 * day to day), and each rejection may take him a rung up: the line, discipline inspection, petition, media, violence.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { MOST_CALLS = 40, ALL_LONELY = 1 };
#define LONELY_KEY 0x40000000u          /* | resident: the address of calls only to talk */
#define GRIEVANCE_KEY 0x50000000u       /* | resident: of a professional's calls */

static int kind_that_is(const struct scenario *s, enum validity validity)
{
    for (int k = 0; k < s->n_kinds; k++)
        if (s->kinds[k].validity == (int)validity)
            return k;
    return NONE;
}

/* What a professional complains about: malice where there is such a kind, else what is beyond reason. */
static int kind_of_grievance(const struct scenario *s)
{
    int k = kind_that_is(s, MALICIOUS);
    return k == NONE ? kind_that_is(s, UNREASONABLE) : k;
}

static struct regular *regular_of(struct day *d, uint32_t resident)
{
    return &d->w->regulars.row[city_habit(d->city, resident)];
}

/* --- calling -------------------------------------------------------------------------------------------------- */

static double lonely_rate(const struct habit *h, struct regular *r)
{
    if (r->loneliness < ALL_LONELY)
        r->loneliness = (float)(1 - (1 - r->loneliness) * num_exp(-1 / r->returns_d));
    return h->rate_per_day * r->loneliness;
}

/* Those who start by themselves, and what earlier contacts still add; who fears a sanction calls less. */
static double professional_rate(struct day *d, const struct habit *h, struct regular *r)
{
    double rate = h->rate_per_day * (1 - d->s->calling.excite) + r->heat;
    double fear = norms_deterrence(d, h->street, adaptation_resident(d, h->resident));
    return fear > 0 ? rate * num_exp(-fear) : rate;
}

static void ring(struct day *d, const struct habit *h, uint32_t ordinal)
{
    const struct scenario *s = d->s;
    int k = h->professional ? kind_of_grievance(s) : kind_that_is(s, EMOTIONAL);
    if (k == NONE)
        return;
    struct call_manner talk = { s->calling.lonely_talk_mu, s->calling.lonely_talk_sigma, HOURS_NIGHT };
    struct call_manner plead = { s->kinds[k].talk_mu, s->kinds[k].talk_sigma, s->kinds[k].hours };
    uint64_t tag = call_tag(h->professional ? ABOUT_GRIEVANCE : ABOUT_HABIT, h->street, k, h->resident);
    calls_by_habit(d, tag, (h->professional ? GRIEVANCE_KEY : LONELY_KEY) | h->resident, ordinal, h->professional ? plead : talk);
}

void habits_call(struct day *d)
{
    double cools = num_exp(-1 / d->s->calling.excite_d);
    for (uint32_t i = 0; i < d->city->habits.n; i++) {
        const struct habit *h = &d->city->habits.row[i];
        struct regular *r = &d->w->regulars.row[i];
        double rate = h->professional ? professional_rate(d, h, r) : lonely_rate(h, r);
        double u = draw_unit(draw_at(d->key, PURPOSE_HABIT, h->resident, 0, d->t).w[0]);
        r->heat *= (float)cools;
        r->today = 0;
        uint32_t calls = u <= 1 - rate ? 0 : draw_poisson(rate, u);     /* 1 - rate < exp(-rate): mostly nobody rings */
        for (uint32_t j = 1; j <= calls && j <= MOST_CALLS; j++)
            ring(d, h, j);
    }
}

/* --- being heard, and being refused --------------------------------------------------------------------------- */

void habits_heard(struct day *d, uint32_t resident, double relief, double lasts_d)
{
    struct regular *r = regular_of(d, resident);
    r->loneliness *= (float)(1 - relief);
    r->returns_d = (float)lasts_d;
}

/* The matter in hand, or a new one. */
static uint32_t grievance_of(struct day *d, const struct centre_call *c)
{
    uint32_t resident = tag_id(c->tag), need = regular_of(d, resident)->need;
    if (need != NOBODY)
        return need;
    uint32_t key = (uint32_t)tag_kind(c->tag) << KIND_SHIFT | (draw_hash(resident, c->ordinal) & ((1u << KIND_SHIFT) - 1));
    struct birth_place at = { tag_street(c->tag), resident, NOBODY };
    need = needs_create(d, tag_kind(c->tag), key, d->t, at, NEED_CHILD | NEED_CALLED);
    needs_link(d, need);
    need_wake_at(d->w, need, d->t, d->t + WHEEL_DAYS);
    return need;
}

void habits_complains(struct day *d, const struct centre_call *c)
{
    uint32_t need = grievance_of(d, c);
    struct need *n = &d->w->needs.row[need];
    struct regular *r = regular_of(d, n->resident);
    r->heat += (float)(d->s->calling.excite * (1 - num_exp(-1 / d->s->calling.excite_d)));     /* so many more calls in the end */
    d->facts.answered_grievances++;
    d->facts.grievances_square += 2 * r->today++ + 1;
    n->attempts++;
    n->flags |= NEED_CALLED;
    triage_contact(d, need, c);
}

int habits_rung(const struct day *d, uint32_t resident)
{
    return d->w->resident[resident].habit == HABIT_PROFESSIONAL ? d->w->regulars.row[city_habit(d->city, resident)].rung
                                                               : RUNG_LINE;
}

void habits_content(struct day *d, uint32_t resident)
{
    if (d->w->resident[resident].habit == HABIT_PROFESSIONAL)
        regular_of(d, resident)->rung = RUNG_LINE;
}

void habits_cowed(struct day *d, uint32_t resident)
{
    if (d->w->resident[resident].habit != HABIT_PROFESSIONAL)
        return;
    struct regular *r = regular_of(d, resident);
    *r = (struct regular){ .need = r->need, .rung = RUNG_LINE };
}

/* What a complaint on this rung costs the unit that is complained about, in hours, and the line, in credibility. */
static void complains_on(struct day *d, enum rung rung, uint32_t need, int unit)
{
    double hours = rung == RUNG_MEDIA ? 0 : rung == RUNG_VIOLENCE ? d->s->handling.incident_h : d->s->handling.inquiry_h;
    d->facts.rung[rung]++;
    d->w->offices.row[unit].owed_h += (float)hours;
    d->facts.works.row[d->facts.works.n++] = (struct worked){ need, (int16_t)unit, NONE, 1, (float)hours };
    if (rung == RUNG_MEDIA)
        d->w->credibility *= 1 - d->s->calling.exposure;
}

void habits_rejected(struct day *d, uint32_t need, int unit)
{
    const struct need *n = &d->w->needs.row[need];
    if (d->w->resident[n->resident].habit != HABIT_PROFESSIONAL)
        return;
    struct regular *r = regular_of(d, n->resident);
    struct draw x = draw_at(d->key, PURPOSE_LADDER, n->resident, n->key, d->t);
    double climbs = r->rung + 1 == RUNG_VIOLENCE ? d->s->calling.climb_last : d->s->calling.climb;
    if (r->rung < RUNG_VIOLENCE && draw_unit(x.w[0]) < climbs)
        r->rung++;
    if (r->rung > RUNG_LINE && draw_unit(x.w[1]) < d->s->calling.complains)
        complains_on(d, (enum rung)r->rung, need, unit);
    if (r->rung == RUNG_VIOLENCE)
        r->rung = RUNG_MEDIA;           /* whoever has come to blows is back among those who write */
}
