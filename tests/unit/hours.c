/* The hours of a day: calls by their profile, and hours that are busy of their own, as the Dirichlet law says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "town.h"

static double share_of_hour(const struct hours *hours, int profile, int h)
{
    return hours->profile[profile].passed[h + 1] - hours->profile[profile].passed[h];
}

/* Two million draws, spread evenly over the unit interval: each hour has its share of them, to a few draws. */
static void seconds_follow_the_shares_exactly(void **state)
{
    (void)state;
    enum { STEP = 2048, N = 0x100000000 / STEP };
    struct scenario_loaded file;
    struct hours hours;
    town_load(&file, NULL, LIST("calendar.hour_cv=0"));
    hours_of_day(&hours, &file.scenario, draw_key(5, 0), 3);
    for (int profile = 0; profile < N_HOUR_PROFILES; profile++) {
        const double *share = profile == HOURS_WORK ? file.scenario.calendar.hour_work : file.scenario.calendar.hour_night;
        double seen[24] = { 0 }, second[24] = { 0 }, sum = 0, last = -1;
        for (uint32_t i = 0; i < N; i++) {
            double s = hours_second(&hours, profile, i * STEP + STEP / 2);
            assert_true(s > last && s < 86400);             /* later draws are later seconds */
            last = s;
            seen[(int)(s / 3600)]++;
            second[(int)(s / 3600)] += s;
        }
        for (int h = 0; h < 24; h++)
            sum += share[h];
        for (int h = 0; h < 24; h++) {
            assert_true(fabs(seen[h] / N - share[h] / sum) < 2.0 / N);
            assert_true(fabs(second[h] / seen[h] - 3600 * (h + 0.5)) < 3600 * 2 / seen[h]);      /* evenly within it */
        }
    }
    scenario_free(&file);
}

/* Independent Gamma factors of 24 equal hours, over their sum, are Dirichlet: the calls of an hour, n in the day, have
 * the variance n p (1 - p) (n + 24 k) / (1 + 24 k), where k is the shape. */
static void independent_hours_are_dirichlet(void **state)
{
    (void)state;
    enum { DAYS = 20000, N = 240 };
    struct scenario_loaded file;
    struct hours hours;
    double p = 1 / 24.0, k = 1 / (0.25 * 0.25), square = 0, calls_square = 0;
    town_load(&file, NULL, LIST("calendar.hour_cv=0.25", "calendar.hour_acf=0"));
    for (int h = 0; h < 24; h++)
        file.scenario.calendar.hour_work[h] = p;
    for (uint32_t t = 0; t < DAYS; t++) {
        int calls = 0;
        hours_of_day(&hours, &file.scenario, draw_key(6, 0), t);
        double share = share_of_hour(&hours, HOURS_WORK, 10);
        square += (share - p) * (share - p);
        for (uint32_t i = 0; i < N; i++)
            calls += (int)(hours_second(&hours, HOURS_WORK, draw_at(draw_key(6, 0), PURPOSE_CALL_TIME, i, 0, t).w[0]) / 3600) == 10;
        calls_square += (calls - N * p) * (calls - N * p);
    }
    double law = p * (1 - p) / (1 + 24 * k), calls_law = N * p * (1 - p) * (N + 24 * k) / (1 + 24 * k), se = sqrt(2.2 / DAYS);
    assert_true(fabs(square / DAYS / law - 1) < 4 * se);
    assert_true(fabs(calls_square / DAYS / calls_law - 1) < 4 * se);
    scenario_free(&file);
}

static void busy_hours_have_the_moments_asked_for(void **state)
{
    (void)state;
    enum { DAYS = 3000 };
    struct scenario_loaded file;
    double n = 0, sum = 0, square = 0, product = 0;
    town_load(&file, NULL, LIST("calendar.hour_cv=0.25", "calendar.hour_acf=0.45"));
    for (uint32_t t = 0; t < DAYS; t++) {
        double busy[24];
        hours_busyness(busy, &file.scenario, draw_key(7, 0), t);
        for (int h = 1; h < 24; h++) {
            n++;
            sum += busy[h] - 1;
            square += (busy[h] - 1) * (busy[h] - 1);
            product += (busy[h] - 1) * (busy[h - 1] - 1);
        }
    }
    double cv = sqrt(square / n), se = 0.25 * sqrt((1 + 0.45) / (1 - 0.45) / n);
    assert_true(fabs(sum / n) < 4 * se);
    assert_true(fabs(cv - 0.25) < 4 * 0.25 / sqrt(n));
    assert_true(fabs(product / square - 0.45) < 4 / sqrt(n) + 0.006);       /* the Gamma bends the correlation a little */
    scenario_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_follow_the_shares_exactly),
        cmocka_unit_test(independent_hours_are_dirichlet),
        cmocka_unit_test(busy_hours_have_the_moments_asked_for),
    };
    return cmocka_run_group_tests_name("hours", tests, NULL, NULL);
}
