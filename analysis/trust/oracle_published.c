/* oracle_published.c - call centres whose results are published, as files of scenarios/centres: example `CallCenter` of
 * P. L'Ecuyer's SSJ User's Guide (10 000 days there), and examples of the ContactCenters library (1000 days each), University
 * of Montreal. What such a file says of its source stands in it.
 */
#include <math.h>

#include "callcentre.h"

enum { DAYS = 1000, SEED = 12345 };

static const struct { const char *name, *oracle; } CENTRES[] = {
    { "callcenter-example", "SSJ CallCenter, published" },
    { "callcenter-example-busy", "SSJ CallCenter, busier days, published" },
    { "twelve-agents", "ContactCenters MMC, published" },
    { "twelve-agents-patience", "ContactCenters MMCAb, published" },
    { "twelve-agents-five-places", "ContactCenters MMCBlocked, published" },
};

static int centre_tell(const char *name, const char *oracle, int days, const struct oracle_report *report, struct err *err)
{
    struct callcentre centre;
    struct oracle_ratio ratio[N_CALLCENTRE_MEASURES] = { 0 };
    if (callcentre_read(&centre, name, err) || callcentre_run(&centre, days, draw_key(SEED, 0), ratio, err))
        return -1;
    for (int m = 0; m < N_CALLCENTRE_MEASURES; m++)
        if (!isnan(centre.published[m].value))
            report->tell(report->self, &(struct oracle_reading){ .oracle = oracle, .what = CALLCENTRE_MEASURES[m].what,
                .theory = centre.published[m].value, .simulated = oracle_ratio_value(&ratio[m]),
                .error = hypot(oracle_ratio_error(&ratio[m]), centre.published[m].error) });
    return 0;
}

int oracle_published(int effort, const struct oracle_report *report, struct err *err)
{
    for (size_t i = 0; i < sizeof CENTRES / sizeof *CENTRES; i++)
        if (centre_tell(CENTRES[i].name, CENTRES[i].oracle, effort * DAYS, report, err) != 0)
            return -1;
    return 0;
}
