/* backlog.c - how much is open: tickets, hours, needs, sites, callers in the queue. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

enum { AGE_BINS = 4096 };

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
}

static void ages(struct observation *o, const struct day *d)
{
    static const double QUANTILE[2] = { 0.5, 0.9 };
    static const enum output OUT[2] = { OUT_backlog_age_p50_d, OUT_backlog_age_p90_d };
    uint32_t bin[AGE_BINS] = { 0 }, n = 0;
    double streets = 0, units = 0;
    double *by_kind = outputs_of(o->out, OUT_kind_backlog), *by_unit = outputs_of(o->out, OUT_unit_backlog);
    for (int k = 0; k < o->s->n_kinds; k++)
        by_kind[k] = 0;
    for (int u = 0; u < o->city->n_units; u++) {
        by_unit[u] = d->w->offices.row[u].open;
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
        by_kind[t->kind]++;
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
    outputs_set(o->out, OUT_waiting_peak, w->waiting_peak / w->days);
    outputs_set(o->out, OUT_tickets_per_day, w->tickets / w->days);
    outputs_set(o->out, OUT_nonconforming_share, observe_share(w->nonconforming, w->tickets));
    ages(o, d);
}
