/* draw.h - chance by address: a draw is named, never taken in turn.
 *
 * Philox4x32-10 (Random123): counter = {entity, ordinal, day, purpose}, key = mix(seed, replicate).
 * The same name gives the same four words on any machine, for any number of threads, in any order.
 */
#ifndef DRAW_H
#define DRAW_H

#include <stdint.h>
#include <Random123/philox.h>

enum purpose {
#define PURPOSE(name, entity, ordinal, day) PURPOSE_##name,
#include "purposes.def"
#undef PURPOSE
    N_PURPOSES
};

struct draw_key { uint32_t k[2]; };
struct draw { uint32_t w[4]; };             /* four independent words, uniform on 0..2^32-1 */

struct draw_key draw_key(uint64_t seed, uint32_t replicate);

static inline struct draw draw_at(struct draw_key key, enum purpose purpose,
                                  uint32_t entity, uint32_t ordinal, uint32_t day)
{
    philox4x32_ctr_t c = { { entity, ordinal, day, (uint32_t)purpose } };
    philox4x32_key_t k = { { key.k[0], key.k[1] } };
    c = philox4x32_R(10, c, k);
    return (struct draw){ { c.v[0], c.v[1], c.v[2], c.v[3] } };
}

/* Uniform on (0,1), never 0 and never 1. */
static inline double draw_unit(uint32_t word) { return (word + 0.5) * 0x1p-32; }
/* The same from two words, with 53 bits, for tails and large counts. */
static inline double draw_unit2(uint32_t high, uint32_t low)
{
    return ((double)((((uint64_t)high << 32) | low) >> 12) + 0.5) * 0x1p-52;
}
/* Uniform on 0..n-1; the bias is below n / 2^32. */
static inline uint32_t draw_below(uint32_t word, uint32_t n) { return (uint32_t)(((uint64_t)word * n) >> 32); }

/* A well-mixed 32-bit word from two: names of children, static traits of a resident from the id. */
static inline uint32_t draw_hash(uint32_t a, uint32_t b)
{
    uint64_t x = ((uint64_t)a << 32 | b) * 0x9e3779b97f4a7c15ull;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9ull;
    x ^= x >> 32;
    return (uint32_t)x;
}

/* Poisson count from one uniform u in (0,1); mean 0..1e6. Terms are taken outwards from the mode, so the law
 * is exact but the count is not monotone in u. */
uint32_t draw_poisson(double mean, double u);

#endif
