#include "work.h"

#include <omp.h>
#include <stdlib.h>
#include <time.h>

#include "sim/base/progress.h"
#include "sim/run.h"
#include "sim/study/crash.h"
#include "sim/study/stop.h"

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

/* --- their order --- */

int64_t work_load(const struct cases *cases, struct work_unit unit)
{
    int64_t days = cases_integer(cases, unit.point, PARAM_calendar_warmup) +
                   (int64_t)cases->n_policies * cases_integer(cases, unit.point, PARAM_calendar_days);
    return days * cases_integer(cases, unit.point, PARAM_city_residents);
}

struct turn { int64_t load; struct work_unit unit; };

static int in_order(const void *one, const void *other)
{
    const struct turn *a = one, *b = other;
    if (a->unit.replicate != b->unit.replicate)
        return a->unit.replicate < b->unit.replicate ? -1 : 1;
    if (a->load != b->load)
        return a->load > b->load ? -1 : 1;
    return (a->unit.point > b->unit.point) - (a->unit.point < b->unit.point);
}

void work_sort(const struct cases *cases, int n, struct work_unit unit[])
{
    struct turn *turn = malloc((size_t)n * sizeof *turn);
    for (int i = 0; turn && i < n; i++)         /* without memory any order will do */
        turn[i] = (struct turn){ work_load(cases, unit[i]), unit[i] };
    if (turn)
        qsort(turn, (size_t)n, sizeof *turn, in_order);
    for (int i = 0; turn && i < n; i++)
        unit[i] = turn[i].unit;
    free(turn);
}

/* --- one unit --- */

struct crew {                           /* what the threads share */
    const struct cases *cases;
    const struct work_manner *manner;
    const struct work_sink *sink;
    struct progress progress;
    struct work_tally *tally;
    struct err *err;                    /* of the sink */
    int broken;                         /* the sink has failed */
    long left_out;                      /* units not begun */
    double unit_s, load;                /* wall time and load (work_load) of the finished units */
};

struct days { struct progress *progress; int64_t residents, done; };

static void day_is_done(void *self)
{
    struct days *days = self;
    days->done += days->residents;
    progress_steps(days->progress, days->residents);
}

static int64_t all_loads(const struct cases *cases, int n, const struct work_unit unit[])
{
    int64_t load = 0;
    for (int i = 0; i < n; i++)
        load += work_load(cases, unit[i]);
    return load;
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
    struct days days = { &crew->progress, cases_integer(cases, unit.point, PARAM_city_residents), 0 };
    struct run_watch watch = { .day = day_is_done, .self = &days };
    double began = cpu_s();
    int failed = desk_init(desk, cases, unit.point, err) != 0 ||
                 run_branches(desk->city.base, cases->n_policies, desk->city.branch, cases->seed,
                              (uint32_t)unit.replicate, desk->outputs, &watch, err) != 0;
    for (int p = 0; desk->seconds && p < cases->n_policies; p++)
        desk->seconds[p] = (cpu_s() - began) / cases->n_policies;      /* the warm-up is shared in equal parts */
    progress_steps(&crew->progress, work_load(cases, unit) - days.done);
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

static void hand_in(struct crew *crew, struct work_unit unit)
{
    struct desk desk;
    struct err why = { 0 }, err = { 0 };
    crash_unit(unit.point, unit.replicate, crew->cases->plan.scenario_name[unit.point * crew->cases->n_policies]);
    int failed = unit_compute(crew, unit, &desk, &why);
    crash_unit(0, 0, NULL);
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

static void unit_run(struct crew *crew, struct work_unit unit)
{
    double began_s = progress_clock_s();
    hand_in(crew, unit);
#pragma omp critical(crew)
    {
        crew->unit_s += progress_clock_s() - began_s;
        crew->load += (double)work_load(crew->cases, unit);
    }
}

static int crew_goes_on(struct crew *crew, struct work_unit unit)
{
    int goes_on;
#pragma omp critical(crew)
    {
        double takes_s = crew->load > 0 ? crew->unit_s / crew->load * (double)work_load(crew->cases, unit) : 0;
        goes_on = !crew->broken && !stop_asked() && !stop_comes_before(crew->manner->until, takes_s);
        crew->left_out += !goes_on;
    }
    return goes_on;
}

static int verdict(const struct crew *crew, long runs, struct err *err)
{
    if (crew->broken)
        return -1;
    if (crew->left_out > 0)
        return err_code(err, EXIT_INTERRUPTED, "%s; %ld of %ld runs are done", stop_asked() ? "interrupted" : "stopped, since the "
                        "time that --until gave is over", crew->tally->done, runs);
    return 0;
}

int work_run(const struct cases *cases, int n, struct work_unit unit[], const struct work_manner *manner,
             const struct work_sink *sink, struct work_tally *tally, struct err *err)
{
    struct crew crew = { .cases = cases, .manner = manner, .sink = sink, .tally = tally, .err = err };
    int threads = manner->threads > 0 ? manner->threads : omp_get_num_procs();
    struct stop before;
    work_sort(cases, n, unit);
    progress_begin(&crew.progress, cases->name, (long)n * cases->n_policies, all_loads(cases, n, unit), manner->quiet);
    crew.progress.note = manner->note ? manner->note : "";
    stop_take(&before, NULL);
    double began_s = progress_clock_s();
#pragma omp parallel num_threads(threads)
    {
        struct crash_stack stack;
        crash_stack_take(&stack);
#pragma omp for schedule(dynamic)
        for (int i = 0; i < n; i++) {
            struct work_unit mine = unit[manner->backwards ? n - 1 - i : i];
            if (crew_goes_on(&crew, mine))
                unit_run(&crew, mine);
        }
        crash_stack_leave(&stack);
    }
    tally->busy = crew.unit_s / (threads * (progress_clock_s() - began_s));
    stop_leave(&before);
    crew.progress.busy = tally->busy;
    progress_end(&crew.progress);
    return verdict(&crew, (long)n * cases->n_policies, err);
}
