/* erlang.c - Erlang's formulas at the command line, and how many agents a service takes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/erlang.h"
#include "options.h"
#include "verbs.h"

static const char *const FORMULA[N_ERLANGS] = { "b", "c", "a" };
enum { NOT_GIVEN = -1, KEY_CALLS = 4000, KEY_INTERVAL };

struct question {
    int formula, agents;                    /* NOT_GIVEN */
    struct erlang_system system;            /* load and patience NaN while not given */
    double within_s;
    double calls, interval_min;             /* calls in so many minutes; NaN while not given */
    int n_goals;
    struct goal goal[GOALS_MOST];
};

static double number(struct argp_state *state, const char *what, const char *text, double low, double high)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || *end || !(x >= low && x <= high))
        argp_error(state, "--%s '%s' is not a number from %g to %g", what, text, low, high);
    return x;
}

static int whole(struct argp_state *state, const char *text)
{
    double x = number(state, "agents", text, 0, ERLANG_MOST_AGENTS);
    if (x != floor(x))
        argp_error(state, "--agents '%s' is not a whole number", text);
    return (int)x;
}

static void load_from_calls(struct question *q, struct argp_state *state)
{
    if (!isnan(q->calls) && !isnan(q->system.load))
        argp_error(state, "--calls and --load say the same: one of them");
    if (isnan(q->calls) && !isnan(q->interval_min))
        argp_error(state, "--interval is the minutes in which --calls come: give them, too");
    if (!isnan(q->calls))
        q->system.load = q->calls * q->system.service_s / (60 * (isnan(q->interval_min) ? 30 : q->interval_min));
}

static void check(const struct question *q, struct argp_state *state)
{
    if (q->formula < 0 || isnan(q->system.load) || (q->agents < 0) == (q->n_goals == 0))
        argp_error(state, "a formula (b, c or a), --load or --calls, and either --agents or --target are needed");
    if (q->formula != ERLANG_B && q->agents == 0)
        argp_error(state, "--agents must be at least 1 where callers wait");
    if (q->formula == ERLANG_A && isnan(q->system.patience_s))
        argp_error(state, "formula a needs --patience, the mean in seconds");
    if (q->formula == ERLANG_C && q->system.retries > 0)
        argp_error(state, "--retries needs calls that are lost; in formula c all wait");
}

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct question *q = state->input;
    switch (key) {
    case 'n': q->agents = whole(state, argument); return 0;
    case 'l': q->system.load = number(state, "load", argument, 0, 1e9); return 0;
    case 's': q->system.service_s = number(state, "service", argument, 1e-9, 1e9); return 0;
    case 'p': q->system.patience_s = number(state, "patience", argument, 1e-9, 1e9); return 0;
    case KEY_CALLS: q->calls = number(state, "calls", argument, 0, 1e9); return 0;
    case KEY_INTERVAL: q->interval_min = number(state, "interval", argument, 1e-3, 1e6); return 0;
    case 'r': q->system.retries = number(state, "retries", argument, 0, 1); return 0;
    case 'w': q->within_s = number(state, "within", argument, 0, 1e9); return 0;
    case 't': options_target(state, q->goal, &q->n_goals, argument); return 0;
    case ARGP_KEY_ARG:
        for (int f = 0; f < N_ERLANGS; f++)
            if (state->arg_num == 0 && strcmp(argument, FORMULA[f]) == 0)
                q->formula = f;
        if (state->arg_num > 0 || q->formula < 0)
            argp_error(state, "'%s' is not a formula: b (lost calls), c (waiting), a (waiting with patience)", argument);
        q->system.formula = (enum erlang_formula)q->formula;
        return 0;
    case ARGP_KEY_END:
        load_from_calls(q, state);
        check(q, state);
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static void print(const char *name, double value, const char *unit) { printf("%-20s %.9f %s\n", name, value, unit); }

static void print_waits(const struct question *q, const struct erlang_service *is)
{
    char within[32];
    snprintf(within, sizeof within, "within_%gs", q->within_s);
    print("p_wait", is->waits, "1");
    if (q->formula == ERLANG_A)
        print("p_abandon", is->lost, "1");
    print("mean_wait", is->wait_s, "s");
    if (q->formula == ERLANG_A)
        print("mean_wait_answered", is->wait_answered_s, "s");
    print("mean_waiting", is->waiting, "callers");
    print(within, erlang_within(&q->system, q->agents, q->within_s), "1");
}

/* EXIT_INPUT: what is asked for does not exist. */
static int print_service(const struct question *q, struct err *err)
{
    struct erlang_service is = erlang_service(&q->system, q->agents);
    if (isinf(is.load))
        return err_input(err, "unstable: %.9g erlang are offered to %d agents, so that %s grows without end", q->system.load,
                         q->agents, q->formula == ERLANG_C ? "the queue" : "the number of those who try again");
    if (!isnan(q->calls))
        print("load", q->system.load, "erlang");
    if (q->system.retries > 0)
        print("load_with_retries", is.load, "erlang");
    if (q->formula == ERLANG_B) {
        print("p_blocked", is.lost, "1");
        print("carried", is.load * (1 - is.lost), "erlang");
    } else {
        print_waits(q, &is);
    }
    if (q->agents > 0)
        print("occupancy", is.occupancy, "1");
    return 0;
}

static int answer(struct question *q, struct err *err)
{
    if (q->n_goals) {
        if (erlang_agents(&q->system, q->n_goals, q->goal, &q->agents, err))
            return -1;
        printf("%-20s %d agents\n", "agents", q->agents);
        if (q->system.load > 0)
            print("square_root_grade", erlang_grade(q->system.load, q->agents), "1");
    }
    return print_service(q, err);
}

int verb_erlang(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "agents", 'n', "N", 0, "operators", 0 },
        { "target", 't', "MEASURE>=X", 0, "instead of --agents: the fewest that meet it, or all of several, such as "
          "answered_20s>=.8, p_wait<=.2, p_abandon<=3%, wait<=10s (mean of the answered), occupancy<=.85, p_blocked<=.01", 0 },
        { "load", 'l', "ERLANG", 0, "calls per second x mean service time in seconds", 0 },
        { "calls", KEY_CALLS, "N", 0, "instead of --load: calls in --interval minutes", 0 },
        { "interval", KEY_INTERVAL, "MIN", 0, "of --calls (30)", 0 },
        { "service", 's', "S", 0, "mean service time, writing included, s (188.7: DATA service_time_s)", 0 },
        { "patience", 'p', "S", 0, "mean patience, s", 0 },
        { "retries", 'r', "SHARE", 0, "share of the lost calls that are tried again (0)", 0 },
        { "within", 'w', "S", 0, "tell the share answered within so many seconds (20)", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "b|c|a",
        "Erlang's formulas: b, calls that find all operators busy are lost; c, they wait; a, they wait until their "
        "patience ends. What so many operators give, or how many a service takes. One line a figure: NAME VALUE UNIT.\v"
        "Where the queue grows without end nothing is printed but a sentence on standard error, and the status is 2. A log or "
        "a table of counts is for `hotline staff --calls` or `--counts`.\n\n"
        "Example: hotline erlang a --calls 150 --patience 180 --target 'wait<=9s'", 0, 0, 0 };
    struct question question = { .formula = NOT_GIVEN, .agents = NOT_GIVEN, .within_s = 20, .calls = NAN, .interval_min = NAN,
                                 .system = { .load = NAN, .service_s = 188.7, .patience_s = NAN } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &question);
    return answer(&question, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
