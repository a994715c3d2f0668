/* calls.c - phase 2: who calls, and when in the day.
 *
 * A resident with a new need chooses a channel (multinomial logit); one whose need goes on decides whether to call
 * again; some call by habit (habits.c); consultations are calls without a lasting need.
 */
#include "day.h"

#include <assert.h>

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { COUNCIL_AWAY = -700 };                   /* utility of what is not there: its weight is nothing */
enum { OUTCOME_OF_CHANNEL = 0x8000, THRESHOLD_SALT = 0x7a31, REWARD_LASTS_D = 180, MOST_ATTEMPTS = 128, NEAR = 8 };

/* --- the call itself ------------------------------------------------------------------------------------------ */

static void add_call(struct day *d, uint64_t tag, uint32_t key, uint32_t ordinal, uint32_t born_key,
                     struct call_manner how, int urgent, double abuse)
{
    int row = centre_add(&d->w->centre, &d->err);       /* room was made before the day */
    assert(row >= 0);
    struct centre_call *c = &d->w->centre.call[row];
    struct draw x = draw_at(d->key, PURPOSE_CALL_TIME, key, ordinal, born_key);
    c->at_s = hours_second(&d->hours, how.profile, x.w[0]);
    c->tag = tag;
    c->key = key;
    c->ordinal = ordinal * MOST_ATTEMPTS;
    c->day = born_key;
    c->talk_s = (float)(d->s->centre.talk_scale * num_exp(how.talk_mu + how.talk_sigma * num_normal_word(x.w[1])));
    c->patience_s = CENTRE_DRAWN;
    c->luck = (uint16_t)(x.w[2] >> 16);
    c->class = urgent && draw_unit(x.w[2]) < d->s->centre.urgent_recognised ? CLASS_URGENT : CLASS_ORDINARY;
    c->may_cut = (draw_unit(x.w[3]) < abuse ? CALL_ABUSIVE : 0) | (tag_about(tag) == ABOUT_HABIT ? CALL_ONLY_TO_TALK : 0);
}

/* Chance that a call is abusive: the usual share, tilted by the caller's anger. */
static double abuse_share(const struct day *d, double anger)
{
    return d->s->operators.abuse_share * (1 + d->s->operators.abuse_anger * anger);
}

void calls_contact(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    const struct kind *k = &d->s->kinds[n->kind];
    struct call_manner how = { k->talk_mu, k->talk_sigma, k->hours };
    if (n->first_attempt < 0)
        n->first_attempt = (float)d->t;             /* the second follows when the centre has run */
    n->flags |= NEED_WAITS_LINE | NEED_CALLED;
    STORY_TELL(d, story_who(n), .what = STORY_calls, .a = n->attempts + 1);
    add_call(d, call_tag(ABOUT_NEED, n->street, n->kind, need), n->key, n->attempts++, n->born_key, how,
             n->flags & NEED_URGENT, abuse_share(d, share_of(d->w->resident[n->resident].anger)));
}

uint32_t calls_caller(const struct day *d, uint64_t tag)
{
    enum call_about about = tag_about(tag);
    uint32_t id = tag_id(tag);
    return about == ABOUT_NEED ? d->w->needs.row[id].resident : about == ABOUT_SITE ? d->w->voices.row[id].resident : id;
}

void calls_about_site(struct day *d, uint32_t need, uint32_t voice, uint32_t key)
{
    struct need *n = &d->w->needs.row[need];
    const struct voice *v = &d->w->voices.row[voice];
    const struct kind *k = &d->s->kinds[n->kind];
    struct call_manner how = { k->talk_mu, k->talk_sigma, k->hours };
    if (n->first_attempt < 0)
        n->first_attempt = (float)d->t;
    n->flags |= NEED_CALLED;
    add_call(d, call_tag(ABOUT_SITE, n->street, n->kind, voice), key, v->thoughts, v->failure, how, n->flags & NEED_URGENT,
             abuse_share(d, share_of(d->w->resident[v->resident].anger)));
}

void calls_about_consult(struct day *d, int kind, uint32_t key, int street, uint32_t resident)
{
    const struct kind *k = &d->s->kinds[kind];
    struct call_manner how = { k->talk_mu, k->talk_sigma, k->hours };
    add_call(d, call_tag(ABOUT_CONSULT, street, kind, resident), key, 0, d->t, how, 0, abuse_share(d, 0));
}

void calls_by_habit(struct day *d, uint64_t tag, uint32_t key, uint32_t ordinal, struct call_manner how)
{
    double abuse = 0;
    if (tag_about(tag) != ABOUT_HABIT)          /* the lonely are mild, and most: their rows are not looked at */
        abuse = abuse_share(d, share_of(d->w->resident[tag_id(tag)].anger));
    add_call(d, tag, key, ordinal, d->t, how, 0, abuse);
}

/* --- decisions ------------------------------------------------------------------------------------------------- */

void calls_think_later(struct day *d, uint32_t need, double mean_days)
{
    struct need *n = &d->w->needs.row[need];
    double u = draw_unit(draw_at(d->key, PURPOSE_PERSISTENCE, n->key, n->thoughts++, n->born_key).w[0]);
    double wait = 1 - mean_days * num_log(u);
    need_wake_at(d->w, need, d->t, n->flags & NEED_QUIET || wait > WHEEL_DAYS ? d->t + WHEEL_DAYS : d->t + (uint32_t)wait);
}

/* Utility that the wait one expects on the line takes away. */
static double waits_of(const struct day *d, int kind, int urgent, uint32_t resident)
{
    return d->s->calling.wait_cost * lines_wait_s(d, kind, urgent, resident) / 60;
}

/* Of a channel's utility, what is the same today for all of a street class. */
static double channel_today(const struct day *d, const struct channel *row, const struct street_class *class)
{
    const struct scenario *s = d->s;
    double brings = s->calling.efficacy_gain * d->w->efficacy * (0.5 + d->w->credibility);
    if (row->by == BY_COUNCIL)                  /* not everywhere, nor for everything */
        return COUNCIL_AWAY;
    return row->constant + row->efficacy * brings + (row->by == BY_HOTLINE ? class->reporting : 0);
}

static void channels_today(struct day *d)
{
    for (int i = 0; i < d->s->n_street_classes; i++)
        for (int c = 0; c < d->s->n_channels; c++)
            d->terms.channel[i][c] = channel_today(d, &d->s->channels[c], &d->s->street_classes[i]);
}

/* Chance that a way other than the line ends a need. */
static double channel_solves(const struct channel *c, const struct kind *kind, double capability)
{
    if (c->by == BY_RESIDENT)
        return c->solves * kind->self_help;
    if (c->by == BY_COMMUNITY)
        return c->solves * kind->fixable * capability;
    return c->by == BY_AUTHORITY ? c->solves * kind->fixable : 0;
}

struct leaning calls_leaning(const struct day *d, int k, int street_class, double harm)
{
    const struct scenario *s = d->s;
    const struct kind *kind = &s->kinds[k];
    struct leaning is = { .days = 1 };
    double all = 0, urgency = s->calling.urgency_gain * num_log(1 + harm), waits = waits_of(d, k, 0, NOBODY);
    double capability = s->street_classes[street_class].capability;
    for (int c = 0; c < s->n_channels; c++) {
        const struct channel *x = &s->channels[c];
        double u = channel_today(d, x, &s->street_classes[street_class]) - x->wait * waits +
                   x->trust * s->calling.trust_start + x->harm * urgency;
        double weight = num_exp(x->by == BY_HOTLINE ? u + kind->reporting : u);
        all += weight;
        if (x->by == BY_HOTLINE)
            is.calls += weight;
        else if (x->by == BY_NOBODY)
            is.nothing += weight;
        else
            is.back += weight * (1 - channel_solves(x, kind, capability)) / (1 + x->days / kind->fade_d);
        is.days = x->by == BY_NOBODY && x->days > is.days ? x->days : is.days;
    }
    is.calls /= all;
    is.nothing /= all;
    is.back /= all;
    return is;
}

double calls_undone_most(const struct day *d, int kind, int street_class)
{
    double acting = INFINITY, nothing = -INFINITY;
    for (int c = 0; c < d->s->n_channels; c++) {
        const struct channel *x = &d->s->channels[c];
        if (x->by == BY_NOBODY)
            nothing = x->harm > nothing ? x->harm : nothing;
        else
            acting = x->harm < acting ? x->harm : acting;
    }
    return nothing <= acting ? calls_leaning(d, kind, street_class, 0).nothing : 1;
}

void calls_undone(struct day *d, uint32_t need, double days)
{
    struct need *n = &d->w->needs.row[need];
    for (int c = 0; c < d->s->n_channels; c++)
        if (d->s->channels[c].by == BY_NOBODY)
            n->channel = (uint8_t)c;
    n->thoughts++;
    calls_think_later(d, need, days);
}

int calls_channel(const struct day *d, const struct need *n, const struct resident *r, double u)
{
    const struct scenario *s = d->s;
    const struct kind *kind = &s->kinds[n->kind];
    const double *today = d->terms.channel[d->city->street[n->street].class];
    double weight[MAX_channels], sum = 0, trust = share_of(r->trust), anger = share_of(r->anger);
    double urgency = s->calling.urgency_gain * num_log(1 + n->harm);
    uint32_t resident = (uint32_t)(r - d->w->resident);
    double waits = waits_of(d, n->kind, n->flags & NEED_URGENT, resident);
    int known = s->community.coverage > 0 && community_knows(d, resident);
    int council = s->community.councils > 0 && community_takes_up(d, n);
    for (int c = 0; c < s->n_channels; c++) {
        const struct channel *row = &s->channels[c];
        double v = today[c] - row->wait * waits + row->trust * trust + row->anger * anger + row->harm * urgency;
        if (row->by == BY_COUNCIL) {
            if (!council) {
                weight[c] = 0;
                continue;
            }
            v += row->constant - COUNCIL_AWAY + row->efficacy * d->w->villages.row[n->street].standing;
        }
        if (row->by == BY_HOTLINE)
            v += kind->reporting - (d->terms.restrained[n->kind] ? norms_restraint(d, n, r) : 0);
        if (known && row->by == BY_COMMUNITY)
            v += s->community.pull;
        weight[c] = num_exp(v);
        if (known && row->by == BY_HOTLINE)
            weight[c] *= 1 - s->community.zeta;
        sum += weight[c];
    }
    int c = 0;
    u *= sum;
    while (c < s->n_channels - 1 && (u -= weight[c]) > 0)
        c++;
    return c;
}

static void take_channel(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    double u = draw_unit(draw_at(d->key, PURPOSE_CHANNEL, n->key, n->thoughts, n->born_key).w[0]);
    n->channel = (uint8_t)calls_channel(d, n, adaptation_resident(d, n->resident), u);
    STORY_TELL(d, story_who(n), .what = STORY_chooses_channel, .a = n->channel);
    const struct channel *c = &d->s->channels[n->channel];
    struct village *v = &d->w->villages.row[n->street];
    n->thoughts++;
    v->passed_by += c->by == BY_HOTLINE;
    v->practised += c->by == BY_COMMUNITY;
    if (c->by == BY_COMMUNITY)
        d->w->offices.row[city_street_unit(d->city, n->street)].measure_h += (float)c->hours;
    if (c->by == BY_COUNCIL)
        community_asked(d, n);
    if (c->by == BY_HOTLINE) {
        calls_contact(d, need);
        calls_think_later(d, need, d->s->calling.patience_d);
    } else if (c->by == BY_NOBODY) {
        calls_think_later(d, need, c->days);
    } else {
        need_wake_at(d->w, need, d->t, d->t + 1 + (uint32_t)c->days);
    }
}

/* What another channel has brought. */
static int channel_solved(struct day *d, const struct need *n, const struct channel *c)
{
    double p = channel_solves(c, &d->s->kinds[n->kind], d->w->villages.row[n->street].capability);
    return p > 0 && draw_unit(draw_at(d->key, PURPOSE_CHANNEL, n->key, OUTCOME_OF_CHANNEL | n->thoughts, n->born_key).w[0]) < p;
}

static double threshold_of(const struct day *d, uint32_t resident)
{
    double u = draw_unit(draw_hash(resident ^ d->key.k[0], THRESHOLD_SALT));
    return d->s->calling.threshold + d->s->calling.threshold_sigma * num_normal(u);
}

/* Are acquaintances and the street rewarded for crying, beyond the threshold? Acquaintances are looked at only where
 * they can tip the scale. */
int calls_imitates(const struct day *d, int at, uint32_t resident)
{
    const struct scenario *s = d->s;
    double threshold = threshold_of(d, resident), street = s->calling.omega * d->w->street_rewarded.row[at];
    int seen = 0;
    if (street > threshold)
        return 1;
    if (street + 1 - s->calling.omega <= threshold)
        return 0;
    for (int j = 0; j < s->city.neighbours; j++) {
        uint32_t i = city_neighbour(d->city, s, at, resident, j);
        uint32_t since = d->w->resident[i].rewarded;
        seen += since && since + REWARD_LASTS_D > d->t;
    }
    double near = s->city.neighbours ? (double)seen / s->city.neighbours : 0;
    return street + (1 - s->calling.omega) * near > threshold;
}

int calls_again(struct day *d, const struct need *n, uint32_t resident, double u)
{
    const struct scenario *s = d->s;
    const struct resident *r = &d->w->resident[resident];
    double b = share_of(r->belief);
    double x = s->calling.repeat_base + s->calling.repeat_belief * b + s->calling.repeat_anger * share_of(r->anger) +
               s->calling.repeat_harm * num_log(1 + n->harm) + s->calling.repeat_efficacy * d->w->efficacy -
               waits_of(d, n->kind, n->flags & NEED_URGENT, resident);
    if (d->terms.restrained[n->kind])
        x -= norms_restraint(d, n, r);
    if (n->relief_until > d->t)
        x -= s->calling.repeat_relief * need_relief(n);
    if (n->ticket != NOBODY && !(d->w->tickets.row[n->ticket].flags & TICKET_OVERDUE))
        x -= s->calling.repeat_waiting;
    d->facts.belief_sum += b;
    d->facts.repeat_decisions++;
    if (u < num_logistic(x))
        return 1;
    return u < num_logistic(x + s->calling.imitation) && calls_imitates(d, n->street, resident);
}

/* 110 passes on what is no matter of its own: the caller is on the line today. */
static int handed_back(struct day *d, uint32_t need, const struct channel *from)
{
    struct need *n = &d->w->needs.row[need];
    struct draw x = draw_at(d->key, PURPOSE_CHANNEL, n->key, OUTCOME_OF_CHANNEL | n->thoughts, n->born_key);
    if (draw_unit(x.w[1]) >= from->hands_over)
        return 0;
    d->facts.handed_back++;
    calls_contact(d, need);
    calls_think_later(d, need, d->s->calling.patience_d);
    return 1;
}

static void think(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    if (n->flags & (NEED_QUIET | NEED_WAITS_LINE)) {
        calls_think_later(d, need, d->s->calling.patience_d);
    } else if (n->attempts == 0) {
        const struct channel *tried = n->channel == NO_CHANNEL ? NULL : &d->s->channels[n->channel];
        if (tried && tried->by == BY_COUNCIL && community_answers(d, need, tried->solves))
            return;
        if (tried && channel_solved(d, n, tried))
            needs_end(d, need, END_FIXED);
        else if (!tried || tried->hands_over == 0 || !handed_back(d, need, tried))
            take_channel(d, need);
    } else {
        struct resident *r = adaptation_resident(d, n->resident);
        double u = draw_unit(draw_at(d->key, PURPOSE_CHANNEL, n->key, n->thoughts, n->born_key).w[1]);
        if (calls_again(d, n, n->resident, u)) {
            calls_contact(d, need);
        } else {
            STORY_TELL(d, story_who(n), .what = STORY_does_not_call, .x = share_of(r->belief), .y = share_of(r->anger));
            if (r->anger)
                anger_boils(d, n, r, d->s->calling.patience_d);
        }
        calls_think_later(d, need, d->s->calling.patience_d);
    }
}

/* Who has stopped thinking of calling, or is on the line, is not looked at. Always inlined, as in world.h. */
static inline __attribute__((always_inline)) void fetch_thinker(const struct day *d, uint32_t need)
{
    const struct need *n = &d->w->needs.row[need];
    if (!(n->flags & (NEED_QUIET | NEED_WAITS_LINE)))
        world_fetch_resident(d->w, n->resident);
}

/* --- those without a decision -------------------------------------------------------------------------------- */

static double consult_share(const struct day *d, const struct kind *kind, int class)
{
    double sum = 0, hotline = 0, waits = waits_of(d, (int)(kind - d->s->kinds), 0, NOBODY);
    for (int c = 0; c < d->s->n_channels; c++) {
        const struct channel *row = &d->s->channels[c];
        double habit = row->by == BY_HOTLINE ? kind->reporting : 0;
        double w = num_exp(d->terms.channel[class][c] - row->wait * waits + row->trust * d->s->calling.trust_start + habit);
        sum += w;
        hotline += row->by == BY_HOTLINE ? w : 0;
    }
    return sum > 0 ? hotline / sum : 0;
}

static void consults_call(struct day *d, int k)
{
    const struct kind *kind = &d->s->kinds[k];
    double grown = needs_growth(d->s, d->t, d->t0) / d->terms.growth_most;
    for (int c = 0; c < d->s->n_street_classes; c++)
        d->terms.consult_calls[c] = grown * kind->level * consult_share(d, kind, c) *
                                    (1 - d->s->community.coverage * d->s->community.zeta);
    double most = city_asked_a_day(d->s, kind) * d->terms.growth_most;
    double mean = most * d->s->calendar.weekday[d->date->weekday] * d->city->busy[d->t];
    struct draw n = draw_at(d->key, PURPOSE_NEED_COUNT, (uint32_t)k, 0, d->t);
    uint32_t count = draw_poisson(mean, draw_unit2(n.w[0], n.w[1]));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = (uint32_t)k << KIND_SHIFT | i;
        struct draw x = draw_at(d->key, PURPOSE_CALLER, key, 0, d->t);
        int street = (int)alias_pick(d->city->street_alias, (uint32_t)d->city->n_streets, x.w[0]);
        if (draw_unit(x.w[3]) < d->terms.consult_calls[d->city->street[street].class])
            calls_about_consult(d, k, key, street, city_resident(d->city, street, x.w[1], x.w[2]));
    }
}

void day_calls(struct day *d)
{
    uint32_t n = d->facts.thinking.n;
    channels_today(d);
    for (uint32_t i = 0; i < n; i++) {
        world_fetch_ahead(d->w, d->facts.thinking.row, n, i);
        if (i + NEAR < n)
            fetch_thinker(d, d->facts.thinking.row[i + NEAR]);
        think(d, d->facts.thinking.row[i]);
    }
    voices_call(d);
    habits_call(d);
    for (int k = 0; k < d->s->n_kinds; k++)
        if (d->s->kinds[k].validity == CONSULT)
            consults_call(d, k);
}
