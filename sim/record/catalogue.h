/* catalogue.h - docs/output.md: the description of a result file, made from outputs.def and shapes.def. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <stdio.h>

extern const char *const BETTER_WORDS[];        /* enum better: "lower", "higher", "neither" */

void catalogue_markdown(FILE *out);

#endif
