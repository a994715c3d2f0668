/* Staffing: rehearsals and searches against Erlang's queues, forecasts against the law that made their days, the roster's
 * arithmetic, what is kept on disk.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <unistd.h>

#include "analysis/staffing/erlang.h"
#include "analysis/staffing/headcount.h"
#include "analysis/queues/queueing.h"
#include "analysis/staffing/requirement.h"
#include "analysis/staffing/staffing.h"
#include "sim/base/num.h"
#include "expected.h"
#include "town.h"

enum { PER_DAY = 48, INTERVAL_S = 1800, SLOTS = 7 * PER_DAY };

/* A centre with Poisson calls at a constant rate and exponential talk, as the formulas have it. */
struct bench {
    struct scenario_loaded file;
    struct forecast forecast;
    struct crew crew;
    struct rehearsal rehearsal;
    int on[8 * SLOTS];
};

static void talk_exponential(struct bench *b, double service_s)
{
    struct forecast_samples samples = { 0 };
    enum { N = 400 };
    for (int i = 0; i < PER_DAY; i++)
        for (int k = 0; k < N; k++) {
            double quantile = -num_log(1 - (k + 0.5) / N);
            struct forecast_call call = { .talk_s = (float)(service_s * quantile), .interval = (uint8_t)i,
                                          .class = CLASS_ORDINARY };
            town_demand(forecast_sample(&samples, call, FORECAST_MOST_SAMPLES, &(struct err){ 0 }), &(struct err){ 0 });
        }
    town_demand(forecast_adopt(&b->forecast, &samples, "test", &(struct err){ 0 }), &(struct err){ 0 });
}

static void bench_set(struct bench *b, double load, double service_s, const char *target, const char *const *settings)
{
    struct err err = { 0 };
    memset(b, 0, sizeof *b);
    town_load(&b->file, NULL, settings);
    town_demand(forecast_init(&b->forecast, INTERVAL_S, &err), &err);
    for (int k = 0; k < SLOTS; k++)
        b->forecast.calls[k] = load / service_s * INTERVAL_S;
    talk_exponential(b, service_s);
    b->crew = (struct crew){ .s = &b->file.scenario };
    b->rehearsal = (struct rehearsal){ .forecast = &b->forecast, .crew = &b->crew, .seed = 7, .n_goals = 1 };
    struct goal goal = goal_of(target);
    town_demand(rehearsal_scope(&b->rehearsal.goal[0], &goal, &b->file.scenario, &err), &err);
}

static void bench_clear(struct bench *b)
{
    forecast_free(&b->forecast);
    crew_free(&b->crew);
    scenario_free(&b->file);
}

static int seats(void *self, int number, struct rehearsal_cover *cover, struct err *err)
{
    struct bench *b = self;
    (void)err;
    for (int k = 0; k < SLOTS; k++)
        b->on[k] = number;
    *cover = (struct rehearsal_cover){ .on_duty = b->on };
    return 0;
}

static struct headcount search_of(struct bench *b, struct headcount_tried *tried)
{
    return (struct headcount){ .r = &b->rehearsal, .tried = tried, .kind = 't', .alpha = 0.05, .threads = 2, .least = 1,
                               .most = 24, .most_replicates = HEADCOUNT_FIRST_LOOK, .cover = seats, .self = b };
}

#define PATIENT LIST("centre.patience_mu=20", "centre.patience_sigma=0", "centre.redial_attempts=1", "calendar.hour_cv=0")

/* ---- the engine under the forecast is the queue that the formulas describe ---- */

static void a_rehearsal_is_the_queue_of_the_formula(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    bench_set(&b, 3, 400, "answered_20s>=.8", PATIENT);
    struct headcount_tried *tried = headcount_open(NULL, 0, 0, &err);
    for (int n = 4; n <= 6; n++) {
        struct headcount h = search_of(&b, tried);
        const struct headcount_trial *trial = headcount_try(&h, n, &err);
        double theory = queueing_erlang_c_within(forecast_talk_s(&b.forecast) * 3 / 400, n, forecast_talk_s(&b.forecast), 20);
        if (fabs(trial->value[0] - theory) > 4.5 * trial->error[0] || trial->error[0] > 0.01)
            fail_msg("%d: %g, theory %g, error %g", n, trial->value[0], theory, trial->error[0]);
    }
    headcount_close(tried);
    bench_clear(&b);
}

/* The number that Erlang's formula gives, from guesses far below and far above. */
static void a_search_finds_the_number_of_the_formula(void **state)
{
    (void)state;
    static struct bench b;
    const struct { double load; const char *target; } ask[] = {
        { 5, "answered_20s>=.8" }, { 1.7, "wait<=40" }, { 3, "waits<=.2" } };
    for (int i = 0; i < 3; i++) {
        struct err err = { 0 };
        bench_set(&b, ask[i].load, 400, ask[i].target, PATIENT);
        double service_s = forecast_talk_s(&b.forecast);
        struct erlang_system s = { ERLANG_C, ask[i].load * service_s / 400, service_s, NAN, 0 };
        int theory, guess[] = { 1, 8, 24 };
        town_demand(erlang_agents(&s, 1, &b.rehearsal.goal[0].goal, &theory, &err), &err);
        struct headcount_tried *tried = headcount_open(NULL, 0, 0, &err);
        for (int g = 0; g < 3; g++) {
            struct headcount h = search_of(&b, tried);
            int number = 0;
            town_demand(headcount_search(&h, guess[g], &number, &err), &err);
            assert_int_equal(number, theory);
        }
        headcount_close(tried);
        bench_clear(&b);
    }
}

static void what_no_number_meets_is_told(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    bench_set(&b, 12, 400, "answered_20s>=.8", PATIENT);
    struct headcount_tried *tried = headcount_open(NULL, 0, 0, &err);
    struct headcount h = search_of(&b, tried);
    int number = 0;
    h.most = 10;
    town_demand(headcount_search(&h, 3, &number, &err), &err);
    assert_int_equal(number, 11);
    headcount_close(tried);
    bench_clear(&b);
}

/* ---- the theory: a flat week is the plain formula, a lonely peak is felt later ---- */

static void a_flat_week_takes_what_the_formula_says(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    bench_set(&b, 20, 180, "answered_20s>=.9", LIST("centre.redial_share=[0,0,0,0,0,0,0]", "calendar.hour_cv=0"));
    struct staffing_theory t;
    town_demand(staffing_theory(&t, &b.rehearsal, &err), &err);
    struct erlang_system s = { ERLANG_A, 20 * t.service_s / 180, t.service_s, t.patience_s, 0 };
    int theory;
    town_demand(erlang_agents(&s, 1, &b.rehearsal.goal[0].goal, &theory, &err), &err);
    staffing_require(&t, 1, b.on);
    for (int k = 0; k < SLOTS; k++)
        assert_int_equal(b.on[k], theory);
    assert_true(fabs(t.load[17] - s.load) < 1e-3 * s.load);
    staffing_theory_free(&t);
    bench_clear(&b);
}

static void load_lags_behind_the_calls(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    bench_set(&b, 0, 600, "answered_20s>=.9", PATIENT);
    b.forecast.calls[20] = 300;
    struct staffing_theory t;
    town_demand(staffing_theory(&t, &b.rehearsal, &err), &err);
    double sum = 0;
    for (int k = 0; k < SLOTS; k++)
        sum += t.load[k];
    assert_true(fabs(sum - 300 * t.service_s / INTERVAL_S) < 1e-6 * sum);       /* no work is lost */
    assert_true(t.load[19] == 0 && t.load[21] > 0.15 * t.load[20]);
    staffing_theory_free(&t);
    bench_clear(&b);
}

/* Nobody is ever on the silver line: its calls are the ordinary line's, and it takes as many posts as if there were none. */
static void who_finds_nobody_on_a_line_is_taken_on_the_ordinary(void **state)
{
    (void)state;
    static struct bench b;
    int posts[2];
    for (int silver = 0; silver < 2; silver++) {
        struct err err = { 0 };
        struct staffing_theory t;
        bench_set(&b, 3, 180, "answered_30s>=.9", LIST("lines.silver.open=true", "lines.silver.staff=0"));
        for (int k = 0; silver && k < b.forecast.n; k += 5)
            b.forecast.call[k].line = 1;
        town_demand(staffing_theory(&t, &b.rehearsal, &err), &err);
        posts[silver] = staffing_posts(&t, 1000, &err);
        staffing_theory_free(&t);
        bench_clear(&b);
    }
    assert_in_range(posts[0], 10, 200);
    assert_int_equal(posts[1], posts[0]);
}

/* Open from 22:00 to 02:00: there somebody is required though nobody calls; nowhere else, and nowhere fewer than the load takes. */
static void an_open_line_takes_somebody(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    bench_set(&b, 0, 600, "answered_20s>=.9", PATIENT);
    b.forecast.calls[2] = 60;
    struct staffing_theory t;
    town_demand(staffing_theory(&t, &b.rehearsal, &err), &err);
    t.floor = (struct staffing_floor){ 2, 22 * 3600, 2 * 3600 };
    staffing_require(&t, 1, b.on);
    assert_true(b.on[2] > t.load[2]);                       /* though nobody ever hangs up */
    for (int k = PER_DAY; k < SLOTS; k++)
        assert_int_equal(b.on[k], k % PER_DAY < 4 || k % PER_DAY >= 44 ? 2 : 0);
    for (int k = SLOTS; k < (b.crew.s->n_lines + 1) * SLOTS; k++)
        assert_int_equal(b.on[k], 0);
    staffing_theory_free(&t);
    bench_clear(&b);
}

/* ---- forecasts ---- */

static void a_forecast_finds_the_law_of_its_days(void **state)
{
    (void)state;
    struct forecast f;
    struct forecast_days days = { 0 };
    struct err err = { 0 };
    struct draw_key key = draw_key(3, 0);
    enum { DAYS = 2800 };
    town_demand(forecast_init(&f, 3600, &err), &err);
    for (uint32_t d = 0; d < DAYS; d++) {
        struct draw x = draw_at(key, PURPOSE_BUSY, 0, 0, d);
        double busy = num_gamma_quantile_unit_mean(1 / (0.2 * 0.2), num_normal(draw_unit2(x.w[0], x.w[1])));
        int row = forecast_day(&days, 24, (int)(d % 7), 1, 0, &err);
        for (uint32_t i = 0; i < 24; i++) {
            struct draw n = draw_at(key, PURPOSE_NEED_COUNT, i, 0, d);
            uint32_t calls = draw_poisson(busy * (10 + d % 7 + i), draw_unit2(n.w[0], n.w[1]));
            days.count[row * 24 + (int)i] = d % 97 == 3 && i == 5 ? NAN : calls;
        }
    }
    town_demand(forecast_fit(&f, &days, "test", &err), &err);
    assert_true(fabs(f.busy_cv - 0.2) < 0.01);
    for (int k = 0; k < 7 * 24; k++)
        assert_true(fabs(f.calls[k] / (10 + k / 24 + k % 24) - 1) < 0.06);
    forecast_days_free(&days);
    forecast_free(&f);
}

static void a_hole_in_the_week_is_told(void **state)
{
    (void)state;
    struct forecast f;
    struct forecast_days days = { 0 };
    struct err err = { 0 };
    town_demand(forecast_init(&f, 3600, &err), &err);
    for (int d = 0; d < 6; d++)
        forecast_day(&days, 24, d, 1, 3, &err);
    assert_int_equal(forecast_fit(&f, &days, "six days", &err), -1);
    assert_non_null(strstr(err.text, "Sunday 00:00"));
    forecast_days_free(&days);
    forecast_free(&f);
}

/* A week in which each weekday comes once says nothing of how far Mondays differ. */
static void one_week_does_not_tell_how_days_differ(void **state)
{
    (void)state;
    struct forecast f;
    struct forecast_days days = { 0 };
    struct err err = { 0 };
    town_demand(forecast_init(&f, 3600, &err), &err);
    for (int d = 0; d < 8; d++) {
        forecast_day(&days, 24, d % 7, 1, 3 + d, &err);
        if (d < 6)
            continue;
        town_demand(forecast_fit(&f, &days, "test", &err), &err);
        assert_int_equal(f.busy_told, d == 7);
    }
    forecast_days_free(&days);
    forecast_free(&f);
}

static void a_sample_stays_an_even_share(void **state)
{
    (void)state;
    struct forecast_samples s = { 0 };
    for (int i = 0; i < 1000; i++)
        forecast_sample(&s, (struct forecast_call){ .talk_s = (float)i }, 100, &(struct err){ 0 });
    assert_true(s.n > 50 && s.n <= 100);
    for (int i = 1; i < s.n; i++)
        assert_true(s.call[i].talk_s - s.call[i - 1].talk_s == (float)s.every);
    free(s.call);
}

/* Short calls Monday to Friday, long and urgent ones at the weekend; Sunday has five a slot, too few but for its neighbours. */
static void calls_are_like_those_of_their_weekday(void **state)
{
    (void)state;
    struct forecast f;
    struct forecast_samples samples = { 0 };
    struct err err = { 0 };
    town_demand(forecast_init(&f, INTERVAL_S, &err), &err);
    for (int k = 0; k < SLOTS; k++) {
        int day = k / PER_DAY, weekend = day >= 5;
        f.calls[k] = weekend ? 1 : 3;
        for (int i = 0; i < (day == 6 ? 5 : 250); i++)
            town_demand(forecast_sample(&samples, (struct forecast_call){ .talk_s = weekend ? 300 : 100, .day = (uint8_t)day,
                                        .interval = (uint8_t)(k % PER_DAY), .class = weekend ? CLASS_URGENT : CLASS_ORDINARY },
                                        FORECAST_MOST_SAMPLES, &err), &err);
    }
    town_demand(forecast_adopt(&f, &samples, "test", &err), &err);
    for (int k = 0; k < SLOTS; k++) {
        int weekend = k / PER_DAY >= 5;
        assert_true(f.until[k] - f.from[k] >= FORECAST_FEWEST);
        assert_float_equal(forecast_slot_talk_s(&f, k), weekend ? 300 : 100, 1e-9);
        assert_float_equal(forecast_share(&f, k, CLASS_URGENT, NONE), weekend, 1e-12);
    }
    assert_float_equal(forecast_talk_s(&f), (15 * 100 + 2 * 300) / 17.0, 1e-9);
    forecast_free(&f);
}

/* ---- who is on duty ---- */

/* Seven posts on one shift of 8 hours, two days off in seven, 12 % of it away. */
static void cover_adds_up_to_the_hours_of_the_roster(void **state)
{
    (void)state;
    struct town t;
    static double on[8 * SLOTS];
    double hours = 0, most = 0;
    town_found(&t, 1, NULL, LIST("shifts.evening=~", "shifts.night=~", "shifts.office.start_h=20", "shifts.office.length_h=8",
                                 "operators.shrinkage=0.12"));
    struct crew crew = { .s = &t.file.scenario, .absent = 0.1 };
    crew_cover(&crew, 7, INTERVAL_S, on);
    for (int k = 0; k < SLOTS; k++) {
        hours += on[k] / 2;
        most = on[k] > most ? on[k] : most;
    }
    assert_true(fabs(hours - 7 * 5 * 8 * 0.88 * 0.9) < 1e-9);
    assert_true(most <= 5 * 0.9 + 1e-9 && on[PER_DAY + 2] > 0 && on[PER_DAY + 20] == 0);    /* Tuesday 01:00 is Monday's night */
    town_leave(&t);
}

/* ---- what is kept ---- */

static void a_requirement_comes_back(void **state)
{
    (void)state;
    struct requirement r, back;
    struct err err = { 0 };
    char path[] = "/tmp/requirement-XXXXXX";
    close(mkstemp(path));
    town_demand(requirement_init(&r, INTERVAL_S, &err), &err);
    for (int k = 0; k < SLOTS; k++) {
        r.calls[k] = k / 3.0;
        r.theory[k] = k;
        r.requirement[k] = k + 1;
        r.cover[k] = k % 2 ? NAN : k * 1.1;
    }
    town_demand(requirement_write(&r, path, &err) || requirement_read(&back, path, &err), &err);
    assert_int_equal(back.per_day, PER_DAY);
    for (int k = 0; k < SLOTS; k++) {
        assert_true(back.calls[k] == r.calls[k] && back.theory[k] == r.theory[k] && back.requirement[k] == r.requirement[k]);
        assert_true(k % 2 ? isnan(back.cover[k]) : back.cover[k] == r.cover[k]);
    }
    requirement_free(&back);
    FILE *file = fopen(path, "a");
    fputs("Mon,00:00,1,1,1,1,1\n", file);
    fclose(file);
    assert_int_equal(requirement_read(&back, path, &err), -1);
    assert_non_null(strstr(err.text, "no week"));
    requirement_free(&r);
    unlink(path);
}

static void intervals_that_are_short_are_told(void **state)
{
    (void)state;
    struct requirement r;
    struct err err = { 0 };
    town_demand(requirement_init(&r, INTERVAL_S, &err), &err);
    for (int k = 0; k < SLOTS; k++) {
        r.requirement[k] = 3;
        r.cover[k] = k == 17 ? 2.5 : k == 40 ? 0 : k == 41 ? NAN : 3.25;
    }
    struct requirement_gap gap = requirement_gap(&r);
    assert_int_equal(gap.intervals, 2);
    assert_int_equal(gap.worst, 40);
    assert_int_equal(gap.nobody, 1);
    assert_float_equal(gap.hours, (0.5 + 3) / 2, 1e-12);
    assert_float_equal(requirement_short(&r, 0), 0, 0);
    assert_true(isnan(requirement_short(&r, 41)));
    requirement_free(&r);
}

/* A search that stopped goes on to the same end with nothing done twice; a torn line is done again. */
static void a_journal_is_gone_on_with(void **state)
{
    (void)state;
    static struct bench b;
    struct err err = { 0 };
    char path[] = "/tmp/journal-XXXXXX";
    int number[3] = { 0 };
    close(mkstemp(path));
    bench_set(&b, 2, 400, "answered_20s>=.8", PATIENT);
    for (int round = 0; round < 3; round++) {
        struct headcount_tried *tried = headcount_open(path, round > 0, 99, &err);
        town_demand(!tried, &err);
        struct headcount h = search_of(&b, tried);
        assert_true(round == 0 ? headcount_remembered(tried) == 0 : headcount_remembered(tried) > 30);
        town_demand(headcount_search(&h, 3, &number[round], &err), &err);
        assert_int_equal(number[round], number[0]);
        headcount_close(tried);
        if (round == 0 && truncate(path, 2000))
            fail_msg("no room");
    }
    assert_null(headcount_open(path, 1, 98, &err));
    assert_non_null(strstr(err.text, "another question"));
    unlink(path);
    bench_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rehearsal_is_the_queue_of_the_formula),
        cmocka_unit_test(a_search_finds_the_number_of_the_formula),
        cmocka_unit_test(what_no_number_meets_is_told),
        cmocka_unit_test(a_flat_week_takes_what_the_formula_says),
        cmocka_unit_test(load_lags_behind_the_calls),
        cmocka_unit_test(who_finds_nobody_on_a_line_is_taken_on_the_ordinary),
        cmocka_unit_test(an_open_line_takes_somebody),
        cmocka_unit_test(a_forecast_finds_the_law_of_its_days),
        cmocka_unit_test(a_hole_in_the_week_is_told),
        cmocka_unit_test(one_week_does_not_tell_how_days_differ),
        cmocka_unit_test(a_sample_stays_an_even_share),
        cmocka_unit_test(calls_are_like_those_of_their_weekday),
        cmocka_unit_test(cover_adds_up_to_the_hours_of_the_roster),
        cmocka_unit_test(a_requirement_comes_back),
        cmocka_unit_test(intervals_that_are_short_are_told),
        cmocka_unit_test(a_journal_is_gone_on_with),
    };
    return cmocka_run_group_tests_name("staffing", tests, NULL, NULL);
}
