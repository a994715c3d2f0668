/* overpoints.h - a study of many points read as one: what its differences from the control are over all points.
 *
 * Points differ in what nobody knows (uncertainties) and in what the city decides (levers). An alternative is a policy under
 * one combination of the levers, and its points are futures: over these a difference has a mean, limits between which
 * nine in ten lie, and a number of points that have the mean's sign. That spread is what is not known about the city (and,
 * with few replications, chance): it is no confidence interval, and more points do not narrow it. The interval of the mean
 * itself is over replications, each averaged over the points: chance alone.
 *
 * Nobody draws a lever, so there is no mean over levers: where they are all that varies, or where no alternative comes
 * again, a policy's points are read together by their ends and signs alone. Where no two scenarios stand under the same
 * uncertainties nothing can be compared, and the outputs themselves are read instead of differences.
 */
#ifndef OVERPOINTS_H
#define OVERPOINTS_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"
#include "sim/record/plan.h"

enum overpoints_kind {
    OVERPOINTS_NONE,                    /* one point */
    OVERPOINTS_FUTURES,                 /* arms are alternatives, each in several futures */
    OVERPOINTS_SAMPLED,                 /* arms are policies; levers and uncertainties vary together from point to point */
    OVERPOINTS_LEVERS,                  /* arms are policies; their points are choices */
};

enum { OVERPOINTS_FEW = 4, OVERPOINTS_MOST_ARMS = 64, OVERPOINTS_ENOUGH = 20, OVERPOINTS_NAME_SIZE = 256 };

struct overpoints_arm {
    int scenario, control;              /* its first scenario, and what that is compared with */
    int n_points, n_different;          /* a table may have a row more than once: copies weigh, and tell nothing new */
};

struct overpoints_row {                 /* an output of an arm; a difference of a point is its mean over replications */
    int n;                              /* points that have one */
    int absent, undefined, partly;      /* those without a finished pair of runs; in which no pair has it; in which some have not */
    int below, above;                   /* 0; the others are 0 exactly */
    int judged, told_below, told_above; /* points with an interval of their own; whose interval excludes 0, and where it lies */
    int fixed;                          /* of these, with the same difference in every replication: an interval without width */
    double mean, sd;                    /* over points; not a number over levers */
    double low, high;                   /* nine in ten lie between: quantiles .05 and .95; from OVERPOINTS_ENOUGH different on */
    double least, most;
    int least_at, most_at;              /* scenarios */
    double control;                     /* mean of what is subtracted, over the same points */
    struct estimate chance;             /* mean of points that are whole, with its interval over replications; n < 2: none */
    double chance_share;                /* of the variance over points: chance that points do not share; NaN: cannot be told */
    double adjusted;                    /* p of the mean by Holm over all rows; NaN without an interval */
};

struct overpoints {
    enum overpoints_kind kind;
    int of_values;                      /* of outputs themselves, for nothing is compared under the same uncertainties */
    int n_points, n_different, n_arms, n_kpis;
    struct overpoints_arm arm[OVERPOINTS_MOST_ARMS];
    int *arm_of;                        /* [n_scenarios], NONE_SUCH: in no arm */
    struct overpoints_row *row;         /* [n_kpis][n_arms] */
};

/* control[n_scenarios] as in compare.h. Frees itself after a failure. */
int overpoints_begin(struct overpoints *o, const struct result_plan *plan, const int control[], int n_kpis, struct err *err);
/* One output: runs and their differences from the control, [n_scenarios][n_replicates]; pairs[n_scenarios]: how many of a
 * scenario's replications are done, there and in its control. */
int overpoints_add(struct overpoints *o, int kpi, const struct result_plan *plan, const int control[], const int pairs[],
                   const double *runs, const double *difference, double level, struct err *err);
/* After all outputs: corrects p for all means that are read at once. */
int overpoints_end(struct overpoints *o, struct err *err);
void overpoints_free(struct overpoints *o);

static inline const struct overpoints_row *overpoints_row(const struct overpoints *o, int kpi, int arm)
{
    return &o->row[(long)kpi * o->n_arms + arm];
}
/* Are there more points than can be shown one by one? */
static inline int overpoints_many(const struct overpoints *o) { return o->kind != OVERPOINTS_NONE && o->n_points > OVERPOINTS_FEW; }
/* The value at share q of n numbers in ascending order, between neighbours in proportion (Hyndman and Fan's seventh). */
double overpoints_quantile(int n, const double x[], double q);
/* Points that have the sign of the mean; where there is no mean, that of most. */
int overpoints_same_sign(const struct overpoints_row *row);
/* The mean's sign, or that of most points: -1, 0 or 1; and whether all points are exactly 0. */
int overpoints_sign(const struct overpoints_row *row);
int overpoints_all_zero(const struct overpoints_row *row);
/* Does the mean differ from 0 by more than chance, all rows considered? -1: one replication, which cannot tell. */
int overpoints_survives(const struct overpoints_row *row, double level);
/* "ranked-20-40-40", "ranked-20-40-40 @ rule.pressure=1.2"; in Chinese as the policy and the levers are called there. */
const char *overpoints_name(const struct overpoints *o, const struct result_plan *plan, int arm, int zh,
                            char name[OVERPOINTS_NAME_SIZE]);
/* What an arm is compared with: a policy; where there is one policy only, the scenario, or the policy with the control's levers. */
const char *overpoints_control(const struct overpoints *o, const struct result_plan *plan, int control, int zh,
                               char name[OVERPOINTS_NAME_SIZE]);
/* A scenario's point in as few words as tell it: "rule.pressure=1.2" of a lever alone, "point 17" (from 0) of others. */
const char *overpoints_place(const struct overpoints *o, const struct result_plan *plan, int scenario, int zh,
                             char name[OVERPOINTS_NAME_SIZE]);

#endif
