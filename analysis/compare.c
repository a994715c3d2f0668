#include "compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/headlines.h"
#include "analysis/pool.h"
#include "analysis/tidy.h"
#include "sim/record/catalogue.h"
#include "sim/record/result.h"

/* How many scenarios, from the first on, stand at the first design point. */
static int policies_of_a_point(const struct result_plan *plan)
{
    int n = 1;
    for (; n < plan->n_scenarios; n++)
        for (int f = 0; f < plan->n_factors; f++)
            if (plan->factor[f].value[n] != plan->factor[f].value[0])
                return n;
    return n;
}

int compare_control(const struct result_plan *plan, int control, int scenario)
{
    int n = policies_of_a_point(plan);
    return n == 1 ? control : scenario - scenario % n + control % n;
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

int compare_result(struct comparison *c, struct result *result, int n_kpis, const enum output kpi[], int control,
                   double level, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    size_t cells = (size_t)n_kpis * (size_t)plan->n_scenarios;
    *c = (struct comparison){ .n_kpis = n_kpis, .n_scenarios = plan->n_scenarios, .n_replicates = plan->n_replicates,
                              .level = level };
    c->n_runs = calloc((size_t)plan->n_scenarios, sizeof *c->n_runs);
    c->control = calloc((size_t)plan->n_scenarios, sizeof *c->control);
    c->kpi = calloc((size_t)n_kpis, sizeof *c->kpi);
    c->value = calloc(cells, sizeof *c->value);
    c->contrast = calloc(cells, sizeof *c->contrast);
    if (!c->n_runs || !c->control || !c->kpi || !c->value || !c->contrast) {
        compare_free(c);
        return err_set(err, "no memory to compare %d numbers of %d scenarios", n_kpis, plan->n_scenarios);
    }
    memcpy(c->kpi, kpi, (size_t)n_kpis * sizeof *kpi);
    for (int s = 0; s < c->n_scenarios; s++) {
        c->control[s] = compare_control(plan, control, s);
        for (int r = 0; r < c->n_replicates; r++)
            c->n_runs[s] += result_status(result, s, r) == RUN_DONE;
    }
    for (int k = 0; k < n_kpis; k++) {
        double *runs = pool_runs(result, kpi[k], err);
        if (!runs) {
            compare_free(c);
            return -1;
        }
        compare_kpi(c, k, runs);
        free(runs);
    }
    return 0;
}

void compare_free(struct comparison *c)
{
    free(c->n_runs);
    free(c->control);
    free(c->kpi);
    free(c->value);
    free(c->contrast);
    *c = (struct comparison){ 0 };
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
    tidy_numbers(out, 4, (double[]){ v.mean, v.sd, estimate_low(v), estimate_high(v) });
    putc(',', out);
    if (s != c->control[s]) {
        tidy_text(out, plan->scenario_name[c->control[s]]);
        fprintf(out, ",%d", d.difference.n);
    } else
        putc(',', out);
    tidy_numbers(out, 6, (double[]){ d.difference.mean, estimate_low(d.difference), estimate_high(d.difference),
                                     d.correlation, d.variance_reduction, d.better_share });
    putc('\n', out);
}

int compare_csv(const struct comparison *c, const struct result_plan *plan, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("kpi,section,unit,better,scenario,n,mean,sd,low,high,control,pairs,difference,difference_low,"
          "difference_high,correlation,variance_reduction,better_share\n", tidy.file);
    for (int k = 0; k < c->n_kpis; k++)
        for (int s = 0; s < c->n_scenarios; s++)
            csv_row(tidy.file, c, plan, k, s);
    return tidy_end(&tidy, err);
}
