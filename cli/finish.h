/* finish.h - how `sweep` and `merge` end: the parts become the result, and stdout says where it is. */
#ifndef FINISH_H
#define FINISH_H

#include "sim/study/merge.h"

/* Merges the n folders into OUT, removes them unless a run failed, prints the line. -1 with EXIT_RUNS_FAILED: the
 * result is there, with its failed runs marked. */
int finish_merge(const char *out, int n, struct parts from[], int json, struct err *err);

#endif
