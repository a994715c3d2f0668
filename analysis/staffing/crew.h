/* crew.h - who is on the phones, hour by hour, if the centre has so many posts: shifts, two days off in seven, pauses,
 * vacancies, the lines' shares. What a city's day does with its operators, without their lives.
 */
#ifndef CREW_H
#define CREW_H

#include "sim/base/err.h"
#include "sim/scenario/scenario.h"

struct crew {                       /* as seen in a city, or NONE_SEEN */
    const struct scenario *s;
    int phase;                      /* day of the roster's week on a Monday, 0 .. 6 */
    double absent;                  /* share of the posts that are vacant or in training */
    double wrap_s;                  /* writing after a call, return visits included */
    int n;
    float *talk_factor;             /* of operators on duty, a sample in no order */
};

void crew_free(struct crew *crew);

enum { CREW_STRETCHES = 2 };
struct crew_duty {                  /* of one post on one day; seconds since midnight, perhaps past the next */
    int line;                       /* 0 the ordinary one */
    int n;                          /* stretches; 0: off duty */
    double on_s[CREW_STRETCHES], off_s[CREW_STRETCHES];
};
/* day: since a Monday. Absences apart. */
struct crew_duty crew_duty(const struct crew *crew, int post, int posts, int day);

/* Mean operators on duty by line, day of the week and interval: on[(line * 7 + day) * per_day + interval], absences
 * taken off; line 0 .. n_lines. */
void crew_cover(const struct crew *crew, int posts, int interval_s, double on[]);

#endif
