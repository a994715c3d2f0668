/* targets.h - figures from the sources beside what the simulator gives: scenarios/targets/calibration.yaml.
 *
 *     worlds:                             # each is run once, however many targets it has (sim/study/worlds.h)
 *       overload: { city: overload, days: 365, replications: 3 }
 *     targets:
 *       V01:
 *         statement, zh, source           # what the source says; zh is the statement in Chinese, else the statement
 *         world: overload
 *         output: consult_share           # what is compared with it
 *         rows: ["street *"]              # of an output with one number a kind, unit ...; * stands for any end
 *         take: mean                      # over the rows: mean, sum, share of all rows, or correlation
 *         with: unit_hours                # of a correlation: the other output, over the same rows
 *         times: 0.0333, plus: -18        # value x times + plus, where the source counts otherwise
 *         against: other, as: ratio       # a pair of worlds, replicate by replicate: ratio, change or difference
 *         target: 0.75
 *         band: [0.65, 0.82]
 *         unit: "1"
 *         tuned: true                     # a parameter was moved for its sake; else it is a check
 *         not_measured: why               # in place of world and output
 *         note, note_zh: what is counted
 *
 * A pair needs no placebo taken off: both worlds meet the same chance, and what falls back to its mean by itself falls
 * in both.
 *
 * Settings can be tried on the targets (targets_vary): each world is then run as given and with them, under the same chance.
 */
#ifndef TARGETS_H
#define TARGETS_H

#include <stdio.h>

#include "analysis/numbers/estimates.h"
#include "sim/study/work.h"
#include "sim/study/worlds.h"

enum { TARGETS_REPLICATIONS = 3, TARGETS_MOST_ROWS = 16, TARGETS_LEAST_ROWS = 3 };     /* least: of a correlation */

enum take { TAKE_MEAN, TAKE_SUM, TAKE_SHARE, TAKE_CORRELATION };
enum pairing { PAIR_NONE, PAIR_RATIO, PAIR_CHANGE, PAIR_DIFFERENCE };

struct target_side {                    /* one world of a target, once it is to be run */
    double *reading;                    /* of a replicate; NaN: none */
    int n;                              /* numbers in the output; 1: one a run */
    bool *wanted;                       /* [n]: in a row that the target names */
};

struct target {
    const char *id, *statement, *zh, *source, *unit, *note, *note_zh;        /* in the file; notes may be "" */
    const char *why_not, *why_not_zh;   /* not measured; NULL: it is */
    double value, low, high;            /* the target and its band */
    int world, against;                 /* rows of the worlds; against: NONE where it is no pair */
    enum pairing pairing;
    enum output output, with;           /* with: of a correlation */
    enum take take;
    int n_rows;
    const struct yaml *row[TARGETS_MOST_ROWS];
    double times, plus;
    bool tuned, chosen;
    struct target_side side[2];         /* the world, and the one against it */
};

struct targets {
    struct yaml_file *file;
    int n;
    struct target *target, *varied;     /* varied: [n], the same in the worlds with the settings tried; NULL: none are */
    struct worlds worlds;
    struct err failure;                 /* the first run that failed, and in which world; the others go on */
};

/* Reads a file, or a name on the scenario path; in the folder of `beside` first, a file or NULL. All its faults at once
 * (EXIT_INPUT). _free is right after a failure. */
int targets_read(struct targets *t, const char *file_or_name, const char *beside, struct err *err);
void targets_free(struct targets *t);

/* Chooses the target of that id; -1 and a sentence when there is none. */
int targets_choose(struct targets *t, const char *id, struct err *err);

/* Tries settings on the chosen targets, before they are run: their worlds are there twice from now on, as given and with what
 * they take (world_give); a world that takes nothing is still run once. A setting that none of them takes: EXIT_INPUT. */
int targets_vary(struct targets *t, const struct world_wish *tried, struct err *err);

/* Units of work of the worlds that chosen targets need; free. NULL: no memory, or a row that an output has not. */
struct work_unit *targets_units(struct targets *t, const struct cases *cases, int *n, struct err *err);

/* Reads a file and loads all its worlds, and runs nothing: for `check`. */
int targets_check(const char *file_or_name, struct err *err);

/* Takes what a run reports into the targets that want it. */
struct work_sink targets_sink(struct targets *t);

/* Loads the worlds that chosen targets need and runs them into the targets. */
int targets_run(struct targets *t, uint64_t seed, const struct work_manner *manner, struct work_tally *tally, struct err *err);

/* Over the replications; n = 0 where nothing was measured. `target` is one of t->target or of t->varied. */
struct estimate target_estimate(const struct targets *t, const struct target *target);
/* Of target i: with the settings less as given, replication by replication; exactly 0 where they move nothing. */
struct estimate target_change(const struct targets *t, int i);

/* The 95 % interval, cut off where no value can be: a correlation lies from -1 to 1, a share (so taken, or by the name of its
 * output) from 0 to 1. Not a number with one replication. */
struct interval target_interval(const struct target *target, struct estimate e);

/* Where that interval lies (one replication: the value): within the band, beside it, or partly in it, which decides
 * nothing. */
enum target_verdict { TARGET_NOT_MEASURED, TARGET_NOT_DEFINED, TARGET_IN, TARGET_OUT, TARGET_UNDECIDED, N_TARGET_VERDICTS };
extern const char *const TARGET_VERDICTS[N_TARGET_VERDICTS], *const TARGET_VERDICTS_ZH[N_TARGET_VERDICTS];
enum target_verdict target_judge(const struct target *target, struct estimate e);

#endif
