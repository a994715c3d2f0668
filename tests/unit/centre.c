/* The rules of centre.h, one by one on calls small enough to follow by hand; then everything at once against a
 * simulator that looks for its next event among all that could happen. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "sim/centre/centre.h"

static struct err err;

static const struct centre_rules PATIENT = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1 };

static struct centre opened(const struct centre_rules *rules, int operators)
{
    struct centre c;
    assert_int_equal(centre_init(&c, rules, operators, &err), 0);
    centre_open(&c);
    return c;
}

static struct centre staffed(const struct centre_rules *rules, int operators)
{
    struct centre c = opened(rules, operators);
    for (int o = 0; o < operators; o++)
        centre_duty(&c, o, 0, INFINITY);
    return c;
}

static int call(struct centre *c, double at_s, double talk_s, double patience_s, int class)
{
    int row = centre_add(c, &err);
    assert_true(row >= 0);
    c->call[row].at_s = at_s;
    c->call[row].talk_s = (float)talk_s;
    c->call[row].patience_s = (float)patience_s;
    c->call[row].class = (uint8_t)class;
    return row;
}

static void run(struct centre *c)
{
    assert_int_equal(centre_run(c, &err), 0);
    assert_true(centre_conserved(c));
}

static void answered(const struct centre *c, int row, int operator, double wait_s)
{
    assert_int_equal(c->call[row].outcome, CENTRE_ANSWERED);
    assert_int_equal(c->call[row].operator, operator);
    assert_true(fabs((double)c->call[row].wait_s - wait_s) < 1e-3);
}

static void gone(const struct centre *c, int row, int outcome, double wait_s)
{
    assert_int_equal(c->call[row].outcome, outcome);
    assert_int_equal(c->call[row].operator, CENTRE_NOBODY);
    assert_true(fabs((double)c->call[row].wait_s - wait_s) < 1e-3);
}

static void longest_idle_operator_takes_the_call(void **state)
{
    (void)state;
    struct centre c = staffed(&PATIENT, 3);
    int a = call(&c, 10, 100, INFINITY, 0), b = call(&c, 20, 10, INFINITY, 0);
    int d = call(&c, 40, 5, INFINITY, 0), e = call(&c, 50, 5, INFINITY, 0);
    run(&c);
    answered(&c, a, 0, 0);
    answered(&c, b, 1, 0);
    answered(&c, d, 2, 0);          /* 2 is idle since the morning, 1 since 30, */
    answered(&c, e, 1, 0);          /* 1 since 30, 2 since 45 */
    centre_free(&c);
}

static void urgent_callers_go_first_then_who_came_first(void **state)
{
    (void)state;
    struct centre c = staffed(&PATIENT, 1);
    call(&c, 0, 100, INFINITY, 0);
    int late = call(&c, 30, 10, INFINITY, 2), early = call(&c, 20, 10, INFINITY, 2);
    int urgent = call(&c, 90, 10, INFINITY, 0), same = call(&c, 30, 10, INFINITY, 2);
    run(&c);
    answered(&c, urgent, 0, 10);
    answered(&c, early, 0, 90);
    answered(&c, late, 0, 90);
    answered(&c, same, 0, 100);     /* the same second as `late`: in the order of rows */
    assert_int_equal(c.count.peak_waiting, 4);
    assert_true(fabs(c.count.waiting_s[2] - 280) < 1e-3 && fabs(c.count.waiting_s[0] - 10) < 1e-3);
    centre_free(&c);
}

static void patience_ends_at_its_second(void **state)
{
    (void)state;
    struct centre c = staffed(&PATIENT, 1);
    call(&c, 0, 100, INFINITY, 0);
    int shorter = call(&c, 10, 10, 89.5, 0), just = call(&c, 10, 10, 90, 0), none = call(&c, 50, 10, 0, 0);
    int lucky = call(&c, 300, 10, 0, 0);
    run(&c);
    gone(&c, shorter, CENTRE_ABANDONED, 89.5);
    answered(&c, just, 0, 90);      /* an operator who gets free at that instant is in time */
    gone(&c, none, CENTRE_ABANDONED, 0);
    answered(&c, lucky, 0, 0);
    assert_true(fabs(c.count.wait_abandoned_s - 89.5) < 1e-3);
    centre_free(&c);
}

static void busy_signal_counts_callers_who_still_wait(void **state)
{
    (void)state;
    struct centre_rules rules = PATIENT;
    rules.max_waiting = 1;
    struct centre c = staffed(&rules, 1);
    call(&c, 0, 100, INFINITY, 0);
    int waits = call(&c, 10, 10, 20, 0), blocked = call(&c, 20, 10, INFINITY, 0), later = call(&c, 31, 10, INFINITY, 0);
    run(&c);
    gone(&c, waits, CENTRE_ABANDONED, 20);
    gone(&c, blocked, CENTRE_BLOCKED, 0);
    answered(&c, later, 0, 69);
    centre_free(&c);
}

static void who_goes_off_duty_finishes_the_call(void **state)
{
    (void)state;
    struct centre c = opened(&PATIENT, 2);
    centre_duty(&c, 0, 0, 50);
    centre_duty(&c, 0, 400, 500);               /* back after a break */
    centre_duty(&c, 1, 200, 300);
    int a = call(&c, 10, 100, INFINITY, 0), b = call(&c, 60, 10, INFINITY, 0), d = call(&c, 350, 10, INFINITY, 0);
    run(&c);
    answered(&c, a, 0, 0);
    answered(&c, b, 1, 140);
    answered(&c, d, 0, 50);
    assert_true(fabs(c.operator[0].overtime_s - 60) < 1e-3 && fabs(c.operator[0].duty_s - 150) < 1e-3);
    assert_true(fabs(centre_occupancy(&c.count) - 120 / 250.0) < 1e-6);
    assert_int_equal(c.operator[0].calls, 2);
    centre_free(&c);
}

static void stretches_that_touch_keep_the_place_in_line(void **state)
{
    (void)state;
    struct centre c = opened(&PATIENT, 2);
    centre_duty(&c, 0, 0, 100);
    centre_duty(&c, 0, 100, 200);
    centre_duty(&c, 1, 50, 200);
    int a = call(&c, 150, 10, INFINITY, 0);
    run(&c);
    answered(&c, a, 0, 0);
    centre_free(&c);
}

static void seats_limit_new_calls_only(void **state)
{
    (void)state;
    struct centre c = staffed(&PATIENT, 3);
    centre_seats(&c, 0, 3);
    centre_seats(&c, 50, 1);
    centre_seats(&c, 300, 2);
    for (int i = 0; i < 3; i++)
        call(&c, 10, 60 + 60 * i, INFINITY, 0);         /* free at 70, 130, 190 */
    int a = call(&c, 60, 500, INFINITY, 0), b = call(&c, 61, 10, INFINITY, 0);
    run(&c);
    answered(&c, a, 0, 130);        /* at 190 nobody is busy any more; 0 is idle since 70 */
    answered(&c, b, 1, 239);
    centre_free(&c);
}

static void wrap_up_skill_and_the_right_to_hang_up(void **state)
{
    (void)state;
    struct centre_rules rules = PATIENT;
    rules.hang_up_s = 120;
    struct centre c = staffed(&rules, 1);
    c.operator[0].talk_factor = 1.5f;
    c.operator[0].wrap_s = 20;
    int a = call(&c, 0, 100, INFINITY, 0), b = call(&c, 10, 100, INFINITY, 0), d = call(&c, 20, 10, INFINITY, 0);
    c.call[b].may_cut = 1;
    run(&c);
    answered(&c, a, 0, 0);
    answered(&c, b, 0, 160);
    answered(&c, d, 0, 290);        /* 170 + 120 + 20 - 20 */
    assert_true(c.call[a].talk_s == 150 && c.call[b].talk_s == 120);
    assert_true(fabs(centre_ended_s(&c.call[b]) - 290) < 1e-3);
    assert_int_equal(c.count.cut, 1);
    centre_free(&c);
}

static void what_is_open_goes_over_midnight(void **state)
{
    (void)state;
    struct centre c = opened(&PATIENT, 2);
    centre_duty(&c, 0, 86000, 86400 + 1000);
    centre_duty(&c, 1, 86000, 86350);
    call(&c, 86300, 300, INFINITY, 0);                  /* operator 0 is busy until 200 tomorrow */
    call(&c, 86310, 80, INFINITY, 0);
    int waits = call(&c, 86380, 10, INFINITY, 0), leaves = call(&c, 86390, 10, 30, 0);
    int future = call(&c, 86400 + 500, 10, INFINITY, 0);
    c.call[waits].tag = 77;
    c.call[leaves].tag = 78;
    c.call[future].tag = 79;
    run(&c);
    assert_int_equal(c.count.waiting_after, 2);
    assert_int_equal(c.call[future].outcome, CENTRE_PENDING);
    assert_true(fabs(c.operator[1].overtime_s - 40) < 1e-3);

    centre_open(&c);
    assert_int_equal(c.n_kept, 3);
    run(&c);
    assert_true(c.call[0].tag == 77 && c.call[1].tag == 78 && c.call[2].tag == 79);
    assert_true(c.call[0].first_at_s == -20);
    answered(&c, 0, 0, 220);
    gone(&c, 1, CENTRE_ABANDONED, 30);
    answered(&c, 2, 0, 0);
    assert_int_equal(c.count.waiting_before, 2);
    assert_int_equal(c.count.offered, 1);
    assert_true(fabs(c.count.duty_s - 1000) < 1e-3);
    assert_true(fabs(c.count.waiting_s[0] - (200 + 20)) < 1e-3);
    centre_free(&c);
}

/* The points of DATA redial_after_abandon_cum. */
static struct centre_rules redialling(int max_attempts)
{
    return (struct centre_rules){ .max_waiting = CENTRE_NO_LIMIT, .max_attempts = max_attempts, .n_redial = 7,
        .redial_lag_s = { 300, 900, 1800, 3600, 14400, 86400, 172800 },
        .redial_share = { .173, .315, .396, .490, .605, .674, .701 },
        .patience_mu = 5.771, .patience_sigma = 1.864, .key = draw_key(1, 0) };
}

/* Nobody is on duty for three days: every caller leaves, and comes back by the law. */
static void abandoned_callers_dial_again_by_the_law(void **state)
{
    (void)state;
    enum { N = 40000 };
    struct centre_rules rules = redialling(2);
    struct centre c = opened(&rules, 1);
    for (uint32_t i = 0; i < N; i++) {
        int row = call(&c, i * 1e-3, 10, 0, 0);
        c.call[row].key = i;
        c.call[row].tag = i;
    }
    double within[7] = { 0 }, patience_above_median = 0, again = 0;
    for (int day = 0; day < 4; day++) {
        run(&c);
        for (int i = 0; i < c.n; i++) {
            const struct centre_call *redial = &c.call[i];
            if (redial->attempt == 0 || redial->outcome == CENTRE_PENDING)
                continue;
            double lag_s = redial->at_s - redial->first_at_s;
            for (int k = 0; k < 7; k++)
                within[k] += lag_s < rules.redial_lag_s[k];
            patience_above_median += (double)redial->patience_s > exp(5.771);
            again++;
            assert_true(redial->attempt == 1 && fabs(redial->first_at_s + day * 86400.0 - (double)redial->tag * 1e-3) < 1e-6);
        }
        centre_open(&c);
    }
    for (int k = 0; k < 7; k++) {
        double p = rules.redial_share[k];
        assert_true(fabs(within[k] / N - p) < 4 * sqrt(p * (1 - p) / N));
    }
    assert_true(fabs(patience_above_median / again - 0.5) < 4 * 0.5 / sqrt(again));
    centre_free(&c);
}

static void a_chain_keeps_its_first_row_and_its_limit(void **state)
{
    (void)state;
    struct centre_rules rules = redialling(3);
    rules.n_redial = 1;
    rules.redial_lag_s[0] = 1;
    rules.redial_share[0] = 1;
    rules.patience_mu = -20;
    struct centre c = opened(&rules, 1);
    call(&c, 5, 10, 0, 0);
    int row = call(&c, 10, 10, 0, 3);
    c.call[row].tag = 9;
    c.call[row].key = 37;
    run(&c);
    assert_int_equal(c.n, 6);
    assert_int_equal(c.count.redials, 4);
    for (int i = 2; i < 6; i++)
        if (c.call[i].tag == 9)
            assert_true(c.call[i].first == (uint32_t)row && c.call[i].class == 3 && c.call[i].first_at_s == 10);
    for (int i = 2; i < 6; i++)         /* patience is drawn anew for each attempt */
        for (int j = 2; j < i; j++)
            assert_true(c.call[i].patience_s != c.call[j].patience_s);
    centre_free(&c);
}

/* ---- everything at once, against an event list searched from end to end ---- */

enum { OPERATORS = 7, CALLS = 3000, DAYS = 3 };

struct slow_call { double at_s, ends_s, talk_s, wait_s; int class, outcome, operator; };
struct slow_duty { double on_s, off_s; };
struct slow { int n, seats; struct slow_call call[CALLS * DAYS]; struct slow_duty duty[OPERATORS][2 * DAYS];
              double free_s[OPERATORS], idle_since_s[OPERATORS]; };

static int slow_on_duty(const struct slow *s, int o, double t)
{
    for (int k = 0; k < 2 * DAYS; k++)
        if (t >= s->duty[o][k].on_s && t < s->duty[o][k].off_s)
            return 1;
    return 0;
}

/* Idle since the last call or the beginning of this stretch of duty. */
static double slow_idle_since(const struct slow *s, int o, double t)
{
    double since_s = s->free_s[o];
    for (int k = 0; k < 2 * DAYS; k++)
        if (t >= s->duty[o][k].on_s && t < s->duty[o][k].off_s && s->duty[o][k].on_s > since_s)
            since_s = s->duty[o][k].on_s;
    return since_s;
}

static int slow_free_operator(const struct slow *s, double t)
{
    int best = -1, busy = 0;
    for (int o = 0; o < OPERATORS; o++) {
        busy += s->free_s[o] > t;
        if (s->free_s[o] <= t && slow_on_duty(s, o, t) &&
            (best < 0 || slow_idle_since(s, o, t) < slow_idle_since(s, best, t)))
            best = o;
    }
    return busy < s->seats ? best : -1;
}

static int slow_next_caller(const struct slow *s)
{
    int best = -1;
    for (int i = 0; i < s->n; i++)
        if (s->call[i].outcome == CENTRE_WAITING && (best < 0 || s->call[i].class < s->call[best].class ||
            (s->call[i].class == s->call[best].class && s->call[i].at_s < s->call[best].at_s)))
            best = i;
    return best;
}

static void slow_serve(struct slow *s, double t)
{
    for (int o, i; (o = slow_free_operator(s, t)) >= 0 && (i = slow_next_caller(s)) >= 0;) {
        s->call[i].outcome = CENTRE_ANSWERED;
        s->call[i].operator = o;
        s->call[i].wait_s = t - s->call[i].at_s;
        s->free_s[o] = t + s->call[i].talk_s;
    }
}

static double slow_next_change(const struct slow *s, double t)
{
    double next_s = INFINITY;
    for (int o = 0; o < OPERATORS; o++) {
        if (s->free_s[o] > t)
            next_s = fmin(next_s, s->free_s[o]);
        for (int k = 0; k < 2 * DAYS; k++)
            if (s->duty[o][k].on_s > t)
                next_s = fmin(next_s, s->duty[o][k].on_s);
    }
    for (int i = 0; i < s->n; i++)
        if (s->call[i].outcome == CENTRE_WAITING)
            next_s = fmin(next_s, s->call[i].ends_s);
        else if (s->call[i].outcome == CENTRE_PENDING)
            next_s = fmin(next_s, s->call[i].at_s);
    return next_s;
}

static void slow_run(struct slow *s, int max_waiting)
{
    for (double t = -1; (t = slow_next_change(s, t)) < DAYS * 86400.0;) {
        slow_serve(s, t);
        int waiting = 0;
        for (int i = 0; i < s->n; i++) {
            struct slow_call *call = &s->call[i];
            if (call->outcome == CENTRE_WAITING && call->ends_s <= t) {
                call->outcome = CENTRE_ABANDONED;
                call->wait_s = call->ends_s - call->at_s;
            }
            waiting += call->outcome == CENTRE_WAITING;
        }
        for (int i = 0; i < s->n; i++)
            if (s->call[i].outcome == CENTRE_PENDING && s->call[i].at_s <= t)
                s->call[i].outcome = waiting < max_waiting || slow_free_operator(s, t) >= 0 ? CENTRE_WAITING : CENTRE_BLOCKED;
        slow_serve(s, t);
    }
}

static double uniform(uint32_t entity, uint32_t which)
{
    struct draw d = draw_at(draw_key(7, 0), PURPOSE_CALL_TIME, entity, which, 0);
    return draw_unit2(d.w[0], d.w[1]);
}

/* Call i of the test: evening peaks that run over midnight, all classes, some without patience. */
static struct slow_call random_call(uint32_t i)
{
    double day = i / CALLS, u = uniform(i, 0);
    struct slow_call c = { .at_s = 86400 * (day + 0.999 * sqrt(u)), .talk_s = (float)(-150 * log(uniform(i, 1))),
                           .class = (int)(5 * uniform(i, 2)), .operator = CENTRE_NOBODY };
    c.ends_s = c.at_s + (float)(-400 * log(uniform(i, 3)));
    return c;
}

static void agree(const struct centre *c, const struct slow *s)
{
    for (int i = 0; i < c->n; i++) {
        const struct centre_call *call = &c->call[i];
        const struct slow_call *slow = &s->call[call->tag];
        if (call->outcome == CENTRE_WAITING || call->outcome == CENTRE_PENDING)
            continue;
        assert_int_equal(call->outcome, slow->outcome);
        assert_int_equal(call->operator, slow->operator);
        assert_true(fabs((double)call->wait_s - slow->wait_s) < 0.01);
    }
}

static void agrees_with_a_search_through_everything(void **state)
{
    (void)state;
    static struct slow s;
    struct centre_rules rules = { .max_waiting = 15, .max_attempts = 1 };
    struct centre c;
    assert_int_equal(centre_init(&c, &rules, OPERATORS, &err), 0);
    s.seats = 6;
    for (uint32_t i = 0; i < CALLS * DAYS; i++)
        s.call[s.n++] = random_call(i);
    for (int o = 0; o < OPERATORS; o++)
        for (int k = 0; k < 2 * DAYS; k++) {
            double on_s = 43200.0 * k + 2000 * o + 1, off_s = on_s + 30000 + 1500 * o;     /* some over midnight */
            s.duty[o][k] = (struct slow_duty){ on_s, off_s };
        }
    slow_run(&s, rules.max_waiting);
    long blocked = 0, abandoned = 0, waiting = 0;
    for (int day = 0; day < DAYS; day++) {
        centre_open(&c);
        centre_seats(&c, 0, s.seats);
        for (int o = 0; o < OPERATORS; o++)
            for (int k = 2 * day; k < 2 * day + 2; k++)
                centre_duty(&c, o, s.duty[o][k].on_s - day * 86400.0, s.duty[o][k].off_s - day * 86400.0);
        for (int i = day * CALLS; i < (day + 1) * CALLS; i++) {
            int row = call(&c, s.call[i].at_s - day * 86400.0, s.call[i].talk_s, s.call[i].ends_s - s.call[i].at_s,
                           s.call[i].class);
            c.call[row].tag = (uint64_t)i;
        }
        run(&c);
        agree(&c, &s);
        blocked += c.count.blocked;
        abandoned += c.count.abandoned;
        waiting += c.count.waiting_after;
    }
    assert_true(blocked > 50 && abandoned > 500 && waiting > 0);        /* the test reaches what it is about */
    centre_free(&c);
}

static void a_copy_lives_the_same_life(void **state)
{
    (void)state;
    struct centre_rules rules = redialling(4);
    struct centre a = staffed(&rules, 3), b = { 0 };
    for (int day = 0; day < 3; day++) {
        if (day > 0)
            centre_open(&a);
        if (day == 2) {
            assert_int_equal(centre_copy(&b, &a, &err), 0);
            run(&b);
        }
        for (uint32_t i = 0; i < CALLS && day < 2; i++) {
            struct slow_call r = random_call(i);
            int row = call(&a, r.at_s, r.talk_s, r.ends_s - r.at_s, r.class);
            a.call[row].key = i;
            a.call[row].day = (uint32_t)day;
        }
        run(&a);
    }
    assert_true(a.n > 100 && a.n == b.n && a.count.answered == b.count.answered);
    for (int i = 0; i < a.n; i++)
        assert_true(a.call[i].at_s == b.call[i].at_s && a.call[i].wait_s == b.call[i].wait_s &&
                    a.call[i].operator == b.call[i].operator && a.call[i].outcome == b.call[i].outcome);
    centre_free(&a);
    centre_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest_idle_operator_takes_the_call),
        cmocka_unit_test(urgent_callers_go_first_then_who_came_first),
        cmocka_unit_test(patience_ends_at_its_second),
        cmocka_unit_test(busy_signal_counts_callers_who_still_wait),
        cmocka_unit_test(who_goes_off_duty_finishes_the_call),
        cmocka_unit_test(stretches_that_touch_keep_the_place_in_line),
        cmocka_unit_test(seats_limit_new_calls_only),
        cmocka_unit_test(wrap_up_skill_and_the_right_to_hang_up),
        cmocka_unit_test(what_is_open_goes_over_midnight),
        cmocka_unit_test(abandoned_callers_dial_again_by_the_law),
        cmocka_unit_test(a_chain_keeps_its_first_row_and_its_limit),
        cmocka_unit_test(agrees_with_a_search_through_everything),
        cmocka_unit_test(a_copy_lives_the_same_life),
    };
    return cmocka_run_group_tests_name("centre", tests, NULL, NULL);
}
