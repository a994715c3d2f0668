/* notes.h - what a reader of a result's numbers has to be told, one sentence each, where it holds. */
#ifndef NOTES_H
#define NOTES_H

#include <stdio.h>

#include "analysis/numbers/estimates.h"

/* What the numbers of a scenario are taken from: the estimate of an output. */
struct notes_source { struct estimate (*of)(const void *self, enum output output); const void *self; };

/* The warm-up ended while something still rose or fell by more than 5 % a month, its interval beyond that. */
int notes_drift(FILE *out, const struct notes_source *source, int chinese);
/* There was less harm than under the clairvoyant baseline. name: of the scenario, or "". */
int notes_below_best(FILE *out, const struct notes_source *source, const char *name, int chinese);

#endif
