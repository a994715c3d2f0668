/* bench.c - speed and memory, one line a figure: NAME VALUE UNIT. A new figure is a row of FIGURES.
 *
 * Each is the best of several trials, since other programs on the machine only take away.
 */
#include "bench.h"

#include <stdio.h>
#include <sys/resource.h>

#include "options.h"
#include "verbs.h"

static const struct figures {
    struct { const char *name, *unit; } value[BENCH_MOST_VALUES];
    int (*measure)(double value[], struct err *err);
} FIGURES[] = {
    { { { "centre_calls_per_s", "1/s" }, { "bare_calls_per_s", "1/s" }, { "centre_over_bare", "1" } }, bench_centre },
    { { { "city_h_year_s", "s" }, { "city_h_contacts_per_s", "1/s" }, { "city_h_peak_mib", "MiB" } }, bench_city },
    { { { "two_threads_speedup", "1" } }, bench_threads },
    { { { "study_overhead_share", "1" } }, bench_study },
    { { { "idle_resident_bytes", "B" } }, bench_resident },
};

static double seconds(struct timeval t) { return (double)t.tv_sec + 1e-6 * (double)t.tv_usec; }

double bench_cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return seconds(u.ru_utime) + seconds(u.ru_stime);
}

double bench_peak_mib(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

int verb_bench(int argc, char **argv)
{
    static const struct argp argp = { 0, 0, "",
        "Measures the program on this machine: one line a figure, NAME VALUE UNIT. The city is city-h under "
        "ranked-20-40-40; its year is the processor time of building it, 365 days after the warm-up, and writing.\v"
        "Example: hotline bench", 0, 0, 0 };
    options_parse(&argp, argc, argv, NULL);
    for (size_t f = 0; f < sizeof FIGURES / sizeof *FIGURES; f++) {
        double value[BENCH_MOST_VALUES];
        struct err err = { 0 };
        if (FIGURES[f].measure(value, &err))
            return verb_failed(&err);
        for (int v = 0; v < BENCH_MOST_VALUES && FIGURES[f].value[v].name; v++)
            printf("%s %.6g %s\n", FIGURES[f].value[v].name, value[v], FIGURES[f].value[v].unit);
        fflush(stdout);
    }
    return EXIT_OK;
}
