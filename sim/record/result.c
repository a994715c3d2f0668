#include "result_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "seal.h"

static const uint64_t LARGEST_SEED = (uint64_t)1 << 53;

static int is_result(const char *path)
{
    h5_quiet();
    hid_t file = h5_open(path);
    char *schema = file < 0 ? NULL : h5_read_attribute(file, "schema");
    int good = schema && strncmp(schema, RESULT_SCHEMA, strlen(RESULT_SCHEMA)) == 0;
    free(schema);
    if (file >= 0)
        H5Fclose(file);
    return good;
}

int result_may_replace(const char *path, struct err *err)
{
    struct stat there;
    if (!path[0])
        return err_input(err, "the name of the result file is empty");
    if (stat(path, &there) < 0)
        return errno == ENOENT ? atomic_folder(path, err) : err_set(err, "%s cannot be written: %s", path, strerror(errno));
    if (!S_ISREG(there.st_mode) || !is_result(path))
        return err_input(err, "%s exists and is not a Hotline result: choose another name, or remove it first", path);
    return atomic_folder(path, err);
}

static int check_plan(const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    if (plan->n_scenarios < 1 || plan->n_replicates < 1)
        return err_input(err, "a result needs at least one scenario and one replicate");
    if (plan->seed > LARGEST_SEED)
        return err_input(err, "seed %llu is above 2^53 = %llu: some readers of the result would round it",
                         (unsigned long long)plan->seed, (unsigned long long)LARGEST_SEED);
    for (int o = 0; o < N_OUTPUTS; o++)
        for (int i = 0; i < 2; i++) {
            enum dimension d = SHAPES[OUTPUTS[o].shape].dim[i];
            if (extents->dim[d].n < 1)
                return err_input(err, "the city has no %s, but output '%s' is reported by %s",
                                 DIMENSIONS[d].name, OUTPUTS[o].name, DIMENSIONS[d].name);
        }
    return 0;
}

static struct result *result_new(const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    struct result *r = calloc(1, sizeof *r);
    size_t runs = (size_t)plan->n_scenarios * (size_t)plan->n_replicates;
    if (r) {
        r->file = -1;
        for (int o = 0; o < N_OUTPUTS; o++)
            r->dataset[o] = -1;
        for (int d = 0; d < N_DIMENSIONS; d++)
            r->extents.dim[d].n = extents->dim[d].n;
        r->status = malloc(runs * sizeof *r->status);
        r->seconds = malloc(runs * sizeof *r->seconds);
    }
    if (!r || !r->status || !r->seconds || plan_init(&r->plan, plan->n_scenarios, plan->n_replicates, 0, err) < 0) {
        result_free(&r);
        err_set(err, "no memory for a result of %zu runs", runs);
        return NULL;
    }
    memcpy(r->plan.scenario_name, plan->scenario_name, (size_t)plan->n_scenarios * sizeof *plan->scenario_name);
    int together = plan->n_points > 0 ? plan->n_scenarios / plan->n_points : 1;
    block_init(&r->block, &r->extents, together, plan->n_replicates);
    for (size_t i = 0; i < runs; i++) {
        r->status[i] = RUN_ABSENT;
        r->seconds[i] = NAN;
    }
    return r;
}

/* The name to write to, unless somebody is writing there. */
static int claim(struct result *r, const char *path, struct err *err)
{
    snprintf(r->path, sizeof r->path, "%s", path);
    if (atomic_begin(r->temporary, path, err) < 0 || atomic_busy(r->temporary)) {
        r->temporary[0] = '\0';
        return err_set(err, "%s is being written by another hotline", path);
    }
    return 0;
}

int result_create(struct result **result, const char *path, const struct result_plan *plan,
                  const struct extents *extents, struct err *err)
{
    *result = NULL;
    if (check_plan(plan, extents, err) < 0)
        return -1;
    struct result *r = *result = result_new(plan, extents, err);
    if (r && claim(r, path, err) == 0) {
        h5_quiet();
        if ((r->file = h5_create(r->temporary, layout_chunks(r))) < 0)
            err_set(err, "%s cannot be written: %s", path, h5_why());
        else if (layout_create(r, plan, extents, err) == 0)
            return 0;
    }
    result_abandon(result);
    return -1;
}

int result_broken(struct result *result, struct err *err)
{
    result->broken = 1;
    return err_set(err, "%s cannot be written: %s", result->path, h5_why());
}

/* HDF5 1.10 follows a null pointer when it closes a file that it could not flush. A broken file stays open: its
 * name is removed, and the system takes back the rest when the program ends, which is what comes next. */
void result_free(struct result **result)
{
    struct result *r = *result;
    *result = NULL;
    if (!r)
        return;
    if (r->file >= 0 && !r->broken)
        H5Fclose(r->file);
    for (int i = 0; i < r->n_failures; i++)
        free(r->failure[i].why);
    free(r->failure);
    free(r->status);
    free(r->seconds);
    block_free(&r->block);
    plan_free(&r->plan);
    extents_free(&r->extents);
    free(r);
}

void result_abandon(struct result **result)
{
    if (!*result)
        return;
    char temporary[ATOMIC_PATH_SIZE];
    memcpy(temporary, (*result)->temporary, sizeof temporary);
    result_free(result);
    if (temporary[0])
        unlink(temporary);
}

void result_select(const struct result *result, const struct shape_row *shape, struct result_part part, hid_t *in_file,
                   hid_t *in_memory)
{
    hsize_t size[4], start[4] = { (hsize_t)part.scenario, (hsize_t)part.replicate, 0, 0 };
    hsize_t count[4] = { (hsize_t)part.n_scenarios, (hsize_t)part.n_replicates };
    int rank = layout_size(result, shape, size);
    for (int i = 2; i < rank; i++)
        count[i] = size[i];
    *in_file = H5Screate_simple(rank, size, NULL);
    *in_memory = H5Screate_simple(rank, count, NULL);
    H5Sselect_hyperslab(*in_file, H5S_SELECT_SET, start, NULL, count, NULL);
}

static size_t run_of(const struct result *result, int scenario, int replicate)
{
    return (size_t)scenario * (size_t)result->plan.n_replicates + (size_t)replicate;
}

int result_put(struct result *result, int scenario, int replicate, const struct outputs *outputs,
               double seconds, struct err *err)
{
    h5_quiet();
    if (block_put(result, scenario, replicate, outputs, err) < 0)
        return -1;
    result->status[run_of(result, scenario, replicate)] = RUN_DONE;
    result->seconds[run_of(result, scenario, replicate)] = seconds;
    return 0;
}

int result_fail(struct result *result, int scenario, int replicate, const char *why, struct err *err)
{
    if (result->n_failures == result->room) {
        int room = result->room ? 2 * result->room : 16;
        struct failure *more = realloc(result->failure, (size_t)room * sizeof *more);
        if (!more)
            return err_set(err, "no memory to record why a run failed");
        result->failure = more;
        result->room = room;
    }
    char *copy = strdup(why);
    if (!copy)
        return err_set(err, "no memory to record why a run failed");
    result->failure[result->n_failures++] = (struct failure){ scenario, replicate, copy };
    result->status[run_of(result, scenario, replicate)] = RUN_FAILED;
    return 0;
}

static int by_run(const void *a, const void *b)
{
    const struct failure *x = a, *y = b;
    return x->scenario != y->scenario ? x->scenario - y->scenario : x->replicate - y->replicate;
}

static herr_t put_failure_column(hid_t at, hid_t set, const char *long_name)
{
    herr_t bad = h5_attach(set, 0, at, "failure") | h5_attribute_text(set, "units", "1");
    bad |= h5_attribute_text(set, "long_name", long_name);
    return set < 0 ? -1 : bad | H5Dclose(set);
}

static herr_t put_ints(hid_t set, const int32_t value[])
{
    return H5Dwrite(set, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, value);
}

static herr_t put_failures(struct result *r)
{
    hsize_t n = (hsize_t)r->n_failures;
    if (n == 0)
        return 0;
    qsort(r->failure, n, sizeof *r->failure, by_run);
    int32_t *number = malloc(n * sizeof *number), *replicate = malloc(n * sizeof *replicate);
    const char **name = malloc(n * sizeof *name), **why = malloc(n * sizeof *why);
    hid_t at = number && replicate && name && why ? h5_group(r->file, "failures") : -1;
    herr_t bad = at < 0 ? -1 : 0;
    for (hsize_t i = 0; bad >= 0 && i < n; i++) {
        number[i] = (int32_t)i;
        replicate[i] = r->failure[i].replicate;
        name[i] = r->plan.scenario_name[r->failure[i].scenario];
        why[i] = r->failure[i].why;
    }
    if (bad >= 0) {
        hid_t index = h5_ints(at, "failure", 1, &n);
        bad |= put_ints(index, number) | h5_coordinate(index, "failure");
        bad |= h5_attribute_text(index, "units", "1") | h5_attribute_text(index, "long_name", "number of the failed run");
        bad |= index < 0 ? -1 : H5Dclose(index);
        bad |= put_failure_column(at, h5_texts(at, "failed_scenario", n, name), "its scenario");
        hid_t column = h5_ints(at, "failed_replicate", 1, &n);
        bad |= put_ints(column, replicate) | put_failure_column(at, column, "its replicate");
        bad |= put_failure_column(at, h5_texts(at, "why", n, why), "why it failed");
        H5Gclose(at);
    }
    free(number);
    free(replicate);
    free(name);
    free(why);
    return bad;
}

static herr_t put_all(hid_t file, const char *name, hid_t type, const void *value)
{
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    herr_t bad = H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, value);
    return set < 0 ? -1 : bad | H5Dclose(set);
}

static herr_t close_outputs(struct result *r)
{
    herr_t bad = 0;
    for (int o = 0; o < N_OUTPUTS; o++) {
        bad |= H5Dclose(r->dataset[o]);
        r->dataset[o] = -1;
    }
    return bad;
}

/* Flushes before each step that could otherwise meet the full disk while it closes. */
static int finish_file(struct result *r, char digest[33], struct err *err)
{
    herr_t bad = put_all(r->file, "status", H5T_NATIVE_INT, r->status);
    bad |= put_all(r->file, "timing/cpu_s", H5T_NATIVE_DOUBLE, r->seconds);
    if ((bad | put_failures(r)) < 0 || H5Fflush(r->file, H5F_SCOPE_LOCAL) < 0 || close_outputs(r) < 0
        || digest_file(r->file, digest, NULL) < 0 || h5_attribute_text(r->file, "content_digest", digest) < 0
        || H5Fflush(r->file, H5F_SCOPE_LOCAL) < 0 || H5Fclose(r->file) < 0)
        return result_broken(r, err);
    r->file = -1;
    return seal_write(r->temporary) < 0 ? err_set(err, "%s cannot be written: %s", r->path, strerror(errno)) : 0;
}

int result_finish(struct result **result, char digest[33], struct err *err)
{
    struct result *r = *result;
    h5_quiet();
    if (block_write(r, err) < 0 || finish_file(r, digest, err) < 0 || atomic_commit(r->temporary, r->path, err) < 0) {
        result_abandon(result);
        return -1;
    }
    result_free(result);
    return 0;
}
