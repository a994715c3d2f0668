#include "factors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/pool.h"
#include "sim/base/text.h"
#include "sim/record/result.h"
#include "sim/scenario/params.h"

static int values_span(const struct result_plan *plan, const struct result_factor *factor, double *low, double *high)
{
    *low = *high = factor->value[0];
    for (int s = 1; s < plan->n_scenarios; s++) {
        *low = fmin(*low, factor->value[s]);
        *high = fmax(*high, factor->value[s]);
    }
    return *low < *high;
}

/* "name=a,b;name=c,d" of the plan. */
static void groups_of(struct factors *f, const char *text)
{
    while (*text && f->n_groups < FACTORS_MOST_GROUPS) {
        struct factors_group *group = &f->group[f->n_groups++];
        size_t name = strcspn(text, "="), length = strcspn(text, ";"), to = 0;
        snprintf(group->name, sizeof group->name, "%.*s", (int)name, text);
        for (size_t i = name + 1; i < length && to + 3 < sizeof group->factor; i++) {
            group->factor[to++] = text[i];
            if (text[i] == ',')
                group->factor[to++] = ' ';
        }
        group->factor[to] = '\0';
        text += length + (text[length] == ';');
    }
}

int factors_of(struct factors *f, const struct result_plan *plan, struct err *err)
{
    double low, high;
    *f = (struct factors){ .plan = plan, .n_replicates = plan->n_replicates };
    for (int i = 0; i < plan->n_factors && f->n < FACTORS_MOST; i++) {
        const struct result_factor *factor = &plan->factor[i];
        if (!values_span(plan, factor, &low, &high))
            continue;
        int told = factor->range[0] < factor->range[1];
        f->low[f->n] = told ? fmin(factor->range[0], low) : low;
        f->high[f->n] = told ? fmax(factor->range[1], high) : high;
        f->row[f->n++] = i;
    }
    if (f->n == 0)
        return err_input(err, "this result varies nothing; a study with `factors:` does");
    groups_of(f, plan->design.groups);
    f->n_policies = compare_policies(plan);
    f->n_points = plan->n_scenarios / f->n_policies;
    return 0;
}

const char *factors_name(const struct factors *f, int i) { return f->plan->factor[f->row[i]].name; }

int factors_uncertain(const struct factors *f, int i) { return f->plan->factor[f->row[i]].uncertain; }

double factors_value(const struct factors *f, int point, int i)
{
    return f->plan->factor[f->row[i]].value[factors_scenario(f, point, 0)];
}

double factors_place(const struct factors *f, int point, int i)
{
    return (factors_value(f, point, i) - f->low[i]) / (f->high[i] - f->low[i]);
}

const char *factors_label(const struct factors *f, int i, int zh, char label[FACTORS_LABEL_SIZE])
{
    char chinese[PATH_SIZE];
    const struct result_factor *factor = &f->plan->factor[f->row[i]];
    int plain = !factor->unit[0] || strcmp(factor->unit, "1") == 0;
    snprintf(label, FACTORS_LABEL_SIZE, "%s%s%s", zh ? param_zh_path(chinese, factor->name) : factor->name,
             plain ? "" : zh ? "，" : ", ", plain ? "" : factor->unit);
    return label;
}

int factors_policy(const struct factors *f, const char *name, struct err *err)
{
    struct text_guess guess = { .word = name ? name : "" };
    char own[FACTORS_MOST][96];
    if (!name)
        return f->plan->control == NONE_SUCH ? 0 : f->plan->control % f->n_policies;
    for (int p = 0; p < f->n_policies; p++) {
        char *to = own[p % FACTORS_MOST];
        snprintf(to, 96, "%.*s", compare_policy_length(f->plan, p), f->plan->scenario_name[p]);
        if (strcmp(to, name) == 0)
            return p;
        text_guess(&guess, to);
    }
    return guess.nearest ? err_input(err, "the result has no policy '%s'; did you mean '%s'?", name, guess.nearest)
                         : err_input(err, "the result has no policy '%s'", name);
}

/* --- what the city answers --- */

static void means(struct response *y)
{
    for (int p = 0; p < y->n_points; p++) {
        double sum = 0;
        int n = 0;
        for (int r = 0; r < y->n_replicates; r++) {
            double x = y->run[(long)p * y->n_replicates + r];
            sum += isfinite(x) ? x : 0;
            n += isfinite(x) != 0;
        }
        y->mean[p] = n ? sum / n : NAN;
    }
}

static int is_whole(const struct response *y, int p)
{
    for (int r = 0; r < y->n_replicates; r++)
        if (!isfinite(y->run[(long)p * y->n_replicates + r]))
            return 0;
    return 1;
}

/* Points x replications without missing runs: what replications have in common at all points, and what is left. */
static int chance(struct response *y, struct err *err)
{
    int n = y->n_replicates, whole = 0;
    double *common = calloc((size_t)n, sizeof *common), within = 0, rest = 0;
    if (!common)
        return err_set(err, "no memory for %d replications", n);
    for (int p = 0; p < y->n_points; p++)
        for (int r = 0; is_whole(y, p) && r < n; r++) {
            double d = y->run[(long)p * n + r] - y->mean[p];
            common[r] += d;
            within += d * d;
            whole += r == 0;
        }
    for (int p = 0; p < y->n_points; p++)
        for (int r = 0; is_whole(y, p) && r < n; r++) {
            double d = y->run[(long)p * n + r] - y->mean[p] - common[r] / whole;
            rest += d * d;
        }
    if (whole > 1 && n > 1) {
        y->within = within / whole / (n - 1);
        y->noise = rest / (whole - 1) / (n - 1) / n;
    }
    free(common);
    return 0;
}

int response_read(struct response *y, const struct factors *f, struct result *result, enum output kpi, int policy, int minus,
                  struct err *err)
{
    size_t n = (size_t)f->n_replicates;
    *y = (struct response){ .n_points = f->n_points, .n_replicates = f->n_replicates };
    double *all = pool_runs(result, kpi, err);
    y->run = malloc((size_t)f->n_points * n * sizeof *y->run);
    y->mean = malloc((size_t)f->n_points * sizeof *y->mean);
    int failed = !all || !y->run || !y->mean;
    if (all && failed)
        err_set(err, "no memory for %d points", f->n_points);
    for (int p = 0; !failed && p < f->n_points; p++)
        for (size_t r = 0; r < n; r++) {
            double x = all[(size_t)factors_scenario(f, p, policy) * n + r];
            y->run[(size_t)p * n + r] = minus == NO_POLICY ? x : x - all[(size_t)factors_scenario(f, p, minus) * n + r];
        }
    free(all);
    if (!failed) {
        means(y);
        failed = chance(y, err) != 0;
    }
    if (failed)
        response_free(y);
    return failed ? -1 : 0;
}

void response_free(struct response *y)
{
    free(y->run);
    free(y->mean);
    y->run = y->mean = NULL;
}
