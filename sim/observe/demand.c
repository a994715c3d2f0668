/* demand.c - who calls, why, and who gets through. */
#include <math.h>

#include "observe.h"

/* Each line's calls; of a machine, what it settled. */
static void lines_today(struct observation *o, const struct day *d)
{
    for (int l = 0; l < world_lines(d->w); l++) {
        const struct centre_count *c = l ? &d->w->line[l - 1].count : &d->w->centre.count;
        OBSERVE_ADD(o, d, line[l].offered, (double)c->offered);
        OBSERVE_ADD(o, d, line[l].answered, (double)c->answered);
        OBSERVE_ADD(o, d, line[l].wait_s, c->wait_answered_s);
        OBSERVE_ADD(o, d, line[l].busy_s, c->busy_s);
        OBSERVE_ADD(o, d, line[l].duty_s, c->duty_s);
    }
    for (int i = 0; i < N_TALKS; i++) {
        OBSERVE_ADD(o, d, talk_s[i], d->facts.talk_s[i]);
        OBSERVE_ADD(o, d, talks[i], (double)d->facts.talks[i]);
    }
}

static void centre_today(struct observation *o, const struct day *d)
{
    const struct centre_count *c = &d->facts.count;
    double contained = d->facts.contained.n, away = d->facts.turned_away.n;
    *observe_series(o, OUT_offered, d) = (double)c->offered + contained + away;
    *observe_series(o, OUT_answered, d) = (double)c->answered + contained;
    *observe_series(o, OUT_abandoned, d) = (double)c->abandoned;
    *observe_series(o, OUT_wait_s, d) = observe_share(c->wait_answered_s, (double)c->answered);
    *observe_series(o, OUT_occupancy, d) = centre_occupancy(c);
    OBSERVE_ADD(o, d, offered, (double)c->offered + contained + away);
    OBSERVE_ADD(o, d, answered, (double)c->answered + contained);
    OBSERVE_ADD(o, d, heard, (double)c->answered);
    OBSERVE_ADD(o, d, contained, contained);
    OBSERVE_ADD(o, d, turned_away, away);
    OBSERVE_ADD(o, d, turned_valid, (double)d->facts.turned_valid);
    OBSERVE_ADD(o, d, turned_urgent, (double)d->facts.turned_urgent);
    OBSERVE_ADD(o, d, transferred, (double)d->facts.transferred);
    OBSERVE_ADD(o, d, desk_d, d->facts.desk_d);
    OBSERVE_ADD(o, d, automatic, (double)d->facts.automatic);
    OBSERVE_ADD(o, d, issued, (double)d->facts.issued);
    OBSERVE_ADD(o, d, handed_over, (double)d->facts.handed_over);
    OBSERVE_ADD(o, d, handed_back, (double)d->facts.handed_back);
    OBSERVE_ADD(o, d, phoned, (double)d->facts.phoned);
    OBSERVE_ADD(o, d, slowed, (double)d->facts.slowed);
    OBSERVE_ADD(o, d, abandoned, (double)c->abandoned);
    OBSERVE_ADD(o, d, blocked, (double)c->blocked);
    OBSERVE_ADD(o, d, wait_s, c->wait_answered_s);
    OBSERVE_ADD(o, d, within_30s, (double)c->within_30s);
    OBSERVE_ADD(o, d, at_once, (double)c->at_once);
    OBSERVE_ADD(o, d, within_hour, (double)c->within_hour);
    OBSERVE_ADD(o, d, busy_s, c->busy_s);
    OBSERVE_ADD(o, d, duty_s, c->duty_s);
    OBSERVE_ADD(o, d, overtime_s, c->overtime_s);
}

static void contacts_today(struct observation *o, const struct day *d)
{
    const struct facts *f = &d->facts;
    *observe_series(o, OUT_belief_mean, d) = observe_share(f->belief_sum, (double)f->repeat_decisions);
    double rewarded = 0;
    for (int i = 0; i < o->city->n_streets; i++)
        rewarded += d->w->street_rewarded.row[i] * (o->city->street[i].n / (double)o->city->n_residents);
    *observe_series(o, OUT_rewarded_criers, d) = rewarded;
    *observe_series(o, OUT_repeat_contacts, d) = (double)f->answered_repeats;
    OBSERVE_ADD(o, d, consults, (double)f->answered_consults);
    OBSERVE_ADD(o, d, advised, (double)(f->answered_direct - f->answered_habits));
    OBSERVE_ADD(o, d, repeats, (double)f->answered_repeats);
    OBSERVE_ADD(o, d, needless, (double)f->answered_needless);
    OBSERVE_ADD(o, d, thirds, (double)f->answered_thirds);
    OBSERVE_ADD(o, d, failures, (double)f->answered_failures);
    OBSERVE_ADD(o, d, direct, (double)f->answered_direct);
    OBSERVE_ADD(o, d, gate_seen, (double)f->gate_valid_seen);
    OBSERVE_ADD(o, d, gate_stopped, (double)f->gate_valid_stopped);
    OBSERVE_ADD(o, d, belief, f->belief_sum);
    OBSERVE_ADD(o, d, decisions, (double)f->repeat_decisions);
    if (!observe_window(d))
        return;
    for (int h = 0; h < 24; h++) {
        o->hour_offered[h] += f->hour_offered[h];
        o->hour_answered[h] += f->hour_answered[h];
        o->hour_wait_s[h] += f->hour_wait_s[h];
    }
    for (int k = 0; k < o->s->n_kinds; k++)
        o->kind[k].contacts += (double)f->kind_answered[k];
}

static void silence_today(struct observation *o, const struct day *d)
{
    if (!observe_window(d))
        return;
    for (uint32_t i = 0; i < d->facts.ended.n; i++) {
        const struct need *n = &d->w->needs.row[d->facts.ended.row[i]];
        o->window.solved += n->end == END_FIXED;
        if (!o->s->kinds[n->kind].merit || n->flags & NEED_CHILD)
            continue;
        int silent = !(n->flags & NEED_CALLED);
        o->window.ended++;
        o->window.ended_silent += silent;
        o->street[n->street].ended++;
        o->street[n->street].silent += silent;
    }
}

void demand_day(struct observation *o, const struct day *d)
{
    centre_today(o, d);
    lines_today(o, d);
    contacts_today(o, d);
    silence_today(o, d);
}

/* Who cries, and how unevenly over the streets. */
static void crying(struct observation *o, const struct world *w)
{
    double called = 0, cried = 0, square = 0, streets = 0;
    for (uint32_t i = 0; i < w->needs.n; i++) {
        const struct need *n = &w->needs.row[i];
        if (n->state != NEED_OPEN || n->contacts == 0)
            continue;
        o->street[n->street].called++;
        o->street[n->street].cried += n->contacts >= 3;
    }
    for (int i = 0; i < o->city->n_streets; i++) {
        called += o->street[i].called;
        cried += o->street[i].cried;
        outputs_of(o->out, OUT_street_criers_share)[i] = observe_share(o->street[i].cried, o->street[i].called);
    }
    for (int i = 0; i < o->city->n_streets; i++)
        if (o->street[i].called > 0) {
            double off = o->street[i].cried / o->street[i].called - cried / called;
            square += off * off;
            streets++;
        }
    outputs_set(o->out, OUT_crying_share, observe_share(cried, called));
    outputs_set(o->out, OUT_crying_spread, streets > 0 ? sqrt(square / streets) : NAN);
}

static void front_finish(struct observation *o)
{
    static const enum output TALK[N_TALKS] = { OUT_talk_urgent_s, OUT_talk_ordinary_s, OUT_talk_only_to_talk_s,
                                               OUT_talk_abusive_s };
    const struct sums *w = &o->window;
    double years = w->days / 365, people = o->city->n_residents / 1e5;
    outputs_set(o->out, OUT_contained_share, observe_share(w->contained, w->offered));
    outputs_set(o->out, OUT_transferred_share, observe_share(w->transferred, w->offered));
    outputs_set(o->out, OUT_turned_away_share, observe_share(w->turned_away, w->offered));
    outputs_set(o->out, OUT_slowed_share, observe_share(w->slowed, w->offered));
    outputs_set(o->out, OUT_misjudged_valid_share, observe_share(w->turned_valid, w->turned_away));
    outputs_set(o->out, OUT_misjudged_urgent, w->turned_urgent / (people * years));
    outputs_set(o->out, OUT_desk_h, 24 * observe_share(w->desk_d, w->issued));
    outputs_set(o->out, OUT_automatic_share, observe_share(w->automatic, w->issued));
    outputs_set(o->out, OUT_handed_over_per_day, w->handed_over / w->days);
    outputs_set(o->out, OUT_handed_back_per_day, w->handed_back / w->days);
    outputs_set(o->out, OUT_return_visits_per_day, w->phoned / w->days);
    for (int i = 0; i < N_TALKS; i++)
        outputs_set(o->out, TALK[i], observe_share(w->talk_s[i], w->talks[i]));
    for (int l = 0; l <= o->s->n_lines; l++) {
        outputs_of(o->out, OUT_line_calls)[l] = w->line[l].offered / w->days;
        outputs_of(o->out, OUT_line_answered_share)[l] = observe_share(w->line[l].answered, w->line[l].offered);
        outputs_of(o->out, OUT_line_wait_s)[l] = observe_share(w->line[l].wait_s, w->line[l].answered);
        outputs_of(o->out, OUT_line_occupancy)[l] = observe_share(w->line[l].busy_s, w->line[l].duty_s);
    }
}

void demand_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window, *late = &o->lately;
    front_finish(o);
    outputs_set(o->out, OUT_contacts_per_day, w->offered / w->days);
    outputs_set(o->out, OUT_consult_share, observe_share(w->consults, w->answered));
    outputs_set(o->out, OUT_consult_direct_share, observe_share(w->advised, w->consults));
    outputs_set(o->out, OUT_repeats_per_day, late->repeats / late->days);
    outputs_set(o->out, OUT_repeat_share, observe_share(w->repeats, w->answered));
    outputs_set(o->out, OUT_repeat_or_invalid_share, observe_share(w->needless, w->answered));
    outputs_set(o->out, OUT_cried_share, observe_share(w->thirds, w->firsts));
    outputs_set(o->out, OUT_failure_demand_share, observe_share(w->failures, w->answered));
    crying(o, d->w);
    outputs_set(o->out, OUT_belief, observe_share(late->belief, late->decisions));
    outputs_set(o->out, OUT_answered_share, observe_share(w->answered, w->offered));
    outputs_set(o->out, OUT_abandoned_share, observe_share(w->abandoned, w->offered));
    outputs_set(o->out, OUT_blocked_share, observe_share(w->blocked, w->offered));
    outputs_set(o->out, OUT_queued_abandoned_share, observe_share(w->abandoned, w->heard - w->at_once + w->abandoned));
    outputs_set(o->out, OUT_redial_hour_share, observe_share(w->within_hour, w->abandoned + w->blocked));
    outputs_set(o->out, OUT_wait_mean_s, observe_share(w->wait_s, w->heard));
    outputs_set(o->out, OUT_answered_30s_share, observe_share(w->within_30s, w->offered));
    outputs_set(o->out, OUT_direct_share, observe_share(w->direct, w->answered));
    outputs_set(o->out, OUT_refused_valid_share, observe_share(w->gate_stopped, w->gate_seen));
    outputs_set(o->out, OUT_silent_share, observe_share(w->ended_silent, w->ended));
    for (int h = 0; h < 24; h++) {
        outputs_of(o->out, OUT_hour_offered)[h] = o->hour_offered[h] / w->days;
        outputs_of(o->out, OUT_hour_answered)[h] = o->hour_answered[h] / w->days;
        outputs_of(o->out, OUT_hour_wait_s)[h] = observe_share(o->hour_wait_s[h], o->hour_answered[h]);
    }
    for (int k = 0; k < o->s->n_kinds; k++)
        outputs_of(o->out, OUT_kind_contacts)[k] = o->kind[k].contacts;
    for (int i = 0; i < o->city->n_streets; i++)
        outputs_of(o->out, OUT_street_silent_share)[i] = observe_share(o->street[i].silent, o->street[i].ended);
}
