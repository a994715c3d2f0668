/* staffing_figure.h - operators required against operators on duty, over the week and the day; service against posts. */
#ifndef STAFFING_FIGURE_H
#define STAFFING_FIGURE_H

#include "analysis/staffplan.h"
#include "plots/theme.h"

int staffing_figure_cover(const struct staffplan *plan, const char *city, const char *path, enum theme_format format,
                          struct err *err);
int staffing_figure_service(const struct staffplan *plan, const char *city, const char *path, enum theme_format format,
                            struct err *err);

#endif
