/* needs.c (unit) - needs worsen by their own law, and what holds them up holds them up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/scenario/params.h"
#include "sim/world/nature.h"
#include "town.h"

static int kind_named(const struct town *t, const char *name)
{
    return params_row_named(&t->file.scenario, section_named("kinds"), name);
}

/* --- worsening --- */

static void what_is_left_alone_worsens_by_the_law_of_its_kind(void **state)
{
    (void)state;
    enum { N = 50000, TOLD = 25 };
    struct town t;
    town_found(&t, 3, NULL, LIST("kinds.noise.worsen_d=37", "kinds.noise.worsen_urgent=0.3", "kinds.noise.urgent=0"));
    int noise = kind_named(&t, "noise");
    double mean = 0, early = 0, urgent = 0;
    for (uint32_t i = 0; i < N; i++) {
        struct nature n = nature_of(&t.file.scenario, t.day.key, noise, i, 5);
        mean += n.worsen_d / N;
        early += (n.worsen_d < TOLD) / (double)N;
        urgent += n.worse_urgent / (double)N;
    }
    double share = 1 - exp(-TOLD / 37.0);
    assert_true(fabs(mean - 37) < 4 * 37 / sqrt(N));
    assert_true(fabs(early - share) < 4 * sqrt(share * (1 - share) / N));
    assert_true(fabs(urgent - 0.3) < 4 * sqrt(0.3 * 0.7 / N));
    assert_true(nature_of(&t.file.scenario, t.day.key, kind_named(&t, "consumer_dispute"), 1, 5).worsen_d >= NEVER);
    town_leave(&t);
}

/* A need made by hand on day 0, in a town that does nothing. */
static struct need *lone_need(struct town *t, const char *kind)
{
    town_found(t, 4, NULL, LIST("calendar.warmup=0", "calendar.days=100", "city.sites=0", "channels.hotline.constant=-20",
                                "kinds.sanitation.rate=500",
                                "channels.self_help.solves=0", "channels.community.solves=0", "channels.police.solves=0",
                                "channels.petition.solves=0", "channels.court.solves=0"));
    town_live(t, 0);
    for (uint32_t i = 0; i < t->world.needs.n; i++) {
        struct need *n = &t->world.needs.row[i];
        if (n->state == NEED_OPEN && n->kind == kind_named(t, kind) && n->ticket == NOBODY) {
            n->fade = NEVER;
            return n;
        }
    }
    return NULL;
}

static void harm_is_counted_to_the_day_on_which_it_worsens(void **state)
{
    (void)state;
    enum { WORSE = 23, END = 60 };
    struct town t;
    struct need *n = lone_need(&t, "sanitation");
    assert_non_null(n);
    uint32_t row = (uint32_t)(n - t.world.needs.row);
    double before = n->harm, factor = t.file.scenario.kinds[n->kind].worsen_factor;
    n->worse = WORSE;
    need_wake_at(&t.world, row, 0, WORSE + 40);
    assert_int_equal(n->due, WORSE);            /* nothing that it waits for is later */
    for (uint32_t day = 1; day < END; day++)
        town_live(&t, day);
    n = &t.world.needs.row[row];
    need_accrue(n, END, 0);
    assert_true(fabs(n->harm - before * factor) < 1e-6 * n->harm);
    assert_true(fabs(n->harm_done - before * (WORSE + factor * (END - WORSE))) < 1e-5 * n->harm_done);
    assert_int_equal(n->worse, NEVER);          /* once */
    town_leave(&t);
}

static void relief_holds_worsening_up(void **state)
{
    (void)state;
    struct need n = { .worse = 50 };
    need_relieve(&n, 0.7, 10, 30);
    assert_int_equal(n.worse, 70);
    need_relieve(&n, 0.7, 20, 37);              /* 7 days more */
    assert_int_equal(n.worse, 77);
    need_relieve(&n, 0.2, 40, 41);
    assert_int_equal(n.worse, 78);
    assert_true(fabs(need_relief(&n) - 0.2) < 1e-5);
    struct need never = { .worse = NEVER };
    need_relieve(&never, 0.7, 10, 30);
    assert_int_equal(never.worse, NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_alone_worsens_by_the_law_of_its_kind),
        cmocka_unit_test(harm_is_counted_to_the_day_on_which_it_worsens),
        cmocka_unit_test(relief_holds_worsening_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
