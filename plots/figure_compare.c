/* Paired differences of the headlines as a forest: percent of the control's mean; a full dot where the interval
 * excludes 0. What lies beyond the panel is marked at its edge, and below it stands in numbers, with its interval. A
 * control that may as well be 0 is no measure: what is compared with it is left out. */
#include "figures.h"

#include <math.h>
#include <stdio.h>

#include "analysis/answers/headlines.h"

static const double WIDEST = 150;       /* percent; further differences are marked at the edge and written below */
static const double LINE_CM = 0.3;      /* of such a line */

/* Does it stand below the panel? Also what says nothing on this scale: an interval that leaves the panel at both sides. */
static int is_beyond(struct estimate e)
{
    return e.n > 0 && (fabs(e.mean) > WIDEST || (estimate_low(e) < -WIDEST && estimate_high(e) > WIDEST));
}

static struct estimate percent(const struct figure *f, int k, int s)
{
    return compare_percent(&f->comparison, k, f->wish->scenario[s]);
}

/* What has to be known of all rows before one is drawn. */
struct span {
    double edge;                    /* end of the axis, percent: the farthest end of an interval, if not too far */
    int beyond;                     /* differences that lie further */
    int left_out;                   /* some rows have no measure */
};

static struct span span(const struct figure *f, int drawn, const struct theme_entry entry[])
{
    struct span span = { 10, 0, 0 };
    for (int k = 0; k < f->comparison.n_kpis; k++) {
        for (int i = 0; i < drawn; i++) {
            struct estimate e = percent(f, k, entry[i].style);
            if (is_beyond(e))
                span.beyond++;
            else if (e.n > 0)
                span.edge = fmax(span.edge, fabs(e.mean) + (isfinite(e.half) ? e.half : 0));
            span.left_out |= e.n == 0 && compare_contrast(&f->comparison, k, f->wish->scenario[entry[i].style]).difference.n > 0;
        }
    }
    span.edge = span.beyond ? WIDEST : fmin(1.05 * span.edge, WIDEST);
    return span;
}

/* At the edge of the panel, with as much of its interval as the panel has; 0: nothing, where that would be all of it. */
static int mark_at_edge(struct figure *f, double y, struct estimate e, double edge, int style)
{
    int hollow = !estimate_excludes_zero(e);
    if (fabs(e.mean) <= WIDEST || (estimate_low(e) < -edge && estimate_high(e) > edge))
        return 0;
    double low = fmax(-edge, isfinite(e.half) ? estimate_low(e) : edge);
    double high = fmin(edge, isfinite(e.half) ? estimate_high(e) : -edge);
    if (low < high)
        marks_span(&f->page, y, low, high, style);
    e.mean = e.mean > 0 ? edge : -edge;
    marks_dot(&f->page, y, (struct estimate){ e.n, e.mean, NAN, NAN, 0 }, 1, style, hollow);
    return 1;
}

/* "squeaky premium, hours: +427 ± 1896 %" */
static void line_below(struct figure *f, double y, int k, struct estimate e, int style)
{
    char text[256], number[ESTIMATE_TEXT_SIZE];
    snprintf(text, sizeof text, "%s: %s %%", figure_kpi_name(f, k), estimate_text(number, e, 1));
    theme_sample(&f->page, 0.3, y, style, !estimate_excludes_zero(e));
    theme_text(&f->page, 0.8, y, text);
}

/* Row k of the panel, of that KPI; what it writes below the panel goes to *y and on. */
static void row(struct figure *f, int k, int kpi, int drawn, const struct theme_entry entry[], double edge, double row_cm,
                double *y)
{
    int marked = 0;
    for (int i = 0; i < drawn; i++) {
        int style = entry[i].style;
        struct estimate e = percent(f, kpi, style);
        double at = k + 1 + marks_dodge(i, drawn);
        if (e.n > 0 && !is_beyond(e)) {
            marks_dot(&f->page, at, e, 1, style, !estimate_excludes_zero(e));
            marked = 1;
        } else if (e.n > 0) {
            marked |= mark_at_edge(f, at, e, edge, style);
            line_below(f, *y, kpi, e, style);
            *y += LINE_CM;
        }
    }
    if (!marked)
        theme_text(&f->page, f->page.left + 0.15, f->page.top + 0.1 + row_cm * (k + 0.5),
                   figure_word(f, "wider than the scale: below", "区间宽于刻度，见图下"));
}

/* A thin line above a row whose section is not that of the row above. */
static void section_line(struct figure *f, int k, int before, int kpi)
{
    if (headline_section(f->comparison.kpi[kpi]) != headline_section(f->comparison.kpi[before]))
        script_add(&f->script,
                   "set arrow from graph 0,first %g to graph 1,first %g nohead linewidth 0.5 linecolor rgb '" THEME_GREY
                   "' back\n",
                   k + 0.5, k + 0.5);
}

/* Has the KPI a difference to show? */
static int is_known(const struct figure *f, int k, int drawn, const struct theme_entry entry[])
{
    int known = 0;
    for (int i = 0; i < drawn; i++)
        known |= percent(f, k, entry[i].style).n > 0;
    return known;
}

/* Scenarios that have a control; entry i gets the i-th of them. */
static int contrasted(const struct figure *f, struct theme_entry entry[])
{
    int n = 0;
    for (int s = 0; s < f->wish->n_scenarios; s++)
        if (f->comparison.control[f->wish->scenario[s]] != f->wish->scenario[s])
            entry[n++] = (struct theme_entry){ f->name[s], s, 0 };
    return n;
}

enum { LABEL = FIGURE_NAME_SIZE + 96 };

/* Which control: one scenario, or its policy at each scenario's own point of the design. */
static void axis_label(const struct figure *f, char label[LABEL])
{
    int control = f->wish->control, own_point = 0;
    char name[FIGURE_NAME_SIZE];
    for (int s = 0; s < f->comparison.n_scenarios; s++)
        own_point |= f->comparison.control[s] != control;
    (own_point ? figure_policy_name : figure_scenario_name)(f, control, name);
    if (own_point)
        snprintf(label, LABEL, figure_word(f, "difference from %s\nat the same point, %% of its mean",
                                           "与同一设计点上的 %s\n之差，占其均值的百分比"), name);
    else
        snprintf(label, LABEL, figure_word(f, "difference from %s,\n%% of its mean", "与 %s 之差，\n占其均值的百分比"), name);
}

static void note(struct figure *f, const struct span *all)
{
    int used = snprintf(f->note, sizeof f->note,
                        figure_word(f, "%g %% interval, hollow where it holds 0", "%g%%区间，含0者为空心"),
                        100 * f->wish->level);
    if (all->beyond)
        used += snprintf(f->note + used, sizeof f->note - (size_t)used, "%s",
                         figure_word(f, "; what is off the scale stands below", "；超出刻度者列于图下"));
    if (all->left_out)
        snprintf(f->note + used, sizeof f->note - (size_t)used, "%s",
                 figure_word(f, "; left out where the control's own interval holds 0", "；对照自身区间含0者略去"));
}

void figure_compare(struct figure *f)
{
    struct theme_entry entry[THEME_STYLES];
    int n = 0, kpi[N_OUTPUTS], drawn = contrasted(f, entry);
    struct span all = span(f, drawn, entry);
    const char *name[N_OUTPUTS] = { NULL };
    char label[LABEL];
    double y;
    for (int k = 0; k < f->comparison.n_kpis; k++)
        if (is_known(f, k, drawn, entry)) {
            name[n] = figure_kpi_name(f, k);
            kpi[n++] = k;
        }
    double rows = theme_row(n, name, fmax(0.34, 0.085 * drawn)) * n, left = theme_names(n, name);
    note(f, &all);
    figure_page_with(f, LEGEND_POINTS, drawn, entry, 1.45 + rows + LINE_CM * all.beyond);
    theme_panel(&f->page, left, f->page.top + 0.1, 8.2 - left, rows, NULL);
    axis_label(f, label);
    theme_label_x(&f->page, label);
    theme_rows(&f->page, n, name, 1);
    theme_axis(&f->page, 'x', -all.edge, all.edge);
    marks_rule(&f->page, 0);
    y = f->page.top + rows + 1.45;
    for (int k = 0; k < n; k++) {
        section_line(f, k, k ? kpi[k - 1] : kpi[k], kpi[k]);
        row(f, k, kpi[k], drawn, entry, all.edge, rows / n, &y);
    }
    theme_draw(&f->page);
}
