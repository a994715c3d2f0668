#include "work.h"

#include <omp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sim/base/progress.h"
#include "sim/run.h"

struct work_unit *work_units(const struct cases *cases, struct err *err)
{
    size_t n = (size_t)cases->n_points * (size_t)cases->n_replicates;
    struct work_unit *unit = calloc(n, sizeof *unit);
    for (size_t u = 0; unit && u < n; u++)
        unit[u] = work_unit(cases, u);
    if (!unit)
        err_set(err, "no memory for %zu units of work", n);
    return unit;
}

/* --- signals: the first one lets the units in flight finish, the second ends the program --- */

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int signal)
{
    (void)signal;
    static const char SENTENCE[] = "\nhotline: finishing the runs in flight; once more drops them\n";
    if (asked_to_stop)
        _exit(EXIT_INTERRUPTED);
    asked_to_stop = 1;
    ssize_t told = write(STDERR_FILENO, SENTENCE, sizeof SENTENCE - 1);
    (void)told;
}

struct signals { struct sigaction interrupt, terminate; };

static void signals_take(struct signals *before)
{
    struct sigaction ours = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    asked_to_stop = 0;
    sigaction(SIGINT, NULL, &before->interrupt);
    if (before->interrupt.sa_handler != SIG_IGN)        /* a background job keeps ignoring the keyboard */
        sigaction(SIGINT, &ours, NULL);
    sigaction(SIGTERM, &ours, &before->terminate);
}

static void signals_give_back(const struct signals *before)
{
    sigaction(SIGINT, &before->interrupt, NULL);
    sigaction(SIGTERM, &before->terminate, NULL);
}

/* --- one unit --- */

struct crew {                           /* what the threads share */
    const struct cases *cases;
    const struct work_sink *sink;
    struct progress progress;
    struct work_tally *tally;
    struct err *err;                    /* of the sink */
    int broken;                         /* the sink has failed */
    long left_out;                      /* units not begun */
};

struct days { struct progress *progress; int64_t done; };

static void day_is_done(void *self)
{
    struct days *days = self;
    days->done++;
    progress_steps(days->progress, 1);
}

static int64_t unit_days(const struct cases *cases, struct work_unit unit)
{
    return cases_integer(cases, unit.point, PARAM_calendar_warmup) +
           (int64_t)cases->n_policies * cases_integer(cases, unit.point, PARAM_calendar_days);
}

static int64_t all_days(const struct cases *cases, int n, const struct work_unit unit[])
{
    int64_t days = 0;
    for (int i = 0; i < n; i++)
        days += unit_days(cases, unit[i]);
    return days;
}

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct desk {                           /* what one unit needs */
    struct extents extents;
    struct outputs *outputs;            /* [n_policies] */
    struct cases_point city;
    double *seconds;
};

static void desk_free(struct desk *desk, int n)
{
    for (int p = 0; desk->outputs && p < n; p++)
        outputs_free(&desk->outputs[p]);
    extents_free(&desk->extents);
    free(desk->outputs);
    cases_point_free(&desk->city);
    free(desk->seconds);
}

static int desk_init(struct desk *desk, const struct cases *cases, int point, struct err *err)
{
    int n = cases->n_policies;
    *desk = (struct desk){ .outputs = calloc((size_t)n, sizeof *desk->outputs),
                           .seconds = calloc((size_t)n, sizeof *desk->seconds) };
    if (!desk->outputs || !desk->seconds)
        return err_set(err, "no memory for the outputs of %d policies", n);
    if (cases_point(&desk->city, cases, point, err) != 0 ||
        run_extents(&desk->city.base->scenario, &desk->extents, err) != 0)
        return -1;
    for (int p = 0; p < n; p++)
        if (outputs_init(&desk->outputs[p], &desk->extents, err) != 0)
            return -1;
    return 0;
}

static int unit_compute(struct crew *crew, struct work_unit unit, struct desk *desk, struct err *err)
{
    const struct cases *cases = crew->cases;
    struct days days = { &crew->progress, 0 };
    struct run_watch watch = { .day = day_is_done, .self = &days };
    double began = cpu_s();
    int failed = desk_init(desk, cases, unit.point, err) != 0 ||
                 run_branches(desk->city.base, cases->n_policies, desk->city.branch, cases->seed,
                              (uint32_t)unit.replicate, desk->outputs, &watch, err) != 0;
    for (int p = 0; desk->seconds && p < cases->n_policies; p++)
        desk->seconds[p] = (cpu_s() - began) / cases->n_policies;      /* the warm-up is shared in equal parts */
    progress_steps(&crew->progress, unit_days(cases, unit) - days.done);
    return failed ? -1 : 0;
}

static void count(struct crew *crew, const struct err *why)             /* why: NULL = done */
{
    int n = crew->cases->n_policies;
    progress_runs(&crew->progress, why ? 0 : n, why ? n : 0);
#pragma omp critical(crew)
    {
        crew->tally->done += why ? 0 : n;
        crew->tally->failed += why ? n : 0;
        if (why && crew->tally->why.code == EXIT_OK)
            crew->tally->why = *why;
    }
}

static void unit_run(struct crew *crew, struct work_unit unit)
{
    struct desk desk;
    struct err why = { 0 }, err = { 0 };
    int failed = unit_compute(crew, unit, &desk, &why);
    if ((failed ? crew->sink->failed(crew->sink->self, unit, why.text, &err)
                : crew->sink->done(crew->sink->self, unit, desk.outputs, desk.seconds, &err)) == 0) {
        count(crew, failed ? &why : NULL);
    } else {
#pragma omp critical(crew)
        {
            err_code(crew->err, err.code, "%s", err.text);
            crew->broken = 1;
        }
    }
    desk_free(&desk, crew->cases->n_policies);
}

static int crew_goes_on(struct crew *crew)
{
    int broken;
#pragma omp critical(crew)
    broken = crew->broken;
    if (!broken && !asked_to_stop)
        return 1;
#pragma omp critical(crew)
    crew->left_out++;
    return 0;
}

int work_run(const struct cases *cases, int n, const struct work_unit unit[], const struct work_manner *manner,
             const struct work_sink *sink, struct work_tally *tally, struct err *err)
{
    struct crew crew = { .cases = cases, .sink = sink, .tally = tally, .err = err };
    int threads = manner->threads > 0 ? manner->threads : omp_get_num_procs();
    struct signals before;
    progress_begin(&crew.progress, cases->name, (long)n * cases->n_policies, all_days(cases, n, unit), manner->quiet);
    signals_take(&before);
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (int i = 0; i < n; i++)
        if (crew_goes_on(&crew))
            unit_run(&crew, unit[manner->backwards ? n - 1 - i : i]);
    signals_give_back(&before);
    progress_end(&crew.progress);
    if (crew.broken)
        return -1;
    if (crew.left_out > 0)
        return err_code(err, EXIT_INTERRUPTED, "interrupted; %ld of %ld runs are done", tally->done,
                        (long)n * cases->n_policies);
    return 0;
}
