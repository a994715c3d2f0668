/* survival.c - how long people stay, against a law with a known answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "analysis/numbers/survival.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"

enum { BINS = 40, WIDTH_D = 5 };

/* A hazard of .01 a day leaves .99^t. */
static void a_constant_hazard_leaves_a_power(void **state)
{
    (void)state;
    struct survival_bin bin[BINS];
    struct estimate curve[BINS];
    for (int i = 0; i < BINS; i++)
        bin[i] = (struct survival_bin){ 1000 - 10 * i, 0.01 * (1000 - 10 * i) };
    survival_curve(BINS, WIDTH_D, bin, .95, curve);
    for (int i = 0; i < BINS; i++)
        assert_true(fabs(curve[i].mean - pow(0.99, i * WIDTH_D)) < 1e-12);
    assert_true(curve[0].half == 0 && curve[1].half > 0);
    bin[7].days = bin[7].quits = 0;
    survival_curve(BINS, WIDTH_D, bin, .95, curve);
    assert_true(curve[7].n == 1 && curve[8].n == 0 && isnan(curve[8].mean));
}

/* 200 people followed from their first day under a falling hazard: in 400 trials the interval holds the truth as often as it
 * says, and the curve is right in the mean. */
static void intervals_hold_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    enum { PEOPLE = 200, TRIALS = 400, AT = 24 };
    double truth = 1, mean = 0;
    int held = 0;
    for (int t = 0; t < AT * WIDTH_D; t++)
        truth *= 1 - 0.012 / (1 + t / 40.0);
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        struct survival_bin bin[BINS] = { 0 };
        struct estimate curve[BINS];
        for (uint32_t p = 0; p < PEOPLE; p++)
            for (uint32_t t = 0; t < BINS * WIDTH_D; t++) {
                bin[t / WIDTH_D].days++;
                if (draw_unit(draw_at(draw_key(21, 0), PURPOSE_WORLD, p, trial, t).w[0]) < 0.012 / (1 + t / 40.0)) {
                    bin[t / WIDTH_D].quits++;
                    break;
                }
            }
        survival_curve(BINS, WIDTH_D, bin, .95, curve);
        mean += curve[AT].mean / TRIALS;
        held += fabs(curve[AT].mean - truth) < curve[AT].half;
    }
    print_message("# truth %.4f, mean %.4f, held by %.3f of the 95 %% intervals\n", truth, mean, held / (double)TRIALS);
    assert_true(fabs(mean - truth) < 4 * sqrt(truth * (1 - truth) / PEOPLE / TRIALS) + 0.001);
    assert_true(held > 0.9 * TRIALS && held < 0.99 * TRIALS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_constant_hazard_leaves_a_power),
        cmocka_unit_test(intervals_hold_the_truth_as_often_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
