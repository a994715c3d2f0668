/* run_log.h - `run CITY --calls LOG.csv`: a recorded call log through the call centre; table, CSV and figure. */
#ifndef RUN_LOG_H
#define RUN_LOG_H

#include "analysis/queues/logrun.h"

struct run_log {
    const char *calls;              /* the log */
    const char *csv, *figure;       /* NULL: named after the log, in the current folder; the figure beside the CSV */
    int quiet;                      /* does not tell where they are */
    struct logrun_plan plan;
};

/* The table goes to stdout also when a file cannot be written or gnuplot is missing, which is told then. */
int run_log(const struct run_log *wish, struct err *err);

#endif
