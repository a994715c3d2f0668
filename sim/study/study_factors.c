/* Factors of a study file: key: {values | range, ...}, or a mixture of several keys. See study_file.h. */
#include "study_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/scenario.h"

const char *const STUDY_DISTS[N_DISTS] = { "uniform", "log-uniform", "integer", "triangular", "normal", "log-normal" };

static const char *const OVER[] = { "city", "policies" };
static const char *const ROLES[] = { "lever", "uncertainty" };

/* --- a list of values --- */

static double value_number(const struct yaml *node, int place)
{
    double x;
    if (yaml_reads_number(node, &x))
        return x;
    if (!node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0))
        return strcmp(node->text, "true") == 0;
    return place;
}

int study_factor_list(struct study_factor *factor, int n, struct yaml_complaints *wrong)
{
    factor->text = calloc((size_t)n, sizeof *factor->text);
    factor->value = calloc((size_t)n, sizeof *factor->value);
    if (factor->text && factor->value)
        return 0;
    wrong->environment = true;
    yaml_complain(wrong, (struct yaml_place){ 0 }, "no memory for the values of '%s'", factor->key);
    return -1;
}

static void values_read(struct study_factor *factor, const struct yaml *list, struct yaml_complaints *wrong)
{
    if (!yaml_expect(list, YAML_SEQUENCE, "values", wrong))
        return;
    if (list->n < 1 || list->n > STUDY_MOST_VALUES) {
        yaml_complain(wrong, list->place, "a factor has 1 to %d values, not %d", STUDY_MOST_VALUES, list->n);
        return;
    }
    if (study_factor_list(factor, list->n, wrong) != 0)
        return;
    for (int i = 0; i < list->n; i++) {
        const struct yaml *node = list->member[i].value;
        study_copy_text(factor->text[i], sizeof *factor->text, node, "values", wrong);
        factor->value[i] = value_number(node, i);
    }
    factor->n_values = list->n;
}

/* --- a range --- */

static void range_ends(struct study_factor *factor, const struct yaml *list, struct yaml_complaints *wrong)
{
    static const double MOST = 1e15;
    int before = wrong->n;
    if (!yaml_expect(list, YAML_SEQUENCE, "range", wrong))
        return;
    if (list->n != 2) {
        yaml_complain(wrong, list->place, "'range' must be [lowest, highest]");
        return;
    }
    factor->low = yaml_number(list->member[0].value, "range", -MOST, MOST, wrong);
    factor->high = yaml_number(list->member[1].value, "range", -MOST, MOST, wrong);
    if (wrong->n == before && factor->low >= factor->high)
        yaml_complain(wrong, list->place, "'range' must be [lowest, highest], the second above the first");
}

static void mode_read(struct study_factor *factor, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(mapping, "mode");
    factor->mode = (factor->low + factor->high) / 2;
    if (node && factor->dist != DIST_TRIANGULAR)
        yaml_complain(wrong, node->place, "'mode' goes with dist: triangular");
    else if (node)
        factor->mode = yaml_number(node, "mode", factor->low, factor->high, wrong);
}

static void range_read(struct study_factor *factor, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    const struct yaml *range = yaml_get(mapping, "range"), *node;
    int before = wrong->n;
    factor->kind = FACTOR_RANGE;
    range_ends(factor, range, wrong);
    if ((node = yaml_get(mapping, "dist"))) {
        int dist = yaml_word(node, "dist", N_DISTS, STUDY_DISTS, wrong);
        factor->dist = dist < 0 ? DIST_UNIFORM : (enum factor_dist)dist;
    }
    if ((node = yaml_get(mapping, "levels")))
        factor->levels = (int)yaml_integer(node, "levels", 2, STUDY_MOST_VALUES, wrong);
    if (wrong->n == before)
        mode_read(factor, mapping, wrong);
    if (wrong->n == before && factor->low <= 0 && (factor->dist == DIST_LOG_UNIFORM || factor->dist == DIST_LOG_NORMAL))
        yaml_complain(wrong, range->place, "dist: %s needs a range above 0", STUDY_DISTS[factor->dist]);
}

/* --- one factor --- */

static void manner_read(struct study_factor *factor, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    const struct yaml *node;
    if ((node = yaml_get(mapping, "role")))
        factor->role = yaml_word(node, "role", 2, ROLES, wrong) == 1 ? ROLE_UNCERTAINTY : ROLE_LEVER;
    if ((node = yaml_get(mapping, "over")))
        factor->over_policies = yaml_word(node, "over", 2, OVER, wrong) == 1;
    if ((node = yaml_get(mapping, "unit")))
        study_copy_text(factor->unit, sizeof factor->unit, node, "unit", wrong);
}

static void key_take(struct study_factor *factor, const char *key, struct yaml_place place, struct yaml_complaints *wrong)
{
    snprintf(factor->key, sizeof factor->key, "%s", key);
    if (strlen(key) >= sizeof factor->key)
        yaml_complain(wrong, place, "no parameter has so long a name");
}

static void factor_read(struct study_factor *factor, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "values", "range", "dist", "mode", "levels", "role", "unit", "over", NULL };
    const struct yaml *node = member->value, *values;
    factor->from = member;
    key_take(factor, member->key, member->key_place, wrong);
    if (yaml_is_null(node))             /* a column of a table */
        return;
    if (!yaml_expect(node, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(node, KEYS, "a factor", wrong);
    values = yaml_get(node, "values");
    if (values && yaml_get(node, "range"))
        yaml_complain(wrong, yaml_get(node, "range")->place, "a factor has 'values' or a 'range', not both");
    else if (values)
        values_read(factor, values, wrong);
    else if (yaml_get(node, "range"))
        range_read(factor, node, wrong);
    static const char *const OF_A_RANGE[] = { "dist", "mode", "levels" };
    for (int i = 0; i < 3 && factor->kind != FACTOR_RANGE; i++)
        if (yaml_get(node, OF_A_RANGE[i]))
            yaml_complain(wrong, yaml_get(node, OF_A_RANGE[i])->place, "'%s' goes with 'range'", OF_A_RANGE[i]);
    manner_read(factor, node, wrong);
}

/* --- `policy`: each point has one of the study's policies --- */

static void chooser_read(struct study *study, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "role", NULL };
    struct study_factor *factor = &study->factor[study->n_factors];
    factor->from = member;
    key_take(factor, member->key, member->key_place, wrong);
    study->chooser = study->n_factors++;
    if (study->n_policies < 2)
        yaml_complain(wrong, member->key_place, "factor 'policy' chooses among the 'policies' of the study, of which there is "
                      "only one");
    if (yaml_is_null(member->value) || !yaml_expect(member->value, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(member->value, KEYS, "factor 'policy', whose values are the policies of the study", wrong);
    manner_read(factor, member->value, wrong);
}

int study_policy_named(const struct study *study, const char *name)
{
    for (int p = 0; p < study->n_policies; p++)
        if (strcmp(study->policy[p].name, name) == 0)
            return p;
    return NONE;
}

void study_chooser_fill(struct study *study, struct yaml_complaints *wrong)
{
    struct study_factor *factor = &study->factor[study->chooser];
    if (study_factor_list(factor, study->n_policies, wrong) != 0)
        return;
    factor->n_values = study->n_policies;
    for (int p = 0; p < study->n_policies; p++) {
        factor->value[p] = p;
        if (strlen(study->policy[p].name) >= sizeof *factor->text)
            yaml_complain(wrong, study->policy[p].place[0], "the name of a policy that a design chooses has at most %zu bytes",
                          sizeof *factor->text - 1);
        snprintf(factor->text[p], sizeof *factor->text, "%.*s", (int)sizeof *factor->text - 1, study->policy[p].name);
    }
}

/* --- a mixture: name: {mixture: [key, key, ...], total, levels} --- */

static bool next_blend(int n, int *blend)       /* the last share that is not 0 gives one step to the one before it */
{
    int last = n - 1;
    while (last > 0 && blend[last] == 0)
        last--;
    if (last == 0)
        return false;
    int rest = blend[last] - 1;
    blend[last] = 0;
    blend[last - 1]++;
    blend[n - 1] = rest;
    return true;
}

/* All ways to give `levels` equal steps to n shares. */
static void blends_make(struct study_mixture *m, struct yaml_place place, struct yaml_complaints *wrong)
{
    double count = 1;
    for (int i = 1; i < m->n; i++)
        count *= (double)(m->levels + i) / i;
    if (count > STUDY_MOST_VALUES) {
        yaml_complain(wrong, place, "%d shares in %d steps have more than %d blends", m->n, m->levels, STUDY_MOST_VALUES);
        return;
    }
    m->n_values = (int)(count + 0.5);
    m->blend = calloc((size_t)m->n_values * (size_t)m->n, sizeof *m->blend);
    if (!m->blend) {
        wrong->environment = true;
        yaml_complain(wrong, place, "no memory for %d blends", m->n_values);
        return;
    }
    int blend[STUDY_MOST_FACTORS] = { 0 };
    blend[m->n - 1] = m->levels;
    for (int v = 0; v < m->n_values; v++, next_blend(m->n, blend))
        memcpy(m->blend + (size_t)v * (size_t)m->n, blend, (size_t)m->n * sizeof *blend);
}

static void share_add(struct study *study, const struct yaml_member *from, const struct yaml *key,
                      struct yaml_complaints *wrong)
{
    const struct study_mixture *m = &study->mixture[study->n_mixtures];
    struct study_factor *factor = &study->factor[study->n_factors++];
    *factor = (struct study_factor){ .from = from, .kind = FACTOR_SHARE, .high = m->total, .mixture = study->n_mixtures };
    key_take(factor, yaml_text(key, "mixture", wrong), key->place, wrong);
    manner_read(factor, from->value, wrong);
}

static void mixture_read(struct study *study, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "mixture", "total", "levels", "role", "unit", "over", NULL };
    const struct yaml *list = yaml_get(member->value, "mixture"), *node;
    struct study_mixture *m = &study->mixture[study->n_mixtures];
    yaml_known_keys(member->value, KEYS, "a mixture", wrong);
    if (!yaml_expect(list, YAML_SEQUENCE, "mixture", wrong))
        return;
    if (list->n < 2 || list->n > STUDY_MOST_FACTORS - study->n_factors || study->n_mixtures == STUDY_MOST_MIXTURES) {
        yaml_complain(wrong, list->place, "a mixture has 2 shares or more; a study at most %d mixtures and %d factors",
                      STUDY_MOST_MIXTURES, STUDY_MOST_FACTORS);
        return;
    }
    *m = (struct study_mixture){ .first = study->n_factors, .n = list->n, .total = 1 };
    if ((node = yaml_get(member->value, "total")))
        m->total = yaml_number(node, "total", 1e-6, 1e6, wrong);
    if ((node = yaml_get(member->value, "levels")))
        m->levels = (int)yaml_integer(node, "levels", 1, STUDY_MOST_VALUES, wrong);
    for (int i = 0; i < list->n; i++)
        share_add(study, member, list->member[i].value, wrong);
    study->n_mixtures++;
    if (m->levels > 0)
        blends_make(m, node->place, wrong);
}

/* --- all of them --- */

static void keys_differ(const struct study *study, struct yaml_complaints *wrong)
{
    for (int f = 1; f < study->n_factors; f++)
        for (int g = 0; g < f; g++)
            if (strcmp(study->factor[f].key, study->factor[g].key) == 0) {
                yaml_complain(wrong, study->factor[f].from->key_place, "factor '%s' is there twice", study->factor[f].key);
                break;
            }
}

void study_factors_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    if (!mapping || !yaml_expect(mapping, YAML_MAPPING, "factors", wrong))
        return;
    if (mapping->n > STUDY_MOST_FACTORS) {
        yaml_complain(wrong, mapping->place, "a study has at most %d factors, not %d", STUDY_MOST_FACTORS, mapping->n);
        return;
    }
    for (int i = 0; i < mapping->n; i++)
        if (yaml_get(mapping->member[i].value, "mixture"))
            mixture_read(study, &mapping->member[i], wrong);
        else if (study->n_factors < STUDY_MOST_FACTORS && strcmp(mapping->member[i].key, "policy") == 0)
            chooser_read(study, &mapping->member[i], wrong);
        else if (study->n_factors < STUDY_MOST_FACTORS)
            factor_read(&study->factor[study->n_factors++], &mapping->member[i], wrong);
        else
            yaml_complain(wrong, mapping->member[i].key_place, "a study has at most %d factors", STUDY_MOST_FACTORS);
    keys_differ(study, wrong);
}

void study_factors_free(struct study *study)
{
    for (int f = 0; f < study->n_factors; f++) {
        free(study->factor[f].text);
        free(study->factor[f].value);
    }
    for (int m = 0; m < study->n_mixtures; m++)
        free(study->mixture[m].blend);
    free(study->factor);
}
