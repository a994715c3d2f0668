/* column.h - arrays that grow geometrically, in one place. A zeroed struct is an empty column.
 *
 *     COLUMN(struct need) needs;          needs.row[i], needs.n rows in use, needs.room allocated
 *     column_reserve(&needs, extra, err)  room for so many more rows, or -1; old rows keep their place
 */
#ifndef COLUMN_H
#define COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

#define COLUMN(type) struct { uint32_t n, room; type *row; }

int column_grow(void **row, uint32_t n, uint32_t *room, uint32_t extra, size_t size, struct err *err);
int column_clone(void **to, uint32_t *to_room, const void *from, uint32_t n, size_t size, struct err *err);
void *column_resize(void *row, size_t used, size_t bytes);     /* keeps the first `used` bytes; NULL: row is as it was */
void *column_huge(size_t bytes);        /* not zeroed, on large pages where the system offers them; freed with free */

#define column_reserve(c, extra, err) \
    column_grow((void **)&(c)->row, (c)->n, &(c)->room, (extra), sizeof *(c)->row, (err))
/* `to` gets its own copy of the rows of `from`; what it held before is reused or released. */
#define column_copy(to, from, err) \
    (column_clone((void **)&(to)->row, &(to)->room, (from)->row, (from)->n, sizeof *(from)->row, (err)) || \
     ((to)->n = (from)->n, 0))
#define column_free(c) (free((c)->row), (c)->row = NULL, (c)->n = (c)->room = 0)

#endif
