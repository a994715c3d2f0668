/* calendar.h - weekdays, holidays and worked weekends of the days of a run. Fixed UTC+8, Gregorian. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "city.h"

/* date[0 .. n_days-1], the first `warmup` of them before calendar.start. Holidays given for one year hold for that
 * year only; other years have weekends alone. A date that cannot be read: EXIT_INPUT with the key's name. */
int calendar_build(struct date *date, int n_days, const struct scenario *s, struct err *err);

/* Days since 1970-01-01 of "YYYY-MM-DD", or -1 with the sentence in err (key: the parameter it stands in). */
int calendar_day_number(long *number, const char *text, const char *key, struct err *err);
void calendar_text(long number, char text[16]);

#endif
