/* oracle_selection.c - how often `select` finds the best, in the case that is hardest for it: every other scenario is behind by
 * just delta (the slippage configuration). 95 % are promised for normal runs.
 *
 * The race is tightest where few replications come first and the best varies least. What all have in common changes nothing.
 */
#include <math.h>
#include <stdio.h>

#include "analysis/answers/select.h"
#include "oracle.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"

enum { TRIALS = 1000, MOST = 25, COMMON = 1000, SEED = 12345 };
static const double PROMISED = 0.95, DELTA = 0.5;

static const int HOW_MANY[] = { 2, 5, 10, 25 };
static const int FIRST[] = { 5, 10, 20 };

/* Standard deviations of the best and of the others, and of what all have in common. */
static const struct law { const char *name; double best, others, common; } LAWS[] = {
    { "alike, independent", 1, 1, 0 },
    { "alike, r = .9", 1, 1, 3 },
    { "the best varies little", 0.5, 2, 0 },
    { "the best varies much", 2, 0.5, 0 },
};

struct race { const struct law *law; int k; uint32_t trial; };

static double normal(const struct race *race, int i, int r)
{
    struct draw d = draw_at(draw_key(SEED, race->trial), PURPOSE_WORLD, (uint32_t)i, (uint32_t)r, 0);
    return num_normal(draw_unit2(d.w[0], d.w[1]));
}

static int sample(void *self, const char wanted[], int from, int to, double *value, struct err *err)
{
    const struct race *race = self;
    (void)err;
    for (int r = from; r < to; r++) {
        double common = race->law->common > 0 ? race->law->common * normal(race, COMMON, r) : 0;
        for (int i = 0; i < race->k; i++)
            if (wanted[i])
                value[(long)i * (to - from) + r - from] =
                    common + (i == 0 ? DELTA + race->law->best * normal(race, i, r) : race->law->others * normal(race, i, r));
    }
    return 0;
}

/* Share of races that scenario 0, the best, wins; -1 and an error where one cannot be run. */
static double won(const struct law *law, int k, int first, int trials, struct err *err)
{
    struct select_wish wish = { .k = k, .larger = 1, .delta = DELTA, .alpha = 1 - PROMISED, .renew = 1, .first = first,
                                .most = 1000000, .batch = 1 };
    int good = 0;
    for (int trial = 0; trial < trials; trial++) {
        struct race race = { law, k, (uint32_t)trial };
        struct selection s;
        if (select_best(&s, &wish, &(struct select_sampler){ &race, sample }, err) != 0)
            return -1;
        good += s.best == 0;
        select_free(&s);
    }
    return (double)good / trials;
}

static int law_told(const struct law *law, int trials, const struct oracle_report *report, struct err *err)
{
    char name[160];
    for (int k = 0; k < (int)(sizeof HOW_MANY / sizeof *HOW_MANY); k++)
        for (int f = 0; f < (int)(sizeof FIRST / sizeof *FIRST); f++) {
            double share = won(law, HOW_MANY[k], FIRST[f], trials, err);
            if (share < 0)
                return -1;
            snprintf(name, sizeof name, "best of %d, %d first: %s", HOW_MANY[k], FIRST[f], law->name);
            report->tell(report->self, &(struct oracle_reading){ .oracle = name, .what = "share of races it wins, at least",
                .theory = PROMISED, .simulated = share, .error = sqrt(PROMISED * (1 - PROMISED) / trials), .at_least = 1 });
        }
    return 0;
}

int oracle_selection(int effort, const struct oracle_report *report, struct err *err)
{
    for (int l = 0; l < (int)(sizeof LAWS / sizeof *LAWS); l++)
        if (law_told(&LAWS[l], TRIALS * effort, report, err) != 0)
            return -1;
    return 0;
}
