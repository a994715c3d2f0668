/* The clairvoyant baseline of regret against every order of a few jobs, against hand-made sums, and where nobody works. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/trust/errands.h"
#include "looking.h"

enum { JOBS = 5, DAYS = 20, FACTOR = 3 };

/* Harm averted by the observer's baseline: one unit with one reference hour a day, n jobs, all its own, nobody works. */
static double averted_by_clairvoyant(const struct errand *job, uint32_t n_jobs, const char *temporary, double *none)
{
    struct looking l;
    look(&l, 3, NULL, LIST("calendar.warmup=0", "calendar.days=20", "handling.weekend_duty=1", "handling.hours_a_day=8",
                           "regret.ticket_share=0.5", "actions.temporary_fix.relief=0.6", "actions.temporary_fix.work=0.4",
                           "kinds.sanitation.worsen_d=10", "kinds.sanitation.worsen_factor=3", temporary));
    struct town *t = &l.town;
    int kind = town_kind(t, "sanitation");
    int unit = city_street_unit(&t->city, 0);
    t->city.unit[unit].officers = 0.25f;
    town_demand(column_reserve(&t->world.needs, JOBS, &t->err) || column_reserve(&t->day.facts.born, JOBS, &t->err) ||
                column_reserve(&t->day.facts.thinking, JOBS, &t->err), &t->err);
    t->day.date = t->city.date;
    for (uint32_t i = 0; i < n_jobs; i++) {
        uint32_t need = needs_create(&t->day, kind, i, 0, (struct birth_place){ 0, i, NOBODY }, 0);
        struct need *n = &t->world.needs.row[need];
        n->harm = (float)job[i].harm;
        n->effort_h = n->left_h = (float)job[i].effort_h;
        n->fade = (uint16_t)job[i].fade_d;
        n->worse = (uint16_t)job[i].worse_d;
    }
    for (uint32_t day = 0; day < DAYS; day++) {
        t->day.t = day;
        t->day.date = &t->city.date[day];
        regret_day(l.o, &t->day);
        t->day.facts.born.n = 0;
    }
    regret_finish(l.o, &t->day);
    double averted = l.o->fluid[0].averted;
    *none = l.o->harm_none;
    if (job[0].fade_d >= DAYS && job[0].worse_d >= DAYS)            /* nobody did anything: all regret is that nobody called */
        assert_true(fabs(outputs_of(&l.outputs, OUT_regret)[0] - 1) < 1e-5 &&
                    fabs(outputs_of(&l.outputs, OUT_regret_unreported)[0] - 1) < 1e-5);
    look_away(&l);
    return averted;
}

static void the_clairvoyant_is_not_beaten(void **state)
{
    (void)state;
    static const char NO_RELIEF[] = "actions.temporary_fix.relief_d=0", RELIEF[] = "actions.temporary_fix.relief_d=4";
    double least = 1, unrelieved;
    for (uint32_t trial = 0; trial < 12; trial++) {
        struct errands e = { .n = JOBS, .days_d = DAYS, .worse = FACTOR };
        struct errand *job = e.job;
        double harm = 0, none;
        for (uint32_t i = 0; i < JOBS; i++) {
            struct draw d = draw_at(draw_key(4, 0), PURPOSE_WORLD, i, trial, 0);
            job[i] = (struct errand){ 0.3 + 3 * draw_unit(d.w[0]), 0.4 + 7 * draw_unit(d.w[1]), DAYS + (int)i, NEVER };
            harm += job[i].harm;
        }
        double best = errands_best(&e), averted = averted_by_clairvoyant(job, JOBS, NO_RELIEF, &none);
        assert_true(fabs(averted - best) < 1e-5 * best);
        assert_true(fabs(none - harm * DAYS) < 1e-5 * none);
        assert_true(averted_by_clairvoyant(job, JOBS, RELIEF, &none) > averted * 0.999);
        for (int i = 0; i < JOBS; i++)          /* by harm averted per hour today: then another order can be better */
            job[i].fade_d = 5 + 4 * i;
        best = errands_best(&e);
        unrelieved = averted_by_clairvoyant(job, JOBS, NO_RELIEF, &none);
        assert_true(unrelieved <= best * 1.00001);
        least = fmin(least, unrelieved / best);
        harm = 0;
        for (int i = 0; i < JOBS; i++) {
            job[i].worse_d = 3 + 3 * i;
            harm += errands_harm(&e, i, 0);
        }
        best = errands_best(&e);
        unrelieved = averted_by_clairvoyant(job, JOBS, NO_RELIEF, &none);
        assert_true(unrelieved <= best * 1.00001);
        assert_true(fabs(none - harm) < 1e-5 * none);
        least = fmin(least, unrelieved / best);
    }
    print_message("# least share of the best order's: %.3f\n", least);
    assert_true(least > 0.8);
}

/* By hand, one hour a day. A need of harm 1 and 5 h fades on day 10; relief takes .6 of it for 2 h, .3 an hour and day. All
 * of a relief ends at once; the rest of the fix takes days 2, 3 and 4, a third each, less what the relief averts already. */
static void relief_comes_first_where_it_averts_more(void **state)
{
    (void)state;
    const struct errand one = { 1, 5, 10, NEVER }, lasting = { 1, 5, 37, NEVER }, worsens = { 1, 5, 10, 6 };
    double none, third = 1 / 3.0, by_hand;
    /* 4 d of relief: .6 x 4 / 2 = 1.2 an hour against 10 / 5 = 2 of a fix, so the fix it is */
    double fix = 0.2 * (10 + 9 + 8 + 7 + 6);
    assert_true(fabs(averted_by_clairvoyant(&one, 1, "actions.temporary_fix.relief_d=4", &none) - fix) < 1e-5);
    assert_true(fabs(none - 10) < 1e-5);
    /* 20 d: .6 x 10 / 2 = 3 against 2; the relief lasts as long as the need */
    by_hand = 0.3 * (10 + 9) + third * (1 - 0.6) * (8 + 7 + 6);
    assert_true(fabs(averted_by_clairvoyant(&one, 1, "actions.temporary_fix.relief_d=20", &none) - by_hand) < 1e-5);
    /* 7 d: 2.1 against 2; done on days 0 and 1 the relief ends on day 7 */
    by_hand = 0.3 * (7 + 6) + third * (8 + 7 + 6) - 0.6 * third * (5 + 4 + 3);
    assert_true(fabs(averted_by_clairvoyant(&one, 1, "actions.temporary_fix.relief_d=7", &none) - by_hand) < 1e-5);
    /* harm beyond the horizon of 20 d does not count: 7 d of relief avert 2.1 an hour, a fix 4 */
    fix = 0.2 * (20 + 19 + 18 + 17 + 16);
    assert_true(fabs(averted_by_clairvoyant(&lasting, 1, "actions.temporary_fix.relief_d=7", &none) - fix) < 1e-5);
    /* three times the harm from day 6 on, 18 in all: 7 d of relief avert .3 x (6 + 3), a fix 18 / 5, 20 d of relief .3 x 18 */
    fix = 0.2 * (18 + 17 + 16 + 15 + 14);
    assert_true(fabs(averted_by_clairvoyant(&worsens, 1, "actions.temporary_fix.relief_d=7", &none) - fix) < 1e-5);
    by_hand = 0.3 * (18 + 17) + third * (1 - 0.6) * (16 + 15 + 14);
    assert_true(fabs(averted_by_clairvoyant(&worsens, 1, "actions.temporary_fix.relief_d=20", &none) - by_hand) < 1e-5);
    assert_true(fabs(none - 18) < 1e-5);
}

/* What an hour averts falls while a need waits. Two jobs of 3 h: harm 2 until day 6 (4 an hour on day 0) and 1 until day 20
 * (6.7): the second goes first, done on days 0 to 2; then the first, a third a day. */
static void an_hour_is_weighed_on_its_day(void **state)
{
    (void)state;
    const struct errand two[] = { { 2, 3, 6, NEVER }, { 1, 3, 37, NEVER } };
    const struct errand late[] = { { 2, 3, 12, NEVER }, { 1, 4, 14, NEVER }, { 3, 9, 18, NEVER } };
    double none, third = 1 / 3.0, by_hand = third * (20 + 19 + 18) + 2 * third * (3 + 2 + 1);
    assert_true(fabs(averted_by_clairvoyant(two, 2, "actions.temporary_fix.relief_d=0", &none) - by_hand) < 1e-5);
    /* day 0: 8, 3.5, 6 an hour; after three days of the first: 2.75 of the second, 5 of the third, which takes nine days;
     * on day 12 half a unit of harm an hour is left of the second: 2 x .25 */
    by_hand = 2 * third * (12 + 11 + 10) + third * (15 + 14 + 13 + 12 + 11 + 10 + 9 + 8 + 7) + 0.25 * (2 + 1);
    assert_true(fabs(averted_by_clairvoyant(late, 3, "actions.temporary_fix.relief_d=0", &none) - by_hand) < 1e-5);
}

/* Where nobody works, harm is what the baseline says it is. */
static void without_service_all_harm_is_done(void **state)
{
    (void)state;
    struct looking l;
    look(&l, 5, NULL, LIST("calendar.warmup=30", "calendar.days=100", "city.street_officers=0.1", "city.sites=0",
        "handling.hours_a_day=1", "handling.own_floor=100", "channels.self_help.solves=0", "channels.community.solves=0",
        "channels.court.solves=0", "channels.police.solves=0", "channels.petition.solves=0", "emergency.solves=0"));
    for (uint32_t day = 0; day < 130; day++) {
        town_live(&l.town, day);
        town_demand(observe_day(l.o, &l.town.day, &l.town.err), &l.town.err);
    }
    town_demand(observe_finish(l.o, &l.town.day, &l.town.err), &l.town.err);
    print_message("# harm %.6g, of nobody's service %.6g\n", l.o->window.harm, l.o->harm_none);
    assert_true(l.o->harm_none > 1000);
    assert_true(fabs(l.o->window.harm - l.o->harm_none) < 1e-4 * l.o->harm_none);
    look_away(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clairvoyant_is_not_beaten),
        cmocka_unit_test(relief_comes_first_where_it_averts_more),
        cmocka_unit_test(an_hour_is_weighed_on_its_day),
        cmocka_unit_test(without_service_all_harm_is_done),
    };
    return cmocka_run_group_tests_name("clairvoyant", tests, NULL, NULL);
}
