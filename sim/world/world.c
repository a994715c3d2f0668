#include "world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/num.h"

enum { MONTH_D = 30 };

enum trait { TRAIT_SITE_KIND = 100, TRAIT_SITE_STREET, TRAIT_POST };

/* --- rows --------------------------------------------------------------------------------------------------- */

uint32_t need_new(struct world *w)
{
    uint32_t i = w->free_need;
    assert(i != NOBODY || w->needs.n < w->needs.room);
    if (i != NOBODY)
        w->free_need = w->needs.row[i].next_own;
    else
        i = w->needs.n++;
    if (w->free_need != NOBODY)
        world_fetch_need(w, w->free_need);              /* the next one's turn comes soon */
    w->needs.row[i] = (struct need){
        .state = NEED_OPEN, .ticket = NOBODY, .site = NOBODY, .next_own = NOBODY,
        .first_attempt = -1, .answer_d = -1, .accepted = -1, .ended = -1,
    };
    return i;
}

void need_free(struct world *w, uint32_t need)
{
    w->needs.row[need].state = NEED_FREE;
    w->needs.row[need].next_own = w->free_need;
    w->free_need = need;
}

uint32_t ticket_new(struct world *w)
{
    uint32_t i = w->free_ticket, version = 0;
    assert(i != NOBODY || w->tickets.n < w->tickets.room);
    if (i != NOBODY) {
        w->free_ticket = w->tickets.row[i].need;
        version = w->tickets.row[i].version;        /* entries in heaps may still name the row */
    } else {
        i = w->tickets.n++;
    }
    if (w->free_ticket != NOBODY)
        world_fetch_ticket(w, w->free_ticket);
    w->tickets.row[i] = (struct ticket){ .unit = NONE, .action = NONE, .version = version + 1 };
    return i;
}

void ticket_free(struct world *w, uint32_t ticket)
{
    w->tickets.row[ticket].state = TICKET_FREE;
    w->tickets.row[ticket].need = w->free_ticket;
    w->free_ticket = ticket;
}

void need_wake_at(struct world *w, uint32_t need, uint32_t t, uint32_t day)
{
    if (day > w->needs.row[need].fade)
        day = w->needs.row[need].fade;
    if (day > w->needs.row[need].worse)
        day = w->needs.row[need].worse;
    if (day <= t)
        day = t + 1;
    if (day - t >= WHEEL_DAYS)                  /* woken once on the way; nothing happens then */
        day = t + WHEEL_DAYS - 1;
    w->needs.row[need].due = (uint16_t)day;
    wheel_put(&w->need_wheel, day, need);
}

void ticket_wake_at(struct world *w, uint32_t ticket, uint32_t day)
{
    w->tickets.row[ticket].due = (uint16_t)day;
    wheel_put(&w->ticket_wheel, day, ticket);
}

void heap_push(struct heap *h, struct entry e)
{
    uint32_t i = h->n++;
    while (i && h->row[(i - 1) / 2].key < e.key) {
        h->row[i] = h->row[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->row[i] = e;
}

struct entry heap_pop(struct heap *h)
{
    struct entry top = h->row[0], last = h->row[--h->n];
    uint32_t i = 0;
    for (uint32_t c; (c = 2 * i + 1) < h->n; i = c) {
        if (c + 1 < h->n && h->row[c + 1].key > h->row[c].key)
            c++;
        if (h->row[c].key <= last.key)
            break;
        h->row[i] = h->row[c];
    }
    h->row[i] = last;
    return top;
}

void need_accrue(struct need *n, uint32_t t, uint32_t t0)
{
    uint32_t from = n->accrued > t0 ? n->accrued : t0;
    if (t > from) {
        uint32_t eased = n->relief_until > from ? (n->relief_until < t ? n->relief_until : t) - from : 0;
        n->harm_done += n->harm * ((float)(t - from) - (float)need_relief(n) * (float)eased);
    }
    n->accrued = (uint16_t)t;
}

void need_relieve(struct need *n, double share, uint32_t t, uint32_t until)
{
    uint32_t eased = n->relief_until > t ? n->relief_until : t, end = until < NEVER ? until : NEVER;
    uint32_t worse = n->worse + (n->worse < NEVER && end > eased ? end - eased : 0);
    n->relief = (uint16_t)(share * UINT16_MAX + 0.5);
    n->relief_until = (uint16_t)end;
    n->worse = (uint16_t)(worse < NEVER ? worse : NEVER);
}

/* --- building ------------------------------------------------------------------------------------------------ */

static void residents_start(struct world *w, const struct city *city, const struct scenario *s)
{
    struct resident usual = {
        .belief = byte_of(s->calling.belief_start),
        .trust = byte_of(s->calling.trust_start),
    };
    for (uint32_t i = 0; i < city->n_residents; i++)
        w->resident[i] = usual;
    for (uint32_t i = 0; i < city->habits.n; i++)
        w->resident[city->habits.row[i].resident].habit =
            city->habits.row[i].professional ? HABIT_PROFESSIONAL : HABIT_LONELY;
}

static int regulars_start(struct world *w, const struct city *city, const struct scenario *s, struct err *err)
{
    if (column_reserve(&w->regulars, city->habits.n, err) || column_reserve(&w->senses, (uint32_t)city->n_streets, err))
        return -1;
    for (uint32_t i = 0; i < city->habits.n; i++)
        w->regulars.row[w->regulars.n++] = (struct regular){ .need = NOBODY, .loneliness = !city->habits.row[i].professional,
                                                             .returns_d = (float)s->calling.lonely_return_d };
    for (int i = 0; i < city->n_streets; i++)
        w->senses.row[w->senses.n++] = (struct street_sense){ .norm = (float)s->calling.norm_start };
    return 0;
}

static int structural_kind(const struct scenario *s, double u)
{
    double sum = 0;
    for (int k = 0; k < s->n_kinds; k++)
        sum += s->kinds[k].structural;
    for (int k = 0; k < s->n_kinds; k++) {
        u -= s->kinds[k].structural / sum;
        if (s->kinds[k].structural && u < 0)
            return k;
    }
    return NONE;
}

/* Days from being sound to the k-th failure: exponential with the kind's rate (per site and year x 1000). */
int site_gap_days(const struct kind *kind, double u)
{
    double per_day = kind->rate / 1000 / 365;
    double days = per_day > 0 ? -num_log(u) / per_day : 1e9;
    return days < 1e6 ? 1 + (int)days : 1000000;
}

void site_wake_at(struct world *w, uint32_t site, uint32_t t, const struct city *city)
{
    uint32_t day = w->sites.row[site].next;
    if (day < (uint32_t)city->n_days)           /* one that is far off is looked at once on the way */
        wheel_put(&w->site_wheel, day - t < WHEEL_DAYS ? day : t + WHEEL_DAYS - 1, site);
}

static int sites_start(struct world *w, const struct city *city, const struct scenario *s, struct draw_key key,
                       struct err *err)
{
    int any = 0;
    for (int k = 0; k < s->n_kinds; k++)
        any |= s->kinds[k].structural;
    if (!any)
        return 0;
    if (column_reserve(&w->sites, city->n_sites, err) || wheel_reserve(&w->site_wheel, city->n_sites, err))
        return -1;
    for (uint32_t i = 0; i < city->n_sites; i++) {
        struct draw d = draw_at(key, PURPOSE_WORLD, i, TRAIT_SITE_KIND, 0);
        struct site *site = &w->sites.row[w->sites.n++];
        *site = (struct site){ .need = NOBODY, .kind = (uint8_t)structural_kind(s, draw_unit(d.w[0])),
                               .street = (int16_t)alias_pick(city->street_alias, (uint32_t)city->n_streets, d.w[1]) };
        const struct kind *kind = &s->kinds[site->kind];
        double per_day = kind->rate / 365e3, down = s->calendar.opening * kind->down_d * per_day / (1 + kind->down_d * per_day);
        if (city->warmup > 0 && draw_unit(d.w[3]) < down) {
            site->state = SITE_BROKEN;          /* its need comes on the first day */
            continue;
        }
        int next = site_gap_days(kind, draw_unit(d.w[2]));
        site->next = (uint16_t)(next < NEVER ? next : NEVER);
        site_wake_at(w, i, 0, city);
    }
    return 0;
}

int world_shift(const struct scenario *s, int post, int posts)
{
    double sum = 0, u = (post + 0.5) / posts;
    for (int i = 0; i < s->n_shifts; i++)
        sum += s->shifts[i].share;
    for (int i = 0; i < s->n_shifts; i++) {
        u -= s->shifts[i].share / sum;
        if (u < 0)
            return i;
    }
    return 0;
}

/* Tenures near their equilibrium: a post's operator has been there for a time drawn from the survival curve. */
static int posts_start(struct world *w, const struct scenario *s, struct draw_key key, struct err *err)
{
    int n = s->centre.operators;
    if (column_reserve(&w->posts, (uint32_t)n, err))
        return -1;
    for (int i = 0; i < n; i++) {
        double u = draw_unit(draw_at(key, PURPOSE_WORLD, (uint32_t)i, TRAIT_POST, 0).w[0]);
        double tau = s->operators.quit_early_mo, early = s->operators.quit_early * tau, base = s->operators.quit_base;
        double months = 0, survival = 1, sum = 0, whole = 0, step = 0.25;
        for (int pass = 0; pass < 2; pass++)            /* first the whole area, then the quantile */
            for (months = 0, sum = 0; months < 120; months += step) {
                survival = num_exp(-base * months - early * (1 - num_exp(-months / tau)));
                sum += survival;
                if (pass && sum >= u * whole)
                    break;
                if (!pass)
                    whole = sum;
            }
        w->posts.row[w->posts.n++] = (struct operator_post){
            .exhaustion = (float)(0.6 * s->operators.exhaustion_reference), .hired = 0, .before = (int16_t)(months * MONTH_D),
            .shift = (uint8_t)world_shift(s, i, n),
        };
    }
    return 0;
}

static int offices_start(struct world *w, const struct city *city, const struct scenario *s, struct err *err)
{
    int n = city->n_units;
    w->heap = calloc((size_t)n, sizeof *w->heap);
    w->n_heaps = w->heap ? n : 0;
    if (!w->heap)
        return err_set(err, "no memory for %d units", n);
    double share = s->officers.start_share - s->officers.share_limit, pressure = s->rule.consequence ? s->rule.pressure : 0;
    double gain = s->officers.wear_share * (share > 0 ? share : 0) + s->officers.wear_pressure * pressure;
    double tired = gain > 0 ? gain / (gain + s->officers.recovery) : 0;     /* where gain and recovery balance */
    if (column_reserve(&w->offices, (uint32_t)n, err) || column_reserve(&w->street_rewarded, (uint32_t)city->n_streets, err))
        return -1;
    for (int i = 0; i < n; i++) {
        w->offices.row[i] = (struct office){ .exhaustion = (float)tired, .rank = -1, .last_rank = -1,
                                             .score = 0.8f, .last_score = 0.8f,
                                             .ticket_rate = city->unit[i].officers / 20,
            .price = (float)(s->handling.own_floor * (1 + s->officers.shadow * tired)) };
        for (int m = 0; m < N_MEASURES; m++)
            w->offices.row[i].mean[m] = 0.8;
    }
    w->offices.n = (uint32_t)n;
    memset(w->street_rewarded.row, 0, (size_t)city->n_streets * sizeof *w->street_rewarded.row);
    w->street_rewarded.n = (uint32_t)city->n_streets;
    if (column_reserve(&w->villages, (uint32_t)city->n_streets, err))
        return -1;
    for (int i = 0; i < city->n_streets; i++) {
        double capability = s->n_street_classes ? s->street_classes[city->street[i].class].capability : 0;
        w->villages.row[w->villages.n++] = (struct village){ .capability = (float)capability, .standing = 0.4f };
    }
    return 0;
}

int world_build(struct world *w, const struct city *city, const struct scenario *s, struct draw_key key, struct err *err)
{
    *w = (struct world){ .free_need = NOBODY, .free_ticket = NOBODY, .free_voice = NOBODY, .efficacy = 0.4, .credibility = 0.5,
                         .review_in_time = 1 };
    for (int l = 0; l <= MAX_lines; l++)
        for (int c = 0; c < N_CALL_CLASSES; c++)
            w->expected_wait_s[l][c] = 30;
    w->resident = column_huge((size_t)city->n_residents * sizeof *w->resident);
    if (!w->resident)
        return err_set(err, "no memory for %u residents of %zu bytes", city->n_residents, sizeof *w->resident);
    residents_start(w, city, s);
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1 };      /* each day sets its own */
    w->n_lines = s->n_lines;
    for (int l = 0; l < s->n_lines; l++)
        if (centre_init(&w->line[l], &rules, s->centre.operators, err))
            return -1;
    return regulars_start(w, city, s, err) || sites_start(w, city, s, key, err) ||
           posts_start(w, s, key, err) || offices_start(w, city, s, err) ||
           centre_init(&w->centre, &rules, s->centre.operators, err);
}

/* --- copying -------------------------------------------------------------------------------------------------- */

int world_copy(struct world *to, const struct world *from, const struct city *city, struct err *err)
{
    struct world held = *to;                    /* storage that `to` has already */
    *to = *from;
    to->resident = held.resident ? held.resident : column_huge((size_t)city->n_residents * sizeof *to->resident);
    to->heap = held.heap ? held.heap : calloc((size_t)from->n_heaps, sizeof *to->heap);
    to->needs = held.needs, to->tickets = held.tickets, to->sites = held.sites, to->offices = held.offices;
    to->posts = held.posts, to->births = held.births, to->desk = held.desk, to->changed = held.changed,
    to->claims = held.claims;
    to->ended = held.ended, to->closed = held.closed, to->voices = held.voices, to->villages = held.villages;
    to->watches = held.watches;
    to->centre = held.centre;
    memcpy(to->line, held.line, sizeof to->line);
    to->callers = held.callers;
    to->need_wheel = held.need_wheel, to->ticket_wheel = held.ticket_wheel, to->site_wheel = held.site_wheel;
    to->street_rewarded = held.street_rewarded, to->regulars = held.regulars, to->senses = held.senses;
    if (!to->resident || !to->heap)
        return err_set(err, "no memory for a second city of %u residents", city->n_residents);
    memcpy(to->resident, from->resident, (size_t)city->n_residents * sizeof *to->resident);
    for (int i = 0; i < from->n_heaps; i++)
        if (column_copy(&to->heap[i], &from->heap[i], err))
            return -1;
    if (wheel_copy(&to->need_wheel, &from->need_wheel, err) || wheel_copy(&to->ticket_wheel, &from->ticket_wheel, err) ||
        wheel_copy(&to->site_wheel, &from->site_wheel, err))
        return -1;
    for (int l = 0; l < from->n_lines; l++)
        if (centre_copy(&to->line[l], &from->line[l], err))
            return -1;
    if (callers_copy(&to->callers, &from->callers, err))
        return -1;
    return column_copy(&to->needs, &from->needs, err) || column_copy(&to->tickets, &from->tickets, err) ||
           column_copy(&to->sites, &from->sites, err) || column_copy(&to->offices, &from->offices, err) ||
           column_copy(&to->posts, &from->posts, err) || column_copy(&to->births, &from->births, err) ||
           column_copy(&to->desk, &from->desk, err) || column_copy(&to->changed, &from->changed, err) ||
           column_copy(&to->claims, &from->claims, err) ||
           column_copy(&to->ended, &from->ended, err) || column_copy(&to->voices, &from->voices, err) ||
           column_copy(&to->villages, &from->villages, err) || column_copy(&to->watches, &from->watches, err) ||
           column_copy(&to->closed, &from->closed, err) ||
           column_copy(&to->street_rewarded, &from->street_rewarded, err) ||
           column_copy(&to->regulars, &from->regulars, err) || column_copy(&to->senses, &from->senses, err) ||
           centre_copy(&to->centre, &from->centre, err);
}

void world_free(struct world *w)
{
    free(w->resident);
    for (int i = 0; i < w->n_heaps; i++)
        column_free(&w->heap[i]);
    free(w->heap);
    column_free(&w->needs);
    column_free(&w->tickets);
    column_free(&w->sites);
    column_free(&w->offices);
    column_free(&w->posts);
    column_free(&w->births);
    column_free(&w->desk);
    column_free(&w->changed);
    column_free(&w->claims);
    column_free(&w->ended);
    column_free(&w->voices);
    column_free(&w->villages);
    column_free(&w->watches);
    column_free(&w->closed);
    column_free(&w->street_rewarded);
    column_free(&w->regulars);
    column_free(&w->senses);
    wheel_free(&w->need_wheel);
    wheel_free(&w->ticket_wheel);
    wheel_free(&w->site_wheel);
    centre_free(&w->centre);
    for (int l = 0; l < w->n_lines; l++)
        centre_free(&w->line[l]);
    callers_free(&w->callers);
    *w = (struct world){ 0 };
}
