/* erlang.c - Erlang's formulas at the command line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/queueing.h"
#include "options.h"
#include "verbs.h"

enum formula { ERLANG_B, ERLANG_C, ERLANG_A, N_FORMULAS };
static const char *const FORMULA[N_FORMULAS] = { "b", "c", "a" };
enum { MOST_AGENTS = 10000000 };

struct question {
    int formula, agents;
    double load, service_s, patience_s;     /* NaN while not given */
};

static double positive(struct argp_state *state, const char *what, const char *text, double low, double high)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || *end || !(x >= low && x <= high))
        argp_error(state, "--%s '%s' is not a number from %g to %g", what, text, low, high);
    return x;
}

static int whole(struct argp_state *state, const char *text)
{
    double x = positive(state, "agents", text, 0, MOST_AGENTS);
    if (x != floor(x))
        argp_error(state, "--agents '%s' is not a whole number", text);
    return (int)x;
}

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct question *o = state->input;
    switch (key) {
    case 'n': o->agents = whole(state, argument); return 0;
    case 'l': o->load = positive(state, "load", argument, 0, 1e9); return 0;
    case 's': o->service_s = positive(state, "service", argument, 1e-9, 1e9); return 0;
    case 'p': o->patience_s = positive(state, "patience", argument, 1e-9, 1e9); return 0;
    case ARGP_KEY_ARG:
        for (int f = 0; f < N_FORMULAS; f++)
            if (state->arg_num == 0 && strcmp(argument, FORMULA[f]) == 0)
                o->formula = f;
        if (state->arg_num > 0 || o->formula < 0)
            argp_error(state, "'%s' is not a formula: b (lost calls), c (waiting), a (waiting with patience)", argument);
        return 0;
    case ARGP_KEY_END:
        if (o->formula < 0 || o->agents < 0 || isnan(o->load))
            argp_error(state, "a formula (b, c or a), --agents and --load are needed");
        if (o->formula != ERLANG_B && o->agents == 0)
            argp_error(state, "--agents must be at least 1 where callers wait");
        if (o->formula == ERLANG_A && isnan(o->patience_s))
            argp_error(state, "formula a needs --patience, the mean in seconds");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static void print(const char *name, double value, const char *unit) { printf("%-14s %.9f %s\n", name, value, unit); }

static void print_waiting(const struct question *o)
{
    double waits = queueing_erlang_c(o->load, o->agents);
    if (o->load >= o->agents) {
        printf("unstable: %.9g erlang are offered to %d agents, so that the queue grows without end\n", o->load, o->agents);
        return;
    }
    double wait = queueing_erlang_c_wait(o->load, o->agents, o->service_s);
    print("p_wait", waits, "1");
    print("mean_wait", wait, "s");
    print("mean_waiting", wait * o->load / o->service_s, "callers");
    print("within_20s", 1 - waits * exp(-20 * (o->agents - o->load) / o->service_s), "1");
    print("occupancy", o->load / o->agents, "1");
}

static void print_impatience(const struct question *o)
{
    struct queueing_erlang_a a = queueing_erlang_a(o->load, o->agents, o->service_s, o->patience_s);
    print("p_wait", a.p_wait, "1");
    print("p_abandon", a.p_abandon, "1");
    print("mean_wait", a.mean_wait, "s");
    print("mean_waiting", a.mean_waiting, "callers");
    print("occupancy", a.occupancy, "1");
}

static void print_loss(const struct question *o)
{
    double blocked = queueing_erlang_b(o->load, o->agents);
    print("p_blocked", blocked, "1");
    print("carried", o->load * (1 - blocked), "erlang");
    if (o->agents > 0)
        print("occupancy", o->load * (1 - blocked) / o->agents, "1");
}

int verb_erlang(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "agents", 'n', "N", 0, "operators", 0 },
        { "load", 'l', "ERLANG", 0, "calls per second x mean service time in seconds", 0 },
        { "service", 's', "S", 0, "mean service time, s (188.7: DATA service_time_s)", 0 },
        { "patience", 'p', "S", 0, "mean patience, s", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "b|c|a",
        "Erlang's formulas: b, calls that find all operators busy are lost; c, they wait; a, they wait until their "
        "patience ends. One line a figure: NAME VALUE UNIT.\v"
        "Example: hotline erlang a --agents 100 --load 110 --service 180 --patience 180", 0, 0, 0 };
    static void (*const print_formula[N_FORMULAS])(const struct question *) = { print_loss, print_waiting, print_impatience };
    struct question question = { -1, -1, NAN, 188.7, NAN };
    options_parse(&argp, argc, argv, &question);
    print_formula[question.formula](&question);
    return EXIT_OK;
}
