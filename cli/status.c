/* status.c - how far a sweep is, from another terminal. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "json.h"
#include "options.h"
#include "sim/base/progress.h"
#include "sim/record/result.h"
#include "sim/study/parts.h"
#include "verbs.h"

struct request { const char *out; int json, failed; };

struct standing {
    long runs, done, failed;
    double rate_per_s;                  /* of the session at work, or the last one; 0 = none finished yet */
    int working;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'j': r->json = 1; break;
    case 'f': r->failed = 1; break;
    case ARGP_KEY_ARG: r->out = options_only(state, "OUT", parts_result(arg)); break;
    case ARGP_KEY_NO_ARGS: options_only(state, "OUT", arg); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int standing_of(struct standing *s, const struct parts *parts, struct err *err)
{
    const struct session *session = &parts->entries.last;
    const struct entry **fate = parts_fates(parts, err);
    long units = (long)session->n_points * session->n_replicates, recent = 0;
    int64_t last = session->at_ms;
    if (!fate)
        return -1;
    *s = (struct standing){ .runs = units * session->n_policies, .working = parts->working };
    for (long u = 0; u < units; u++) {
        if (!fate[u])
            continue;
        *(fate[u]->kind == ENTRY_DONE ? &s->done : &s->failed) += session->n_policies;
        recent += fate[u]->at_ms >= session->at_ms;
        last = fate[u]->at_ms > last ? fate[u]->at_ms : last;
    }
    free(fate);
    int64_t spent_ms = (s->working ? (int64_t)time(NULL) * 1000 : last) - session->at_ms;
    if (recent > 0)
        s->rate_per_s = 1000.0 * (double)(recent * session->n_policies) / (double)(spent_ms > 1 ? spent_ms : 1);
    return 0;
}

static void print_text(const char *out, const struct standing *s)
{
    char left[24];
    long to_go = s->runs - s->done - s->failed;
    printf("%s  %s: %ld of %ld runs, %ld failed, %ld to go", out, s->working ? "at work" : "stopped", s->done, s->runs,
           s->failed, to_go);
    if (s->rate_per_s > 0 && to_go > 0)
        printf(", %.2f runs/s, %s %s", s->rate_per_s, progress_duration(left, (double)to_go / s->rate_per_s),
               s->working ? "left" : "when resumed");
    puts("");
}

static void print_json(const char *out, const struct standing *s, int finished)
{
    printf("{\"file\": ");
    json_text(stdout, out);
    printf(", \"state\": \"%s\", \"runs\": %ld, \"done\": %ld, \"failed\": %ld, \"runs_per_s\": ",
           finished ? "finished" : s->working ? "at work" : "stopped", s->runs, s->done, s->failed);
    json_number(stdout, s->rate_per_s > 0 ? s->rate_per_s : NAN);
    puts("}");
}

/* A line for each unit of work that failed: its scenario, its replicate, what happened. */
static int print_failed(const struct parts *parts, struct err *err)
{
    const struct session *session = &parts->entries.last;
    const struct entry **fate = parts_fates(parts, err);
    struct plan_file kept = { 0 };
    int ok = fate ? parts_plan(parts, &kept, err) : -1;
    for (long u = 0; ok == 0 && u < (long)session->n_points * session->n_replicates; u++)
        if (fate[u] && fate[u]->kind == ENTRY_FAILED)
            printf("%s%s, replicate %d: %s\n", kept.plan.scenario_name[fate[u]->point * session->n_policies],
                   session->n_policies > 1 ? " and the other policies" : "", fate[u]->replicate, fate[u]->why);
    plan_file_free(&kept);
    free(fate);
    return ok;
}

static int finished(const struct request *r, struct err *err)
{
    struct result *result = NULL;
    struct standing s = { 0 };
    if (result_open(&result, r->out, err) != 0)
        return -1;
    const struct result_plan *plan = result_plan(result);
    for (int scenario = 0; scenario < plan->n_scenarios; scenario++)
        for (int replicate = 0; replicate < plan->n_replicates; replicate++) {
            s.runs++;
            s.done += result_status(result, scenario, replicate) == RUN_DONE;
            s.failed += result_status(result, scenario, replicate) == RUN_FAILED;
        }
    result_close(&result);
    if (r->json)
        print_json(r->out, &s, 1);
    else
        printf("%s  finished: %ld of %ld runs, %ld failed\n", r->out, s.done, s.runs, s.failed);
    return 0;
}

static int status(const struct request *r, struct err *err)
{
    struct parts parts;
    struct standing s;
    if (!parts_exist(r->out) && access(r->out, F_OK) == 0)
        return finished(r, err);
    int ok = parts_look(&parts, r->out, PARTS_READ, err);
    if (ok == 0)
        ok = standing_of(&s, &parts, err);
    if (ok == 0 && r->json)
        print_json(r->out, &s, 0);
    else if (ok == 0)
        print_text(r->out, &s);
    if (ok == 0 && r->failed)
        ok = print_failed(&parts, err);
    parts_close(&parts);
    return ok;
}

int verb_status(int argc, char **argv)
{
    static const struct argp_option rows[] = { { "json", 'j', 0, 0, "print JSON", 0 },
        { "failed", 'f', 0, 0, "also what failed: scenario, replicate and sentence, one line a unit of work", 0 }, { 0 } };
    static const struct argp argp = { rows, parse, "OUT.h5",
        "Tell how far the sweep is that writes OUT.h5, from another terminal or after it was stopped.\v"
        "The folder of its parts, OUT.h5.parts, may be named, too.\n\n"
        "Example: hotline status results/demo.h5", NULL, NULL, NULL };
    struct request request = { 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return status(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
