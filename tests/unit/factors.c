/* What a study's factors make of a point: values by distribution, mixtures, constraints, tables. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/study/study.h"
#include "scratch.h"

/* --- values of a study's factors --- */

static int read_text(struct study *study, const char *text, struct err *err)
{
    char path[] = "/tmp/factors-XXXXXX.yaml";
    scratch_write(path, 5, text, strlen(text));
    int ok = study_read(study, path, err) || study_names(study, err) || study_points(study, err) ? -1 : 0;
    unlink(path);
    return ok;
}

static void make(struct study *study, const char *text)
{
    struct err err = { 0 };
    if (read_text(study, text, &err) != 0)
        fail_msg("%s", err.text);
}

static void a_range_is_filled_as_its_distribution_says(void **state)
{
    (void)state;
    static const struct { const char *factor; double quarter, half; } CASES[] = {
        { "rule.pressure: {range: [2, 10]}", 4, 6 },
        { "rule.pressure: {range: [1, 100], dist: log-uniform}", 3.16227766, 10 },
        { "rule.pressure: {range: [0, 4], dist: triangular, mode: 1}", 1.00000000, 1.55051026 },
        { "rule.pressure: {range: [0, 4], dist: normal}", 1.360888, 2 },
        { "rule.pressure: {range: [1, 16], dist: log-normal}", 2.568432, 4 },
        { "rule.pressure: {range: [1, 5], dist: integer}", 2, 3 },
        { "centre.operators: {range: [10, 40]}", 17, 25 },
        { "rule.consequence: {values: [none, rank, target, tiers]}", 1, 2 },
    };
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        char text[300];
        snprintf(text, sizeof text, "base: tiny\ndesign: {kind: latin-hypercube, n: 2000}\nfactors: {%s}\n", CASES[c].factor);
        struct study study;
        make(&study, text);
        double range[2];
        int below_quarter = 0, below_half = 0;
        study_range(&study.factor[0], range);
        for (long p = 0; p < study.n_points; p++) {
            double x = study_value(&study, p, 0);
            assert_true(x >= range[0] && x <= range[1]);
            below_quarter += x < CASES[c].quarter - 1e-9;
            below_half += x < CASES[c].half - 1e-9;
        }
        int steps = study.factor[0].dist == DIST_INTEGER || study.factor[0].kind == FACTOR_LIST;
        assert_in_range(below_quarter, steps ? 350 : 497, 503);     /* of 2000 strata: exact, but for the rounding of `quarter` */
        assert_in_range(below_half, steps ? 750 : 997, 1003);
        study_free(&study);
    }
}

static void shares_of_a_mixture_add_up_to_its_whole(void **state)
{
    (void)state;
    static const char *const KINDS[] = { "{kind: sobol, n: 512}", "{kind: latin-hypercube, n: 500}", "grid" };
    for (int i = 0; i < 3; i++) {
        char text[400];
        snprintf(text, sizeof text, "base: tiny\ndesign: %s\nfactors:\n  rule.pressure: {range: [0, 4], levels: 3}\n"
                 "  blend: {mixture: [rule.audit, rule.tolerance, rule.summon_share], total: 0.8, levels: 4}\n"
                 "  centre.operators: {range: [10, 20], levels: 3}\n", KINDS[i]);
        struct study study;
        make(&study, text);
        double mean[3] = { 0 };
        assert_int_equal(study.n_factors, 5);
        assert_true(i < 2 || study.n_points == 3 * 15 * 3);         /* 15 ways to give 4 steps to 3 shares */
        for (long p = 0; p < study.n_points; p++) {
            double sum = 0;
            for (int f = 1; f <= 3; f++) {
                double x = study_value(&study, p, f);
                assert_true(x >= 0 && x <= 0.8);
                sum += x;
                mean[f - 1] += x / (double)study.n_points;
            }
            assert_true(fabs(sum - 0.8) < 1e-12);
            assert_true(study_value(&study, p, 4) >= 10 && study_value(&study, p, 4) <= 20);
        }
        for (int f = 0; f < 3; f++)                         /* no share is preferred: 4.5 standard errors of 500 points */
            assert_true(fabs(mean[f] - 0.8 / 3) < (i < 2 ? 0.038 : 1e-12));
        study_free(&study);
    }
}

/* --- constraints --- */

static void constraints_hold_at_every_point(void **state)
{
    (void)state;
    static const struct { const char *design; long n; } CASES[] = {
        { "grid", 0 }, { "one-at-a-time", 0 }, { "{kind: sobol, n: 100}", 100 }, { "{kind: latin-hypercube, n: 100}", 100 },
    };
    for (int i = 0; i < 4; i++) {
        char text[500];
        struct study study;
        snprintf(text, sizeof text, "base: tiny\ndesign: %s\nconstraints:\n  - 2*rule.pressure + centre.operators >= 20.5\n"
                 "  - ' rule.tolerance - 1 < 0.1 * rule.pressure - 1'\n"
                 "factors:\n  rule.pressure: {range: [1, 9], levels: 5}\n  centre.operators: {range: [4, 20], levels: 4}\n"
                 "  rule.tolerance: {range: [0, 0.7], levels: 3}\n", CASES[i].design);
        make(&study, text);
        assert_true(study.n_broke > 0);
        assert_true(CASES[i].n ? study.n_points == CASES[i].n : study.n_points + study.n_broke == study_asks(&study));
        for (long p = 0; p < study.n_points; p++) {
            double x = study_value(&study, p, 0), y = study_value(&study, p, 1), z = study_value(&study, p, 2);
            assert_true(2 * x + y >= 20.5 && z < 0.1 * x);
        }
        study_free(&study);
    }
}

static void sampled_points_under_constraints_are_kept_by_a_larger_n(void **state)
{
    (void)state;
    static const char *const KINDS[] = { "sobol", "latin-hypercube" };
    for (int i = 0; i < 2; i++) {
        struct study study[2];
        for (int large = 0; large < 2; large++) {
            char text[300];
            snprintf(text, sizeof text, "base: tiny\ndesign: {kind: %s, n: %d}\nconstraints: [rule.pressure >= rule.reweigh]\n"
                     "factors: {rule.pressure: {range: [0, 9]}, rule.reweigh: {range: [0, 9]}}\n", KINDS[i], 50 << large);
            make(&study[large], text);
        }
        for (long p = 0; p < 50; p++)
            for (int f = 0; f < 2; f++)
                assert_true(study_value(&study[0], p, f) == study_value(&study[1], p, f));
        study_free(&study[0]);
        study_free(&study[1]);
    }
}

/* --- tables --- */

static void a_table_is_read_row_by_row(void **state)
{
    (void)state;
    char table[] = "/tmp/points-XXXXXX.csv", text[300];
    static const char ROWS[] = "\xef\xbb\xbfrule.consequence, \"rule.pressure\"\r\nrank,1.5\r\n\r\n none ,0.25\r\nrank,1.5e1";
    scratch_write(table, 4, ROWS, sizeof ROWS - 1);
    snprintf(text, sizeof text, "base: tiny\ndesign: {kind: table, file: %s}\nfactors:\n  rule.pressure: {range: [0, 20]}\n"
             "  rule.consequence: ~\n", table);
    struct study study;
    make(&study, text);
    char word[64];
    assert_int_equal(study.n_points, 3);
    assert_true(study_value(&study, 0, 0) == 1.5 && study_value(&study, 1, 0) == 0.25 && study_value(&study, 2, 0) == 15);
    assert_string_equal(study_text(&study, 1, 1, word), "none");
    study_free(&study);
    unlink(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_is_filled_as_its_distribution_says),
        cmocka_unit_test(shares_of_a_mixture_add_up_to_its_whole),
        cmocka_unit_test(constraints_hold_at_every_point),
        cmocka_unit_test(sampled_points_under_constraints_are_kept_by_a_larger_n),
        cmocka_unit_test(a_table_is_read_row_by_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
