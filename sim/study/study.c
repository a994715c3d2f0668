#include "study.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/yaml.h"
#include "sim/scenario/params.h"
#include "sim/scenario/path.h"
#include "sim/scenario/scenario.h"

static const char BASELINE[] = "baseline";

static void copy_text(char *to, size_t size, const struct yaml *node, const char *what, struct yaml_complaints *wrong)
{
    const char *text = yaml_text(node, what, wrong);
    if (strlen(text) >= size)
        yaml_complain(wrong, node->place, "'%s' is longer than %zu bytes", what, size - 1);
    snprintf(to, size, "%s", text);
}

/* --- policies: `name`, or [name, name] combined --- */

/* NULL, or what is wrong with one more overlay. */
static const char *overlay_add(struct study_policy *policy, const char *file_or_name, struct yaml_place place)
{
    char name[NAME_MAX + 1];
    if (policy->n_overlays == STUDY_MOST_OVERLAYS)
        return "a policy combines at most 8 files";
    if (strlen(file_or_name) >= STUDY_PATH_SIZE)
        return "the name of a policy is too long";
    policy->place[policy->n_overlays] = place;
    strcpy(policy->overlay[policy->n_overlays++], file_or_name);
    size_t used = strlen(policy->name), room = sizeof policy->name - used;
    int n = snprintf(policy->name + used, room, "%s%s", used ? "+" : "", path_name(name, file_or_name));
    return (size_t)n < room ? NULL : "the names of these policies together are too long (95 bytes)";
}

static void policy_add(struct study_policy *policy, const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *fault = overlay_add(policy, yaml_text(node, "policies", wrong), node->place);
    if (fault)
        yaml_complain(wrong, node->place, "%s", fault);
}

static void baseline_is_the_city(struct study_policy *policy)
{
    if (strcmp(policy->name, BASELINE) == 0)
        policy->n_overlays = 0;
}

static void policy_read(struct study_policy *policy, const struct yaml *node, struct yaml_complaints *wrong)
{
    policy->name[0] = '\0';
    if (node->kind == YAML_SEQUENCE) {
        for (int i = 0; i < node->n; i++)
            policy_add(policy, node->member[i].value, wrong);
        if (node->n == 0)
            yaml_complain(wrong, node->place, "an empty list is no policy; the city as it is has the name '%s'",
                          BASELINE);
    } else {
        policy_add(policy, node, wrong);
    }
    baseline_is_the_city(policy);
}

/* `policies: all`: the city as it is, and each policy of the scenario path alone. */
static void policies_all(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    struct path_list list = path_list(FOLDER_POLICIES);
    if (list.n < 0 || list.n >= STUDY_MOST_POLICIES)
        yaml_complain(wrong, node->place, list.n < 0 ? "no memory to list the policies"
                      : "the scenario path has %d policies, a study at most %d with the city as it is: name those you want",
                      list.n, STUDY_MOST_POLICIES);
    for (int i = 0; i < list.n && list.n < STUDY_MOST_POLICIES; i++, study->n_policies++) {
        const char *fault = overlay_add(&study->policy[study->n_policies], list.offer[i].name, node->place);
        if (fault)
            yaml_complain(wrong, node->place, "%s", fault);
    }
    path_list_free(&list);
}

static void policies_read(struct study *study, const struct yaml *list, struct yaml_complaints *wrong)
{
    if (list && list->kind == YAML_SCALAR && strcmp(list->text, "all") == 0) {
        policies_all(study, list, wrong);
        return;
    }
    if (!list || !yaml_expect(list, YAML_SEQUENCE, "policies", wrong))
        return;
    if (list->n < 1 || list->n > STUDY_MOST_POLICIES) {
        yaml_complain(wrong, list->place, "a study has 1 to %d policies, not %d", STUDY_MOST_POLICIES, list->n);
        return;
    }
    for (int p = 0; p < list->n; p++) {
        policy_read(&study->policy[p], list->member[p].value, wrong);
        for (int q = 0; q < p; q++)
            if (strcmp(study->policy[p].name, study->policy[q].name) == 0)
                yaml_complain(wrong, list->member[p].value->place, "policy '%s' is there twice", study->policy[p].name);
    }
    study->n_policies = list->n;
}

static void control_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *word[STUDY_MOST_POLICIES];
    for (int p = 0; p < study->n_policies; p++)
        word[p] = study->policy[p].name;
    int control = node && study->n_policies > 0 ? yaml_word(node, "control", study->n_policies, word, wrong) : 0;
    study->control = control < 0 ? 0 : control;
}

/* --- factors: key: {values: [...], role, unit} --- */

static double value_number(const struct yaml *node, int place)
{
    double x;
    if (yaml_reads_number(node, &x))
        return x;
    if (!node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0))
        return strcmp(node->text, "true") == 0;
    return place;
}

static void values_read(struct study_factor *factor, const struct yaml *list, struct yaml_complaints *wrong)
{
    if (!yaml_expect(list, YAML_SEQUENCE, "values", wrong))
        return;
    if (list->n < 1 || list->n > STUDY_MOST_VALUES) {
        yaml_complain(wrong, list->place, "a factor has 1 to %d values, not %d", STUDY_MOST_VALUES, list->n);
        return;
    }
    factor->text = calloc((size_t)list->n, sizeof *factor->text);
    factor->value = calloc((size_t)list->n, sizeof *factor->value);
    if (!factor->text || !factor->value) {
        wrong->environment = true;
        yaml_complain(wrong, (struct yaml_place){ 0 }, "no memory for the values of '%s'", factor->key);
        return;
    }
    for (int i = 0; i < list->n; i++) {
        const struct yaml *node = list->member[i].value;
        copy_text(factor->text[i], sizeof *factor->text, node, "values", wrong);
        factor->value[i] = value_number(node, i);
    }
    factor->n_values = list->n;
}

static void factor_read(struct study_factor *factor, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "values", "role", "unit", "over", NULL };
    static const char *const OVER[] = { "city", "policies" };
    static const char *const ROLES[] = { "lever", "uncertainty" };
    factor->from = member;
    snprintf(factor->key, sizeof factor->key, "%s", member->key);
    if (strlen(member->key) >= sizeof factor->key)
        yaml_complain(wrong, member->key_place, "no parameter has so long a name");
    const struct yaml *node = member->value, *item;
    if (!yaml_expect(node, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(node, KEYS, "a factor", wrong);
    if ((item = yaml_get(node, "values")))
        values_read(factor, item, wrong);
    else
        yaml_complain(wrong, member->key_place, "factor '%s' has no 'values'", member->key);
    if ((item = yaml_get(node, "role")))
        factor->role = yaml_word(item, "role", 2, ROLES, wrong) == 1 ? ROLE_UNCERTAINTY : ROLE_LEVER;
    if ((item = yaml_get(node, "over")))
        factor->over_policies = yaml_word(item, "over", 2, OVER, wrong) == 1;
    if ((item = yaml_get(node, "unit")))
        copy_text(factor->unit, sizeof factor->unit, item, "unit", wrong);
}

static void factors_read(struct study *study, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    if (!mapping || !yaml_expect(mapping, YAML_MAPPING, "factors", wrong))
        return;
    if (mapping->n > STUDY_MOST_FACTORS) {
        yaml_complain(wrong, mapping->place, "a study has at most %d factors, not %d", STUDY_MOST_FACTORS, mapping->n);
        return;
    }
    for (int f = 0; f < mapping->n; f++)
        factor_read(&study->factor[f], &mapping->member[f], wrong);
    study->n_factors = mapping->n;
}

/* --- the design and the numbers --- */

static bool same_value(const struct study_factor *factor, int i, int j)
{
    double x;
    const struct yaml *list = yaml_get(factor->from->value, "values");
    return strcmp(factor->text[i], factor->text[j]) == 0 ||
           (factor->value[i] == factor->value[j] && yaml_reads_number(list->member[i].value, &x) &&
            yaml_reads_number(list->member[j].value, &x));
}

static bool same_values(const struct study *study, int f, int i, int j)
{
    if (!study->design->together)
        return same_value(&study->factor[f], i, j);
    for (f = 0; f < study->n_factors; f++)
        if (!same_value(&study->factor[f], i, j))
            return false;
    return true;
}

/* A value that is there twice would make a point twice. */
static void values_differ(const struct study *study, struct yaml_complaints *wrong)
{
    int n_factors = study->design->together && study->n_factors > 1 ? 1 : study->n_factors;
    for (int f = 0; f < n_factors; f++) {
        const struct study_factor *factor = &study->factor[f];
        for (int i = 1; i < factor->n_values; i++)
            for (int j = 0; j < i; j++)
                if (same_values(study, f, i, j)) {
                    const struct yaml *list = yaml_get(factor->from->value, "values");
                    yaml_complain(wrong, list->member[i].value->place, "value %s of '%s' is there twice%s",
                                  factor->text[i], factor->key,
                                  study->n_factors > n_factors ? ", with the same values of the other factors" : "");
                    break;
                }
    }
}

static void design_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "kind", NULL };
    const char *word[16];
    for (int d = 0; d < N_DESIGNS; d++)
        word[d] = DESIGNS[d].name;
    const struct yaml *kind = node;
    if (node && node->kind == YAML_MAPPING) {
        yaml_known_keys(node, KEYS, "a design", wrong);
        kind = yaml_get(node, "kind");
    }
    int d = kind ? yaml_word(kind, "design", N_DESIGNS, word, wrong) : 0;
    study->design = &DESIGNS[d < 0 ? 0 : d];
    if (wrong->n == 0 && study_points(study) < 0)
        yaml_complain(wrong, node ? node->place : (struct yaml_place){ 0 }, "design %s does not fit the factors: %s",
                      study->design->name, study->design->misfit);
    if (wrong->n == 0)
        values_differ(study, wrong);
}

static void replications_read(struct study *study, const struct yaml *node, struct yaml_complaints *wrong)
{
    if (node && node->kind == YAML_MAPPING)
        yaml_complain(wrong, node->place, "replications until a precision is reached are not supported by this "
                      "version; write a number, such as 'replications: 10'");
    else
        study->n_replicates = node ? (int)yaml_integer(node, "replications", 1, STUDY_MOST_REPLICATIONS, wrong) : 1;
}

static int optional_days(const struct yaml *node, const char *what, long low, long high, struct yaml_complaints *wrong)
{
    return node ? (int)yaml_integer(node, what, low, high, wrong) : NONE;
}

/* A key that cities and policies have, and studies not; NULL when there is none. */
static const struct yaml_member *key_of_a_scenario(const struct yaml *root)
{
    char section[NAME_SIZE];
    for (int i = 0; i < root->n; i++) {
        const char *key = root->member[i].key;
        snprintf(section, sizeof section, "%.*s", (int)strcspn(key, "."), key);
        if (strcmp(key, "extends") == 0 || strcmp(key, "events") == 0 || section_named(section))
            return &root->member[i];
    }
    return NULL;
}

static void study_take(struct study *study, const struct yaml *root, struct yaml_complaints *wrong)
{
    const struct yaml_member *other = yaml_get(root, "base") ? NULL : key_of_a_scenario(root);
    if (other) {
        yaml_complain(wrong, other->key_place, "'%s' makes this a city or a policy, not a study; `hotline run` runs a "
                      "city", other->key);
        return;
    }
    static const char *const KEYS[] = { "title", "title_zh", "because", "base", "policies", "replications", "days",
                                        "warmup", "factors", "design", "control", NULL };
    const struct yaml *node;
    yaml_known_keys(root, KEYS, "a study", wrong);
    if ((node = yaml_get(root, "title")))
        copy_text(study->title, sizeof study->title, node, "title", wrong);
    if ((node = yaml_get(root, "title_zh")))
        copy_text(study->title_zh, sizeof study->title_zh, node, "title_zh", wrong);
    if ((node = yaml_get(root, "because")))
        yaml_text(node, "because", wrong);
    if ((node = yaml_get(root, "base"))) {
        copy_text(study->base, sizeof study->base, node, "base", wrong);
        study->base_place = node->place;
    } else
        yaml_complain(wrong, root->place, "a study needs 'base', the city it is about");
    int before = wrong->n;
    policies_read(study, yaml_get(root, "policies"), wrong);
    if (wrong->n == before)
        control_read(study, yaml_get(root, "control"), wrong);
    factors_read(study, yaml_get(root, "factors"), wrong);
    replications_read(study, yaml_get(root, "replications"), wrong);
    study->days = optional_days(yaml_get(root, "days"), "days", 1, 36500, wrong);
    study->warmup = optional_days(yaml_get(root, "warmup"), "warmup", 0, 3650, wrong);
    design_read(study, yaml_get(root, "design"), wrong);
}

static int study_init(struct study *study, struct err *err)
{
    *study = (struct study){ .n_policies = 1, .design = &DESIGNS[0], .n_replicates = 1, .days = NONE, .warmup = NONE };
    study->policy = calloc(STUDY_MOST_POLICIES, sizeof *study->policy);
    study->factor = calloc(STUDY_MOST_FACTORS, sizeof *study->factor);
    if (!study->policy || !study->factor)
        return err_set(err, "no memory for a study");
    snprintf(study->policy[0].name, sizeof study->policy[0].name, "%s", BASELINE);
    return 0;
}

static int text_read(struct study *study, const char *path, struct err *err)
{
    FILE *in = fopen(path, "r");
    if (!in)
        return err_set(err, "%s cannot be read: %s", path, strerror(errno));
    size_t n = fread(study->text, 1, sizeof study->text - 1, in);
    int more = n == sizeof study->text - 1 && fgetc(in) != EOF;
    fclose(in);
    return more ? err_input(err, "%s: a study file has at most %d bytes, since every result keeps a copy of it", path,
                            STUDY_TEXT_SIZE - 1) : 0;
}

int study_read(struct study *study, const char *file_or_name, struct err *err)
{
    char path[PATH_MAX], missing[2048], name[NAME_MAX + 1];
    if (study_init(study, err) != 0)
        return -1;
    if (!path_find(path, FOLDER_STUDIES, file_or_name, NULL))
        return err_input(err, "%s", path_missing(missing, sizeof missing, FOLDER_STUDIES, file_or_name));
    if (text_read(study, path, err) != 0)
        return -1;
    struct yaml_complaints wrong = { 0 };
    study->file = yaml_read(path, &wrong);
    if (wrong.n == 0)
        study_take(study, yaml_root(study->file), &wrong);
    snprintf(study->name, sizeof study->name, "%s", path_name(name, path));
    if (!study->title[0])
        snprintf(study->title, sizeof study->title, "%s", study->name);
    return yaml_verdict(&wrong, err);
}

int study_of_city(struct study *study, const char *city, int n, char *const overlay[], struct err *err)
{
    if (study_init(study, err) != 0)
        return -1;
    char name[NAME_MAX + 1];
    struct study_policy *policy = &study->policy[0];
    if (n > 0)
        policy->name[0] = '\0';
    for (int i = 0; i < n; i++) {
        const char *fault = overlay_add(policy, overlay[i], (struct yaml_place){ 0 });
        if (fault)
            return err_input(err, "%s", fault);
    }
    baseline_is_the_city(policy);
    snprintf(study->base, sizeof study->base, "%s", city);
    snprintf(study->name, sizeof study->name, "%s", path_name(name, city));
    snprintf(study->title, sizeof study->title, "%.60s, %s", study->name, policy->name);
    return 0;
}

void study_free(struct study *study)
{
    for (int f = 0; f < study->n_factors; f++) {
        free(study->factor[f].text);
        free(study->factor[f].value);
    }
    free(study->factor);
    free(study->policy);
    yaml_file_free(study->file);
    *study = (struct study){ 0 };
}

static void value_counts(const struct study *study, int n_values[])
{
    for (int f = 0; f < study->n_factors; f++)
        n_values[f] = study->factor[f].n_values;
}

long study_points(const struct study *study)
{
    int n_values[STUDY_MOST_FACTORS];
    value_counts(study, n_values);
    return study->design->n_points(study->n_factors, n_values);
}

int study_level(const struct study *study, long point, int factor)
{
    int n_values[STUDY_MOST_FACTORS];
    value_counts(study, n_values);
    return study->design->level(study->n_factors, n_values, point, factor);
}
