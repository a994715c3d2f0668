#include "wheel.h"

#include <stdlib.h>
#include <string.h>

/* Every day may hold one block that is not full. */
int wheel_reserve(struct wheel *wheel, uint32_t more, struct err *err)
{
    uint32_t most = (wheel->n + more) / WHEEL_BLOCK + WHEEL_DAYS + 1;
    return most > wheel->blocks.n ? column_reserve(&wheel->blocks, most - wheel->blocks.n, err) : 0;
}

int wheel_copy(struct wheel *to, const struct wheel *from, struct err *err)
{
    memcpy(to->head, from->head, sizeof to->head);
    to->free = from->free;
    to->n = from->n;
    return column_copy(&to->blocks, &from->blocks, err);
}

void wheel_free(struct wheel *wheel)
{
    column_free(&wheel->blocks);
    *wheel = (struct wheel){ 0 };
}

static uint32_t new_block(struct wheel *wheel, uint32_t next)
{
    uint32_t b = wheel->free;
    if (b)
        wheel->free = wheel->blocks.row[b - 1].next;
    else
        b = ++wheel->blocks.n;
    wheel->blocks.row[b - 1].next = next;
    wheel->blocks.row[b - 1].n = 0;
    return b;
}

void wheel_put(struct wheel *wheel, uint32_t day, uint32_t id)
{
    uint32_t *head = &wheel->head[day % WHEEL_DAYS];
    if (!*head || wheel->blocks.row[*head - 1].n == WHEEL_BLOCK)
        *head = new_block(wheel, *head);
    struct wheel_block *b = &wheel->blocks.row[*head - 1];
    b->id[b->n++] = id;
    wheel->n++;
}

int wheel_take(struct wheel *wheel, uint32_t day, struct id_list *due, struct err *err)
{
    due->n = 0;
    for (uint32_t b = wheel->head[day % WHEEL_DAYS], next; b; b = next) {
        struct wheel_block *block = &wheel->blocks.row[b - 1];
        if (column_reserve(due, block->n, err))
            return -1;
        for (uint32_t i = block->n; i > 0; i--)
            due->row[due->n++] = block->id[i - 1];
        next = block->next;
        block->next = wheel->free;
        wheel->free = b;
    }
    wheel->head[day % WHEEL_DAYS] = 0;
    wheel->n -= due->n;
    return 0;
}
