/* compare.c - the verb: scenarios of a result side by side, and their paired differences against a control. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/compare.h"
#include "analysis/headlines.h"
#include "analysis/notes.h"
#include "analysis/pool.h"
#include "cli/chosen.h"
#include "cli/compare_json.h"
#include "cli/compare_tables.h"
#include "cli/lines.h"
#include "cli/options.h"
#include "sim/record/result.h"
#include "verbs.h"

struct request {
    const char *path, *control, *kpi, *csv;
    int all, zh;
    enum chosen_form form;
    enum compare_family family;
    enum compare_interval_kind interval;
    double level;
};

static const char *const FAMILIES[] = { "holm", "control", "best" };
static const char *const INTERVALS[N_INTERVALS] = { "t", "percentile", "bca" };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'c': r->control = argument; break;
    case 'k': r->kpi = argument; break;
    case 'a': r->all = 1; break;
    case 'C': r->csv = argument; break;
    case 'm': r->form = FORM_MARKDOWN; break;
    case 'j': r->form = FORM_JSON; break;
    case 'f': r->form = chosen_form(state, argument); break;
    case 'F': r->family = (enum compare_family)chosen_row(state, "--family", argument, 3, FAMILIES); break;
    case 'i': r->interval = (enum compare_interval_kind)chosen_row(state, "--interval", argument, N_INTERVALS, INTERVALS); break;
    case 'l': r->zh = chosen_language(state, argument); break;
    case 'L': r->level = chosen_level(state, argument); break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->path = options_only(state, "RESULT", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* The KPIs to show, in kpi[N_OUTPUTS]: those named, or all, or the headlines. -1: a name is wrong. */
static int kpis_chosen(const struct request *r, const struct result *result, enum output kpi[], struct err *err)
{
    int n = 0;
    if (r->kpi)
        return chosen_kpis(r->kpi, kpi, err);
    for (int o = 0; r->all && o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI && result_has(result, o))
            kpi[n++] = o;
    for (int h = 0; !r->all && h < N_HEADLINES; h++)
        if (result_has(result, HEADLINES[h].output))
            kpi[n++] = HEADLINES[h].output;
    return n;
}

struct scenario_numbers { struct result *result; int scenario; double level; };

static struct estimate number_of(const void *self, enum output output)
{
    const struct scenario_numbers *x = self;
    struct err none = { 0 };
    struct pool pool = { 0 };
    struct estimate e = { 0, NAN, NAN, NAN, 0 };
    if (result_has(x->result, output) && pool_read(&pool, x->result, output, POOL_VALUES, x->level, &none) == 0)
        e = pool_at(&pool, x->scenario, 0, 0);
    pool_free(&pool);
    return e;
}

/* What the reader has to be told: of the warm-up, which policies share (of a design its first point's), and of each scenario. */
static void notes_print(const struct comparison *c, struct result *result, int zh)
{
    struct scenario_numbers numbers = { result, 0, c->level };
    const struct notes_source source = { number_of, &numbers };
    putchar('\n');
    notes_drift(stdout, &source, zh);
    for (; numbers.scenario < c->n_scenarios; numbers.scenario++)
        notes_below_best(stdout, &source, result_plan(result)->scenario_name[numbers.scenario], zh);
}

static int print(const struct request *r, const struct comparison *c, struct result *result, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    if (r->form == FORM_JSON) {
        compare_json(c, plan, r->zh);
        return 0;
    }
    if (r->form == FORM_CSV) {
        compare_csv_to(c, plan, stdout);
        return 0;
    }
    enum table_form form = (enum table_form)r->form;
    struct compare_view view = { c, plan, r->path, form, r->interval, r->zh };
    if (compare_tables(&view, err) || (!r->kpi && lines_print(result, r->level, r->zh, form, err)))
        return -1;
    if (form != TABLE_LATEX)
        notes_print(c, result, r->zh);
    return 0;
}

static int compare(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    enum output kpi[N_OUTPUTS];
    struct comparison c = { 0 };
    const struct result_plan *plan = result_plan(result);
    int control = chosen_control(plan, r->control, err);
    int n = control < 0 ? -1 : kpis_chosen(r, result, kpi, err);
    if (n < 0 || compare_result(&c, result, n, kpi, control, r->level, err))
        return -1;
    int status = compare_family(&c, result, r->family, err);
    if (status == 0 && r->interval != INTERVAL_T)
        status = compare_resample(&c, result, r->interval == INTERVAL_BCA ? RESAMPLE_BCA : RESAMPLE_PERCENTILE, err);
    if (status == 0)
        status = print(r, &c, result, err);
    if (status == 0 && r->csv)
        status = compare_csv(&c, plan, r->csv, err);
    compare_free(&c);
    return status;
}

static const struct argp_option OPTIONS[] = {
    { "control", 'c', "SCENARIO", 0, "compare with this one instead of the study's control", 0 },
    { "kpi", 'k', "NAME,...", 0, "only these outputs (`hotline outputs` lists them)", 0 },
    { "all", 'a', NULL, 0, "every output that is one number a run", 0 },
    { "level", 'L', "P", 0, "level of the intervals (default .95)", 0 },
    { "family", 'F', "WHICH", 0, "what is read together: holm (default: p of all differences), control (intervals of an output's "
      "differences that hold together) or best (each scenario against the best of the others, too)", 0 },
    { "interval", 'i', "KIND", 0, "t (default), or percentile or bca: by resampling replications", 0 },
    { "csv", 'C', "FILE", 0, "also write a tidy table, one row an output and scenario", 1 },
    { "format", 'f', "FORM", 0, "print text (default), markdown, latex, csv or json", 1 },
    { "markdown", 'm', NULL, 0, "as --format markdown", 1 },
    { "json", 'j', NULL, 0, "as --format json", 1 },
    { "lang", 'l', "en|zh", 0, "language of names", 1 },
    { 0 },
};

int verb_compare(int argc, char **argv)
{
    static const struct argp argp = { OPTIONS, parse, "RESULT",
        "Compare the scenarios of a result: means with intervals, and paired differences against a control.\v"
        "A scenario is compared with the control policy at its own design point; where a study has one policy, with the "
        "control's levers under its own uncertainties. Differences are taken within each "
        "replication, which is the same world for all scenarios. A star marks what Holm's correction for reading them all "
        "leaves; of a study with factors it is told how the differences depend on them.\n\n"
        "Example: hotline compare results/demo.h5 --kpi backlog_tickets,regret", NULL, NULL, NULL };
    struct request request = { .level = .95 };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.path, compare, &request);
}
