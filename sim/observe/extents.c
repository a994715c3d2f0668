/* extents.c - lengths and coordinates of what a run reports, from the scenario alone. */
#include "extents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "observe.h"
#include "sim/world/city.h"

static int numbers(struct extents *e, enum dimension dim, int n, double from, double step, struct err *err)
{
    e->dim[dim].n = n;
    e->dim[dim].value = malloc((size_t)(n ? n : 1) * sizeof *e->dim[dim].value);
    if (!e->dim[dim].value)
        return err_set(err, "no memory for a coordinate of %d values", n);
    for (int i = 0; i < n; i++)
        e->dim[dim].value[i] = from + i * step;
    return 0;
}

static int labels(struct extents *e, enum dimension dim, int n, struct err *err)
{
    e->dim[dim].n = n;
    e->dim[dim].label = calloc((size_t)(n ? n : 1), sizeof *e->dim[dim].label);
    return e->dim[dim].label ? 0 : err_set(err, "no memory for %d labels", n);
}

static int named(struct extents *e, enum dimension dim, const char *const name[], struct err *err)
{
    int n = 0;
    while (name[n])
        n++;
    if (labels(e, dim, n, err))
        return -1;
    for (int i = 0; i < n; i++)
        snprintf(e->dim[dim].label[i], sizeof *e->dim[dim].label, "%s", name[i]);
    return 0;
}

static int units(struct extents *e, const struct scenario *s, struct err *err)
{
    struct city city;
    int failed = city_build(&city, s, draw_key(0, 0), err) || labels(e, DIM_unit, city.n_units, err) ||
                 labels(e, DIM_street, city.n_streets, err);
    for (int u = 0; !failed && u < city.n_units; u++)
        snprintf(e->dim[DIM_unit].label[u], sizeof *e->dim[DIM_unit].label, "%s", city.unit[u].name);
    for (int i = 0; !failed && i < city.n_streets; i++)
        snprintf(e->dim[DIM_street].label[i], sizeof *e->dim[DIM_street].label, "street %d", i + 1);
    city_free(&city);
    return failed;
}

int extents_of(struct extents *e, const struct scenario *s, struct err *err)
{
    static const char *const ENDS[] = { "fixed", "faded", "gave up", "refused", NULL };
    static const char *const HOLDERS[] = { "desk", "departments", "streets", NULL };
    static const char *const AGES[] = { "0 to 7 d", "8 to 30 d", "31 to 90 d", "over 90 d", NULL };
    static const char *const STAGE_NAMES[] = { "answered", "accepted", "fixed", NULL };
    static const char *const LEVELS[] = { "line", "desk", "departments", "streets", NULL };
    int days = s->calendar.warmup + s->calendar.days;
    *e = (struct extents){ 0 };
    e->dim[DIM_none].n = 1;
    if (numbers(e, DIM_time, days, -s->calendar.warmup, 1, err) || numbers(e, DIM_hour, 24, 0, 1, err) ||
        numbers(e, DIM_week, days / 7 ? days / 7 : 1, 7 - s->calendar.warmup, 7, err) ||
        numbers(e, DIM_quantile, N_QUANTILES, 0, 0, err) || numbers(e, DIM_tenure, N_TENURES, 0, TENURE_STEP_D, err) ||
        numbers(e, DIM_delay, N_DELAYS, 0, DELAY_STEP_D, err) ||
        numbers(e, DIM_share, N_SHARES, 0, 1.0 / (N_SHARES - 1), err) || labels(e, DIM_kind, s->n_kinds, err) ||
        labels(e, DIM_action, s->n_actions, err) || named(e, DIM_end, ENDS, err) ||
        labels(e, DIM_line, s->n_lines + 1, err) ||
        named(e, DIM_holder, HOLDERS, err) || named(e, DIM_age, AGES, err) || named(e, DIM_stage, STAGE_NAMES, err) ||
        named(e, DIM_level, LEVELS, err) || units(e, s, err))
        return -1;
    memcpy(e->dim[DIM_quantile].value, QUANTILES, sizeof QUANTILES);
    for (int k = 0; k < s->n_kinds; k++)
        snprintf(e->dim[DIM_kind].label[k], sizeof *e->dim[DIM_kind].label, "%s", s->kinds[k].name);
    for (int a = 0; a < s->n_actions; a++)
        snprintf(e->dim[DIM_action].label[a], sizeof *e->dim[DIM_action].label, "%s", s->actions[a].name);
    for (int l = 0; l <= s->n_lines; l++)
        snprintf(e->dim[DIM_line].label[l], sizeof *e->dim[DIM_line].label, "%s", l ? s->lines[l - 1].name : "ordinary");
    return 0;
}
