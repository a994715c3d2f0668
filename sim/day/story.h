/* story.h - what happens to one ticket or one resident, event by event, while a run is lived again.
 *
 * The model tells every event to d->story where there is one; where there is none each costs one test of a pointer. A
 * story draws nothing and changes nothing: a run that is listened to has the bits of one that is not.
 */
#ifndef STORY_H
#define STORY_H

#include <stdint.h>

#include "sim/base/column.h"
#include "sim/scenario/scenario.h"

struct day;
struct need;

enum story_what {
#define STORY(name, english, chinese) STORY_##name,
#include "story.def"
#undef STORY
    N_STORIES
};

/* A need by the address of its draws; key NOBODY: none, the resident alone. */
struct story_who { uint32_t key, resident; uint16_t born_key; uint8_t kind; int16_t street; };

struct story_event {
    enum story_what what;
    int unit, action;                       /* where it says so */
    int a, b, c, d;
    double x, y;
    const double *value;                    /* of each action, or NULL; possible: which there were */
    const uint8_t *possible;
};

struct story_line {                         /* an event that is kept */
    uint32_t t;                             /* days since the start of the warm-up */
    struct story_who who;
    struct story_event event;
    int weighed;                            /* value is told: what each action was worth in hours, NaN: not possible */
    float value[MAX_actions];
};

struct story_ticket {                       /* for the list from which one is chosen */
    uint32_t number, opened, closed;        /* t; closed 0: not yet */
    uint32_t key, next;                     /* next: in its bucket */
    uint16_t born_key, contacts;
    uint8_t kind, hops, reopenings, solved, resolved;
};

enum { STORY_BUCKETS = 1 << 16 };

enum story_wanted { STORY_LIST, STORY_OF_TICKET, STORY_OF_RESIDENT };

struct story {
    enum story_wanted wanted;
    uint32_t resident;                      /* of whom */
    uint32_t key;                           /* of which need, and its day */
    uint16_t born_key;
    uint32_t n_tickets;                     /* opened so far: the number of the last */
    COLUMN(struct story_line) lines;
    COLUMN(struct story_ticket) tickets;    /* STORY_LIST */
    uint32_t *bucket;                       /* of them by their needs, STORY_BUCKETS; the number of a row + 1 */
    int failed;                             /* there was no memory for all of it */
};

void story_free(struct story *story);

/* Costs nothing but the test where nobody listens. */
#define STORY_TELL(d, who, ...) \
    do { \
        if ((d)->story) \
            story_tell((d), (who), &(struct story_event){ __VA_ARGS__ }); \
    } while (0)

void story_tell(struct day *d, struct story_who who, const struct story_event *event);
struct story_who story_who(const struct need *need);

#endif
