/* burnout.c - how tired people are: operators and officers, who quits, how long operators stay. */
#include <math.h>
#include <stdlib.h>

#include "observe.h"
#include "sim/base/num.h"

enum { NOVICE_D = 90, SIX_MONTHS_D = 183, WEEK_D = 7 };

struct weighted { double value, weight; };

static int by_value(const void *a, const void *b)
{
    const struct weighted *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static void quantiles(struct weighted *x, uint32_t n, double out[N_QUANTILES])
{
    double whole = 0, sum = 0;
    uint32_t i = 0;
    qsort(x, n, sizeof *x, by_value);
    for (uint32_t j = 0; j < n; j++)
        whole += x[j].weight;
    for (int q = 0; q < N_QUANTILES; q++) {
        while (i + 1 < n && sum + x[i].weight < QUANTILES[q] * whole)
            sum += x[i++].weight;
        out[q] = n ? x[i].value : NAN;
    }
}

static void week_end(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    uint32_t most = w->posts.n > w->offices.n ? w->posts.n : w->offices.n, n = 0;
    struct weighted *x = malloc((most + 1) * sizeof *x);
    if (!x)
        return;
    for (uint32_t i = 0; i < w->posts.n; i++)
        if (w->posts.row[i].hired <= d->t)
            x[n++] = (struct weighted){ w->posts.row[i].exhaustion, 1 };
    double *operators = outputs_of(o->out, OUT_operators_exhaustion) + d->t / WEEK_D * N_QUANTILES;
    double *officers = outputs_of(o->out, OUT_officers_exhaustion) + d->t / WEEK_D * N_QUANTILES;
    quantiles(x, n, operators);
    for (uint32_t u = 0; u < w->offices.n; u++)
        x[u] = (struct weighted){ w->offices.row[u].exhaustion, o->city->unit[u].officers };
    quantiles(x, w->offices.n, officers);
    OBSERVE_ADD(o, d, operators_p95, n ? operators[N_QUANTILES - 1] : 0);
    OBSERVE_ADD(o, d, officers_p95, officers[N_QUANTILES - 1]);
    OBSERVE_ADD(o, d, weeks, 1);
    free(x);
}

static void operators_today(struct observation *o, const struct day *d)
{
    const struct world *w = d->w;
    double in_post = 0, tired = 0, worn = 0, novices = 0, away = 0, wept = 0, begun = 0, on_duty = 0, able = 0;
    for (uint32_t i = 0; i < w->posts.n; i++) {
        const struct operator_post *p = &w->posts.row[i];
        if (p->hired > d->t) {
            away++;
            continue;
        }
        int tenure = (int)d->t - p->hired + (p->hires == 0 ? p->before : 0);
        in_post++;
        tired += p->exhaustion;
        worn += p->exhaustion > o->s->observe.worn;
        wept += p->tears;
        novices += tenure < NOVICE_D;
        away += p->hires > 0 && tenure < o->s->operators.training_d;
        begun += p->hires > 0 && p->hired == d->t;
        if (p->on_duty) {
            on_duty++;
            able += 1 / (1 + (o->s->operators.novice_talk - 1) * p->novice);
        }
        if (tenure < TENURE_MAX_D && observe_window(d))
            o->tenure_risk[tenure]++;
    }
    for (uint32_t i = 0; i < d->facts.quit_tenure.n; i++) {
        int tenure = (int)d->facts.quit_tenure.row[i];
        if (tenure >= 0 && tenure < TENURE_MAX_D && observe_window(d)) {
            o->tenure_quits[tenure]++;
            o->tenure_risk[tenure]++;           /* was there until this evening */
        }
    }
    *observe_series(o, OUT_exhaustion_operators, d) = observe_share(tired, in_post);
    *observe_series(o, OUT_operators_in_post, d) = in_post;
    *observe_series(o, OUT_operators_novice, d) = observe_share(novices, in_post);
    *observe_series(o, OUT_operators_left, d) = (double)d->facts.quits;
    *observe_series(o, OUT_operators_begun, d) = begun;
    OBSERVE_ADD(o, d, operator_exhaustion, in_post ? tired / in_post : 0);
    OBSERVE_ADD(o, d, operator_worn, in_post ? worn / in_post : 0);
    OBSERVE_ADD(o, d, wept, in_post ? wept / in_post : 0);
    OBSERVE_ADD(o, d, haste, d->facts.haste_sum);
    OBSERVE_ADD(o, d, paid, (double)d->facts.paid);
    OBSERVE_ADD(o, d, paid_above, (double)d->facts.paid_above);
    OBSERVE_ADD(o, d, paid_yuan, d->facts.paid_yuan);
    OBSERVE_ADD(o, d, novices, in_post ? novices / in_post : 0);
    OBSERVE_ADD(o, d, vacant, away / w->posts.n);
    OBSERVE_ADD(o, d, able, able);
    OBSERVE_ADD(o, d, manned, on_duty);
    OBSERVE_ADD(o, d, quits, (double)d->facts.quits);
    OBSERVE_ADD(o, d, abuses, (double)d->facts.abuses);
    OBSERVE_ADD(o, d, operator_days, d->facts.operators_on_duty);
}

static void officers_today(struct observation *o, const struct day *d)
{
    double tired = 0, worn = 0, officers = 0, present = 0, used = 0, rested = 0, streets = 0;
    for (uint32_t u = 0; u < d->w->offices.n; u++) {
        const struct office *f = &d->w->offices.row[u];
        double n = o->city->unit[u].officers;
        officers += n;
        tired += n * f->exhaustion;
        worn += n * (f->exhaustion > o->s->observe.worn);
        present += f->present_h;
        used += f->used_h;
        streets += o->city->unit[u].street != NONE ? f->used_h : 0;
        rested += n * o->s->handling.hours_a_day * (d->date->works ? 1 : o->s->handling.weekend_duty);
    }
    *observe_series(o, OUT_exhaustion_officers, d) = tired / officers;
    *observe_series(o, OUT_ticket_hours, d) = used;
    OBSERVE_ADD(o, d, officer_exhaustion, tired / officers);
    OBSERVE_ADD(o, d, officer_worn, worn / officers);
    OBSERVE_ADD(o, d, present_h, present);
    OBSERVE_ADD(o, d, used_h, used);
    OBSERVE_ADD(o, d, street_h, streets);
    OBSERVE_ADD(o, d, department_h, used - streets);
    OBSERVE_ADD(o, d, rested_h, rested);
}

void burnout_day(struct observation *o, const struct day *d)
{
    operators_today(o, d);
    officers_today(o, d);
    if (d->t % WEEK_D == WEEK_D - 1)
        week_end(o, d);
}

/* Operators who are there at a tenure, of those whom the window saw at it (Kaplan-Meier, day by day); at six months with
 * Greenwood's interval of this one run. */
static void survival(struct observation *o)
{
    double alive = 1, seen = 1, variance = 0, *curve = outputs_of(o->out, OUT_operator_survival);
    double *days = outputs_of(o->out, OUT_operator_tenure_days), *quits = outputs_of(o->out, OUT_operator_tenure_quits);
    for (int x = 0; x < TENURE_MAX_D; x++) {
        double half = 1.959964 * alive * sqrt(variance), gone = o->tenure_quits[x];
        if (x % TENURE_STEP_D == 0) {
            curve[x / TENURE_STEP_D] = seen > 0 ? alive : NAN;
            days[x / TENURE_STEP_D] = quits[x / TENURE_STEP_D] = 0;
        }
        if (x == SIX_MONTHS_D) {
            outputs_set(o->out, OUT_operator_survival_6mo, seen > 0 ? alive : NAN);
            outputs_set(o->out, OUT_operator_survival_6mo_low, seen > 0 ? num_clamp(alive - half, 0, 1) : NAN);
            outputs_set(o->out, OUT_operator_survival_6mo_high, seen > 0 ? num_clamp(alive + half, 0, 1) : NAN);
        }
        seen = o->tenure_risk[x];
        alive *= seen > 0 ? 1 - gone / seen : 1;
        variance += gone > 0 && gone < seen ? gone / (seen * (seen - gone)) : 0;
        days[x / TENURE_STEP_D] += seen;
        quits[x / TENURE_STEP_D] += gone;
    }
}

void burnout_finish(struct observation *o, const struct day *d)
{
    const struct sums *late = &o->lately, *w = &o->window;
    double years = w->days / 365;
    outputs_set(o->out, OUT_operator_exhaustion, late->operator_exhaustion / late->days);
    outputs_set(o->out, OUT_operator_exhaustion_p95, observe_share(late->operators_p95, late->weeks));
    outputs_set(o->out, OUT_officer_exhaustion_p95, observe_share(late->officers_p95, late->weeks));
    outputs_set(o->out, OUT_operator_worn_share, late->operator_worn / late->days);
    outputs_set(o->out, OUT_operator_tears_share, late->wept / late->days);
    outputs_set(o->out, OUT_operator_haste, observe_share(w->haste, w->operator_days));
    outputs_set(o->out, OUT_pay_threshold_share, observe_share(w->paid_above, w->paid));
    outputs_set(o->out, OUT_pay_mean_yuan, observe_share(w->paid_yuan, w->paid));
    outputs_set(o->out, OUT_operator_novice_share, late->novices / late->days);
    outputs_set(o->out, OUT_operator_vacancy_share, late->vacant / late->days);
    outputs_set(o->out, OUT_operator_effective_share, observe_share(late->able, late->manned) * (1 - late->vacant / late->days));
    outputs_set(o->out, OUT_operator_quits_per_year, w->quits / (d->w->posts.n * years));
    outputs_set(o->out, OUT_operator_occupancy, observe_share(w->busy_s, w->duty_s));
    outputs_set(o->out, OUT_operator_overtime_share, observe_share(w->overtime_s, w->duty_s));
    outputs_set(o->out, OUT_talk_mean_s, observe_share(w->busy_s, w->heard));
    outputs_set(o->out, OUT_operator_abuse_per_day, observe_share(w->abuses, w->operator_days));
    outputs_set(o->out, OUT_operator_calls_per_day, observe_share(w->heard, w->operator_days));
    outputs_set(o->out, OUT_officer_exhaustion, late->officer_exhaustion / late->days);
    outputs_set(o->out, OUT_officer_worn_share, late->officer_worn / late->days);
    outputs_set(o->out, OUT_officer_ticket_share, observe_share(w->used_h, w->present_h));
    outputs_set(o->out, OUT_own_duties_undone_share, 1 - observe_share(w->present_h - w->used_h, w->rested_h));
    survival(o);
    for (int u = 0; u < o->city->n_units; u++)
        outputs_of(o->out, OUT_unit_exhaustion)[u] = d->w->offices.row[u].exhaustion;
}
