/* What units know, choose, ask for and pass on, against what must follow. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "town.h"

static int action_named(const struct town *t, const char *name)
{
    return params_row_named(&t->file.scenario, section_named("actions"), name);
}

/* --- the record --- */

/* Nothing can be done about what is recorded as unreasonable; what is really wrong is mended only after a look. */
static void a_wrong_record_is_believed_until_somebody_looks(void **state)
{
    (void)state;
    enum { N = 300 };
    struct town t;
    uint32_t looked = 0, root = 0;
    town_found(&t, 11, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "city.street_officers=1000", "observe.twin_share=0",
               "handling.own_floor=0", "handling.own_slope=0.1", "actions.root_fix.hours=0", "handling.harm_value=20"));
    town_tickets(&t, N, "sanitation", "unreasonable");
    choice_make(&t.day);
    for (uint32_t i = 0; i < N; i++)
        assert_true(t.world.tickets.row[i].action != action_named(&t, "root_fix") &&
                    t.world.tickets.row[i].action != action_named(&t, "temporary_fix"));
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        if (row->flags & TICKET_MISREAD)
            assert_true(row->hours <= t.file.scenario.handling.first_phone_h + 1e-6);
        else
            assert_int_equal(row->recorded_kind, row->kind);
        looked += !(row->flags & TICKET_MISREAD);
        root += row->action == action_named(&t, "root_fix");
    }
    assert_true(looked > 10 && root > looked / 2 && looked < N);
    assert_float_equal(t.day.facts.misread_h, looked * t.file.scenario.handling.first_phone_h, 1e-3);
    town_leave(&t);
}

/* What is alleged is inspected with all the hours of an inspection before it is known that nothing was there. */
static void a_false_report_costs_its_inspection(void **state)
{
    (void)state;
    enum { N = 60 };
    struct town t;
    uint32_t inspected = 0;
    double expected = 0;
    town_found(&t, 12, NULL, LIST("calendar.warmup=0", "observe.twin_share=0", "handling.own_floor=0", "handling.own_slope=0",
                                  "handling.harm_value=100", "handling.site_day_share=1", "handling.temperature=0.05",
                                  "kinds.sanitation.effort_h=50"));
    town_tickets(&t, N, "false_report", "sanitation");
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        if (row->flags & TICKET_MISREAD || row->hours == 0)
            continue;
        inspected++;
        expected += t.file.scenario.handling.first_phone_h + t.world.needs.row[row->need].effort_h;
        assert_true(row->action != action_named(&t, "root_fix"));
    }
    assert_true(inspected > 3);
    assert_float_equal(t.day.facts.misread_h, expected, 1e-3 * expected);
    town_leave(&t);
}

/* --- exclusion --- */

/* N claims of N tickets of one office, the last quarter of which has been scored before anybody looked at them. */
static void claims_wait(struct town *t, uint32_t n, const char *cap)
{
    char limit[64];
    snprintf(limit, sizeof limit, "exclusion.cap=%s", cap);
    town_found(t, 13, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "observe.twin_share=0", "exclusion.allowed=true", limit,
               "exclusion.approved=1", "exclusion.approved_other=1", "exclusion.reviewers=5", "exclusion.claims_a_day=10"));
    town_demand(column_reserve(&t->world.claims, n, &t->err) || column_reserve(&t->day.facts.scorings, n, &t->err) ||
                column_reserve(&t->world.changed, 2 * n, &t->err), &t->err);
    town_tickets(t, n, "sanitation", "sanitation");
    t->world.changed.n = 0;
    for (uint32_t i = 0; i < n; i++)
        review_files(&t->day, i, action_named(t, "root_fix"));
    for (uint32_t i = n - n / 4; i < n; i++)
        feedback_score(&t->day, i);
}

/* Five reviewers per 100 000 and ten claims a day each: ten a day in a town of 20 000, in their order. */
static void reviewers_judge_what_they_can(void **state)
{
    (void)state;
    enum { N = 44 };
    struct town t;
    claims_wait(&t, N, "1");
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    assert_int_equal(t.day.facts.claims_filed, N);
    assert_true(o->book.n == 0);                            /* what was scored waits for its claim */
    struct date works = { .works = 1 }, closed = { .works = 0 };
    for (int day = 1; day <= 4; day++) {
        t.day.date = day == 2 ? &closed : &works;
        review_today(&t.day);
        assert_int_equal(t.day.facts.claims_judged, day == 1 ? 10 : 10 * (day - 1));
    }
    assert_true(o->granted == 30 && o->book.n == 0 && t.world.changed.n == 30);      /* these choose anew: nothing is at stake */
    t.day.date = &works;
    review_today(&t.day);
    assert_true(o->granted == 33 && o->book.n == 7 && o->book.excluded == 7);
    review_period_ends(&t.day);                             /* the last four were not judged */
    assert_true(o->book.n == 11 && o->book.excluded == 7 && t.day.facts.claims_late == 4);
    for (uint32_t i = 0; i < N - N / 4; i++)
        feedback_score(&t.day, i);
    assert_true(o->granted == 0 && o->book.n == N && o->book.excluded == 40);
    assert_int_equal(t.day.facts.scorings.n, N);            /* each ticket enters the books once */
    town_leave(&t);
}

static void the_cap_holds_with_what_was_granted_before(void **state)
{
    (void)state;
    enum { N = 400 };
    struct town t;
    claims_wait(&t, N, "0.13");
    struct date works = { .works = 1 };
    t.day.date = &works;
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    for (uint32_t i = 0; i < N - N / 4; i++)
        feedback_score(&t.day, i);
    while (t.world.claims_judged < t.world.claims.n)
        review_today(&t.day);
    assert_true(o->book.n == N);
    assert_true(o->book.excluded <= ceil(0.13 * N) && o->book.excluded >= 0.12 * N);
    town_leave(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_record_is_believed_until_somebody_looks),
        cmocka_unit_test(a_false_report_costs_its_inspection),
        cmocka_unit_test(reviewers_judge_what_they_can),
        cmocka_unit_test(the_cap_holds_with_what_was_granted_before),
    };
    return cmocka_run_group_tests_name("handling", tests, NULL, NULL);
}
