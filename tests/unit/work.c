/* In which order units of work are begun, and when a sweep stops for the clock. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "sim/base/until.h"
#include "sim/study/stop.h"
#include "sim/study/work.h"

enum { N_POINTS = 337, N_REPLICATES = 3, N_UNITS = N_POINTS * N_REPLICATES, N_THREADS = 8 };

/* Cities whose sizes fall off as those of a country do: size / rank. */
static struct cases cities(void)
{
    struct cases cases = { .n_points = N_POINTS, .n_policies = 2, .n_replicates = N_REPLICATES, .n_loaded = N_POINTS,
                           .base = calloc(N_POINTS, sizeof *cases.base) };
    assert_non_null(cases.base);
    for (int p = 0; p < N_POINTS; p++) {
        struct scenario *s = &cases.base[p].scenario;
        s->city.residents = 30000000 / (1 + (p * 61) % N_POINTS);      /* 61 is prime to 337: every rank once */
        s->calendar.warmup = 90;
        s->calendar.days = 365;
    }
    return cases;
}

static void the_load_is_residents_times_days(void **state)
{
    (void)state;
    struct cases cases = cities();
    assert_int_equal(work_load(&cases, (struct work_unit){ 0, 2 }), (int64_t)30000000 * (90 + 2 * 365));
    free(cases.base);
}

static void longest_first_within_each_replicate(void **state)
{
    (void)state;
    struct cases cases = cities();
    struct err err = { 0 };
    struct work_unit *unit = work_units(&cases, &err);
    int seen[N_REPLICATES][N_POINTS] = { 0 };
    assert_non_null(unit);
    work_sort(&cases, N_UNITS, unit);
    for (int i = 0; i < N_UNITS; i++) {
        assert_int_equal(unit[i].replicate, i / N_POINTS);
        assert_int_equal(seen[unit[i].replicate][unit[i].point]++, 0);
        if (i % N_POINTS > 0)
            assert_true(work_load(&cases, unit[i]) <= work_load(&cases, unit[i - 1]));
    }
    free(unit);
    free(cases.base);
}

/* When the last of so many threads is done that each take the next unit. */
static int64_t time_of(const struct cases *cases, int n, const struct work_unit unit[], int threads)
{
    int64_t over[N_THREADS] = { 0 }, last = 0;
    for (int i = 0; i < n; i++) {
        int next = 0;
        for (int t = 1; t < threads; t++)
            next = over[t] < over[next] ? t : next;
        over[next] += work_load(cases, unit[i]);
        last = over[next] > last ? over[next] : last;
    }
    return last;
}

/* Graham (1969): longest first takes at most 4/3 - 1/(3 m) of the least time there can be, and that is at least the mean
 * load of a thread and the longest unit. */
static void no_thread_waits_long_for_the_last_unit(void **state)
{
    (void)state;
    struct cases cases = cities();
    struct err err = { 0 };
    struct work_unit *unit = work_units(&cases, &err);
    assert_non_null(unit);
    work_sort(&cases, N_UNITS, unit);
    for (int threads = 1; threads <= N_THREADS; threads++) {
        int64_t sum = 0, longest = work_load(&cases, unit[0]);
        for (int i = 0; i < N_POINTS; i++)
            sum += work_load(&cases, unit[i]);
        double least = sum / threads > longest ? (double)sum / threads : (double)longest;
        assert_true((double)time_of(&cases, N_POINTS, unit, threads) <= (4.0 / 3 - 1.0 / (3 * threads)) * least * (1 + 1e-12));
    }
    free(unit);
    free(cases.base);
}

/* ---- the clock ---- */

static time_t at(int year, int month, int day, int hour, int minute)
{
    struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute,
                    .tm_isdst = -1 };
    return mktime(&t);
}

static void a_time_of_day_is_the_next_one(void **state)
{
    (void)state;
    time_t moment, evening = at(2026, 2, 28, 22, 15);
    assert_int_equal(until_moment("23:59", evening, &moment), 0);
    assert_int_equal(moment, at(2026, 2, 28, 23, 59));
    assert_int_equal(until_moment("02:00", evening, &moment), 0);
    assert_int_equal(moment, at(2026, 3, 1, 2, 0));
    assert_int_equal(until_moment("22:15", evening, &moment), 0);       /* not this very moment */
    assert_int_equal(moment, at(2026, 3, 1, 22, 15));
    assert_int_equal(until_moment("7:05", evening, &moment), 0);
    assert_int_equal(moment, at(2026, 3, 1, 7, 5));
}

static void a_time_of_day_is_the_clocks_on_the_wall_when_that_is_changed(void **state)
{
    (void)state;
    time_t moment;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);                      /* summer time from 2026-03-29 02:00 on */
    tzset();
    assert_int_equal(until_moment("06:00", at(2026, 3, 28, 22, 0), &moment), 0);
    assert_int_equal(moment - at(2026, 3, 28, 22, 0), 7 * 3600);        /* the night has an hour less */
    setenv("TZ", "CST-8", 1);
    tzset();
}

static void a_duration_is_from_now_on(void **state)
{
    (void)state;
    static const struct { const char *text; long s; } KNOWN[] = {
        { "+45s", 45 }, { "+90m", 5400 }, { "+8h", 28800 }, { "+2d", 172800 }, { "+366d", 366 * 86400L } };
    time_t moment;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        assert_int_equal(until_moment(KNOWN[i].text, 1000, &moment), 0);
        assert_int_equal(moment, 1000 + KNOWN[i].s);
    }
}

static void what_is_neither_is_refused(void **state)
{
    (void)state;
    static const char *const WRONG[] = { "", "2", "24:00", "02:60", "2:5", "02:00:00", "+", "+0m", "+-5m", "+90", "+5w", "+367d",
                                         "90m", "+1m ", " 02:00", "-1:30", "+99999999999m" };
    time_t moment;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        if (until_moment(WRONG[i], 1000, &moment) == 0)
            fail_msg("'%s' is taken", WRONG[i]);
}

static void a_unit_begins_only_when_it_would_be_over_in_time(void **state)
{
    (void)state;
    time_t now = time(NULL);
    assert_false(stop_comes_before(0, 1e9));
    assert_false(stop_comes_before(now + 100, 90));
    assert_true(stop_comes_before(now + 100, 110));
    assert_true(stop_comes_before(now - 1, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_load_is_residents_times_days),
        cmocka_unit_test(longest_first_within_each_replicate),
        cmocka_unit_test(no_thread_waits_long_for_the_last_unit),
        cmocka_unit_test(a_time_of_day_is_the_next_one),
        cmocka_unit_test(a_time_of_day_is_the_clocks_on_the_wall_when_that_is_changed),
        cmocka_unit_test(a_duration_is_from_now_on),
        cmocka_unit_test(what_is_neither_is_refused),
        cmocka_unit_test(a_unit_begins_only_when_it_would_be_over_in_time),
    };
    setenv("TZ", "CST-8", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
