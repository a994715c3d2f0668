/* result.h - a result file: HDF5 that opens as netCDF-4 (docs/output.md describes it; generated from outputs.def).
 *
 * Writing: result_create makes PATH.tmp; result_put stores one run; result_finish computes the content digest,
 * syncs and renames to PATH, so that nothing half-written ever stands under the final name. After a failure
 * only result_abandon is left to call. What was put waits in memory until a block of runs is written together (block.h): up to
 * 16 MiB, or one replicate of a point where that is more. Besides that it is 12 bytes a run, the names of the scenarios, and
 * 64 KiB of the library's for each output that is one number a run.
 * Reading: result_open refuses what is not a Hotline result with one sentence.
 * The digest does not depend on the order of result_put; the bytes of the file do, so a merge puts in sorted order.
 * One thread at a time.
 */
#ifndef RESULT_H
#define RESULT_H

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

struct result;

enum run_status { RUN_DONE, RUN_FAILED, RUN_ABSENT };       /* absent: the study stopped before it was needed */

/* May a result be written to path? Nothing there, or a Hotline result: 0. Any other file, or a folder that cannot
 * be written: -1 and a sentence. Verbs ask before the first run. */
int result_may_replace(const char *path, struct err *err);

int result_create(struct result **result, const char *path, const struct result_plan *plan,
                  const struct extents *extents, struct err *err);
int result_put(struct result *result, int scenario, int replicate, const struct outputs *outputs,
               double seconds, struct err *err);        /* seconds: CPU time of the run, goes to /timing */
int result_fail(struct result *result, int scenario, int replicate, const char *why, struct err *err);
int result_finish(struct result **result, char digest[33], struct err *err);   /* digest: 32 hex digits */
void result_abandon(struct result **result);            /* removes PATH.tmp; nothing when *result is NULL */

int result_open(struct result **result, const char *path, struct err *err);
void result_close(struct result **result);
const struct result_plan *result_plan(const struct result *result);
const struct extents *result_extents(const struct result *result);
enum run_status result_status(const struct result *result, int scenario, int replicate);       /* while writing: as put */
double result_seconds(const struct result *result, int scenario, int replicate);   /* NaN unless the run is done */
int result_has(const struct result *result, enum output output);        /* 0 in a file of an older program */
/* All runs of one output: into[scenario][replicate][...], n_scenarios * n_replicates * output_length doubles;
 * NaN in runs that failed or are absent. */
int result_read(struct result *result, enum output output, double *into, struct err *err);
/* One run of one output: output_length doubles. */
int result_read_run(struct result *result, enum output output, int scenario, int replicate, double *into,
                    struct err *err);

/* Recomputed from the datasets. lines: NULL, or gets one line a dataset (malloc'd). */
int result_digest(const char *path, char digest[33], char **lines, struct err *err);
/* A row of its provenance by name ("commit", "version"; provenance.h), "" where the file tells none. */
void result_provenance(const struct result *result, const char *name, char text[], size_t size);
int result_stored_digest(struct result *result, char digest[33], struct err *err);

#endif
