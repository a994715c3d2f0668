/* erlang.h - Erlang's systems as a planner asks about them: what n operators give, and how many a service takes.
 *
 * load is what callers offer of themselves, erlang. Of those who are lost (B: find all busy; A: hang up), the share
 * `retries` tries again, later and as if for the first time, so that the system is offered more: the load L with
 * L = load + retries x L x P(lost at L).
 */
#ifndef ERLANG_H
#define ERLANG_H

#include "analysis/staffing/goal.h"

enum erlang_formula { ERLANG_B, ERLANG_C, ERLANG_A, N_ERLANGS };
enum { ERLANG_MOST_AGENTS = 10000000 };

struct erlang_system {
    enum erlang_formula formula;
    double load, service_s;
    double patience_s;          /* of A */
    double retries;             /* of A and B, 0 .. 1 */
};

struct erlang_service {
    double load;                /* retries included; INFINITY: unstable, and nothing else is known */
    double waits, lost;         /* shares of the calls offered; lost: blocked (B) or abandoned (A) */
    double wait_s;              /* mean over all calls */
    double wait_answered_s;
    double waiting;             /* callers in the queue, mean over time */
    double occupancy;
};

struct erlang_service erlang_service(const struct erlang_system *system, int agents);
double erlang_within(const struct erlang_system *system, int agents, double within_s);      /* share answered within */
double erlang_value(const struct erlang_system *system, int agents, const struct goal *goal);

/* The fewest agents that meet all goals. Fails with a sentence where a goal has no meaning for the formula, where no
 * number does, and where goals contradict. */
int erlang_agents(const struct erlang_system *system, int n, const struct goal goal[], int *agents, struct err *err);

/* (agents - load) / sqrt(load): the grade of square-root staffing. */
double erlang_grade(double load, int agents);

#endif
