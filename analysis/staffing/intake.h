/* intake.h - a city lived through, as its call centre meets it: the calls of its days, its operators, and how targets fare.
 *
 * What a machine settles and what is turned away never reaches an operator and is not counted. First attempts only: who
 * dials again does so in the rehearsal, too.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "analysis/staffing/rehearsal.h"
#include "sim/scenario/load.h"

struct intake {
    const struct scenario_loaded *base, *policy;    /* warm-up, and days after it */
    int operators;                  /* posts, instead of the city's; 0: the city's */
    int interval_s, reps, threads;
    uint64_t seed;
    int n_goals;
    const struct rehearsal_goal *goal;
};

/* Fills forecast and crew, each NULL if not wanted, and sums[reps], over the days after the warm-up. */
int intake_city(const struct intake *intake, struct forecast *forecast, struct crew *crew, struct rehearsal_sums sums[],
                struct err *err);

#endif
