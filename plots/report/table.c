/* table.c - every headline of every scenario that is shown, with its interval, and what its difference says. */
#include "plots/report/parts.h"

#include <string.h>

#include "analysis/answers/headlines.h"
#include "plots/report/html.h"

static const char *verdict(const struct report *r, int k, int s)
{
    struct estimate d = compare_contrast(&r->c, k, s).difference;
    enum better better = OUTPUTS[r->c.kpi[k]].better;
    if (d.n < 2 || !estimate_excludes_zero(d) || !compare_survives(&r->c, 0, k, s))
        return "";
    return better == NEITHER ? "differs" : (d.mean < 0) == (better == LOWER) ? "better" : "worse";
}

static void cell_write(const struct report *r, int k, int s)
{
    static const struct { const char *class, *sign; } SIGNS[] = { { "better", "▲" }, { "worse", "▼" }, { "differs",
                                                                                                         "◆" } };
    struct estimate e = compare_value(&r->c, k, s);
    const char *says = verdict(r, k, s);
    fprintf(r->out, "<td class=\"%s\">", says);
    report_estimate(r, r->c.kpi[k], e, 0);
    for (int i = 0; i < 3; i++)
        if (strcmp(says, SIGNS[i].class) == 0)
            fprintf(r->out, " <span class=\"sign\">%s</span>", SIGNS[i].sign);
    if (e.n > 0 && e.n < r->c.n_runs[s])
        fprintf(r->out, " <small>n=%d</small>", e.n);
    if (e.beyond)
        fprintf(r->out, report_word(r, " <small>%d never</small>", " <small>%d次未达到</small>"), e.beyond);
    fputs("</td>", r->out);
}

static void row_write(const struct report *r, int k)
{
    const struct output_row *row = &OUTPUTS[r->c.kpi[k]];
    fputs("<tr><th scope=\"row\" title=\"", r->out);
    html_attribute(r->out, row->definition);
    fputs("\">", r->out);
    html_text(r->out, r->zh ? row->zh : row->long_name);
    fputs("</th>", r->out);
    for (int i = 0; i < r->n_shown; i++)
        cell_write(r, k, r->shown[i]);
    fputs("</tr>\n", r->out);
}

static void head_write(const struct report *r)
{
    char name[REPORT_NAME_SIZE];
    fputs("<thead><tr><th></th>", r->out);
    for (int i = 0; i < r->n_shown; i++) {
        fputs("<th scope=\"col\">", r->out);
        html_text(r->out, report_scenario(r, r->shown[i], name));
        fputs("</th>", r->out);
    }
    fputs("</tr></thead>\n", r->out);
}

static void scenarios_write(struct report *r)
{
    fputs("<div class=\"wide\"><table>\n", r->out);
    head_write(r);
    for (int k = 0; k < r->c.n_kpis; k++) {
        enum headline_section_id now = headline_section(r->c.kpi[k]);
        if (k == 0 || headline_section(r->c.kpi[k - 1]) != now) {
            fprintf(r->out, "<tr class=\"part\"><th colspan=\"%d\">", r->n_shown + 1);
            html_text(r->out, r->zh ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
            fputs("</th></tr>\n", r->out);
        }
        row_write(r, k);
    }
    fputs("</table></div>\n<p class=\"note\">", r->out);
    html_say(r->out, report_word(r, "Mean of the replications ± half of its %g %% interval (Student's t). ▲ "
                                    "better, ▼ worse than the control, ◆ differs: only where Holm's correction "
                                    "leaves it. What an output means: `hotline outputs NAME`.",
                                 "各次重复的均值 ± %g%%区间的半宽（Student t）。▲ 优于、▼ 劣于对照，◆ 有差异：仅标出经Holm校正后仍成立者。指标含义：`hotline "
                                 "outputs NAME`。"), 100 * r->c.level);
    fputs("</p>\n", r->out);
}

void table_write(struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n", report_word(r, "The numbers", "数字"));
    if (report_many(r)) {
        points_table_write(r);
        fprintf(r->out, "<details>\n<summary>%s</summary>\n", report_word(r, "The first scenarios by themselves", "前几个情景各自的数字"));
        scenarios_write(r);
        fputs("</details>\n", r->out);
    } else {
        scenarios_write(r);
    }
    fputs("</section>\n", r->out);
}
