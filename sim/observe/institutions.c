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
    OBSERVE_ADD(o, d, institution.returned_twice, (double)f->returned_twice);
    OBSERVE_ADD(o, d, institution.line_hops, (double)f->line_hops);
    OBSERVE_ADD(o, d, institution.joint, (double)f->joint);
    OBSERVE_ADD(o, d, institution.complaints, (double)f->complaints);
    OBSERVE_ADD(o, d, institution.invented, (double)f->invented);
    OBSERVE_ADD(o, d, institution.summoned, (double)f->summoned);
    OBSERVE_ADD(o, d, institution.listed, (double)f->tickets_listed);
    OBSERVE_ADD(o, d, institution.claimed, (double)f->claims_filed);
    OBSERVE_ADD(o, d, institution.closed_claimed, (double)f->closed_claimed);
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
    outputs_set(o->out, OUT_returned_twice_share, observe_share(w->returned_twice, w->opened));
    outputs_set(o->out, OUT_wrong_lines_per_ticket, observe_share(w->line_hops, w->opened));
    outputs_set(o->out, OUT_joint_share, observe_share(w->joint, o->window.closed));
    outputs_set(o->out, OUT_officer_complaints_per_ticket, observe_share(w->complaints, w->opened));
    outputs_set(o->out, OUT_invented_share, observe_share(w->invented, o->window.scored));
    outputs_set(o->out, OUT_summons_per_year, w->summoned / (o->window.days / 365));
    outputs_set(o->out, OUT_listed_share, observe_share(w->listed, w->opened));
    outputs_set(o->out, OUT_claimed_share, observe_share(w->closed_claimed, o->window.closed));
    outputs_set(o->out, OUT_claims_hedged_share, observe_share(w->hedged, w->claimed));
    outputs_set(o->out, OUT_claims_granted_share, observe_share(w->granted, w->judged));
    outputs_set(o->out, OUT_claims_late_share, observe_share(w->claims_late, w->judged + w->claims_late));
}
