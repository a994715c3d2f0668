#include "crew.h"

#include <stdlib.h>
#include <string.h>

#include "sim/day/day.h"

enum { DAY_S = 86400, WEEK = 7 };

void crew_free(struct crew *crew)
{
    free(crew->talk_factor);
    *crew = (struct crew){ 0 };
}

struct crew_duty crew_duty(const struct crew *crew, int post, int posts, int day)
{
    const struct scenario *s = crew->s;
    struct lines_post at = lines_post(s, (uint32_t)post, (uint32_t)posts);
    struct crew_duty is = { .line = at.line };
    if (s->n_shifts == 0 || !people_rostered(at.place, (uint32_t)(day + crew->phase)))
        return is;
    struct people_hours h = people_hours(s, world_shift(s, post, posts), (uint32_t)post);
    is.n = CREW_STRETCHES;
    is.on_s[0] = h.from_s, is.off_s[0] = h.pause_s;
    is.on_s[1] = h.back_s, is.off_s[1] = h.until_s;
    return is;
}

/* Adds the share of each interval that lies in [from, until), seconds since midnight of `day`; the week is a circle. */
static void cover_add(double on[], int day, double from_s, double until_s, int interval_s)
{
    int per_day = DAY_S / interval_s, week = WEEK * per_day;
    for (int k = (int)(from_s / interval_s); k * (double)interval_s < until_s; k++) {
        double low = k * (double)interval_s, high = low + interval_s;
        double shared = (until_s < high ? until_s : high) - (from_s > low ? from_s : low);
        on[(day * per_day + k) % week] += shared / interval_s;
    }
}

void crew_cover(const struct crew *crew, int posts, int interval_s, double on[])
{
    int slots = WEEK * (DAY_S / interval_s);
    memset(on, 0, (size_t)(crew->s->n_lines + 1) * (size_t)slots * sizeof *on);
    for (int post = 0; post < posts; post++)
        for (int day = 0; day < WEEK; day++) {
            struct crew_duty duty = crew_duty(crew, post, posts, day);
            for (int k = 0; k < duty.n; k++)
                cover_add(on + duty.line * slots, day, duty.on_s[k], duty.off_s[k], interval_s);
        }
    for (int i = 0; i < (crew->s->n_lines + 1) * slots; i++)
        on[i] *= 1 - crew->absent;
}
