/* merge.h - the shards of a sweep become one result file.
 *
 * Shards are read in the order (point, replicate), so the file does not depend on threads, kills or the order in
 * which units were finished; one unit at a time is in memory. The result appears under its name when it is whole.
 */
#ifndef MERGE_H
#define MERGE_H

#include "sim/base/err.h"
#include "sim/study/parts.h"

struct merge_tally {
    long done, failed;                  /* runs */
    char digest[33], why[512];          /* why: the first failure */
    char found[PLAN_PRECISION];         /* what a rule of precision came to (precision.h), or "" */
    int imprecise;                      /* it did not come to what was asked for */
};

/* Puts the units of OUT.h5.parts, and of further folders made by shards of the same study on other machines, into
 * OUT. from[0] is OUT's own. EXIT_INPUT: units are missing, or the folders belong to different studies. */
int merge_parts(const char *out, int n, const struct parts from[], struct merge_tally *tally, struct err *err);

#endif
