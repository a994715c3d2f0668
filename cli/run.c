/* run.c - replications of one scenario: a city under one or several policies together; or a recorded call log
 * through its call centre.
 */
#include <stdlib.h>

#include "finish.h"
#include "options.h"
#include "run_log.h"
#include "sim/record/csv.h"
#include "summary.h"
#include "verbs.h"

struct request {
    struct options options;
    struct options_city city;
    const char *csv, *calls, *figure;
    char command[1024];
};

enum { KEY_CALLS = 2000, KEY_FIGURE };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case 'c': r->csv = arg; break;
    case KEY_CALLS: r->calls = arg; break;
    case KEY_FIGURE: r->figure = arg; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: options_city(state, &r->city, arg); break;
    case ARGP_KEY_END:
        if (r->calls && r->csv)
            argp_error(state, "the table of a log run goes to -o FILE.csv");
        if (r->figure && !r->calls)
            argp_error(state, "--figure goes with --calls; figures of a result: `hotline plot`");
        if (r->csv && !r->options.out)
            argp_error(state, "--csv is written from a result file: give -o FILE.h5, too");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int runs_end(const struct request *r, struct slots *slots, const struct work_tally *tally, struct err *err)
{
    char digest[33];
    if (tally->done == 0)
        return err_code(err, tally->why.code, "%s", tally->why.text);
    if (slots_finish(slots, digest, err) != 0)
        return -1;
    if (summary_print(&(struct summary){ slots, tally, digest, r->options.out }, &r->options, err) != 0)
        return -1;
    if (r->csv && csv_write(r->options.out, r->csv, err) != 0)
        return -1;
    if (tally->failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld of %d runs failed; the first: %s", tally->failed,
                        slots->cases->n_replicates, tally->why.text);
    return 0;
}

static int runs_make(const struct request *r, const struct cases *cases, struct err *err)
{
    struct slots slots;
    struct work_tally tally = { 0 };
    struct work_manner manner = options_manner(&r->options);
    struct work_unit *unit = work_units(cases, err);
    int ok = unit ? slots_init(&slots, cases, r->options.out, err) : -1;
    struct work_sink sink = slots_sink(&slots);
    if (ok == 0)
        ok = work_run(cases, cases->n_replicates, unit, &manner, &sink, &tally, err);
    if (ok == 0)
        ok = runs_end(r, &slots, &tally, err);
    if (unit)
        slots_free(&slots);
    free(unit);
    return ok;
}

static int log_run(const struct request *r, const struct cases *cases, struct err *err)
{
    const struct scenario *city = &cases->loaded[0].scenario;
    struct run_log wish = { r->calls, r->options.out, r->figure, r->options.quiet,
                            { city->centre.patience_mu, city->centre.patience_sigma, cases->seed, cases->n_replicates } };
    return run_log(&wish, err);
}

static int run(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    int ok = r->options.out && !r->calls ? finish_can_write(r->options.out, r->csv, err) : 0;
    if (ok == 0)
        ok = study_of_city(&study, r->city.name, r->city.n_policies, r->city.policy, err);
    if (ok == 0)
        ok = cases_load(&cases, &study, &wish, err);
    if (ok == 0)
        ok = r->calls ? log_run(r, &cases, err) : runs_make(r, &cases, err);
    cases_free(&cases);
    study_free(&study);
    return ok;
}

int verb_run(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "csv", 'c', "FILE.csv", 0, "also write the outputs as a tidy table (needs -o)", 2 },
        { "calls", KEY_CALLS, "LOG.csv", 0, "put a recorded call log through the call centre instead, with the city's "
          "patience, and compare by hour of day: a table, -o FILE.csv (default LOG-log-run.csv) and a figure", 0 },
        { "figure", KEY_FIGURE, "FILE", 0, "of --calls: a .png, .svg or .pdf file (default: beside the CSV)", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CITY [POLICY...]",
        "Simulate a city under policies that hold together, and print every indicator with its mean and 95 % interval "
        "over the replications.\v"
        "CITY and POLICY are names on the scenario path (`hotline cities`, `hotline policies`) or files. Without -o "
        "nothing is written. A run keeps no state: what may have to be resumed is a study (`hotline sweep`).\n\n"
        "Example: hotline run tiny ranked-20-40-40 --reps 4 --threads 2 -o out.h5", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return run(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
