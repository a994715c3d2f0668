/* warmup.c - the verb: how many days at the beginning of each series are not yet steady. */
#include <stdio.h>

#include "analysis/answers/warmup.h"
#include "answer.h"
#include "options.h"
#include "verbs.h"

struct request { struct answer_options answer; const char *scenario; int batch; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->answer; break;
    case 's': r->scenario = argument; break;
    case 'b': r->batch = (int)options_integer(state, "--batch", argument, 1, 365); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* The series that --kpi names. */
static int series_chosen(const char *names, enum output series[], struct err *err)
{
    char one[128];
    int n = 0;
    while (chosen_name(&names, one)) {
        int o = output_named(one);
        if (o == NONE_SUCH || n == N_OUTPUTS)
            return err_input(err, "there is no series '%s'; `hotline outputs series` lists them", one);
        series[n++] = (enum output)o;
    }
    return n;
}

static void tell(struct answer *a, const struct warmup *w, const struct result_plan *plan, int zh)
{
    a->title = *plan->title_zh && zh ? plan->title_zh : plan->title;
    answer_say(a->before, chosen_word(zh, "%s: %d days from the first of the warm-up (%d d) on, mean of %d replications\n",
                                      "%s：自预热首日起 %d 天（预热 %d 天），%d 次重复的均值\n"),
               plan->scenario_name[w->scenario], w->n_days, w->warmup_d, w->n_replicates);
    answer_say(a->after, chosen_word(zh,
        "drop: days at the beginning without which the standard error of the rest is least (MSER-%d). A rule that changes on\n"
        "day 0 begins a transient of its own, and a season is none: read these days beside the series' figure.\n",
        "应舍去：去掉开头这些天后其余均值的标准误最小（MSER-%d）。第 0 天换规则会引起新的过渡，而季节变化不是过渡：请与序列图并读。\n"),
        w->row[0].mser.batch);
    if (w->n_refused)
        answer_say(a->after, chosen_word(zh, "%d of %d series have no answer: more days, or a series that settles, is needed.\n",
                                         "%d/%d 个序列无法判定：需要更多天数，或本就不趋于平稳。\n"), w->n_refused, w->n);
}

static int warmup(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    enum output series[N_OUTPUTS];
    struct warmup w;
    struct answer answer = { .n = 1 };
    int scenario = chosen_control(plan, r->scenario, err);
    int n = scenario < 0 ? -1 : r->answer.kpi ? series_chosen(r->answer.kpi, series, err) : 0;
    if (n < 0 || warmup_read(&w, result, scenario, n, series, r->batch, err))
        return -1;
    tell(&answer, &w, plan, r->answer.zh);
    warmup_sheet(&w, &answer.sheet[0], r->answer.zh);
    int status = answer_give(&answer, &r->answer, err);
    answer_free(&answer);
    if (status == 0 && w.n_refused)
        return err_code(err, EXIT_PRECISION, "%d of %d series would lose more than half of their days", w.n_refused, w.n);
    return status;
}

int verb_warmup(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "scenario", 's', "NAME", 0, "of this scenario (default: the study's control)", 0 },
        { "batch", 'b', "DAYS", 0, "days of a batch (default 5, MSER-5; 7 averages weeks out)", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "How many days at the beginning of each daily series are not yet steady, by MSER-5, pooled over replications. Ends with "
        "status 5 when a series has no answer because more than half of it would go.\v"
        "Example: hotline warmup results/demo.h5 --kpi backlog,open_urgent", ANSWER_CHILDREN, NULL, NULL };
    struct request request = { .answer = ANSWER_OPTIONS_NONE, .batch = MSER_BATCH };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.answer.path, warmup, &request);
}
