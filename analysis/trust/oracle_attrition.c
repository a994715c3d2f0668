/* oracle_attrition.c - how long operators stay: the observed survival against the hazard that they have.
 *
 * Whom exhaustion does not drive away quits with the hazard h + g exp(-x / c) a month at tenure x, looked at each evening:
 * S(d) = exp(-sum of the hazards of the d evenings before / 30).
 */
#include <math.h>
#include <stdio.h>

#include "oracle.h"
#include "oracle_town.h"

enum { DAYS = 186, MONTH_D = 30, TOWNS = 16, N_AT = 3, FROM = 3000 };
static const int AT_D[N_AT] = { 30, 90, 180 };
static const double EARLY_MO = 2.5;

struct hazard { const char *name; double late, early; };       /* a month */

static double stays(const struct hazard *h, int days)
{
    double sum = 0;
    for (int x = 0; x < days; x++)
        sum += h->late + h->early * exp(-(double)x / MONTH_D / EARLY_MO);
    return exp(-sum / MONTH_D);
}

/* All begin on the first day; whoever leaves is followed by another. Only the evenings of their days are lived, so that no call
 * has worn anybody. */
static void evenings(struct oracle_town *t)
{
    for (uint32_t i = 0; i < t->world.posts.n; i++) {
        t->world.posts.row[i].before = 0;
        t->day.facts.wear.row[i] = t->day.facts.abused.row[i] = 0;
    }
    for (uint32_t day = 0; day < DAYS; day++) {
        t->day.t = day;
        t->day.date = &t->city.date[day];
        t->day.facts.quit_tenure.n = 0;
        day_people(&t->day);
        burnout_day(t->observation, &t->day);
    }
    burnout_finish(t->observation, &t->day);
}

static int town(const struct hazard *h, uint32_t replicate, struct oracle_ratio ratio[], struct err *err)
{
    struct oracle_town t;
    char late[48], early[48];
    snprintf(late, sizeof late, "operators.quit_base=%g", h->late);
    snprintf(early, sizeof early, "operators.quit_early=%g", h->early);
    int failed = oracle_town_found(&t, replicate, ORACLE_TOWN(late, early, "operators.quit_exhaustion=0",
        "operators.quit_early_mo=2.5", "operators.hiring_lag_d=0", "calendar.warmup=0", "calendar.days=186",
        "city.residents=1000", "city.streets=1", "centre.operators=1500"), err) || oracle_town_observe(&t, err);
    if (!failed)
        evenings(&t);
    for (int i = 0; i < N_AT && !failed; i++)
        oracle_ratio_add(&ratio[i], outputs_of(&t.outputs, OUT_operator_survival)[AT_D[i] / TENURE_STEP_D], 1, 0);
    oracle_town_leave(&t);
    return failed;
}

int oracle_attrition(int effort, const struct oracle_report *report, struct err *err)
{
    static const struct hazard HAZARDS[] = { { "operators, hazard .1 a month", 0.1, 0 },
                                             { "operators, hazard .04 + .4 of beginners", 0.04, 0.4 } };
    for (uint32_t h = 0; h < sizeof HAZARDS / sizeof *HAZARDS; h++) {
        struct oracle_ratio ratio[N_AT] = { 0 };
        for (int r = 0; r < TOWNS * effort; r++)
            if (town(&HAZARDS[h], FROM + (uint32_t)r, ratio, err))
                return -1;
        for (int i = 0; i < N_AT; i++) {
            char what[48];
            snprintf(what, sizeof what, "share still there after %d days", AT_D[i]);
            oracle_ratio_tell(&ratio[i], HAZARDS[h].name, what, stays(&HAZARDS[h], AT_D[i]), report);
        }
    }
    return 0;
}
