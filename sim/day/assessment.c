/* assessment.c - phase 10: at the end of a period units are scored and ranked, and feel it.
 *
 * A score is the weighted mean of the indicators over the tickets that were closed or fell due and were not excluded. What one
 * ticket's whole score is worth to a unit, in hours:
 *   stake = pressure x hours per ticket x dPsi/dS
 * where Psi is the consequence as a function of the score, smoothed by the binomial noise of so few tickets.
 */
#include "day.h"

#include "sim/base/num.h"
#include "measures.h"

enum { MONTH_D = 30 };

static double score_of(const struct day *d, const struct book *b)
{
    double n = b->n - b->excluded, share[N_MEASURES];
    if (n < 1)
        return 1;
    measures_of_book(b, share);
    double s = measures_score(d->terms.weight, share);
    s -= (d->s->rule.audit_penalty * b->caught + d->s->dispatch.return_penalty * b->returned) / n;
    s += d->s->rule.tolerance * (1 - s);
    return num_clamp(s, 0, 1);
}

/* Binomial variance of a score over the tickets of a usual period. */
static double noise2_of(const struct day *d, const struct office *o)
{
    double n = o->ticket_rate * d->s->rule.period_mo * MONTH_D;
    return num_clamp(o->score * (1 - o->score), 0.01, 0.25) / (n < 1 ? 1 : n);
}

/* What units are compared by: the score, or its change. */
static double standing(const struct day *d, const struct office *o)
{
    return d->s->rule.consequence == CONSEQUENCE_IMPROVEMENT ? o->score - o->last_score : o->score;
}

static void rank_units(struct day *d)
{
    int n = d->city->n_units;
    for (int u = 0; u < n; u++) {
        struct office *o = &d->w->offices.row[u];
        o->last_rank = d->w->ranked ? o->rank : -1;
        o->rank = 0;
        for (int v = 0; v < n; v++) {
            double mine = standing(d, o), theirs = standing(d, &d->w->offices.row[v]);
            o->rank += theirs > mine || (theirs == mine && v < u);
        }
    }
    d->w->ranked = d->s->rule.consequence != CONSEQUENCE_NONE;
}

/* dPsi/dS. Rank: how many others stand near, each blurred by its own and my noise. Target: chance of falling short. */
static double slope_of(const struct day *d, int unit)
{
    const struct scenario *s = d->s;
    const struct office *o = &d->w->offices.row[unit];
    double blur = s->rule.consequence == CONSEQUENCE_TIERS ? 2 * s->rule.spread : s->rule.spread, sum = 0, mine = noise2_of(d, o);
    if (s->rule.consequence == CONSEQUENCE_NONE)
        return 0;
    if (s->rule.consequence == CONSEQUENCE_TARGET) {
        double sd = sqrt(mine + blur * blur);
        return s->rule.target_slope * num_normal_cdf((s->rule.target - o->score) / sd);
    }
    for (int v = 0; v < d->city->n_units; v++) {
        const struct office *p = &d->w->offices.row[v];
        double sd = sqrt(mine + noise2_of(d, p) + blur * blur);
        double z = (standing(d, o) - standing(d, p)) / sd;
        sum += v == unit || z * z > 60 ? 0 : 0.3989422804014327 * num_exp(-0.5 * z * z) / sd;
    }
    return d->city->n_units > 1 ? sum / (d->city->n_units - 1) : 0;
}

static void smooth(struct office *o, double period_days)
{
    double share[N_MEASURES];
    o->ticket_rate += 0.5 * (o->book.n / period_days - o->ticket_rate);
    if (o->book.n - o->book.excluded < 1)
        return;
    measures_of_book(&o->book, share);
    for (int m = 0; m < N_MEASURES; m++)
        o->mean[m] += 0.5 * (share[m] - o->mean[m]);
}

static void feel(struct day *d, int unit)
{
    const struct scenario *s = d->s;
    struct office *o = &d->w->offices.row[unit];
    int n = d->city->n_units;
    double low = n > 1 && o->rank >= 0 ? (double)o->rank / (n - 1) - 0.5 : 0;
    double rate = o->ticket_rate > 1.0 / MONTH_D ? o->ticket_rate : 1.0 / MONTH_D;
    double hours = d->city->unit[unit].officers * s->handling.hours_a_day * s->regret.ticket_share / rate;
    o->pressure = (float)(s->rule.consequence == CONSEQUENCE_NONE ? 0 : s->rule.pressure * (1 + s->rule.pressure_rank * low));
    o->stake_h = (float)(o->pressure * num_clamp(hours, 0.5, 20) * slope_of(d, unit));
}

/* Other weights are in force: each unit's standing is what its indicators would have scored. */
void assessment_restate(struct day *d)
{
    for (int u = 0; u < d->city->n_units; u++) {
        struct office *o = &d->w->offices.row[u];
        double score = measures_score(d->terms.weight, o->mean);
        o->score = o->last_score = (float)(score + d->s->rule.tolerance * (1 - score));
    }
}

void assessment_announce(struct day *d)
{
    for (int u = 0; u < d->city->n_units; u++)
        feel(d, u);
}

void day_assessment(struct day *d)
{
    d->w->period_days++;
    if (d->w->period_days < d->s->rule.period_mo * MONTH_D)
        return;
    review_period_ends(d);
    for (int u = 0; u < d->city->n_units; u++) {
        struct office *o = &d->w->offices.row[u];
        o->last_score = d->w->periods ? o->score : (float)score_of(d, &o->book);
        o->score = (float)score_of(d, &o->book);
        smooth(o, d->w->period_days);
    }
    rank_units(d);
    for (int u = 0; u < d->city->n_units; u++)
        feel(d, u);
    d->facts.assessments = 1;
    d->w->periods++;
    for (int u = 0; u < d->city->n_units; u++) {
        d->w->offices.row[u].last_book = d->w->offices.row[u].book;
        d->w->offices.row[u].book = (struct book){ 0 };
    }
    d->w->period_days = 0;
}
