/* points.c - the finding over all points of a design: in sentences and in a table. What is called better or worse here is so at
 * nine points in ten or more; with replications its mean also survives Holm's correction for all that are read at once. */
#include "plots/report/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/headlines.h"
#include "analysis/answers/overpoints_words.h"
#include "plots/report/html.h"

enum told { TOLD_BETTER, TOLD_WORSE, TOLD_NEITHER, TOLD_HINT, TOLD_BOTH, TOLD_SAME, N_TOLD, TOLD_NOTHING };

static const struct { const char *class, *sign, *english, *chinese; } WORDS[N_TOLD] = {
    [TOLD_BETTER] = { "better", "▲", "Better at nine points in ten or more", "九成以上的点上更好" },
    [TOLD_WORSE] = { "worse", "▼", "Worse at nine points in ten or more", "九成以上的点上更差" },
    [TOLD_NEITHER] = { "differs", "◆", "Differs at nine points in ten or more, neither good nor bad in itself",
                       "九成以上的点上有同向差异，本身无好坏" },
    [TOLD_HINT] = { "hint", "", "A hint only (nine points in ten agree on the sign, but chance is not ruled out)",
                    "仅为线索（九成的点同号，但不能排除偶然）" },
    [TOLD_BOTH] = { "open", "", "Either way: fewer than nine points in ten agree on the sign", "方向不定：同号的点不足九成" },
    [TOLD_SAME] = { "same", "", "The same at every point", "各点均相同" },
};
static const double AGREE = .9;

int report_many(const struct report *r) { return overpoints_many(&r->c.over) && r->c.over.row != NULL; }

static const struct overpoints *over(const struct report *r) { return &r->c.over; }

/* Is it more than chance? Of a mean by its own interval, of points without a mean by theirs; one replication cannot say. */
static int is_more_than_chance(const struct report *r, const struct overpoints_row *row)
{
    int told = overpoints_sign(row) < 0 ? row->told_below : row->told_above;
    if (isfinite(row->mean))
        return overpoints_survives(row, r->c.level) != 0;
    return row->judged == 0 || 2 * told >= row->judged;
}

static enum told told_of(const struct report *r, int k, int arm)
{
    const struct overpoints_row *row = overpoints_row(over(r), k, arm);
    enum better better = OUTPUTS[r->c.kpi[k]].better;
    if (row->n == 0)
        return TOLD_NOTHING;
    if (overpoints_all_zero(row))
        return TOLD_SAME;
    if (overpoints_same_sign(row) < AGREE * row->n)
        return TOLD_BOTH;
    if (!is_more_than_chance(r, row))
        return TOLD_HINT;
    return better == NEITHER ? TOLD_NEITHER : (overpoints_sign(row) < 0) == (better == LOWER) ? TOLD_BETTER : TOLD_WORSE;
}

static int count(const struct report *r, int arm, enum told told)
{
    int n = 0;
    for (int k = 0; k < r->c.n_kpis; k++)
        n += told_of(r, k, arm) == told;
    return n;
}

static const char *unit_of(const struct report *r, int k)
{
    const char *unit = OUTPUTS[r->c.kpi[k]].unit;
    return strcmp(unit, "1") == 0 ? "" : unit;
}

/* "+0.0758 (+0.0618 to +0.0873; 100/100)"; where there is no mean, "-0.011 at rule.pressure=1.2 to +0.28 at ...". */
static void number_write(const struct report *r, int k, int arm)
{
    const struct overpoints_row *row = overpoints_row(over(r), k, arm);
    char mean[ESTIMATE_TEXT_SIZE], range[ESTIMATE_TEXT_SIZE], low[OVERPOINTS_NAME_SIZE], high[OVERPOINTS_NAME_SIZE];
    const char *unit = unit_of(r, k), *space = *unit ? " " : "";
    int sign = !over(r)->of_values;
    if (isfinite(row->mean)) {
        html_say(r->out, report_word(r, "%s%s%s (%s", "%s%s%s（%s"), overpoints_mean(mean, row, sign), space, unit,
                 overpoints_range(range, row, sign, r->zh));
        if (sign)
            html_say(r->out, report_word(r, "; %d/%d", "；%d/%d"), overpoints_same_sign(row), row->n);
        fputs(report_word(r, ")", "）"), r->out);
    } else if (row->n == 0) {
        fputs("–", r->out);
    } else {
        html_say(r->out, report_word(r, "%s%s%s at %s to ", "%s%s%s（%s）至 "),
                 overpoints_number(mean, row, row->least, sign), space, unit,
                 overpoints_place(over(r), r->plan, row->least_at, r->zh, low));
        html_say(r->out, report_word(r, "%s%s%s at %s", "%s%s%s（%s）"),
                 overpoints_number(range, row, row->most, sign), space, unit,
                 overpoints_place(over(r), r->plan, row->most_at, r->zh, high));
    }
}

static void list_write(const struct report *r, int arm, enum told told)
{
    int n = 0;
    if (count(r, arm, told) == 0)
        return;
    fprintf(r->out, "<p class=\"told %s\"><b class=\"label\">", WORDS[told].class);
    html_text(r->out, report_word(r, WORDS[told].english, WORDS[told].chinese));
    fputs(report_word(r, ":</b> ", "：</b>"), r->out);
    for (int k = 0; k < r->c.n_kpis; k++) {
        if (told_of(r, k, arm) != told)
            continue;
        fputs(n++ ? report_word(r, "; ", "；") : "", r->out);
        html_say(r->out, told == TOLD_SAME ? "%s" : "%s ", report_kpi(r, k));
        if (told == TOLD_SAME)
            continue;
        fputs("<b>", r->out);
        number_write(r, k, arm);
        fputs("</b>", r->out);
    }
    fputs(report_word(r, ".</p>\n", "。</p>\n"), r->out);
}

static void tally_write(const struct report *r, int arm)
{
    int n = 0;
    for (int t = 0; t < N_TOLD; t++)
        n += count(r, arm, (enum told)t);
    int better = count(r, arm, TOLD_BETTER), worse = count(r, arm, TOLD_WORSE), neither = count(r, arm, TOLD_NEITHER);
    int both = count(r, arm, TOLD_BOTH), hint = count(r, arm, TOLD_HINT), same = count(r, arm, TOLD_SAME);
    fputs("<p class=\"tally\">", r->out);
    if (r->zh)
        html_say(r->out, "%d个指标中，九成以上的点上：%d个更好，%d个更差，%d个有差异而无好坏；%d个方向不定，%d个处处相同。", n, better, worse,
                 neither, both, same);
    else
        html_say(r->out, "Of %d headline outputs %d are better at nine points in ten or more, %d worse, %d differ there and are "
                         "neither; %d go either way, and %d are the same everywhere.", n, better, worse, neither, both, same);
    if (hint)
        html_say(r->out, report_word(r, " Of %d chance is not ruled out.", "另有%d个不能排除偶然。"), hint);
    fputs("</p>\n", r->out);
}

static void arm_write(const struct report *r, int arm)
{
    char name[OVERPOINTS_NAME_SIZE], control[OVERPOINTS_NAME_SIZE];
    fputs("<h3>", r->out);
    html_text(r->out, overpoints_name(over(r), r->plan, arm, r->zh, name));
    fputs("<small>", r->out);
    html_say(r->out, report_word(r, " against %s, over %d points", "，对照：%s，%d个点"),
             overpoints_control(over(r), r->plan, over(r)->arm[arm].control, r->zh, control), over(r)->arm[arm].n_points);
    fputs("</small></h3>\n", r->out);
    tally_write(r, arm);
    for (int t = 0; t < N_TOLD; t++)
        list_write(r, arm, (enum told)t);
}

/* --- how to read it --- */

static void futures_explain(const struct report *r)
{
    int replicates = r->plan->n_replicates;
    html_text(r->out, report_word(r,
        "Each point has one number: its difference from the control there, within replications. Told are the mean "
        "of these numbers over the points, in brackets what nine points in ten lie between (of fewer than 20 points the "
        "lowest and the highest), and how many points have the mean's sign. The spread says how far what is not known "
        "moves the number: it is no confidence interval, and more "
        "points do not narrow it.",
        "每点一个数：该点上与对照之差（在各次重复内求得）。下文给出各点之均值，括号内为九成的点所在的范围（不足20点时为最低与最高），"
        "以及与均值同号的点数。这一散布说明未知因素使数字变动多少，并非置信区间，点数再多也不会变窄。"));
    if (replicates > 1)
        html_say(r->out, report_word(r, " ± is half of the mean's %g %% interval over replications: chance alone. "
                                        "A mean is called a "
                                        "difference only where Holm's correction for all of them leaves it.",
                                     "“±”为均值对各次重复的%g%%区间之半宽，只含偶然性；经对全部数字的Holm校正后仍成立者才称为差异。"),
                 100 * r->c.level);
}

static void levers_explain(const struct report *r)
{
    html_text(r->out, report_word(r,
        "A lever is chosen, not drawn, so nothing is averaged over levers: told are the lowest and the highest "
        "difference from the "
        "control, and at which point they are. Of many points the ends are also the luckiest ones.",
        "可调因素由人选定，不是抽出来的，故不对其取均值：下文给出与对照之差的最低与最高，及其所在的点。点多时，极端值也是偶然最甚者。"));
}

static void notes_write(const struct report *r)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return;
    overpoints_notes(out, over(r), r->plan, r->c.kpi, r->zh);
    fclose(out);
    for (char *at = text; *at; at++)                /* lines are a terminal's; here a sentence is one */
        if (*at == '\n' && at[1] && at[-1] != '.' && strncmp(at - 3, "。", 3) != 0)
            *at = ' ';
    if (*text) {
        fputs("<p class=\"warn\">", r->out);
        html_text(r->out, text);
        fputs("</p>\n", r->out);
    }
    free(text);
}

void points_finding_write(struct report *r)
{
    char points[ESTIMATE_TEXT_SIZE];
    fputs("<p class=\"lead\">", r->out);
    html_say(r->out, report_word(r, "The study has %s", "本研究有%s"), overpoints_count(points, over(r), r->zh));
    if (over(r)->kind != OVERPOINTS_LEVERS)
        html_say(r->out, report_word(r, "; %s", "；%s"), overpoints_design(r->plan, r->zh));
    fputs(report_word(r, ". What follows is of all of them.</p>\n<p>", "。以下所述是就全部点而言。</p>\n<p>"), r->out);
    if (over(r)->of_values)
        html_text(r->out, report_word(r,
            "Nothing is compared: no two scenarios stand under the same uncertainties. The table below has the "
            "outputs themselves over the "
            "points; the figures show what they depend on.",
            "没有可比较者：没有两个情景处于相同的未知因素之下。下表为指标本身在各点上的取值；图示其取决于什么。"));
    else if (over(r)->kind == OVERPOINTS_FUTURES)
        futures_explain(r);
    else
        levers_explain(r);
    fputs("</p>\n", r->out);
    for (int a = 0; a < over(r)->n_arms && a < THEME_STYLES && !over(r)->of_values; a++)
        arm_write(r, a);
    notes_write(r);
}

/* --- the table --- */

static void cell_write(const struct report *r, int k, int arm)
{
    enum told told = over(r)->of_values ? TOLD_NOTHING : told_of(r, k, arm);
    const struct overpoints_row *row = overpoints_row(over(r), k, arm);
    fprintf(r->out, "<td class=\"%s\">", told == TOLD_NOTHING ? "" : WORDS[told].class);
    if (told == TOLD_SAME)
        fputs(report_word(r, "the same", "相同"), r->out);
    else if (row->n == 0)
        fputs("–", r->out);
    else
        number_write(r, k, arm);
    if (told < N_TOLD && *WORDS[told].sign)
        fprintf(r->out, " <span class=\"sign\">%s</span>", WORDS[told].sign);
    fputs("</td>", r->out);
}

static void row_write(const struct report *r, int k, int arms)
{
    const struct output_row *row = &OUTPUTS[r->c.kpi[k]];
    enum headline_section_id now = headline_section(r->c.kpi[k]);
    if (k == 0 || headline_section(r->c.kpi[k - 1]) != now) {
        fprintf(r->out, "<tr class=\"part\"><th colspan=\"%d\">", arms + 1);
        html_text(r->out, r->zh ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
        fputs("</th></tr>\n", r->out);
    }
    fputs("<tr><th scope=\"row\" title=\"", r->out);
    html_attribute(r->out, row->definition);
    fputs("\">", r->out);
    html_text(r->out, r->zh ? row->zh : row->long_name);
    fputs("</th>", r->out);
    for (int a = 0; a < arms; a++)
        cell_write(r, k, a);
    fputs("</tr>\n", r->out);
}

void points_table_write(struct report *r)
{
    int arms = over(r)->n_arms < THEME_STYLES ? over(r)->n_arms : THEME_STYLES;
    char name[OVERPOINTS_NAME_SIZE];
    fprintf(r->out, "<div class=\"wide\"><table class=\"points\">\n<thead><tr><th></th>");
    for (int a = 0; a < arms; a++) {
        fputs("<th scope=\"col\">", r->out);
        html_text(r->out, overpoints_name(over(r), r->plan, a, r->zh, name));
        fputs("</th>", r->out);
    }
    fputs("</tr></thead>\n", r->out);
    for (int k = 0; k < r->c.n_kpis; k++)
        row_write(r, k, arms);
    fputs("</table></div>\n<p class=\"note\">", r->out);
    html_text(r->out, over(r)->of_values
             ? report_word(r, "The output over the points: its mean and, in brackets, what nine points in ten lie between (of "
                              "fewer than 20 points, all).",
                           "指标在各点上的均值，括号内为九成的点所在的范围（不足20点时为全部）。")
             : report_word(r, "Difference from the control over the points, as above. ▲ better, ▼ worse, ◆ "
                              "differs: at nine points in ten or "
                              "more. The same as text: `hotline compare RESULT`; one point: `--point N`.",
                           "与对照之差在各点上的情况，读法同上。▲ 更好，▼ 更差，◆ 有差异：指九成以上的点。文字形式：`hotline compare RESULT`；单个点：`--point N`。"));
    if (arms < over(r)->n_arms)
        html_say(r->out, report_word(r, " Shown are %d; there are %d.", "此处示%d个，共%d个。"), arms, over(r)->n_arms);
    fputs("</p>\n", r->out);
}
