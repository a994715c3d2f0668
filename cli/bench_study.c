#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "sim/study/merge.h"

enum { TRIALS = 2 };

/* The sweep's own sink, and what the runs themselves took. */
struct counted { struct work_sink sink; int n_policies; double runs_s; };

static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[], struct err *err)
{
    struct counted *c = self;
    for (int p = 0; p < c->n_policies; p++)
        c->runs_s += seconds[p];
    return c->sink.done(c->sink.self, unit, outputs, seconds, err);
}

static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct counted *c = self;
    return c->sink.failed(c->sink.self, unit, why, err);
}

static int sweep(const struct cases *cases, struct parts *parts, double *runs_s, struct err *err)
{
    struct work_manner manner = { .threads = 1, .quiet = 1 };
    struct parts_wish wish = { .n_shards = 1 };
    struct work_tally tally = { 0 };
    struct work_unit *unit = NULL;
    int n = 0, failed = parts_units_left(parts, &wish, &unit, &n, err);
    struct counted counted = { parts_sink(parts), cases->n_policies, 0 };
    struct work_sink sink = { &counted, unit_done, unit_failed };
    failed = failed || work_run(cases, n, unit, &manner, &sink, &tally, err);
    free(unit);
    *runs_s = counted.runs_s;
    return failed ? -1 : 0;
}

static int sweep_and_merge(const struct cases *cases, const char *out, double *runs_s, struct err *err)
{
    struct parts parts;
    struct parts_wish wish = { .n_shards = 1 };
    struct merge_tally tally;
    int failed = parts_open(&parts, out, cases, &wish, err) || sweep(cases, &parts, runs_s, err) || parts_reread(&parts, err) ||
                 merge_parts(out, 1, &parts, &tally, err) || parts_remove(&parts, err);
    parts_close(&parts);
    return failed ? -1 : 0;
}

/* Share of the processor time that is not the runs': reading the study, shards, journal, merge. */
static int share(double *least, struct err *err)
{
    char folder[] = "/tmp/hotline-bench.XXXXXX", out[64];
    struct cases cases = { 0 };
    double runs_s = 0, began_s = bench_cpu_s();
    if (!mkdtemp(folder))
        return err_set(err, "%s cannot be made: %s", folder, strerror(errno));
    snprintf(out, sizeof out, "%s/study.h5", folder);
    int failed = bench_load(&cases, "bench-study", err) || sweep_and_merge(&cases, out, &runs_s, err);
    *least = fmin(*least, 1 - runs_s / (bench_cpu_s() - began_s));
    cases_free(&cases);
    unlink(out);
    rmdir(folder);
    return failed;
}

int bench_study(double value[], struct err *err)
{
    int failed = 0;
    value[0] = INFINITY;
    for (int trial = 0; trial < TRIALS && !failed; trial++)
        failed = share(&value[0], err);
    return failed ? -1 : 0;
}
