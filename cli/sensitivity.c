/* sensitivity.c - the verb: what an output depends on, by the method that the study's design was made for. */
#include <math.h>
#include <stdio.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/sensitivity.h"
#include "answer.h"
#include "options.h"
#include "verbs.h"

struct request { struct answer_options answer; const char *policy; int effect; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->answer; break;
    case 'p': r->policy = argument; break;
    case 'e': r->effect = 1; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* How sure Sobol indices are. */
static void tell_sobol(struct answer *a, const struct sensitivity *s, int zh)
{
    answer_say(a->before, chosen_word(zh, "Sobol indices of %d base samples x %d factors: share of the response's variance; ",
                                      "Sobol 指数，%d 个基样本 × %d 个因素：占响应方差的份额；"), s->n, s->factors.n);
    if (!s->sobol.varies)
        answer_say(a->before, chosen_word(zh,
            "NOT TOLD: %d base samples do not show that the factors make any variance (%.3g to %.3g); about n: %ld, or as many "
            "times the replications, would show it\n", "未能得出：%d 个基样本不足以表明因素造成方差（%.3g 至 %.3g）；n 约为 %ld 方可表明，或按同样倍数增加重复\n"),
                   s->n, s->sobol.variance_interval.low, s->sobol.variance_interval.high, s->sobol.n_needed);
    else if (s->sobol.converged)
        answer_say(a->before, chosen_word(zh, "converged (half-widths of totals up to %.3f)\n", "已收敛（总指数半宽至多 %.3f）\n"),
                   s->sobol.widest);
    else
        answer_say(a->before, chosen_word(zh,
            "NOT CONVERGED: half-widths of totals up to %.3f; about n: %ld would bring them to %g\n",
            "未收敛：总指数半宽达 %.3f；n 约为 %ld 可降至 %g\n"), s->sobol.widest, s->sobol.n_needed, SOBOL_CONVERGED);
}

/* From this correlation of two factors on it is said that they share what they explain; one pair in thirty has it by chance over 50
 * points. */
static const double TOGETHER = 0.3;

static void tell_ranks(struct answer *a, const struct sensitivity *s, int zh)
{
    int low = s->r2 < REGRESS_LOW_R2;
    answer_say(a->before, chosen_word(zh, "Regression of ranks over %d points x %d factors, R2 %.2f%s%s\n",
                                      "秩回归，%d 个点 × %d 个因素，R2 %.2f%s%s\n"), s->n, s->factors.n, s->r2,
               low ? chosen_word(zh, ": LOW, the coefficients do not describe this response", "：过低，系数不足以描述此响应") : "",
               low && sensitivity_bins_tell(s) ? chosen_word(zh, "; the bins still do", "，分箱指数仍可用") : "");
    if (s->n_different < s->n)
        answer_say(a->before, chosen_word(zh, "%d of the points are different\n", "互不相同的点有 %d 个\n"), s->n_different);
    if (fabs(s->together) >= TOGETHER)
        answer_say(a->before, chosen_word(zh,
            "The points move factors together, %s and %s the most (correlation %.2f): shares overlap and need not add up to 1\n",
            "各点使因素一同变动，以 %s 与 %s 为最（相关系数 %.2f）：份额相互重叠，其和不必为 1\n"), factors_name(&s->factors, s->together_of[0]),
                   factors_name(&s->factors, s->together_of[1]), s->together);
}

static void tell_method(struct answer *a, const struct sensitivity *s, int zh)
{
    switch (s->kind) {
    case SENSITIVITY_SOBOL: tell_sobol(a, s, zh); break;
    case SENSITIVITY_MORRIS:
        answer_say(a->before, chosen_word(zh,
            "Morris effects of %d trajectories x %d factors, per whole range; mu* of noise: what chance alone would give\n",
            "Morris 初等效应，%d 条轨迹 × %d 个因素，按全取值范围计；噪声之 mu*：仅随机性所致\n"), s->n, s->factors.n);
        break;
    case SENSITIVITY_RANKS: tell_ranks(a, s, zh); break;
    default:
        answer_say(a->before, chosen_word(zh, "One factor at a time from the first values, in pairs (%d points)\n",
                                          "自首个取值起逐一变动，配对比较（%d 个点）\n"), s->n);
    }
}

/* What is meant where the tables have no number. */
static void tell_untold(struct answer *a, const struct sensitivity *s, int zh)
{
    if (!sensitivity_untold(s))
        return;
    answer_say(a->after, "%s", s->kind == SENSITIVITY_MORRIS ? chosen_word(zh,
        "Not told: the interval of mu* is not above what noise alone gives; with so many replications that noise would be below.\n",
        "未能得出：mu* 的区间未高于仅由噪声所致者；重复到所列次数，噪声方低于该区间。\n") : chosen_word(zh,
        "Not told: the interval is wider than a share can be, or lies outside 0 to 1, or fewer than 50 points differ; "
        "these stand last.\n",
        "未能得出：区间宽于份额的可能范围，或落在 0 至 1 之外，或互不相同的点不足 50 个；此类因素列于最后。\n"));
}

static void tell_groups(struct answer *a, const struct factors *f, int zh)
{
    for (int g = 0; g < f->n_groups; g++)
        answer_say(a->before, chosen_word(zh, "%s moves together: %s\n", "%s 同变：%s\n"), f->group[g].name, f->group[g].factor);
}

/* "pay-salary", and what Chinese calls it behind it. */
static void policy_name(const struct factors *f, int policy, int zh, char name[160])
{
    const struct result_plan *plan = f->plan;
    const char *chinese = plan->policy_zh[policy];
    int length = compare_policy_length(plan, policy);
    if (zh && chinese && *chinese)
        snprintf(name, 160, "“%s”（%.*s）", chinese, length, plan->scenario_name[policy]);
    else
        snprintf(name, 160, "%.*s", length, plan->scenario_name[policy]);
}

static void tell(struct answer *a, const struct sensitivity *s, int zh)
{
    const struct output_row *kpi = &OUTPUTS[s->kpi];
    double share = sensitivity_noise_share(s);
    char under[2][160];
    int effect = s->minus != NO_POLICY;
    policy_name(&s->factors, s->policy, zh, under[0]);
    policy_name(&s->factors, effect ? s->minus : s->policy, zh, under[1]);
    answer_say(a->before, effect ? chosen_word(zh, "%s (%s): the effect of %s against %s\n", "%s（%s）：%s相对%s的效应\n")
                                 : chosen_word(zh, "%s (%s) under %s\n", "%s（%s），在%s之下\n"),
               kpi->name, chosen_word(zh, kpi->long_name, kpi->zh), under[0], under[1]);
    tell_method(a, s, zh);
    tell_untold(a, s, zh);
    tell_groups(a, &s->factors, zh);
    if (s->n_left_out)
        answer_say(a->before, chosen_word(zh, "%d left out for a run that is missing\n", "缺运行而略去 %d 个\n"), s->n_left_out);
    answer_say(a->before, chosen_word(zh, "mean %.4g, variance from factors %.3g", "均值 %.4g，因素所致方差 %.3g"), s->mean,
               s->variance);
    if (isnan(share))
        answer_say(a->before, "%s", chosen_word(zh, "; one replication: its chance is in these numbers\n",
                                                "；仅一次重复：随机性混在其中\n"));
    else
        answer_say(a->before, chosen_word(zh, ", replicate noise %.3g: %.1f %% of the variance of one run\n",
                                          "，重复间噪声 %.3g：占单次运行方差的 %.1f%%\n"), s->within, 100 * share);
}

static int one(const struct request *r, struct result *result, enum output kpi, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    struct answer answer = { .title = r->answer.zh && *plan->title_zh ? plan->title_zh : plan->title };
    struct factors factors;
    struct sensitivity s = { 0 };
    if (factors_of(&factors, plan, err))
        return -1;
    int control = factors_policy(&factors, NULL, err), policy = factors_policy(&factors, r->policy, err);
    if (policy < 0)
        return -1;
    if (r->effect && policy == control)
        return err_input(err, "--effect is a policy's difference from the control; name another with --policy");
    struct sensitivity_wish wish = { kpi, policy, r->effect ? control : NO_POLICY, r->answer.level };
    if (sensitivity_read(&s, result, &wish, err))
        return -1;
    tell(&answer, &s, r->answer.zh);
    sensitivity_sheet(&s, &answer.sheet[answer.n++]);
    answer.n += sensitivity_groups_sheet(&s, &answer.sheet[answer.n]) > 0;
    answer.n += sensitivity_pairs_sheet(&s, &answer.sheet[answer.n]) > 0;
    int status = answer_give(&answer, &r->answer, err);
    answer_free(&answer);
    sensitivity_free(&s);
    return status;
}

static int sensitivity(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    enum output kpi[N_OUTPUTS];
    int n = answer_kpis(&r->answer, result, kpi, err), status = n < 0 ? -1 : 0;
    if (n > 1 && (r->answer.csv || r->answer.form >= FORM_CSV))
        return err_input(err, "a table for a program is of one output; name it with --kpi");
    for (int k = 0; k < n && status == 0; k++) {
        if (k)
            putchar('\n');
        status = one(r, result, kpi[k], err);
    }
    return status;
}

int verb_sensitivity(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "policy", 'p', "NAME", 0, "under this policy (default: the control)", 0 },
        { "effect", 'e', 0, 0, "of the policy's difference from the control, replication by replication", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "What an output depends on. A study with `design: {kind: saltelli}` gives Sobol indices, `morris` elementary effects, any "
        "other regression of ranks, first-order indices from bins, and swings; each with its interval, and replicate noise told "
        "apart.\v"
        "Example: hotline sensitivity results/what-matters.h5 --kpi regret", ANSWER_CHILDREN, NULL, NULL };
    struct request request = { .answer = ANSWER_OPTIONS_NONE };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.answer.path, sensitivity, &request);
}
