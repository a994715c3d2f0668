#include "oracle.h"

#include <math.h>

const struct oracle_plan ORACLE_QUICK = { 1, 0.03 }, ORACLE_FULL = { 10, 0.01 };

double oracle_z(const struct oracle_reading *r) { return (r->simulated - r->theory) / r->error; }

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

int oracle_run_all(const struct oracle_plan *plan, const struct oracle_report *report, struct err *err)
{
    int effort = plan->effort;
    return oracle_systems(effort, report, err) || oracle_day_cycle(effort, report, err) ||
           oracle_published(effort, report, err) || oracle_draws(effort, report, err) ? -1 : 0;
}
