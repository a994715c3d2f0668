/* pareto.c - the verb: the scenarios that no other one beats in everything, and how sure that is. */
#include <stdio.h>

#include "analysis/answers/pareto.h"
#include "answer.h"
#include "options.h"
#include "verbs.h"

static error_t parse(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

static int pareto(const void *options, struct result *result, struct err *err)
{
    const struct answer_options *o = options;
    const struct result_plan *plan = result_plan(result);
    struct answer answer = { .title = o->zh && *plan->title_zh ? plan->title_zh : plan->title };
    struct pareto front;
    enum output kpi[N_OUTPUTS];
    int n = o->kpi ? answer_kpis(o, result, kpi, err) : err_input(err, "which outputs? --kpi names two to %d of them",
                                                                  PARETO_MOST_OBJECTIVES);
    if (n < 0 || pareto_read(&front, result, n, kpi, o->level, err))
        return -1;
    answer_say(answer.before, chosen_word(o->zh, "%d scenarios, %d objectives, %d replications\n",
                                          "%d 个情景，%d 个目标，%d 次重复\n"), front.n, front.n_objectives, front.n_replicates);
    answer_say(answer.after, "%s", chosen_word(o->zh,
        "on the front: no scenario under the same uncertainties is at least as good in all of these and better in one.\n"
        "in resamples: share of resampled replications in which it is.\n",
        "在前沿：同样的不确定因素下，没有情景在所有目标上都不差且至少一项更好。重抽样占比：重抽样中在前沿的比例。\n"));
    pareto_sheet(&front, &answer.sheet[answer.n++], o->zh);
    int status = answer_give(&answer, o, err);
    answer_free(&answer);
    pareto_free(&front);
    return status;
}

int verb_pareto(int argc, char **argv)
{
    static const struct argp argp = { NULL, parse, "RESULT",
        "Which scenarios does no other one beat in everything? The front of two or more outputs, with the share of resampled "
        "replications in which each scenario is on it.\v"
        "Example: hotline pareto results/demo.h5 --kpi regret,officer_exhaustion", ANSWER_CHILDREN, NULL, NULL };
    struct answer_options options = ANSWER_OPTIONS_NONE;
    options_parse(&argp, argc, argv, &options);
    return verb_on_result(options.path, pareto, &options);
}
