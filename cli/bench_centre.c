#include <math.h>

#include "analysis/queues/traffic.h"
#include "bench.h"

enum { TRIALS = 5, OPERATORS = 100, DAYS = 40 };

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
    double began_s = bench_cpu_s();
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
    return failed ? NAN : bench_cpu_s() - began_s;
}

static double bare_s(long *calls)
{
    struct traffic traffic = overload();
    double began_s = bench_cpu_s();
    *calls = traffic_bare(&traffic, OPERATORS, DAYS).calls;
    return bench_cpu_s() - began_s;
}

int bench_centre(double value[], struct err *err)
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
