/* oracle_published.c - a call centre whose results are published (scenarios/centres/callcenter-example.yaml): example `CallCenter`
 * of P. L'Ecuyer's SSJ User's Guide, University of Montreal; 10 000 days there.
 */
#include <math.h>

#include "callcentre.h"

enum { DAYS = 1000, SEED = 12345 };

int oracle_published(int effort, const struct oracle_report *report, struct err *err)
{
    struct callcentre centre;
    struct oracle_ratio ratio[N_CALLCENTRE_MEASURES] = { 0 };
    if (callcentre_read(&centre, "callcenter-example", err) ||
        callcentre_run(&centre, effort * DAYS, draw_key(SEED, 0), ratio, err))
        return -1;
    for (int m = 0; m < N_CALLCENTRE_MEASURES; m++)
        report->tell(report->self, &(struct oracle_reading){ .oracle = "SSJ CallCenter, published",
            .what = CALLCENTRE_MEASURES[m].what, .theory = centre.published[m].value, .simulated = oracle_ratio_value(&ratio[m]),
            .error = hypot(oracle_ratio_error(&ratio[m]), centre.published[m].error) });
    return 0;
}
