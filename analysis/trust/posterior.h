/* posterior.h - what a calibration's runs tell in the end: settings drawn by the chance that all targets are met, the middle of
 * them, and how much the targets say about each parameter.
 *
 * Places are in 0..1, the ends of a parameter's range on its scale.
 */
#ifndef POSTERIOR_H
#define POSTERIOR_H

#include "analysis/trust/calibration.h"

enum { POSTERIOR_FOLDS = 10 };              /* parts of the draws that are alike: one is written, all tell how sure the rest is */

struct posterior {
    struct history history;                 /* emulators of all runs */
    struct history_sample left;             /* what is not implausible */
    int n;                                  /* POSTERIOR_FOLDS * n_posterior */
    double *x;                              /* [n][n_parameters]: settings drawn, fold by fold; the first fold is written */
    double moved;                           /* share of the moves that were made (history_posterior) */
    double centre[EMULATOR_MOST_INPUTS];    /* their mean */
    double chance;                          /* that all targets are met there; the emulators' errors normal and independent */
};

/* From all runs of a calibration that has been run to its end. _free is right after a failure. */
int posterior_make(const struct calibration *c, struct posterior *p, struct err *err);
void posterior_free(struct posterior *p);

/* What the draws tell of a parameter; places in 0..1. Contraction: 1 - its variance over that of the range (1/12), 0 where the
 * targets say nothing, 1 where they leave one value; with half of the 95 % interval, from the folds. Cut: -1 or 1 where the outer
 * twentieth of the range at the lower or upper end holds more than .075 of the draws, and the targets narrow it: then the end
 * that we gave is part of the answer; else 0. */
struct posterior_marginal { double quantile[3], contraction, half; int cut; };      /* quantiles: .05, .5, .95 */
struct posterior_marginal posterior_marginal(const struct calibration *c, const struct posterior *p, int j);

/* From .3 on the targets narrow a parameter, from .75 on they identify it. */
enum posterior_verdict { POSTERIOR_NONE_FITS, POSTERIOR_NOT_IDENTIFIED, POSTERIOR_NARROWED, POSTERIOR_IDENTIFIED };
enum posterior_verdict posterior_verdict(const struct posterior *p, double contraction);

/* What target t, held out or not, comes to over the draws: quantiles of the mean of many runs, what its emulator does not know
 * included, and the chance that it is in its band; NaN where it has no emulator. */
struct posterior_told { double quantile[3], in; };
struct posterior_told posterior_told(const struct posterior *p, uint64_t seed, int t);

/* Of the places of two parameters over the settings drawn. */
double posterior_correlation(const struct calibration *c, const struct posterior *p, int a, int b);

/* The settings as a table that a study takes as its design: a column a parameter, in its unit. */
int posterior_write(const struct calibration *c, const struct posterior *p, const char *path, struct err *err);

/* The centre as a file of settings (`hotline validate --with FILE`), to two digits: the parameters that the targets narrow or
 * identify. The others are named in comments, since the targets are no reason to move them. */
int posterior_write_centre(const struct calibration *c, const struct posterior *p, const char *path, struct err *err);

#endif
