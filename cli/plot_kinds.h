/* plot_kinds.h - the kinds of figures by name: a list of them for the user, and the rows that a name chooses. */
#ifndef PLOT_KINDS_H
#define PLOT_KINDS_H

#include "plots/figures.h"
#include "sim/base/err.h"

enum { PLOT_KINDS_NAME = 64 };

/* "urgent-delay" in the place of "urgent_delay". */
const char *plot_kinds_name(const struct figure_kind *kind, char name[PLOT_KINDS_NAME]);
/* The kinds to draw: [*first, *end) of FIGURES; all of them for `all`. A wrong name is guessed at, or all are told. */
int plot_kinds_chosen(const char *name, int *first, int *end, struct err *err);
/* On standard output: each kind, which results it is of, what it shows. -1: no memory. */
int plot_kinds_list(int zh);

#endif
