#include "erlang.h"

#include <math.h>
#include <stddef.h>

#include "analysis/queues/queueing.h"

static const char *const FORMULA[N_ERLANGS] = { "b", "c", "a" };

static double lost_share(const struct erlang_system *s, double load, int agents)
{
    return s->formula == ERLANG_B   ? queueing_erlang_b(load, agents)
           : s->formula == ERLANG_A ? queueing_erlang_a(load, agents, s->service_s, s->patience_s).p_abandon
                                    : 0;
}

/* What retries make of the load. L (1 - retries x P(lost at L)) rises with L; with retries = 1 it is what is carried,
 * which stays below the number of agents. */
static double load_with_retries(const struct erlang_system *s, int agents)
{
    if (s->formula == ERLANG_C || s->retries == 0 || s->load == 0)
        return s->load;
    if (s->retries == 1 && s->load >= agents)
        return INFINITY;
    double low = s->load, high = 2 * s->load;
    while (high * (1 - s->retries * lost_share(s, high, agents)) < s->load)
        if ((high *= 2) > 1e15)
            return INFINITY;
    for (int i = 0; i < 200 && high - low > 1e-14 * high; i++) {
        double middle = low + (high - low) / 2;
        if (middle * (1 - s->retries * lost_share(s, middle, agents)) < s->load)
            low = middle;
        else
            high = middle;
    }
    return high;
}

struct erlang_service erlang_service(const struct erlang_system *s, int agents)
{
    struct erlang_service is = { .load = load_with_retries(s, agents) };
    if (isinf(is.load) || (s->formula == ERLANG_C && s->load >= agents))
        return (struct erlang_service){ .load = INFINITY };
    is.lost = lost_share(s, is.load, agents);
    is.occupancy = agents > 0 ? is.load * (1 - is.lost) / agents : 0;
    if (s->formula == ERLANG_C) {
        is.waits = queueing_erlang_c(is.load, agents);
        is.wait_s = is.wait_answered_s = queueing_erlang_c_wait(is.load, agents, s->service_s);
    } else if (s->formula == ERLANG_A) {
        struct queueing_erlang_a a = queueing_erlang_a(is.load, agents, s->service_s, s->patience_s);
        is.waits = a.p_wait;
        is.wait_s = a.mean_wait;
        is.wait_answered_s = queueing_impatient(is.load, agents, s->service_s, s->patience_s, 0).mean_wait_answered;
    }
    is.waiting = is.wait_s * is.load / s->service_s;
    return is;
}

double erlang_within(const struct erlang_system *s, int agents, double within_s)
{
    double load = load_with_retries(s, agents);
    if (isinf(load))
        return 0;
    return s->formula == ERLANG_B   ? 1 - queueing_erlang_b(load, agents)
           : s->formula == ERLANG_C ? queueing_erlang_c_within(load, agents, s->service_s, within_s)
                                    : queueing_impatient(load, agents, s->service_s, s->patience_s, within_s).within;
}

/* An unstable queue serves nobody in time, keeps everybody waiting for ever and its operators busy. */
double erlang_value(const struct erlang_system *s, int agents, const struct goal *goal)
{
    if (goal->measure == GOAL_WITHIN)
        return erlang_within(s, agents, goal->within_s);
    struct erlang_service is = erlang_service(s, agents);
    int unstable = isinf(is.load);
    switch (goal->measure) {
    case GOAL_ANSWERED: return unstable ? 0 : 1 - is.lost;
    case GOAL_WAIT: return unstable ? INFINITY : is.wait_answered_s;
    case GOAL_WAITS: return unstable ? 1 : is.waits;
    case GOAL_OCCUPANCY: return unstable ? 1 : is.occupancy;
    default: return unstable ? 1 : is.lost;
    }
}

static int means_something(const struct erlang_system *s, const struct goal *goal, struct err *err)
{
    enum goal_measure m = goal->measure;
    if (*goal->scope)
        return err_input(err, "target '%s': the formulas know one kind of call; '%s' goes with `hotline staff`", goal->text,
                         goal->scope);
    if (s->formula == ERLANG_B ? m == GOAL_WAIT || m == GOAL_WAITS || m == GOAL_ABANDONED || m == GOAL_WITHIN
                               : m == GOAL_BLOCKED || (s->formula == ERLANG_C && (m == GOAL_ABANDONED || m == GOAL_ANSWERED)))
        return err_input(err, "target '%s' says nothing of formula %s, in which %s", goal->text, FORMULA[s->formula],
                         s->formula == ERLANG_B   ? "nobody waits"
                         : s->formula == ERLANG_C ? "nobody is lost"
                                                  : "nobody is turned away");
    return 0;
}

/* The first goal of this sort that so many agents miss, or NULL; sort 1: those that limit their number from above. */
static const struct goal *missed(const struct erlang_system *s, int n, const struct goal goal[], int sort, int agents)
{
    for (int g = 0; g < n; g++)
        if (goal_limits(&goal[g]) == sort && !goal_met(&goal[g], erlang_value(s, agents, &goal[g])))
            return &goal[g];
    return NULL;
}

int erlang_agents(const struct erlang_system *s, int n, const struct goal goal[], int *agents, struct err *err)
{
    const struct goal *failed;
    for (int g = 0; g < n; g++)
        if (means_something(s, &goal[g], err))
            return -1;
    int low = 0, high = 1;                              /* low misses one, high none */
    while ((failed = missed(s, n, goal, 0, high)) && high < ERLANG_MOST_AGENTS) {
        low = high;
        high = 2 * high < ERLANG_MOST_AGENTS ? 2 * high : ERLANG_MOST_AGENTS;
    }
    if (failed)
        return err_input(err, "target '%s' is out of reach: not even %d agents meet it", failed->text, ERLANG_MOST_AGENTS);
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (missed(s, n, goal, 0, middle))
            low = middle;
        else
            high = middle;
    }
    *agents = high;
    if ((failed = missed(s, n, goal, 1, high)))
        return err_input(err, "the targets contradict: the others take %d agents, of whom occupancy is %.4g; '%s' allows fewer",
                         high, erlang_value(s, high, failed), failed->text);
    return 0;
}

double erlang_grade(double load, int agents) { return (agents - load) / sqrt(load); }
