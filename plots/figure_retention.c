/* How long operators stay: share still there by tenure, all replications pooled, with Greenwood's interval. */
#include "figures.h"

#include <stdlib.h>

#include "analysis/numbers/survival.h"

enum { DAYS, QUITS, MOST = 256 };

void figure_retention(struct figure *f)
{
    const double *tenure = f->extents->dim[DIM_tenure].value;
    int n = f->extents->dim[DIM_tenure].n < MOST ? f->extents->dim[DIM_tenure].n : MOST, block[THEME_STYLES];
    figure_page(f, LEGEND_LINES, 5.2);
    theme_panel(&f->page, 1.0, f->page.top + 0.35, 7.25, 3.9, figure_word(f, "operators still there", "仍在岗话务员占比"));
    theme_axis(&f->page, 'x', tenure[0], tenure[n - 1]);
    theme_axis(&f->page, 'y', 0, 1);
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        struct survival_bin bin[MOST];
        struct estimate curve[MOST];
        for (int i = 0; i < n; i++) {
            struct estimate days = figure_at(f, DAYS, s, i, 0), quits = figure_at(f, QUITS, s, i, 0);
            bin[i] = (struct survival_bin){ days.mean * days.n, quits.mean * quits.n };
        }
        survival_curve(n, n > 1 ? tenure[1] - tenure[0] : 1, bin, f->wish->level, curve);
        block[s] = marks_curve(&f->page, n, tenure, curve, 1, 1);
    }
    figure_curves(f, n, block, NULL);
    theme_label_x(&f->page, figure_word(f, "days since hiring", "入职后的天数"));
    theme_draw(&f->page);
}
