/* oracle_ranks.c - what chance alone does to scores: units that are alike, and units that differ by a known amount.
 *
 * In each period each unit's book has TICKETS matters, resolved with chance p each; the score is the share resolved.
 */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "oracle.h"
#include "oracle_town.h"
#include "sim/base/num.h"
#include "sim/observe/ranks.h"

enum { PERIODS = 1600, TICKETS = 200, FROM = 5000, DIFFERENT = 4000, SAMPLES = 12 };
static const double P = 0.8, SPREAD = 0.04, ROUNDING = 1e-9;

/* Binomial: how many of TICKETS marks lie below p. */
static double resolved(struct draw_key key, double p, uint32_t unit, uint32_t period)
{
    int n = 0;
    for (uint32_t i = 0; i < TICKETS / 4; i++) {
        struct draw d = draw_at(key, PURPOSE_OUTCOME, unit, i, period);
        for (int k = 0; k < 4; k++)
            n += draw_unit(d.w[k]) < p;
    }
    return n;
}

static void period(struct oracle_town *t, uint32_t number)
{
    for (int u = 0; u < t->city.n_units; u++) {
        struct book *b = &t->world.offices.row[u].book;
        *b = (struct book){ .n = TICKETS, .asked = TICKETS, .resolved = resolved(t->day.key, P, (uint32_t)u, number) };
    }
    t->world.period_days = t->file.scenario.rule.period_mo * 30;
    day_assessment(&t->day);
}

/* Over the units: squares of the scores around p; of gains, and products of a gain with the one before. */
struct chance { struct oracle_ratio variance, ratchet, order, best_first; };

/* Of neighbours in the list with different scores: is the better one's rank the better? */
static void measure_order(const double *score, const double *rank, int n, struct oracle_ratio *best_first)
{
    double differ = 0, right = 0;
    for (int u = 1; u < n; u++) {
        differ += score[u] != score[u - 1];
        right += score[u] != score[u - 1] && (score[u] > score[u - 1]) == (rank[u] < rank[u - 1]);
    }
    oracle_ratio_add(best_first, right, differ, 0);
}

static int measure(struct oracle_town *t, int periods, struct chance *c, struct err *err)
{
    int n = t->city.n_units;
    double *x = calloc(5 * (size_t)n, sizeof *x), *before = x + n, *first = x + 2 * n, *rank = x + 3 * n, *last = x + 4 * n;
    for (int k = 0; x && k < periods; k++) {
        double squares = 0, gains = 0, products = 0;
        period(t, (uint32_t)k);
        for (int u = 0; u < n; u++) {
            const struct office *o = &t->world.offices.row[u];
            first[u] = before[u];
            before[u] = x[u];
            x[u] = (double)o->score;
            rank[u] = o->rank;
            last[u] = o->last_rank;
            squares += (x[u] - P) * (x[u] - P);
            gains += (before[u] - first[u]) * (before[u] - first[u]);
            products += (x[u] - before[u]) * (before[u] - first[u]);
        }
        measure_order(x, rank, n, &c->best_first);
        oracle_ratio_add(&c->variance, squares, n * P * (1 - P) / TICKETS, 0);
        if (k % 3 == 2) {
            oracle_ratio_add(&c->ratchet, products, gains, 0);
            oracle_ratio_add(&c->order, (1 + ranks_correlation(rank, last, n)) / 2, 1, 0);
        }
    }
    free(x);
    return x ? 0 : err_set(err, "no memory for the scores of %d units", n);
}

/* Units with the same score are ranked by their numbers, in each period alike: so much, squared, of the order stays. */
static double equals(void)
{
    double sum = 0;
    for (unsigned k = 0; k <= TICKETS; k++)
        sum += gsl_ran_binomial_pdf(k, P, TICKETS) * gsl_ran_binomial_pdf(k, P, TICKETS);
    return sum;
}

static int alike(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "scores of units that are alike, 200 tickets";
    struct oracle_town t;
    struct chance c = { 0 };
    int failed = oracle_town_found(&t, FROM, ORACLE_TOWN("city.residents=100000", "city.streets=100", "city.sites=0",
        "rule.consequence=rank", "rule.pressure=1", "indicators.resolved={measure: resolved, weight: 1}"), err) ||
        measure(&t, PERIODS * effort, &c, err);
    oracle_town_leave(&t);
    if (failed)
        return -1;
    report->tell(report->self, &(struct oracle_reading){ .oracle = name, .what = "pairs of which the better is ranked first",
        .theory = 1, .simulated = oracle_ratio_value(&c.best_first), .error = ROUNDING, .exact = 1 });
    oracle_ratio_tell(&c.variance, name, "variance / binomial variance", 1, report);
    oracle_ratio_tell(&c.ratchet, name, "correlation of a gain with the last", -0.5, report);
    oracle_ratio_tell(&c.order, name, "(1 + correlation of ranks in time) / 2", (1 + equals() * equals()) / 2, report);
    return 0;
}

/* True shares around p with a known spread: reliability = true variance / variance of the scores, but that the noise is taken
 * from the scores themselves, which makes it smaller by one part in TICKETS. */
static int different(int effort, const struct oracle_report *report, struct err *err)
{
    struct oracle_ratio reliability = { 0 };
    double *score = malloc(2 * DIFFERENT * sizeof *score), *tickets = score + DIFFERENT;
    if (!score)
        return err_set(err, "no memory for the scores of %d units", DIFFERENT);
    for (uint32_t s = 0; s < (uint32_t)(SAMPLES * effort); s++) {
        struct draw_key key = draw_key(FROM, s);
        for (uint32_t u = 0; u < DIFFERENT; u++) {
            double z = num_normal(draw_unit(draw_at(key, PURPOSE_WORLD, u, 0, 0).w[0]));
            score[u] = resolved(key, P + SPREAD * z, u, 0) / TICKETS;
            tickets[u] = TICKETS;
        }
        oracle_ratio_add(&reliability, ranks_reliability(score, tickets, DIFFERENT), 1, 0);
    }
    free(score);
    double noise = (P * (1 - P) - SPREAD * SPREAD) / TICKETS, spread = SPREAD * SPREAD + noise;
    oracle_ratio_tell(&reliability, "scores of units that differ by .04", "reliability",
                      1 - noise * (1 - 1.0 / TICKETS) / spread, report);
    return 0;
}

int oracle_ranks(int effort, const struct oracle_report *report, struct err *err)
{
    return alike(effort, report, err) || different(effort, report, err) ? -1 : 0;
}
