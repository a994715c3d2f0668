#include "verify_figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* --- one family --- */

static const double TWO_SIDED_95 = 1.959964;            /* standard errors */
static const double READING_CM = 0.34, TITLE_CM = 0.5, WHAT_CM = 5.1, WIDE_OF_READINGS_CM = 3.0;
enum { MOST_OF_AN_ORACLE = 64 };

static double percent(const struct oracle_reading *r, double errors)
{
    return 100 * ((r->simulated + errors * r->error) / r->theory - 1);
}

/* How many readings from the first on are of its oracle. */
static int of_one_oracle(int n, const struct oracle_reading reading[])
{
    int same = 1;
    while (same < n && same < MOST_OF_AN_ORACLE && strcmp(reading[same].oracle, reading[0].oracle) == 0)
        same++;
    return same;
}

/* Of the exact readings, %, and at least what `--full` would see; of all where none is exact. */
static double farthest(int n, const struct oracle_reading reading[])
{
    double far[2] = { 1, 1 };
    for (int i = 0; i < n; i++) {
        double *is = &far[reading[i].exact != 0];
        *is = fmax(*is, fmax(fabs(percent(&reading[i], -TWO_SIDED_95)), fabs(percent(&reading[i], TWO_SIDED_95))));
    }
    for (int i = 0; i < n; i++)
        if (reading[i].exact)
            return 1.05 * far[1];
    return 1.05 * far[0];
}

/* A reading beyond the frame is a hollow point at its edge. */
static void reading_draw(struct page *page, double y, const struct oracle_reading *r, double far)
{
    double low = percent(r, -TWO_SIDED_95), at = percent(r, 0), high = percent(r, TWO_SIDED_95);
    if (low < far && high > -far)
        marks_span(page, y, fmax(low, -far), fmin(high, far), 0);
    marks_point(page, fmax(-far, fmin(far, at)), y, 0, fabs(at) > far);
}

static void oracle_panel(struct page *page, double top, int n, const struct oracle_reading reading[], double far, int last)
{
    const char *what[MOST_OF_AN_ORACLE];
    for (int i = 0; i < n; i++)
        what[i] = reading[i].what;
    theme_panel(page, WHAT_CM, top + TITLE_CM, WIDE_OF_READINGS_CM, n * READING_CM, NULL);
    theme_text(page, 0.15, top + TITLE_CM - 0.15, reading[0].oracle);
    theme_rows(page, n, what, 1);
    if (!last)
        script_add(page->script, "set format x ''\n");
    theme_axis(page, 'x', -far, far);
    marks_rule(page, 0);
    for (int i = 0; i < n; i++)
        reading_draw(page, i + 1, &reading[i], far);
    if (last)
        theme_label_x(page, "simulated / theory - 1, %");
    theme_draw(page);
}

static void family_draw(struct page *page, struct script *script, const struct oracle_family *family, int n,
                        const struct oracle_reading reading[], enum theme_format format)
{
    double body = 1.2, top;
    for (int i = 0; i < n; i += of_one_oracle(n - i, reading + i))
        body += TITLE_CM + of_one_oracle(n - i, reading + i) * READING_CM;
    theme_page(page, script, format, family->what, "each reading with its 95 % interval; hollow: beyond the frame", LEGEND_POINTS,
               0, NULL, body);
    top = page->top;
    for (int i = 0, same; i < n; i += same) {
        same = of_one_oracle(n - i, reading + i);
        oracle_panel(page, top, same, reading + i, farthest(n, reading), i + same == n);
        top += TITLE_CM + same * READING_CM;
    }
    theme_end(page);
}

/* --- files --- */

static int drawn(struct script *script, const char *path, struct err *err)
{
    int failed = script->failed ? err_set(err, "%s: no memory for the figure", path) : gnuplot_draw(script, path, err);
    script_free(script);
    return failed ? -1 : 0;
}

int verify_figure_family(const struct oracle_family *family, int n, const struct oracle_reading reading[], const char *path,
                         enum theme_format format, struct err *err)
{
    struct script script = { 0 };
    struct page page = { 0 };
    family_draw(&page, &script, family, n, reading, format);
    return drawn(&script, path, err);
}

int verify_figure(int n_families, const char *const family[], int n, const struct verify_figure_dot dot[], double most,
                  const char *path, enum theme_format format, struct err *err)
{
    struct script script = { 0 };
    struct page page = { 0 };
    draw(&page, &script, n_families, family, n, dot, most, format);
    return drawn(&script, path, err);
}
