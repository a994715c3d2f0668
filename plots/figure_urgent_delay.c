/* Urgent needs that still wait for a real fix, by days since the first attempt; and how all of them have ended by the
 * last of these days. */
#include <stdio.h>
#include <string.h>

#include "figures.h"

/* 1 - cumulative incidence of `fixed`, in percent. */
static void survival(struct figure *f, int fixed)
{
    const double *delay = f->extents->dim[DIM_delay].value;
    int n = f->extents->dim[DIM_delay].n, block[THEME_STYLES];
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        block[s] = script_block(&f->script);
        for (int d = 0; d < n; d++) {
            struct estimate e = figure_at(f, 0, s, fixed, d);
            script_row(&f->script, 4, (double[]){ delay[d], 100 * (1 - e.mean), 100 * (1 - estimate_high(e)),
                                                  100 * (1 - estimate_low(e)) });
        }
        script_block_end(&f->script);
    }
    theme_axis(&f->page, 'x', delay[0], delay[n - 1]);
    theme_axis(&f->page, 'y', 0, 100);
    figure_curves(f, n, block, NULL);
}

/* One bar a scenario: shares of each end at the last delay, and of what is still open. */
static void ends(struct figure *f)
{
    int n = f->extents->dim[DIM_end].n, last = f->extents->dim[DIM_delay].n - 1;
    figure_rows(f, 1);
    theme_axis(&f->page, 'x', 0, 100);
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        double part[THEME_SHADES] = { 0 }, open = 100;
        for (int e = 0; e < n && e < THEME_SHADES - 1; e++) {
            part[e] = 100 * figure_at(f, 0, s, e, last).mean;
            open -= part[e];
        }
        part[THEME_SHADES - 1] = open;
        marks_bar(&f->page, s + 1, 0.6, THEME_SHADES, part);
    }
}

static void ends_legend(struct figure *f, double top)
{
    const char *name[THEME_SHADES];
    int shade[THEME_SHADES], n = 0;
    for (; n < f->extents->dim[DIM_end].n && n < THEME_SHADES - 1; n++) {
        name[n] = figure_label(f, DIM_end, n);
        shade[n] = n;
    }
    name[n] = figure_word(f, "still open", "仍未了结");
    shade[n] = THEME_SHADES - 1;
    theme_shade_legend(&f->page, 0.15, top, n + 1, name, shade);
}

void figure_urgent_delay(struct figure *f)
{
    double rows = figure_row(f, 0.38) * f->wish->n_scenarios, left = figure_names(f);
    char title[128];
    int fixed = 0, last = f->extents->dim[DIM_delay].n - 1;
    while (fixed < f->extents->dim[DIM_end].n - 1 && strcmp(f->extents->dim[DIM_end].label[fixed], "fixed") != 0)
        fixed++;
    figure_page(f, LEGEND_LINES, 6.65 + rows);
    double top = f->page.top + 0.35;
    theme_panel(&f->page, 1.0, top, 7.25, 3.8, figure_word(f, "not really fixed, %", "尚未实际解决，%"));
    theme_label_x(&f->page, figure_word(f, "days since the first attempt to call", "首次拨打后的天数"));
    survival(f, fixed);
    theme_draw(&f->page);
    snprintf(title, sizeof title, figure_word(f, "how they had ended %g days after the first attempt, %%",
                                                "首次拨打%g天后的结局，%%"),
             f->extents->dim[DIM_delay].value[last]);
    ends_legend(f, top + 5.4);
    theme_panel(&f->page, left, top + 5.65, 8.25 - left, rows, NULL);
    theme_text(&f->page, 0.15, top + 5.05, title);
    ends(f);
    theme_draw(&f->page);
}
