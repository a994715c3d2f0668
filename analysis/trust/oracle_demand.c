/* oracle_demand.c - what arises in a city: prevention is Poisson thinning, a busy day is a Gamma factor.
 *
 * Four kinds with the rate RATE, of which the share LEVEL arises; the same on every day of the week and the year.
 */
#include <math.h>

#include "oracle.h"
#include "oracle_town.h"

enum { DAYS = 3650, KINDS = 4, TOWNS = 5, BUSY_TOWNS = 24, BUSY_FROM = 1000 };
#define EVERY_DAY_ALIKE "calendar.warmup=0", "calendar.days=3650", "calendar.opening=0", \
    "calendar.weekday=[1, 1, 1, 1, 1, 1, 1]", "city.sites=0", "city.lonely_share=0", "city.professional_share=0", "city.demand=1"
#define KIND(name) "kinds." name ".rate=400", "kinds." name ".level=0.37", "kinds." name ".season=0"
#define FOUR_KINDS KIND("sanitation"), KIND("construction_dust"), KIND("heating"), KIND("property_management"), \
    "channels.hotline.constant=-20"
static const char *const NAME[KINDS] = { "sanitation", "construction_dust", "heating", "property_management" };
static const double RATE = 400, LEVEL = 0.37, BUSY_CV = 0.2;

struct counts { double arisen[KINDS], prevented[KINDS]; };

static struct counts counts_of(const struct oracle_town *t, const int kind[KINDS])
{
    struct counts c = { 0 };
    const struct facts *f = &t->day.facts;
    for (int k = 0; k < KINDS; k++) {
        for (uint32_t i = 0; i < f->born.n; i++) {
            const struct need *n = &t->world.needs.row[f->born.row[i]];
            c.arisen[k] += n->kind == kind[k] && !(n->flags & NEED_CHILD);
        }
        for (uint32_t i = 0; i < f->prevented.n; i++)
            c.prevented[k] += f->prevented.row[i].kind == kind[k];
    }
    return c;
}

enum count { ARISEN, PREVENTED, SPREAD_ARISEN, SPREAD_ALL, SPREAD_SUM, N_COUNTS };

/* busy: of the day, mean 1. What it explains of the spread of the sum over kinds is the control. */
static void measure_day(const struct counts *c, double mean, double busy, struct oracle_ratio ratio[])
{
    double sum = 0, whole = KINDS * mean;
    for (int k = 0; k < KINDS; k++) {
        double gap = c->arisen[k] - LEVEL * mean, all = c->arisen[k] + c->prevented[k] - mean;
        oracle_ratio_add(&ratio[ARISEN], c->arisen[k], 1, 0);
        oracle_ratio_add(&ratio[PREVENTED], c->prevented[k], 1, 0);
        oracle_ratio_add(&ratio[SPREAD_ARISEN], gap * gap, LEVEL * mean, 0);
        oracle_ratio_add(&ratio[SPREAD_ALL], all * all, mean, 0);
        sum += c->arisen[k] + c->prevented[k];
    }
    double excess = (busy - 1) * (busy - 1) - (busy == 1 ? 0 : BUSY_CV * BUSY_CV);
    oracle_ratio_add(&ratio[SPREAD_SUM], (sum - whole) * (sum - whole), whole, whole * whole * excess);
}

static int years(uint32_t replicate, const char *const *settings, struct oracle_ratio ratio[], double *mean, struct err *err)
{
    struct oracle_town t;
    int kind[KINDS], failed = oracle_town_found(&t, replicate, settings, err);
    for (int k = 0; k < KINDS && !failed; k++)
        kind[k] = oracle_town_kind(&t, NAME[k]);
    *mean = failed ? 0 : RATE / 1000 * t.city.n_residents / 365;
    for (uint32_t day = 0; day < DAYS && !failed; day++) {
        failed = day_run(&t.day, day, err);
        struct counts c = counts_of(&t, kind);
        measure_day(&c, *mean, (double)t.city.busy[day], ratio);
    }
    oracle_town_leave(&t);
    return failed;
}

static int thinning(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "needs of which .37 arise, days alike";
    struct oracle_ratio ratio[N_COUNTS] = { 0 };
    double mean = 0;
    for (int r = 0; r < TOWNS * effort; r++)
        if (years((uint32_t)r, ORACLE_TOWN(EVERY_DAY_ALIKE, FOUR_KINDS, "calendar.busy_cv=0"), ratio, &mean, err))
            return -1;
    oracle_ratio_tell(&ratio[ARISEN], name, "arise a day", LEVEL * mean, report);
    oracle_ratio_tell(&ratio[PREVENTED], name, "are prevented a day", (1 - LEVEL) * mean, report);
    oracle_ratio_tell(&ratio[SPREAD_ARISEN], name, "variance / mean of those that arise", 1, report);
    oracle_ratio_tell(&ratio[SPREAD_ALL], name, "variance / mean of both", 1, report);
    return 0;
}

static int over_dispersion(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "needs, busy days (Gamma, cv .2)";
    struct oracle_ratio ratio[N_COUNTS] = { 0 };
    double mean = 0;
    for (int r = 0; r < TOWNS * effort; r++)
        if (years((uint32_t)r, ORACLE_TOWN(EVERY_DAY_ALIKE, FOUR_KINDS, "calendar.busy_cv=0.2", "calendar.busy_acf=0"), ratio,
                  &mean, err))
            return -1;
    oracle_ratio_tell(&ratio[SPREAD_SUM], name, "variance / mean of four kinds together",
                      1 + KINDS * mean * BUSY_CV * BUSY_CV, report);
    return 0;
}

/* The busyness of days itself, a town of ten years a batch: days follow one another with a correlation. */
static int busyness(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "busyness of days, cv .2";
    struct oracle_ratio mean = { 0 }, variance = { 0 };
    for (int r = 0; r < BUSY_TOWNS * effort; r++) {
        struct oracle_town t;
        double sum = 0, squares = 0;
        if (oracle_town_found(&t, BUSY_FROM + (uint32_t)r, ORACLE_TOWN(EVERY_DAY_ALIKE, "calendar.busy_cv=0.2",
                              "city.residents=1000"), err)) {
            oracle_town_leave(&t);
            return -1;
        }
        for (int day = 0; day < DAYS; day++) {
            sum += (double)t.city.busy[day];
            squares += (double)((t.city.busy[day] - 1) * (t.city.busy[day] - 1));
        }
        oracle_ratio_add(&mean, sum, DAYS, 0);
        oracle_ratio_add(&variance, squares, DAYS, 0);
        oracle_town_leave(&t);
    }
    oracle_ratio_tell(&mean, name, "mean", 1, report);
    oracle_ratio_tell(&variance, name, "variance", BUSY_CV * BUSY_CV, report);
    return 0;
}

int oracle_demand(int effort, const struct oracle_report *report, struct err *err)
{
    return thinning(effort, report, err) || over_dispersion(effort, report, err) || busyness(effort, report, err) ? -1 : 0;
}
