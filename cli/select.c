/* select.c - the verb: the best scenario of a study, with a guarantee, by as many replications as that takes. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/answers/select_study.h"
#include "analysis/numbers/tidy.h"
#include "answer.h"
#include "options.h"
#include "studies.h"
#include "verbs.h"

struct request {
    struct options options;
    struct answer_options answer;
    const char *study, *best;
    int n_limits;
    const char *limit[SELECT_MOST_CONSTRAINTS];
    double delta, alpha;
    int first, most, kn;
    char command[1024];
};

enum { KEY_BEST = 2000, KEY_DELTA, KEY_ALPHA, KEY_SUBJECT, KEY_FIRST, KEY_MOST, KEY_PROCEDURE, KEY_CSV, KEY_FORMAT };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case KEY_BEST: r->best = argument; break;
    case KEY_DELTA: r->delta = chosen_number(state, "--delta", argument); break;
    case KEY_ALPHA: r->alpha = chosen_share(state, "--alpha", argument); break;
    case KEY_SUBJECT:
        if (r->n_limits == SELECT_MOST_CONSTRAINTS)
            argp_error(state, "--subject-to may be given at most %d times", SELECT_MOST_CONSTRAINTS);
        r->limit[r->n_limits++] = argument;
        break;
    case KEY_FIRST: r->first = (int)options_integer(state, "--first", argument, 2, 1000); break;
    case KEY_MOST: r->most = (int)options_integer(state, "--most", argument, 2, STUDY_MOST_REPLICATIONS); break;
    case KEY_PROCEDURE: {
        static const char *const WORDS[] = { "kn++", "kn" };
        r->kn = chosen_row(state, "--procedure", argument, 2, WORDS);
        break;
    }
    case KEY_CSV: r->answer.csv = argument; break;
    case KEY_FORMAT: r->answer.form = chosen_form(state, argument); break;
    case ARGP_KEY_ARG: r->study = options_only(state, "STUDY", argument); break;
    case ARGP_KEY_END:
        if (!r->study || !r->best || !(r->delta > 0))
            argp_error(state, "STUDY, --best KPI and --delta D (above 0) are needed");
        if (r->options.out || r->options.reps != NONE)
            argp_error(state, "select writes no result and decides itself how many replications: no -o, no --reps");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* The numbers to select by, and the wish that they make. */
static int wish_make(const struct request *r, struct select_wish *wish, enum output kpi[], struct err *err)
{
    enum output best[N_OUTPUTS];
    int n = chosen_kpis(r->best, best, err);
    if (n < 0)
        return -1;
    if (n > 1 || OUTPUTS[best[0]].better == NEITHER)
        return err_input(err, "--best is one output of which less or more is better; `hotline outputs` tells");
    kpi[0] = best[0];
    *wish = (struct select_wish){ .larger = OUTPUTS[best[0]].better == HIGHER, .delta = r->delta, .alpha = r->alpha,
                                  .renew = !r->kn, .first = r->first, .most = r->most, .batch = 4, .n_constraints = r->n_limits };
    for (int c = 0; c < r->n_limits; c++) {
        struct chosen_condition limit;
        if (chosen_condition(r->limit[c], &limit, err))
            return -1;
        if (!(limit.slack > 0))
            return err_input(err, "'%s' needs what is near enough: %s%s%g+-SLACK", r->limit[c], OUTPUTS[limit.kpi].name,
                             limit.above ? ">=" : "<=", limit.value);
        kpi[1 + c] = limit.kpi;
        wish->constraint[c] = (struct select_constraint){ limit.value, limit.slack, limit.above };
    }
    return r->most >= r->first ? 0 : err_input(err, "--most is below --first");
}

static void sheet_make(struct sheet *sheet, const struct selection *s, const struct select_wish *wish,
                       const struct result_plan *plan, const enum output kpi[], int zh)
{
    static const char *const FATE[][2] = {
        [SELECT_CANDIDATE] = { "still in the race", "尚未决出" }, [SELECT_BEST] = { "SELECTED", "入选" },
        [SELECT_BEATEN] = { "beaten", "被淘汰" }, [SELECT_INFEASIBLE] = { "breaks a limit", "不满足限值" },
    };
    static const struct sheet_column COLUMNS[] = {
        { "scenario", SHEET_TEXT, "", "" }, { "fate", SHEET_TEXT, "", "" }, { "replications", SHEET_COUNT, "replications", "重复次数" },
    };
    sheet_begin(sheet, "scenarios", 3, COLUMNS);
    for (int m = 0; m <= wish->n_constraints; m++)
        sheet_column(sheet, (struct sheet_column){ OUTPUTS[kpi[m]].name, SHEET_NUMBER, OUTPUTS[kpi[m]].name, OUTPUTS[kpi[m]].zh });
    for (int i = 0; i < s->k; i++) {
        sheet_text(sheet, "%s", plan->scenario_name[i]);
        sheet_text(sheet, "%s", FATE[s->fate[i]][zh]);
        sheet_number(sheet, s->n[i]);
        for (int m = 0; m <= wish->n_constraints; m++)
            sheet_number(sheet, s->mean[i * (1 + wish->n_constraints) + m]);
    }
}

static void tell(struct answer *a, const struct selection *s, const struct select_wish *wish, const struct result_plan *plan,
                 const enum output kpi[], int zh)
{
    int left = 0;
    for (int i = 0; i < s->k; i++)
        left += s->fate[i] == SELECT_CANDIDATE;
    if (s->best >= 0)
        answer_say(a->before, chosen_word(zh,
            "Selected: %s. With at least %g %% it is the best of %d scenarios by %s%s,\nif it is better than each other by %g or "
            "more (numbers normal, replications independent; %s of Kim and Nelson). %ld runs.\n",
            "入选：%s。若其优于其余者至少 δ，则至少有 %g%% 的把握为 %d 个情景中最优（按 %s%s，δ = %g；\n"
            "数值正态、各次重复独立；Kim 与 Nelson 之 %s）。共 %ld 次运行。\n"),
            plan->scenario_name[s->best], 100 * (1 - wish->alpha), s->k, OUTPUTS[kpi[0]].name,
            wish->n_constraints ? chosen_word(zh, " among those that keep the limits", "，在满足限值者中") : "", wish->delta,
            wish->renew ? "KN++" : "KN", s->runs);
    else if (left)
        answer_say(a->before, chosen_word(zh, "Not decided: %d scenarios are still in the race after %ld runs.\n",
                                          "未决：%d 个情景仍在比较，已运行 %ld 次。\n"), left, s->runs);
    else
        answer_say(a->before, chosen_word(zh, "No scenario keeps the limits (%g %%; %ld runs).\n", "没有情景满足限值（%g%%；%ld 次运行）。\n"),
                   100 * (1 - wish->alpha / 2), s->runs);
}

static int scenarios_race(struct request *r, const struct cases *cases, struct err *err)
{
    struct answer answer = { .title = cases->plan.title };
    struct selection s = { 0 };
    struct select_wish wish;
    struct work_manner manner = options_manner(&r->options);
    enum output kpi[1 + SELECT_MOST_CONSTRAINTS];
    if (wish_make(r, &wish, kpi, err))
        return -1;
    int status = select_study(&s, &wish, cases, kpi, &manner, err);
    if (status == 0 || err->code == EXIT_PRECISION) {
        struct err why = { 0 };
        tell(&answer, &s, &wish, &cases->plan, kpi, r->answer.zh);
        sheet_make(&answer.sheet[answer.n++], &s, &wish, &cases->plan, kpi, r->answer.zh);
        if (answer_give(&answer, &r->answer, &why)) {
            *err = why;
            status = -1;
        }
    }
    answer_free(&answer);
    select_free(&s);
    return status;
}

static int select_run(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    r->answer.zh = r->options.zh;
    r->answer.form = r->options.json ? FORM_JSON : r->answer.form;
    int ok = r->answer.csv ? tidy_may_replace(r->answer.csv, err) : 0;
    if (ok == 0)
        ok = study_read(&study, r->study, err);
    if (ok == 0)
        ok = cases_load(&cases, &study, &wish, err);
    if (ok == 0)
        ok = scenarios_race(r, &cases, err);
    cases_free(&cases);
    study_free(&study);
    return ok;
}

int verb_select(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "best", KEY_BEST, "KPI", 0, "the output to select by", 0 },
        { "delta", KEY_DELTA, "D", 0, "the smallest difference that matters, in its unit", 0 },
        { "alpha", KEY_ALPHA, "A", 0, "chance of a wrong selection that is accepted (default .05)", 0 },
        { "subject-to", KEY_SUBJECT, "KPI<=X+-E", 0, "only scenarios that keep this limit; within E of it either call "
          "will do; at most 4", 0 },
        { "first", KEY_FIRST, "N", 0, "replications of each scenario before any leaves (default 10)", 0 },
        { "most", KEY_MOST, "N", 0, "replications of a scenario at most (default 1000); status 5 when they do not suffice", 0 },
        { "procedure", KEY_PROCEDURE, "NAME", 0, "kn++ (default): variances are estimated anew whenever the replications have "
          "doubled; kn: from the first ones only, which takes more of them", 0 },
        { "csv", KEY_CSV, "FILE.csv", 0, "also write the table", 2 },
        { "format", KEY_FORMAT, "FORM", 0, "print text (default), markdown, latex, csv or json", 2 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "STUDY",
        "Select the best scenario of a study with a guarantee, by as many replications as that takes: all of them race under "
        "common random numbers, and those that fall behind leave.\v"
        "Example: hotline select three-rules --best regret --delta 0.01 --days 90", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE, .answer = ANSWER_OPTIONS_NONE, .alpha = .05, .first = 10, .most = 1000 };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return select_run(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
