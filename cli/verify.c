/* verify.c - the call centre and the draws against theory, one line a reading, the verdict last. */
#include <stdio.h>

#include "analysis/oracle.h"
#include "options.h"
#include "verbs.h"

struct request { struct oracle_plan plan; };
struct tally { double sight; int readings, failed; };

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    (void)argument;
    switch (key) {
    case 'q': request->plan = ORACLE_QUICK; return 0;
    case 'f': request->plan = ORACLE_FULL; return 0;
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

int verb_verify(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "quick", 'q', 0, 0, "a few seconds; an error of 3 % would be seen", 0 },
        { "full", 'f', 0, 0, "ten times as many calls, an error of 1 % would be seen (the default)", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "",
        "Simulates queues whose answer is known and compares: theory, simulated, z (difference in standard errors), "
        "pass. Ends with status 3 if one fails.\v"
        "Example: hotline verify --quick", 0, 0, 0 };
    struct request request = { ORACLE_FULL };
    options_parse(&argp, argc, argv, &request);
    struct tally tally = { .sight = request.plan.sight };
    struct err err = { 0 };
    printf("%-43s %-36s %12s %12s %7s %6s\n", "oracle", "reading", "theory", "simulated", "error %", "z");
    if (oracle_run_all(&request.plan, &(struct oracle_report){ tell, &tally }, &err))
        return verb_failed(&err);
    if (tally.failed)
        printf("verify: %d of %d readings FAILED\n", tally.failed, tally.readings);
    else
        printf("verify: all %d readings agree with theory\n", tally.readings);
    return tally.failed ? EXIT_RUNS_FAILED : EXIT_OK;
}
