/* rehearsal.h - weeks of a forecast through the city's call centre, with so many posts or so many operators on duty.
 *
 * The engine is the model's own (sim/centre): classes, lines, patience, redials, trunk lines, the shifts of the city with
 * pauses, days off and absences. Calls, their luck and the busyness of the days depend on (seed, replicate) only, so that
 * all covers of a replicate meet the same weeks. Hours share out a day's calls with a busyness of their own, as in the city
 * (calendar.hour_cv, hour_acf). Busyness is drawn in equal strata over a replicate's days: each day has
 * its law exactly, and replicates differ less. A replicate is REHEARSAL_DAYS days after one that is not counted.
 */
#ifndef REHEARSAL_H
#define REHEARSAL_H

#include "analysis/staffing/crew.h"
#include "analysis/staffing/forecast.h"
#include "analysis/staffing/goal.h"

enum { REHEARSAL_WEEKS = 4, REHEARSAL_DAYS = 7 * REHEARSAL_WEEKS };

struct rehearsal_goal { struct goal goal; int class, line; };       /* NONE: all */

struct rehearsal {
    const struct forecast *forecast;
    const struct crew *crew;
    uint64_t seed;
    int n_goals;
    struct rehearsal_goal goal[GOALS_MOST];
};

/* The scope of a goal: a class of calls (urgent, ordinary, slowed) or a line of the city. */
int rehearsal_scope(struct rehearsal_goal *of, const struct goal *goal, const struct scenario *s, struct err *err);

struct rehearsal_cover {
    int posts;                      /* on the city's shifts; or */
    const int *on_duty;             /* [(line * 7 + day) * per_day + interval]; NULL with posts */
};

/* What a goal is about is a ratio of sums: calls answered within / calls offered ... */
struct rehearsal_sums { double part[GOALS_MOST], whole[GOALS_MOST]; };
/* By day of the week and interval of arrival, sums over the replicate; in_time: within the seconds of the first
 * goal that names some, or 30. */
struct rehearsal_week { double *offered, *answered, *in_time; };        /* [7 * per_day]; added to */

int rehearsal_run(const struct rehearsal *r, const struct rehearsal_cover *cover, uint32_t replicate,
                  struct rehearsal_sums *sums, struct rehearsal_week *week, struct err *err);

/* A call that the centre has done with, into the sums; and an operator's day. */
struct centre_call;
void rehearsal_count(const struct rehearsal_goal goal[], int n, const struct centre_call *call, int line,
                     struct rehearsal_sums *sums);
void rehearsal_occupy(const struct rehearsal_goal goal[], int n, double busy_s, double duty_s, int line,
                      struct rehearsal_sums *sums);
double rehearsal_in_time_s(const struct rehearsal *r);

#endif
