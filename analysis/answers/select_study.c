#include "select_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The points and policies of a study that are still wanted, as a study of their own, whose scenarios are the whole one's. */
struct part {
    struct cases cases;
    int *point, *policy;                /* of the whole study */
    struct cases_point *at;             /* [cases.n_points] */
};

struct course {
    const struct cases *all;
    const enum output *kpi;
    const struct work_manner *manner;
    int width, from, to;
    const struct part *part;
    const char *wanted;
    double *value;
};

static void part_free(struct part *part)
{
    for (int p = 0; part->at && p < part->cases.n_points; p++)
        cases_point_free(&part->at[p]);
    free(part->at);
    free(part->point);
    free(part->policy);
    free(part->cases.base);
    free(part->cases.loaded);
    free(part->cases.plan.scenario_name);
}

/* Policies that are wanted at any point, points at which any is. */
static int part_make(struct part *part, const struct cases *all, const char wanted[], struct err *err)
{
    size_t points = (size_t)all->n_points, policies = (size_t)all->n_policies;
    *part = (struct part){ .cases = { .seed = all->seed }, .point = malloc(points * sizeof(int)),
                           .policy = malloc(policies * sizeof(int)), .at = calloc(points, sizeof *part->at) };
    struct cases *c = &part->cases;
    memcpy(c->name, all->name, sizeof c->name);
    c->base = malloc(points * sizeof *c->base);
    c->loaded = malloc(points * policies * sizeof *c->loaded);
    c->plan.scenario_name = malloc(points * policies * sizeof *c->plan.scenario_name);
    if (!part->point || !part->policy || !part->at || !c->base || !c->loaded || !c->plan.scenario_name)
        return err_set(err, "no memory for %d points", all->n_points);
    for (size_t p = 0; p < points; p++)
        if (memchr(wanted + p * policies, 1, policies))
            part->point[c->n_points++] = (int)p;
    for (size_t q = 0; q < policies; q++)
        for (size_t p = 0; p < points; p++)
            if (wanted[p * policies + q]) {
                part->policy[c->n_policies++] = (int)q;
                break;
            }
    for (; c->n_loaded < c->n_points; c->n_loaded++) {
        struct cases_point *at = &part->at[c->n_loaded];
        if (cases_point(at, all, part->point[c->n_loaded], err))
            return -1;
        c->base[c->n_loaded] = *at->base;
        for (int q = 0; q < c->n_policies; q++) {
            int here = c->n_loaded * c->n_policies + q;
            c->loaded[here] = *at->branch[part->policy[q]];
            memcpy(c->plan.scenario_name[here],
                   all->plan.scenario_name[part->point[c->n_loaded] * all->n_policies + part->policy[q]],
                   sizeof *c->plan.scenario_name);
        }
    }
    return 0;
}

static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[], struct err *err)
{
    struct course *c = self;
    (void)seconds, (void)err;
    for (int q = 0; q < c->part->cases.n_policies; q++) {
        long scenario = (long)c->part->point[unit.point] * c->all->n_policies + c->part->policy[q];
        double *to = c->value + (scenario * (c->to - c->from) + unit.replicate - c->from) * c->width;
        for (int m = 0; c->wanted[scenario] && m < c->width; m++)
            to[m] = outputs[q].value[outputs[q].at[c->kpi[m]]];
    }
    return 0;
}

static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct course *c = self;
    (void)unit;
    return err_code(err, EXIT_RUNS_FAILED, "a run of %s failed: %s", c->all->name, why);
}

static int sample(void *self, const char wanted[], int from, int to, double *value, struct err *err)
{
    struct course *c = self;
    struct part part;
    struct work_tally tally = { 0 };
    struct work_sink sink = { c, unit_done, unit_failed };
    int failed = part_make(&part, c->all, wanted, err), n = 0;
    struct work_unit *unit = failed ? NULL : malloc((size_t)part.cases.n_points * (size_t)(to - from) * sizeof *unit);
    if (!failed && !unit)
        failed = err_set(err, "no memory for %d replications", to - from);
    for (int r = from; !failed && r < to; r++)
        for (int p = 0; p < part.cases.n_points; p++)
            unit[n++] = (struct work_unit){ p, r };
    c->part = &part;
    c->wanted = wanted;
    c->value = value;
    c->from = from;
    c->to = to;
    failed = failed || work_run(&part.cases, n, unit, c->manner, &sink, &tally, err);
    free(unit);
    part_free(&part);
    return failed ? -1 : 0;
}

int select_study(struct selection *selection, struct select_wish *wish, const struct cases *cases, const enum output kpi[],
                 const struct work_manner *manner, struct err *err)
{
    struct course course = { .all = cases, .kpi = kpi, .manner = manner, .width = 1 + wish->n_constraints };
    struct select_sampler sampler = { &course, sample };
    for (int f = 0; f < cases->plan.n_factors; f++)
        if (cases->plan.factor[f].uncertain)
            return err_input(err, "%s is an uncertainty, which nobody chooses; `hotline robust` compares over it",
                             cases->plan.factor[f].name);
    wish->k = cases->plan.n_scenarios;
    if (wish->k < 2)
        return err_input(err, "study %s has one scenario only: there is nothing to select", cases->name);
    return select_best(selection, wish, &sampler, err);
}
