#include "compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/numbers/family.h"
#include "analysis/answers/headlines.h"
#include "analysis/answers/pool.h"
#include "analysis/numbers/tidy.h"
#include "sim/record/catalogue.h"
#include "sim/record/result.h"

int compare_policies(const struct result_plan *plan)
{
    int n = 1;
    if (plan->design.n_policies > 0)
        return plan->design.n_policies;
    for (; n < plan->n_scenarios; n++)
        for (int f = 0; f < plan->n_factors; f++)
            if (plan->factor[f].value[n] != plan->factor[f].value[0])
                return n;
    return n;
}

/* Has scenario s the levers of `control` and the uncertainties of `scenario`? */
static int stands_for(const struct result_plan *plan, int s, int control, int scenario)
{
    for (int f = 0; f < plan->n_factors; f++) {
        const struct result_factor *factor = &plan->factor[f];
        if (factor->value[s] != factor->value[factor->uncertain ? scenario : control])
            return 0;
    }
    return 1;
}

int compare_control(const struct result_plan *plan, int control, int scenario)
{
    int n = compare_policies(plan), s = 0;
    if (n > 1)
        return scenario - scenario % n + control % n;
    while (s < plan->n_scenarios && !stands_for(plan, s, control, scenario))
        s++;
    return s < plan->n_scenarios ? s : control;
}

static const char AT_POINT[] = " @ ";

const char *compare_point(const struct result_plan *plan, int scenario)
{
    const char *at = plan->n_factors > 0 ? strstr(plan->scenario_name[scenario], AT_POINT) : NULL;
    return at ? at + strlen(AT_POINT) : "";
}

int compare_policy_length(const struct result_plan *plan, int scenario)
{
    const char *name = plan->scenario_name[scenario], *point = compare_point(plan, scenario);
    return (int)(*point ? (size_t)(point - name) - strlen(AT_POINT) : strlen(name));
}

static void compare_kpi(struct comparison *c, int k, const double *runs)
{
    enum better better = OUTPUTS[c->kpi[k]].better;
    int n = c->n_replicates;
    for (int s = 0; s < c->n_scenarios; s++) {
        const double *a = runs + (long)s * n, *b = runs + (long)c->control[s] * n;
        long at = (long)k * c->n_scenarios + s;
        c->value[at] = estimate_mean(a, 1, n, c->level);
        c->contrast[at] = estimate_contrast(a, b, s == c->control[s] ? 0 : n, c->level, better);
    }
}

/* Differences from the control, scenario by scenario. */
static void differences_of(const struct comparison *c, const double *runs, double *difference)
{
    int n = c->n_replicates;
    for (int s = 0; s < c->n_scenarios; s++)
        for (int r = 0; r < n; r++)
            difference[(long)s * n + r] = runs[(long)s * n + r] - runs[(long)c->control[s] * n + r];
}

/* Their change from the first point. */
static void change_kpi(struct comparison *c, int k, const double *difference)
{
    enum better better = OUTPUTS[c->kpi[k]].better;
    int n = c->n_replicates;
    for (int s = 0; s < c->n_scenarios; s++) {
        int first = c->first_point ? s % c->first_point : s, told = first != s && s != c->control[s];
        c->change[(long)k * c->n_scenarios + s] =
            estimate_contrast(difference + (long)s * n, difference + (long)first * n, told ? n : 0, c->level, better);
    }
}

/* All differences are read at once: p of each, adjusted to how many there are. */
static int correct(struct comparison *c, struct err *err)
{
    long cells = (long)c->n_kpis * c->n_scenarios;
    double *p = malloc(((size_t)cells * 2 + 1) * sizeof *p);
    for (long i = 0; p && i < 2 * cells; i++) {
        struct estimate e = (i < cells ? c->contrast[i] : c->change[i - cells]).difference;
        p[i] = estimate_p(e);
        c->n_excluding += !isnan(p[i]) && estimate_excludes_zero(e);
    }
    c->n_read = p ? family_holm((int)(2 * cells), p, c->adjusted) : -1;
    free(p);
    if (c->n_read < 0)
        return err_set(err, "no memory to compare %ld numbers", cells);
    for (long i = 0; i < 2 * cells; i++)
        c->n_surviving += c->adjusted[i] <= 1 - c->level;
    return 0;
}

/* Memory for all numbers; who is compared with whom, and how many runs there are. -1: no memory. */
static int begin(struct comparison *c, const struct result_plan *plan, int n_kpis, const enum output kpi[], int control)
{
    size_t cells = (size_t)n_kpis * (size_t)plan->n_scenarios, scenarios = (size_t)plan->n_scenarios;
    int policies = compare_policies(plan);
    c->n_runs = calloc(scenarios, sizeof *c->n_runs);
    c->control = calloc(scenarios, sizeof *c->control);
    c->kpi = calloc((size_t)n_kpis, sizeof *c->kpi);
    c->value = calloc(cells, sizeof *c->value);
    c->contrast = calloc(cells, sizeof *c->contrast);
    c->change = calloc(cells, sizeof *c->change);
    c->adjusted = calloc(2 * cells, sizeof *c->adjusted);
    if (!c->n_runs || !c->control || !c->kpi || !c->value || !c->contrast || !c->change || !c->adjusted)
        return -1;
    c->first_point = policies > 1 && policies < c->n_scenarios ? policies : 0;
    memcpy(c->kpi, kpi, (size_t)n_kpis * sizeof *kpi);
    for (int s = 0; s < c->n_scenarios; s++)
        c->control[s] = compare_control(plan, control, s);
    return 0;
}

/* pairs[n_scenarios]: replications done both there and in the control. */
static void runs_count(struct comparison *c, const struct result *result, int pairs[])
{
    for (int s = 0; s < c->n_scenarios; s++)
        for (int r = 0; r < c->n_replicates; r++) {
            int done = result_status(result, s, r) == RUN_DONE;
            c->n_runs[s] += done;
            pairs[s] += done && result_status(result, c->control[s], r) == RUN_DONE;
        }
}

/* Each output is read once; difference[n_scenarios][n_replicates] and pairs[n_scenarios] are room to work in. */
static int read_all(struct comparison *c, struct result *result, double *difference, int pairs[], struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    runs_count(c, result, pairs);
    if (overpoints_begin(&c->over, plan, c->control, c->n_kpis, err))
        return -1;
    for (int k = 0; k < c->n_kpis; k++) {
        double *runs = pool_runs(result, c->kpi[k], err);
        if (!runs)
            return -1;
        compare_kpi(c, k, runs);
        differences_of(c, runs, difference);
        change_kpi(c, k, difference);
        int failed = overpoints_add(&c->over, k, plan, c->control, pairs, runs, difference, c->level, err);
        free(runs);
        if (failed)
            return -1;
    }
    return overpoints_end(&c->over, err);
}

int compare_result(struct comparison *c, struct result *result, int n_kpis, const enum output kpi[], int control,
                   double level, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    *c = (struct comparison){ .n_kpis = n_kpis, .n_scenarios = plan->n_scenarios, .n_replicates = plan->n_replicates,
                              .level = level, .contrast_level = level };
    double *difference = calloc((size_t)c->n_scenarios * (size_t)c->n_replicates, sizeof *difference);
    int *pairs = calloc((size_t)c->n_scenarios, sizeof *pairs);
    int failed = begin(c, plan, n_kpis, kpi, control) || !difference || !pairs;
    if (failed)
        err_set(err, "no memory to compare %d numbers of %d scenarios", n_kpis, plan->n_scenarios);
    failed = failed || read_all(c, result, difference, pairs, err) || correct(c, err);
    free(difference);
    free(pairs);
    if (failed)
        compare_free(c);
    return failed ? -1 : 0;
}

void compare_free(struct comparison *c)
{
    free(c->n_runs);
    free(c->control);
    free(c->kpi);
    free(c->value);
    free(c->contrast);
    free(c->change);
    free(c->adjusted);
    free(c->interval);
    free(c->best);
    overpoints_free(&c->over);
    *c = (struct comparison){ 0 };
}

/* --- the differences of an output that hold together --- */

static void bonferroni(struct comparison *c, struct contrast *contrast, double adjusted[])
{
    for (int k = 0; k < c->n_kpis; k++, contrast += c->n_scenarios, adjusted += c->n_scenarios) {
        int m = 0;
        for (int s = 0; s < c->n_scenarios; s++)
            m += contrast[s].difference.n > 0;
        for (int s = 0; s < c->n_scenarios; s++) {
            double p = m * estimate_p(contrast[s].difference);
            adjusted[s] = p > 1 ? 1 : p;
            contrast[s].difference = estimate_at_level(contrast[s].difference, family_level(m, c->level));
        }
    }
}

static void count_verdicts(struct comparison *c)
{
    long cells = (long)c->n_kpis * c->n_scenarios;
    c->n_excluding = c->n_surviving = 0;
    for (long i = 0; i < 2 * cells; i++) {
        struct estimate e = (i < cells ? c->contrast[i] : c->change[i - cells]).difference;
        struct interval own = { estimate_low(e), estimate_high(e) };
        if (i < cells && c->interval)
            own = c->interval[cells + i];
        c->n_excluding += e.n > 1 && (own.low > 0 || own.high < 0);
        c->n_surviving += c->adjusted[i] <= 1 - c->level;
    }
}

/* The scenarios that share a control, each output's best among them. */
static int best_of_group(struct comparison *c, int k, int control, const double *runs, struct err *err)
{
    size_t scenarios = (size_t)c->n_scenarios, n = (size_t)c->n_replicates;
    int *member = malloc(scenarios * sizeof *member), m = 0, failed = -1;
    double *y = malloc(scenarios * n * sizeof *y);
    struct best *best = malloc(scenarios * sizeof *best);
    for (int s = 0; member && y && s < c->n_scenarios; s++)
        if (c->control[s] == control) {
            memcpy(y + (size_t)m * n, runs + (size_t)s * n, n * sizeof *y);
            member[m++] = s;
        }
    if (!member || !y || !best)
        err_set(err, "no memory for the best of %d scenarios", c->n_scenarios);
    else
        failed = m > 1 ? best_of(m, c->n_replicates, y, OUTPUTS[c->kpi[k]].better, c->level, best, err) : 0;
    for (int i = 0; !failed && m > 1 && i < m; i++)
        c->best[(long)k * c->n_scenarios + member[i]] = best[i];
    free(member);
    free(y);
    free(best);
    return failed;
}

static int all_bests(struct comparison *c, struct result *result, struct err *err)
{
    size_t cells = (size_t)c->n_kpis * (size_t)c->n_scenarios;
    c->best = malloc(cells * sizeof *c->best);
    if (!c->best)
        return err_set(err, "no memory for the best of %d scenarios", c->n_scenarios);
    for (size_t i = 0; i < cells; i++)
        c->best[i] = (struct best){ NAN, NAN, NAN };
    for (int k = 0; k < c->n_kpis; k++) {
        if (OUTPUTS[c->kpi[k]].better == NEITHER)
            continue;
        double *runs = pool_runs(result, c->kpi[k], err);
        int failed = !runs;
        for (int s = 0; s < c->n_scenarios && !failed; s++)
            failed = c->control[s] == s && best_of_group(c, k, s, runs, err);
        free(runs);
        if (failed)
            return -1;
    }
    return 0;
}

int compare_family(struct comparison *c, struct result *result, enum compare_family family, struct err *err)
{
    long cells = (long)c->n_kpis * c->n_scenarios;
    int contrasts = 0, judged = 0;
    for (int k = 0; k < c->n_kpis; k++)
        judged += OUTPUTS[c->kpi[k]].better != NEITHER;
    for (int s = 0; s < c->n_scenarios; s++)
        contrasts += s != c->control[s];
    c->family = family;
    if (family == COMPARE_BEST)
        return judged ? all_bests(c, result, err)
                      : err_input(err, "of none of these outputs more or less is better, so none has a best");
    if (family == COMPARE_CONTROL) {
        c->contrast_level = family_level(contrasts, c->level);
        bonferroni(c, c->contrast, c->adjusted);
        bonferroni(c, c->change, c->adjusted + cells);
        count_verdicts(c);
    }
    return 0;
}

/* --- intervals by resampling --- */

static void resample_kpi(struct comparison *c, int k, const double *runs, double *difference, enum resample_kind kind)
{
    long cells = (long)c->n_kpis * c->n_scenarios;
    int n = c->n_replicates;
    for (int s = 0; s < c->n_scenarios; s++) {
        const double *a = runs + (long)s * n, *b = runs + (long)c->control[s] * n;
        struct interval *own = &c->interval[(long)k * c->n_scenarios + s];
        for (int r = 0; r < n; r++)
            difference[r] = a[r] - b[r];
        own[0] = resample_mean(n, a, kind, c->level);
        own[cells] = s == c->control[s] ? (struct interval){ NAN, NAN }
                                        : resample_mean(n, difference, kind, c->contrast_level);
    }
}

int compare_resample(struct comparison *c, struct result *result, enum resample_kind kind, struct err *err)
{
    size_t cells = (size_t)c->n_kpis * (size_t)c->n_scenarios;
    double *difference = malloc(((size_t)c->n_replicates + 1) * sizeof *difference);
    c->interval = calloc(2 * cells, sizeof *c->interval);
    int failed = !difference || !c->interval ? err_set(err, "no memory to resample %zu numbers", cells) : 0;
    for (int k = 0; k < c->n_kpis && !failed; k++) {
        double *runs = pool_runs(result, c->kpi[k], err);
        failed = !runs;
        if (runs)
            resample_kpi(c, k, runs, difference, kind);
        free(runs);
    }
    free(difference);
    if (!failed)
        count_verdicts(c);
    return failed ? -1 : 0;
}

struct interval compare_interval(const struct comparison *c, int contrast, int kpi, int scenario)
{
    long at = (long)kpi * c->n_scenarios + scenario, cells = (long)c->n_kpis * c->n_scenarios;
    if (c->interval)
        return c->interval[contrast * cells + at];
    struct estimate e = contrast ? c->contrast[at].difference : c->value[at];
    return (struct interval){ estimate_low(e), estimate_high(e) };
}

struct estimate compare_percent(const struct comparison *c, int kpi, int scenario)
{
    struct estimate e = compare_contrast(c, kpi, scenario).difference;
    struct estimate control = compare_value(c, kpi, c->control[scenario]);
    double unit = 100 / fabs(control.mean);
    int no_measure = !isfinite(unit) || (isfinite(control.half) && !estimate_excludes_zero(control));
    if (no_measure || !isfinite(e.mean))
        return (struct estimate){ 0, NAN, NAN, NAN, 0 };
    e.mean *= unit;
    e.sd *= unit;
    e.half *= unit;
    return e;
}

static void csv_row(FILE *out, const struct comparison *c, const struct result_plan *plan, int k, int s)
{
    const struct output_row *kpi = &OUTPUTS[c->kpi[k]];
    struct estimate v = compare_value(c, k, s);
    struct contrast d = compare_contrast(c, k, s);
    fprintf(out, "%s,%s,%s,%s,", kpi->name, HEADLINE_SECTIONS[headline_section(c->kpi[k])].name, kpi->unit,
            BETTER_WORDS[kpi->better]);
    tidy_text(out, plan->scenario_name[s]);
    fprintf(out, ",%d", v.n);
    struct interval own = compare_interval(c, 0, k, s), paired = compare_interval(c, 1, k, s);
    tidy_numbers(out, 4, (double[]){ v.mean, v.sd, own.low, own.high });
    putc(',', out);
    if (s != c->control[s]) {
        tidy_text(out, plan->scenario_name[c->control[s]]);
        fprintf(out, ",%d", d.difference.n);
    } else
        putc(',', out);
    tidy_numbers(out, 8, (double[]){ d.difference.mean, paired.low, paired.high, d.correlation, d.variance_reduction,
                                     d.better_share, estimate_p(d.difference), compare_adjusted(c, 0, k, s) });
    struct estimate change = compare_change(c, k, s).difference;
    tidy_numbers(out, 4, (double[]){ change.mean, estimate_low(change), estimate_high(change), compare_adjusted(c, 1, k, s) });
    if (c->best) {
        struct best best = compare_best(c, k, s);
        tidy_numbers(out, 3, (double[]){ best.gap, best.low, best.high });
    }
    putc('\n', out);
}

void compare_csv_to(const struct comparison *c, const struct result_plan *plan, FILE *out)
{
    const char *p = c->family == COMPARE_CONTROL ? "p_bonferroni" : "p_holm";
    fprintf(out, "kpi,section,unit,better,scenario,n,mean,sd,low,high,control,pairs,difference,difference_low,"
            "difference_high,correlation,variance_reduction,better_share,p,%s,change,change_low,change_high,change_%s%s\n", p, p,
            c->best ? ",gap,gap_low,gap_high" : "");
    for (int k = 0; k < c->n_kpis; k++)
        for (int s = 0; s < c->n_scenarios; s++)
            csv_row(out, c, plan, k, s);
}

int compare_csv(const struct comparison *c, const struct result_plan *plan, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    compare_csv_to(c, plan, tidy.file);
    return tidy_end(&tidy, err);
}
