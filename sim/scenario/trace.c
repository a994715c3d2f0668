#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"

static size_t rows_of(const struct param *param)
{
    int max = SECTIONS[param->section].max;
    return max ? (size_t)max : 1;
}

struct scenario_trace *trace_new(void)
{
    struct scenario_trace *trace = calloc(1, sizeof *trace);
    size_t n = 0;
    for (int p = 0; p < N_PARAMS; p++)
        n += rows_of(&PARAMS[p]);
    if (!trace || !(trace->all = calloc(n, sizeof *trace->all))) {
        free(trace);
        return NULL;
    }
    struct trace_origin *at = trace->all;
    for (int p = 0; p < N_PARAMS; at += rows_of(&PARAMS[p]), p++)
        trace->of[p] = at;
    return trace;
}

void trace_free(struct scenario_trace *trace)
{
    if (!trace)
        return;
    for (int f = 0; f < trace->n_files; f++)
        yaml_file_free(trace->file[f]);
    free(trace->file);
    free(trace->all);
    free(trace);
}

bool trace_keep_file(struct scenario_trace *trace, struct yaml_file *file)
{
    struct yaml_file **more = realloc(trace->file, ((size_t)trace->n_files + 1) * sizeof *more);
    if (!more) {
        yaml_file_free(file);
        return false;
    }
    trace->file = more;
    more[trace->n_files++] = file;
    return true;
}

void trace_new_row(struct scenario_trace *trace, const struct section *section, int row)
{
    for (int p = section->first; p < (int)section->last; p++)
        trace->of[p][row] = (struct trace_origin){ 0 };
}

void trace_remove_row(struct scenario_trace *trace, const struct section *section, int row, int n)
{
    for (int p = section->first; p < (int)section->last; p++)
        memmove(&trace->of[p][row], &trace->of[p][row + 1], (size_t)(n - row - 1) * sizeof *trace->of[p]);
}

void trace_print_place(FILE *out, struct yaml_place place)
{
    if (yaml_is_setting(place.file))
        fputs(yaml_name(place.file), out);
    else
        fprintf(out, "%s:%d:%d", yaml_name(place.file), yaml_line(place), yaml_column(place));
}
