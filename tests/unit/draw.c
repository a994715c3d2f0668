/* Chance by address: Philox's published answers, independence of order, the Poisson law. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/trust/oracle.h"
#include "sim/base/draw.h"

static void equal_words(struct draw d, uint32_t a, uint32_t b, uint32_t c, uint32_t e)
{
    assert_true(d.w[0] == a && d.w[1] == b && d.w[2] == c && d.w[3] == e);
}

/* Known answers of the Random123 distribution (kat_vectors) for philox4x32-10. The third word of the counter is
 * the day, the fourth the purpose. */
static void philox_gives_its_published_answers(void **state)
{
    (void)state;
    struct draw_key zero = { { 0, 0 } }, ones = { { 0xffffffff, 0xffffffff } }, pi = { { 0xa4093822, 0x299f31d0 } };
    equal_words(draw_at(zero, (enum purpose)0, 0, 0, 0), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    equal_words(draw_at(ones, (enum purpose)0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff),
                0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    equal_words(draw_at(pi, (enum purpose)0x03707344, 0x243f6a88, 0x85a308d3, 0x13198a2e),
                0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
}

static void another_name_is_another_draw(void **state)
{
    (void)state;
    struct draw_key key = draw_key(1, 0);
    uint64_t seen[7] = { draw_at(key, PURPOSE_TALK, 1, 2, 3).w[0], draw_at(key, PURPOSE_PATIENCE, 1, 2, 3).w[0],
        draw_at(key, PURPOSE_TALK, 2, 2, 3).w[0], draw_at(key, PURPOSE_TALK, 1, 3, 3).w[0],
        draw_at(key, PURPOSE_TALK, 1, 2, 4).w[0], draw_at(draw_key(2, 0), PURPOSE_TALK, 1, 2, 3).w[0],
        draw_at(draw_key(1, 1), PURPOSE_TALK, 1, 2, 3).w[0] };
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    assert_true(draw_at(key, PURPOSE_TALK, 1, 2, 3).w[0] == seen[0]);
}

static void units_lie_strictly_between_0_and_1(void **state)
{
    (void)state;
    assert_true(draw_unit(0) > 0 && draw_unit(UINT32_MAX) < 1);
    assert_true(draw_unit2(0, 0) > 0 && draw_unit2(UINT32_MAX, UINT32_MAX) < 1);
    assert_true(draw_below(UINT32_MAX, 7) == 6 && draw_below(0, 7) == 0);
}

/* Words are uniform and those of one draw, and of neighbours, are not correlated: 4 standard errors. */
static void words_are_uniform_and_uncorrelated(void **state)
{
    (void)state;
    enum { N = 200000 };
    struct draw_key key = draw_key(3, 5);
    double mean[4] = { 0 }, square = 0, pair = 0, neighbour = 0, before = 0, cells[64] = { 0 };
    for (uint32_t i = 0; i < N; i++) {
        struct draw d = draw_at(key, PURPOSE_NEED, i, 0, 0);
        double u[4];
        for (int k = 0; k < 4; k++)
            mean[k] += u[k] = draw_unit(d.w[k]) - 0.5;
        square += u[0] * u[0];
        pair += u[0] * u[1];
        neighbour += u[3] * before;
        before = u[3];
        cells[draw_below(d.w[2], 64)]++;
    }
    double chi2 = 0;
    for (int k = 0; k < 64; k++)
        chi2 += (cells[k] - N / 64.0) * (cells[k] - N / 64.0) / (N / 64.0);
    for (int k = 0; k < 4; k++)
        assert_true(fabs(mean[k] / N) < 4 * sqrt(1 / 12.0 / N));
    assert_true(fabs(square / N - 1 / 12.0) < 4 * sqrt(1 / 180.0 / N));
    assert_true(fabs(pair / N) < 4 / 12.0 / sqrt(N) && fabs(neighbour / N) < 4 / 12.0 / sqrt(N));
    assert_true(fabs(chi2 - 63) < 4 * sqrt(2 * 63.0));
}

static void hashes_spread_small_numbers(void **state)
{
    (void)state;
    int bits[32] = { 0 };
    for (uint32_t a = 0; a < 100; a++)
        for (uint32_t b = 0; b < 100; b++)
            for (int k = 0; k < 32; k++)
                bits[k] += draw_hash(a, b) >> k & 1;
    for (int k = 0; k < 32; k++)
        assert_true(abs(bits[k] - 5000) < 4 * 50);
}

static void must_pass(void *self, const struct oracle_reading *r)
{
    ++*(int *)self;
    if (!oracle_passes(r, ORACLE_QUICK.sight))
        fail_msg("%s, %s: theory %g, drawn %g, z %.2f", r->oracle, r->what, r->theory, r->simulated, oracle_z(r));
}

static void poisson_counts_follow_their_law(void **state)
{
    (void)state;
    int told = 0;
    struct err err = { 0 };
    assert_int_equal(oracle_draws(1, &(struct oracle_report){ must_pass, &told }, &err), 0);
    assert_true(told >= 12);
    assert_int_equal(draw_poisson(0, 0.37), 0);
    assert_int_equal(draw_poisson(-1, 0.37), 0);
    assert_int_equal(draw_poisson(1e-9, 0.37), 0);
    double big = draw_poisson(1e6, 0.37);
    assert_true(fabs(big - 1e6) < 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_its_published_answers),
        cmocka_unit_test(another_name_is_another_draw),
        cmocka_unit_test(units_lie_strictly_between_0_and_1),
        cmocka_unit_test(words_are_uniform_and_uncorrelated),
        cmocka_unit_test(hashes_spread_small_numbers),
        cmocka_unit_test(poisson_counts_follow_their_law),
    };
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
