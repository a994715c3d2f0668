/* What comes of a parameter that the study varies: an output against its values, a line with its band for each policy. The
 * first factor that varies is the axis; where there are others, the points at which these are as in the first scenario.
 * Values that crowd at the low end, as those of a series that doubles, stand at equal distances. */
#include "figures.h"

#include <stdio.h>
#include <string.h>

enum { PANELS = 4, POINTS = 256 };

struct axis {
    int factor;                         /* NONE_SUCH: nothing varies */
    int n, at[POINTS];                  /* scenarios on it, in the order of the factor's values */
    int steps, n_values;                /* values at equal distances: how many there are */
    double value[POINTS];
};

static int varies(const struct result_plan *plan, int factor)
{
    for (int s = 1; s < plan->n_scenarios; s++)
        if (plan->factor[factor].value[s] != plan->factor[factor].value[0])
            return 1;
    return 0;
}

static int beside_the_axis(const struct result_plan *plan, int factor, int scenario)
{
    for (int f = 0; f < plan->n_factors; f++)
        if (f != factor && plan->factor[f].value[scenario] != plan->factor[f].value[0])
            return 1;
    return 0;
}

/* Half of the values lie in the first tenth. */
static void axis_space(struct axis *axis, const struct result_plan *plan)
{
    int low = 0;
    for (int i = 0; i < axis->n; i++) {
        double value = plan->factor[axis->factor].value[axis->at[i]];
        if (i == 0 || value > axis->value[axis->n_values - 1])
            axis->value[axis->n_values++] = value;
    }
    for (int v = 0; v < axis->n_values; v++)
        low += axis->value[v] - axis->value[0] < (axis->value[axis->n_values - 1] - axis->value[0]) / 10;
    axis->steps = axis->n_values > 3 && 2 * low >= axis->n_values;
}

/* Where a scenario stands on the axis. */
static double axis_place(const struct axis *axis, const struct result_plan *plan, int scenario)
{
    double value = plan->factor[axis->factor].value[scenario];
    int v = 0;
    while (axis->steps && axis->value[v] < value)
        v++;
    return axis->steps ? v : value;
}

static struct axis axis_of(const struct result_plan *plan)
{
    struct axis axis = { .factor = NONE_SUCH };
    for (int f = plan->n_factors - 1; f >= 0; f--)
        axis.factor = varies(plan, f) ? f : axis.factor;
    for (int s = 0; s < plan->n_scenarios && axis.factor != NONE_SUCH && axis.n < POINTS; s++) {
        const double *value = plan->factor[axis.factor].value;
        if (beside_the_axis(plan, axis.factor, s))
            continue;
        int i = axis.n++;
        for (; i > 0 && value[axis.at[i - 1]] > value[s]; i--)
            axis.at[i] = axis.at[i - 1];
        axis.at[i] = s;
    }
    if (axis.factor != NONE_SUCH)
        axis_space(&axis, plan);
    return axis;
}

static int same_policy(const struct result_plan *plan, int a, int b)
{
    int length = compare_policy_length(plan, a);
    return length == compare_policy_length(plan, b) && strncmp(plan->scenario_name[a], plan->scenario_name[b], (size_t)length) == 0;
}

/* A scenario of each policy on the axis. */
static int policies_of(const struct result_plan *plan, const struct axis *axis, int policy[THEME_STYLES])
{
    int n = 0;
    for (int i = 0; i < axis->n; i++) {
        int known = 0;
        for (int p = 0; p < n; p++)
            known |= same_policy(plan, axis->at[i], policy[p]);
        if (!known && n < THEME_STYLES)
            policy[n++] = axis->at[i];
    }
    return n;
}

static void lines(struct figure *f, const struct axis *axis, int kpi, int n, const int policy[])
{
    struct range x = MARKS_NO_RANGE, y = MARKS_NO_RANGE;
    int block[THEME_STYLES];
    for (int p = 0; p < n; p++) {
        double value[POINTS];
        struct estimate e[POINTS];
        int m = 0;
        for (int i = 0; i < axis->n; i++) {
            if (!same_policy(f->plan, axis->at[i], policy[p]))
                continue;
            value[m] = axis_place(axis, f->plan, axis->at[i]);
            e[m] = compare_value(&f->comparison, kpi, axis->at[i]);
            marks_include(&x, value[m]);
            marks_include_estimate(&y, e[m++], 1);
        }
        block[p] = marks_curve(&f->page, m, value, e, 1, 1);
    }
    if (axis->steps)
        theme_steps(&f->page, axis->n_values, axis->value);
    else
        theme_axis(&f->page, 'x', x.low <= x.high ? x.low : 0, x.low < x.high ? x.high : x.low <= x.high ? x.low + 1 : 1);
    marks_axis(&f->page, 'y', y);
    for (int p = 0; p < n; p++)
        marks_band(&f->page, block[p], p);
    for (int p = 0; p < n; p++)
        marks_line(&f->page, block[p], p, NULL);
}

static void axis_label(const struct figure *f, const struct axis *axis, char label[192])
{
    if (axis->factor == NONE_SUCH) {
        snprintf(label, 192, "%s", figure_word(f, "nothing was varied", "没有变动的因素"));
        return;
    }
    const struct result_factor *factor = &f->plan->factor[axis->factor];
    int plain = strcmp(factor->unit, "1") == 0 || !factor->unit[0];
    snprintf(label, 192, "%s%s%s%s", factor->name, plain ? "" : ", ", plain ? "" : factor->unit,
             axis->steps ? figure_word(f, "; not to scale", "（等距排列）") : "");
}

void figure_response(struct figure *f)
{
    static const double HIGH = 1.9, PITCH = 2.85;
    struct axis axis = axis_of(f->plan);
    struct theme_entry entry[THEME_STYLES];
    char label[192], name[THEME_STYLES][FIGURE_NAME_SIZE];
    int policy[THEME_STYLES], n = policies_of(f->plan, &axis, policy);
    int panels = f->comparison.n_kpis < PANELS ? f->comparison.n_kpis : PANELS;
    for (int p = 0; p < n; p++) {
        figure_policy_name(f, policy[p], name[p]);
        entry[p] = (struct theme_entry){ name[p], p, 0 };
    }
    figure_page_with(f, LEGEND_LINES, n, entry, PITCH * panels + 0.6);
    for (int k = 0; k < panels; k++) {
        const struct output_row *row = &OUTPUTS[f->comparison.kpi[k]];
        theme_panel(&f->page, 1.1, f->page.top + 0.45 + PITCH * k, 7.1, HIGH, figure_word(f, row->long_name, row->zh));
        lines(f, &axis, k, n, policy);
        axis_label(f, &axis, label);
        if (k == panels - 1)
            theme_label_x(&f->page, label);
        theme_draw(&f->page);
    }
}
