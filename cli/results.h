/* results.h - what a result file is about, for `show`. */
#ifndef RESULTS_H
#define RESULTS_H

#include <stdbool.h>

#include "sim/base/err.h"

bool results_is(const char *path);      /* an HDF5 file by its first bytes, whole or not */
/* Title, program, runs, digest, scenarios, and the study as it was written. */
int results_show(const char *path, struct err *err);

#endif
