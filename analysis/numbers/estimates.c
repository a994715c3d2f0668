#include "estimates.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_cdf.h>

/* Half-width of the t interval of a mean of n with that standard deviation. */
static double half_width(double sd, int n, double level)
{
    return gsl_cdf_tdist_Pinv(0.5 + level / 2, n - 1) * sd / sqrt(n);
}

struct estimate estimate_mean(const double x[], int stride, int n, double level)
{
    struct estimate e = { 0, NAN, NAN, NAN, 0 };
    double sum = 0, squares = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(x[(long)i * stride])) {
            sum += x[(long)i * stride];
            e.n++;
        } else
            e.beyond += isinf(x[(long)i * stride]) && x[(long)i * stride] > 0;
    if (e.n == 0)
        return e;
    e.mean = sum / e.n;
    if (e.n == 1)
        return e;
    for (int i = 0; i < n; i++) {
        double d = x[(long)i * stride] - e.mean;
        squares += isfinite(d) ? d * d : 0;
    }
    e.sd = sqrt(squares / (e.n - 1));
    e.half = half_width(e.sd, e.n, level);
    return e;
}

struct estimate estimate_at_level(struct estimate e, double level)
{
    if (e.n > 1)
        e.half = half_width(e.sd, e.n, level);
    return e;
}

const char *estimate_text(char text[ESTIMATE_TEXT_SIZE], struct estimate e, int sign)
{
    const char *plus = sign && e.mean > 0 ? "+" : "";
    if (e.n == 0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "–");
    else if (!(e.half > 0))
        snprintf(text, ESTIMATE_TEXT_SIZE, fabs(e.mean) < 1e4 ? "%s%.4g%s" : "%s%.0f%s", plus, e.mean,
                 e.half == 0 ? " ± 0" : "");
    else {
        int decimals = 2 - (int)floor(log10(e.half));
        decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%.*f ± %.*f", plus, decimals, e.mean, decimals, e.half);
    }
    return text;
}

const char *estimate_interval_text(char text[ESTIMATE_TEXT_SIZE], double x, struct interval interval, int sign)
{
    double width = interval.high - interval.low;
    const char *plus = sign && x > 0 ? "+" : "";
    if (isnan(x))
        snprintf(text, ESTIMATE_TEXT_SIZE, "–");
    else if (isnan(width))
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%.4g", plus, x);
    else {
        int decimals = width > 0 ? 2 - (int)floor(log10(width / 2)) : 4;
        decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%.*f [%.*f, %.*f]", plus, decimals, x, decimals, interval.low, decimals,
                 interval.high);
    }
    return text;
}

/* Sums over the usable pairs: of squares around the means, of cross products, of differences won. */
struct pairs { int n, better; double mean_a, mean_b, aa, bb, ab; };

static int usable(double a, double b)
{
    return isfinite(a) && isfinite(b);
}

static struct pairs pairs_sum(const double a[], const double b[], int n, enum better better)
{
    struct pairs p = { 0 };
    for (int i = 0; i < n; i++)
        if (usable(a[i], b[i])) {
            p.n++;
            p.mean_a += a[i];
            p.mean_b += b[i];
            p.better += better == LOWER ? a[i] < b[i] : a[i] > b[i];
        }
    p.mean_a /= p.n;
    p.mean_b /= p.n;
    for (int i = 0; i < n; i++)
        if (usable(a[i], b[i])) {
            double da = a[i] - p.mean_a, db = b[i] - p.mean_b;
            p.aa += da * da;
            p.bb += db * db;
            p.ab += da * db;
        }
    return p;
}

struct contrast estimate_contrast(const double a[], const double b[], int n, double level, enum better better)
{
    struct contrast c = { { 0, NAN, NAN, NAN, 0 }, NAN, NAN, NAN };
    struct pairs p = pairs_sum(a, b, n, better);
    c.difference.n = p.n;
    if (p.n == 0)
        return c;
    c.difference.mean = p.mean_a - p.mean_b;
    c.better_share = better == NEITHER ? NAN : (double)p.better / p.n;
    if (p.n == 1)
        return c;
    double rest = 0;                /* squares around the mean difference; aa + bb - 2 ab would cancel */
    for (int i = 0; i < n; i++)
        if (usable(a[i], b[i])) {
            double d = a[i] - b[i] - c.difference.mean;
            rest += d * d;
        }
    c.difference.sd = sqrt(rest / (p.n - 1));
    c.difference.half = half_width(c.difference.sd, p.n, level);
    c.correlation = p.aa > 0 && p.bb > 0 ? p.ab / sqrt(p.aa * p.bb) : NAN;
    c.variance_reduction = (p.aa + p.bb) / rest;
    return c;
}

int estimate_excludes_zero(struct estimate e)
{
    return fabs(e.mean) > e.half;
}

double estimate_p(struct estimate e)
{
    if (e.n < 2)
        return NAN;
    if (!(e.sd > 0))
        return e.mean == 0;
    return 2 * gsl_cdf_tdist_Q(fabs(e.mean) * sqrt(e.n) / e.sd, e.n - 1);
}
