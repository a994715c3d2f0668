/* replay.c - one run of a result again, and the story of one ticket or one resident in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/telling.h"
#include "chosen.h"
#include "options.h"
#include "sim/record/result.h"
#include "sim/run.h"
#include "sim/study/rebuild.h"
#include "sim/study/reproduce.h"
#include "verbs.h"

enum { LISTED = 12 };

struct request {
    const char *path, *run;
    enum story_wanted wanted;
    uint32_t number;                    /* of the ticket or resident */
    int zh;
};

enum { KEY_RUN = 2000, KEY_TRACE };

static void parse_trace(struct request *r, const char *text, struct argp_state *state)
{
    char what[16], end = 0;
    unsigned number;
    if (sscanf(text, "%15[a-z]:%u%c", what, &number, &end) != 2 || (strcmp(what, "ticket") && strcmp(what, "resident")))
        argp_error(state, "--trace needs ticket:N or resident:N, not '%s'", text);
    r->wanted = *what == 't' ? STORY_OF_TICKET : STORY_OF_RESIDENT;
    r->number = number;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case KEY_RUN: r->run = arg; break;
    case KEY_TRACE: parse_trace(r, arg, state); break;
    case 'l': r->zh = chosen_language(state, arg); break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->path = options_only(state, "RESULT", arg); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* ---- which run: SCENARIO,REPLICATE; POINT/POLICY,REPLICATE ---- */

/* The policy of that name at a point of the design. */
static int scenario_at(const struct result_plan *plan, int point, const char *policy, struct err *err)
{
    int policies = plan->n_points ? plan->n_scenarios / plan->n_points : plan->n_scenarios;
    for (int s = point * policies; plan->n_points > point && s < (point + 1) * policies; s++) {
        size_t n = strcspn(plan->scenario_name[s], "@");
        n -= n > 0 && plan->scenario_name[s][n] == '@';         /* "policy @ key=value": the blank before it */
        if (strlen(policy) == n && strncmp(plan->scenario_name[s], policy, n) == 0)
            return s;
    }
    return err_input(err, "the result has no policy '%s' at point %d; `hotline show` lists its scenarios", policy,
                     point);
}

static int run_chosen(const struct request *r, const struct result_plan *plan, struct rebuild_run *run, struct err *err)
{
    char name[256] = "";
    int point = -1, used = 0;
    const char *comma = r->run ? strrchr(r->run, ',') : NULL;
    *run = (struct rebuild_run){ 0, 0 };
    if (!r->run)
        return 0;
    char *end = NULL;
    long replicate = comma ? strtol(comma + 1, &end, 10) : -1;
    if (!comma || end == comma + 1 || *end || replicate < 0 || replicate >= plan->n_replicates)
        return err_input(err, "--run needs SCENARIO,REPLICATE or POINT/POLICY,REPLICATE with a replicate from 0 "
                              "to %d, not '%s'",
                         plan->n_replicates - 1, r->run);
    snprintf(name, sizeof name, "%.*s", (int)(comma - r->run), r->run);
    run->replicate = (int)replicate;
    run->scenario = sscanf(name, "%d/%n", &point, &used) == 1 && used > 0 ? scenario_at(plan, point, name + used, err)
                                                                          : chosen_scenario(plan, name, err);
    return run->scenario < 0 ? -1 : 0;
}

/* ---- the run, once or twice ---- */

static int live(const struct cases *cases, const struct rebuild_run *run, struct outputs *outputs, struct story *story,
                struct err *err)
{
    const struct scenario_loaded *branch[] = { &cases->loaded[0] };
    struct run_watch watch = { .story = story };
    outputs_free(outputs);
    if (outputs_init(outputs, &cases->extents, err) != 0 ||
        run_branches(&cases->base[0], 1, branch, cases->seed, (uint32_t)run->replicate, outputs, &watch, err) != 0)
        return -1;
    return story->failed ? err_set(err, "no memory for the story") : 0;
}

/* A ticket's need is known once it has been opened: the first life finds it, the second is listened to. */
static int ticket_found(const struct request *r, struct story *story, struct err *err)
{
    if (r->number < 1 || r->number > story->tickets.n)
        return err_input(err, "there is no ticket %u: %u were opened in this run", r->number, story->tickets.n);
    const struct story_ticket *t = &story->tickets.row[r->number - 1];
    struct story wanted = { .wanted = STORY_OF_TICKET, .key = t->key, .born_key = t->born_key };
    story_free(story);
    *story = wanted;
    return 0;
}

static int story_make(const struct request *r, const struct cases *cases, const struct rebuild_run *run,
                      struct outputs *outputs, struct story *story, struct err *err)
{
    int residents = cases->base[0].scenario.city.residents;
    *story = (struct story){ .wanted = r->wanted == STORY_OF_RESIDENT ? STORY_OF_RESIDENT : STORY_LIST, .resident = r->number };
    if (r->wanted == STORY_OF_RESIDENT && r->number >= (uint32_t)residents)
        return err_input(err, "there is no resident %u: they have numbers from 0 to %d", r->number, residents - 1);
    if (live(cases, run, outputs, story, err) != 0)
        return -1;
    if (r->wanted != STORY_OF_TICKET)
        return 0;
    return ticket_found(r, story, err) == 0 ? live(cases, run, outputs, story, err) : -1;
}

static void story_print(const struct request *r, const struct cases *cases, const struct result_plan *plan,
                        const struct rebuild_run *run, const struct story *story)
{
    struct telling telling = { &cases->loaded[0].scenario, &cases->extents, plan->warmup_d, r->zh };
    printf(chosen_word(r->zh, "%s: %s, replication %d\n", "%s：%s，第%d次重复\n"), r->path,
           plan->scenario_name[run->scenario],
           run->replicate);
    if (r->wanted == STORY_LIST) {
        printf(chosen_word(r->zh, "%u tickets were opened; those with most to tell (--trace ticket:N):\n\n",
                           "共生成%u件工单；经历最多的工单（--trace ticket:N）：\n\n"), story->tickets.n);
        telling_list(stdout, &telling, story, LISTED);
        return;
    }
    printf(r->wanted == STORY_OF_TICKET ? chosen_word(r->zh, "ticket %u\n\n", "工单%u号\n\n")
                                        : chosen_word(r->zh, "resident %u\n\n", "居民%u号\n\n"), r->number);
    telling_write(stdout, &telling, story, r->wanted == STORY_OF_RESIDENT);
    if (story->lines.n == 0)
        puts(chosen_word(r->zh, "nothing happened to this resident", "该居民未发生任何事"));
}

/* A story is of the run that the file holds only if the run came out the same. */
static int is_the_same(const struct request *r, struct result *result, const struct rebuild_run *run,
                       const struct outputs *outputs, struct err *err)
{
    struct reproduction found;
    if (reproduce_run(result, run->scenario, run->replicate, outputs, &found, err) != 0)
        return -1;
    if (found.different)
        return err_code(err, EXIT_DIGEST, "%s was made by another program: %ld of %ld outputs of this run are "
                                          "other ones now, so this "
                        "is not what happened in it", r->path, found.different, found.cells);
    return 0;
}

static int replay(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    struct cases cases = { 0 };
    struct outputs outputs = { 0 };
    struct story story = { 0 };
    struct rebuild_run run;
    int ok = run_chosen(r, plan, &run, err) || rebuild_some(&cases, result, 1, &run, err) ||
             story_make(r, &cases, &run, &outputs, &story, err) ? -1 : 0;
    if (ok == 0) {
        story_print(r, &cases, plan, &run, &story);
        ok = is_the_same(r, result, &run, &outputs, err);
    }
    outputs_free(&outputs);
    story_free(&story);
    cases_free(&cases);
    return ok;
}

int verb_replay(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "run", KEY_RUN, "RUN", 0, "SCENARIO,REPLICATE or POINT/POLICY,REPLICATE (default: the first run)", 0 },
        { "trace", KEY_TRACE, "ticket:N|resident:N", 0, "tell what happened to this ticket or resident", 0 },
        { "lang", 'l', "en|zh", 0, "language of the story", 1 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Live one run of a result again and tell the story of one ticket or one resident: what was wrong, who "
        "called and "
        "waited how long, what was written down, to whom it was sent, what each way of dealing with it was worth "
        "to them, what "
        "was done, what is true and what the books say.\v"
        "Without --trace the tickets with most to tell are listed. Tickets are numbered in the order in which they are "
        "opened, those of the warm-up included; residents from 0. The run is made from the result alone, and must come "
        "out the same: exit code 4 when it does not.\n\n"
        "Example: hotline replay results/demo.h5 --trace ticket:100", NULL, NULL, NULL };
    struct request request = { 0 };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.path, replay, &request);
}
