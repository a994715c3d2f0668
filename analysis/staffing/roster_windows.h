/* roster_windows.h - how many operators must begin a shift that meets some hours of the week, whatever their days off.
 *
 * The fewest shifts of a day, each with its break, that cover what these hours require are a small programme in whole numbers.
 * Relaxed, the programme of the week may do with less: it cuts operators to pieces, another way in each window.
 */
#ifndef ROSTER_WINDOWS_H
#define ROSTER_WINDOWS_H

#include "analysis/staffing/roster_rules.h"

struct roster_window { int from, length; };         /* intervals of the week, a circle */

bool roster_window_meets(const struct roster_rules *rules, struct roster_window w, int shift, int day);

/* No roster has fewer shifts that meet the window (a bound: the programme is searched through a few nodes). Each interval that
 * requires operators must be on some shift. */
int roster_window_least(const struct roster_rules *rules, const int required[], struct roster_window w, struct err *err);

#endif
