/* What comes of a parameter that the study varies: an output against its values, a line of points for each policy, and
 * beside it the paired difference from what `compare` subtracts there, full where its interval excludes 0. The means
 * have no bands, which would hide what pairs tell; where nothing is compared (an uncertainty, one policy) they have.
 * The first lever that varies is the axis, else the first uncertainty; where there are other levers, the points at which these
 * are as in the first scenario. Where a lever's value was tried in several futures, it stands for their mean, and the line
 * beside the difference goes over nine in ten of them: what is not known, no interval.
 * Values that crowd at the low end, as those of a series that doubles, stand at equal distances. */
#include "figures.h"

#include <math.h>
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

/* Does a value of a lever stand for several futures? */
static int over_futures(const struct figure *f, const struct axis *axis)
{
    return f->comparison.over.kind == OVERPOINTS_FUTURES && axis->factor != NONE_SUCH && !f->plan->factor[axis->factor].uncertain;
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
    for (int lever = 0; lever < 2; lever++)         /* the last one that is found goes: levers, the first of them */
        for (int f = plan->n_factors - 1; f >= 0; f--)
            if (varies(plan, f) && (!lever || !plan->factor[f].uncertain))
                axis.factor = f;
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

int figure_responds(const struct result_plan *plan)
{
    struct axis axis = axis_of(plan);
    return axis.n > 0 && plan->factor[axis.factor].value[axis.at[0]] < plan->factor[axis.factor].value[axis.at[axis.n - 1]];
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

enum shown { MEANS, DIFFERENCES };

static int same_levers(const struct result_plan *plan, int a, int b)
{
    for (int f = 0; f < plan->n_factors; f++)
        if (!plan->factor[f].uncertain && plan->factor[f].value[a] != plan->factor[f].value[b])
            return 0;
    return 1;
}

/* The mean of a scenario's policy under its levers, over all futures. */
static struct estimate mean_over_futures(const struct figure *f, int kpi, int scenario)
{
    struct estimate e = { 0, 0, NAN, NAN, 0 };
    for (int s = 0; s < f->comparison.n_scenarios; s++) {
        struct estimate here = compare_value(&f->comparison, kpi, s);
        if (here.n == 0 || !same_policy(f->plan, s, scenario) || !same_levers(f->plan, s, scenario))
            continue;
        e.mean += here.mean;
        e.n++;
    }
    e.mean = e.n ? e.mean / e.n : NAN;
    return e;
}

/* What stands at a scenario's place, with the line through it. */
struct mark { struct estimate e; double low, high; };

static struct mark mark_of(struct estimate e) { return (struct mark){ e, estimate_low(e), estimate_high(e) }; }

static struct mark future_at(const struct figure *f, enum shown shown, int kpi, int scenario)
{
    int arm = f->comparison.over.arm_of[scenario];
    if (shown == MEANS || arm == NONE_SUCH)
        return mark_of(shown == MEANS ? mean_over_futures(f, kpi, scenario) : (struct estimate){ 0, NAN, NAN, NAN, 0 });
    const struct overpoints_row *row = overpoints_row(&f->comparison.over, kpi, arm);
    struct mark mark = mark_of((struct estimate){ row->n, row->mean, row->sd, NAN, 0 });
    mark.low = isfinite(row->low) ? row->low : row->least;
    mark.high = isfinite(row->high) ? row->high : row->most;
    return mark;
}

static struct mark shown_at(const struct figure *f, const struct axis *axis, enum shown shown, int kpi, int scenario)
{
    if (over_futures(f, axis))
        return future_at(f, shown, kpi, scenario);
    return mark_of(shown == MEANS ? compare_value(&f->comparison, kpi, scenario)
                          : compare_contrast(&f->comparison, kpi, scenario).difference);
}

/* Has any of the scenarios on the axis something to be compared with? */
static int has_differences(const struct figure *f, const struct axis *axis)
{
    for (int i = 0; i < axis->n; i++)
        if (f->comparison.control[axis->at[i]] != axis->at[i])
            return 1;
    return 0;
}

static void axis_x(struct figure *f, const struct axis *axis)
{
    struct range x = MARKS_NO_RANGE;
    if (axis->steps) {
        theme_steps(&f->page, axis->n_values, axis->value);
        return;
    }
    for (int i = 0; i < axis->n; i++)
        marks_include(&x, f->plan->factor[axis->factor].value[axis->at[i]]);
    double room = x.low < x.high ? 0.03 * (x.high - x.low) : 0.5;
    theme_axis(&f->page, 'x', x.low <= x.high ? x.low - room : 0, x.low <= x.high ? x.high + room : 1);
}

/* A policy's points with a line through them; with intervals where they are those of differences, or all there is. */
static void points(struct figure *f, const struct axis *axis, enum shown shown, int kpi, int policy, int style, int intervals)
{
    double value[POINTS];
    struct mark mark[POINTS];
    int m = 0, block = script_block(&f->script);
    for (int i = 0; i < axis->n; i++) {
        if (!same_policy(f->plan, axis->at[i], policy))
            continue;
        value[m] = axis_place(axis, f->plan, axis->at[i]);
        mark[m] = shown_at(f, axis, shown, kpi, axis->at[i]);
        script_row(&f->script, 4, (double[]){ value[m], mark[m].e.mean, mark[m].low, mark[m].high });
        m++;
    }
    script_block_end(&f->script);
    marks_line(&f->page, block, style, NULL);
    if (intervals)
        marks_intervals(&f->page, block, style);
    for (int i = 0; i < m; i++)
        if (mark[i].e.n > 0)
            marks_point(&f->page, value[i], mark[i].e.mean, style, shown == DIFFERENCES && !(mark[i].low > 0 || mark[i].high < 0));
}

static void panel(struct figure *f, const struct axis *axis, enum shown shown, int kpi, int n, const int policy[], int intervals)
{
    struct range y = MARKS_NO_RANGE;
    if (shown == DIFFERENCES)
        marks_include(&y, 0);
    for (int i = 0; i < axis->n; i++) {
        struct mark mark = shown_at(f, axis, shown, kpi, axis->at[i]);
        marks_include(&y, mark.e.mean);
        marks_include(&y, intervals ? mark.low : NAN);
        marks_include(&y, intervals ? mark.high : NAN);
    }
    axis_x(f, axis);
    marks_axis(&f->page, 'y', y);
    if (shown == DIFFERENCES)
        marks_level(&f->page, 0);
    for (int p = 0; p < n; p++)
        points(f, axis, shown, kpi, policy[p], p, intervals);
}

static void axis_label(const struct figure *f, const struct axis *axis, char label[192])
{
    if (axis->factor == NONE_SUCH) {
        snprintf(label, 192, "%s", figure_word(f, "nothing was varied", "没有变动的因素"));
        return;
    }
    const struct result_factor *factor = &f->plan->factor[axis->factor];
    int plain = strcmp(factor->unit, "1") == 0 || !factor->unit[0];
    char name[PATH_SIZE];
    snprintf(label, 192, "%s%s%s%s", figure_parameter(f, factor->name, name), plain ? "" : figure_word(f, ", ", "，"),
             plain ? "" : factor->unit,
             axis->steps ? figure_word(f, "; not to scale", "（等距排列）") : "");
}

/* "county; right: difference from no-assessment at the same value, paired, hollow where its 95 % interval holds 0" */
static void note(struct figure *f, const struct axis *axis, int differences)
{
    int control = f->wish->control, own_point = f->comparison.first_point > 0;
    char city[64], name[FIGURE_NAME_SIZE];
    (own_point ? figure_policy_name : figure_scenario_name)(f, control, name);
    int used = snprintf(f->note, sizeof f->note, "%s", figure_city(f, city));
    if (over_futures(f, axis))
        snprintf(f->note + used, sizeof f->note - (size_t)used,
                 figure_word(f, "%sover %d futures; right: difference from %s in each, line: %s of them, hollow where it holds 0",
                                "%s%d种未来的均值；右：与%s在各未来中之差，线：%s，含0者为空心"), used ? figure_word(f, "; ", "；") : "",
                 f->comparison.over.arm[0].n_points, name,
                 f->comparison.over.arm[0].n_different >= OVERPOINTS_ENOUGH ? figure_word(f, "nine in ten", "其中九成")
                                                                        : figure_word(f, "lowest to highest", "最低至最高"));
    else if (!differences)
        snprintf(f->note + used, sizeof f->note - (size_t)used, figure_word(f, "%s%g %% interval", "%s%g%%区间"),
                 used ? figure_word(f, "; ", "；") : "", 100 * f->wish->level);
    else
        snprintf(f->note + used, sizeof f->note - (size_t)used,
                 figure_word(f, "%sright: difference from %s%s, paired, %g %% interval, hollow where it holds 0",
                                "%s右：与%s%s之配对差，%g%%区间，含0者为空心"),
                 used ? figure_word(f, "; ", "；") : "", name,
                 own_point ? figure_word(f, " at the same value", "（同一取值）") : "", 100 * f->wish->level);
}

void figure_response(struct figure *f)
{
    static const double HIGH = 1.9, PITCH = 2.85, LEFT = 1.1, BETWEEN = 1.3, WIDE = 7.1;
    struct axis axis = axis_of(f->plan);
    struct theme_entry entry[THEME_STYLES];
    char label[192], name[THEME_STYLES][FIGURE_NAME_SIZE];
    int policy[THEME_STYLES], n = policies_of(f->plan, &axis, policy), differences = has_differences(f, &axis);
    int panels = f->comparison.n_kpis < PANELS ? f->comparison.n_kpis : PANELS;
    double wide = differences ? (WIDE - BETWEEN) / 2 : WIDE;
    for (int p = 0; p < n; p++) {
        figure_policy_name(f, policy[p], name[p]);
        entry[p] = (struct theme_entry){ name[p], p, 0 };
    }
    note(f, &axis, differences);
    figure_page_with(f, LEGEND_POINTS, n, entry, PITCH * panels + 0.6);
    axis_label(f, &axis, label);
    for (int k = 0; k < panels; k++)
        for (int d = 0; d <= differences; d++) {
            const struct output_row *row = &OUTPUTS[f->comparison.kpi[k]];
            theme_panel(&f->page, LEFT + d * (wide + BETWEEN), f->page.top + 0.45 + PITCH * k, wide, HIGH,
                        d ? NULL : figure_word(f, row->long_name, row->zh));
            panel(f, &axis, d ? DIFFERENCES : MEANS, k, n, policy, d || !differences);
            if (k == panels - 1)
                theme_label_x(&f->page, label);
            theme_draw(&f->page);
        }
}
