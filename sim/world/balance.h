/* balance.h - can the officers of a city do what its needs ask for? Arithmetic on the scenario, before any run. */
#ifndef BALANCE_H
#define BALANCE_H

#include "sim/scenario/scenario.h"

double balance_hours_asked(const struct scenario *s);       /* officers' hours a year, to really fix all needs of public merit */
double balance_hours_present(const struct scenario *s);     /* contract hours a year of all officers, rested */
/* Operators of a line on duty at once, in the mean of the day and week; callers of it who would talk at once, of those who only
 * want to talk, if it were open all day (what others ask of it hangs on what is wrong: a run tells). */
double balance_line_present(const struct scenario *s, const struct line *line);
double balance_line_talks(const struct scenario *s, const struct line *line);

#endif
