#include "story.h"

#include <math.h>
#include <stdlib.h>

#include "day.h"

void story_free(struct story *story)
{
    column_free(&story->lines);
    column_free(&story->tickets);
    free(story->bucket);
    story->bucket = NULL;
}

struct story_who story_who(const struct need *n)
{
    return (struct story_who){ n->key, n->resident, n->born_key, n->kind, n->street };
}

static int is_wanted(const struct story *s, const struct story_who *who)
{
    return s->wanted == STORY_OF_RESIDENT ? who->resident == s->resident
                                          : who->key == s->key && who->born_key == s->born_key;
}

static void keep(struct story *s, const struct day *d, const struct story_who *who, const struct story_event *event)
{
    struct err ignored = { 0 };
    if (column_reserve(&s->lines, 1, &ignored)) {
        s->failed = 1;
        return;
    }
    struct story_line *line = &s->lines.row[s->lines.n++];
    *line = (struct story_line){ .t = d->t, .who = *who, .event = *event };
    for (int a = 0; event->value && a < d->s->n_actions; a++)
        line->value[a] = event->possible[a] ? (float)event->value[a] : NAN;
    line->weighed = event->value != NULL;
    line->event.value = NULL;
    line->event.possible = NULL;
}

static uint32_t *bucket_of(const struct story *s, const struct story_who *who)
{
    return &s->bucket[(who->key * 2654435761u ^ who->born_key * 40503u) >> 8 & (STORY_BUCKETS - 1)];
}

static struct story_ticket *last_of(const struct story *s, const struct story_who *who)
{
    for (uint32_t i = *bucket_of(s, who); i; i = s->tickets.row[i - 1].next)
        if (s->tickets.row[i - 1].key == who->key && s->tickets.row[i - 1].born_key == who->born_key)
            return &s->tickets.row[i - 1];
    return NULL;
}

static void list_new(struct story *s, uint32_t t, const struct story_who *who)
{
    struct err ignored = { 0 };
    if (!s->bucket)
        s->bucket = calloc(STORY_BUCKETS, sizeof *s->bucket);
    if (!s->bucket || column_reserve(&s->tickets, 1, &ignored)) {
        s->failed = 1;
        return;
    }
    s->tickets.row[s->tickets.n++] = (struct story_ticket){ .number = s->n_tickets, .opened = t, .key = who->key,
        .born_key = who->born_key, .kind = who->kind, .contacts = 1, .next = *bucket_of(s, who) };
    *bucket_of(s, who) = s->tickets.n;
}

/* Only what makes a ticket worth looking at is counted, for those that are not closed yet. */
static void list(struct story *s, uint32_t t, const struct story_who *who, const struct story_event *event)
{
    if (event->what == STORY_ticket) {
        list_new(s, t, who);
        return;
    }
    int counts = event->what == STORY_joins || event->what == STORY_returned || event->what == STORY_reopened ||
                 event->what == STORY_done;
    struct story_ticket *ticket = counts && s->bucket ? last_of(s, who) : NULL;
    if (!ticket)
        return;
    ticket->contacts += event->what == STORY_joins;
    ticket->hops += event->what == STORY_returned && event->a;
    ticket->reopenings += event->what == STORY_reopened;
    if (event->what == STORY_done) {
        ticket->closed = t;
        ticket->solved = (uint8_t)event->a;
        ticket->resolved = (uint8_t)event->c;
    }
}

void story_tell(struct day *d, struct story_who who, const struct story_event *event)
{
    struct story *s = d->story;
    struct story_event told = *event;
    if (event->what == STORY_ticket)
        told.a = (int)++s->n_tickets;
    if (s->wanted == STORY_LIST)
        list(s, d->t, &who, event);
    else if (is_wanted(s, &who))
        keep(s, d, &who, &told);
}
