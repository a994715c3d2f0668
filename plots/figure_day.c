/* The day by the hour: calls offered (solid) and answered (dashed), and below how long the answered ones waited. */
#include "figures.h"

enum { OFFERED, ANSWERED, WAIT };

static void curves(struct figure *f, int i, const char *dash, struct range *y)
{
    const double *hour = f->extents->dim[DIM_hour].value;
    int n = f->extents->dim[DIM_hour].n, block[THEME_STYLES];
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        block[s] = marks_curve(&f->page, n, hour, f->pool[i].at + (long)f->wish->scenario[s] * n, 1, 1);
        for (int h = 0; h < n; h++)
            marks_include_estimate(y, figure_at(f, i, s, h, 0), 1);
    }
    figure_curves(f, n, block, dash);
}

static void panel(struct figure *f, double top, double height, const char *title, int n, const int output[])
{
    struct range y = MARKS_NO_RANGE;
    marks_include(&y, 0);
    theme_panel(&f->page, 1.0, top, 7.25, height, title);
    script_add(&f->script, "set xrange [0:23]\nset xtics 3\n");
    for (int i = 0; i < n; i++)
        curves(f, output[i], i ? "(4,4)" : NULL, &y);
    marks_axis(&f->page, 'y', y);
}

void figure_day(struct figure *f)
{
    figure_page(f, LEGEND_LINES, 6.95);
    double top = f->page.top + 0.35;
    panel(f, top, 2.7, figure_word(f, "calls an hour: offered (solid), answered (dashed)", "每小时来电：呼入（实线）与接听（虚线）"),
          2, (const int[]){ OFFERED, ANSWERED });
    theme_draw(&f->page);
    panel(f, top + 3.55, 2.0, figure_word(f, "mean wait of answered calls, s", "接听来电的平均等待，秒"), 1,
          (const int[]){ WAIT });
    theme_label_x(&f->page, figure_word(f, "hour of the day", "一天中的小时"));
    theme_draw(&f->page);
}
