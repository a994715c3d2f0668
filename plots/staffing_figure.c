#include "staffing_figure.h"

#include <math.h>
#include <stdio.h>

#include "plots/gnuplot.h"
#include "plots/marks.h"

enum { REQUIRED, COVER, N_CURVES, MOST_PANELS = 4 };
static const double PANEL_LEFT = 1.0, PANEL_WIDTH = 7.25;

/* ---- cover ---- */

static double on_duty(const struct staffing_requirement *r, int curve, int slot)
{
    return curve == REQUIRED ? r->requirement[slot] : r->cover[slot];
}

/* A step an interval, so that what is required stands as long as it is. */
static void curve_week(struct page *page, const struct staffing_requirement *r, int curve, struct range *y)
{
    int block = script_block(page->script);
    for (int k = 0; k < FORECAST_DAYS * r->per_day; k++)
        for (int end = 0; end < 2; end++) {
            double row[] = { (k + end) / (double)r->per_day, on_duty(r, curve, k) };
            script_row(page->script, 2, row);
            marks_include(y, row[1]);
        }
    script_block_end(page->script);
    marks_line(page, block, curve, NULL);
}

static void panel_week(struct page *page, const struct staffing_requirement *r, double top)
{
    struct range y = { 0, 0 };
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 2.5, "operators on duty, Monday to Sunday");
    script_add(page->script, "set xrange [0:7]\nset xtics ('Mon' 0.5, 'Tue' 1.5, 'Wed' 2.5, 'Thu' 3.5, 'Fri' 4.5, "
               "'Sat' 5.5, 'Sun' 6.5) scale 0\n");
    for (int curve = 0; curve < N_CURVES; curve++)
        curve_week(page, r, curve, &y);
    for (int day = 1; day < FORECAST_DAYS; day++)
        marks_rule(page, day);
    marks_axis(page, 'y', y);
    theme_draw(page);
}

/* Mean over some days of the week, by hour of the day. */
static void panel_day(struct page *page, const struct staffing_requirement *r, double top, const char *title, int from, int until)
{
    struct range y = { 0, 0 };
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 1.9, title);
    script_add(page->script, "set xrange [0:24]\nset xtics 3\n");
    for (int curve = 0; curve < N_CURVES; curve++) {
        int block = script_block(page->script);
        for (int i = 0; i < r->per_day; i++) {
            double sum = 0;
            for (int day = from; day < until; day++)
                sum += on_duty(r, curve, day * r->per_day + i) / (until - from);
            for (int end = 0; end < 2; end++)
                script_row(page->script, 2, (double[]){ (i + end) * 24.0 / r->per_day, sum });
            marks_include(&y, sum);
        }
        script_block_end(page->script);
        marks_line(page, block, curve, NULL);
    }
    marks_axis(page, 'y', y);
}

static int saved(struct script *script, const char *path, struct err *err)
{
    int failed = script->failed ? err_set(err, "%s: no memory for the figure", path) : gnuplot_draw(script, path, err);
    script_free(script);
    return failed ? -1 : 0;
}

int staffing_figure_cover(const struct staffplan *p, const char *city, const char *path, enum theme_format format, struct err *err)
{
    static const struct theme_entry entry[N_CURVES] = { { "required", REQUIRED, 0 }, { "on the city's shifts", COVER, 0 } };
    struct script script = { 0 };
    struct page page = { 0 };
    char caption[256];
    snprintf(caption, sizeof caption, "%s, %d posts; mean number on duty after days off, pauses and vacancies", city, p->posts);
    theme_page(&page, &script, format, "Operators required and on duty", caption, LEGEND_LINES, N_CURVES, entry, 9.6);
    double top = page.top + 0.35;
    panel_week(&page, &p->requirement, top);
    panel_day(&page, &p->requirement, top + 3.4, "Monday to Friday, mean", 0, 5);
    theme_draw(&page);
    panel_day(&page, &p->requirement, top + 6.2, "Saturday and Sunday, mean", 5, 7);
    theme_label_x(&page, "hour of the day");
    theme_draw(&page);
    theme_end(&page);
    return saved(&script, path, err);
}

/* ---- service ---- */

static void panel_service(struct page *page, const struct staffplan *p, int g, double top)
{
    double posts[STAFFPLAN_CURVE];
    struct estimate value[STAFFPLAN_CURVE];
    struct range x = MARKS_NO_RANGE, y = MARKS_NO_RANGE;
    for (int i = 0; i < p->n_curve; i++) {
        const struct headcount_trial *trial = &p->curve[i];
        posts[i] = trial->number;
        value[i] = (struct estimate){ .n = trial->replicates, .mean = trial->value[g], .half = 1.96 * trial->error[g] };
        marks_include(&x, posts[i]);
        marks_include_estimate(&y, value[i], 1);
    }
    marks_include(&y, p->goal[g].bound);
    theme_panel(page, PANEL_LEFT, top, PANEL_WIDTH, 2.3, p->goal[g].text);
    int block = marks_curve(page, p->n_curve, posts, value, 1, 1);
    marks_band(page, block, 0);
    marks_line(page, block, 0, NULL);
    marks_level(page, p->goal[g].bound);
    marks_rule(page, p->posts);
    marks_axis(page, 'x', x);
    marks_axis(page, 'y', y);
}

int staffing_figure_service(const struct staffplan *p, const char *city, const char *path, enum theme_format format,
                            struct err *err)
{
    int panels = p->n_goals < MOST_PANELS ? p->n_goals : MOST_PANELS;
    struct script script = { 0 };
    struct page page = { 0 };
    char caption[256];
    snprintf(caption, sizeof caption, "%s; band: 95 %% interval of the mean over %d x %d days; grey: the target, and %d posts",
             city, p->curve[0].replicates, REHEARSAL_DAYS, p->posts);
    theme_page(&page, &script, format, "Service and headcount", caption, LEGEND_LINES, 0, NULL, 0.9 + 3.1 * panels);
    for (int g = 0; g < panels; g++) {
        panel_service(&page, p, g, page.top + 0.35 + 3.1 * g);
        if (g == panels - 1)
            theme_label_x(&page, "posts");
        theme_draw(&page);
    }
    theme_end(&page);
    return saved(&script, path, err);
}
