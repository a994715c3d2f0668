/* A fan of quantiles over persons, week by week: operators on the left, officers on the right, a row a scenario. */
#include "figures.h"

#include <math.h>
#include <stdio.h>

/* The median between two quantiles that lie as far from it. */
static int fan_block(struct figure *f, int i, int s, int low)
{
    int quantiles = f->extents->dim[DIM_quantile].n, block = script_block(&f->script);
    for (int w = 0; w < f->extents->dim[DIM_week].n; w++) {
        double row[] = { f->extents->dim[DIM_week].value[w], figure_at(f, i, s, w, quantiles / 2).mean,
                         figure_at(f, i, s, w, low).mean, figure_at(f, i, s, w, quantiles - 1 - low).mean };
        script_row(&f->script, 4, row);
    }
    script_block_end(&f->script);
    return block;
}

/* The end of the y axis, the same in all panels: the highest quantile, up to the next quarter. */
static double highest(const struct figure *f)
{
    double most = 0;
    for (int i = 0; i < 2; i++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            for (int w = 0; w < f->extents->dim[DIM_week].n; w++)
                most = fmax(most, figure_at(f, i, s, w, f->extents->dim[DIM_quantile].n - 1).mean);
    return fmax(ceil(4 * most), 1) / 4;
}

static void fan(struct figure *f, int i, int s, double top)
{
    int pairs = f->extents->dim[DIM_quantile].n / 2, weeks = f->extents->dim[DIM_week].n, block = 0;
    theme_axis(&f->page, 'x', f->extents->dim[DIM_week].value[0], f->extents->dim[DIM_week].value[weeks - 1]);
    theme_axis(&f->page, 'y', 0, top);
    marks_rule(&f->page, 0);
    for (int q = 0; q < pairs; q++) {
        block = fan_block(f, i, s, q);
        marks_band(&f->page, block, s);
    }
    marks_line(&f->page, block, s, NULL);
}

void figure_exhaustion(struct figure *f)
{
    enum { OPERATORS, OFFICERS };
    double top = highest(f), height = 1.35, step = height + 0.3, width = 3.45;
    int n = f->wish->n_scenarios, quantiles = f->extents->dim[DIM_quantile].n;
    snprintf(f->note, sizeof f->note, figure_word(f, "median, and bands of quantiles %g to %g over persons",
                                                  "中位数及人群%g至%g分位数带"),
             f->extents->dim[DIM_quantile].value[0], f->extents->dim[DIM_quantile].value[quantiles - 1]);
    figure_page(f, LEGEND_LINES, 0.4 + step * n + 0.65);
    for (int s = 0; s < n; s++)
        for (int i = OPERATORS; i <= OFFICERS; i++) {
            theme_panel(&f->page, 0.8 + i * (width + 0.6), f->page.top + 0.35 + step * s, width, height,
                        s == 0 ? figure_output_name(f, i) : NULL);
            if (i == OFFICERS)
                script_add(&f->script, "set format y ''\n");
            if (s == n - 1)
                theme_label_x(&f->page, figure_word(f, "days since the change", "规则改变后的天数"));
            else
                script_add(&f->script, "set format x ''\n");
            fan(f, i, s, top);
            theme_draw(&f->page);
        }
}
