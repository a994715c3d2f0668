/* Open tickets day by day, of them the urgent ones below; the warm-up under the city's own rule is left of day 0. */
#include "figures.h"

static void panel(struct figure *f, int i, double top, double height)
{
    const double *day = f->extents->dim[DIM_time].value;
    int n = f->extents->dim[DIM_time].n, block[THEME_STYLES];
    struct range y = MARKS_NO_RANGE;
    marks_include(&y, 0);
    theme_panel(&f->page, 1.0, top, 7.25, height, figure_output_name(f, i));
    theme_axis(&f->page, 'x', day[0], day[n - 1]);
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        const struct estimate *curve = f->pool[i].at + (long)f->wish->scenario[s] * n;
        block[s] = marks_curve(&f->page, n, day, curve, 1, 1);
        for (int d = 0; d < n; d++)
            marks_include_estimate(&y, curve[d], 1);
    }
    marks_axis(&f->page, 'y', y);
    marks_rule(&f->page, 0);
    figure_curves(f, n, block, NULL);
}

void figure_backlog(struct figure *f)
{
    figure_page(f, LEGEND_LINES, 6.75);
    double top = f->page.top + 0.35;
    panel(f, 0, top, 3.1);
    theme_draw(&f->page);
    panel(f, 1, top + 3.95, 1.6);
    theme_label_x(&f->page, figure_word(f, "days since the rules changed", "规则改变后的天数"));
    theme_draw(&f->page);
}
