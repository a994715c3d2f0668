/* deadlines.c - what a day brings to tickets: they arrive, fall due, are extended, or are put away unsolved. */
#include "day.h"

enum { FAR = 14 };                  /* rows ahead to prefetch */

/* A ticket falls due once; its unit may ask for more time, or go on without. Who has no stake chooses as for any change. */
static void falls_due(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    int asks = !(t->flags & (TICKET_EXTENDED | TICKET_SCORED)) && d->w->offices.row[t->unit].stake_h > 0;
    if (asks && choice_when_due(d, ticket)) {
        t->flags |= TICKET_EXTENDED;
        ticket_wake_at(d->w, ticket, d->t + 1 + (uint32_t)d->s->handling.extension_d);
        return;
    }
    if (t->flags & TICKET_CLAIM_PLANNED)        /* tomorrow it would be too late */
        review_files(d, ticket, t->action);
    feedback_score(d, ticket);
    t->flags |= TICKET_OVERDUE;
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_overdue);
    d->w->overdue++;
    if (!asks)
        d->w->changed.row[d->w->changed.n++] = ticket;
    ticket_wake_at(d->w, ticket, d->t + (uint32_t)d->s->dispatch.lapse_d);
}

/* An overdue ticket about which nobody cares any more is closed by the desk, unsolved. */
static void lapses(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    if (n->state != NEED_OPEN || n->flags & NEED_QUIET) {
        handling_closes_unsolved(d, ticket);
        return;
    }
    d->w->changed.row[d->w->changed.n++] = ticket;          /* the unit looks at it once more */
    ticket_wake_at(d->w, ticket, d->t + (uint32_t)d->s->dispatch.lapse_d);
}

static void ticket_due(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    if (t->due != d->t || t->state == TICKET_FREE || t->state == TICKET_CLOSED || t->state == TICKET_DESK)
        return;                                 /* a stale entry: the row is somebody else's now */
    t->due = NEVER;
    if (t->state == TICKET_ON_WAY)
        handling_arrives(d, ticket);
    else if (t->flags & TICKET_TWIN)
        twins_call(d, ticket);
    else if (t->flags & TICKET_OVERDUE)
        lapses(d, ticket);
    else
        falls_due(d, ticket);
}

/* Tickets whose day has come: they arrive, fall due, or can be put away. */
void deadlines_today(struct day *d)
{
    struct id_list *due = &d->facts.due;
    wheel_take(&d->w->ticket_wheel, d->t, due, &d->err);
    for (uint32_t i = 0; i < due->n; i++) {
        if (i + FAR < due->n)
            world_fetch_ticket(d->w, due->row[i + FAR]);
        ticket_due(d, due->row[i]);
    }
}
