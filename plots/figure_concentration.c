/* Lorenz curves: what share of calls, and of officers' hours, the persons with the least of them hold together. */
#include "figures.h"

static void panel(struct figure *f, int i)
{
    int n = f->extents->dim[DIM_share].n, block[THEME_STYLES];
    double share[n];
    for (int p = 0; p < n; p++)
        share[p] = 100 * f->extents->dim[DIM_share].value[p];
    theme_axis(&f->page, 'x', 0, 100);
    theme_axis(&f->page, 'y', 0, 100);
    script_add(&f->script, "set xtics 25\nset ytics 25\n"
                           "set arrow from first 0,0 to first 100,100 nohead linewidth 0.6 linecolor rgb '" THEME_GREY
                           "' back\n");
    for (int s = 0; s < f->wish->n_scenarios; s++)
        block[s] = marks_curve(&f->page, n, share, f->pool[i].at + (long)f->wish->scenario[s] * n, 1, 100);
    figure_curves(f, n, block, NULL);
}

void figure_concentration(struct figure *f)
{
    const char *const title[] = { figure_word(f, "of calls, %", "来电占比，%"),
                                  figure_word(f, "of officers' hours, %", "工时占比，%") };
    const char *const persons[] = { figure_word(f, "callers with the fewest calls, %", "来电最少者，%"),
                                    figure_word(f, "residents with the fewest, %", "所得工时最少者，%") };
    double side = 3.3;
    figure_page(f, LEGEND_LINES, 1.45 + side);
    for (int i = 0; i < 2; i++) {
        theme_panel(&f->page, 0.9 + i * (side + 0.75), f->page.top + 0.4, side, side, title[i]);
        theme_label_x(&f->page, persons[i]);
        panel(f, i);
        theme_draw(&f->page);
    }
}
