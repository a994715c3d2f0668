/* bench.c - speed and memory, one line a figure: NAME VALUE UNIT. A new figure is a row of FIGURES.
 *
 * Times are user and system time of this process, the least of several trials, since other programs only add.
 */
#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#include "analysis/traffic.h"
#include "verbs.h"

enum { TRIALS = 5, OPERATORS = 100, DAYS = 40 };

static double cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* M/M/100+M with load 110 and patience as long as service, drawing included: P(abandon) = .099192. */
static struct traffic overload(void)
{
    return (struct traffic){ draw_key(1, 0), { 110, 0 }, 400, 1, 400 };
}

static double centre_s(long *calls, struct err *err)
{
    struct traffic traffic = overload();
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1 };
    struct centre c;
    double began_s = cpu_s();
    int failed = centre_init(&c, &rules, OPERATORS, err);
    *calls = 0;
    for (int day = 0; day < DAYS && !failed; day++) {
        centre_open(&c);
        for (int o = 0; o < OPERATORS && day == 0; o++)
            centre_duty(&c, o, 0, INFINITY);
        failed = traffic_day(&traffic, (uint32_t)day, &c, err) || centre_run(&c, err);
        *calls += c.count.offered;
    }
    centre_free(&c);
    return failed ? NAN : cpu_s() - began_s;
}

static double bare_s(long *calls)
{
    struct traffic traffic = overload();
    double began_s = cpu_s();
    *calls = traffic_bare(&traffic, OPERATORS, DAYS).calls;
    return cpu_s() - began_s;
}

static int centre_speed(double value[], struct err *err)
{
    double centre = 0, bare = 0;            /* calls a second */
    for (int trial = 0; trial < TRIALS; trial++) {
        long calls;
        double s = centre_s(&calls, err);
        if (isnan(s))
            return -1;
        centre = fmax(centre, (double)calls / s);
        s = bare_s(&calls);
        bare = fmax(bare, (double)calls / s);
    }
    value[0] = centre;
    value[1] = bare;
    value[2] = bare / centre;
    return 0;
}

enum { MOST_VALUES = 4 };

static const struct figures {
    struct { const char *name, *unit; } value[MOST_VALUES];
    int (*measure)(double value[], struct err *err);
} FIGURES[] = {
    { { { "centre_calls_per_s", "1/s" }, { "bare_calls_per_s", "1/s" }, { "centre_over_bare", "1" } }, centre_speed },
};

int verb_bench(int argc, char **argv)
{
    static const struct argp argp = { 0, 0, "",
        "Measures the program on this machine: one line a figure, NAME VALUE UNIT.\v"
        "Example: hotline bench", 0, 0, 0 };
    if (argp_parse(&argp, argc, argv, 0, 0, 0))
        return EXIT_INPUT;
    for (size_t f = 0; f < sizeof FIGURES / sizeof *FIGURES; f++) {
        double value[MOST_VALUES];
        struct err err = { 0 };
        if (FIGURES[f].measure(value, &err))
            return verb_failed(&err);
        for (int v = 0; v < MOST_VALUES && FIGURES[f].value[v].name; v++)
            printf("%s %.6g %s\n", FIGURES[f].value[v].name, value[v], FIGURES[f].value[v].unit);
        fflush(stdout);
    }
    return EXIT_OK;
}
