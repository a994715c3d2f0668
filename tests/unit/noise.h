/* noise.h - results made of noise, and a folder for them: every number is known, none means anything. */
#ifndef NOISE_H
#define NOISE_H

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "sim/base/draw.h"
#include "sim/record/result.h"

static char folder[] = "/tmp/hotline-record-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[8][128];
    static int next;
    char *p = path[next++ % 8];
    snprintf(p, sizeof *path, "%s/%s", folder, name);
    return p;
}

static int exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static char *slurp(const char *path, size_t *n)
{
    struct stat there;
    assert_int_equal(stat(path, &there), 0);
    FILE *file = fopen(path, "rb");
    char *bytes = malloc((size_t)there.st_size + 1);
    *n = fread(bytes, 1, (size_t)there.st_size, file);
    bytes[*n] = '\0';
    fclose(file);
    return bytes;
}

static void spit(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

/* Files may not grow beyond the limit: the failing write that a full disk would give. Returns the limit before. */
static rlim_t limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

/* ---- a result ---- */

struct sample { struct result_plan plan; struct extents extents; struct outputs outputs; };

static void sample_plan(struct result_plan *plan, int n_scenarios, int n_replicates)
{
    struct err err = { 0 };
    assert_int_equal(plan_init(plan, n_scenarios, n_replicates, 2, &err), 0);
    snprintf(plan->title, sizeof plan->title, "noise");
    snprintf(plan->start, sizeof plan->start, "2023-01-01");
    snprintf(plan->command, sizeof plan->command, "hotline sweep noise");
    snprintf(plan->factor[0].name, sizeof plan->factor[0].name, "operators.headcount");
    snprintf(plan->factor[0].unit, sizeof plan->factor[0].unit, "1");
    snprintf(plan->factor[1].name, sizeof plan->factor[1].name, "patience.mean_s");
    snprintf(plan->factor[1].unit, sizeof plan->factor[1].unit, "s");
    plan->factor[1].uncertain = 1;
    plan->seed = (uint64_t)1 << 53;
    plan->warmup_d = 3;
    plan->days_d = 4;
    plan->control = n_scenarios - 1;
    for (int s = 0; s < n_scenarios; s++) {
        snprintf(plan->scenario_name[s], sizeof *plan->scenario_name, "排名 \"%d\", tiny", s);
        plan->scenario_text[s] = strdup("calendar:\n  days: 4\n");
        plan->factor[0].value[s] = 40 + 10 * s;
        plan->factor[1].value[s] = 0.1 * s;
    }
}

/* Each dimension another length, so that no two can be confused; time begins before day 0; units have names. */
static void sample_init(struct sample *sample, int n_scenarios, int n_replicates)
{
    struct err err = { 0 };
    *sample = (struct sample){ 0 };
    sample_plan(&sample->plan, n_scenarios, n_replicates);
    sample->extents.dim[DIM_none].n = 1;
    for (int d = DIM_none + 1; d < N_DIMENSIONS; d++)
        sample->extents.dim[d].n = 2 + d;
    int n = sample->extents.dim[DIM_time].n = 7;
    sample->extents.dim[DIM_time].value = calloc((size_t)n, sizeof(double));
    for (int t = 0; t < n; t++)
        sample->extents.dim[DIM_time].value[t] = t - 3;
    n = sample->extents.dim[DIM_unit].n;
    sample->extents.dim[DIM_unit].label = calloc((size_t)n, sizeof *sample->extents.dim[DIM_unit].label);
    for (int u = 0; u < n; u++)
        snprintf(sample->extents.dim[DIM_unit].label[u], sizeof *sample->extents.dim[DIM_unit].label, "街道办 %d", u);
    assert_int_equal(outputs_init(&sample->outputs, &sample->extents, &err), 0);
}

static void sample_free(struct sample *sample)
{
    outputs_free(&sample->outputs);
    extents_free(&sample->extents);
    plan_free(&sample->plan);
}

/* The i-th number of a run; one in sixteen is not defined. */
static double noise(int scenario, int replicate, size_t i)
{
    struct draw_key key = draw_key(2024, (uint32_t)replicate);
    struct draw d = draw_at(key, (enum purpose)0, (uint32_t)i, (uint32_t)scenario, 0);
    return d.w[2] % 16 == 0 ? NAN : 1e3 * draw_unit2(d.w[0], d.w[1]) - 500;
}

static const struct outputs *noise_run(struct sample *sample, int scenario, int replicate)
{
    for (size_t i = 0; i < sample->outputs.n; i++)
        sample->outputs.value[i] = noise(scenario, replicate, i);
    return &sample->outputs;
}

/* Puts every run, last first when asked; returns what result_finish says. */
static int write_noise(const char *path, struct sample *sample, int backwards, char digest[33], struct err *err)
{
    struct result *result;
    int n = sample->plan.n_scenarios * sample->plan.n_replicates, replicates = sample->plan.n_replicates;
    if (result_create(&result, path, &sample->plan, &sample->extents, err) < 0)
        return -1;
    for (int i = 0; i < n; i++) {
        int run = backwards ? n - 1 - i : i, s = run / replicates, k = run % replicates;
        if (result_put(result, s, k, noise_run(sample, s, k), 0.37 * run, err) < 0) {
            result_abandon(&result);
            return -1;
        }
    }
    return result_finish(&result, digest, err);
}

static int same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* ---- set-up of a group of tests ---- */

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

#endif
