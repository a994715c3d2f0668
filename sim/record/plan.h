/* plan.h - what a result file is about, known before the first run: scenarios, replicates, what was varied,
 * and the texts from which the file can be made again.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdint.h>

#include "sim/base/err.h"

enum { PLAN_TITLE_ZH = 320, PLAN_PRECISION = 512 };

#define PLAN_AS_FIRST "# as the first point, but\n"

struct result_factor {
    char name[96], unit[32];
    char dist[16];                  /* what it was drawn from: "uniform" ..., "list", "mixture"; "" in older files */
    double range[2];                /* the ends of what it may be */
    double *value;                  /* one a scenario */
    int uncertain;                  /* nobody knows it; 0: a lever, which the city decides */
};

/* How the points were chosen (sim/study/design.h). Scenarios go point by point, each under all policies. */
struct result_design {
    char kind[24];                  /* "" without factors, and in older files */
    int64_t n, seed;                /* as the study asked: points, trajectories or base samples; 0 of designs without chance */
    int n_policies;                 /* a point; 0 in older files */
    int block;                      /* points that belong together: k + 1 of a trajectory, k + 2 of a base sample; else 1 */
    int levels;                     /* of Morris, else 0 */
    int second;                     /* of Saltelli: are the points BA_i there? */
    char groups[4096];              /* of Saltelli: factors that also move together, "name=factor,factor;name=factor,factor" */
};

struct result_plan {
    char title[160], title_zh[PLAN_TITLE_ZH];         /* the second "" where there is none */
    uint64_t seed;                  /* at most 2^53, so that no reader of the file loses a digit */
    int n_scenarios, n_replicates, n_factors;
    int control;                    /* scenario that the others are compared with, or NONE_SUCH */
    char (*scenario_name)[96];      /* unique, n_scenarios */
    char **policy_zh;               /* what its policy is called in Chinese, n_scenarios; an entry may be NULL or "" */
    char **scenario_text;           /* resolved YAML of each scenario, n_scenarios; an entry may be NULL. One that begins with
                                       PLAN_AS_FIRST says only what differs from its policy's scenario of the first point */
    char **scenario_origin;         /* where each value came from, text, n_scenarios; an entry may be NULL */
    int n_points;                   /* of the design; scenario s is of point s / (n_scenarios / n_points); 0: not told */
    char **base_text;               /* resolved YAML under which each point is warmed up, n_points; likewise */
    struct result_factor *factor;   /* n_factors */
    struct result_design design;
    char precision[PLAN_PRECISION]; /* the rule that says how many replications (sim/study/precision.h), or "" */
    char found[PLAN_PRECISION];     /* what it came to, in words, or "" */
    int reached;                    /* did it come to that? */
    char start[16];                 /* date of day 0, YYYY-MM-DD */
    int warmup_d, days_d;
    char command[1024];             /* as the user typed it */
    char study_text[16384];         /* the study file, or "" */
};

/* Empty texts, no control, no points, room for so many of each; plan_free also frees the strings in policy_zh, the texts
 * and scenario_origin. */
int plan_init(struct result_plan *plan, int n_scenarios, int n_replicates, int n_factors, struct err *err);
int plan_points(struct result_plan *plan, int n_points, struct err *err);      /* room for their texts */
void plan_free(struct result_plan *plan);

#endif
