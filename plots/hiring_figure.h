/* hiring_figure.h - headcount and novices over the year, and what each way of treating operators costs against the service that
 * it gives. Each draws into the picture and fills a sheet with the numbers that it shows.
 */
#ifndef HIRING_FIGURE_H
#define HIRING_FIGURE_H

#include "analysis/staffing/hiring.h"
#include "plots/picture.h"

/* name[n_ways]: in the picture's language. */
void hiring_figure_year(struct picture *picture, const struct hiring *hiring, const char *const name[], struct sheet *numbers);
void hiring_figure_front(struct picture *picture, const struct hiring *hiring, const char *const name[], struct sheet *numbers);

#endif
