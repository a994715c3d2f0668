/* finish.h - how `run`, `sweep` and `merge` end: the parts become the result, and stdout says where it is. */
#ifndef FINISH_H
#define FINISH_H

#include "sim/study/merge.h"

/* Before the first run: may the result be written, and the table (NULL: none)? */
int finish_can_write(const char *out, const char *csv, struct err *err);

/* Merges the n folders into OUT, removes them unless a run failed, prints the line. -1 with EXIT_RUNS_FAILED: the
 * result is there, with its failed runs marked. */
int finish_merge(const char *out, int n, struct parts from[], int json, struct err *err);

#endif
