/* voices.c - a site that is down has many voices: further residents notice it, each after a while, and may call.
 *
 * Each chooses a channel, calls again and gives up for itself; all their calls are about the site's one need, and merge into
 * its ticket. What other channels bring is the first resident's affair. A voice lives while the site is down.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { VOICES_OF_SITE = 64 };

static uint32_t key_of(uint32_t site, uint32_t number) { return VOICE_KEY | (site * VOICES_OF_SITE + number); }

static void voice_free(struct world *w, uint32_t voice)
{
    w->voices.row[voice].flags = 0;
    w->voices.row[voice].resident = w->free_voice;
    w->free_voice = voice;
}

static struct voice *voice_new(struct day *d)
{
    struct world *w = d->w;
    uint32_t i = w->free_voice;
    if (i != NOBODY)
        w->free_voice = w->voices.row[i].resident;
    else if (w->voices.n == w->voices.room && column_reserve(&w->voices, 1, &d->err))
        return NULL;
    else
        i = w->voices.n++;
    return &w->voices.row[i];
}

/* Sites differ in how many people live with them (geometric); the same at each failure. */
static uint32_t voices_of(const struct day *d, const struct site *s, uint32_t site)
{
    double u = draw_unit(draw_at(d->key, PURPOSE_VOICE, key_of(site, 0), 0, 0).w[0]);
    double n = 0.5 - d->s->kinds[s->kind].voices * num_log(u);
    return n < VOICES_OF_SITE ? (uint32_t)n : VOICES_OF_SITE - 1;
}

void voices_rise(struct day *d, uint32_t site)
{
    const struct site *s = &d->w->sites.row[site];
    if (d->s->kinds[s->kind].voices <= 0)
        return;
    uint32_t n = voices_of(d, s, site);
    for (uint32_t j = 1; j <= n; j++) {
        struct draw x = draw_at(d->key, PURPOSE_VOICE, key_of(site, j), 0, s->failures);
        double day = d->t - d->s->calling.notice_d * num_log(draw_unit(x.w[0]));
        struct voice *v = day < d->city->n_days ? voice_new(d) : NULL;
        if (v)
            *v = (struct voice){ .resident = city_resident(d->city, s->street, x.w[1], x.w[2]), .site = site, .number = (uint8_t)j,
                                 .failure = s->failures, .day = (uint16_t)day, .thoughts = 1, .flags = VOICE_USED };
    }
}

static int site_is_down(const struct world *w, const struct voice *v)
{
    const struct site *s = &w->sites.row[v->site];
    return s->state != SITE_OK && s->failures == v->failure;
}

/* As the need's own resident: a channel first; once it was the line, again and again until the voice gives up. */
static void think(struct day *d, uint32_t voice)
{
    struct voice *v = &d->w->voices.row[voice];
    uint32_t need = d->w->sites.row[v->site].need, key = key_of(v->site, v->number);
    const struct need *n = &d->w->needs.row[need];
    const struct resident *r = adaptation_resident(d, v->resident);
    struct draw x = draw_at(d->key, PURPOSE_VOICE, key, v->thoughts, v->failure);
    double wait = d->s->calling.patience_d, persists = 1 - d->s->calling.give_up_belief * share_of(r->belief);
    int rings, known = v->flags & VOICE_CALLED;
    if (known) {
        rings = calls_again(d, n, v->resident, draw_unit(x.w[0]));
    } else {
        const struct channel *c = &d->s->channels[calls_channel(d, n, r, draw_unit(x.w[0]))];
        rings = c->by == BY_HOTLINE;
        wait = rings ? wait : c->days;
    }
    if (rings) {
        calls_about_site(d, need, voice, key);
        v->flags |= VOICE_CALLED | VOICE_ON_LINE;
    } else if (known && draw_unit(x.w[1]) < d->s->calling.give_up * persists) {
        voice_free(d->w, voice);
        return;
    }
    double day = d->t + 1 - wait * num_log(draw_unit(x.w[2]));
    v->day = (uint16_t)(day < NEVER ? day : NEVER);
    v->thoughts++;
}

void voices_call(struct day *d)
{
    for (uint32_t i = 0; i < d->w->voices.n; i++) {
        const struct voice *v = &d->w->voices.row[i];
        if (!(v->flags & VOICE_USED) || v->flags & VOICE_ON_LINE)
            continue;
        if (!site_is_down(d->w, v) || v->flags & VOICE_REFUSED)
            voice_free(d->w, i);
        else if (v->day <= d->t)
            think(d, i);
    }
}

void voices_dialled(struct day *d, uint32_t voice, int failed)
{
    struct voice *v = &d->w->voices.row[voice];
    v->flags = (uint8_t)(failed ? v->flags | VOICE_LINE_FAILED : v->flags & ~VOICE_LINE_FAILED);
}

void voices_answered(struct day *d, const struct centre_call *c)
{
    struct voice *v = &d->w->voices.row[tag_id(c->tag)];
    v->flags &= (uint8_t)~(VOICE_ON_LINE | VOICE_LINE_FAILED);
    if (site_is_down(d->w, v))
        triage_contact(d, d->w->sites.row[v->site].need, c);
    else
        d->facts.answered_direct++;             /* it works again, the operator says */
    v->flags |= VOICE_HEARD;
}

int voices_was_heard(const struct day *d, uint32_t voice) { return !!(d->w->voices.row[voice].flags & VOICE_HEARD); }

void voices_refused(struct day *d, uint32_t voice)
{
    struct voice *v = &d->w->voices.row[voice];
    struct resident *r = adaptation_resident(d, v->resident);
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.anger_step);
    v->flags |= VOICE_REFUSED;
}

void voices_hangs_up(struct day *d, uint32_t voice)
{
    struct voice *v = &d->w->voices.row[voice];
    v->flags &= (uint8_t)~(VOICE_ON_LINE | VOICE_LINE_FAILED);
    if (site_is_down(d->w, v)) {
        struct need *n = &d->w->needs.row[d->w->sites.row[v->site].need];
        n->failed_calls += n->failed_calls < UINT8_MAX;
    }
}

void voices_unanswered(struct day *d, uint32_t voice)
{
    struct voice *v = &d->w->voices.row[voice];
    if (!(v->flags & VOICE_LINE_FAILED))
        return;
    struct resident *r = adaptation_resident(d, v->resident);
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.abandon_anger);
    voices_hangs_up(d, voice);
}
