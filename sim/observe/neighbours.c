/* neighbours.c - what happens beside the line: feuds, prevention, councils, volunteers. */
#include "observe.h"

#include <math.h>

void neighbours_day(struct observation *o, const struct day *d)
{
    const struct facts *f = &d->facts;
    OBSERVE_ADD(o, d, feuds_begun, (double)f->feuds_begun);
    OBSERVE_ADD(o, d, feud_surfaces, (double)f->feud_surfaces);
    OBSERVE_ADD(o, d, feuds_mediated, (double)f->feuds_mediated);
    OBSERVE_ADD(o, d, flip_flops, (double)f->flip_flops);
    OBSERVE_ADD(o, d, measure_h, f->measure_h);
    OBSERVE_ADD(o, d, volunteer_h, f->volunteer_h);
    OBSERVE_ADD(o, d, council_settled, (double)f->council_settled);
    OBSERVE_ADD(o, d, council_dropped, (double)f->council_dropped);
    OBSERVE_ADD(o, d, warnings, (double)f->warnings);
    OBSERVE_ADD(o, d, warnings_right, (double)f->warnings_right);
    OBSERVE_ADD(o, d, warnings_useful, (double)f->warnings_useful);
    OBSERVE_ADD(o, d, found, f->found.n);
    OBSERVE_ADD(o, d, found_early, (double)f->found_early);
    OBSERVE_ADD(o, d, lead_d, f->lead_d);
    for (int k = 0; k < o->s->n_kinds && !observe_window(d); k++)
        o->kind[k].before += (double)f->kind_answered[k];
}

/* Tickets a day of the streets with a council, relative to the warm-up; not a number where there is none. */
static double council_change(const struct observation *o, const struct day *d)
{
    double before = 0, after = 0;
    for (int i = 0; i < o->city->n_streets; i++) {
        const struct village *v = &d->w->villages.row[i];
        before += v->council ? v->before : 0;
        after += v->council ? v->asked - v->before : 0;
    }
    return observe_share(after * d->t0, before * o->window.days) - 1;
}

static void topics(struct observation *o, const struct day *d)
{
    double before = 0, after = 0;
    for (int k = 0; k < o->s->n_kinds; k++) {
        before += d->w->treated[k] ? o->kind[k].before : 0;
        after += d->w->treated[k] ? o->kind[k].contacts : 0;
        outputs_of(o->out, OUT_kind_contacts_before)[k] = o->kind[k].before;
        outputs_of(o->out, OUT_kind_treated)[k] = d->w->treated[k];
    }
    outputs_set(o->out, OUT_treated_contacts, d->w->n_treated ? after : NAN);
    outputs_set(o->out, OUT_treated_change, observe_share(after * d->t0, before * o->window.days) - 1);
}

static double council_tickets(const struct observation *o, const struct day *d)
{
    double tickets = 0;
    for (int i = 0; i < o->city->n_streets; i++)
        if (d->w->villages.row[i].council)
            tickets += d->w->villages.row[i].asked - d->w->villages.row[i].before;
    return d->s->community.councils > 0 ? tickets : NAN;
}

/* What communities can still do, mean over residents. */
static double capability(const struct observation *o, const struct day *d)
{
    double sum = 0;
    for (int i = 0; i < o->city->n_streets; i++)
        sum += d->w->villages.row[i].capability * (double)o->city->street[i].n;
    return sum / o->city->n_residents;
}

void neighbours_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window;
    double thousands = o->city->n_residents / 1000.0;
    outputs_set(o->out, OUT_feud_recurrences, observe_share(w->feud_surfaces, w->feuds_begun));
    outputs_set(o->out, OUT_feuds_mediated_share, observe_share(w->feuds_mediated, w->feuds_begun));
    outputs_set(o->out, OUT_flip_flops, w->flip_flops / thousands);
    outputs_set(o->out, OUT_measure_hours, w->measure_h / thousands);
    outputs_set(o->out, OUT_volunteer_hours, w->volunteer_h / thousands);
    outputs_set(o->out, OUT_council_change, council_change(o, d));
    outputs_set(o->out, OUT_council_settled, w->council_settled / thousands);
    outputs_set(o->out, OUT_council_dropped, w->council_dropped / thousands);
    outputs_set(o->out, OUT_council_tickets, council_tickets(o, d));
    outputs_set(o->out, OUT_warnings_per_day, w->warnings / w->days);
    outputs_set(o->out, OUT_warnings_right_share, observe_share(w->warnings_right, w->warnings));
    outputs_set(o->out, OUT_warnings_useful_share, observe_share(w->warnings_useful, w->warnings));
    outputs_set(o->out, OUT_warnings_found, w->found / thousands);
    outputs_set(o->out, OUT_warning_lead_d, observe_share(w->lead_d, w->found_early));
    outputs_set(o->out, OUT_community_capability, capability(o, d));
    for (int i = 0; i < o->city->n_streets; i++) {
        const struct village *v = &d->w->villages.row[i];
        outputs_of(o->out, OUT_street_tickets)[i] = v->asked - v->before;
        outputs_of(o->out, OUT_street_tickets_before)[i] = v->before;
        outputs_of(o->out, OUT_street_capability)[i] = v->capability;
    }
    topics(o, d);
}
