/* Differences from the control over the points of a design: a row an output on a scale of its own around 0, a dot a point, a line
 * from the .05 to the .95 quantile (of fewer points than have tenths, and of levers, from end to end), the mean on it: full where
 * nine points in ten have its sign. Where nothing is compared the outputs themselves, each from its lowest to its highest. */
#include "figures.h"

#include <math.h>
#include <stdio.h>

#include "analysis/answers/overpoints_words.h"

enum { ARMS = 4, DOTS = 100 };          /* that are drawn: policies, and points of each in a row */
static const double LINE = 0.3, STRIP = 2.9, NARROW = 2.3;      /* cm; narrow: beside two numbers */
static const double AGREE = .9;

struct scale { double middle, half; };  /* of a row: what stands at 0 and at 1 */

static const struct overpoints *over(const struct figure *f) { return &f->comparison.over; }

static int arms_drawn(const struct figure *f) { return over(f)->n_arms < ARMS ? over(f)->n_arms : ARMS; }

static struct scale scale_of(const struct figure *f, int k)
{
    struct range x = MARKS_NO_RANGE;
    for (int a = 0; a < arms_drawn(f); a++) {
        const struct overpoints_row *row = overpoints_row(over(f), k, a);
        marks_include(&x, row->n ? row->least : NAN);
        marks_include(&x, row->n ? row->most : NAN);
    }
    double half = over(f)->of_values ? (x.high - x.low) / 2 : fmax(fabs(x.low), fabs(x.high));
    if (x.low > x.high)
        return (struct scale){ 0, 1 };
    return (struct scale){ over(f)->of_values ? (x.low + x.high) / 2 : 0, half > 0 ? half : 1 };
}

static double place(struct scale scale, double x) { return (x - scale.middle) / scale.half; }

static void dots(struct figure *f, int k, int arm, struct scale scale, double y)
{
    const struct theme_style *style = &THEME_STYLE[arm + 1];
    int n = over(f)->arm[arm].n_points, step = (n + DOTS - 1) / DOTS, seen = 0, block = script_block(&f->script);
    for (int s = 0; s < f->comparison.n_scenarios; s++) {
        if (over(f)->arm_of[s] != arm || seen++ % step)
            continue;
        double x = over(f)->of_values ? compare_value(&f->comparison, k, s).mean
                                      : compare_contrast(&f->comparison, k, s).difference.mean;
        if (isfinite(x))
            script_row(&f->script, 2, (double[]){ place(scale, x), y });
    }
    script_block_end(&f->script);
    theme_clause(&f->page, "$d%d using 1:2 with points pointtype 7 pointsize 0.18 linecolor rgb "
                           "'#b0%s'", block, style->colour + 1);
}

static void spread(struct figure *f, int k, int arm, struct scale scale, double y)
{
    const struct overpoints_row *row = overpoints_row(over(f), k, arm);
    int tenths = isfinite(row->low);
    if (row->n == 0)
        return;
    marks_span(&f->page, y, place(scale, tenths ? row->low : row->least), place(scale, tenths ? row->high : row->most), arm + 1);
    if (isfinite(row->mean))
        marks_point(&f->page, place(scale, row->mean), y, arm + 1,
                    !over(f)->of_values && overpoints_same_sign(row) < AGREE * row->n);
}

/* "-0.0269", "97/100"; without a mean its ends. */
static void numbers(struct figure *f, int k, int arm, double x, double y)
{
    const struct overpoints_row *row = overpoints_row(over(f), k, arm);
    char text[ESTIMATE_TEXT_SIZE], share[48];
    struct overpoints_row brief = *row;
    brief.chance.n = 0;                 /* no room for its interval */
    if (row->n == 0) {
        theme_text(&f->page, x, y, "–");
        return;
    }
    if (isfinite(row->mean))
        theme_text(&f->page, x, y, overpoints_mean(text, &brief, !over(f)->of_values));
    else
        theme_text(&f->page, x, y, overpoints_range(text, row, !over(f)->of_values, f->wish->chinese));
    if (over(f)->of_values || !isfinite(row->mean))
        return;
    if (overpoints_all_zero(row))
        snprintf(share, sizeof share, "%s", figure_word(f, "same", "相同"));
    else
        snprintf(share, sizeof share, "%d/%d", overpoints_same_sign(row), row->n);
    theme_text_right(&f->page, f->page.width - 0.15, y, share);
}

static void note(struct figure *f)
{
    char city[64], points[ESTIMATE_TEXT_SIZE];
    figure_city(f, city);
    int futures = over(f)->kind == OVERPOINTS_FUTURES;
    int used = snprintf(f->note, sizeof f->note, "%s%s", city, *city ? figure_word(f, "; ", "；") : "");
    used += snprintf(f->note + used, sizeof f->note - (size_t)used, figure_word(f, "%s; line: %s", "%s；线：%s"),
                     overpoints_count(points, over(f), f->wish->chinese),
                     futures ? figure_word(f, "nine in ten lie between", "九成的点在其间") : figure_word(f, "from end to "
                                        "end", "两端之间"));
    if (!over(f)->of_values && futures)
        used += snprintf(f->note + used, sizeof f->note - (size_t)used, "%s",
                         figure_word(f, "; hollow: fewer than nine in ten have the mean's sign", "；空心：与均值同号者不足九成"));
    if (over(f)->n_arms > ARMS)
        snprintf(f->note + used, sizeof f->note - (size_t)used, figure_word(f, "; %d drawn, there are %d", "；示%d项，"
                                        "共%d项"), ARMS, over(f)->n_arms);
}

static void axis_label(const struct figure *f, char label[FIGURE_NAME_SIZE + 96])
{
    char name[FIGURE_NAME_SIZE];
    figure_policy_name(f, over(f)->arm[0].control, name);
    if (over(f)->of_values)
        snprintf(label, FIGURE_NAME_SIZE + 96, "%s", figure_word(f, "each row from its lowest to its "
                                        "highest", "各行自其最低至最高"));
    else
        snprintf(label, FIGURE_NAME_SIZE + 96, figure_word(f, "difference from %s,\neach row on a scale of its "
                                        "own", "与 %s 之差，\n各行刻度自定"),
                 name);
}

static void row_draw(struct figure *f, int k, double pitch, double top, double right)
{
    int arms = arms_drawn(f);
    struct scale scale = scale_of(f, k);
    for (int a = 0; a < arms; a++) {
        double off = LINE * (a - (arms - 1) / 2.0), y = k + 1 + off / pitch;
        dots(f, k, a, scale, y);
        spread(f, k, a, scale, y);
        numbers(f, k, a, right + 0.2, top + pitch * (k + 0.5) + off);
    }
}

void figure_points(struct figure *f)
{
    int n = f->comparison.n_kpis, arms = arms_drawn(f);
    struct theme_entry entry[ARMS];
    const char *name[N_OUTPUTS] = { NULL };
    char label[FIGURE_NAME_SIZE + 96], arm[ARMS][FIGURE_NAME_SIZE];
    for (int a = 0; a < arms; a++)
        entry[a] = (struct theme_entry){ overpoints_name(over(f), f->plan, a, f->wish->chinese, arm[a]), a + 1, 0 };
    for (int k = 0; k < n; k++)
        name[k] = figure_kpi_name(f, k);
    double strip = over(f)->kind == OVERPOINTS_FUTURES ? STRIP : NARROW;
    double pitch = LINE * arms + 0.1, left = fmin(theme_names(n, name), 3.2);
    note(f);
    figure_page_with(f, LEGEND_POINTS, arms, entry, pitch * n + 1.3);
    theme_panel(&f->page, left, f->page.top + 0.1, strip, pitch * n, NULL);
    axis_label(f, label);
    theme_label_x(&f->page, label);
    theme_rows(&f->page, n, name, 1);
    script_add(&f->script, "set xrange [-1.06:1.06]\nset xtics (%s)\n", over(f)->of_values ? "'' 0" : "'0' 0");
    if (!over(f)->of_values)
        marks_rule(&f->page, 0);
    for (int k = 0; k < n; k++)
        row_draw(f, k, pitch, f->page.top + 0.1, left + strip);
    theme_draw(&f->page);
}
