/* oracle_clairvoyant.c - the fluid that knows everything, the baseline of regret, against every order of a few jobs.
 *
 * One unit with an hour a day, five jobs. Where all of them end with the run an hour averts the more, the larger harm / hours
 * is, on every day: the order by it is the best. Where each fades on a day of its own it need not be; how far it may fall short
 * is accepted, not derived (docs/model.md, section 8).
 */
#include <math.h>

#include "oracle.h"
#include "oracle_town.h"

enum { JOBS = 5, DAYS = 20, TRIALS = 6, FROM = 7000 };
static const double ACCEPTED = 0.125, ROUNDING = 1e-5;      /* jobs are kept in single precision */

struct errand { double harm, effort; int end; };

/* Harm averted if the hours go to the jobs in this order; what has faded is given up. */
static double averted_in_order(const struct errand *job, const int *order)
{
    double left[JOBS], sum = 0;
    for (int i = 0; i < JOBS; i++)
        left[i] = job[i].effort;
    for (int day = 0; day < DAYS; day++) {
        double hours = 1;
        for (int k = 0; k < JOBS; k++) {
            const struct errand *j = &job[order[k]];
            double g = day < j->end ? fmin(left[order[k]], hours) : 0;
            left[order[k]] -= g;
            hours -= g;
            sum += g / j->effort * j->harm * (j->end - day);
        }
    }
    return sum;
}

static double best_order(const struct errand *job, int *order, int from)
{
    double best = from == JOBS ? averted_in_order(job, order) : 0;
    for (int i = from; i < JOBS; i++) {
        int a = order[from], b = order[i];
        order[from] = b, order[i] = a;
        best = fmax(best, best_order(job, order, from + 1));
        order[from] = a, order[i] = b;
    }
    return best;
}

static void jobs_come(struct oracle_town *t, const struct errand *job)
{
    for (uint32_t i = 0; i < JOBS; i++) {
        uint32_t need = needs_create(&t->day, oracle_town_kind(t, "sanitation"), i, 0, (struct birth_place){ 0, i, NOBODY }, 0);
        struct need *n = &t->world.needs.row[need];
        n->harm = (float)job[i].harm;
        n->effort_h = n->left_h = (float)job[i].effort;
        n->fade = (uint16_t)(job[i].end < DAYS ? job[i].end : DAYS + 5);
        n->worse = NEVER;
    }
}

static int by_clairvoyant(const struct errand *job, double *averted, struct err *err)
{
    struct oracle_town t;
    int failed = oracle_town_found(&t, FROM, ORACLE_TOWN("calendar.warmup=0", "calendar.days=20", "handling.weekend_duty=1",
        "handling.hours_a_day=8", "regret.ticket_share=0.5", "actions.temporary_fix.relief_d=0"), err) ||
        oracle_town_observe(&t, err) || column_reserve(&t.world.needs, JOBS, err) ||
        column_reserve(&t.day.facts.born, JOBS, err) || column_reserve(&t.day.facts.thinking, JOBS, err);
    if (!failed) {
        t.city.unit[city_street_unit(&t.city, 0)].officers = 0.25f;     /* an hour a day */
        t.day.date = t.city.date;
        jobs_come(&t, job);
    }
    for (uint32_t day = 0; day < DAYS && !failed; day++) {
        t.day.t = day;
        t.day.date = &t.city.date[day];
        regret_day(t.observation, &t.day);
        t.day.facts.born.n = 0;
    }
    *averted = failed ? 0 : t.observation->fluid[0].averted;
    oracle_town_leave(&t);
    return failed;
}

int oracle_clairvoyant(int effort, const struct oracle_report *report, struct err *err)
{
    double share[2] = { 0 }, n = (double)TRIALS * effort;
    for (uint32_t trial = 0; trial < (uint32_t)n; trial++)
        for (int fades = 0; fades < 2; fades++) {
            struct errand job[JOBS];
            int order[JOBS] = { 0, 1, 2, 3, 4 };
            double averted;
            for (int i = 0; i < JOBS; i++) {
                struct draw d = draw_at(draw_key(FROM, 0), PURPOSE_WORLD, (uint32_t)i, trial, 0);
                job[i] = (struct errand){ 0.3 + 3 * draw_unit(d.w[0]), 0.4 + 7 * draw_unit(d.w[1]), fades ? 5 + 4 * i : DAYS };
                job[i].end = job[i].end < DAYS ? job[i].end : DAYS;
            }
            if (by_clairvoyant(job, &averted, err))
                return -1;
            share[fades] += averted / best_order(job, order, 0) / n;
        }
    report->tell(report->self, &(struct oracle_reading){ .oracle = "clairvoyant, 5 jobs that end together",
        .what = "harm averted / by the best of 120 orders", .theory = 1, .simulated = share[0], .error = ROUNDING, .exact = 1 });
    report->tell(report->self, &(struct oracle_reading){ .oracle = "clairvoyant, 5 jobs that fade in turn",
        .what = "the same, .125 less accepted", .theory = 1, .simulated = share[1], .error = ACCEPTED / ORACLE_Z });
    return 0;
}
