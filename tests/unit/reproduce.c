/* A result can be made again from itself alone, and one number that is not what the program gives is found. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/record/result.h"
#include "sim/study/reproduce.h"
#include "sim/study/slots.h"

enum { DAYS = 20, WARMUP = 10, REPLICATES = 3, CHANGED_REPLICATE = 1, CHANGED_AT = 7 };

static char path[] = "/tmp/hotline-reproduce-XXXXXX";

/* The sink of a result in which one number is another. */
struct forger { struct work_sink honest; int changes; };

static int forge(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[], struct err *err)
{
    struct forger *f = self;
    struct outputs copy = outputs[0];
    copy.value = malloc(copy.n * sizeof *copy.value);
    memcpy(copy.value, outputs[0].value, copy.n * sizeof *copy.value);
    if (f->changes && unit.replicate == CHANGED_REPLICATE)
        outputs_of(&copy, OUT_backlog)[CHANGED_AT] += 1;
    int ok = f->honest.done(f->honest.self, unit, &copy, seconds, err);
    free(copy.value);
    return ok;
}

static int forge_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct forger *f = self;
    return f->honest.failed(f->honest.self, unit, why, err);
}

/* A small city with events, run into `path`; without its texts when it is to be a file of an older program. */
static void result_make(int changes, int with_texts)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct slots slots;
    struct err err = { 0 };
    struct work_tally tally = { 0 };
    char *policy[] = { "satisfaction-100-for-a-year", "look-back-once" }, digest[33];
    struct cases_wish wish = { .seed = 7, .days = DAYS, .warmup = WARMUP, .replicates = REPLICATES };
    assert_int_equal(study_of_city(&study, "tiny", 2, policy, &err), 0);
    assert_int_equal(cases_load(&cases, &study, &wish, &err), 0);
    assert_true(cases.loaded[0].n_events > 0);
    if (!with_texts) {
        free(cases.plan.base_text[0]);
        cases.plan.base_text[0] = NULL;
    }
    assert_int_equal(slots_init(&slots, &cases, path, &err), 0);
    struct forger forger = { slots_sink(&slots), changes };
    struct work_sink sink = { &forger, forge, forge_failed };
    struct work_unit *unit = work_units(&cases, &err);
    assert_int_equal(work_run(&cases, REPLICATES, unit, &(struct work_manner){ .threads = 2, .quiet = 1 }, &sink, &tally, &err), 0);
    assert_int_equal(slots_finish(&slots, digest, &err), 0);
    free(unit);
    slots_free(&slots);
    cases_free(&cases);
    study_free(&study);
}

/* Where no scenario can be found. */
static int again(struct reproduction *found, int n_runs, struct err *err)
{
    char *scenarios = strdup(getenv("HOTLINE_PATH")), before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir("/"), 0);
    setenv("HOTLINE_PATH", "/nowhere", 1);
    struct reproduce_wish wish = { .n_runs = n_runs, .manner = { .threads = 2, .quiet = 1 } };
    int ok = reproduce(found, path, &wish, err);
    setenv("HOTLINE_PATH", scenarios, 1);
    assert_int_equal(chdir(before), 0);
    free(scenarios);
    return ok;
}

static void the_file_alone_gives_the_same_bits(void **state)
{
    (void)state;
    struct reproduction found;
    struct err err = { 0 };
    result_make(0, 1);
    assert_int_equal(again(&found, 0, &err), 0);
    assert_true(reproduce_same(&found));
    assert_int_equal(found.runs, REPLICATES);
    assert_int_equal(found.cells, REPLICATES * N_OUTPUTS);
    assert_true(found.is_whole && found.datasets > N_OUTPUTS && found.added == 0);
    assert_string_equal(found.then, found.now);
}

static void a_sample_is_compared_too(void **state)
{
    (void)state;
    struct reproduction found;
    struct err err = { 0 };
    result_make(0, 1);
    assert_int_equal(again(&found, 2, &err), 0);
    assert_true(reproduce_same(&found));
    assert_int_equal(found.runs, 2);
    assert_int_equal(found.all_runs, REPLICATES);
    assert_false(found.is_whole);
}

static void one_number_that_differs_is_named(void **state)
{
    (void)state;
    struct reproduction found;
    struct err err = { 0 };
    result_make(1, 1);
    assert_int_equal(again(&found, 0, &err), 0);
    assert_false(reproduce_same(&found));
    assert_int_equal(found.different, 1);
    assert_int_equal(found.changed, 1);
    assert_int_equal(found.first.scenario, 0);
    assert_int_equal(found.first.replicate, CHANGED_REPLICATE);
    assert_int_equal(found.first.output, OUT_backlog);
    assert_int_equal(found.first.at, CHANGED_AT);
    assert_true(found.first.then == found.first.now + 1);
    assert_string_not_equal(found.then, found.now);
}

static void a_file_without_texts_says_so(void **state)
{
    (void)state;
    struct reproduction found;
    struct err err = { 0 };
    result_make(0, 0);
    assert_int_equal(again(&found, 0, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_non_null(strstr(err.text, "older Hotline"));
}

static int room_make(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 || close(file) != 0 || unlink(path) != 0;
}

static int room_remove(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_alone_gives_the_same_bits),
        cmocka_unit_test(a_sample_is_compared_too),
        cmocka_unit_test(one_number_that_differs_is_named),
        cmocka_unit_test(a_file_without_texts_says_so),
    };
    return cmocka_run_group_tests(tests, room_make, room_remove);
}
