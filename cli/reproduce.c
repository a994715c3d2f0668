/* reproduce.c - a study made again from its result alone; are they the same bits? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <limits.h>

#include "json.h"
#include "options.h"
#include "sim/base/text.h"
#include "sim/record/provenance.h"
#include "sim/record/result.h"
#include "sim/study/reproduce.h"
#include "verbs.h"

struct request {
    const char *file;
    struct reproduce_wish wish;
    int json;
};

enum { KEY_RUNS = 2000, KEY_THREADS, KEY_QUIET };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    char given[PATH_MAX], out[PATH_MAX];
    switch (key) {
    case KEY_RUNS: r->wish.n_runs = (int)options_integer(state, "--runs", arg, 1, 1000000); break;
    case KEY_THREADS: r->wish.manner.threads = (int)options_integer(state, "--threads", arg, 1, 4096); break;
    case KEY_QUIET: r->wish.manner.quiet = 1; break;
    case 'o': r->wish.out = arg; break;
    case 'j': r->json = 1; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->file = options_only(state, "RESULT", arg); break;
    case ARGP_KEY_END:
        if (r->wish.out && r->wish.n_runs)
            argp_error(state, "-o keeps the second result, which --runs does not make: leave out one of them");
        if (r->wish.out && realpath(r->file, given) && realpath(r->wish.out, out) && strcmp(given, out) == 0)
            argp_error(state, "-o would replace %s, the result that is to be reproduced", r->file);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* Where in an output its number `at` stands: ", time 12, unit street-3"; nothing for one number a run. */
static void print_place(FILE *out, const struct result *result, enum output o, size_t at)
{
    const struct shape_row *shape = &SHAPES[OUTPUTS[o].shape];
    const struct extents *extents = result_extents(result);
    size_t n_second = (size_t)extents->dim[shape->dim[1]].n, index[2] = { at / n_second, at % n_second };
    for (int i = 0; i < 2; i++) {
        enum dimension d = shape->dim[i];
        if (d == DIM_none)
            continue;
        if (extents->dim[d].label)
            fprintf(out, ", %s %s", DIMENSIONS[d].name, extents->dim[d].label[index[i]]);
        else
            fprintf(out, ", %s %g", DIMENSIONS[d].name, extents->dim[d].value ? extents->dim[d].value[index[i]] : (double)index[i]);
    }
}

static void print_cell(FILE *out, const struct result *result, const struct reproduce_cell *cell)
{
    char then[TEXT_NUMBER_SIZE], now[TEXT_NUMBER_SIZE];
    fprintf(out, "scenario %s, replicate %d", result_plan(result)->scenario_name[cell->scenario], cell->replicate);
    if (cell->output == NONE_SUCH) {
        fprintf(out, ": the run %s then, and %s now", cell->then == RUN_DONE ? "was done" : "failed",
                cell->now == RUN_DONE ? "is done" : "fails");
        return;
    }
    enum output o = (enum output)cell->output;
    fprintf(out, ", output %s", OUTPUTS[o].name);
    if (!cell->other_length)
        print_place(out, result, o, cell->at);
    fprintf(out, ": %s%s in the file, %s now", text_number(then, cell->then), cell->other_length ? " numbers" : "",
            text_number(now, cell->now));
}

static const char *verdict(const struct reproduction *found)
{
    return reproduce_same(found) ? "the same" : "not the same";
}

static void print_text(const char *path, const struct result *result, const struct reproduction *found)
{
    printf("%s: %s\nruns       %ld of %ld made again\n", path, result_plan(result)->title, found->runs,
           found->all_runs);
    if (found->different == 0)
        printf("cells      %ld, all the same\n", found->cells);
    else
        printf("cells      %ld, of which %ld differ\n", found->cells, found->different);
    if (found->is_whole && found->gone + found->changed + found->added > 0)
        printf("datasets   %d: changed %d, gone %d; new in this version %d\n", found->datasets, found->changed,
               found->gone,
               found->added);
    if (!found->is_whole)
        printf("digest     %s (of the whole file; to compare it, leave out --runs)\n", found->then);
    else if (strcmp(found->then, found->now) == 0)
        printf("digest     %s, the same\n", found->then);
    else
        printf("digest     %s then, %s now\n", found->then, found->now);
}

static void print_json(const char *path, const struct result *result, const struct reproduction *found)
{
    printf("{\"file\": ");
    json_text(stdout, path);
    printf(", \"verdict\": \"%s\", \"runs\": %ld, \"all_runs\": %ld, \"cells\": %ld, \"different\": %ld, "
           "\"digest\": \"%s\"",
           verdict(found), found->runs, found->all_runs, found->cells, found->different, found->then);
    if (found->is_whole)
        printf(", \"digest_now\": \"%s\", \"datasets\": %d, \"changed\": %d, \"gone\": %d, \"added\": %d", found->now,
               found->datasets, found->changed, found->gone, found->added);
    if (found->different) {
        printf(", \"first\": {\"scenario\": ");
        json_text(stdout, result_plan(result)->scenario_name[found->first.scenario]);
        printf(", \"replicate\": %d, \"output\": ", found->first.replicate);
        json_text(stdout, found->first.output == NONE_SUCH ? "status" : OUTPUTS[found->first.output].name);
        putchar('}');
    }
    puts("}");
}

/* The sentence of a result that does not come again: what differs first, and whether the program is another. */
static int not_the_same(const char *path, const struct result *result, const struct reproduction *found,
                        struct err *err)
{
    char version[64], commit[64], *first = NULL;
    size_t size;
    FILE *out = open_memstream(&first, &size);
    if (!out)
        return err_set(err, "no memory to tell what differs");
    if (found->different)
        print_cell(out, result, &found->first);
    else
        fprintf(out, "of its %d datasets %d are others and %d are gone", found->datasets, found->changed, found->gone);
    fclose(out);
    result_provenance(result, "version", version, sizeof version);
    result_provenance(result, "commit", commit, sizeof commit);
    int same_program = strcmp(commit, provenance_of("commit")) == 0;
    err_code(err, EXIT_DIGEST, "%s is not reproduced: %s%s; it was made by Hotline %s, commit %s, and this is "
                               "%s, commit %s", path,
             found->different ? "the first difference is in " : "", first, version, commit,
             same_program ? "the same" : provenance_of("version"), provenance_of("commit"));
    free(first);
    return -1;
}

static int reproduce_and_tell(const struct request *r, struct err *err)
{
    struct reproduction found;
    struct result *result = NULL;
    if (reproduce(&found, r->file, &r->wish, err) != 0 || result_open(&result, r->file, err) != 0)
        return -1;
    (r->json ? print_json : print_text)(r->file, result, &found);
    int ok = reproduce_same(&found) ? 0 : not_the_same(r->file, result, &found, err);
    result_close(&result);
    return ok;
}

int verb_reproduce(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "runs", KEY_RUNS, "N", 0, "make only N runs again, spread evenly over all", 1 },
        { "threads", KEY_THREADS, "N", 0, "threads (default: all cores)", 1 },
        { "output", 'o', "FILE.h5", 0, "keep the second result", 2 },
        { "quiet", KEY_QUIET, 0, 0, "no progress line", 2 },
        { "json", 'j', 0, 0, "print JSON", 2 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Make a study again from its result alone, and compare: every run, output by output and bit by bit, then the "
        "digest of the whole.\v"
        "Nothing but the file is needed: it keeps the text of every scenario, the seed, and how many "
        "replications there "
        "are. A sample (--runs) runs each scenario alone after a warm-up of its own, which must not matter. The exit "
        "code is 4 when anything differs; the sentence names the first scenario, replicate and output that does.\n\n"
        "Example: hotline reproduce results/demo.h5 --runs 3", NULL, NULL, NULL };
    struct request request = { 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return reproduce_and_tell(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
