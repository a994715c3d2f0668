/* mser.c - MSER-5 on series whose transient is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <gsl/gsl_cdf.h>

#include "analysis/numbers/mser.h"
#include "sim/base/draw.h"

static double normal(int trial, int i)
{
    struct draw d = draw_at(draw_key(37, 0), PURPOSE_WORLD, (uint32_t)trial, (uint32_t)i, 1);
    return gsl_cdf_ugaussian_Pinv(draw_unit2(d.w[0], d.w[1]));
}

/* 60 numbers at 5, then batches that alternate around 0: all of the former go and nothing else. */
static void a_step_is_cut_where_it_ends(void **state)
{
    (void)state;
    double x[300];
    for (int i = 0; i < 300; i++)
        x[i] = i < 60 ? 5 : (i / 5) % 2 ? .37 : -.37;
    struct mser m = mser_of(300, x, MSER_BATCH);
    assert_int_equal(m.cut, 60);
    assert_int_equal(m.refused, 0);
    assert_float_equal(m.before, 5, 1e-12);
    assert_true(fabs(m.after) < 1e-12);
}

static void a_series_without_a_transient_keeps_nearly_all(void **state)
{
    (void)state;
    double x[500], sum = 0;
    for (int t = 0; t < 200; t++) {
        for (int i = 0; i < 500; i++)
            x[i] = 10 + normal(t, i);
        struct mser m = mser_of(500, x, MSER_BATCH);
        sum += m.refused ? 250 : m.cut;
    }
    assert_true(sum / 200 < 75);
}

/* 10 exp(-i / 30) above a noise of 1: by i = 70 it is below the noise, by 150 below .07. */
static void an_exponential_transient_is_cut_between_one_and_five_time_constants(void **state)
{
    (void)state;
    double x[1000];
    int good = 0;
    for (int t = 0; t < 200; t++) {
        for (int i = 0; i < 1000; i++)
            x[i] = 10 * exp(-i / 30.0) + normal(t, i);
        struct mser m = mser_of(1000, x, MSER_BATCH);
        good += !m.refused && m.cut >= 30 && m.cut <= 200;
        assert_true(m.refused || fabs(m.after) < .3);
    }
    assert_true(good >= 180);
}

static void what_rises_to_the_end_has_no_answer(void **state)
{
    (void)state;
    double x[200];
    for (int i = 0; i < 200; i++)
        x[i] = .1 * i;
    assert_int_equal(mser_of(200, x, MSER_BATCH).refused, 1);
    assert_int_equal(mser_of(49, x, MSER_BATCH).refused, 1);       /* 9 batches are too few */
    assert_int_equal(mser_of(200, x, 7).n_batches, 28);
}

/* A constant far from 0 loses no digits, and nothing of it goes. */
static void a_constant_keeps_all(void **state)
{
    (void)state;
    double x[100];
    for (int i = 0; i < 100; i++)
        x[i] = 1e12 + 1;
    struct mser m = mser_of(100, x, MSER_BATCH);
    assert_int_equal(m.cut, 0);
    assert_int_equal(m.refused, 0);
    assert_true(m.after == 1e12 + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_cut_where_it_ends),
        cmocka_unit_test(a_series_without_a_transient_keeps_nearly_all),
        cmocka_unit_test(an_exponential_transient_is_cut_between_one_and_five_time_constants),
        cmocka_unit_test(what_rises_to_the_end_has_no_answer),
        cmocka_unit_test(a_constant_keeps_all),
    };
    return cmocka_run_group_tests_name("mser", tests, NULL, NULL);
}
