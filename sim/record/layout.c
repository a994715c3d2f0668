/* layout.c - the tree of a result file: groups, coordinates, datasets and what describes them. */
#include "result_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "provenance.h"

enum {
    RUNS_PER_CHUNK = 4096,              /* one number a run: 32 KiB */
    KPI_CACHE = 64 << 10,
};

static const struct shape_row A_RUN = { "KPI", "/", { DIM_none, DIM_none } };

static herr_t describe(hid_t set, const char *units, const char *long_name, const char *zh, const char *definition)
{
    herr_t bad = 0;
    bad |= h5_attribute_text(set, "units", units[0] ? units : "1");
    bad |= h5_attribute_text(set, "long_name", long_name);
    bad |= zh ? h5_attribute_text(set, "long_name_zh", zh) : 0;
    bad |= definition ? h5_attribute_text(set, "definition", definition) : 0;
    return bad;
}

/* Closes the dataset; failed when it was never made or `bad`. */
static herr_t done(hid_t set, herr_t bad)
{
    if (set < 0)
        return -1;
    return H5Dclose(set) | bad;
}

static herr_t put_names(hid_t at, const char *name, int n, const char *first, size_t stride, const char *long_name)
{
    const char **text = malloc((size_t)n * sizeof *text);
    if (!text)
        return -1;
    for (int i = 0; i < n; i++)
        text[i] = first + (size_t)i * stride;
    hid_t set = h5_texts(at, name, (hsize_t)n, text);
    free(text);
    return set < 0 ? -1 : done(set, h5_coordinate(set, name) | describe(set, "1", long_name, NULL, NULL));
}

static herr_t put_numbers(hid_t at, enum dimension d, const struct result_plan *plan, const struct extents *extents)
{
    const struct dimension_row *row = &DIMENSIONS[d];
    hsize_t n = (hsize_t)extents->dim[d].n;
    double *index = extents->dim[d].value ? NULL : malloc(n * sizeof *index);
    for (hsize_t i = 0; index && i < n; i++)
        index[i] = (double)i;
    char since[48];
    snprintf(since, sizeof since, "days since %s", plan->start);
    int dates = (d == DIM_time || d == DIM_week) && plan->start[0];
    hid_t set = h5_doubles(at, row->name, 1, &n, NULL, 0);
    herr_t bad = set < 0 ? -1 : H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                         index ? index : extents->dim[d].value);
    free(index);
    bad |= h5_coordinate(set, row->name) | describe(set, dates ? since : row->unit, row->long_name, NULL, NULL);
    bad |= dates ? h5_attribute_text(set, "calendar", "proleptic_gregorian") : 0;
    return done(set, bad);
}

/* The Chinese of a coordinate's names, on the same dimension. */
static herr_t put_names_zh(hid_t at, enum dimension d, const struct extents *extents)
{
    const char (*zh)[EXTENT_ZH_SIZE] = (const void *)extents->dim[d].zh;
    size_t n = (size_t)extents->dim[d].n;
    const char **text = zh ? malloc(n * sizeof *text) : NULL;
    char name[64];
    if (!text)
        return zh ? -1 : 0;
    for (size_t i = 0; i < n; i++)
        text[i] = zh[i];
    snprintf(name, sizeof name, "%s" LABELS_ZH, DIMENSIONS[d].name);
    hid_t set = h5_texts(at, name, n, text);
    free(text);
    herr_t bad = set < 0 ? -1 : h5_attach(set, 0, at, DIMENSIONS[d].name);
    return set < 0 ? -1 : done(set, bad | describe(set, "1", "the same in Chinese", NULL, NULL));
}

static herr_t put_coordinate(hid_t at, enum dimension d, const struct result_plan *plan, const struct extents *extents)
{
    if (d == DIM_none || h5_has(at, DIMENSIONS[d].name))
        return 0;
    if (!extents->dim[d].label)
        return put_numbers(at, d, plan, extents);
    herr_t bad = put_names(at, DIMENSIONS[d].name, extents->dim[d].n, extents->dim[d].label[0],
                           sizeof *extents->dim[d].label, DIMENSIONS[d].long_name);
    return bad < 0 ? bad : put_names_zh(at, d, extents);
}

/* scenario and replicate, which every group has, so that a group opened alone shows them. */
static herr_t put_run_coordinates(hid_t at, const struct result_plan *plan)
{
    if (h5_has(at, "scenario"))
        return 0;
    hsize_t n = (hsize_t)plan->n_replicates;
    int32_t *number = malloc(n * sizeof *number);
    if (!number || put_names(at, "scenario", plan->n_scenarios, plan->scenario_name[0], sizeof *plan->scenario_name,
                             "city, policy and design point") < 0) {
        free(number);
        return -1;
    }
    for (hsize_t i = 0; i < n; i++)
        number[i] = (int32_t)i;
    hid_t set = h5_ints(at, "replicate", 1, &n);
    herr_t bad = set < 0 ? -1 : H5Dwrite(set, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, number);
    free(number);
    bad |= h5_coordinate(set, "replicate");
    bad |= describe(set, "1", "replication; the same number has the same random numbers in every scenario", NULL, NULL);
    return done(set, bad);
}

int layout_size(const struct result *result, const struct shape_row *shape, hsize_t size[4])
{
    int rank = 2;
    size[0] = (hsize_t)result->plan.n_scenarios;
    size[1] = (hsize_t)result->plan.n_replicates;
    for (int i = 0; i < 2; i++)
        if (shape->dim[i] != DIM_none)
            size[rank++] = (hsize_t)result->extents.dim[shape->dim[i]].n;
    return rank;
}

/* One replicate; where a run has one number only, as many runs as make a chunk worth compressing. */
static void chunk_of(int rank, const hsize_t size[4], hsize_t chunk[4])
{
    for (int i = 0; i < rank; i++)
        chunk[i] = i < 2 ? 1 : size[i];
    if (rank > 2)
        return;
    chunk[1] = size[1] < RUNS_PER_CHUNK ? size[1] : RUNS_PER_CHUNK;
    hsize_t rows = RUNS_PER_CHUNK / chunk[1];
    chunk[0] = size[0] < rows ? size[0] : rows;
}

static herr_t attach_run(hid_t set, hid_t group)
{
    return h5_attach(set, 0, group, "scenario") | h5_attach(set, 1, group, "replicate");
}

hid_t layout_doubles(hid_t group, const char *name, const struct result *result, const struct shape_row *shape)
{
    hsize_t size[4], chunk[4];
    int rank = layout_size(result, shape, size);
    chunk_of(rank, size, chunk);
    hid_t set = h5_doubles(group, name, rank, size, chunk, rank > 2 ? 0 : KPI_CACHE);
    if (set < 0)
        return -1;
    herr_t bad = attach_run(set, group);
    for (int i = 0, at = 2; i < 2; i++)
        if (shape->dim[i] != DIM_none)
            bad |= h5_attach(set, (unsigned)at++, group, DIMENSIONS[shape->dim[i]].name);
    if (bad >= 0)
        return set;
    H5Dclose(set);
    return -1;
}

/* A group whose names have their Chinese beside them says so: to CF, and so to xarray, these are coordinates, too. */
static herr_t put_names_list(hid_t at, const struct shape_row *shape, const struct extents *extents)
{
    char list[160] = "", *there = h5_read_attribute(at, "coordinates");
    size_t used = 0;
    for (int i = 0; i < 2 && !there; i++)
        if (extents->dim[shape->dim[i]].zh)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s" LABELS_ZH, used ? " " : "",
                                     DIMENSIONS[shape->dim[i]].name);
    free(there);
    return used ? h5_attribute_text(at, "coordinates", list) : 0;
}

static herr_t put_output(struct result *result, enum output o, const struct result_plan *plan,
                         const struct extents *extents)
{
    const struct output_row *row = &OUTPUTS[o];
    const struct shape_row *shape = &SHAPES[row->shape];
    hid_t group = h5_group(result->file, shape->group);
    herr_t bad = group < 0 ? -1 : put_run_coordinates(group, plan);
    for (int i = 0; i < 2 && bad >= 0; i++)
        bad = put_coordinate(group, shape->dim[i], plan, extents);
    bad |= bad < 0 ? 0 : put_names_list(group, shape, extents);
    hid_t set = bad < 0 ? -1 : layout_doubles(group, row->name, result, shape);
    if (group >= 0)
        H5Gclose(group);
    if (set < 0)
        return -1;
    result->dataset[o] = set;
    return describe(set, row->unit, row->long_name, row->zh, row->definition)
         | h5_attribute_text(set, "better", BETTER_WORDS[row->better]);
}

static herr_t put_factor(hid_t file, const struct result_factor *factor, hsize_t n)
{
    hid_t set = h5_doubles(file, factor->name, 1, &n, NULL, 0);
    herr_t bad = set < 0 ? -1 : H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, factor->value);
    bad |= h5_attach(set, 0, file, "scenario");
    bad |= describe(set, factor->unit, factor->name, NULL, "the value of this parameter in each scenario");
    bad |= h5_attribute_text(set, "role", factor->uncertain ? "uncertainty" : "lever");
    bad |= h5_attribute_text(set, "dist", factor->dist);
    bad |= h5_attribute_doubles(set, "range", 2, factor->range);
    return done(set, bad);
}

static herr_t put_status(hid_t file, const struct result_plan *plan)
{
    hsize_t size[2] = { (hsize_t)plan->n_scenarios, (hsize_t)plan->n_replicates };
    hid_t set = h5_ints(file, "status", 2, size);
    herr_t bad = attach_run(set, file);
    bad |= describe(set, "1", "what became of the run", "运行状态", "done; failed: /failures says why; absent: not needed");
    bad |= h5_attribute_ints(set, "flag_values", 3, (int32_t[]){ RUN_DONE, RUN_FAILED, RUN_ABSENT });
    bad |= h5_attribute_text(set, "flag_meanings", "done failed absent");
    return done(set, bad);
}

/* The names of the factors, separated by blanks: xarray makes these variables coordinates. */
static herr_t put_factor_list(hid_t file, const struct result_plan *plan)
{
    size_t room = (size_t)plan->n_factors * (sizeof plan->factor->name + 1) + 1;
    char *list = calloc(1, room);
    if (!list)
        return -1;
    for (int f = 0; f < plan->n_factors; f++)
        snprintf(list + strlen(list), room - strlen(list), f ? " %s" : "%s", plan->factor[f].name);
    herr_t bad = plan->n_factors ? h5_attribute_text(file, "coordinates", list) : 0;
    free(list);
    return bad;
}

static herr_t put_design(hid_t file, const struct result_design *design)
{
    herr_t bad = h5_attribute_int(file, "policies_per_point", design->n_policies);
    if (!design->kind[0])
        return bad;
    bad |= h5_attribute_text(file, "design", design->kind);
    bad |= h5_attribute_int(file, "design_n", design->n);
    bad |= h5_attribute_int(file, "design_seed", design->seed);
    bad |= h5_attribute_int(file, "design_block", design->block);
    bad |= design->levels ? h5_attribute_int(file, "design_levels", design->levels) : 0;
    bad |= design->groups[0] ? h5_attribute_text(file, "design_groups", design->groups) : 0;
    return bad | (design->second ? h5_attribute_int(file, "design_second", 1) : 0);
}

static herr_t put_attributes(hid_t file, const struct result_plan *plan)
{
    char schema[32], seed[24];
    snprintf(schema, sizeof schema, RESULT_SCHEMA "%d", RESULT_SCHEMA_VERSION);
    snprintf(seed, sizeof seed, "0x%016llx", (unsigned long long)plan->seed);
    herr_t bad = h5_attribute_text(file, "Conventions", "CF-1.8");
    bad |= h5_attribute_text(file, "schema", schema);
    bad |= h5_attribute_text(file, "title", plan->title);
    bad |= plan->title_zh[0] ? h5_attribute_text(file, "title_zh", plan->title_zh) : 0;
    bad |= h5_attribute_int(file, "seed", (int64_t)plan->seed);
    bad |= h5_attribute_text(file, "seed_hex", seed);
    bad |= h5_attribute_text(file, "start", plan->start);
    bad |= h5_attribute_int(file, "warmup_d", plan->warmup_d);
    bad |= h5_attribute_int(file, "days_d", plan->days_d);
    bad |= plan->control != NONE_SUCH ? h5_attribute_text(file, "control", plan->scenario_name[plan->control]) : 0;
    if (plan->precision[0]) {
        bad |= h5_attribute_text(file, "precision_rule", plan->precision);
        bad |= h5_attribute_text(file, "precision_found", plan->found);
        bad |= h5_attribute_int(file, "precision_reached", plan->reached);
    }
    return bad | put_design(file, &plan->design) | put_factor_list(file, plan);
}

static herr_t put_text(hid_t at, const char *name, const char *text, const char *meaning)
{
    hid_t set = h5_texts(at, name, 0, &text);
    return set < 0 ? -1 : done(set, describe(set, "1", meaning, NULL, NULL));
}

static herr_t put_text_of_scenarios(hid_t at, const char *name, const struct result_plan *plan, char **text,
                                    const char *meaning)
{
    hid_t set = h5_texts(at, name, (hsize_t)plan->n_scenarios, (const char *const *)text);
    return set < 0 ? -1 : done(set, h5_attach(set, 0, at, "scenario") | describe(set, "1", meaning, NULL, NULL));
}

/* What the warm-up of each design point was: its policies come only after it. */
static herr_t put_bases(hid_t at, const struct result_plan *plan)
{
    hsize_t n = (hsize_t)plan->n_points;
    int32_t *number = n ? malloc(n * sizeof *number) : NULL;
    if (!number)
        return n ? -1 : 0;
    for (hsize_t i = 0; i < n; i++)
        number[i] = (int32_t)i;
    hid_t points = h5_ints(at, "point", 1, &n);
    herr_t bad = points < 0 ? -1 : H5Dwrite(points, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, number);
    free(number);
    bad |= h5_coordinate(points, "point") | describe(points, "1", "point of the study's design", NULL, NULL);
    bad = done(points, bad);
    hid_t set = bad < 0 ? -1 : h5_texts(at, "base", n, (const char *const *)plan->base_text);
    if (set < 0)
        return -1;
    return done(set, h5_attach(set, 0, at, "point") |
                     describe(set, "1", "the whole scenario under which the point is warmed up; after the first what differs",
                              NULL, NULL));
}

static herr_t put_provenance(hid_t file, const struct result_plan *plan)
{
    hid_t at = h5_group(file, "provenance");
    if (at < 0)
        return -1;
    herr_t bad = put_run_coordinates(at, plan);
    bad |= put_text_of_scenarios(at, "policy_zh", plan, plan->policy_zh, "the policy's title in Chinese");
    bad |= put_text_of_scenarios(at, "resolved", plan, plan->scenario_text,
                                 "the whole scenario, every value resolved; of points after the first what differs");
    bad |= put_text_of_scenarios(at, "origin", plan, plan->scenario_origin,
                                 "file and line that each value of the first point came from");
    bad |= put_bases(at, plan);
    bad |= put_text(at, "study", plan->study_text, "the study file");
    bad |= put_text(at, "command", plan->command, "the command as it was typed");
    for (const struct provenance_row *row = provenance(); row->name; row++)
        bad |= put_text(at, row->name, row->text, row->meaning);
    H5Gclose(at);
    return bad;
}

int layout_create(struct result *result, const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    hid_t root = result->file;
    herr_t bad = put_attributes(root, plan) | put_run_coordinates(root, plan);
    for (int f = 0; f < plan->n_factors && bad >= 0; f++)
        bad = put_factor(root, &plan->factor[f], (hsize_t)plan->n_scenarios);
    bad |= put_status(root, plan);
    for (int o = 0; o < N_OUTPUTS && bad >= 0; o++)
        bad = put_output(result, (enum output)o, plan, extents);
    hid_t timing = bad < 0 ? -1 : h5_group(root, "timing");
    if (timing >= 0) {
        bad |= put_run_coordinates(timing, plan);
        hid_t set = layout_doubles(timing, "cpu_s", result, &A_RUN);
        bad |= done(set, set < 0 ? -1 : describe(set, "s", "processor time of the run", NULL, NULL));
        H5Gclose(timing);
    }
    bad |= timing < 0 ? -1 : put_provenance(root, plan);
    return bad < 0 ? result_broken(result, err) : 0;
}
