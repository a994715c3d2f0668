/* people.c - phase 9: operators and officers tire, recover, quit, are hired and learn.
 *
 * Quit hazard of an operator with tenure x months and exhaustion E, per month:
 *   (h_inf + h_1 exp(-x / tau)) exp(beta (E - E_ref))
 */
#include "day.h"

#include "sim/base/num.h"

enum { MONTH_D = 30, FIRST_OPERATOR = 0 };

static double tenure_d(const struct day *d, const struct operator_post *p)
{
    return (double)d->t - p->hired + (p->hires == FIRST_OPERATOR ? p->before : 0);
}

static int on_phones(const struct day *d, const struct operator_post *p)
{
    return d->t >= p->hired && (p->hires == FIRST_OPERATOR || d->t >= p->hired + (uint32_t)d->s->operators.training_d);
}

static double novice_part(const struct day *d, const struct operator_post *p)
{
    double x = tenure_d(d, p);
    return x > 0 ? num_exp(-x / d->s->operators.learning_d) : 1;
}

/* Two days off in seven, one post of a line after the other. */
int people_rostered(uint32_t place, uint32_t t) { return (place * 3 + t) % 7 < 5; }

struct people_hours people_hours(const struct scenario *s, int shift, uint32_t post)
{
    double from_s = s->shifts[shift].start_h * 3600, length_s = s->shifts[shift].length_h * 3600, pause = s->operators.shrinkage;
    double pause_s = from_s + length_s * (1 - pause) * (0.3 + 0.4 * (post % 8) / 7.0);     /* one post after the other */
    return (struct people_hours){ from_s, pause_s, pause_s + length_s * pause, from_s + length_s };
}

double people_accuracy(const struct day *d, int operator)
{
    return operator == CENTRE_NOBODY ? d->terms.machine_accuracy : d->w->posts.row[operator].accuracy;
}

static double accuracy_today(const struct scenario *s, const struct operator_post *p)
{
    double skill = s->operators.expert_accuracy -
                   (s->operators.expert_accuracy - s->operators.novice_accuracy) * p->novice;
    return skill * pay_care(s, p->haste) * (1 - s->operators.exhaustion_accuracy * p->exhaustion);
}

int people_grow(struct day *d, struct err *err)
{
    const struct scenario *s = d->s;
    struct world *w = d->w;
    double factor = d->t > d->t0 ? num_pow(1 + s->centre.growth, (d->t - d->t0) / 365.0) : 1;
    uint32_t wanted = (uint32_t)(s->centre.operators * factor), more = wanted > w->posts.n ? wanted - w->posts.n : 0;
    if (more == 0)
        return 0;
    if (column_reserve(&w->posts, more, err) || column_reserve(&d->facts.quit_tenure, wanted, err) ||
        column_reserve(&d->facts.wear, more, err) || column_reserve(&d->facts.abused, more, err))
        return -1;
    for (int l = 0; l <= w->n_lines; l++)
        if (centre_staff(world_line(w, l), (int)wanted, err))
            return -1;
    while (w->posts.n < wanted) {
        uint32_t i = w->posts.n++, like = i % (uint32_t)s->centre.operators;        /* the shifts keep their shares */
        w->posts.row[i] = (struct operator_post){ .hired = (uint16_t)d->t, .hires = 1, .shift = w->posts.row[like].shift };
    }
    d->facts.wear.n = d->facts.abused.n = wanted;
    return 0;
}

static void on_duty(struct world *w, int line, uint32_t post, double from_s, double until_s)
{
    centre_duty(world_line(w, line), (int)post, from_s, until_s);
    if (line)
        lines_staffed(w, line, from_s, until_s);
}

void people_duty(struct day *d)
{
    const struct scenario *s = d->s;
    struct world *w = d->w;
    double visits = w->visits_per_call * s->centre.return_visit_s;
    d->facts.operators_on_duty = 0;
    if (w->lines_used)
        lines_midnight(w);
    for (uint32_t i = 0; i < w->posts.n; i++) {
        struct operator_post *p = &w->posts.row[i];
        d->facts.wear.row[i] = 0;
        d->facts.abused.row[i] = 0;
        struct lines_post at = { 0, i };
        if (d->terms.front)
            at = lines_post(s, i, w->posts.n);
        p->on_duty = on_phones(d, p) && people_rostered(at.place, d->t) && s->n_shifts > 0;
        if (!p->on_duty)
            continue;
        p->line = (uint8_t)at.line;
        struct centre *line = world_line(w, p->line);
        struct centre_operator *op = &line->operator[i];
        struct people_hours hours = people_hours(s, p->shift, i);
        p->novice = (float)novice_part(d, p);
        p->haste = (float)pay_haste(d, p);
        p->accuracy = (float)accuracy_today(s, p);
        d->facts.haste_sum += p->haste;
        op->talk_factor = (float)((1 + (s->operators.novice_talk - 1) * p->novice) *
                                  pay_time(s, p->haste) * (p->line ? s->lines[p->line - 1].talk : 1));
        op->wrap_s = (float)(s->centre.wrap_up_s + visits);
        on_duty(w, p->line, i, hours.from_s, hours.pause_s);
        on_duty(w, p->line, i, hours.back_s, hours.until_s);
        d->facts.operators_on_duty++;
    }
}

static void resign(struct day *d, struct operator_post *p)
{
    d->facts.quits++;
    d->facts.quit_tenure.row[d->facts.quit_tenure.n++] = (float)tenure_d(d, p);
    p->hires++;
    p->hired = (uint16_t)(d->t + (uint32_t)d->s->operators.hiring_lag_d + 1);
    p->exhaustion = p->month_calls = p->pace = 0;
    p->before = p->tears = 0;
}

/* Abusive calls drive some to tears, the worn out sooner. */
static void weeps(struct day *d, struct operator_post *p, uint32_t i)
{
    const struct scenario *s = d->s;
    double hazard = s->operators.tears * d->facts.abused.row[i] *
                    num_exp(s->operators.tears_exhaustion * (p->exhaustion - s->operators.exhaustion_reference));
    if (draw_unit(draw_at(d->key, PURPOSE_TEARS, i, p->hires, d->t).w[0]) >= 1 - num_exp(-hazard))
        return;
    p->tears = 1;
    d->facts.tears++;
}

/* A day on the phones wears, rest and support restore. */
static void tires(struct day *d, struct operator_post *p, uint32_t i)
{
    const struct scenario *s = d->s;
    const struct centre_operator *op = &world_line(d->w, p->line)->operator[i];
    double e = p->exhaustion, occupancy = op->duty_s > 0 ? op->busy_s / op->duty_s : 0;
    double limit = s->operators.occupancy_limit, over = occupancy > limit ? (occupancy - limit) / (1 - limit) : 0;
    double gain = d->facts.wear.row[i] + (op->duty_s > 0 ? s->operators.wear_occupancy * (over < 1 ? over : 1) : 0);
    double rest = s->operators.recovery * (p->on_duty ? 1 : 2) + s->operators.support;
    p->exhaustion = (float)num_clamp(e + gain * (1 - e) - rest * e, 0, 1);
}

static int has_enough(const struct day *d, const struct operator_post *p, uint32_t i)
{
    const struct scenario *s = d->s;
    double months = tenure_d(d, p) / MONTH_D;
    double hazard = (s->operators.quit_base + s->operators.quit_early * num_exp(-months / s->operators.quit_early_mo)) *
                    num_exp(s->operators.quit_exhaustion * (p->exhaustion - s->operators.exhaustion_reference));
    double u = draw_unit(draw_at(d->key, PURPOSE_OPERATOR, i, p->hires, d->t).w[0]);
    return u < 1 - num_exp(-hazard / MONTH_D);
}

static void operator_lives(struct day *d, uint32_t i)
{
    struct operator_post *p = &d->w->posts.row[i];
    if (d->t < p->hired)
        return;
    tires(d, p, i);
    if (d->facts.abused.row[i] && !p->tears)
        weeps(d, p, i);
    pay_count(d, p, world_line(d->w, p->line)->operator[i].calls);
    if (has_enough(d, p, i))
        resign(d, p);
}

static void officers_live(struct day *d, int unit)
{
    const struct scenario *s = d->s;
    struct office *o = &d->w->offices.row[unit];
    double share = o->present_h > 0 ? o->used_h / (o->present_h / (1 - s->officers.burn * o->exhaustion)) : 0;
    double e = o->exhaustion, over = share > s->officers.share_limit ? share - s->officers.share_limit : 0;
    if (!d->date->works)
        over *= s->handling.weekend_duty;           /* few are on duty */
    double gain = s->officers.wear_share * over + s->officers.wear_pressure * o->pressure +
                  s->officers.wear_reopened * o->reopened_today / (d->city->unit[unit].officers + 1);
    o->exhaustion = (float)num_clamp(e + gain * (1 - e) - s->officers.recovery * e, 0, 1);
    o->reopened_today = 0;
}

void day_people(struct day *d)
{
    for (uint32_t i = 0; i < d->w->posts.n; i++)
        operator_lives(d, i);
    for (int u = 0; u < d->city->n_units; u++)
        officers_live(d, u);
    long answered = d->facts.count.answered;
    double at_once = answered ? d->facts.count.within_20s / (double)answered : 1;
    d->w->queued += 0.1 * (1 - at_once - d->w->queued);
    d->w->visits_per_call = answered ? d->s->centre.return_visits * d->facts.closings.n / (double)answered : 0;
}
