/* ledger.h - a planner's own calls: a log with a row a call, or counts of 15, 30 or 60 minutes.
 *
 *   calls     time, or date and arrival_s     when it came: 2025-03-01 08:15:00, with T, Z or +08:00 if need be; seconds of the day
 *             service_s                       talk time; may be empty (callers who hung up); without the column wish.talk_s tells
 *             outcome                         PHANTOM is no call; who is not `answered` (AGENT) hung up; may be missing
 *   counts    start                           when the interval began, as time
 *             calls                           how many came; empty: not known
 *             abandoned                       how many of them hung up; may be missing
 *
 * Others are passed over. A column may have another name (ledger_rename). A time with an offset of its own is put into
 * the planner's zone, one without it is taken to be in the log's; where the planner names no zone, times are as written.
 * Calls of those who hung up and tried again are in the counts and come again in a rehearsal: so many are taken off as the
 * redial law expects after as many hang-ups.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "analysis/staffing/forecast.h"

enum { LEDGER_MOST_NAMES = 8, LEDGER_MOST_DAYS = 3660, LEDGER_AS_WRITTEN = -1, LEDGER_TALK_OF_CITY = 0 };

struct ledger_names { int n; struct { char ours[16]; const char *theirs; } name[LEDGER_MOST_NAMES]; };
/* OURS=THEIRS; -1: ours is none of the columns above. */
int ledger_rename(struct ledger_names *names, const char *text, struct err *err);
/* +08:00, -05:30, Z: seconds east of Greenwich. */
int ledger_zone(const char *text, int *east_s, struct err *err);

struct ledger_wish {
    const char *path;
    int counts;                     /* else calls */
    int interval_s;                 /* of the forecast; counts that are coarser make it theirs */
    int zone_s, log_zone_s;         /* planner's, LEDGER_AS_WRITTEN for none; of times without an offset */
    const char *answered;           /* word of `outcome` */
    double talk_s;                  /* mean talk where rows have none; LEDGER_TALK_OF_CITY: like a city's; NaN: they must have */
    double redialled;               /* share of hung-up calls that are tried again */
    struct ledger_names names;
};

struct ledger {
    int interval_s;
    struct forecast_days days;
    struct forecast_samples samples;        /* talk_s 0 where it is not known */
    long rows, calls, hung_up, phantoms;    /* calls: before redials are taken off */
    long without_time, without_talk;        /* rows; the first are left out */
    int n_days, days_missing;               /* from first to last; those of them without any row, left out */
    long intervals_missing;                 /* of the other days, in counts */
    char first[16], last[16];
};

int ledger_read(struct ledger *ledger, const struct ledger_wish *wish, struct err *err);
void ledger_free(struct ledger *ledger);

#endif
