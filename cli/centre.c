/* centre.c - a call centre without a city, and what is published of it. */
#include <math.h>
#include <stdio.h>

#include "analysis/trust/callcentre.h"
#include "options.h"
#include "verbs.h"

enum { MOST_DAYS = 10000000 };
static const double HALF_WIDTH = 1.959964;      /* of a 95 % interval, standard errors: there are many days */

struct request { const char *name; int days; uint32_t seed; };

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'd': request->days = (int)options_integer(state, "--days", argument, 2, MOST_DAYS); return 0;
    case 's': request->seed = (uint32_t)options_integer(state, "--seed", argument, 0, INT32_MAX); return 0;
    case ARGP_KEY_ARG: request->name = options_only(state, "CENTRE", argument); return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, "which CENTRE? scenarios/centres has callcenter-example");
    }
    return ARGP_ERR_UNKNOWN;
}

static void show(const struct callcentre *c, const struct oracle_ratio ratio[], int days)
{
    printf("%s; %d days\n%-28s %12s %10s %12s %6s\n", c->title, days, "", "mean", "± 95 %", "published", "z");
    for (int m = 0; m < N_CALLCENTRE_MEASURES; m++) {
        double mean = oracle_ratio_value(&ratio[m]), error = oracle_ratio_error(&ratio[m]);
        printf("%-28s %12.6g %10.4g", CALLCENTRE_MEASURES[m].what, mean, HALF_WIDTH * error);
        if (!isnan(c->published[m].value))
            printf(" %12.6g %6.2f", c->published[m].value,
                   (mean - c->published[m].value) / hypot(error, c->published[m].error));
        putchar('\n');
    }
}

int verb_centre(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "days", 'd', "N", 0, "so many days (1000)", 0 },
        { "seed", 's', "N", 0, "seed (12345)", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "CENTRE",
        "Simulate a call centre without a city, day after day: Poisson calls by period, a busy factor a day, operators by period, "
        "impatient callers. Means of days with 95 % intervals, beside what is published of it and z, the difference in standard "
        "errors of both.\v"
        "CENTRE is a file, or a name of scenarios/centres on the scenario path.\n\n"
        "Example: hotline centre callcenter-example --days 10000", 0, 0, 0 };
    struct request request = { .days = 1000, .seed = 12345 };
    struct callcentre centre;
    struct oracle_ratio ratio[N_CALLCENTRE_MEASURES] = { 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    if (callcentre_read(&centre, request.name, &err) ||
        callcentre_run(&centre, request.days, draw_key(request.seed, 0), ratio, &err))
        return verb_failed(&err);
    show(&centre, ratio, request.days);
    return EXIT_OK;
}
