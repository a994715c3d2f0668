/* The design of a study file, and the space that its factors make for it. See study_file.h. */
#include "study_file.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/scenario.h"

/* --- what may be said of a design: which of them it goes with --- */

enum { OF_SAMPLES = 1, OF_MORRIS = 2, OF_SALTELLI = 4, OF_TABLE = 8 };

static const struct { const char *key; int of; const char *whom; } SAYINGS[] = {
    { "n", OF_SAMPLES, "a design that samples (latin-hypercube, sobol, morris, saltelli)" },
    { "seed", OF_SAMPLES, "a design that samples (latin-hypercube, sobol, morris, saltelli)" },
    { "levels", OF_MORRIS, "design morris; of a factor or a mixture it is said beside its range" },
    { "second", OF_SALTELLI, "design saltelli" },
    { "groups", OF_SALTELLI, "design saltelli" },
    { "file", OF_TABLE, "design table" },
};

static int nature_of(const struct design *design)
{
    return (design->samples ? OF_SAMPLES : 0) | (strcmp(design->name, "morris") == 0 ? OF_MORRIS : 0) |
           (strcmp(design->name, "saltelli") == 0 ? OF_SALTELLI : 0) |
           (strcmp(design->name, DESIGN_TABLE) == 0 ? OF_TABLE : 0);
}

static void sayings_belong(const struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    for (size_t i = 0; i < sizeof SAYINGS / sizeof *SAYINGS; i++) {
        const struct yaml *node = yaml_get(mapping, SAYINGS[i].key);
        if (node && !(nature_of(study->design) & SAYINGS[i].of))
            yaml_complain(wrong, node->place, "'%s' goes with %s", SAYINGS[i].key, SAYINGS[i].whom);
    }
}

static void morris_levels_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    study->space.levels = node ? (int)yaml_integer(node, "levels", 2, DESIGN_MOST_LEVELS, wrong) : 4;
    if (study->space.levels % 2 != 0)
        yaml_complain(wrong, node->place, "'levels' must be even, so that each place of the grid is as likely as another");
}

static void sayings_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    static const long MOST_SEED = 1l << 53;
    int nature = nature_of(study->design);
    const struct yaml *node;
    if (study->design->samples && !yaml_get(mapping, "n"))
        yaml_complain(wrong, study->design_place, "design %s needs 'n', how many %s", study->design->name,
                      nature & OF_MORRIS ? "trajectories" : nature & OF_SALTELLI ? "base samples" : "points");
    if (study->design->samples && (node = yaml_get(mapping, "n")))
        study->space.n = yaml_integer(node, "n", 1, DESIGN_MOST_POINTS, wrong);
    if (study->design->samples && (node = yaml_get(mapping, "seed")))
        study->space.seed = (uint64_t)yaml_integer(node, "seed", 0, MOST_SEED, wrong);
    if (nature & OF_MORRIS)
        morris_levels_read(study, yaml_get(mapping, "levels"), wrong);
    if ((nature & OF_SALTELLI) && (node = yaml_get(mapping, "second")))
        study->space.second = yaml_switch(node, "second", wrong);
    if ((nature & OF_SALTELLI) && (node = yaml_get(mapping, "groups")))
        study_groups_read(study, node, wrong);
    if (!(nature & OF_TABLE))
        return;
    if ((node = yaml_get(mapping, "file")))
        study_table_read(study, node, wrong);
    else
        yaml_complain(wrong, study->design_place, "design table needs 'file', a CSV file with a column for each factor");
}

/* --- the axes --- */

static void axis_add(struct study *study, int n_values)
{
    study->n_values[study->space.k++] = n_values;
}

static void axes_of_factor(struct study *study, const struct study_factor *factor, struct yaml_complaints *wrong)
{
    bool lists = !study->design->samples;
    if (factor->kind == FACTOR_LIST && factor->n_values == 0)
        yaml_complain(wrong, factor->from->key_place, "factor '%s' has no 'values' and no 'range'", factor->key);
    else if (factor->kind == FACTOR_RANGE && lists && factor->levels == 0)
        yaml_complain(wrong, factor->from->key_place, "design %s takes listed values: give factor '%s' 'values', or 'levels' "
                      "beside its range", study->design->name, factor->key);
    axis_add(study, factor->kind == FACTOR_LIST ? factor->n_values : factor->levels);
}

static void axes_of_mixture(struct study *study, const struct study_mixture *m, struct yaml_complaints *wrong)
{
    const struct yaml_member *from = study->factor[m->first].from;
    bool lists = !study->design->samples;
    if (study->design->blocks)
        yaml_complain(wrong, from->key_place, "design %s moves one factor alone, which the shares of a mixture cannot: take "
                      "latin-hypercube or sobol", study->design->name);
    if (lists && m->levels == 0)
        yaml_complain(wrong, from->key_place, "design %s takes listed values: give mixture '%s' 'levels', the steps that "
                      "its shares are counted in", study->design->name, from->key);
    if (lists)
        axis_add(study, m->n_values);
    for (int i = 1; !lists && i < m->n; i++)
        axis_add(study, 0);
}

/* A table has one value a row for everything, shares included. */
static void axes_make(struct study *study, struct yaml_complaints *wrong)
{
    bool table = strcmp(study->design->name, DESIGN_TABLE) == 0;
    study->space.k = 0;
    for (int f = 0; f < study->n_factors; f++) {
        const struct study_factor *factor = &study->factor[f];
        if (table)
            axis_add(study, factor->n_values);
        else if (factor->kind != FACTOR_SHARE)
            axes_of_factor(study, factor, wrong);
        else if (study->mixture[factor->mixture].first == f)
            axes_of_mixture(study, &study->mixture[factor->mixture], wrong);
    }
    study->space.n_values = study->n_values;
}

/* --- a value that is there twice would make a point twice --- */

static bool same_value(const struct study_factor *factor, int i, int j)
{
    double x;
    const struct yaml *list = yaml_get(factor->from->value, "values");
    return strcmp(factor->text[i], factor->text[j]) == 0 ||
           (list && factor->value[i] == factor->value[j] && yaml_reads_number(list->member[i].value, &x) &&
            yaml_reads_number(list->member[j].value, &x));
}

static bool same_values(const struct study *study, int f, int i, int j)
{
    if (!study->design->together)
        return same_value(&study->factor[f], i, j);
    for (f = 0; f < study->n_factors; f++)
        if (study->factor[f].kind == FACTOR_LIST && !same_value(&study->factor[f], i, j))
            return false;
    return true;
}

static void values_differ(const struct study *study, struct yaml_complaints *wrong)
{
    int n_factors = study->design->together && study->n_factors > 1 ? 1 : study->n_factors;
    for (int f = 0; f < n_factors; f++) {
        const struct study_factor *factor = &study->factor[f];
        const struct yaml *list = yaml_get(factor->from->value, "values");
        for (int i = 1; list && i < factor->n_values; i++)
            for (int j = 0; j < i; j++)
                if (same_values(study, f, i, j)) {
                    yaml_complain(wrong, list->member[i].value->place, "value %s of '%s' is there twice%s",
                                  factor->text[i], factor->key,
                                  study->n_factors > n_factors ? ", with the same values of the other factors" : "");
                    break;
                }
    }
}

/* --- all of it --- */

static void kind_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *word[16];
    for (int d = 0; d < N_DESIGNS; d++)
        word[d] = DESIGNS[d].name;
    const struct yaml *kind = node->kind == YAML_MAPPING ? yaml_get(node, "kind") : node;
    int d = kind ? yaml_word(kind, "design", N_DESIGNS, word, wrong) : 0;
    study->design = &DESIGNS[d < 0 ? 0 : d];
}

void study_design_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "kind", "n", "seed", "levels", "second", "groups", "file", NULL };
    static const struct yaml NOTHING = { .kind = YAML_MAPPING };
    int before = wrong->n;
    node = node ? node : &NOTHING;
    study->design_place = node->place;
    study->space.seed = 1;
    kind_read(study, node, wrong);
    if (node->kind == YAML_MAPPING)
        yaml_known_keys(node, KEYS, "a design", wrong);
    if (wrong->n > before)
        return;
    sayings_belong(study, node, wrong);
    sayings_read(study, node, wrong);
    if ((study->design->samples || nature_of(study->design) & OF_TABLE) && study->n_factors == 0)
        yaml_complain(wrong, study->design_place, "design %s needs factors, which it spreads", study->design->name);
    if (wrong->n > before)
        return;
    if (study->chooser != NONE && !study->table[0])
        study_chooser_fill(study, wrong);
    axes_make(study, wrong);
    if (wrong->n == 0 && study_asks(study) < 0)
        yaml_complain(wrong, study->design_place, "design %s does not fit the factors: %s", study->design->name,
                      study->design->misfit);
    if (wrong->n == 0)
        values_differ(study, wrong);
}
