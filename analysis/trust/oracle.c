#include "oracle.h"

#include <math.h>
#include <string.h>

const struct oracle_plan ORACLE_QUICK = { 1, 0.03 }, ORACLE_FULL = { 10, 0.01 };

double oracle_z(const struct oracle_reading *r)
{
    return r->at_least && r->simulated > r->theory ? 0 : (r->simulated - r->theory) / r->error;
}

int oracle_is_sharp(const struct oracle_reading *r, double sight)
{
    return !r->exact || ORACLE_Z * r->error <= sight * fabs(r->theory);
}

int oracle_passes(const struct oracle_reading *r, double sight)
{
    return fabs(oracle_z(r)) <= ORACLE_Z && oracle_is_sharp(r, sight);
}

void oracle_ratio_add(struct oracle_ratio *r, double x, double y, double c)
{
    r->n++;
    r->x += x;
    r->y += y;
    r->c += c;
    r->xx += x * x;
    r->xy += x * y;
    r->yy += y * y;
    r->xc += x * c;
    r->yc += y * c;
    r->cc += c * c;
}

/* How much x - y x/y moves with the control, by least squares. */
static double leverage(const struct oracle_ratio *r) { return r->cc > 0 ? (r->xc - r->x / r->y * r->yc) / r->cc : 0; }

double oracle_ratio_value(const struct oracle_ratio *r) { return (r->x - leverage(r) * r->c) / r->y; }

/* Of the residuals x - y x/y - leverage c, whose mean is zero. */
double oracle_ratio_error(const struct oracle_ratio *r)
{
    double ratio = r->x / r->y, b = leverage(r);
    double squares = r->xx - 2 * ratio * r->xy + ratio * ratio * r->yy - b * b * r->cc;
    return sqrt(fmax(squares, 0) * (double)r->n / (double)(r->n - 1)) / fabs(r->y);
}

void oracle_ratio_tell(const struct oracle_ratio *r, const char *oracle, const char *what, double theory,
                       const struct oracle_report *report)
{
    report->tell(report->self, &(struct oracle_reading){ .oracle = oracle, .what = what, .theory = theory,
        .simulated = oracle_ratio_value(r), .error = oracle_ratio_error(r), .exact = 1 });
}

const struct oracle_family ORACLE_FAMILIES[] = {
    { "systems", "queues in their steady state", oracle_systems },
    { "cycle", "a load that changes by the hour", oracle_cycle },
    { "published", "a published call centre", oracle_published },
    { "draws", "laws of the draws", oracle_draws },
    { "demand", "needs, thinned and over-dispersed", oracle_demand },
    { "callers", "who calls, how long, how patiently", oracle_callers },
    { "attrition", "how long operators stay", oracle_attrition },
    { "passing", "tickets from office to office", oracle_passing },
    { "books", "what is true, said and written", oracle_books },
    { "ranks", "scores of units that are alike", oracle_ranks },
    { "cascade", "imitation where everybody sees everybody", oracle_cascade },
    { "clairvoyant", "the baseline of regret", oracle_clairvoyant },
    { "incidence", "competing ends of urgent needs", oracle_incidence },
    { "intervals", "how often 95 % intervals hold the truth", oracle_intervals },
    { "selection", "how often the best is selected, of 95 % promised", oracle_selection },
};
const int N_ORACLE_FAMILIES = sizeof ORACLE_FAMILIES / sizeof *ORACLE_FAMILIES;

const struct oracle_family *oracle_family_named(const char *name)
{
    for (int f = 0; f < N_ORACLE_FAMILIES; f++)
        if (strcmp(ORACLE_FAMILIES[f].name, name) == 0)
            return &ORACLE_FAMILIES[f];
    return NULL;
}
