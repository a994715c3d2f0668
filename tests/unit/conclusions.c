/* Which figures are varied and how far; when a sign holds, is not told, or flips. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include <unistd.h>

#include "analysis/trust/conclusions.h"

static const enum output REGRET[] = { OUT_regret };

static struct conclusions_wish wish(const char *only)
{
    return (struct conclusions_wish){ .city = "tiny", .n_policies = 2, .policy = { "no-assessment", "ranked-20-40-40" },
        .n_outputs = 1, .output = REGRET, .days = 30, .warmup = 30, .replications = 2, .factor = { 0.5, 1.5 }, .only = only,
        .seed = 3 };
}

static const struct conclusions_point *point(const struct conclusions *c, const char *name)
{
    for (int i = 0; i < c->n_points; i++)
        if (strcmp(c->point[i].name, name) == 0)
            return &c->point[i];
    return NULL;
}

static struct conclusions points_wished(struct conclusions_wish w)
{
    struct conclusions c;
    struct err err = { 0 };
    if (conclusions_init(&c, &w, &err))
        fail_msg("%s", err.text);
    return c;
}
static struct conclusions points_of(const char *only) { return points_wished(wish(only)); }

/* A calibration of these parameters; its file. */
enum { FILE_SIZE = 64 };
static const char *ranges_of(char path[FILE_SIZE], const char *parameters)
{
    strcpy(path, "/tmp/hotline-ranges-XXXXXX.yaml");
    FILE *file = fdopen(mkstemps(path, 5), "w");
    assert_non_null(file);
    fprintf(file, "title: ranges\nmatch: [V01]\nparameters: { %s }\n", parameters);
    fclose(file);
    return path;
}

static struct conclusions points_within(const char *parameters, const char *only)
{
    char path[FILE_SIZE];
    struct conclusions_wish w = wish(only);
    w.ranges = ranges_of(path, parameters);
    struct conclusions c = points_wished(w);
    remove(path);
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

static void factors_are_those_that_are_asked(void **state)
{
    (void)state;
    struct conclusions_wish w = wish("centre.wrap_up_s");
    w.factor[0] = 0.25;
    w.factor[1] = 4;
    struct conclusions c = points_wished(w);
    assert_int_equal(c.n_points, 3);
    assert_string_equal(point(&c, "centre.wrap_up_s x 0.25")->set[0], "centre.wrap_up_s=4.5");
    assert_string_equal(point(&c, "centre.wrap_up_s x 4")->set[0], "centre.wrap_up_s=72");
    conclusions_free(&c);
}

/* By the source of each: what was moved until it agreed, what names a mechanism alone, and what names a figure of it. */
static void what_was_fitted_is_weak_and_what_a_source_says_is_not(void **state)
{
    (void)state;
    static const char *const WEAK[] = { "city.activity_alpha x 0.5", "rating.expectation x 0.5", "calling.anger_step x 0.5",
                                        "operators.abuse_share x 0.5" };
    static const char *const STRONG[] = { "calling.lonely_rate x 0.5", "city.elderly_share x 0.5", "handling.team x 0.5",
                                          "kinds.ROW.talk_mu x 0.5", "rule.period_mo x 0.5", "city.residents x 0.5" };
    struct conclusions c = points_of(NULL);
    for (size_t i = 0; i < sizeof WEAK / sizeof *WEAK; i++)
        assert_non_null(point(&c, WEAK[i]));
    for (size_t i = 0; i < sizeof STRONG / sizeof *STRONG; i++)
        assert_null(point(&c, STRONG[i]));
    conclusions_free(&c);
}

/* Whole numbers are rounded; the end where the city is already is no point; who has a range is varied by no factor. */
static void a_range_is_asked_at_its_ends(void **state)
{
    (void)state;
    struct conclusions c = points_within("calling.give_up: { range: [0.05, 0.4] }, city.neighbours: { range: [2.6, 8] }, "
                                         "handling.team: { range: [2, 9], scale: log }", NULL);
    assert_string_equal(point(&c, "calling.give_up = 0.05")->set[0], "calling.give_up=0.05");
    assert_string_equal(point(&c, "calling.give_up = 0.4")->set[1], "calling.give_up=0.4");
    assert_true(point(&c, "calling.give_up = 0.4")->end && !point(&c, "calling.learn x 0.5")->end);
    assert_null(point(&c, "calling.give_up x 0.5"));
    assert_string_equal(point(&c, "city.neighbours = 3")->set[0], "city.neighbours=3");
    assert_null(point(&c, "city.neighbours = 8"));                  /* as it is */
    assert_non_null(point(&c, "handling.team = 2"));                /* no assumption, but there is a range */
    conclusions_free(&c);
}

/* rule.pressure is 0 in the city and 1.2 under the ranking, which brings its indicators with it. */
static void what_a_policy_sets_stays_at_the_ends(void **state)
{
    (void)state;
    struct conclusions c = points_within("rule.pressure: { range: [0.37, 3] }", NULL);
    assert_string_equal(point(&c, "rule.pressure = 0.37")->set[0], "rule.pressure=0.37");
    assert_string_equal(point(&c, "rule.pressure = 0.37")->set[1], "");
    conclusions_free(&c);
    c = points_within("indicators.satisfied.weight: { range: [10, 60] }", "indicators.");
    assert_int_equal(c.n_points, 1);
    conclusions_free(&c);
}

/* Beside its column's factors. */
static void a_row_may_have_a_range(void **state)
{
    (void)state;
    struct conclusions c = points_within("actions.root_fix.fix: { range: [0.2, 1] }", "actions.ro");
    assert_int_equal(c.n_points, 3);
    assert_string_equal(point(&c, "actions.root_fix.fix = 0.2")->set[1], "actions.root_fix.fix=0.2");
    conclusions_free(&c);
    c = points_within("actions.root_fix.fix: { range: [0.2, 1] }", "actions.ROW.fix");
    assert_int_equal(c.n_points, 3);
    conclusions_free(&c);
}

static void a_range_that_the_city_cannot_have_is_refused(void **state)
{
    (void)state;
    static const char *const FAULTY[][2] = {
        { "calling.give_up: { range: [0.05, 1.2] }",
          ":3:41: the range of calling.give_up goes beyond what it permits, 0 to 1\n"
         "  parameters: { calling.give_up: { range: [0.05, 1.2] } }\n"
         "                                          ^" },
        { "actions.fix: { range: [0.2, 1] }",
          ": the rows of actions.fix differ, and a range is of one of them: actions.ROW.fix" },
        { "actions.pray.fix: { range: [0.2, 1] }",
          ": tiny has no actions.pray.fix, under any of the policies" },
    };
    for (size_t i = 0; i < sizeof FAULTY / sizeof *FAULTY; i++) {
        char path[FILE_SIZE];
        struct conclusions c;
        struct conclusions_wish w = wish(NULL);
        struct err err = { 0 };
        w.ranges = ranges_of(path, FAULTY[i][0]);
        assert_int_equal(conclusions_init(&c, &w, &err), -1);
        assert_int_equal(err.code, EXIT_INPUT);
        assert_memory_equal(err.text, path, strlen(path));
        assert_string_equal(err.text + strlen(path), FAULTY[i][1]);
        conclusions_free(&c);
        remove(path);
    }
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
        cmocka_unit_test(factors_are_those_that_are_asked),
        cmocka_unit_test(what_was_fitted_is_weak_and_what_a_source_says_is_not),
        cmocka_unit_test(a_range_is_asked_at_its_ends),
        cmocka_unit_test(what_a_policy_sets_stays_at_the_ends),
        cmocka_unit_test(a_row_may_have_a_range),
        cmocka_unit_test(a_range_that_the_city_cannot_have_is_refused),
        cmocka_unit_test(a_sign_holds_is_not_told_or_flips),
        cmocka_unit_test(a_point_is_run_in_pairs),
    };
    return cmocka_run_group_tests_name("conclusions", tests, NULL, NULL);
}
