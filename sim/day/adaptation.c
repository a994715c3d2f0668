/* adaptation.c - phase 8: residents learn from what their calls brought; the line gains or loses its name.
 *
 * Belief that repeating pays is reinforced by what repeating brought and forgotten with time; anger and fear cool. They are
 * decayed when a resident is next looked at, so that nobody is visited daily.
 */
#include "day.h"

#include "sim/base/num.h"

enum { PREFETCH = 8, FADE_SALT = 0xfade0000 };

/* Rounded up or down by chance, so that it fades alike on average however often it is looked at. */
static uint8_t faded(uint8_t feeling, uint8_t rests, double keep, double u)
{
    return (uint8_t)(rests + (feeling - rests) * keep + u);
}

struct resident *adaptation_resident(struct day *d, uint32_t resident)
{
    struct resident *r = &d->w->resident[resident];
    uint8_t belief = byte_of(d->s->calling.belief_start);
    uint32_t idle = d->t - r->touched;
    if (idle && (r->belief != belief || r->anger || r->fear)) {
        double keep = d->terms.keeps[idle < 511 ? idle : 511];
        double u = draw_unit(draw_hash(resident ^ d->key.k[0], FADE_SALT ^ d->t));
        r->belief = faded(r->belief, belief, keep, u);
        r->anger = faded(r->anger, 0, keep, u);
        r->fear = faded(r->fear, 0, keep, u);
        r->touched = (uint16_t)d->t;
    }
    return r;
}

void adaptation_feels(const struct day *d, struct resident *r, uint8_t *feeling, double share)
{
    *feeling = byte_of(share);
    r->touched = (uint16_t)d->t;
}

static void believe(struct day *d, const struct need *n, struct resident *r, int paid)
{
    double b = share_of(r->belief), step = d->s->calling.learn;
    float *street = &d->w->street_rewarded.row[n->street];
    adaptation_feels(d, r, &r->belief, b + step * (paid - b));
    *street += 0.01f * ((float)paid - *street);
    if (paid)
        r->rewarded = (uint16_t)(d->t ? d->t : 1);
}

static void disappointed(struct day *d, struct need *n, struct resident *r, int gives_up)
{
    double b = share_of(r->belief), u;
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.anger_step * (1 - share_of(r->anger)));
    r->trust = byte_of(share_of(r->trust) * (1 - d->s->calling.trust_step / 2));
    n->rounds += n->rounds < UINT8_MAX;
    u = draw_unit(draw_at(d->key, PURPOSE_PERSISTENCE, n->key, 0x8000u | n->changes, n->born_key).w[1]);
    if (gives_up && u < d->s->calling.give_up * (1 - d->s->calling.give_up_belief * b)) {
        needs_quiet(d, n, 0);
        anger_shut_in(d, n, r);
    }
}

static void learn(struct day *d, const struct closing *c)
{
    struct need *n = &d->w->needs.row[c->need];
    struct resident *r = adaptation_resident(d, n->resident);
    if (d->t >= d->t0 && !c->reopened) {
        uint32_t quarters = r->quarters + (uint32_t)(4 * c->hours + 0.5f);
        r->quarters = (uint16_t)(quarters < UINT16_MAX ? quarters : UINT16_MAX);
        r->tickets += r->tickets < UINT16_MAX;
    }
    r->claims += c->conceded && r->claims < UINT8_MAX;
    if (n->contacts >= 2)
        believe(d, n, r, c->fixed || c->conceded || c->satisfied);
    if (c->fixed)
        r->trust = byte_of(share_of(r->trust) + d->s->calling.trust_step * (1 - share_of(r->trust)));
    if (c->satisfied) {
        adaptation_feels(d, r, &r->anger, share_of(r->anger) * 0.5);
        habits_content(d, n->resident);
    } else {
        disappointed(d, n, r, r->habit != HABIT_PROFESSIONAL);
        habits_rejected(d, c->need, c->unit);
    }
    STORY_TELL(d, story_who(n), .what = STORY_learns, .x = share_of(r->belief), .y = share_of(r->anger));
    if (n->state == NEED_OPEN && c->satisfied && !c->reopened && n->relief_until <= d->t)
        needs_quiet(d, n, NEED_CONTENT);        /* content for good; with relief only, until it ends */
}

/* City states follow what the day's closings showed. */
static void name_of_the_line(struct day *d)
{
    double n = d->facts.closings.n, served = 0, believed = 0, step = d->s->calling.credibility_step;
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        served += c->fixed || c->satisfied;
        believed += c->fixed ? 1 : c->satisfied ? 0.5 : 0;
    }
    if (n > 0) {
        d->w->efficacy += step * (served / n - d->w->efficacy);
        d->w->credibility += step * (believed / n - d->w->credibility);
    }
}

void day_adaptation(struct day *d)
{
    uint32_t n = d->facts.closings.n;
    for (uint32_t i = 0; i < n; i++) {
        if (i + PREFETCH < n)
            world_fetch_resident(d->w, d->w->needs.row[d->facts.closings.row[i + PREFETCH].need].resident);
        learn(d, &d->facts.closings.row[i]);
    }
    name_of_the_line(d);
    norms_day(d);
}
