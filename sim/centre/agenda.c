#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/column.h"

enum { SECONDS = AGENDA_TOMORROW + 1, WORDS = SECONDS / 64 + 1 };

int agenda_init(struct agenda *a, struct err *err)
{
    *a = (struct agenda){ .next = AGENDA_NOTHING, .next_s = INFINITY };
    a->first = malloc((SECONDS + AGENDA_AHEAD) * sizeof *a->first);
    a->some = calloc(WORDS, sizeof *a->some);
    if (!a->first || !a->some)
        return err_set(err, "no memory for the seconds of a day");
    for (int s = 0; s < SECONDS; s++)
        a->first[s] = AGENDA_NOTHING;
    a->some[AGENDA_TOMORROW / 64] |= 1ull << AGENDA_TOMORROW % 64;
    return 0;
}

int agenda_reserve(struct agenda *a, uint32_t ids, struct err *err)
{
    return column_grow((void **)&a->entry, a->room, &a->room, ids > a->room ? ids - a->room : 0, sizeof *a->entry, err);
}

int agenda_copy(struct agenda *to, const struct agenda *from, struct err *err)
{
    if ((!to->first && agenda_init(to, err)) || agenda_reserve(to, from->room, err))
        return -1;
    to->next = from->next;
    to->next_s = from->next_s;
    memcpy(to->first, from->first, SECONDS * sizeof *to->first);
    memcpy(to->some, from->some, WORDS * sizeof *to->some);
    if (from->room)
        memcpy(to->entry, from->entry, from->room * sizeof *to->entry);
    return 0;
}

void agenda_free(struct agenda *a)
{
    free(a->first);
    free(a->some);
    free(a->entry);
    *a = (struct agenda){ 0 };
}

void agenda_midnight(struct agenda *a)
{
    uint32_t id = a->first[AGENDA_TOMORROW], next;
    while (a->next != AGENDA_NOTHING)
        agenda_take(a);
    for (a->first[AGENDA_TOMORROW] = AGENDA_NOTHING; id != AGENDA_NOTHING; id = next) {
        next = a->entry[id].next;
        agenda_put(a, id, a->entry[id].at_s - AGENDA_TOMORROW);
    }
}
