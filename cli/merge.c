/* merge.c - shards of a study, from one folder or several, to one result. */
#include <stdio.h>
#include <stdlib.h>

#include "finish.h"
#include "options.h"
#include "sim/record/result.h"
#include "verbs.h"

enum { MOST_FOLDERS = 1024 };

struct request { int json, n; const char *out[MOST_FOLDERS]; };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    if (key == 'j')
        r->json = 1;
    else if (key == ARGP_KEY_ARG && r->n < MOST_FOLDERS)
        r->out[r->n++] = parts_result(arg);
    else if (key == ARGP_KEY_ARG)
        argp_error(state, "at most %d results at once", MOST_FOLDERS);
    else if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "which OUT?");
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static int merge(const struct request *r, struct parts parts[], struct err *err)
{
    int ok = result_may_replace(r->out[0], err), n = 0;
    for (; ok == 0 && n < r->n; n++)
        ok = parts_look(&parts[n], r->out[n], PARTS_ALONE, err);
    if (ok == 0)
        ok = finish_merge(r->out[0], r->n, parts, r->json, err);
    for (int f = 0; f < n; f++)
        parts_close(&parts[f]);
    return ok;
}

int verb_merge(int argc, char **argv)
{
    static const struct argp_option rows[] = { { "json", 'j', 0, 0, "print JSON", 0 }, { 0 } };
    static const struct argp argp = { rows, parse, "OUT.h5 [MORE.h5...]",
        "Put the parts that the shards of a study have left (OUT.h5.parts, and MORE.h5.parts from other machines) "
        "together into OUT.h5.\v"
        "The folders themselves may be named, too. Nothing is written while a unit of work is missing or a shard is still "
        "at work.\n\n"
        "Example: hotline merge three-rules.h5",
        NULL, NULL, NULL };
    static struct request request;
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    struct parts *parts = calloc((size_t)request.n, sizeof *parts);
    int ok = parts ? merge(&request, parts, &err) : err_set(&err, "no memory to merge %d folders", request.n);
    free(parts);
    return ok == 0 ? EXIT_OK : verb_failed(&err);
}
