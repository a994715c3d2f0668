/* staffplan.h - from a city, targets and perhaps a planner's own calls to operators on duty by interval and to posts.
 *
 *   the city is lived through      what calls reach its operators, who is on the phones       intake
 *   or a planner's own counts      with calls like the city's                                 ledger
 *   theory                         operators by interval, a first guess of the posts          staffing
 *   rehearsal                      the least percentage on it, the fewest posts               headcount
 *   the city itself, again         with that many posts and with one fewer                    intake
 */
#ifndef STAFFPLAN_H
#define STAFFPLAN_H

#include "analysis/staffing/headcount.h"
#include "analysis/staffing/ledger.h"
#include "analysis/staffing/requirement.h"
#include "analysis/staffing/staffing.h"
#include "sim/scenario/load.h"

enum { STAFFPLAN_MOST_PERCENT = 400, STAFFPLAN_LEAST_PERCENT = -60, STAFFPLAN_WEEK_REPLICATES = 16, STAFFPLAN_CURVE = 9 };

/* Whose talk times a planner's calls have. FEW: its own were too few to draw from. */
enum staffplan_talk { STAFFPLAN_TALK_OWN, STAFFPLAN_TALK_CITY, STAFFPLAN_TALK_FEW, STAFFPLAN_TALK_MEAN };

struct staffplan_check { int posts; double value[GOALS_MOST], error[GOALS_MOST]; };     /* by runs of the whole city */

struct staffplan {
    /* what is asked */
    const struct scenario_loaded *base, *policy;
    int n_goals;
    const struct goal *goal;
    double alpha;
    uint64_t seed;
    int interval_s, threads;
    int runs;                               /* of the city; 0: as many as its size allows */
    const struct ledger_wish *ledger;       /* a planner's own calls or counts, or NULL */
    struct staffing_floor floor;            /* required at all open hours */
    const char *journal;                    /* or NULL */
    int resume;
    int skip_check;                         /* the city is not lived through again with what was found */
    int chinese;                            /* what say is told */
    void (*say)(void *self, const char *line);
    void (*tried)(void *self, const struct staffplan *plan, const struct headcount *search, const struct headcount_trial *trial);
    void *self;
    /* what is found; staffplan_free frees it */
    struct ledger found;                    /* what was in the planner's own */
    enum staffplan_talk talk;
    int busy_borrowed;                      /* 1: how far days differ is the city's; the planner's own are too few to tell */
    struct forecast forecast;
    struct crew crew;
    struct rehearsal rehearsal;
    struct staffing_theory theory;
    struct requirement requirement;
    int most;                               /* posts that are tried at most */
    int guess, posts, percent;              /* by theory; by rehearsal; put on the theory's requirement */
    int n_floored;                          /* intervals that take more only because of the floor */
    struct headcount by_posts, by_requirement;
    int n_checks;                           /* of the city: [0] with posts, [1] with one fewer */
    struct staffplan_check check[2];
    struct rehearsal_week week;             /* with posts, sums over STAFFPLAN_WEEK_REPLICATES */
    int n_curve;                            /* service around posts, from fewest to most, as many replicates each */
    struct headcount_trial curve[STAFFPLAN_CURVE];
};

int staffplan_make(struct staffplan *plan, struct err *err);
void staffplan_free(struct staffplan *plan);

/* How posts' trial of that number came out, or NULL. */
const struct headcount_trial *staffplan_trial(const struct headcount *search, int number);

#endif
