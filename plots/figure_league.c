/* All scenarios as a league: paired differences from the control in a few outputs, ordered by the first of them, the best on
 * top. Full where the interval excludes 0 and Holm's correction for all that are shown leaves it. */
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PANELS = 3, MOST_ROWS = 48 };
enum { CONTROL_STYLE, BETTER_STYLE, WORSE_STYLE };

/* What a scenario is ordered by: how much better it is than its control in the first output; the control itself is 0. */
static double merit(const struct figure *f, int s)
{
    double x = f->comparison.control[s] == s ? 0 : compare_contrast(&f->comparison, 0, s).difference.mean;
    return !isfinite(x) ? -INFINITY : OUTPUTS[f->comparison.kpi[0]].better == LOWER ? -x : x;
}

/* Scenarios, the best first; how many are shown. */
static int order_make(const struct figure *f, int row[MOST_ROWS])
{
    int n = 0;
    for (int s = 0; s < f->comparison.n_scenarios; s++) {
        int at = 0;
        while (at < n && merit(f, row[at]) >= merit(f, s))
            at++;
        if (at == MOST_ROWS)
            continue;
        n += n < MOST_ROWS;
        for (int i = n - 1; i > at; i--)
            row[i] = row[i - 1];
        row[at] = s;
    }
    return n;
}

static void panel(struct figure *f, int k, int n, const int row[])
{
    struct range x = MARKS_NO_RANGE;
    marks_include(&x, 0);
    for (int i = 0; i < n; i++)
        marks_include_estimate(&x, compare_contrast(&f->comparison, k, row[i]).difference, 1);
    marks_axis(&f->page, 'x', x);
    marks_rule(&f->page, 0);
    for (int i = 0; i < n; i++) {
        if (f->comparison.control[row[i]] == row[i])
            marks_point(&f->page, 0, i + 1, CONTROL_STYLE, 0);
        struct estimate d = compare_contrast(&f->comparison, k, row[i]).difference;
        int good = (d.mean < 0) == (OUTPUTS[f->comparison.kpi[k]].better == LOWER);
        int neither = OUTPUTS[f->comparison.kpi[k]].better == NEITHER;
        marks_dot(&f->page, i + 1, d, 1, neither ? CONTROL_STYLE : good ? BETTER_STYLE : WORSE_STYLE,
                  !compare_survives(&f->comparison, 0, k, row[i]));
    }
}

/* Short lines below a panel: the output's name broken at blanks. */
static void heading(const struct figure *f, int k, char text[160])
{
    int since = 0;
    snprintf(text, 160, "%s", figure_kpi_name(f, k));
    for (char *c = text; *c; c++, since++)
        if (*c == ' ' && since >= 8) {
            *c = '\n';
            since = 0;
        }
}

void figure_league(struct figure *f)
{
    static const double LINE = 0.34;
    int row[MOST_ROWS], n = order_make(f, row), panels = f->comparison.n_kpis < PANELS ? f->comparison.n_kpis : PANELS;
    char (*text)[FIGURE_NAME_SIZE] = calloc(MOST_ROWS, sizeof *text), label[160], control[FIGURE_NAME_SIZE];
    const char *name[MOST_ROWS];
    const struct theme_entry entry[] = { { figure_word(f, "better", "更好"), BETTER_STYLE, 0 },
                                         { figure_word(f, "worse", "更差"), WORSE_STYLE, 0 },
                                         { figure_word(f, "the control", "对照"), CONTROL_STYLE, 0 } };
    if (!text) {
        f->script.failed = 1;
        return;
    }
    for (int i = 0; i < n; i++) {
        figure_scenario_name(f, row[i], text[i]);
        name[i] = text[i];
    }
    double left = theme_names(n, name), gap = 0.35, wide = (8.25 - left - gap * (panels - 1)) / panels,
           high = theme_row(n, name, LINE) * n;
    figure_scenario_name(f, f->wish->control, control);
    snprintf(f->note, sizeof f->note, figure_word(f, "paired difference from %.80s, %g %% interval; hollow where "
                                                     "it is not told from chance (Holm)", "与%.80s之配对差，%g%%区间；空心："
                                                                                          "无法与偶然区分（Holm）"),
             control, 100 * f->wish->level);
    figure_page_with(f, LEGEND_POINTS, 3, entry, high + 1.7);
    for (int k = 0; k < panels; k++) {
        theme_panel(&f->page, left + (wide + gap) * k, f->page.top + 0.2, wide, high, NULL);
        theme_rows(&f->page, n, name, k == 0);
        heading(f, k, label);
        theme_label_x(&f->page, label);
        panel(f, k, n, row);
        theme_draw(&f->page);
    }
    free(text);
}
