/* checks.c - what must hold in every run (docs/model.md): nothing is lost, nothing is counted twice.
 *
 * Each day what flowed is held against what stands; every sixteen weeks, and on the last day, the rows are counted anew
 * (each week would cost several hundredths of a run). A violation ends the run with a sentence that names the check, the
 * day and the two numbers: it is a mistake of the program, never of a scenario.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "observe.h"

enum { RECOUNT_D = 112, MOST_UNITS = 1024 };
#define CLOSE 1e-6                      /* numbers agree that well, relative to their size: */
#define CLOSE_SUM 1e-4                  /* sums of a day's floats */
#define CLOSE_OWED 1e-5                 /* thousands of small floats added to what a unit owes, which may be years of its work */

static void violated(struct observation *o, const struct day *d, const char *what, double a, const char *relation, double b)
{
    if (!o->fault[0])
        snprintf(o->fault, sizeof o->fault, "%s, day %ld: %.10g %s %.10g", what, (long)d->t - (long)d->t0, a, relation, b);
}

static void near(struct observation *o, const struct day *d, const char *what, double a, double b, double close)
{
    if (!(fabs(a - b) <= close * (1 + fabs(b))))
        violated(o, d, what, a, "is not", b);
}

static void equal(struct observation *o, const struct day *d, const char *what, double a, double b)
{
    near(o, d, what, a, b, CLOSE);
}

static void at_most(struct observation *o, const struct day *d, const char *what, double a, double b)
{
    if (!(a <= b + CLOSE * (1 + fabs(b))))
        violated(o, d, what, a, "is more than", b);
}

static void share(struct observation *o, const struct day *d, const char *what, double x)
{
    at_most(o, d, what, 0, x);
    at_most(o, d, what, x, 1);
}

/* --- each day: what flowed against what stands -------------------------------------------------------------- */

static void calls(struct observation *o, const struct day *d)
{
    const struct centre_count *n = &d->facts.count;
    double answered = 0, new_rows = d->facts.contained.n + d->facts.turned_away.n;
    for (int k = 0; k < o->s->n_kinds; k++)
        answered += (double)d->facts.kind_answered[k];
    for (int l = 0; l < world_lines(d->w); l++) {
        const struct centre *c = world_line(d->w, l);
        equal(o, d, "the calls' rows agree with their counts", centre_conserved(c), 1);
        for (int i = d->terms.front ? c->n_kept : c->n; i < c->n; i++)
            new_rows += c->call[i].attempt == 0;
    }
    equal(o, d, "calls = answered + abandoned + blocked + waiting", (double)(n->waiting_before + n->offered),
          (double)(n->answered + n->abandoned + n->blocked + n->waiting_after));
    if (d->terms.front)
        equal(o, d, "calls dialled = on a line + contained + turned away", (double)d->facts.dialled, new_rows);
    equal(o, d, "callers who wait over midnight", (double)n->waiting_before, o->standing.waiting);
    equal(o, d, "calls answered, by kind", answered, (double)n->answered + d->facts.contained.n);
    at_most(o, d, "attempts after the first among the calls", (double)n->redials, (double)n->offered);
    o->standing.waiting = (double)n->waiting_after;
}

static void tickets(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    double closed = d->facts.unsolved.n, with_units = 0;
    for (uint32_t i = 0; i < d->facts.closings.n; i++)
        closed += !d->facts.closings.row[i].reopened;
    for (uint32_t u = 0; u < w->offices.n; u++)
        with_units += w->offices.row[u].open;
    equal(o, d, "tickets = open + closed", w->open_tickets,
          o->standing.tickets + (double)d->facts.tickets_opened - closed);
    at_most(o, d, "tickets on the desk and with units", w->desk.n + with_units, w->open_tickets);
    at_most(o, d, "overdue tickets", w->overdue, w->open_tickets);
    at_most(o, d, "urgent tickets", w->open_urgent, w->open_tickets);
    o->standing.tickets = w->open_tickets;
}

/* A unit has what came less what it closed, sent back or lost. */
static void tickets_by_unit(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.closings.n; i++)
        o->unit[d->facts.closings.row[i].unit].gone += !d->facts.closings.row[i].reopened;
    for (uint32_t i = 0; i < d->facts.unsolved.n; i++)
        if (d->facts.unsolved.row[i].left)
            o->unit[d->facts.unsolved.row[i].unit].gone++;
    for (uint32_t u = 0; u < d->w->offices.n; u++) {
        const struct office *f = &d->w->offices.row[u];
        equal(o, d, "a unit's tickets = those that came - closed - sent back", f->open,
              (double)f->came - f->sent_back - o->unit[u].gone);
    }
}

static void tickets_by_kind(struct observation *o, const struct day *d)
{
    double standing = 0;
    for (uint32_t i = 0; i < d->facts.closings.n; i++)
        o->kind_standing[d->w->tickets.row[d->facts.closings.row[i].ticket].kind] -= !d->facts.closings.row[i].reopened;
    for (uint32_t i = 0; i < d->facts.unsolved.n; i++)
        o->kind_standing[d->facts.unsolved.row[i].kind]--;
    for (int k = 0; k < o->s->n_kinds; k++) {
        o->kind_standing[k] += (double)d->facts.kind_opened[k];
        at_most(o, d, "zero and a kind's open tickets", 0, o->kind_standing[k]);
        standing += o->kind_standing[k];
    }
    equal(o, d, "open tickets = opened - closed, over kinds", d->w->open_tickets, standing);
}

static void needs(struct observation *o, const struct day *d)
{
    double merit = o->standing.needs_merit, sites = o->standing.sites_down;
    for (int came = 0; came < 2; came++) {
        uint32_t n = came ? d->facts.born.n : d->facts.ended.n;
        const uint32_t *row = came ? d->facts.born.row : d->facts.ended.row;
        for (uint32_t i = 0; i < n; i++) {
            const struct need *need = &d->w->needs.row[row[i]];
            merit += (came ? 1 : -1) * (o->s->kinds[need->kind].merit && !(need->flags & NEED_CHILD));
            sites += (came ? 1 : -1) * (need->site != NOBODY);
        }
    }
    equal(o, d, "open needs of public merit = those that arose - those that ended", d->w->needs_open_merit, merit);
    equal(o, d, "sites down = those that failed - those repaired", d->w->sites_down, sites);
    o->standing.needs_merit = merit;
    o->standing.sites_down = sites;
}

static void book(struct observation *o, const struct day *d, const struct book *b, double fell_due)
{
    double counted = b->n - b->excluded;
    equal(o, d, "a unit's book holds the tickets that fell due", b->n, fell_due);
    at_most(o, d, "a unit's excluded tickets", b->excluded, b->n);
    at_most(o, d, "a unit's tickets responded to", b->responded, counted);
    at_most(o, d, "a unit's tickets on time", b->on_time, b->responded);
    at_most(o, d, "a unit's tickets recorded as resolved", b->resolved, counted);
    at_most(o, d, "a unit's tickets recorded as satisfied", b->satisfied, counted);
    at_most(o, d, "a unit's tickets really fixed", b->truly_fixed, counted);
    at_most(o, d, "a unit's tickets that passed the audit", b->audited, counted);
    at_most(o, d, "a unit's tickets caught by the audit", b->caught, b->resolved);
}

static void books(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.scorings.n; i++)
        o->unit[d->facts.scorings.row[i].unit].fell_due++;
    for (uint32_t u = 0; u < d->w->offices.n; u++) {
        const struct office *f = &d->w->offices.row[u];
        book(o, d, d->facts.assessments ? &f->last_book : &f->book, o->unit[u].fell_due);
        if (d->facts.assessments)
            o->unit[u].fell_due = 0;
    }
}

static void ranks(struct observation *o, const struct day *d)
{
    uint8_t taken[MOST_UNITS] = { 0 };
    uint32_t n = d->w->offices.n;
    for (uint32_t u = 0; d->facts.assessments && u < n && n <= MOST_UNITS; u++) {
        int rank = d->w->offices.row[u].rank;
        at_most(o, d, "a rank", rank, n - 1.0);
        at_most(o, d, "a rank", 0, rank);
        if (rank >= 0 && rank < (int)n)
            equal(o, d, "units of one rank", ++taken[rank], 1);
    }
}

/* Hours used are hours of work. What is spent outside the queue (asking for an extension) is owed, and goes into
 * the hours of the same day or, on a day too short for it, of a later one. */
static void hours(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.works.n; i++)
        o->unit[d->facts.works.row[i].unit].worked_h += d->facts.works.row[i].hours;
    for (uint32_t u = 0; u < d->w->offices.n; u++) {
        const struct office *f = &d->w->offices.row[u];
        struct unit_sums *sums = &o->unit[u];
        at_most(o, d, "a unit's hours present", f->present_h,
                (1 + fabs(o->s->rule.resources)) * o->city->unit[u].officers * o->s->handling.hours_a_day);
        at_most(o, d, "a unit's hours used", f->used_h, f->present_h);
        at_most(o, d, "zero and a unit's hours used", 0, f->used_h);
        double worked_h = sums->worked_h + sums->owed_h - f->owed_h;
        if (!(fabs(f->used_h - worked_h) <= CLOSE_SUM * (1 + fabs(worked_h)) + CLOSE_OWED * f->owed_h))
            violated(o, d, "a unit's hours used and its hours of work", f->used_h, "is not", worked_h);
        sums->worked_h = 0;
        sums->owed_h = f->owed_h;
    }
}

static void persons(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    for (uint32_t i = 0; i < w->posts.n; i++)
        share(o, d, "an operator's exhaustion", w->posts.row[i].exhaustion);
    for (uint32_t u = 0; u < w->offices.n; u++)
        share(o, d, "officers' exhaustion", w->offices.row[u].exhaustion);
    for (uint32_t i = 0; i < w->street_rewarded.n; i++)
        share(o, d, "a street's rewarded criers", w->street_rewarded.row[i]);
    share(o, d, "efficacy", w->efficacy);
    share(o, d, "credibility", w->credibility);
}

/* What was due today has been taken off the wheels, and nothing was put there: it would wait a turn. */
static void wheels(struct observation *o, const struct day *d)
{
    uint32_t today = d->t % WHEEL_DAYS;
    equal(o, d, "needs left on today's wheel", d->w->need_wheel.head[today], 0);
    equal(o, d, "tickets left on today's wheel", d->w->ticket_wheel.head[today], 0);
    equal(o, d, "sites left on today's wheel", d->w->site_wheel.head[today], 0);
}

/* --- now and then: every row --------------------------------------------------------------------------------- */

static void recount_tickets(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    double at[TICKET_CLOSED + 1] = { 0 }, overdue = 0, urgent = 0;
    for (uint32_t u = 0; u < w->offices.n; u++)
        o->unit[u].counted = 0;
    for (uint32_t i = 0; i < w->tickets.n; i++) {
        const struct ticket *t = &w->tickets.row[i];
        at[t->state]++;
        if (t->state == TICKET_FREE || t->state == TICKET_CLOSED)
            continue;
        const struct need *n = &w->needs.row[t->need];
        equal(o, d, "the ticket of a ticket's need", n->state != NEED_FREE ? n->ticket : -1.0, i);
        overdue += !!(t->flags & TICKET_OVERDUE);
        urgent += !!(n->flags & NEED_URGENT);
        if (t->state == TICKET_OPEN)
            o->unit[t->unit].counted++;
    }
    for (uint32_t u = 0; u < w->offices.n; u++)
        equal(o, d, "a unit's open tickets, counted anew", w->offices.row[u].open, o->unit[u].counted);
    equal(o, d, "tickets on the desk, counted anew", w->desk.n, at[TICKET_DESK]);
    equal(o, d, "open tickets, counted anew", w->open_tickets, at[TICKET_DESK] + at[TICKET_ON_WAY] + at[TICKET_OPEN]);
    equal(o, d, "overdue tickets, counted anew", w->overdue, overdue);
    equal(o, d, "urgent tickets, counted anew", w->open_urgent, urgent);
}

/* How often the wheel holds each row on the day that the row says, into o->seen. Other entries are stale. */
static const uint8_t *seen_on(struct observation *o, const struct wheel *wheel, const uint16_t *due, size_t step, uint32_t rows)
{
    memset(o->seen.row, 0, rows);
    for (uint32_t day = 0; day < WHEEL_DAYS; day++)
        for (uint32_t b = wheel->head[day]; b; b = wheel->blocks.row[b - 1].next)
            for (uint32_t i = 0; i < wheel->blocks.row[b - 1].n; i++) {
                uint32_t id = wheel->blocks.row[b - 1].id[i];
                o->seen.row[id] |= *(const uint16_t *)((const char *)due + id * step) % WHEEL_DAYS == day;
            }
    return o->seen.row;
}

/* A ticket on its way, or with a unit, has a next turn. */
static void recount_ticket_wheel(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    const uint8_t *seen = seen_on(o, &w->ticket_wheel, &w->tickets.row->due, sizeof *w->tickets.row, w->tickets.n);
    for (uint32_t i = 0; i < w->tickets.n; i++)
        if ((w->tickets.row[i].state == TICKET_ON_WAY || w->tickets.row[i].state == TICKET_OPEN) && !seen[i])
            violated(o, d, "how often the wheel holds a ticket", seen[i], "is not", 1);
}

static void recount_needs(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    const uint8_t *seen = seen_on(o, &w->need_wheel, &w->needs.row->due, sizeof *w->needs.row, w->needs.n);
    double merit = 0;
    for (uint32_t i = 0; i < w->needs.n; i++) {
        const struct need *n = &w->needs.row[i];
        if (n->state != NEED_OPEN)
            continue;
        if (!seen[i])
            violated(o, d, "how often the wheel holds a need", seen[i], "is not", 1);
        merit += o->s->kinds[n->kind].merit && !(n->flags & NEED_CHILD);
    }
    equal(o, d, "open needs of public merit, counted anew", w->needs_open_merit, merit);
}

static void recount_sites(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    double down = 0;
    for (uint32_t i = 0; i < w->sites.n; i++) {
        const struct site *site = &w->sites.row[i];
        if (site->state == SITE_OK)
            continue;
        const struct need *n = &w->needs.row[site->need];
        down++;
        equal(o, d, "the site of a site's need", n->state == NEED_OPEN ? n->site : -1.0, i);
    }
    equal(o, d, "sites down, counted anew", w->sites_down, down);
}

void checks_recount(struct observation *o, const struct day *d)
{
    recount_tickets(o, d);
    recount_ticket_wheel(o, d);
    recount_needs(o, d);
    recount_sites(o, d);
}

void checks_day(struct observation *o, const struct day *d)
{
    calls(o, d);
    tickets(o, d);
    tickets_by_unit(o, d);
    tickets_by_kind(o, d);
    needs(o, d);
    books(o, d);
    ranks(o, d);
    hours(o, d);
    persons(o, d);
    wheels(o, d);
    if (d->t % RECOUNT_D == RECOUNT_D - 1 || (int)d->t == o->city->n_days - 1)
        checks_recount(o, d);
}

/* --- at the end: what is reported ----------------------------------------------------------------------------- */

static const enum output SHARES[] = {
    OUT_backlog_overdue_share, OUT_sites_down_share, OUT_urgent_late_share, OUT_urgent_silent_share,
    OUT_operator_exhaustion, OUT_operator_worn_share, OUT_operator_survival_6mo, OUT_operator_novice_share,
    OUT_operator_vacancy_share, OUT_operator_tears_share, OUT_operator_haste, OUT_pay_threshold_share, OUT_automatic_share,
    OUT_officer_exhaustion, OUT_officer_worn_share, OUT_officer_ticket_share,
    OUT_own_duties_undone_share, OUT_community_capability, OUT_hours_top1_share, OUT_hours_gini, OUT_street_mismatch,
    OUT_root_neglect,
    OUT_resolved_latent, OUT_resolved_recorded, OUT_satisfied_latent, OUT_satisfied_rated, OUT_satisfied_recorded,
    OUT_response_on_time_share, OUT_excluded_share, OUT_paper_close_share, OUT_score_mean, OUT_consult_share,
    OUT_repeat_share, OUT_failure_demand_share, OUT_only_to_talk_share, OUT_crying_share, OUT_belief,
    OUT_calls_top1_share, OUT_calls_gini, OUT_efficacy, OUT_answered_30s_share, OUT_direct_share,
    OUT_refused_valid_share, OUT_contained_share, OUT_transferred_share, OUT_turned_away_share, OUT_misjudged_valid_share,
    OUT_line_answered_share, OUT_silent_share, OUT_credibility, OUT_unit_resolved_latent, OUT_unit_resolved_recorded,
    OUT_sites_broken_share, OUT_sites_relieved_share, OUT_urgent_unseen_share, OUT_operator_exhaustion_p95,
    OUT_officer_exhaustion_p95, OUT_score_reliability, OUT_urgent_reached,
    OUT_unit_satisfied_recorded, OUT_unit_exhaustion, OUT_unit_score, OUT_street_crying_share, OUT_street_silent_share,
    OUT_kind_resolved_latent, OUT_kind_resolved_recorded, OUT_kind_satisfied_recorded, OUT_repeat_or_invalid_share,
    OUT_queued_abandoned_share, OUT_redial_hour_share, OUT_operators_exhaustion, OUT_officers_exhaustion, OUT_operator_survival,
    OUT_urgent_incidence, OUT_lorenz_calls, OUT_lorenz_hours,
};

static void reported_shares(struct observation *o, const struct day *d)
{
    for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++) {
        const double *x = o->out->value + o->out->at[SHARES[i]], *end = o->out->value + o->out->at[SHARES[i] + 1];
        for (; x < end; x++)
            if (!isnan(*x))
                share(o, d, OUTPUTS[SHARES[i]].name, *x);
    }
}

static double kpi(const struct observation *o, enum output output) { return o->out->value[o->out->at[output]]; }

static double sum_of(const struct observation *o, enum output output)
{
    double sum = 0;
    for (size_t i = o->out->at[output]; i < o->out->at[output + 1]; i++)
        sum += o->out->value[i];
    return sum;
}

void checks_finish(struct observation *o, const struct day *d)
{
    double regret = kpi(o, OUT_regret);
    reported_shares(o, d);
    if (!isnan(regret))
        equal(o, d, "regret = unreported + capacity lost + allocation", regret,
              kpi(o, OUT_regret_unreported) + kpi(o, OUT_regret_capacity) + kpi(o, OUT_regret_allocation));
    if (isnan(kpi(o, OUT_backlog_by_age)))      /* nothing is reported yet */
        return;
    equal(o, d, "open tickets = their sum over holders and ages", d->w->open_tickets, sum_of(o, OUT_backlog_by_age));
    equal(o, d, "open urgent tickets = their sum over holders and ages", d->w->open_urgent, sum_of(o, OUT_backlog_urgent_by_age));
    double by_unit = o->closed_by_none, by_kind = 0;
    for (int u = 0; u < o->city->n_units; u++)
        by_unit += o->unit[u].closed;
    for (int k = 0; k < o->s->n_kinds; k++) {
        by_kind += o->kind[k].closed;
        equal(o, d, "a kind's open tickets = opened - closed", outputs_of(o->out, OUT_kind_backlog)[k], o->kind_standing[k]);
    }
    equal(o, d, "tickets closed = their sum over units", o->window.closed, by_unit);
    equal(o, d, "tickets closed = their sum over kinds", o->window.closed, by_kind);
    equal(o, d, "open tickets = their sum over kinds", d->w->open_tickets, sum_of(o, OUT_kind_backlog));
}
