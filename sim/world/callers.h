/* callers.h - what the line remembers of some callers: points, a block.
 *
 * A side table for the few of whom there is anything to remember, found by resident; who is not in it has nothing.
 * Days are t, as everywhere in the world. Only looked up, never walked through for a result: its order means nothing.
 */
#ifndef CALLERS_H
#define CALLERS_H

#include <stdint.h>

#include "sim/base/err.h"

struct caller {                     /* 12 bytes */
    uint32_t resident;              /* UINT32_MAX: an empty row */
    float points;                   /* as of day `touched` */
    uint16_t touched;
    uint16_t blocked_until;         /* first day on which the number gets through again */
};
struct callers { uint32_t n, room; struct caller *row; };   /* room: 0 or a power of two, at least twice n */

const struct caller *callers_find(const struct callers *c, uint32_t resident);      /* NULL: nothing is remembered */
struct caller *callers_of(struct callers *c, uint32_t resident);        /* its row, a new one if need be: never fails */
/* Room for so many more; on day t rows without a point or block are forgotten when the table grows. */
int callers_reserve(struct callers *c, uint32_t more, uint32_t t, double half_life_d, struct err *err);
float callers_points(const struct caller *caller, uint32_t t, double half_life_d);      /* on day t >= touched; 0 below .05 */
int callers_copy(struct callers *to, const struct callers *from, struct err *err);
void callers_free(struct callers *c);

#endif
