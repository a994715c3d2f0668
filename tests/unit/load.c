/* Layers, tables, events: small files in a folder of their own. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/scenario/print.h"

static char folder[] = "hotline-load-XXXXXX";
static struct scenario_loaded loaded;
static struct err err;

static void write_file(const char *name, const char *text)
{
    FILE *out = fopen(name, "w");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static int set_up(void **state)
{
    (void)state;
    const char *place = getenv("TMPDIR");
    if (chdir(place ? place : "/tmp") || !mkdtemp(folder) || chdir(folder) || mkdir("cities", 0777) ||
        mkdir("policies", 0777) || setenv("HOTLINE_PATH", ".", 1))
        return -1;
    write_file("cities/plain.yaml", "title: A plain city\ntitle_zh: 平城\ncity: { residents: 37000, streets: 5 }\n"
                                    "departments: { housing: { officers: 3.7 }, water: {} }\n"
                                    "kinds:\n  noise: { rate: 37, competent: [water, housing] }\n  pipes.rate: 3.7\n");
    write_file("policies/left.yaml", "rule.pressure: 3\nrule.audit: 0.3\ncity.streets: 6\n");
    write_file("policies/right.yaml", "rule.pressure: 7\n");
    write_file("policies/both.yaml", "extends: [left, right]\nrule.audit: 0.37\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[sizeof folder + 8];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return chdir("..") || system(command) ? -1 : 0;
}

/* Loads "city policy policy", with settings after "--", from one line of words. */
static int load(const char *line)
{
    static char copy[1024];
    const char *name[16], *set[16];
    struct scenario_request request = { .overlay = name + 1, .set = set };
    int n = 0, after = 0;
    scenario_free(&loaded);
    err = (struct err){ 0 };
    snprintf(copy, sizeof copy, "%s", line);
    for (char *rest = NULL, *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (strcmp(word, "--") == 0)
            after = 1;
        else if (after)
            set[request.n_sets++] = word;
        else
            name[n++] = word;
    request.city = name[0];
    request.n_overlays = n - 1;
    return scenario_load(&loaded, &request, &err);
}

static void must_load(const char *line)
{
    if (load(line))
        fail_msg("%s", err.text);
}

static char *resolved(void)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    scenario_print(&loaded, out);
    fclose(out);
    return text;
}

static void later_wins(void **state)
{
    (void)state;
    must_load("plain left right");
    assert_true(loaded.scenario.rule.pressure == 7 && loaded.scenario.rule.audit == 0.3);
    must_load("plain right left");
    assert_true(loaded.scenario.rule.pressure == 3);
    must_load("plain left -- rule.pressure=5 rule.pressure=6");
    assert_true(loaded.scenario.rule.pressure == 6);
    assert_true(loaded.scenario.city.streets == 6 && loaded.scenario.city.residents == 37000);
}

static void what_a_file_extends_comes_first_left_to_right(void **state)
{
    (void)state;
    must_load("plain both");
    assert_true(loaded.scenario.rule.pressure == 7 && loaded.scenario.rule.audit == 0.37);
}

static void a_file_extended_twice_is_applied_once(void **state)
{
    (void)state;
    write_file("policies/again.yaml", "extends: [both, left]\n");
    must_load("plain again");
    assert_true(loaded.scenario.rule.pressure == 7);    /* left comes before right, and not again after it */
}

static void tables_merge_row_by_row(void **state)
{
    (void)state;
    write_file("policies/rows.yaml", "kinds: { pipes: { structural: true }, lifts: { rate: 0.37, harm: 1, effort_h: 3.7 } }\n");
    must_load("plain rows");
    const struct scenario *s = &loaded.scenario;
    assert_int_equal(s->n_kinds, 3);
    assert_string_equal(s->kinds[1].name, "pipes");
    assert_true(s->kinds[1].rate == 3.7 && s->kinds[1].structural == 1);
    assert_string_equal(s->kinds[2].name, "lifts");
    assert_true(s->kinds[2].rate == 0.37 && s->kinds[2].structural == 0);
    assert_int_equal(s->kinds[0].competent.n, 2);
    assert_int_equal(s->kinds[0].competent.id[0], 1);   /* water: the file's order, not the table's */
    assert_int_equal(s->kinds[0].competent.id[1], 0);
}

static void a_row_set_to_nothing_goes_and_names_follow(void **state)
{
    (void)state;
    write_file("policies/gone.yaml", "departments.housing: ~\nkinds.noise.competent: [water]\n");
    must_load("plain gone");
    assert_int_equal(loaded.scenario.n_departments, 1);
    assert_int_equal(loaded.scenario.kinds[0].competent.n, 1);
    assert_int_equal(loaded.scenario.kinds[0].competent.id[0], 0);      /* water moved up */
}

static void lists_replace(void **state)
{
    (void)state;
    must_load("plain -- kinds.noise.competent=[housing]");
    assert_int_equal(loaded.scenario.kinds[0].competent.n, 1);
    must_load("plain -- kinds.noise.competent=[]");
    assert_int_equal(loaded.scenario.kinds[0].competent.n, 0);
}

static void an_origin_names_file_line_and_column(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "city.residents", "./cities/plain.yaml:3:20" }, { "rule.audit", "./policies/left.yaml:2:13" },
        { "rule.pressure", "--set rule.pressure=5" }, { "centre.patience_mu", "default" },
    };
    must_load("plain left -- rule.pressure=5");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[256] = "";
        FILE *out = fmemopen(text, sizeof text, "w");
        scenario_print_origin(&loaded, param_at(CASES[i][0]), 0, out);
        fclose(out);
        assert_string_equal(text, CASES[i][1]);
    }
}

static void what_is_printed_loads_to_the_same(void **state)
{
    (void)state;
    write_file("policies/events.yaml", "events:\n- { at: -5, until: 75, set: { kinds.noise.rate: 0.1 } }\n"
                                       "- { at: 3, set: { rule: { pressure: 4, consequence: rank } } }\n");
    must_load("plain both events -- city.residents=40000");
    assert_int_equal(loaded.n_events, 3);
    struct scenario before = loaded.scenario;
    char *text = resolved();
    write_file("printed.yaml", text);
    must_load("printed.yaml");
    char *again = resolved();
    assert_string_equal(text, again);
    assert_memory_equal(&before, &loaded.scenario, sizeof before);
    assert_string_equal(loaded.title_zh, "平城");
    free(text);
    free(again);
}

static void events_last_from_at_to_the_day_before_until(void **state)
{
    (void)state;
    write_file("policies/flood.yaml", "events:\n- { at: 60, until: 75, set: { kinds.pipes.rate: 37 } }\n"
                                      "- { at: 70, until: 72, set: { kinds.pipes.rate: 50 } }\n");
    must_load("plain flood");
    struct scenario now = loaded.scenario;
    static const struct { int day; double rate; bool changes; } CASES[] = {
        { 59, 3.7, false }, { 60, 37, true }, { 61, 37, false }, { 70, 50, true }, { 71, 50, false },
        { 72, 37, true }, { 74, 37, false }, { 75, 3.7, true }, { 76, 3.7, false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(scenario_apply_events(&loaded, CASES[i].day, &now), CASES[i].changes);
        assert_true(now.kinds[1].rate == CASES[i].rate);
    }
    assert_memory_equal(&now, &loaded.scenario, sizeof now);
}

static void events_add_up_until_they_are_forgotten(void **state)
{
    (void)state;
    write_file("policies/one.yaml", "events: [{ at: 1, set: { rule.audit: 0.1 } }]\n");
    write_file("policies/two.yaml", "events: [{ at: 2, set: { rule.audit: 0.2 } }]\n");
    write_file("policies/none.yaml", "events: ~\n");
    must_load("plain one two");
    assert_int_equal(loaded.n_events, 2);
    must_load("plain one none two");
    assert_int_equal(loaded.n_events, 1);
    assert_int_equal(loaded.event[0].from, 2);
}

static void all_files_are_complained_of_at_once(void **state)
{
    (void)state;
    write_file("policies/bad.yaml", "rule.audit: 37\n");
    write_file("policies/worse.yaml", "extends: bad\nrule:\n  pressur: 1\n");
    assert_int_equal(load("plain worse -- city.streets=0"), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_string_equal(err.text,
        "./policies/bad.yaml:1:13: 'rule.audit' must lie between 0 and 1, not 37\n"
        "  rule.audit: 37\n"
        "              ^~\n"
        "./policies/worse.yaml:3:3: there is no parameter 'rule.pressur'; did you mean 'rule.pressure'?\n"
        "    pressur: 1\n"
        "    ^~~~~~~\n"
        "--set city.streets=0: 'city.streets' must lie between 1 and 400, not 0\n"
        "  city.streets=0\n"
        "               ^");
}

static void a_difference_is_told_with_both_origins(void **state)
{
    (void)state;
    struct scenario_loaded other;
    const char *policy = "left";
    char *text = NULL;
    size_t size;
    must_load("plain -- rule.pressure=3");
    assert_int_equal(scenario_load(&other, &(struct scenario_request){ .city = "plain", .n_overlays = 1,
                                                                       .overlay = &policy }, &err), 0);
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(scenario_print_diff(&loaded, &other, out), 2);
    fclose(out);
    assert_string_equal(text, "city.streets: 5 -> 6  # ./cities/plain.yaml:3:36 -> ./policies/left.yaml:3:15\n"
                              "rule.audit: 0 -> 0.3  # default -> ./policies/left.yaml:2:13\n");
    free(text);
    scenario_free(&other);
}

static void must_be_told(const char *line, const char *sentence)
{
    assert_int_equal(load(line), -1);
    if (!strstr(err.text, sentence))
        fail_msg("'%s' is told '%s'", line, err.text);
}

static void a_row_is_added_only_when_it_is_whole(void **state)
{
    (void)state;
    write_file("policies/half.yaml", "kinds.noice: { rate: 0.37, effort_h: 3.7 }\n");
    write_file("policies/rest.yaml", "kinds.noice.harm: 0.37\n");
    write_file("policies/slip.yaml", "kinds.lifts.rate: 0.37\n");
    must_be_told("plain half", "half.yaml:1:1: kinds has no row 'noice'; did you mean 'noise'? "
                               "(a new one needs 'harm', too)");
    must_be_told("plain slip", "slip.yaml:1:1: kinds has no row 'lifts', and a new one needs 'harm', 'effort_h', too");
    must_load("plain half rest");       /* whole once both are read */
    assert_int_equal(loaded.scenario.n_kinds, 3);
    must_load("slip");                  /* the files of a city are where rows are made */
}

static void settings_add_a_row_only_when_it_is_whole(void **state)
{
    (void)state;
    must_be_told("plain -- kinds.noies.rate=0.37", "--set kinds.noies.rate=0.37: kinds has no row 'noies'; did you mean "
                                                   "'noise'? (a new one needs 'harm', 'effort_h', too)");
    must_be_told("plain -- kinds.noies=~", "kinds has no row 'noies'; did you mean 'noise'? (there is nothing to remove)");
    must_load("plain -- kinds.lifts.rate=0.37 kinds.lifts.harm=3.7 kinds.lifts.effort_h=37");
    assert_int_equal(loaded.scenario.n_kinds, 3);
    must_load("plain -- kinds.noise.rate=0.37 kinds.pipes=~");
    assert_int_equal(loaded.scenario.n_kinds, 1);
}

static int forget(void **state)
{
    (void)state;
    scenario_free(&loaded);
    scenario_free(&loaded);             /* twice is right, too */
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(later_wins, forget),
        cmocka_unit_test_teardown(what_a_file_extends_comes_first_left_to_right, forget),
        cmocka_unit_test_teardown(a_file_extended_twice_is_applied_once, forget),
        cmocka_unit_test_teardown(tables_merge_row_by_row, forget),
        cmocka_unit_test_teardown(a_row_set_to_nothing_goes_and_names_follow, forget),
        cmocka_unit_test_teardown(a_row_is_added_only_when_it_is_whole, forget),
        cmocka_unit_test_teardown(settings_add_a_row_only_when_it_is_whole, forget),
        cmocka_unit_test_teardown(lists_replace, forget),
        cmocka_unit_test_teardown(an_origin_names_file_line_and_column, forget),
        cmocka_unit_test_teardown(what_is_printed_loads_to_the_same, forget),
        cmocka_unit_test_teardown(events_last_from_at_to_the_day_before_until, forget),
        cmocka_unit_test_teardown(events_add_up_until_they_are_forgotten, forget),
        cmocka_unit_test_teardown(all_files_are_complained_of_at_once, forget),
        cmocka_unit_test_teardown(a_difference_is_told_with_both_origins, forget),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
