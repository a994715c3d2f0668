/* factors.h - a result seen as a function: where each point of the design stands, and what the city answers there.
 *
 * Scenarios go point by point, each point under all policies. Factors that take one value only are left out.
 */
#ifndef FACTORS_H
#define FACTORS_H

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

struct result;

enum { FACTORS_MOST = 64, FACTORS_MOST_GROUPS = 16, FACTORS_LABEL_SIZE = 200 };

struct factors {
    const struct result_plan *plan;
    int n, n_points, n_policies, n_replicates;
    int row[FACTORS_MOST];              /* of the plan */
    double low[FACTORS_MOST], high[FACTORS_MOST];       /* what a factor may be; where no range is told, its ends */
    int n_groups;                       /* of factors that the design also moves together */
    struct factors_group { char name[96], factor[1024]; } group[FACTORS_MOST_GROUPS];   /* factors as "a, b" */
};

/* EXIT_INPUT: the study varied nothing. */
int factors_of(struct factors *f, const struct result_plan *plan, struct err *err);

static inline int factors_scenario(const struct factors *f, int point, int policy) { return point * f->n_policies + policy; }
const char *factors_name(const struct factors *f, int i);
int factors_uncertain(const struct factors *f, int i);              /* nobody knows it; else a lever */
double factors_value(const struct factors *f, int point, int i);
double factors_place(const struct factors *f, int point, int i);    /* the same from 0, at low, to 1 */
/* The policy of that name; NULL: the control's. -1: there is none. */
int factors_policy(const struct factors *f, const char *name, struct err *err);
/* "operators.headcount, 1" with its unit, where it has one; or what it is called in Chinese. */
const char *factors_label(const struct factors *f, int i, int zh, char label[FACTORS_LABEL_SIZE]);

/* An output under one policy, or, with a policy to subtract, the difference of the two within each replication. */
struct response {
    int n_points, n_replicates;
    double *run;                        /* [n_points][n_replicates]; not a number where it is not known */
    double *mean;                       /* [n_points]; not a number where a point has no run */
    double noise;                       /* variance of a mean from chance that replications of different points do not share */
    double within;                      /* variance of one run around its point's mean: all chance; both are 0 where there
                                           is one replication, which cannot tell */
};
enum { NO_POLICY = -1 };
int response_read(struct response *y, const struct factors *f, struct result *result, enum output kpi, int policy, int minus,
                  struct err *err);
void response_free(struct response *y);

#endif
