/* compare.c - the verb: scenarios of a result side by side, and their paired differences against a control. */
#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare.h"
#include "analysis/headlines.h"
#include "cli/chosen.h"
#include "cli/json.h"
#include "cli/table.h"
#include "sim/record/catalogue.h"
#include "sim/record/result.h"
#include "verbs.h"

enum { SCENARIOS_ACROSS = 4 };      /* of the first table; more go into another one below */

struct request {
    const char *path, *control, *kpi, *csv;
    int all, markdown, json, zh;
    double level;
};

struct view { const struct request *request; const struct comparison *c; const struct result_plan *plan; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'c': r->control = argument; break;
    case 'k': r->kpi = argument; break;
    case 'a': r->all = 1; break;
    case 'C': r->csv = argument; break;
    case 'm': r->markdown = 1; break;
    case 'j': r->json = 1; break;
    case 'l': r->zh = chosen_language(state, argument); break;
    case 'L': r->level = chosen_level(state, argument); break;
    case ARGP_KEY_ARG:
        if (r->path)
            argp_error(state, "one RESULT, please");
        r->path = argument;
        break;
    case ARGP_KEY_NO_ARGS: argp_error(state, "which RESULT?"); break;
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

static const char *name_of(const struct view *v, int k)
{
    const struct output_row *row = &OUTPUTS[v->c->kpi[k]];
    return v->request->zh ? row->zh : row->long_name;
}

/* A pure number has no unit to show. */
static const char *unit_of(const struct view *v, int k)
{
    const char *unit = OUTPUTS[v->c->kpi[k]].unit;
    return strcmp(unit, "1") == 0 ? "" : unit;
}

/* A row with the section's name where one begins. */
static void section(struct table *t, const struct view *v, int k)
{
    enum section now = headline_section(v->c->kpi[k]);
    if (k > 0 && headline_section(v->c->kpi[k - 1]) == now)
        return;
    table_section(t, v->request->zh ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
}

static void value_cell(struct table *t, const struct view *v, int k, int s)
{
    char text[ESTIMATE_TEXT_SIZE];
    struct estimate e = compare_value(v->c, k, s);
    estimate_text(text, e, 0);
    if (e.n > 0 && e.n < v->c->n_runs[s])
        table_cell(t, "%s (n=%d)", text, e.n);
    else
        table_cell(t, "%s", text);
}

/* The KPIs of n scenarios from the first on. */
static int values_print(const struct view *v, int first, int n)
{
    static const char *const ALIGN[] = { NULL, "lrll", "lrrll", "lrrrll", "lrrrrll" };
    struct table t;
    table_begin(&t, ALIGN[n]);
    table_cell(&t, "%s", "");
    for (int s = first; s < first + n; s++)
        table_cell(&t, "%s", v->plan->scenario_name[s]);
    table_cell(&t, "unit");
    table_cell(&t, "%s", "");
    for (int k = 0; k < v->c->n_kpis; k++) {
        section(&t, v, k);
        table_cell(&t, "  %s", OUTPUTS[v->c->kpi[k]].name);
        for (int s = first; s < first + n; s++)
            value_cell(&t, v, k, s);
        table_cell(&t, "%s", unit_of(v, k));
        table_cell(&t, "%s", name_of(v, k));
    }
    int status = table_print(&t, stdout, v->request->markdown);
    table_free(&t);
    return status;
}

/* What a paired difference says: nothing, where its interval holds 0. */
static const char *verdict(struct estimate difference, enum better better)
{
    if (!estimate_excludes_zero(difference))
        return "";
    if (better == NEITHER)
        return "differs";
    return (difference.mean < 0) == (better == LOWER) ? "better" : "worse";
}

static void number_cell(struct table *t, const char *format, double x)
{
    if (isnan(x))
        table_cell(t, "–");
    else
        table_cell(t, format, x);
}

static void difference_cells(struct table *t, const struct view *v, int k, int s)
{
    struct contrast d = compare_contrast(v->c, k, s);
    enum better better = OUTPUTS[v->c->kpi[k]].better;
    char text[ESTIMATE_TEXT_SIZE];
    table_cell(t, "%s", estimate_text(text, d.difference, 1));
    number_cell(t, "%+.1f %%", 100 * d.difference.mean / fabs(compare_value(v->c, k, v->c->control[s]).mean));
    table_cell(t, "%s", verdict(d.difference, better));
    if (isnan(d.better_share))
        table_cell(t, "–");
    else
        table_cell(t, "%.0f/%d", d.better_share * d.difference.n, d.difference.n);
    number_cell(t, "%.2f", d.correlation);
    number_cell(t, d.variance_reduction > 9999 ? "> 9999" : "%.1f", d.variance_reduction);
}

static int differences_print(const struct view *v, int s)
{
    static const char *const HEAD[] = { "", "difference", "of control", "", "better in", "r", "VRF", "unit", "" };
    struct table t;
    printf("\n%s minus %s\n", v->plan->scenario_name[s], v->plan->scenario_name[v->c->control[s]]);
    if (v->request->markdown)
        putchar('\n');
    table_begin(&t, "lrrlrrrll");
    for (int h = 0; h < 9; h++)
        table_cell(&t, "%s", HEAD[h]);
    for (int k = 0; k < v->c->n_kpis; k++) {
        section(&t, v, k);
        table_cell(&t, "  %s", OUTPUTS[v->c->kpi[k]].name);
        difference_cells(&t, v, k, s);
        table_cell(&t, "%s", unit_of(v, k));
        table_cell(&t, "%s", name_of(v, k));
    }
    int status = table_print(&t, stdout, v->request->markdown);
    table_free(&t);
    return status;
}

static void heading_print(const struct view *v)
{
    int done = 0, runs = v->c->n_scenarios * v->c->n_replicates;
    for (int s = 0; s < v->c->n_scenarios; s++)
        done += v->c->n_runs[s];
    printf("%s: %d scenario%s, %d replication%s", v->plan->title[0] ? v->plan->title : v->request->path,
           v->c->n_scenarios, v->c->n_scenarios == 1 ? "" : "s", v->c->n_replicates,
           v->c->n_replicates == 1 ? "" : "s");
    if (done < runs)
        printf(" (%d of the %d runs are done, the others are left out)", done, runs);
    printf("\nmean ± half-width of the %g %% interval (Student's t)\n\n", 100 * v->c->level);
}

static int tables_print(const struct view *v, struct err *err)
{
    int status = 0, contrasts = 0;
    heading_print(v);
    for (int s = 0; s < v->c->n_scenarios; s += SCENARIOS_ACROSS) {
        int n = v->c->n_scenarios - s;
        status |= values_print(v, s, n < SCENARIOS_ACROSS ? n : SCENARIOS_ACROSS);
        putchar('\n');
    }
    for (int s = 0; s < v->c->n_scenarios; s++)
        contrasts += s != v->c->control[s];
    if (contrasts)
        printf("Paired differences: replicate i of two scenarios is the same world (common random numbers). better,\n"
               "worse, differs: the %g %% interval excludes 0. better in: replications in which it is better. r:\n"
               "correlation. VRF: variance of independent runs over that of paired ones.\n", 100 * v->c->level);
    for (int s = 0; s < v->c->n_scenarios; s++)
        if (s != v->c->control[s])
            status |= differences_print(v, s);
    return status ? err_set(err, "no memory for the table") : 0;
}

/* `"name": x` for each, separated by commas. */
static void json_numbers(int n, const char *const name[], const double x[])
{
    for (int i = 0; i < n; i++) {
        printf(", \"%s\": ", name[i]);
        json_number(stdout, x[i]);
    }
}

static void json_scenario(const struct view *v, int k, int s)
{
    static const char *const VALUE[] = { "mean", "sd", "low", "high" };
    static const char *const DIFFERENCE[] = { "difference", "difference_low", "difference_high", "correlation",
                                              "variance_reduction", "better_share" };
    struct estimate e = compare_value(v->c, k, s);
    struct contrast d = compare_contrast(v->c, k, s);
    printf("%s\n    {\"scenario\": ", s ? "," : "");
    json_text(stdout, v->plan->scenario_name[s]);
    printf(", \"n\": %d", e.n);
    json_numbers(4, VALUE, (double[]){ e.mean, e.sd, estimate_low(e), estimate_high(e) });
    if (s != v->c->control[s]) {
        printf(", \"control\": ");
        json_text(stdout, v->plan->scenario_name[v->c->control[s]]);
        printf(", \"pairs\": %d", d.difference.n);
        json_numbers(6, DIFFERENCE, (double[]){ d.difference.mean, estimate_low(d.difference),
                     estimate_high(d.difference), d.correlation, d.variance_reduction, d.better_share });
    }
    putchar('}');
}

static void json_print(const struct view *v)
{
    printf("{\"title\": ");
    json_text(stdout, v->plan->title);
    printf(", \"replications\": %d, \"level\": %g, \"outputs\": [", v->c->n_replicates, v->c->level);
    for (int k = 0; k < v->c->n_kpis; k++) {
        const struct output_row *row = &OUTPUTS[v->c->kpi[k]];
        printf("%s\n  {\"kpi\": \"%s\", \"section\": \"%s\", \"unit\": \"%s\", \"better\": \"%s\", \"name\": ",
               k ? "," : "", row->name, HEADLINE_SECTIONS[headline_section(v->c->kpi[k])].name, row->unit,
               BETTER_WORDS[row->better]);
        json_text(stdout, name_of(v, k));
        printf(", \"scenarios\": [");
        for (int s = 0; s < v->c->n_scenarios; s++)
            json_scenario(v, k, s);
        printf("]}");
    }
    printf("]}\n");
}

/* Which scenario the others are compared with: the user's, else the study's, else the first. */
static int control_chosen(const struct request *r, const struct result_plan *plan, struct err *err)
{
    if (r->control)
        return chosen_scenario(plan, r->control, err);
    return plan->control == NONE_SUCH ? 0 : plan->control;
}

static int compare(const struct request *r, struct result *result, struct err *err)
{
    enum output kpi[N_OUTPUTS];
    struct comparison c = { 0 };
    struct view view = { r, &c, result_plan(result) };
    int control = control_chosen(r, view.plan, err);
    int n = control < 0 ? -1 : kpis_chosen(r, result, kpi, err);
    if (n < 0 || compare_result(&c, result, n, kpi, control, r->level, err))
        return -1;
    int status = 0;
    if (r->json)
        json_print(&view);
    else
        status = tables_print(&view, err);
    if (status == 0 && r->csv)
        status = compare_csv(&c, view.plan, r->csv, err);
    compare_free(&c);
    return status;
}

static const struct argp_option OPTIONS[] = {
    { "control", 'c', "SCENARIO", 0, "compare with this one instead of the study's control", 0 },
    { "kpi", 'k', "NAME,...", 0, "only these outputs (`hotline outputs` lists them)", 0 },
    { "all", 'a', NULL, 0, "every output that is one number a run", 0 },
    { "level", 'L', "P", 0, "level of the intervals (default .95)", 0 },
    { "csv", 'C', "FILE", 0, "also write a tidy table, one row an output and scenario", 1 },
    { "markdown", 'm', NULL, 0, "print Markdown", 1 },
    { "json", 'j', NULL, 0, "print JSON", 1 },
    { "lang", 'l', "en|zh", 0, "language of names", 1 },
    { 0 },
};

int verb_compare(int argc, char **argv)
{
    static const struct argp argp = { OPTIONS, parse, "RESULT",
        "Compare the scenarios of a result: means with intervals, and paired differences against a control.\v"
        "A scenario is compared with the control policy at its own design point. Differences are taken within each "
        "replication, which is the same world for all scenarios.\n\n"
        "Example: hotline compare results/demo.h5 --kpi backlog_tickets,regret", NULL, NULL, NULL };
    struct request request = { .level = .95 };
    struct result *result = NULL;
    struct err err = { 0 };
    argp_err_exit_status = EXIT_INPUT;
    argp_parse(&argp, argc, argv, 0, NULL, &request);
    int status = result_open(&result, request.path, &err) ? -1 : compare(&request, result, &err);
    result_close(&result);
    return status ? verb_failed(&err) : EXIT_OK;
}
