/* reproduce.h - a study made again from its result alone, and compared with it: cell by cell, bit by bit.
 *
 * A cell is what one run reports under one name: an output, a scenario, a replicate. When all runs are made again a
 * second result is written, too, whose datasets must have the digests of the first.
 */
#ifndef REPRODUCE_H
#define REPRODUCE_H

#include <stddef.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/study/work.h"

struct result;

struct reproduce_wish {
    int n_runs;                         /* so many, spread evenly over the runs of the result; 0: all */
    const char *out;                    /* where the second result goes, or NULL: removed at the end */
    struct work_manner manner;
};

/* The first cell that differs, in the order scenario, replicate, output. */
struct reproduce_cell {
    int scenario, replicate;
    int output;                         /* NONE_SUCH: the run itself, done in one and failed in the other */
    int other_length;                   /* then and now are how many numbers it has: the versions differ */
    size_t at;                          /* else of its numbers, the first that differs */
    double then, now;
};

struct reproduction {
    long runs;                          /* made again */
    long all_runs;                      /* that the result has, done or failed */
    long cells, different;              /* compared; not the same bits */
    struct reproduce_cell first;        /* when different > 0 */
    int is_whole;                       /* all runs; then also: */
    char then[33], now[33];             /* content digests */
    int datasets, gone, changed, added; /* of the first; not in the second; with another digest; only in the second */
};

/* -1: it could not be done. Whether the result is reproduced is for reproduce_same. */
int reproduce(struct reproduction *reproduction, const char *path, const struct reproduce_wish *wish, struct err *err);

/* One run that has been made again, output by output. */
int reproduce_run(struct result *result, int scenario, int replicate, const struct outputs *now,
                  struct reproduction *reproduction, struct err *err);

/* Every cell and every dataset of the result came out the same; a newer program may report more. */
int reproduce_same(const struct reproduction *reproduction);

#endif
