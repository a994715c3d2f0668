#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "sim/base/progress.h"
#include "sim/record/result.h"
#include "sim/run.h"
#include "sim/study/cases.h"
#include "sim/study/work.h"
#include "sim/world/world.h"

enum { TRIALS = 3 };

int bench_load(struct cases *cases, const char *name, struct err *err)
{
    struct study study = { 0 };
    struct cases_wish wish = { .seed = CASES_DEFAULT_SEED, .days = NONE, .warmup = NONE, .replicates = NONE,
                               .command = "hotline bench" };
    int failed = study_read(&study, name, err) || cases_load(cases, &study, &wish, err);
    study_free(&study);
    return failed ? -1 : 0;
}

/* ---- a year of a large city ---- */

struct clock { int day; double first_s, warm_s; int warmup; };      /* CPU time after the first day, after the warm-up */

static void tick(void *self)
{
    struct clock *clock = self;
    clock->day++;
    if (clock->day == 1)
        clock->first_s = bench_cpu_s();
    if (clock->day == clock->warmup)
        clock->warm_s = bench_cpu_s();
}

static int write_result(const struct cases *cases, const struct outputs *outputs, struct err *err)
{
    char folder[] = "/tmp/hotline-bench.XXXXXX", path[64], digest[33];
    struct result *result = NULL;
    if (!mkdtemp(folder))
        return err_set(err, "%s cannot be made: %s", folder, strerror(errno));
    snprintf(path, sizeof path, "%s/year.h5", folder);
    int failed = result_create(&result, path, &cases->plan, &cases->extents, err) ||
                 result_put(result, 0, 0, outputs, 0, err) || result_finish(&result, digest, err);
    result_abandon(&result);
    unlink(path);
    rmdir(folder);
    return failed ? -1 : 0;
}

/* CPU time of building, the days after the warm-up, and writing; the warm-up is taken out. */
static int year(const struct cases *cases, double *year_s, double *contacts, struct err *err)
{
    const struct scenario_loaded *branch[] = { &cases->loaded[0] };
    struct outputs outputs = { 0 };
    struct clock clock = { .warmup = cases->base[0].scenario.calendar.warmup };
    struct run_watch watch = { .day = tick, .self = &clock };
    double began_s = bench_cpu_s();
    int failed = outputs_init(&outputs, &cases->extents, err) ||
                 run_branches(&cases->base[0], 1, branch, cases->seed, 0, &outputs, &watch, err) ||
                 write_result(cases, &outputs, err);
    double warmup_s = (clock.warm_s - clock.first_s) * clock.warmup / (clock.warmup - 1);
    *year_s = bench_cpu_s() - began_s - warmup_s;
    *contacts = failed ? 0 : cases->base[0].scenario.calendar.days * outputs_of(&outputs, OUT_contacts_per_day)[0];
    outputs_free(&outputs);
    return failed ? -1 : 0;
}

int bench_city(double value[], struct err *err)
{
    struct cases cases = { 0 };
    double least_s = INFINITY, contacts = 0;
    int failed = bench_load(&cases, "bench-year", err);
    for (int trial = 0; trial < TRIALS && !failed; trial++) {
        double s;
        failed = year(&cases, &s, &contacts, err);
        least_s = fmin(least_s, s);
    }
    cases_free(&cases);
    value[0] = least_s;
    value[1] = contacts / least_s;
    value[2] = bench_peak_mib();
    return failed ? -1 : 0;
}

/* ---- threads ---- */

static int forget(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[], struct err *err)
{
    (void)self, (void)unit, (void)outputs, (void)seconds, (void)err;
    return 0;
}

static int give_up(void *self, struct work_unit unit, const char *why, struct err *err)
{
    (void)self, (void)unit;
    return err_set(err, "%s", why);
}

static int sweep(const struct cases *cases, struct work_unit unit[], int threads, double *s, struct err *err)
{
    struct work_manner manner = { .threads = threads, .quiet = 1 };
    struct work_sink sink = { NULL, forget, give_up };
    struct work_tally tally = { 0 };
    double began_s = progress_clock_s();
    int failed = work_run(cases, cases->n_replicates, unit, &manner, &sink, &tally, err);
    *s = fmin(*s, progress_clock_s() - began_s);
    return failed;
}

/* Least wall times of one and of two threads, taken in turn. */
int bench_threads(double value[], struct err *err)
{
    struct cases cases = { 0 };
    double one_s = INFINITY, two_s = INFINITY;
    int failed = bench_load(&cases, "bench-threads", err);
    struct work_unit *unit = failed ? NULL : work_units(&cases, err);
    failed = failed || !unit;
    for (int trial = 0; trial < TRIALS && !failed; trial++)
        failed = sweep(&cases, unit, 1, &one_s, err) || sweep(&cases, unit, 2, &two_s, err);
    free(unit);
    cases_free(&cases);
    value[0] = one_s / two_s;
    return failed ? -1 : 0;
}

int bench_resident(double value[], struct err *err)
{
    (void)err;
    value[0] = sizeof *(struct world){ 0 }.resident;
    return 0;
}
