/* institutions.c - how desk, units and reviewers deal with tickets: what a wrong record costs, what is passed on, what is
 * asked for.
 */
#include "observe.h"

void institutions_day(struct observation *o, const struct day *d)
{
    const struct facts *f = &d->facts;
    OBSERVE_ADD(o, d, institution.misread_h, f->misread_h);
    OBSERVE_ADD(o, d, institution.returned, (double)f->returns);
    OBSERVE_ADD(o, d, institution.opened, (double)f->tickets_opened);
    OBSERVE_ADD(o, d, institution.listed, (double)f->tickets_listed);
    OBSERVE_ADD(o, d, institution.claimed, (double)f->claims_filed);
    OBSERVE_ADD(o, d, institution.hedged, (double)f->claims_hedged);
    OBSERVE_ADD(o, d, institution.judged, (double)f->claims_judged);
    OBSERVE_ADD(o, d, institution.granted, (double)f->claims_granted);
    OBSERVE_ADD(o, d, institution.claims_late, (double)f->claims_late);
}

void institutions_finish(struct observation *o, const struct day *d)
{
    const struct institution_sums *w = &o->window.institution;
    (void)d;
    outputs_set(o->out, OUT_misread_hours_share, observe_share(w->misread_h, o->window.used_h));
    outputs_set(o->out, OUT_returns_per_ticket, observe_share(w->returned, w->opened));
    outputs_set(o->out, OUT_listed_share, observe_share(w->listed, w->opened));
    outputs_set(o->out, OUT_claimed_share, observe_share(w->claimed, w->opened));
    outputs_set(o->out, OUT_claims_hedged_share, observe_share(w->hedged, w->claimed));
    outputs_set(o->out, OUT_claims_granted_share, observe_share(w->granted, w->judged));
    outputs_set(o->out, OUT_claims_late_share, observe_share(w->claims_late, w->judged + w->claims_late));
}
