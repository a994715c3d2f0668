/* csv.h - a result as a tidy table for a spreadsheet, R or pandas: every row has scenario, policy, replicate and
 * each swept factor; then numbers, the shortest that read back as the same double, empty where an output is not
 * defined or the run failed. Written to PATH.tmp and renamed.
 */
#ifndef CSV_H
#define CSV_H

#include "sim/base/err.h"

/* One row a run, one column for each output that is one number a run. */
int csv_write(const char *result_path, const char *csv_path, struct err *err);

#endif
