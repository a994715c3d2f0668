#include "marks.h"

#include <math.h>

void marks_include(struct range *range, double x)
{
    if (!isfinite(x))
        return;
    if (range->low > range->high)
        *range = (struct range){ x, x };
    range->low = fmin(range->low, x);
    range->high = fmax(range->high, x);
}

void marks_include_estimate(struct range *range, struct estimate e, double scale)
{
    marks_include(range, scale * e.mean);
    marks_include(range, scale * estimate_low(e));
    marks_include(range, scale * estimate_high(e));
}

void marks_axis(struct page *page, char axis, struct range range)
{
    if (range.low > range.high || (range.low == 0 && range.high == 0))
        range = (struct range){ 0, 1 };
    double room = range.high > range.low ? 0.05 * (range.high - range.low) : 0.5;
    theme_axis(page, axis, range.low == 0 ? 0 : range.low - room, range.high == 0 ? 0 : range.high + room);
}

int marks_curve(struct page *page, int n, const double x[], const struct estimate e[], int stride, double scale)
{
    int block = script_block(page->script);
    for (int i = 0; i < n; i++) {
        struct estimate here = e[(long)i * stride];
        double row[] = { x[i], scale * here.mean, scale * estimate_low(here), scale * estimate_high(here) };
        script_row(page->script, 4, row);
    }
    script_block_end(page->script);
    return block;
}

void marks_band(struct page *page, int block, int style)
{
    theme_clause(page, "$d%d using 1:3:4 with filledcurves fillcolor rgb '%s' fillstyle transparent solid 0.18 "
                 "noborder",
                 block, THEME_STYLE[style].colour);
}

void marks_line(struct page *page, int block, int style, const char *dash)
{
    theme_clause(page, "$d%d using 1:2 with lines linewidth 1.1 dashtype %s linecolor rgb '%s'", block,
                 dash ? dash : THEME_STYLE[style].dash, THEME_STYLE[style].colour);
}

void marks_some_intervals(struct page *page, int block, int style, int every, int first)
{
    theme_clause(page, "$d%d every %d::%d using 1:3:(0):($4-$3) with vectors nohead linewidth 0.9 linecolor rgb '%s'", block, every,
                 first, THEME_STYLE[style].colour);
}

void marks_intervals(struct page *page, int block, int style)
{
    theme_clause(page, "$d%d using 1:3:(0):($4-$3) with vectors nohead linewidth 0.9 linecolor rgb '%s'", block,
                 THEME_STYLE[style].colour);
}

void marks_point(struct page *page, double x, double y, int style, int hollow)
{
    const struct theme_style *s = &THEME_STYLE[style];
    int block = script_block(page->script);
    script_row(page->script, 2, (double[]){ x, y });
    script_block_end(page->script);
    if (hollow)                             /* a white one below hides the line inside the ring */
        theme_clause(page, "$d%d using 1:2 with points pointtype %d pointsize 0.4 linecolor rgb '#ffffff'", block, s->point);
    theme_clause(page, "$d%d using 1:2 with points pointtype %d pointsize 0.4 linewidth 0.7 linecolor rgb '%s'", block,
                 hollow ? s->hollow : s->point, s->colour);
}

void marks_level(struct page *page, double y)
{
    script_add(page->script,
               "set arrow from graph 0,first %.7g to graph 1,first %.7g nohead linewidth 0.6 linecolor rgb '%s' back\n",
               y, y, THEME_GREY);
}

void marks_span(struct page *page, double y, double low, double high, int style)
{
    int block = script_block(page->script);
    script_row(page->script, 3, (double[]){ low, y, high });
    script_block_end(page->script);
    theme_clause(page, "$d%d using 1:2:($3-$1):(0) with vectors nohead linewidth 0.9 linecolor rgb '%s'", block,
                 THEME_STYLE[style].colour);
}

void marks_dot(struct page *page, double y, struct estimate e, double scale, int style, int hollow)
{
    if (e.n == 0)
        return;
    if (isfinite(e.half))
        marks_span(page, y, scale * estimate_low(e), scale * estimate_high(e), style);
    marks_point(page, scale * e.mean, y, style, hollow);
}

double marks_dodge(int i, int n)
{
    return n > 1 ? 0.62 * (i - (n - 1) / 2.0) / (n - 1 > 2 ? n - 1 : 2) : 0;
}

void marks_bar(struct page *page, double y, double height, int n, const double part[])
{
    double right = 0, left = 0;
    for (int i = 0; i < n; i++) {
        if (!isfinite(part[i]) || part[i] == 0)
            continue;
        double *end = part[i] > 0 ? &right : &left, from = *end;
        *end += part[i];
        script_add(page->script,
                   "set object rectangle from first %.7g,%.7g to first %.7g,%.7g fillcolor rgb '%s' fillstyle solid "
                   "noborder\n",
                   from, y - height / 2, *end, y + height / 2, THEME_SHADE[i % THEME_SHADES]);
    }
}

void marks_rule(struct page *page, double x)
{
    script_add(page->script,
               "set arrow from first %.7g,graph 0 to first %.7g,graph 1 nohead linewidth 0.6 linecolor rgb '%s' back\n",
               x, x, THEME_GREY);
}
