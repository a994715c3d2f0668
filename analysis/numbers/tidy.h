/* tidy.h - a CSV file with one observation a row: it appears under its name whole or not at all. */
#ifndef TIDY_H
#define TIDY_H

#include <stdio.h>

#include "sim/base/err.h"
#include "sim/record/atomic.h"

struct tidy {
    FILE *file;                     /* write to it; failures are told by tidy_end */
    char path[ATOMIC_PATH_SIZE], temporary[ATOMIC_PATH_SIZE];
};

/* May a file stand at path: to be asked before long work that ends with it. What is there and is no plain file (a device, a
 * folder) is never replaced; the name must be one, and its folder must let write.
 */
int tidy_may_replace(const char *path, struct err *err);

int tidy_begin(struct tidy *tidy, const char *path, struct err *err);
int tidy_end(struct tidy *tidy, struct err *err);

/* Quoted where a comma, a quote or a line end stands in it. */
void tidy_text(FILE *out, const char *text);
/* ",x" for each, in the fewest digits that read back as x; "," alone for one that is not a number. */
void tidy_numbers(FILE *out, int n, const double x[]);

#endif
