/* pay.c - what operators are paid, and what haste is worth to them.
 *
 * Paid by the call above a monthly threshold n0, an operator of the n-th call of the month who expects r more at an
 * unhurried pace chooses the haste x in [0, 1] that maximises
 *
 *   per_call E[(N(x) - n0)+] - haste_cost l x^2 / 2    N(x) = n + r (1 + queued x saved / (1 - saved)),  saved = haste_time x
 *
 * with l the part of the month that is left. A second saved becomes another call only where somebody waits (queued: the
 * share who do). N is taken to be uncertain by a logistic error that shrinks as the month goes. On a salary nothing is
 * gained by haste. What haste does to a record is no matter of pay: that is the point.
 */
#include "day.h"

#include "sim/base/num.h"

enum { MONTH_D = 30, STEPS = 10 };
#define ROSTERED (5 / 7.0)

int pay_day(const struct day *d) { return d->t % MONTH_D == MONTH_D - 1; }

/* E[(N - n0)+] of a logistic N with this mean and scale. */
static double expected_excess(double mean, double n0, double scale)
{
    double z = (mean - n0) / scale;
    return scale * (z > 30 ? z : num_log(1 + num_exp(z)));
}

double pay_haste(const struct day *d, const struct operator_post *p)
{
    const struct scenario *s = d->s;
    double days = ROSTERED * (MONTH_D - d->t % MONTH_D), to_come = p->pace * days;
    double scale = s->pay.uncertainty * to_come + 1;
    double strain = s->pay.haste_cost * days / (ROSTERED * MONTH_D), best = -1e300, chosen = 0;
    if (!s->operators.piece_rate)
        return 0;
    for (int i = 0; i <= STEPS; i++) {
        double x = (double)i / STEPS, saved = s->pay.haste_time * x;
        double n = p->month_calls + to_come * (1 + d->w->queued * saved / (1 - saved));
        double u = s->pay.per_call * expected_excess(n, s->pay.threshold, scale) - strain * x * x / 2;
        if (u > best) {
            best = u;
            chosen = x;
        }
    }
    return chosen;
}

double pay_time(const struct scenario *s, double haste) { return 1 - s->pay.haste_time * haste; }
double pay_care(const struct scenario *s, double haste) { return 1 - s->pay.haste_errors * haste; }

static double month_wage(const struct scenario *s, double calls)
{
    if (!s->operators.piece_rate)
        return s->pay.salary;
    double above = calls > s->pay.threshold ? calls - s->pay.threshold : 0;
    return s->pay.base + s->pay.per_call * above;
}

void pay_count(struct day *d, struct operator_post *p, int calls)
{
    p->month_calls += (float)calls;
    if (p->on_duty)     /* pace at no haste, some days smoothed; of a newcomer: of the first day */
        p->pace += (float)((p->pace > 0 ? 0.1 : 1) * (calls * (1 - d->s->pay.haste_time * p->haste) - p->pace));
    if (!pay_day(d))
        return;
    if (d->t + 1 >= (uint32_t)p->hired + MONTH_D) {       /* a whole month in post */
        d->facts.paid++;
        d->facts.paid_above += p->month_calls > d->s->pay.threshold;
        d->facts.paid_yuan += month_wage(d->s, p->month_calls);
    }
    p->month_calls = 0;
}
