/* warmup.h - how many days at the beginning of a result's series are not yet steady, series by series (mser.h).
 *
 * A series is first averaged over its scenario's replications, day by day, which leaves the transient and takes away noise
 * (P. D. Welch, 1983), and is read from the first day of the warm-up on.
 */
#ifndef WARMUP_H
#define WARMUP_H

#include "analysis/numbers/mser.h"
#include "analysis/numbers/sheet.h"
#include "sim/base/err.h"
#include "sim/observe/outputs.h"

struct result;

struct warmup_row { enum output output; struct mser mser; };
struct warmup { int n, n_replicates, n_days, warmup_d, scenario, n_refused; struct warmup_row row[N_OUTPUTS]; };

/* Of the series named, or with n = 0 of every series that the result has. EXIT_INPUT: an output is no series. */
int warmup_read(struct warmup *w, struct result *result, int scenario, int n, const enum output series[], int batch,
                struct err *err);
int warmup_sheet(const struct warmup *w, struct sheet *sheet, int chinese);

#endif
