/* num.h - elementary functions whose last bit is the same on every machine.
 *
 * What feeds a digest calls no transcendental of libm: glibc chooses other code on processors with
 * FMA. Arrays go through SLEEF's consistent functions; single values in hot places through the
 * polynomials below, which use + - x / and sqrt only (errors are tested in tests/unit/num.c).
 */
#ifndef NUM_H
#define NUM_H

#include <math.h>
#include <stdint.h>
#include <string.h>

void num_exp_all(double *x, int n);         /* x[i] <- exp(x[i]), in place */
void num_log_all(double *x, int n);         /* x[i] <- log(x[i]), x > 0 */

/* exp(x), relative error < 4e-16; 0 below -700, exp(700) above 700. */
static inline double num_exp(double x)
{
    if (x < -700)
        return 0;
    if (x > 700)
        x = 700;
    double k = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52;
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double p = 1 / 6227020800.0;
    p = p * r + 1 / 479001600.0;
    p = p * r + 1 / 39916800.0;
    p = p * r + 1 / 3628800.0;
    p = p * r + 1 / 362880.0;
    p = p * r + 1 / 40320.0;
    p = p * r + 1 / 5040.0;
    p = p * r + 1 / 720.0;
    p = p * r + 1 / 120.0;
    p = p * r + 1 / 24.0;
    p = p * r + 1 / 6.0;
    p = p * r + 0.5;
    p = r + r * r * p;
    uint64_t bits = (uint64_t)((int64_t)k + 1023) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);
    return scale + scale * p;
}

/* log(x) for normal x > 0, absolute error < 4e-16 x max(1, |log x|). */
static inline double num_log(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int64_t k = (int64_t)(bits >> 52) - 1023;
    bits = (bits & 0xfffffffffffffull) | 0x3ff0000000000000ull;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        k++;
    }
    double s = (m - 1) / (m + 1), z = s * s;
    double p = 1 / 21.0;
    p = p * z + 1 / 19.0;
    p = p * z + 1 / 17.0;
    p = p * z + 1 / 15.0;
    p = p * z + 1 / 13.0;
    p = p * z + 1 / 11.0;
    p = p * z + 1 / 9.0;
    p = p * z + 1 / 7.0;
    p = p * z + 1 / 5.0;
    p = p * z + 1 / 3.0;
    return (double)k * 0x1.62e42fefa39efp-1 + 2 * (s + s * z * p);
}

static inline double num_pow(double x, double y) { return num_exp(y * num_log(x)); }    /* x > 0 */
static inline double num_logistic(double x) { return 1 / (1 + num_exp(-x)); }

double num_normal(double p);                /* the p-quantile of N(0,1), 0 < p < 1; Wichura's AS 241, PPND16 */
double num_normal_cdf(double z);            /* P(N(0,1) <= z), absolute error < 1e-7 (Abramowitz and Stegun 26.2.17) */
double num_log_gamma(double x);             /* log Gamma(x), x > 0, relative error < 1e-10 (Stirling series) */
double num_gamma_quantile_unit_mean(double shape, double z);    /* Wilson-Hilferty, from a normal z; shape >= 4 */

static inline double num_clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

#endif
