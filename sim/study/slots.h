/* slots.h - where the runs of one command go that keeps no state: straight into a result file, if one is wanted, and
 * the outputs that are one number a run into slots in memory, for a summary.
 */
#ifndef SLOTS_H
#define SLOTS_H

#include "sim/base/err.h"
#include "sim/record/result.h"
#include "sim/study/cases.h"
#include "sim/study/work.h"

struct slots {
    const struct cases *cases;
    struct result *result;              /* NULL: no file */
    double *kpi;                        /* [output][scenario][replicate]; NaN: another shape, failed or not run */
};

/* out: the result file, or NULL. */
int slots_init(struct slots *slots, const struct cases *cases, const char *out, struct err *err);
/* Finishes the result file; digest stays "" without one. */
int slots_finish(struct slots *slots, char digest[33], struct err *err);
/* An unfinished result file is removed. */
void slots_free(struct slots *slots);

struct work_sink slots_sink(struct slots *slots);

/* The replicates of one output under one scenario. */
const double *slots_of(const struct slots *slots, enum output output, int scenario);

#endif
