/* Hiring: ways from their texts, who begins where somebody left, and attrition at a hazard that is known. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/hiring.h"

static void a_way_is_policies_posts_and_a_price(void **state)
{
    (void)state;
    struct hiring_way way;
    struct err err = { 0 };
    assert_int_equal(hiring_way_read(&way, "pay-salary,care-for-operators,posts+25%:2400", &err), 0);
    assert_int_equal(way.n_policies, 2);
    assert_string_equal(way.policy[1], "care-for-operators");
    assert_float_equal(way.more, 1.25, 1e-12);
    assert_float_equal(way.yuan_a, 2400, 0);
    assert_string_equal(way.name, "pay-salary,care-for-operators,posts+25%");
}

static void what_is_no_way_is_told(void **state)
{
    (void)state;
    static const char *const WRONG[][2] = {
        { "pay-salry", "did you mean 'pay-salary'?" }, { "posts+10", "there is no policy 'posts+10'" },
        { "pay-salary:much", "'much' is no sum in yuan" }, { "posts-95%", "there is no policy 'posts-95%'" },
    };
    for (int i = 0; i < 4; i++) {
        struct hiring_way way;
        struct err err = { 0 };
        assert_int_equal(hiring_way_read(&way, WRONG[i][0], &err), -1);
        assert_int_equal(err.code, EXIT_INPUT);
        if (!strstr(err.text, WRONG[i][1]))
            fail_msg("%s", err.text);
    }
}

enum { REPLICATES = 6 };

/* Nobody tires, and all quit at a tenth a month whatever their tenure; a successor is there the day after. */
static char *const SET[] = { "operators.quit_base=0.1", "operators.quit_early=0", "operators.quit_exhaustion=0",
                             "operators.hiring_lag_d=0", "operators.training_d=0", "calendar.warmup=30", "city.residents=60000" };

static struct hiring lived(int n_ways)
{
    struct hiring h = { .city = "county", .posts = 60, .days = 360, .warmup = NONE, .n_replicates = REPLICATES,
                        .recruit_yuan = 4000, .n_ways = n_ways, .n_set = 7, .set = SET,
                        .way = { { .more = 1 }, { .name = "posts+50%", .more = 1.5 } } };
    struct work_manner manner = { .threads = 2, .quiet = 1 };
    struct work_tally tally = { 0 };
    struct err err = { 0 };
    if (hiring_load(&h, 3, &err) != 0 || hiring_run(&h, &manner, &tally, &err) != 0)
        fail_msg("%s", err.text);
    assert_int_equal(tally.failed, 0);
    return h;
}

static void attrition_is_as_its_hazard_says(void **state)
{
    (void)state;
    struct hiring h = lived(1);
    struct estimate left = hiring_value(&h, 0, HIRING_LEFT);
    double expected = 60 * .1 * 365 / 30.4, sd = sqrt(expected / REPLICATES);       /* Poisson but for one day's vacancy */
    assert_true(fabs(left.mean - expected) < 4 * sd);
    assert_true(fabs(hiring_value(&h, 0, HIRING_BEGUN).mean - left.mean * HIRING_MONTH_D / 365) < .3);
    double months = 0;
    assert_int_equal(h.n_months, 12);
    for (int m = 0; m < 12; m++) {
        struct hiring_month month = hiring_month(&h, HIRING_STARTS, 0, m);
        assert_true(month.low <= month.mean && month.mean <= month.high);
        months += month.mean;
    }
    assert_float_equal(months / 12, hiring_value(&h, 0, HIRING_BEGUN).mean, 1e-9);
    double tenth_a_month = 1 - exp(-.1 * 90 / 30.4);            /* have begun within 90 days: all hazards are alike */
    assert_true(hiring_month(&h, HIRING_IN_POST, 0, 11).mean <= 60 && hiring_month(&h, HIRING_IN_POST, 0, 11).mean > 58);
    assert_true(fabs(hiring_month(&h, HIRING_NOVICES, 0, 11).mean / 60 - tenth_a_month) < .12);
    hiring_free(&h);
}

static void more_posts_are_compared_pair_by_pair(void **state)
{
    (void)state;
    struct hiring h = lived(2);
    assert_float_equal(hiring_value(&h, 1, HIRING_POSTS).mean, 90, 0);
    assert_float_equal(hiring_difference(&h, 1, HIRING_POSTS).mean, 30, 0);
    assert_true(estimate_high(hiring_difference(&h, 1, HIRING_OCCUPANCY)) < 0);
    assert_float_equal(hiring_posts_alike(&h, 0).mean, 60, 1e-9);
    assert_true(fabs(hiring_posts_alike(&h, 1).mean - 60) < 6);        /* a post is a post where nobody tires */
    hiring_free(&h);
}

/* A tenth of 4 or of 10 posts is one post; what comes to a city that is there is told with its reason. */
static void ways_that_are_no_others_are_told(void **state)
{
    (void)state;
    static const struct { const char *way[2]; int posts[2]; const char *told; } CASE[] = {
        { { "posts+10%", "posts-10%" }, { 11, 9 }, NULL },
        { { "pay-salary", "pay-salary:100" }, { 0 }, "--way pay-salary is given twice" },
        { { "posts+1%", "posts+10%" }, { 0 },
          "--way posts+1% and --way posts+10% come to the same: 11 posts with the same policies" },
        { { "posts+10%", "posts+0%" }, { 0 }, "--way posts+0% changes nothing: of 10 posts it leaves 10" },
    };
    for (int i = 0; i < 4; i++) {
        struct hiring h = { .city = "tiny", .posts = 10, .days = 60, .warmup = 5, .n_replicates = 1, .n_ways = 3,
                            .way = { { .more = 1 } } };
        struct err err = { 0 };
        for (int w = 0; w < 2; w++)
            assert_int_equal(hiring_way_read(&h.way[1 + w], CASE[i].way[w], &err), 0);
        assert_int_equal(h.way[2].priced, i == 1);
        assert_int_equal(hiring_load(&h, 3, &err), CASE[i].told ? -1 : 0);
        for (int w = 0; w < 2 && !CASE[i].told; w++)
            assert_int_equal(h.cases.loaded[1 + w].scenario.centre.operators, CASE[i].posts[w]);
        if (CASE[i].told)
            assert_string_equal(err.text, CASE[i].told);
        hiring_free(&h);
    }
}

static void less_than_a_month_is_no_plan(void **state)
{
    (void)state;
    struct hiring h = { .city = "tiny", .posts = NONE, .days = 20, .warmup = 5, .n_replicates = 1,
                        .n_ways = 1, .way = { { .more = 1 } } };
    struct err err = { 0 };
    assert_int_equal(hiring_load(&h, 3, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_string_equal(err.text, "20 days are no month: a plan by the month needs --days 30 at least");
    hiring_free(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_way_is_policies_posts_and_a_price),
        cmocka_unit_test(what_is_no_way_is_told),
        cmocka_unit_test(attrition_is_as_its_hazard_says),
        cmocka_unit_test(more_posts_are_compared_pair_by_pair),
        cmocka_unit_test(ways_that_are_no_others_are_told),
        cmocka_unit_test(less_than_a_month_is_no_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
