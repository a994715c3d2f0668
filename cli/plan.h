/* plan.h - what a study is going to be: points, runs, time, bytes on disk, peak memory, before anything starts.
 *
 * Time and memory are measured: some days of the study's first point are simulated, and taken for all others by their
 * residents and days (work_load).
 */
#ifndef PLAN_VERB_H
#define PLAN_VERB_H

#include "sim/study/cases.h"

struct plan_cost {
    int threads;
    double unit_s;              /* processor time of a unit of work, mean over the points */
    double memory;              /* bytes at the peak, of all threads together */
    double parts, result;       /* bytes on disk at most: beside the result until the merge, and of the result */
};

/* threads: 0 = all cores. */
int plan_measure(const struct cases *cases, int threads, struct plan_cost *cost, struct err *err);

/* In English or Chinese: title, city, factors, design and constraints, runs, time, disk, memory. */
void plan_print(const struct study *study, const struct cases *cases, const struct plan_cost *cost, int zh);

#endif
