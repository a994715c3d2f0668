/* Trees, places and complaints, by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/yaml.h"

static struct yaml_complaints wrong;
static struct yaml_file *file;

static const struct yaml *read_text(const char *text)
{
    yaml_file_free(file);
    wrong = (struct yaml_complaints){ 0 };
    file = yaml_from_text("f", text, strlen(text), &wrong);
    return yaml_root(file);
}

static int forget(void **state)
{
    (void)state;
    yaml_file_free(file);
    file = NULL;
    return 0;
}

static void a_place_counts_characters_not_bytes(void **state)
{
    (void)state;
    const struct yaml *x = yaml_get(yaml_get(read_text("a: 1\n街道: { 噪音: 2, x: 3 }\n"), "街道"), "x");
    assert_int_equal(yaml_line(x->place), 2);
    assert_int_equal(yaml_column(x->place), 17);
    assert_string_equal(x->text, "3");
}

static void a_caret_stands_below_wide_characters(void **state)
{
    (void)state;
    const struct yaml *x = yaml_get(read_text("{街道: 12x}"), "街道");
    yaml_integer(x, "streets", 1, 400, &wrong);
    assert_string_equal(wrong.text, "f:1:6: 'streets' must be an integer, not '12x'\n"
                                    "  {街道: 12x}\n"
                                    "         ^~~");
}

static void a_byte_order_mark_takes_no_column(void **state)
{
    (void)state;
    const struct yaml *x = yaml_get(read_text("\xEF\xBB\xBF" "a: 1\r\n"), "a");
    assert_int_equal(yaml_column(x->place), 4);
    assert_string_equal(x->text, "1");
}

static void own_keys_win_over_merged_ones(void **state)
{
    (void)state;
    const struct yaml *b = yaml_get(read_text("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n"), "b");
    assert_int_equal(wrong.n, 0);
    assert_int_equal(b->n, 2);
    assert_string_equal(yaml_get(b, "x")->text, "1");
    assert_string_equal(yaml_get(b, "y")->text, "3");
}

static void only_a_plain_empty_word_is_null(void **state)
{
    (void)state;
    const struct yaml *root = read_text("a: ~\nb:\nc: 'null'\nd: null\ne: nil\n");
    assert_true(yaml_is_null(yaml_get(root, "a")) && yaml_is_null(yaml_get(root, "b")));
    assert_true(yaml_is_null(yaml_get(root, "d")));
    assert_false(yaml_is_null(yaml_get(root, "c")) || yaml_is_null(yaml_get(root, "e")));
}

static void numbers_are_decimal_finite_and_whole(void **state)
{
    (void)state;
    static const struct { const char *text; int number, integer; } CASES[] = {
        { "a: 37", 1, 1 }, { "a: -0.37", 1, 0 }, { "a: 1e3", 1, 1 }, { "a: 0x10", 0, 0 }, { "a: nan", 0, 0 },
        { "a: inf", 0, 0 }, { "a: 1e999", 0, 0 }, { "a: 37s", 0, 0 }, { "a: '37'", 0, 0 }, { "a: +", 0, 0 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        double x;
        long n;
        const struct yaml *a = yaml_get(read_text(CASES[i].text), "a");
        assert_int_equal(yaml_reads_number(a, &x), CASES[i].number);
        assert_int_equal(yaml_reads_integer(a, &n), CASES[i].integer);
    }
}

static void unknown_keys_are_told_with_the_nearest(void **state)
{
    (void)state;
    static const char *const KEYS[] = { "base", "policies", NULL };
    yaml_known_keys(read_text("base: 1\npolicys: 2\n"), KEYS, "a study", &wrong);
    assert_string_equal(wrong.text, "f:2:1: a study has no key 'policys'; did you mean 'policies'?\n"
                                    "  policys: 2\n"
                                    "  ^~~~~~~");
}

static void what_does_not_fit_is_counted(void **state)
{
    (void)state;
    struct err err = { 0 };
    wrong = (struct yaml_complaints){ 0 };
    for (int i = 0; i < 1000; i++)
        yaml_complain(&wrong, (struct yaml_place){ 0 }, "%0*d", 99, i);
    assert_int_equal(yaml_verdict(&wrong, &err), -1);
    char more[64];
    snprintf(more, sizeof more, "\n... and %d more", 1000 - wrong.n_shown);
    assert_string_equal(err.text + strlen(err.text) - strlen(more), more);
    assert_in_range(wrong.n_shown, 37, 40);             /* 100 bytes each in 4 KiB */
    assert_int_equal(err.code, EXIT_INPUT);
}

static void a_setting_points_at_its_value(void **state)
{
    (void)state;
    wrong = (struct yaml_complaints){ 0 };
    yaml_file_free(file);
    file = yaml_from_setting("a.b={x: 12x}", &wrong);
    const struct yaml *value = yaml_get(yaml_root(file), "a.b");
    yaml_number(yaml_get(value, "x"), "x", 0, 1, &wrong);
    assert_string_equal(wrong.text, "--set a.b={x: 12x}: 'x' must be a number, not '12x'\n"
                                    "  a.b={x: 12x}\n"
                                    "          ^~~");
}

static void distances_count_slips(void **state)
{
    (void)state;
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("replciates", "replicates"), 1);     /* a swap */
    assert_int_equal(text_distance("kitten", "sitting"), 3);            /* V. I. Levenshtein's textbook pair */
    assert_int_equal(text_distance("rank", "rank"), 0);
}

static void utf8_is_well_formed(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t size, bad; } CASES[] = {
        { "ok \xE4\xB8\xAD\xF0\x9F\x98\x80", 10, 10 },
        { "a\xC0\x80", 3, 1 },                          /* overlong */
        { "\xED\xA0\x80", 3, 0 },                       /* surrogate */
        { "\xF4\x90\x80\x80", 4, 0 },                   /* above U+10FFFF */
        { "ab\xE4\xB8", 4, 2 },                         /* cut off */
        { "a\x01", 2, 1 }, { "a\0b", 3, 1 }, { "\xC2\x85", 2, 0 },      /* control characters */
        { "\t\r\n", 3, 3 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(text_bad_utf8(CASES[i].bytes, CASES[i].size), CASES[i].bad);
}

static void numbers_are_short_and_exact(void **state)
{
    (void)state;
    char buffer[TEXT_NUMBER_SIZE];
    assert_string_equal(text_number(buffer, 0.1), "0.1");
    assert_string_equal(text_number(buffer, 36500), "36500");
    assert_string_equal(text_number(buffer, 0.1 + 0.2), "0.30000000000000004");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_place_counts_characters_not_bytes, forget),
        cmocka_unit_test_teardown(a_caret_stands_below_wide_characters, forget),
        cmocka_unit_test_teardown(a_byte_order_mark_takes_no_column, forget),
        cmocka_unit_test_teardown(own_keys_win_over_merged_ones, forget),
        cmocka_unit_test_teardown(only_a_plain_empty_word_is_null, forget),
        cmocka_unit_test_teardown(numbers_are_decimal_finite_and_whole, forget),
        cmocka_unit_test_teardown(unknown_keys_are_told_with_the_nearest, forget),
        cmocka_unit_test(what_does_not_fit_is_counted),
        cmocka_unit_test_teardown(a_setting_points_at_its_value, forget),
        cmocka_unit_test(distances_count_slips),
        cmocka_unit_test(utf8_is_well_formed),
        cmocka_unit_test(numbers_are_short_and_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
