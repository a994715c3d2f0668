/* compare.c - the verb: scenarios of a result side by side, and their paired differences against a control. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/headlines.h"
#include "analysis/answers/notes.h"
#include "analysis/answers/pool.h"
#include "cli/chosen.h"
#include "cli/compare_json.h"
#include "cli/compare_points.h"
#include "cli/compare_tables.h"
#include "cli/lines.h"
#include "cli/options.h"
#include "sim/record/result.h"
#include "verbs.h"

struct request {
    const char *path, *control, *kpi, *csv;
    int all, zh, summary, brief, points, point;
    enum chosen_form form;
    enum compare_family family;
    enum compare_interval_kind interval;
    double level;
};

static const char *const FAMILIES[] = { "holm", "control", "best" };
static const char *const INTERVALS[N_INTERVALS] = { "t", "percentile", "bca" };

static int number_of_point(struct argp_state *state, const char *text)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (end == text || *end || n < 0 || n > INT_MAX)
        argp_error(state, "--point is the number of a point, from 0, not '%s'", text);
    return (int)n;
}

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
    case 's': r->summary = 1; break;
    case 'b': r->brief = r->summary = 1; break;
    case 'p': r->points = 1; break;
    case 'P': r->point = number_of_point(state, argument); break;
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

/* Means of the outputs that notes are made of, [N_NOTED][n_scenarios]: each is read once. */
enum { N_NOTED = 5 };
static const enum output NOTED[N_NOTED] = { OUT_drift_backlog, OUT_drift_needs, OUT_drift_operators, OUT_drift_officers,
                                            OUT_regret_below_best };
struct noted { struct pool pool[N_NOTED]; int scenario; };

static struct estimate number_of(const void *self, enum output output)
{
    const struct noted *noted = self;
    for (int i = 0; i < N_NOTED; i++)
        if (NOTED[i] == output && noted->pool[i].at)
            return pool_at(&noted->pool[i], noted->scenario, 0, 0);
    return (struct estimate){ 0, NAN, NAN, NAN, 0 };
}

/* Each note of the first scenario it is true of, and of how many it is. */
static void notes_count(FILE *out, struct noted *noted, const struct result_plan *plan, int zh)
{
    const struct notes_source source = { number_of, noted };
    int below = 0, drifting = 0, policies = compare_policies(plan);
    char *ignored = NULL;
    size_t size;
    FILE *nowhere = open_memstream(&ignored, &size);
    for (noted->scenario = 0; nowhere && noted->scenario < plan->n_scenarios; noted->scenario++) {
        int drifts = noted->scenario % policies == 0 && notes_drift(drifting ? nowhere : out, &source, zh);
        drifting += drifts;
        below += notes_below_best(below ? nowhere : out, &source, plan->scenario_name[noted->scenario], zh);
    }
    if (drifting > 1)
        fprintf(out, zh ? "（%d个点如此，以上为其首点）\n" : "(So at %d points; this is the first of them.)\n", drifting);
    if (below > 1)
        fprintf(out, zh ? "（%d个情景如此，以上为其首个）\n" : "(So %d scenarios; this is the first of them.)\n", below);
    if (nowhere)
        fclose(nowhere);
    free(ignored);
}

/* What the reader has to be told: of the warm-up, which policies share (of a design its first point's), and of each scenario;
 * in a summary of points how many it is true of. */
static void notes_print(const struct comparison *c, struct result *result, int zh, int summary)
{
    const struct result_plan *plan = result_plan(result);
    struct noted noted = { .scenario = 0 };
    const struct notes_source source = { number_of, &noted };
    struct err none = { 0 };
    for (int i = 0; i < N_NOTED; i++)
        if (result_has(result, NOTED[i]) && pool_read(&noted.pool[i], result, NOTED[i], POOL_VALUES, c->level, &none))
            pool_free(&noted.pool[i]);
    putchar('\n');
    if (summary)
        notes_count(stdout, &noted, plan, zh);
    else {
        notes_drift(stdout, &source, zh);
        for (; noted.scenario < c->n_scenarios; noted.scenario++)
            notes_below_best(stdout, &source, plan->scenario_name[noted.scenario], zh);
    }
    for (int i = 0; i < N_NOTED; i++)
        pool_free(&noted.pool[i]);
}

static int print_one_by_one(const struct request *r, const struct compare_view *v, struct result *result, struct err *err)
{
    if (r->form == FORM_JSON) {
        compare_json(v->c, v->plan, r->zh);
        return 0;
    }
    if (r->form == FORM_CSV) {
        compare_csv_to(v->c, v->plan, stdout);
        return 0;
    }
    if (compare_tables(v, err) || (!r->kpi && r->point < 0 && lines_print(result, r->level, r->zh, v->form, err)))
        return -1;
    if (v->form != TABLE_LATEX)
        notes_print(v->c, result, r->zh, 0);
    return 0;
}

static int print_summary(const struct request *r, const struct compare_view *v, struct result *result, struct err *err)
{
    if (r->form == FORM_JSON || r->form == FORM_CSV)
        return compare_points_rows(v, r->form, err);
    if (compare_points_tables(v, r->brief, err))
        return -1;
    if (v->form != TABLE_LATEX && !r->brief)
        notes_print(v->c, result, r->zh, 1);
    return 0;
}

/* Many points are read as one, unless the reader wants them one by one, or what only that tells. */
static int is_summary(const struct request *r, const struct comparison *c)
{
    int one_by_one = r->points || r->point >= 0 || r->family == COMPARE_BEST || r->interval != INTERVAL_T;
    return r->summary || (!one_by_one && overpoints_many(&c->over));
}

static int options_agree(const struct request *r, const struct comparison *c, struct err *err)
{
    if (r->summary && (r->points || r->point >= 0))
        return err_input(err, "a summary over points, or points one by one: please choose");
    if (r->summary && c->over.kind == OVERPOINTS_NONE)
        return err_input(err, "the result has one point, so there is nothing to summarise; `factors:` of a study give more");
    int points = c->over.kind == OVERPOINTS_NONE ? 1 : c->over.n_points;
    if (r->point >= points)
        return err_input(err, "there is no point %d; the result has points 0 to %d", r->point, points - 1);
    return 0;
}

static int print(const struct request *r, const struct comparison *c, struct result *result, struct err *err)
{
    int point = r->point < 0 ? NONE_SUCH : r->point;
    struct compare_view view = { c, result_plan(result), r->path, (enum table_form)r->form, r->interval, r->zh, point };
    int summary = is_summary(r, c), status = (summary ? print_summary : print_one_by_one)(r, &view, result, err);
    return status == 0 && r->csv && c->over.kind != OVERPOINTS_NONE ? compare_points_csv(&view, r->csv, err) : status;
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
    int status = options_agree(r, &c, err) ? -1 : compare_family(&c, result, r->family, err);
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
    { "summary", 's', NULL, 0, "all points of a design as one: what each difference is over them (the default from 5 points "
      "on)", 1 },
    { "brief", 'b', NULL, 0, "as --summary, all policies in one table", 1 },
    { "points", 'p', NULL, 0, "every point by itself", 1 },
    { "point", 'P', "N", 0, "this point alone, from 0", 1 },
    { "csv", 'C', "FILE.csv", 0, "also write a tidy table, one row an output and scenario, and of a design FILE-points.csv, one "
      "row an output and policy", 1 },
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
        "leaves. Of a study with more than four points it is told what the differences are over all of them: their mean, what "
        "nine in ten lie between, in how many the sign is the same.\n\n"
        "Example: hotline compare results/demo.h5 --kpi backlog_tickets,regret", NULL, NULL, NULL };
    struct request request = { .level = .95, .point = -1 };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.path, compare, &request);
}
