/* What officers do with tickets, by the hours that it takes. */
#include "ranking.h"

void figure_actions(struct figure *f)
{
    int position[RANKING_MOST], n = ranking_order(f, 0, position);
    double rows = ranking_row(f) * n, left = ranking_room(f, 0, n, position);
    figure_page(f, LEGEND_POINTS, 1.1 + rows);
    theme_panel(&f->page, left, f->page.top + 0.1, 8.2 - left, rows, NULL);
    theme_label_x(&f->page, figure_word(f, "share of officers' hours, %", "工时占比，%"));
    ranking_draw(f, 0, n, position, 1);
    theme_draw(&f->page);
}
