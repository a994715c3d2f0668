#include "until.h"

#include <stdio.h>

enum { LONGEST_S = 366 * 86400 };

static int duration_s(const char *text, long *s)
{
    static const struct { char letter; long s; } UNITS[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
    char letter;
    int n, end = 0;
    if (sscanf(text, "+%8d%c%n", &n, &letter, &end) != 2 || text[end] || text[1] < '0' || text[1] > '9')
        return -1;
    for (size_t u = 0; u < sizeof UNITS / sizeof *UNITS; u++)
        if (UNITS[u].letter == letter && n >= 1 && n <= LONGEST_S / UNITS[u].s) {
            *s = n * UNITS[u].s;
            return 0;
        }
    return -1;
}

static int clock_time(const char *text, int *hour, int *minute)
{
    char h[3], m[3];
    int end = 0;
    if (sscanf(text, "%2[0-9]:%2[0-9]%n", h, m, &end) != 2 || text[end] || !m[1])
        return -1;
    sscanf(h, "%d", hour);
    sscanf(m, "%d", minute);
    return *hour < 24 && *minute < 60 ? 0 : -1;
}

int until_moment(const char *text, time_t now, time_t *moment)
{
    struct tm local;
    long s;
    int hour, minute;
    if (duration_s(text, &s) == 0) {
        *moment = now + s;
        return 0;
    }
    if (clock_time(text, &hour, &minute) != 0 || !localtime_r(&now, &local))
        return -1;
    local.tm_hour = hour;
    local.tm_min = minute;
    local.tm_sec = 0;
    for (int day = 0; day < 2; day++, local.tm_mday++) {        /* mktime knows where a month and summer time end */
        struct tm then = local;
        then.tm_isdst = -1;
        *moment = mktime(&then);
        if (*moment > now)
            return 0;
    }
    return *moment == (time_t)-1 ? -1 : 0;
}
