/* Targets: what is read of a run, how pairs are taken, what is chosen, and what settings move. */
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

#include "analysis/trust/targets.h"
#include "scratch.h"

#define HEAD "statement: a, source: b, target: 1, band: [0, 2], unit: '1', "
#define DAILY "statement: a, source: b, target: 1, band: [0, 2], unit: 1/d, "

static const char FILE_TEXT[] =
    "worlds:\n  one: { city: tiny, days: 30, warmup: 5, replications: 2, set: { city.residents: 4000 } }\n"
    "  two: { city: tiny, days: 30, warmup: 5, replications: 2, set: { city.residents: 4000, city.streets: 5 } }\n"
    "targets:\n"
    "  V01: { " HEAD "world: one, output: contacts_per_day, times: 2, plus: 7 }\n"
    "  V02: { " DAILY "world: one, output: contacts_per_day }\n"
    "  V15: { " HEAD "world: two, against: one, as: change, output: contacts_per_day }\n"
    "  V15b: { " HEAD "world: two, output: unit_tickets, rows: ['street *'], take: sum }\n"
    "  V16: { " HEAD "world: two, output: unit_tickets, rows: ['street *'], take: share }\n"
    "  V17: { " HEAD "world: two, output: unit_tickets, rows: ['street *'] }\n"
    "  V18: { " HEAD "world: two, output: unit_tickets, rows: ['*'], take: sum }\n"
    "  V19: { " HEAD "not_measured: why }\n"
    "  V20: { " HEAD "world: one, against: two, as: ratio, output: unit_tickets, rows: ['street *'], take: sum }\n"
    "  V21: { " HEAD "tuned: true, world: two, output: unit_tickets, with: unit_tickets, rows: ['*'], take: correlation }\n"
    "  V22: { " HEAD "world: two, output: unit_tickets, with: unit_hours, rows: ['*'], take: correlation }\n";

static void read_it(struct targets *t)
{
    char path[] = "/tmp/hotline-targets-XXXXXX";
    struct err err = { 0 };
    scratch_write(path, 0, FILE_TEXT, strlen(FILE_TEXT));
    if (targets_read(t, path, NULL, &err) != 0)
        fail_msg("%s", err.text);
    unlink(path);
}

static int run(struct targets *t, struct cases *cases, int threads)
{
    struct err err = { 0 };
    struct work_tally tally = { 0 };
    struct work_manner manner = { .threads = threads, .quiet = 1 };
    struct work_sink sink = targets_sink(t);
    int n = 0;
    if (worlds_load(cases, &t->worlds, 1, &err) != 0)
        fail_msg("%s", err.text);
    struct work_unit *unit = targets_units(t, cases, &n, &err);
    if (!unit || work_run(cases, n, unit, &manner, &sink, &tally, &err) != 0)
        fail_msg("%s", err.text);
    free(unit);
    assert_int_equal(tally.failed, 0);
    return n;
}

static double mean(const struct targets *t, int target)
{
    return target_estimate(t, &t->target[target]).mean;
}

static void a_reading_is_what_the_run_reports(void **state)
{
    (void)state;
    struct targets t;
    struct cases cases;
    read_it(&t);
    for (int i = 0; i < t.n; i++)
        t.target[i].chosen = true;
    assert_int_equal(run(&t, &cases, 2), 4);                    /* two worlds, two replications, once each */
    assert_true(mean(&t, 1) > 0);
    assert_float_equal(mean(&t, 0), 2 * mean(&t, 1) + 7, 1e-9);
    assert_float_equal(mean(&t, 4), mean(&t, 3) / mean(&t, 6), .05);         /* a mean of shares, a share of means */
    assert_float_equal(mean(&t, 5), mean(&t, 3) / 5, 1e-9);                  /* five streets */
    assert_int_equal(target_estimate(&t, &t.target[7]).n, 0);
    assert_true(t.target[9].tuned && !t.target[10].tuned);
    assert_float_equal(mean(&t, 9), 1, 1e-12);                  /* of an output with itself */
    assert_true(mean(&t, 10) > .3 && mean(&t, 10) < 1 - 1e-6);  /* more tickets, more hours; not one for one */
    for (int r = 0; r < 2; r++) {                               /* a pair is taken within a replication */
        double with = t.target[2].side[0].reading[r], without = t.target[2].side[1].reading[r];
        assert_float_equal(without, t.target[1].side[0].reading[r], 0);
        assert_true(with > 0 && without > 0);
    }
    double change = 0;
    for (int r = 0; r < 2; r++)
        change += (t.target[2].side[0].reading[r] / t.target[2].side[1].reading[r] - 1) / 2;
    assert_float_equal(mean(&t, 2), change, 1e-12);
    assert_float_equal(t.target[8].side[1].reading[0], t.target[3].side[0].reading[0], 0);  /* its own streets, not the other's */
    cases_free(&cases);
    targets_free(&t);
}

static void only_the_worlds_that_are_needed_run(void **state)
{
    (void)state;
    struct targets t;
    struct cases cases;
    struct err err = { 0 };
    read_it(&t);
    assert_int_equal(targets_choose(&t, "V02", &err), 0);
    assert_int_equal(run(&t, &cases, 1), 2);
    assert_true(isfinite(mean(&t, 1)) && !isfinite(mean(&t, 0)));
    cases_free(&cases);
    targets_free(&t);
}

static void a_target_brings_its_second_figure(void **state)
{
    (void)state;
    struct targets t;
    struct err err = { 0 };
    read_it(&t);
    assert_int_equal(targets_choose(&t, "V15", &err), 0);
    assert_true(t.target[2].chosen && t.target[3].chosen && !t.target[4].chosen);
    assert_int_equal(targets_choose(&t, "V99", &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    targets_free(&t);
}

static void a_band_holds_its_ends(void **state)
{
    (void)state;
    struct target target = { .low = .2, .high = .37 };
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 1, .mean = .2, .half = NAN }), TARGET_IN);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 1, .mean = .37, .half = NAN }), TARGET_IN);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 1, .mean = .38, .half = NAN }), TARGET_OUT);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 0, .mean = NAN, .half = NAN }), TARGET_NOT_DEFINED);
}

static void an_interval_over_an_edge_decides_nothing(void **state)
{
    (void)state;
    struct target target = { .low = 3000, .high = 5000 };
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 3, .mean = 3963, .half = 963 }), TARGET_IN);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 3, .mean = 3963, .half = 5154 }), TARGET_UNDECIDED);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 3, .mean = 5100, .half = 150 }), TARGET_UNDECIDED);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 3, .mean = 5100, .half = 50 }), TARGET_OUT);
    assert_int_equal(target_judge(&target, (struct estimate){ .n = 3, .mean = 2000, .half = 999 }), TARGET_OUT);
}

/* --- settings that are tried --- */

static struct world_wish tried_of(const char *setting, const char *second)
{
    struct world_wish tried = { 0 };
    struct err err = { 0 };
    if (world_try(&tried, setting, &err) != 0 || (second && world_try(&tried, second, &err) != 0))
        fail_msg("%s", err.text);
    return tried;
}

static void vary(struct targets *t, const char *id, struct world_wish tried)
{
    struct err err = { 0 };
    read_it(t);
    if (targets_choose(t, id, &err) != 0 || targets_vary(t, &tried, &err) != 0)
        fail_msg("%s", err.text);
}

/* Of figures that nobody reads: the same bits with it and without. */
static void a_setting_that_moves_nothing_changes_nothing(void **state)
{
    (void)state;
    struct targets t;
    struct cases cases;
    vary(&t, "V17", tried_of("observe.worn=0.37", NULL));
    assert_int_equal(run(&t, &cases, 2), 4);                    /* its world as given and with the setting */
    struct estimate change = target_change(&t, 5), given = target_estimate(&t, &t.target[5]);
    assert_true(change.n == 2 && change.mean == 0 && change.half == 0);
    assert_true(given.mean > 0 && given.half > 0);              /* though the replications differ */
    cases_free(&cases);
    targets_free(&t);
}

/* Half the needs are fewer calls; the difference is taken within a replication. */
static void a_change_is_paired(void **state)
{
    (void)state;
    struct targets t;
    struct cases cases;
    double change[2];
    vary(&t, "V02", tried_of("city.demand=0.5", NULL));
    run(&t, &cases, 2);
    for (int r = 0; r < 2; r++)
        change[r] = t.varied[1].side[0].reading[r] - t.target[1].side[0].reading[r];
    assert_true(change[0] < 0 && change[1] < 0);
    assert_float_equal(target_change(&t, 1).mean, (change[0] + change[1]) / 2, 1e-12);
    assert_float_equal(target_change(&t, 1).half, 12.706204736 * fabs(change[0] - change[1]) / 2, 1e-6);     /* t, one degree */
    assert_float_equal(target_estimate(&t, &t.varied[1]).mean - mean(&t, 1), target_change(&t, 1).mean, 1e-9);
    cases_free(&cases);
    targets_free(&t);
}

static void a_world_keeps_what_it_sets_itself(void **state)
{
    (void)state;
    struct targets t;
    struct cases cases;
    vary(&t, "V15", tried_of("city.streets=3", NULL));
    assert_int_equal(t.varied[2].world, t.target[2].world);     /* `two` says how many streets it has */
    assert_int_not_equal(t.varied[2].against, t.target[2].against);
    assert_true(world_sets(&t.worlds.wish[1], "city.streets=3") && !world_sets(&t.worlds.wish[0], "city.streets=3"));
    assert_true(!world_sets(&t.worlds.wish[1], "city.streets_more=3"));
    assert_int_equal(run(&t, &cases, 2), 6);                    /* one and two as given, one with the setting */
    assert_true(target_change(&t, 3).mean == 0 && target_change(&t, 3).half == 0);
    cases_free(&cases);
    targets_free(&t);
}

/* A row that a world takes away stays away. */
static void a_row_that_is_gone_takes_no_setting(void **state)
{
    (void)state;
    struct world_wish wish = { .n_set = 1, .set = { "kinds.noise=~" } };
    struct world_wish tried = tried_of("kinds.noise.rate=3", "kinds.heating.rate=2");
    bool taken[WORLD_MOST_SETTINGS] = { 0 };
    struct err err = { 0 };
    assert_int_equal(world_give(&wish, &tried, taken, &err), 0);
    assert_true(!taken[0] && taken[1] && wish.n_set == 2);
    assert_string_equal(wish.set[1], "kinds.heating.rate=2");
}

static void a_setting_that_nobody_takes_is_refused(void **state)
{
    (void)state;
    struct targets t;
    struct err err = { 0 };
    struct world_wish tried = tried_of("calling.give_up=.1", "city.residents=3000");
    read_it(&t);
    targets_choose(&t, "V02", &err);
    assert_int_equal(targets_vary(&t, &tried, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_non_null(strstr(err.text, "sets city.residents itself"));
    targets_free(&t);
}

static void a_file_of_settings_is_read_as_they_would_be(void **state)
{
    (void)state;
    static const char TEXT[] = "title: ours\nbecause: x\ncalling.give_up: { value: 0.14, source: ours }\nrule: { pressure: 2 }\n";
    char path[] = "/tmp/hotline-tried-XXXXXX";
    struct world_wish tried = { 0 };
    struct err err = { 0 };
    scratch_write(path, 0, TEXT, strlen(TEXT));
    assert_int_equal(world_try_file(&tried, path, &err), 0);
    unlink(path);
    assert_int_equal(tried.n_set, 2);
    assert_string_equal(tried.set[0], "calling.give_up=0.14");
    assert_string_equal(tried.set[1], "rule.pressure=2");
}

/* --- intervals that reach beyond what can be --- */

static void an_interval_ends_where_nothing_can_be(void **state)
{
    (void)state;
    struct target of = { .take = TAKE_CORRELATION, .times = 1, .low = .8, .high = 1 };
    struct estimate e = { .n = 3, .mean = .96, .half = .06 };
    assert_float_equal(target_interval(&of, e).low, .9, 1e-12);
    assert_float_equal(target_interval(&of, e).high, 1, 0);
    assert_int_equal(target_judge(&of, e), TARGET_IN);
    of.take = TAKE_SHARE;
    assert_float_equal(target_interval(&of, (struct estimate){ .n = 3, .mean = .02, .half = .03 }).low, 0, 0);
    of = (struct target){ .output = OUT_answered_share, .times = 100, .plus = -7, .low = 90, .high = 93 };    /* -7 to 93 */
    assert_int_equal(target_judge(&of, (struct estimate){ .n = 3, .mean = 92, .half = 2 }), TARGET_IN);
    of.pairing = PAIR_DIFFERENCE;
    assert_int_equal(target_judge(&of, (struct estimate){ .n = 3, .mean = 92, .half = 2 }), TARGET_UNDECIDED);
    of = (struct target){ .output = OUT_wait_mean_s, .times = 1 };              /* seconds have no end */
    assert_float_equal(target_interval(&of, e).high, 1.02, 1e-12);
    assert_true(isnan(target_interval(&of, (struct estimate){ .n = 1, .mean = .5, .half = NAN }).low));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_is_what_the_run_reports),
        cmocka_unit_test(only_the_worlds_that_are_needed_run),
        cmocka_unit_test(a_target_brings_its_second_figure),
        cmocka_unit_test(a_band_holds_its_ends),
        cmocka_unit_test(an_interval_over_an_edge_decides_nothing),
        cmocka_unit_test(a_setting_that_moves_nothing_changes_nothing),
        cmocka_unit_test(a_change_is_paired),
        cmocka_unit_test(a_world_keeps_what_it_sets_itself),
        cmocka_unit_test(a_row_that_is_gone_takes_no_setting),
        cmocka_unit_test(a_setting_that_nobody_takes_is_refused),
        cmocka_unit_test(a_file_of_settings_is_read_as_they_would_be),
        cmocka_unit_test(an_interval_ends_where_nothing_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
