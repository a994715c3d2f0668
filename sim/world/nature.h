/* nature.h - what a need is, from its address alone: the same for every policy, and for the clairvoyant baseline. */
#ifndef NATURE_H
#define NATURE_H

#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

enum { KIND_SHIFT = 24 };                   /* key of an exogenous need: kind << KIND_SHIFT | number in the day */
#define SITE_KEY 0x80000000u                /* key of a site's need: SITE_KEY | site, day part: number of the failure */

struct nature {
    float harm;                             /* per day */
    float effort_h, claim_yuan, fade_d;
    uint16_t flags;                         /* NEED_URGENT, NEED_EXCLUDABLE, NEED_COOPERATES, NEED_NONCONFORMING, NEED_MONEY */
};
struct nature nature_of(const struct scenario *s, struct draw_key key, int kind, uint32_t need_key, uint32_t born_key);

#endif
