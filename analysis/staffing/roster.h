/* roster.h - who works when: shifts, breaks and days off that cover a week's requirement, as an integer programme.
 *
 * The week repeats. An operator has one shift (a start and a length) all week and a pattern of days on; breaks differ by
 * day. Whole numbers of operators are chosen: y of a shift and pattern, x of a shift, break and day,
 *
 *     sum over breaks of x(shift, break, day)  =  sum over patterns that work that day of y(shift, pattern)
 *     sum over x on duty in an interval and not in their break, + short(interval)  >=  requirement(interval)
 *
 * (G. Dantzig, 1954; breaks and days off by name, so that each solution is a roster of persons). The relaxed programme is
 * tightened by windows (roster_windows.h): so many operators must begin a shift that meets these hours. Solved twice by branch
 * and bound (GLPK), each time from a roster that rounding found and that was planned anew in parts: first the fewest
 * operators, or, under a fixed headcount, the least shortage; then, with exactly as many, the lowest cost. The search ends after so
 * many nodes, not so much time: the answer is the same on every machine.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include "analysis/staffing/roster_rules.h"

enum { ROSTER_MOST_OPERATORS = 20000 };

struct roster_operator {
    int shift;                          /* a row of the rules */
    unsigned days;                      /* bit d: works on day d, 0 = Monday */
    int break_after[ROSTER_DAYS];       /* intervals from the start; NONE where off or without break */
};

struct roster {
    int n;
    struct roster_operator *operator;
    int *cover;                         /* [ROSTER_DAYS * per_day] on duty and not in their break */
    double headcount_bound;             /* no roster by these rules needs fewer; of a fixed headcount: that */
    long shortage;                      /* operator-intervals below the requirement */
    double shortage_bound;              /* no roster has less */
    double cost_h, cost_bound;          /* paid hours a week, those at night with their premium; the least possible here */
};

/* required: [ROSTER_DAYS * per_day] operators on duty, Monday 00:00 first. headcount 0: as few as cover it; else that many at most.
 * EXIT_INPUT: some interval that needs operators is on no shift. */
int roster_solve(struct roster *roster, const struct roster_rules *rules, const int required[], int headcount, struct err *err);
void roster_free(struct roster *roster);

/* operator,weekday,start,end,break_start,break_end: a row a day on duty, times as HH:MM. */
int roster_csv(const struct roster *roster, const struct roster_rules *rules, const char *path, struct err *err);

#endif
