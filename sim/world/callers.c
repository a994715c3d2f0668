#include "callers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/draw.h"
#include "sim/base/num.h"

static const uint32_t EMPTY = UINT32_MAX;
enum { SALT = 0x51de, SMALLEST = 256 };
#define FORGOTTEN 0.05f             /* points below which there is nothing to remember */

/* Open addressing: the caller's row, or the empty one where it would be. */
static struct caller *place_of(const struct callers *c, uint32_t resident)
{
    uint32_t i = draw_hash(resident, SALT) & (c->room - 1);
    while (c->row[i].resident != resident && c->row[i].resident != EMPTY)
        i = (i + 1) & (c->room - 1);
    return &c->row[i];
}

const struct caller *callers_find(const struct callers *c, uint32_t resident)
{
    if (c->n == 0)
        return NULL;
    const struct caller *found = place_of(c, resident);
    return found->resident == EMPTY ? NULL : found;
}

struct caller *callers_of(struct callers *c, uint32_t resident)
{
    struct caller *row = place_of(c, resident);
    if (row->resident == EMPTY) {
        assert(2 * (c->n + 1) <= c->room);
        *row = (struct caller){ .resident = resident };
        c->n++;
    }
    return row;
}

float callers_points(const struct caller *caller, uint32_t t, double half_life_d)
{
    uint32_t days = t - caller->touched;
    float left = days == 0 ? caller->points : caller->points * (float)num_exp(-0.69314718055994531 * days / half_life_d);
    return left < FORGOTTEN ? 0 : left;         /* whether or not the row is still there */
}

static int is_remembered(const struct caller *caller, uint32_t t, double half_life_d)
{
    return caller->resident != EMPTY && (caller->blocked_until > t ||
                                         callers_points(caller, t, half_life_d) > 0);
}

int callers_reserve(struct callers *c, uint32_t more, uint32_t t, double half_life_d, struct err *err)
{
    if (2 * (c->n + more) <= c->room)
        return 0;
    struct callers grown = { .room = SMALLEST };
    uint32_t n = more;
    for (uint32_t i = 0; i < c->room; i++)
        n += (uint32_t)is_remembered(&c->row[i], t, half_life_d);
    while (grown.room < 4 * n)
        grown.room *= 2;
    grown.row = malloc(grown.room * sizeof *grown.row);
    if (!grown.row)
        return err_set(err, "no memory to remember %u callers", grown.room);
    memset(grown.row, 0xff, grown.room * sizeof *grown.row);
    for (uint32_t i = 0; i < c->room; i++)
        if (is_remembered(&c->row[i], t, half_life_d)) {
            *place_of(&grown, c->row[i].resident) = c->row[i];
            grown.n++;
        }
    free(c->row);
    *c = grown;
    return 0;
}

int callers_copy(struct callers *to, const struct callers *from, struct err *err)
{
    callers_free(to);
    if (from->n == 0)
        return 0;
    struct caller *row = malloc(from->room * sizeof *row);
    if (!row)
        return err_set(err, "no memory to remember %u callers", from->room);
    memcpy(row, from->row, from->room * sizeof *row);
    *to = (struct callers){ from->n, from->room, row };
    return 0;
}

void callers_free(struct callers *c)
{
    free(c->row);
    *c = (struct callers){ 0 };
}
