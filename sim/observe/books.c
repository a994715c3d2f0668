/* books.c - the three books side by side: what is true, what was said, what was recorded. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

/* Closed with nobody's action. */
static void unsolved(struct observation *o, const struct day *d)
{
    OBSERVE_ADD(o, d, closed, d->facts.unsolved.n);
    for (uint32_t i = 0; i < d->facts.unsolved.n && observe_window(d); i++) {
        const struct unsolved *x = &d->facts.unsolved.row[i];
        o->kind[x->kind].closed++;
        if (x->unit != NONE)
            o->unit[x->unit].closed++;
        else
            o->closed_by_none++;
    }
}

static void closings(struct observation *o, const struct day *d)
{
    double closed = 0, fixed = 0;
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        const struct need *n = &d->w->needs.row[c->need];
        int conceded = c->conceded && c->yuan > o->s->handling.approval_yuan;
        OBSERVE_ADD(o, d, conceded, conceded);
        OBSERVE_ADD(o, d, concession_calls, conceded ? n->contacts : 0);
        if (c->reopened)
            continue;
        enum nest nest = (enum nest)o->s->actions[c->action].nest;
        closed++;
        const struct ticket *t = &d->w->tickets.row[c->ticket];
        OBSERVE_ADD(o, d, urgent_closed, !!(n->flags & NEED_URGENT));
        OBSERVE_ADD(o, d, urgent_unseen, n->flags & NEED_URGENT && !(t->flags & TICKET_URGENT));
        OBSERVE_ADD(o, d, in_time, d->t <= t->deadline);
        OBSERVE_ADD(o, d, bunched, d->t <= t->deadline && d->t + 1 >= t->deadline);
        fixed += c->fixed;
        OBSERVE_ADD(o, d, closed, 1);
        OBSERVE_ADD(o, d, fixed, c->fixed);
        OBSERVE_ADD(o, d, satisfied, c->satisfied);
        OBSERVE_ADD(o, d, rated, c->rated);
        OBSERVE_ADD(o, d, rated_satisfied, c->rated && c->satisfied);
        OBSERVE_ADD(o, d, paper_closed, nest == NEST_PAPER || nest == NEST_GAMING);
        if (!observe_window(d))
            continue;
        o->unit[c->unit].closed++;
        o->unit[c->unit].fixed += c->fixed;
        o->kind[n->kind].closed++;
        o->kind[n->kind].fixed += c->fixed;
    }
    *observe_series(o, OUT_closed_tickets, d) = closed + d->facts.unsolved.n;
    *observe_series(o, OUT_fixed_tickets, d) = fixed;
}

static void scorings(struct observation *o, const struct day *d)
{
    double resolved = 0;
    for (uint32_t i = 0; i < d->facts.scorings.n; i++) {
        const struct scoring *s = &d->facts.scorings.row[i];
        OBSERVE_ADD(o, d, excluded, s->excluded);
        if (observe_window(d)) {
            o->unit[s->unit].tickets++;
            o->kind[s->kind].tickets++;
            o->kind[s->kind].excluded += s->excluded;
        }
        if (s->excluded)
            continue;
        resolved += s->resolved;
        OBSERVE_ADD(o, d, scored, 1);
        OBSERVE_ADD(o, d, on_time, s->on_time);
        OBSERVE_ADD(o, d, asked, s->asked);
        OBSERVE_ADD(o, d, scored_fixed, s->truly_fixed);
        OBSERVE_ADD(o, d, scored_satisfied, s->truly_satisfied);
        OBSERVE_ADD(o, d, recorded_resolved, s->resolved);
        OBSERVE_ADD(o, d, recorded_satisfied, s->satisfied);
        if (observe_window(d)) {
            o->unit[s->unit].scored++;
            o->unit[s->unit].resolved += s->resolved;
            o->unit[s->unit].satisfied += s->satisfied;
            o->kind[s->kind].scored++;
            o->kind[s->kind].resolved += s->resolved;
            o->kind[s->kind].satisfied += s->satisfied;
        }
    }
    *observe_series(o, OUT_recorded_resolved, d) = resolved;
}

void books_day(struct observation *o, const struct day *d)
{
    closings(o, d);
    unsolved(o, d);
    scorings(o, d);
    *observe_series(o, OUT_line_efficacy, d) = d->w->efficacy;
    *observe_series(o, OUT_line_credibility, d) = d->w->credibility;
    OBSERVE_ADD(o, d, efficacy, d->w->efficacy);
    OBSERVE_ADD(o, d, credibility, d->w->credibility);
}

static void by_unit_and_kind(struct observation *o)
{
    for (int u = 0; u < o->city->n_units; u++) {
        const struct unit_sums *s = &o->unit[u];
        outputs_of(o->out, OUT_unit_tickets)[u] = s->tickets;
        outputs_of(o->out, OUT_unit_resolved_latent)[u] = observe_share(s->fixed, s->closed);
        outputs_of(o->out, OUT_unit_resolved_recorded)[u] = observe_share(s->resolved, s->scored);
        outputs_of(o->out, OUT_unit_satisfied_recorded)[u] = observe_share(s->satisfied, s->scored);
    }
    for (int k = 0; k < o->s->n_kinds; k++) {
        outputs_of(o->out, OUT_kind_tickets)[k] = o->kind[k].tickets;
        outputs_of(o->out, OUT_kind_excluded)[k] = o->kind[k].excluded;
        outputs_of(o->out, OUT_kind_resolved_latent)[k] = observe_share(o->kind[k].fixed, o->kind[k].closed);
        outputs_of(o->out, OUT_kind_resolved_recorded)[k] = observe_share(o->kind[k].resolved, o->kind[k].scored);
        outputs_of(o->out, OUT_kind_satisfied_recorded)[k] = observe_share(o->kind[k].satisfied, o->kind[k].scored);
    }
}

void books_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window, *late = &o->lately;
    double resolved = observe_share(w->fixed, w->closed), satisfied = observe_share(w->satisfied, w->closed);
    double on_paper = observe_share(w->recorded_resolved, w->asked), content = observe_share(w->recorded_satisfied, w->asked);
    (void)d;
    outputs_set(o->out, OUT_resolved_latent, resolved);
    outputs_set(o->out, OUT_satisfied_latent, satisfied);
    outputs_set(o->out, OUT_satisfied_rated, observe_share(w->rated_satisfied, w->rated));
    outputs_set(o->out, OUT_resolved_recorded, on_paper);
    outputs_set(o->out, OUT_satisfied_recorded, content);
    outputs_set(o->out, OUT_goodhart_gap_resolved, on_paper - observe_share(w->scored_fixed, w->scored));
    outputs_set(o->out, OUT_goodhart_gap_satisfied, content - observe_share(w->scored_satisfied, w->scored));
    outputs_set(o->out, OUT_response_on_time_share, observe_share(w->on_time, w->scored));
    outputs_set(o->out, OUT_deadline_bunching_share, observe_share(w->bunched, w->in_time));
    outputs_set(o->out, OUT_urgent_unseen_share, observe_share(w->urgent_unseen, w->urgent_closed));
    outputs_set(o->out, OUT_excluded_share, observe_share(w->excluded, w->excluded + w->scored));
    outputs_set(o->out, OUT_paper_close_share, observe_share(w->paper_closed, w->closed));
    outputs_set(o->out, OUT_concession_calls, observe_share(w->concession_calls, w->conceded));
    outputs_set(o->out, OUT_efficacy, late->efficacy / late->days);
    outputs_set(o->out, OUT_credibility, late->credibility / late->days);
    by_unit_and_kind(o);
}
