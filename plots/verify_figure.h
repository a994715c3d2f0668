/* verify_figure.h - how far the readings of `verify` lie from theory, a row for each family. */
#ifndef VERIFY_FIGURE_H
#define VERIFY_FIGURE_H

#include "analysis/trust/oracle.h"
#include "plots/theme.h"

struct verify_figure_dot { int family; double z; };    /* z: standard errors */

/* To path, whose format is given; beyond +-`most` a reading fails. Failures as gnuplot_draw. */
int verify_figure(int n_families, const char *const family[], int n, const struct verify_figure_dot dot[], double most,
                  const char *path, enum theme_format format, struct err *err);

/* The readings of one family, those of an oracle beneath its name: simulated over theory - 1, in %, with a 95 % interval. */
int verify_figure_family(const struct oracle_family *family, int n, const struct oracle_reading reading[], const char *path,
                         enum theme_format format, struct err *err);

#endif
