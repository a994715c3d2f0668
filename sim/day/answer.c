/* answer.c - phase 3: the centre answers the day's calls; who is on the phones; what the hours of the day look like. */
#include "day.h"

#include "sim/base/num.h"

static void rules_in_force(struct day *d)
{
    struct centre_rules *r = &d->w->centre.rules;
    const struct scenario *s = d->s;
    r->max_waiting = s->centre.trunk_lines ? s->centre.trunk_lines : CENTRE_NO_LIMIT;
    r->max_attempts = s->centre.redial_attempts;
    r->patience_mu = s->centre.patience_mu;
    r->patience_sigma = s->centre.patience_sigma;
    r->hang_up_s = s->centre.hang_up_s;
    r->key = d->key;
    r->n_redial = 7;
    for (int i = 0; i < r->n_redial; i++) {
        r->redial_lag_s[i] = s->centre.redial_after_s[i];
        r->redial_share[i] = s->centre.redial_share[i];
    }
}

static void shape_of_day(struct day *d)
{
    for (int i = 0; i < d->w->centre.n; i++) {
        const struct centre_call *c = &d->w->centre.call[i];
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

int day_centre(struct day *d, struct err *err)
{
    struct centre *c = &d->w->centre;
    rules_in_force(d);
    people_duty(d);
    if (centre_run(c, err))
        return -1;
    shape_of_day(d);
    long ended = c->count.answered + c->count.abandoned;
    if (ended) {
        double wait = (c->count.wait_answered_s + c->count.wait_abandoned_s) / (double)ended;
        d->w->expected_wait_s += 0.1 * (wait - d->w->expected_wait_s);
    }
    return 0;
}
