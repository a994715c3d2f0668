#include "calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Days from the civil date (Howard Hinnant's arithmetic of eras of 400 years). */
static long from_civil(long y, unsigned m, unsigned d)
{
    y -= m <= 2;
    long era = (y >= 0 ? y : y - 399) / 400;
    unsigned yoe = (unsigned)(y - era * 400), doy = (153 * (m + (m > 2 ? -3u : 9u)) + 2) / 5 + d - 1;
    return era * 146097 + (long)(yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

static void to_civil(long number, long *y, unsigned *m, unsigned *d)
{
    number += 719468;
    long era = (number >= 0 ? number : number - 146096) / 146097;
    unsigned doe = (unsigned)(number - era * 146097), yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = (long)yoe + era * 400 + (*m <= 2);
}

void calendar_text(long number, char text[16])
{
    long y;
    unsigned m, d;
    to_civil(number, &y, &m, &d);
    snprintf(text, 16, "%04ld-%02u-%02u", y % 10000, m, d);
}

int calendar_day_number(long *number, const char *text, const char *key, struct err *err)
{
    int y, used = 0;
    unsigned m, d;
    int read = sscanf(text, "%4d-%2u-%2u%n", &y, &m, &d, &used) == 3 && used == 10 && !text[used];
    if (read && m >= 1 && m <= 12 && d >= 1 && y >= 1900) {
        char back[16];
        *number = from_civil(y, m, d);
        calendar_text(*number, back);
        if (strncmp(back, text, 10) == 0)
            return 0;
    }
    return err_input(err, "%s: '%.24s' is not a date; write it as 2025-01-06", key, text);
}

/* Marks the days of "date date..date ..." as worked or not. */
static int mark(struct date *date, int n_days, long first, const char *list, const char *key, int works, struct err *err)
{
    char copy[TEXT_SIZE], *rest = copy;
    snprintf(copy, sizeof copy, "%s", list);
    for (char *word; (word = strtok_r(rest, " ,", &rest));) {
        char *dots = strstr(word, "..");
        long from, to;
        if (dots)
            *dots = 0;
        if (calendar_day_number(&from, word, key, err) || calendar_day_number(&to, dots ? dots + 2 : word, key, err))
            return -1;
        for (long day = from < first ? first : from; day <= to && day < first + n_days; day++)
            date[day - first].works = (uint8_t)works;
    }
    return 0;
}

int calendar_build(struct date *date, int n_days, const struct scenario *s, struct err *err)
{
    long start;
    if (calendar_day_number(&start, s->calendar.start, "calendar.start", err))
        return -1;
    long first = start - s->calendar.warmup;
    for (int t = 0; t < n_days; t++) {
        long y;
        unsigned m, d;
        to_civil(first + t, &y, &m, &d);
        int weekday = (int)(((first + t + 3) % 7 + 7) % 7);         /* 1970-01-01 was a Thursday */
        date[t] = (struct date){ (uint8_t)weekday, weekday < 5, (uint16_t)(first + t - from_civil(y, 1, 1)) };
    }
    return mark(date, n_days, first, s->calendar.holidays, "calendar.holidays", 0, err) ||
           mark(date, n_days, first, s->calendar.working_weekends, "calendar.working_weekends", 1, err);
}
