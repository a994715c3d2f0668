/* allocation.c - where the officers' hours go: merit, persons, streets, kinds, root fixes, and the squeaky premium. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

enum { MOST = 65536, TWIN_FIX_D = 30 };

static void hours_today(struct observation *o, const struct day *d)
{
    double without = 0;
    for (uint32_t i = 0; i < d->facts.works.n; i++) {
        const struct worked *x = &d->facts.works.row[i];
        const struct need *n = &d->w->needs.row[x->need];
        if (!o->s->kinds[n->kind].merit || x->vain)
            without += x->hours;
        if (!observe_window(d))
            continue;
        o->unit[x->unit].hours += x->hours;
        o->street[n->street].hours += x->hours;
        o->kind[n->kind].hours += x->hours;
        if (x->action != NONE)
            o->action[x->action].hours += x->hours;
    }
    OBSERVE_ADD(o, d, without_merit_h, without + d->facts.claims_with_merit_h);
    OBSERVE_ADD(o, d, yuan, d->facts.money_yuan);
    OBSERVE_ADD(o, d, sent, (double)(d->facts.tickets_opened + d->facts.returns));
    for (int a = 0; observe_window(d) && a < o->s->n_actions; a++)
        o->action[a].count += (double)d->facts.done[a];
}

static void root_fixes_today(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        const struct need *n = &d->w->needs.row[c->need];
        int street = o->city->unit[c->unit].street != NONE;
        OBSERVE_ADD(o, d, street_yuan, street ? c->yuan : 0);
        OBSERVE_ADD(o, d, department_yuan, street ? 0 : c->yuan);
        if (n->site != NOBODY) {
            OBSERVE_ADD(o, d, fixed_sites, c->fixed);
            OBSERVE_ADD(o, d, relieved_sites, !c->fixed && o->s->actions[c->action].relief_d > 0);
        }
        uint32_t flags = d->w->tickets.row[c->ticket].flags;
        int arm = flags & TICKET_TWIN_CALLED ? 0 : flags & TICKET_TWIN_LEFT ? 1 : -1;
        if (arm < 0 || c->reopened || !observe_window(d))
            continue;
        o->window.twin[arm].n++;
        o->window.twin[arm].hours += c->hours;
        o->window.twin[arm].days += d->t - d->w->tickets.row[c->ticket].arrived;
        o->window.twin[arm].fixed += c->fixed && d->t - d->w->tickets.row[c->ticket].arrived <= TWIN_FIX_D;
    }
}

void allocation_day(struct observation *o, const struct day *d)
{
    hours_today(o, d);
    root_fixes_today(o, d);
}

/* Share of the whole held by the upper share `top` of persons. */
static double held_by(const uint32_t *persons, double top)
{
    double n = 0, whole = 0, left, held = 0;
    for (int x = 1; x < MOST; x++) {
        n += persons[x];
        whole += (double)x * persons[x];
    }
    left = top * n;
    for (int x = MOST - 1; x > 0 && left > 0; x--) {
        double taken = persons[x] < left ? persons[x] : left;
        held += taken * x;
        left -= taken;
    }
    return observe_share(held, whole);
}

/* Concentration of a count over the persons with at least one: Gini, Lorenz curve. */
static void concentration(const uint32_t *persons, double *gini, double *lorenz)
{
    double n = 0, whole = 0, below = 0, passed = 0, area = 0;
    for (int x = 1; x < MOST; x++) {
        n += persons[x];
        whole += (double)x * persons[x];
    }
    *gini = NAN;
    for (int g = 0; g < N_SHARES; g++)
        lorenz[g] = n > 0 ? 0 : NAN;
    if (n <= 0)
        return;
    int g = 1;
    for (int x = 1; x < MOST; x++) {
        if (!persons[x])
            continue;
        double more = persons[x], mass = (double)x * more;
        area += more / n * (below + mass / 2) / whole;
        for (; g < N_SHARES && (g / (double)(N_SHARES - 1)) * n <= passed + more + 1e-9; g++)
            lorenz[g] = (below + (g / (double)(N_SHARES - 1) * n - passed) * x) / whole;
        passed += more;
        below += mass;
    }
    for (; g < N_SHARES; g++)
        lorenz[g] = 1;
    *gini = 1 - 2 * area;
}

struct per_person { uint32_t calls[MOST], quarters[MOST], reports[MOST]; };      /* persons with so many of each */

/* Repeat callers, and those of them who only want to talk; persons by what they had. */
static void persons_counted(struct observation *o, const struct day *d, struct per_person *p)
{
    double busiest = 0, often = 0, lonely = 0, repeats = o->s->observe.repeat_week * o->window.days / 7;
    for (uint32_t i = 0; i < o->city->n_residents; i++) {
        const struct resident *r = &d->w->resident[i];
        if (!r->calls && !r->tickets)           /* most: concentration is among those with at least one */
            continue;
        p->calls[r->calls]++;
        if (r->tickets)
            p->quarters[r->quarters ? r->quarters : 1]++;
        if (r->habit == HABIT_NONE)
            p->reports[r->tickets]++;
        busiest = r->calls > busiest ? r->calls : busiest;
        often += r->calls >= repeats;
        lonely += r->calls >= repeats && r->habit == HABIT_LONELY;
    }
    outputs_set(o->out, OUT_busiest_caller, busiest);
    outputs_set(o->out, OUT_only_to_talk_share, observe_share(lonely, often));
}

static void persons(struct observation *o, const struct day *d)
{
    struct per_person *p = calloc(1, sizeof *p);
    double gini;
    if (!p)
        return;
    persons_counted(o, d, p);
    concentration(p->calls, &gini, outputs_of(o->out, OUT_lorenz_calls));
    outputs_set(o->out, OUT_calls_gini, gini);
    concentration(p->quarters, &gini, outputs_of(o->out, OUT_lorenz_hours));
    outputs_set(o->out, OUT_hours_gini, gini);
    outputs_set(o->out, OUT_hours_top1_share, held_by(p->quarters, 0.01));
    outputs_set(o->out, OUT_calls_top01_share, held_by(p->calls, 0.001));
    outputs_set(o->out, OUT_calls_top1_share, held_by(p->calls, 0.01));
    outputs_set(o->out, OUT_calls_top10_share, held_by(p->calls, 0.1));
    outputs_set(o->out, OUT_reports_top01_share, held_by(p->reports, 0.001));
    outputs_set(o->out, OUT_reports_top1_share, held_by(p->reports, 0.01));
    outputs_set(o->out, OUT_reports_top10_share, held_by(p->reports, 0.1));
    free(p);
}

static void premium(struct observation *o)
{
    const double called = o->window.twin[0].n, left = o->window.twin[1].n;
    if (called < 1 || left < 1)
        return;
    outputs_set(o->out, OUT_squeaky_premium_h, o->window.twin[0].hours / called - o->window.twin[1].hours / left);
    outputs_set(o->out, OUT_squeaky_premium_d, o->window.twin[1].days / left - o->window.twin[0].days / called);
    outputs_set(o->out, OUT_squeaky_premium_fix, o->window.twin[0].fixed / called - o->window.twin[1].fixed / left);
}

/* Hours and yuan of a real fix, where they arise; what units give away is counted where they did. */
static void levels(struct observation *o)
{
    const struct sums *w = &o->window;
    double desk_h = w->sent * o->s->dispatch.desk_minutes / 60, yuan = 0;
    double hours[N_LEVELS] = { w->duty_s / 3600, desk_h, w->department_h, w->street_h };
    double given[N_LEVELS] = { 0, 0, w->department_yuan, w->street_yuan };
    for (int l = 0; l < N_LEVELS; l++) {
        double wage = l <= LEVEL_DESK ? o->s->operators.wage : o->s->handling.wage, cost = hours[l] * wage + given[l];
        outputs_of(o->out, OUT_level_h_per_fix)[l] = observe_share(hours[l], w->fixed);
        outputs_of(o->out, OUT_level_yuan_per_fix)[l] = observe_share(cost, w->fixed);
        yuan += cost;
    }
    outputs_set(o->out, OUT_yuan_per_fix, observe_share(yuan, w->fixed));
    outputs_set(o->out, OUT_yuan_per_solved, observe_share(yuan + w->measure_h * o->s->handling.wage, w->solved));
}

void allocation_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window;
    double hours = 0, harm = 0, mismatch = 0, years = w->days / 365;
    for (int i = 0; i < o->city->n_streets; i++) {
        hours += o->street[i].hours;
        harm += o->street[i].harm;
    }
    for (int i = 0; i < o->city->n_streets; i++) {
        if (hours > 0 && harm > 0)
            mismatch += 0.5 * fabs(o->street[i].hours / hours - o->street[i].harm / harm);
        outputs_of(o->out, OUT_street_hours)[i] = o->street[i].hours;
        outputs_of(o->out, OUT_street_residents)[i] = o->city->street[i].n;
        outputs_of(o->out, OUT_street_crying_share)[i] = d->w->street_rewarded.row[i];
    }
    outputs_set(o->out, OUT_hours_without_merit_share, observe_share(w->without_merit_h, w->used_h));
    outputs_set(o->out, OUT_street_mismatch, hours > 0 && harm > 0 ? mismatch : NAN);
    outputs_set(o->out, OUT_root_neglect, 1 - observe_share(w->fixed_sites, w->fixed_sites + w->relieved_sites));
    outputs_set(o->out, OUT_hours_per_fix_h, observe_share(w->used_h, w->fixed));
    levels(o);
    outputs_set(o->out, OUT_concessions_yuan, w->yuan / (o->city->n_residents / 1000.0) / years);
    for (int a = 0; a < o->s->n_actions; a++) {
        outputs_of(o->out, OUT_action_count)[a] = o->action[a].count;
        outputs_of(o->out, OUT_action_hours)[a] = o->action[a].hours;
    }
    for (int u = 0; u < o->city->n_units; u++)
        outputs_of(o->out, OUT_unit_hours)[u] = o->unit[u].hours;
    for (int k = 0; k < o->s->n_kinds; k++)
        outputs_of(o->out, OUT_kind_hours)[k] = o->kind[k].hours;
    persons(o, d);
    premium(o);
}
