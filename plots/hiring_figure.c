#include "hiring_figure.h"

#include <math.h>
#include <stdio.h>

#include "plots/marks.h"

static const double PANEL_LEFT = 1.0, PANEL_WIDTH = 7.25;

static void entries(const struct hiring *h, const char *const name[], struct theme_entry entry[])
{
    for (int w = 0; w < h->n_ways; w++)
        entry[w] = (struct theme_entry){ name[w], w, 0 };
}

/* ---- the year ---- */

/* Band, and a line in it, of a way. */
static void way_months(struct page *page, const struct hiring *h, enum hiring_series series, int way, struct range *y)
{
    int band = script_block(page->script);
    for (int m = 0; m < h->n_months; m++) {
        struct hiring_month month = hiring_month(h, series, way, m);
        script_row(page->script, 4, (double[]){ m + 0.5, month.mean, month.low, month.high });
        marks_include(y, way == 0 ? month.low : month.mean);
        marks_include(y, way == 0 ? month.high : month.mean);
    }
    script_block_end(page->script);
    if (way == 0)
        marks_band(page, band, way);
    marks_line(page, band, way, NULL);
}

static void panel_months(struct picture *f, const struct hiring *h, enum hiring_series series, double top, const char *title)
{
    struct range y = MARKS_NO_RANGE;
    marks_include(&y, series == HIRING_IN_POST ? NAN : 0);
    theme_panel(&f->page, PANEL_LEFT, top, PANEL_WIDTH, 2.3, title);
    script_add(&f->script, "set xrange [0:%d]\nset xtics 1\n", h->n_months);
    for (int w = 0; w < h->n_ways; w++)
        way_months(&f->page, h, series, w, &y);
    marks_axis(&f->page, 'y', y);
}

static void year_numbers(struct sheet *numbers, const struct hiring *h, const char *const name[])
{
    static const struct sheet_column COLUMN[] = {
        { "way", SHEET_TEXT, "way", "方案" }, { "series", SHEET_TEXT, "series", "序列" },
        { "month", SHEET_COUNT, "month", "月" }, { "persons", SHEET_INTERVAL, "persons", "人数" } };
    sheet_begin(numbers, "months", sizeof COLUMN / sizeof *COLUMN, COLUMN);
    for (int w = 0; w < h->n_ways; w++)
        for (int series = 0; series < N_HIRING_SERIES; series++)
            for (int m = 0; m < h->n_months; m++) {
                struct hiring_month month = hiring_month(h, series, w, m);
                sheet_text(numbers, "%s", name[w]);
                sheet_text(numbers, "%s", HIRING_SERIES[series].name);
                sheet_number(numbers, m + 1);
                sheet_interval(numbers, month.mean, (struct interval){ month.low, month.high });
            }
}

void hiring_figure_year(struct picture *f, const struct hiring *h, const char *const name[], struct sheet *numbers)
{
    struct theme_entry entry[HIRING_MOST_WAYS];
    char caption[256];
    entries(h, name, entry);
    snprintf(caption, sizeof caption,
             picture_word(f, "%s; means of %d replications by month of 30 days; band: nine in ten of them, as it is",
                          "%s；%d次重复按月（30天）均值；带：现状下十分之九的重复"), h->city, h->n_replicates);
    theme_page(&f->page, &f->script, f->format, picture_word(f, "Headcount and novices over the year", "全年人力与新手"), caption,
               LEGEND_LINES, h->n_ways, entry, 10.1);
    double top = f->page.top + 0.35;
    panel_months(f, h, HIRING_IN_POST, top, picture_word(f, "operators in post, those in training too", "在岗话务员（含培训中）"));
    theme_draw(&f->page);
    panel_months(f, h, HIRING_NOVICES, top + 3.1, picture_word(f, "of these, with less than 90 days of tenure", "其中入职不足90天"));
    theme_draw(&f->page);
    panel_months(f, h, HIRING_STARTS, top + 6.2, picture_word(f, "operators who begin", "当月入职"));
    theme_label_x(&f->page, picture_word(f, "months after the warm-up", "预热后第几月"));
    theme_draw(&f->page);
    theme_end(&f->page);
    year_numbers(numbers, h, name);
}

/* ---- the front ---- */

/* Ways on the front, the cheapest first. */
static int front_of(const struct hiring *h, int order[])
{
    int n = 0;
    for (int w = 0; w < h->n_ways; w++) {
        if (!hiring_on_front(h, w))
            continue;
        int at = n++;
        for (; at > 0 && hiring_value(h, order[at - 1], HIRING_COST).mean > hiring_value(h, w, HIRING_COST).mean; at--)
            order[at] = order[at - 1];
        order[at] = w;
    }
    return n;
}

static void front_line(struct page *page, const struct hiring *h)
{
    int order[HIRING_MOST_WAYS], n = front_of(h, order), block = script_block(page->script);
    for (int i = 0; i < n; i++)
        script_row(page->script, 2, (double[]){ hiring_value(h, order[i], HIRING_COST).mean,
                                                hiring_value(h, order[i], HIRING_ANSWERED_30S).mean });
    script_block_end(page->script);
    if (n > 1)
        theme_clause(page, "$d%d using 1:2 with lines linewidth 0.9 dashtype (6,3) linecolor rgb '" THEME_GREY "'", block);
}

/* A dot with its intervals along both axes. */
static void cross(struct page *page, struct estimate cost, struct estimate service, int style, int hollow)
{
    int block = script_block(page->script);
    script_row(page->script, 4, (double[]){ cost.mean, service.mean, estimate_low(service), estimate_high(service) });
    script_block_end(page->script);
    marks_intervals(page, block, style);
    marks_span(page, service.mean, estimate_low(cost), estimate_high(cost), style);
    marks_point(page, cost.mean, service.mean, style, hollow);
}

static void front_numbers(struct sheet *numbers, const struct hiring *h, const char *const name[])
{
    static const struct sheet_column COLUMN[] = {
        { "way", SHEET_TEXT, "way", "方案" }, { "posts", SHEET_COUNT, "posts", "岗位" },
        { "cost_1000_yuan_a", SHEET_INTERVAL, "cost, 1000 yuan a year", "年成本（千元）" },
        { "answered_30s", SHEET_INTERVAL, "answered within 30 s", "30秒内接通率" },
        { "on_front", SHEET_COUNT, "on the front", "在前沿" } };
    sheet_begin(numbers, "ways", sizeof COLUMN / sizeof *COLUMN, COLUMN);
    for (int w = 0; w < h->n_ways; w++) {
        struct estimate cost = hiring_value(h, w, HIRING_COST), service = hiring_value(h, w, HIRING_ANSWERED_30S);
        sheet_text(numbers, "%s", name[w]);
        sheet_number(numbers, hiring_value(h, w, HIRING_POSTS).mean);
        sheet_interval(numbers, cost.mean, (struct interval){ estimate_low(cost), estimate_high(cost) });
        sheet_interval(numbers, service.mean, (struct interval){ estimate_low(service), estimate_high(service) });
        sheet_number(numbers, hiring_on_front(h, w));
    }
}

void hiring_figure_front(struct picture *f, const struct hiring *h, const char *const name[], struct sheet *numbers)
{
    struct theme_entry entry[HIRING_MOST_WAYS];
    struct range x = MARKS_NO_RANGE, y = MARKS_NO_RANGE;
    char caption[256];
    entries(h, name, entry);
    for (int w = 0; w < h->n_ways; w++)
        entry[w].hollow = !hiring_on_front(h, w);
    snprintf(caption, sizeof caption,
             picture_word(f, "%s, %d replications; 95 %% intervals; dashed: no other way is as cheap and serves as well",
                          "%s，%d次重复；95%%区间；虚线：没有别的方案既同样便宜又同样好"), h->city, h->n_replicates);
    theme_page(&f->page, &f->script, f->format, picture_word(f, "Cost and service", "成本与服务水平"), caption, LEGEND_POINTS,
               h->n_ways, entry, 6.0);
    theme_panel(&f->page, PANEL_LEFT, f->page.top + 0.45, PANEL_WIDTH, 4.4,
                picture_word(f, "calls answered within 30 s", "30秒内接通率"));
    front_line(&f->page, h);
    for (int w = 0; w < h->n_ways; w++) {
        struct estimate cost = hiring_value(h, w, HIRING_COST), service = hiring_value(h, w, HIRING_ANSWERED_30S);
        marks_include_estimate(&x, cost, 1);
        marks_include_estimate(&y, service, 1);
        cross(&f->page, cost, service, w, entry[w].hollow);
    }
    marks_axis(&f->page, 'x', x);
    marks_axis(&f->page, 'y', y);
    theme_label_x(&f->page, picture_word(f, "pay, hiring, and what the way takes, 1000 yuan a year", "工资、招聘与方案费用，千元/年"));
    theme_draw(&f->page);
    theme_end(&f->page);
    front_numbers(numbers, h, name);
}
