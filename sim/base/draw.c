#include "draw.h"

#include "num.h"

static uint64_t mix(uint64_t x)             /* the finaliser of SplitMix64 */
{
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

struct draw_key draw_key(uint64_t seed, uint32_t replicate)
{
    uint64_t k = mix(mix(seed) + replicate);
    return (struct draw_key){ { (uint32_t)k, (uint32_t)(k >> 32) } };
}

static double at_mode(double mean, double mode)
{
    return num_exp(mode * num_log(mean) - mean - num_log_gamma(mode + 1));
}

/* Walk outwards from the mode, always to the side whose next term is larger: O(sqrt(mean)) steps. */
uint32_t draw_poisson(double mean, double u)
{
    if (!(mean > 0))
        return 0;
    double mode = floor(mean);
    double p = at_mode(mean, mode);
    double low = mode, high = mode, p_low = p, p_high = p, sum = p;
    while (sum < u) {
        double next_low = low > 0 ? p_low * low / mean : 0;
        double next_high = p_high * mean / (high + 1);
        if (next_low <= 0 && next_high < 1e-300)
            break;
        if (next_low >= next_high) {
            low -= 1;
            sum += p_low = next_low;
            if (sum >= u)
                return (uint32_t)low;
        } else {
            high += 1;
            sum += p_high = next_high;
            if (sum >= u)
                return (uint32_t)high;
        }
    }
    return (uint32_t)mode;
}
