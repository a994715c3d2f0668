#include "print.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"

static void print_event(const struct scenario_loaded *loaded, const struct scenario_event *event, FILE *out)
{
    char path[PATH_SIZE];
    const struct param *param = event->param;
    const struct section *section = &SECTIONS[param->section];
    int row = section->max ? (int)((event->offset - param->offset) / section->stride) : 0;
    fprintf(out, "{at: %d, ", event->from);
    if (event->until != INT_MAX)
        fprintf(out, "until: %d, ", event->until);
    fprintf(out, "set: {%s: ", param_path(path, param, params_row_name(&loaded->scenario, section, row)));
    param_print(out, &loaded->scenario, param, event->value);
    fputs("}}", out);
}

/* A comment behind what has no effect beside another value of its row. */
static const char *ignored(const struct scenario *scenario, int param, int row)
{
    return param == PARAM_gates_validity && scenario->gates[row].colour != COLOUR_NONE ? "  # not asked: the colour decides" : "";
}

static void print_rows(const struct scenario_loaded *loaded, const struct section *section, FILE *out)
{
    const struct scenario *scenario = &loaded->scenario;
    for (int row = 0; row < params_rows(scenario, section); row++) {
        if (section->max)
            fprintf(out, "  %s:\n", params_row_name(scenario, section, row));
        for (int p = section->first; p < (int)section->last; p++) {
            fprintf(out, "%s%s: ", section->max ? "    " : "  ", PARAMS[p].name);
            param_print(out, scenario, &PARAMS[p], param_value(scenario, &PARAMS[p], row));
            fputs(ignored(scenario, p, row), out);
            fputc('\n', out);
        }
    }
}

void scenario_print(const struct scenario_loaded *loaded, FILE *out)
{
    if (*loaded->title) {
        fputs("title: ", out);
        param_print_text(out, loaded->title);
        fputc('\n', out);
    }
    if (*loaded->title_zh) {
        fputs("title_zh: ", out);
        param_print_text(out, loaded->title_zh);
        fputc('\n', out);
    }
    for (int s = 0; s < N_SECTIONS; s++) {
        if (params_rows(&loaded->scenario, &SECTIONS[s]) == 0)
            continue;
        fprintf(out, "%s:\n", SECTIONS[s].name);
        print_rows(loaded, &SECTIONS[s], out);
    }
    if (loaded->n_events)
        fputs("events:\n", out);
    for (int e = 0; e < loaded->n_events; e++) {
        fputs("- ", out);
        print_event(loaded, &loaded->event[e], out);
        fputc('\n', out);
    }
}

void scenario_print_origin(const struct scenario_loaded *loaded, const struct param *param, int row, FILE *out)
{
    const struct trace_origin *origin = &loaded->trace->of[param - PARAMS][row];
    if (origin->place.file)
        trace_print_place(out, origin->place);
    else
        fputs("default", out);
    if (origin->source)
        fprintf(out, " (%s)", origin->source);
}

void scenario_print_origins(const struct scenario_loaded *loaded, FILE *out)
{
    for (int p = 0; p < N_PARAMS; p++) {
        const struct section *section = &SECTIONS[PARAMS[p].section];
        for (int row = 0; row < params_rows(&loaded->scenario, section); row++) {
            char path[PATH_SIZE];
            param_path(path, &PARAMS[p], params_row_name(&loaded->scenario, section, row));
            fprintf(out, "%s: ", path);
            param_print(out, &loaded->scenario, &PARAMS[p], param_value(&loaded->scenario, &PARAMS[p], row));
            fputs("  # ", out);
            scenario_print_origin(loaded, &PARAMS[p], row, out);
            fputc('\n', out);
        }
    }
}

/* A value, or an event where there is one, as text to be compared: rows have other numbers in other scenarios.
 * NULL when there is no memory. */
static char *spelled(const struct scenario_loaded *loaded, const struct param *param, int row,
                     const struct scenario_event *event)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    if (event)
        print_event(loaded, event, out);
    else
        param_print(out, &loaded->scenario, param, param_value(&loaded->scenario, param, row));
    fclose(out);
    return text;
}

static int diff_value(const struct scenario_loaded *a, const struct scenario_loaded *b, const struct param *param,
                      int row_a, int row_b, FILE *out)
{
    char path[PATH_SIZE];
    char *in_a = spelled(a, param, row_a, NULL), *in_b = spelled(b, param, row_b, NULL);
    bool differ = in_a && in_b && strcmp(in_a, in_b) != 0;
    if (differ) {
        param_path(path, param, params_row_name(&a->scenario, &SECTIONS[param->section], row_a));
        fprintf(out, "%s: %s -> %s  # ", path, in_a, in_b);
        scenario_print_origin(a, param, row_a, out);
        fputs(" -> ", out);
        scenario_print_origin(b, param, row_b, out);
        fputc('\n', out);
    }
    free(in_a);
    free(in_b);
    return differ;
}

/* Rows of one table that `a` has and `b` has not. */
static int diff_rows(const struct scenario *a, const struct scenario *b, const struct section *section, char sign,
                     FILE *out)
{
    int n = 0;
    for (int row = 0; section->max && row < params_rows(a, section); row++) {
        const char *name = params_row_name(a, section, row);
        if (params_row_named(b, section, name) == NONE) {
            fprintf(out, "%c %s.%s\n", sign, section->name, name);
            n++;
        }
    }
    return n;
}

/* Events that `only` has and `other` has not. */
static int diff_events(const struct scenario_loaded *only, const struct scenario_loaded *other, char sign, FILE *out)
{
    int n = 0;
    for (int e = 0; e < only->n_events; e++) {
        char *text = spelled(only, NULL, 0, &only->event[e]);
        bool found = false;
        for (int f = 0; f < other->n_events && !found; f++) {
            char *candidate = spelled(other, NULL, 0, &other->event[f]);
            found = text && candidate && strcmp(text, candidate) == 0;
            free(candidate);
        }
        if (!found && text)
            n += fprintf(out, "%c %s\n", sign, text) > 0;
        free(text);
    }
    return n;
}

int scenario_print_diff(const struct scenario_loaded *a, const struct scenario_loaded *b, FILE *out)
{
    int n = 0;
    for (int s = 0; s < N_SECTIONS; s++) {
        const struct section *section = &SECTIONS[s];
        n += diff_rows(&a->scenario, &b->scenario, section, '-', out);
        n += diff_rows(&b->scenario, &a->scenario, section, '+', out);
        for (int row = 0; row < params_rows(&a->scenario, section); row++) {
            const char *name = params_row_name(&a->scenario, section, row);
            int other = section->max ? params_row_named(&b->scenario, section, name) : 0;
            for (int p = section->first; other != NONE && p < (int)section->last; p++)
                n += diff_value(a, b, &PARAMS[p], row, other, out);
        }
    }
    return n + diff_events(a, b, '-', out) + diff_events(b, a, '+', out);
}
