#include "plan_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atomic.h"
#include "seal.h"

/* Bytes on their way to a file, or from one: each part of a plan is named once, for both. */
struct flow { FILE *file; int reads, failed; };

struct header { char magic[8]; uint64_t plan, factor, label, zh, dimensions; };

static const struct header HEADER = { { 'h', 'o', 't', 'p', 'l', 'a', 'n', '1' }, sizeof(struct result_plan),
    sizeof(struct result_factor), sizeof *((struct extents *)0)->dim->label, sizeof *((struct extents *)0)->dim->zh,
    N_DIMENSIONS };

static void pass(struct flow *flow, void *bytes, size_t n)
{
    if (n == 0 || flow->failed)
        return;
    flow->failed = (flow->reads ? fread(bytes, 1, n, flow->file) : fwrite(bytes, 1, n, flow->file)) != n;
}

/* An array that may be missing. */
static void *pass_array(struct flow *flow, void *array, size_t n, size_t size)
{
    char there = array != NULL;
    pass(flow, &there, 1);
    if (flow->failed)
        return flow->reads ? NULL : array;
    if (flow->reads && !(array = there ? calloc(n + 1, size) : NULL) && there)
        flow->failed = 1;
    if (array)
        pass(flow, array, n * size);
    return array;
}

static char *pass_text(struct flow *flow, char *text)
{
    uint64_t n = text && !flow->reads ? strlen(text) : 0;
    pass(flow, &n, sizeof n);
    return pass_array(flow, text, (size_t)n, 1);
}

static char **pass_texts(struct flow *flow, char **text, int n)
{
    if (flow->reads && !(text = calloc((size_t)n + 1, sizeof *text)))
        flow->failed = 1;
    for (int i = 0; text && i < n && !flow->failed; i++)
        text[i] = pass_text(flow, text[i]);
    return text;
}

/* What is said in so many bytes, without the pointers of whoever wrote it. */
static void pass_plain(struct flow *flow, struct result_plan *plan)
{
    struct result_plan plain = *plan;
    plain.scenario_name = NULL;
    plain.policy_zh = plain.scenario_text = plain.scenario_origin = plain.base_text = NULL;
    plain.factor = NULL;
    pass(flow, &plain, sizeof plain);
    if (flow->reads && !flow->failed)
        *plan = plain;
}

static void pass_factors(struct flow *flow, struct result_plan *plan)
{
    plan->factor = pass_array(flow, plan->factor, (size_t)plan->n_factors, sizeof *plan->factor);
    for (int f = 0; f < plan->n_factors && flow->reads && plan->factor; f++)
        plan->factor[f].value = NULL;
    for (int f = 0; f < plan->n_factors && !flow->failed && plan->factor; f++)
        plan->factor[f].value = pass_array(flow, plan->factor[f].value, (size_t)plan->n_scenarios,
                                           sizeof *plan->factor[f].value);
}

static void pass_plan(struct flow *flow, struct result_plan *plan)
{
    int n;
    pass_plain(flow, plan);
    n = plan->n_scenarios;
    plan->scenario_name = pass_array(flow, plan->scenario_name, (size_t)n, sizeof *plan->scenario_name);
    plan->policy_zh = pass_texts(flow, plan->policy_zh, n);
    plan->scenario_text = pass_texts(flow, plan->scenario_text, n);
    plan->scenario_origin = pass_texts(flow, plan->scenario_origin, n);
    plan->base_text = pass_texts(flow, plan->base_text, plan->n_points);
    pass_factors(flow, plan);
}

static void pass_extents(struct flow *flow, struct extents *extents)
{
    for (int d = 0; d < N_DIMENSIONS && !flow->failed; d++) {
        pass(flow, &extents->dim[d].n, sizeof extents->dim[d].n);
        size_t n = (size_t)extents->dim[d].n;
        extents->dim[d].value = pass_array(flow, extents->dim[d].value, n, sizeof *extents->dim[d].value);
        extents->dim[d].label = pass_array(flow, extents->dim[d].label, n, sizeof *extents->dim[d].label);
        extents->dim[d].zh = pass_array(flow, extents->dim[d].zh, n, sizeof *extents->dim[d].zh);
    }
}

static int written(const char *path, const struct result_plan *plan, const struct extents *extents)
{
    struct flow flow = { .file = fopen(path, "wb") };
    struct header header = HEADER;
    struct result_plan the_plan = *plan;
    struct extents the_extents = *extents;
    if (!flow.file)
        return -1;
    pass(&flow, &header, sizeof header);
    pass_plan(&flow, &the_plan);
    pass_extents(&flow, &the_extents);
    return (fclose(flow.file) != 0) | flow.failed || seal_write(path) < 0 ? -1 : 0;
}

int plan_file_write(const char *path, const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    if (atomic_begin(temporary, path, err) < 0)
        return -1;
    if (written(temporary, plan, extents) == 0)
        return atomic_commit(temporary, path, err);
    err_set(err, "%s cannot be written: %s", path, strerror(errno));
    unlink(temporary);
    return -1;
}

int plan_file_read(struct plan_file *kept, const char *path, struct err *err)
{
    struct flow flow = { .file = fopen(path, "rb"), .reads = 1 };
    struct header header = { .plan = 0 };
    *kept = (struct plan_file){ .plan.control = NONE_SUCH };
    if (!flow.file)
        return err_set(err, "%s cannot be read: %s", path, strerror(errno));
    int whole = seal_check(path) == SEAL_WHOLE;
    if (whole) {
        pass(&flow, &header, sizeof header);
        whole = !flow.failed && memcmp(&header, &HEADER, sizeof header) == 0;
    }
    if (whole) {
        pass_plan(&flow, &kept->plan);
        pass_extents(&flow, &kept->extents);
    }
    fclose(flow.file);
    if (!whole)
        return err_input(err, "%s is damaged, or of another version of Hotline", path);
    return flow.failed ? err_set(err, "%s cannot be read, or there is no memory for it", path) : 0;
}

void plan_file_free(struct plan_file *kept)
{
    plan_free(&kept->plan);
    extents_free(&kept->extents);
}
