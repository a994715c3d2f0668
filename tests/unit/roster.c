/* Rosters: against brute force on small cases, a known bound, and the rules they must keep. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/roster.h"
#include "analysis/staffing/roster_windows.h"
#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

enum { WEEK = 7 };

static struct roster_rules rules_of(int interval_s, int n, const struct roster_shift shift[])
{
    struct roster_rules r = { .interval_s = interval_s, .per_day = 86400 / interval_s, .n_shifts = n, .days_off = 2,
                              .together = true, .most_days = 6, .most_nodes = 1000 };
    memcpy(r.shift, shift, (size_t)n * sizeof *shift);
    return r;
}

static struct roster solved(const struct roster_rules *rules, const int required[], int headcount)
{
    struct roster roster;
    struct err err = { 0 };
    if (roster_solve(&roster, rules, required, headcount, &err) != 0)
        fail_msg("%s", err.text);
    return roster;
}

/* The fewest by trying all: one shift a day long, seven patterns, up to `most` operators on each. */
static int least_by_force(const struct roster_rules *rules, const int required[], int most)
{
    unsigned days[35];
    int n = roster_patterns(rules, days), best = 1 << 20, count[35] = { 0 };
    for (;;) {
        int heads = 0, on[WEEK] = { 0 }, enough = 1;
        for (int p = 0; p < n; p++) {
            heads += count[p];
            for (int d = 0; d < WEEK; d++)
                on[d] += (days[p] >> d & 1) ? count[p] : 0;
        }
        for (int d = 0; d < WEEK; d++)
            enough &= on[d] >= required[d];
        if (enough && heads < best)
            best = heads;
        int p = 0;
        while (p < n && ++count[p] > most)
            count[p++] = 0;
        if (p == n)
            return best;
    }
}

static void small_cases_are_as_by_trying_all(void **state)
{
    (void)state;
    struct roster_rules rules = rules_of(86400, 1, &(struct roster_shift){ 0, 1 });
    for (int i = 0; i < 25; i++) {
        int required[WEEK];
        for (int d = 0; d < WEEK; d++)
            required[d] = (int)(draw_at(draw_key(3, 0), PURPOSE_HISTORY, (uint32_t)i, (uint32_t)d, 5).w[0] % 5);
        struct roster roster = solved(&rules, required, 0);
        assert_int_equal(roster.n, least_by_force(&rules, required, 4));
        assert_int_equal(roster.headcount_bound, roster.n);
        assert_int_equal(roster.shortage, 0);
        roster_free(&roster);
    }
}

/* Two days off that need not be together: max(the largest day, a fifth of the week), R. Burns and M. Carter (1985). */
static void days_off_at_will_meet_the_known_bound(void **state)
{
    (void)state;
    struct roster_rules rules = rules_of(86400, 1, &(struct roster_shift){ 0, 1 });
    rules.together = false;
    rules.most_days = 7;
    for (int i = 0; i < 20; i++) {
        int required[WEEK], sum = 0, most = 0;
        for (int d = 0; d < WEEK; d++) {
            required[d] = (int)(draw_at(draw_key(4, 0), PURPOSE_HISTORY, (uint32_t)i, (uint32_t)d, 5).w[0] % 30);
            sum += required[d];
            most = required[d] > most ? required[d] : most;
        }
        struct roster roster = solved(&rules, required, 0);
        assert_int_equal(roster.n, most > (sum + 4) / 5 ? most : (sum + 4) / 5);
        roster_free(&roster);
    }
}

static struct roster_rules day_rules(void)
{
    const struct roster_shift shift[] = { { 0, 9 }, { 8, 9 }, { 10, 9 }, { 15, 9 }, { 16, 9 } };
    struct roster_rules rules = rules_of(3600, 5, shift);
    rules.most_nodes = 40;
    rules.n_breaks = 3;
    rules.break_length = 1;
    memcpy(rules.break_after, (int[]){ 3, 4, 5 }, 3 * sizeof(int));
    rules.night_from = 22;
    rules.night_to = 6;
    rules.night_premium = .5;
    return rules;
}

static void required_of_a_day(int required[WEEK * 24])
{
    static const int DAY[24] = { 1, 1, 1, 1, 1, 1, 1, 1, 3, 5, 6, 6, 5, 4, 5, 5, 5, 4, 3, 3, 3, 2, 2, 1 };
    for (int i = 0; i < WEEK * 24; i++)
        required[i] = DAY[i % 24] - (i / 24 >= 5 && DAY[i % 24] > 3 ? 2 : 0);
}

static struct roster fewest;            /* of these days: made once, the tests look at it */

static int make_fewest(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    int required[WEEK * 24];
    struct err err = { 0 };
    required_of_a_day(required);
    return roster_solve(&fewest, &rules, required, 0, &err);
}

static int free_fewest(void **state)
{
    (void)state;
    roster_free(&fewest);
    return 0;
}

/* Who is on the phone when, counted from the persons; every rule they must keep. */
static void a_roster_keeps_its_rules(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    int required[WEEK * 24], cover[WEEK * 24] = { 0 };
    double cost = 0;
    required_of_a_day(required);
    const struct roster roster = fewest;
    for (int o = 0; o < roster.n; o++) {
        const struct roster_operator *one = &roster.operator[o];
        assert_int_equal(__builtin_popcount(one->days), 5);
        for (int d = 0; d < WEEK; d++) {
            int next = one->days >> ((d + 1) % WEEK) & 1, on = one->days >> d & 1;
            assert_true(on || one->break_after[d] == NONE);
            assert_true(!on || (one->break_after[d] >= 3 && one->break_after[d] <= 5));
            if (!on && next)                                /* the end of the days off: the day before was off, too */
                assert_false(one->days >> ((d + 6) % WEEK) & 1);
            for (int k = 0; on && k < 9; k++)
                cover[(d * 24 + rules.shift[one->shift].start + k) % (WEEK * 24)] += k != one->break_after[d];
        }
        cost += 5 * roster_shift_cost(&rules, one->shift);
    }
    for (int i = 0; i < WEEK * 24; i++) {
        assert_int_equal(cover[i], roster.cover[i]);
        assert_true(cover[i] >= required[i]);
    }
    assert_float_equal(cost, roster.cost_h, 1e-9);
    assert_true(roster.headcount_bound <= roster.n && roster.cost_bound <= roster.cost_h + 1e-6);
}

static void fewer_heads_leave_a_shortage_and_no_more_than_they_must(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    int required[WEEK * 24];
    long before = -1;
    required_of_a_day(required);
    for (int less = 0; less <= 3; less++) {
        struct roster roster = solved(&rules, required, fewest.n - less);
        assert_true(roster.n <= fewest.n - less);
        assert_true(less == 0 ? roster.shortage == 0 : roster.shortage > before);
        assert_true(roster.shortage_bound <= roster.shortage);
        before = roster.shortage;
        roster_free(&roster);
    }
}

/* One operator at every hour of one shift: another must be there for the break, though one and a half would do on paper. */
static void a_window_takes_whole_operators(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    int required[WEEK * 24] = { 0 };
    struct err err = { 0 };
    rules.n_shifts = 1;
    rules.shift[0] = (struct roster_shift){ 8, 9 };
    for (int hour = 8; hour < 17; hour++)
        required[hour] = 1;
    assert_int_equal(roster_window_least(&rules, required, (struct roster_window){ 0, 24 }, &err), 2);
    assert_int_equal(roster_window_least(&rules, required, (struct roster_window){ 8, 3 }, &err), 1);
    assert_int_equal(roster_window_least(&rules, required, (struct roster_window){ 24, 24 }, &err), 0);
    assert_true(roster_window_meets(&rules, (struct roster_window){ 16, 4 }, 0, 0));
    assert_false(roster_window_meets(&rules, (struct roster_window){ 17, 4 }, 0, 0));
    assert_true(roster_window_meets(&rules, (struct roster_window){ WEEK * 24 - 1, 10 }, 0, 0));      /* from Sunday 23:00 */
}

static void a_headcount_to_spare_may_cost_less_and_covers_all(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    int required[WEEK * 24];
    required_of_a_day(required);
    struct roster more = solved(&rules, required, fewest.n + 2);
    assert_true(more.n <= fewest.n + 2 && more.shortage == 0);
    assert_true(more.cost_bound <= fewest.cost_h + 1e-6 && more.cost_bound <= more.cost_h + 1e-6);
    assert_int_equal(more.headcount_bound, fewest.headcount_bound);
    roster_free(&more);
}

static void nights_cost_more(void **state)
{
    (void)state;
    struct roster_rules rules = day_rules();
    assert_float_equal(roster_shift_cost(&rules, 0), 8 + .5 * 6, 1e-12);       /* 0 to 9, an hour's break, night until 6 */
    assert_float_equal(roster_shift_cost(&rules, 1), 8, 1e-12);
    assert_float_equal(roster_shift_cost(&rules, 4), 8 + .5 * 3, 1e-12);       /* 16 to 1, night from 22 */
}

static void hours_that_no_shift_covers_are_told(void **state)
{
    (void)state;
    struct roster_rules rules = rules_of(3600, 1, &(struct roster_shift){ 8, 8 });
    int required[WEEK * 24] = { 0 };
    struct roster roster;
    struct err err = { 0 };
    required[24 + 3] = 2;
    assert_int_equal(roster_solve(&roster, &rules, required, 0, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_string_equal(err.text, "2 operators are required at 03:00, and no shift of the rules is on duty then");
    roster_free(&roster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_cases_are_as_by_trying_all),
        cmocka_unit_test(days_off_at_will_meet_the_known_bound),
        cmocka_unit_test(a_roster_keeps_its_rules),
        cmocka_unit_test(fewer_heads_leave_a_shortage_and_no_more_than_they_must),
        cmocka_unit_test(a_window_takes_whole_operators),
        cmocka_unit_test(a_headcount_to_spare_may_cost_less_and_covers_all),
        cmocka_unit_test(nights_cost_more),
        cmocka_unit_test(hours_that_no_shift_covers_are_told),
    };
    return cmocka_run_group_tests_name("roster", tests, make_fewest, free_fewest);
}
