/* Rows of mechanisms.yaml: what their two arms share, and when a row holds. */
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

#include "analysis/trust/mechanisms.h"
#include "scratch.h"

static const char TWO_ROWS[] =
    "M25:\n  title: a\n  zh: a\n  source: S1\n  because: b\n  city: tiny\n  days: 20\n  replications: 3\n"
    "  set: { policies: [pay-salary], city: { residents: 9000 } }\n"
    "  without: { operators.wear_abuse: 0 }\n  with: { policies: [allow-hang-up], operators.wear_abuse: .1 }\n"
    "  output: operator_quits_per_year\n  direction: up\n  keys: [operators.wear_abuse, gates]\n  kind: construction\n"
    "M26:\n  title: a\n  zh: a\n  source: S1\n  because: b\n  city: tiny\n  days: 20\n  replications: 5\n"
    "  set: { policies: [pay-salary], city.residents: 9000, operators.wear_abuse: 0 }\n"
    "  without: { }\n  with: { centre.redial_share: [0, 0, 0, 0, 0, 0, 0] }\n"
    "  output: direct_share\n  direction: down\n  keys: [centre.redial_share]\n  holds: 'no: why'\n  quick: yes\n";

static void two_rows(struct mechanisms *m)
{
    char path[] = "/tmp/hotline-mechanisms-XXXXXX";
    struct err err = { 0 };
    scratch_write(path, 0, TWO_ROWS, strlen(TWO_ROWS));
    if (mechanisms_read(m, path, &err) != 0)
        fail_msg("%s", err.text);
    unlink(path);
}

static void an_arm_has_what_both_have_and_then_its_own(void **state)
{
    (void)state;
    struct mechanisms m;
    two_rows(&m);
    const struct world_wish *with = &m.row[0].with, *without = &m.row[0].without;
    assert_int_equal(without->n_policies, 1);
    assert_int_equal(with->n_policies, 2);
    assert_string_equal(with->policy[1], "allow-hang-up");
    assert_int_equal(with->n_set, 3);
    assert_string_equal(with->set[0], "calendar.days=20");
    assert_string_equal(with->set[1], "city.residents=9000");
    assert_string_equal(with->set[2], "operators.wear_abuse=.1");
    assert_string_equal(m.row[1].with.set[3], "centre.redial_share=[0, 0, 0, 0, 0, 0, 0]");
    assert_null(m.row[0].no);
    assert_string_equal(m.row[1].no, "why");
    assert_true(m.row[1].quick && !m.row[0].quick);
    assert_true(m.row[0].construction && !m.row[1].construction);
    assert_ptr_equal(mechanisms_named(&m, "m26", NULL), &m.row[1]);
    mechanisms_free(&m);
}

static void a_world_of_two_rows_is_run_once(void **state)
{
    (void)state;
    struct mechanisms m;
    struct worlds worlds = { 0 };
    struct err err = { 0 };
    int n = 0;
    two_rows(&m);
    assert_int_equal(worlds_add(&worlds, &m.row[0].without, &err), 0);
    assert_int_equal(worlds_add(&worlds, &m.row[0].with, &err), 1);
    assert_int_equal(worlds_add(&worlds, &m.row[1].without, &err), 0);      /* the same in other words */
    assert_int_equal(worlds_add(&worlds, &m.row[1].with, &err), 2);
    struct work_unit *unit = worlds_units(&worlds, &n, &err);
    assert_int_equal(n, 5 + 3 + 5);                                         /* the shared one as often as the larger wish */
    int units[3] = { 0 };
    for (int u = 0; u < n; u++)
        units[unit[u].point]++;
    assert_int_equal(units[0], 5);
    assert_int_equal(units[1], 3);
    assert_int_equal(units[2], 5);
    free(unit);
    worlds_free(&worlds);
    mechanisms_free(&m);
}

static void worlds_of_other_sizes_load_together(void **state)
{
    (void)state;
    struct mechanisms m;
    struct worlds worlds = { 0 };
    struct cases cases;
    struct err err = { 0 };
    two_rows(&m);
    assert_int_equal(worlds_add(&worlds, &m.row[0].with, &err), 0);
    struct world_wish larger = m.row[0].with;
    strcpy(larger.set[1], "city.streets=5");
    assert_int_equal(worlds_add(&worlds, &larger, &err), 1);
    if (worlds_load(&cases, &worlds, 1, &err) != 0)
        fail_msg("%s", err.text);
    assert_int_equal(cases.base[0].scenario.city.residents, 9000);
    assert_int_equal(cases.base[1].scenario.city.streets, 5);
    assert_true(cases.loaded[0].scenario.centre.hang_up_s > 0);             /* the policy is there, not in the warm-up */
    assert_true(cases.base[0].scenario.centre.hang_up_s == 0);
    cases_free(&cases);
    worlds_free(&worlds);
    mechanisms_free(&m);
}

static void a_setting_of_a_row_that_a_policy_brings_waits_for_it(void **state)
{
    (void)state;
    struct worlds worlds = { 0 };
    struct cases cases;
    struct err err = { 0 };
    struct world_wish wish = { .name = "M34", .city = "tiny", .n_replications = 1, .n_policies = 1, .n_set = 2 };
    strcpy(wish.policy[0], "refuse-politely");
    strcpy(wish.set[0], "gates.intake_declines_out_of_scope.error=0.37");
    strcpy(wish.set[1], "kinds.noise.rate=1.37");
    assert_int_equal(worlds_add(&worlds, &wish, &err), 0);
    if (worlds_load(&cases, &worlds, 1, &err) != 0)
        fail_msg("%s", err.text);
    assert_int_equal(cases.base[0].scenario.n_gates, 0);
    assert_int_equal(cases.loaded[0].scenario.n_gates, 1);
    assert_float_equal(cases.loaded[0].scenario.gates[0].error, 0.37, 0);
    for (int k = 0; k < cases.base[0].scenario.n_kinds; k++)    /* what the city has is set from the first day */
        if (strcmp(cases.base[0].scenario.kinds[k].name, "noise") == 0)
            assert_float_equal(cases.base[0].scenario.kinds[k].rate, 1.37, 0);
    cases_free(&cases);
    worlds_free(&worlds);
}

static void a_policy_that_needs_another_warm_up_is_refused(void **state)
{
    (void)state;
    struct worlds worlds = { 0 };
    struct cases cases;
    struct err err = { 0 };
    struct world_wish wish = { .name = "M01, with", .city = "tiny", .n_replications = 1, .n_policies = 1 };
    strcpy(wish.policy[0], "county");
    assert_int_equal(worlds_add(&worlds, &wish, &err), 0);
    assert_int_equal(worlds_load(&cases, &worlds, 1, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_true(strncmp(err.text, "M01, with:\n", 11) == 0);
    cases_free(&cases);
    worlds_free(&worlds);
}

static void a_row_holds_in_nine_tenths_of_its_replications(void **state)
{
    (void)state;
    double without[20] = { 0 }, with[20];
    struct mechanism up = { .sign = 1 }, down = { .sign = -1 };
    for (int i = 0; i < 20; i++)
        with[i] = i < 18 ? .37 : -.37;
    struct mechanism_reading r = mechanism_read(&up, 20, without, with);
    assert_int_equal(r.agree, 18);
    assert_int_equal(r.verdict, HOLDS);
    assert_int_equal(mechanism_read(&down, 20, without, with).agree, 2);
    assert_int_equal(mechanism_read(&down, 20, without, with).verdict, HOLDS_NOT);
    with[0] = NAN;                      /* what is not defined is not the way it was said */
    assert_int_equal(mechanism_read(&up, 20, without, with).verdict, HOLDS_NOT);
    with[0] = 0;                        /* nor is what stays the same */
    assert_int_equal(mechanism_read(&up, 20, without, with).agree, 17);
    up.no = "why";
    assert_int_equal(mechanism_read(&up, 20, without, with).verdict, AS_SAID);
    with[0] = .37;
    assert_int_equal(mechanism_read(&up, 20, without, with).verdict, HOLDS_AFTER_ALL);
}

static void what_was_measured_is_read_from_its_table(void **state)
{
    (void)state;
    char path[] = "/tmp/hotline-measured-XXXXXX";
    struct err err = { 0 };
    struct measured m;
    int fd = mkstemp(path);
    dprintf(fd, "row,title,output,direction,without,with,difference,difference_low,difference_high,agree,replications,verdict\n"
                "M25,\"a, \"\"b\"\", c\",regret,up,1,1.37,0.37,0.3,0.44,19,20,holds\nM26,a,regret,down,,,,,,0,3,DOES NOT HOLD\n");
    close(fd);
    assert_int_equal(measured_read(&m, path, &err), 0);
    assert_int_equal(m.n, 1);
    assert_float_equal(measured_of(&m, "M25")->difference.mean, .37, 1e-12);
    assert_float_equal(measured_of(&m, "M25")->difference.half, .07, 1e-12);
    assert_int_equal(measured_of(&m, "M25")->agree, 19);
    assert_null(measured_of(&m, "M26"));                /* a difference that is not there is not 0 */
    measured_free(&m);
    assert_int_equal(truncate(path, 20), 0);
    assert_int_equal(measured_read(&m, path, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    unlink(path);
}

static void the_page_is_that_of_the_file(void **state)
{
    (void)state;
    const char *program = getenv("HOTLINE");
    char command[1024];
    snprintf(command, sizeof command,
        "%s mechanisms --markdown --measured docs/mechanisms.csv | cmp - docs/mechanisms.md", program ? program : "./hotline");
    if (system(command) != 0)
        fail_msg("write it anew: make docs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arm_has_what_both_have_and_then_its_own),
        cmocka_unit_test(a_world_of_two_rows_is_run_once),
        cmocka_unit_test(worlds_of_other_sizes_load_together),
        cmocka_unit_test(a_setting_of_a_row_that_a_policy_brings_waits_for_it),
        cmocka_unit_test(a_policy_that_needs_another_warm_up_is_refused),
        cmocka_unit_test(a_row_holds_in_nine_tenths_of_its_replications),
        cmocka_unit_test(what_was_measured_is_read_from_its_table),
        cmocka_unit_test(the_page_is_that_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
