#include "study.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/yaml.h"
#include "sim/scenario/params.h"
#include "sim/scenario/path.h"
#include "sim/scenario/scenario.h"
#include "study_file.h"

static const char BASELINE[] = "baseline";

void study_copy_text(char *to, size_t size, const struct yaml *node, const char *what, struct yaml_complaints *wrong)
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

/* --- the numbers --- */

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
                                        "warmup", "factors", "design", "constraints", "control", NULL };
    const struct yaml *node;
    yaml_known_keys(root, KEYS, "a study", wrong);
    if ((node = yaml_get(root, "title")))
        study_copy_text(study->title, sizeof study->title, node, "title", wrong);
    if ((node = yaml_get(root, "title_zh")))
        study_copy_text(study->title_zh, sizeof study->title_zh, node, "title_zh", wrong);
    if ((node = yaml_get(root, "because")))
        yaml_text(node, "because", wrong);
    if ((node = yaml_get(root, "base"))) {
        study_copy_text(study->base, sizeof study->base, node, "base", wrong);
        study->base_place = node->place;
    } else
        yaml_complain(wrong, root->place, "a study needs 'base', the city it is about");
    int before = wrong->n;
    policies_read(study, yaml_get(root, "policies"), wrong);
    if (wrong->n == before)
        control_read(study, yaml_get(root, "control"), wrong);
    study_factors_read(study, yaml_get(root, "factors"), wrong);
    study_replications_read(study, yaml_get(root, "replications"), wrong);
    study->days = optional_days(yaml_get(root, "days"), "days", 1, 36500, wrong);
    study->warmup = optional_days(yaml_get(root, "warmup"), "warmup", 0, 3650, wrong);
    study_design_read(study, yaml_get(root, "design"), wrong);
    study_constraints_read(study, yaml_get(root, "constraints"), wrong);
}

static int study_init(struct study *study, struct err *err)
{
    *study = (struct study){ .n_policies = 1, .design = &DESIGNS[0], .n_replicates = 1, .days = NONE, .warmup = NONE,
                              .chooser = NONE };
    study->policy = calloc(STUDY_MOST_POLICIES, sizeof *study->policy);
    study->factor = calloc(STUDY_MOST_FACTORS, sizeof *study->factor);
    study->constraint = calloc(STUDY_MOST_CONSTRAINTS, sizeof *study->constraint);
    if (!study->policy || !study->factor || !study->constraint)
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
    study_factors_free(study);
    free(study->policy);
    free(study->constraint);
    free(study->at);
    yaml_file_free(study->file);
    *study = (struct study){ 0 };
}
