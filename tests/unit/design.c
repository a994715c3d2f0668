/* Designs: what defines each of them, and that a larger one keeps the smaller. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/draw.h"
#include "sim/study/design.h"

/* --- designs of listed values --- */

static const int N_VALUES[] = { 3, 4, 2 };
static const struct design_space LISTS = { .k = 3, .n_values = N_VALUES };

static double *filled(const char *name, const struct design_space *space, long *n)
{
    const struct design *design = design_named(name);
    struct err err = { 0 };
    *n = design->n_points(space);
    assert_true(*n >= 1);
    double *at = malloc((size_t)*n * (size_t)space->k * sizeof *at);
    if (!at || design->fill(space, at, &err) != 0)
        fail_msg("%s", err.text);
    return at;
}

static void a_grid_visits_every_combination_once(void **state)
{
    (void)state;
    int seen[3][4][2] = { 0 };
    long n;
    double *at = filled("grid", &LISTS, &n);
    assert_int_equal(n, 24);
    for (long p = 0; p < n; p++)
        seen[(int)at[3 * p]][(int)at[3 * p + 1]][(int)at[3 * p + 2]]++;
    for (int i = 0; i < 24; i++)
        assert_int_equal((&seen[0][0][0])[i], 1);
    assert_true(at[2] == 0 && at[5] == 1);                  /* the last turns fastest */
    free(at);
}

static void one_at_a_time_changes_one_factor_of_the_first_point(void **state)
{
    (void)state;
    int visits[3][4] = { 0 };
    long n;
    double *at = filled("one-at-a-time", &LISTS, &n);
    assert_int_equal(n, 1 + 2 + 3 + 1);
    for (long p = 0; p < n; p++) {
        int changed = 0;
        for (int f = 0; f < 3; f++) {
            changed += at[3 * p + f] != 0;
            visits[f][(int)at[3 * p + f]]++;
        }
        assert_int_equal(changed, p > 0);
    }
    for (int f = 0; f < 3; f++)
        for (int level = 1; level < N_VALUES[f]; level++)
            assert_int_equal(visits[f][level], 1);
    free(at);
}

static void zip_goes_through_the_lists_together(void **state)
{
    (void)state;
    const struct design_space same = { .k = 2, .n_values = (int[]){ 5, 5 } };
    long n;
    double *at = filled("zip", &same, &n);
    assert_int_equal(n, 5);
    assert_true(at[6] == 3 && at[7] == 3);
    assert_int_equal(design_named("zip")->n_points(&LISTS), -1);
    free(at);
}

static void without_factors_a_design_of_values_has_one_point(void **state)
{
    (void)state;
    const struct design_space nothing = { 0 };
    for (int d = 0; d < N_DESIGNS; d++)
        assert_true(DESIGNS[d].samples || DESIGNS[d].n_points(&nothing) == 1);
}

static void a_design_too_large_is_none(void **state)
{
    (void)state;
    const struct design_space many = { .k = 6, .n_values = (int[]){ 9999, 9999, 9999, 9999, 9999, 9999 }, .n = 300000 };
    const struct design_space axes = { .k = 41, .n = 8 }, pairs = { .k = 21, .n = 8 };
    assert_int_equal(design_named("grid")->n_points(&many), -1);
    assert_int_equal(design_named("morris")->n_points(&many), -1);          /* 300 000 x 7 */
    assert_int_equal(design_named("sobol")->n_points(&axes), -1);           /* GSL has 40 axes */
    assert_int_equal(design_named("saltelli")->n_points(&pairs), -1);       /* and this needs 42 */
    assert_int_equal(design_named("latin-hypercube")->n_points(&axes), 8);
}

/* --- Latin hypercube --- */

static void a_latin_hypercube_hits_every_stratum_once(void **state)
{
    (void)state;
    static const long SIZES[] = { 1, 2, 7, 24, 100, 137 };
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        struct design_space s = { .k = 5, .n = SIZES[i], .seed = 37 };
        long n;
        double *at = filled("latin-hypercube", &s, &n);
        assert_int_equal(n, s.n);
        for (int f = 0; f < s.k; f++) {
            char hit[200] = { 0 };
            for (long p = 0; p < n; p++)
                assert_int_equal(hit[(long)(at[p * s.k + f] * (double)n)]++, 0);
        }
        free(at);
    }
}

static double least_distance(const double *at, long n, int k)
{
    double least = INFINITY;
    for (long i = 0; i < n; i++)
        for (long j = 0; j < i; j++) {
            double sum = 0;
            for (int f = 0; f < k; f++)
                sum += pow(at[i * k + f] - at[j * k + f], 2);
            least = fmin(least, sqrt(sum));
        }
    return least;
}

/* Each axis a permutation of the strata, and nothing more: what a Latin hypercube is without maximin. */
static void plain_hypercube(double *at, long n, int k, uint32_t number)
{
    for (int f = 0; f < k; f++)
        for (long i = 0; i < n; i++) {
            struct draw d = draw_at(draw_key(37, number), PURPOSE_WORLD, (uint32_t)i, (uint32_t)f, 0);
            long j = (long)draw_below(d.w[0], (uint32_t)i + 1);
            at[i * k + f] = at[j * k + f];
            at[j * k + f] = ((double)i + draw_unit(d.w[1])) / (double)n;
        }
}

/* The closest two points are farther apart than in 95 of 100 hypercubes that were not chosen so. */
static void it_keeps_its_points_apart(void **state)
{
    (void)state;
    enum { N = 40, K = 3 };
    struct design_space s = { .k = K, .n = N, .seed = 5 };
    long n;
    double plain[N * K], *at = filled("latin-hypercube", &s, &n), least = least_distance(at, N, K);
    int farther = 0;
    for (uint32_t i = 0; i < 100; i++) {
        plain_hypercube(plain, N, K, i);
        farther += least > least_distance(plain, N, K);
    }
    assert_true(farther >= 95);
    free(at);
}

/* --- a larger one keeps the smaller --- */

static void doubling_n_keeps_the_first_n(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "latin-hypercube", "sobol", "morris", "saltelli" };
    static const long SIZES[] = { 1, 6, 15, 32, 100 };
    for (int d = 0; d < 4; d++)
        for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
            struct design_space small = { .k = 4, .n = SIZES[i], .levels = 6, .second = i % 2, .seed = 3 };
            struct design_space large = small;
            large.n *= 2;
            long n, m;
            double *a = filled(NAMES[d], &small, &n), *b = filled(NAMES[d], &large, &m);
            assert_int_equal(m, 2 * n);
            assert_memory_equal(a, b, (size_t)n * 4 * sizeof *a);
            free(a);
            free(b);
        }
}

static void another_seed_is_another_design(void **state)
{
    (void)state;
    for (int d = 0; d < N_DESIGNS; d++) {
        struct design_space s = { .k = 3, .n = 8, .levels = 4, .n_values = N_VALUES, .seed = 1 };
        long n;
        if (!DESIGNS[d].samples)
            continue;
        double *a = filled(DESIGNS[d].name, &s, &n), *b = filled(DESIGNS[d].name, &s, &n);
        assert_memory_equal(a, b, (size_t)n * 3 * sizeof *a);
        free(b);
        s.seed = 2;
        b = filled(DESIGNS[d].name, &s, &n);
        assert_true(memcmp(a, b, (size_t)n * 3 * sizeof *a) != 0);
        free(a);
        free(b);
    }
}

/* --- Sobol --- */

/* Warnock's formula for the L2 star discrepancy, squared. */
static double discrepancy2(const double *at, long n, int k)
{
    double single = 0, pairs = 0;
    for (long i = 0; i < n; i++) {
        double product = 1;
        for (int f = 0; f < k; f++)
            product *= 1 - at[i * k + f] * at[i * k + f];
        single += product;
        for (long j = 0; j < n; j++) {
            product = 1;
            for (int f = 0; f < k; f++)
                product *= 1 - fmax(at[i * k + f], at[j * k + f]);
            pairs += product;
        }
    }
    return pow(3, -k) - pow(2, 1 - k) * single / (double)n + pairs / ((double)n * (double)n);
}

/* Random points have the expected square (2^-k - 3^-k) / n. */
static void sobol_points_are_more_even_than_random_ones(void **state)
{
    (void)state;
    for (int k = 2; k <= 8; k += 3)
        for (uint64_t seed = 0; seed < 10; seed++) {
            struct design_space s = { .k = k, .n = 256, .seed = seed };
            long n;
            double *at = filled("sobol", &s, &n), random = (pow(2, -k) - pow(3, -k)) / (double)n;
            assert_true(discrepancy2(at, n, k) < random / (k == 2 ? 10 : k == 5 ? 4 : 1.5));
            free(at);
        }
}

/* Scrambling after Owen keeps a net a net: 2^m points, and each of the 2^m equal boxes of two axes has one. */
static void scrambled_points_are_still_a_net(void **state)
{
    (void)state;
    struct design_space s = { .k = 2, .n = 64, .seed = 11 };
    long n;
    double *at = filled("sobol", &s, &n);
    for (int wide = 0; wide <= 6; wide++) {
        char hit[64] = { 0 };
        for (long p = 0; p < n; p++) {
            int x = (int)(at[2 * p] * (1 << wide)), y = (int)(at[2 * p + 1] * (1 << (6 - wide)));
            assert_int_equal(hit[x << (6 - wide) | y]++, 0);
        }
    }
    free(at);
}

/* Every scrambled point alone is uniform: over 4000 seeds its mean is 1/2 and its square's 1/3, within 4.5 standard errors. */
static void a_scrambled_point_is_uniform(void **state)
{
    (void)state;
    enum { SEEDS = 4000 };
    double sum = 0, squares = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct design_space s = { .k = 3, .n = 4, .seed = seed };
        long n;
        double *at = filled("sobol", &s, &n), x = at[3 * 3 + 2];
        sum += x;
        squares += x * x;
        free(at);
    }
    assert_true(fabs(sum / SEEDS - 1 / 2.) < 4.5 * sqrt(1 / 12. / SEEDS));
    assert_true(fabs(squares / SEEDS - 1 / 3.) < 4.5 * sqrt(4 / 45. / SEEDS));
}

/* --- Morris --- */

static void a_trajectory_moves_each_factor_once(void **state)
{
    (void)state;
    struct design_space s = { .k = 6, .n = 50, .levels = 8, .seed = 4 };
    const double delta = 8 / (2 * 7.);
    int ups = 0, first[6] = { 0 };
    long n;
    double *at = filled("morris", &s, &n);
    assert_int_equal(n, 50 * 7);
    assert_int_equal(design_block(design_named("morris"), &s), 7);
    for (long t = 0; t < s.n; t++) {
        int moved[6] = { 0 };
        for (int step = 1; step <= 6; step++) {
            const double *now = at + (t * 7 + step) * 6, *before = now - 6;
            int changed = 0;
            for (int f = 0; f < 6; f++) {
                assert_true(now[f] >= 0 && now[f] <= 1 && fabs(now[f] * 7 - round(now[f] * 7)) < 1e-12);
                if (now[f] == before[f])
                    continue;
                changed++;
                moved[f]++;
                ups += now[f] > before[f];
                first[f] += step == 1;
                assert_true(fabs(fabs(now[f] - before[f]) - delta) < 1e-12);
            }
            assert_int_equal(changed, 1);
        }
        for (int f = 0; f < 6; f++)
            assert_int_equal(moved[f], 1);
    }
    assert_in_range(ups, 150 - 39, 150 + 39);               /* as often up as down: 4.5 standard errors of 300 */
    for (int f = 0; f < 6; f++)
        assert_in_range(first[f], 1, 20);                   /* none goes first always; 8.3 expected */
    free(at);
}

/* --- Saltelli --- */

static void a_base_sample_mixes_two_points(void **state)
{
    (void)state;
    static const int GROUP[2] = { 1 << 0 | 1 << 3, 1 << 1 | 1 << 3 | 1 << 4 };
    for (int second = 0; second < 2; second++) {
        struct design_space s = { .k = 5, .n = 16, .second = second, .seed = 8, .n_groups = 2,
                                  .group = { (uint64_t)GROUP[0], (uint64_t)GROUP[1] } };
        struct design_space both = { .k = 10, .n = 16, .seed = 8 };
        int block = (1 + second) * 5 + 2 + 2;
        long n, m;
        double *at = filled("saltelli", &s, &n), *base = filled("sobol", &both, &m);
        assert_int_equal(n, 16 * block);
        assert_int_equal(design_block(design_named("saltelli"), &s), block);
        for (long j = 0; j < 16; j++) {
            const double *p = at + j * block * 5, *a = base + j * 10, *b = a + 5;
            assert_memory_equal(p, a, 5 * sizeof *a);
            assert_memory_equal(p + (block - 1) * 5, b, 5 * sizeof *b);
            for (int i = 0; i < 5; i++)
                for (int f = 0; f < 5; f++) {
                    assert_true(p[(1 + i) * 5 + f] == (f == i ? b : a)[f]);
                    assert_true(!second || p[(8 + i) * 5 + f] == (f == i ? a : b)[f]);
                    assert_true(i >= 2 || p[(6 + i) * 5 + f] == (GROUP[i] >> f & 1 ? b : a)[f]);
                }
        }
        free(at);
        free(base);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_visits_every_combination_once),
        cmocka_unit_test(one_at_a_time_changes_one_factor_of_the_first_point),
        cmocka_unit_test(zip_goes_through_the_lists_together),
        cmocka_unit_test(without_factors_a_design_of_values_has_one_point),
        cmocka_unit_test(a_design_too_large_is_none),
        cmocka_unit_test(a_latin_hypercube_hits_every_stratum_once),
        cmocka_unit_test(it_keeps_its_points_apart),
        cmocka_unit_test(doubling_n_keeps_the_first_n),
        cmocka_unit_test(another_seed_is_another_design),
        cmocka_unit_test(sobol_points_are_more_even_than_random_ones),
        cmocka_unit_test(scrambled_points_are_still_a_net),
        cmocka_unit_test(a_scrambled_point_is_uniform),
        cmocka_unit_test(a_trajectory_moves_each_factor_once),
        cmocka_unit_test(a_base_sample_mixes_two_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
