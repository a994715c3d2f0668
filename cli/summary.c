#include "summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "analysis/answers/notes.h"
#include "cli/chosen.h"
#include "cli/json.h"
#include "cli/kpis.h"

static struct estimate estimate_of(const struct summary *s, enum output o)
{
    return estimate_mean(slots_of(s->slots, o, 0), 1, s->slots->cases->n_replicates, 0.95);
}

static struct estimate noted(const void *self, enum output o) { return estimate_of(self, o); }

static int print_table(const struct summary *s, int zh)
{
    struct table t;
    enum output before = N_OUTPUTS;
    int n_runs = (int)s->tally->done;
    table_begin(&t, "lrll");
    table_cell(&t, "%s", "");
    table_cell(&t, "%s", n_runs > 1 ? chosen_word(zh, "mean ± 95 %", "均值 ± 95%") : chosen_word(zh, "value", "值"));
    table_cell(&t, "%s", chosen_word(zh, "unit", "单位"));
    table_cell(&t, "%s", "");
    for (enum output o = 0; o < N_OUTPUTS; o++) {
        if (OUTPUTS[o].shape != SHAPE_KPI)
            continue;
        kpi_section(&t, o, before, zh);
        table_cell(&t, "  %s", OUTPUTS[o].name);
        kpi_value(&t, o, estimate_of(s, o), n_runs, s->slots->cases->plan.days_d);
        kpi_unit(&t, o);
        kpi_name(&t, o, zh);
        before = o;
    }
    int ok = table_print(&t, stdout, 0);
    table_free(&t);
    return ok;
}

static int print_text(const struct summary *s, int zh, struct err *err)
{
    const struct result_plan *plan = &s->slots->cases->plan;
    if (print_table(s, zh) != 0)
        return err_set(err, "no memory for the table of the outputs");
    if (zh)
        printf("\n%s：%d 次重复中的 %ld 次，预热 %d 天后 %d 天，种子 %" PRIu64 "\n",
               plan->title_zh[0] ? plan->title_zh : plan->title, plan->n_replicates, s->tally->done, plan->warmup_d,
               plan->days_d, plan->seed);
    else
        printf("\n%s: %ld of %d replications, %d days after %d of warm-up, seed %" PRIu64 "\n", plan->title,
               s->tally->done, plan->n_replicates, plan->days_d, plan->warmup_d, plan->seed);
    struct notes_source source = { noted, s };
    notes_drift(stdout, &source, zh);
    notes_below_best(stdout, &source, "", zh);
    if (s->out)
        printf("%s  %s %s\n", s->out, chosen_word(zh, "digest", "摘要"), s->digest);
    return 0;
}

static void print_json_output(const struct summary *s, enum output o)
{
    struct estimate e = estimate_of(s, o);
    printf("    {\"name\": ");
    json_text(stdout, OUTPUTS[o].name);
    printf(", \"mean\": ");
    json_number(stdout, e.mean);
    printf(", \"half_width_95\": ");
    json_number(stdout, e.half);
    if (e.beyond > 0)
        printf(", \"not_reached\": %d", e.beyond);
    printf(", \"n\": %d, \"unit\": ", e.n);
    json_text(stdout, OUTPUTS[o].unit);
    printf(", \"long_name\": ");
    json_text(stdout, OUTPUTS[o].long_name);
    printf(", \"zh\": ");
    json_text(stdout, OUTPUTS[o].zh);
    printf("}");
}

static void print_json(const struct summary *s)
{
    const struct result_plan *plan = &s->slots->cases->plan;
    printf("{\n  \"title\": ");
    json_text(stdout, plan->title);
    printf(",\n  \"scenario\": ");
    json_text(stdout, plan->scenario_name[0]);
    printf(",\n  \"seed\": %" PRIu64 ",\n  \"replications\": %ld,\n  \"failed\": %ld,\n  \"warmup_d\": %d,\n"
           "  \"days_d\": %d,\n", plan->seed, s->tally->done, s->tally->failed, plan->warmup_d, plan->days_d);
    if (s->out) {
        printf("  \"file\": ");
        json_text(stdout, s->out);
        printf(",\n  \"digest\": \"%s\",\n", s->digest);
    }
    printf("  \"outputs\": [");
    for (int o = 0, n = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI) {
            printf(n++ ? ",\n" : "\n");
            print_json_output(s, o);
        }
    printf("\n  ]\n}\n");
}

int summary_print(const struct summary *summary, const struct options *options, struct err *err)
{
    if (!options->json)
        return print_text(summary, options->zh, err);
    print_json(summary);
    return 0;
}
