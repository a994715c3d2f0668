/* Study files and designs: what is visited, what it is called, and what a faulty file is told. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/scenario/path.h"
#include "sim/study/cases.h"
#include "sim/study/parts.h"
#include "sim/study/study.h"
#include "sim/study/work.h"
#include "scratch.h"

static int read_text(struct study *study, const char *text, struct err *err)
{
    char path[] = "/tmp/study-XXXXXX.yaml";
    scratch_write(path, 5, text, strlen(text));
    int ok = study_read(study, path, err);
    unlink(path);
    return ok;
}

static void all_policies_are_those_of_the_scenario_path(void **state)
{
    (void)state;
    struct path_list list = path_list(FOLDER_POLICIES);
    struct study study;
    struct err err = { 0 };
    if (read_text(&study, "base: tiny\npolicies: all\ncontrol: baseline\n", &err) || study_names(&study, &err))
        fail_msg("%s", err.text);
    assert_true(list.n > 0);
    assert_int_equal(study.n_policies, 1 + list.n);
    assert_string_equal(study.policy[0].name, "baseline");
    for (int p = 0; p < list.n; p++)
        assert_string_equal(study.policy[1 + p].name, list.offer[p].name);
    path_list_free(&list);
    study_free(&study);
}

/* A policy of the study that sets the factor's parameter itself lives under the factor's values where they go over policies. */
static void a_factor_may_go_over_policies(void **state)
{
    (void)state;
    static const char *const OVER[] = { "", ", over: city", ", over: policies" };
    const struct cases_wish wish = { .replicates = NONE, .days = NONE, .warmup = NONE };
    for (int i = 0; i < 3; i++) {
        char text[200];
        struct study study;
        struct cases cases;
        struct err err = { 0 };
        snprintf(text, sizeof text, "base: tiny\npolicies: [baseline, exclude-capped]\n"
                                    "factors: { exclusion.cap: { values: [.05, .4]%s } }\n", OVER[i]);
        if (read_text(&study, text, &err))
            fail_msg("%s", err.text);
        int failed = cases_load(&cases, &study, &wish, &err);
        assert_int_equal(!failed, i == 2);
        for (int point = 0; !failed && point < 2; point++) {
            struct cases_point at;
            assert_int_equal(cases_point(&at, &cases, point, &err), 0);
            for (int p = 0; p < 2; p++)
                assert_true(at.branch[p]->scenario.exclusion.cap == (point == 0 ? .05 : .4));
            cases_point_free(&at);
        }
        if (failed)
            assert_non_null(strstr(err.text, "over: policies"));
        cases_free(&cases);
        study_free(&study);
    }
}

/* A point that is made of the first has the values, and nothing but the values, of one that is read from its files. */
static void a_point_is_made_as_it_would_be_read(void **state)
{
    (void)state;
    static const char TEXT[] =
        "base: county\npolicies: [baseline, [ranked-20-40-40, silver-line], exclude-capped]\ncontrol: exclude-capped\n"
        "design: zip\nfactors:\n  exclusion.cap: { values: [.05, .4], over: policies }\n  centre.operators: { values: [9, 1e1] }\n"
        "  rule.consequence: { values: [rank, target], over: policies }\n  kinds.noise.level: { values: [1, .5] }\n"
        "  kinds.noise.structural: { values: [false, true] }\n  calendar.start: { values: ['2025-01-06', '2024-01-01'] }\n";
    const struct cases_wish wish = { .replicates = NONE, .days = NONE, .warmup = NONE };
    static const char *const SETS[] = { "exclusion.cap=.4", "centre.operators=1e1", "rule.consequence=target",
                                        "kinds.noise.level=.5", "kinds.noise.structural=true", "calendar.start=2024-01-01" };
    static const char *const OVERLAYS[][2] = { { 0 }, { "ranked-20-40-40", "silver-line" }, { "exclude-capped" } };
    struct study study;
    struct cases cases;
    struct cases_point at;
    struct err err = { 0 };
    if (read_text(&study, TEXT, &err) || cases_load(&cases, &study, &wish, &err) || cases_point(&at, &cases, 1, &err))
        fail_msg("%s", err.text);
    assert_int_equal(cases.n_loaded, 1);
    assert_int_equal(cases_integer(&cases, 0, PARAM_centre_operators), 9);
    assert_int_equal(cases_integer(&cases, 1, PARAM_centre_operators), 10);
    for (int p = 0; p < 3; p++) {
        struct scenario_loaded read;
        struct scenario_request request = { .city = "county", .n_overlays = p == 1 ? 2 : p == 2, .overlay = OVERLAYS[p],
                                            .n_sets = 6, .set = SETS };
        assert_int_equal(scenario_load(&read, &request, &err), 0);
        assert_memory_equal(&read.scenario, &at.branch[p]->scenario, sizeof read.scenario);
        if (p == 0)
            assert_memory_equal(&read.scenario, &at.base->scenario, sizeof read.scenario);
        scenario_free(&read);
    }
    assert_true(cases.base[0].scenario.exclusion.cap == .05);       /* the first stays as it is */
    cases_point_free(&at);
    cases_free(&cases);
    study_free(&study);
}

static void a_study_says_what_it_varies(void **state)
{
    (void)state;
    struct study study;
    struct err err = { 0 };
    assert_int_equal(read_text(&study,
                               "title: t\nbase: tiny\npolicies: [baseline, [a/b.yaml, c], d]\n"
                               "replications: 7\ndays: 30\n"
                               "factors:\n  x.y: {values: [40, true, 2.5], role: uncertainty, unit: d}\n"
                               "  rule.kind: {values: [low, high]}\n"
                               "design: {kind: one-at-a-time}\ncontrol: d\n", &err), 0);
    assert_int_equal(study.n_policies, 3);
    assert_int_equal(study.policy[0].n_overlays, 0);
    assert_string_equal(study.policy[1].name, "b+c");
    assert_int_equal(study.policy[1].n_overlays, 2);
    assert_int_equal(study.control, 2);
    assert_true(study.n_replicates == 7 && study.days == 30 && study.warmup == -1);
    assert_true(study.factor[0].role == ROLE_UNCERTAINTY && study.factor[1].role == ROLE_LEVER);
    assert_true(study.factor[0].value[0] == 40 && study.factor[0].value[1] == 1 && study.factor[0].value[2] == 2.5);
    assert_true(study.factor[1].value[0] == 0 && study.factor[1].value[1] == 1);
    assert_int_equal(study_points(&study, &err), 0);
    assert_int_equal(study.n_points, 1 + 2 + 1);
    assert_true(study_value(&study, 3, 0) == 40 && study_value(&study, 3, 1) == 1);
    study_free(&study);
}

static void what_is_not_said_has_its_default(void **state)
{
    (void)state;
    struct study study;
    struct err err = { 0 };
    assert_int_equal(read_text(&study, "base: tiny\n", &err), 0);
    assert_true(study.n_policies == 1 && study.policy[0].n_overlays == 0 && study.n_replicates == 1);
    assert_string_equal(study.policy[0].name, "baseline");
    assert_true(study.days == -1 && study.control == 0 && study_asks(&study) == 1);
    study_free(&study);
}

static void faults_are_told_with_their_place_all_at_once(void **state)
{
    (void)state;
    static const struct { const char *text, *sentence; } FAULTS[] = {
        { "policies: [a]\n", "a study needs 'base'" },
        { "base: t\npolices: [a]\n", ".yaml:2:1: a study has no key 'polices'; did you mean 'policies'?" },
        { "base: t\npolicies: [a, b, a]\n", ".yaml:2:18: policy 'a' is there twice" },
        { "base: t\npolicies: []\n", "a study has 1 to 64 policies, not 0" },
        { "base: t\npolicies: [a, []]\n", "an empty list is no policy" },
        { "base: t\npolicies: [a]\ncontrol: b\n", ".yaml:3:10: 'control' must be a, not 'b'" },
        { "base: t\nreplications: {min: 3, max: 9, precision: {x: 5%}}\n", ".yaml:2:44: there is no output 'x'" },
        { "base: t\nreplications: {max: 9, precision: {regrett: 5%}}\n", "did you mean 'regret'?" },
        { "base: t\nreplications: {max: 9, precision: {backlog: 5%}}\n", "output 'backlog' is not one number a run" },
        { "base: t\nreplications: {max: 9, precision: {regret: 5 %}}\n", "above 0, or one with %, not '5 %'" },
        { "base: t\nreplications: {max: 9, precision: {regret: 0}}\n", "not '0'" },
        { "base: t\nreplications: {max: 9, precision: {regret: .1}}\n", "'max' must not be below 'min', which is 10" },
        { "base: t\nreplications: {min: 3}\n", "need 'max' and 'precision'" },
        { "base: t\nreplications: 0\n", ".yaml:2:15" },
        { "base: t\ndays: ten\n", ".yaml:2:7: 'days' must be an integer, not 'ten'" },
        { "base: t\ndesign: gird\n", "did you mean 'grid'?" },
        { "base: t\nfactors: {x.y: 3}\n", "'x.y' must be a mapping" },
        { "base: t\nfactors: {x.y: {role: lever}}\n", "factor 'x.y' has no 'values' and no 'range'" },
        { "base: t\nfactors: {x.y: {values: []}}\n", "a factor has 1 to 10000 values, not 0" },
        { "base: t\nseeds: 3\n", ".yaml:2:1: a study has no key 'seeds'; it takes title, title_zh, because, base, policies, "
          "replications, "
          "days, warmup, factors, design, constraints and control" },
        { "base: t\nfactors: {x: {values: [0.6, 1, 6e-1]}}\n", ".yaml:2:32: value 6e-1 of 'x' is there twice" },
        { "base: t\nfactors: {x: {values: [a, b, a]}}\n", ".yaml:2:30: value a of 'x' is there twice" },
        { "base: t\nfactors: {x: {values: [1, 2, 1]}, y: {values: [3, 3, 3]}}\ndesign: zip\n",
          ".yaml:2:30: value 1 of 'x' is there twice, with the same values of the other factors" },
        { "base: t\nfactors: {x: {values: [1, 2]}, y: {values: [1]}}\ndesign: zip\n",
          ".yaml:3:9: design zip does not fit the factors: each factor needs the same number of values" },
    };
    for (size_t f = 0; f < sizeof FAULTS / sizeof *FAULTS; f++) {
        struct study study;
        struct err err = { 0 };
        assert_int_equal(read_text(&study, FAULTS[f].text, &err), -1);
        assert_int_equal(err.code, EXIT_INPUT);
        if (!strstr(err.text, FAULTS[f].sentence))
            fail_msg("of %s expected\n%s\ngot\n%s", FAULTS[f].text, FAULTS[f].sentence, err.text);
        study_free(&study);
    }
}

static void a_unit_is_found_from_its_number(void **state)
{
    (void)state;
    struct cases cases = { .n_points = 7, .n_replicates = 5 }, more = { .n_points = 7, .n_replicates = 10 };
    struct err err = { 0 };
    struct work_unit *unit = work_units(&cases, &err);
    for (uint64_t number = 0; number < 35; number++) {
        assert_int_equal(work_number(&cases, unit[number]), number);
        assert_int_equal(work_number(&more, unit[number]), number);     /* more replications move no unit */
    }
    free(unit);
}

static void plans_that_differ_say_how(void **state)
{
    (void)state;
    struct result_plan then, now;
    struct err err = { 0 };
    char how[256];
    assert_int_equal(plan_init(&then, 2, 3, 0, &err), 0);
    assert_int_equal(plan_init(&now, 2, 3, 0, &err), 0);
    assert_int_equal(parts_differ(&then, &now, how, sizeof how), 0);
    now.seed = 8;
    assert_int_equal(parts_differ(&then, &now, how, sizeof how), 1);
    assert_string_equal(how, "seed 0 then, 8 now");
    now.seed = 0;
    strcpy(then.scenario_name[1], "rule");
    strcpy(now.scenario_name[1], "rule");
    then.scenario_text[1] = strdup("a: 1\nb:\n  c: 2\n");
    now.scenario_text[1] = strdup("a: 1\nb:\n  c: 25\n");
    assert_int_equal(parts_differ(&then, &now, how, sizeof how), 1);
    assert_string_equal(how, "scenario 'rule' had 'c: 2' and now has 'c: 25'");
    now.scenario_text[1][9] = '\0';
    assert_int_equal(parts_differ(&then, &now, how, sizeof how), 1);
    plan_free(&then);
    plan_free(&now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_policies_are_those_of_the_scenario_path),
        cmocka_unit_test(a_factor_may_go_over_policies),
        cmocka_unit_test(a_point_is_made_as_it_would_be_read),
        cmocka_unit_test(a_study_says_what_it_varies),
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(faults_are_told_with_their_place_all_at_once),
        cmocka_unit_test(a_unit_is_found_from_its_number),
        cmocka_unit_test(plans_that_differ_say_how),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
