/* sensitivity.c - indices of functions whose indices are known: Ishigami's, Sobol's G, a linear one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>

#include "analysis/numbers/morris.h"
#include "analysis/numbers/regress.h"
#include "analysis/answers/sensitivity.h"
#include "analysis/numbers/sobol.h"
#include "sim/base/draw.h"

#define PI 3.14159265358979323846

enum { MOST = 8 };
static struct err err;

static double unit(int i, int j)
{
    struct draw d = draw_at(draw_key(38, 0), PURPOSE_WORLD, (uint32_t)i, (uint32_t)j, 2);
    return draw_unit2(d.w[0], d.w[1]);
}

/* T. Ishigami and T. Homma, 1990, a = 7, b = .1: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2. */
static double ishigami(const double u[])
{
    double x[3];
    for (int i = 0; i < 3; i++)
        x[i] = PI * (2 * u[i] - 1);
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + .1 * pow(x[2], 4) * sin(x[0]);
}

static const double G[] = { 0, 1, 4.5, 9, 99, 99 };
static double sobol_g(const double u[])
{
    double product = 1;
    for (int i = 0; i < 6; i++)
        product *= (fabs(4 * u[i] - 2) + G[i]) / (1 + G[i]);
    return product;
}

/* y[n][block] of a Saltelli design over a Sobol sequence of 2 k axes, of k axes and some groups of them (bits), in all `sets`;
 * with BA_i of `pairs` axes; `noise` is added to each, normal. */
static double *blocks(double (*f)(const double[]), int n, int k, int sets, const int group[], int pairs, double noise)
{
    int block = sobol_block(sets, pairs);
    double *y = malloc((size_t)n * (size_t)block * sizeof *y), ab[2 * MOST], u[MOST];
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, 2 * (unsigned)k);
    for (int j = 0; j < n; j++) {
        gsl_qrng_get(sequence, ab);
        for (int p = 0; p < block; p++) {
            int all = (1 << k) - 1, from_b = p == 0 ? 0 : p <= k ? 1 << (p - 1) : p <= sets ? group[p - k - 1]
                                             : p < block - 1 ? all ^ 1 << (p - sets - 1) : all;
            for (int i = 0; i < k; i++)
                u[i] = ab[from_b >> i & 1 ? k + i : i];
            y[j * block + p] = f(u) + noise * gsl_cdf_ugaussian_Pinv(unit(j, p));
        }
    }
    gsl_qrng_free(sequence);
    return y;
}

static double *saltelli(double (*f)(const double[]), int n, int k, int second, double noise)
{
    return blocks(f, n, k, k, NULL, second ? k : 0, noise);
}

static int inside(struct sobol_index index, double truth)
{
    return index.interval.low <= truth && truth <= index.interval.high;
}

static const double V1 = .5 * (1 + .1 * 97.40909103400244 / 5) * (1 + .1 * 97.40909103400244 / 5), V2 = 49 / 8.0,
                    V13 = .01 * 9488.531016070574 * (1 / 18.0 - 1 / 50.0);

static void ishigami_is_inside_its_intervals(void **state)
{
    (void)state;
    double v = V1 + V2 + V13, *y = saltelli(ishigami, 2048, 3, 1, 0);
    const double first[] = { V1 / v, V2 / v, 0 }, total[] = { (V1 + V13) / v, V2 / v, V13 / v };
    struct sobol_sample sample = { 2048, 3, 3, y, 0, NULL, NULL };
    struct sobol s;
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    assert_true(fabs(s.variance / v - 1) < .03 && fabs(s.mean - 3.5) < .05);
    for (int i = 0; i < 3; i++) {
        assert_true(inside(s.first[i], first[i]));
        assert_true(inside(s.total[i], total[i]));
        assert_true(s.first[i].interval.high - s.first[i].interval.low < .2);
    }
    assert_true(inside(s.pair[0 * 3 + 2], V13 / v));
    assert_true(inside(s.pair[0 * 3 + 1], 0) && inside(s.pair[1 * 3 + 2], 0));
    assert_true(!s.converged && s.n_needed == 4096);        /* half-widths of .06: nearly there */
    sobol_free(&s);
    free(y);
}

static void sobol_g_is_inside_its_intervals(void **state)
{
    (void)state;
    double product = 1, *y = saltelli(sobol_g, 4096, 6, 0, 0);
    struct sobol_sample sample = { 4096, 6, 0, y, 0, NULL, NULL };
    struct sobol s;
    for (int i = 0; i < 6; i++)
        product *= 1 + 1 / (3 * (1 + G[i]) * (1 + G[i]));
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    for (int i = 0; i < 6; i++) {
        double own = 1 / (3 * (1 + G[i]) * (1 + G[i]));
        assert_true(inside(s.first[i], own / (product - 1)));
        assert_true(inside(s.total[i], own * product / (1 + own) / (product - 1)));
    }
    sobol_free(&s);
    free(y);
}

/* Ishigami's axes 0 and 2 interact with each other alone, so that together they make what axis 1 does not, and only that; axis 2
 * does nothing without axis 0, and with it comes into the total of the group of 1 and 2. Pairs may be there beside groups. */
static void groups_of_ishigami_are_inside_their_intervals(void **state)
{
    (void)state;
    static const int GROUP[] = { 1 << 0 | 1 << 2, 1 << 1 | 1 << 2, 7 };
    double v = V1 + V2 + V13, *y = blocks(ishigami, 2048, 3, 6, GROUP, 3, 0);
    const double first[] = { (V1 + V13) / v, V2 / v, 1 }, total[] = { (V1 + V13) / v, (V2 + V13) / v, 1 };
    struct sobol_sample sample = { 2048, 6, 3, y, 0, NULL, NULL };
    struct sobol s;
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    for (int g = 0; g < 3; g++) {
        assert_true(inside(s.first[3 + g], first[g]));
        assert_true(inside(s.total[3 + g], total[g]));
    }
    assert_true(inside(s.first[1], V2 / v) && inside(s.total[2], V13 / v) && inside(s.pair[0 * 3 + 2], V13 / v));
    assert_true(s.total[3].interval.low > s.total[2].interval.high);
    sobol_free(&s);
    free(y);
}

/* Of a product, the group's first order is that of the product of its own axes, its total what the others leave. */
static void groups_of_sobol_g_are_inside_their_intervals(void **state)
{
    (void)state;
    static const int GROUP[] = { 1 << 0 | 1 << 1, 1 << 1 | 1 << 2 | 1 << 3, 1 << 4 | 1 << 5 };
    double *y = blocks(sobol_g, 4096, 6, 9, GROUP, 0, 0);
    struct sobol_sample sample = { 4096, 9, 0, y, 0, NULL, NULL };
    struct sobol s;
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    for (int g = 0; g < 3; g++) {
        double within = 1, without = 1;
        for (int i = 0; i < 6; i++)
            *(GROUP[g] >> i & 1 ? &within : &without) *= 1 + 1 / (3 * (1 + G[i]) * (1 + G[i]));
        assert_true(inside(s.first[6 + g], (within - 1) / (within * without - 1)));
        assert_true(inside(s.total[6 + g], (within - 1) * without / (within * without - 1)));
        assert_true(s.first[6 + g].interval.high - s.first[6 + g].interval.low < .2);
    }
    sobol_free(&s);
    free(y);
}

/* Noise as large as the function's own variance: known, it leaves the indices where they are; not known, it passes for
 * interaction of every axis, the total of the third rising by half the variance and more. */
static void replicate_noise_does_not_pass_for_interaction(void **state)
{
    (void)state;
    double v = V1 + V2 + V13, *y = saltelli(ishigami, 8192, 3, 0, sqrt(v));
    struct sobol_sample sample = { 8192, 3, 0, y, v, NULL, NULL };
    struct sobol s;
    assert_int_equal(sobol_indices(&s, &sample, .99, &err), 0);
    assert_true(inside(s.total[1], V2 / v) && inside(s.total[2], V13 / v) && inside(s.first[1], V2 / v));
    sample.noise = 0;
    assert_int_equal(sobol_indices(&s, &sample, .99, &err), 0);
    assert_true(s.total[2].interval.low > V13 / v + .1);
    sample.noise = 100 * v;
    assert_int_equal(sobol_indices(&s, &sample, .99, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    free(y);
}

/* 64 base samples say that they are too few, and so many as they ask for are enough. */
static void too_few_samples_say_so_and_how_many_would_do(void **state)
{
    (void)state;
    double *y = saltelli(ishigami, 64, 3, 0, 0), *more;
    struct sobol_sample sample = { 64, 3, 0, y, 0, NULL, NULL };
    struct sobol s;
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    assert_true(!s.converged && s.n_needed >= 128 && s.n_needed <= 16384);
    more = saltelli(ishigami, (int)(2 * s.n_needed), 3, 0, 0);
    sample = (struct sobol_sample){ (int)(2 * s.n_needed), 3, 0, more, 0, NULL, NULL };
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
    assert_true(s.converged);
    sample.n = 7;
    assert_int_equal(sobol_indices(&s, &sample, .95, &err), -1);
    free(y);
    free(more);
}

/* Beside noise of 25 times its variance 32 base samples cannot say that the function varies; without any 16 say so, but not all
 * of its indices; 2048 say each, and none that is said has an interval wider than a share. */
static void what_says_nothing_is_not_told(void **state)
{
    (void)state;
    const struct { int n; double noise; } CASE[] = { { 32, 25 }, { 16, 0 }, { 2048, 0 } };
    double v = V1 + V2 + V13;
    int told[3] = { 0 };
    for (int c = 0; c < 3; c++) {
        double *y = saltelli(ishigami, CASE[c].n, 3, 0, sqrt(CASE[c].noise * v));
        struct sobol_sample sample = { CASE[c].n, 3, 0, y, 0, NULL, NULL };
        struct sobol s;
        for (int j = 0, last = 5 * CASE[c].n; j < last; j++)
            sample.noise += CASE[c].noise ? (y[j] - 3.5) * (y[j] - 3.5) / last : 0;
        sample.noise *= .95;
        assert_int_equal(sobol_indices(&s, &sample, .95, &err), 0);
        assert_int_equal(s.varies, c > 0);
        assert_true(c > 0 || (s.n_needed > 32 && s.variance_interval.low < 0 && s.variance_interval.high > 0));
        for (int i = 0; i < 3; i++) {
            told[c] += s.first[i].told + s.total[i].told;
            assert_true(!s.total[i].told || s.total[i].interval.high - s.total[i].interval.low <= 1);
            assert_true(s.first[i].n_needed >= CASE[c].n);
        }
        sobol_free(&s);
        free(y);
    }
    assert_int_equal(told[0], 0);
    assert_true(told[1] < 6);
    assert_int_equal(told[2], 6);
}

/* Of four factors the second and the last are told: they stand first, the larger ahead, then the others by what is sure of them. */
/* A share between bins of few points, or of many copies of few, is of the bins and not of the factor. */
static void few_points_tell_no_share(void **state)
{
    (void)state;
    struct regress_row row = { .first_interval = { .2, .3 } };
    struct sensitivity s = { .kind = SENSITIVITY_RANKS, .n = 100, .n_different = 49, .variance = 1, .regress = &row };
    assert_false(sensitivity_told(&s, 0));
    s.n_different = 50;
    assert_true(sensitivity_told(&s, 0));
}

static void what_is_told_stands_first_and_the_rest_has_no_value(void **state)
{
    (void)state;
    static const struct sobol_index INDEX[] = { { 40, { -90, 100 }, 0, 1L << 30 }, { .2, { .1, .3 }, 1, 128 },
                                                { 1.4, { .4, 2.7 }, 0, 32768 }, { .6, { .5, .7 }, 1, 64 } };
    struct result_plan plan;
    struct sensitivity_swing swing[4] = { 0 };
    struct sensitivity s = { .kind = SENSITIVITY_SOBOL, .n = 64, .variance = 1, .swing = swing };
    struct sheet sheet;
    const int expected[] = { 3, 1, 2, 0 };
    int order[FACTORS_MOST];
    assert_int_equal(plan_init(&plan, 1, 1, 4, &err), 0);
    s.factors = (struct factors){ .plan = &plan, .n = 4, .row = { 0, 1, 2, 3 } };
    s.sobol.varies = 1;
    for (int i = 0; i < 4; i++)
        s.sobol.total[i] = s.sobol.first[i] = INDEX[i];
    sensitivity_order(&s, order);
    for (int i = 0; i < 4; i++)
        assert_int_equal(order[i], expected[i]);
    assert_int_equal(sensitivity_untold(&s), 2);
    assert_int_equal(sensitivity_sheet(&s, &sheet), 0);
    assert_float_equal(sheet.cell[2].x, .6, 0);
    assert_true(isnan(sheet.cell[3].x));                            /* 64 do */
    assert_true(isnan(sheet.cell[2 * sheet.n_columns + 2].x));
    assert_float_equal(sheet.cell[2 * sheet.n_columns + 2].interval.high, 2.7, 0);
    assert_float_equal(sheet.cell[2 * sheet.n_columns + 3].x, 32768, 0);
    sheet_free(&sheet);
    plan_free(&plan);
}

/* y = 3 a - 2 b + 4 a c: effects of a are 3 + 4 c, of b -2 always, of c 4 a, of d none. */
static void morris_finds_effects_and_where_they_depend_on_others(void **state)
{
    (void)state;
    enum { N = 400, K = 4 };
    double effect[N * K];
    struct morris_row row[K];
    for (int t = 0; t < N; t++) {
        effect[t * K] = 3 + 4 * unit(t, 2);
        effect[t * K + 1] = -2;
        effect[t * K + 2] = 4 * unit(t, 0);
        effect[t * K + 3] = 0;
    }
    assert_int_equal(morris_rows(N, K, effect, .99, row, &err), 0);
    assert_true(row[0].mu_star_interval.low <= 5 && 5 <= row[0].mu_star_interval.high);
    assert_true(row[0].sigma_interval.low <= 4 / sqrt(12) && 4 / sqrt(12) <= row[0].sigma_interval.high);
    assert_float_equal(row[1].mu, -2, 1e-9);
    assert_float_equal(row[1].mu_star, 2, 1e-9);
    assert_true(row[1].sigma < 1e-9 && row[3].mu_star == 0);
    assert_true(row[2].mu_interval.low <= 2 && 2 <= row[2].mu_interval.high);
    assert_int_equal(morris_rows(3, K, effect, .99, row, &err), -1);
}

/* y = 2 a + b, uniform: shares 4/5 and 1/5, coefficients of ranks near 2/sqrt(5) and 1/sqrt(5); a third does nothing. */
static void a_linear_response_is_explained_by_its_ranks(void **state)
{
    (void)state;
    enum { N = 400, K = 3 };
    double x[N * K], y[N], r2;
    struct regress_row row[K];
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < K; j++)
            x[i * K + j] = unit(i, j);
        y[i] = exp(2 * x[i * K] + x[i * K + 1]);        /* monotone: ranks do not mind */
    }
    assert_int_equal(regress_rows(N, K, x, y, 0, .99, row, &r2, &err), 0);
    assert_true(r2 > .95);
    assert_true(fabs(row[0].coefficient - 2 / sqrt(5)) < .05 && fabs(row[1].coefficient - 1 / sqrt(5)) < .05);
    assert_true(row[2].coefficient_interval.low < 0 && row[2].coefficient_interval.high > 0);
    assert_true(row[2].first_interval.low < 0 && row[2].first_interval.high > 0 && fabs(row[2].first) < .05);
}

/* Ishigami again: ranks say nothing of the second factor, bins say it all. */
static void bins_see_what_ranks_do_not(void **state)
{
    (void)state;
    enum { N = 1000, K = 3 };
    double x[N * K], y[N], r2, v = V1 + V2 + V13;
    struct regress_row row[K];
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < K; j++)
            x[i * K + j] = unit(i, j);
        y[i] = ishigami(x + i * K);
    }
    assert_int_equal(regress_rows(N, K, x, y, 0, .99, row, &r2, &err), 0);
    assert_true(r2 < REGRESS_LOW_R2);
    assert_true(row[1].coefficient_interval.low < 0 && row[1].coefficient_interval.high > 0);
    assert_true(row[0].first_interval.low <= V1 / v && V1 / v <= row[0].first_interval.high);
    assert_true(row[1].first_interval.low <= V2 / v && V2 / v <= row[1].first_interval.high);
    assert_true(row[2].first_interval.low <= 0 && row[2].first_interval.high - row[2].first_interval.low < .2);
    for (int i = 0; i < N; i++)
        x[i * K + 2] = x[i * K];                        /* two that always move together */
    assert_int_equal(regress_rows(N, K, x, y, 0, .99, row, &r2, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ishigami_is_inside_its_intervals),
        cmocka_unit_test(sobol_g_is_inside_its_intervals),
        cmocka_unit_test(groups_of_ishigami_are_inside_their_intervals),
        cmocka_unit_test(groups_of_sobol_g_are_inside_their_intervals),
        cmocka_unit_test(replicate_noise_does_not_pass_for_interaction),
        cmocka_unit_test(too_few_samples_say_so_and_how_many_would_do),
        cmocka_unit_test(what_says_nothing_is_not_told),
        cmocka_unit_test(few_points_tell_no_share),
        cmocka_unit_test(what_is_told_stands_first_and_the_rest_has_no_value),
        cmocka_unit_test(morris_finds_effects_and_where_they_depend_on_others),
        cmocka_unit_test(a_linear_response_is_explained_by_its_ranks),
        cmocka_unit_test(bins_see_what_ranks_do_not),
    };
    return cmocka_run_group_tests_name("sensitivity", tests, NULL, NULL);
}
