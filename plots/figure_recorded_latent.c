/* What the books say against what is so: resolution on the left, satisfaction on the right; the gap is a grey line. */
#include "figures.h"

enum { RESOLVED_LATENT, RESOLVED_RECORDED, SATISFIED_LATENT, SATISFIED_RATED, SATISFIED_RECORDED };

static void panel(struct figure *f, int latent, int recorded, int rated, int shown)
{
    int n = f->wish->n_scenarios;
    figure_rows(f, shown);
    theme_axis(&f->page, 'x', 0, 100);
    for (int s = 0; s < n; s++) {
        struct estimate from = figure_at(f, latent, s, 0, 0), to = figure_at(f, recorded, s, 0, 0);
        int block = script_block(&f->script);
        script_row(&f->script, 3, (double[]){ 100 * from.mean, s + 1, 100 * (to.mean - from.mean) });
        script_block_end(&f->script);
        theme_clause(&f->page, "$d%d using 1:2:3:(0) with vectors nohead linewidth 2.4 linecolor rgb '#cccccc'", block);
    }
    for (int s = 0; s < n; s++) {
        marks_dot(&f->page, s + 1, figure_at(f, latent, s, 0, 0), 100, 0, 1);
        if (rated >= 0)
            marks_dot(&f->page, s + 1, figure_at(f, rated, s, 0, 0), 100, 2, 0);
        marks_dot(&f->page, s + 1, figure_at(f, recorded, s, 0, 0), 100, 1, 0);
    }
}

void figure_recorded_latent(struct figure *f)
{
    const struct theme_entry entry[] = { { figure_word(f, "latent", "实际"), 0, 1 },
                                         { figure_word(f, "rated by those who answered", "受访者评价"), 2, 0 },
                                         { figure_word(f, "recorded", "账面"), 1, 0 } };
    double rows = figure_row(f, 0.5) * f->wish->n_scenarios, left = figure_names(f);
    double width = (8.15 - left - 0.6) / 2;
    int narrow = theme_width("residents satisfied, %") > width + 0.3;      /* next to long names */
    figure_page_with(f, LEGEND_POINTS, 3, entry, 1.05 + rows);
    double top = f->page.top + 0.4;
    theme_panel(&f->page, left, top, width, rows, figure_word(f, narrow ? "resolved, %" : "tickets resolved, %", "解决率，%"));
    panel(f, RESOLVED_LATENT, RESOLVED_RECORDED, -1, 1);
    theme_draw(&f->page);
    theme_panel(&f->page, left + width + 0.6, top, width, rows,
                figure_word(f, narrow ? "satisfied, %" : "residents satisfied, %", "满意率，%"));
    panel(f, SATISFIED_LATENT, SATISFIED_RECORDED, SATISFIED_RATED, 0);
    theme_draw(&f->page);
}
