#include "cases.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run.h"
#include "sim/scenario/print.h"

enum { SETTING_SIZE = 384 };

/* --- the settings of a point: those of the study, of the command line, then of the design --- */

struct settings {
    int n;
    const char **text;
    char (*own)[SETTING_SIZE];          /* room for those made here */
};

static void settings_free(struct settings *s)
{
    free(s->text);
    free(s->own);
}

static void settings_add(struct settings *s, const char *key, const char *value)
{
    snprintf(s->own[s->n], SETTING_SIZE, "%s=%s", key, value);
    s->text[s->n] = s->own[s->n];
    s->n++;
}

static void settings_add_days(struct settings *s, const char *key, int study, int wish)
{
    char days[16];
    if (wish == NONE && study == NONE)
        return;
    snprintf(days, sizeof days, "%d", wish != NONE ? wish : study);
    settings_add(s, key, days);
}

static void settings_add_factor(struct settings *s, const struct study *study, long point, int f)
{
    const struct study_factor *factor = &study->factor[f];
    char value[160], text[64];
    study_text(study, point, f, text);
    if (factor->unit[0])                /* so that the loader checks the unit, too */
        snprintf(value, sizeof value, "{value: %s, unit: '%s'}", text, factor->unit);
    else
        snprintf(value, sizeof value, "%s", text);
    settings_add(s, factor->key, value);
}

enum { NO_POINT = -1 };

static int settings_make(struct settings *s, const struct study *study, const struct cases_wish *wish, long point,
                         struct err *err)
{
    size_t room = (size_t)wish->n_set + STUDY_MOST_FACTORS + 2;
    *s = (struct settings){ 0, calloc(room, sizeof *s->text), calloc(room, sizeof *s->own) };
    if (!s->text || !s->own)
        return err_set(err, "no memory for the settings of a scenario");
    settings_add_days(s, "calendar.days", study->days, wish->days);
    settings_add_days(s, "calendar.warmup", study->warmup, wish->warmup);
    for (int i = 0; i < wish->n_set; i++)
        s->text[s->n++] = wish->set[i];
    for (int f = 0; point != NO_POINT && f < study->n_factors; f++)
        settings_add_factor(s, study, point, f);
    return 0;
}

static int load_one(struct scenario_loaded *loaded, const struct study *study, const struct study_policy *policy,
                    const struct settings *settings, struct err *err)
{
    const char *overlay[STUDY_MOST_OVERLAYS];
    int n = policy ? policy->n_overlays : 0;
    for (int i = 0; i < n; i++)
        overlay[i] = policy->overlay[i];
    struct scenario_request request = { .city = study->base, .n_overlays = n, .overlay = overlay,
                                        .n_sets = settings->n, .set = settings->text };
    return scenario_load(loaded, &request, err);
}

static int load_point(struct cases *cases, const struct study *study, const struct cases_wish *wish, int point,
                      struct err *err)
{
    struct err why = { 0 };
    struct settings settings;
    struct scenario_loaded *first = cases->loaded + (size_t)point * (size_t)cases->n_policies;
    int ok = settings_make(&settings, study, wish, point, &why);
    if (ok == 0)
        ok = load_one(&cases->base[point], study, NULL, &settings, &why);
    for (int p = 0; ok == 0 && p < cases->n_policies; p++)
        ok = load_one(first + p, study, &study->policy[p], &settings, &why);
    settings_free(&settings);
    if (ok == 0)
        return 0;
    return study->n_factors == 0 ? err_code(err, why.code, "%s", why.text)
                                 : err_code(err, why.code, "point %d of study %s:\n%s", point, study->name, why.text);
}

/* --- a factor's value wins over everything, so nothing else may want to say it, unless it was told to win --- */

/* The ROW of table.ROW.column. */
static const char *row_of(const char *key, char row[NAME_SIZE])
{
    const char *begin = strchr(key, '.') + 1;
    snprintf(row, NAME_SIZE, "%.*s", (int)strcspn(begin, "."), begin);
    return row;
}

static void origin_of(const struct scenario_loaded *loaded, const char *key, char *buffer, size_t size)
{
    const struct param *param = param_at(key);
    char row[NAME_SIZE];
    int number = 0;
    buffer[0] = '\0';
    if (SECTIONS[param->section].max > 0)
        number = params_row_named(&loaded->scenario, &SECTIONS[param->section], row_of(key, row));
    FILE *out = number != NONE ? fmemopen(buffer, size, "w") : NULL;
    if (out) {
        scenario_print_origin(loaded, param, number, out);
        fclose(out);
    }
}

static int factors_are_free_of(const struct study *study, const struct study_policy *policy,
                               const struct scenario_loaded *city, const struct settings *settings, struct err *err)
{
    struct scenario_loaded with = { 0 };
    char before[PATH_MAX + 64], after[PATH_MAX + 64];
    int ok = load_one(&with, study, policy, settings, err);
    struct yaml_complaints wrong = { 0 };
    for (int f = 0; ok == 0 && f < study->n_factors; f++) {
        if (study->factor[f].over_policies)
            continue;
        origin_of(city, study->factor[f].key, before, sizeof before);
        origin_of(&with, study->factor[f].key, after, sizeof after);
        if (strcmp(before, after) != 0)
            yaml_complain(&wrong, policy->place[0], "policy '%s' sets %s (%s), which is a factor, whose values "
                          "would hide it: name a policy file without that line instead, drop the factor, or "
                          "say 'over: policies' in it, so that its values hold under this policy, too",
                          policy->name, study->factor[f].key, after);
    }
    scenario_free(&with);
    return ok == 0 ? yaml_verdict(&wrong, err) : ok;
}

/* A value for a row that is not there would add one. */
static int factors_have_rows(const struct study *study, const struct scenario_loaded *city, struct err *err)
{
    struct yaml_complaints wrong = { 0 };
    for (int f = 0; f < study->n_factors; f++) {
        const char *key = study->factor[f].key;
        const struct section *section = &SECTIONS[param_at(key)->section];
        char row[NAME_SIZE];
        if (section->max == 0 || params_row_named(&city->scenario, section, row_of(key, row)) != NONE)
            continue;
        const char *nearest = params_row_nearest(&city->scenario, section, row);
        yaml_complain(&wrong, study->factor[f].from->key_place, "the city has no row '%s' in %s%s%s%s", row,
                      section->name, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    }
    return yaml_verdict(&wrong, err);
}

static int sets_key(const char *setting, const char *key)
{
    size_t n = strcspn(setting, "=");
    return n == strlen(key) && memcmp(setting, key, n) == 0;
}

static int factors_are_free(const struct study *study, const struct cases_wish *wish, struct err *err)
{
    struct settings settings;
    struct scenario_loaded city = { 0 };
    for (int i = 0; i < wish->n_set; i++)
        for (int f = 0; f < study->n_factors; f++)
            if (sets_key(wish->set[i], study->factor[f].key))
                return err_input(err, "--set %s: this is a factor of the study, whose values would hide it: leave out "
                                 "--set, or drop the factor", wish->set[i]);
    int ok = settings_make(&settings, study, wish, NO_POINT, err);
    if (ok == 0)
        ok = load_one(&city, study, NULL, &settings, err);
    if (ok == 0)
        ok = factors_have_rows(study, &city, err);
    for (int p = 0; ok == 0 && study->n_factors > 0 && p < study->n_policies; p++)
        ok = factors_are_free_of(study, &study->policy[p], &city, &settings, err);
    scenario_free(&city);
    settings_free(&settings);
    return ok;
}

/* --- extents: one result file has one set of dimensions --- */

static int extents_differ(const struct extents *a, const struct extents *b, enum dimension *which)
{
    for (int d = 0; d < N_DIMENSIONS; d++) {
        size_t n = (size_t)a->dim[d].n;
        const double *x = a->dim[d].value, *y = b->dim[d].value;
        *which = d;
        if (a->dim[d].n != b->dim[d].n || !x != !y || !a->dim[d].label != !b->dim[d].label ||
            (x && memcmp(x, y, n * sizeof *x) != 0))
            return 1;
        for (size_t i = 0; a->dim[d].label && i < n; i++)
            if (strcmp(a->dim[d].label[i], b->dim[d].label[i]) != 0)
                return 1;
    }
    return 0;
}

static int extents_agree(struct cases *cases, struct err *err)
{
    if (run_extents(&cases->base[0].scenario, &cases->extents, err) != 0)
        return -1;
    for (int s = 0; s < cases->plan.n_scenarios; s++) {
        struct extents other = { 0 };
        enum dimension which;
        int ok = run_extents(&cases->loaded[s].scenario, &other, err), differ = 0;
        if (ok == 0)
            differ = extents_differ(&cases->extents, &other, &which);
        extents_free(&other);
        if (ok != 0)
            return -1;
        if (differ)
            return err_input(err, "scenario '%s' has another %s (%s) than the first one; a result file has room for "
                             "one: make two studies of it", cases->plan.scenario_name[s], DIMENSIONS[which].name,
                             DIMENSIONS[which].long_name);
    }
    return 0;
}

/* --- the plan of the result --- */

static char *printed(const struct scenario_loaded *loaded, void (*print)(const struct scenario_loaded *, FILE *))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    print(loaded, out);
    return fclose(out) == 0 ? text : NULL;
}

/* `policy`, and in a study of several points `policy @ key=value, ...`; `policy @ point N` when that is too long, and of
 * designs that sample, whose points may be alike in some factors and differ in many digits in others. */
static void scenario_name(char name[96], const struct study *study, int point, int policy)
{
    int n = snprintf(name, 96, "%s", study->policy[policy].name), used = n;
    bool numbered = study->design->samples || study->table[0];
    char text[64];
    if (study->n_factors == 0)
        return;
    for (int f = 0; f < study->n_factors && used < 96 && !numbered; f++)
        used += snprintf(name + used, 96 - (size_t)used, "%s%s=%s", f ? ", " : " @ ", study->factor[f].key,
                         study_text(study, point, f, text));
    if (used >= 96 || numbered)
        snprintf(name + (n > 80 ? 80 : n), 96 - (size_t)(n > 80 ? 80 : n), " @ point %d", point);
}

static char *policy_zh(const struct scenario_loaded *loaded, const struct study_policy *policy)
{
    return strdup(policy->n_overlays ? loaded->policy_zh : "现状");
}

static int plan_scenarios(struct cases *cases, const struct study *study, struct err *err)
{
    struct result_plan *plan = &cases->plan;
    for (int s = 0; s < plan->n_scenarios; s++) {
        int point = s / cases->n_policies;
        scenario_name(plan->scenario_name[s], study, point, s % cases->n_policies);
        plan->scenario_text[s] = printed(&cases->loaded[s], scenario_print);
        plan->scenario_origin[s] = printed(&cases->loaded[s], scenario_print_origins);
        plan->policy_zh[s] = policy_zh(&cases->loaded[s], &study->policy[s % cases->n_policies]);
        if (!plan->scenario_text[s] || !plan->scenario_origin[s] || !plan->policy_zh[s])
            return err_set(err, "no memory for the text of %d scenarios", plan->n_scenarios);
        for (int f = 0; f < study->n_factors; f++)
            plan->factor[f].value[s] = study_value(study, point, f);
    }
    return 0;
}

static int plan_bases(struct cases *cases, struct err *err)
{
    if (plan_points(&cases->plan, cases->n_points, err) != 0)
        return -1;
    for (int p = 0; p < cases->n_points; p++)
        if (!(cases->plan.base_text[p] = printed(&cases->base[p], scenario_print)))
            return err_set(err, "no memory for the text of %d cities", cases->n_points);
    return 0;
}

/* A study's own; of `run` that of its city and its policies, where both have one. */
static void title_zh(char title[PLAN_TITLE_ZH], const struct study *study, const struct cases *cases)
{
    const char *city = cases->base[0].title_zh, *policy = cases->plan.policy_zh[0];
    if (study->file)
        snprintf(title, PLAN_TITLE_ZH, "%s", study->title_zh);
    else if (*city && *policy && snprintf(title, PLAN_TITLE_ZH, "%s，%s", city, policy) >= PLAN_TITLE_ZH)
        title[0] = '\0';
}

static void plan_design(struct result_design *design, const struct study *study)
{
    bool samples = study->design->samples;
    snprintf(design->kind, sizeof design->kind, "%s", study->n_factors > 0 ? study->design->name : "");
    design->n = samples ? study->space.n : study->n_points;
    design->seed = samples ? study->space.seed : 0;
    design->levels = study->space.levels;
    design->second = study->space.second;
    design->block = design_block(study->design, &study->space);
    design->n_policies = study->n_policies;
}

static int plan_make(struct cases *cases, const struct study *study, const struct cases_wish *wish, struct err *err)
{
    struct result_plan *plan = &cases->plan;
    const struct scenario *city = &cases->base[0].scenario;
    if (plan_init(plan, cases->n_points * cases->n_policies, cases->n_replicates, study->n_factors, err) != 0)
        return -1;
    for (int f = 0; f < study->n_factors; f++) {
        const struct param *param = param_at(study->factor[f].key);
        snprintf(plan->factor[f].name, sizeof plan->factor[f].name, "%s", study->factor[f].key);
        snprintf(plan->factor[f].unit, sizeof plan->factor[f].unit, "%s", param ? param->unit : "");
        plan->factor[f].uncertain = study->factor[f].role == ROLE_UNCERTAINTY;
        snprintf(plan->factor[f].dist, sizeof plan->factor[f].dist, "%s", study_dist(&study->factor[f]));
        study_range(&study->factor[f], plan->factor[f].range);
    }
    snprintf(plan->title, sizeof plan->title, "%s", study->title);
    snprintf(plan->start, sizeof plan->start, "%.15s", city->calendar.start);
    snprintf(plan->command, sizeof plan->command, "%s", wish->command ? wish->command : "");
    snprintf(plan->study_text, sizeof plan->study_text, "%s", study->text);
    plan_design(&plan->design, study);
    if (wish->replicates == NONE)       /* --reps goes before the rule */
        precision_print(&study->precision, plan->precision);
    plan->seed = cases->seed;
    plan->control = study->control;
    plan->warmup_d = city->calendar.warmup;
    plan->days_d = city->calendar.days;
    if (plan_scenarios(cases, study, err) != 0 || plan_bases(cases, err) != 0)
        return -1;
    title_zh(plan->title_zh, study, cases);
    return 0;
}

/* --- all of it --- */

static int cases_init(struct cases *cases, struct study *study, const struct cases_wish *wish, struct err *err)
{
    if (study_asks(study) * study->n_policies > DESIGN_MOST_POINTS)
        return err_input(err, "study %s has %ld x %d scenarios; a result has room for %d", study->name, study_asks(study),
                         study->n_policies, DESIGN_MOST_POINTS);
    if (study_points(study, err) != 0)
        return -1;
    long points = study->n_points;
    *cases = (struct cases){ .n_points = (int)points, .n_policies = study->n_policies, .seed = wish->seed,
                             .n_replicates = wish->replicates != NONE ? wish->replicates : study->n_replicates };
    snprintf(cases->name, sizeof cases->name, "%s", study->name);
    cases->base = calloc((size_t)points, sizeof *cases->base);
    cases->loaded = calloc((size_t)points * (size_t)study->n_policies, sizeof *cases->loaded);
    return cases->base && cases->loaded ? 0 : err_set(err, "no memory for %ld scenarios", points * study->n_policies);
}

int cases_load(struct cases *cases, struct study *study, const struct cases_wish *wish, struct err *err)
{
    *cases = (struct cases){ 0 };
    if (study_names(study, err) != 0 || factors_are_free(study, wish, err) != 0 ||
        cases_init(cases, study, wish, err) != 0)
        return -1;
    for (int point = 0; point < cases->n_points; point++)
        if (load_point(cases, study, wish, point, err) != 0)
            return -1;
    return plan_make(cases, study, wish, err) == 0 ? extents_agree(cases, err) : -1;
}

void cases_free(struct cases *cases)
{
    for (int point = 0; cases->base && point < cases->n_points; point++)
        scenario_free(&cases->base[point]);
    for (int s = 0; cases->loaded && s < cases->n_points * cases->n_policies; s++)
        scenario_free(&cases->loaded[s]);
    free(cases->base);
    free(cases->loaded);
    plan_free(&cases->plan);
    extents_free(&cases->extents);
    *cases = (struct cases){ 0 };
}

double cases_bytes(const struct cases *cases)
{
    double n = 0;
    for (int o = 0; o < N_OUTPUTS; o++)
        n += (double)output_length(o, &cases->extents);
    return 8 * n * cases->plan.n_scenarios * cases->n_replicates;
}

double cases_text_bytes(const struct cases *cases)
{
    double n = 0;
    for (int s = 0; s < cases->plan.n_scenarios; s++)
        n += (double)(strlen(cases->plan.scenario_text[s]) + strlen(cases->plan.scenario_origin[s]));
    for (int p = 0; p < cases->plan.n_points; p++)
        n += (double)strlen(cases->plan.base_text[p]);
    return n;
}
