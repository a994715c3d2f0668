/* Regret and its parts as bars; hours without merit, mismatch over streets and neglect of root fixes as dots. */
#include "figures.h"

/* Places in the row of figures.def. */
enum { REGRET, PARTS = 1, N_PARTS = 3, OTHERS = PARTS + N_PARTS, N_OTHERS = 3 };

static void regret(struct figure *f)
{
    struct range x = MARKS_NO_RANGE;
    int n = f->wish->n_scenarios;
    figure_rows(f, 1);
    marks_include(&x, 0);
    for (int s = 0; s < n; s++) {
        double part[N_PARTS], right = 0, left = 0;
        for (int i = 0; i < N_PARTS; i++) {
            part[i] = figure_at(f, PARTS + i, s, 0, 0).mean;
            *(part[i] > 0 ? &right : &left) += part[i];
        }
        marks_include(&x, right);
        marks_include(&x, left);
        marks_include_estimate(&x, figure_at(f, REGRET, s, 0, 0), 1);
        marks_bar(&f->page, s + 1, 0.56, N_PARTS, part);
    }
    marks_axis(&f->page, 'x', x);
    for (int s = 0; s < n; s++)
        marks_dot(&f->page, s + 1, figure_at(f, REGRET, s, 0, 0), 1, s, 0);
}

static void dots(struct figure *f, int i)
{
    struct range x = MARKS_NO_RANGE;
    int n = f->wish->n_scenarios;
    figure_rows(f, i == OTHERS);
    for (int s = 0; s < n; s++)
        marks_include_estimate(&x, figure_at(f, i, s, 0, 0), 100);
    marks_include(&x, 0);
    marks_axis(&f->page, 'x', x);
    for (int s = 0; s < n; s++)
        marks_dot(&f->page, s + 1, figure_at(f, i, s, 0, 0), 100, s, 0);
}

void figure_misallocation(struct figure *f)
{
    const char *const part[] = { figure_word(f, "never called in", "未上报"), figure_word(f, "capacity lost", "能力损失"),
                                 figure_word(f, "allocation", "配置不当") };
    const char *const other[] = { figure_word(f, "hours\nwithout\nmerit, %", "无公共价值\n工时，%"),
                                  figure_word(f, "mismatch\nover\nstreets, %", "街道工时与\n损害错配，%"),
                                  figure_word(f, "neglect\nof root\nfixes, %", "根治\n忽视度，%") };
    double rows = figure_row(f, 0.45) * f->wish->n_scenarios, left = figure_names(f);
    double width = (8.25 - left - 2 * 0.3) / N_OTHERS;
    figure_page_with(f, LEGEND_POINTS, 0, NULL, 3.15 + 2 * rows);
    double top = f->page.top + 0.4;
    theme_shade_legend(&f->page, 0.15, top - 0.25, N_PARTS, part, (const int[]){ 0, 1, 2 });
    theme_panel(&f->page, left, top, 8.25 - left, rows, NULL);
    theme_label_x(&f->page, figure_word(f, "regret: 0 best use of hours, 1 nothing done", "错配遗憾值：0 为最优配置，1 为无所作为"));
    regret(f);
    theme_draw(&f->page);
    for (int i = 0; i < N_OTHERS; i++) {
        theme_panel(&f->page, left + (width + 0.3) * i, top + rows + 1.25, width, rows, NULL);
        theme_label_x(&f->page, other[i]);
        dots(f, OTHERS + i);
        theme_draw(&f->page);
    }
}
