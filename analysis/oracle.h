/* oracle.h - simulations whose answer theory, or a publication, knows. `hotline verify` runs them all.
 *
 * A day is a batch: each reading is a ratio of sums over days, its standard error that of the ratio. A reading
 * passes when it lies within ORACLE_Z standard errors of theory; and, against exact theory, only when there were
 * calls enough for an error of `sight` to fail it.
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
};

double oracle_z(const struct oracle_reading *reading);
int oracle_is_sharp(const struct oracle_reading *reading, double sight);
int oracle_passes(const struct oracle_reading *reading, double sight);

struct oracle_report { void (*tell)(void *self, const struct oracle_reading *reading); void *self; };

/* All of them, each reading told once. */
int oracle_run_all(const struct oracle_plan *plan, const struct oracle_report *report, struct err *err);

/* The parts of it; effort: times the days of a quick run. */
int oracle_systems(int effort, const struct oracle_report *report, struct err *err);    /* steady states */
int oracle_day_cycle(int effort, const struct oracle_report *report, struct err *err);  /* a load that changes by the hour */
int oracle_published(int effort, const struct oracle_report *report, struct err *err);  /* SSJ's CallCenter */
int oracle_draws(int effort, const struct oracle_report *report, struct err *err);      /* laws of the draws */

/* Ratio of two sums over days, with its standard error. `control` is something of the same day whose mean is known
 * to be zero, such as the work offered less its mean; what it explains is taken out (a control variate). */
struct oracle_ratio { long n; double x, y, c, xx, xy, yy, xc, yc, cc; };
void oracle_ratio_add(struct oracle_ratio *ratio, double x, double y, double control);
double oracle_ratio_value(const struct oracle_ratio *ratio);
double oracle_ratio_error(const struct oracle_ratio *ratio);

#endif
