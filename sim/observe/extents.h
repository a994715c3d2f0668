/* extents.h - lengths and coordinates of what a run of a scenario reports. */
#ifndef EXTENTS_H
#define EXTENTS_H

#include "outputs.h"
#include "sim/scenario/scenario.h"

int extents_of(struct extents *extents, const struct scenario *scenario, struct err *err);
/* Whole months of 30 days after day 0, at least 1. */
int extents_months(const struct scenario *scenario);

#endif
