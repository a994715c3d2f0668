/* telling.h - a story in words, English or Chinese: a line an event, with the day on which it happened. */
#ifndef TELLING_H
#define TELLING_H

#include <stdio.h>

#include "sim/day/story.h"
#include "sim/observe/outputs.h"
#include "sim/scenario/scenario.h"

struct telling {
    const struct scenario *scenario;    /* names of kinds, actions, channels */
    const struct extents *extents;      /* names of units */
    int warmup_d;                       /* days before day 0 */
    int chinese;
};

/* What happened again on the same day is one line that says how often. with_kind: every line begins with what it is about, for a
 * resident who has many needs. */
void telling_write(FILE *out, const struct telling *telling, const struct story *story, int with_kind);

/* The n tickets with most calls, returns and reopenings, the richest first. */
void telling_list(FILE *out, const struct telling *telling, const struct story *story, int n);

#endif
