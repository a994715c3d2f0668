/* needs.c - phase 1: needs arise, worsen and fade.
 *
 * Exogenous needs are a superset at the maximal rate: each has a mark that is keyed by the need, and arises if the
 * mark is below kinds.level, times treat.level where the topic is treated. So all policies of a replicate face the same
 * needs, and prevention is seen as thinning.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { AT_MACHINE = 0x8000 /* | attempts: round of what a machine breeds */ };

double needs_season(const struct kind *kind, int day_of_year)
{
    /* One wave a year; a parabola through the quarter points stands for the cosine, 6 % off at most. */
    double x = (day_of_year - kind->season_peak) / 365.25;
    x -= floor(x + 0.5);
    double a = x < 0 ? -x : x, wave = a < 0.25 ? 1 - 16 * a * a : -1 + 16 * (0.5 - a) * (0.5 - a);
    return 1 + kind->season * wave;
}

double needs_growth(const struct scenario *s, double t, double t0)
{
    return s->city.growth == 0 || t <= t0 ? 1 : num_pow(1 + s->city.growth, (t - t0) / 365);
}

/* Needs of this kind that arise today at the maximal rate: as on the day on which most is asked. */
static double maximal_count(const struct day *d, const struct kind *kind)
{
    double a_day = city_asked_a_day(d->s, kind) * d->terms.growth_most;
    return a_day * needs_season(kind, d->date->of_year) * d->s->calendar.weekday[d->date->weekday] * d->city->busy[d->t];
}

double needs_most(const struct day *d)
{
    double sum = 0;
    for (int k = 0; k < d->s->n_kinds; k++)
        sum += d->s->kinds[k].structural ? 0 : maximal_count(d, &d->s->kinds[k]);
    return sum;
}

uint32_t needs_create(struct day *d, int k, uint32_t key, uint32_t born_key, struct birth_place at, int flags)
{
    const struct kind *kind = &d->s->kinds[k];
    struct nature nature = nature_of(d->s, d->key, k, key, born_key);
    uint32_t i = need_new(d->w);
    struct need *n = &d->w->needs.row[i];
    double fade = d->t + 1 + nature.fade_d, worse = d->t + 1 + nature.worsen_d;
    n->key = key;
    n->born_key = (uint16_t)born_key;
    n->born = n->accrued = (uint16_t)d->t;
    n->resident = at.resident;
    n->street = (int16_t)at.street;
    n->site = at.site;
    n->kind = (uint8_t)k;
    n->channel = NO_CHANNEL;
    n->unit = (int16_t)city_competent_unit(d->city, kind, at.street);
    n->fade = (uint16_t)(fade < NEVER && at.site == NOBODY ? fade : NEVER);     /* a broken site stays broken */
    n->worse = (uint16_t)(worse < n->fade ? worse : NEVER);
    n->harm = nature.harm;
    n->effort_h = n->left_h = nature.effort_h;
    n->claim_yuan = nature.claim_yuan;
    n->flags = (uint16_t)(flags | nature.flags);
    d->facts.feuds_begun += n->flags & NEED_FEUD && !(flags & NEED_CHILD);
    STORY_TELL(d, story_who(n), .what = STORY_arises, .a = !!(n->flags & NEED_URGENT), .x = n->harm, .y = n->effort_h);
    d->facts.born.row[d->facts.born.n++] = i;
    d->facts.thinking.row[d->facts.thinking.n++] = i;
    if (kind->merit && !(flags & NEED_CHILD))
        d->w->needs_open_merit++;
    warning_counts(d, n, 1);
    return i;
}

/* Only a professional asks what is still open. The needs of those whom city_resident names are nobody's of this kind. */
void needs_link(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    if (d->w->resident[n->resident].habit != HABIT_PROFESSIONAL)
        return;
    struct regular *r = &d->w->regulars.row[city_habit(d->city, n->resident)];
    n->flags |= NEED_LISTED;
    n->next_own = r->need;
    r->need = need;
}

static void unlink_from_resident(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    uint32_t *at = &d->w->regulars.row[city_habit(d->city, n->resident)].need;
    while (*at != need && *at != NOBODY)
        at = &d->w->needs.row[*at].next_own;
    if (*at == need)
        *at = n->next_own;
}

void needs_end(struct day *d, uint32_t need, enum need_end end)
{
    struct need *n = &d->w->needs.row[need];
    need_accrue(n, d->t, d->t0);
    warning_counts(d, n, -1);
    STORY_TELL(d, story_who(n), .what = STORY_ends, .a = (int)end, .x = n->harm_done);
    if (n->flags & NEED_FEUD && end == END_FIXED && d->s->kinds[n->kind].mediates)
        d->facts.feuds_mediated++;
    else if (n->flags & NEED_FEUD)
        needs_trigger(d, need, TRIGGER_SURFACE);
    n->state = NEED_ENDED;
    n->end = (uint8_t)end;
    if (n->ended < 0 || (end != END_GAVE_UP && end != END_REFUSED))
        n->ended = (float)d->t + 0.5f;
    if (n->flags & NEED_LISTED)
        unlink_from_resident(d, need);
    d->facts.ended.row[d->facts.ended.n++] = need;
    d->w->ended.row[d->w->ended.n++] = need;
    if (d->s->kinds[n->kind].merit && !(n->flags & NEED_CHILD))
        d->w->needs_open_merit--;
    if (n->site != NOBODY) {
        struct site *site = &d->w->sites.row[n->site];
        double u = draw_unit(draw_at(d->key, PURPOSE_SITE, n->site, ++site->failures, 0).w[0]);
        uint32_t next = d->t + (uint32_t)site_gap_days(&d->s->kinds[site->kind], u);
        site->state = SITE_OK;
        site->need = NOBODY;
        site->next = (uint16_t)(next < NEVER ? next : NEVER);
        d->w->sites_down--;
        site_wake_at(d->w, n->site, d->t, d->city);
    }
}

void needs_quiet(struct day *d, struct need *n, int flags)
{
    if (!(n->flags & NEED_QUIET))
        n->ended = flags & NEED_CONTENT ? -1 : (float)d->t + 0.5f;
    STORY_TELL(d, story_who(n), .what = STORY_gives_up, .a = !!(flags & NEED_CONTENT));
    n->flags |= (uint16_t)(NEED_QUIET | flags);
}

void needs_trigger(struct day *d, uint32_t need, enum trigger what)
{
    struct need *n = &d->w->needs.row[need];
    uint32_t round = what == TRIGGER_MACHINE ? AT_MACHINE | n->attempts : n->changes;
    for (int c = 0; c < d->s->n_children; c++) {
        const struct child *rule = &d->s->children[c];
        int from = rule->from.n == 0;
        for (int j = 0; j < rule->from.n; j++)
            from |= rule->from.id[j] == n->kind;
        if (rule->trigger != (int)what || !from || rule->to.n == 0)
            continue;
        struct draw x = draw_at(d->key, PURPOSE_CHILD, n->key, (uint32_t)c << 16 | round, n->born_key);
        if (draw_unit(x.w[0]) >= rule->probability)
            continue;
        double delay = 1 - rule->delay_d * num_log(draw_unit(x.w[1]));
        if (d->t + delay >= d->city->n_days)
            continue;
        int to = rule->to.n > 1 ? (int)draw_below(x.w[3], (uint32_t)rule->to.n) : 0;
        d->facts.flip_flops += what == TRIGGER_FIXED && rule->to.id[to] == n->kind;
        uint32_t who = rule->who == WHO_SAME ? n->resident
            : city_neighbour(d->city, d->s, n->street, n->resident, (int)draw_below(x.w[2], (uint32_t)d->s->city.neighbours + 1));
        if (column_reserve(&d->w->births, 1, &d->err))
            return;
        d->w->births.row[d->w->births.n++] = (struct birth){
            .key = draw_hash(n->key ^ (uint32_t)n->born_key << 16, (uint32_t)c << 16 | round), .parent = n->key,
            .resident = who, .day = (uint16_t)(d->t + delay), .street = n->street,
            .flags = what == TRIGGER_SURFACE ? NEED_FEUD : 0, .kind = (uint8_t)rule->to.id[to] };
    }
}

uint32_t needs_of_site(struct day *d, uint32_t i)
{
    struct site *site = &d->w->sites.row[i];
    struct draw x = draw_at(d->key, PURPOSE_CALLER, SITE_KEY | i, 0, site->failures);
    struct birth_place at = { site->street, city_resident(d->city, site->street, x.w[1], x.w[2]), i };
    site->state = SITE_BROKEN;
    d->w->sites_down++;
    site->need = needs_create(d, site->kind, SITE_KEY | i, site->failures, at, 0);
    return site->need;
}

/* Sites that fail today: one need stands for all the residents of the site; one of them notices first. */
static void sites_fail(struct day *d)
{
    struct world *w = d->w;
    struct id_list *due = &d->facts.due;
    wheel_take(&w->site_wheel, d->t, due, &d->err);
    for (uint32_t at_due = 0; at_due < due->n; at_due++) {
        uint32_t i = due->row[at_due];
        struct site *site = &w->sites.row[i];
        if (site->next != d->t) {               /* a later turn of the wheel */
            site_wake_at(w, i, d->t, d->city);
            continue;
        }
        needs_of_site(d, i);
        voices_rise(d, i);
    }
}

static void children_come(struct day *d)
{
    struct world *w = d->w;
    for (uint32_t i = 0; i < w->births.n;) {
        struct birth b = w->births.row[i];
        if (b.day > d->t) {
            i++;
            continue;
        }
        w->births.row[i] = w->births.row[--w->births.n];
        struct birth_place at = { b.street, b.resident, NOBODY };
        d->facts.feud_surfaces += !!b.flags;
        needs_link(d, needs_create(d, b.kind, b.key & ~SITE_KEY, d->t, at, NEED_CHILD | b.flags));
    }
}

static void superset_arises(struct day *d, int k)
{
    const struct kind *kind = &d->s->kinds[k];
    struct draw c = draw_at(d->key, PURPOSE_NEED_COUNT, (uint32_t)k, 0, d->t);
    uint32_t count = draw_poisson(maximal_count(d, kind), draw_unit2(c.w[0], c.w[1]));
    double grown = needs_growth(d->s, d->t, d->t0) / d->terms.growth_most, level = topics_level(d, k);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = (uint32_t)k << KIND_SHIFT | i;
        struct draw x = draw_at(d->key, PURPOSE_CALLER, key, 0, d->t);
        int street = (int)alias_pick(d->city->street_alias, (uint32_t)d->city->n_streets, x.w[0]);
        double mark = draw_unit(x.w[3]);
        if (mark >= grown * level) {
            if (kind->prevention_h > 0 && mark < grown)
                d->w->offices.row[city_competent_unit(d->city, kind, street)].measure_h += (float)kind->prevention_h;
            if (kind->merit && mark < grown)
                d->facts.prevented.row[d->facts.prevented.n++] = (struct prevented){ key, (int16_t)street, (uint8_t)k };
            continue;
        }
        struct birth_place at = { street, city_resident(d->city, street, x.w[1], x.w[2]), NOBODY };
        needs_create(d, k, key, d->t, at, 0);
    }
}

/* Left alone it gets worse: more harm, perhaps urgent; its resident thinks of the line afresh, its unit chooses again. */
static void worsens(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    const struct kind *kind = &d->s->kinds[n->kind];
    struct nature nature = nature_of(d->s, d->key, n->kind, n->key, n->born_key);
    need_accrue(n, d->t, d->t0);
    n->worse = NEVER;
    n->harm *= (float)kind->worsen_factor;
    if (!(n->flags & NEED_REFUSED)) {
        n->flags &= (uint16_t)~(NEED_QUIET | NEED_CONTENT);
        n->ended = -1;
    }
    if (n->attempts == 0)
        n->channel = NO_CHANNEL;
    if (nature.worse_urgent && !(n->flags & NEED_URGENT)) {
        n->flags |= NEED_URGENT;
        d->w->open_urgent += n->ticket != NOBODY;
    }
    if (n->ticket != NOBODY && d->w->tickets.row[n->ticket].state == TICKET_OPEN)
        d->w->changed.row[d->w->changed.n++] = n->ticket;
    d->facts.worsened += kind->merit && !(n->flags & NEED_CHILD);
    STORY_TELL(d, story_who(n), .what = STORY_worsens, .a = !!(n->flags & NEED_URGENT), .x = n->harm);
}

static void need_due(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    if (n->state != NEED_OPEN || n->due != d->t)
        return;                                 /* a stale entry: the row is another need's now */
    n->due = NEVER;
    int gave_up = n->flags & NEED_QUIET && !(n->flags & NEED_CONTENT);
    if (n->fade <= d->t && n->fade < NEVER)
        needs_end(d, need, n->flags & NEED_REFUSED ? END_REFUSED : gave_up ? END_GAVE_UP : END_FADED);
    else
        d->facts.thinking.row[d->facts.thinking.n++] = need;
    if (n->state == NEED_OPEN && n->worse == d->t)
        worsens(d, need);
}

/* Needs whose day has come: they fade, or their residents think again about calling. */
static void wheel_turns(struct day *d)
{
    struct id_list *due = &d->facts.due;
    wheel_take(&d->w->need_wheel, d->t, due, &d->err);
    for (uint32_t i = 0; i < due->n; i++) {
        world_fetch_ahead(d->w, due->row, due->n, i);
        need_due(d, due->row[i]);
    }
}

void day_needs(struct day *d)
{
    topics_morning(d);
    wheel_turns(d);
    sites_fail(d);
    children_come(d);
    if (d->t == 0)
        opening_day(d);
    for (int k = 0; k < d->s->n_kinds; k++)
        if (!d->s->kinds[k].structural && d->s->kinds[k].validity != CONSULT)
            superset_arises(d, k);
    if (d->s->warning.every_d > 0)
        warning_morning(d);
}
