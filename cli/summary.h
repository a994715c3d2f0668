/* summary.h - what a `run` prints at its end: every output that is one number a run, with its mean over the
 * replications and the half-width of its 95 % Student-t interval.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "cli/options.h"
#include "sim/study/slots.h"

struct summary {
    const struct slots *slots;          /* one scenario */
    const struct work_tally *tally;
    const char *digest, *out;           /* "" and NULL without a file */
};

int summary_print(const struct summary *summary, const struct options *options, struct err *err);

#endif
