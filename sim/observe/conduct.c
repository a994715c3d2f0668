/* conduct.c - how callers behave beyond calling: anger that leaves the line, threats, ladders, sanctions, norms. */
#include "observe.h"

#include "sim/world/nature.h"

/* Large claims that were granted; days from arrival to closing, of tickets whose callers threatened and of the others. */
static void closings_today(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; observe_window(d) && i < d->facts.closings.n; i++) {
        const struct closing *c = &d->facts.closings.row[i];
        const struct ticket *t = &d->w->tickets.row[c->ticket];
        const struct need *n = &d->w->needs.row[c->need];
        int threatened = !!(t->flags & TICKET_THREAT);
        o->window.claims_won += c->conceded && n->claim_yuan > o->s->handling.approval_yuan;
        if (c->reopened || o->s->kinds[t->kind].merit)
            continue;
        o->window.closed_delay[threatened].n++;
        o->window.closed_delay[threatened].days += d->t - t->arrived;
    }
}

static void false_hours_today(struct observation *o, const struct day *d)
{
    double hours = 0;
    for (uint32_t i = 0; i < d->facts.works.n; i++) {
        const struct worked *x = &d->facts.works.row[i];
        hours += o->s->kinds[d->w->needs.row[x->need].kind].validity == FALSE_REPORT ? x->hours : 0;
    }
    OBSERVE_ADD(o, d, false_h, hours);
}

void conduct_day(struct observation *o, const struct day *d)
{
    double calls = 0, norm = 0, sanction = 0, lonely = 0, loneliness = 0;
    for (int k = 0; k < o->s->n_kinds; k++)
        calls += nature_improper(&o->s->kinds[k]) ? (double)d->facts.kind_answered[k] : 0;
    for (uint32_t i = 0; i < d->w->senses.n; i++) {
        norm += d->w->senses.row[i].norm / d->w->senses.n;
        sanction += d->w->senses.row[i].sanction / d->w->senses.n;
    }
    for (uint32_t i = 0; i < d->w->regulars.n; i++) {
        lonely += !o->city->habits.row[i].professional;
        loneliness += o->city->habits.row[i].professional ? 0 : d->w->regulars.row[i].loneliness;
    }
    OBSERVE_ADD(o, d, grievances, (double)d->facts.answered_grievances);
    OBSERVE_ADD(o, d, grievances_2, (double)d->facts.grievances_square);
    OBSERVE_ADD(o, d, claim_contacts, (double)d->facts.claim_contacts);
    OBSERVE_ADD(o, d, firsts, d->facts.first_answered.n);
    OBSERVE_ADD(o, d, improper, calls);
    OBSERVE_ADD(o, d, norm, norm);
    OBSERVE_ADD(o, d, sanction, sanction);
    OBSERVE_ADD(o, d, loneliness, lonely > 0 ? loneliness / lonely : 0);
    OBSERVE_ADD(o, d, escalations, (double)d->facts.escalations);
    OBSERVE_ADD(o, d, threats, (double)d->facts.threats);
    OBSERVE_ADD(o, d, punished, (double)d->facts.punished);
    OBSERVE_ADD(o, d, inquiries, (double)(d->facts.rung[RUNG_INSPECTION] + d->facts.rung[RUNG_PETITION]));
    OBSERVE_ADD(o, d, exposures, (double)d->facts.rung[RUNG_MEDIA]);
    OBSERVE_ADD(o, d, violence, (double)d->facts.rung[RUNG_VIOLENCE]);
    closings_today(o, d);
    false_hours_today(o, d);
}

/* Variance / mean of a professional's calls in a day, within persons; calls of another nature are few. */
static double bursts(const struct observation *o, const struct day *d)
{
    double even = 0;
    for (uint32_t i = 0; i < o->city->habits.n; i++)
        if (o->city->habits.row[i].professional) {
            double calls = d->w->resident[o->city->habits.row[i].resident].calls;
            even += calls * calls / o->window.days;
        }
    return observe_share(o->window.grievances_2 - even, o->window.grievances);
}

void conduct_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window, *late = &o->lately;
    double per_100k = 1e5 / o->city->n_residents * 365 / w->days;
    outputs_set(o->out, OUT_professional_dispersion, bursts(o, d));
    outputs_set(o->out, OUT_calls_per_concession, observe_share(w->claim_contacts, w->claims_won));
    outputs_set(o->out, OUT_calls_per_need, 1 + observe_share(w->repeats, w->firsts));
    outputs_set(o->out, OUT_escalations_per_100k, w->escalations * per_100k);
    outputs_set(o->out, OUT_threats_per_100k, w->threats * per_100k);
    outputs_set(o->out, OUT_violence_per_million, w->violence * per_100k * 10);
    outputs_set(o->out, OUT_exposures_per_million, w->exposures * per_100k * 10);
    outputs_set(o->out, OUT_inquiries_per_million, w->inquiries * per_100k * 10);
    outputs_set(o->out, OUT_inquiry_h, w->inquiries * o->s->handling.inquiry_h * per_100k);
    outputs_set(o->out, OUT_punished_per_100k, w->punished * per_100k);
    outputs_set(o->out, OUT_police_h, w->punished * o->s->calling.sanction_h * per_100k);
    outputs_set(o->out, OUT_threatened_delay_d, observe_share(w->closed_delay[1].days, w->closed_delay[1].n));
    outputs_set(o->out, OUT_unthreatened_delay_d, observe_share(w->closed_delay[0].days, w->closed_delay[0].n));
    outputs_set(o->out, OUT_improper_calls_per_day, late->improper / late->days);
    outputs_set(o->out, OUT_false_report_hours_share, observe_share(w->false_h, w->used_h));
    outputs_set(o->out, OUT_norms, late->norm / late->days);
    outputs_set(o->out, OUT_sanction_expected, late->sanction / late->days);
    outputs_set(o->out, OUT_loneliness, late->loneliness / late->days);
}
