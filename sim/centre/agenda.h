/* agenda.h - what is due today, by the second: ids in the order of (time, id), each at most once.
 *
 * A list for each second of the day, and one, in no order, for what is due after midnight. With about one id in a
 * second, putting and taking cost a few steps, where a heap of hundreds takes a hundred.
 */
#ifndef AGENDA_H
#define AGENDA_H

#include <math.h>
#include <stdint.h>

#include "sim/base/err.h"

enum { AGENDA_TOMORROW = 86400, AGENDA_AHEAD = 1024 };     /* seconds after which what is put now is mostly due */
#define AGENDA_NOTHING UINT32_MAX

struct agenda {
    uint32_t next;              /* the first of today, or AGENDA_NOTHING */
    double next_s;              /* and when, seconds since midnight; or INFINITY */
    uint32_t *first;            /* by second: the first id, or AGENDA_NOTHING */
    uint64_t *some;             /* bit s: something is due in that second; always set for AGENDA_TOMORROW */
    struct agenda_entry { double at_s; uint32_t next; } *entry;     /* by id: when, and what else that second brings */
    uint32_t room;              /* ids that can be put: 0 .. room - 1 */
};

int agenda_init(struct agenda *a, struct err *err);
int agenda_reserve(struct agenda *a, uint32_t ids, struct err *err);
int agenda_copy(struct agenda *to, const struct agenda *from, struct err *err);     /* `to` is empty or was init */
void agenda_free(struct agenda *a);
void agenda_midnight(struct agenda *a);         /* what was due tomorrow is due today; of today there is nothing left */

static inline int agenda_before(const struct agenda *a, uint32_t x, uint32_t y)
{
    double x_s = a->entry[x].at_s, y_s = a->entry[y].at_s;
    return (x_s < y_s) | ((x_s == y_s) & (x < y));
}

/* at_s >= 0 */
static inline void agenda_put(struct agenda *a, uint32_t id, double at_s)
{
    int second = at_s < AGENDA_TOMORROW ? (int)at_s : AGENDA_TOMORROW;
    uint32_t *place = &a->first[second];
    a->entry[id].at_s = at_s;
    while (*place != AGENDA_NOTHING && second < AGENDA_TOMORROW && agenda_before(a, *place, id))
        place = &a->entry[*place].next;
    a->entry[id].next = *place;
    *place = id;
    a->some[second / 64] |= 1ull << second % 64;
    if (second < AGENDA_TOMORROW && at_s <= a->next_s && (at_s < a->next_s || id < a->next)) {
        a->next = id;
        a->next_s = at_s;
    }
}

/* Takes what is next, if there is something today. */
static inline uint32_t agenda_take(struct agenda *a)
{
    uint32_t id = a->next;
    int second = (int)a->next_s, word = second / 64;
    __builtin_prefetch(&a->first[second + AGENDA_AHEAD], 1);
    a->first[second] = a->entry[id].next;
    if (a->first[second] == AGENDA_NOTHING)
        a->some[word] &= ~(1ull << second % 64);
    while (!a->some[word])
        word++;
    second = word * 64 + __builtin_ctzll(a->some[word]);
    a->next = second < AGENDA_TOMORROW ? a->first[second] : AGENDA_NOTHING;
    a->next_s = second < AGENDA_TOMORROW ? a->entry[a->next].at_s : INFINITY;
    return id;
}

#endif
