/* discover.c - the verb: in which part of the space of factors do the cases of interest lie? */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/answers/discover.h"
#include "answer.h"
#include "options.h"
#include "verbs.h"

struct request { struct answer_options answer; const char *where, *policy; double density; int steps; };

enum { KEY_WHERE = 2000, KEY_DENSITY, KEY_STEPS };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->answer; break;
    case KEY_WHERE: r->where = argument; break;
    case KEY_DENSITY: r->density = chosen_share(state, "--density", argument); break;
    case KEY_STEPS: r->steps = 1; break;
    case 'p': r->policy = argument; break;
    case ARGP_KEY_END:
        if (!r->where)
            argp_error(state, "which cases are of interest? --where 'KPI>VALUE'");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static void tell(struct answer *a, const struct discovery *d, int zh)
{
    const struct prim *p = &d->prim;
    answer_say(a->before, chosen_word(zh, "%s %s %g in %d of %d points%s\n", "%s %s %g：%d/%d 个点%s\n"),
               OUTPUTS[d->wish.kpi].name, d->wish.above ? ">" : "<", d->wish.limit, p->hits, p->n,
               d->n_left_out ? chosen_word(zh, " (points without a run are left out)", "（无运行的点不计）") : "");
    answer_say(a->before, chosen_word(zh,
        "The box holds %d points: %.0f %% of them are such (density), and these are %.0f %% of all such (coverage).\n"
        "Boxes found in half of the points have density %.0f %% and coverage %.0f %% in the other half.\n",
        "箱内 %d 个点：其中 %.0f%% 属此类（密度），占全部此类的 %.0f%%（覆盖率）。\n"
        "以一半点找到的箱，在另一半点上密度为 %.0f%%，覆盖率为 %.0f%%。\n"),
        p->box.n, 100 * p->box.density, 100 * p->box.coverage, 100 * p->other_density, 100 * p->other_coverage);
    answer_say(a->after, "%s", chosen_word(zh,
        "quasi-p: chance of so many cases in the box if they were as frequent there without the limit. recurs: share of boxes\n"
        "found in half samples that have a limit on that side. Spurious: quasi-p above .05, or it recurs in fewer than half.\n",
        "准p值：若无此限，箱内仍有如此多此类点的概率。重现率：半样本所得之箱在该侧有限的比例。准p值大于 .05 或重现不足一半者疑为虚假。\n"));
}

static int discover(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    struct answer answer = { .title = r->answer.zh && *plan->title_zh ? plan->title_zh : plan->title };
    struct discover_wish wish = { .prim = PRIM_USUAL };
    struct chosen_condition where;
    struct factors factors;
    struct discovery d;
    if (chosen_condition(r->where, &where, err) || factors_of(&factors, plan, err))
        return -1;
    wish.kpi = where.kpi;
    wish.above = where.above;
    wish.limit = where.value;
    wish.policy = factors_policy(&factors, r->policy, err);
    wish.prim.density = r->density;
    if (wish.policy < 0 || discover_read(&d, result, &wish, err))
        return -1;
    tell(&answer, &d, r->answer.zh);
    discover_sheet(&d, &answer.sheet[answer.n++], r->answer.zh);
    if (r->steps || r->answer.csv || r->answer.form == FORM_JSON)
        discover_steps_sheet(&d, &answer.sheet[answer.n++]);
    int status = answer_give(&answer, &r->answer, err);
    answer_free(&answer);
    discover_free(&d);
    return status;
}

int verb_discover(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "where", KEY_WHERE, "KPI>VALUE", 0, "the cases of interest: an output above or (<) below a value", 0 },
        { "policy", 'p', "NAME", 0, "under this policy (default: the control)", 0 },
        { "density", KEY_DENSITY, "SHARE", 0, "of cases of interest that the box should have (default .8)", 0 },
        { "steps", KEY_STEPS, 0, 0, "also the boxes on the way: coverage against density", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Find the box in the space of factors in which the cases of interest lie (PRIM), with its coverage and density, and which "
        "of its limits may be there by chance.\v"
        "Example: hotline discover results/uncertain.h5 --where 'regret>0.4'", ANSWER_CHILDREN, NULL, NULL };
    struct request request = { .answer = ANSWER_OPTIONS_NONE, .density = .8 };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.answer.path, discover, &request);
}
