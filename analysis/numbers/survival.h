/* survival.h - how long people stay, from days seen and resignations by tenure: replications can be added up first.
 *
 * Within a bin of so many days of tenure the daily hazard is taken as constant, resignations / days seen. The interval is
 * Greenwood's (M. Greenwood, 1926), with normal quantiles.
 */
#ifndef SURVIVAL_H
#define SURVIVAL_H

#include "analysis/numbers/estimates.h"

struct survival_bin { double days, quits; };    /* person days seen at this tenure; how many of them ended in a resignation */

/* curve[i]: share still there where bin i begins; no number once a bin before it was not seen. */
void survival_curve(int n, double width_d, const struct survival_bin bin[], double level, struct estimate curve[]);

#endif
