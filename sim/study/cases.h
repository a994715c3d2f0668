/* cases.h - a study made ready to run: every scenario loaded and checked, before the first day is simulated.
 *
 * Where a factor chooses the policy (study.h), all of them are loaded for the first point, and a point has one: n_policies is 1.
 * A point has a base (the city with the point's values, warmed up under its own rule) and one scenario a policy.
 * Scenario s of the result is point s / n_policies under policy s % n_policies. The values of a design, like --set,
 * win over a policy's. Files are read for the first point only; cases_point makes any other of it when it is run, so that a
 * study of 100 000 points needs the memory of one.
 */
#ifndef CASES_H
#define CASES_H

#include <stdint.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"
#include "sim/scenario/load.h"
#include "sim/study/study.h"

enum { CASES_DEFAULT_SEED = 12345 };
#define CASES_LARGEST_SEED ((uint64_t)1 << 53)  /* what a reader of the result file can hold in a double */

struct cases_wish {             /* what the command line says over the study; NONE, 0 and NULL: nothing */
    uint64_t seed;
    int days, warmup, replicates;
    int n_set;
    char *const *set;           /* key=value */
    const char *command;        /* as the user typed it, kept in the result */
};

struct cases_factor {           /* what the points differ in */
    const struct param *param;
    int *row;                   /* [1 + n_variants]: where it is in the base and under each policy */
    char *value;                /* [n_points][param->size] */
};

struct cases {
    char name[STUDY_NAME_SIZE];
    int n_points, n_policies, n_replicates;
    uint64_t seed;
    int n_loaded;                           /* points that have been read: the first, or all */
    struct scenario_loaded *base;           /* [n_loaded] */
    int n_variants;                         /* policies that a loaded point has been read under; 0: n_policies */
    int *chosen;                            /* [n_points]: which of them is the point's own; NULL: all, in their order */
    struct scenario_loaded *loaded;         /* [n_loaded * n_variants] */
    int n_factors;
    struct cases_factor *factor;            /* where the first point alone has been read */
    struct extents extents;                 /* the same for all of them */
    struct result_plan plan;
};

/* Loads all scenarios of a study, after study_names; a faulty one is told in its own words (EXIT_INPUT). */
int cases_load(struct cases *cases, struct study *study, const struct cases_wish *wish, struct err *err);
void cases_free(struct cases *cases);

/* The scenarios of one point. Valid as long as the cases. */
struct cases_point {
    const struct scenario_loaded *base;
    const struct scenario_loaded **branch;  /* [n_policies] */
    struct scenario_loaded *own;            /* room for copies, or NULL */
};
int cases_point(struct cases_point *at, const struct cases *cases, int point, struct err *err);
void cases_point_free(struct cases_point *at);

/* A whole number that a point's base has: city.residents, calendar.days. */
int cases_integer(const struct cases *cases, int point, enum param_id param);

/* Bytes of the numbers that all runs report, before compression. */
double cases_bytes(const struct cases *cases);
/* Bytes of the texts that the result keeps, from which each run can be made again. */
double cases_text_bytes(const struct cases *cases);

#endif
