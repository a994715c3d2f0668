/* requirement.h - the operators on duty that a week takes, interval by interval, and their table on disk.
 *
 * A week from Monday 00:00: day d and interval i are at [d * per_day + i].
 */
#ifndef REQUIREMENT_H
#define REQUIREMENT_H

#include "sim/base/err.h"

struct requirement {
    int interval_s, per_day;        /* 900, 1800 or 3600 s; intervals a day */
    double *calls;                  /* [7 * per_day] first attempts expected */
    double *load;                   /* erlang, modified offered load */
    int *theory;                    /* operators on duty by theory */
    int *requirement;               /* operators on duty that are to be covered: theory, corrected by simulation */
    double *cover;                  /* mean operators on duty that the city's shifts give at the chosen headcount; or NaN */
};

/* _free is right after a failure of _init or _read, and twice. */
int requirement_init(struct requirement *r, int interval_s, struct err *err);
void requirement_free(struct requirement *r);

/* Operators on duty below the requirement, on average; 0 where there are enough, NaN where cover is. */
double requirement_short(const struct requirement *r, int slot);
struct requirement_gap { int intervals, nobody, worst; double hours; };     /* how many; of these with nobody on duty; the slot of
                                                                             * the largest; operator hours a week */
struct requirement_gap requirement_gap(const struct requirement *r);

/* weekday,start,calls,load,theory,requirement,cover,short: a row an interval, in order. _read checks that it is a whole week. */
int requirement_write(const struct requirement *r, const char *path, struct err *err);
int requirement_read(struct requirement *r, const char *path, struct err *err);

#endif
