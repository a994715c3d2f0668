/* plan_file.h - a plan and its extents as plain bytes: what a sweep keeps beside its shards, for this build of the program.
 *
 * Opening a result of HDF5 costs as much as a quarter of a run of a county. A seal ends the file (seal.h): a damaged one is
 * told as such.
 */
#ifndef PLAN_FILE_H
#define PLAN_FILE_H

#include "sim/base/err.h"
#include "sim/observe/outputs.h"
#include "sim/record/plan.h"

struct plan_file { struct result_plan plan; struct extents extents; };

int plan_file_write(const char *path, const struct result_plan *plan, const struct extents *extents, struct err *err);
/* EXIT_INPUT: damaged, or of another version. After a failure, too, plan_file_free. */
int plan_file_read(struct plan_file *kept, const char *path, struct err *err);
void plan_file_free(struct plan_file *kept);

#endif
