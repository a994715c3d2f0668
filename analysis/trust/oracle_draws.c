/* oracle_draws.c - the laws of the draws: counts against Poisson probabilities. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>

#include "oracle.h"
#include "sim/base/draw.h"

enum { DRAWS = 300000, MOST_BINS = 400, SEED = 12345 };
static const double MEANS[] = { 0.37, 3, 50, 1200 };

struct bins { int n; double low; long count[MOST_BINS]; };

/* Bins of one count each around the mean, at least 20 draws expected in each; the tails are one bin each. */
static double chi_square(const struct bins *b, double mean, long draws, int *df)
{
    double chi2 = 0;
    for (int i = 0; i < b->n; i++) {
        unsigned count = (unsigned)(b->low + i);
        double p = i == 0 ? gsl_cdf_poisson_P(count, mean) :
                   i == b->n - 1 ? gsl_cdf_poisson_Q(count - 1, mean) : gsl_ran_poisson_pdf(count, mean);
        double expected = p * (double)draws, gap = (double)b->count[i] - expected;
        chi2 += gap * gap / expected;
    }
    *df = b->n - 1;
    return chi2;
}

static struct bins bins_around(double mean, long draws)
{
    struct bins b = { .low = floor(mean) };
    while (b.low > 0 && gsl_cdf_poisson_P((unsigned)b.low - 1, mean) * (double)draws >= 20)
        b.low--;
    double high = floor(mean);
    while (gsl_cdf_poisson_Q((unsigned)high, mean) * (double)draws >= 20)
        high++;
    b.n = (int)(high - b.low) + 1;
    return b;
}

static void poisson(double mean, uint32_t which, long draws, const struct oracle_report *report)
{
    struct draw_key key = draw_key(SEED, which);
    struct bins b = bins_around(mean, draws);
    double sum = 0, squares = 0;
    for (long i = 0; i < draws; i++) {
        struct draw d = draw_at(key, PURPOSE_NEED_COUNT, (uint32_t)i, 0, 0);
        double x = draw_poisson(mean, draw_unit2(d.w[0], d.w[1])), bin = fmin(fmax(x - b.low, 0), b.n - 1);
        b.count[(int)bin]++;
        sum += x;
        squares += (x - mean) * (x - mean);
    }
    char name[64];
    int df;
    double n = (double)draws, chi2 = chi_square(&b, mean, draws, &df);
    snprintf(name, sizeof name, "draw_poisson, mean %g", mean);
    report->tell(report->self, &(struct oracle_reading){ .oracle = name, .what = "mean", .theory = mean,
        .simulated = sum / n, .error = sqrt(mean / n), .exact = 1 });
    report->tell(report->self, &(struct oracle_reading){ .oracle = name, .what = "variance", .theory = mean,
        .simulated = squares / n, .error = sqrt((mean + 2 * mean * mean) / n), .exact = 1 });
    report->tell(report->self, &(struct oracle_reading){ .oracle = name, .what = "chi-square of the counts", .theory = df,
        .simulated = chi2, .error = sqrt(2.0 * df) });
}

int oracle_draws(int effort, const struct oracle_report *report, struct err *err)
{
    (void)err;
    for (uint32_t i = 0; i < sizeof MEANS / sizeof *MEANS; i++)
        poisson(MEANS[i], i, (long)effort * DRAWS, report);
    return 0;
}
