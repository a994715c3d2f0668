/* compare.h - scenarios against a control: each KPI's mean in every scenario, and its paired differences.
 *
 * A study varies policies at each of its design points. A scenario is compared with the control policy at its own
 * point; where a point has only one policy, with the control's levers under its own uncertainties, and where the design
 * has no such point with the one control scenario. How far such a difference depends on the
 * point is a difference of differences: of a policy from the control here, and of the same at the first point, each
 * within a replicate.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdio.h>

#include "analysis/numbers/best.h"
#include "analysis/numbers/estimates.h"
#include "analysis/answers/overpoints.h"
#include "analysis/numbers/resample.h"
#include "sim/base/err.h"

struct result;
struct result_plan;

enum compare_family {
    COMPARE_HOLM,                   /* each interval for itself, p by Holm over all differences that are read */
    COMPARE_CONTROL,                /* an output's intervals of differences hold together (Bonferroni's t), p to match */
    COMPARE_BEST,                   /* as Holm, and each scenario against the best of the others (best.h) */
};

struct comparison {
    int n_kpis, n_scenarios, n_replicates;
    double level;                   /* of the intervals */
    int *n_runs;                    /* [n_scenarios]: replications that were done */
    int *control;                   /* [n_scenarios]: what each is compared with; its own number in a control */
    enum output *kpi;               /* [n_kpis] */
    struct estimate *value;         /* [n_kpis][n_scenarios] */
    struct contrast *contrast;      /* [n_kpis][n_scenarios]: scenario - its control; n = 0 in a control */
    struct contrast *change;        /* the same: that difference - the one of its policy at the first point; n = 0 there */
    int first_point;                /* scenarios at the first of several points, or 0: no change can be told */
    double *adjusted;               /* [2][n_kpis][n_scenarios]: of contrast and change, p corrected for the family */
    int n_read, n_excluding, n_surviving;       /* differences of both kinds; whose interval excludes 0; corrected, too */
    enum compare_family family;
    double contrast_level;          /* of each interval of a difference: `level`, or more where they hold together */
    struct interval *interval;      /* [2][n_kpis][n_scenarios]: of value and contrast, by resampling; NULL: Student's t */
    struct best *best;              /* [n_kpis][n_scenarios]: of the scenarios that share a control; NULL: not asked for */
    struct overpoints over;         /* the differences of a design's points read as one */
};

/* control: a scenario. Frees itself after a failure. */
int compare_result(struct comparison *c, struct result *result, int n_kpis, const enum output kpi[], int control,
                   double level, struct err *err);
void compare_free(struct comparison *c);

/* After compare_result: reads the differences as another family; only COMPARE_BEST reads the result again. EXIT_INPUT: a best
 * of an output of which neither more nor less is better, or of one replication. */
int compare_family(struct comparison *c, struct result *result, enum compare_family family, struct err *err);
/* After compare_family: intervals of means and differences by resampling replications. */
int compare_resample(struct comparison *c, struct result *result, enum resample_kind kind, struct err *err);

/* The interval of a scenario's mean (contrast 0) or of its difference (1): by resampling where that was done. */
struct interval compare_interval(const struct comparison *c, int contrast, int kpi, int scenario);

/* The scenario that `scenario` is compared with when `control` is the control. */
int compare_control(const struct result_plan *plan, int control, int scenario);

/* Scenarios of a design point: the policies of the study; a file of an older program shows it by its factors. */
int compare_policies(const struct result_plan *plan);

/* Where a study varies something, a scenario's name is "policy @ point": the point, "" where it does not; and how
 * many bytes the policy's name has. */
const char *compare_point(const struct result_plan *plan, int scenario);
int compare_policy_length(const struct result_plan *plan, int scenario);

static inline struct estimate compare_value(const struct comparison *c, int kpi, int scenario)
{
    return c->value[(long)kpi * c->n_scenarios + scenario];
}
static inline struct contrast compare_contrast(const struct comparison *c, int kpi, int scenario)
{
    return c->contrast[(long)kpi * c->n_scenarios + scenario];
}
static inline struct contrast compare_change(const struct comparison *c, int kpi, int scenario)
{
    return c->change[(long)kpi * c->n_scenarios + scenario];
}
/* Of a contrast (change 0) or a change (1); NaN where there is none. */
static inline double compare_adjusted(const struct comparison *c, int change, int kpi, int scenario)
{
    return c->adjusted[((long)change * c->n_kpis + kpi) * c->n_scenarios + scenario];
}
static inline struct best compare_best(const struct comparison *c, int kpi, int scenario)
{
    return c->best[(long)kpi * c->n_scenarios + scenario];
}
static inline int compare_survives(const struct comparison *c, int change, int kpi, int scenario)
{
    return compare_adjusted(c, change, kpi, scenario) <= 1 - c->level;
}

/* The difference in per cent of the control's mean. n = 0 where there is none, and where the control may as well be 0
 * (its own interval holds 0), which is no measure of anything. */
struct estimate compare_percent(const struct comparison *c, int kpi, int scenario);

/* Tidy CSV, one row a KPI and scenario, empty where not defined; whole or not at all. */
int compare_csv(const struct comparison *c, const struct result_plan *plan, const char *path, struct err *err);
void compare_csv_to(const struct comparison *c, const struct result_plan *plan, FILE *out);

#endif
