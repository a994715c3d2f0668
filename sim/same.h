/* same.h - whether two scenarios can share one warm-up. */
#ifndef SAME_H
#define SAME_H

#include "sim/base/err.h"
#include "sim/scenario/scenario.h"

/* 0, or -1 (EXIT_INPUT) with the parameter that would need another world: one that the world was built from, that the
 * world's rows refer to, or that says which needs arise. (kinds.level may differ: it thins the same needs.) */
int same_world(const struct scenario *a, const struct scenario *b, struct err *err);

#endif
