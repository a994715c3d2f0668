/* errands.h - the most harm that one unit with an hour a day can avert of a few jobs, by trying all their orders: what the
 * clairvoyant baseline of regret is held against.
 *
 * The unit does its jobs one after the other from day 0 to the last one; an hour on a job averts its share of the harm that is
 * to come. What has faded is given up.
 */
#ifndef ERRANDS_H
#define ERRANDS_H

enum { ERRANDS_MOST = 8 };

struct errand {
    double harm, effort_h;      /* harm a day while it is open; hours to do it */
    int fade_d, worse_d;        /* the first day on which it is gone, is worse; from days_d on: never */
};

struct errands {
    int n, days_d;              /* jobs, 1 to ERRANDS_MOST; days 0 .. days_d - 1 */
    double worse;               /* times the harm from worse_d on */
    struct errand job[ERRANDS_MOST];
};

/* Harm of a job from that day on, if nobody does anything. */
double errands_harm(const struct errands *errands, int job, int day);

/* Harm averted in the best of the n! orders. */
double errands_best(const struct errands *errands);

#endif
