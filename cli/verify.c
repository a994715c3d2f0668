/* verify.c - the call centre and the draws against theory, one line a reading, the verdict last. */
#include <omp.h>
#include <stdio.h>

#include "analysis/oracle.h"
#include "analysis/staffproof.h"
#include "options.h"
#include "sim/scenario/load.h"
#include "verbs.h"

struct request { struct oracle_plan plan; int staffing; };
enum { MOST_STAFFING = 1000, STAFFING_SEED = 2024, FEWEST_RIGHT_PERCENT = 95 };
struct tally { double sight; int readings, failed; };

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'q': request->plan = ORACLE_QUICK; return 0;
    case 'f': request->plan = ORACLE_FULL; return 0;
    case 's': request->staffing = (int)options_integer(state, "--staffing", argument, 1, MOST_STAFFING); return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const char *verdict(const struct oracle_reading *r, double sight)
{
    return oracle_passes(r, sight) ? "pass" : oracle_is_sharp(r, sight) ? "FAIL" : "BLUNT";
}

static void tell(void *self, const struct oracle_reading *r)
{
    struct tally *tally = self;
    tally->readings++;
    tally->failed += !oracle_passes(r, tally->sight);
    printf("%-43s %-36s %12.6g %12.6g %7.3f %6.2f  %s\n", r->oracle, r->what, r->theory, r->simulated,
           100 * r->error / r->theory, oracle_z(r), verdict(r, tally->sight));
    fflush(stdout);
}

/* Random centres on the county's shifts. */
static int staffing(int cases, struct err *err)
{
    struct scenario_loaded county = { 0 };
    int right = 0, failed = scenario_load(&county, &(struct scenario_request){ .city = "county" }, err);
    if (!failed)
        printf("%4s %-28s %12s %6s %7s  %-22s %-22s\n", "case", "target", "calls a week", "posts", "trials", "long run",
               "with one fewer");
    for (int i = 0; i < cases && !failed; i++) {
        struct staffproof p;
        failed = staffproof_case(&p, &county.scenario, STAFFING_SEED, (uint32_t)i, omp_get_max_threads(), err);
        if (failed)
            break;
        right += p.holds;
        printf("%4d %-28s %12.0f %6d %7d  %8.5g ± %-11.2g %8.5g ± %-11.2g %s\n", i, p.target, p.calls_a_week, p.posts, p.trials,
               p.value[0], p.error[0], p.value[1], p.error[1], p.holds ? "holds" : "DOES NOT HOLD");
        fflush(stdout);
    }
    scenario_free(&county);
    if (failed)
        return verb_failed(err);
    printf("staffing: %d of %d answers hold in long runs of their own\n", right, cases);
    return 100 * right >= FEWEST_RIGHT_PERCENT * cases ? EXIT_OK : EXIT_RUNS_FAILED;
}

int verb_verify(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "quick", 'q', 0, 0, "a few seconds; an error of 3 % would be seen", 0 },
        { "full", 'f', 0, 0, "ten times as many calls, an error of 1 % would be seen (the default)", 0 },
        { "staffing", 's', "CASES", 0, "instead: random centres whose headcount is searched for, then judged by long runs: "
          "the number found meets its target, one fewer does not", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "",
        "Simulates queues whose answer is known and compares: theory, simulated, z (difference in standard errors), "
        "pass. Ends with status 3 if one fails.\v"
        "Example: hotline verify --quick", 0, 0, 0 };
    struct request request = { ORACLE_FULL, 0 };
    options_parse(&argp, argc, argv, &request);
    struct tally tally = { .sight = request.plan.sight };
    struct err err = { 0 };
    if (request.staffing)
        return staffing(request.staffing, &err);
    printf("%-43s %-36s %12s %12s %7s %6s\n", "oracle", "reading", "theory", "simulated", "error %", "z");
    if (oracle_run_all(&request.plan, &(struct oracle_report){ tell, &tally }, &err))
        return verb_failed(&err);
    if (tally.failed)
        printf("verify: %d of %d readings FAILED\n", tally.failed, tally.readings);
    else
        printf("verify: all %d readings agree with theory\n", tally.readings);
    return tally.failed ? EXIT_RUNS_FAILED : EXIT_OK;
}
