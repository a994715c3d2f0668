/* Weekdays, leap years, holidays and worked weekends. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "sim/world/calendar.h"
#include "town.h"

static void days_have_numbers_and_back(void **state)
{
    (void)state;
    static const struct { const char *date; long number; } KNOWN[] = {
        { "1970-01-01", 0 }, { "1999-02-01", 10623 }, { "2000-02-29", 11016 }, { "2024-02-29", 19782 }, { "2025-01-06", 20094 },
        { "2100-03-01", 47541 },
    };
    struct err err = { 0 };
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        long number = -1;
        char back[16];
        assert_int_equal(calendar_day_number(&number, KNOWN[i].date, "calendar.start", &err), 0);
        assert_int_equal(number, KNOWN[i].number);
        calendar_text(number, back);
        assert_string_equal(back, KNOWN[i].date);
    }
}

static void what_is_no_date_is_told(void **state)
{
    (void)state;
    static const char *const NO_DATE[] = { "2025-02-29", "2100-02-29", "2025-13-01", "2025-00-10", "2025-1-6", "2025-01-06x",
                                           "06.01.2025", "", "2025-04-31" };
    for (size_t i = 0; i < sizeof NO_DATE / sizeof *NO_DATE; i++) {
        struct err err = { 0 };
        long number;
        assert_int_equal(calendar_day_number(&number, NO_DATE[i], "calendar.start", &err), -1);
        assert_int_equal(err.code, EXIT_INPUT);
        assert_non_null(strstr(err.text, "calendar.start"));
    }
}

static const struct date *on(const struct date *date, const char *day)
{
    struct err err = { 0 };
    long number = 0, first = 0;
    town_demand(calendar_day_number(&number, day, "", &err) || calendar_day_number(&first, "2024-12-27", "", &err), &err);
    return &date[number - first];
}

/* The State Council's notice for 2025. */
static void offices_keep_the_holidays_of_2025(void **state)
{
    (void)state;
    enum { DAYS = 10 + 380 };
    static struct date date[DAYS];
    struct scenario_loaded file;
    struct err err = { 0 };
    town_load(&file, NULL, LIST("calendar.warmup=10", "calendar.days=380", "calendar.start=\"2025-01-06\"",
        "calendar.holidays=\"2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05 "
        "2025-05-31..2025-06-02 2025-10-01..2025-10-08\"",
        "calendar.working_weekends=\"2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11\""));
    assert_int_equal(calendar_build(date, DAYS, &file.scenario, &err), 0);
    static const char *const CLOSED[] = { "2025-01-01", "2025-01-28", "2025-02-04", "2025-04-04", "2025-05-01", "2025-05-05",
                                          "2025-05-31", "2025-10-01", "2025-10-08", "2025-01-11", "2024-12-28" };
    static const char *const OPEN[] = { "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2025-02-05",
                                        "2025-10-09", "2025-01-06", "2024-12-31" };
    for (size_t i = 0; i < sizeof CLOSED / sizeof *CLOSED; i++)
        assert_int_equal(on(date, CLOSED[i])->works, 0);
    for (size_t i = 0; i < sizeof OPEN / sizeof *OPEN; i++)
        assert_int_equal(on(date, OPEN[i])->works, 1);
    int worked = 0;
    for (const struct date *d = on(date, "2025-01-01"); d <= on(date, "2025-12-31"); d++)
        worked += d->works;
    assert_int_equal(worked, 248);
    assert_int_equal(on(date, "2025-01-06")->weekday, 0);
    assert_int_equal(on(date, "2024-12-31")->of_year, 365);
    assert_int_equal(on(date, "2025-01-01")->of_year, 0);
    assert_int_equal(on(date, "2025-12-31")->of_year, 364);
    scenario_free(&file);
}

static void the_29th_of_february_is_a_day(void **state)
{
    (void)state;
    static struct date date[400];
    struct scenario_loaded file;
    struct err err = { 0 };
    town_load(&file, NULL, LIST("calendar.warmup=0", "calendar.days=400", "calendar.start=\"2024-01-01\""));
    assert_int_equal(calendar_build(date, 400, &file.scenario, &err), 0);
    assert_int_equal(date[59].weekday, 3);      /* Thursday, 29 February 2024 */
    assert_int_equal(date[365].of_year, 365);
    assert_int_equal(date[366].of_year, 0);
    assert_int_equal(date[366].weekday, 2);     /* Wednesday, 1 January 2025 */
    scenario_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_have_numbers_and_back),
        cmocka_unit_test(what_is_no_date_is_told),
        cmocka_unit_test(offices_keep_the_holidays_of_2025),
        cmocka_unit_test(the_29th_of_february_is_a_day),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
