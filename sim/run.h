/* run.h - one replication: a city's warm-up under its own rule, then each policy from that same state.
 *
 * A run is a pure function of (resolved scenario with its events, seed, replicate); it uses one thread and no globals.
 */
#ifndef RUN_H
#define RUN_H

#include <stdint.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/scenario/load.h"

/* Called once a simulated day, at its end: days done, for a progress line; the day as it was lived, to look at. Either,
 * or the whole, may be NULL. */
struct day;
struct story;
struct run_watch {
    void (*day)(void *self);
    void *self;
    void (*lived)(void *self, const struct day *day);
    struct story *story;            /* told of the warm-up and of the last branch (sim/day/story.h) */
};

/* Warm-up of `base`, then the n branches, each base->calendar.days long; outputs[p], made by outputs_init with
 * run_extents of base, is filled for branch p. A branch that would need another world than base (residents, streets,
 * kinds, departments, calendar) is refused: EXIT_INPUT. Memory: one city for n = 1, two for n > 1. */
int run_branches(const struct scenario_loaded *base, int n, const struct scenario_loaded *const branch[],
                 uint64_t seed, uint32_t replicate, struct outputs outputs[],
                 const struct run_watch *watch, struct err *err);

/* Lengths and coordinates of what a run of this scenario reports. */
int run_extents(const struct scenario *scenario, struct extents *extents, struct err *err);

#endif
