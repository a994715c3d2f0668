/* ranks.c - what the assessment's scores are worth: against the truth, against chance, from period to period. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"
#include "ranks.h"

/* Average rank of those that are equal: 0.5 for the two best of equals. */
static void midranks(const double *x, int n, double *rank)
{
    for (int i = 0; i < n; i++) {
        double better = 0, same = 0;
        for (int j = 0; j < n; j++) {
            better += x[j] > x[i];
            same += x[j] == x[i];
        }
        rank[i] = better + (same - 1) / 2;
    }
}

double ranks_correlation(const double *x, const double *y, int n)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < n; i++) {
        mx += x[i] / n;
        my += y[i] / n;
    }
    for (int i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return n > 2 && xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}

double ranks_reliability(const double *score, const double *tickets, int n)
{
    double mean = 0, spread = 0, noise = 0;
    for (int i = 0; i < n; i++)
        mean += score[i] / n;
    for (int i = 0; i < n; i++) {
        spread += (score[i] - mean) * (score[i] - mean) / (n - 1);
        noise += score[i] * (1 - score[i]) / tickets[i] / n;
    }
    return n > 2 && spread > 0 ? fmax(0, 1 - noise / spread) : NAN;
}

static void add(double x, double *sum, double *n)
{
    if (!isnan(x)) {
        *sum += x;
        (*n)++;
    }
}

/* Scores and the truth of the units that had tickets scored, in x[n_units] each; how many. */
static int scored_units(const struct observation *o, const struct day *d, double *score, double *truth, double *tickets)
{
    int m = 0;
    for (int u = 0; u < o->city->n_units; u++) {
        const struct office *f = &d->w->offices.row[u];
        double n = f->last_book.n - f->last_book.excluded;
        if (n < 1)
            continue;
        score[m] = f->score;
        truth[m] = f->last_book.truly_fixed / n;
        tickets[m++] = n;
    }
    return m;
}

static void against_truth(struct observation *o, const struct day *d, double *x)
{
    int most = o->city->n_units;
    double *score = x, *truth = x + most, *tickets = x + 2 * most, *a = x + 3 * most, *b = x + 4 * most;
    int n = scored_units(o, d, score, truth, tickets);
    midranks(score, n, a);
    midranks(truth, n, b);
    add(ranks_correlation(a, b, n), &o->window.rank_truth, &o->window.rank_truth_n);
    add(ranks_reliability(score, tickets, n), &o->window.reliability, &o->window.reliability_n);
    for (int i = 0; i < n && o->s->rule.consequence == CONSEQUENCE_TARGET; i++) {
        double beyond = score[i] - o->s->rule.target;
        o->window.above_target += beyond >= 0 && beyond < RANKS_NEAR;
        o->window.below_target += beyond < 0 && beyond >= -RANKS_NEAR;
    }
}

/* Ranks as they were announced, and gains of the scores, from one period to the next. */
static void against_before(struct observation *o, const struct day *d, double *x)
{
    int n = o->city->n_units, ranked_before = 1, seen = (int)o->window.assessments;
    double *a = x, *b = x + n;
    for (int u = 0; u < n; u++) {
        a[u] = d->w->offices.row[u].rank;
        b[u] = d->w->offices.row[u].last_rank;
        ranked_before &= d->w->offices.row[u].last_rank >= 0;
    }
    if (ranked_before)
        add(ranks_correlation(a, b, n), &o->window.rank_stability, &o->window.rank_stability_n);
    for (int u = 0; u < n; u++) {
        struct unit_sums *s = &o->unit[u];
        a[u] = d->w->offices.row[u].score - s->score_before;
        b[u] = s->gain_before;
        s->gain_before = a[u];
        s->score_before = d->w->offices.row[u].score;
    }
    if (seen >= 2)
        add(ranks_correlation(a, b, n), &o->window.ratchet, &o->window.ratchet_n);
}

void ranks_day(struct observation *o, const struct day *d)
{
    int n = o->city->n_units;
    if (!d->facts.assessments || o->s->rule.consequence == CONSEQUENCE_NONE || !observe_window(d))
        return;
    double *x = calloc(5 * (size_t)n, sizeof *x);
    if (x) {
        against_truth(o, d, x);
        against_before(o, d, x);
    }
    free(x);
    for (int u = 0; u < n; u++) {
        o->unit[u].score += d->w->offices.row[u].score;
        o->window.score += (double)d->w->offices.row[u].score / n;
    }
    o->window.assessments++;
}

void ranks_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window;
    (void)d;
    outputs_set(o->out, OUT_rank_truth_correlation, observe_share(w->rank_truth, w->rank_truth_n));
    outputs_set(o->out, OUT_rank_stability, observe_share(w->rank_stability, w->rank_stability_n));
    outputs_set(o->out, OUT_score_reliability, observe_share(w->reliability, w->reliability_n));
    outputs_set(o->out, OUT_score_ratchet, observe_share(w->ratchet, w->ratchet_n));
    outputs_set(o->out, OUT_target_bunching, observe_share(w->above_target - w->below_target, w->above_target + w->below_target));
    outputs_set(o->out, OUT_score_mean, observe_share(w->score, w->assessments));
    for (int u = 0; u < o->city->n_units; u++)
        outputs_of(o->out, OUT_unit_score)[u] = observe_share(o->unit[u].score, w->assessments);
}
