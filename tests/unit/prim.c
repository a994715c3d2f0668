/* prim.c - a planted box is found, and where there is none it says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "analysis/numbers/prim.h"
#include "sim/base/draw.h"

enum { N = 600, K = 5 };
static double x[N * K];
static char interest[N];
static struct err err;

static double unit(int i, int j)
{
    struct draw d = draw_at(draw_key(37, 0), PURPOSE_WORLD, (uint32_t)i, (uint32_t)j, 3);
    return draw_unit2(d.w[0], d.w[1]);
}

/* Interest where .2 < x0 < .6 and x2 > .5, wrong in so many of a hundred points. */
static void plant(double wrong)
{
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < K; j++)
            x[i * K + j] = unit(i, j);
        int in = x[i * K] > .2 && x[i * K] < .6 && x[i * K + 2] > .5;
        interest[i] = (char)(unit(i, 99) < wrong ? !in : in);
    }
}

static void a_planted_box_is_found(void **state)
{
    (void)state;
    struct prim_wish usual = PRIM_USUAL;
    struct prim prim;
    usual.density = .9;
    plant(.02);
    assert_int_equal(prim_find(&prim, N, K, x, interest, &usual, &err), 0);
    assert_true(prim.box.density > .85 && prim.box.coverage > .85);
    assert_true(fabs(prim.box.low[0] - .2) < .06 && fabs(prim.box.high[0] - .6) < .06 && fabs(prim.box.low[2] - .5) < .06);
    assert_true(!prim.low[0].spurious && !prim.high[0].spurious && !prim.low[2].spurious);
    for (int j = 1; j < K; j++) {
        if (j != 2)
            assert_true(!prim_limited(prim.box.low[j]) || prim.low[j].spurious);
        assert_true(!prim_limited(prim.box.high[j]) || prim.high[j].spurious);
    }
    assert_true(prim.other_density > .75 && prim.other_coverage > .7);      /* and so it is in points it never saw */
    assert_true(prim.n_steps > 10 && prim.step[0].n == N && prim.step[0].coverage == 1);
    prim_free(&prim);
}

/* Cases of interest by lot: boxes of higher density are there for who searches, and hold for no other half. */
static void where_nothing_is_planted_the_other_half_knows(void **state)
{
    (void)state;
    struct prim_wish usual = PRIM_USUAL;
    struct prim prim;
    int told = 0;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < K; j++)
            x[i * K + j] = unit(i, j);
        interest[i] = unit(i, 98) < .3;
    }
    assert_int_equal(prim_find(&prim, N, K, x, interest, &usual, &err), 0);
    assert_true(prim.box.density > .45);
    assert_true(fabs(prim.other_density - (double)prim.hits / N) < .08);
    for (int j = 0; j < K; j++)
        told += (prim_limited(prim.box.low[j]) && !prim.low[j].spurious) +
                (prim_limited(prim.box.high[j]) && !prim.high[j].spurious);
    assert_true(told <= 2);
    prim_free(&prim);
}

/* Values of a list stay together: 3 values, interest at the last. */
static void values_of_a_list_are_not_torn(void **state)
{
    (void)state;
    struct prim_wish usual = PRIM_USUAL;
    struct prim prim;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < K; j++)
            x[i * K + j] = j == 1 ? i % 3 : unit(i, j);
        interest[i] = i % 3 == 2;
    }
    assert_int_equal(prim_find(&prim, N, K, x, interest, &usual, &err), 0);
    assert_true(prim.box.density == 1 && prim.box.coverage == 1);
    assert_true(prim.box.low[1] > 1 && prim.box.low[1] < 2);
    prim_free(&prim);
}

static void what_has_no_box_is_told(void **state)
{
    (void)state;
    struct prim_wish usual = PRIM_USUAL;
    struct prim prim;
    plant(0);
    assert_int_equal(prim_find(&prim, 39, K, x, interest, &usual, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    for (int i = 0; i < N; i++)
        interest[i] = 1;
    assert_int_equal(prim_find(&prim, N, K, x, interest, &usual, &err), -1);
    prim_free(&prim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_planted_box_is_found),
        cmocka_unit_test(where_nothing_is_planted_the_other_half_knows),
        cmocka_unit_test(values_of_a_list_are_not_torn),
        cmocka_unit_test(what_has_no_box_is_told),
    };
    return cmocka_run_group_tests_name("prim", tests, NULL, NULL);
}
