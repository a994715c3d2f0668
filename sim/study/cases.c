#include "cases.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run.h"
#include "sim/scenario/print.h"
#include "sim/scenario/value.h"

enum { SETTING_SIZE = 384 };

/* Policies that each loaded point has been read under, and which of them is a point's p-th. */
static int variants(const struct cases *cases) { return cases->n_variants ? cases->n_variants : cases->n_policies; }
static int variant(const struct cases *cases, int point, int p) { return cases->chosen ? cases->chosen[point] : p; }

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
        if (f != study->chooser)
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

static int load_point(struct cases *cases, const struct study *study, const struct cases_wish *wish, int point, struct err *err)
{
    struct err why = { 0 };
    struct settings settings;
    struct scenario_loaded *first = cases->loaded + (size_t)point * (size_t)variants(cases);
    int ok = settings_make(&settings, study, wish, point, &why);
    if (ok == 0)
        ok = load_one(&cases->base[point], study, NULL, &settings, &why);
    for (int p = 0; ok == 0 && p < variants(cases); p++)
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
        if (study->factor[f].over_policies || f == study->chooser)
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
        if (f == study->chooser)
            continue;
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

static int extents_agree_with(const struct cases *cases, const struct scenario_loaded *scenario, const char *name,
                              struct err *err)
{
    struct extents other = { 0 };
    enum dimension which;
    int ok = run_extents(&scenario->scenario, &other, err), differ = 0;
    if (ok == 0)
        differ = extents_differ(&cases->extents, &other, &which);
    extents_free(&other);
    if (differ)
        return err_input(err, "scenario '%s' has another %s (%s) than the first one; a result file has room for "
                         "one: make two studies of it", name, DIMENSIONS[which].name, DIMENSIONS[which].long_name);
    return ok;
}

static int extents_agree(struct cases *cases, struct err *err)
{
    if (run_extents(&cases->base[0].scenario, &cases->extents, err) != 0)
        return -1;
    for (int point = 0; point < cases->n_points; point++) {
        struct cases_point at;
        int ok = cases_point(&at, cases, point, err);
        for (int p = 0; ok == 0 && p < cases->n_policies; p++)
            ok = extents_agree_with(cases, at.branch[p], cases->plan.scenario_name[point * cases->n_policies + p], err);
        cases_point_free(&at);
        if (ok != 0)
            return -1;
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
        if (f != study->chooser)
            used += snprintf(name + used, 96 - (size_t)used, "%s%s=%s", used > n ? ", " : " @ ", study->factor[f].key,
                             study_text(study, point, f, text));
    if (used >= 96 || numbered)
        snprintf(name + (n > 80 ? 80 : n), 96 - (size_t)(n > 80 ? 80 : n), " @ point %d", point);
}

static char *policy_zh(const struct scenario_loaded *loaded, const struct study_policy *policy)
{
    return strdup(policy->n_overlays ? loaded->policy_zh : "现状");
}

/* What a point has otherwise than the first: a line for each factor, as a scenario file says it. */
static char *text_of_point(const struct study *study, int point)
{
    char *text = NULL, value[64];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs(PLAN_AS_FIRST, out);
    for (int f = 0; f < study->n_factors; f++)
        if (f != study->chooser)
            fprintf(out, "%s: %s\n", study->factor[f].key, study_text(study, point, f, value));
    return fclose(out) == 0 ? text : NULL;
}

/* Whole texts of what was read, and of further points what they have otherwise. */
static char *text_of(const struct cases *cases, const struct study *study, int point, const struct scenario_loaded *loaded)
{
    return point < cases->n_loaded ? printed(loaded, scenario_print) : text_of_point(study, point);
}

/* The first point under a chosen policy is told whole: those after it are told by what they have otherwise. */
static int text_of_choice(struct cases *cases, int point, bool told[], struct err *err)
{
    struct result_plan *plan = &cases->plan;
    int v = cases->chosen[point], ok = 0;
    if (!told[v] && point >= cases->n_loaded) {
        struct cases_point at;
        ok = cases_point(&at, cases, point, err);
        free(plan->scenario_text[point]);
        free(plan->scenario_origin[point]);
        plan->scenario_text[point] = ok == 0 ? printed(at.branch[0], scenario_print) : NULL;
        plan->scenario_origin[point] = ok == 0 ? printed(at.branch[0], scenario_print_origins) : NULL;
        cases_point_free(&at);
    }
    told[v] = true;
    return ok;
}

static int plan_scenarios(struct cases *cases, const struct study *study, struct err *err)
{
    struct result_plan *plan = &cases->plan;
    bool told[STUDY_MOST_POLICIES] = { false };
    for (int s = 0; s < plan->n_scenarios; s++) {
        int point = s / cases->n_policies, v = variant(cases, point, s % cases->n_policies);
        const struct scenario_loaded *loaded =
            &cases->loaded[(point < cases->n_loaded ? point : 0) * variants(cases) + v];
        scenario_name(plan->scenario_name[s], study, point, v);
        plan->scenario_text[s] = text_of(cases, study, point, loaded);
        plan->scenario_origin[s] = point < cases->n_loaded ? printed(loaded, scenario_print_origins) : strdup("");
        plan->policy_zh[s] = policy_zh(loaded, &study->policy[v]);
        if (cases->chosen && text_of_choice(cases, point, told, err) != 0)
            return -1;
        if (!plan->scenario_text[s] || !plan->scenario_origin[s] || !plan->policy_zh[s])
            return err_set(err, "no memory for the text of %d scenarios", plan->n_scenarios);
        for (int f = 0; f < study->n_factors; f++)
            plan->factor[f].value[s] = study_value(study, point, f);
    }
    return 0;
}

/* The control's own scenario at the first point, or under a chooser the first point that has it. */
static int control_of(const struct cases *cases, const struct study *study)
{
    for (int point = 0; cases->chosen && point < cases->n_points; point++)
        if (cases->chosen[point] == study->control)
            return point;
    return cases->chosen ? 0 : study->control;
}

static int plan_bases(struct cases *cases, const struct study *study, struct err *err)
{
    if (plan_points(&cases->plan, cases->n_points, err) != 0)
        return -1;
    for (int p = 0; p < cases->n_points; p++)
        if (!(cases->plan.base_text[p] = text_of(cases, study, p, &cases->base[p < cases->n_loaded ? p : 0])))
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

static void plan_design(struct result_design *design, const struct study *study, int n_policies)
{
    bool samples = study->design->samples;
    snprintf(design->kind, sizeof design->kind, "%s", study->n_factors > 0 ? study->design->name : "");
    design->n = samples ? study->space.n : study->n_points;
    design->seed = samples ? study->space.seed : 0;
    design->levels = study->space.levels;
    design->second = study->space.second;
    snprintf(design->groups, sizeof design->groups, "%s", study->groups);
    design->block = design_block(study->design, &study->space);
    design->n_policies = n_policies;
}

static int plan_make(struct cases *cases, const struct study *study, const struct cases_wish *wish, struct err *err)
{
    struct result_plan *plan = &cases->plan;
    const struct scenario *city = &cases->base[0].scenario;
    if (plan_init(plan, cases->n_points * cases->n_policies, cases->n_replicates, study->n_factors, err) != 0)
        return -1;
    for (int f = 0; f < study->n_factors; f++) {
        const struct param *param = param_at(study->factor[f].key);
        snprintf(plan->factor[f].name, sizeof plan->factor[f].name, "%s",
                 f == study->chooser ? "policy_row" : study->factor[f].key);     /* tables have a column `policy` of names */
        snprintf(plan->factor[f].unit, sizeof plan->factor[f].unit, "%s", param ? param->unit : "");
        plan->factor[f].uncertain = study->factor[f].role == ROLE_UNCERTAINTY;
        snprintf(plan->factor[f].dist, sizeof plan->factor[f].dist, "%s", study_dist(&study->factor[f]));
        study_range(&study->factor[f], plan->factor[f].range);
    }
    snprintf(plan->title, sizeof plan->title, "%s", study->title);
    snprintf(plan->start, sizeof plan->start, "%.15s", city->calendar.start);
    snprintf(plan->command, sizeof plan->command, "%s", wish->command ? wish->command : "");
    snprintf(plan->study_text, sizeof plan->study_text, "%s", study->text);
    plan_design(&plan->design, study, cases->n_policies);
    if (wish->replicates == NONE)       /* --reps goes before the rule */
        precision_print(&study->precision, plan->precision);
    plan->seed = cases->seed;
    plan->control = control_of(cases, study);
    plan->warmup_d = city->calendar.warmup;
    plan->days_d = city->calendar.days;
    if (plan_scenarios(cases, study, err) != 0 || plan_bases(cases, study, err) != 0)
        return -1;
    title_zh(plan->title_zh, study, cases);
    return 0;
}

/* --- points that are made of the first --- */

/* A list of names means other rows under a policy that adds or removes some: such points are read one by one. */
static bool can_be_made(const struct study *study)
{
    for (int f = 0; f < study->n_factors; f++)
        if (f != study->chooser && param_at(study->factor[f].key)->type == PARAM_NAMES)
            return false;
    return study->n_factors > 0;
}

/* The value of a factor at a point as a scenario holds it; a number without a detour over its text. */
static void value_put(const struct study *study, int point, int f, const struct param *param, char *to,
                      struct yaml_complaints *wrong)
{
    double x = study_value(study, point, f);
    int whole = (int)x;
    if (param->type == PARAM_NUMBER) {
        memcpy(to, &x, sizeof x);
    } else if (param->type == PARAM_INTEGER || param->type == PARAM_SWITCH) {
        memcpy(to, &whole, sizeof whole);
    } else {
        char setting[STUDY_NAME_SIZE + 80], text[64];
        snprintf(setting, sizeof setting, "%s=%s", study->factor[f].key, study_text(study, point, f, text));
        struct yaml_file *file = yaml_from_setting(setting, wrong);
        const struct yaml *value = yaml_get(yaml_root(file), study->factor[f].key);
        if (value)
            value_read(param, study->factor[f].key, value, to, wrong);
        yaml_file_free(file);
    }
}

static int factor_make(struct cases *cases, struct cases_factor *factor, const struct study *study, int f, struct err *err)
{
    struct yaml_complaints wrong = { 0 };
    char row[NAME_SIZE];
    factor->param = param_at(study->factor[f].key);
    factor->row = calloc((size_t)variants(cases) + 1, sizeof *factor->row);
    factor->value = calloc((size_t)cases->n_points, factor->param->size);
    if (!factor->row || !factor->value)
        return err_set(err, "no memory for the values of %d points", cases->n_points);
    const struct section *section = &SECTIONS[factor->param->section];
    for (int p = 0; section->max > 0 && p <= variants(cases); p++)
        factor->row[p] = params_row_named(p ? &cases->loaded[p - 1].scenario : &cases->base[0].scenario, section,
                                          row_of(study->factor[f].key, row));
    for (int point = 0; point < cases->n_points; point++)
        value_put(study, point, f, factor->param, factor->value + (size_t)point * factor->param->size, &wrong);
    return yaml_verdict(&wrong, err);
}

static int factors_make(struct cases *cases, const struct study *study, struct err *err)
{
    cases->factor = calloc((size_t)study->n_factors, sizeof *cases->factor);
    if (!cases->factor)
        return err_set(err, "no memory for the factors of a study");
    for (int f = 0; f < study->n_factors; f++)
        if (f != study->chooser && factor_make(cases, &cases->factor[cases->n_factors++], study, f, err) != 0)
            return -1;
    return 0;
}

static void values_set(const struct cases *cases, int point, int which, struct scenario *scenario)
{
    for (int f = 0; f < cases->n_factors; f++) {
        const struct cases_factor *factor = &cases->factor[f];
        memcpy(param_place(scenario, factor->param, factor->row[which]),
               factor->value + (size_t)point * factor->param->size, factor->param->size);
    }
}

int cases_point(struct cases_point *at, const struct cases *cases, int point, struct err *err)
{
    size_t n = (size_t)cases->n_policies, from = point < cases->n_loaded ? (size_t)point : 0;
    *at = (struct cases_point){ .base = &cases->base[from], .branch = calloc(n, sizeof *at->branch) };
    if (point >= cases->n_loaded)
        at->own = malloc((n + 1) * sizeof *at->own);
    if (!at->branch || (point >= cases->n_loaded && !at->own))
        return err_set(err, "no memory for the scenarios of a point");
    for (size_t p = 0; p < n; p++)
        at->branch[p] = &cases->loaded[from * (size_t)variants(cases) + (size_t)variant(cases, point, (int)p)];
    if (!at->own)
        return 0;
    at->own[0] = *at->base;             /* events and origins stay those of the first point */
    for (size_t p = 0; p < n; p++) {
        at->own[1 + p] = *at->branch[p];
        at->branch[p] = &at->own[1 + p];
    }
    at->base = at->own;
    values_set(cases, point, 0, &at->own[0].scenario);
    for (int p = 0; p < cases->n_policies; p++)
        values_set(cases, point, 1 + variant(cases, point, p), &at->own[1 + p].scenario);
    return 0;
}

void cases_point_free(struct cases_point *at)
{
    free(at->branch);
    free(at->own);
    *at = (struct cases_point){ 0 };
}

int cases_integer(const struct cases *cases, int point, enum param_id id)
{
    int x, from = point < cases->n_loaded ? point : 0;
    memcpy(&x, param_value(&cases->base[from].scenario, &PARAMS[id], 0), sizeof x);
    for (int f = 0; point >= cases->n_loaded && f < cases->n_factors; f++)
        if (cases->factor[f].param == &PARAMS[id])
            memcpy(&x, cases->factor[f].value + (size_t)point * sizeof x, sizeof x);
    return x;
}

/* --- all of it --- */

/* Which policy each point has, where a factor says it. */
static int choices_make(struct cases *cases, const struct study *study, struct err *err)
{
    if (study->chooser == NONE)
        return 0;
    cases->chosen = calloc((size_t)cases->n_points, sizeof *cases->chosen);
    if (!cases->chosen)
        return err_set(err, "no memory for the policies of %d points", cases->n_points);
    for (int point = 0; point < cases->n_points; point++)
        cases->chosen[point] = study_chosen(study, point);
    return 0;
}

static int cases_init(struct cases *cases, struct study *study, const struct cases_wish *wish, struct err *err)
{
    int n_policies = study->chooser == NONE ? study->n_policies : 1;
    if (study_asks(study) * n_policies > DESIGN_MOST_POINTS)
        return err_input(err, "study %s has %ld x %d scenarios; a result has room for %d", study->name, study_asks(study),
                         n_policies, DESIGN_MOST_POINTS);
    if (study_points(study, err) != 0)
        return -1;
    size_t points = (size_t)study->n_points, n_loaded = can_be_made(study) ? 1 : points;
    *cases = (struct cases){ .n_points = (int)points, .n_policies = n_policies, .n_variants = study->n_policies,
                             .seed = wish->seed,
                             .n_replicates = wish->replicates != NONE ? wish->replicates : study->n_replicates };
    snprintf(cases->name, sizeof cases->name, "%s", study->name);
    cases->base = calloc(n_loaded, sizeof *cases->base);
    cases->loaded = calloc(n_loaded * (size_t)study->n_policies, sizeof *cases->loaded);
    if (!cases->base || !cases->loaded)
        return err_set(err, "no memory for %zu scenarios", n_loaded * (size_t)study->n_policies);
    cases->n_loaded = (int)n_loaded;
    return choices_make(cases, study, err);
}

int cases_load(struct cases *cases, struct study *study, const struct cases_wish *wish, struct err *err)
{
    *cases = (struct cases){ 0 };
    if (study_names(study, err) != 0 || factors_are_free(study, wish, err) != 0 ||
        cases_init(cases, study, wish, err) != 0)
        return -1;
    for (int point = 0; point < cases->n_loaded; point++)
        if (load_point(cases, study, wish, point, err) != 0)
            return -1;
    if (cases->n_loaded < cases->n_points && factors_make(cases, study, err) != 0)
        return -1;
    return plan_make(cases, study, wish, err) == 0 ? extents_agree(cases, err) : -1;
}

void cases_free(struct cases *cases)
{
    for (int point = 0; point < cases->n_loaded; point++)
        scenario_free(&cases->base[point]);
    for (int s = 0; s < cases->n_loaded * variants(cases); s++)
        scenario_free(&cases->loaded[s]);
    for (int f = 0; f < cases->n_factors; f++) {
        free(cases->factor[f].row);
        free(cases->factor[f].value);
    }
    free(cases->factor);
    free(cases->chosen);
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
