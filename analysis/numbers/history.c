#include "history.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/draw.h"

enum { CANDIDATES = 8192, ENOUGH = 512, FEW = 64, ROUNDS = 8, MOVES = 100,
       MOVING = 1 };                        /* replicate of the draws that move settings; 0: of those that look for them */
static const double LITTLE = .005;          /* of a range: what a move may go in every direction beside its step */

/* --- one setting --- */

static double distance(const struct history_target *t, double mean)
{
    return mean < t->low ? t->low - mean : mean > t->high ? mean - t->high : 0;
}

struct judged { double implausibility, chance; };

static struct judged judged(const struct history *h, const double x[])
{
    struct judged j = { 0, 1 };
    for (int t = 0; t < h->n_targets; t++) {
        const struct history_target *target = &h->target[t];
        struct emulated y = emulator_at(&target->emulator, x);
        double off = distance(target, y.mean), sd = y.sd > 0 ? y.sd : 1e-12;
        double in_sds = off > 0 ? off / (y.sd > 0 ? y.sd : off * 1e-9) : 0;
        j.implausibility = in_sds > j.implausibility ? in_sds : j.implausibility;
        j.chance *= gsl_cdf_ugaussian_P((target->high - y.mean) / sd) - gsl_cdf_ugaussian_P((target->low - y.mean) / sd);
    }
    return j;
}

double history_implausibility(const struct history *h, const double x[]) { return judged(h, x).implausibility; }
double history_chance(const struct history *h, const double x[]) { return judged(h, x).chance; }

/* --- where they are --- */

struct box { double low[EMULATOR_MOST_INPUTS], high[EMULATOR_MOST_INPUTS]; };

static double volume(const struct box *box, int k)
{
    double v = 1;
    for (int j = 0; j < k; j++)
        v *= box->high[j] - box->low[j];
    return v;
}

/* The box around n settings, a tenth wider on either side, within all settings. */
static void close_in(struct box *box, int n, int k, const double x[])
{
    for (int j = 0; j < k; j++) {
        double low = 1, high = 0;
        for (int i = 0; i < n; i++) {
            low = fmin(low, x[i * k + j]);
            high = fmax(high, x[i * k + j]);
        }
        double room = fmax(.1 * (high - low), 1e-3);
        box->low[j] = fmax(0, low - room);
        box->high[j] = fmin(1, high + room);
    }
}

struct candidate { double implausibility; int number; };

static int by_implausibility(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return (x->implausibility > y->implausibility) - (x->implausibility < y->implausibility) +
           ((x->implausibility == y->implausibility) ? (x->number > y->number) - (x->number < y->number) : 0);
}

/* Sobol points with a digital shift, in the box. */
static int candidates(const struct history *h, const struct box *box, uint64_t seed, int round, double x[])
{
    double u[EMULATOR_MOST_INPUTS];
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)h->k);
    if (!sequence)
        return -1;
    for (int i = 0; i < CANDIDATES; i++) {
        gsl_qrng_get(sequence, u);
        for (int j = 0; j < h->k; j++) {
            struct draw shift = draw_at(draw_key(seed, 0), PURPOSE_HISTORY, (uint32_t)j, (uint32_t)round, 0);
            double shifted = u[j] + draw_unit2(shift.w[0], shift.w[1]);
            x[i * h->k + j] = box->low[j] + (box->high[j] - box->low[j]) * (shifted - floor(shifted));
        }
    }
    gsl_qrng_free(sequence);
    return 0;
}

/* The plausible of the candidates, the least implausible first; how many. */
static int sift(const struct history *h, double x[], struct candidate order[])
{
    int n = 0;
    #pragma omp parallel for schedule(dynamic, 64)
    for (int i = 0; i < CANDIDATES; i++)
        order[i] = (struct candidate){ history_implausibility(h, x + (long)i * h->k), i };
    qsort(order, CANDIDATES, sizeof *order, by_implausibility);
    while (n < CANDIDATES && order[n].implausibility <= h->cut)
        n++;
    return n;
}

static void gather(int n, int k, const double x[], const struct candidate order[], double to[])
{
    for (int i = 0; i < n; i++)
        memcpy(to + (long)i * k, x + (long)order[i].number * k, (size_t)k * sizeof *x);
}

/* Keeps the n plausible ones where there are more than so far, or, while there are none, the FEW least implausible. */
static void keep(const struct history *h, int n, double volume, const double x[], const struct candidate order[],
                 struct history_sample *sample)
{
    bool first = sample->n == 0, better = order[0].implausibility < sample->least;
    sample->least = fmin(sample->least, order[0].implausibility);
    if (!first && (sample->none ? n == 0 && !better : n <= sample->n))
        return;
    sample->n = n ? n : FEW;
    sample->none = n == 0;
    sample->share = n * volume / CANDIDATES;
    gather(sample->n, h->k, x, order, sample->x);
}

/* The next box, around the plausible ones; where there are few, around the FEW least implausible. */
static int closer(struct box *box, int n, int k, const double x[], const struct candidate order[])
{
    int seeds = n > FEW ? n : FEW;
    double *near = malloc((size_t)seeds * (size_t)k * sizeof *near);
    if (!near)
        return -1;
    gather(seeds, k, x, order, near);
    close_in(box, seeds, k, near);
    free(near);
    return 0;
}

int history_look(const struct history *h, uint64_t seed, struct history_sample *sample, struct err *err)
{
    struct box box = { .low = { 0 } };
    size_t bytes = (size_t)CANDIDATES * (size_t)h->k * sizeof(double);
    double *x = malloc(bytes);
    struct candidate *order = malloc(CANDIDATES * sizeof *order);
    *sample = (struct history_sample){ .x = malloc(bytes), .least = INFINITY };
    bool ready = x && order && sample->x;
    for (int j = 0; j < h->k; j++)
        box.high[j] = 1;
    for (int round = 0, n = 0; ready && round < ROUNDS && n < ENOUGH; round++) {
        ready = candidates(h, &box, seed, round, x) == 0;
        if (!ready)
            break;
        n = sift(h, x, order);
        keep(h, n, volume(&box, h->k), x, order, sample);
        ready = n >= ENOUGH || closer(&box, n, h->k, x, order) == 0;
    }
    free(x);
    free(order);
    return ready ? 0 : err_set(err, "no memory for %d candidates", CANDIDATES);
}

void history_sample_free(struct history_sample *sample)
{
    free(sample->x);
    *sample = (struct history_sample){ 0 };
}

/* --- some of them --- */

static double squared(int k, const double a[], const double b[])
{
    double sum = 0;
    for (int j = 0; j < k; j++)
        sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

int history_spread(const struct history_sample *sample, int k, int n, double x[])
{
    int all = sample->n, chosen = 0;
    double *far = malloc((size_t)all * sizeof *far);        /* from the nearest of those chosen */
    for (int i = 0; far && i < all; i++)
        far[i] = INFINITY;
    for (int next = 0; far && chosen < n && chosen < all; chosen++) {
        memcpy(x + (long)chosen * k, sample->x + (long)next * k, (size_t)k * sizeof *x);
        far[next] = -1;
        int best = next;
        for (int i = 0; i < all; i++) {
            double d = squared(k, sample->x + (long)i * k, x + (long)chosen * k);
            far[i] = far[i] < 0 ? far[i] : fmin(far[i], d);
            best = far[i] > far[best] ? i : best;
        }
        next = best;
    }
    free(far);
    return chosen;
}

/* --- the posterior --- */

/* Systematic resampling; all alike where all are hopeless. */
static int resample(const struct history *h, const struct history_sample *sample, uint64_t seed, int n, double x[])
{
    int all = sample->n;
    double sum = 0, passed = 0, *chance = malloc((size_t)all * sizeof *chance);
    if (!chance)
        return -1;
    #pragma omp parallel for schedule(dynamic, 16)
    for (int i = 0; i < all; i++)
        chance[i] = history_chance(h, sample->x + (long)i * h->k);
    for (int i = 0; i < all; i++)
        sum += chance[i];
    for (int i = 0; i < all && sum <= 0; i++)
        chance[i] = 1;
    sum = sum > 0 ? sum : all;
    struct draw start = draw_at(draw_key(seed, 0), PURPOSE_HISTORY, 0, 0, 1);
    double at = draw_unit2(start.w[0], start.w[1]) * sum / n;
    for (int i = 0, drawn = 0; i < all; i++)
        for (passed += chance[i]; drawn < n && (passed > at || i == all - 1); at += sum / n, drawn++)
            memcpy(x + (long)drawn * h->k, sample->x + (long)i * h->k, (size_t)h->k * sizeof *x);
    free(chance);
    return 0;
}

/* The chance, or 0 where it is ruled out. */
static double weight(const struct history *h, const double x[])
{
    struct judged j = judged(h, x);
    return j.implausibility > h->cut ? 0 : j.chance;
}

enum { OF_STEP, OF_VERDICT, OF_LITTLE };    /* what a draw of a move is for; one of OF_LITTLE + j a parameter */

/* A step as large as is best for a normal law, half or an eighth of it (ter Braak), and a little in every direction. */
static bool proposed(const struct history *h, struct draw_key key, uint32_t i, uint32_t m, int n, const double from[],
                     const double at[], double to[])
{
    struct draw step = draw_at(key, PURPOSE_HISTORY, i, m, OF_STEP);
    const double *a = from + (long)(step.w[0] % (uint32_t)n) * h->k, *b = from + (long)(step.w[1] % (uint32_t)n) * h->k;
    double size = 2.38 / sqrt(2. * h->k) / (double[]){ 1, 2, 8, 8 }[step.w[2] % 4];
    bool within = true;
    for (int j = 0; j < h->k; j++) {
        struct draw little = draw_at(key, PURPOSE_HISTORY, i, m, (uint32_t)(OF_LITTLE + j));
        to[j] = at[j] + size * (a[j] - b[j]) + LITTLE * (2 * draw_unit2(little.w[0], little.w[1]) - 1);
        within &= to[j] >= 0 && to[j] <= 1;
    }
    return within;
}

/* One of those drawn goes on by itself; how many of its moves were made. */
static int moved(const struct history *h, struct draw_key key, int n, const double from[], int i, double at[])
{
    double to[EMULATOR_MOST_INPUTS], here = weight(h, at);
    int made = 0;
    for (int m = 0; m < MOVES; m++) {
        double there = proposed(h, key, (uint32_t)i, (uint32_t)m, n, from, at, to) ? weight(h, to) : 0;
        struct draw verdict = draw_at(key, PURPOSE_HISTORY, (uint32_t)i, (uint32_t)m, OF_VERDICT);
        if (there > 0 && draw_unit2(verdict.w[0], verdict.w[1]) * here < there) {
            memcpy(at, to, (size_t)h->k * sizeof *at);
            here = there;
            made++;
        }
    }
    return made;
}

double history_posterior(const struct history *h, const struct history_sample *sample, uint64_t seed, int n, double x[])
{
    long made = 0;
    size_t bytes = (size_t)n * (size_t)h->k * sizeof *x;
    double *from = malloc(bytes);
    if (!from || resample(h, sample, seed, n, x) != 0) {
        free(from);
        return -1;
    }
    memcpy(from, x, bytes);
    #pragma omp parallel for schedule(dynamic, 4) reduction(+ : made)
    for (int i = 0; i < (sample->none ? 0 : n); i++)
        made += moved(h, draw_key(seed, MOVING), n, from, i, x + (long)i * h->k);
    free(from);
    return (double)made / n / MOVES;
}
