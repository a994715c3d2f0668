/* Paired differences of the headlines as a forest: percent of the control's mean; a full dot where the interval
 * excludes 0. What lies beyond the panel is written beside it. A control that may as well be 0 is no measure: what is
 * compared with it is left out. */
#include "figures.h"

#include <math.h>
#include <stdio.h>

#include "analysis/headlines.h"

static const double WIDEST = 150;       /* percent; further differences are written, not drawn */
static const double WORD_CM = 0.72;     /* room for such a number */

static int no_measure(struct estimate control)
{
    return control.mean == 0 || (isfinite(control.half) && !estimate_excludes_zero(control));
}

static struct estimate percent(const struct figure *f, int k, int s)
{
    int scenario = f->wish->scenario[s];
    struct estimate e = compare_contrast(&f->comparison, k, scenario).difference;
    struct estimate control = compare_value(&f->comparison, k, f->comparison.control[scenario]);
    double unit = 100 / fabs(control.mean);
    e.n = !no_measure(control) && isfinite(unit) && isfinite(e.mean) ? e.n : 0;
    e.mean *= unit;
    e.half *= unit;
    return e;
}

/* What has to be known of all rows before one is drawn. */
struct span {
    double edge;                    /* end of the axis, percent: the farthest end of an interval, if not too far */
    int words;                      /* most differences of one row that lie beyond it */
    int left_out;                   /* some rows have no measure */
};

static struct span span(const struct figure *f, int drawn, const struct theme_entry entry[])
{
    struct span span = { 10, 0, 0 };
    for (int k = 0; k < f->comparison.n_kpis; k++) {
        int words = 0;
        for (int i = 0; i < drawn; i++) {
            struct estimate e = percent(f, k, entry[i].style);
            int control = f->comparison.control[f->wish->scenario[entry[i].style]];
            if (e.n > 0 && fabs(e.mean) > WIDEST)
                words++;
            else if (e.n > 0)
                span.edge = fmax(span.edge, fabs(e.mean) + (isfinite(e.half) ? e.half : 0));
            span.left_out |= no_measure(compare_value(&f->comparison, k, control));
        }
        span.words = words > span.words ? words : span.words;
    }
    span.edge = fmin(1.05 * span.edge, WIDEST);
    return span;
}

static void row(struct figure *f, int k, int drawn, const struct theme_entry entry[])
{
    char text[32];
    for (int i = 0, words = 0; i < drawn; i++) {
        int style = entry[i].style;
        struct estimate e = percent(f, k, style);
        if (e.n == 0)
            continue;
        if (fabs(e.mean) <= WIDEST)
            marks_dot(&f->page, k + 1 + marks_dodge(i, drawn), e, 1, style, !estimate_excludes_zero(e));
        else {
            snprintf(text, sizeof text, "%+.0f", e.mean);
            marks_word(&f->page, k + 1, WORD_CM * ++words, style, text);
        }
    }
}

static const char *headline_name(const struct figure *f, int k)
{
    enum output kpi = f->comparison.kpi[k];
    for (int h = 0; h < N_HEADLINES; h++)
        if (HEADLINES[h].output == kpi)
            return figure_word(f, HEADLINES[h].english, OUTPUTS[kpi].zh);
    return figure_word(f, OUTPUTS[kpi].name, OUTPUTS[kpi].zh);
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

static void note(struct figure *f, int left_out)
{
    int used = snprintf(f->note, sizeof f->note,
                        figure_word(f, "%g %% interval, hollow where it holds 0", "%g%%区间，含0者为空心"),
                        100 * f->wish->level);
    if (left_out)
        snprintf(f->note + used, sizeof f->note - (size_t)used, "%s",
                 figure_word(f, "; left out where the control's own interval holds 0", "；对照自身区间含0者略去"));
}

void figure_compare(struct figure *f)
{
    struct theme_entry entry[THEME_STYLES];
    int n = f->comparison.n_kpis, drawn = contrasted(f, entry);
    struct span all = span(f, drawn, entry);
    const char *name[N_OUTPUTS] = { NULL };
    char label[LABEL];
    for (int k = 0; k < n; k++)
        name[k] = headline_name(f, k);
    double rows = 0.34 * n, left = theme_names(n, name);
    note(f, all.left_out);
    figure_page_with(f, LEGEND_POINTS, drawn, entry, 1.45 + rows);
    theme_panel(&f->page, left, f->page.top + 0.1, 8.2 - left - WORD_CM * all.words, rows, NULL);
    axis_label(f, label);
    theme_label_x(&f->page, label);
    theme_rows(&f->page, n, name, 1);
    theme_axis(&f->page, 'x', -all.edge, all.edge);
    marks_rule(&f->page, 0);
    for (int k = 0; k < n; k++) {
        section_line(f, k);
        row(f, k, drawn, entry);
    }
    theme_draw(&f->page);
}
