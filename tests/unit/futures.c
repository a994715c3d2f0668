/* futures.c - regret over futures and fronts of several objectives, worked by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <unistd.h>

#include "analysis/answers/pareto.h"
#include "analysis/answers/robust.h"
#include "synthetic.h"

/* Savage's table, less is better: rows are alternatives, columns futures. */
static void regret_is_from_the_best_in_the_same_future(void **state)
{
    (void)state;
    const double cost[] = { 4, 9, 1,
                            6, 5, 3,
                            5, 7, 8 };
    const double expected[] = { 0, 4, 0,
                                2, 0, 2,
                                1, 2, 7 };
    double regret[9], gain[9];
    robust_regrets(3, 3, cost, 0, regret);
    for (int c = 0; c < 9; c++) {
        assert_float_equal(regret[c], expected[c], 1e-12);
        gain[c] = -cost[c];
    }
    robust_regrets(3, 3, gain, 1, regret);
    for (int c = 0; c < 9; c++)
        assert_float_equal(regret[c], expected[c], 1e-12);
}

static void the_front_is_what_nothing_beats(void **state)
{
    (void)state;
    const double y[] = { 1, 9, 2, 5, 3, 5, 5, 2, 9, 1, 6, 6, 1, 9 };
    const int alone[7] = { 0 }, apart[] = { 0, 0, 1, 0, 0, 1, 0 };
    const char expected[] = { 1, 1, 0, 1, 1, 0, 1 };            /* equals do not beat each other */
    const char expected_apart[] = { 1, 1, 1, 1, 1, 0, 1 };
    char on[7];
    pareto_front(7, 2, y, alone, on);
    assert_memory_equal(on, expected, 7);
    pareto_front(7, 2, y, apart, on);
    assert_memory_equal(on, expected_apart, 7);
}

static char folder[] = P_tmpdir "/hotline-futures-XXXXXX", path[64];

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? snprintf(path, sizeof path, "%s/r.h5", folder) < 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return unlink(path) || rmdir(folder);
}

/* Two policies in three futures: scenario s has SYNTHETIC_STEP s^2 on top of noise that all share, so that policy a is better in
 * each, and b regrets (2 i + 1)^2 - (2 i)^2 = 1, 5, 9 steps. */
static void regrets_of_a_result_with_known_differences(void **state)
{
    (void)state;
    static const char *const AT[] = { "a @ x=4", "b @ x=4", "a @ x=5", "b @ x=5", "a @ x=6", "b @ x=6" };
    static const double X[] = { 4, 4, 5, 5, 6, 6 };
    struct synthetic what = { 6, 8, 40, AT, X, 1 };
    struct result *result = NULL;
    struct robust robust;
    struct pareto pareto;
    struct err err = { 0 };
    char name[160];
    assert_int_equal(synthetic_write(path, &what, &err) || result_open(&result, path, &err), 0);
    assert_int_equal(robust_read(&robust, result, OUT_regret, (struct robust_limit){ 1, 0, 1 }, .95, &err), 0);
    assert_int_equal(robust.n, 2);
    assert_int_equal(robust.n_futures, 3);
    assert_float_equal(robust.row[0].worst, 0, 1e-9);
    assert_float_equal(robust.row[0].best_share, 1, 1e-9);
    assert_float_equal(robust.row[1].worst, 9 * SYNTHETIC_STEP, 1e-9);
    assert_float_equal(robust.row[1].mean, 5 * SYNTHETIC_STEP, 1e-9);
    assert_true(robust.row[1].worst_interval.high - robust.row[1].worst_interval.low < 1e-9);       /* noise is in common */
    assert_string_equal((robust_name(&robust, 1, name), name), "b");
    robust_free(&robust);
    const enum output objectives[] = { OUT_regret, OUT_harm }, clash[] = { OUT_regret, OUT_resolved_latent };
    assert_int_equal(pareto_read(&pareto, result, 2, objectives, .95, &err), 0);
    for (int s = 0; s < 6; s++) {                               /* in each future a beats b in both */
        assert_int_equal(pareto.row[s].on_front, s % 2 == 0);
        assert_true(fabs(pareto.row[s].share - (s % 2 ? 0 : 1)) < 1e-9);
    }
    pareto_free(&pareto);
    assert_int_equal(pareto_read(&pareto, result, 2, clash, .95, &err), 0);
    for (int s = 0; s < 6; s++)
        assert_int_equal(pareto.row[s].on_front, 1);            /* less regret, but less resolved */
    pareto_free(&pareto);
    assert_int_equal(pareto_read(&pareto, result, 1, clash, .95, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    result_close(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regret_is_from_the_best_in_the_same_future),
        cmocka_unit_test(the_front_is_what_nothing_beats),
        cmocka_unit_test(regrets_of_a_result_with_known_differences),
    };
    return cmocka_run_group_tests_name("futures", tests, make_folder, remove_folder);
}
