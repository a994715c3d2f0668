/* robust.c - the verb: regret and satisficing of policies and levers over the futures that nobody knows. */
#include <stdio.h>
#include <string.h>

#include "analysis/answers/robust.h"
#include "answer.h"
#include "options.h"
#include "verbs.h"

struct request { struct answer_options answer; const char *meets; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->answer; break;
    case 'm': r->meets = argument; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static void tell(struct answer *a, const struct robust *robust, int zh)
{
    const char *unit = OUTPUTS[robust->kpi].unit;
    int plain = strcmp(unit, "1") == 0;
    answer_say(a->before, chosen_word(zh, "%s: %d alternatives in %d futures, %d replications; regret is in its unit%s%s\n",
                                      "%s：%d 个方案，%d 种未来，%d 次重复；遗憾值单位同指标%s%s\n"),
               OUTPUTS[robust->kpi].name, robust->n, robust->n_futures, robust->factors.n_replicates,
               plain ? "" : ", ", plain ? "" : unit);
    if (robust->n_left_out)
        answer_say(a->before, chosen_word(zh, "%d futures left out: not every alternative was run there\n",
                                          "略去 %d 种未来：并非每个方案都有运行\n"), robust->n_left_out);
    answer_say(a->after, "%s", chosen_word(zh,
        "Regret: how much worse than the best alternative in the same future. Intervals: replications resampled.\n",
        "遗憾值：与同一未来中最优方案之差。区间：对重复做重抽样。\n"));
}

static int one_kpi(const struct request *r, const struct result *result, const struct chosen_condition *meets, enum output *kpi,
                   struct err *err)
{
    enum output all[N_OUTPUTS];
    int n = r->answer.kpi ? answer_kpis(&r->answer, result, all, err) : r->meets ? 0 : 1;
    *kpi = n > 0 && r->answer.kpi ? all[0] : r->meets ? meets->kpi : OUT_regret;
    if (n > 1 || (n > 0 && r->meets && meets->kpi != *kpi))
        return err_input(err, "robust is of one output, which --meets is about, too");
    return n < 0 ? -1 : 0;
}

static int robust(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    struct answer answer = { .title = r->answer.zh && *plan->title_zh ? plan->title_zh : plan->title };
    struct chosen_condition meets = { 0 };
    struct robust found;
    enum output kpi;
    if ((r->meets && chosen_condition(r->meets, &meets, err)) || one_kpi(r, result, &meets, &kpi, err))
        return -1;
    struct robust_limit limit = { r->meets != NULL, meets.above, meets.value };
    if (robust_read(&found, result, kpi, limit, r->answer.level, err))
        return -1;
    tell(&answer, &found, r->answer.zh);
    robust_sheet(&found, limit.given, &answer.sheet[answer.n++]);
    int status = answer_give(&answer, &r->answer, err);
    answer_free(&answer);
    robust_free(&found);
    return status;
}

int verb_robust(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "meets", 'm', "KPI<=VALUE", 0, "also the share of futures in which the output keeps this limit", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Which policy, with which levers, does well whatever comes? Its regret over the futures that the study's "
        "uncertainties make, largest and mean, and how often it keeps a limit.\v"
        "Example: hotline robust results/uncertain.h5 --meets 'regret<=0.4'", ANSWER_CHILDREN, NULL, NULL };
    struct request request = { .answer = ANSWER_OPTIONS_NONE };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.answer.path, robust, &request);
}
