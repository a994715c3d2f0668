/* wheel.h - a calendar of ids: what is due on which day, up to WHEEL_DAYS - 1 ahead.
 *
 * A day's ids stand in blocks taken from one pool, so that putting never allocates (wheel_reserve makes the room)
 * and a day can be read as an array, far enough ahead to prefetch what the ids stand for.
 */
#ifndef WHEEL_H
#define WHEEL_H

#include "column.h"

enum { WHEEL_DAYS = 512, WHEEL_BLOCK = 62 };

struct wheel_block { uint32_t next, n, id[WHEEL_BLOCK]; };
struct wheel {
    uint32_t head[WHEEL_DAYS];      /* by day modulo WHEEL_DAYS: block + 1, or 0 */
    uint32_t free;                  /* block + 1, or 0 */
    uint32_t n;                     /* ids on it */
    COLUMN(struct wheel_block) blocks;
};
struct id_list { uint32_t n, room, *row; };      /* a COLUMN of ids */

int wheel_reserve(struct wheel *wheel, uint32_t more, struct err *err);     /* room for so many more ids */
int wheel_copy(struct wheel *to, const struct wheel *from, struct err *err);
void wheel_free(struct wheel *wheel);

void wheel_put(struct wheel *wheel, uint32_t day, uint32_t id);             /* day: at most WHEEL_DAYS - 1 after today */
/* Takes the ids of today off the wheel, into `due` (last put first), which grows when it must. */
int wheel_take(struct wheel *wheel, uint32_t day, struct id_list *due, struct err *err);

#endif
