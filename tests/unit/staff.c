/* Operators' pay and tears, growth, return visits, what is handed over: each against what can be said in closed form. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "town.h"

/* --- pay --- */

static double haste(struct town *t, double month_calls, double pace, double queued)
{
    struct operator_post p = { .month_calls = (float)month_calls, .pace = (float)pace };
    t->world.queued = queued;
    return pay_haste(&t->day, &p);
}

/* Far above the threshold every call is paid: x = wage of full haste / cost, as long as little time is saved. */
static void haste_is_what_pays_best(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 1, NULL, LIST("operators.piece_rate=true", "pay.per_call=2", "pay.haste_time=0.02", "pay.haste_cost=100",
                                 "pay.threshold=1000"));
    double calls = 100 * 30 * 5 / 7.0, gain = 2 * calls * 0.5 * 0.02;
    assert_true(fabs(haste(&t, 5000, 100, 0.5) - gain / 100) < 0.06);
    assert_true(haste(&t, 5000, 100, 0) == 0);              /* nobody waits: a second saved is no call */
    assert_true(haste(&t, 0, 10, 1) == 0);                  /* the threshold is out of reach */
    assert_true(haste(&t, 5000, 100, 0.9) > haste(&t, 5000, 100, 0.3));
    t.day.t = 29;                                           /* the last day: as strained, as well paid a day */
    assert_true(fabs(haste(&t, 5000, 100, 0.5) - gain / 100) < 0.06);
    town_leave(&t);
    town_found(&t, 1, NULL, LIST("operators.piece_rate=false"));
    assert_true(haste(&t, 5000, 100, 1) == 0);
    town_leave(&t);
}

/* Two equal operators, one of them hurried: less time a call, less often right. */
static void haste_shows_in_the_record(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 1, NULL, LIST("pay.haste_time=0.3", "pay.haste_errors=0.2"));
    assert_true(fabs(pay_time(&t.file.scenario, 0.5) - 0.85) < 1e-12);
    assert_true(fabs(pay_care(&t.file.scenario, 0.5) - 0.90) < 1e-12);
    town_leave(&t);
}

static void pay_day_counts_whole_months(void **state)
{
    (void)state;
    struct town t;
    struct operator_post p = { .on_duty = 1 };
    town_found(&t, 1, NULL, LIST("operators.piece_rate=true", "pay.base=2000", "pay.per_call=1.5", "pay.threshold=1000"));
    for (uint32_t day = 0; day < 60; day++) {
        t.day.t = day;
        pay_count(&t.day, &p, day < 30 ? 50 : 20);
    }
    assert_int_equal(t.day.facts.paid, 2);
    assert_int_equal(t.day.facts.paid_above, 1);            /* 1500 calls, then 600 */
    assert_true(fabs(t.day.facts.paid_yuan - (2000 + 1.5 * 500 + 2000)) < 1e-9);
    p.hired = 70;
    t.day.t = 89;
    pay_count(&t.day, &p, 50);
    assert_int_equal(t.day.facts.paid, 2);
    town_leave(&t);
}

/* --- growth --- */

static void growth_is_thinning(void **state)
{
    (void)state;
    enum { DAYS = 365 };
    double born[2][2] = { { 0 } };
    for (int grows = 0; grows < 2; grows++) {
        struct town t;
        town_found(&t, 9, NULL, LIST("calendar.warmup=0", "calendar.days=365", grows ? "city.growth=3" : "city.growth=0"));
        for (uint32_t day = 0; day < DAYS; day++) {
            town_live(&t, day);
            for (uint32_t i = 0; i < t.day.facts.born.n; i++) {
                const struct need *n = &t.world.needs.row[t.day.facts.born.row[i]];
                born[grows][day >= DAYS / 2] += n->site == NOBODY && !(n->flags & NEED_CHILD) && n->kind != 0;
            }
        }
        town_leave(&t);
    }
    for (int half = 0; half < 2; half++) {      /* mean of 4^(t / 365) over the half: (4^b - 4^a) / (log 4 (b - a)) */
        double factor = half ? (4 - 2) / (0.5 * log(4)) : (2 - 1) / (0.5 * log(4));
        assert_true(fabs(born[1][half] / born[0][half] / factor - 1) < 4 * sqrt(1 / born[0][half] + 1 / born[1][half]));
    }
}

static void posts_grow(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 2, LIST("psychological-line"), LIST("calendar.warmup=0", "calendar.days=200", "centre.growth=3"));
    for (uint32_t day = 0; day < 200; day++)
        town_live(&t, day);
    assert_int_equal(t.world.posts.n, (uint32_t)(4 * pow(4, 199 / 365.0)));
    assert_int_equal(t.world.centre.n_operators, t.world.posts.n);
    assert_int_equal(t.world.line[0].n_operators, t.world.posts.n);
    town_leave(&t);
}

/* --- what is handed over, who is phoned, who weeps --- */

struct totals { double handed_over, handed_back, phoned, closings, answers, tears; };

static struct totals lived(const char *const *settings)
{
    struct town t;
    struct totals sum = { 0 };
    town_found(&t, 4, NULL, settings);
    for (uint32_t day = 0; day < 150; day++) {
        town_live(&t, day);
        sum.handed_over += (double)t.day.facts.handed_over;
        sum.handed_back += (double)t.day.facts.handed_back;
        sum.phoned += (double)t.day.facts.phoned;
        sum.closings += t.day.facts.closings.n;
        for (uint32_t i = 0; i < t.day.facts.closings.n; i++)
            sum.answers += t.day.facts.closings.row[i].rated;
        sum.tears += (double)t.day.facts.tears;
    }
    town_leave(&t);
    return sum;
}

static void emergencies_are_handed_both_ways(void **state)
{
    (void)state;
    struct totals none = lived(LIST("emergency.handed=0", "channels.police.hands_over=0", "kinds.misdirected_emergency.rate=50"));
    struct totals both = lived(LIST("emergency.handed=1", "channels.police.hands_over=1", "kinds.misdirected_emergency.rate=50"));
    assert_true(none.handed_over == 0 && none.handed_back == 0);
    assert_true(both.handed_over > 20 && both.handed_back > 5);
}

static void who_is_phoned_answers(void **state)
{
    (void)state;
    struct totals some = lived(LIST("centre.return_visits=0.4", "rating.phoned_satisfied=1", "rating.phoned_dissatisfied=1",
                                    "rating.answer_satisfied=0", "rating.answer_dissatisfied=0"));
    assert_true(some.closings > 500);
    assert_true(fabs(some.phoned / some.closings - 0.4) < 4 * sqrt(0.24 / some.closings));
    assert_true(some.answers == some.phoned);
}

static void abuse_drives_to_tears(void **state)
{
    (void)state;
    assert_true(lived(LIST("operators.tears=0")).tears == 0);
    assert_true(lived(LIST("operators.tears=1", "operators.tears_exhaustion=0")).tears >= 4);       /* all four, and soon */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(haste_is_what_pays_best),
        cmocka_unit_test(haste_shows_in_the_record),
        cmocka_unit_test(pay_day_counts_whole_months),
        cmocka_unit_test(growth_is_thinning),
        cmocka_unit_test(posts_grow),
        cmocka_unit_test(emergencies_are_handed_both_ways),
        cmocka_unit_test(who_is_phoned_answers),
        cmocka_unit_test(abuse_drives_to_tears),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
