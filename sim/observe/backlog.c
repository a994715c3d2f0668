/* backlog.c - how much is open: tickets, hours, needs, sites, callers in the queue. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

enum { AGE_BINS = 4096, WEEK_D = 7 };

static int age_class(uint32_t age) { return age <= 7 ? 0 : age <= 30 ? 1 : age <= 90 ? 2 : 3; }

/* How many of the sites that are down are eased for now, at the end of a week. */
static void sites_at_week_end(struct observation *o, const struct day *d)
{
    double relieved = 0, broken = 0;
    for (uint32_t i = 0; i < d->w->sites.n; i++) {
        const struct site *site = &d->w->sites.row[i];
        if (site->state == SITE_OK)
            continue;
        int eased = d->w->needs.row[site->need].relief_until > d->t;
        relieved += eased;
        broken += !eased;
    }
    OBSERVE_ADD(o, d, sites_relieved, relieved);
    OBSERVE_ADD(o, d, sites_broken, broken);
}

void backlog_day(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    double hours = 0;
    for (uint32_t u = 0; u < w->offices.n; u++)
        hours += w->offices.row[u].left_h;
    *observe_series(o, OUT_backlog, d) = w->open_tickets;
    *observe_series(o, OUT_open_urgent, d) = w->open_urgent;
    *observe_series(o, OUT_open_needs, d) = w->needs_open_merit;
    *observe_series(o, OUT_new_tickets, d) = (double)d->facts.tickets_opened;
    OBSERVE_ADD(o, d, backlog, w->open_tickets);
    OBSERVE_ADD(o, d, backlog_h, hours);
    OBSERVE_ADD(o, d, overdue, w->overdue);
    OBSERVE_ADD(o, d, open_urgent, w->open_urgent);
    OBSERVE_ADD(o, d, needs_open, w->needs_open_merit);
    OBSERVE_ADD(o, d, sites_down, w->sites_down);
    OBSERVE_ADD(o, d, waiting_peak, (double)d->facts.count.peak_waiting);
    OBSERVE_ADD(o, d, tickets, (double)d->facts.tickets_opened);
    OBSERVE_ADD(o, d, nonconforming, (double)d->facts.nonconforming);
    if (observe_window(d) && w->centre.count.peak_waiting > o->waiting_most)
        o->waiting_most = (double)w->centre.count.peak_waiting;
    if (d->t % WEEK_D == WEEK_D - 1 && observe_late(o, d))
        sites_at_week_end(o, d);
}

static enum holder holder_of(const struct observation *o, const struct ticket *t)
{
    if (t->state != TICKET_OPEN)
        return HOLDER_DESK;
    return o->city->unit[t->unit].street != NONE ? HOLDER_STREET : HOLDER_DEPARTMENT;
}

static void clear(struct observation *o, enum output output, int n)
{
    double *out = outputs_of(o->out, output);
    for (int i = 0; i < n; i++)
        out[i] = 0;
}

/* What is open tonight, by who has it, by age, and by kind. */
static void open_tickets(struct observation *o, const struct day *d)
{
    double *count = outputs_of(o->out, OUT_backlog_by_age), *hours = outputs_of(o->out, OUT_backlog_h_by_age);
    double *urgent = outputs_of(o->out, OUT_backlog_urgent_by_age);
    clear(o, OUT_backlog_by_age, N_HOLDERS * N_AGES);
    clear(o, OUT_backlog_h_by_age, N_HOLDERS * N_AGES);
    clear(o, OUT_backlog_urgent_by_age, N_HOLDERS * N_AGES);
    clear(o, OUT_kind_backlog, o->s->n_kinds);
    clear(o, OUT_kind_backlog_h, o->s->n_kinds);
    clear(o, OUT_kind_backlog_urgent, o->s->n_kinds);
    for (uint32_t i = 0; i < d->w->tickets.n; i++) {
        const struct ticket *t = &d->w->tickets.row[i];
        if (t->state == TICKET_FREE || t->state == TICKET_CLOSED)
            continue;
        const struct need *n = &d->w->needs.row[t->need];
        double left_h = n->state == NEED_OPEN ? n->left_h : 0;
        int is_urgent = !!(n->flags & NEED_URGENT), at = (int)holder_of(o, t) * N_AGES + age_class(d->t - t->opened);
        count[at]++;
        hours[at] += left_h;
        urgent[at] += is_urgent;
        outputs_of(o->out, OUT_kind_backlog)[t->kind]++;
        outputs_of(o->out, OUT_kind_backlog_h)[t->kind] += left_h;
        outputs_of(o->out, OUT_kind_backlog_urgent)[t->kind] += is_urgent;
    }
}

static void ages(struct observation *o, const struct day *d)
{
    static const double QUANTILE[2] = { 0.5, 0.9 };
    static const enum output OUT[2] = { OUT_backlog_age_p50_d, OUT_backlog_age_p90_d };
    uint32_t bin[AGE_BINS] = { 0 }, n = 0;
    double streets = 0, units = 0;
    double *by_unit = outputs_of(o->out, OUT_unit_backlog);
    for (int u = 0; u < o->city->n_units; u++) {
        by_unit[u] = d->w->offices.row[u].open;
        outputs_of(o->out, OUT_unit_backlog_h)[u] = d->w->offices.row[u].left_h;
        units += by_unit[u];
        streets += o->city->unit[u].street != NONE ? by_unit[u] : 0;
    }
    outputs_set(o->out, OUT_backlog_street_share, observe_share(streets, units));
    for (uint32_t i = 0; i < d->w->tickets.n; i++) {
        const struct ticket *t = &d->w->tickets.row[i];
        if (t->state == TICKET_FREE || t->state == TICKET_CLOSED)
            continue;
        uint32_t age = d->t - t->opened;
        bin[age < AGE_BINS ? age : AGE_BINS - 1]++;
        n++;
    }
    for (int q = 0; q < 2; q++) {
        uint32_t sum = 0, age = 0;
        while (age < AGE_BINS - 1 && (sum += bin[age]) < QUANTILE[q] * n)
            age++;
        outputs_set(o->out, OUT[q], n ? age : NAN);
    }
}

void backlog_finish(struct observation *o, const struct day *d)
{
    const struct sums *late = &o->lately, *w = &o->window;
    outputs_set(o->out, OUT_backlog_tickets, late->backlog / late->days);
    outputs_set(o->out, OUT_backlog_h, late->backlog_h / late->days);
    outputs_set(o->out, OUT_backlog_overdue_share, observe_share(late->overdue, late->backlog));
    outputs_set(o->out, OUT_backlog_urgent, late->open_urgent / late->days);
    outputs_set(o->out, OUT_needs_open, late->needs_open / late->days);
    outputs_set(o->out, OUT_sites_down_share, observe_share(late->sites_down / late->days, d->w->sites.n));
    outputs_set(o->out, OUT_sites_relieved_share, observe_share(late->sites_relieved, late->weeks * d->w->sites.n));
    outputs_set(o->out, OUT_sites_broken_share, observe_share(late->sites_broken, late->weeks * d->w->sites.n));
    outputs_set(o->out, OUT_waiting_peak, w->waiting_peak / w->days);
    outputs_set(o->out, OUT_waiting_most, o->waiting_most);
    outputs_set(o->out, OUT_tickets_per_day, w->tickets / w->days);
    outputs_set(o->out, OUT_nonconforming_share, observe_share(w->nonconforming, w->tickets));
    ages(o, d);
    open_tickets(o, d);
}
