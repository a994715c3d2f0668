/* books.c - the three books side by side: what is true, what was said, what was recorded; and ranks against truth. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"

static void closings(struct observation *o, const struct day *d)
{
    double closed = 0, fixed = 0;
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        const struct need *n = &d->w->needs.row[c->need];
        OBSERVE_ADD(o, d, conceded, c->conceded);
        OBSERVE_ADD(o, d, concession_calls, c->conceded ? n->contacts : 0);
        if (c->reopened)
            continue;
        enum nest nest = (enum nest)o->s->actions[c->action].nest;
        closed++;
        const struct ticket *t = &d->w->tickets.row[c->ticket];
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
    closed += (double)d->facts.lapsed;          /* closed unsolved */
    OBSERVE_ADD(o, d, closed, (double)d->facts.lapsed);
    *observe_series(o, OUT_closed_tickets, d) = closed;
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
        }
    }
    *observe_series(o, OUT_recorded_resolved, d) = resolved;
}

/* Spearman's correlation of two rankings of n units without ties. */
static double rank_correlation(const int *a, const int *b, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
    return n > 2 ? 1 - 6 * sum / ((double)n * ((double)n * n - 1)) : NAN;
}

static double truth_of(const struct office *f)
{
    double n = f->last_book.n - f->last_book.excluded;
    return n > 0 ? f->last_book.truly_fixed / n : 0;
}

static void assessments(struct observation *o, const struct day *d)
{
    int n = o->city->n_units, *rank = calloc(3 * (size_t)n, sizeof *rank);
    if (rank && d->facts.assessments && o->s->rule.consequence != CONSEQUENCE_NONE && observe_window(d)) {
        int *truth = rank + n, *before = rank + 2 * n, ranked_before = 1;
        for (int u = 0; u < n; u++) {
            const struct office *f = &d->w->offices.row[u];
            rank[u] = f->rank;
            before[u] = f->last_rank;
            ranked_before &= f->last_rank >= 0;
            truth[u] = 0;
            for (int v = 0; v < n; v++) {
                double mine = truth_of(f), theirs = truth_of(&d->w->offices.row[v]);
                truth[u] += theirs > mine || (theirs == mine && v < u);
            }
            o->unit[u].score += f->score;
            o->window.score += f->score / n;
        }
        o->window.assessments++;
        o->window.rank_truth += rank_correlation(rank, truth, n);
        if (ranked_before) {
            o->window.rank_stability += rank_correlation(rank, before, n);
            o->window.rank_stability_n++;
        }
    }
    free(rank);
}

void books_day(struct observation *o, const struct day *d)
{
    closings(o, d);
    scorings(o, d);
    assessments(o, d);
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
        outputs_of(o->out, OUT_unit_score)[u] = observe_share(s->score, o->window.assessments);
    }
    for (int k = 0; k < o->s->n_kinds; k++) {
        outputs_of(o->out, OUT_kind_tickets)[k] = o->kind[k].tickets;
        outputs_of(o->out, OUT_kind_excluded)[k] = o->kind[k].excluded;
        outputs_of(o->out, OUT_kind_resolved_latent)[k] = observe_share(o->kind[k].fixed, o->kind[k].closed);
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
    outputs_set(o->out, OUT_excluded_share, observe_share(w->excluded, w->excluded + w->scored));
    outputs_set(o->out, OUT_paper_close_share, observe_share(w->paper_closed, w->closed));
    outputs_set(o->out, OUT_rank_truth_correlation, observe_share(w->rank_truth, w->assessments));
    outputs_set(o->out, OUT_rank_stability, observe_share(w->rank_stability, w->rank_stability_n));
    outputs_set(o->out, OUT_score_mean, observe_share(w->score, w->assessments));
    outputs_set(o->out, OUT_concession_calls, observe_share(w->concession_calls, w->conceded));
    outputs_set(o->out, OUT_efficacy, late->efficacy / late->days);
    outputs_set(o->out, OUT_credibility, late->credibility / late->days);
    by_unit_and_kind(o);
}
