/* history.h - history matching: which settings of some parameters can not be ruled out by figures with bands
 * (P. S. Craig, M. Goldstein, A. H. Seheult and J. A. Smith, 1997; I. Vernon, M. Goldstein and R. G. Bower, 2010).
 *
 * Runs are few; an emulator of each target says what the rest would give. A setting is implausible when a target's
 * emulated value lies more than `cut` standard deviations of the emulator beside the target's band; three are the rule,
 * whatever the law (F. Pukelsheim, 1994). The band holds what is uncertain about the figure and the model. What is left
 * is weighted by the chance that all targets lie in their bands: approximate Bayesian computation with the emulator in
 * the simulator's place, under a prior that is uniform over the ranges.
 *
 * Settings are k numbers in 0..1, the ranges' ends.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "emulator.h"

struct history_target { double low, high; struct emulator emulator; };

struct history {
    int k, n_targets;
    struct history_target *target;      /* [n_told]: n_targets that count, then some that are only told */
    double cut;                         /* standard deviations */
    int n_told;
};

/* The largest over the targets: distance to the band / standard deviation of the emulator; 0 within all bands. */
double history_implausibility(const struct history *h, const double x[]);

/* Chance that all targets are in their bands at x, the emulators' errors being normal and independent. */
double history_chance(const struct history *h, const double x[]);

struct history_sample {
    int n;                              /* settings in x */
    bool none;                          /* all are implausible, and x has the least implausible of them */
    double *x;                          /* [n][k] */
    double share;                       /* of the volume of all settings that is not implausible, about */
    double least;                       /* the smallest implausibility met */
};

/* Looks through candidates: Sobol points, shifted at random, in a box that closes in where little is left. */
int history_look(const struct history *h, uint64_t seed, struct history_sample *sample, struct err *err);
void history_sample_free(struct history_sample *sample);

/* Chooses n settings of the sample that lie far apart (greedy maximin): x[n][k]. Fewer when the sample has fewer. */
int history_spread(const struct history_sample *sample, int k, int n, double x[]);

/* Draws n settings x[n][k] by their chances: the sample's by systematic resampling, each of which then moves by itself
 * (Metropolis; its steps are differences of two of those drawn; C. J. F. ter Braak, 2006, W. R. Gilks and C. Berzuini, 2001),
 * so that hardly any comes twice. Where all are implausible none moves. Returns the share of moves made; < 0: no memory. */
double history_posterior(const struct history *h, const struct history_sample *sample, uint64_t seed, int n, double x[]);

#endif
