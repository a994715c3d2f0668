/* The streets' places in the ranking, month by month, in one city: the first replication. Three that begin as the first and
 * three that begin as the last are followed, all others are grey. A scenario that ranks nobody has no panel. */
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PANELS = 4, FOLLOWED = 3 };
enum { STYLE_FIRST = 1, STYLE_LAST = 2 };

static double rank_at(const struct figure *f, int s, int street, int month)
{
    return figure_at(f, 0, s, street, month).mean;
}

/* The first month that has ranks, or NONE_SUCH. */
static int first_ranked(const struct figure *f, int s)
{
    for (int m = 0; m < f->extents->dim[DIM_month].n; m++)
        if (isfinite(rank_at(f, s, 0, m)))
            return m;
    return NONE_SUCH;
}

static int line(struct figure *f, int s, int street)
{
    int block = script_block(&f->script);
    for (int m = 0; m < f->extents->dim[DIM_month].n; m++)
        script_row(&f->script, 2, (double[]){ m + 1, rank_at(f, s, street, m) });
    script_block_end(&f->script);
    return block;
}

static void follow(struct figure *f, int s, int street, int style, double left, double top, double wide, double high)
{
    int n = f->extents->dim[DIM_street].n, months = f->extents->dim[DIM_month].n, block = line(f, s, street);
    double end = rank_at(f, s, street, months - 1);
    marks_line(&f->page, block, style, "solid");
    theme_clause(&f->page, "$d%d using 1:2 with points pointtype 7 pointsize 0.3 linecolor rgb '%s'", block,
                 THEME_STYLE[style].colour);
    if (isfinite(end))
        theme_text(&f->page, left + wide + 0.12, top + high * (end - 0.5) / n, figure_label(f, DIM_street, street));
}

static void panel(struct figure *f, int s, double top, double high)
{
    static const double LEFT = 1.0, WIDE = 6.0;
    int n = f->extents->dim[DIM_street].n, months = f->extents->dim[DIM_month].n, first = first_ranked(f, s);
    theme_panel(&f->page, LEFT, top, WIDE, high, f->name[s]);
    theme_axis(&f->page, 'x', 0.7, months + 0.3);
    theme_axis(&f->page, 'y', n + 0.5, 0.5);
    script_add(&f->script, "set ytics 1,%d\n", (n + 5) / 6);
    for (int i = 0; i < n; i++)
        theme_clause(&f->page, "$d%d using 1:2 with lines linewidth 0.7 linecolor rgb '#d0d0d0'", line(f, s, i));
    for (int i = 0; i < n; i++) {
        double rank = rank_at(f, s, i, first);
        if (rank <= FOLLOWED)
            follow(f, s, i, STYLE_FIRST, LEFT, top, WIDE, high);
        else if (rank > n - FOLLOWED)
            follow(f, s, i, STYLE_LAST, LEFT, top, WIDE, high);
    }
}

void figure_ranks(struct figure *f)
{
    const struct theme_entry entry[] = { { figure_word(f, "began as the first three", "起初前三名"), STYLE_FIRST, 0 },
                                         { figure_word(f, "as the last three", "起初后三名"), STYLE_LAST, 0 } };
    int shown[PANELS], n = 0, ranked = 0;
    for (int s = 0; s < f->wish->n_scenarios; s++)
        if (first_ranked(f, s) != NONE_SUCH && ranked++ < PANELS)
            shown[n++] = s;
    double streets = f->extents->dim[DIM_street].n, high = fmin(4.8, fmax(1.8, 0.26 * streets)), pitch = high + 0.85;
    snprintf(f->note, sizeof f->note, "%s", n ? figure_word(f, "1 is the best", "1为最佳")
                                              : figure_word(f, "no rule here ranks anybody", "此处各规则均不排名"));
    size_t used = strlen(f->note);
    if (ranked < f->wish->n_scenarios || n < ranked)
        snprintf(f->note + used, sizeof f->note - used,
                 figure_word(f, "; %d of the %d rules that rank, of %d", "；共%3$d种规则，%2$d种排名，此为其中%1$d种"), n, ranked,
                 f->wish->n_scenarios);
    figure_page_with(f, LEGEND_LINES, 2, entry, 0.7 + (n ? n : 1) * pitch);
    for (int i = 0; i < n; i++) {
        panel(f, shown[i], f->page.top + 0.45 + pitch * i, high);
        if (i == n - 1)
            theme_label_x(&f->page, figure_word(f, "month", "月"));
        theme_draw(&f->page);
    }
}
