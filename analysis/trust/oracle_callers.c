/* oracle_callers.c - who calls (a zeta law of activity), how long they talk and how patiently they wait (lognormal). */
#include <math.h>
#include <stdio.h>

#include "oracle.h"
#include "oracle_town.h"

enum { CALLERS = 150000, ACTIVITY_MAX = 5000, TALK_TOWNS = 3, YEAR_D = 365, FROM = 2000 };
static const double ALPHA = 2.05;

/* Residents by their activity a = 1, 2 ..: shares of the people and of the calls of those with at least so much. */
struct tail { double people, calls; };

static struct tail tail_from(int least)
{
    struct tail all = { 0 }, tail = { 0 };
    for (int a = 1; a <= ACTIVITY_MAX; a++) {
        double people = pow(a, -ALPHA), calls = a * people;
        all.people += people;
        all.calls += calls;
        tail.people += a >= least ? people : 0;
        tail.calls += a >= least ? calls : 0;
    }
    return (struct tail){ tail.people / all.people, tail.calls / all.calls };
}

/* Where the city's bands of activity begin, the law is exact: the first of them with at most that share of the people. */
static int first_band(double people)
{
    int a = 1;
    while (tail_from(a).people > people)
        a = a < 5 ? a + 1 : a + a / 4 + 1;
    return a;
}

/* The resident's place in the order of activity, 0 the most active: the inverse of city_resident's permutation. */
static void places(const struct street *st, uint32_t *place)
{
    for (uint32_t rank = 0; rank < st->n; rank++)
        place[((uint64_t)rank * st->stride + st->offset) % st->n] = rank;
}

enum { SHARES = 3 };
static const double SHARE[SHARES] = { 0.1, 0.01, 0.001 };

static void callers_among(const struct oracle_town *t, const uint32_t *place, uint32_t n, double calls[SHARES])
{
    double edge[SHARES];
    for (int s = 0; s < SHARES; s++)
        edge[s] = tail_from(first_band(SHARE[s])).people * t->city.n_residents;
    for (uint32_t i = 0; i < n; i++) {
        struct draw d = draw_at(t->day.key, PURPOSE_CALLER, i, 0, 0);
        double rank = place[city_resident(&t->city, 0, d.w[1], d.w[2])];
        for (int s = 0; s < SHARES; s++)
            calls[s] += rank < edge[s];
    }
}

static int concentration(int effort, const struct oracle_report *report, struct err *err)
{
    COLUMN(uint32_t) place = { 0 };
    struct oracle_town t;
    double n = (double)effort * CALLERS, calls[SHARES] = { 0 };
    int failed = oracle_town_found(&t, 0, ORACLE_TOWN("city.residents=400000", "city.streets=1", "city.lonely_share=0",
                                   "city.professional_share=0"), err) || column_reserve(&place, t.city.n_residents, err);
    if (!failed) {
        places(&t.city.street[0], place.row);
        callers_among(&t, place.row, (uint32_t)n, calls);
    }
    for (int s = 0; s < SHARES && !failed; s++) {
        struct tail law = tail_from(first_band(SHARE[s]));
        char what[64];
        snprintf(what, sizeof what, "calls of the busiest %.3g %%", 100 * law.people);
        report->tell(report->self, &(struct oracle_reading){ .oracle = "zeta law of activity, exponent 2.05", .what = what,
            .theory = law.calls, .simulated = calls[s] / n, .error = sqrt(law.calls * (1 - law.calls) / n), .exact = 1 });
    }
    column_free(&place);
    oracle_town_leave(&t);
    return failed ? -1 : 0;
}

/* Moments of the logarithm of a lognormal law, a day a batch. */
struct law { double mu, sigma; struct oracle_ratio mean, variance; };

static void law_adds(struct law *law, double n, double sum, double squares)
{
    if (n == 0)
        return;
    oracle_ratio_add(&law->mean, sum, n, 0);
    oracle_ratio_add(&law->variance, squares, n, 0);
}

static void law_tells(const struct law *law, const char *name, const struct oracle_report *report)
{
    oracle_ratio_tell(&law->mean, name, "mean of log seconds", law->mu, report);
    oracle_ratio_tell(&law->variance, name, "variance of log seconds", law->sigma * law->sigma, report);
}

/* Of today's enquiries that were answered, and of all who had to wait. */
static void measure_day(const struct oracle_town *t, struct law *talk, struct law *patience)
{
    double n[2] = { 0 }, sum[2] = { 0 }, squares[2] = { 0 };
    const struct centre *c = &t->world.centre;
    for (int i = c->n_kept; i < c->n; i++) {
        const struct centre_call *call = &c->call[i];
        int known[2] = { tag_about(call->tag) == ABOUT_CONSULT && call->outcome == CENTRE_ANSWERED, !isnan(call->patience_s) };
        double x[2] = { known[0] ? log((double)call->talk_s) - talk->mu : 0,
                        known[1] ? log((double)call->patience_s) - patience->mu : 0 };
        for (int k = 0; k < 2; k++) {
            n[k] += known[k];
            sum[k] += x[k];
            squares[k] += x[k] * x[k];
        }
    }
    law_adds(talk, n[0], sum[0] + n[0] * talk->mu, squares[0]);
    law_adds(patience, n[1], sum[1] + n[1] * patience->mu, squares[1]);
}

/* Operators who are all practised, unhurried and too few. */
static int manners(int effort, const struct oracle_report *report, struct err *err)
{
    struct law talk = { 4.274, 0.925, { 0 }, { 0 } }, patience = { 5.77, 1.86, { 0 }, { 0 } };
    int failed = 0;
    for (int r = 0; r < TALK_TOWNS * effort && !failed; r++) {
        struct oracle_town t;
        failed = oracle_town_found(&t, FROM + (uint32_t)r, ORACLE_TOWN("calendar.warmup=0", "calendar.days=365",
            "operators.novice_talk=1", "pay.haste_time=0", "centre.redial_attempts=1", "city.demand=4",
            "kinds.consultation.talk_mu=4.274", "kinds.consultation.talk_sigma=0.925", "centre.patience_mu=5.77",
            "centre.patience_sigma=1.86"), err);
        for (uint32_t day = 0; day < YEAR_D && !failed; day++) {
            failed = day_run(&t.day, day, err);
            measure_day(&t, &talk, &patience);
        }
        oracle_town_leave(&t);
    }
    if (failed)
        return -1;
    law_tells(&talk, "talk about enquiries, lognormal", report);
    law_tells(&patience, "patience of who has to wait, lognormal", report);
    return 0;
}

int oracle_callers(int effort, const struct oracle_report *report, struct err *err)
{
    return concentration(effort, report, err) || manners(effort, report, err) ? -1 : 0;
}
