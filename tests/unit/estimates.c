/* estimates.c - intervals and paired differences against cases with a known answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "analysis/numbers/estimates.h"
#include "analysis/numbers/family.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"
#include "expected.h"

/* Student's sleep data (Biometrika 6, 1908): hours gained by ten patients under two drugs.
 * The paired difference is 1.58, its interval 0.7001142 to 2.4598858 (R: t.test(a, b, paired = TRUE)). */
static const double DEXTRO[] = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0 };
static const double LAEVO[] = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };

static void a_mean_has_students_interval(void **state)
{
    (void)state;
    struct estimate e = estimate_mean(LAEVO, 1, 10, .95);
    assert_int_equal(e.n, 10);
    near(e.mean, 2.33, 1e-14);
    near(e.sd, 2.002249, 1e-6);
    near(estimate_low(e), 0.8976775, 1e-6);
    near(estimate_high(e), 3.7623225, 1e-6);
}

static void a_paired_difference_has_students_interval(void **state)
{
    (void)state;
    struct contrast c = estimate_contrast(LAEVO, DEXTRO, 10, .95, HIGHER);
    near(c.difference.mean, 1.58, 1e-14);
    near(estimate_low(c.difference), 0.7001142, 1e-6);
    near(estimate_high(c.difference), 2.4598858, 1e-6);
    near(c.correlation, 0.7951702, 1e-6);
    near(c.better_share, 0.9, 1e-14);           /* one pair is a tie */
    assert_true(estimate_excludes_zero(c.difference));
    near(estimate_p(c.difference), 0.002833, 1e-3);
}

/* Holm by hand: of .005 .01 .03 .04 four, three, two, one are left; what is adjusted never falls. */
static void holm_steps_down(void **state)
{
    (void)state;
    const double p[] = { 0.04, NAN, 0.01, 0.03, 0.005 }, by_hand[] = { 0.06, NAN, 0.03, 0.06, 0.02 };
    double adjusted[5];
    assert_int_equal(family_holm(5, p, adjusted), 4);
    for (int i = 0; i < 5; i++)
        assert_true(isnan(by_hand[i]) ? isnan(adjusted[i]) : fabs(adjusted[i] - by_hand[i]) < 1e-15);
    assert_int_equal(family_holm(1, (const double[]){ 0.7 }, adjusted), 1);
    near(adjusted[0], 0.7, 1e-15);
}

/* Families of 20 differences between equals: an error in at most 5 of 100 families, many more without the correction. */
static void a_family_errs_as_seldom_as_it_says(void **state)
{
    (void)state;
    enum { FAMILIES = 2000, MEMBERS = 20, RUNS = 6 };
    int wrong = 0, alone = 0;
    for (uint32_t f = 0; f < FAMILIES; f++) {
        double p[MEMBERS], adjusted[MEMBERS], x[RUNS];
        int one = 0, raw = 0;
        for (uint32_t m = 0; m < MEMBERS; m++) {
            for (uint32_t r = 0; r < RUNS; r++)
                x[r] = num_normal(draw_unit(draw_at(draw_key(5, 0), PURPOSE_WORLD, f, m, r).w[0]));
            p[m] = estimate_p(estimate_mean(x, 1, RUNS, .95));
            raw |= p[m] <= 0.05;
        }
        family_holm(MEMBERS, p, adjusted);
        for (int m = 0; m < MEMBERS; m++)
            one |= adjusted[m] <= 0.05;
        wrong += one;
        alone += raw;
    }
    print_message("# families with an error: %.3f by Holm, %.3f without\n", wrong / (double)FAMILIES, alone / (double)FAMILIES);
    assert_true(wrong < 0.05 * FAMILIES + 4 * sqrt(0.05 * 0.95 * FAMILIES) && wrong > 0.02 * FAMILIES);
    assert_true(fabs(alone / (double)FAMILIES - (1 - pow(0.95, MEMBERS))) < 0.045);
}

static void variance_reduction_is_what_the_correlation_promises(void **state)
{
    (void)state;
    struct contrast c = estimate_contrast(LAEVO, DEXTRO, 10, .95, LOWER);
    double va = pow(estimate_mean(LAEVO, 1, 10, .95).sd, 2), vb = pow(estimate_mean(DEXTRO, 1, 10, .95).sd, 2);
    near(c.variance_reduction, (va + vb) / (va + vb - 2 * c.correlation * sqrt(va * vb)), 1e-12);
    assert_true(c.better_share == 0);
}

static void an_undefined_run_is_left_out_of_its_pair_only(void **state)
{
    (void)state;
    const double a[] = { 3, NAN, 5, 8, 2 }, b[] = { 1, 4, INFINITY, 3, 1 };
    assert_int_equal(estimate_mean(a, 1, 5, .95).n, 4);
    near(estimate_mean(a, 1, 5, .95).mean, 4.5, 1e-14);
    struct contrast c = estimate_contrast(a, b, 5, .95, LOWER);
    assert_int_equal(c.difference.n, 3);
    near(c.difference.mean, (2 + 5 + 1) / 3.0, 1e-14);
}

static void too_few_runs_give_no_interval(void **state)
{
    (void)state;
    const double nothing[] = { NAN, NAN }, one[] = { NAN, 0.37 };
    struct estimate none = estimate_mean(nothing, 1, 2, .95), single = estimate_mean(one, 1, 2, .95);
    assert_int_equal(none.n, 0);
    assert_true(isnan(none.mean));
    assert_int_equal(single.n, 1);
    near(single.mean, 0.37, 1e-15);
    assert_true(isnan(single.half));
    assert_false(estimate_excludes_zero(single));
    assert_int_equal(estimate_contrast(one, nothing, 2, .95, LOWER).difference.n, 0);
}

static void neither_way_is_better_where_the_table_says_so(void **state)
{
    (void)state;
    assert_true(isnan(estimate_contrast(LAEVO, DEXTRO, 10, .95, NEITHER).better_share));
}

/* 4000 samples of 6 from a normal law: the share of 90 % intervals that hold the mean is within 4 standard errors
 * (.0047 each) of .9; with normal instead of t quantiles it would be .84. */
static void intervals_cover_as_often_as_they_say(void **state)
{
    (void)state;
    struct draw_key key = draw_key(2024, 0);
    enum { SAMPLES = 4000, SIZE = 6 };
    int held = 0;
    for (uint32_t s = 0; s < SAMPLES; s++) {
        double x[2 * SIZE];                             /* every second one, to try the stride */
        for (uint32_t i = 0; i < SIZE; i++)
            x[2 * i] = 0.37 + 1.9 * num_normal(draw_unit(draw_at(key, PURPOSE_WORLD, s, i, 0).w[0]));
        struct estimate e = estimate_mean(x, 2, SIZE, .9);
        held += estimate_low(e) < 0.37 && 0.37 < estimate_high(e);
    }
    near(held / (double)SAMPLES, .9, .019 / .9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mean_has_students_interval),
        cmocka_unit_test(a_paired_difference_has_students_interval),
        cmocka_unit_test(holm_steps_down),
        cmocka_unit_test(a_family_errs_as_seldom_as_it_says),
        cmocka_unit_test(variance_reduction_is_what_the_correlation_promises),
        cmocka_unit_test(an_undefined_run_is_left_out_of_its_pair_only),
        cmocka_unit_test(too_few_runs_give_no_interval),
        cmocka_unit_test(neither_way_is_better_where_the_table_says_so),
        cmocka_unit_test(intervals_cover_as_often_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
