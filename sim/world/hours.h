/* hours.h - in which second of a day a call comes: the profile of its kind, and how busy each hour of that day is of its own.
 *
 * A day's calls are the day's (city.busy); its hours share them out by profile x busyness of the hour, a Gamma factor whose
 * Gaussian score is AR(1) from hour to hour. All callers of a day meet the same hours, under every policy.
 */
#ifndef HOURS_H
#define HOURS_H

#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

enum { HOURS_GUIDE = 128 };             /* a power of two: the first bits of a draw */

struct hours {                          /* of one day */
    struct hours_profile {
        double passed[25];              /* share of the day's calls before each hour; the last is 1 */
        double second[24];              /* seconds for one unit of share within it */
        uint8_t guide[HOURS_GUIDE];     /* hour in which share i / HOURS_GUIDE is reached */
    } profile[N_HOUR_PROFILES];
};

void hours_busyness(double busy[24], const struct scenario *s, struct draw_key key, uint32_t t);      /* mean 1 */
void hours_of_day(struct hours *hours, const struct scenario *s, struct draw_key key, uint32_t t);

/* Second of the day, 0 .. below 86400. */
static inline double hours_second(const struct hours *hours, int profile, uint32_t word)
{
    const struct hours_profile *p = &hours->profile[profile];
    double u = draw_unit(word);
    int h = p->guide[word / (uint32_t)(0x100000000 / HOURS_GUIDE)];
    while (u >= p->passed[h + 1])
        h++;
    return 3600 * h + (u - p->passed[h]) * p->second[h];
}

#endif
