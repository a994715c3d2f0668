/* until.h - a moment as a user writes it: the next 02:00 of the local clock, or +90m from now.
 */
#ifndef UNTIL_H
#define UNTIL_H

#include <time.h>

/* HH:MM (00:00 to 23:59: today, or tomorrow when that is past) or +N with s, m, h or d (N >= 1, up to a year).
 * 0, or -1: it is neither. */
int until_moment(const char *text, time_t now, time_t *moment);

#endif
