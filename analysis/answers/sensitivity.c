#include "sensitivity.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/numbers/ascending.h"
#include "sim/record/result.h"

static int block_is_known(const struct response *y, int first, int block)
{
    for (int p = first; p < first + block; p++)
        if (!isfinite(y->mean[p]))
            return 0;
    return 1;
}

/* Moves the whole blocks of y->mean to the front of `kept`; their number. block_row[i]: which one it was. */
static int blocks_kept(const struct response *y, int block, double kept[], int block_row[])
{
    int n = 0;
    for (int b = 0; b < y->n_points / block; b++)
        if (block_is_known(y, b * block, block)) {
            memcpy(kept + (long)n * block, y->mean + (long)b * block, (size_t)block * sizeof *kept);
            block_row[n++] = b;
        }
    return n;
}

/* Covariance over replications of a run's a(r) and b(r), divided by how many: what chance adds to the product of their means. */
static double of_chance(int n, const double a[], const double b[], const double minus[])
{
    double mean_a = 0, mean_b = 0, sum = 0;
    for (int r = 0; r < n; r++) {
        mean_a += a[r] / n;
        mean_b += (b[r] - minus[r]) / n;
    }
    for (int r = 0; r < n; r++)
        sum += (a[r] - mean_a) * (b[r] - minus[r] - mean_b);
    return n > 1 ? sum / (n - 1) / n : 0;
}

/* The same of (b - minus)^2. */
static double of_chance_squared(int n, const double b[], const double minus[])
{
    return of_chance(n, b, b, minus) - of_chance(n, minus, b, minus);
}

static int sobol_read(struct sensitivity *s, const struct response *y, const double kept[], const int block_row[], struct err *err)
{
    const struct result_design *design = &s->factors.plan->design;
    double first[SOBOL_MOST_SETS] = { 0 }, total[SOBOL_MOST_SETS] = { 0 };
    int sets = s->factors.n + s->factors.n_groups;
    struct sobol_sample sample = { s->n, sets, design->second ? s->factors.n : 0, kept, s->noise, first, total };
    int n = y->n_replicates;
    for (int j = 0; j < s->n; j++) {
        const double *a = y->run + (long)block_row[j] * design->block * n, *b = a + (long)(design->block - 1) * n;
        for (int i = 0; i < sets; i++) {
            first[i] += of_chance(n, b, a + (long)(1 + i) * n, a) / s->n;
            total[i] += of_chance_squared(n, a + (long)(1 + i) * n, a) / 2 / s->n;
        }
    }
    if (sobol_indices(&s->sobol, &sample, s->level, err))
        return -1;
    s->mean = s->sobol.mean;
    s->variance = s->sobol.variance;
    return 0;
}

/* Each step moves one factor by half of its levels; a list of fewer values may stay where it is, and has no effect then. */
static int morris_read(struct sensitivity *s, const struct response *y, const double kept[], const int block_row[], struct err *err)
{
    double chance[FACTORS_MOST] = { 0 };
    int k = s->factors.n, block = k + 1, levels = s->factors.plan->design.levels;
    double step = levels / (2.0 * (levels - 1)), *effect = calloc((size_t)s->n * (size_t)k, sizeof *effect);
    s->morris = calloc((size_t)k, sizeof *s->morris);
    if (!effect || !s->morris) {
        free(effect);
        return err_set(err, "no memory for the effects of %d factors", k);
    }
    for (int t = 0; t < s->n; t++)
        for (int p = 1; p < block; p++) {
            int point = block_row[t] * block + p;
            const double *now = y->run + (long)point * y->n_replicates;
            for (int i = 0; i < k; i++) {
                double moved = factors_value(&s->factors, point, i) - factors_value(&s->factors, point - 1, i);
                double change = kept[(long)t * block + p] - kept[(long)t * block + p - 1];
                if (moved == 0)
                    continue;
                effect[(long)t * k + i] = (moved > 0 ? change : -change) / step;
                chance[i] += of_chance_squared(y->n_replicates, now, now - y->n_replicates) / s->n;
            }
        }
    for (int i = 0; i < k; i++)
        s->noise_effect[i] = sqrt(chance[i]) / step * sqrt(2 / acos(-1.0));
    int failed = morris_rows(s->n, k, effect, s->level, s->morris, err);
    free(effect);
    return failed;
}

/* A table may have a row more than once: its copies tell nothing new. */
static int different_rows(int n, int k, const double x[])
{
    int different = 0;
    for (int i = 0; i < n; i++) {
        int j = 0;
        while (j < i && memcmp(x + (long)j * k, x + (long)i * k, (size_t)k * sizeof *x) != 0)
            j++;
        different += j == i;
    }
    return different;
}

static double correlation_of(int n, int k, const double x[], int a, int b)
{
    return gsl_stats_correlation(x + a, (size_t)k, x + b, (size_t)k, (size_t)n);
}

/* Factors that a design does not move apart share what they explain. */
static void together_find(struct sensitivity *s, const double x[])
{
    int k = s->factors.n;
    s->together = 0;
    for (int a = 0; a < k; a++)
        for (int b = a + 1; b < k; b++) {
            double r = correlation_of(s->n, k, x, a, b);
            if (fabs(r) > fabs(s->together)) {
                s->together = r;
                s->together_of[0] = a;
                s->together_of[1] = b;
            }
        }
}

static int ranks_read(struct sensitivity *s, const double kept[], const int row[], struct err *err)
{
    int k = s->factors.n;
    double *x = malloc((size_t)s->n * (size_t)k * sizeof *x);
    s->regress = calloc((size_t)k, sizeof *s->regress);
    if (!x || !s->regress) {
        free(x);
        return err_set(err, "no memory for %d points", s->n);
    }
    for (int p = 0; p < s->n; p++)
        for (int i = 0; i < k; i++)
            x[(long)p * k + i] = factors_value(&s->factors, row[p], i);
    int failed = regress_rows(s->n, k, x, kept, s->noise, s->level, s->regress, &s->r2, err);
    s->n_different = different_rows(s->n, k, x);
    together_find(s, x);
    free(x);
    return failed;
}

/* --- swings --- */

static void mean_and_variance(struct sensitivity *s, int n, const double y[])
{
    struct estimate e = estimate_mean(y, 1, n, s->level);
    s->mean = e.mean;
    s->variance = e.n > 1 ? fmax(e.sd * e.sd - s->noise, 0) : NAN;
}

/* Does the point differ from the first in factor i alone, or not at all? */
static int beside_the_base(const struct factors *f, int point, int i)
{
    for (int j = 0; j < f->n; j++)
        if (j != i && factors_value(f, point, j) != factors_value(f, 0, j))
            return 0;
    return 1;
}

static struct estimate from_base(const struct sensitivity *s, const struct response *y, int point)
{
    struct estimate same = { y->n_replicates, 0, 0, 0, 0 };
    if (point == 0)
        return same;
    return estimate_contrast(y->run + (long)point * y->n_replicates, y->run, y->n_replicates, s->level, NEITHER).difference;
}

static struct sensitivity_swing one_at_a_time(const struct sensitivity *s, const struct response *y, int i)
{
    const struct factors *f = &s->factors;
    int low = 0, high = 0;
    for (int p = 0; p < f->n_points; p++)
        if (beside_the_base(f, p, i)) {
            low = factors_value(f, p, i) < factors_value(f, low, i) ? p : low;
            high = factors_value(f, p, i) > factors_value(f, high, i) ? p : high;
        }
    return (struct sensitivity_swing){ factors_value(f, low, i), factors_value(f, high, i), from_base(s, y, low),
                                       from_base(s, y, high) };
}

/* Response from the mean of all where factor i is at one end: in its fifth there, or at its last value. */
static struct estimate at_end(const struct sensitivity *s, const struct response *y, int i, double edge, int high, double room[])
{
    int n = 0;
    for (int p = 0; p < y->n_points; p++) {
        double x = factors_value(&s->factors, p, i);
        if (isfinite(y->mean[p]) && (high ? x >= edge : x <= edge))
            room[n++] = y->mean[p] - s->mean;
    }
    return estimate_mean(room, 1, n, s->level);
}

static struct sensitivity_swing fifths(const struct sensitivity *s, const struct response *y, int i, double room[])
{
    int n = y->n_points;
    for (int p = 0; p < n; p++)
        room[p] = factors_value(&s->factors, p, i);
    ascending(n, room);
    double low = room[(n - 1) / 5], high = room[n - 1 - (n - 1) / 5];
    return (struct sensitivity_swing){ low, high, at_end(s, y, i, low, 0, room), at_end(s, y, i, high, 1, room) };
}

static int swings_read(struct sensitivity *s, const struct response *y, struct err *err)
{
    double *room = malloc((size_t)y->n_points * sizeof *room);
    s->swing = calloc((size_t)s->factors.n, sizeof *s->swing);
    int failed = !room || !s->swing ? err_set(err, "no memory for %d factors", s->factors.n) : 0;
    for (int i = 0; !failed && i < s->factors.n; i++)
        s->swing[i] = s->kind == SENSITIVITY_SWINGS ? one_at_a_time(s, y, i) : fifths(s, y, i, room);
    free(room);
    return failed;
}

/* --- all of it --- */

static enum sensitivity_kind kind_of(const struct factors *f)
{
    const char *kind = f->plan->design.kind;
    return strcmp(kind, "saltelli") == 0 ? SENSITIVITY_SOBOL
           : strcmp(kind, "morris") == 0 ? SENSITIVITY_MORRIS
           : strcmp(kind, "one-at-a-time") == 0 ? SENSITIVITY_SWINGS : SENSITIVITY_RANKS;
}

static int block_of(const struct sensitivity *s)
{
    const struct factors *f = &s->factors;
    return s->kind == SENSITIVITY_SOBOL ? sobol_block(f->n + f->n_groups, f->plan->design.second ? f->n : 0)
           : s->kind == SENSITIVITY_MORRIS ? f->n + 1 : 1;
}

static int by_method(struct sensitivity *s, const struct response *y, struct err *err)
{
    int block = block_of(s), failed = 0;
    if (block > 1 && block != s->factors.plan->design.block)
        return err_input(err, "a factor of this %s design takes one value only: leave it out of the study",
                         s->factors.plan->design.kind);
    double *kept = malloc((size_t)y->n_points * sizeof *kept);
    int *row = malloc((size_t)y->n_points * sizeof *row);
    if (!kept || !row) {
        failed = err_set(err, "no memory for %d points", y->n_points);
    } else {
        s->n = blocks_kept(y, block, kept, row);
        s->n_left_out = y->n_points / block - s->n;
        mean_and_variance(s, s->n * block, kept);
        failed = s->kind == SENSITIVITY_SOBOL ? sobol_read(s, y, kept, row, err)
                 : s->kind == SENSITIVITY_MORRIS ? morris_read(s, y, kept, row, err)
                 : s->kind == SENSITIVITY_RANKS ? ranks_read(s, kept, row, err) : 0;
    }
    free(kept);
    free(row);
    return failed;
}

int sensitivity_read(struct sensitivity *s, struct result *result, const struct sensitivity_wish *wish, struct err *err)
{
    struct response y = { 0 };
    *s = (struct sensitivity){ .kpi = wish->kpi, .policy = wish->policy, .minus = wish->minus, .level = wish->level, .r2 = NAN };
    int failed = factors_of(&s->factors, result_plan(result), err) ||
                 response_read(&y, &s->factors, result, wish->kpi, wish->policy, wish->minus, err);
    s->kind = kind_of(&s->factors);
    s->noise = y.noise;
    s->within = y.within;
    failed = failed || by_method(s, &y, err) || swings_read(s, &y, err);
    response_free(&y);
    if (failed)
        sensitivity_free(s);
    return failed ? -1 : 0;
}

void sensitivity_free(struct sensitivity *s)
{
    sobol_free(&s->sobol);
    free(s->morris);
    free(s->regress);
    free(s->swing);
    s->morris = NULL;
    s->regress = NULL;
    s->swing = NULL;
}

double sensitivity_noise_share(const struct sensitivity *s)
{
    return s->factors.n_replicates > 1 ? s->within / (s->within + s->variance) : NAN;
}

int sensitivity_told_share(const struct sensitivity *s, struct interval i)
{
    return s->variance > 0 && i.high - i.low <= 1 && i.high >= 0 && i.low <= 1;
}

int sensitivity_told(const struct sensitivity *s, int i)
{
    switch (s->kind) {
    case SENSITIVITY_SOBOL: return s->sobol.total[i].told;
    case SENSITIVITY_MORRIS: return s->factors.n_replicates < 2 || s->morris[i].mu_star_interval.low > s->noise_effect[i];
    case SENSITIVITY_RANKS:
        return sensitivity_bins_tell(s) && sensitivity_told_share(s, s->regress[i].first_interval);
    default: return 1;
    }
}

int sensitivity_untold(const struct sensitivity *s)
{
    int n = 0, sets = s->factors.n + (s->kind == SENSITIVITY_SOBOL ? s->factors.n_groups : 0);
    for (int i = 0; i < sets; i++)
        n += !sensitivity_told(s, i);
    return n;
}

/* Could the design have more points? Those of a grid or a table are what they are. */
static int is_drawn(const struct result_plan *plan)
{
    return strcmp(plan->design.kind, "latin-hypercube") == 0 || strcmp(plan->design.kind, "sobol") == 0;
}

double sensitivity_needed(const struct sensitivity *s, int i)
{
    double now = s->kind == SENSITIVITY_MORRIS ? s->factors.n_replicates : s->n, needed = now;
    if (s->kind == SENSITIVITY_SOBOL) {
        needed = s->sobol.varies ? fmax(s->sobol.first[i].n_needed, s->sobol.total[i].n_needed) : s->sobol.n_needed;
    } else if (s->kind == SENSITIVITY_MORRIS && !sensitivity_told(s, i)) {
        double times = s->noise_effect[i] / s->morris[i].mu_star_interval.low;
        needed = ceil(now * times * times + 1e-9);
    } else if (s->kind == SENSITIVITY_RANKS && !is_drawn(s->factors.plan)) {
        return NAN;
    } else if (s->kind == SENSITIVITY_RANKS && !sensitivity_bins_tell(s)) {
        needed = SENSITIVITY_FEWEST_BINNED;
    } else if (s->kind == SENSITIVITY_RANKS) {
        double times = (s->regress[i].first_interval.high - s->regress[i].first_interval.low) / 2 / SOBOL_CONVERGED;
        needed = ceil(now * times * times);
    }
    return needed > now && isfinite(needed) ? needed : NAN;
}

/* Its number, or, where that is not told, the lower end of its interval. */
static double weight(const struct sensitivity *s, int i)
{
    int told = sensitivity_told(s, i);
    switch (s->kind) {
    case SENSITIVITY_SOBOL: return told ? s->sobol.total[i].value : s->sobol.total[i].interval.low;
    case SENSITIVITY_MORRIS: return told ? s->morris[i].mu_star : s->morris[i].mu_star_interval.low;
    case SENSITIVITY_RANKS: return told ? s->regress[i].first : s->regress[i].first_interval.low;
    default: return fmax(fabs(s->swing[i].at_low.mean), fabs(s->swing[i].at_high.mean));
    }
}

static int matters_less(const struct sensitivity *s, int i, int than)
{
    int told = sensitivity_told(s, i), other = sensitivity_told(s, than);
    return told != other ? other : weight(s, i) < weight(s, than);
}

void sensitivity_order(const struct sensitivity *s, int order[FACTORS_MOST])
{
    for (int i = 0; i < s->factors.n; i++) {
        int at = i;
        for (; at > 0 && matters_less(s, order[at - 1], i); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}
