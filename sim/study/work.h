/* work.h - units of work and the loop that runs them on all cores.
 *
 * A unit is one replicate of one design point; it runs all policies from one warm-up, in one thread. What comes out
 * does not depend on the number of threads or on the order of the units.
 */
#ifndef WORK_H
#define WORK_H

#include <stdint.h>
#include <time.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/study/cases.h"

struct work_unit { int point, replicate; };

/* The number of a unit: replicates of all points before the next replicate, so that an interrupted study is balanced
 * and one with more replications keeps its numbers. */
static inline uint64_t work_number(const struct cases *cases, struct work_unit u)
{
    return (uint64_t)u.replicate * (uint64_t)cases->n_points + (uint64_t)u.point;
}
static inline struct work_unit work_unit(const struct cases *cases, uint64_t number)
{
    return (struct work_unit){ (int)(number % (uint64_t)cases->n_points), (int)(number / (uint64_t)cases->n_points) };
}

/* All units in the order of their numbers; free. NULL: no memory. */
struct work_unit *work_units(const struct cases *cases, struct err *err);

/* How long a unit takes against others, in residents x days: its warm-up and the days of all its policies. */
int64_t work_load(const struct cases *cases, struct work_unit unit);
/* Longest first within each replicate, so that no core waits at the end for a long unit that began last. */
void work_sort(const struct cases *cases, int n, struct work_unit unit[]);

/* Where finished units go. Any thread calls; -1 stops the work (the disk is full). */
struct work_sink {
    void *self;
    int (*done)(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[],
                struct err *err);
    int (*failed)(void *self, struct work_unit unit, const char *why, struct err *err);
};

struct work_manner {
    int threads;                /* 0 = all cores */
    int backwards;              /* last unit first: for checking that order does not matter */
    int quiet;
    const char *note;           /* at the end of the progress line, or NULL */
    time_t until;               /* no unit begins that would be over only after this moment; 0 = none */
};

struct work_tally {
    long done, failed;          /* runs */
    struct err why;             /* the first failure */
    double busy;                /* share of the threads' time that went into units: the rest waited for the last ones */
};

/* Runs the n units, in the order of work_sort. A unit that fails is reported to the sink and the rest go on.
 * -1: the sink failed, or EXIT_INTERRUPTED after SIGINT, SIGTERM or at `until`: units in flight are finished (stop.h). */
int work_run(const struct cases *cases, int n, struct work_unit unit[], const struct work_manner *manner,
             const struct work_sink *sink, struct work_tally *tally, struct err *err);

#endif
