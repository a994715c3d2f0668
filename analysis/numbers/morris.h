/* morris.h - screening: elementary effects of each factor along trajectories that move one at a time.
 *
 * An elementary effect is the change of the response over one step, divided by the step in units of the factor's whole
 * range (M. D. Morris, Technometrics 33, 1991). mu is their mean over trajectories, sigma their standard deviation (how
 * far the effect depends on where one stands), mu* the mean of their absolute values (F. Campolongo, J. Cariboni,
 * A. Saltelli, Environmental Modelling & Software 22, 2007). Intervals: trajectories resampled, percentiles.
 */
#ifndef MORRIS_H
#define MORRIS_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

struct morris_row {
    double mu, mu_star, sigma;
    struct interval mu_interval, mu_star_interval, sigma_interval;
};

/* effect[n][k]: of trajectory t and axis i. EXIT_INPUT: fewer than 4 trajectories. */
int morris_rows(int n, int k, const double effect[], double level, struct morris_row row[], struct err *err);

#endif
