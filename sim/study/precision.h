/* precision.h - replications until intervals are narrow enough: the rule, and how wide they are.
 *
 * The rule looks at whole batches only: after `min` replications of every scenario, then after each further `batch`, up to
 * `max`. So the number of replications is a function of the runs themselves, whatever the order they came in.
 * The interval is Student's, 95 %, of an output's mean in each scenario, or of its paired difference from the control.
 */
#ifndef PRECISION_H
#define PRECISION_H

#include <stdbool.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

enum { PRECISION_MOST_GOALS = 8 };

struct precision_goal {
    enum output kpi;
    double width;               /* half the interval: of the output's unit, or as a share of the mean */
    bool relative;
};

struct precision_rule {
    int min, max, batch;
    bool differences;
    int n;                      /* goals; 0: there is no rule */
    struct precision_goal goal[PRECISION_MOST_GOALS];
};

/* "min=10 max=200 batch=5 of=means urgent_delay_p95_d=5% regret=0.01", as a result keeps it; "" is no rule.
 * -1: not such a text, or of another program. */
void precision_print(const struct precision_rule *rule, char text[PLAN_PRECISION]);
int precision_scan(struct precision_rule *rule, const char *text);

/* The runs that the rule looks at. */
struct precision {
    const struct precision_rule *rule;
    int n_scenarios, n_policies, control;
    double *value;              /* [goal][scenario][max]; NaN: not there, or not defined */
    double *room;               /* [max] */
};

int precision_init(struct precision *p, const struct precision_rule *rule, int n_scenarios, int n_policies, int control,
                   struct err *err);
void precision_free(struct precision *p);
void precision_put(struct precision *p, int scenario, int replicate, const struct outputs *outputs);

/* Of the first n replications: the goal and the scenario farthest from what was asked for. */
struct precision_verdict {
    bool reached;
    int goal, scenario;
    double width;               /* in the goal's terms; INFINITY with fewer than two numbers */
};
struct precision_verdict precision_look(const struct precision *p, int n);

/* Half the 95 % interval of the mean of those of n numbers that are numbers. */
double precision_half_width(const double x[], int n, double *mean);

#endif
