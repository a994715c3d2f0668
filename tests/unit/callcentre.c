/* A call centre in a file: what is wrong with it is told, and one queue has a known answer. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/trust/callcentre.h"
#include "analysis/queues/queueing.h"

static int read_text(const char *text, struct callcentre *centre, struct err *err)
{
    char path[] = "/tmp/hotline-centre-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    fputs(text, file);
    fclose(file);
    int failed = callcentre_read(centre, path, err);
    unlink(path);
    return failed;
}

static void the_published_example_is_there(void **state)
{
    (void)state;
    struct callcentre c;
    struct err err = { 0 };
    assert_int_equal(callcentre_read(&c, "callcenter-example", &err), 0);
    assert_int_equal(c.periods, 13);
    assert_true(fabs(callcentre_expected(&c) - 1660) < 1e-9);
    assert_true(c.published[CALLCENTRE_WAIT].value == 4.713);
}

/* M/G/n/n with patience of no length at all: who would have to wait is gone. Eight hours of Erlang B, which fill in minutes. */
static void without_patience_it_is_erlang_b(void **state)
{
    (void)state;
    struct callcentre c;
    struct err err = { 0 };
    struct oracle_ratio ratio[N_CALLCENTRE_MEASURES] = { 0 };
    assert_int_equal(read_text("period_s: 28800\noperators: [5]\ncalls_h: [360]\nbusyness_shape: 0\ngood_s: 20\n"
        "service: { mean_s: 30, cv: 1 }\npatience: { mean_s: 1, none: 1 }\n", &c, &err), 0);
    assert_int_equal(callcentre_run(&c, 400, draw_key(7, 0), ratio, &err), 0);
    assert_true(isnan(c.published[CALLCENTRE_WAIT].value));
    double lost = queueing_erlang_b(3, 5), error = oracle_ratio_error(&ratio[CALLCENTRE_ABANDON]);
    assert_true(fabs(oracle_ratio_value(&ratio[CALLCENTRE_ABANDON]) - lost) < 4 * error && error < 0.01 * lost);
    assert_true(oracle_ratio_value(&ratio[CALLCENTRE_WAIT]) == 0);
}

/* The same where who finds all busy finds no place to wait: turned away, whatever their patience. */
static void without_places_it_is_erlang_b(void **state)
{
    (void)state;
    struct callcentre c;
    struct err err = { 0 };
    struct oracle_ratio ratio[N_CALLCENTRE_MEASURES] = { 0 };
    assert_int_equal(read_text("period_s: 28800\noperators: [5]\ncalls_h: [360]\nbusyness_shape: 0\ngood_s: 20\n"
        "service: { mean_s: 30, cv: 1 }\nplaces: 0\n", &c, &err), 0);
    assert_true(isinf(c.patience_s));
    assert_int_equal(callcentre_run(&c, 400, draw_key(7, 0), ratio, &err), 0);
    double lost = queueing_erlang_b(3, 5), error = oracle_ratio_error(&ratio[CALLCENTRE_BLOCKED]);
    assert_true(fabs(oracle_ratio_value(&ratio[CALLCENTRE_BLOCKED]) - lost) < 4 * error && error < 0.01 * lost);
    assert_true(oracle_ratio_value(&ratio[CALLCENTRE_ABANDON]) == 0);
    double good = oracle_ratio_value(&ratio[CALLCENTRE_GOOD]), answered = oracle_ratio_value(&ratio[CALLCENTRE_ANSWERED_GOOD]);
    assert_float_equal(good, answered, 0);                 /* who is turned away has had no good wait */
    assert_true(fabs(good - (1 - lost)) < 0.01);
}

static void what_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    struct callcentre c;
    struct err err = { 0 };
    assert_int_equal(read_text("period_s: 3600\noperators: [5, 6]\ncalls_h: [360]\nbusyness_shape: 0\ngood_s: 20\nservise: 3\n"
        "service: { mean_s: 30 }\npatience: { mean_s: 1, none: 2 }\n", &c, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_non_null(strstr(err.text, "'calls_h' has 1 periods and 'operators' 2"));
    assert_non_null(strstr(err.text, "did you mean 'service'?"));
    assert_non_null(strstr(err.text, "'cv' is missing"));
    assert_non_null(strstr(err.text, "'none'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_example_is_there),
        cmocka_unit_test(without_patience_it_is_erlang_b),
        cmocka_unit_test(without_places_it_is_erlang_b),
        cmocka_unit_test(what_is_wrong_is_told_at_once),
    };
    return cmocka_run_group_tests_name("callcentre", tests, NULL, NULL);
}
