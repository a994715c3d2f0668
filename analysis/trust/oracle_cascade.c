/* oracle_cascade.c - imitation alone, where everybody sees everybody (M. Granovetter, 1978).
 *
 * Thresholds are N(m, s): those who cry become the least r with r = Phi((r - m) / s). Of N residents the share that joins has
 * the variance r (1 - r) / N / (1 - slope of Phi there)^2.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "oracle.h"
#include "oracle_town.h"

enum { FROM = 6000 };
struct crowd { const char *name; double mean, sigma; int residents; };
static const struct crowd CROWDS[] = {
    { "cascade, thresholds N(.5, .3)", 0.5, 0.3, 900000 },
    { "cascade, thresholds N(.4, .35)", 0.4, 0.35, 100000 },
};

static double law(const struct crowd *c)
{
    double r = 0, next = 0.5 * erfc(c->mean / c->sigma / sqrt(2));
    while (next - r > 1e-12) {
        r = next;
        next = 0.5 * erfc(-(r - c->mean) / c->sigma / sqrt(2));
    }
    return r;
}

static double law_error(const struct crowd *c, double r, double residents)
{
    double z = (r - c->mean) / c->sigma, slope = exp(-z * z / 2) / sqrt(2 * acos(-1)) / c->sigma;
    return sqrt(r * (1 - r) / residents) / (1 - slope);
}

/* Those whose thresholds are passed cry and are seen rewarded; until nobody joins. The share that cries. */
static double spreads(struct oracle_town *t, uint8_t *joins)
{
    uint32_t crying = 0, n = t->city.n_residents;
    t->day.t = 1;
    for (uint32_t joined = 1; joined;) {
        joined = 0;
        for (uint32_t i = 0; i < n; i++)
            joined += joins[i] = !t->world.resident[i].rewarded && calls_imitates(&t->day, 0, i);
        for (uint32_t i = 0; i < n; i++)
            if (joins[i])
                t->world.resident[i].rewarded = 1;
        crying += joined;
        t->world.street_rewarded.row[0] = (float)crying / (float)n;
    }
    return crying / (double)n;
}

static int crowd(const struct crowd *c, uint32_t replicate, struct oracle_ratio *share, struct err *err)
{
    struct oracle_town t;
    char residents[48], mean[48], sigma[48];
    snprintf(residents, sizeof residents, "city.residents=%d", c->residents);
    snprintf(mean, sizeof mean, "calling.threshold=%g", c->mean);
    snprintf(sigma, sizeof sigma, "calling.threshold_sigma=%g", c->sigma);
    int failed = oracle_town_found(&t, replicate, ORACLE_TOWN(residents, mean, sigma, "calling.omega=1", "city.streets=1",
                                                              "city.sites=0"), err);
    uint8_t *joins = failed ? NULL : calloc(t.city.n_residents, 1);
    if (joins)
        oracle_ratio_add(share, spreads(&t, joins), 1, 0);
    failed = failed || (!joins && err_set(err, "no memory for %d residents", c->residents));
    free(joins);
    oracle_town_leave(&t);
    return failed;
}

int oracle_cascade(int effort, const struct oracle_report *report, struct err *err)
{
    for (uint32_t i = 0; i < sizeof CROWDS / sizeof *CROWDS; i++) {
        const struct crowd *c = &CROWDS[i];
        struct oracle_ratio share = { 0 };
        for (int r = 0; r < effort; r++)
            if (crowd(c, FROM + (uint32_t)r, &share, err))
                return -1;
        double r = law(c);
        report->tell(report->self, &(struct oracle_reading){ .oracle = c->name, .what = "share that cries", .theory = r,
            .simulated = oracle_ratio_value(&share), .error = law_error(c, r, (double)c->residents * effort), .exact = 1 });
    }
    return 0;
}
