#include "rebuild.h"

#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run.h"

/* Lines `key: value` become settings `key=value`; ends them in place. Room for as many as there are lines. */
static int settings_of(char *lines, const char **set)
{
    int n = 0;
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *colon = strstr(line, ": ");
        if (!colon)
            continue;
        *colon = '=';
        memmove(colon + 1, colon + 2, strlen(colon + 2) + 1);
        set[n++] = line;
    }
    return n;
}

static bool is_whole(const char *text) { return strncmp(text, PLAN_AS_FIRST, strlen(PLAN_AS_FIRST)) != 0; }

/* first: the whole text that `text` may refer to. */
static int load_text(struct scenario_loaded *loaded, const char *name, const char *text, const char *first, struct err *err)
{
    bool whole = is_whole(text);
    char *lines = strdup(whole ? "" : text + strlen(PLAN_AS_FIRST));
    const char **set = calloc(strlen(text) + 1, sizeof *set);
    struct err why = { 0 };
    int ok = -1;
    if (lines && set) {
        struct scenario_request request = { .city = name, .city_text = whole ? text : first, .n_sets = settings_of(lines, set),
                                            .set = set };
        ok = scenario_load(loaded, &request, &why);
    } else {
        err_set(&why, "no memory for the text of a scenario");
    }
    free(lines);
    free(set);
    if (ok == 0)
        return 0;
    return err_code(err, why.code, "what the result keeps of scenario '%s' does not serve this program, which is "
                                   "another than "
                    "the one that made it:\n%s", name, why.text);
}

/* The text that a scenario's own may refer to: the first under the same policy that is told whole. */
static const char *whole_text(const struct result_plan *plan, int scenario)
{
    const char *name = plan->scenario_name[scenario], *end = strstr(name, " @ ");
    size_t n = end ? (size_t)(end - name) : strlen(name);
    int first = 0;
    for (; first < scenario; first++) {
        const char *other = plan->scenario_name[first];
        if (is_whole(plan->scenario_text[first]) && strncmp(other, name, n) == 0 &&
            (!other[n] || strncmp(other + n, " @ ", 3) == 0))
            break;
    }
    return plan->scenario_text[first];
}

static int texts_are_there(const struct result_plan *plan, struct err *err)
{
    int missing = plan->n_points == 0;
    for (int p = 0; p < plan->n_points; p++)
        missing |= !plan->base_text[p] || !*plan->base_text[p];
    for (int s = 0; s < plan->n_scenarios; s++)
        missing |= !plan->scenario_text[s] || !*plan->scenario_text[s];
    return missing ? err_input(err, "the result was made by an older Hotline, which did not keep the texts that "
                                    "its runs can "
                               "be made from again; run its command again") : 0;
}

static int cases_make(struct cases *cases, const struct result_plan *plan, int n_points, int n_policies,
                      struct err *err)
{
    *cases = (struct cases){ .n_points = n_points, .n_policies = n_policies, .n_replicates = plan->n_replicates,
                             .seed = plan->seed };
    snprintf(cases->name, sizeof cases->name, "again");
    cases->base = calloc((size_t)n_points, sizeof *cases->base);
    cases->loaded = calloc((size_t)n_points * (size_t)n_policies, sizeof *cases->loaded);
    if (!cases->base || !cases->loaded)
        return err_set(err, "no memory for %d scenarios", n_points * n_policies);
    cases->n_loaded = n_points;
    return plan_init(&cases->plan, n_points * n_policies, plan->n_replicates, 0, err);
}

int rebuild_all(struct cases *cases, const struct result *result, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    *cases = (struct cases){ 0 };
    if (texts_are_there(plan, err) != 0 ||
        cases_make(cases, plan, plan->n_points, plan->n_scenarios / plan->n_points, err) != 0)
        return -1;
    for (int p = 0; p < plan->n_points; p++)
        if (load_text(&cases->base[p], plan->scenario_name[p * cases->n_policies], plan->base_text[p], plan->base_text[0],
                      err) != 0)
            return -1;
    for (int s = 0; s < plan->n_scenarios; s++)
        if (load_text(&cases->loaded[s], plan->scenario_name[s], plan->scenario_text[s],
                      whole_text(plan, s), err) != 0)
            return -1;
    return run_extents(&cases->base[0].scenario, &cases->extents, err);
}

int rebuild_some(struct cases *cases, const struct result *result, int n, const struct rebuild_run run[],
                 struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    *cases = (struct cases){ 0 };
    if (texts_are_there(plan, err) != 0 || cases_make(cases, plan, n, 1, err) != 0)
        return -1;
    for (int i = 0; i < n; i++) {
        int s = run[i].scenario, n_policies = plan->n_scenarios / plan->n_points, point = s / n_policies;
        if (load_text(&cases->base[i], plan->scenario_name[s], plan->base_text[point], plan->base_text[0], err) != 0 ||
            load_text(&cases->loaded[i], plan->scenario_name[s], plan->scenario_text[s], whole_text(plan, s),
                      err) != 0)
            return -1;
    }
    return run_extents(&cases->base[0].scenario, &cases->extents, err);
}
