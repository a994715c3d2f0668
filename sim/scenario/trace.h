/* trace.h - where each value of a loaded scenario came from; what load.c writes and print.c reads. */
#ifndef TRACE_H
#define TRACE_H

#include "sim/base/yaml.h"
#include "sim/scenario/params.h"

struct trace_origin {
    struct yaml_place place;            /* nowhere: the default */
    const struct yaml *names;           /* of NAMES: the list, until all rows are known */
    const char *source;                 /* the file's own `source:`, or NULL */
    int pass;                           /* which file, or setting, of this loading; 0: none */
};

struct scenario_trace {
    struct trace_origin *all;           /* of every parameter, of every possible row of every column */
    struct trace_origin *of[N_PARAMS];  /* its part of `all`, by row */
    int n_files;
    struct yaml_file **file;            /* every file read: places and texts point into them */
};

/* NULL when there is no memory. */
struct scenario_trace *trace_new(void);
void trace_free(struct scenario_trace *trace);

/* Keeps a file until trace_free; frees it and returns false when there is no memory. */
bool trace_keep_file(struct scenario_trace *trace, struct yaml_file *file);

/* A row is new: its values are defaults. A row of n goes: later ones move up by one. */
void trace_new_row(struct scenario_trace *trace, const struct section *section, int row);
void trace_remove_row(struct scenario_trace *trace, const struct section *section, int row, int n);

/* "file:line:column" or "--set key=value". */
void trace_print_place(FILE *out, struct yaml_place place);

#endif
