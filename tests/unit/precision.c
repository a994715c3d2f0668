/* Replications until intervals are narrow enough: the rule as text, the width against theory, and when it stops. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/base/draw.h"
#include "sim/base/num.h"
#include "sim/study/precision.h"

static void the_half_width_is_students(void **state)
{
    (void)state;
    double x[300];
    for (int n = 2; n <= 300; n++) {
        double mean, sum = 0, squares = 0;
        for (int i = 0; i < n; i++) {
            x[i] = 3.7 + sin(i + 1.0);
            sum += x[i];
        }
        for (int i = 0; i < n; i++)
            squares += pow(x[i] - sum / n, 2);
        double width = precision_half_width(x, n, &mean), t = gsl_cdf_tdist_Pinv(0.975, n - 1);
        assert_true(fabs(mean - sum / n) < 1e-12);
        assert_true(fabs(width / (t * sqrt(squares / (n - 1) / n)) - 1) < 1e-5);
    }
}

static void what_is_not_defined_is_not_counted(void **state)
{
    (void)state;
    double few[] = { NAN, 2, NAN }, some[] = { 1, NAN, 4 }, mean;
    assert_true(isinf(precision_half_width(few, 3, &mean)));
    assert_true(fabs(precision_half_width(some, 3, &mean) - 12.706204736 * 1.5) < 1e-6 && mean == 2.5);
}

static const struct precision_rule RULE = { .min = 3, .max = 12, .batch = 2, .n = 2,
    .goal = { { OUT_regret, 0.25, false }, { OUT_urgent_late_share, 0.05, true } } };

static void the_rule_reads_back_from_its_text(void **state)
{
    (void)state;
    static const char *const WRONG[] = { "min=3", "min=3 max=2 batch=1 of=means regret=1", "min=3 max=9 batch=1 of=means",
                                         "min=3 max=9 batch=1 of=means regrets=1", "min=3 max=9 batch=1 of=means regret=0" };
    char text[PLAN_PRECISION], again[PLAN_PRECISION];
    struct precision_rule rule = RULE;
    for (int differences = 0; differences < 2; differences++) {
        rule.differences = differences;
        precision_print(&rule, text);
        struct precision_rule read;
        assert_int_equal(precision_scan(&read, text), 0);
        precision_print(&read, again);
        assert_string_equal(text, again);
    }
    assert_string_equal(text, "min=3 max=12 batch=2 of=differences regret=0.25 urgent_late_share=5%");
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(precision_scan(&rule, WRONG[i]), -1);
    assert_int_equal(precision_scan(&rule, ""), 0);
    assert_int_equal(rule.n, 0);
}

/* A run that reports these two numbers. */
static void put(struct precision *p, int scenario, int replicate, double regret, double late)
{
    double value[] = { regret, late };
    struct outputs outputs = { .n = 2, .value = value };
    outputs.at[OUT_urgent_late_share] = 1;
    precision_put(p, scenario, replicate, &outputs);
}

static void the_widest_goal_of_any_scenario_decides(void **state)
{
    (void)state;
    struct precision p;
    struct err err = { 0 };
    assert_int_equal(precision_init(&p, &RULE, 2, 2, 0, &err), 0);
    for (int i = 0; i < 12; i++) {
        put(&p, 0, i, 1, 10);                                       /* no noise */
        put(&p, 1, i, i % 2 ? 1.37 : 0.63, 10 + 0.1 * (i % 3));     /* deviation .37 around 1 */
    }
    struct precision_verdict verdict = precision_look(&p, 3);
    assert_true(!verdict.reached && verdict.goal == 0 && verdict.scenario == 1);
    verdict = precision_look(&p, 12);                               /* t(11) x .386 / sqrt 12 = .2455 */
    assert_true(verdict.reached && fabs(verdict.width - 2.200985 * 0.37 / sqrt(11)) < 1e-5);
    assert_false(precision_look(&p, 11).reached);
    precision_free(&p);
}

/* Common random numbers: what two policies share does not widen their difference. */
static void differences_are_taken_within_the_point(void **state)
{
    (void)state;
    struct precision_rule rule = RULE;
    struct precision p;
    struct err err = { 0 };
    rule.differences = true;
    assert_int_equal(precision_init(&p, &rule, 4, 2, 1, &err), 0);
    for (int i = 0; i < 12; i++)
        for (int point = 0; point < 2; point++) {
            double shared = 10 * sin(i + 20.0 * point);
            put(&p, 2 * point + 1, i, shared, shared);
            put(&p, 2 * point, i, shared + 0.1 * (i % 2), shared + 3);
        }
    struct precision_verdict verdict = precision_look(&p, 12);
    assert_true(verdict.reached && verdict.goal == 0);
    assert_true(fabs(verdict.width - 2.200985 * 0.05 / sqrt(11)) < 1e-6);
    rule.differences = false;
    assert_false(precision_look(&p, 12).reached);
    precision_free(&p);
}

/* Stopping by what was seen costs some coverage, and no more than this: 10, 15, ... values of N(0, 1) until .35. */
static void an_interval_waited_for_still_covers(void **state)
{
    (void)state;
    enum { TRIALS = 4000 };
    int covers = 0, more = 0;
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        double x[400], mean, width = INFINITY;
        int n = 10;
        for (int i = 0; i < 400; i++)
            x[i] = num_normal_word(draw_at(draw_key(37, trial), PURPOSE_WORLD, (uint32_t)i, 0, 0).w[0]);
        for (; n <= 400 && (width = precision_half_width(x, n, &mean)) > 0.35; n += 5)
            ;
        covers += fabs(mean) <= width;
        more += n > 10;
    }
    assert_in_range(covers, TRIALS * 90 / 100, TRIALS * 96 / 100);
    assert_in_range(more, TRIALS / 2, TRIALS);              /* most had to go on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_half_width_is_students),
        cmocka_unit_test(what_is_not_defined_is_not_counted),
        cmocka_unit_test(the_rule_reads_back_from_its_text),
        cmocka_unit_test(the_widest_goal_of_any_scenario_decides),
        cmocka_unit_test(differences_are_taken_within_the_point),
        cmocka_unit_test(an_interval_waited_for_still_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
