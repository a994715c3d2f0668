/* extents.h - lengths and coordinates of what a run of a scenario reports. */
#ifndef EXTENTS_H
#define EXTENTS_H

#include "outputs.h"
#include "sim/scenario/scenario.h"

int extents_of(struct extents *extents, const struct scenario *scenario, struct err *err);

#endif
