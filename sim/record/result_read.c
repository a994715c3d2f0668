/* result_read.c - the reading half of result.h. */
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

static int damaged(const char *path, const char *what, struct err *err)
{
    return err_input(err, "%s is damaged: %s cannot be read; copy it again or run its command again", path, what);
}

static int check_schema(hid_t file, const char *path, struct err *err)
{
    char *schema = h5_read_attribute(file, "schema");
    int ours = schema && strncmp(schema, RESULT_SCHEMA, strlen(RESULT_SCHEMA)) == 0;
    int version = ours ? atoi(schema + strlen(RESULT_SCHEMA)) : 0;
    free(schema);
    if (!ours)
        return err_input(err, "%s is an HDF5 file, but not a Hotline result", path);
    if (version > RESULT_SCHEMA_VERSION)
        return err_input(err, "%s was written by a newer Hotline (%s%d); this one reads up to %d", path,
                         RESULT_SCHEMA, version, RESULT_SCHEMA_VERSION);
    return 0;
}

static int check_file(const char *path, enum exit_code if_damaged, struct err *err)
{
    struct stat there;
    if (stat(path, &there) < 0)
        return err_input(err, "%s cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(there.st_mode))
        return err_input(err, "%s is not a file", path);
    if (there.st_size == 0)
        return err_input(err, "%s is empty, not a Hotline result", path);
    if (access(path, R_OK) < 0)
        return err_set(err, "%s cannot be read: %s", path, strerror(errno));
    if (seal_check(path) == SEAL_BROKEN)
        return err_code(err, if_damaged, "%s is damaged: its bytes are not those that were written; copy it again or "
                        "run its command again", path);
    if (H5Fis_hdf5(path) <= 0)
        return err_input(err, "%s is not a Hotline result (not an HDF5 file)", path);
    return 0;
}

static hid_t open_file(const char *path, enum exit_code if_damaged, struct err *err)
{
    h5_quiet();
    if (check_file(path, if_damaged, err) < 0)
        return -1;
    hid_t file = h5_open(path);
    if (file < 0)
        return err_input(err, "%s is damaged or cut short; copy it again or run its command again", path);
    if (check_schema(file, path, err) == 0)
        return file;
    H5Fclose(file);
    return -1;
}

static void read_text(hid_t file, const char *name, char *into, size_t size)
{
    char *text = h5_read_attribute(file, name);
    snprintf(into, size, "%s", text ? text : "");
    free(text);
}

static int read_int(hid_t file, const char *name)
{
    int64_t value = 0;
    return h5_read_attribute_int(file, name, &value) < 0 ? 0 : (int)value;
}

static void read_scalar(hid_t file, const char *name, char *into, size_t size)
{
    char **text = h5_has(file, "provenance") && h5_has(file, name) ? h5_read_texts(file, name, 1) : NULL;
    snprintf(into, size, "%s", text ? text[0] : "");
    h5_free_texts(text, 1);
}

static void read_texts(hid_t file, const char *name, int n, char **into)
{
    char **text = h5_has(file, "provenance") && h5_has(file, name) ? h5_read_texts(file, name, (hsize_t)n) : NULL;
    if (text)
        memcpy(into, text, (size_t)n * sizeof *into);
    free(text);
}

static int count_words(const char *text)
{
    int n = 0;
    for (const char *at = text; at && *at; at += strcspn(at, " "))
        n += (at += strspn(at, " "), *at != '\0');
    return n;
}

static int read_factor(hid_t file, struct result_factor *factor, int n_scenarios)
{
    hid_t set = h5_has(file, factor->name) ? H5Dopen2(file, factor->name, H5P_DEFAULT) : -1;
    if (set < 0)
        return -1;
    char role[16] = "";
    read_text(set, "units", factor->unit, sizeof factor->unit);
    read_text(set, "role", role, sizeof role);
    factor->uncertain = strcmp(role, "uncertainty") == 0;
    read_text(set, "dist", factor->dist, sizeof factor->dist);
    h5_read_attribute_doubles(set, "range", 2, factor->range);
    H5Dclose(set);
    return h5_read_doubles(file, factor->name, (hsize_t)n_scenarios, factor->value) < 0 ? -1 : 0;
}

static int read_factors(hid_t file, struct result_plan *plan, char *list)
{
    char *rest = NULL;
    int status = 0, f = 0;
    for (char *name = strtok_r(list, " ", &rest); name && status == 0; name = strtok_r(NULL, " ", &rest), f++) {
        snprintf(plan->factor[f].name, sizeof plan->factor[f].name, "%s", name);
        status = read_factor(file, &plan->factor[f], plan->n_scenarios);
    }
    return status;
}

static void read_design(hid_t file, struct result_design *design)
{
    read_text(file, "design", design->kind, sizeof design->kind);
    h5_read_attribute_int(file, "design_n", &design->n);
    h5_read_attribute_int(file, "design_seed", &design->seed);
    design->n_policies = read_int(file, "policies_per_point");
    design->block = read_int(file, "design_block");
    design->levels = read_int(file, "design_levels");
    design->second = read_int(file, "design_second");
    read_text(file, "design_groups", design->groups, sizeof design->groups);
}

static void read_attributes(hid_t file, struct result_plan *plan)
{
    char seed[24], control[sizeof *plan->scenario_name];
    read_text(file, "title", plan->title, sizeof plan->title);
    read_text(file, "title_zh", plan->title_zh, sizeof plan->title_zh);
    read_text(file, "start", plan->start, sizeof plan->start);
    read_text(file, "seed_hex", seed, sizeof seed);
    read_text(file, "control", control, sizeof control);
    plan->seed = strtoull(seed, NULL, 16);
    read_design(file, &plan->design);
    read_text(file, "precision_rule", plan->precision, sizeof plan->precision);
    read_text(file, "precision_found", plan->found, sizeof plan->found);
    plan->reached = read_int(file, "precision_reached");
    plan->warmup_d = read_int(file, "warmup_d");
    plan->days_d = read_int(file, "days_d");
    for (int s = 0; s < plan->n_scenarios; s++)
        if (strcmp(plan->scenario_name[s], control) == 0)
            plan->control = s;
    read_scalar(file, "provenance/command", plan->command, sizeof plan->command);
    read_scalar(file, "provenance/study", plan->study_text, sizeof plan->study_text);
    read_texts(file, "provenance/policy_zh", plan->n_scenarios, plan->policy_zh);
    read_texts(file, "provenance/resolved", plan->n_scenarios, plan->scenario_text);
    read_texts(file, "provenance/origin", plan->n_scenarios, plan->scenario_origin);
}

/* A file of an older program does not tell what its points were warmed up under. */
static int read_bases(hid_t file, struct result_plan *plan, struct err *err)
{
    hsize_t n = h5_has(file, "provenance") && h5_has(file, "provenance/base") ? h5_length(file, "provenance/base") : 0;
    if (n == 0 || (hsize_t)plan->n_scenarios % n != 0)
        return 0;
    if (plan_points(plan, (int)n, err) != 0)
        return -1;
    read_texts(file, "provenance/base", (int)n, plan->base_text);
    return 0;
}

static int read_plan(struct result *r, struct err *err)
{
    hsize_t n = h5_length(r->file, "scenario"), replicates = h5_length(r->file, "replicate");
    char **name = n ? h5_read_texts(r->file, "scenario", n) : NULL;
    if (!name || !replicates) {
        h5_free_texts(name, n);
        return damaged(r->path, "its list of scenarios", err);
    }
    char *factors = h5_read_attribute(r->file, "coordinates");
    int status = plan_init(&r->plan, (int)n, (int)replicates, count_words(factors), err);
    for (hsize_t i = 0; i < n && status == 0; i++)
        snprintf(r->plan.scenario_name[i], sizeof *r->plan.scenario_name, "%s", name[i]);
    if (status == 0) {
        read_attributes(r->file, &r->plan);
        status = read_bases(r->file, &r->plan, err);
        if (status == 0 && factors && read_factors(r->file, &r->plan, factors) < 0)
            status = damaged(r->path, "a swept parameter", err);
    }
    free(factors);
    h5_free_texts(name, n);
    return status;
}

static int read_labels(struct result *r, enum dimension d, const char *name, hsize_t n)
{
    char **text = h5_read_texts(r->file, name, n);
    r->extents.dim[d].label = text ? calloc(n, sizeof *r->extents.dim[d].label) : NULL;
    int status = r->extents.dim[d].label ? 0 : -1;
    for (hsize_t i = 0; i < n && status == 0; i++)
        snprintf(r->extents.dim[d].label[i], sizeof *r->extents.dim[d].label, "%s", text[i]);
    h5_free_texts(text, n);
    return status;
}

/* The Chinese beside names; a file from before there was any has none. */
static int read_labels_zh(struct result *r, enum dimension d, const char *name, hsize_t n)
{
    char beside[160];
    snprintf(beside, sizeof beside, "%s" LABELS_ZH, name);
    if (!h5_has(r->file, beside))
        return 0;
    char **text = h5_length(r->file, beside) == n ? h5_read_texts(r->file, beside, n) : NULL;
    r->extents.dim[d].zh = text ? calloc(n, sizeof *r->extents.dim[d].zh) : NULL;
    int status = r->extents.dim[d].zh ? 0 : -1;
    for (hsize_t i = 0; i < n && status == 0; i++)
        snprintf(r->extents.dim[d].zh[i], sizeof *r->extents.dim[d].zh, "%s", text[i]);
    h5_free_texts(text, n);
    return status;
}

static int read_coordinate(struct result *r, enum dimension d, const char *name)
{
    hid_t set = H5Dopen2(r->file, name, H5P_DEFAULT), type = H5Dget_type(set);
    hsize_t n = h5_length(r->file, name);
    int is_text = H5Tget_class(type) == H5T_STRING;
    H5Tclose(type);
    H5Dclose(set);
    r->extents.dim[d].n = (int)n;
    if (is_text)
        return read_labels(r, d, name, n) || read_labels_zh(r, d, name, n) ? -1 : 0;
    r->extents.dim[d].value = calloc(n + 1, sizeof(double));
    return r->extents.dim[d].value ? (int)h5_read_doubles(r->file, name, n, r->extents.dim[d].value) : -1;
}

static int read_extents(struct result *r, struct err *err)
{
    r->extents.dim[DIM_none].n = 1;
    for (int s = 0; s < N_SHAPES; s++)
        for (int i = 0; i < 2; i++) {
            enum dimension d = SHAPES[s].dim[i];
            char name[128];
            snprintf(name, sizeof name, "%s/%s", SHAPES[s].group, DIMENSIONS[d].name);
            if (r->extents.dim[d].n || (SHAPES[s].group[1] && !h5_has(r->file, SHAPES[s].group))
                || !h5_has(r->file, name))
                continue;
            if (read_coordinate(r, d, name) < 0)
                return damaged(r->path, name, err);
        }
    return 0;
}

static int read_runs(struct result *r, struct err *err)
{
    size_t runs = (size_t)r->plan.n_scenarios * (size_t)r->plan.n_replicates;
    r->status = malloc(runs * sizeof *r->status);
    r->seconds = malloc(runs * sizeof *r->seconds);
    if (!r->status || !r->seconds)
        return err_set(err, "no memory for the status of %zu runs", runs);
    if (h5_read_ints(r->file, "status", runs, r->status) < 0)
        return damaged(r->path, "the status of its runs", err);
    if (!h5_has(r->file, "timing") || h5_read_doubles(r->file, "timing/cpu_s", runs, r->seconds) < 0)
        for (size_t i = 0; i < runs; i++)
            r->seconds[i] = NAN;
    return 0;
}

/* A dataset whose shape is not the one this program knows is from another version: it counts as absent. */
static hid_t open_output(const struct result *r, enum output o)
{
    const struct shape_row *shape = &SHAPES[OUTPUTS[o].shape];
    char name[160];
    snprintf(name, sizeof name, "%s/%s", shape->group, OUTPUTS[o].name);
    if ((shape->group[1] && !h5_has(r->file, shape->group)) || !h5_has(r->file, name))
        return -1;
    hid_t set = H5Dopen2(r->file, name, H5P_DEFAULT);
    if (set < 0)
        return -1;
    hid_t space = H5Dget_space(set);
    hsize_t want[4], size[H5S_MAX_RANK];
    int rank = layout_size(r, shape, want);
    int same = H5Sget_simple_extent_dims(space, size, NULL) == rank;
    for (int i = 0; same && i < rank; i++)
        same = size[i] == want[i];
    H5Sclose(space);
    if (same)
        return set;
    H5Dclose(set);
    return -1;
}

int result_open(struct result **result, const char *path, struct err *err)
{
    struct result *r = *result = calloc(1, sizeof *r);
    if (!r)
        return err_set(err, "no memory to open %s", path);
    snprintf(r->path, sizeof r->path, "%s", path);
    if ((r->file = open_file(path, EXIT_INPUT, err)) < 0 || read_plan(r, err) < 0 || read_extents(r, err) < 0
        || read_runs(r, err) < 0) {
        result_close(result);
        return -1;
    }
    for (int o = 0; o < N_OUTPUTS; o++)
        r->dataset[o] = open_output(r, (enum output)o);
    return 0;
}

void result_close(struct result **result)
{
    result_free(result);
}

const struct result_plan *result_plan(const struct result *result)
{
    return &result->plan;
}

const struct extents *result_extents(const struct result *result)
{
    return &result->extents;
}

static size_t run_of(const struct result *result, int scenario, int replicate)
{
    return (size_t)scenario * (size_t)result->plan.n_replicates + (size_t)replicate;
}

enum run_status result_status(const struct result *result, int scenario, int replicate)
{
    return (enum run_status)result->status[run_of(result, scenario, replicate)];
}

double result_seconds(const struct result *result, int scenario, int replicate)
{
    return result->seconds[run_of(result, scenario, replicate)];
}

int result_has(const struct result *result, enum output output)
{
    return result->dataset[output] >= 0;
}

static int unreadable(const struct result *result, enum output output, struct err *err)
{
    if (!result_has(result, output))
        return err_input(err, "%s has no output '%s': it was written by another version of Hotline", result->path,
                         OUTPUTS[output].name);
    return damaged(result->path, OUTPUTS[output].name, err);
}

int result_read(struct result *result, enum output output, double *into, struct err *err)
{
    h5_quiet();
    if (result_has(result, output)
        && H5Dread(result->dataset[output], H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, into) >= 0)
        return 0;
    return unreadable(result, output, err);
}

int result_read_run(struct result *result, enum output output, int scenario, int replicate, double *into,
                    struct err *err)
{
    if (!result_has(result, output))
        return unreadable(result, output, err);
    hid_t in_file, in_memory;
    h5_quiet();
    result_select(result, &SHAPES[OUTPUTS[output].shape], (struct result_part){ scenario, 1, replicate, 1 }, &in_file, &in_memory);
    herr_t bad = H5Dread(result->dataset[output], H5T_NATIVE_DOUBLE, in_memory, in_file, H5P_DEFAULT, into);
    H5Sclose(in_memory);
    H5Sclose(in_file);
    return bad < 0 ? unreadable(result, output, err) : 0;
}

int result_digest(const char *path, char digest[33], char **lines, struct err *err)
{
    hid_t file = open_file(path, EXIT_DIGEST, err);
    if (file < 0)
        return -1;
    int status = digest_file(file, digest, lines);
    H5Fclose(file);
    return status < 0 ? damaged(path, "a dataset", err) : 0;
}

void result_provenance(const struct result *result, const char *name, char text[], size_t size)
{
    char path[64];
    h5_quiet();
    snprintf(path, sizeof path, "provenance/%s", name);
    read_scalar(result->file, path, text, size);
}

int result_stored_digest(struct result *result, char digest[33], struct err *err)
{
    h5_quiet();
    read_text(result->file, "content_digest", digest, 33);
    return strlen(digest) == 32 ? 0 : damaged(result->path, "its content digest", err);
}
