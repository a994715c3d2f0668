#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "analysis/trust/calibration.h"
#include "analysis/trust/callcentre.h"
#include "analysis/trust/mechanisms.h"
#include "analysis/staffing/roster.h"
#include "analysis/trust/targets.h"
#include "options.h"
#include "sim/base/yaml.h"
#include "sim/scenario/load.h"
#include "sim/scenario/path.h"
#include "studies.h"
#include "verbs.h"

enum { MOST_FILES = 1024 };

static const char SHARED[] = "behaviour";      /* what every city of the scenario path extends */

struct request { const char *city; int n; const char *file[MOST_FILES]; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'c': request->city = argument; break;
    case ARGP_KEY_ARG:
        if (request->n == MOST_FILES)
            argp_error(state, "at most %d files", MOST_FILES);
        request->file[request->n++] = argument;
        break;
    case ARGP_KEY_NO_ARGS: argp_error(state, "which FILE?"); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* A policy alone has no residents who could ask for anything, no way to ask and nobody who could answer. */
static bool is_city(const struct scenario *s)
{
    return s->n_kinds > 0 && s->n_channels > 0 && s->n_actions > 0;
}

static int check_policy(const char *file, const char *city, struct err *err)
{
    struct scenario_loaded loaded;
    const struct scenario_request request = { .city = city, .n_overlays = 1, .overlay = &file };
    int failed = scenario_load(&loaded, &request, err);
    if (!failed && is_city(&loaded.scenario)) {
        studies_warn_of_hours(file, &loaded.scenario);
        studies_warn_of_front(file, &loaded.scenario);
    }
    scenario_free(&loaded);
    return failed;
}

/* A city is checked by itself, a policy on what all cities share: only there it is seen whether its rows exist. */
static int check_scenario(const char *file, const char *city, struct err *err)
{
    char found[PATH_MAX];
    struct scenario_loaded loaded;
    const struct scenario_request request = { .city = file };
    if (city)
        return check_policy(file, city, err);
    int failed = scenario_load(&loaded, &request, err);
    bool alone = !failed && !is_city(&loaded.scenario);
    if (!failed && !alone) {
        studies_warn_of_hours(file, &loaded.scenario);
        studies_warn_of_front(file, &loaded.scenario);
    }
    scenario_free(&loaded);
    return alone && path_find(found, FOLDER_CITIES, SHARED, NULL) ? check_policy(file, found, err) : failed;
}

static int check_study(const char *file, const char *city, struct err *err)
{
    (void)city;                         /* a study names its own */
    return studies_check(file, err);
}

static int check_mechanisms(const char *file, const char *city, struct err *err)
{
    (void)city;                         /* each row names its own */
    return mechanisms_check(file, err);
}

static int check_targets(const char *file, const char *city, struct err *err)
{
    (void)city;                         /* each target names its world */
    return targets_check(file, err);
}

static int check_calibration(const char *file, const char *city, struct err *err)
{
    (void)city;                         /* its targets name their worlds */
    return calibration_check(file, err);
}

static int check_roster(const char *file, const char *city, struct err *err)
{
    enum { HALF_HOUR_S = 1800 };        /* as of a requirement, unless it says otherwise */
    struct roster_rules rules;
    (void)city;                         /* of no city */
    return roster_rules_read(&rules, file, HALF_HOUR_S, err);
}

static int check_centre(const char *file, const char *city, struct err *err)
{
    struct callcentre centre;
    (void)city;                         /* it has none */
    return callcentre_read(&centre, file, err);
}

static bool is_centre(const struct yaml *root) { return yaml_get(root, "calls_h"); }
static bool is_study(const struct yaml *root) { return yaml_get(root, "base"); }
static bool is_mechanisms(const struct yaml *root)
{
    return root->n > 0 && root->member[0].value->kind == YAML_MAPPING && yaml_get(root->member[0].value, "direction");
}
static bool is_calibration(const struct yaml *root) { return yaml_get(root, "match"); }
static bool is_roster(const struct yaml *root) { return yaml_get(root, "starts_h"); }
static bool is_targets(const struct yaml *root) { return yaml_get(root, "targets"); }
static bool is_scenario(const struct yaml *root) { return root != NULL; }

/* What a file is shows in a key that only such a file has; any other is a city or a policy. */
static const struct {
    bool (*is)(const struct yaml *root);
    int (*check)(const char *file, const char *city, struct err *err);
} KINDS[] = {
    { is_study, check_study },
    { is_mechanisms, check_mechanisms },
    { is_calibration, check_calibration },
    { is_roster, check_roster },
    { is_targets, check_targets },
    { is_centre, check_centre },
    { is_scenario, check_scenario },
};

static int check(const char *name, const char *city, struct err *err)
{
    char found[PATH_MAX];
    struct stat is;
    struct yaml_complaints ignored = { 0 };     /* whoever checks the file says them again */
    const char *file = path_find(found, FOLDER_CITIES, name, NULL) ? found : name;
    bool readable_twice = stat(file, &is) == 0 && S_ISREG(is.st_mode);
    struct yaml_file *tree = readable_twice ? yaml_read(file, &ignored) : NULL;
    int kind = 0;                               /* what comes through a pipe is taken for a city or policy */
    while (!KINDS[kind].is(yaml_root(tree)))
        kind++;
    yaml_file_free(tree);
    return KINDS[kind].check(file, city, err);
}

int verb_check(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "city", 'c', "CITY", 0, "check policies on this city instead of on what all cities share", 0 },
        { 0 },
    };
    static const struct argp argp = { options, parse, "FILE...",
        "Check cities, policies, studies, calibrations, roster rules, call centres, lists of mechanisms and of targets - files, "
        "or names on the scenario path - and tell every mistake.\v"
        "Example: hotline check tiny", NULL, NULL, NULL };
    struct request request = { 0 };
    enum exit_code code = EXIT_OK;
    options_parse(&argp, argc, argv, &request);
    for (int i = 0; i < request.n; i++) {
        struct err err = { 0 };
        if (check(request.file[i], request.city, &err) == 0) {
            printf("%s: ok\n", request.file[i]);
        } else {
            fprintf(stderr, "%s\n", err.text);
            code = code == EXIT_ENVIRONMENT ? code : err.code;
        }
    }
    return code;
}
