/* Known answers: Erlang's formulas against sums in extended precision and against laws they contain. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "analysis/queues/queueing.h"
#include "expected.h"

/* Erlang B is the share of the full state in a Poisson law cut at n. */
static void lost_as_often_as_a_cut_poisson_law_is_full(void **state)
{
    (void)state;
    const double load[] = { 0.37, 5, 37.3, 95, 1000.5, 9900 };
    const int servers[] = { 1, 3, 50, 100, 1010, 10000 };
    for (int i = 0; i < 6; i++)
        near(queueing_erlang_b(load[i], servers[i]),
             gsl_ran_poisson_pdf((unsigned)servers[i], load[i]) / gsl_cdf_poisson_P((unsigned)servers[i], load[i]), 1e-10);
    near(queueing_erlang_b(0.37, 1), 0.37 / 1.37, 1e-15);
    near(queueing_erlang_b(0.37, 0), 1, 1e-15);
    near(queueing_erlang_b(2, 2), 0.4, 1e-15);          /* (2^2/2) / (1 + 2 + 2) */
}

static void one_operator_waits_as_often_as_busy(void **state)
{
    (void)state;
    near(queueing_erlang_c(0.37, 1), 0.37, 1e-15);
    near(queueing_erlang_c_wait(0.37, 1, 100), 100 * 0.37 / 0.63, 1e-14);
    near(queueing_erlang_c(1, 2), 1.0 / 3, 1e-14);      /* a^2/(2-a) / (1 + a + a^2/(2-a)) */
    assert_true(queueing_erlang_c(50, 50) == 1 && isinf(queueing_erlang_c_wait(50.5, 50, 1)));
}

/* Service and patience alike: every caller in the system leaves at the same rate, so their number is Poisson. */
static void patience_like_service_gives_a_poisson_number_of_callers(void **state)
{
    (void)state;
    const double load[] = { 110, 0.37, 80, 10500, 12000 };
    const int servers[] = { 100, 1, 100, 10000, 10000 };
    for (int i = 0; i < 5; i++) {
        struct queueing_erlang_a a = queueing_erlang_a(load[i], servers[i], 1, 1);
        near(a.p_wait, gsl_cdf_poisson_Q((unsigned)servers[i] - 1, load[i]), 1e-9);
        double served = load[i] * gsl_cdf_poisson_P((unsigned)servers[i] - 2 + (servers[i] == 1), load[i]);
        if (servers[i] == 1)
            served = gsl_cdf_poisson_Q(0, load[i]);     /* one server is busy unless nobody is there */
        else
            served += servers[i] * gsl_cdf_poisson_Q((unsigned)servers[i] - 1, load[i]);
        near(1 - a.p_abandon, served / load[i], 1e-9);
    }
    struct queueing_erlang_a a = queueing_erlang_a(110, 100, 1, 1);
    assert_true(fabs(a.p_abandon - 0.099192) < 5e-7 && fabs(a.p_wait - 0.841721) < 5e-7);
}

/* The whole birth-death chain summed in extended precision. */
static void erlang_a_is_the_birth_death_chain(void **state)
{
    (void)state;
    const struct { double load; int servers; double service, patience; } c[] = {
        { 0.9, 1, 100, 37 }, { 18, 20, 188.7, 347.7 }, { 37, 20, 188.7, 347.7 }, { 60, 20, 10, 2000 } };
    for (int i = 0; i < 4; i++) {
        long double weight = 1, total = 1, full = 0, waiting = 0;
        for (int n = 1; n < 40000; n++) {
            int busy = n < c[i].servers ? n : c[i].servers;
            weight *= c[i].load / (busy + (n - busy) * (long double)(c[i].service / c[i].patience));
            total += weight;
            full += n >= c[i].servers ? weight : 0;
            waiting += (n - busy) * weight;
        }
        struct queueing_erlang_a a = queueing_erlang_a(c[i].load, c[i].servers, c[i].service, c[i].patience);
        near(a.p_wait, (double)(full / total), 1e-12);
        near(a.mean_waiting, (double)(waiting / total), 1e-12);
        near(a.mean_wait, (double)(waiting / total) * c[i].service / c[i].load, 1e-12);
        near(a.occupancy, c[i].load * (1 - a.p_abandon) / c[i].servers, 1e-14);
    }
}

/* Endless patience is Erlang C; no patience at all is Erlang B. */
static void erlang_a_lies_between_b_and_c(void **state)
{
    (void)state;
    near(queueing_erlang_a(45, 50, 100, 1e12).p_wait, queueing_erlang_c(45, 50), 1e-6);
    near(queueing_erlang_a(45, 50, 100, 1e-9).p_abandon, queueing_erlang_b(45, 50), 1e-6);
    near(queueing_erlang_a(20000, 10000, 100, 1e5).p_abandon, 0.5, 1e-6);       /* fluid limit of an overload */
    assert_true(queueing_erlang_a(1, 10000, 100, 100).p_wait == 0);
}

static void priorities_share_the_wait_of_the_queue(void **state)
{
    (void)state;
    double load[] = { 3, 5 }, wait[2];
    queueing_cobham(2, load, 10, 100, wait);
    near((3 * wait[0] + 5 * wait[1]) / 8, queueing_erlang_c_wait(8, 10, 100), 1e-14);   /* conservation law */
    assert_true(wait[0] < wait[1]);
    near(wait[1] / wait[0], 1 / (1 - 0.8), 1e-13);
    load[1] = 7;
    queueing_cobham(2, load, 10, 100, wait);
    assert_true(isfinite(wait[0]) && isinf(wait[1]));
}

static void trunks_lie_between_b_and_c(void **state)
{
    (void)state;
    near(queueing_trunks(37, 40, 0, 100).p_blocked, queueing_erlang_b(37, 40), 1e-14);
    near(queueing_trunks(37, 40, 2000, 100).p_wait, queueing_erlang_c(37, 40), 1e-12);
    near(queueing_trunks(37, 40, 2000, 100).mean_wait, queueing_erlang_c_wait(37, 40, 100), 1e-12);
    struct queueing_trunks one = queueing_trunks(0.5, 1, 1, 100);       /* states weigh 1, 1/2, 1/4 */
    near(one.p_blocked, 1.0 / 7, 1e-15);
    near(one.p_wait, 1.0 / 3, 1e-15);
    near(one.mean_wait, 100.0 / 3, 1e-14);
}

static void pollaczek_with_exponential_service_is_erlang_c(void **state)
{
    (void)state;
    near(queueing_pollaczek(0.37, 100, 1), queueing_erlang_c_wait(0.37, 1, 100), 1e-14);
    near(queueing_pollaczek(0.37, 100, 0), queueing_erlang_c_wait(0.37, 1, 100) / 2, 1e-14);
}

/* The tail begins with the share that waits, and its integral is Cobham's mean wait. */
static void the_tail_of_a_priority_adds_up_to_its_mean(void **state)
{
    (void)state;
    const double load[] = { 3, 4.5 };
    double mean[2];
    queueing_cobham(2, load, 10, 1, mean);
    for (int k = 0; k < 2; k++) {
        double sum = 0, step = 0.005;
        near(queueing_priority_tail(k, load, 10, 0), queueing_erlang_c(7.5, 10), 1e-9);
        for (int i = 0; i < 1600; i++)          /* Simpson's rule, up to 8 service times */
            sum += step / 3 * (i == 0 ? 1 : i % 2 ? 4 : 2) * queueing_priority_tail(k, load, 10, i * step);
        near(sum, mean[k], 2e-4);
    }
}

static void constant_service_is_known_for_one_server_and_lies_below(void **state)
{
    (void)state;
    near(queueing_constant_wait(0.7, 1, 100), queueing_pollaczek(0.7, 100, 0), 1e-9);
    double half = queueing_lee_longton(8, 10, 1, 0), wait = queueing_constant_wait(8, 10, 1);
    near(half, queueing_erlang_c_wait(8, 10, 1) / 2, 1e-14);
    assert_true(wait > half && wait < 1.15 * half);
    assert_true(isinf(queueing_constant_wait(10, 10, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lost_as_often_as_a_cut_poisson_law_is_full),
        cmocka_unit_test(one_operator_waits_as_often_as_busy),
        cmocka_unit_test(patience_like_service_gives_a_poisson_number_of_callers),
        cmocka_unit_test(erlang_a_is_the_birth_death_chain),
        cmocka_unit_test(erlang_a_lies_between_b_and_c),
        cmocka_unit_test(priorities_share_the_wait_of_the_queue),
        cmocka_unit_test(trunks_lie_between_b_and_c),
        cmocka_unit_test(the_tail_of_a_priority_adds_up_to_its_mean),
        cmocka_unit_test(constant_service_is_known_for_one_server_and_lies_below),
        cmocka_unit_test(pollaczek_with_exponential_service_is_erlang_c),
    };
    return cmocka_run_group_tests_name("queueing", tests, NULL, NULL);
}
