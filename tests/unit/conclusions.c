/* Which figures are varied and how far; when a sign holds, is not told, or flips. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/conclusions.h"

static const enum output REGRET[] = { OUT_regret };

static struct conclusions_wish wish(const char *only)
{
    return (struct conclusions_wish){ .city = "tiny", .n_policies = 2, .policy = { "no-assessment", "ranked-20-40-40" },
        .n_outputs = 1, .output = REGRET, .days = 30, .warmup = 30, .replications = 2, .only = only, .seed = 3 };
}

static const struct conclusions_point *point(const struct conclusions *c, const char *name)
{
    for (int i = 0; i < c->n_points; i++)
        if (strcmp(c->point[i].name, name) == 0)
            return &c->point[i];
    return NULL;
}

static struct conclusions points_of(const char *only)
{
    struct conclusions c;
    struct err err = { 0 };
    struct conclusions_wish w = wish(only);
    if (conclusions_init(&c, &w, &err))
        fail_msg("%s", err.text);
    return c;
}

static void a_figure_is_halved_and_raised_by_half(void **state)
{
    (void)state;
    struct conclusions c = points_of("centre.");
    assert_string_equal(c.point[0].name, "");
    assert_string_equal(point(&c, "centre.wrap_up_s x 0.5")->set[0], "centre.wrap_up_s=9");
    assert_string_equal(point(&c, "centre.wrap_up_s x 1.5")->set[1], "centre.wrap_up_s=27");
    assert_string_equal(point(&c, "centre.operators x 1.5")->set[0], "centre.operators=6");
    double low = strtod(strchr(point(&c, "centre.patience_mu x 0.5")->set[0], '=') + 1, NULL);
    double high = strtod(strchr(point(&c, "centre.patience_mu x 1.5")->set[0], '=') + 1, NULL);
    assert_true(fabs(high - low - log(3)) < 1e-12);                 /* of log seconds: 1.5 / 0.5 */
    assert_null(point(&c, "centre.redial_share x 0.5"));            /* DATA, and a profile */
    conclusions_free(&c);
    conclusions_free(&c);
}

/* A column of a table: in all rows that have a number to be varied. */
static void a_column_is_varied_in_all_its_rows(void **state)
{
    (void)state;
    struct conclusions c = points_of("actions.ROW.fix");
    assert_int_equal(c.n_points, 3);
    const char *half = point(&c, "actions.ROW.fix x 0.5")->set[0], *more = point(&c, "actions.ROW.fix x 1.5")->set[1];
    assert_non_null(strstr(half, "actions.root_fix.fix=0.475"));
    assert_non_null(strchr(half, '\n'));                            /* and others */
    assert_non_null(strstr(more, "actions.root_fix.fix=1"));        /* within its range */
    assert_null(strstr(half, "=0\n"));                              /* what is 0 is left alone */
    conclusions_free(&c);
}

/* rule.pressure is 0 in the city and 1.2 under the ranking. */
static void what_a_policy_sets_is_varied_from_there(void **state)
{
    (void)state;
    struct conclusions c = points_of("rule.");
    assert_string_equal(point(&c, "rule.pressure x 0.5")->set[0], "rule.pressure=0");
    assert_string_equal(point(&c, "rule.pressure x 0.5")->set[1], "rule.pressure=0.6");
    assert_null(point(&c, "rule.reweigh x 1.5"));                   /* 0 under both */
    conclusions_free(&c);
}

static void a_sign_holds_is_not_told_or_flips(void **state)
{
    (void)state;
    struct conclusions c = points_of("calling.learn");
    struct estimate *of = c.difference + c.n_points;                /* of the second policy */
    assert_int_equal(c.n_points, 3);
    of[0] = (struct estimate){ .n = 5, .mean = -0.37, .sd = 0.1, .half = 0.1 };
    of[1] = (struct estimate){ .n = 5, .mean = -0.02, .sd = 0.1, .half = 0.1 };
    of[2] = (struct estimate){ .n = 5, .mean = 0.37, .sd = 0.1, .half = 0.1 };
    assert_int_equal(conclusions_judge(&c, 0, 1, 0), CONCLUSION_HOLDS);
    assert_int_equal(conclusions_judge(&c, 0, 1, 1), CONCLUSION_UNTOLD);
    assert_int_equal(conclusions_judge(&c, 0, 1, 2), CONCLUSION_FLIPS);
    assert_true(conclusions_moves(&c, 1) && !conclusions_moves(&c, 0));
    of[1] = of[0];
    assert_false(conclusions_moves(&c, 1));                         /* the same to the last bit */
    of[0].half = 0.4;
    assert_int_equal(conclusions_judge(&c, 0, 1, 2), CONCLUSION_NONE);
    assert_int_equal(conclusions_judge(&c, 0, 0, 2), CONCLUSION_NONE);
    conclusions_free(&c);
}

static void a_point_is_run_in_pairs(void **state)
{
    (void)state;
    struct conclusions c = points_of("calling.learn");
    struct work_manner manner = { .threads = 1, .quiet = 1 };
    struct err err = { 0 };
    for (int i = 0; i < c.n_points; i++)
        if (conclusions_run(&c, i, &manner, &err))
            fail_msg("%s", err.text);
    assert_int_equal(conclusions_difference(&c, 0, 1, 0).n, 2);
    assert_true(conclusions_difference(&c, 0, 1, 0).mean != 0);
    assert_true(conclusions_difference(&c, 0, 1, 0).mean != conclusions_difference(&c, 0, 1, 2).mean);
    conclusions_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_halved_and_raised_by_half),
        cmocka_unit_test(a_column_is_varied_in_all_its_rows),
        cmocka_unit_test(what_a_policy_sets_is_varied_from_there),
        cmocka_unit_test(a_sign_holds_is_not_told_or_flips),
        cmocka_unit_test(a_point_is_run_in_pairs),
    };
    return cmocka_run_group_tests_name("conclusions", tests, NULL, NULL);
}
