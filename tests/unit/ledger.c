/* A planner's own calls: names, zones, what is missing, what is wrong; the forecast that comes of them. */
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

#include "analysis/staffing/ledger.h"

static char path[] = "/tmp/ledger-XXXXXX";

static struct ledger_wish wish_of(const char *text, int counts)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    return (struct ledger_wish){ .path = path, .counts = counts, .interval_s = 1800, .zone_s = LEDGER_AS_WRITTEN,
                                 .log_zone_s = LEDGER_AS_WRITTEN, .answered = "AGENT" };
}

static struct ledger read_well(const struct ledger_wish *wish)
{
    struct ledger l;
    struct err err = { 0 };
    if (ledger_read(&l, wish, &err))
        fail_msg("%s", err.text);
    return l;
}

static double count(const struct ledger *l, int day, int interval) { return l->days.count[day * l->days.per_day + interval]; }

static void calls_are_counted_by_their_half_hours(void **state)
{
    (void)state;
    struct ledger_wish wish = wish_of("date,arrival_s,outcome,service_s\n2025-03-03,100,AGENT,60\n2025-03-03,1799,HANG,0\n"
                                      "2025-03-03,1800,AGENT,\n2025-03-05,86399,PHANTOM,3\n2025-03-06,50000,AGENT,90\n", 0);
    struct ledger l = read_well(&wish);
    assert_true(l.rows == 5 && l.calls == 4 && l.hung_up == 1 && l.phantoms == 1 && l.without_talk == 1);
    assert_true(l.n_days == 4 && l.days_missing == 2 && l.days.n == 2);
    assert_int_equal(l.days.weekday[0], 0);                     /* 2025-03-03 was a Monday */
    assert_true(count(&l, 0, 0) == 2 && count(&l, 0, 1) == 1 && count(&l, 1, 27) == 1 && count(&l, 0, 5) == 0);
    assert_true(l.samples.n == 2 && l.samples.call[0].talk_s == 60);
    assert_string_equal(l.last, "2025-03-06");
    ledger_free(&l);
    wish.redialled = 0.4;                                       /* one of four hung up: a tenth of the calls are second attempts */
    l = read_well(&wish);
    assert_true(fabs(count(&l, 0, 0) - 1.8) < 1e-12);
    ledger_free(&l);
}

static void columns_may_have_other_names_and_times_a_zone(void **state)
{
    (void)state;
    struct ledger_wish wish = wish_of("\xef\xbb\xbf\"Begin, local\",Talk,Result\r\n2025-03-02T23:30:00Z,30,ok\r\n"
                                      "2025-03-03 07:40:00.250+08:00,\"45\",lost\r\n2025-03-02 23:50,50,ok\r\n,50,ok\r\n", 0);
    struct err err = { 0 };
    assert_int_equal(ledger_rename(&wish.names, "time=Begin, local", &err) || ledger_rename(&wish.names, "service_s=Talk", &err) ||
                     ledger_rename(&wish.names, "outcome=Result", &err), 0);
    assert_int_equal(ledger_zone("+08:00", &wish.zone_s, &err) || ledger_zone("Z", &wish.log_zone_s, &err), 0);
    wish.answered = "ok";
    struct ledger l = read_well(&wish);
    assert_true(l.days.n == 1 && l.days.weekday[0] == 0 && l.calls == 3 && l.hung_up == 1 && l.without_time == 1);
    assert_true(count(&l, 0, 15) == 3);                         /* all between 07:30 and 08:00 on Monday in +08:00 */
    assert_true(l.samples.n == 2);
    ledger_free(&l);
    assert_int_equal(ledger_rename(&wish.names, "begin=x", &err), -1);
    assert_int_equal(ledger_zone("8", &wish.zone_s, &err), -1);
}

static void counts_may_be_finer_and_have_holes(void **state)
{
    (void)state;
    char text[16384] = "start,calls,abandoned\n";
    for (int i = 0; i < 192; i++) {                             /* two days of quarters; one empty, one missing */
        char row[64];
        if (i == 9)
            continue;
        snprintf(row, sizeof row, i == 100 ? "2025-03-%02d %02d:%02d,,\n" : "2025-03-%02d %02d:%02d,%d,1\n", 3 + i / 96, i % 96 / 4,
                 i % 4 * 15, 4 + i % 2);
        strcat(text, row);
    }
    struct ledger_wish wish = wish_of(text, 1);
    struct ledger l = read_well(&wish);
    assert_true(l.interval_s == 1800 && l.days.n == 2 && l.intervals_missing == 2 && l.hung_up == 190);
    assert_true(count(&l, 0, 0) == 9 && isnan(count(&l, 0, 4)) && isnan(count(&l, 1, 2)) && count(&l, 1, 3) == 9);
    ledger_free(&l);
    wish.interval_s = 900;
    l = read_well(&wish);
    assert_true(l.days.per_day == 96 && count(&l, 0, 1) == 5 && isnan(count(&l, 0, 9)));
    ledger_free(&l);
}

static void refused(const char *text, int counts, const char *because)
{
    struct ledger_wish wish = wish_of(text, counts);
    struct ledger l;
    struct err err = { 0 };
    assert_int_equal(ledger_read(&l, &wish, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    if (!strstr(err.text, because))
        fail_msg("'%s' does not say '%s'", err.text, because);
    ledger_free(&l);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    (void)state;
    refused("", 0, "the file is empty");
    refused("time,service_s\n", 0, "there is no call");
    refused("begin,service_s\n2025-03-03 08:00,1\n", 0, "a log needs a column 'time'");
    refused("time,service_s\n2025-03-03 08:00,60\n2025-03-03 08:01,-4\n", 0, ":3:18: service_s -4 is negative");
    refused("time,service_s\n2025-03-32 08:00,60\n", 0, ":2:1: '2025-03-32 08:00' is no time");
    refused("time\n2025-03-03 08:00 noon\n", 0, "is no time");
    refused("date,arrival_s\n2025-03-03,90000\n", 0, "is not below 86400");
    refused("start\n2025-03-03 08:00\n", 1, "counts need the columns");
    refused("start,calls\n2025-03-03 08:00,4\n2025-03-03 08:05,4\n", 1, "counts of 300 s");
    refused("start,calls\n2025-03-03 08:00,4\n2025-03-03 08:00,4\n", 1, "told twice");
    refused("start,calls\n2025-03-03 08:00,-4\n", 1, "is negative");
    refused("start,calls,abandoned\n2025-03-03 08:00,4,5\n", 1, "more callers hung up than called");
}

static int begin(void **state)
{
    (void)state;
    return close(mkstemp(path));
}

static int end(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_are_counted_by_their_half_hours),
        cmocka_unit_test(columns_may_have_other_names_and_times_a_zone),
        cmocka_unit_test(counts_may_be_finer_and_have_holes),
        cmocka_unit_test(what_is_wrong_is_told_with_its_place),
    };
    return cmocka_run_group_tests_name("ledger", tests, begin, end);
}
