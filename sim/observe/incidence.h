/* incidence.h - how many have come to each of several ends by a delay, when of some no more is known. */
#ifndef INCIDENCE_H
#define INCIDENCE_H

#include "observe.h"

/* Aalen-Johansen: curve[end - 1][i] is the share of the n cases that have come to that end by i * DELAY_STEP_D days;
 * END_NONE: nothing is known after end_d. NaN of no case, or without memory. Cases are sorted on the way. */
void incidence(struct case_of_urgency *c, uint32_t n, double curve[N_ENDS - 1][N_DELAYS]);

/* Days by which that share of the cases has come to END_FIXED, as exact as the cases are; infinite where the share is not
 * reached while anything is known; NaN of no case. Cases are sorted on the way. */
double incidence_quantile(struct case_of_urgency *c, uint32_t n, double share);

#endif
