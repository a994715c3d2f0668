#include "precision.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the rule as text --- */

void precision_print(const struct precision_rule *rule, char text[PLAN_PRECISION])
{
    text[0] = '\0';
    if (rule->n == 0)
        return;
    int used = snprintf(text, PLAN_PRECISION, "min=%d max=%d batch=%d of=%s", rule->min, rule->max, rule->batch,
                        rule->differences ? "differences" : "means");
    for (int g = 0; g < rule->n && used < PLAN_PRECISION; g++) {
        const struct precision_goal *goal = &rule->goal[g];
        used += snprintf(text + used, PLAN_PRECISION - (size_t)used, " %s=%.12g%s", OUTPUTS[goal->kpi].name,
                         goal->relative ? 100 * goal->width : goal->width, goal->relative ? "%" : "");
    }
}

static int goal_scan(struct precision_goal *goal, const char *text)
{
    char name[64], percent[2] = "";
    if (sscanf(text, "%63[a-z0-9_]=%lf%1[%]", name, &goal->width, percent) < 2)
        return -1;
    goal->relative = percent[0] == '%';
    goal->width /= goal->relative ? 100 : 1;
    int kpi = output_named(name);
    goal->kpi = (enum output)kpi;
    return kpi < 0 || OUTPUTS[kpi].shape != SHAPE_KPI || !(goal->width > 0) ? -1 : 0;
}

int precision_scan(struct precision_rule *rule, const char *text)
{
    char of[16];
    int used = 0;
    *rule = (struct precision_rule){ 0 };
    if (!*text)
        return 0;
    if (sscanf(text, "min=%d max=%d batch=%d of=%15s%n", &rule->min, &rule->max, &rule->batch, of, &used) != 4 ||
        rule->min < 2 || rule->max < rule->min || rule->batch < 1)
        return -1;
    rule->differences = strcmp(of, "differences") == 0;
    for (text += used; *text == ' '; text += 1 + strcspn(text + 1, " "))
        if (rule->n == PRECISION_MOST_GOALS || goal_scan(&rule->goal[rule->n++], text + 1) != 0)
            return -1;
    return rule->n > 0 ? 0 : -1;
}

/* --- the runs --- */

int precision_init(struct precision *p, const struct precision_rule *rule, int n_scenarios, int n_policies, int control,
                   struct err *err)
{
    *p = (struct precision){ rule, n_scenarios, n_policies, control, NULL, NULL };
    size_t n = (size_t)rule->n * (size_t)n_scenarios * (size_t)rule->max;
    p->value = malloc((n + 1) * sizeof *p->value);
    p->room = malloc(((size_t)rule->max + 1) * sizeof *p->room);
    if (!p->value || !p->room)
        return err_set(err, "no memory to watch the precision of %d scenarios", n_scenarios);
    for (size_t i = 0; i < n; i++)
        p->value[i] = NAN;
    return 0;
}

void precision_free(struct precision *p)
{
    free(p->value);
    free(p->room);
    *p = (struct precision){ 0 };
}

static double *runs_of(const struct precision *p, int goal, int scenario)
{
    return p->value + ((size_t)goal * (size_t)p->n_scenarios + (size_t)scenario) * (size_t)p->rule->max;
}

void precision_put(struct precision *p, int scenario, int replicate, const struct outputs *outputs)
{
    for (int g = 0; g < p->rule->n; g++)
        runs_of(p, g, scenario)[replicate] = outputs->value[outputs->at[p->rule->goal[g].kpi]];
}

/* --- widths: in + - x / and sqrt only, so that every machine stops at the same batch --- */

/* The 97.5 % quantile of Student's t with n degrees of freedom; above 10 its expansion around the normal's
 * (Abramowitz and Stegun 26.7.5), to 1e-5. */
static double student(int n)
{
    static const double FEW[] = { 0, 12.706204736175, 4.302652729749, 3.182446305284, 2.776445105198, 2.570581835636,
                                  2.446911851145, 2.364624251593, 2.306004135204, 2.262157162798, 2.228138851986 };
    static const double G[] = { 1.959963984540, 2.372271230299, 2.822498615740, 2.555849679508, 1.589534053394 };
    double sum = 0;
    if (n <= 10)
        return FEW[n];
    for (int i = 4; i >= 0; i--)
        sum = sum / n + G[i];
    return sum;
}

double precision_half_width(const double x[], int n, double *mean)
{
    double sum = 0, squares = 0;
    int there = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(x[i])) {
            sum += x[i];
            there++;
        }
    *mean = there > 0 ? sum / there : NAN;
    for (int i = 0; i < n; i++)
        if (isfinite(x[i]))
            squares += (x[i] - *mean) * (x[i] - *mean);
    return there > 1 ? student(there - 1) * sqrt(squares / (there - 1) / there) : INFINITY;
}

static int control_of(const struct precision *p, int scenario)
{
    return p->n_policies > 1 ? scenario - scenario % p->n_policies + p->control % p->n_policies : p->control;
}

static double width_of(const struct precision *p, int goal, int scenario, int n)
{
    const double *x = runs_of(p, goal, scenario), *control = runs_of(p, goal, control_of(p, scenario));
    double mean, width;
    for (int i = 0; i < n; i++)
        p->room[i] = p->rule->differences ? x[i] - control[i] : x[i];
    width = precision_half_width(p->room, n, &mean);
    return p->rule->goal[goal].relative && width > 0 ? width / fabs(mean) : width;
}

struct precision_verdict precision_look(const struct precision *p, int n)
{
    struct precision_verdict worst = { .reached = true };
    double worst_ratio = -1;
    for (int g = 0; g < p->rule->n; g++)
        for (int s = 0; s < p->n_scenarios; s++) {
            if (p->rule->differences && control_of(p, s) == s)
                continue;
            double width = width_of(p, g, s, n), ratio = width / p->rule->goal[g].width;
            if (ratio > worst_ratio) {
                worst = (struct precision_verdict){ ratio <= 1, g, s, width };
                worst_ratio = ratio;
            }
        }
    return worst;
}
