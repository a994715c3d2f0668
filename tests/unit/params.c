/* The table of parameters: consistent in itself, equal to what is generated from it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/params.h"

static struct scenario scenario;

static void a_row_lies_where_the_struct_says(void **state)
{
    (void)state;
    params_defaults(&scenario);
    const struct section *kinds = section_named("kinds");
    params_add_row(&scenario, kinds, "noise");
    int row = params_add_row(&scenario, kinds, "pipes");
    assert_ptr_equal(param_value(&scenario, param_at("centre.patience_mu"), 0), &scenario.centre.patience_mu);
    assert_ptr_equal(param_value(&scenario, param_at("calendar.weekday"), 0), scenario.calendar.weekday);
    assert_ptr_equal(param_value(&scenario, param_at("kinds.pipes.rate"), row), &scenario.kinds[1].rate);
    assert_ptr_equal(param_value(&scenario, param_at("kinds.competent"), row), &scenario.kinds[1].competent);
    assert_string_equal(scenario.kinds[1].name, "pipes");
    assert_int_equal(scenario.n_kinds, 2);
}

static void columns_lie_inside_their_rows(void **state)
{
    (void)state;
    for (int p = 0; p < N_PARAMS; p++) {
        const struct section *section = &SECTIONS[PARAMS[p].section];
        assert_true(PARAMS[p].offset >= section->offset + (section->max ? NAME_SIZE : 0));
        if (section->max)
            assert_true(PARAMS[p].offset + PARAMS[p].size <= section->offset + section->stride);
        if (p + 1 < (int)section->last)
            assert_true(PARAMS[p].offset + PARAMS[p].size <= PARAMS[p + 1].offset);
    }
}

static void names_are_unique(void **state)
{
    (void)state;
    for (int s = 0; s < N_SECTIONS; s++) {
        assert_ptr_equal(section_named(SECTIONS[s].name), &SECTIONS[s]);
        for (int p = SECTIONS[s].first; p < (int)SECTIONS[s].last; p++)
            assert_ptr_equal(param_named(&SECTIONS[s], PARAMS[p].name), &PARAMS[p]);
    }
}

static void numbers_in_default(const struct param *param)
{
    const char *at = param->fallback;
    int n = 0;
    for (char *end; *at; at = end, n++) {
        double x = strtod(at, &end);
        if (end == at || x < param->low || x > param->high)
            fail_msg("%s.%s: default %s", SECTIONS[param->section].name, param->name, param->fallback);
    }
    assert_int_equal(n, param->n);
}

static void defaults_are_valid(void **state)
{
    (void)state;
    for (int p = 0; p < N_PARAMS; p++) {
        const struct param *param = &PARAMS[p];
        char word[NAME_SIZE];
        int found = 0;
        if (param->type == PARAM_NUMBER || param->type == PARAM_INTEGER || param->type == PARAM_SWITCH ||
            param->type == PARAM_PROFILE)
            numbers_in_default(param);
        for (int i = 0; param->type == PARAM_CHOICE && param_word(word, param, i); i++)
            found += strcmp(word, param->fallback) == 0;
        assert_int_equal(found, param->type == PARAM_CHOICE);
        if (param->type == PARAM_NAMES)
            assert_true(section_named(param->words) && section_named(param->words)->max > 0);
        assert_true(*param->meaning && *param->source && strlen(param->fallback) < TEXT_SIZE + (param->n > 1) * 1000u);
    }
}

static void a_removed_row_leaves_no_trace(void **state)
{
    (void)state;
    const struct section *kinds = section_named("kinds");
    static struct scenario other;
    params_defaults(&scenario);
    params_defaults(&other);
    params_add_row(&scenario, kinds, "noise");
    params_add_row(&scenario, kinds, "pipes");
    scenario.kinds[0].rate = 37;
    scenario.kinds[1].rate = 3.7;
    params_remove_row(&scenario, kinds, 0);
    params_add_row(&other, kinds, "pipes");
    other.kinds[0].rate = 3.7;
    assert_memory_equal(&scenario, &other, sizeof scenario);
}

static void a_full_table_takes_no_row(void **state)
{
    (void)state;
    const struct section *classes = section_named("street_classes");
    params_defaults(&scenario);
    for (int i = 0; i < classes->max; i++)
        assert_int_equal(params_add_row(&scenario, classes, "x"), i);
    assert_int_equal(params_add_row(&scenario, classes, "x"), NONE);
}

static void the_nearest_path_is_found(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "centre.patiense_mu", "centre.patience_mu" }, { "cente.patience_mu", "centre.patience_mu" },
        { "patience_mu", "centre.patience_mu" }, { "city.patience_mu", "centre.patience_mu" },
        { "kinds.noise.rat", "kinds.noise.rate" }, { "kindss", "kinds" }, { "nothing.like.it.at.all", NULL },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char nearest[PATH_SIZE];
        const char *found = params_nearest(nearest, CASES[i][0]);
        if (CASES[i][1])
            assert_string_equal(found, CASES[i][1]);
        else
            assert_null(found);
    }
}

/* Does the program still write what is committed? */
static void same_as_committed(const char *arguments, const char *file)
{
    const char *program = getenv("HOTLINE");
    char command[1024];
    snprintf(command, sizeof command, "%s %s | cmp - %s", program ? program : "./hotline", arguments, file);
    if (system(command) != 0)
        fail_msg("write it anew: hotline %s > %s", arguments, file);
}

static void the_generated_pages_are_those_of_the_table(void **state)
{
    (void)state;
    same_as_committed("explain --all --markdown", "docs/parameters.md");
    same_as_committed("show --reference", "scenarios/reference.yaml");
}

static void every_table_says_what_a_new_row_needs(void **state)
{
    (void)state;
    char word[NAME_SIZE];
    for (int s = 0; s < N_SECTIONS; s++) {
        if (SECTIONS[s].max && !section_needs(word, &SECTIONS[s], 0))
            fail_msg("params.def: table %s has no NEEDS", SECTIONS[s].name);
        for (int w = 0; section_needs(word, &SECTIONS[s], w); w++)
            if (!SECTIONS[s].max || !param_named(&SECTIONS[s], word))
                fail_msg("params.def: NEEDS of %s: '%s' is no column", SECTIONS[s].name, word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_lies_where_the_struct_says),
        cmocka_unit_test(columns_lie_inside_their_rows),
        cmocka_unit_test(every_table_says_what_a_new_row_needs),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(defaults_are_valid),
        cmocka_unit_test(a_removed_row_leaves_no_trace),
        cmocka_unit_test(a_full_table_takes_no_row),
        cmocka_unit_test(the_nearest_path_is_found),
        cmocka_unit_test(the_generated_pages_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
