/* roster_rules.h - by which rules operators may be put on shifts: starts, lengths, breaks, days off, what the night costs. */
#ifndef ROSTER_RULES_H
#define ROSTER_RULES_H

#include <stdbool.h>

#include "sim/base/err.h"

enum { ROSTER_MOST_SHIFTS = 96, ROSTER_MOST_BREAKS = 12, ROSTER_MOST_PATTERNS = 35, ROSTER_DAYS = 7 };

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

/* Paid hours of a shift, its break left out and its hours at night with their premium. */
double roster_shift_cost(const struct roster_rules *rules, int shift);

/* Is somebody of that shift and break (NONE: without) on the phone in the k-th interval after its start? */
bool roster_on_phone(const struct roster_rules *rules, int shift, int pause, int k);

/* Patterns of days on, as bits: bit d is day d, 0 = Monday; how many. */
int roster_patterns(const struct roster_rules *rules, unsigned days[ROSTER_MOST_PATTERNS]);

#endif
