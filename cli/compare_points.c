#include "compare_points.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/overpoints_words.h"

enum { TABLES_EACH = 4,             /* policies with a table of their own; more stand side by side */
       ACROSS_MOST = 4,             /* of these in one table, and of points of a lever */
       RESPONSE_MOST = 12 };        /* points of a lever that are shown one by one */

static const char *word(const struct compare_view *v, const char *english, const char *chinese)
{
    return chosen_word(v->zh, english, chinese);
}

static const struct overpoints *over(const struct compare_view *v) { return &v->c->over; }

static int table_end(struct table *t, const struct compare_view *v)
{
    int status = table_print(t, stdout, v->form);
    table_free(t);
    return status;
}

static void head_put(struct table *t, int n, const char *const head[])
{
    for (int i = 0; i < n; i++)
        table_cell(t, "%s", head[i]);
}

/* "97/100", "31/100 (0: 40)" where as many are 0, "same" where every point is 0 exactly. */
static void share_cell(struct table *t, const struct compare_view *v, const struct overpoints_row *row)
{
    if (row->n == 0)
        table_cell(t, "–");
    else if (overpoints_all_zero(row))
        table_cell(t, "%s", word(v, "same", "相同"));
    else if (row->below + row->above < row->n)
        table_cell(t, "%d/%d (0: %d)", overpoints_same_sign(row), row->n, row->n - row->below - row->above);
    else
        table_cell(t, "%d/%d", overpoints_same_sign(row), row->n);
}

static void told_cell(struct table *t, const struct overpoints_row *row)
{
    if (row->judged == 0)
        table_cell(t, "–");
    else
        table_cell(t, "%d/%d", row->told_below + row->told_above, row->judged);
}

/* --- a policy's table, over futures --- */

static void future_cells(struct table *t, const struct compare_view *v, const struct overpoints_row *row, int tenths)
{
    char text[ESTIMATE_TEXT_SIZE];
    int sign = !over(v)->of_values;
    table_cell(t, "%s%s", overpoints_mean(text, row, sign), overpoints_survives(row, v->c->level) == 1 ? " *" : "");
    if (tenths)
        table_cell(t, "%s", isfinite(row->low) ? overpoints_range(text, row, sign, v->zh) : "–");
    table_cell(t, "%s", overpoints_number(text, row, row->least, sign));
    table_cell(t, "%s", overpoints_number(text, row, row->most, sign));
    if (over(v)->of_values)
        return;
    share_cell(t, v, row);
    told_cell(t, row);
}

static int futures_print(const struct compare_view *v, int arm)
{
    static const char *const ALIGN[2][2] = { { "lrrrrrll", "lrrrll" }, { "lrrrrrrll", "lrrrrll" } };     /* tenths, values */
    int values = over(v)->of_values, tenths = over(v)->arm[arm].n_different >= OVERPOINTS_ENOUGH;
    struct table t;
    table_begin(&t, ALIGN[tenths][values]);
    table_cell(&t, "%s", "");
    table_cell(&t, "%s", word(v, "mean", "均值"));
    if (tenths)
        table_cell(&t, "%s", word(v, "nine in ten", "九成之间"));
    head_put(&t, 2, (const char *[]){ word(v, "lowest", "最低"), word(v, "highest", "最高") });
    if (!values)
        head_put(&t, 2, (const char *[]){ word(v, "same sign", "同号"), word(v, "told apart", "可辨") });
    head_put(&t, 2, (const char *[]){ word(v, "unit", "单位"), "" });
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        future_cells(&t, v, overpoints_row(over(v), k, arm), tenths);
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* --- the same where levers vary: ends, and where they are --- */

static void end_cells(struct table *t, const struct compare_view *v, const struct overpoints_row *row, double end, int at)
{
    char text[ESTIMATE_TEXT_SIZE], name[OVERPOINTS_NAME_SIZE];
    table_cell(t, "%s", overpoints_number(text, row, end, !over(v)->of_values));
    table_cell(t, "%s", row->n == 0 || overpoints_all_zero(row) ? "" : overpoints_place(over(v), v->plan, at, v->zh, name));
}

static int ends_print(const struct compare_view *v, int arm)
{
    int values = over(v)->of_values;
    const char *const at = word(v, "at", "所在");
    const char *const head[] = { "", word(v, "lowest", "最低"), at, word(v, "highest", "最高"), at, word(v, "below 0", "低于0"),
                                 word(v, "above 0", "高于0"), word(v, "told apart", "可辨"), word(v, "unit", "单位"), "" };
    struct table t;
    table_begin(&t, values ? "lrlrlll" : "lrlrlrrrll");
    head_put(&t, values ? 5 : 8, head);
    head_put(&t, 2, head + 8);
    for (int k = 0; k < v->c->n_kpis; k++) {
        const struct overpoints_row *row = overpoints_row(over(v), k, arm);
        compare_row_begin(&t, v, k);
        end_cells(&t, v, row, row->least, row->least_at);
        end_cells(&t, v, row, row->most, row->most_at);
        if (!values) {
            table_cell(&t, "%d", row->below);
            table_cell(&t, "%d", row->above);
            told_cell(&t, row);
        }
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* --- along a lever: the difference at each of its points --- */

static const char *const ALONG[ACROSS_MOST + 1] = { NULL, "lrll", "lrrll", "lrrrll", "lrrrrll" };       /* by how many */

static int along_print(const struct compare_view *v, int n, const int scenario[])
{
    struct table t;
    char text[ESTIMATE_TEXT_SIZE], name[OVERPOINTS_NAME_SIZE];
    table_begin(&t, ALONG[n]);
    table_cell(&t, "%s", "");
    for (int i = 0; i < n; i++)
        table_cell(&t, "%s", overpoints_place(over(v), v->plan, scenario[i], v->zh, name));
    table_cell(&t, "%s", word(v, "unit", "单位"));
    table_cell(&t, "%s", "");
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        for (int i = 0; i < n; i++)
            table_cell(&t, "%s%s", estimate_text(text, compare_contrast(v->c, k, scenario[i]).difference, 1),
                       compare_survives(v->c, 0, k, scenario[i]) ? " *" : "");
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

static int all_along_print(const struct compare_view *v, int arm)
{
    int scenario[RESPONSE_MOST], n = 0, status = 0;
    for (int s = 0; s < v->c->n_scenarios; s++)
        if (over(v)->arm_of[s] == arm)
            scenario[n++] = s;
    table_say(stdout, v->form, "%s", word(v,
        "\nAt each point: mean ± half of its interval; *: excludes 0 by Holm's correction for all points, too\n\n",
        "\n逐点：均值 ± 区间半宽；*：经对所有点的 Holm 校正后仍不含 0\n\n"));
    for (int i = 0; i < n; i += ACROSS_MOST)
        status |= along_print(v, n - i < ACROSS_MOST ? n - i : ACROSS_MOST, scenario + i);
    return status;
}

/* --- all policies side by side --- */

static const char *const BESIDE[2][ACROSS_MOST + 1] = {        /* differences, values; by how many */
    { NULL, "lrrll", "lrrrrll", "lrrrrrrll", "lrrrrrrrrll" }, { NULL, "lrll", "lrrll", "lrrrll", "lrrrrll" } };

static int beside_print(const struct compare_view *v, int first, int n)
{
    struct table t;
    char text[ESTIMATE_TEXT_SIZE], range[ESTIMATE_TEXT_SIZE], name[OVERPOINTS_NAME_SIZE];
    int values = over(v)->of_values;
    table_begin(&t, BESIDE[values][n]);
    table_cell(&t, "%s", "");
    for (int a = first; a < first + n; a++) {
        table_cell(&t, "%.150s", overpoints_name(over(v), v->plan, a, v->zh, name));
        if (!values)
            table_cell(&t, "%s", word(v, "same sign", "同号"));
    }
    table_cell(&t, "%s", word(v, "unit", "单位"));
    table_cell(&t, "%s", "");
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        for (int a = first; a < first + n; a++) {
            const struct overpoints_row *row = overpoints_row(over(v), k, a);
            overpoints_range(range, row, !values, v->zh);
            if (isfinite(row->mean))
                table_cell(&t, v->zh ? "%s（%s）" : "%s (%s)", overpoints_number(text, row, row->mean, !values), range);
            else
                table_cell(&t, "%s", range);
            if (!values)
                share_cell(&t, v, row);
        }
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* --- words --- */

static void what_varies(const struct compare_view *v)
{
    int levers = 0, unknown = 0;
    for (int f = 0; f < v->plan->n_factors; f++) {
        unknown += v->plan->factor[f].uncertain != 0;
        levers += !v->plan->factor[f].uncertain;
    }
    char text[ANSWER_TEXT_SIZE] = "", points[ESTIMATE_TEXT_SIZE];
    answer_say(text, "%s", overpoints_count(points, over(v), v->zh));
    if (unknown)
        answer_say(text, word(v, ", %d parameter%s that nobody knows", "，%d个未知参数%s"), unknown, v->zh || unknown == 1 ? "" : "s");
    if (levers)
        answer_say(text, word(v, ", %d lever%s that the city decides", "，%d个由城市决定的可调因素%s"), levers,
                   v->zh || levers == 1 ? "" : "s");
    if (over(v)->kind != OVERPOINTS_LEVERS)
        answer_say(text, "%s\n%s", word(v, ";", "；"), overpoints_design(v->plan, v->zh));
    table_say(stdout, v->form, "%s%s\n", text, word(v, ".", "。"));
}

static void how_to_read_futures(const struct compare_view *v, int brief)
{
    int enough = 0, intervals = v->c->n_replicates > 1;
    for (int a = 0; a < over(v)->n_arms; a++)
        enough |= over(v)->arm[a].n_different >= OVERPOINTS_ENOUGH;
    if (!over(v)->of_values)
        table_say(stdout, v->form, "%s", word(v,
            "Differences from the control at the same point, within replications (common random numbers), one number a point.\n",
            "与同一点上对照之差，在各次重复内求得（公共随机数），每点一个数。\n"));
    const char *spread = brief ? word(v, "In brackets", "括号内") : enough ? word(v, "nine in ten", "九成之间")
                                                              : word(v, "lowest, highest", "最低、最高");
    table_say(stdout, v->form, word(v, "%s: %s. It is how far what is not known\n"
                                       "moves the number; it is no confidence interval, and more points do not narrow it.\n",
                                    "%s：%s。它说明未知因素使数字变动多少，并非置信区间，点数再多也不会变窄。\n"), spread,
              enough ? word(v, "nine points in ten lie between", "九成的点落在其间")
                     : word(v, "the ends of all points, too few for tenths", "各点的两端；不足20点，无从取九成"));
    if (intervals && !brief)
        table_say(stdout, v->form, word(v,
            "mean ± half of its %g %% interval over replications, each averaged over the points: chance alone.%s\n",
            "均值 ± %g%%区间的半宽：对各次重复（先在点上平均）求得，只含偶然性。%s\n"), 100 * v->c->level,
            over(v)->of_values ? "" : word(v, " *: it\nexcludes 0 by Holm's correction for all of these tables, too.",
                                           "*：经对各表全部数字的Holm校正后仍不含0。"));
    if (!over(v)->of_values)
        table_say(stdout, v->form, word(v, "same sign: points with the mean's sign, of all (0: those where nothing differs).%s\n",
                                        "同号：与均值同号的点数（0：毫无差异的点数）。%s\n"),
                  brief || !intervals ? "" : word(v, " told apart:\npoints whose own interval excludes 0, of those with one.",
                                                  "可辨：自身区间不含0的点数。"));
}

static void how_to_read_levers(const struct compare_view *v)
{
    int sampled = over(v)->kind == OVERPOINTS_SAMPLED;
    table_say(stdout, v->form, "%s", word(v,
        "A lever is chosen, not drawn: there is no mean over levers. lowest, highest: over the points, and where; of many\n"
        "points the ends are also the luckiest ones.\n",
        "可调因素由人选定，不是抽出来的，故不对其取均值。最低、最高：各点之中及其所在；点多时，极端值也是偶然最甚者。\n"));
    if (!over(v)->of_values)
        table_say(stdout, v->form, "%s", word(v,
            "below 0, above 0: points on either side; told apart: those whose own interval excludes 0, of those with one.\n",
            "低于0、高于0：两侧的点数；可辨：自身区间不含0的点数。\n"));
    table_say(stdout, v->form, "%s", sampled
        ? word(v, "Levers and uncertainties vary together here. What does well whatever comes: `hotline robust`, of levers on\n"
                  "a grid.\n",
                  "此处可调因素与未知因素一同变动。何者不论未来如何都好：以网格列出可调因素，用 `hotline robust`。\n")
        : word(v, "A factor that nobody knows needs `role: uncertainty` in the study; its points are then averaged over.\n",
                  "若某因素其实未知，请在研究文件中写 `role: uncertainty`，其各点即取平均。\n"));
}

static void unlike_say(const struct compare_view *v)
{
    if (over(v)->of_values)
        table_say(stdout, v->form, "%s", word(v,
            "Nothing is compared: no two scenarios stand under the same uncertainties. The outputs themselves over the points;\n"
            "`hotline sensitivity` tells what moves them.\n",
            "没有可比较者：没有两个情景处于相同的未知因素之下。以下为指标本身在各点上的取值；\n`hotline sensitivity` 说明是什么在左右它们。\n"));
}

static void notes_say(const struct compare_view *v)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return;
    overpoints_notes(out, over(v), v->plan, v->c->kpi, v->zh);
    fclose(out);
    table_say(stdout, v->form, "\n%s", text);
    table_say(stdout, v->form, word(v, "One point alone: --point N, 0 to %d; all of them, one by one: --points.\n",
                                    "只看一点：--point N，0 至 %d；逐点全部列出：--points。\n"), over(v)->n_points - 1);
    free(text);
}

static int arm_print(const struct compare_view *v, int arm)
{
    const struct overpoints_arm *a = &over(v)->arm[arm];
    char name[OVERPOINTS_NAME_SIZE], heading[ANSWER_TEXT_SIZE] = "";
    int futures = over(v)->kind == OVERPOINTS_FUTURES, status;
    answer_say(heading, "%s", overpoints_name(over(v), v->plan, arm, v->zh, name));
    if (!over(v)->of_values)
        answer_say(heading, " %s %s", word(v, "minus", "减"),
                   overpoints_control(over(v), v->plan, a->control, v->zh, name));
    answer_say(heading, word(v, ", over %d points", "，%d个点"), a->n_points);
    table_say(stdout, v->form, v->form == TABLE_MARKDOWN ? "\n### %s\n\n" : "\n%s\n", heading);
    status = futures ? futures_print(v, arm) : ends_print(v, arm);
    if (!futures && !over(v)->of_values && a->n_points <= RESPONSE_MOST)
        status |= all_along_print(v, arm);
    return status;
}

int compare_points_tables(const struct compare_view *v, int brief, struct err *err)
{
    int arms = over(v)->n_arms, status = 0, futures = over(v)->kind == OVERPOINTS_FUTURES;
    brief |= futures && arms > TABLES_EACH;
    compare_heading(v);
    if (v->zh)
        status |= compare_policies_print(v);
    what_varies(v);
    unlike_say(v);
    if (futures)
        how_to_read_futures(v, brief);
    else
        how_to_read_levers(v);
    for (int a = 0; !brief && a < arms; a++)
        status |= arm_print(v, a);
    for (int a = 0; brief && a < arms; a += ACROSS_MOST) {
        putchar('\n');
        status |= beside_print(v, a, arms - a < ACROSS_MOST ? arms - a : ACROSS_MOST);
    }
    notes_say(v);
    return status ? err_set(err, "no memory for the table") : 0;
}

int compare_points_rows(const struct compare_view *v, enum chosen_form form, struct err *err)
{
    struct answer answer = { .title = v->plan->title, .n = 1 };
    struct answer_options options = { .form = form, .zh = v->zh };
    char *text = NULL, points[ESTIMATE_TEXT_SIZE];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out || overpoints_sheet(over(v), v->plan, v->c->kpi, v->zh, &answer.sheet[0]))
        return err_set(err, "no memory for the table");
    answer_say(answer.before, "%s of %s: %s", overpoints_count(points, over(v), v->zh), overpoints_over(over(v), v->zh),
               overpoints_design(v->plan, v->zh));
    overpoints_notes(out, over(v), v->plan, v->c->kpi, v->zh);
    fclose(out);
    answer_say(answer.after, "%s", text);
    free(text);
    int status = answer_give(&answer, &options, err);
    answer_free(&answer);
    return status;
}

int compare_points_csv(const struct compare_view *v, const char *csv, struct err *err)
{
    struct sheet sheet;
    char path[4096];
    int stem = chosen_stem(csv);
    snprintf(path, sizeof path, "%.*s-points%s", stem, csv, csv + stem);
    int status = overpoints_sheet(over(v), v->plan, v->c->kpi, v->zh, &sheet) ? err_set(err, "no memory for the table")
                                                                                : sheet_csv(&sheet, path, err);
    sheet_free(&sheet);
    return status;
}
