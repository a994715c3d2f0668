/* expected.h - numbers that theory expects, and targets as a planner writes them, for tests. */
#ifndef EXPECTED_H
#define EXPECTED_H

#include <math.h>

#include "analysis/staffing/goal.h"

/* got = want but for a relative error; a `got` that is not a number fails. */
static inline void near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fabs(want)))
        fail_msg("got %.17g, expected %.17g", got, want);
}

static inline struct goal goal_of(const char *text)
{
    struct goal goal;
    struct err err = { 0 };
    if (goal_read(&goal, text, &err))
        fail_msg("%s", err.text);
    return goal;
}

#endif
