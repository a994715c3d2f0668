#include "nature.h"

#include "sim/base/num.h"
#include "world.h"

static float lognormal(double mean, double sigma, uint32_t word)
{
    return (float)(mean * num_exp(sigma * num_normal_word(word) - sigma * sigma / 2));
}

struct nature nature_of(const struct scenario *s, struct draw_key key, int k, uint32_t need_key, uint32_t born_key)
{
    const struct kind *kind = &s->kinds[k];
    struct draw a = draw_at(key, PURPOSE_NEED, need_key, 0, born_key), b = draw_at(key, PURPOSE_NEED, need_key, 1, born_key);
    struct nature n = { .harm = kind->harm > 0 ? lognormal(kind->harm, kind->harm_sigma, a.w[1]) : 0,
                        .effort_h = lognormal(kind->effort_h, kind->effort_sigma, a.w[2]),
                        .fade_d = (float)(-num_log(draw_unit(b.w[0])) * kind->fade_d) };
    n.flags = (uint16_t)((draw_unit(a.w[3]) < kind->urgent ? NEED_URGENT : 0) |
                         (draw_unit(b.w[1]) < kind->excludable ? NEED_EXCLUDABLE : 0) |
                         (draw_unit(b.w[2]) < kind->cooperation ? NEED_COOPERATES : 0) |
                         (draw_unit(b.w[3]) < kind->nonconforming ? NEED_NONCONFORMING : 0));
    n.worsen_d = NEVER;
    if (kind->worsen_d > 0) {
        n.worsen_d = (float)(-num_log(draw_unit(a.w[0])) * kind->worsen_d);
        n.worse_urgent = draw_unit(draw_hash(a.w[0], a.w[1])) < kind->worsen_urgent;
    }
    if (kind->feud > 0)
        n.flags |= draw_unit(draw_hash(a.w[3], a.w[0])) < kind->feud ? NEED_FEUD : 0;
    if (kind->money > 0) {
        struct draw c = draw_at(key, PURPOSE_NEED, need_key, 2, born_key);
        double z = num_normal_word(c.w[1]);
        n.flags |= draw_unit(c.w[0]) < kind->money ? NEED_MONEY : 0;
        n.claim_yuan = (float)(s->handling.claim_yuan * num_exp(s->handling.claim_sigma * z));
    }
    return n;
}

double nature_harm_days(const struct kind *kind, double horizon_d, int may_worsen)
{
    double ends = 1 / horizon_d + 1 / kind->fade_d, worsens = may_worsen && kind->worsen_d > 0 ? 1 / kind->worsen_d : 0;
    return (1 + worsens * kind->worsen_factor / ends) / (ends + worsens);
}
