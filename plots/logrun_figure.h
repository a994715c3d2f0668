/* logrun_figure.h - a log run as a picture: recorded and simulated wait and abandonment by the hour of the day. */
#ifndef LOGRUN_FIGURE_H
#define LOGRUN_FIGURE_H

#include "analysis/queues/logrun.h"
#include "plots/theme.h"

/* To path, whose format is given; failures as gnuplot_draw. */
int logrun_figure(const struct logrun *run, const char *path, enum theme_format format, struct err *err);

#endif
