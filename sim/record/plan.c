#include "plan.h"

#include <stdlib.h>

#include "sim/observe/outputs.h"

int plan_init(struct result_plan *plan, int n_scenarios, int n_replicates, int n_factors, struct err *err)
{
    *plan = (struct result_plan){ .n_scenarios = n_scenarios, .n_replicates = n_replicates, .n_factors = n_factors,
                                  .control = NONE_SUCH };
    size_t n = (size_t)n_scenarios;
    plan->scenario_name = calloc(n, sizeof *plan->scenario_name);
    plan->policy_zh = calloc(n, sizeof *plan->policy_zh);
    plan->scenario_text = calloc(n, sizeof *plan->scenario_text);
    plan->scenario_origin = calloc(n, sizeof *plan->scenario_origin);
    plan->factor = calloc((size_t)n_factors + 1, sizeof *plan->factor);
    int missing = !plan->scenario_name || !plan->policy_zh || !plan->scenario_text || !plan->scenario_origin || !plan->factor;
    for (int f = 0; !missing && f < n_factors; f++)
        missing = !(plan->factor[f].value = calloc(n, sizeof *plan->factor[f].value));
    return missing ? err_set(err, "no memory for a plan of %d scenarios", n_scenarios) : 0;
}

int plan_points(struct result_plan *plan, int n_points, struct err *err)
{
    plan->base_text = calloc((size_t)n_points, sizeof *plan->base_text);
    plan->n_points = plan->base_text ? n_points : 0;
    return plan->base_text ? 0 : err_set(err, "no memory for the texts of %d points", n_points);
}

static void free_texts(char **text, int n)
{
    for (int i = 0; text && i < n; i++)
        free(text[i]);
    free(text);
}

void plan_free(struct result_plan *plan)
{
    for (int f = 0; plan->factor && f < plan->n_factors; f++)
        free(plan->factor[f].value);
    free(plan->factor);
    free(plan->scenario_name);
    free_texts(plan->policy_zh, plan->n_scenarios);
    free_texts(plan->scenario_text, plan->n_scenarios);
    free_texts(plan->scenario_origin, plan->n_scenarios);
    free_texts(plan->base_text, plan->n_points);
    *plan = (struct result_plan){ .control = NONE_SUCH };
}
