/* answer.c - phase 3: the centre answers the day's calls; who is on the phones; what the hours of the day look like. */
#include "day.h"

#include "sim/base/num.h"

struct centre_rules answer_rules(const struct scenario *s, struct draw_key key)
{
    struct centre_rules r = { .max_waiting = s->centre.trunk_lines ? s->centre.trunk_lines : CENTRE_NO_LIMIT,
                              .max_attempts = s->centre.redial_attempts, .n_redial = 7, .key = key,
                              .patience_mu = s->centre.patience_mu, .patience_sigma = s->centre.patience_sigma,
                              .hang_up_s = s->centre.hang_up_s };
    for (int i = 0; i < r.n_redial; i++) {
        r.redial_lag_s[i] = s->centre.redial_after_s[i];
        r.redial_share[i] = s->centre.redial_share[i];
    }
    return r;
}

/* What the hours of the day look like, and how long whom the line let wait. */
static void shape_of_day(struct day *d, const struct centre *centre, struct lines_heard *heard)
{
    for (int i = 0; i < centre->n; i++) {
        const struct centre_call *c = &centre->call[i];
        if (c->outcome == CENTRE_ANSWERED || c->outcome == CENTRE_ABANDONED) {
            heard->wait_s[c->class] += c->wait_s;
            heard->calls[c->class]++;
        }
        if (c->at_s < 0 || c->outcome == CENTRE_PENDING)
            continue;
        int hour = (int)(c->at_s * (1 / 3600.0));
        d->facts.hour_offered[hour]++;
        if (c->outcome == CENTRE_ANSWERED) {
            d->facts.hour_answered[hour]++;
            d->facts.hour_wait_s[hour] += c->wait_s;
        }
    }
}

/* All that triage and the street's gates may have to remember of callers today. */
static int remember_reserve(struct day *d, struct err *err)
{
    uint32_t calls = d->w->open_tickets + d->facts.turned_away.n;
    for (int l = 0; l < world_lines(d->w); l++)
        calls += (uint32_t)world_line(d->w, l)->n;
    return callers_reserve(&d->w->callers, calls, d->t, d->s->record.half_life_d, err);
}

int day_centre(struct day *d, struct err *err)
{
    people_duty(d);
    if (front_route(d, err))
        return -1;
    for (int l = 0; l < world_lines(d->w); l++) {
        struct centre *c = world_line(d->w, l);
        struct lines_heard heard = { 0 };
        c->rules = answer_rules(d->s, d->key);
        if (centre_run(c, err))
            return -1;
        shape_of_day(d, c, &heard);
        lines_learn(d, l, &heard);
        centre_count_add(&d->facts.count, &c->count);
    }
    return d->terms.remembers ? remember_reserve(d, err) : 0;
}
