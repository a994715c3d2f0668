#include "compare_json.h"

#include <stdio.h>

#include "analysis/answers/headlines.h"
#include "cli/json.h"
#include "sim/record/catalogue.h"

/* `"name": x` for each, separated by commas. */
static void json_numbers(int n, const char *const name[], const double x[])
{
    for (int i = 0; i < n; i++) {
        printf(", \"%s\": ", name[i]);
        json_number(stdout, x[i]);
    }
}

static void json_scenario(const struct comparison *c, const struct result_plan *plan, int k, int s)
{
    static const char *const VALUE[] = { "mean", "sd", "low", "high" };
    static const char *const GAP[] = { "gap", "gap_low", "gap_high" };
    const char *p = c->family == COMPARE_CONTROL ? "p_bonferroni" : "p_holm";
    const char *change_p = c->family == COMPARE_CONTROL ? "change_p_bonferroni" : "change_p_holm";
    const char *const DIFFERENCE[] = { "difference", "difference_low", "difference_high", "correlation",
                                       "variance_reduction", "better_share", "p", p };
    const char *const CHANGE[] = { "change", "change_low", "change_high", change_p };
    struct estimate e = compare_value(c, k, s), change = compare_change(c, k, s).difference;
    struct contrast d = compare_contrast(c, k, s);
    struct interval own = compare_interval(c, 0, k, s), paired = compare_interval(c, 1, k, s);
    printf("%s\n    {\"scenario\": ", s ? "," : "");
    json_text(stdout, plan->scenario_name[s]);
    printf(", \"n\": %d", e.n);
    if (e.beyond > 0)
        printf(", \"not_reached\": %d", e.beyond);
    json_numbers(4, VALUE, (double[]){ e.mean, e.sd, own.low, own.high });
    if (s != c->control[s]) {
        printf(", \"control\": ");
        json_text(stdout, plan->scenario_name[c->control[s]]);
        printf(", \"pairs\": %d", d.difference.n);
        json_numbers(8, DIFFERENCE, (double[]){ d.difference.mean, paired.low, paired.high, d.correlation,
                     d.variance_reduction, d.better_share, estimate_p(d.difference), compare_adjusted(c, 0, k, s) });
    }
    if (change.n > 0)
        json_numbers(4, CHANGE, (double[]){ change.mean, estimate_low(change), estimate_high(change),
                                            compare_adjusted(c, 1, k, s) });
    if (c->best)
        json_numbers(3, GAP, (double[]){ compare_best(c, k, s).gap, compare_best(c, k, s).low, compare_best(c, k, s).high });
    putchar('}');
}

void compare_json(const struct comparison *c, const struct result_plan *plan, int zh)
{
    static const char *const FAMILY[] = { "holm", "control", "best" };
    printf("{\"title\": ");
    json_text(stdout, plan->title);
    printf(", \"replications\": %d, \"level\": %g, \"differences\": %d, \"excluding_zero\": %d, \"surviving\": %d, "
           "\"family\": \"%s\", \"difference_level\": %.6g, \"outputs\": [", c->n_replicates, c->level, c->n_read, c->n_excluding,
           c->n_surviving, FAMILY[c->family], c->contrast_level);
    for (int k = 0; k < c->n_kpis; k++) {
        const struct output_row *row = &OUTPUTS[c->kpi[k]];
        printf("%s\n  {\"kpi\": \"%s\", \"section\": \"%s\", \"unit\": \"%s\", \"better\": \"%s\", \"name\": ",
               k ? "," : "", row->name, HEADLINE_SECTIONS[headline_section(c->kpi[k])].name, row->unit,
               BETTER_WORDS[row->better]);
        json_text(stdout, zh ? row->zh : row->long_name);
        printf(", \"scenarios\": [");
        for (int s = 0; s < c->n_scenarios; s++)
            json_scenario(c, plan, k, s);
        printf("]}");
    }
    printf("]}\n");
}
