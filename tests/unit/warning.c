/* warning.c (unit) - clusters raise alarms, and following them up finds its share. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/scenario/params.h"
#include "town.h"

static struct watch *watch_of(struct town *t, int street, const char *kind)
{
    return &t->world.watches.row[street * t->file.scenario.n_kinds + town_kind(t, kind)];
}

/* A town in which nothing happens by itself, on the morning of the fifth look. */
static void watched(struct town *t, const char *finds)
{
    char set[40];
    snprintf(set, sizeof set, "warning.finds=%s", finds);
    town_found(t, 5, LIST("early-warning"), LIST("calendar.warmup=0", "warning.every_d=7", "warning.baseline_d=28",
                                                 "warning.factor=2", "warning.least=3", "warning.look_h=6", set));
    town_demand(warning_room(&t->day, &t->err), &t->err);
    t->world.looks = 4;
    t->day.t = 28;
    t->day.date = t->city.date;
}

/* --- alarms --- */

/* So many times what is usual, and no less than so many; of what nothing can be done about, never. */
static void an_alarm_is_raised_where_more_comes_than_is_usual(void **state)
{
    (void)state;
    static const struct { double usual; uint16_t came; uint8_t alarm; } CASE[] = {
        { 2, 3, 0 }, { 2, 4, 1 }, { 0, 2, 0 }, { 0, 3, 1 }, { 10, 19, 0 }, { 10, 20, 1 } };
    enum { CASES = sizeof CASE / sizeof *CASE };
    struct town t;
    watched(&t, "0.1");
    for (int i = 0; i < CASES; i++) {
        struct watch *x = watch_of(&t, i % 3, i < 3 ? "sanitation" : "heating");
        *x = (struct watch){ .usual = (float)CASE[i].usual, .came = CASE[i].came };
        watch_of(&t, i % 3, "unreasonable")->came = 100;
        watch_of(&t, i % 3, "noise")->came = 100;           /* it does not grow */
    }
    warning_morning(&t.day);
    for (int i = 0; i < CASES; i++) {
        const struct watch *x = watch_of(&t, i % 3, i < 3 ? "sanitation" : "heating");
        assert_int_equal(x->alarm, CASE[i].alarm);
        assert_true(x->came == 0 && fabs((double)x->usual - (CASE[i].usual + (CASE[i].came - CASE[i].usual) / 5)) < 1e-5);
    }
    assert_int_equal(t.day.facts.warnings, 3);
    double hours = 0;
    for (int u = 0; u < t.city.n_units; u++)
        hours += (double)t.world.offices.row[u].measure_h;
    assert_float_equal(hours, 3 * 6, 1e-6);
    t.day.t++;                                              /* not a day for it */
    watch_of(&t, 0, "heating")->came = 100;
    warning_morning(&t.day);
    assert_int_equal(t.day.facts.warnings, 3);
    town_leave(&t);
}

/* With Poisson counts of mean m that never rise, alarms come as often as the law says: P(N >= 2 m). */
static void false_alarms_come_by_the_law_of_poisson(void **state)
{
    (void)state;
    enum { N = 40000, M = 3 };
    struct town t;
    double law = 1, term = exp(-M);
    for (int n = 0; n < 2 * M; n++) {
        law -= term;
        term *= (double)M / (n + 1);
    }
    watched(&t, "0.1");
    for (uint32_t i = 0; i < N; i++) {
        double u = draw_unit(draw_at(t.day.key, PURPOSE_WARNING, i, 77, 77).w[0]);
        *watch_of(&t, 0, "heating") = (struct watch){ .usual = M, .came = (uint16_t)draw_poisson(M, u) };
        warning_morning(&t.day);
    }
    assert_true(fabs((double)t.day.facts.warnings / N - law) < 4 * sqrt(law * (1 - law) / N));
    town_leave(&t);
}

/* --- what is found --- */

/* Its share of the open needs of that street and kind that no unit has, and the competent unit has them that evening. */
static void a_look_finds_its_share(void **state)
{
    (void)state;
    enum { N = 3000 };
    struct town t;
    struct world *w = &t.world;
    watched(&t, "0.3");
    town_tickets(&t, 40, "heating", "heating");             /* in hand already */
    town_demand(column_reserve(&w->needs, 2 * N, &t.err) || column_reserve(&t.day.facts.born, 2 * N, &t.err) ||
                column_reserve(&t.day.facts.thinking, 2 * N, &t.err) || column_reserve(&w->tickets, N, &t.err) ||
                column_reserve(&w->changed, N, &t.err) || wheel_reserve(&w->ticket_wheel, N, &t.err), &t.err);
    for (uint32_t i = 0; i < 2 * N; i++) {
        struct birth_place at = { (int)(i % 2), t.city.street[i % 2].first, NOBODY };
        needs_create(&t.day, town_kind(&t, "heating"), 1000 + i, 0, at, 0);
    }
    watch_of(&t, 0, "heating")->came = 100;                 /* an alarm in street 0, none in street 1 */
    long before = t.day.facts.tickets_opened;
    warning_morning(&t.day);
    double found = t.day.facts.found.n, worse = 0;
    assert_true(fabs(found / N - 0.3) < 4 * sqrt(0.3 * 0.7 / N));
    for (uint32_t i = 0; i < t.day.facts.found.n; i++) {
        const struct need *n = &w->needs.row[t.day.facts.found.row[i]];
        assert_true(n->street == 0 && n->kind == town_kind(&t, "heating") && n->ticket == NOBODY);
        worse += n->worse < NEVER ? n->worse - 28.0 : 0;
    }
    assert_true(t.day.facts.warnings == 1 && t.day.facts.warnings_useful == 1);
    assert_float_equal(t.day.facts.lead_d, worse, 1e-6);
    warning_evening(&t.day);
    assert_float_equal((double)(t.day.facts.tickets_opened - before), found, 0);
    for (uint32_t i = 0; i < t.day.facts.found.n; i++) {
        const struct need *n = &w->needs.row[t.day.facts.found.row[i]];
        const struct ticket *row = &w->tickets.row[n->ticket];
        assert_true(row->state == TICKET_OPEN && row->unit == n->unit && row->recorded_kind == n->kind);
    }
    town_leave(&t);
}

/* --- living with it --- */

/* Counts of open needs, kept as they come and go, are what a count anew gives; repeats of one caller are not counted. */
static void counts_are_what_is_there(void **state)
{
    (void)state;
    enum { DAYS = 90 };
    struct town t;
    double came = 0, tickets = 0, looks = 0, right = 0;
    town_found(&t, 9, LIST("early-warning"), LIST("calendar.warmup=20", "calendar.days=80", "warning.every_d=90",
                                                  "calling.repeat_base=3", "city.sites=0"));
    for (uint32_t day = 0; day < DAYS; day++) {
        if (day == 30)
            t.world.watches.n = 0;                          /* as if the rule came now */
        town_live(&t, day);
        tickets += day >= 30 ? (double)t.day.facts.tickets_opened : 0;
        looks += (double)t.day.facts.warnings;
        right += (double)t.day.facts.warnings_right;
    }
    uint32_t *open = calloc(t.world.watches.n, sizeof *open);
    for (uint32_t i = 0; i < t.world.needs.n; i++) {
        const struct need *n = &t.world.needs.row[i];
        open[n->street * t.file.scenario.n_kinds + n->kind] += n->state == NEED_OPEN;
    }
    for (uint32_t i = 0; i < t.world.watches.n; i++) {
        assert_int_equal(t.world.watches.row[i].open, open[i]);
        came += t.world.watches.row[i].came;
    }
    assert_true(came > 100 && came < tickets && right <= looks);    /* fewer: consultations that become tickets are no request */
    free(open);
    town_leave(&t);
}

static void where_nobody_looks_nothing_is_kept(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 9, NULL, LIST("calendar.warmup=20", "calendar.days=20"));
    for (uint32_t day = 0; day < 40; day++)
        town_live(&t, day);
    assert_true(t.world.watches.room == 0 && t.world.looks == 0 && t.day.facts.found.room == 0);
    town_leave(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alarm_is_raised_where_more_comes_than_is_usual),
        cmocka_unit_test(false_alarms_come_by_the_law_of_poisson),
        cmocka_unit_test(a_look_finds_its_share),
        cmocka_unit_test(counts_are_what_is_there),
        cmocka_unit_test(where_nobody_looks_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
