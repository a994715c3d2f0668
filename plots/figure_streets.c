/* Tickets of each street in each month, per 1000 residents, as a map of shades; one city: the first replication. The streets
 * stand in the order of the first scenario's sums, the same in all panels. */
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PANELS = 4 };

static double value_at(const struct figure *f, int s, int street, int month)
{
    return figure_at(f, 0, s, street, month).mean;
}

static double sum_of(const struct figure *f, int street)
{
    double sum = 0;
    for (int m = 0; m < f->extents->dim[DIM_month].n; m++)
        sum += isfinite(value_at(f, 0, street, m)) ? value_at(f, 0, street, m) : 0;
    return sum;
}

/* The street that stands in row i: the one that i streets ask more than. */
static void order_make(const struct figure *f, int n, int row[])
{
    for (int i = 0; i < n; i++) {
        int at = 0;
        double mine = sum_of(f, i);
        for (int j = 0; j < n; j++)
            at += sum_of(f, j) > mine || (sum_of(f, j) == mine && j < i);
        row[at] = i;
    }
}

static void panel(struct figure *f, int s, int n, const int row[], const char *const name[])
{
    int months = f->extents->dim[DIM_month].n, block = script_block(&f->script);
    for (int i = 0; i < n; i++)
        for (int m = 0; m < months; m++)
            if (isfinite(value_at(f, s, row[i], m)))
                script_row(&f->script, 3, (double[]){ m + 1, i + 1, value_at(f, s, row[i], m) });
    script_block_end(&f->script);
    theme_rows(&f->page, n, name, s == 0 || n <= 40);
    theme_axis(&f->page, 'x', 0.5, months + 0.5);
    theme_clause(&f->page, "$d%d using 1:2:(0.5):(0.5):3 with boxxyerror fillcolor palette fillstyle solid noborder",
                 block);
}

void figure_streets(struct figure *f)
{
    static const double LEFT = 1.5, WIDE = 6.75;
    int n = f->extents->dim[DIM_street].n, months = f->extents->dim[DIM_month].n, *row = calloc((size_t)n, sizeof *row);
    const char **name = calloc((size_t)n, sizeof *name);
    double most = 0, high = fmin(4.5, fmax(1.2, 0.28 * n)), pitch = high + 0.85;
    if (!row || !name) {
        f->script.failed = 1;
        free(row);
        free(name);
        return;
    }
    order_make(f, n, row);
    for (int i = 0; i < n; i++)             /* names that would stand on one another are left out */
        name[i] = high / n >= 0.2 || i == 0 || i == n - 1 ? figure_label(f, DIM_street, row[i]) : "";
    snprintf(f->note, sizeof f->note, "%s", figure_word(f, "new tickets per 1000 residents and month", "每千人每月新工单"));
    int panels = figure_panels(f, PANELS);
    for (int s = 0; s < panels; s++)
        for (int i = 0; i < n; i++)
            for (int m = 0; m < months; m++)
                most = fmax(most, value_at(f, s, i, m));
    figure_page_with(f, LEGEND_LINES, 0, NULL, 1.3 + panels * pitch);
    theme_palette(&f->page, f->page.top + 0.2, most);
    for (int s = 0; s < panels; s++) {
        theme_panel(&f->page, LEFT, f->page.top + 1.15 + pitch * s, WIDE, high, f->name[s]);
        panel(f, s, n, row, name);
        if (s == panels - 1)
            theme_label_x(&f->page, figure_word(f, "month", "月"));
        theme_draw(&f->page);
    }
    free(row);
    free(name);
}
