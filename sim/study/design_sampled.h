/* design_sampled.h - designs that sample the unit cube: Latin hypercube, scrambled Sobol, Morris, Saltelli.
 *
 * Chance is addressed (draw.h, PURPOSE_DESIGN) by axis, number and stage, and so the points of n are the first of 2 n:
 * - Latin hypercube: 2 n points halve each of the n strata of an axis; the points that are there lie in one half, the new
 *   ones fill the other. Of many such hypercubes it takes the one whose least distance is largest (maximin). n is halved
 *   as long as it is even; what is left is the first stage.
 * - Sobol: GSL's sequence of up to 40 axes, the origin before its first point, each axis scrambled after Owen (1995): the flip
 *   of a bit is a draw named by the bits above it.
 * - Morris: n trajectories of k + 1 points on a grid of p levels; each step moves one axis by p / (2 (p - 1)).
 * - Saltelli: base sample j makes the points A, AB_1 .. AB_k, (AB_g of each group,) (BA_1 .. BA_k,) B in this order, where A and B
 *   are the first and the second half of a Sobol point of 2 k axes, AB_i is A with axis i from B, AB_g with all axes of g.
 */
#ifndef DESIGN_SAMPLED_H
#define DESIGN_SAMPLED_H

#include "sim/study/design.h"

enum { DESIGN_MOST_SOBOL = 40 };

long design_sampled_points(const struct design_space *space);
long design_sobol_points(const struct design_space *space);
long design_morris_points(const struct design_space *space);
long design_saltelli_points(const struct design_space *space);

int design_latin_fill(const struct design_space *space, double *at, struct err *err);
int design_sobol_fill(const struct design_space *space, double *at, struct err *err);
int design_morris_fill(const struct design_space *space, double *at, struct err *err);
int design_saltelli_fill(const struct design_space *space, double *at, struct err *err);

#endif
