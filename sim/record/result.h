/* result.h - a result file: HDF5 that opens as netCDF-4 (docs/output.md describes it; generated from outputs.def).
 *
 * Writing: result_create makes PATH.tmp; result_put stores one run; result_finish computes the content digest,
 * syncs and renames to PATH, so that nothing half-written ever stands under the final name.
 * Reading: result_open refuses what is not a Hotline result with one sentence.
 * The bytes do not depend on the order of result_put. One thread at a time.
 */
#ifndef RESULT_H
#define RESULT_H

#include <stdint.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"

struct result_factor { char name[96], unit[32]; double *value; };       /* one value a scenario */

struct result_plan {                /* what the file is about, known before the first run */
    char title[160];
    uint64_t seed;
    int n_scenarios, n_replicates, n_factors;
    int control;                    /* scenario that the others are compared with, or NONE_SUCH */
    char (*scenario_name)[96];      /* unique, n_scenarios */
    char **scenario_text;           /* resolved YAML of each scenario, n_scenarios */
    char **scenario_origin;         /* where each value came from, text, n_scenarios */
    struct result_factor *factor;   /* n_factors */
    char start[16];                 /* date of day 0, YYYY-MM-DD */
    int warmup_d, days_d;
    char command[1024];             /* as the user typed it */
    char study_text[16384];         /* the study file, or "" */
};

struct result;

int result_create(struct result **result, const char *path, const struct result_plan *plan,
                  const struct extents *extents, struct err *err);
int result_put(struct result *result, int scenario, int replicate, const struct outputs *outputs,
               double seconds, struct err *err);        /* seconds: CPU time of the run, goes to /timing */
int result_fail(struct result *result, int scenario, int replicate, const char *why, struct err *err);
int result_finish(struct result **result, char digest[33], struct err *err);   /* digest: 32 hex digits */
void result_abandon(struct result **result);            /* removes PATH.tmp */

int result_open(struct result **result, const char *path, struct err *err);
void result_close(struct result **result);
const struct result_plan *result_plan(const struct result *result);
const struct extents *result_extents(const struct result *result);
int result_has(const struct result *result, enum output output);        /* 0 in a file of an older program */
/* All runs of one output: into[scenario][replicate][...], n_scenarios * n_replicates * output_length doubles. */
int result_read(struct result *result, enum output output, double *into, struct err *err);
int result_digest(const char *path, char digest[33], char **lines, struct err *err);    /* recomputed; lines: one a dataset */
int result_stored_digest(struct result *result, char digest[33], struct err *err);

#endif
