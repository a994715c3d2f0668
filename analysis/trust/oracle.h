/* oracle.h - simulations whose answer theory, or a publication, knows. `hotline verify` runs them all.
 *
 * Each runs the simulator's own code in a limit in which the answer is known: the call centre with Poisson traffic, or a
 * city in which settings leave one law alone. A batch (a day, a town) gives a pair of numbers: each reading is a ratio of
 * sums over batches, its standard error that of the ratio. A reading passes when it lies within ORACLE_Z standard errors of
 * theory; and, against exact theory, only when there were batches enough for an error of `sight` to fail it.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include "sim/base/err.h"

#define ORACLE_Z 4.0

struct oracle_plan {
    int effort;                 /* times the days of a quick run */
    double sight;               /* the relative error that would be seen */
};
extern const struct oracle_plan ORACLE_QUICK, ORACLE_FULL;

struct oracle_reading {
    const char *oracle, *what;      /* "Erlang C, 10 operators, load 8", "share that waits" */
    double theory, simulated;
    double error;                   /* standard error of the difference */
    int exact;                      /* theory has no error of its own */
    int at_least;                   /* it is a promise, which more than that keeps, too */
};

double oracle_z(const struct oracle_reading *reading);
int oracle_is_sharp(const struct oracle_reading *reading, double sight);
int oracle_passes(const struct oracle_reading *reading, double sight);

struct oracle_report { void (*tell)(void *self, const struct oracle_reading *reading); void *self; };

/* A family of readings; effort: times the batches of a quick run. */
struct oracle_family {
    const char *name, *what;        /* "ranks", "scores of units that are alike" */
    int (*run)(int effort, const struct oracle_report *report, struct err *err);
};
extern const struct oracle_family ORACLE_FAMILIES[];
extern const int N_ORACLE_FAMILIES;
const struct oracle_family *oracle_family_named(const char *name);      /* or NULL */

int oracle_systems(int effort, const struct oracle_report *report, struct err *err);    /* queues in their steady state */
int oracle_cycle(int effort, const struct oracle_report *report, struct err *err);      /* a load that changes by the hour */
int oracle_published(int effort, const struct oracle_report *report, struct err *err);  /* SSJ's CallCenter */
int oracle_draws(int effort, const struct oracle_report *report, struct err *err);      /* laws of the draws */
int oracle_demand(int effort, const struct oracle_report *report, struct err *err);     /* needs: thinned, and over-dispersed */
int oracle_callers(int effort, const struct oracle_report *report, struct err *err);    /* who calls, how long, how patiently */
int oracle_attrition(int effort, const struct oracle_report *report, struct err *err);  /* operators stay by their hazard */
int oracle_passing(int effort, const struct oracle_report *report, struct err *err);    /* tickets from office to office */
int oracle_books(int effort, const struct oracle_report *report, struct err *err);      /* what is true, said and written */
int oracle_ranks(int effort, const struct oracle_report *report, struct err *err);      /* scores of units that are alike */
int oracle_cascade(int effort, const struct oracle_report *report, struct err *err);    /* imitation alone */
int oracle_clairvoyant(int effort, const struct oracle_report *report, struct err *err);        /* the baseline of regret */
int oracle_incidence(int effort, const struct oracle_report *report, struct err *err);  /* competing ends */
int oracle_selection(int effort, const struct oracle_report *report, struct err *err);  /* how often the best is found */
int oracle_intervals(int effort, const struct oracle_report *report, struct err *err);  /* how often they hold the truth */

/* Ratio of two sums over batches, with its standard error. `control` is something of the same batch whose mean is known
 * to be zero, such as the work offered less its mean; what it explains is taken out (a control variate). */
struct oracle_ratio { long n; double x, y, c, xx, xy, yy, xc, yc, cc; };
void oracle_ratio_tell(const struct oracle_ratio *ratio, const char *oracle, const char *what, double theory,
                       const struct oracle_report *report);         /* against exact theory */
void oracle_ratio_add(struct oracle_ratio *ratio, double x, double y, double control);
double oracle_ratio_value(const struct oracle_ratio *ratio);
double oracle_ratio_error(const struct oracle_ratio *ratio);

#endif
