/* charts.c - the interactive charts: daily series with their bands, and each replication under every rule. */
#include "plots/report/parts.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/pool.h"
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

static void scenarios_put(struct report *r, FILE *out)
{
    char name[REPORT_NAME_SIZE];
    int zh = r->zh;
    fputs("\"scenarios\":[", out);
    for (int i = 0; i < r->n_shown; i++) {
        fputs(i ? ",{\"en\":" : "{\"en\":", out);
        for (r->zh = 0; r->zh < 2; r->zh++) {
            html_json_text(out, report_scenario(r, r->shown[i], name));
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

static int series_put(struct report *r, FILE *out, enum output o, int n, int step, struct err *err)
{
    struct pool pool = { 0 };
    if (pool_read(&pool, r->result, o, POOL_VALUES, r->c.level, err) != 0)
        return -1;
    fputs("{", out);
    both_names(out, OUTPUTS[o].long_name, OUTPUTS[o].zh);
    fputs(",\"unit\":", out);
    html_json_text(out, strcmp(OUTPUTS[o].unit, "1") == 0 ? "" : OUTPUTS[o].unit);
    for (int half = 0; half < 2; half++) {
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
    return 0;
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
        ok = runs_put(r, out, k, err);
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
    fputs("</section>\n", r->out);
}
