/* charts.c - the interactive charts: daily series with their bands, and each replication under every rule. */
#include "plots/report/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/numbers/ascending.h"
#include "analysis/answers/pool.h"
#include "plots/report/assets.h"
#include "plots/report/html.h"

enum { MOST_DAYS = 400, MOST_LINES = 200 };     /* of a series that are kept; of replications */

int charts_number(void)
{
    return *asset_uplot_js ? 2 : 0;
}

static void both_names(FILE *out, const char *english, const char *chinese)
{
    fputs("\"en\":", out);
    html_json_text(out, english);
    fputs(",\"zh\":", out);
    html_json_text(out, chinese);
}

/* Are the lines of the charts policies over all points, rather than scenarios? Where the points are futures of the policies. */
static int over_points(const struct report *r)
{
    const struct overpoints *over = &r->c.over;
    int policies = compare_policies(r->plan);
    return report_many(r) && over->kind == OVERPOINTS_FUTURES && policies <= THEME_STYLES &&
           (over->of_values ? over->n_arms == policies : over->n_arms == policies - 1 && policies > 1);
}

/* Lines of a chart: policies, whose scenarios are every n-th one; or the scenarios that are shown. */
static int n_lines(const struct report *r) { return over_points(r) ? compare_policies(r->plan) : r->n_shown; }

static const char *line_name(const struct report *r, int line, char name[REPORT_NAME_SIZE])
{
    const char *zh = r->plan->policy_zh[line];
    if (!over_points(r))
        return report_scenario(r, r->shown[line], name);
    snprintf(name, REPORT_NAME_SIZE, "%.*s", compare_policy_length(r->plan, line), r->plan->scenario_name[line]);
    return r->zh && zh && *zh ? zh : name;
}

/* Over the points of a policy: the mean of their means, and what nine in ten lie between (of few points, all). x: room for
 * them. */
struct span { double mean, low, high; };

static struct span span_of(int n, double x[])
{
    double sum = 0;
    if (n == 0)
        return (struct span){ NAN, NAN, NAN };
    int many = n >= OVERPOINTS_ENOUGH;
    ascending(n, x);
    for (int i = 0; i < n; i++)
        sum += x[i];
    return (struct span){ sum / n, overpoints_quantile(n, x, many ? .05 : 0), overpoints_quantile(n, x, many ? .95 : 1) };
}

static void scenarios_put(struct report *r, FILE *out)
{
    char name[REPORT_NAME_SIZE];
    int zh = r->zh;
    fputs("\"scenarios\":[", out);
    for (int i = 0; i < n_lines(r); i++) {
        fputs(i ? ",{\"en\":" : "{\"en\":", out);
        for (r->zh = 0; r->zh < 2; r->zh++) {
            html_json_text(out, line_name(r, i, name));
            fputs(r->zh ? "" : ",\"zh\":", out);
        }
        fprintf(out, ",\"colour\":\"%s\"}", THEME_STYLE[i].colour);
    }
    fputs("]", out);
    r->zh = zh;
}

/* Every `step`-th day of the means of a scenario, or of half their intervals. */
static void curve_put(FILE *out, const struct pool *pool, int scenario, int n, int step, int half)
{
    putc('[', out);
    for (int d = 0; d < n; d += step) {
        struct estimate e = pool_at(pool, scenario, d, 0);
        if (d)
            putc(',', out);
        html_json_number(out, half ? e.half : e.mean);
    }
    putc(']', out);
}

/* The same of a policy over its points: 0 the mean, 1 and 2 what nine in ten lie between. */
static void spread_put(const struct report *r, FILE *out, const struct pool *pool, int policy, int n, int step, int which,
                       double x[])
{
    int policies = compare_policies(r->plan);
    putc('[', out);
    for (int d = 0; d < n; d += step) {
        int m = 0;
        for (int s = policy; s < r->c.n_scenarios; s += policies) {
            double mean = pool_at(pool, s, d, 0).mean;
            if (isfinite(mean))
                x[m++] = mean;
        }
        struct span span = span_of(m, x);
        if (d)
            putc(',', out);
        html_json_number(out, which == 0 ? span.mean : which == 1 ? span.low : span.high);
    }
    putc(']', out);
}

static int spreads_put(const struct report *r, FILE *out, const struct pool *pool, int n, int step, struct err *err)
{
    static const char *const NAME[] = { "mean", "low", "high" };
    double *x = malloc((size_t)r->c.n_scenarios * sizeof *x);
    if (!x)
        return err_set(err, "no memory for the numbers of the charts");
    for (int which = 0; which < 3; which++) {
        fprintf(out, ",\"%s\":[", NAME[which]);
        for (int i = 0; i < n_lines(r); i++) {
            if (i)
                putc(',', out);
            spread_put(r, out, pool, i, n, step, which, x);
        }
        putc(']', out);
    }
    free(x);
    return 0;
}

static int series_put(struct report *r, FILE *out, enum output o, int n, int step, struct err *err)
{
    struct pool pool = { 0 };
    if (pool_read(&pool, r->result, o, POOL_VALUES, r->c.level, err) != 0)
        return -1;
    fputs("{", out);
    both_names(out, OUTPUTS[o].long_name, OUTPUTS[o].zh);
    fputs(",\"unit\":", out);
    html_json_text(out, strcmp(OUTPUTS[o].unit, "1") == 0 ? "" : OUTPUTS[o].unit);
    int failed = over_points(r) ? spreads_put(r, out, &pool, n, step, err) : 0;
    for (int half = 0; half < 2 && !over_points(r); half++) {
        fputs(half ? ",\"half\":[" : ",\"mean\":[", out);
        for (int i = 0; i < r->n_shown; i++) {
            if (i)
                putc(',', out);
            curve_put(out, &pool, r->shown[i], n, step, half);
        }
        putc(']', out);
    }
    putc('}', out);
    pool_free(&pool);
    return failed;
}

static int all_series_put(struct report *r, FILE *out, struct err *err)
{
    const struct extents *extents = result_extents(r->result);
    int n = extents->dim[DIM_time].n, step = (n + MOST_DAYS - 1) / MOST_DAYS, told = 0;
    fprintf(out, ",\"step\":%d,\"day\":[", step);
    for (int d = 0; d < n; d += step)
        fprintf(out, d ? ",%g" : "%g", extents->dim[DIM_time].value[d]);
    fputs("],\"series\":[", out);
    for (int o = 0; o < N_OUTPUTS; o++) {
        if (OUTPUTS[o].shape != SHAPE_SERIES || !result_has(r->result, o))
            continue;
        if (told++)
            putc(',', out);
        if (series_put(r, out, (enum output)o, n, step, err) != 0)
            return -1;
    }
    fputs("]", out);
    return 0;
}

/* Points of a policy that are drawn as lines, and how far apart they are. */
static int points_step(const struct report *r)
{
    int points = r->c.over.n_points;
    return (points + MOST_LINES - 1) / MOST_LINES;
}

/* One KPI at each point: a list a policy. */
static int points_put(struct report *r, FILE *out, int k, struct err *err)
{
    int policies = compare_policies(r->plan), points = r->c.over.n_points, step = points_step(r);
    double *x = malloc((size_t)points * sizeof *x);
    if (!x)
        return err_set(err, "no memory for the numbers of the charts");
    fputs(k ? ",{" : "{", out);
    both_names(out, OUTPUTS[r->c.kpi[k]].long_name, OUTPUTS[r->c.kpi[k]].zh);
    fputs(",\"unit\":", out);
    html_json_text(out, strcmp(OUTPUTS[r->c.kpi[k]].unit, "1") == 0 ? "" : OUTPUTS[r->c.kpi[k]].unit);
    fputs(",\"runs\":[", out);
    for (int i = 0; i < policies; i++) {
        fputs(i ? ",[" : "[", out);
        for (int p = 0; p < points; p += step) {
            if (p)
                putc(',', out);
            html_json_number(out, compare_value(&r->c, k, p * policies + i).mean);
        }
        putc(']', out);
    }
    fputs("],\"mean\":[", out);
    for (int i = 0; i < policies; i++) {
        int n = 0;
        for (int p = 0; p < points; p++) {
            double mean = compare_value(&r->c, k, p * policies + i).mean;
            if (isfinite(mean))
                x[n++] = mean;
        }
        struct span span = span_of(n, x);
        fputs(i ? ",[" : "[", out);
        html_json_number(out, span.mean);
        fputs(",null,", out);
        html_json_number(out, span.low);
        putc(',', out);
        html_json_number(out, span.high);
        putc(']', out);
    }
    fputs("]}", out);
    free(x);
    return 0;
}

/* Each replication of one KPI: a list a scenario. */
static int runs_put(struct report *r, FILE *out, int k, struct err *err)
{
    int n = r->plan->n_replicates, most = n < MOST_LINES ? n : MOST_LINES;
    double *x = pool_runs(r->result, r->c.kpi[k], err);
    if (!x)
        return -1;
    fputs(k ? ",{" : "{", out);
    both_names(out, OUTPUTS[r->c.kpi[k]].long_name, OUTPUTS[r->c.kpi[k]].zh);
    fputs(",\"unit\":", out);
    html_json_text(out, strcmp(OUTPUTS[r->c.kpi[k]].unit, "1") == 0 ? "" : OUTPUTS[r->c.kpi[k]].unit);
    fputs(",\"runs\":[", out);
    for (int i = 0; i < r->n_shown; i++) {
        fputs(i ? ",[" : "[", out);
        for (int rep = 0; rep < most; rep++) {
            if (rep)
                putc(',', out);
            html_json_number(out, x[(long)r->shown[i] * n + rep]);
        }
        putc(']', out);
    }
    fputs("],\"mean\":[", out);
    for (int i = 0; i < r->n_shown; i++) {
        struct estimate e = compare_value(&r->c, k, r->shown[i]);
        fputs(i ? ",[" : "[", out);
        html_json_number(out, e.mean);
        putc(',', out);
        html_json_number(out, e.half);
        putc(']', out);
    }
    fputs("]}", out);
    free(x);
    return 0;
}

int charts_read(struct report *r, struct err *err)
{
    size_t size;
    if (charts_number() == 0)
        return 0;
    FILE *out = open_memstream(&r->numbers, &size);
    if (!out)
        return err_set(err, "no memory for the numbers of the charts");
    putc('{', out);
    scenarios_put(r, out);
    int ok = all_series_put(r, out, err);
    fputs(",\"kpis\":[", out);
    for (int k = 0; ok == 0 && k < r->c.n_kpis; k++)
        ok = (over_points(r) ? points_put : runs_put)(r, out, k, err);
    fputs("]}", out);
    return fclose(out) != 0 && ok == 0 ? err_set(err, "no memory for the numbers of the charts") : ok;
}

static void chart_place(const struct report *r, const char *kind, const char *heading, const char *note)
{
    fprintf(r->out, "<div class=\"chart\" data-chart=\"%s\" data-lang=\"%s\">\n<h3>%s</h3>\n<select "
                    "class=\"controls\"></select>\n"
            "<div class=\"plot\"></div>\n<p class=\"note\">%s</p>\n</div>\n", kind, r->zh ? "zh" : "en", heading, note);
}

static void note_write(const struct report *r, const char *english, const char *chinese)
{
    fprintf(r->out, "<p class=\"note\">%s</p>\n", report_word(r, english, chinese));
}

static void charts_of_scenarios(const struct report *r)
{
    chart_place(r, "series", report_word(r, "Day by day", "逐日"),
                report_word(r, "Mean of the replications and its interval; left of 0 is the warm-up under "
                               "the city's own rule. Drag to zoom, double-click to return; a name in the "
                               "legend switches its line off.",
                            "各次重复的均值及区间；0左侧为城市自身规则下的预热期。拖动放大，双击复原；点击图例可隐藏该线。"));
    chart_place(r, "pairs", report_word(r, "Each replication under every rule", "每次重复在各规则下"),
                report_word(r, "A line is one replication: the same world under each rule. Where all lines "
                               "rise or fall together, chance is common to both and falls out of the "
                               "difference. Dots: means with their intervals.",
                            "每条线为一次重复，即同一个世界在各规则下的结果。各线同升同降时，偶然性在差异中相互抵消。圆点：均值及区间。"));
}

static void charts_over_points(const struct report *r)
{
    chart_place(r, "series", report_word(r, "Day by day, over all points", "逐日，就全部点而言"),
                report_word(r, "Mean over the points, and what nine points in ten lie between (of fewer than 20, all of "
                               "them): what is not known, no interval of the mean. Drag to zoom, double-click to return; a name "
                               "in the legend switches its line off.",
                            "各点的均值，以及九成的点所在的范围（不足20点时为全部）：反映未知因素，并非均值的区间。拖动放大，双击复原；点击图例可隐藏该线。"));
    chart_place(r, "pairs", report_word(r, "Each point under every policy", "每个点在各策略下"),
                report_word(r, "A line is one point of the design under each policy, the mean of its replications. Where all "
                               "lines rise or fall together, the sign of the difference does not hang on what is not known. "
                               "Dots: means over the points, with what nine in ten lie between.",
                            "每条线为设计的一个点在各策略下的结果（各次重复的均值）。各线同升同降时，差异的方向不取决于未知因素。圆点：各点均值及九成的点所在的范围。"));
}

void charts_write(struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n", report_word(r, "Charts", "图表"));
    if (charts_number() == 0) {
        note_write(r, "This program was built without uPlot (no npm, or no network, at that moment), so there are no "
                      "interactive charts; the figures below show the same numbers.",
                   "本程序构建时没有uPlot（当时没有npm或网络），故无交互图表；下方静态图展示同样的数字。");
    } else {
        fputs("<noscript>", r->out);
        note_write(r, "The interactive charts need JavaScript; the figures below do not.",
                   "交互图表需要JavaScript；下方静态图不需要。");
        fputs("</noscript>\n", r->out);
        if (over_points(r))
            charts_over_points(r);
        else
            charts_of_scenarios(r);
    }
    fputs("</section>\n", r->out);
}
