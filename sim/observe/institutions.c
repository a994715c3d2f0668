/* institutions.c - how desk, units and reviewers deal with tickets: what a wrong record costs, what is passed on, what is asked for. */
#include "observe.h"

void institutions_day(struct observation *o, const struct day *d)
{
    const struct facts *f = &d->facts;
    OBSERVE_ADD(o, d, misread_h, f->misread_h);
    OBSERVE_ADD(o, d, returned, (double)f->returns);
    OBSERVE_ADD(o, d, opened, (double)f->tickets_opened);
}

void institutions_finish(struct observation *o, const struct day *d)
{
    const struct sums *w = &o->window;
    (void)d;
    outputs_set(o->out, OUT_misread_hours_share, observe_share(w->misread_h, w->used_h));
    outputs_set(o->out, OUT_returns_per_ticket, observe_share(w->returned, w->opened));
}
