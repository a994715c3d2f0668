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

/* Pressure comes from every level of government that assesses the unit. */
static double levels_above(const struct day *d, int unit)
{
    int street = d->city->unit[unit].street != NONE;
    double sum = d->s->n_levels ? 0 : 1;
    for (int i = 0; i < d->s->n_levels; i++)
        if (d->s->levels[i].reach == REACH_ALL || (d->s->levels[i].reach == REACH_STREETS) == street)
            sum += d->s->levels[i].share;
    return sum;
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

/* Who is among the last is summoned: worth most to those who stand near that line. */
static double fear_of(const struct day *d, const struct office *o, double variance)
{
    int n = d->city->n_units, last = (int)(d->s->rule.summon_share * n);
    if (last < 1 || !d->w->ranked)
        return 0;
    for (int v = 0; v < n; v++) {
        const struct office *p = &d->w->offices.row[v];
        if (p->rank != n - last)
            continue;
        double sd = sqrt(variance + noise2_of(d, p)), z = (standing(d, o) - standing(d, p)) / sd;
        return d->s->rule.summon * (z * z > 60 ? 0 : 0.3989422804014327 * num_exp(-0.5 * z * z) / sd);
    }
    return 0;
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
        double n = o->last_book.n > 0 ? o->last_book.n : 1;
        double target = s->rule.target - s->rule.target_gain * o->last_book.listed / n;
        return s->rule.target_slope * num_normal_cdf((target - o->score) / sd);
    }
    for (int v = 0; v < d->city->n_units; v++) {
        const struct office *p = &d->w->offices.row[v];
        double sd = sqrt(mine + noise2_of(d, p) + blur * blur);
        double z = (standing(d, o) - standing(d, p)) / sd;
        sum += v == unit || z * z > 60 ? 0 : 0.3989422804014327 * num_exp(-0.5 * z * z) / sd;
    }
    return (d->city->n_units > 1 ? sum / (d->city->n_units - 1) : 0) + fear_of(d, o, mine + blur * blur);
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
    int ranked = s->rule.consequence != CONSEQUENCE_NONE;
    o->pressure = (float)(ranked ? s->rule.pressure * levels_above(d, unit) * (1 + s->rule.pressure_rank * low) : 0);
    o->hands = (float)(ranked ? 1 - s->rule.resources * (low - d->w->rank_mean) : 1);
    o->attention = (float)(ranked && d->w->ranked ? 1 - s->rule.attention * (low + 0.5) : 1);
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

/* What the city lacks weighs more: a rule that follows its own figures. */
void assessment_weighs(struct day *d)
{
    double now[N_MEASURES], sum = 0;
    for (int m = 0; m < N_MEASURES; m++) {
        double mean = 0;
        for (int u = 0; u < d->city->n_units; u++)
            mean += d->w->offices.row[u].mean[m] / d->city->n_units;
        sum += now[m] = d->terms.base_weight[m] * (1 + d->s->rule.reweigh * (1 - mean));
    }
    for (int m = 0; m < N_MEASURES; m++)
        d->terms.weight[m] = d->s->rule.reweigh > 0 && sum > 0 ? now[m] / sum : d->terms.base_weight[m];
}

/* Hours that ranks move are taken from somewhere: the officers' mean of rank / (n - 1) - 1/2. */
static double mean_rank(const struct day *d)
{
    double officers = 0, sum = 0, n = d->city->n_units;
    for (int u = 0; u < d->city->n_units; u++) {
        int rank = d->w->offices.row[u].rank;
        officers += d->city->unit[u].officers;
        sum += d->city->unit[u].officers * (n > 1 && rank >= 0 ? rank / (n - 1) - 0.5 : 0);
    }
    return officers > 0 ? sum / officers : 0;
}

/* Few requests per head, for streets: who answers for no place has none to answer for. */
static void count_requests(struct day *d, int unit)
{
    struct office *o = &d->w->offices.row[unit];
    int street = d->city->unit[unit].street;
    double months = d->w->period_days / MONTH_D, ref = d->s->rule.requests_10000;
    double heads = street != NONE ? d->city->street[street].n / 1e4 : 1;
    double x = street != NONE ? o->book.requests / heads / months : 0;
    o->book.calm = ref / (ref + x);
    o->request_loss = x > 0 ? (float)(o->book.n / o->book.requests * o->book.calm * (1 - o->book.calm)) : 0;
}

static void summon(struct day *d)
{
    int n = d->city->n_units, last = (int)(d->s->rule.summon_share * n);
    for (int u = 0; u < n && d->w->ranked; u++)
        if (d->w->offices.row[u].rank >= n - last) {
            d->w->offices.row[u].summons_h += (float)d->s->rule.summon_h;
            d->facts.summoned++;
        }
}

void assessment_announce(struct day *d)
{
    d->w->rank_mean = mean_rank(d);
    for (int u = 0; u < d->city->n_units; u++)
        feel(d, u);
}

void day_assessment(struct day *d)
{
    d->w->period_days++;
    if (d->w->period_days < d->s->rule.period_mo * MONTH_D)
        return;
    review_period_ends(d);
    for (int u = 0; u < d->city->n_units; u++)
        count_requests(d, u);
    for (int u = 0; u < d->city->n_units; u++) {
        struct office *o = &d->w->offices.row[u];
        o->last_score = d->w->periods ? o->score : (float)score_of(d, &o->book);
        o->score = (float)score_of(d, &o->book);
        smooth(o, d->w->period_days);
    }
    rank_units(d);
    summon(d);
    d->facts.assessments = 1;
    d->w->periods++;
    for (int u = 0; u < d->city->n_units; u++) {
        d->w->offices.row[u].last_book = d->w->offices.row[u].book;
        d->w->offices.row[u].book = (struct book){ 0 };
    }
    assessment_weighs(d);
    assessment_announce(d);
    d->w->period_days = 0;
}
