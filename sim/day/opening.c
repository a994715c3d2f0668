/* opening.c - what is there when a city begins: the needs that arose before its first day and go on.
 *
 * Of those that have not faded by themselves some are there because their resident does nothing, some because the line was called
 * in vain: the caller goes on calling, is content with less, or has given up. How many, is where these ways in and out balance.
 * All is without memory, so that what is ahead of an old need is as of a new one. Tickets are none: these fill within days.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { OPENING = 1 << 23 };                     /* in the key of a need that is older than the city's first day */

/* Of the needs of a kind in streets of one class that would be there if nobody did anything, shares that are: their resident
 * does nothing (at most), goes on calling, is content, or has given up. */
struct standing { double most_undone, back, calling, content, quit; };

/* Chance that a round ends the need: by a unit that can, where the other party lets it. */
static double round_fixes(const struct scenario *s, const struct kind *kind)
{
    double at_street = kind->competent.n ? s->dispatch.territorial : 0;
    double competence = 1 - at_street + at_street * s->dispatch.fallback_competence;
    double force = kind->competent.n ? (1 - at_street) * s->departments[kind->competent.id[0]].enforcement : 0;
    double cooperation = kind->cooperation + (1 - kind->cooperation) * force;
    return s->calendar.opening_fixed * kind->fixable * competence * cooperation * (1 - kind->joint * (1 - s->handling.alone));
}

/* Doing nothing is chosen at once, or after other ways have led back to the choice. */
static double nothing_in_the_end(double nothing, double back) { return nothing + back < 1 ? nothing / (1 - back) : 1; }

/* Who does nothing leaves that state when the need fades or, thinking again, does something. */
static double still_undone(const struct kind *kind, double undone, double days)
{
    return kind->level * undone / (1 + kind->fade_d * (1 - undone) / days);
}

static struct standing standing_of(const struct day *d, int k, int street_class)
{
    const struct scenario *s = d->s;
    const struct kind *kind = &s->kinds[k];
    struct leaning is = calls_leaning(d, k, street_class, kind->harm);
    double again = 1 - is.nothing * kind->fade_d / (kind->fade_d + is.days) - is.back;
    double called = kind->level * is.calls / (again > is.calls ? again : is.calls);     /* share that is called in, ever */
    double fixed = round_fixes(s, kind), satisfied = s->calendar.opening_content;
    double gives_up = (1 - satisfied) * s->calling.give_up * (1 - s->calling.give_up_belief * s->calling.belief_start);
    double rounds = kind->fade_d / s->calendar.opening_round_d, goes_on = 1 - satisfied - gives_up;
    double undone = nothing_in_the_end(calls_undone_most(d, k, street_class), is.back);
    struct standing at = { .most_undone = still_undone(kind, undone, is.days), .back = is.back };
    at.calling = called * (1 - fixed) * goes_on / (1 + rounds * (fixed + (1 - fixed) * (1 - goes_on)));
    at.content = kind->merit ? (called + at.calling * rounds) * (1 - fixed) * satisfied : 0;    /* else it is over */
    at.quit = (called + at.calling * rounds) * (1 - fixed) * gives_up;
    return at;
}

/* Its call was answered before the first day; nobody has a ticket of it. */
static void was_called_in(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    n->flags |= NEED_CALLED;
    n->contacts = n->attempts = 1;
    n->thoughts++;
    n->first_attempt = (float)d->t;
    n->answer_d = 0;
    d->facts.first_answered.row[d->facts.first_answered.n++] = need;
}

/* u is uniform over what is left when those are taken off about whom nothing is done. */
static void goes_on(struct day *d, uint32_t need, const struct standing *at, double u)
{
    struct need *n = &d->w->needs.row[need];
    was_called_in(d, need);
    if (u >= at->calling)
        needs_quiet(d, n, u < at->calling + at->content ? NEED_CONTENT : 0);
    calls_think_later(d, need, d->s->calling.patience_d);
}

/* What is known of a need of that age about which nothing is done: the chances that it is there and has not got worse, or has;
 * the hazard of its end or of doing something; days until nothing is thought about again. */
struct aged { double young, old, leaves, days; };

/* A need that got worse was thought of afresh then, and was left undone again. */
static struct aged aged_of(const struct day *d, int k, int class, const struct nature *nature, double back)
{
    const struct kind *kind = &d->s->kinds[k];
    struct leaning is = calls_leaning(d, k, class, nature->harm);
    double undone = nothing_in_the_end(is.nothing, back);
    struct aged x = { still_undone(kind, undone, is.days), 0, 1 / kind->fade_d + (1 - undone) / is.days, is.days };
    if (kind->worsen_d > 0) {
        double holds = num_exp(-x.leaves * nature->worsen_d);
        double again = nothing_in_the_end(calls_leaning(d, k, class, nature->harm * kind->worsen_factor).nothing, back);
        x.old = x.young * holds * again * x.leaves / (1 / kind->fade_d + (1 - again) / is.days);
        x.young *= 1 - holds;
    }
    return x;
}

/* u, below young + old, says which, and its age. */
static void has_aged(struct day *d, struct need *n, const struct nature *nature, const struct aged *x, double u)
{
    const struct kind *kind = &d->s->kinds[n->kind];
    if (kind->worsen_d <= 0)
        return;
    n->worse = NEVER;
    if (u >= x->young) {
        n->harm *= (float)kind->worsen_factor;
        n->flags |= nature->worse_urgent ? NEED_URGENT : 0;
        return;
    }
    double age = -num_log(1 - u / x->young * (1 - num_exp(-x->leaves * nature->worsen_d))) / x->leaves;
    double worse = d->t + 1 + (nature->worsen_d > age ? nature->worsen_d - age : 0);
    if (worse < n->fade)
        n->worse = (uint16_t)worse;
}

static void opens(struct day *d, int k, uint32_t key, const struct standing standing[])
{
    struct draw x = draw_at(d->key, PURPOSE_CALLER, key, 0, d->t);
    int street = (int)alias_pick(d->city->street_alias, (uint32_t)d->city->n_streets, x.w[0]);
    const struct standing *at = &standing[d->city->street[street].class];
    struct aged aged = { 0 };
    struct nature nature = { 0 };
    double u = draw_unit(x.w[3]);
    if (u < at->most_undone) {                  /* else what the need is like need not be known */
        nature = nature_of(d->s, d->key, k, key, d->t);
        aged = aged_of(d, k, d->city->street[street].class, &nature, at->back);
    }
    int undone = u < aged.young + aged.old;
    if (!undone && 1 - u >= at->calling + at->content + at->quit)
        return;
    struct birth_place place = { street, city_resident(d->city, street, x.w[1], x.w[2]), NOBODY };
    uint32_t need = needs_create(d, k, key, d->t, place, 0);
    d->facts.thinking.n--;
    if (undone)
        has_aged(d, &d->w->needs.row[need], &nature, &aged, u);
    if (undone)
        calls_undone(d, need, aged.days);
    else
        goes_on(d, need, at, 1 - u);
}

/* Needs of this kind that arose before the first day and have not faded (mean), if nobody had done anything. */
static double arisen_before(const struct day *d, const struct kind *kind)
{
    if (d->t0 == 0 || kind->structural || kind->validity == CONSULT)        /* without a warm-up a policy would have chosen them */
        return 0;
    double mean = d->s->calendar.opening * city_asked_a_day(d->s, kind) * kind->fade_d;
    return mean < OPENING / 2 ? mean : OPENING / 2;
}

double opening_most(const struct day *d)
{
    double sum = 0;
    for (int k = 0; k < d->s->n_kinds; k++) {
        double share = 0;
        for (int c = 0; c < d->s->n_street_classes; c++) {
            struct standing at = standing_of(d, k, c);
            double all = at.most_undone + at.calling + at.content + at.quit;
            share = all > share ? all : share;
        }
        sum += share * arisen_before(d, &d->s->kinds[k]);
    }
    return sum;
}

/* Sites that were broken before; whoever noticed it has called, and is content with what was done for now, or has given up. */
static void broken_sites(struct day *d)
{
    double content = d->s->calendar.opening_content, quit = (1 - content) * d->s->calling.give_up;
    struct standing at = { .content = content + quit > 0 ? content / (content + quit) : 0 };
    for (uint32_t i = 0; i < d->w->sites.n; i++) {
        if (d->w->sites.row[i].state != SITE_BROKEN || d->w->sites.row[i].need != NOBODY)
            continue;
        uint32_t need = needs_of_site(d, i);
        d->facts.thinking.n--;
        goes_on(d, need, &at, draw_unit(draw_at(d->key, PURPOSE_SITE, i, 0, 0).w[0]));
    }
}

void opening_day(struct day *d)
{
    struct standing standing[MAX_street_classes];
    for (int k = 0; k < d->s->n_kinds; k++) {
        struct draw x = draw_at(d->key, PURPOSE_NEED_COUNT, (uint32_t)k, 1, d->t);
        uint32_t count = draw_poisson(arisen_before(d, &d->s->kinds[k]), draw_unit2(x.w[0], x.w[1]));
        for (int c = 0; count && c < d->s->n_street_classes; c++)
            standing[c] = standing_of(d, k, c);
        for (uint32_t i = 0; i < count; i++)
            opens(d, k, (uint32_t)k << KIND_SHIFT | OPENING | i, standing);
    }
    broken_sites(d);
}
