/* num.h - elementary functions whose last bit is the same on every machine.
 *
 * What feeds a digest calls no transcendental of libm: glibc chooses other code on processors with
 * FMA. Arrays go through SLEEF's consistent functions; single values in hot places through the
 * functions below, which use + - x, tables and sqrt only (errors are tested in tests/unit/num.c).
 */
#ifndef NUM_H
#define NUM_H

#include <math.h>
#include <stdint.h>
#include <string.h>

void num_exp_all(double *x, int n);         /* x[i] <- exp(x[i]), in place */
void num_log_all(double *x, int n);         /* x[i] <- log(x[i]), x > 0 */

extern const double NUM_EXP2[64], NUM_INVERSE[129], NUM_LOG[129], NUM_NORMAL[121][4];

static inline double num_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* exp(x), relative error < 4e-16; 0 below -700, exp(700) above 700. With x = (64 e + j) log(2)/64 + r, |r| < .0055. */
static inline double num_exp(double x)
{
    if (x < -700)
        return 0;
    if (x > 700)
        x = 700;
    double k = (x * 0x1.71547652b82fep+6 + 0x1.8p52) - 0x1.8p52;
    double r = (x - k * 0x1.62e42f8000000p-7) - k * 0x1.be8e7bcd5e4f2p-33, r2 = r * r;
    int64_t n = (int64_t)k;
    double p = r + r2 * ((0.5 + r * (1 / 6.0)) + r2 * (1 / 24.0 + r * (1 / 120.0)));
    double scale = NUM_EXP2[n & 63] * num_bits((uint64_t)((n >> 6) + 1023) << 52);
    return scale + scale * p;
}

/* log(x) for normal x > 0, absolute error < 4e-16 x max(1, |log x|). With x = 2^k c (1 + r), c = 1 + i/128, |r| < .004. */
static inline double num_log(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int64_t k = (int64_t)(bits >> 52) - 1023;
    double m = num_bits((bits & 0xfffffffffffffull) | 0x3ff0000000000000ull);
    int i = (int)((m - 1) * 128 + 0.5);
    double r = (m - (1 + i * (1 / 128.0))) * NUM_INVERSE[i], r2 = r * r;
    double p = r - r2 * ((0.5 - r * (1 / 3.0)) + r2 * ((0.25 - r * 0.2) + r2 * (1 / 6.0)));
    return ((double)k * 0x1.62e42fefa39efp-1 + NUM_LOG[i]) + p;
}

static inline double num_pow(double x, double y) { return num_exp(y * num_log(x)); }    /* x > 0 */
static inline double num_logistic(double x) { return 1 / (1 + num_exp(-x)); }

double num_normal(double p);                /* the p-quantile of N(0,1), 0 < p < 1; Wichura's AS 241, PPND16 */

/* The same at p = (word + .5) / 2^32, for what is kept in single precision: error < 3e-7, odd around the middle. */
static inline double num_normal_word(uint32_t word)
{
    uint32_t upper = word >> 31, low = word ^ (0u - upper);        /* the lower half, and of the upper its mirror image */
    double z;
    if (low < 7u << 24) {
        z = num_normal((low + 0.5) * 0x1p-32);
    } else {
        const double *a = NUM_NORMAL[(low >> 24) - 7];
        double x = ((low & 0xffffff) + 0.5) * 0x1p-24;
        z = (a[0] + a[1] * x) + (a[2] + a[3] * x) * (x * x);
    }
    uint64_t bits;
    memcpy(&bits, &z, sizeof bits);
    return num_bits(bits ^ (uint64_t)upper << 63);
}

double num_normal_cdf(double z);            /* P(N(0,1) <= z), absolute error < 1e-7 (Abramowitz and Stegun 26.2.17) */
double num_log_gamma(double x);             /* log Gamma(x), x > 0, relative error < 1e-10 (Stirling series) */
double num_gamma_quantile_unit_mean(double shape, double z);    /* Wilson-Hilferty, from a normal z; shape >= 4 */

static inline double num_clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

#endif
