/* oracle_published.c - a call centre whose results are published: example `CallCenter` of P. L'Ecuyer's SSJ User's
 * Guide, University of Montreal; 10 000 days there. Times in seconds since opening.
 */
#include <math.h>

#include "oracle.h"
#include "sim/base/num.h"
#include "sim/centre/centre.h"

enum { PERIODS = 13, DAYS = 1000, MOST_CALLS = 400, SEED = 12345 };
static const int AGENTS[PERIODS] = { 4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4 };
static const double RATE_PER_H[PERIODS] = { 100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60 };
static const double EXPECTED = 1660, PERIOD_S = 3600, SERVICE_S = 100, PATIENCE_S = 1000, NO_PATIENCE = 0.1, GOOD_S = 20;
static const double BUSYNESS_SHAPE = 400;

/* What is measured of a day, what is published of it, and the standard error of what is published: from the 90 %
 * interval or the deviation across days where given, else from the rounding of the last digit. */
enum published { ARRIVALS, WAIT, GOOD, LOST, N_PUBLISHED };
static const struct { const char *what; double value, error; } PUBLISHED[N_PUBLISHED] = {
    [ARRIVALS] = { "calls a day", 1660.37, 93.62 / 100 },
    [WAIT] = { "mean wait, s", 4.713, 0.033 / 1.645 },
    [GOOD] = { "share within 20 s", 0.925, 0.0005 },
    [LOST] = { "share that abandons", 0.020, 0.0003 },
};

static int period_calls(struct centre *c, struct draw_key key, uint32_t day, int period, double busyness, struct err *err)
{
    double x[3][MOST_CALLS], end_s = (period + 1) * PERIOD_S, at_s = period * PERIOD_S;
    uint8_t leaves[MOST_CALLS];
    for (uint32_t i = 0; i < MOST_CALLS; i++) {
        struct draw d = draw_at(key, PURPOSE_CALL_TIME, i, (uint32_t)period, day);
        for (int k = 0; k < 3; k++)
            x[k][i] = draw_unit(d.w[k]);
        leaves[i] = draw_unit(d.w[3]) < NO_PATIENCE;
    }
    num_log_all(x[0], 3 * MOST_CALLS);
    for (int i = 0; i < MOST_CALLS; i++) {
        at_s -= x[0][i] * PERIOD_S / (RATE_PER_H[period] * busyness);
        if (at_s >= end_s)
            return 0;
        int row = centre_add(c, err);
        if (row < 0)
            return -1;
        c->call[row].at_s = at_s;
        c->call[row].talk_s = (float)(-x[1][i] * SERVICE_S);
        c->call[row].patience_s = leaves[i] ? 0 : (float)(-x[2][i] * PATIENCE_S);
    }
    return err_set(err, "published example: more than %d calls in period %d of day %u", MOST_CALLS, period + 1, day);
}

static int simulate_day(struct centre *c, struct draw_key key, uint32_t day, struct err *err)
{
    double z = num_normal(draw_unit(draw_at(key, PURPOSE_BUSY, 0, 0, day).w[0]));
    double busyness = num_gamma_quantile_unit_mean(BUSYNESS_SHAPE, z);
    centre_open(c);
    for (int p = 0; p < PERIODS; p++) {
        centre_seats(c, p * PERIOD_S, AGENTS[p]);
        if (period_calls(c, key, day, p, busyness, err))
            return -1;
    }
    return centre_run(c, err);
}

static void measure_day(const struct centre *c, struct oracle_ratio ratio[])
{
    double good = 0;
    for (int i = 0; i < c->n; i++)
        good += (double)c->call[i].wait_s < GOOD_S;
    oracle_ratio_add(&ratio[ARRIVALS], (double)c->count.offered, 1, 0);
    oracle_ratio_add(&ratio[WAIT], c->count.wait_answered_s + c->count.wait_abandoned_s, EXPECTED, 0);
    oracle_ratio_add(&ratio[GOOD], good, EXPECTED, 0);
    oracle_ratio_add(&ratio[LOST], (double)c->count.abandoned, EXPECTED, 0);
}

int oracle_published(int effort, const struct oracle_report *report, struct err *err)
{
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1 };
    struct oracle_ratio ratio[N_PUBLISHED] = { 0 };
    struct draw_key key = draw_key(SEED, 0);
    struct centre c;
    int most = 8, failed = centre_init(&c, &rules, most, err);
    if (!failed)
        centre_open(&c);
    for (int o = 0; o < most && !failed; o++)
        centre_duty(&c, o, 0, INFINITY);
    for (int day = 0; day < effort * DAYS && !failed; day++) {
        failed = simulate_day(&c, key, (uint32_t)day, err);
        if (!failed)
            measure_day(&c, ratio);
    }
    centre_free(&c);
    for (int m = 0; m < N_PUBLISHED && !failed; m++)
        report->tell(report->self, &(struct oracle_reading){ "SSJ CallCenter, published", PUBLISHED[m].what,
            PUBLISHED[m].value, oracle_ratio_value(&ratio[m]),
            hypot(oracle_ratio_error(&ratio[m]), PUBLISHED[m].error), 0 });
    return failed ? -1 : 0;
}
