/* calllog.h - a recorded log of calls, read from CSV.
 *
 * The first line names the columns; these are needed, in any order, others are passed over:
 *   date        YYYY-MM-DD
 *   arrival_s   seconds since midnight when the call joined the queue or an operator, 0 to below 86400
 *   outcome     AGENT (served), HANG (hung up), PHANTOM (no call at all; dropped)
 *   wait_s      seconds in the queue
 *   service_s   seconds with an operator
 *   operator    a number, or empty
 */
#ifndef CALLLOG_H
#define CALLLOG_H

#include "sim/base/err.h"

struct calllog_call {
    int day;                    /* since the first date */
    int answered;
    int operator;               /* as in the file, or -1 */
    double arrival_s, wait_s, service_s;
};

struct calllog {
    int n, n_days;
    int n_phantoms;             /* rows dropped */
    char first[16], last[16];   /* dates */
    struct calllog_call *call;  /* by time of arrival */
};

/* A complaint names file:line:column. _free is right after a failure, and twice. */
int calllog_read(struct calllog *log, const char *path, struct err *err);
void calllog_free(struct calllog *log);

#endif
