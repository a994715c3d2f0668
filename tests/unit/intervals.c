/* intervals.c - intervals by resampling, of several differences together, and against the best: do they hold as often as
 * they say? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <gsl/gsl_cdf.h>

#include "analysis/numbers/best.h"
#include "analysis/numbers/family.h"
#include "analysis/numbers/resample.h"
#include "sim/base/draw.h"

static double unit(int trial, int i)
{
    struct draw d = draw_at(draw_key(37, 0), PURPOSE_WORLD, (uint32_t)trial, (uint32_t)i, 0);
    return draw_unit2(d.w[0], d.w[1]);
}

static double normal(int trial, int i) { return gsl_cdf_ugaussian_Pinv(unit(trial, i)); }
static double waiting(int trial, int i) { return -log(unit(trial, i)); }

/* Of the intervals of the mean of 40 such numbers, the share that holds the true one. */
static double coverage(double (*law)(int, int), double truth, enum resample_kind kind)
{
    enum { TRIALS = 1000, N = 40 };
    int holds = 0;
    for (int t = 0; t < TRIALS; t++) {
        double x[N];
        for (int i = 0; i < N; i++)
            x[i] = law(t, i);
        struct interval own = resample_mean(N, x, kind, .95);
        holds += own.low <= truth && truth <= own.high;
    }
    return (double)holds / TRIALS;
}

static void intervals_by_resampling_hold_about_as_often_as_they_say(void **state)
{
    (void)state;
    double t = coverage(normal, 0, RESAMPLE_BCA), p = coverage(normal, 0, RESAMPLE_PERCENTILE);
    assert_true(t > .925 && t < .965);
    assert_true(p > .925 && p < .965);
    double skewed = coverage(waiting, 1, RESAMPLE_BCA);
    assert_true(skewed > .905 && skewed < .955);        /* .93 with many trials: of so skewed a law 40 numbers know little */
}

/* The mean of a skewed sample may well be larger than it looks: the corrected interval lies further up. */
static void a_skewed_sample_moves_the_corrected_interval(void **state)
{
    (void)state;
    double x[30];
    for (int i = 0; i < 30; i++)
        x[i] = waiting(7, i);
    struct interval plain = resample_mean(30, x, RESAMPLE_PERCENTILE, .95), corrected = resample_mean(30, x, RESAMPLE_BCA, .95);
    assert_true(corrected.low > plain.low && corrected.high > plain.high);
    x[3] = NAN;
    plain = resample_mean(30, x, RESAMPLE_PERCENTILE, .95);
    assert_true(plain.low < plain.high);
    assert_true(isnan(resample_mean(1, x, RESAMPLE_BCA, .95).low));
}

/* 1, 2 ... 99: the middle .9 at (n + 1) p is 5 to 95, exactly. */
static void percentiles_of_a_known_list(void **state)
{
    (void)state;
    double x[99];
    for (int i = 0; i < 99; i++)
        x[i] = (i * 37) % 99 + 1;
    struct interval middle = resample_percentile(99, x, .9);
    assert_float_equal(middle.low, 5, 1e-9);
    assert_float_equal(middle.high, 95, 1e-9);
}

static void an_order_of_chance_has_every_row_once(void **state)
{
    (void)state;
    int row[101], seen[101] = { 0 }, again[101], moved = 0;
    resample_order(3, 101, row);
    resample_order(3, 101, again);
    for (int i = 0; i < 101; i++) {
        seen[row[i]]++;
        moved += row[i] != i;
        assert_int_equal(row[i], again[i]);
    }
    for (int i = 0; i < 101; i++)
        assert_int_equal(seen[i], 1);
    assert_true(moved > 90);
}

/* Tables of Bonferroni's t: 5 two-sided intervals, 10 degrees of freedom, 95 %: 3.169; one interval: 2.228. */
static void bonferroni_has_the_quantiles_of_the_tables(void **state)
{
    (void)state;
    assert_float_equal(family_level(5, .95), .99, 1e-12);
    assert_float_equal(family_level(1, .95), .95, 1e-12);
    assert_float_equal(gsl_cdf_tdist_Pinv(.5 + family_level(5, .95) / 2, 10), 3.169273, 1e-6);
    assert_float_equal(family_t(1, 10, .95), 1.812461, 1e-6);
}

/* How often do all intervals hold at once, k means with a gap before the best, worlds shared by all? */
static double best_coverage(int k, int n, double gap, int *found)
{
    enum { TRIALS = 1000 };
    double y[8 * 20];
    struct best best[8];
    struct err err = { 0 };
    int holds = 0;
    *found = 0;
    for (int t = 0; t < TRIALS; t++) {
        int all = 1;
        for (int i = 0; i < k; i++)
            for (int r = 0; r < n; r++)
                y[i * n + r] = (i == k - 1 ? gap : 0) + 2 * normal(t, 1000 + r) + normal(t, i * n + r);
        assert_int_equal(best_of(k, n, y, HIGHER, .95, best, &err), 0);
        for (int i = 0; i < k; i++) {
            double truth = i == k - 1 ? gap : k > 1 ? -gap : 0;
            all &= best[i].low <= truth && truth <= best[i].high;
        }
        holds += all;
        *found += best[k - 1].low >= 0;
    }
    return (double)holds / TRIALS;
}

static void intervals_against_the_best_hold_together(void **state)
{
    (void)state;
    int found;
    double alike = best_coverage(5, 12, 0, &found);
    assert_true(alike >= .94);
    assert_true(found < 70);                            /* of equals, one is seldom called the best */
    double apart = best_coverage(5, 12, 2, &found);
    assert_true(apart >= .94);
    assert_true(found > 800);                           /* one that is 2 standard deviations ahead is nearly always */
}

/* Gaps by hand: means 1, 3, 6 with less better: 2, -2, -5. */
static void gaps_are_from_the_best_of_the_others(void **state)
{
    (void)state;
    const double y[] = { 0.9, 1.1, 1, 2.9, 3, 3.1, 6, 5.9, 6.1 };
    struct best best[3];
    struct err err = { 0 };
    assert_int_equal(best_of(3, 3, y, LOWER, .95, best, &err), 0);
    assert_float_equal(best[0].gap, 2, 1e-12);
    assert_float_equal(best[1].gap, -2, 1e-12);
    assert_float_equal(best[2].gap, -5, 1e-12);
    assert_true(best[0].low == 0 && best[0].high > 2 && best[1].high == 0 && best[2].high == 0);
    assert_int_equal(best_of(3, 1, y, LOWER, .95, best, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_by_resampling_hold_about_as_often_as_they_say),
        cmocka_unit_test(a_skewed_sample_moves_the_corrected_interval),
        cmocka_unit_test(percentiles_of_a_known_list),
        cmocka_unit_test(an_order_of_chance_has_every_row_once),
        cmocka_unit_test(bonferroni_has_the_quantiles_of_the_tables),
        cmocka_unit_test(intervals_against_the_best_hold_together),
        cmocka_unit_test(gaps_are_from_the_best_of_the_others),
    };
    return cmocka_run_group_tests_name("intervals", tests, NULL, NULL);
}
