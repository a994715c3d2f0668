/* logrun.h - a recorded call log through the simulated centre, set beside what was recorded.
 *
 * Arrivals and service times are the recorded ones, patience is drawn from a lognormal law; a recorded caller who
 * hung up has no service time and gets one from the fitted law if the simulated operators answer. Calls that hung up
 * without waiting never reached the queue and are left out on both sides. First come, first served.
 *
 * How many were on duty in a half hour is not recorded but estimated, in two ways:
 *   seen     different operators who talked in it. Too many: one call in 30 minutes makes an operator present, and
 *            whoever is away or writes between two calls counts as free. (Nobody who never talked is counted.)
 *   at work  operators talking while somebody waited: then all who could talk did. A half hour in which callers
 *            waited for less than LOGRUN_CROWDED_S tells nothing: `seen` is used. Rounded to whole operators.
 */
#ifndef LOGRUN_H
#define LOGRUN_H

#include <stdint.h>
#include <stdio.h>

#include "analysis/queues/calllog.h"
#include "sim/base/err.h"

enum { LOGRUN_SLOT_S = 1800, LOGRUN_SLOTS = 48, LOGRUN_CROWDED_S = 30 };

enum logrun_source { LOGRUN_RECORDED, LOGRUN_SEEN, LOGRUN_AT_WORK, N_LOGRUN_SOURCES };

struct logrun_hour {            /* sums over calls that arrived in this hour, mean of replications */
    double offered, answered, abandoned;
    double wait_answered_s, wait_s;         /* of the answered; of all */
};

struct logrun {
    char first[16], last[16];
    int calls, days, phantoms, at_once;     /* at_once: hung up without waiting */
    int most_operators[N_LOGRUN_SOURCES];   /* in any half hour; recorded: 0 */
    double operators[N_LOGRUN_SOURCES][24]; /* mean number on duty by hour */
    struct logrun_hour hour[N_LOGRUN_SOURCES][24];
};

struct logrun_plan {
    double patience_mu, patience_sigma;     /* log s: centre.patience_mu, centre.patience_sigma */
    uint64_t seed;
    int reps;
};

int logrun_of(struct logrun *run, struct calllog *log, const struct logrun_plan *plan, struct err *err);
struct logrun_hour logrun_total(const struct logrun *run, enum logrun_source source);
void logrun_print(const struct logrun *run, FILE *out);         /* a table by hour; the last line is the verdict */
int logrun_csv(const struct logrun *run, const char *path, struct err *err);

int logrun_read(struct logrun *run, const char *log, const struct logrun_plan *plan, struct err *err);

#endif
