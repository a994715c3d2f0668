/* Paired differences of the headlines as a forest: percent of the control's mean; a full dot where the interval
 * excludes 0. What lies beyond the panel is written beside it. */
#include "figures.h"

#include <math.h>
#include <stdio.h>

#include "analysis/headlines.h"

static const double WIDEST = 150;       /* percent; further differences are written, not drawn */
static const double WORD_CM = 0.72;     /* room for such a number */

static struct estimate percent(const struct figure *f, int k, int s)
{
    int scenario = f->wish->scenario[s];
    struct estimate e = compare_contrast(&f->comparison, k, scenario).difference;
    double unit = 100 / fabs(compare_value(&f->comparison, k, f->comparison.control[scenario]).mean);
    e.n = isfinite(unit) && isfinite(e.mean) ? e.n : 0;
    e.mean *= unit;
    e.half *= unit;
    return e;
}

/* The end of the axis: the farthest end of an interval, if that is not too far; *beyond: some do not fit. */
static double reach(const struct figure *f, int *beyond)
{
    double most = 10;
    *beyond = 0;
    for (int k = 0; k < f->comparison.n_kpis; k++)
        for (int s = 0; s < f->wish->n_scenarios; s++) {
            struct estimate e = percent(f, k, s);
            if (e.n > 0 && fabs(e.mean) > WIDEST)
                *beyond = 1;
            else if (e.n > 0)
                most = fmax(most, fabs(e.mean) + (isfinite(e.half) ? e.half : 0));
        }
    return fmin(1.05 * most, WIDEST);
}

/* The difference of the i-th of `drawn` scenarios, which has that style. */
static void row(struct figure *f, int k, int i, int drawn, int style)
{
    struct estimate e = percent(f, k, style);
    char text[32];
    if (fabs(e.mean) <= WIDEST)
        marks_dot(&f->page, k + 1 + marks_dodge(i, drawn), e, 1, style, !estimate_excludes_zero(e));
    else if (e.n > 0) {
        snprintf(text, sizeof text, "%+.0f", e.mean);
        marks_word(&f->page, k + 1, WORD_CM * (i + 1), style, text);
    }
}

static const char *headline_name(const struct figure *f, int k)
{
    enum output kpi = f->comparison.kpi[k];
    for (int h = 0; h < N_HEADLINES; h++)
        if (HEADLINES[h].output == kpi)
            return figure_word(f, HEADLINES[h].english, OUTPUTS[kpi].zh);
    return OUTPUTS[kpi].name;
}

/* A thin line above the first row of each section but the first. */
static void section_line(struct figure *f, int k)
{
    if (k > 0 && headline_section(f->comparison.kpi[k]) != headline_section(f->comparison.kpi[k - 1]))
        script_add(&f->script,
                   "set arrow from graph 0,first %g to graph 1,first %g nohead linewidth 0.5 linecolor rgb '" THEME_GREY
                   "' back\n",
                   k + 0.5, k + 0.5);
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

void figure_compare(struct figure *f)
{
    struct theme_entry entry[THEME_STYLES];
    int n = f->comparison.n_kpis, drawn = contrasted(f, entry), beyond;
    const char *name[N_OUTPUTS];
    char label[160];
    for (int k = 0; k < n; k++)
        name[k] = headline_name(f, k);
    snprintf(f->note, sizeof f->note, figure_word(f, "%g %% interval, hollow where it holds 0", "%g%%区间，含0者为空心"),
             100 * f->wish->level);
    double rows = 0.34 * n, edge = reach(f, &beyond), left = theme_names(n, name);
    double wide = 8.2 - left - (beyond ? WORD_CM * drawn : 0);
    figure_page_with(f, LEGEND_POINTS, drawn, entry, 1.1 + rows);
    theme_panel(&f->page, left, f->page.top + 0.1, wide, rows, NULL);
    snprintf(label, sizeof label, figure_word(f, "difference from %s, %% of its mean", "与 %s 之差，占其均值的百分比"),
             f->plan->scenario_name[f->wish->control]);
    theme_label_x(&f->page, label);
    theme_rows(&f->page, n, name, 1);
    theme_axis(&f->page, 'x', -edge, edge);
    marks_rule(&f->page, 0);
    for (int k = 0; k < n; k++) {
        section_line(f, k);
        for (int i = 0; i < drawn; i++)
            row(f, k, i, drawn, entry[i].style);
    }
    theme_draw(&f->page);
}
