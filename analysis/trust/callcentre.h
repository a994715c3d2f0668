/* callcentre.h - a call centre without a city, day after day: a file of scenarios/centres through sim/centre.
 *
 *     title, title_zh, because
 *     opens_h: 8                              # for the reader; times count from there
 *     period_s: 3600
 *     operators: [4, 6 ..]                    # calls at once, by period; the last number holds until all have gone
 *     calls_h: [100, 150 ..]                  # Poisson, mean an hour, by period
 *     busyness_shape: 400                     # Gamma factor of a day, mean 1; 0: none
 *     service: { mean_s: 100, cv: 1 }         # 1 exponential, else lognormal
 *     patience: { mean_s: 1000, none: 0.1 }   # exponential; `none`: share without any; left out: they wait for ever
 *     places: 5                               # callers who can wait at once, a further one is turned away; left out: any number
 *     good_s: 20
 *     published: { wait_s: { value: 4.713, error: 0.0201 } .. }       # of any of the measures; with its standard error
 *
 * Each measure is a mean of days: of calls, and of what is divided by the expected number of calls; the wait of the answered is
 * over the answered.
 */
#ifndef CALLCENTRE_H
#define CALLCENTRE_H

#include "oracle.h"
#include "sim/base/draw.h"

enum { CALLCENTRE_MOST_PERIODS = 48 };

enum callcentre_measure { CALLCENTRE_CALLS, CALLCENTRE_WAIT, CALLCENTRE_GOOD, CALLCENTRE_ABANDON, CALLCENTRE_BLOCKED,
                          CALLCENTRE_ANSWER_WAIT, CALLCENTRE_ANSWERED_GOOD, N_CALLCENTRE_MEASURES };
struct callcentre_row { const char *name, *what; };
extern const struct callcentre_row CALLCENTRE_MEASURES[N_CALLCENTRE_MEASURES];

struct callcentre {
    char title[256];
    int periods, operators[CALLCENTRE_MOST_PERIODS], places;
    double period_s, calls_h[CALLCENTRE_MOST_PERIODS], busyness_shape;
    double service_s, cv, patience_s, no_patience, good_s;      /* patience_s may be INFINITY */
    struct { double value, error; } published[N_CALLCENTRE_MEASURES];    /* value NaN: nothing is */
};

/* Reads a file, a name of scenarios/centres, or NAME on the scenario path. All its faults at once (EXIT_INPUT). */
int callcentre_read(struct callcentre *centre, const char *file_or_name, struct err *err);

double callcentre_expected(const struct callcentre *centre);           /* calls a day */

/* So many days; a ratio a measure. */
int callcentre_run(const struct callcentre *centre, int days, struct draw_key key,
                   struct oracle_ratio ratio[N_CALLCENTRE_MEASURES], struct err *err);

#endif
