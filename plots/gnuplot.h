/* gnuplot.h - runs gnuplot: a script goes in, a picture comes out and gets its name when it is whole. */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include "plots/script.h"
#include "sim/base/err.h"

/* The script writes to standard output. EXIT_ENVIRONMENT when gnuplot is not installed, stops at a mistake (told in
 * its own words), or the file cannot be written; an older file at path then stays as it was.
 * EXIT_INPUT when path is something else than a file. */
int gnuplot_draw(const struct script *script, const char *path, struct err *err);

/* Will gnuplot_draw be able to, as far as can be told before there is a script? To be asked before long work. */
int gnuplot_may_draw(const char *path, struct err *err);

#endif
