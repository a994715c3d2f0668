#include "compare_tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/answers/headlines.h"
#include "cli/chosen.h"
#include "cli/kpis.h"

enum { SCENARIOS_ACROSS = 4 };      /* of a table; more go into another one below */
static const char *const ACROSS[SCENARIOS_ACROSS + 1] = { NULL, "lrll", "lrrll", "lrrrll", "lrrrrll" };     /* by how many */

static const char *word(const struct compare_view *v, const char *english, const char *chinese)
{
    return chosen_word(v->zh, english, chinese);
}

static const char *point_of(const struct compare_view *v, int s)
{
    return compare_point(v->plan, s);
}

static int policy_length(const struct compare_view *v, int s)
{
    return compare_policy_length(v->plan, s);
}

/* Outputs in an order of the user's own may come back to a section: then no heading says what is below it. */
static int sections_recur(const struct compare_view *v)
{
    int seen[N_HEADLINE_SECTIONS] = { 0 };
    for (int k = 0; k < v->c->n_kpis; k++) {
        enum headline_section_id now = headline_section(v->c->kpi[k]);
        if (seen[now]++ && headline_section(v->c->kpi[k - 1]) != now)
            return 1;
    }
    return 0;
}

static enum output kpi_before(const struct compare_view *v, int k)
{
    if (sections_recur(v))
        return v->c->kpi[k];
    return k > 0 ? v->c->kpi[k - 1] : N_OUTPUTS;
}

static void value_cell(struct table *t, const struct compare_view *v, int k, int s)
{
    struct estimate e = compare_value(v->c, k, s);
    char text[ESTIMATE_TEXT_SIZE];
    if (v->c->interval && e.beyond == 0 && e.n > 1)
        table_cell(t, "%s", estimate_interval_text(text, e.mean, compare_interval(v->c, 0, k, s), 0));
    else
        kpi_value(t, v->c->kpi[k], e, v->c->n_runs[s], v->plan->days_d);
}

void compare_row_begin(struct table *t, const struct compare_view *v, int k)
{
    kpi_section(t, v->c->kpi[k], kpi_before(v, k), v->zh);
    table_cell(t, "  %s", OUTPUTS[v->c->kpi[k]].name);
}

void compare_row_end(struct table *t, const struct compare_view *v, int k)
{
    kpi_unit(t, v->c->kpi[k]);
    kpi_name(t, v->c->kpi[k], v->zh);
}

static int table_end(struct table *t, const struct compare_view *v)
{
    int status = table_print(t, stdout, v->form);
    table_free(t);
    return status;
}

/* Is the scenario at the point that is asked for, or what is compared there? */
static int is_shown(const struct compare_view *v, int s)
{
    int policies = compare_policies(v->plan);
    if (v->point == NONE_SUCH || s / policies == v->point)
        return 1;
    for (int p = 0; p < policies; p++)
        if (v->c->control[v->point * policies + p] == s)
            return 1;
    return 0;
}

static int is_compared(const struct compare_view *v, int s)
{
    return s != v->c->control[s] && (v->point == NONE_SUCH || s / compare_policies(v->plan) == v->point);
}

/* The KPIs of n scenarios of one point from the first on. */
static int values_print(const struct compare_view *v, int first, int n)
{
    struct table t;
    table_begin(&t, ACROSS[n]);
    table_cell(&t, "%s", "");
    for (int s = first; s < first + n; s++)
        table_cell(&t, "%.*s", policy_length(v, s), v->plan->scenario_name[s]);
    table_cell(&t, "%s", word(v, "unit", "单位"));
    table_cell(&t, "%s", "");
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        for (int s = first; s < first + n; s++)
            value_cell(&t, v, k, s);
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* Tables of a few scenarios each, under one heading for each point. */
static int all_values_print(const struct compare_view *v)
{
    int status = 0;
    for (int s = 0, n; s < v->c->n_scenarios; s += n) {
        const char *point = point_of(v, s);
        for (n = 1; s + n < v->c->n_scenarios && n < SCENARIOS_ACROSS && strcmp(point_of(v, s + n), point) == 0;)
            n++;
        if (!is_shown(v, s))
            continue;
        if (*point && (s == 0 || strcmp(point_of(v, s - 1), point) != 0))
            table_say(stdout, v->form, v->form == TABLE_MARKDOWN ? "### %s\n\n" : "%s\n", point);
        status |= values_print(v, s, n);
        putchar('\n');
    }
    return status;
}

/* What a paired difference says: nothing, where its interval holds 0; a star where it survives the whole family. */
static void verdict_cell(struct table *t, const struct compare_view *v, int k, int s)
{
    struct estimate difference = compare_contrast(v->c, k, s).difference;
    struct interval own = compare_interval(v->c, 1, k, s);
    enum better better = OUTPUTS[v->c->kpi[k]].better;
    const char *says = better == NEITHER ? word(v, "differs", "有差异")
                       : (difference.mean < 0) == (better == LOWER) ? word(v, "better", "更好") : word(v, "worse", "更差");
    table_cell(t, "%s%s", own.low > 0 || own.high < 0 ? says : "", compare_survives(v->c, 0, k, s) ? " *" : "");
}

static void number_cell(struct table *t, const char *format, double x)
{
    if (isnan(x))
        table_cell(t, "–");
    else
        table_cell(t, format, x);
}

static void difference_cells(struct table *t, const struct compare_view *v, int k, int s)
{
    struct contrast d = compare_contrast(v->c, k, s);
    char text[ESTIMATE_TEXT_SIZE];
    table_cell(t, "%s", v->c->interval && d.difference.n > 1
                        ? estimate_interval_text(text, d.difference.mean, compare_interval(v->c, 1, k, s), 1)
                        : estimate_text(text, d.difference, 1));
    number_cell(t, "%+.1f %%", compare_percent(v->c, k, s).mean);
    verdict_cell(t, v, k, s);
    if (d.difference.n > 0 && d.difference.mean == 0 && !(d.difference.sd > 0))
        table_cell(t, "%s", word(v, "same", "相同"));
    else if (isnan(d.better_share))
        table_cell(t, "–");
    else
        table_cell(t, "%.0f/%d", d.better_share * d.difference.n, d.difference.n);
    number_cell(t, "%.2f", d.correlation);
    number_cell(t, d.variance_reduction > 9999 ? "> 9999" : "%.1f", d.variance_reduction);
}

static int differences_print(const struct compare_view *v, int s)
{
    const char *const head[] = { "", word(v, "difference", "差"), word(v, "of control", "占对照"), "",
                                 word(v, "better in", "更好次数"), "r", "VRF", word(v, "unit", "单位"), "" };
    const char *name = v->plan->scenario_name[s], *control = v->plan->scenario_name[v->c->control[s]];
    const char *point = point_of(v, s);
    int same_point = strcmp(point, point_of(v, v->c->control[s])) == 0;
    struct table t;
    table_say(stdout, v->form, "\n%.*s %s %.*s%s%s\n", same_point ? policy_length(v, s) : TABLE_CELL_SIZE, name,
              word(v, "minus", "减"), same_point ? policy_length(v, v->c->control[s]) : TABLE_CELL_SIZE, control,
              same_point && *point ? ", " : "", same_point ? point : "");
    if (v->form == TABLE_MARKDOWN)
        putchar('\n');
    table_begin(&t, "lrrlrrrll");
    for (int h = 0; h < 9; h++)
        table_cell(&t, "%s", head[h]);
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        difference_cells(&t, v, k, s);
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* How the differences of a policy at n scenarios, `policies` apart, are other than at the first point. */
static int changes_print(const struct compare_view *v, int first, int n)
{
    struct table t;
    char text[ESTIMATE_TEXT_SIZE];
    table_begin(&t, ACROSS[n]);
    table_cell(&t, "%s", "");
    for (int i = 0; i < n; i++)
        table_cell(&t, "%s", point_of(v, first + i * v->c->first_point));
    table_cell(&t, "%s", word(v, "unit", "单位"));
    table_cell(&t, "%s", "");
    for (int k = 0; k < v->c->n_kpis; k++) {
        compare_row_begin(&t, v, k);
        for (int i = 0, s = first; i < n; i++, s += v->c->first_point)
            table_cell(&t, "%s%s", estimate_text(text, compare_change(v->c, k, s).difference, 1),
                       compare_survives(v->c, 1, k, s) ? " *" : "");
        compare_row_end(&t, v, k);
    }
    return table_end(&t, v);
}

/* A table for each policy but the control, a few points across. */
static int all_changes_print(const struct compare_view *v)
{
    int status = 0, policies = v->c->first_point;
    if (policies)
        table_say(stdout, v->form, word(v,
            "\nDoes it depend on the point? A policy's difference there minus its difference at %s,\nwithin each replication "
            "(a difference of differences).\n",
            "\n差异是否随设计点而变？各点的差减去在 %s 处的差，\n在每次重复内计算（双重差分）。\n"), point_of(v, 0));
    for (int p = 0; p < policies; p++) {
        if (p == v->c->control[p])
            continue;
        table_say(stdout, v->form, "\n%.*s %s %.*s\n", policy_length(v, p), v->plan->scenario_name[p], word(v, "minus", "减"),
               policy_length(v, v->c->control[p]), v->plan->scenario_name[v->c->control[p]]);
        if (v->form == TABLE_MARKDOWN)
            putchar('\n');
        for (int s = p + policies, n; s < v->c->n_scenarios; s += n * policies) {
            n = (v->c->n_scenarios - s + policies - 1) / policies;
            n = n < SCENARIOS_ACROSS ? n : SCENARIOS_ACROSS;
            status |= changes_print(v, s, n);
        }
    }
    return status;
}

/* "mean ± half-width of the 95 % interval (Student's t)" */
static const char *intervals_named(const struct compare_view *v, char text[160])
{
    static const char *const ENGLISH[] = { "mean ± half-width of the %g %% interval (Student's t)",
                                           "mean [%g %% interval: percentiles of resampled replications]",
                                           "mean [%g %% interval: BCa of resampled replications]" };
    static const char *const CHINESE[] = { "均值 ± 半宽，%g%% 置信区间（学生氏 t）", "均值 [%g%% 区间：重抽样百分位]",
                                           "均值 [%g%% 区间：重抽样 BCa]" };
    snprintf(text, 160, (v->zh ? CHINESE : ENGLISH)[v->interval], 100 * v->c->level);
    return text;
}

void compare_heading(const struct compare_view *v)
{
    int done = 0, runs = v->c->n_scenarios * v->c->n_replicates;
    const char *title = word(v, v->plan->title, v->plan->title_zh[0] ? v->plan->title_zh : v->plan->title);
    char size[96], left_out[128] = "";
    for (int s = 0; s < v->c->n_scenarios; s++)
        done += v->c->n_runs[s];
    if (v->zh)
        snprintf(size, sizeof size, "：%d 个情景，%d 次重复", v->c->n_scenarios, v->c->n_replicates);
    else
        snprintf(size, sizeof size, ": %d scenario%s, %d replication%s", v->c->n_scenarios,
                 v->c->n_scenarios == 1 ? "" : "s", v->c->n_replicates, v->c->n_replicates == 1 ? "" : "s");
    if (done < runs)
        snprintf(left_out, sizeof left_out, word(v, " (%d of the %d runs are done, the others are left out)",
                                                 "（完成 %d/%d 次运行，其余不计）"), done, runs);
    table_say(stdout, v->form, "%s%s%s\n", *title ? title : v->path, size, left_out);
}

/* Policies go by their names, which the command line takes: what they are called in Chinese. */
int compare_policies_print(const struct compare_view *v)
{
    struct table t;
    int n = 0, status = 0;
    table_begin(&t, "ll");
    table_cell(&t, "策略");
    table_cell(&t, "标题");
    for (int s = 0; s < v->c->n_scenarios && strcmp(point_of(v, s), point_of(v, 0)) == 0; s++) {
        const char *zh = v->plan->policy_zh[s];
        if (!zh || !*zh)
            continue;
        table_cell(&t, "%.*s", policy_length(v, s), v->plan->scenario_name[s]);
        table_cell(&t, "%s", zh);
        n++;
    }
    if (n)
        status = table_print(&t, stdout, v->form);
    table_free(&t);
    if (n)
        putchar('\n');
    return status;
}

static void how_to_read_differences(const struct compare_view *v)
{
    int control = v->c->family == COMPARE_CONTROL;
    table_say(stdout, v->form, word(v,
        "Paired differences: replicate i of two scenarios is the same world (common random numbers). better,\n"
        "worse, differs: the %g %% interval excludes 0. of control: – where that of the control's mean holds 0.\n"
        "better in: replications in which it is better (same: all differences are 0). r: correlation.\n"
        "VRF: variance of independent runs over that of paired ones.\n",
        "配对差异：两个情景的第 i 次重复是同一个世界（公共随机数）。更好、更差、有差异：%g%% 置信区间不含 0。\n"
        "占对照：对照均值的区间含 0 时不列。更好次数：更好的重复次数（相同：差异全为 0）。r：相关系数。VRF：独立运行与配对运行的方差之比。\n"),
        100 * v->c->contrast_level);
    if (control)
        table_say(stdout, v->form, word(v,
            "The intervals of an output's differences from the control hold together with %g %% (Bonferroni's t, each at\n"
            "%.4g %%); %d of %d differences exclude 0; *: so does p times the number of differences of its output.\n",
            "同一指标与对照之各差异的区间同时成立的把握为 %g%%（Bonferroni t，各为 %.4g%%）；\n"
            "%d/%d 个差异不含 0；*：p 值乘以该指标的差异个数后亦然。\n"),
            100 * v->c->level, 100 * v->c->contrast_level, v->c->n_excluding, v->c->n_read);
    else
        table_say(stdout, v->form, word(v,
            "%d differences are read: %d intervals exclude 0, about %.0f would if nothing differed; *: %d do so by\n"
            "Holm's correction, too (%g %% that none of these is by chance).\n",
            "共读取 %d 个差异：%d 个区间不含 0；若毫无差异，约有 %.0f 个如此；*：经 Holm 校正后\n"
            "仍有 %d 个（%g%% 的把握无一出于偶然）。\n"),
            v->c->n_read, v->c->n_excluding, (1 - v->c->level) * v->c->n_read, v->c->n_surviving, 100 * v->c->level);
}

/* How far each scenario may be from the best of those it is compared with. */
static void bests_of_kpi(const struct compare_view *v, struct table *t, int k)
{
    char text[ESTIMATE_TEXT_SIZE];
    table_section(t, word(v, OUTPUTS[v->c->kpi[k]].name, OUTPUTS[v->c->kpi[k]].zh));
    for (int s = 0; s < v->c->n_scenarios; s++) {
        struct best b = compare_best(v->c, k, s);
        if (isnan(b.gap))
            continue;
        table_cell(t, "  %s", v->plan->scenario_name[s]);
        table_cell(t, "%s", estimate_interval_text(text, b.gap, (struct interval){ b.low, b.high }, 1));
        table_cell(t, "%s", b.high <= 0 ? word(v, "not the best", "非最优") : b.low >= 0 ? word(v, "the best", "最优")
                                                                     : word(v, "may be the best", "或为最优"));
        kpi_unit(t, v->c->kpi[k]);
    }
}

static int bests_print(const struct compare_view *v)
{
    struct table t;
    table_say(stdout, v->form, word(v,
        "\nWhich is the best? Mean minus the best of the others' means, more is better (of an output of which less is better,\n"
        "with the sign turned); the intervals of an output hold together with %g %% (Hsu's, paired).\n\n",
        "\n何者最优？均值减去其余者中最优的均值，越大越好（以小为佳的指标已变号）；同一指标的区间同时成立的把握为 %g%%（Hsu，配对）。\n\n"),
        100 * v->c->level);
    table_begin(&t, "lrll");
    table_cell(&t, "%s", "");
    table_cell(&t, "%s", word(v, "from the best other", "与其余最优者之差"));
    table_cell(&t, "%s", "");
    table_cell(&t, "%s", word(v, "unit", "单位"));
    for (int k = 0; k < v->c->n_kpis; k++)
        if (OUTPUTS[v->c->kpi[k]].better != NEITHER)
            bests_of_kpi(v, &t, k);
    return table_end(&t, v);
}

int compare_tables(const struct compare_view *v, struct err *err)
{
    int contrasts = 0;
    char intervals[160];
    compare_heading(v);
    table_say(stdout, v->form, "%s\n\n", intervals_named(v, intervals));
    int status = (v->zh ? compare_policies_print(v) : 0) | all_values_print(v);
    for (int s = 0; s < v->c->n_scenarios; s++)
        contrasts += s != v->c->control[s];
    if (contrasts)
        how_to_read_differences(v);
    for (int s = 0; s < v->c->n_scenarios; s++)
        if (is_compared(v, s))
            status |= differences_print(v, s);
    if (v->point == NONE_SUCH)
        status |= all_changes_print(v);
    status |= v->c->best ? bests_print(v) : 0;
    return status ? err_set(err, "no memory for the table") : 0;
}
