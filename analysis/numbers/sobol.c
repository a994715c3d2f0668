#include "sobol.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/numbers/resample.h"

enum { FEWEST = 8 };

/* What is known of one sample, or resample, of base samples: variance, then k first, k totals, pairs x pairs. */
struct moments { double mean, variance; };

static const double *block_of(const struct sobol_sample *s, const int row[], int j)
{
    return s->y + (long)(row ? row[j] : j) * sobol_block(s->k, s->pairs);
}

static struct moments moments_of(const struct sobol_sample *s, const int row[])
{
    int last = sobol_block(s->k, s->pairs) - 1;
    double sum = 0, squares = 0;
    for (int j = 0; j < s->n; j++)
        sum += block_of(s, row, j)[0] + block_of(s, row, j)[last];
    double mean = sum / (2.0 * s->n);
    for (int j = 0; j < s->n; j++) {
        double a = block_of(s, row, j)[0] - mean, b = block_of(s, row, j)[last] - mean;
        squares += a * a + b * b;
    }
    return (struct moments){ mean, squares / (2.0 * s->n - 1) - s->noise };
}

/* index[2 k]: first orders, then totals. */
static struct moments main_indices(const struct sobol_sample *s, const int row[], double index[])
{
    struct moments m = moments_of(s, row);
    int last = sobol_block(s->k, s->pairs) - 1;
    for (int i = 0; i < s->k; i++) {
        double first = 0, total = 0;
        for (int j = 0; j < s->n; j++) {
            const double *y = block_of(s, row, j);
            first += (y[last] - m.mean) * (y[1 + i] - y[0]);
            total += (y[0] - y[1 + i]) * (y[0] - y[1 + i]);
        }
        index[i] = (first / s->n - (s->first_noise ? s->first_noise[i] : 0)) / m.variance;
        index[s->k + i] = (total / (2.0 * s->n) - (s->total_noise ? s->total_noise[i] : s->noise)) / m.variance;
    }
    return m;
}

static double pair_index(const struct sobol_sample *s, const int row[], struct moments m, const double index[], int i, int j)
{
    int last = sobol_block(s->k, s->pairs) - 1;
    double sum = 0;
    for (int b = 0; b < s->n; b++) {
        const double *y = block_of(s, row, b);
        sum += (y[1 + s->k + i] - m.mean) * (y[1 + j] - m.mean) - (y[0] - m.mean) * (y[last] - m.mean);
    }
    return sum / s->n / m.variance - index[i] - index[j];
}

static int n_numbers(const struct sobol_sample *s)
{
    return 2 * s->k + s->pairs * s->pairs;
}

/* All indices of a resample as one row of numbers. */
static struct moments all_indices(const struct sobol_sample *s, const int row[], double number[])
{
    struct moments m = main_indices(s, row, number);
    for (int i = 0; i < s->pairs; i++)
        for (int j = 0; j < s->pairs; j++)
            number[2 * s->k + i * s->pairs + j] = i < j ? pair_index(s, row, m, number, i, j) : NAN;
    return m;
}

static void intervals_make(const struct sobol_sample *s, double level, double *number, double *value, int *row,
                           struct interval interval[], struct interval *variance)
{
    int n = n_numbers(s);
    for (int b = 0; b < RESAMPLES; b++) {
        resample_rows(b, s->n, row);
        value[b] = all_indices(s, row, number + (long)b * n).variance;
    }
    *variance = resample_percentile(RESAMPLES, value, level);
    for (int i = 0; i < n; i++) {
        for (int b = 0; b < RESAMPLES; b++)
            value[b] = number[(long)b * n + i];
        interval[i] = resample_percentile(RESAMPLES, value, level);
    }
}

static double half_width(struct interval i) { return (i.high - i.low) / 2; }

/* Of n that have a half-width, how many would have a narrower one; at least n, at most 2^62. */
static long needed(int n, double half, double wanted)
{
    double times = half / wanted;
    return half <= wanted ? n : (long)exp2(fmin(ceil(log2(n * times * times)), 62));
}

static struct sobol_index index_of(const struct sobol *sobol, int n, double value, struct interval i)
{
    int told = sobol->varies && i.high - i.low <= 1 && i.high >= 0 && i.low <= 1;
    return (struct sobol_index){ value, i, told, needed(n, half_width(i), SOBOL_CONVERGED) };
}

static void verdict(struct sobol *sobol, const struct sobol_sample *s)
{
    sobol->widest = 0;
    for (int i = 0; i < s->k; i++)
        sobol->widest = fmax(sobol->widest, half_width(sobol->total[i].interval));
    sobol->converged = sobol->varies && sobol->widest <= SOBOL_CONVERGED;
    sobol->n_needed = sobol->varies ? needed(s->n, sobol->widest, SOBOL_CONVERGED)
                                    : needed(s->n, half_width(sobol->variance_interval), sobol->variance);
}

int sobol_indices(struct sobol *sobol, const struct sobol_sample *s, double level, struct err *err)
{
    size_t n = (size_t)n_numbers(s);
    *sobol = (struct sobol){ 0 };
    if (s->n < FEWEST)
        return err_input(err, "%d base samples are too few for indices with intervals; make at least %d", s->n, FEWEST);
    double *number = malloc(n * (RESAMPLES + 1) * sizeof *number), value[RESAMPLES];
    struct interval *interval = malloc(n * sizeof *interval);
    int *row = malloc((size_t)s->n * sizeof *row);
    sobol->pair = s->pairs ? calloc((size_t)s->pairs * (size_t)s->pairs, sizeof *sobol->pair) : NULL;
    int failed = !number || !interval || !row || (s->pairs && !sobol->pair);
    if (failed)
        err_set(err, "no memory for the indices of %d axes", s->k);
    double *own = number ? number + n * RESAMPLES : NULL;
    struct moments m = failed ? (struct moments){ 0 } : all_indices(s, NULL, own);
    if (!failed && !(m.variance > 0))
        failed = err_input(err, "the response does not vary beyond its replicate noise, so there is nothing to share out");
    if (!failed) {
        intervals_make(s, level, number, value, row, interval, &sobol->variance_interval);
        sobol->mean = m.mean;
        sobol->variance = m.variance;
        sobol->varies = sobol->variance_interval.low > 0;
        for (int i = 0; i < s->k; i++) {
            sobol->first[i] = index_of(sobol, s->n, own[i], interval[i]);
            sobol->total[i] = index_of(sobol, s->n, own[s->k + i], interval[s->k + i]);
        }
        for (int i = 0; i < s->pairs * s->pairs; i++)
            sobol->pair[i] = index_of(sobol, s->n, own[2 * s->k + i], interval[2 * s->k + i]);
        verdict(sobol, s);
    }
    free(number);
    free(interval);
    free(row);
    if (failed)
        sobol_free(sobol);
    return failed ? -1 : 0;
}

void sobol_free(struct sobol *sobol)
{
    free(sobol->pair);
    sobol->pair = NULL;
}
