/* print.h - a loaded scenario as text: resolved, with origins, against another. */
#ifndef PRINT_H
#define PRINT_H

#include <stdio.h>

#include "sim/scenario/load.h"

/* The resolved scenario as YAML that loads to the same scenario. */
void scenario_print(const struct scenario_loaded *loaded, FILE *out);

/* One line a value: key: value  # where it came from - file:line:column, `default` or --set key=value. */
void scenario_print_origins(const struct scenario_loaded *loaded, FILE *out);
/* Where one value came from, with the `source` that its file gives. */
void scenario_print_origin(const struct scenario_loaded *loaded, const struct param *param, int row, FILE *out);

/* One line for each value, row or event that differs, with both origins; returns how many. */
int scenario_print_diff(const struct scenario_loaded *a, const struct scenario_loaded *b, FILE *out);

#endif
