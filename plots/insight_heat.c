/* The response over the two factors that matter most, or the first two: a cell for each pair of values, of a grid; of designs
 * that sample, cells of so many points each. Other factors are averaged over. Light is little and dark is much. */
#include "insight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/numbers/ascending.h"
#include "sim/base/text.h"

enum { MOST_CELLS = 12, SAMPLED_CELLS = 6, LEGEND_STEPS = 40 };

struct side { int factor, n; double value[MOST_CELLS], edge[MOST_CELLS + 1]; int listed; };

/* The values of a factor that has few, else parts of its range with as many points each. */
static struct side side_of(const struct factors *f, int factor)
{
    struct side side = { .factor = factor };
    double *x = malloc((size_t)f->n_points * sizeof *x);
    int n = 0;
    for (int p = 0; x && p < f->n_points; p++)
        x[p] = factors_value(f, p, factor);
    if (x)
        ascending(f->n_points, x);
    for (int p = 0; x && p < f->n_points; p++)
        if (p == 0 || x[p] != x[p - 1]) {
            if (n < MOST_CELLS)
                side.value[n] = x[p];
            n++;
        }
    side.listed = n <= MOST_CELLS;
    side.n = side.listed ? n : SAMPLED_CELLS;
    for (int c = 0; !side.listed && c <= side.n; c++)
        side.edge[c] = x[(f->n_points - 1) * c / side.n];
    free(x);
    return side;
}

static int cell_of(const struct side *side, double x)
{
    int c = 0;
    if (side->listed) {
        while (c < side->n - 1 && side->value[c] < x)
            c++;
        return c;
    }
    while (c < side->n - 1 && x >= side->edge[c + 1])
        c++;
    return c;
}

/* From white-blue to dark blue; every channel falls, so that a grey copy reads the same. */
static const char *shade(double share, char text[8])
{
    static const double LIGHT[] = { 240, 245, 250 }, DARK[] = { 24, 48, 92 };
    int c[3];
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    for (int i = 0; i < 3; i++)
        c[i] = (int)(LIGHT[i] + share * (DARK[i] - LIGHT[i]));
    snprintf(text, 8, "#%02x%02x%02x", c[0] & 255, c[1] & 255, c[2] & 255);
    return text;
}

static void axis(struct insight *f, const struct side *side, char which)
{
    char text[TEXT_NUMBER_SIZE];
    int marks = side->listed ? side->n : side->n + 1;
    script_add(&f->script, "set %crange [0:%d]\nset %ctics (", which, side->n, which);
    for (int c = 0; c < marks; c++) {
        snprintf(text, sizeof text, "%.3g", side->listed ? side->value[c] : side->edge[c]);
        script_add(&f->script, "%s'%s' %g", c ? ", " : "", text, side->listed ? c + 0.5 : c);
    }
    script_add(&f->script, ")\n");
}

static void cells_fill(const struct insight *f, const struct side *x, const struct side *y, double mean[], struct range *range)
{
    int n[MOST_CELLS * MOST_CELLS] = { 0 };
    for (int c = 0; c < x->n * y->n; c++)
        mean[c] = 0;
    for (int p = 0; p < f->factors.n_points; p++) {
        if (!isfinite(f->response.mean[p]))
            continue;
        int c = cell_of(y, factors_value(&f->factors, p, y->factor)) * x->n + cell_of(x, factors_value(&f->factors, p, x->factor));
        mean[c] += f->response.mean[p];
        n[c]++;
    }
    for (int c = 0; c < x->n * y->n; c++) {
        mean[c] = n[c] ? mean[c] / n[c] : NAN;
        marks_include(range, mean[c]);
    }
}

static void cells_draw(struct insight *f, const struct side *x, const struct side *y, const double mean[], struct range range,
                       double width)
{
    char colour[8];
    double span = range.high > range.low ? range.high - range.low : 1;
    int digits = width / x->n > 0.75;               /* room for the number itself */
    for (int c = 0; c < x->n * y->n; c++) {
        if (!isfinite(mean[c]))
            continue;
        double share = (mean[c] - range.low) / span;
        script_add(&f->script, "set object rectangle from first %d,%d to first %d,%d fillcolor rgb '%s' fillstyle solid noborder\n",
                   c % x->n, c / x->n, c % x->n + 1, c / x->n + 1, shade(share, colour));
        if (digits)
            script_add(&f->script, "set label '%.3g' at first %g,%g center font ',6' textcolor rgb '%s' front\n", mean[c],
                       c % x->n + 0.5, c / x->n + 0.5, share > .5 ? "#ffffff" : "#000000");
    }
}

/* A bar of shades with its two ends. */
static void legend(struct insight *f, double y, struct range range)
{
    char colour[8], text[64];
    double left = 1.6, wide = 3.2;
    for (int s = 0; s < LEGEND_STEPS; s++)
        script_add(&f->script,
                   "set object rectangle from screen %.5f,%.5f to screen %.5f,%.5f fillcolor rgb '%s' fillstyle solid noborder\n",
                   (left + wide * s / LEGEND_STEPS) / f->page.width, 1 - (y + 0.08) / f->page.height,
                   (left + wide * (s + 1.1) / LEGEND_STEPS) / f->page.width, 1 - (y - 0.08) / f->page.height,
                   shade(s / (LEGEND_STEPS - 1.0), colour));
    snprintf(text, sizeof text, "%.3g", range.low);
    theme_text(&f->page, left - 0.15 - theme_width(text), y, text);
    snprintf(text, sizeof text, "%.3g", range.high);
    theme_text(&f->page, left + wide + 0.15, y, text);
}

void insight_heat(struct insight *f)
{
    struct side x = side_of(&f->factors, 0), y = side_of(&f->factors, 1);
    double mean[MOST_CELLS * MOST_CELLS], wide = 6.7, high = 0.65 * y.n < 2 ? 2 : 0.65 * y.n;
    struct range range = MARKS_NO_RANGE;
    char caption[512], label[FACTORS_LABEL_SIZE], name[FACTORS_LABEL_SIZE + 16];
    int used = snprintf(caption, sizeof caption, "%s", insight_kpi(f, 0));
    if (f->factors.n > 2)
        snprintf(caption + used, sizeof caption - (size_t)used, "%s",
                 insight_word(f, "; averaged over the other factors", "；对其余因素取平均"));
    cells_fill(f, &x, &y, mean, &range);
    insight_page(f, caption, 0, NULL, high + 2.2);
    legend(f, f->page.top + 0.12, range);
    snprintf(name, sizeof name, insight_word(f, "up: %s", "纵轴：%s"), factors_label(&f->factors, 1, f->wish->chinese, label));
    theme_panel(&f->page, 1.4, f->page.top + 0.95, wide, high, name);
    axis(f, &x, 'x');
    axis(f, &y, 'y');
    script_add(&f->script, "unset grid\n");
    theme_label_x(&f->page, factors_label(&f->factors, 0, f->wish->chinese, label));
    cells_draw(f, &x, &y, mean, range, wide);
    theme_draw(&f->page);
}
