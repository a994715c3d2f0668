/* roster.h - who works when: shifts, breaks and days off that cover a week's requirement, as an integer programme.
 *
 * The week repeats. An operator has one shift (a start and a length) all week and a pattern of days on; breaks differ by
 * day. Whole numbers of operators are chosen: y of a shift and pattern, x of a shift, break and day,
 *
 *     sum over breaks of x(shift, break, day)  =  sum over patterns that work that day of y(shift, pattern)
 *     sum over x on duty in an interval and not in their break, + short(interval)  >=  requirement(interval)
 *
 * (G. Dantzig, 1954; breaks and days off by name, so that each solution is a roster of persons). Solved twice by branch
 * and bound (GLPK): first the fewest operators, or, under a fixed headcount, the least shortage; then, at that, the lowest
 * cost. The search ends after so many nodes, not so much time: the answer is the same on every machine.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/base/err.h"

enum { ROSTER_MOST_SHIFTS = 96, ROSTER_MOST_BREAKS = 12, ROSTER_MOST_OPERATORS = 20000 };

struct roster_shift { int start, length; };     /* intervals: of the day; may pass midnight */

struct roster_rules {                   /* times are whole intervals */
    int interval_s, per_day;
    int n_shifts;
    struct roster_shift shift[ROSTER_MOST_SHIFTS];
    int n_breaks;                       /* 0: none */
    int break_after[ROSTER_MOST_BREAKS], break_length;      /* from the start of the shift */
    int days_off;                       /* of seven */
    bool together;                      /* days off in a row, Sunday and Monday too */
    int most_days;                      /* on duty in a row */
    int night_from, night_to;           /* intervals of the day; the night may pass midnight */
    double night_premium;               /* 0.3: an hour at night costs 1.3 */
    int most_nodes;                     /* of branch and bound, for each of the two searches */
};

/* Reads rules: a file, or a name on the scenario path (docs/staffing.md). All faults at once (EXIT_INPUT). */
int roster_rules_read(struct roster_rules *rules, const char *file_or_name, int interval_s, struct err *err);

struct roster_operator {
    int shift;                          /* a row of the rules */
    unsigned days;                      /* bit d: works on day d, 0 = Monday */
    int break_after[7];                 /* intervals from the start; NONE where off or without break */
};

struct roster {
    int n;
    struct roster_operator *operator;
    int *cover;                         /* [7 * per_day] on duty and not in their break */
    double headcount_bound;             /* no roster by these rules needs fewer; of a fixed headcount: that */
    long shortage;                      /* operator-intervals below the requirement */
    double shortage_bound;              /* no roster has less */
    double cost_h, cost_bound;          /* paid hours a week, those at night with their premium; the least possible here */
};

/* required: [7 * per_day] operators on duty, Monday 00:00 first. headcount 0: as few as cover it; else that many at most.
 * EXIT_INPUT: some interval that needs operators is on no shift. */
int roster_solve(struct roster *roster, const struct roster_rules *rules, const int required[], int headcount, struct err *err);
void roster_free(struct roster *roster);

/* operator,weekday,start,end,break_start,break_end: a row a day on duty, times as HH:MM. */
int roster_csv(const struct roster *roster, const struct roster_rules *rules, const char *path, struct err *err);

/* Paid hours of a shift, its break left out and its hours at night with their premium. */
double roster_shift_cost(const struct roster_rules *rules, int shift);

/* Patterns of days on, as bits; how many (at most 35). */
int roster_patterns(const struct roster_rules *rules, unsigned days[35]);

#endif
