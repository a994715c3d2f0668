/* sweep.c - a study: design points x policies x replications, on all cores, able to stop at any moment and go on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "finish.h"
#include "options.h"
#include "sim/base/until.h"
#include "sim/record/csv.h"
#include "sim/record/result.h"
#include "sim/study/crash.h"
#include "sim/study/rounds.h"
#include "sim/study/stop.h"
#include "studies.h"
#include "verbs.h"

enum { COMMAND_SIZE = 65536 };

struct request {
    struct options options;
    const char *study, *csv;
    char out[PARTS_FOLDER_SIZE];
    struct parts_wish wish;
    time_t until;                       /* 0: as long as it takes */
    char command[COMMAND_SIZE];
    char goes_on[COMMAND_SIZE + 128];   /* the sentence that tells how to resume */
    int can_go_on;                      /* the sweep stopped, and its state is kept */
};

enum { KEY_RESUME = 2000, KEY_FAILED, KEY_SHARD, KEY_UNTIL };

static void parse_shard(struct parts_wish *wish, const char *text, struct argp_state *state)
{
    int end = 0;
    if (sscanf(text, "%d/%d%n", &wish->shard, &wish->n_shards, &end) != 2 || text[end] || wish->n_shards < 1 ||
        wish->n_shards > 100000 || wish->shard < 0 || wish->shard >= wish->n_shards)
        argp_error(state, "--shard needs I/N with I from 0 to N-1, not '%s'", text);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case KEY_RESUME: r->wish.resume = 1; break;
    case KEY_FAILED: r->wish.failed_again = 1; break;
    case KEY_SHARD: parse_shard(&r->wish, arg, state); break;
    case KEY_UNTIL:
        if (until_moment(arg, time(NULL), &r->until) != 0)
            argp_error(state, "--until needs a time of day as 02:00, or a duration as +90m (s, m, h or d), not '%s'", arg);
        break;
    case 'c': r->csv = arg; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->study = options_only(state, "STUDY", arg); break;
    case ARGP_KEY_END:
        if (r->wish.failed_again && !r->wish.resume)
            argp_error(state, "--failed goes with --resume");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* Is OUT already the finished result of these cases? */
static int is_finished(const char *out, const struct cases *cases, int *finished, struct err *err)
{
    char how[1024], digest[33];
    struct result *result = NULL;
    *finished = 0;
    if (parts_exist(out) || access(out, F_OK) != 0)
        return 0;
    if (result_open(&result, out, err) != 0)
        return -1;
    int differ = parts_differ(result_plan(result), &cases->plan, how, sizeof how);
    int ok = differ ? err_input(err, "%s is the finished result of another study: %s; there is nothing to resume", out,
                                how) : result_stored_digest(result, digest, err);
    result_close(&result);
    if (ok == 0)
        printf("%s  finished before, digest %s\n", out, digest);
    *finished = ok == 0;
    return ok;
}

static int units_run(const struct request *r, struct parts *parts, const struct cases *cases, struct work_tally *tally,
                     struct err *err)
{
    struct work_unit *unit = NULL;
    struct work_manner manner = options_manner(&r->options);
    struct work_sink sink = parts_sink(parts);
    manner.until = r->until;
    int n = 0, ok = parts_units_left(parts, &r->wish, &unit, &n, err);
    if (ok == 0 && r->wish.resume && !r->options.quiet)
        fprintf(stderr, "%s: %d of %d units of work are left\n", cases->name, n, cases->n_points * cases->n_replicates);
    if (ok == 0)
        ok = rounds_run(parts, n, unit, &manner, &sink, tally, err);
    free(unit);
    return ok;
}

static int shard_ends(const struct request *r, const struct parts *parts, const struct work_tally *tally, struct err *err)
{
    printf("%s  shard %d of %d is done; `hotline merge %s` when all are\n", parts->path, r->wish.shard, r->wish.n_shards, r->out);
    if (tally->failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld of %ld runs of this shard failed; the first: %s", tally->failed,
                        tally->done + tally->failed, tally->why.text);
    return 0;
}

static int all_ends(const struct request *r, struct parts *parts, const struct work_tally *tally, struct err *err)
{
    if (r->wish.n_shards > 1)
        return shard_ends(r, parts, tally, err);
    int ok = parts_reread(parts, err) == 0 ? finish_merge(r->out, 1, parts, r->options.json, err) : -1;
    if ((ok == 0 || err->code == EXIT_RUNS_FAILED || err->code == EXIT_PRECISION) && r->csv && csv_write(r->out, r->csv, err) != 0)
        return -1;
    return ok;
}

static int sweep_cases(struct request *r, const struct cases *cases, struct err *err)
{
    struct parts parts;
    struct work_tally tally = { 0 };
    int finished = 0;
    if (r->wish.resume && is_finished(r->out, cases, &finished, err) != 0)
        return -1;
    if (finished)
        return r->csv ? csv_write(r->out, r->csv, err) : 0;
    studies_warn_of_size(cases);
    int ok = parts_open(&parts, r->out, cases, &r->wish, err);
    if (ok == 0) {
        struct crash crash;
        crash_take(&crash, &parts.journal, r->goes_on);
        ok = units_run(r, &parts, cases, &tally, err);
        crash_leave(&crash);
        if (ok == 0)
            ok = all_ends(r, &parts, &tally, err);
        r->can_go_on = ok != 0 && (err->code == EXIT_INTERRUPTED || err->code == EXIT_ENVIRONMENT) &&
                       parts_exist(r->out);
    }
    parts_close(&parts);
    return ok;
}

static int sweep(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    int ok = study_read(&study, r->study, err);
    if (ok == 0 && r->options.out && strlen(r->options.out) >= sizeof r->out)
        ok = err_input(err, "the name of the result is too long");
    if (ok == 0) {
        snprintf(r->out, sizeof r->out, "%s%s", r->options.out ? r->options.out : study.name,
                 r->options.out ? "" : ".h5");
        ok = finish_can_write(r->out, r->csv, err);
    }
    if (ok == 0)
        ok = cases_load(&cases, &study, &wish, err);
    if (ok == 0)
        ok = sweep_cases(r, &cases, err);
    cases_free(&cases);
    study_free(&study);
    return ok;
}

int verb_sweep(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "resume", KEY_RESUME, 0, 0, "go on with what an interrupted sweep has left, or begin", 0 },
        { "failed", KEY_FAILED, 0, 0, "with --resume: run the failed units again, too", 0 },
        { "shard", KEY_SHARD, "I/N", 0, "every N-th unit of work, from the I-th (0 to N-1); then `hotline merge`", 0 },
        { "until", KEY_UNTIL, "TIME", 0, "stop in time for 02:00 by the local clock, or +90m from now (s, m, h, d): no unit of "
          "work begins that would take longer; the status is then 130, and the command that goes on is printed", 0 },
        { "csv", 'c', "FILE.csv", 0, "also write the outputs as a tidy table", 2 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "STUDY",
        "Run a study: every point of its design under every policy, with replications, on all cores. The result does "
        "not depend on threads, on order, or on how often it was interrupted.\v"
        "STUDY is a name on the scenario path or a file. The result is STUDY.h5 in the current folder unless -o says "
        "otherwise; until it is whole its parts are in a folder beside it, OUT.h5.parts.\n\n"
        "Example: hotline sweep three-rules --threads 2 -o three-rules.h5", OPTIONS_CHILDREN, NULL, NULL };
    static struct request request = { .options = OPTIONS_NONE, .wish = { .n_shards = 1 } };
    struct err err = { 0 };
    struct stop before;
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    snprintf(request.goes_on, sizeof request.goes_on, "What is finished is kept; go on with\n    %s%s\n", request.command,
             request.wish.resume ? "" : " --resume");
    stop_take(&before, request.goes_on);
    int ok = sweep(&request, &err);
    stop_leave(&before);
    if (ok == 0)
        return EXIT_OK;
    int code = verb_failed(&err);
    if (request.can_go_on)
        fputs(request.goes_on, stderr);
    if (code == EXIT_RUNS_FAILED)
        fprintf(stderr, "To run the failed ones again:\n    %s%s%s\n", request.command, request.wish.resume ? "" : " --resume",
                request.wish.failed_again ? "" : " --failed");
    return code;
}
