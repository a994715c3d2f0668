/* plot.c - the verb: figures of a result, each with its numbers as NAME.figure.csv beside it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/chosen.h"
#include "cli/options.h"
#include "cli/plot_insight.h"
#include "cli/plot_kinds.h"
#include "plots/figures.h"
#include "sim/base/text.h"
#include "sim/record/result.h"
#include "verbs.h"

enum { NAME_MOST = 4000 };
#define FIGURE_NUMBERS ".figure.csv"         /* a name that no table of a run or a comparison has by itself */

struct request {
    const char *kind, *path, *out, *format, *control, *scenarios, *kpi, *where, *policy;
    int script, chinese;
    double level;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'o': r->out = argument; break;
    case 'f': r->format = argument; break;
    case 'c': r->control = argument; break;
    case 's': r->scenarios = argument; break;
    case 'k': r->kpi = argument; break;
    case 'w': r->where = argument; break;
    case 'p': r->policy = argument; break;
    case 'S': r->script = 1; break;
    case 'l': r->chinese = chosen_language(state, argument); break;
    case 'L': r->level = chosen_level(state, argument); break;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_error(state, "one KIND and one RESULT, please");
        *(state->arg_num ? &r->path : &r->kind) = argument;
        break;
    case ARGP_KEY_END:
        if (r->kind && !r->path)
            argp_error(state, "KIND and RESULT, please; `hotline plot` alone lists the kinds");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* One that is there, or a name that can be nothing else. */
static int is_folder(const char *path)
{
    struct stat s;
    size_t length = strlen(path);
    return (length > 0 && path[length - 1] == '/') || (stat(path, &s) == 0 && S_ISDIR(s.st_mode));
}

/* --format, else the extension of -o FILE, else PNG. */
static int format_chosen(const struct request *r, int to_file, enum theme_format *format, struct err *err)
{
    if (r->format || !to_file)
        return chosen_format(r->format, r->format ? r->format : "png", format, err);
    return chosen_format(r->out, r->out + chosen_stem(r->out), format, err);
}

/* Where a figure goes, without extension: what -o names, a file of its own in the folder that it names, or beside
 * the result. */
static void stem_of(const struct request *r, int to_file, const char *kind, char stem[NAME_MOST])
{
    if (!r->out)
        snprintf(stem, NAME_MOST, "%.*s-%s", chosen_stem(r->path), r->path, kind);
    else if (to_file)
        snprintf(stem, NAME_MOST, "%.*s", chosen_stem(r->out), r->out);
    else
        snprintf(stem, NAME_MOST, "%s/%s", r->out, kind);
}

static int draw(const struct request *r, int to_file, const struct figure_kind *kind, struct result *result,
                const struct figure_wish *wish, struct err *err)
{
    char stem[NAME_MOST], path[NAME_MOST + 8], table[NAME_MOST + 16], name[64];
    struct figure figure;
    enum output kpi[N_OUTPUTS];
    int n = r->kpi ? chosen_kpis(r->kpi, kpi, err) : 0;
    if (n < 0)
        return -1;
    stem_of(r, to_file, plot_kinds_name(kind, name), stem);
    snprintf(path, sizeof path, "%s.%s", stem, THEME_EXTENSIONS[wish->format]);
    snprintf(table, sizeof table, "%s" FIGURE_NUMBERS, stem);
    int status = figure_begin_with(&figure, kind, result, wish, n, kpi, err);
    if (status == 0 && r->script)
        fwrite(figure.script.text, 1, figure.script.used, stdout);
    else if (status == 0) {
        status = figure_save(&figure, path, err) || figure_table(&figure, table, err) ? -1 : 0;
        if (status == 0)
            printf("%s\n", path);
    }
    figure_free(&figure);
    return status;
}

/* The scenarios to draw: the user's, else the first that can be told apart; all: the figure shows every one. */
static int wish_scenarios(const struct request *r, const struct result_plan *plan, struct figure_wish *wish, int all,
                          struct err *err)
{
    if (r->scenarios) {
        wish->n_scenarios = chosen_scenarios(plan, r->scenarios, THEME_STYLES, wish->scenario, err);
        return wish->n_scenarios < 0 ? -1 : 0;
    }
    wish->n_scenarios = plan->n_scenarios < THEME_STYLES ? plan->n_scenarios : THEME_STYLES;
    for (int s = 0; s < wish->n_scenarios; s++)
        wish->scenario[s] = s;
    if (wish->n_scenarios < plan->n_scenarios && !all)
        fprintf(stderr, "hotline: drawing the first %d of %d scenarios; `--scenarios A,B` chooses others\n",
                wish->n_scenarios, plan->n_scenarios);
    return 0;
}

/* Does `all` draw this kind? Not what the study has nothing for, nor what a file of an older version does not report. */
static int is_for(const struct figure_kind *kind, const struct result *result)
{
    for (int i = 0; kind->output[i] != N_OUTPUTS; i++)
        if (!result_has(result, kind->output[i])) {
            fprintf(stderr, "hotline: no figure %s: the result is of a version that did not report %s\n", kind->name,
                    OUTPUTS[kind->output[i]].name);
            return 0;
        }
    if (kind->needs == FIGURE_POINTS)
        return figure_has_points(result_plan(result));
    return kind->needs != FIGURE_RESPONSE || figure_responds(result_plan(result));
}

/* A figure of an analysis. */
static int analysis_plot(const struct request *r, const struct insight_kind *kind, struct result *result, struct err *err)
{
    char stem[NAME_MOST];
    int to_file = r->out && !is_folder(r->out);
    struct insight_wish insight = { .chinese = r->chinese, .level = r->level };
    struct plot_insight wish = { r->kpi, r->where, r->policy, stem, r->script };
    stem_of(r, to_file, kind->name, stem);
    return format_chosen(r, to_file, &insight.format, err) ? -1 : plot_insight(&wish, kind, result, insight, err);
}

static int plot(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    struct figure_wish wish = { .chinese = r->chinese, .level = r->level };
    if (insight_kind(r->kind))
        return analysis_plot(r, insight_kind(r->kind), result, err);
    int first, end;
    if (plot_kinds_chosen(r->kind, &first, &end, err))
        return -1;
    int response = end - first == 1 && FIGURES[first].needs == FIGURE_RESPONSE;
    int all = end - first == 1 && FIGURES[first].needs >= FIGURE_COMPARISON &&
              (FIGURES[first].output[0] != N_OUTPUTS || FIGURES[first].needs == FIGURE_POINTS);
    if (response && plan->n_factors == 0)
        return err_input(err, "%s varies nothing that policies respond to; a study with `factors:` does", r->path);
    if (response && !figure_responds(plan))
        return err_input(err, "no two points of %s differ in one factor alone; `hotline plot points` shows the differences over "
                         "all of them, `hotline plot tornado` what its factors do", r->path);
    if (end - first == 1 && FIGURES[first].needs == FIGURE_POINTS && !figure_has_points(plan))
        return err_input(err, "%s has one point; a study with `factors:` has more", r->path);
    int to_file = r->out && end - first == 1 && !is_folder(r->out);
    if (format_chosen(r, to_file, &wish.format, err) || wish_scenarios(r, plan, &wish, all, err))
        return -1;
    wish.control = chosen_control(plan, r->control, err);
    if (wish.control < 0)
        return -1;
    int made = r->out && !to_file && !r->script && mkdir(r->out, 0777) == 0;
    if (r->out && !to_file && !r->script && !made && errno != EEXIST)
        return err_set(err, "%s cannot be made: %s", r->out, strerror(errno));
    int status = 0;
    for (int k = first; k < end && status == 0; k++)
        if (end - first == 1 || is_for(&FIGURES[k], result))
            status = draw(r, to_file, &FIGURES[k], result, &wish, err);
    if (status && made)
        rmdir(r->out);                          /* only when nothing is in it */
    return status;
}

static const struct argp_option OPTIONS[] = {
    { "output", 'o', "FILE", 0, "a .png, .svg or .pdf file, or a folder (default: beside the result)", 0 },
    { "format", 'f', "png|svg|pdf", 0, "what the figures are (default: by FILE's name, else png)", 0 },
    { "scenarios", 's', "NAME,...", 0, "only these, in this order (at most 8)", 1 },
    { "control", 'c', "SCENARIO", 0, "of the figure `compare`, instead of the study's control", 1 },
    { "where", 'w', "KPI>VALUE", 0, "of the figure `box`: the cases of interest", 1 },
    { "policy", 'p', "NAME", 0, "of the figures of an analysis, under this policy (default: the control)", 1 },
    { "kpi", 'k', "NAME,...", 0, "of the figures `compare`, `points`, `response` and those of an analysis, only these outputs "
      "(`hotline outputs` lists them)", 1 },
    { "level", 'L', "P", 0, "level of intervals and bands (default .95)", 1 },
    { "lang", 'l', "en|zh", 0, "language of the figure", 1 },
    { "script", 'S', NULL, 0, "print the gnuplot script instead; it holds its data and writes to standard output", 2 },
    { 0 },
};

int verb_plot(int argc, char **argv)
{
    static const struct argp argp = { OPTIONS, parse, "[KIND RESULT]",
        "Draw a figure of a result, and write its numbers beside it, as NAME.figure.csv.\v"
        "`hotline plot` alone lists the kinds: which results each is of, and what it shows; `all` draws those that any result has. "
        "Needs gnuplot.\n\nExample: hotline plot backlog results/demo.h5 --lang zh",
        NULL, NULL, NULL };
    struct request request = { .level = .95 };
    options_parse(&argp, argc, argv, &request);
    if (!request.kind)
        return plot_kinds_list(request.chinese) ? EXIT_ENVIRONMENT : EXIT_OK;
    return verb_on_result(request.path, plot, &request);
}
