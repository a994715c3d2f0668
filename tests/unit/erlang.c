/* What a planner asks of Erlang's systems: tables, inverses beside a walk over all numbers, retries, the square-root limit. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "analysis/staffing/erlang.h"
#include "analysis/queues/queueing.h"
#include "expected.h"

/* B and C from their sums in whole fractions. */
static void tables_hold_to_ten_digits(void **state)
{
    (void)state;
    const struct { double load; int agents; double b, c; } row[] = {
        { 1, 1, 0.5, NAN },
        { 10, 10, 0.214582343107347, NAN },
        { 3.7, 8, 0.0218371467203118, 0.0398779391288719 },
        { 12, 20, 0.00979563942006408, 0.024134479561103 },
        { 90, 100, 0.0269573804643592, 0.216940480906366 },
        { 950, 1000, 0.00364929368894241, 0.0682534153771414 },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct erlang_system s = { ERLANG_B, row[i].load, 100, NAN, 0 };
        near(erlang_service(&s, row[i].agents).lost, row[i].b, 1e-10);
        s.formula = ERLANG_C;
        if (!isnan(row[i].c))
            near(erlang_service(&s, row[i].agents).waits, row[i].c, 1e-10);
    }
}

/* Who finds k in the queue is served after k + 1 steps, if patience lasts: summed over k with 60 digits. */
static void impatience_agrees_with_the_queue_found_on_arrival(void **state)
{
    (void)state;
    const struct { double load; int agents; double service, patience, within, share, asa, lost; } row[] = {
        { 5, 6, 100, 150, 20, 0.727462384192425, 11.3854896778661, 0.0850153233112618 },
        { 12, 10, 188, 347, 30, 0.280269840875997, 69.9765484978859, 0.197602317436741 },
    };
    for (int i = 0; i < 2; i++) {
        struct erlang_system s = { ERLANG_A, row[i].load, row[i].service, row[i].patience, 0 };
        struct erlang_service is = erlang_service(&s, row[i].agents);
        near(erlang_within(&s, row[i].agents, row[i].within), row[i].share, 1e-10);
        near(is.wait_answered_s, row[i].asa, 1e-10);
        near(is.lost, row[i].lost, 1e-10);
    }
}

/* Both ways to the same queue, up to 10 000 agents, below and above their capacity. */
static void the_offered_wait_agrees_with_the_chain(void **state)
{
    (void)state;
    const struct { double load; int agents; double service, patience; } row[] = {
        { 48, 50, 60, 120 }, { 110, 100, 180, 180 }, { 0.3, 1, 50, 2000 }, { 30, 10, 180, 5 },
        { 9900, 10000, 188.7, 347.7 }, { 10000, 10000, 188.7, 10 }, { 12000, 10000, 188.7, 20000 } };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct erlang_system s = { ERLANG_A, row[i].load, row[i].service, row[i].patience, 0 };
        struct erlang_service is = erlang_service(&s, row[i].agents);
        near(erlang_within(&s, row[i].agents, 1e9), 1 - is.lost, 1e-9);
        assert_true(fabs(erlang_within(&s, row[i].agents, 0) - (1 - is.waits)) < 1e-12);
        assert_true(is.wait_answered_s >= 0 && is.wait_answered_s < 1.3 * is.wait_s + 1e-9);
    }
    struct erlang_system patient = { ERLANG_A, 45, 100, 1e9, 0 }, endless = { ERLANG_C, 45, 100, NAN, 0 };
    near(erlang_within(&patient, 50, 20), erlang_within(&endless, 50, 20), 1e-6);
    near(erlang_service(&patient, 50).wait_answered_s, erlang_service(&endless, 50).wait_answered_s, 1e-5);
}

/* O. Garnett, A. Mandelbaum and M. Reiman (2002): 48 calls a minute, 50 agents, service 1 min, patience 2 min: 3.1 %
 * abandon, mean wait 3.7 s, 3 callers in the queue, agents busy for 93 %; with endless patience the wait is 20.8 s, the
 * queue 17 and the occupancy 96 %. */
static void the_published_example_comes_out(void **state)
{
    (void)state;
    struct erlang_system s = { ERLANG_A, 48, 60, 120, 0 };
    struct erlang_service is = erlang_service(&s, 50);
    assert_true(fabs(is.lost - 0.031) < 0.0005 && fabs(is.wait_s - 3.7) < 0.05);
    assert_true(fabs(is.waiting - 3) < 0.5 && fabs(is.occupancy - 0.93) < 0.005);
    s.formula = ERLANG_C;
    is = erlang_service(&s, 50);
    assert_true(fabs(is.wait_s - 20.8) < 0.05 && fabs(is.waiting - 17) < 0.5 && fabs(is.occupancy - 0.96) < 0.005);
}

/* What another program tests itself by, with room for 80: github.com/FelixKleineBoesing/queuingSystem at 0504e6e, the tests of its
 * ErlangA: a call in 10 s, service 240 s; its mean queue, mean wait and callers in all, and the share that hangs up. Its share
 * answered within a time is left out: it takes the rate at which the queue moves as constant, which is another formula. */
static void another_program_has_the_same_erlang_a(void **state)
{
    (void)state;
    struct erlang_system s = { ERLANG_A, 24, 240, 300, 0 };
    struct erlang_service is = erlang_service(&s, 28);
    near(is.waiting, 0.6833261838358367, 1e-10);
    near(is.wait_s, 6.833261838358366, 1e-10);
    near(is.waiting + 28 * is.occupancy, 24.136665236767172, 1e-10);
    s.patience_s = 30;
    near(erlang_service(&s, 25).lost, 0.09759081562546817, 1e-10);
}

static int fewest(const struct erlang_system *s, int n, const char *const targets[])
{
    struct goal goal[3];
    struct err err = { 0 };
    int agents = 0;
    for (int g = 0; g < n; g++)
        goal[g] = goal_of(targets[g]);
    assert_int_equal(erlang_agents(s, n, goal, &agents, &err), 0);
    return agents;
}

/* Printed in the guide of pyworkforce (github.com/rodrigo-arenas/pyworkforce at ca48925), which solves the chain of states.
 * docs/guide/end-to-end.md: the hours of a day, calls of 4 min, patience of 8 min; 80 % within 20 s, busy for 85 % at most; of the
 * positions 30 % are away. docs/guide/scenarios.md: 100 calls in half an hour, of 3 min, 5 % may hang up, three patiences. */
static void printed_tables_of_staffing_come_out(void **state)
{
    (void)state;
    static const char *const TARGETS[] = { "answered_20s>=.8", "occupancy<=.85", "abandoned<=.05" };
    static const struct { int calls, c, a; } hour[24] = {
        { 12, 5, 3 }, { 8, 3, 3 }, { 6, 3, 3 }, { 5, 3, 3 }, { 5, 3, 3 }, { 8, 3, 3 }, { 20, 5, 5 }, { 45, 8, 8 }, { 70, 12, 10 },
        { 85, 13, 12 }, { 90, 13, 13 }, { 88, 13, 13 }, { 80, 12, 12 }, { 78, 12, 12 }, { 82, 12, 12 }, { 80, 12, 12 },
        { 70, 12, 10 }, { 60, 10, 9 }, { 48, 9, 8 }, { 40, 8, 8 }, { 32, 6, 6 }, { 26, 6, 6 }, { 20, 5, 5 }, { 15, 5, 5 } };
    static const struct { double patience_min, within, abandon; } row[] = {
        { 3, .8751, .0322 }, { 5, .8582, .0250 }, { 10, .8376, .0165 } };
    for (int h = 0; h < 24; h++) {
        struct erlang_system c = { ERLANG_C, hour[h].calls / 15.0, 240, NAN, 0 };
        struct erlang_system a = { ERLANG_A, hour[h].calls / 15.0, 240, 480, 0 };
        assert_int_equal((int)ceil(fewest(&c, 2, TARGETS) / .7), hour[h].c);
        assert_int_equal((int)ceil(fewest(&a, 2, TARGETS) / .7), hour[h].a);
    }
    for (int i = 0; i < 3; i++) {
        struct erlang_system a = { ERLANG_A, 10, 180, 60 * row[i].patience_min, 0 };
        assert_int_equal(fewest(&a, 3, TARGETS), 13);
        assert_true(fabs(erlang_within(&a, 13, 20) - row[i].within) < 5.1e-5);
        assert_true(fabs(erlang_service(&a, 13).lost - row[i].abandon) < 5.1e-5);
    }
}

/* The load that so many channels carry at 1 % blocking, rounded as in the usual tables. From memory: no table is cited. */
static void loads_of_one_percent_blocking(void **state)
{
    (void)state;
    static const struct { int channels; double load, digit; } row[] = {
        { 2, 0.153, 0.001 }, { 4, 0.869, 0.001 }, { 5, 1.36, 0.01 }, { 10, 4.46, 0.01 }, { 20, 12.0, 0.1 }, { 24, 15.3, 0.1 },
        { 40, 29.0, 0.1 }, { 70, 56.1, 0.1 }, { 100, 84.1, 0.1 },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {        /* a digit's half below it blocks less, above it more */
        struct erlang_system s = { ERLANG_B, row[i].load - row[i].digit / 2, 100, NAN, 0 };
        assert_true(erlang_service(&s, row[i].channels).lost < 0.01);
        s.load += row[i].digit;
        assert_true(erlang_service(&s, row[i].channels).lost > 0.01);
    }
}

/* Two patients an hour, 20 min each, one doctor or two: fractions by hand; of M/M/1, 2/3 exp(-t / h) wait longer.
 * R. Bronson, Operations Research (1982), problem 24.6: 300 a year, two days each, three servers.
 * R package ErlangC 0.1.0 (CRAN), its own example: 100 calls in half an hour, 180 s each, 14 agents, answered within 20 s; and the
 * fewest agents that answer 80 % so and are busy for 85 % at most. */
static void examples_of_erlang_c_come_out(void **state)
{
    (void)state;
    struct erlang_system package = { ERLANG_C, 10, 180, NAN, 0 };
    struct erlang_system hospital = { ERLANG_C, 2.0 / 3, 1200, NAN, 0 };
    struct erlang_system bronson = { ERLANG_C, 300 / 182.5, 2 * 86400, NAN, 0 };
    struct erlang_service one = erlang_service(&hospital, 1), two = erlang_service(&hospital, 2);
    struct erlang_service three = erlang_service(&bronson, 3);
    assert_true(fabs(one.waits - 0.667) < 0.0005 && fabs(two.waits - 0.167) < 0.0005);
    assert_true(fabs(one.wait_s / 3600 - 2.0 / 3) < 1e-9 && fabs(two.wait_s / 3600 - 1.0 / 24) < 1e-9);
    assert_true(fabs(one.waiting - 4.0 / 3) < 1e-9 && fabs(two.waiting - 1.0 / 12) < 1e-9);
    assert_true(fabs(1 - erlang_within(&hospital, 1, 1800) - 0.404) < 0.0005);
    assert_true(fabs(1 - erlang_within(&hospital, 1, 3600) - 0.245) < 0.0005);
    assert_true(fabs(three.waiting - 0.352) < 0.0005 && fabs(three.wait_s / 86400 - 0.43) < 0.005);
    near(erlang_service(&package, 14).waits, 0.1741319, 3e-7);
    near(erlang_service(&package, 14).wait_s, 7.83593701177724, 1e-10);
    near(erlang_within(&package, 14, 20), 0.88835, 1e-6);
    struct goal goal[2];
    struct err err = { 0 };
    int agents = 0;
    assert_int_equal(goal_read(&goal[0], "answered_20s>=.8", &err) | goal_read(&goal[1], "occupancy<=.85", &err), 0);
    assert_int_equal(erlang_agents(&package, 2, goal, &agents, &err), 0);
    assert_int_equal(agents, 14);
}

/* The fewest agents, found by looking at all numbers. */
static int walked(const struct erlang_system *s, const struct goal *goal)
{
    int n = 1;
    while (!goal_met(goal, erlang_value(s, n, goal)))
        n++;
    return n;
}

static void the_inverse_is_the_first_that_meets_the_goal(void **state)
{
    (void)state;
    const struct { enum erlang_formula formula; const char *goal[6]; } ask[] = {
        { ERLANG_B, { "p_blocked<=.01", "answered>=99.9%", "occupancy<=.7", NULL } },
        { ERLANG_C, { "answered_20s>=.8", "p_wait<=.2", "wait<=10s", "p95_wait<=30s", "occupancy<=.85", NULL } },
        { ERLANG_A, { "answered_20s>=.8", "abandoned<=.03", "waits<=.4", "wait<=15", "p90_wait<=5s", NULL } } };
    for (int f = 0; f < 3; f++)
        for (double load = 0.4; load < 400; load *= 3.1)
            for (int g = 0; ask[f].goal[g]; g++) {
                struct erlang_system s = { ask[f].formula, load, 180, 240, f == 1 ? 0 : 0.3 };
                struct goal goal = goal_of(ask[f].goal[g]);
                struct err err = { 0 };
                int agents = 0;
                assert_int_equal(erlang_agents(&s, 1, &goal, &agents, &err), 0);
                assert_int_equal(agents, walked(&s, &goal));
            }
}

/* S. Halfin and W. Whitt (1981): n = a + b sqrt(a) makes the share who wait 1 / (1 + b P(b) / p(b)). For A with patience as
 * long as service, the number in the system is Poisson: n = a + b sqrt(a), where b cuts off the share that waits. */
static void in_the_limit_the_reserve_is_a_square_root(void **state)
{
    (void)state;
    struct goal goal = goal_of("p_wait<=.2");
    struct err err = { 0 };
    double grade = 0.5;
    while (1 / (1 + grade * gsl_cdf_ugaussian_P(grade) / gsl_ran_ugaussian_pdf(grade)) > 0.2)
        grade += 1e-6;
    for (double load = 100; load <= 1e6; load *= 10) {
        struct erlang_system s = { ERLANG_C, load, 180, 180, 0 };
        int agents = 0;
        assert_int_equal(erlang_agents(&s, 1, &goal, &agents, &err), 0);
        assert_true(fabs(erlang_grade(load, agents) - grade) < 2 / sqrt(load));
        s.formula = ERLANG_A;
        assert_int_equal(erlang_agents(&s, 1, &goal, &agents, &err), 0);
        assert_true(fabs(erlang_grade(load, agents) - gsl_cdf_ugaussian_Pinv(0.8)) < 2 / sqrt(load));
    }
}

/* With all trying again nothing is lost in the end: what is carried is what was offered; one agent is known in closed form. */
static void retries_raise_the_load(void **state)
{
    (void)state;
    struct erlang_system s = { ERLANG_B, 0.5, 100, NAN, 1 };
    near(erlang_service(&s, 1).load, 1, 1e-12);             /* L - L^2/(1+L) = a, L = a / (1 - a) */
    s.load = 100;
    struct erlang_service is = erlang_service(&s, 120);
    near(is.load * (1 - is.lost), 100, 1e-12);
    assert_true(isinf(erlang_service(&s, 100).load));
    s.retries = 0.5;
    is = erlang_service(&s, 100);
    near(is.load, 100 + 0.5 * is.load * is.lost, 1e-12);
    s = (struct erlang_system){ ERLANG_A, 110, 180, 180, 0.7 };
    is = erlang_service(&s, 100);
    near(is.load, 110 + 0.7 * is.load * queueing_erlang_a(is.load, 100, 180, 180).p_abandon, 1e-12);
}

static void refused(const struct erlang_system *s, const char *text, const char *because)
{
    struct err err = { 0 };
    struct goal goal[2];
    int agents, failed = goal_read(&goal[0], text, &err) || goal_read(&goal[1], "occupancy<=1", &err) ||
                         erlang_agents(s, 1, goal, &agents, &err);
    assert_true(failed && err.code == EXIT_INPUT);
    if (!strstr(err.text, because))
        fail_msg("'%s' does not say '%s'", err.text, because);
}

static void what_makes_no_sense_is_said(void **state)
{
    (void)state;
    struct erlang_system s = { ERLANG_C, 10, 100, NAN, 0 };
    refused(&s, "answered_30s", "not of the form");
    refused(&s, "answred_30s>=.9", "no measure");
    refused(&s, "answered_30s<=.9", "no lower limit");
    refused(&s, "answered_30s>=95", "from 0 to 1");
    refused(&s, "wait<=-1", "0 s or more");
    refused(&s, "wait<=ten", "not a number");
    refused(&s, "abandoned<=.1", "nobody is lost");
    refused(&s, "silver_answered_30s>=.9", "'silver' goes with");
    refused(&s, "occupancy<=0", "out of reach");
    struct goal both[2] = { goal_of("answered_20s>=.99"), goal_of("occupancy>=.95") };
    struct err err = { 0 };
    int agents;
    assert_int_equal(erlang_agents(&s, 2, both, &agents, &err), -1);
    assert_non_null(strstr(err.text, "contradict"));
}

static void a_goal_is_read_as_it_is_meant(void **state)
{
    (void)state;
    struct goal g = goal_of("urgent_p95_wait<=30s");
    assert_true(g.measure == GOAL_WITHIN && g.at_least && g.bound == 0.95 && g.within_s == 30);
    assert_string_equal(g.scope, "urgent");
    g = goal_of("silver_line_answered_7.5s>=80%");
    assert_true(g.measure == GOAL_WITHIN && g.bound == 0.8 && g.within_s == 7.5);
    assert_string_equal(g.scope, "silver_line");
    assert_true(goal_limits(&(struct goal){ .measure = GOAL_OCCUPANCY, .at_least = 1 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_hold_to_ten_digits),
        cmocka_unit_test(impatience_agrees_with_the_queue_found_on_arrival),
        cmocka_unit_test(the_offered_wait_agrees_with_the_chain),
        cmocka_unit_test(the_published_example_comes_out),
        cmocka_unit_test(another_program_has_the_same_erlang_a),
        cmocka_unit_test(printed_tables_of_staffing_come_out),
        cmocka_unit_test(loads_of_one_percent_blocking),
        cmocka_unit_test(examples_of_erlang_c_come_out),
        cmocka_unit_test(the_inverse_is_the_first_that_meets_the_goal),
        cmocka_unit_test(in_the_limit_the_reserve_is_a_square_root),
        cmocka_unit_test(retries_raise_the_load),
        cmocka_unit_test(what_makes_no_sense_is_said),
        cmocka_unit_test(a_goal_is_read_as_it_is_meant),
    };
    return cmocka_run_group_tests_name("erlang", tests, NULL, NULL);
}
