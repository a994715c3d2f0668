#include "num.h"

#include <sleef.h>

#if defined(__SSE2__)
#include <emmintrin.h>
void num_exp_all(double *x, int n)
{
    int i = 0;
    for (; i + 2 <= n; i += 2)
        _mm_storeu_pd(x + i, Sleef_cinz_expd2_u10sse2(_mm_loadu_pd(x + i)));
    for (; i < n; i++)
        x[i] = Sleef_cinz_expd1_u10purec(x[i]);
}

void num_log_all(double *x, int n)
{
    int i = 0;
    for (; i + 2 <= n; i += 2)
        _mm_storeu_pd(x + i, Sleef_cinz_logd2_u10sse2(_mm_loadu_pd(x + i)));
    for (; i < n; i++)
        x[i] = Sleef_cinz_logd1_u10purec(x[i]);
}
#else
void num_exp_all(double *x, int n)
{
    for (int i = 0; i < n; i++)
        x[i] = Sleef_cinz_expd1_u10purec(x[i]);
}

void num_log_all(double *x, int n)
{
    for (int i = 0; i < n; i++)
        x[i] = Sleef_cinz_logd1_u10purec(x[i]);
}
#endif

/* a0 + a1 r .. + a7 r^7, in pairs: the processor works on them side by side. */
static inline double polynomial(const double *a, double r)
{
    double r2 = r * r, r4 = r2 * r2;
    return ((a[0] + a[1] * r) + (a[2] + a[3] * r) * r2) + ((a[4] + a[5] * r) + (a[6] + a[7] * r) * r2) * r4;
}

static inline double ratio(const double *a, const double *b, double r) { return polynomial(a, r) / polynomial(b, r); }

double num_normal(double p)
{
    static const double a[] = { 3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4,
        2.5090809287301226727e3 };
    static const double b[] = { 1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3 };
    static const double c[] = { 1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
        3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
        7.74545014278341407640e-4 };
    static const double d[] = { 1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
    static const double e[] = { 6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
        2.01033439929228813265e-7 };
    static const double f[] = { 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 };
    double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425)
        return q * ratio(a, b, 0.180625 - q * q);
    double r = sqrt(-num_log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
    return q < 0 ? -z : z;
}

double num_normal_cdf(double z)
{
    double x = z < 0 ? -z : z, t = 1 / (1 + 0.2316419 * x);
    double tail = 0.3989422804014327 * num_exp(-0.5 * x * x) * t *
        (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z < 0 ? tail : 1 - tail;
}

double num_log_gamma(double x)
{
    double shift = 0;
    while (x < 8) {
        shift -= num_log(x);
        x += 1;
    }
    double y = 1 / (x * x);
    double series = (1 / 12.0 - y * (1 / 360.0 - y * (1 / 1260.0 - y * (1 / 1680.0 - y / 1188.0)))) / x;
    return shift + (x - 0.5) * num_log(x) - x + 0.9189385332046727 + series;
}

double num_gamma_quantile_unit_mean(double shape, double z)
{
    double root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
    return root > 0 ? root * root * root : 0;
}
