/* synthetic.h - a result file without a simulation: numbers with the right shapes and known differences.
 *
 * Scenario s of replicate r adds SYNTHETIC_STEP * s to a base that replicate r has in common with every scenario,
 * so the paired difference between neighbours is exactly the step, however large the noise. With `factor`, its value in
 * each scenario, it is SYNTHETIC_STEP * s * s: differences depend on where.
 */
#ifndef SYNTHETIC_H
#define SYNTHETIC_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/draw.h"
#include "sim/base/num.h"
#include "sim/observe/observe.h"
#include "sim/record/result.h"

#define SYNTHETIC_KIND_ZH "供暖"               /* of the first kind, heating; the others go by their names */
#define SYNTHETIC_STEP 0.0625               /* a power of two: sums stay exact enough to compare */

struct synthetic { int n_scenarios, n_replicates, days; const char *const *name; const double *factor; int uncertain; };

static void synthetic_extent(struct extents *e, enum dimension d, int n, double first, double step)
{
    e->dim[d].n = n;
    e->dim[d].value = malloc((size_t)n * sizeof *e->dim[d].value);
    for (int i = 0; i < n; i++)
        e->dim[d].value[i] = first + step * i;
}

static void synthetic_labels(struct extents *e, enum dimension d, const char *const label[])
{
    int n = 0;
    while (label[n])
        n++;
    e->dim[d].n = n;
    e->dim[d].label = calloc((size_t)n, sizeof *e->dim[d].label);
    for (int i = 0; i < n; i++)
        snprintf(e->dim[d].label[i], sizeof *e->dim[d].label, "%s", label[i]);
}

static void synthetic_extents(struct extents *e, int days)
{
    static const char *const UNITS[] = { "water", "housing", "north-street", NULL };
    static const char *const STREETS[] = { "north", "south", NULL };
    static const char *const KINDS[] = { "heating", "noise", "illegal-building", "advice", NULL };
    static const char *const ACTIONS[] = { "root_fix", "temporary_fix", "appease", "return", NULL };
    static const char *const WAYS[] = { "nobody's action", "root_fix", "temporary_fix", "appease", "return", NULL };
    static const char *const ENDS[] = { "fixed", "faded", "gave_up", "refused", NULL };
    static const char *const LINES[] = { "ordinary", "psychological", NULL };
    static const char *const HOLDERS[] = { "desk", "streets", NULL }, *const AGES[] = { "0 to 7 d", "more", NULL };
    static const char *const STAGES[] = { "answered", "fixed", NULL }, *const LEVELS[] = { "line", "streets", NULL };
    *e = (struct extents){ 0 };
    e->dim[DIM_none].n = 1;
    synthetic_extent(e, DIM_time, days, -days / 4, 1);
    synthetic_labels(e, DIM_unit, UNITS);
    synthetic_labels(e, DIM_street, STREETS);
    synthetic_labels(e, DIM_kind, KINDS);
    e->dim[DIM_kind].zh = calloc((size_t)e->dim[DIM_kind].n, sizeof *e->dim[DIM_kind].zh);
    for (int k = 0; k < e->dim[DIM_kind].n; k++)
        snprintf(e->dim[DIM_kind].zh[k], sizeof *e->dim[DIM_kind].zh, "%s", k ? KINDS[k] : SYNTHETIC_KIND_ZH);
    synthetic_labels(e, DIM_action, ACTIONS);
    synthetic_extent(e, DIM_hour, 24, 0, 1);
    synthetic_extent(e, DIM_week, days / 7, 7 - days / 4, 7);
    synthetic_extent(e, DIM_quantile, 5, 0, .25);
    synthetic_extent(e, DIM_tenure, 10, 0, 30);
    synthetic_labels(e, DIM_end, ENDS);
    synthetic_labels(e, DIM_line, LINES);
    synthetic_extent(e, DIM_delay, 31, 0, 1);
    synthetic_labels(e, DIM_holder, HOLDERS);
    synthetic_labels(e, DIM_age, AGES);
    synthetic_labels(e, DIM_stage, STAGES);
    synthetic_labels(e, DIM_level, LEVELS);
    synthetic_extent(e, DIM_share, 21, 0, .05);
    synthetic_extent(e, DIM_month, 3, 30, 30);
    synthetic_labels(e, DIM_way, WAYS);
    synthetic_extent(e, DIM_course, N_COURSES, 0, 1);
}

/* Base of one number: between 0 and 1, with noise over replicates. */
static double synthetic_base(struct draw_key key, int replicate, size_t i)
{
    return 0.2 + 0.1 * draw_unit(draw_at(key, PURPOSE_WORLD, (uint32_t)i, (uint32_t)replicate, 0).w[0]) +
           0.2 * (double)(i % 7) / 7;
}

static int __attribute__((unused)) synthetic_write(const char *path, const struct synthetic *what, struct err *err)
{
    struct draw_key key = draw_key(37, 0);
    struct result_plan plan;
    struct extents extents;
    struct outputs outputs;
    struct result *result = NULL;
    char digest[33];
    synthetic_extents(&extents, what->days);
    if (plan_init(&plan, what->n_scenarios, what->n_replicates, what->factor ? 1 : 0, err) || outputs_init(&outputs, &extents, err))
        return -1;
    snprintf(plan.title, sizeof plan.title, "synthetic");
    snprintf(plan.start, sizeof plan.start, "2024-01-01");
    plan.control = 0;
    plan.warmup_d = what->days / 4;
    plan.days_d = what->days - plan.warmup_d;
    for (int s = 0; s < what->n_scenarios; s++)
        snprintf(plan.scenario_name[s], sizeof *plan.scenario_name, "%s", what->name[s]);
    for (int s = 0; what->factor && s < what->n_scenarios; s++)
        plan.factor[0].value[s] = what->factor[s];
    if (what->factor)
        plan.factor[0].uncertain = what->uncertain;
    if (what->factor)
        snprintf(plan.factor[0].name, sizeof plan.factor[0].name, "centre.operators");
    int status = result_create(&result, path, &plan, &extents, err);
    for (int run = 0; status == 0 && run < what->n_scenarios * what->n_replicates; run++) {
        int s = run / what->n_replicates, r = run % what->n_replicates;
        for (size_t i = 0; i < outputs.n; i++)
            outputs.value[i] = synthetic_base(key, r, i) + SYNTHETIC_STEP * (what->factor ? s * s : s);
        status = result_put(result, s, r, &outputs, 1, err);
    }
    if (status == 0)
        status = result_finish(&result, digest, err);
    else
        result_abandon(&result);
    outputs_free(&outputs);
    extents_free(&extents);
    plan_free(&plan);
    return status;
}

#endif
