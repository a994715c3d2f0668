/* goal.h - what a planner asks of a centre, as text: `answered_30s>=.95`, `urgent_p95_wait<=30s`, `occupancy<=85%`.
 *
 *     [SCOPE_]MEASURE (>= | <=) NUMBER[s | %]
 *
 *   answered          share of the calls that are answered                      >=
 *   answered_Ns       share answered within N seconds                           >=
 *   pQ_wait           Q % of the calls are answered within so many seconds: answered_Ns, the other way round  <=
 *   wait              mean wait of the answered, s                              <=
 *   waits             share that must wait                                      <=
 *   abandoned         share that hang up while they wait                        <=
 *   blocked           share that hear the busy signal                           <=
 *   occupancy         operators' busy time / time on duty                       <= or >=
 *
 * Shares are of all calls offered, redials too, so that who hangs up was not answered in time. What SCOPE may be (a
 * class of calls, a line) is for the caller to say. A goal that more operators would hurt is refused, but for occupancy.
 */
#ifndef GOAL_H
#define GOAL_H

#include "sim/base/err.h"

enum goal_measure { GOAL_ANSWERED, GOAL_WITHIN, GOAL_WAIT, GOAL_WAITS, GOAL_ABANDONED, GOAL_BLOCKED, GOAL_OCCUPANCY };
enum { GOALS_MOST = 16 };

struct goal {
    char text[64];              /* as it was given */
    char scope[40];             /* "" for all calls */
    enum goal_measure measure;
    int at_least;
    double within_s;            /* of GOAL_WITHIN */
    double bound;               /* share 0 .. 1, or seconds */
};

int goal_read(struct goal *goal, const char *text, struct err *err);
static inline int goal_met(const struct goal *goal, double value)
{
    return goal->at_least ? value >= goal->bound : value <= goal->bound;
}
/* 1: what more operators make worse, so that it limits their number from above. */
static inline int goal_limits(const struct goal *goal) { return goal->measure == GOAL_OCCUPANCY && goal->at_least; }

#endif
