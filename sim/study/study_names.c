/* Does what a study names exist? See study_names in study.h. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/scenario/path.h"
#include "sim/scenario/value.h"
#include "sim/study/study.h"

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* A study may have the name of its city: what is found beside it is not to be itself. */
static bool find(char found[PATH_MAX], enum folder folder, const char *name, const char *study)
{
    return (path_find(found, folder, name, study) && !same_file(found, study)) || path_find(found, folder, name, NULL);
}

/* The name of a city or a policy becomes its file. */
static void name_found(char name[STUDY_PATH_SIZE], enum folder folder, struct yaml_place place,
                       struct yaml_complaints *wrong)
{
    char found[PATH_MAX], missing[1024];
    if (!find(found, folder, name, yaml_name(place.file)))
        yaml_complain(wrong, place, "%s", path_missing(missing, sizeof missing, folder, name));
    else if (strlen(found) >= STUDY_PATH_SIZE)
        yaml_complain(wrong, place, "the path of this file is longer than %d bytes", STUDY_PATH_SIZE - 1);
    else
        strcpy(name, found);
}

static void value_fits(const struct study_factor *factor, const struct param *param, const struct yaml *value,
                       struct yaml_complaints *wrong)
{
    struct scenario anything;
    if (param->type == PARAM_NAMES)
        value_check_names(factor->key, value, wrong);
    else
        value_read(param, factor->key, value, param_place(&anything, param, 0), wrong);
}

static void list_fits(const struct study_factor *factor, const struct param *param, struct yaml_complaints *wrong)
{
    const struct yaml *values = yaml_get(factor->from->value, "values");
    for (int i = 0; i < factor->n_values; i++) {
        struct yaml cell = { .kind = YAML_SCALAR, .text = factor->text[i], .place = factor->from->key_place };  /* of a table */
        value_fits(factor, param, values ? values->member[i].value : &cell, wrong);
    }
}

/* Both ends; and a parameter that counts gets whole numbers. */
static void range_fits(struct study_factor *factor, const struct param *param, struct yaml_complaints *wrong)
{
    const struct yaml *range = yaml_get(factor->from->value, "range");
    bool counts = param->type == PARAM_INTEGER;
    if (!counts && param->type != PARAM_NUMBER) {
        yaml_complain(wrong, range->place, "'%s' has no range: it is a %s; give it 'values'", factor->key, param_type_name(param));
        return;
    }
    for (int end = 0; end < 2; end++)
        value_fits(factor, param, range->member[end].value, wrong);
    factor->whole = counts;
    if (counts && factor->dist == DIST_UNIFORM)
        factor->dist = DIST_INTEGER;
}

static void share_fits(const struct study_factor *factor, const struct param *param, struct yaml_complaints *wrong)
{
    struct yaml_place place = factor->from->key_place;
    if (param->type != PARAM_NUMBER)
        yaml_complain(wrong, place, "'%s' cannot be a share: its type is %s, not number", factor->key,
                      param_type_name(param));
    else if (param->low > 0 || param->high < factor->high)
        yaml_complain(wrong, place, "the shares of this mixture lie between 0 and %g, '%s' between %g and %g", factor->high,
                      factor->key, param->low, param->high);
}

static void unit_fits(const struct study_factor *factor, const struct param *param, struct yaml_complaints *wrong)
{
    const struct yaml *unit = yaml_get(factor->from->value, "unit");
    if (!unit)
        return;
    const struct yaml_member beside = { "unit", unit->place, unit };
    const struct yaml mapping = { .kind = YAML_MAPPING, .text = "", .n = 1, .member = &beside, .place = unit->place };
    value_itself(param, factor->key, &mapping, &(const char *){ NULL }, wrong);
}

static void factor_fits(struct study_factor *factor, struct yaml_complaints *wrong)
{
    char nearest[PATH_SIZE];
    const struct param *param = param_at(factor->key);
    struct yaml_place place = factor->from->key_place;
    if (!param && params_nearest(nearest, factor->key))
        yaml_complain(wrong, place, "there is no parameter '%s'; did you mean '%s'?", factor->key, nearest);
    else if (!param)
        yaml_complain(wrong, place, "there is no parameter '%s'; `hotline explain --all` lists them", factor->key);
    if (!param)
        return;
    switch (factor->kind) {
    case FACTOR_LIST: list_fits(factor, param, wrong); break;
    case FACTOR_RANGE: range_fits(factor, param, wrong); break;
    case FACTOR_SHARE: share_fits(factor, param, wrong); break;
    }
    unit_fits(factor, param, wrong);
}

int study_names(struct study *study, struct err *err)
{
    struct yaml_complaints wrong = { 0 };
    if (!study->file)
        return 0;
    name_found(study->base, FOLDER_CITIES, study->base_place, &wrong);
    for (int p = 0; p < study->n_policies; p++)
        for (int i = 0; i < study->policy[p].n_overlays; i++)
            name_found(study->policy[p].overlay[i], FOLDER_POLICIES, study->policy[p].place[i], &wrong);
    for (int f = 0; f < study->n_factors; f++)
        if (f != study->chooser)
            factor_fits(&study->factor[f], &wrong);
    return yaml_verdict(&wrong, err);
}
