/* layout.c - the tree of a result file: groups, coordinates, datasets and what describes them. */
#include "result_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "provenance.h"

enum {
    DOUBLES_PER_CHUNK = 4096,           /* 32 KiB */
    KPI_CACHE = 64 << 10,
};

static const struct shape_row A_RUN = { "KPI", "/", { DIM_none, DIM_none } };

/* The file while it is made. */
struct tree {
    struct result *result;
    const struct result_plan *plan;
    const struct extents *extents;
    struct h5_hangings hangings;
    struct frame { hid_t group; hobj_ref_t coordinate[4]; } frame[N_SHAPES];    /* group: 0 before its first output */
};

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

static herr_t hang(struct tree *t, hid_t set, hid_t at, const char *coordinate)
{
    return h5_hang(&t->hangings, set, 1, &(hobj_ref_t){ h5_reference(at, coordinate) });
}

/* The Chinese of a coordinate's names, on the same dimension. */
static herr_t put_names_zh(struct tree *t, hid_t at, enum dimension d)
{
    const char (*zh)[EXTENT_ZH_SIZE] = (const void *)t->extents->dim[d].zh;
    size_t n = (size_t)t->extents->dim[d].n;
    const char **text = zh ? malloc(n * sizeof *text) : NULL;
    char name[64];
    if (!text)
        return zh ? -1 : 0;
    for (size_t i = 0; i < n; i++)
        text[i] = zh[i];
    snprintf(name, sizeof name, "%s" LABELS_ZH, DIMENSIONS[d].name);
    hid_t set = h5_texts(at, name, n, text);
    free(text);
    herr_t bad = set < 0 ? -1 : hang(t, set, at, DIMENSIONS[d].name);
    return set < 0 ? -1 : done(set, bad | describe(set, "1", "the same in Chinese", NULL, NULL));
}

static herr_t put_coordinate(struct tree *t, hid_t at, enum dimension d)
{
    const struct extents *extents = t->extents;
    if (d == DIM_none || h5_has(at, DIMENSIONS[d].name))
        return 0;
    if (!extents->dim[d].label)
        return put_numbers(at, d, t->plan, extents);
    herr_t bad = put_names(at, DIMENSIONS[d].name, extents->dim[d].n, extents->dim[d].label[0],
                           sizeof *extents->dim[d].label, DIMENSIONS[d].long_name);
    return bad < 0 ? bad : put_names_zh(t, at, d);
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

/* So many replicates, or of outputs with one number a run so many runs, as make a chunk worth compressing; of the others
 * not more than a block of runs that are written together, which has a power of two. */
static void chunk_of(const struct result *result, int rank, const hsize_t size[4], hsize_t chunk[4])
{
    hsize_t row = 1, most = rank > 2 ? (hsize_t)result->block.most : DOUBLES_PER_CHUNK;
    for (int i = 2; i < rank; i++)
        row *= chunk[i] = size[i];
    while (rank > 2 && most > 1 && most * row > DOUBLES_PER_CHUNK)
        most /= 2;
    chunk[1] = size[1] < most ? size[1] : most;
    hsize_t rows = rank > 2 ? 1 : DOUBLES_PER_CHUNK / chunk[1];
    chunk[0] = size[0] < rows ? size[0] : rows;
}

hsize_t layout_chunks(const struct result *result)
{
    hsize_t most = 0, size[4], chunk[4];
    for (int s = 0; s < N_SHAPES; s++) {
        int rank = layout_size(result, &SHAPES[s], size);
        chunk_of(result, rank, size, chunk);
        hsize_t n = ((size[0] + chunk[0] - 1) / chunk[0]) * ((size[1] + chunk[1] - 1) / chunk[1]);
        most = n > most ? n : most;
    }
    return most;
}

/* The coordinates that a shape's datasets hang on, by reference. */
static herr_t coordinates_of(hid_t group, const struct shape_row *shape, hobj_ref_t coordinate[4])
{
    int rank = 0;
    coordinate[rank++] = h5_reference(group, "scenario");
    coordinate[rank++] = h5_reference(group, "replicate");
    for (int i = 0; i < 2; i++)
        if (shape->dim[i] != DIM_none)
            coordinate[rank++] = h5_reference(group, DIMENSIONS[shape->dim[i]].name);
    while (rank > 0)
        if (!coordinate[--rank])
            return -1;
    return 0;
}

/* A dataset of doubles (scenario, replicate, ...) that hangs on its coordinates. */
static hid_t put_doubles(struct tree *t, hid_t group, const char *name, const struct shape_row *shape,
                         const hobj_ref_t coordinate[4])
{
    hsize_t size[4], chunk[4];
    int rank = layout_size(t->result, shape, size);
    chunk_of(t->result, rank, size, chunk);
    hid_t set = h5_doubles(group, name, rank, size, chunk, rank > 2 ? 0 : KPI_CACHE);
    if (set >= 0 && h5_hang(&t->hangings, set, rank, coordinate) >= 0)
        return set;
    if (set >= 0)
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

/* The group of a shape and its coordinates, made with its first output. */
static herr_t frame_open(struct tree *t, enum shape s)
{
    struct frame *frame = &t->frame[s];
    const struct shape_row *shape = &SHAPES[s];
    if (frame->group > 0)
        return 0;
    hid_t group = h5_group(t->result->file, shape->group);
    herr_t bad = group < 0 ? -1 : put_run_coordinates(group, t->plan);
    for (int i = 0; i < 2 && bad >= 0; i++)
        bad = put_coordinate(t, group, shape->dim[i]);
    bad |= bad < 0 ? 0 : put_names_list(group, shape, t->extents);
    bad |= bad < 0 ? 0 : coordinates_of(group, shape, frame->coordinate);
    frame->group = group < 0 ? 0 : group;
    return bad;
}

static herr_t frames_close(struct tree *t)
{
    herr_t bad = 0;
    for (int s = 0; s < N_SHAPES; s++)
        bad |= t->frame[s].group > 0 ? H5Gclose(t->frame[s].group) : 0;
    return bad;
}

static herr_t put_output(struct tree *t, enum output o)
{
    const struct output_row *row = &OUTPUTS[o];
    const struct frame *frame = &t->frame[row->shape];
    if (frame_open(t, row->shape) < 0)
        return -1;
    hid_t set = put_doubles(t, frame->group, row->name, &SHAPES[row->shape], frame->coordinate);
    if (set < 0)
        return -1;
    t->result->dataset[o] = set;
    return describe(set, row->unit, row->long_name, row->zh, row->definition)
         | h5_attribute_text(set, "better", BETTER_WORDS[row->better]);
}

static herr_t put_factor(struct tree *t, const struct result_factor *factor)
{
    hid_t file = t->result->file;
    hsize_t n = (hsize_t)t->plan->n_scenarios;
    hid_t set = h5_doubles(file, factor->name, 1, &n, NULL, 0);
    herr_t bad = set < 0 ? -1 : H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, factor->value);
    bad |= hang(t, set, file, "scenario");
    bad |= describe(set, factor->unit, factor->name, NULL, "the value of this parameter in each scenario");
    bad |= h5_attribute_text(set, "role", factor->uncertain ? "uncertainty" : "lever");
    bad |= h5_attribute_text(set, "dist", factor->dist);
    bad |= h5_attribute_doubles(set, "range", 2, factor->range);
    return done(set, bad);
}

static herr_t put_status(struct tree *t)
{
    hid_t file = t->result->file;
    hsize_t size[2] = { (hsize_t)t->plan->n_scenarios, (hsize_t)t->plan->n_replicates };
    hobj_ref_t coordinate[4];
    hid_t set = h5_ints(file, "status", 2, size);
    herr_t bad = coordinates_of(file, &A_RUN, coordinate);
    bad |= bad < 0 ? 0 : h5_hang(&t->hangings, set, 2, coordinate);
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

static herr_t put_text_of_scenarios(struct tree *t, hid_t at, const char *name, char **text, const char *meaning)
{
    hid_t set = h5_texts(at, name, (hsize_t)t->plan->n_scenarios, (const char *const *)text);
    return set < 0 ? -1 : done(set, hang(t, set, at, "scenario") | describe(set, "1", meaning, NULL, NULL));
}

/* What the warm-up of each design point was: its policies come only after it. */
static herr_t put_bases(struct tree *t, hid_t at)
{
    const struct result_plan *plan = t->plan;
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
    return done(set, hang(t, set, at, "point") |
                     describe(set, "1", "the whole scenario under which the point is warmed up; after the first what differs",
                              NULL, NULL));
}

static herr_t put_provenance(struct tree *t)
{
    const struct result_plan *plan = t->plan;
    hid_t at = h5_group(t->result->file, "provenance");
    if (at < 0)
        return -1;
    herr_t bad = put_run_coordinates(at, plan);
    bad |= put_text_of_scenarios(t, at, "policy_zh", plan->policy_zh, "the policy's title in Chinese");
    bad |= put_text_of_scenarios(t, at, "resolved", plan->scenario_text,
                                 "the whole scenario, every value resolved; of points after the first what differs");
    bad |= put_text_of_scenarios(t, at, "origin", plan->scenario_origin,
                                 "file and line that each value of the first point came from");
    bad |= put_bases(t, at);
    bad |= put_text(at, "study", plan->study_text, "the study file");
    bad |= put_text(at, "command", plan->command, "the command as it was typed");
    for (const struct provenance_row *row = provenance(); row->name; row++)
        bad |= put_text(at, row->name, row->text, row->meaning);
    H5Gclose(at);
    return bad;
}

static herr_t put_timing(struct tree *t)
{
    hobj_ref_t coordinate[4];
    hid_t timing = h5_group(t->result->file, "timing");
    herr_t bad = timing < 0 ? -1 : put_run_coordinates(timing, t->plan);
    bad |= bad < 0 ? 0 : coordinates_of(timing, &A_RUN, coordinate);
    hid_t set = bad < 0 ? -1 : put_doubles(t, timing, "cpu_s", &A_RUN, coordinate);
    bad |= done(set, set < 0 ? -1 : describe(set, "s", "processor time of the run", NULL, NULL));
    return timing < 0 ? -1 : bad | H5Gclose(timing);
}

int layout_create(struct result *result, const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    struct tree t = { .result = result, .plan = plan, .extents = extents };
    herr_t bad = put_attributes(result->file, plan) | put_run_coordinates(result->file, plan);
    for (int f = 0; f < plan->n_factors && bad >= 0; f++)
        bad = put_factor(&t, &plan->factor[f]);
    bad |= put_status(&t);
    for (int o = 0; o < N_OUTPUTS && bad >= 0; o++)
        bad = put_output(&t, (enum output)o);
    bad |= bad < 0 ? 0 : put_timing(&t) | put_provenance(&t);
    bad |= bad < 0 ? 0 : h5_hung(&t.hangings, result->file);
    free(t.hangings.row);
    bad |= frames_close(&t);
    return bad < 0 ? result_broken(result, err) : 0;
}
