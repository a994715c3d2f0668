/* assumptions.c - which figures no source gives, and of which of them it is known what they do to the finding. */
#include "plots/report/parts.h"

#include <string.h>

#include "plots/report/html.h"
#include "sim/scenario/params.h"

static int is_assumed(const struct param *param)
{
    return strstr(param->source, "assumption") || strstr(param->source, "free parameter");
}

/* The factor of the study that varies it, or NONE_SUCH. */
static int factor_of(const struct report *r, const struct param *param)
{
    for (int f = 0; f < r->plan->n_factors; f++)
        if (param_at(r->plan->factor[f].name) == param)
            return f;
    return NONE_SUCH;
}

static void factor_write(const struct report *r, const struct result_factor *factor)
{
    double low = factor->value[0], high = factor->value[0];
    const struct param *param = param_at(factor->name);
    for (int s = 0; s < r->plan->n_scenarios; s++) {
        low = factor->value[s] < low ? factor->value[s] : low;
        high = factor->value[s] > high ? factor->value[s] : high;
    }
    fputs("<li>", r->out);
    report_parameter(r, factor->name);
    html_say(r->out, report_word(r, "from %g to %g%s%s, %s", "%g 至 %g%s%s，%s"), low, high, *factor->unit ? " " : "",
             factor->unit,
             factor->uncertain ? report_word(r, "nobody knows it", "未知量") : report_word(r, "the city decides it",
                                                                                        "由城市决定"));
    if (param && is_assumed(param))
        fprintf(r->out, " <span class=\"tag\">%s</span>", report_word(r, "assumption", "假设"));
    fputs("</li>\n", r->out);
}

static void varied_write(const struct report *r)
{
    fputs("<p>", r->out);
    if (r->plan->n_factors == 0)
        fputs(report_word(r, "This study varies no parameter: of none of the assumptions below is it known what "
                             "it does to the finding.",
                          "本研究未变动任何参数：下列假设对发现的影响均属未知。"), r->out);
    else
        fputs(report_word(r, "This study varies these parameters; what they do to the finding is in the "
                             "comparison of its points:", "本研究变动以下参数；其影响见各点的比较："),
                                 r->out);
    fputs("</p>\n", r->out);
    if (r->plan->n_factors == 0)
        return;
    fputs("<ul>\n", r->out);
    for (int f = 0; f < r->plan->n_factors; f++)
        factor_write(r, &r->plan->factor[f]);
    fputs("</ul>\n", r->out);
}

static int count_unknown(const struct report *r)
{
    int n = 0;
    for (int p = 0; p < N_PARAMS; p++)
        n += is_assumed(&PARAMS[p]) && factor_of(r, &PARAMS[p]) == NONE_SUCH;
    return n;
}

static void unknown_write(const struct report *r)
{
    char key[PATH_SIZE];
    fputs("<details>\n<summary>", r->out);
    html_say(r->out, report_word(r, "%d assumptions without known effect", "%d项影响未知的假设"), count_unknown(r));
    fputs("</summary>\n", r->out);
    for (int s = 0; s < N_SECTIONS; s++) {
        int n = 0;
        for (int p = SECTIONS[s].first; p < (int)SECTIONS[s].last; p++) {
            if (!is_assumed(&PARAMS[p]) || factor_of(r, &PARAMS[p]) != NONE_SUCH)
                continue;
            fputs(n++ ? " " : "<p class=\"keys\">", r->out);
            fputs("<span title=\"", r->out);
            html_attribute(r->out, PARAMS[p].meaning);
            fputs("\">", r->out);
            report_parameter(r, param_path(key, &PARAMS[p], SECTIONS[s].max ? "*" : NULL));
            fputs("</span>", r->out);
        }
        if (n)
            fputs("</p>\n", r->out);
    }
    fputs("</details>\n", r->out);
}

void assumptions_write(struct report *r)
{
    int assumed = 0;
    for (int p = 0; p < N_PARAMS; p++)
        assumed += is_assumed(&PARAMS[p]) != 0;
    fprintf(r->out, "<section>\n<h2>%s</h2>\n<p>", report_word(r, "What is assumed", "假设"));
    html_say(r->out, report_word(r, "Of the %d parameters of the model %d have no figure in any source and are "
                                    "assumptions. An assumption counts as known in its effect where a study "
                                    "varied it; the others may carry the finding, and this page cannot say.",
                                 "模型共有%d个参数，其中%d个没有任何来源给出数值，属于假设。凡研究变动过的假设，其影响视为已知；其余假设可能左右发现，本页无从判断。"), N_PARAMS,
                                     assumed);
    fputs("</p>\n", r->out);
    varied_write(r);
    unknown_write(r);
    fputs("<p class=\"note\">", r->out);
    html_text(r->out, report_word(r, "`hotline explain KEY` tells what a parameter is and where its value is from.",
                                  "`hotline explain KEY` 说明参数的含义与来源。"));
    fputs("</p>\n</section>\n", r->out);
}
