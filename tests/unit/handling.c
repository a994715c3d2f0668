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
    town_found(&t, 11, LIST("ranked-20-40-40"), LIST("city.street_officers=1000", "calendar.warmup=0", "observe.twin_share=0", "handling.own_floor=0", "handling.own_slope=0.1",
                                  "actions.root_fix.hours=0", "handling.harm_value=20"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_record_is_believed_until_somebody_looks),
        cmocka_unit_test(a_false_report_costs_its_inspection),
    };
    return cmocka_run_group_tests_name("handling", tests, NULL, NULL);
}
