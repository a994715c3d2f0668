/* posterior.h - what a calibration's runs tell in the end: settings drawn by the chance that all targets are met, the middle of
 * them, and how much the targets say about each parameter.
 *
 * Places are in 0..1, the ends of a parameter's range on its scale.
 */
#ifndef POSTERIOR_H
#define POSTERIOR_H

#include "analysis/calibration.h"

struct posterior {
    struct history history;                 /* emulators of all runs */
    struct history_sample left;             /* what is not implausible */
    double *x;                              /* [n_posterior][n_parameters]: settings drawn */
    int different;
    double centre[EMULATOR_MOST_INPUTS];    /* their mean */
    double chance;                          /* that all targets are met there; the emulators' errors normal and independent */
};

/* From all runs of a calibration that has been run to its end. _free is right after a failure. */
int posterior_make(const struct calibration *c, struct posterior *p, struct err *err);
void posterior_free(struct posterior *p);

/* 1 - its variance over that of the range (1/12): 0 where the targets say nothing, 1 where they leave one value.
 * Written: the places below which 5, 50 and 95 % of the settings lie. */
double posterior_contraction(const struct calibration *c, const struct posterior *p, int j, double quantile[3]);

/* From .3 on the targets narrow a parameter, from .75 on they identify it. */
enum posterior_verdict { POSTERIOR_NONE_FITS, POSTERIOR_NOT_IDENTIFIED, POSTERIOR_NARROWED, POSTERIOR_IDENTIFIED };
enum posterior_verdict posterior_verdict(const struct posterior *p, double contraction);

/* Of the places of two parameters over the settings drawn. */
double posterior_correlation(const struct calibration *c, const struct posterior *p, int a, int b);

/* The settings as a table that a study takes as its design: a column a parameter, in its unit. */
int posterior_write(const struct calibration *c, const struct posterior *p, const char *path, struct err *err);

/* The centre as a policy file (`hotline run CITY FILE`), to two digits: the parameters that the targets narrow or identify.
 * The others are named in comments, since the targets are no reason to move them. */
int posterior_write_centre(const struct calibration *c, const struct posterior *p, const char *path, struct err *err);

#endif
