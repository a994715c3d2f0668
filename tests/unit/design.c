/* Designs: what defines each of them, that a larger one keeps the smaller, and what a study's factors make of a point. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/base/draw.h"
#include "sim/study/design.h"
#include "sim/study/study.h"

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
    for (int second = 0; second < 2; second++) {
        struct design_space s = { .k = 5, .n = 16, .second = second, .seed = 8 }, both = { .k = 10, .n = 16, .seed = 8 };
        int block = (1 + second) * 5 + 2;
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
                    assert_true(!second || p[(6 + i) * 5 + f] == (f == i ? a : b)[f]);
                }
        }
        free(at);
        free(base);
    }
}

/* --- values of a study's factors --- */

static int read_text(struct study *study, const char *text, struct err *err)
{
    char path[] = "/tmp/design-XXXXXX.yaml";
    int fd = mkstemps(path, 5);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    int ok = study_read(study, path, err) || study_names(study, err) || study_points(study, err) ? -1 : 0;
    unlink(path);
    return ok;
}

static void make(struct study *study, const char *text)
{
    struct err err = { 0 };
    if (read_text(study, text, &err) != 0)
        fail_msg("%s", err.text);
}

static void a_range_is_filled_as_its_distribution_says(void **state)
{
    (void)state;
    static const struct { const char *factor; double quarter, half; } CASES[] = {
        { "rule.pressure: {range: [2, 10]}", 4, 6 },
        { "rule.pressure: {range: [1, 100], dist: log-uniform}", 3.16227766, 10 },
        { "rule.pressure: {range: [0, 4], dist: triangular, mode: 1}", 1.00000000, 1.55051026 },
        { "rule.pressure: {range: [0, 4], dist: normal}", 1.360888, 2 },
        { "rule.pressure: {range: [1, 16], dist: log-normal}", 2.568432, 4 },
        { "rule.pressure: {range: [1, 5], dist: integer}", 2, 3 },
        { "centre.operators: {range: [10, 40]}", 17, 25 },
        { "rule.consequence: {values: [none, rank, target, tiers]}", 1, 2 },
    };
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        char text[300];
        snprintf(text, sizeof text, "base: tiny\ndesign: {kind: latin-hypercube, n: 2000}\nfactors: {%s}\n", CASES[c].factor);
        struct study study;
        make(&study, text);
        double range[2];
        int below_quarter = 0, below_half = 0;
        study_range(&study.factor[0], range);
        for (long p = 0; p < study.n_points; p++) {
            double x = study_value(&study, p, 0);
            assert_true(x >= range[0] && x <= range[1]);
            below_quarter += x < CASES[c].quarter - 1e-9;
            below_half += x < CASES[c].half - 1e-9;
        }
        int steps = study.factor[0].dist == DIST_INTEGER || study.factor[0].kind == FACTOR_LIST;
        assert_in_range(below_quarter, steps ? 350 : 497, 503);     /* of 2000 strata: exact, but for the rounding of `quarter` */
        assert_in_range(below_half, steps ? 750 : 997, 1003);
        study_free(&study);
    }
}

static void shares_of_a_mixture_add_up_to_its_whole(void **state)
{
    (void)state;
    static const char *const KINDS[] = { "{kind: sobol, n: 512}", "{kind: latin-hypercube, n: 500}", "grid" };
    for (int i = 0; i < 3; i++) {
        char text[400];
        snprintf(text, sizeof text, "base: tiny\ndesign: %s\nfactors:\n  rule.pressure: {range: [0, 4], levels: 3}\n"
                 "  blend: {mixture: [rule.audit, rule.tolerance, rule.summon_share], total: 0.8, levels: 4}\n"
                 "  centre.operators: {range: [10, 20], levels: 3}\n", KINDS[i]);
        struct study study;
        make(&study, text);
        double mean[3] = { 0 };
        assert_int_equal(study.n_factors, 5);
        assert_true(i < 2 || study.n_points == 3 * 15 * 3);         /* 15 ways to give 4 steps to 3 shares */
        for (long p = 0; p < study.n_points; p++) {
            double sum = 0;
            for (int f = 1; f <= 3; f++) {
                double x = study_value(&study, p, f);
                assert_true(x >= 0 && x <= 0.8);
                sum += x;
                mean[f - 1] += x / (double)study.n_points;
            }
            assert_true(fabs(sum - 0.8) < 1e-12);
            assert_true(study_value(&study, p, 4) >= 10 && study_value(&study, p, 4) <= 20);
        }
        for (int f = 0; f < 3; f++)                         /* no share is preferred: 4.5 standard errors of 500 points */
            assert_true(fabs(mean[f] - 0.8 / 3) < (i < 2 ? 0.038 : 1e-12));
        study_free(&study);
    }
}

/* --- constraints --- */

static void constraints_hold_at_every_point(void **state)
{
    (void)state;
    static const struct { const char *design; long n; } CASES[] = {
        { "grid", 0 }, { "one-at-a-time", 0 }, { "{kind: sobol, n: 100}", 100 }, { "{kind: latin-hypercube, n: 100}", 100 },
    };
    for (int i = 0; i < 4; i++) {
        char text[500];
        struct study study;
        snprintf(text, sizeof text, "base: tiny\ndesign: %s\nconstraints:\n  - 2*rule.pressure + centre.operators >= 20.5\n"
                 "  - ' rule.tolerance - 1 < 0.1 * rule.pressure - 1'\n"
                 "factors:\n  rule.pressure: {range: [1, 9], levels: 5}\n  centre.operators: {range: [4, 20], levels: 4}\n"
                 "  rule.tolerance: {range: [0, 0.7], levels: 3}\n", CASES[i].design);
        make(&study, text);
        assert_true(study.n_broke > 0);
        assert_true(CASES[i].n ? study.n_points == CASES[i].n : study.n_points + study.n_broke == study_asks(&study));
        for (long p = 0; p < study.n_points; p++) {
            double x = study_value(&study, p, 0), y = study_value(&study, p, 1), z = study_value(&study, p, 2);
            assert_true(2 * x + y >= 20.5 && z < 0.1 * x);
        }
        study_free(&study);
    }
}

static void sampled_points_under_constraints_are_kept_by_a_larger_n(void **state)
{
    (void)state;
    static const char *const KINDS[] = { "sobol", "latin-hypercube" };
    for (int i = 0; i < 2; i++) {
        struct study study[2];
        for (int large = 0; large < 2; large++) {
            char text[300];
            snprintf(text, sizeof text, "base: tiny\ndesign: {kind: %s, n: %d}\nconstraints: [rule.pressure >= rule.reweigh]\n"
                     "factors: {rule.pressure: {range: [0, 9]}, rule.reweigh: {range: [0, 9]}}\n", KINDS[i], 50 << large);
            make(&study[large], text);
        }
        for (long p = 0; p < 50; p++)
            for (int f = 0; f < 2; f++)
                assert_true(study_value(&study[0], p, f) == study_value(&study[1], p, f));
        study_free(&study[0]);
        study_free(&study[1]);
    }
}

/* --- tables --- */

static void a_table_is_read_row_by_row(void **state)
{
    (void)state;
    char table[] = "/tmp/points-XXXXXX.csv", text[300];
    static const char ROWS[] = "\xef\xbb\xbfrule.consequence, \"rule.pressure\"\r\nrank,1.5\r\n\r\n none ,0.25\r\nrank,1.5e1";
    int fd = mkstemps(table, 4);
    assert_true(fd >= 0 && write(fd, ROWS, sizeof ROWS - 1) == sizeof ROWS - 1);
    close(fd);
    snprintf(text, sizeof text, "base: tiny\ndesign: {kind: table, file: %s}\nfactors:\n  rule.pressure: {range: [0, 20]}\n"
             "  rule.consequence: ~\n", table);
    struct study study;
    make(&study, text);
    char word[64];
    assert_int_equal(study.n_points, 3);
    assert_true(study_value(&study, 0, 0) == 1.5 && study_value(&study, 1, 0) == 0.25 && study_value(&study, 2, 0) == 15);
    assert_string_equal(study_text(&study, 1, 1, word), "none");
    study_free(&study);
    unlink(table);
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
        cmocka_unit_test(a_range_is_filled_as_its_distribution_says),
        cmocka_unit_test(shares_of_a_mixture_add_up_to_its_whole),
        cmocka_unit_test(constraints_hold_at_every_point),
        cmocka_unit_test(sampled_points_under_constraints_are_kept_by_a_larger_n),
        cmocka_unit_test(a_table_is_read_row_by_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
