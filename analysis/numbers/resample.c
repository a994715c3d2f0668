#include "resample.h"

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

#include "analysis/numbers/ascending.h"
#include "sim/base/draw.h"

static const struct interval NO_INTERVAL = { NAN, NAN };

static uint32_t word(int b, int i)
{
    return draw_at(draw_key(0, 0), PURPOSE_RESAMPLE, (uint32_t)b, (uint32_t)i / 4, 0).w[i % 4];
}

void resample_rows(int b, int n, int row[])
{
    struct draw four = { { 0 } };
    for (int i = 0; i < n; i++) {
        if (i % 4 == 0)
            four = draw_at(draw_key(0, 0), PURPOSE_RESAMPLE, (uint32_t)b, (uint32_t)i / 4, 0);
        row[i] = (int)draw_below(four.w[i % 4], (uint32_t)n);
    }
}

void resample_order(int b, int n, int row[])
{
    for (int i = 0; i < n; i++)
        row[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int j = (int)draw_below(word(b, i), (uint32_t)i + 1), was = row[i];
        row[i] = row[j];
        row[j] = was;
    }
}

/* Sorts the finite ones to the front; how many. */
static int finite_sorted(int n, double value[])
{
    int m = 0;
    for (int i = 0; i < n; i++)
        if (isfinite(value[i]))
            value[m++] = value[i];
    ascending(m, value);
    return m;
}

static double quantile(int n, const double sorted[], double p)
{
    double at = (n + 1) * p - 1;
    int i = (int)floor(at);
    if (at <= 0)
        return sorted[0];
    return i >= n - 1 ? sorted[n - 1] : sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]);
}

struct interval resample_percentile(int n, double value[], double level)
{
    int m = finite_sorted(n, value);
    if (m < 2)
        return NO_INTERVAL;
    return (struct interval){ quantile(m, value, (1 - level) / 2), quantile(m, value, (1 + level) / 2) };
}

/* How fast the statistic's spread changes with it: a sixth of the skewness of the jackknife's influences. */
static double acceleration(int m, const double jack[])
{
    double mean = 0, squares = 0, cubes = 0;
    for (int i = 0; i < m; i++)
        mean += jack[i] / m;
    for (int i = 0; i < m; i++) {
        double d = mean - jack[i];
        squares += d * d;
        cubes += d * d * d;
    }
    return squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
}

/* estimate   of the whole sample
 * value      n of resamples, sorted here
 * jack       the statistic without each of the m rows of the sample */
static struct interval bca(double estimate, int n, double value[], int m, const double jack[], double level)
{
    int k = finite_sorted(n, value), below = 0, level_with = 0;
    if (k < 2)
        return NO_INTERVAL;
    for (int i = 0; i < k; i++) {
        below += value[i] < estimate;
        level_with += value[i] == estimate;
    }
    double share = (below + 0.5 * level_with) / k;      /* ties count half, so that a lattice is not called biased */
    share = fmin(fmax(share, 0.5 / k), 1 - 0.5 / k);
    double z0 = gsl_cdf_ugaussian_Pinv(share), a = acceleration(m, jack), p[2];
    for (int side = 0; side < 2; side++) {
        double z = z0 + gsl_cdf_ugaussian_Pinv(side ? (1 + level) / 2 : (1 - level) / 2);
        p[side] = gsl_cdf_ugaussian_P(z0 + z / (1 - a * z));
    }
    return (struct interval){ quantile(k, value, p[0]), quantile(k, value, p[1]) };
}

static double mean_of(int n, const double x[], const int row[])
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[row[i]];
    return sum / n;
}

/* The statistic is the mean, whose jackknife has a formula. */
static struct interval mean_interval(int n, const double x[], int room, double value[], double jack[], int row[],
                                     enum resample_kind kind, double level)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    for (int i = 0; i < n; i++)
        jack[i] = (sum - x[i]) / (n - 1);
    for (int b = 0; b < room; b++) {
        resample_rows(b, n, row);
        value[b] = mean_of(n, x, row);
    }
    return kind == RESAMPLE_BCA ? bca(sum / n, room, value, n, jack, level)
                                : resample_percentile(room, value, level);
}

struct interval resample_mean(int n, const double x[], enum resample_kind kind, double level)
{
    struct interval interval = NO_INTERVAL;
    int room = kind == RESAMPLE_BCA ? RESAMPLES_BCA : RESAMPLES, m = 0;
    double *kept = malloc((2 * (size_t)n + (size_t)room) * sizeof *kept);
    int *row = malloc(((size_t)n + 1) * sizeof *row);
    for (int i = 0; kept && i < n; i++)
        if (isfinite(x[i]))
            kept[m++] = x[i];
    if (kept && row && m > 1)
        interval = mean_interval(m, kept, room, kept + 2 * (size_t)n, kept + n, row, kind, level);
    free(kept);
    free(row);
    return interval;
}
