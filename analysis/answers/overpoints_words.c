#include "overpoints_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/answers/compare.h"
#include "sim/record/catalogue.h"

/* Three digits of half the width of what the row goes over; of one that goes nowhere, four of the number. */
static int decimals(const struct overpoints_row *row)
{
    double width = row->most - row->least;
    if (!(width > 0))
        return -1;
    int n = 2 - (int)floor(log10(width / 2));
    return n < 0 ? 0 : n > 9 ? 9 : n;
}

const char *overpoints_number(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, double x, int sign)
{
    int n = decimals(row);
    const char *plus = sign && x > 0 ? "+" : "";
    if (!isfinite(x))
        snprintf(text, ESTIMATE_TEXT_SIZE, "–");
    else if (n < 0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%.4g", plus, x);
    else {
        int is_zero = fabs(x) < 0.5 * pow(10, -n);          /* in so many digits: 0 has no sign */
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%.*f", is_zero ? "" : plus, n, is_zero ? 0 : x);
    }
    return text;
}

const char *overpoints_mean(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, int sign)
{
    char half[ESTIMATE_TEXT_SIZE];
    overpoints_number(text, row, row->mean, sign);
    if (row->chance.n > 1 && isfinite(row->mean)) {
        size_t used = strlen(text);
        snprintf(text + used, ESTIMATE_TEXT_SIZE - used, " ± %.20s", overpoints_number(half, row, row->chance.half, 0));
    }
    return text;
}

const char *overpoints_range(char text[ESTIMATE_TEXT_SIZE], const struct overpoints_row *row, int sign, int zh)
{
    char high[ESTIMATE_TEXT_SIZE], low[ESTIMATE_TEXT_SIZE];
    int tenths = isfinite(row->low);
    overpoints_number(low, row, tenths ? row->low : row->least, sign);
    overpoints_number(high, row, tenths ? row->high : row->most, sign);
    if (row->n == 0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "–");
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, zh ? "%.25s 至 %.25s" : "%.25s to %.25s", low, high);
    return text;
}

const char *overpoints_count(char text[ESTIMATE_TEXT_SIZE], const struct overpoints *o, int zh)
{
    int used = snprintf(text, ESTIMATE_TEXT_SIZE, zh ? "%d个点" : "%d points", o->n_points);
    if (o->n_different < o->n_points)
        snprintf(text + used, (size_t)(ESTIMATE_TEXT_SIZE - used), zh ? "，其中%d个互不相同" : ", %d of them different", o->n_different);
    return text;
}

/* --- sentences --- */

static const struct { const char *kind, *english, *chinese; } DESIGNS[] = {
    { "latin-hypercube", "the points are a sample of what the factors may be, as likely as the study says",
      "各点是按研究所给分布抽取的样本" },
    { "sobol", "the points are a sample of what the factors may be, as likely as the study says", "各点是按研究所给分布抽取的样本" },
    { "saltelli", "the points are a sample of what the factors may be, but those of a base sample share coordinates and so count "
      "as fewer",
      "各点是按研究所给分布抽取的样本，但同一基样本的点共用坐标，有效点数较少" },
    { "morris", "the points are those of a screening, which goes to the ends of the ranges as often as to their middle: they "
      "spread wider than what is likely", "各点来自筛选设计，端点与中间取得一样多：比可能的情形散得更开" },
    { "one-at-a-time", "each point departs from the first in one factor: they are no sample, and what two factors do together is "
      "not among them", "各点与首点只差一个因素：不是样本，也不含因素间的共同作用" },
    { "table", "the points are the rows of the study's table, and each counts alike, one that comes again as often as it comes",
      "各点是研究所附表格的各行，每行同等计入，重复的行重复计入" },
    { "", "the points are the study's own listed values, and each counts alike, however likely it is",
      "各点是研究所列的取值，每点同等计入，不论其可能性" },
};

const char *overpoints_design(const struct result_plan *plan, int zh)
{
    size_t d = 0, last = sizeof DESIGNS / sizeof *DESIGNS - 1;
    while (d < last && strcmp(DESIGNS[d].kind, plan->design.kind) != 0)
        d++;
    return zh ? DESIGNS[d].chinese : DESIGNS[d].english;
}

const char *overpoints_over(const struct overpoints *o, int zh)
{
    static const char *const ENGLISH[] = { "", "what nobody knows", "levers and what nobody knows", "what the city decides" };
    static const char *const CHINESE[] = { "", "未知因素", "可调因素与未知因素", "由城市决定的因素" };
    return zh ? CHINESE[o->kind] : ENGLISH[o->kind];
}

/* The largest of a count over the arms of an output. */
enum lack { LACK_ABSENT, LACK_UNDEFINED, LACK_PARTLY, LACK_FIXED, N_LACKS };

static int lack(const struct overpoints_row *row, enum lack which)
{
    const int count[N_LACKS] = { row->absent, row->undefined, row->partly, row->fixed };
    return count[which];
}

static int most_lacking(const struct overpoints *o, int k, enum lack which)
{
    int most = 0;
    for (int a = 0; a < o->n_arms; a++) {
        int n = lack(overpoints_row(o, k, a), which);
        most = n > most ? n : most;
    }
    return most;
}

/* "Not defined at some points and left out there: a (3 points), b (12 points)". */
static void lack_note(FILE *out, const struct overpoints *o, const enum output kpi[], enum lack which, int zh)
{
    static const char *const ENGLISH[N_LACKS] = {
        "Points without finished runs, left out", "Not defined at some points, and left out there",
        "Without some replications of a point, which speaks for the others alone there, and not in the mean's interval",
        "The same difference in every replication, so that an interval has no width",
    };
    static const char *const CHINESE[N_LACKS] = { "没有完成运行的点，略去", "在部分点上无定义，略去", "某些点缺部分重复，该点只计其余重复，且不计入均值的区间",
                                                  "各次重复的差完全相同，区间宽度为零" };
    int told = 0;
    for (int k = 0; k < o->n_kpis; k++) {
        int n = most_lacking(o, k, which);
        if (n == 0)
            continue;
        if (told++)
            fputs(zh ? "、" : ", ", out);
        else
            fprintf(out, zh ? "%s：" : "%s: ", zh ? CHINESE[which] : ENGLISH[which]);
        if (which == LACK_ABSENT) {
            fprintf(out, zh ? "%d点" : "%d", n);
            break;                              /* of one output as of all others */
        }
        fprintf(out, zh ? "%s（%d点）" : "%s (%d point%s)", OUTPUTS[kpi[k]].name, n, n == 1 ? "" : "s");
    }
    if (told)
        fputs(zh ? "。\n" : ".\n", out);
}

/* Where chance makes most of the spread. */
static void chance_note(FILE *out, const struct overpoints *o, const struct result_plan *plan, const enum output kpi[], int zh)
{
    double most = 0;
    int at = 0, half = 0;
    for (int k = 0; k < o->n_kpis; k++)
        for (int a = 0; a < o->n_arms; a++) {
            double share = overpoints_row(o, k, a)->chance_share;
            half += share >= .5;
            if (share > most) {
                most = share;
                at = k;
            }
        }
    if (plan->n_replicates == 1)
        fputs(zh ? "每点只有一次重复：点间的散布也含偶然性，二者无法分开；各点共用同一个世界的随机数，换一个世界会使各点一同移动多少，本研究看不出（每点至少2次重复方可）。\n"
                 : "One replication of each point: the spread holds chance, too, which cannot be told from it; and all\n"
                   "points share the draws of one world: how far another would move them all together needs 2 replications\n"
                   "or more.\n", out);
    else if (most > 0)
        fprintf(out, zh ? "点间方差中偶然性至多占%.0f%%（%s）；%d个数中占一半以上。\n"
                        : "Chance that points do not share makes at most %.0f %% of the variance over points (%s);\n"
                          "half or more in %d of the rows.\n",
                100 * most, OUTPUTS[kpi[at]].name, half);
}

void overpoints_notes(FILE *out, const struct overpoints *o, const struct result_plan *plan, const enum output kpi[], int zh)
{
    for (int which = 0; which < N_LACKS; which++)
        if (which != LACK_FIXED || !o->of_values)
            lack_note(out, o, kpi, (enum lack)which, zh);
    if (o->kind == OVERPOINTS_FUTURES || o->kind == OVERPOINTS_SAMPLED)
        chance_note(out, o, plan, kpi, zh);
}

/* --- as a sheet --- */

static void row_put(const struct overpoints *o, const struct result_plan *plan, enum output kpi, int k, int arm, int zh,
                    struct sheet *sheet)
{
    char name[OVERPOINTS_NAME_SIZE];
    const struct overpoints_row *row = overpoints_row(o, k, arm);
    const struct overpoints_arm *a = &o->arm[arm];
    double n_same = row->n && !o->of_values ? overpoints_same_sign(row) : NAN;
    sheet_text(sheet, "%s", OUTPUTS[kpi].name);
    sheet_text(sheet, "%s", OUTPUTS[kpi].unit);
    sheet_text(sheet, "%s", BETTER_WORDS[OUTPUTS[kpi].better]);
    sheet_text(sheet, "%.150s", overpoints_name(o, plan, arm, zh, name));
    sheet_text(sheet, "%.*s", o->of_values ? 0 : compare_policy_length(plan, a->control), plan->scenario_name[a->control]);
    sheet_number(sheet, row->n);
    sheet_number(sheet, row->absent);
    sheet_number(sheet, row->undefined);
    sheet_number(sheet, row->partly);
    sheet_interval(sheet, row->mean, (struct interval){ estimate_low(row->chance), estimate_high(row->chance) });
    sheet_number(sheet, row->sd);
    sheet_number(sheet, row->low);
    sheet_number(sheet, row->high);
    sheet_number(sheet, row->least);
    sheet_text(sheet, "%s", row->n ? plan->scenario_name[row->least_at] : "");
    sheet_number(sheet, row->most);
    sheet_text(sheet, "%s", row->n ? plan->scenario_name[row->most_at] : "");
    sheet_number(sheet, n_same);
    sheet_number(sheet, row->n ? n_same / row->n : NAN);
    sheet_number(sheet, o->of_values ? NAN : row->judged);
    sheet_number(sheet, row->judged && !o->of_values ? row->told_below : NAN);
    sheet_number(sheet, row->judged && !o->of_values ? row->told_above : NAN);
    sheet_number(sheet, o->of_values ? NAN : row->control);
    sheet_number(sheet, row->chance_share);
    sheet_number(sheet, row->adjusted);
}

int overpoints_sheet(const struct overpoints *o, const struct result_plan *plan, const enum output kpi[], int zh,
                     struct sheet *sheet)
{
    static const struct sheet_column COLUMNS[] = {
        { "kpi", SHEET_TEXT, "output", "指标" }, { "unit", SHEET_TEXT, "unit", "单位" }, { "better", SHEET_TEXT, "better", "好坏" },
        { "alternative", SHEET_TEXT, "of", "方案" }, { "control", SHEET_TEXT, "minus", "减" },
        { "points", SHEET_COUNT, "points", "点数" }, { "points_without_runs", SHEET_COUNT, "without runs", "无运行" },
        { "points_undefined", SHEET_COUNT, "undefined", "无定义" }, { "points_partly", SHEET_COUNT, "partly", "部分" },
        { "mean", SHEET_INTERVAL, "mean", "均值" }, { "sd", SHEET_NUMBER, "sd", "标准差" },
        { "p05", SHEET_NUMBER, "5 %", "5%" }, { "p95", SHEET_NUMBER, "95 %", "95%" },
        { "lowest", SHEET_NUMBER, "lowest", "最低" }, { "lowest_at", SHEET_TEXT, "at", "所在" },
        { "highest", SHEET_NUMBER, "highest", "最高" }, { "highest_at", SHEET_TEXT, "at", "所在" },
        { "same_sign", SHEET_COUNT, "same sign", "同号" }, { "same_sign_share", SHEET_NUMBER, "share", "占比" },
        { "judged", SHEET_COUNT, "with an interval", "有区间" }, { "excluding_below", SHEET_COUNT, "below 0", "低于0" },
        { "excluding_above", SHEET_COUNT, "above 0", "高于0" }, { "control_mean", SHEET_NUMBER, "control", "对照均值" },
        { "chance_share", SHEET_NUMBER, "chance", "偶然占比" }, { "p_holm", SHEET_NUMBER, "p (Holm)", "p（Holm）" },
    };
    sheet_begin(sheet, "over_points", sizeof COLUMNS / sizeof *COLUMNS, COLUMNS);
    for (int k = 0; k < o->n_kpis; k++)
        for (int a = 0; a < o->n_arms; a++)
            row_put(o, plan, kpi[k], k, a, zh, sheet);
    return sheet_failed(sheet) ? -1 : 0;
}
