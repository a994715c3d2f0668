/* Many points read as one: planted studies of which the summary is known in closed form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/overpoints_words.h"

enum { MOST = 128, REPLICATES = 3, POINTS = 40 };

/* A study without a file: factors by scenario, and what each run gives. */
static struct study {
    struct result_plan plan;
    struct result_factor factor[2];
    double value[2][MOST], runs[MOST * REPLICATES], difference[MOST * REPLICATES];
    char name[MOST][96], *zh[MOST];
    int control[MOST], pairs[MOST];
    struct overpoints over;
} s;
static struct err err;

static void plan_make(int scenarios, int policies, const char *kind, int n_factors, int first_uncertain, int second_uncertain)
{
    memset(&s, 0, sizeof s);
    s.factor[0] = (struct result_factor){ .name = "rule.pressure", .value = s.value[0], .uncertain = first_uncertain };
    s.factor[1] = (struct result_factor){ .name = "handling.nuisance", .value = s.value[1], .uncertain = second_uncertain };
    s.plan = (struct result_plan){ .n_scenarios = scenarios, .n_replicates = REPLICATES, .n_factors = n_factors, .factor = s.factor,
                                   .scenario_name = s.name, .policy_zh = s.zh };
    s.plan.design.n_policies = policies;
    snprintf(s.plan.design.kind, sizeof s.plan.design.kind, "%s", kind);
    for (int i = 0; i < scenarios; i++) {
        snprintf(s.name[i], sizeof s.name[i], "%s @ point %d", i % policies ? "other" : "as-it-is", i / policies);
        s.pairs[i] = REPLICATES;
    }
}

/* Reads one output; what was planted in runs is compared with scenario 0 or its like. */
static void summarise(void)
{
    for (int i = 0; i < s.plan.n_scenarios; i++)
        s.control[i] = compare_control(&s.plan, 0, i);
    for (int i = 0; i < s.plan.n_scenarios; i++)
        for (int r = 0; r < REPLICATES; r++)
            s.difference[i * REPLICATES + r] = s.runs[i * REPLICATES + r] - s.runs[s.control[i] * REPLICATES + r];
    assert_int_equal(overpoints_begin(&s.over, &s.plan, s.control, 1, &err), 0);
    assert_int_equal(overpoints_add(&s.over, 0, &s.plan, s.control, s.pairs, s.runs, s.difference, .95, &err), 0);
    assert_int_equal(overpoints_end(&s.over, &err), 0);
}

static void run_put(int scenario, int replicate, double x) { s.runs[scenario * REPLICATES + replicate] = x; }

/* Two policies at 40 points; they differ by p - 10 at point p, and by -1, 0, 1 from replication to replication: at all points
 * alike, or with the other sign at every second one. The control is 100 + p and what the world does. */
static void uncertain_study(int alike)
{
    static const double WORLD[] = { 0.3, -7, 2.5 };
    plan_make(2 * POINTS, 2, "latin-hypercube", 1, 1, 0);
    for (int p = 0; p < POINTS; p++)
        for (int r = 0; r < REPLICATES; r++) {
            s.value[0][2 * p] = s.value[0][2 * p + 1] = p;
            run_put(2 * p, r, 100 + p + WORLD[r]);
            run_put(2 * p + 1, r, 100 + p + WORLD[r] + (p - 10) + (r - 1) * (alike || p % 2 ? 1 : -1));
        }
}

static const double T_2 = 4.302652729749464;        /* Student's t, two degrees of freedom, .975 */

static void close_to(double x, double want) { assert_true(fabs(x - want) < 1e-9); }

static void a_planted_spread_is_found_exactly(void **state)
{
    (void)state;
    uncertain_study(1);
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_FUTURES);
    assert_int_equal(s.over.n_arms, 1);
    assert_int_equal(s.over.arm[0].n_points, POINTS);
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    assert_int_equal(row->n, POINTS);
    close_to(row->mean, 9.5);
    close_to(row->low, -10 + .05 * 39);
    close_to(row->high, -10 + .95 * 39);
    close_to(row->least, -10);
    close_to(row->most, 29);
    close_to(row->sd, sqrt((40. * 40 - 1) / 12 * 40 / 39));
    close_to(row->control, 100 + 19.5 - 4.2 / 3);
    assert_int_equal(row->least_at, 1);
    assert_int_equal(row->most_at, 2 * POINTS - 1);
    assert_int_equal(row->below, 10);
    assert_int_equal(row->above, 29);
    assert_int_equal(overpoints_same_sign(row), 29);
    assert_int_equal(row->judged, POINTS);                  /* half-width 2.48 at every point */
    assert_int_equal(row->told_below, 8);
    assert_int_equal(row->told_above, 27);
    overpoints_free(&s.over);
}

static void chance_that_points_share_is_in_the_mean_and_other_chance_in_the_spread(void **state)
{
    (void)state;
    uncertain_study(1);
    summarise();
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    close_to(row->chance.half, T_2 / sqrt(3));              /* all points move together by -1, 0, 1 */
    close_to(row->chance_share, 0);
    close_to(row->adjusted, estimate_p(row->chance));
    assert_int_equal(overpoints_survives(row, .95), 1);     /* 9.5 +- 2.48 */
    overpoints_free(&s.over);
    uncertain_study(0);
    summarise();
    row = overpoints_row(&s.over, 0, 0);
    close_to(row->chance.mean, 9.5);
    close_to(row->chance.half, 0);
    close_to(row->chance_share, 40. * 2 / 39 / 2 / 3 / (row->sd * row->sd));
    overpoints_free(&s.over);
}

static void what_is_missing_is_left_out_and_counted(void **state)
{
    (void)state;
    uncertain_study(1);
    for (int r = 0; r < REPLICATES; r++) {
        run_put(2 * 5 + 1, r, NAN);                         /* the runs of one failed, the output of another is never defined */
        run_put(2 * 7 + 1, r, r ? NAN : INFINITY);
    }
    s.pairs[2 * 5 + 1] = 0;
    run_put(2 * 39 + 1, 0, NAN);                            /* left at the last point: 29 and 30 */
    summarise();
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    assert_int_equal(row->n, POINTS - 2);
    assert_int_equal(row->absent, 1);
    assert_int_equal(row->undefined, 1);
    assert_int_equal(row->partly, 1);
    assert_int_equal(row->below, 8);
    close_to(row->mean, (40 * 9.5 + 5 + 3 + .5) / 38);
    close_to(row->most, 29.5);
    close_to(row->chance.mean, (40 * 9.5 + 5 + 3 - 29) / 37);        /* of the points that are whole */
    overpoints_free(&s.over);
}

/* Rows of a table that come again weigh as often as they come, and are told; of ten different points no tenths are. */
static void copies_of_points_are_counted_and_told(void **state)
{
    (void)state;
    char text[ESTIMATE_TEXT_SIZE], name[OVERPOINTS_NAME_SIZE];
    for (int copies = 1; copies <= 4; copies *= 2) {
        uncertain_study(1);
        snprintf(s.plan.design.kind, sizeof s.plan.design.kind, "table");
        for (int i = 0; i < 2 * POINTS; i++)
            s.value[0][i] = i / 2 / copies;
        summarise();
        const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
        assert_int_equal(s.over.n_points, POINTS);
        assert_int_equal(s.over.n_different, POINTS / copies);
        assert_int_equal(s.over.arm[0].n_different, POINTS / copies);
        assert_int_equal(row->n, POINTS);
        assert_int_equal(isfinite(row->low), POINTS / copies >= OVERPOINTS_ENOUGH);
        assert_string_equal(overpoints_count(text, &s.over, 0), copies == 1   ? "40 points"
                                                                : copies == 2 ? "40 points, 20 of them different"
                                                                              : "40 points, 10 of them different");
        assert_string_equal(overpoints_control(&s.over, &s.plan, s.over.arm[0].control, 0, name), "as-it-is");
        overpoints_free(&s.over);
    }
}

/* One policy, three values of a lever, four futures: the lever's other values are arms, and nothing is averaged over them. */
static void a_lever_is_kept_apart_from_what_nobody_knows(void **state)
{
    (void)state;
    char name[OVERPOINTS_NAME_SIZE];
    plan_make(12, 1, "grid", 2, 0, 1);
    for (int i = 0; i < 12; i++) {
        s.value[0][i] = i / 4;
        s.value[1][i] = 0.5 + i % 4;
        for (int r = 0; r < REPLICATES; r++)
            run_put(i, r, 37 + (i / 4) * (i % 4) + r);
    }
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_FUTURES);
    assert_int_equal(s.over.n_arms, 2);
    for (int a = 0; a < 2; a++) {
        const struct overpoints_row *row = overpoints_row(&s.over, 0, a);
        assert_int_equal(row->n, 4);
        close_to(row->mean, (a + 1) * 1.5);
        assert_true(isnan(row->low));                       /* four points have no tenths */
        close_to(row->least, 0);
        close_to(row->most, 3 * (a + 1));
        assert_int_equal(row->above, 3);
        assert_int_equal(row->fixed, 3);                    /* the same in every replication */
    }
    assert_string_equal(overpoints_name(&s.over, &s.plan, 1, 0, name), "as-it-is @ rule.pressure=2");
    assert_string_equal(overpoints_place(&s.over, &s.plan, 7, 0, name), "point 7");
    overpoints_free(&s.over);
}

static void choices_have_ends_and_no_mean(void **state)
{
    (void)state;
    char name[OVERPOINTS_NAME_SIZE];
    plan_make(7, 1, "grid", 1, 0, 0);
    for (int i = 0; i < 7; i++) {
        s.value[0][i] = 0.3 * i;
        snprintf(s.name[i], sizeof s.name[i], "as-it-is @ rule.pressure=%g", s.value[0][i]);
        for (int r = 0; r < REPLICATES; r++)
            run_put(i, r, (i - 2) * (i - 2) + r);
    }
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_LEVERS);
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    assert_int_equal(row->n, 6);
    assert_true(isnan(row->mean) && isnan(row->chance.half) && isnan(row->adjusted));
    close_to(row->least, -4);
    close_to(row->most, 12);
    assert_string_equal(overpoints_place(&s.over, &s.plan, row->least_at, 0, name), "rule.pressure=0.6");
    assert_int_equal(row->below, 3);
    assert_int_equal(row->above, 2);
    overpoints_free(&s.over);
}

/* Levers and uncertainties of a sample: no alternative comes again, so policies are told by ends and signs. */
static void levers_that_are_sampled_give_no_mean_either(void **state)
{
    (void)state;
    uncertain_study(1);
    s.plan.n_factors = 2;
    for (int i = 0; i < 2 * POINTS; i++)
        s.value[1][i] = i / 2 * 0.37;
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_SAMPLED);
    assert_int_equal(s.over.n_arms, 1);
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    assert_true(isnan(row->mean));
    close_to(row->low, -10 + .05 * 39);
    assert_int_equal(overpoints_same_sign(row), 29);        /* of most points, where there is no mean */
    overpoints_free(&s.over);
}

/* A lever of two words that a sample takes as often as each other has futures. */
static void a_lever_that_comes_again_has_futures(void **state)
{
    (void)state;
    uncertain_study(1);
    s.plan.n_factors = 2;
    for (int i = 0; i < 2 * POINTS; i++)
        s.value[1][i] = 1 - i / 2 % 2;
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_FUTURES);
    assert_int_equal(s.over.n_arms, 2);
    close_to(overpoints_row(&s.over, 0, 0)->mean, 10);      /* odd points: the lever at 0; then even ones */
    close_to(overpoints_row(&s.over, 0, 1)->mean, 9);
    overpoints_free(&s.over);
}

static void without_a_like_the_outputs_themselves_are_read(void **state)
{
    (void)state;
    plan_make(POINTS, 1, "morris", 1, 1, 0);
    for (int p = 0; p < POINTS; p++)
        for (int r = 0; r < REPLICATES; r++) {
            s.value[0][p] = p;
            run_put(p, r, 2 * p + r - 1);
        }
    summarise();
    assert_true(s.over.of_values);
    assert_int_equal(s.over.kind, OVERPOINTS_FUTURES);
    assert_int_equal(s.over.arm[0].n_points, POINTS);
    close_to(overpoints_row(&s.over, 0, 0)->mean, 39);
    overpoints_free(&s.over);
    s.value[0][9] = s.value[0][4];                          /* a point that comes twice is not compared with itself */
    summarise();
    assert_true(s.over.of_values);
    overpoints_free(&s.over);
}

static void nothing_that_differs_has_no_sign(void **state)
{
    (void)state;
    uncertain_study(1);
    for (int i = 0; i < 2 * POINTS * REPLICATES; i++)
        s.runs[i] = 0.37;
    summarise();
    const struct overpoints_row *row = overpoints_row(&s.over, 0, 0);
    assert_true(overpoints_all_zero(row) && overpoints_sign(row) == 0 && overpoints_same_sign(row) == 0);
    assert_int_equal(row->told_below + row->told_above + row->fixed, 0);
    assert_true(isnan(row->chance_share));
    assert_int_equal(overpoints_survives(row, .95), 0);
    overpoints_free(&s.over);
}

static void one_point_has_nothing_to_summarise(void **state)
{
    (void)state;
    plan_make(3, 3, "", 0, 0, 0);
    summarise();
    assert_int_equal(s.over.kind, OVERPOINTS_NONE);
    overpoints_free(&s.over);
    overpoints_free(&s.over);
}

static void numbers_keep_the_digits_of_their_spread(void **state)
{
    (void)state;
    char text[ESTIMATE_TEXT_SIZE];
    struct overpoints_row row = { .n = 40, .mean = -1019.4, .low = -1222.2, .high = -0.0001, .least = -1300, .most = 10 };
    row.chance = (struct estimate){ 3, -1019.4, 1, 12.345, 0 };
    assert_string_equal(overpoints_mean(text, &row, 1), "-1019 ± 12");
    assert_string_equal(overpoints_range(text, &row, 1, 0), "-1222 to 0");
    row.low = NAN;
    assert_string_equal(overpoints_range(text, &row, 1, 0), "-1300 to +10");
    row.mean = NAN;
    assert_string_equal(overpoints_mean(text, &row, 1), "–");
}

static void what_is_missing_is_told(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    const enum output kpi[] = { OUT_regret };
    uncertain_study(1);
    for (int r = 0; r < REPLICATES; r++)
        run_put(15, r, NAN);
    summarise();
    FILE *out = open_memstream(&text, &size);
    overpoints_notes(out, &s.over, &s.plan, kpi, 0);
    fclose(out);
    assert_non_null(strstr(text, "Not defined at some points, and left out there: regret (1 point).\n"));
    assert_null(strstr(text, "One replication"));
    free(text);
    overpoints_free(&s.over);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_planted_spread_is_found_exactly),
        cmocka_unit_test(chance_that_points_share_is_in_the_mean_and_other_chance_in_the_spread),
        cmocka_unit_test(what_is_missing_is_left_out_and_counted),
        cmocka_unit_test(copies_of_points_are_counted_and_told),
        cmocka_unit_test(a_lever_is_kept_apart_from_what_nobody_knows),
        cmocka_unit_test(choices_have_ends_and_no_mean),
        cmocka_unit_test(levers_that_are_sampled_give_no_mean_either),
        cmocka_unit_test(a_lever_that_comes_again_has_futures),
        cmocka_unit_test(without_a_like_the_outputs_themselves_are_read),
        cmocka_unit_test(nothing_that_differs_has_no_sign),
        cmocka_unit_test(one_point_has_nothing_to_summarise),
        cmocka_unit_test(numbers_keep_the_digits_of_their_spread),
        cmocka_unit_test(what_is_missing_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
