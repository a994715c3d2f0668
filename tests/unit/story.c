/* A run that is listened to is the run that is not; a story is of one ticket, whole, and can be told in both languages. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/telling.h"
#include "sim/run.h"

static struct scenario_loaded base, ruled;
static struct extents extents;

static int load(void **state)
{
    (void)state;
    const char *const policy[] = { "satisfaction-100", "exclude-capped" };
    const char *const set[] = { "calendar.warmup=30", "calendar.days=60", "centre.trunk_lines=4" };
    struct scenario_request city = { .city = "tiny", .n_sets = 3, .set = set };
    struct scenario_request rule = { .city = "tiny", .n_overlays = 2, .overlay = policy, .n_sets = 3, .set = set };
    struct err err = { 0 };
    return scenario_load(&base, &city, &err) || scenario_load(&ruled, &rule, &err) ||
           run_extents(&base.scenario, &extents, &err);
}

static int unload(void **state)
{
    (void)state;
    scenario_free(&base);
    scenario_free(&ruled);
    extents_free(&extents);
    return 0;
}

static void live(struct outputs *outputs, struct story *story)
{
    const struct scenario_loaded *branch[] = { &ruled };
    struct run_watch watch = { .story = story };
    struct err err = { 0 };
    assert_int_equal(outputs_init(outputs, &extents, &err), 0);
    if (run_branches(&base, 1, branch, 3, 1, outputs, &watch, &err) != 0)
        fail_msg("%s", err.text);
}

static void a_run_that_is_listened_to_has_the_same_bits(void **state)
{
    (void)state;
    struct outputs alone, heard, followed;
    struct story list = { .wanted = STORY_LIST }, resident = { .wanted = STORY_OF_RESIDENT, .resident = 7 };
    live(&alone, NULL);
    live(&heard, &list);
    live(&followed, &resident);
    assert_memory_equal(alone.value, heard.value, alone.n * sizeof *alone.value);
    assert_memory_equal(alone.value, followed.value, alone.n * sizeof *alone.value);
    outputs_free(&alone);
    outputs_free(&heard);
    outputs_free(&followed);
    story_free(&list);
    story_free(&resident);
}

static int count(const struct story *s, enum story_what what)
{
    int n = 0;
    for (uint32_t i = 0; i < s->lines.n; i++)
        n += s->lines.row[i].event.what == what;
    return n;
}

/* The list counts what is opened; every listed ticket's own story says what the list says of it. */
static void the_story_of_a_ticket_is_whole(void **state)
{
    (void)state;
    struct outputs outputs;
    struct story list = { .wanted = STORY_LIST };
    live(&outputs, &list);
    double opened = 0;
    const double *new_tickets = outputs_of(&outputs, OUT_new_tickets);
    for (int day = 0; day < 90; day++)
        opened += new_tickets[day];
    assert_true(opened > 100 && list.tickets.n == opened && list.n_tickets == opened);
    outputs_free(&outputs);
    for (uint32_t i = list.tickets.n / 2; i < list.tickets.n / 2 + 5; i++) {
        const struct story_ticket *t = &list.tickets.row[i];
        struct story own = { .wanted = STORY_OF_TICKET, .key = t->key, .born_key = t->born_key };
        live(&outputs, &own);
        int mine = 0;
        for (uint32_t l = 0; l < own.lines.n; l++) {
            mine += own.lines.row[l].event.what == STORY_ticket && own.lines.row[l].event.a == (int)t->number;
            assert_true(l == 0 || own.lines.row[l].t >= own.lines.row[l - 1].t);
            assert_int_equal(own.lines.row[l].who.key, t->key);
        }
        assert_int_equal(mine, 1);
        assert_true(count(&own, STORY_arises) == 1 && count(&own, STORY_answered) >= 1);
        assert_true(count(&own, STORY_reopened) >= t->reopenings && count(&own, STORY_joins) >= t->contacts - 1);
        assert_int_equal(count(&own, STORY_done) > 0, t->closed > 0);
        assert_true(count(&own, STORY_learns) == count(&own, STORY_done));
        outputs_free(&outputs);
        story_free(&own);
    }
    story_free(&list);
}

/* One event of each kind: no brace is left, and the yes of a wording is not its no. */
static void every_event_can_be_told(void **state)
{
    (void)state;
    struct story_line lines[N_STORIES];
    struct story story = { .lines = { N_STORIES, N_STORIES, lines } };
    char *told[2][2];
    size_t size;
    for (int zh = 0; zh < 2; zh++)
        for (int yes = 0; yes < 2; yes++) {
            memset(lines, 0, sizeof lines);
            for (int w = 0; w < N_STORIES; w++)
                lines[w] = (struct story_line){ .t = 40, .weighed = 1, .value = { 1, 2 },
                    .event = { .what = (enum story_what)w, .a = yes, .b = yes, .c = yes, .d = yes, .x = 37, .y = 0.5 } };
            FILE *out = open_memstream(&told[zh][yes], &size);
            telling_write(out, &(struct telling){ &ruled.scenario, &extents, 30, zh }, &story, 1);
            fclose(out);
            assert_null(strpbrk(told[zh][yes], "{}|"));
        }
    assert_non_null(strstr(told[0][1], "] overdue\n"));
    assert_non_null(strstr(told[0][1], "day   10  ["));
    assert_non_null(strstr(told[0][1], "the claim is judged: taken out of the score"));
    assert_non_null(strstr(told[0][0], "the claim is judged: it stays in"));
    assert_non_null(strstr(told[0][0], "the desk names "));
    assert_null(strstr(told[0][0], "on its way"));
    assert_non_null(strstr(told[0][1], "; it is on its way for 1 days; it had been sent back 1 times"));
    assert_non_null(strstr(told[1][1], "第  10天"));
    for (int i = 0; i < 4; i++)
        free(told[i / 2][i % 2]);
}

static void what_happens_again_on_a_day_is_one_line(void **state)
{
    (void)state;
    struct story_line lines[4] = { { .t = 40, .event = { .what = STORY_joins } }, { .t = 40, .event = { .what = STORY_joins } },
                                   { .t = 41, .event = { .what = STORY_joins } }, { .t = 41, .event = { .what = STORY_overdue } } };
    struct story story = { .lines = { 4, 4, lines } };
    char *told;
    size_t size;
    FILE *out = open_memstream(&told, &size);
    telling_write(out, &(struct telling){ &ruled.scenario, &extents, 30, 0 }, &story, 0);
    fclose(out);
    int n = 0;
    for (const char *at = told; (at = strchr(at, '\n')); at++)
        n++;
    assert_int_equal(n, 3);
    assert_non_null(strstr(told, " (2 times)\nday   11  "));
    assert_null(strstr(told, "(1 times)"));
    free(told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_that_is_listened_to_has_the_same_bits),
        cmocka_unit_test(the_story_of_a_ticket_is_whole),
        cmocka_unit_test(every_event_can_be_told),
        cmocka_unit_test(what_happens_again_on_a_day_is_one_line),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
