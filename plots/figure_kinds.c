/* Each kind of request: its share of officers' hours beside its share of the harm. */
#include "ranking.h"

void figure_kinds(struct figure *f)
{
    enum { HOURS, HARM };
    int position[RANKING_MOST], n = ranking_order(f, HOURS, position);
    double rows = ranking_row(f) * n, left = ranking_room(f, HOURS, n, position), width = (8.15 - left - 0.5) / 2;
    figure_page(f, LEGEND_POINTS, 0.95 + rows);
    theme_panel(&f->page, left, f->page.top + 0.35, width, rows, figure_word(f, "of officers' hours, %", "工时占比，%"));
    ranking_draw(f, HOURS, n, position, 1);
    theme_draw(&f->page);
    theme_panel(&f->page, left + width + 0.5, f->page.top + 0.35, width, rows,
                figure_word(f, "of the harm, %", "损害占比，%"));
    ranking_draw(f, HARM, n, position, 0);
    theme_draw(&f->page);
}
