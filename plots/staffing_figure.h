/* staffing_figure.h - operators required against operators on duty, over the week and the day; service against posts. Each draws
 * into the picture and fills a sheet with the numbers that it shows.
 */
#ifndef STAFFING_FIGURE_H
#define STAFFING_FIGURE_H

#include "analysis/staffing/staffplan.h"
#include "plots/picture.h"

void staffing_figure_cover(struct picture *picture, const struct staffplan *plan, const char *city, struct sheet *numbers);
void staffing_figure_service(struct picture *picture, const struct staffplan *plan, const char *city, struct sheet *numbers);

#endif
