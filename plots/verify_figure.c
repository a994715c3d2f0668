#include "verify_figure.h"

#include <math.h>
#include <stdio.h>

#include "plots/gnuplot.h"
#include "plots/marks.h"

static const double ROW_CM = 0.42, NAMES_CM = 2.1, WIDE_CM = 5.8, SPREAD = 0.7;        /* of a row's height */

static void draw(struct page *page, struct script *script, int n_families, const char *const family[], int n,
                 const struct verify_figure_dot dot[], double most, enum theme_format format)
{
    char caption[128];
    snprintf(caption, sizeof caption, "%d readings by family; lines: where one fails", n);
    theme_page(page, script, format, "Simulated - theory, in standard errors", caption, LEGEND_POINTS, 0, NULL,
               n_families * ROW_CM + 1.2);
    theme_panel(page, NAMES_CM, page->top + 0.1, WIDE_CM, n_families * ROW_CM, NULL);
    theme_rows(page, n_families, family, 1);
    theme_axis(page, 'x', -most - 0.5, most + 0.5);
    for (double at = -most; at <= most; at += most)
        marks_rule(page, at);
    for (int i = 0; i < n; i++) {
        int of = 0, place = 0;
        for (int j = 0; j < n; j++) {
            of += dot[j].family == dot[i].family;
            place += dot[j].family == dot[i].family && j < i;
        }
        double y = dot[i].family + 1 + SPREAD * ((place + 0.5) / of - 0.5);
        marks_point(page, fmax(-most - 0.4, fmin(most + 0.4, dot[i].z)), y, 0, 0);
    }
    theme_label_x(page, "z");
    theme_draw(page);
    theme_end(page);
}

int verify_figure(int n_families, const char *const family[], int n, const struct verify_figure_dot dot[], double most,
                  const char *path, enum theme_format format, struct err *err)
{
    struct script script = { 0 };
    struct page page = { 0 };
    draw(&page, &script, n_families, family, n, dot, most, format);
    int failed = script.failed ? err_set(err, "%s: no memory for the figure", path) : gnuplot_draw(&script, path, err);
    script_free(&script);
    return failed ? -1 : 0;
}
