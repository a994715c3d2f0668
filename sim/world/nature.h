/* nature.h - what a need is, from its address alone: the same for every policy, and for the clairvoyant baseline. */
#ifndef NATURE_H
#define NATURE_H

#include <stdint.h>

#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

enum { KIND_SHIFT = 24 };                   /* key of an exogenous need: kind << KIND_SHIFT | number in the day */
#define VOICE_KEY 0x20000000u               /* | site * 64 + number: the address of one of a site's further voices */
#define SITE_KEY 0x80000000u                /* key of a site's need: SITE_KEY | site, day part: number of the failure */

struct nature {
    float harm;                             /* per day */
    float effort_h, claim_yuan, fade_d;
    float worsen_d;                         /* days until it gets worse if it is left alone; NEVER and more: it does not */
    uint8_t worse_urgent;                   /* it is urgent then */
    uint16_t flags;                         /* NEED_URGENT, NEED_EXCLUDABLE, NEED_COOPERATES, NEED_NONCONFORMING, NEED_MONEY */
};
struct nature nature_of(const struct scenario *s, struct draw_key key, int kind, uint32_t need_key, uint32_t born_key);

/* What nobody should ask: unreasonable, false or malicious. */
static inline int nature_improper(const struct kind *kind)
{
    return kind->validity == UNREASONABLE || kind->validity == FALSE_REPORT || kind->validity == MALICIOUS;
}

/* Days of today's harm that are ahead of a need of the kind, in expectation over its fading within a horizon and, where it
 * may still get worse, over that. */
double nature_harm_days(const struct kind *kind, double horizon_d, int may_worsen);

#endif
