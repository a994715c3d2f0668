#include "reproduce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/aside.h"
#include "sim/record/result.h"
#include "sim/study/rebuild.h"

struct comparer {
    struct result *then, *now;          /* now: NULL, unless all runs are made again */
    const struct cases *cases;
    const struct rebuild_run *run;      /* of each point, NULL: as the result numbers them */
    size_t room;                        /* numbers in the longest output of the result */
    struct reproduction *found;
};

/* ---- one cell ---- */

static int same_bits(double x, double y)
{
    return (x != x && y != y) || memcmp(&x, &y, sizeof x) == 0;
}

static int is_before(const struct reproduce_cell *a, const struct reproduce_cell *b)
{
    return a->scenario != b->scenario ? a->scenario < b->scenario
         : a->replicate != b->replicate ? a->replicate < b->replicate : a->output < b->output;
}

static void differs(struct reproduction *found, struct reproduce_cell cell)
{
    if (found->different++ == 0 || is_before(&cell, &found->first))
        found->first = cell;
}

static int cell_compare(struct comparer *c, enum output o, int scenario, int replicate, const struct outputs *now,
                        double *then, struct err *err)
{
    size_t length = output_length(o, result_extents(c->then)), length_now = now->at[o + 1] - now->at[o];
    struct reproduce_cell cell = { .scenario = scenario, .replicate = replicate, .output = (int)o };
    c->found->cells++;
    if (length != length_now) {
        cell.other_length = 1, cell.then = (double)length, cell.now = (double)length_now;
        differs(c->found, cell);
        return 0;
    }
    if (result_read_run(c->then, o, scenario, replicate, then, err) != 0)
        return -1;
    const double *value = now->value + now->at[o];
    size_t i = 0;
    while (i < length && same_bits(then[i], value[i]))
        i++;
    if (i < length) {
        cell.at = i, cell.then = then[i], cell.now = value[i];
        differs(c->found, cell);
    }
    return 0;
}

/* ---- one run ---- */

static void run_differs(struct reproduction *found, struct rebuild_run run, enum run_status then, enum run_status now)
{
    differs(found, (struct reproduce_cell){ .scenario = run.scenario, .replicate = run.replicate, .output = NONE_SUCH,
                                            .then = then, .now = now });
}

static struct rebuild_run run_of(const struct comparer *c, struct work_unit unit, int policy)
{
    return c->run ? c->run[unit.point] : (struct rebuild_run){ unit.point * c->cases->n_policies + policy,
                                                               unit.replicate };
}

static int run_compare(struct comparer *c, struct rebuild_run run, const struct outputs *now, double *then,
                       struct err *err)
{
    c->found->runs++;
    if (result_status(c->then, run.scenario, run.replicate) != RUN_DONE) {
        run_differs(c->found, run, RUN_FAILED, RUN_DONE);
        return 0;
    }
    for (int o = 0; o < N_OUTPUTS; o++)
        if (result_has(c->then, o) && cell_compare(c, o, run.scenario, run.replicate, now, then, err) != 0)
            return -1;
    return 0;
}

static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[],
                     struct err *err)
{
    struct comparer *c = self;
    int ok = 0;
#pragma omp critical(comparer)
    {
        double *then = malloc(c->room * sizeof *then);
        ok = then ? 0 : err_set(err, "no memory to compare %zu numbers", c->room);
        for (int p = 0; ok == 0 && p < c->cases->n_policies; p++) {
            struct rebuild_run run = run_of(c, unit, p);
            ok = run_compare(c, run, &outputs[p], then, err);
            if (ok == 0 && c->now)
                ok = result_put(c->now, run.scenario, run.replicate, &outputs[p], seconds[p], err);
        }
        free(then);
    }
    return ok;
}

/* A run that failed must fail again. */
static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct comparer *c = self;
    int ok = 0;
#pragma omp critical(comparer)
    for (int p = 0; ok == 0 && p < c->cases->n_policies; p++) {
        struct rebuild_run run = run_of(c, unit, p);
        c->found->runs++;
        if (result_status(c->then, run.scenario, run.replicate) == RUN_DONE)
            run_differs(c->found, run, RUN_DONE, RUN_FAILED);
        if (c->now)
            ok = result_fail(c->now, run.scenario, run.replicate, why, err);
    }
    return ok;
}

/* ---- which runs ---- */

static int was_made(const struct result *result, int scenario, int replicate)
{
    return result_status(result, scenario, replicate) != RUN_ABSENT;
}

/* The i-th of n runs spread over all that were made. */
static struct rebuild_run spread(const struct result *result, long i, long n, long all)
{
    const struct result_plan *plan = result_plan(result);
    long want = (2 * i + 1) * all / (2 * n), at = 0;
    for (int s = 0; s < plan->n_scenarios; s++)
        for (int r = 0; r < plan->n_replicates; r++)
            if (was_made(result, s, r) && at++ == want)
                return (struct rebuild_run){ s, r };
    return (struct rebuild_run){ 0, 0 };
}

static long runs_made(const struct result *result)
{
    const struct result_plan *plan = result_plan(result);
    long n = 0;
    for (int s = 0; s < plan->n_scenarios; s++)
        for (int r = 0; r < plan->n_replicates; r++)
            n += was_made(result, s, r);
    return n;
}

static int unit_was_made(const struct comparer *c, struct work_unit unit)
{
    int n = c->cases->n_policies, made = 0;
    for (int p = 0; p < n; p++)
        made |= was_made(c->then, unit.point * n + p, unit.replicate);
    return made;
}

static struct work_unit *units_of(const struct comparer *c, int *n, struct err *err)
{
    int all = c->run ? c->cases->n_points : c->cases->n_points * c->cases->n_replicates;
    struct work_unit *unit = calloc((size_t)all + 1, sizeof *unit);
    if (!unit) {
        err_set(err, "no memory for %d units of work", all);
        return NULL;
    }
    *n = 0;
    for (int i = 0; i < all; i++) {
        struct work_unit u = c->run ? (struct work_unit){ i, c->run[i].replicate } : work_unit(c->cases, (uint64_t)i);
        if (c->run || unit_was_made(c, u))
            unit[(*n)++] = u;
    }
    return unit;
}

/* ---- all of it ---- */

static size_t longest(const struct result *result)
{
    size_t most = 1;
    for (int o = 0; o < N_OUTPUTS; o++)
        if (result_has(result, o) && output_length(o, result_extents(result)) > most)
            most = output_length(o, result_extents(result));
    return most;
}

static int runs_make(struct comparer *c, const struct work_manner *manner, struct err *err)
{
    struct work_tally tally = { 0 };
    struct work_sink sink = { c, unit_done, unit_failed };
    int n, ok = -1;
    struct work_unit *unit = units_of(c, &n, err);
    if (unit)
        ok = work_run(c->cases, n, unit, manner, &sink, &tally, err);
    free(unit);
    return ok;
}

static int some_again(struct comparer *c, const struct reproduce_wish *wish, struct err *err)
{
    struct cases cases = { 0 };
    long all = c->found->all_runs, n = wish->n_runs;
    struct rebuild_run *run = calloc((size_t)n, sizeof *run);
    int ok = run ? 0 : err_set(err, "no memory for %ld runs", n);
    for (long i = 0; ok == 0 && i < n; i++)
        run[i] = spread(c->then, i, n, all);
    if (ok == 0)
        ok = rebuild_some(&cases, c->then, (int)n, run, err);
    c->cases = &cases;
    c->run = run;
    if (ok == 0)
        ok = runs_make(c, &wish->manner, err);
    cases_free(&cases);
    free(run);
    return ok;
}

static int all_again(struct comparer *c, const char *out, const struct reproduce_wish *wish, struct err *err)
{
    struct cases cases = { 0 };
    c->cases = &cases;
    int ok = rebuild_all(&cases, c->then, err);
    if (ok == 0)
        ok = result_create(&c->now, out, result_plan(c->then), &cases.extents, err);
    if (ok == 0)
        ok = runs_make(c, &wish->manner, err);
    if (ok == 0)
        ok = result_finish(&c->now, c->found->now, err);
    result_abandon(&c->now);
    cases_free(&cases);
    return ok;
}

/* The line of a dataset, `DIGEST TYPE SHAPE PATH`, in a list of such lines, and its neighbour of the same path. */
static const char *line_of_path(const char *lines, const char *path, size_t n)
{
    for (const char *line = lines; *line; line = strchr(line, '\n') + 1) {
        const char *end = strchr(line, '\n'), *begin = end;
        while (begin > line && begin[-1] != ' ')
            begin--;
        if ((size_t)(end - begin) == n && memcmp(begin, path, n) == 0)
            return line;
    }
    return NULL;
}

static int count_lines(const char *lines)
{
    int n = 0;
    while ((lines = strchr(lines, '\n')) != NULL)
        n++, lines++;
    return n;
}

static void datasets_compare(struct reproduction *found, const char *then, const char *now)
{
    for (const char *line = then; *line; line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, "\n"), n = 0;
        while (n < length && line[length - n - 1] != ' ')
            n++;
        const char *other = line_of_path(now, line + length - n, n);
        found->datasets++;
        found->gone += !other;
        found->changed += other && (strcspn(other, "\n") != length || memcmp(line, other, length) != 0);
    }
    found->added = count_lines(now) - (found->datasets - found->gone);
}

static int whole(struct comparer *c, const char *out, const struct reproduce_wish *wish,
                 const char *lines, struct err *err)
{
    char *now = NULL;
    if (result_may_replace(out, err) != 0 || all_again(c, out, wish, err) != 0 ||
        result_digest(out, c->found->now, &now, err) != 0)
        return -1;
    c->found->is_whole = 1;
    datasets_compare(c->found, lines, now);
    free(now);
    return 0;
}

/* Without a name of its own the second result stands aside, and goes. */
static int whole_aside(struct comparer *c, const struct reproduce_wish *wish, const char *lines, struct err *err)
{
    struct aside aside;
    if (wish->out)
        return whole(c, wish->out, wish, lines, err);
    if (aside_make(&aside, "again.h5", err) != 0)
        return -1;
    int ok = whole(c, aside.file, wish, lines, err);
    aside_remove(&aside);
    return ok;
}

int reproduce_run(struct result *result, int scenario, int replicate, const struct outputs *now,
                  struct reproduction *found, struct err *err)
{
    struct comparer c = { .then = result, .found = found, .room = longest(result) };
    double *then = malloc(c.room * sizeof *then);
    *found = (struct reproduction){ .all_runs = 1 };
    int ok = then ? run_compare(&c, (struct rebuild_run){ scenario, replicate }, now, then, err)
                  : err_set(err, "no memory to compare %zu numbers", c.room);
    free(then);
    return ok;
}

int reproduce(struct reproduction *found, const char *path, const struct reproduce_wish *wish, struct err *err)
{
    struct comparer c = { .found = found };
    char *lines = NULL, says[33] = "";
    *found = (struct reproduction){ 0 };
    int ok = result_digest(path, found->then, &lines, err) || result_open(&c.then, path, err) ||
             result_stored_digest(c.then, says, err) ? -1 : 0;
    if (ok == 0 && strcmp(says, found->then) != 0)
        ok = err_code(err, EXIT_DIGEST, "%s does not hold what its digest says (%s): it was changed or damaged",
                      path, says);
    if (ok == 0) {
        c.room = longest(c.then);
        found->all_runs = runs_made(c.then);
        ok = wish->n_runs && wish->n_runs < found->all_runs ? some_again(&c, wish, err)
                                                            : whole_aside(&c, wish, lines, err);
    }
    free(lines);
    result_close(&c.then);
    return ok;
}

int reproduce_same(const struct reproduction *found)
{
    return found->different == 0 && found->gone == 0 && found->changed == 0;
}
