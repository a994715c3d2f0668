#include "worlds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/same.h"
#include "sim/scenario/path.h"
#include "sim/scenario/value.h"

/* --- one world, from a mapping --- */

static void name_copy(char to[STUDY_NAME_SIZE], const struct yaml *node, const char *what, enum folder folder,
                      struct yaml_complaints *wrong)
{
    char found[PATH_MAX], missing[1024];
    const char *name = yaml_text(node, what, wrong);
    if (*name && !path_find(found, folder, name, NULL))
        yaml_complain(wrong, node->place, "%s", path_missing(missing, sizeof missing, folder, name));
    else if (strlen(name) >= STUDY_NAME_SIZE)
        yaml_complain(wrong, node->place, "'%s' is longer than %d bytes", what, STUDY_NAME_SIZE - 1);
    snprintf(to, STUDY_NAME_SIZE, "%s", name);
}

static void policies_read(struct world_wish *wish, const struct yaml *list, struct yaml_complaints *wrong)
{
    if (!yaml_expect(list, YAML_SEQUENCE, "policies", wrong))
        return;
    for (int p = 0; p < list->n; p++) {
        const struct yaml *node = list->member[p].value;
        if (wish->n_policies == STUDY_MOST_OVERLAYS) {
            yaml_complain(wrong, node->place, "a world has at most %d policies", STUDY_MOST_OVERLAYS);
            return;
        }
        name_copy(wish->policy[wish->n_policies++], node, "policies", FOLDER_POLICIES, wrong);
    }
}

/* A value as --set would be given it. */
static void value_text(const struct yaml *node, FILE *out)
{
    if (node->kind == YAML_SEQUENCE) {
        fputc('[', out);
        for (int i = 0; i < node->n; i++) {
            fputs(i ? ", " : "", out);
            value_text(node->member[i].value, out);
        }
        fputc(']', out);
    } else if (node->quoted) {
        param_print_text(out, node->text);
    } else {
        fputs(*node->text ? node->text : "~", out);
    }
}

static void setting_add(struct world_wish *wish, const char *key, const struct yaml *node, struct yaml_complaints *wrong)
{
    if (wish->n_set == WORLD_MOST_SETTINGS) {
        yaml_complain(wrong, node->place, "a world has at most %d settings", WORLD_MOST_SETTINGS);
        return;
    }
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out) {
        fprintf(out, "%s=", key);
        value_text(node, out);
        fclose(out);
    }
    if (!text || size >= WORLD_SETTING_SIZE)
        yaml_complain(wrong, node->place, "the value of '%s' is longer than %d bytes", key, WORLD_SETTING_SIZE - 1);
    else
        strcpy(wish->set[wish->n_set++], text);
    free(text);
}

static void value_fits(const struct param *param, const char *key, const struct yaml *node, struct yaml_complaints *wrong)
{
    struct scenario anything;
    if (param->type == PARAM_NAMES)
        value_check_names(key, node, wrong);
    else
        value_read(param, key, node, param_place(&anything, param, 0), wrong);
}

/* The row that `section.row` names, of a table, which may be taken away. */
static bool names_row(const char *key)
{
    char section[PATH_SIZE];
    snprintf(section, sizeof section, "%.*s", (int)strcspn(key, "."), key);
    const struct section *table = section_named(section);
    return table && table->max > 0 && strchr(key, '.') && !strchr(strchr(key, '.') + 1, '.');
}

static void setting_read(struct world_wish *wish, const char *above, const struct yaml_member *member,
                         struct yaml_complaints *wrong)
{
    char key[PATH_SIZE], nearest[PATH_SIZE];
    const struct yaml *node = member->value;
    snprintf(key, sizeof key, "%s%s%s", above, *above ? "." : "", member->key);
    const struct param *param = param_at(key);
    if (param) {
        const struct yaml *value = value_itself(param, key, node, &(const char *){ NULL }, wrong);
        if (!value)
            return;
        value_fits(param, key, value, wrong);
        setting_add(wish, key, value, wrong);
    } else if (node->kind == YAML_MAPPING) {
        for (int i = 0; i < node->n; i++)
            setting_read(wish, key, &node->member[i], wrong);
    } else if (yaml_is_null(node) && names_row(key)) {
        setting_add(wish, key, node, wrong);
    } else if (section_named(key)) {
        yaml_expect(node, YAML_MAPPING, key, wrong);
    } else if (params_nearest(nearest, key)) {
        yaml_complain(wrong, member->key_place, "there is no parameter '%s'; did you mean '%s'?", key, nearest);
    } else {
        yaml_complain(wrong, member->key_place, "there is no parameter '%s'; `hotline explain --all` lists them", key);
    }
}

void world_read_settings(struct world_wish *wish, const struct yaml *mapping, struct yaml_complaints *wrong)
{
    if (yaml_is_null(mapping) || !yaml_expect(mapping, YAML_MAPPING, "settings", wrong))
        return;
    for (int i = 0; i < mapping->n; i++)
        if (strcmp(mapping->member[i].key, "policies") == 0)
            policies_read(wish, mapping->member[i].value, wrong);
        else
            setting_read(wish, "", &mapping->member[i], wrong);
}

static void days_read(struct world_wish *wish, const char *key, const char *param, const struct yaml *node, long low,
                      struct yaml_complaints *wrong)
{
    if (!node)
        return;
    yaml_integer(node, key, low, 3650, wrong);
    setting_add(wish, param, node, wrong);
}

void world_read(struct world_wish *wish, const struct yaml *mapping, int n_replications, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(mapping, "city");
    *wish = (struct world_wish){ .n_replications = n_replications };
    if (node)
        name_copy(wish->city, node, "city", FOLDER_CITIES, wrong);
    else
        yaml_complain(wrong, mapping->place, "'city' is missing: the world in which it is to be seen");
    if ((node = yaml_get(mapping, "replications")))
        wish->n_replications = (int)yaml_integer(node, "replications", 1, WORLD_MOST_REPLICATIONS, wrong);
    days_read(wish, "days", "calendar.days", yaml_get(mapping, "days"), 1, wrong);
    days_read(wish, "warmup", "calendar.warmup", yaml_get(mapping, "warmup"), 0, wrong);
    if ((node = yaml_get(mapping, "set")))
        world_read_settings(wish, node, wrong);
}

/* --- settings tried in worlds that others have said --- */

int world_try(struct world_wish *tried, const char *setting, struct err *err)
{
    struct yaml_complaints wrong = { 0 };
    struct yaml_file *file = yaml_from_setting(setting, &wrong);
    for (int i = 0; i < yaml_root(file)->n; i++)
        setting_read(tried, "", &yaml_root(file)->member[i], &wrong);
    yaml_file_free(file);
    return yaml_verdict(&wrong, err);
}

static void try_member(struct world_wish *tried, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    const char *key = member->key;
    if (strcmp(key, "extends") == 0 || strcmp(key, "events") == 0)
        yaml_complain(wrong, member->key_place, "a file that is tried has settings only, which hold from the first day on: '%s' "
                      "has no place in it", key);
    else if (strcmp(key, "title") != 0 && strcmp(key, "title_zh") != 0 && strcmp(key, "because") != 0)
        setting_read(tried, "", member, wrong);
}

int world_try_file(struct world_wish *tried, const char *file_or_name, struct err *err)
{
    char path[PATH_MAX], missing[1024];
    struct yaml_complaints wrong = { 0 };
    if (!path_find(path, FOLDER_POLICIES, file_or_name, NULL))
        return err_input(err, "%s", path_missing(missing, sizeof missing, FOLDER_POLICIES, file_or_name));
    struct yaml_file *file = yaml_read(path, &wrong);
    int before = tried->n_set;
    for (int i = 0; i < yaml_root(file)->n; i++)
        try_member(tried, &yaml_root(file)->member[i], &wrong);
    yaml_file_free(file);
    if (yaml_verdict(&wrong, err) != 0)
        return -1;
    return tried->n_set > before ? 0 : err_input(err, "%s has no setting", path);
}

bool world_sets(const struct world_wish *wish, const char *setting)
{
    for (int s = 0; s < wish->n_set; s++) {
        size_t own = strcspn(wish->set[s], "=");
        if (strncmp(wish->set[s], setting, own) == 0 && (setting[own] == '=' || setting[own] == '.'))
            return true;
    }
    return false;
}

int world_give(struct world_wish *wish, const struct world_wish *tried, bool taken[WORLD_MOST_SETTINGS], struct err *err)
{
    struct world_wish given = *wish;        /* what it sets itself is asked of it as it was */
    for (int s = 0; s < tried->n_set; s++) {
        if (world_sets(wish, tried->set[s]))
            continue;
        if (given.n_set == WORLD_MOST_SETTINGS)
            return err_input(err, "world %s has %d settings of its own and no room for %d more", wish->name, wish->n_set,
                             tried->n_set);
        strcpy(given.set[given.n_set++], tried->set[s]);
        taken[s] = true;
    }
    *wish = given;
    return 0;
}

/* --- many worlds --- */

static bool same_wish(const struct world_wish *a, const struct world_wish *b)
{
    bool same = strcmp(a->city, b->city) == 0 && a->n_policies == b->n_policies && a->n_set == b->n_set;
    for (int p = 0; same && p < a->n_policies; p++)
        same = strcmp(a->policy[p], b->policy[p]) == 0;
    for (int s = 0; same && s < a->n_set; s++)
        same = strcmp(a->set[s], b->set[s]) == 0;
    return same;
}

int worlds_add(struct worlds *worlds, const struct world_wish *wish, struct err *err)
{
    for (int w = 0; w < worlds->n; w++)
        if (same_wish(&worlds->wish[w], wish)) {
            if (worlds->wish[w].n_replications < wish->n_replications)
                worlds->wish[w].n_replications = wish->n_replications;
            return w;
        }
    struct world_wish *more = realloc(worlds->wish, ((size_t)worlds->n + 1) * sizeof *more);
    if (!more)
        return err_set(err, "no memory for %d worlds", worlds->n + 1);
    worlds->wish = more;
    more[worlds->n] = *wish;
    return worlds->n++;
}

void worlds_free(struct worlds *worlds)
{
    free(worlds->wish);
    *worlds = (struct worlds){ 0 };
}

/* Is it a setting of a row that the city has not, and its policies bring? */
static bool is_of_policies(const char *setting, const struct scenario *city, const struct scenario *ruled)
{
    char section[PATH_SIZE], row[PATH_SIZE];
    size_t n = strcspn(setting, ".=");
    if (setting[n] != '.')
        return false;
    snprintf(section, sizeof section, "%.*s", (int)n, setting);
    snprintf(row, sizeof row, "%.*s", (int)strcspn(setting + n + 1, ".="), setting + n + 1);
    const struct section *table = section_named(section);
    return table && table->max > 0 && params_row_named(city, table, row) == NONE &&
           params_row_named(ruled, table, row) != NONE;
}

/* The settings of the warm-up, in which no policy holds yet. */
static int settings_of_base(const struct world_wish *wish, const struct scenario_request *request, const char *set[],
                            struct err *err)
{
    struct scenario_loaded city = { 0 }, ruled = { 0 };
    struct scenario_request bare = *request;
    int n = 0;
    bare.n_sets = 0;
    bool ok = scenario_load(&ruled, &bare, err) == 0;
    bare.n_overlays = 0;
    ok = ok && scenario_load(&city, &bare, err) == 0;
    for (int s = 0; ok && s < wish->n_set; s++)
        if (!is_of_policies(wish->set[s], &city.scenario, &ruled.scenario))
            set[n++] = wish->set[s];
    scenario_free(&city);
    scenario_free(&ruled);
    return ok ? n : -1;
}

static int load_one(struct scenario_loaded *base, struct scenario_loaded *loaded, const struct world_wish *wish,
                    struct err *err)
{
    const char *policy[STUDY_MOST_OVERLAYS], *set[WORLD_MOST_SETTINGS], *early[WORLD_MOST_SETTINGS];
    struct err why = { 0 };
    for (int p = 0; p < wish->n_policies; p++)
        policy[p] = wish->policy[p];
    for (int s = 0; s < wish->n_set; s++)
        set[s] = wish->set[s];
    struct scenario_request ruled = { .city = wish->city, .n_overlays = wish->n_policies, .overlay = policy,
                                      .n_sets = wish->n_set, .set = set };
    int n_early = settings_of_base(wish, &ruled, early, &why);
    struct scenario_request city = { .city = wish->city, .n_sets = n_early, .set = early };
    if (n_early >= 0 && scenario_load(base, &city, &why) == 0 && scenario_load(loaded, &ruled, &why) == 0 &&
        same_world(&base->scenario, &loaded->scenario, &why) == 0)
        return 0;
    return err_code(err, why.code, "%s:\n%s", wish->name, why.text);
}

int worlds_load(struct cases *cases, const struct worlds *worlds, uint64_t seed, struct err *err)
{
    int n = worlds->n, most = 0;
    for (int w = 0; w < n; w++)
        most = worlds->wish[w].n_replications > most ? worlds->wish[w].n_replications : most;
    *cases = (struct cases){ .name = "worlds", .n_points = n, .n_policies = 1, .n_replicates = most, .seed = seed };
    cases->base = calloc((size_t)n, sizeof *cases->base);
    cases->loaded = calloc((size_t)n, sizeof *cases->loaded);
    if (!cases->base || !cases->loaded)
        return err_set(err, "no memory for %d worlds", n);
    cases->n_loaded = n;
    for (int w = 0; w < n; w++)
        if (load_one(&cases->base[w], &cases->loaded[w], &worlds->wish[w], err) != 0)
            return -1;
    return plan_init(&cases->plan, n, most, 0, err);
}

struct work_unit *worlds_units(const struct worlds *worlds, int *n, struct err *err)
{
    size_t all = 0;
    for (int w = 0; w < worlds->n; w++)
        all += (size_t)worlds->wish[w].n_replications;
    struct work_unit *unit = calloc(all, sizeof *unit);
    if (!unit) {
        err_set(err, "no memory for %zu units of work", all);
        return NULL;
    }
    *n = 0;
    for (int r = 0; *n < (int)all; r++)
        for (int w = 0; w < worlds->n; w++)
            if (r < worlds->wish[w].n_replications)
                unit[(*n)++] = (struct work_unit){ w, r };
    return unit;
}
