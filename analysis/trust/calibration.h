/* calibration.h - which values of chosen parameters agree with chosen targets: waves of runs, emulators, history matching.
 *
 *     title, because
 *     targets: targets/calibration        # a file of targets (analysis/trust/targets.h)
 *     match: [V01, V02]                   # those that are matched
 *     hold_out: [X01b]                    # those that are run and told beside them, and rule out nothing
 *     parameters:                         # 1 to 24; each holds in every world that does not set it itself
 *       handling.nuisance: { range: [0.2, 1], scale: log, start: 0.5 }     # scale: linear or log; under it the prior is
 *                                       # uniform. start: of the first run; left out: as each world gives it
 *     waves: 3
 *     points: 40                          # settings run in each wave
 *     replications: 2                     # of each world at most; at the start worlds have all of theirs, which tell how much a
 *                                         # run differs by chance
 *     cut: 3                              # standard deviations (analysis/numbers/history.h)
 *     posterior: 100                      # settings drawn at the end
 *
 * Everything that has been run is a table of numbers, one row a setting: it is the state from which a calibration that
 * was interrupted goes on, and reads as CSV. What comes out is a function of the files, the seed and the program.
 */
#ifndef CALIBRATION_H
#define CALIBRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "analysis/numbers/history.h"
#include "analysis/trust/targets.h"

struct calibration_parameter {
    const char *key;                    /* in the file */
    double low, high, start;            /* start NaN: as each world gives it */
    bool log, whole;                    /* scale; only integers */
};

struct calibration_run {
    int wave, number;                   /* wave 0: the start */
    double *value;                      /* [n_parameters], in the parameter's unit */
    double *mean, *error;               /* [n_told]: of the target, NaN where it was not defined; standard error, NaN of one run */
    int *n;                             /* [n_told]: replications in which it was defined */
};

struct calibration {
    struct yaml_file *file;
    struct targets targets;             /* as the file gives them; chosen: those to be told */
    int n_match, n_told, *told;         /* rows of the targets: n_match that are matched, then those held out */
    int n_parameters;
    struct calibration_parameter *parameter;
    const char *title, *targets_name;
    int n_waves, n_points, n_replications, n_posterior;
    double cut;
    uint64_t seed;
    char mark[17];                      /* of the files, the seed and the program: runs of another mark do not serve */
    int n_runs;
    struct calibration_run *run;        /* [1 + n_waves * n_points], those done: in their order */
};

/* Reads a file, or a name on the scenario path. All its faults at once (EXIT_INPUT). _free is right after a failure. */
int calibration_read(struct calibration *c, const char *file_or_name, uint64_t seed, struct err *err);
void calibration_free(struct calibration *c);

/* The table of runs. Loading refuses one of another mark (EXIT_INPUT); a missing file has no runs. */
int calibration_save(const struct calibration *c, const char *path, struct err *err);
int calibration_load(struct calibration *c, const char *path, struct err *err);

/* Runs done and to be done, and what those of a wave number. */
static inline int calibration_runs(const struct calibration *c) { return 1 + c->n_waves * c->n_points; }

/* The settings of a wave, in 0..1: x[n_points][n_parameters]. The first wave covers the ranges, a later one what is not
 * implausible after the waves before; `left` (may be NULL) tells how much that is. */
int calibration_wave(const struct calibration *c, int wave, double x[], struct history_sample *left, struct err *err);

/* Runs all worlds at a setting and adds it to the runs done; wave 0, x NULL: the start. Where a run fails nothing is added, and
 * the setting, the world and what was said are told (EXIT_RUNS_FAILED). */
int calibration_run(struct calibration *c, int wave, int number, const double x[], const struct work_manner *manner,
                    struct err *err);

/* Emulators of all targets from the runs up to a wave: n_match that count, then those held out. One held out that too few runs
 * define has none (n = 0). */
int calibration_emulate(const struct calibration *c, int wave, struct history *history, struct err *err);
void calibration_history_free(struct history *history);

/* How many of the runs define target t: the others are not in its emulator. */
int calibration_defined(const struct calibration *c, int t);

/* Between a parameter's unit and 0..1. */
double calibration_value(const struct calibration_parameter *p, double x);
double calibration_place(const struct calibration_parameter *p, double value);

/* How far target t moves, in half-widths of its band, while parameter j goes from a tenth to nine tenths of its range, the
 * others staying as in each of the n settings x; mean of the absolute moves, where one that is within two standard deviations
 * of the emulator's is none. */
double calibration_effect(const struct history *h, int t, int j, int n, const double x[]);

/* Spearman's rank correlation of two targets over the runs that define both; NaN where these are fewer than three. */
double calibration_together(const struct calibration *c, int a, int b);

/* Reads and loads everything, and runs nothing: for `check`. */
int calibration_check(const char *file_or_name, struct err *err);

#endif
