/* The promises of num.h, against long double libm and GSL. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "sim/base/num.h"

enum { POINTS = 400000 };

/* A point of [low, high] without a pattern that a polynomial could like. */
static double point(double low, double high, int i) { return low + (high - low) * fmod(i * 0.6180339887498949, 1); }

static void within(long double got, long double want, long double most, double at)
{
    if (fabsl(got - want) > most)
        fail_msg("at %.17g: got %.20Lg, expected %.20Lg, error %.3Lg above %.3Lg", at, got, want, fabsl(got - want), most);
}

static void exp_is_good_to_its_relative_bound(void **state)
{
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        double x = i % 2 ? point(-700, 700, i) : point(-2, 2, i);
        within(num_exp(x), expl(x), 4e-16L * expl(x), x);
    }
    assert_true(num_exp(0) == 1 && num_exp(-701) == 0 && num_exp(5000) == num_exp(700) && num_exp(-INFINITY) == 0);
}

static void log_is_good_to_its_bound(void **state)
{
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        double x = i % 2 ? exp(point(-700, 700, i)) : point(0.3, 3, i), size = fabs(log(x));
        within(num_log(x), logl(x), 4e-16L * (size > 1 ? size : 1), x);
    }
    assert_true(num_log(1) == 0);
}

static void arrays_agree_with_single_values_for_any_length(void **state)
{
    (void)state;
    double a[37], b[37];
    for (int n = 0; n <= 37; n++) {
        for (int i = 0; i < 37; i++) {
            a[i] = point(-50, 50, 37 * n + i + 1);
            b[i] = point(1e-6, 50, 37 * n + i + 1);
        }
        double untouched = n < 37 ? a[n] : 0;
        num_exp_all(a, n);
        num_log_all(b, n);
        for (int i = 0; i < n; i++) {
            within(a[i], expl(point(-50, 50, 37 * n + i + 1)), 3e-16L * a[i], i);
            within(b[i], logl(point(1e-6, 50, 37 * n + i + 1)), 3e-16L * fmax(1, fabs(b[i])), i);
        }
        assert_true(n == 37 || a[n] == untouched);
    }
}

static void normal_quantile_inverts_the_normal_law(void **state)
{
    (void)state;
    for (int i = 1; i < 20000; i++) {
        double p = i % 2 ? point(0, 1, i) : exp(point(-60, -0.7, i)), z = gsl_cdf_ugaussian_Pinv(p);
        within(num_normal(p), z, 1e-9 * fmax(1, fabs(z)), p);
        within(num_normal_cdf(z), p, 1e-7, z);
    }
    within(num_normal(0.975), 1.959963984540054L, 1e-14L, 0.975);
    within(num_normal(0.5), 0, 1e-16L, 0.5);
    within(num_normal(1e-20), -9.262340089798408L, 1e-12L, 1e-20);
}

static void normal_quantile_of_a_word_is_good_to_single_precision(void **state)
{
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        uint32_t word = (uint32_t)point(0, 4294967296.0, i);
        double p = (word + 0.5) * 0x1p-32;
        within(num_normal_word(word), num_normal(p), 3e-7L, p);
        assert_true(num_normal_word(~word) == -num_normal_word(word));
    }
    for (uint32_t edge = 0; edge < 256; edge++)                 /* both sides of every piece */
        for (uint32_t word = (edge << 24) - 1; word != (edge << 24) + 1; word++)
            within(num_normal_word(word), num_normal((word + 0.5) * 0x1p-32), 3e-7L, (word + 0.5) * 0x1p-32);
}

static void log_gamma_is_good_to_its_bound(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        double x = i % 2 ? exp(point(-6, 14, i)) : point(0.05, 12, i);
        long double want = lgammal(x);
        within(num_log_gamma(x), want, 1e-10L * fmaxl(1, fabsl(want)), x);
    }
    within(num_log_gamma(11), logl(3628800), 1e-10L, 11);
}

static void powers_and_logistics(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++) {
        double x = exp(point(-5, 5, i)), y = point(-3, 3, i);
        within(num_pow(x, y), powl(x, y), 1e-14L * powl(x, y), x);
        within(num_logistic(y), 1 / (1 + expl(-y)), 1e-15L, y);
    }
    assert_true(num_logistic(-800) > 0 && num_logistic(-800) < 1e-300 && num_logistic(800) == 1);
}

/* Wilson and Hilferty (1931) say about one percent around the middle for so large a shape. */
static void gamma_quantiles_of_unit_mean(void **state)
{
    (void)state;
    const double shape[] = { 4, 37.2, 400 }, most[] = { 0.01, 0.001, 0.0001 };
    for (int s = 0; s < 3; s++)
        for (double p = 0.01; p < 1; p += 0.01)
            within(num_gamma_quantile_unit_mean(shape[s], num_normal(p)), gsl_cdf_gamma_Pinv(p, shape[s], 1 / shape[s]),
                   most[s], p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_good_to_its_relative_bound),
        cmocka_unit_test(log_is_good_to_its_bound),
        cmocka_unit_test(arrays_agree_with_single_values_for_any_length),
        cmocka_unit_test(normal_quantile_inverts_the_normal_law),
        cmocka_unit_test(normal_quantile_of_a_word_is_good_to_single_precision),
        cmocka_unit_test(log_gamma_is_good_to_its_bound),
        cmocka_unit_test(powers_and_logistics),
        cmocka_unit_test(gamma_quantiles_of_unit_mean),
    };
    return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
