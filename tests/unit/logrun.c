/* The log run on logs that can be followed by hand, and on logs that a known queue wrote. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/queues/logrun.h"
#include "analysis/queues/traffic.h"

static struct err err;
static const struct logrun_plan PATIENT = { 20, 0, 1, 1 };         /* e^20 s: nobody leaves */

static struct calllog log_of(const struct calllog_call call[], int n, int days)
{
    struct calllog log = { .n = n, .n_days = days, .call = malloc((size_t)n * sizeof *log.call) };
    assert_non_null(log.call);
    for (int i = 0; i < n; i++)
        log.call[i] = call[i];
    return log;
}

static void close_to(double got, double want, double most)
{
    if (!(fabs(got - want) <= most))
        fail_msg("got %g, expected %g within %g", got, want, most);
}

/* One operator from ten to half past ten; recorded waits are what one operator gives, so both estimates repeat them. */
static void one_operator_gives_the_recorded_waits(void **state)
{
    (void)state;
    const struct calllog_call calls[] = {
        { 0, 1, 4, 36000, 0, 100 }, { 0, 1, 4, 36040, 60, 50 }, { 0, 1, 4, 36050, 100, 30 }, { 0, 0, -1, 36600, 0, 0 } };
    struct calllog log = log_of(calls, 4, 1);
    struct logrun run;
    assert_int_equal(logrun_of(&run, &log, &PATIENT, &err), 0);
    assert_true(run.calls == 3 && run.at_once == 1);
    for (int s = 0; s < N_LOGRUN_SOURCES; s++) {
        close_to(run.hour[s][10].offered, 3, 0);
        close_to(run.hour[s][10].answered, 3, 0);
        close_to(run.hour[s][10].wait_answered_s, 160, 1e-3);
    }
    close_to(run.operators[LOGRUN_SEEN][10], 0.5, 1e-12);
    calllog_free(&log);
}

/* Two operators are seen, but while somebody waits only one talks: the estimates differ as logrun.h says. */
static void who_is_seen_once_is_not_always_at_work(void **state)
{
    (void)state;
    const struct calllog_call calls[] = {
        { 0, 1, 1, 36000, 0, 600 }, { 0, 1, 1, 36100, 500, 300 }, { 0, 1, 2, 37000, 0, 10 } };
    struct calllog log = log_of(calls, 3, 1);
    struct logrun run;
    assert_int_equal(logrun_of(&run, &log, &PATIENT, &err), 0);
    close_to(run.operators[LOGRUN_SEEN][10], 1, 1e-12);             /* two in a half hour, none in the other */
    close_to(run.operators[LOGRUN_AT_WORK][10], 0.5, 1e-12);
    close_to(run.hour[LOGRUN_SEEN][10].wait_s, 0, 1e-3);
    close_to(run.hour[LOGRUN_AT_WORK][10].wait_s, 500, 1e-3);
    calllog_free(&log);
}

static void who_has_waited_through_midnight_is_counted_once(void **state)
{
    (void)state;
    const struct calllog_call calls[] = {
        { 0, 1, 1, 86000, 0, 600 }, { 0, 1, 1, 86300, 300, 50 }, { 1, 1, 1, 250, 0, 10 } };
    struct calllog log = log_of(calls, 3, 2);
    struct logrun run;
    assert_int_equal(logrun_of(&run, &log, &PATIENT, &err), 0);
    struct logrun_hour all = logrun_total(&run, LOGRUN_AT_WORK);
    close_to(all.offered, 3, 0);
    close_to(all.wait_s, 300, 1e-3);
    close_to(run.hour[LOGRUN_AT_WORK][23].wait_s, 300, 1e-3);
    calllog_free(&log);
}

/* Eight operators, always there, write a log; service and patience by the laws of the replay. */
static struct calllog log_of_a_queue(int days, double patience_mu, double patience_sigma)
{
    struct traffic traffic = { draw_key(5, 0), { 8.5, 0 }, exp(4.784 + 0.953 * 0.953 / 2), 1.216, INFINITY };
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1, .key = draw_key(6, 0) };
    struct centre c;
    struct calllog log = { .n_days = days, .call = malloc((size_t)days * 4000 * sizeof *log.call) };
    assert_true(log.call && centre_init(&c, &rules, 8, &err) == 0);
    for (int day = 0; day < days; day++) {
        centre_open(&c);
        for (int o = 0; o < 8; o++)
            centre_duty(&c, o, 0, CENTRE_DAY_S);
        assert_int_equal(traffic_day(&traffic, (uint32_t)day, &c, &err), 0);
        for (int i = c.n_kept; i < c.n; i++) {
            struct draw d = draw_at(rules.key, PURPOSE_PATIENCE, (uint32_t)i, 0, (uint32_t)day);
            double radius = sqrt(-2 * log1p(-draw_unit(d.w[0]))), angle = 6.283185307179586 * draw_unit(d.w[1]);
            c.call[i].patience_s = (float)exp(patience_mu + patience_sigma * radius * cos(angle));
        }
        assert_int_equal(centre_run(&c, &err), 0);
        for (int i = c.n_kept; i < c.n; i++)
            if (c.call[i].outcome == CENTRE_ANSWERED || c.call[i].outcome == CENTRE_ABANDONED)
                log.call[log.n++] = (struct calllog_call){ day, c.call[i].outcome == CENTRE_ANSWERED, c.call[i].operator,
                    c.call[i].at_s, (double)c.call[i].wait_s, (double)c.call[i].talk_s };
    }
    centre_free(&c);
    return log;
}

static void a_queue_with_steady_staff_is_found_again(void **state)
{
    (void)state;
    const struct logrun_plan plan = { 5.771, 1.864, 3, 5 };
    struct calllog log = log_of_a_queue(20, plan.patience_mu, plan.patience_sigma);
    struct logrun run;
    assert_int_equal(logrun_of(&run, &log, &plan, &err), 0);
    struct logrun_hour recorded = logrun_total(&run, LOGRUN_RECORDED);
    for (int s = LOGRUN_SEEN; s < N_LOGRUN_SOURCES; s++) {
        struct logrun_hour simulated = logrun_total(&run, s);
        assert_int_equal(run.most_operators[s], 8);
        close_to(simulated.abandoned / recorded.abandoned, 1, 0.04);
        close_to(simulated.wait_s / recorded.wait_s, 1, 0.06);
    }
    assert_true(recorded.abandoned / recorded.offered > 0.1);
    calllog_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_operator_gives_the_recorded_waits),
        cmocka_unit_test(who_is_seen_once_is_not_always_at_work),
        cmocka_unit_test(who_has_waited_through_midnight_is_counted_once),
        cmocka_unit_test(a_queue_with_steady_staff_is_found_again),
    };
    return cmocka_run_group_tests_name("logrun", tests, NULL, NULL);
}
