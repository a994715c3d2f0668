/* staffing.h - operators on duty that a forecast takes, interval by interval, by theory: a first guess.
 *
 * Each interval is a stationary queue with impatience (Erlang A) under its modified offered load: the calls still being
 * talked to if there were operators without number, which lags behind the calls by about a talk. The load is that of an
 * hour of each busyness in turn, the day's times the hour's (equal parts of a Gamma law, weighted by calls); of those who
 * hang up the share that the redial law says tries again. Urgent calls go first (Erlang C's tail above their own load).
 * Each line by itself.
 */
#ifndef STAFFING_H
#define STAFFING_H

#include "analysis/staffing/rehearsal.h"

/* Operators on the ordinary line that an open centre takes even where nobody is expected to call: each day from .. until,
 * past midnight where until <= from; whoever calls another line at such an hour is taken there. */
struct staffing_floor { int operators, from_s, until_s; };

struct staffing_theory {
    const struct rehearsal *r;
    struct staffing_floor floor;    /* none of _theory's; set afterwards */
    double service_s;               /* mean, writing included */
    double patience_s;              /* mean of an exponential patience that loses as many in a minute; at most a day */
    double *load;                   /* [(line * 7 + day) * per_day + interval] */
};

int staffing_theory(struct staffing_theory *t, const struct rehearsal *r, struct err *err);
void staffing_theory_free(struct staffing_theory *t);

/* Operators on duty in each interval, by line as in crew_cover, so that the interval's load, times `factor`, meets all
 * goals that are no limit from above, and no fewer than the floor. on: [(n_lines + 1) * 7 * per_day]. */
void staffing_require(const struct staffing_theory *t, double factor, int on[]);
/* The fewest posts that meet the goals by theory; most where none do. */
int staffing_posts(const struct staffing_theory *t, int most, struct err *err);

#endif
