/* oracle_clairvoyant.c - the fluid that knows everything, the baseline of regret, against every order of a few jobs.
 *
 * One unit with an hour a day, five jobs. Where all of them end with the run an hour averts the more, the larger harm / hours
 * is, on every day: the order by it is the best. Where each fades on a day of its own it need not be; how far it may fall short
 * is accepted, not derived (docs/model.md, section 8).
 */
#include "errands.h"
#include "oracle.h"
#include "oracle_town.h"

enum { JOBS = 5, DAYS = 20, TRIALS = 6, FROM = 7000 };
static const double ACCEPTED = 0.125, ROUNDING = 1e-5;      /* jobs are kept in single precision */

static void jobs_come(struct oracle_town *t, const struct errand job[JOBS])
{
    for (uint32_t i = 0; i < JOBS; i++) {
        uint32_t need = needs_create(&t->day, oracle_town_kind(t, "sanitation"), i, 0, (struct birth_place){ 0, i, NOBODY }, 0);
        struct need *n = &t->world.needs.row[need];
        n->harm = (float)job[i].harm;
        n->effort_h = n->left_h = (float)job[i].effort_h;
        n->fade = (uint16_t)job[i].fade_d;
        n->worse = (uint16_t)job[i].worse_d;
    }
}

static int by_clairvoyant(const struct errand job[JOBS], double *averted, struct err *err)
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
            struct errands e = { .n = JOBS, .days_d = DAYS, .worse = 1 };
            double averted;
            for (int i = 0; i < JOBS; i++) {
                struct draw d = draw_at(draw_key(FROM, 0), PURPOSE_WORLD, (uint32_t)i, trial, 0);
                e.job[i] = (struct errand){ 0.3 + 3 * draw_unit(d.w[0]), 0.4 + 7 * draw_unit(d.w[1]),
                                            fades ? 5 + 4 * i : DAYS + 5, NEVER };
            }
            if (by_clairvoyant(e.job, &averted, err))
                return -1;
            share[fades] += averted / errands_best(&e) / n;
        }
    report->tell(report->self, &(struct oracle_reading){ .oracle = "clairvoyant, 5 jobs that end together",
        .what = "harm averted / by the best of 120 orders", .theory = 1, .simulated = share[0], .error = ROUNDING, .exact = 1 });
    report->tell(report->self, &(struct oracle_reading){ .oracle = "clairvoyant, 5 jobs that fade in turn",
        .what = "the same, .125 less accepted", .theory = 1, .simulated = share[1], .error = ACCEPTED / ORACLE_Z });
    return 0;
}
