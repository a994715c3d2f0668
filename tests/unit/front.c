/* What stands before the queues: lines against Erlang's formula, machines, gates, records; and who is remembered. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/queues/queueing.h"
#include "sim/world/balance.h"
#include "town.h"

enum { CALLS = 20000 };

/* --- callers who are remembered --- */

static void remembers_callers(void **state)
{
    (void)state;
    struct callers c = { 0 }, twin = { 0 };
    struct err err = { 0 };
    assert_null(callers_find(&c, 7));
    for (uint32_t i = 0; i < 3000; i++) {
        assert_int_equal(callers_reserve(&c, 1, 10, 30, &err), 0);
        struct caller *row = callers_of(&c, 3 * i);
        row->points = (float)(1 + i % 5);
        row->touched = 10;
    }
    assert_int_equal(c.n, 3000);
    for (uint32_t i = 0; i < 9000; i++) {
        const struct caller *row = callers_find(&c, i);
        assert_true(i % 3 ? !row : row && row->points == (float)(1 + i / 3 % 5));
    }
    assert_true(fabs((double)callers_points(callers_find(&c, 12), 40, 30) - 2.5) < 1e-6);       /* 5 points, a half-life ago */
    callers_of(&c, 0)->blocked_until = 1000;
    callers_of(&c, 3)->points = 1e6f;
    assert_int_equal(callers_reserve(&c, c.room, 400, 30, &err), 0);    /* 13 half-lives later: only these two */
    assert_int_equal(c.n, 2);
    assert_int_equal(callers_copy(&twin, &c, &err), 0);
    callers_of(&twin, 0)->blocked_until = 5;
    assert_int_equal(callers_find(&c, 0)->blocked_until, 1000);
    assert_true(callers_find(&twin, 3)->points == 1e6f);
    callers_free(&twin);
    callers_free(&c);
}

/* As many new callers each day, forgotten after some days: the table stays as large as what is remembered. */
static void what_is_forgotten_takes_no_room(void **state)
{
    (void)state;
    enum { A_DAY = 200, HALF_LIFE_D = 2, LASTS_D = 9 /* 2^(-9/2) < .05 */ };
    struct callers c = { 0 };
    struct err err = { 0 };
    for (uint32_t day = 0; day < 3000; day++) {
        assert_int_equal(callers_reserve(&c, A_DAY, day, HALF_LIFE_D, &err), 0);
        for (uint32_t i = 0; i < A_DAY; i++) {
            struct caller *row = callers_of(&c, day * A_DAY + i);
            row->points = 1;
            row->touched = (uint16_t)day;
        }
    }
    assert_true(c.room <= 8 * (LASTS_D + 2) * A_DAY);
    assert_true(callers_points(&(struct caller){ .points = 1 }, LASTS_D, HALF_LIFE_D) == 0);    /* in the table or not */
    callers_free(&c);
}

/* --- calls put before the front by hand --- */

static void found(struct town *t, const char *const *settings)
{
    town_found(t, 5, NULL, settings);
    t->day.date = t->city.date;
    for (int l = 0; l < world_lines(&t->world); l++)
        centre_open(world_line(&t->world, l));
}

/* A question, the i-th of its kind, by resident i. */
static struct centre_call *ask(struct town *t, int kind, uint32_t i, double at_s)
{
    struct centre *c = &t->world.centre;
    int row = centre_add(c, &t->err);
    assert_true(row >= 0);
    c->call[row].at_s = at_s;
    c->call[row].talk_s = 60;
    c->call[row].patience_s = INFINITY;
    c->call[row].class = CLASS_ORDINARY;
    c->call[row].key = i;
    c->call[row].tag = call_tag(ABOUT_CONSULT, 0, kind, i % t->city.n_residents);
    return &c->call[row];
}

static void route(struct town *t) { town_demand(front_route(&t->day, &t->err), &t->err); }

/* One stream of calls, thinned by a line's share into two queues with their own operators: two systems of Erlang's. */
static void two_lines_are_two_systems(void **state)
{
    (void)state;
    enum { DAYS = 60 };
    const double rate = 20 / 180.0, service = 180, share = 0.3;
    const int staff[2] = { 17, 8 };
    struct town t;
    double wait[2] = { 0 }, calls[2] = { 0 };
    found(&t, LIST("centre.operators=20", "lines.silver.open=true", "lines.silver.only_elderly=false",
                   "lines.silver.share=0.3", "centre.patience_mu=20"));
    lines_staffed(&t.world, 1, 0, 2 * CENTRE_DAY_S);
    for (uint32_t day = 0, id = 0; day < DAYS; day++) {
        double at = 0;
        for (int l = 0; l < 2 && day > 0; l++)
            centre_open(world_line(&t.world, l));
        for (;; id++) {
            struct draw x = draw_at(draw_key(1, 0), PURPOSE_CALL_TIME, id, 0, 0);
            if ((at -= log(draw_unit(x.w[0])) / rate) >= CENTRE_DAY_S)
                break;
            ask(&t, 0, id, at)->talk_s = (float)(-service * log(draw_unit(x.w[1])));
        }
        route(&t);
        for (int l = 0; l < 2; l++) {
            struct centre *c = world_line(&t.world, l);
            for (int o = 0; o < staff[l] && day == 0; o++)
                centre_duty(c, o, 0, INFINITY);
            town_demand(centre_run(c, &t.err), &t.err);
            assert_true(centre_conserved(c));
            wait[l] += c->count.wait_answered_s;
            calls[l] += (double)c->count.answered;
        }
    }
    assert_true(fabs(calls[1] / (calls[0] + calls[1]) - share) < 0.006);
    for (int l = 0; l < 2; l++) {
        double load = rate * service * (l ? share : 1 - share);
        double theory = queueing_erlang_c_wait(load, staff[l], service), seen = wait[l] / calls[l];
        assert_true(fabs(seen - theory) < 0.12 * theory + 0.3);
    }
    town_leave(&t);
}

/* Shares of the posts are rounded up, each post has one line, and a line's posts are counted through. */
static void posts_are_shared_out(void **state)
{
    (void)state;
    static const struct { double silver, psychological; uint32_t posts, of[3]; } CASES[] = {
        { 0.12, 0.08, 20, { 15, 3, 2 } }, { 0.1, 0, 20, { 18, 2, 0 } }, { 0.001, 0.001, 4, { 2, 1, 1 } },
        { 0.5, 1, 7, { 0, 4, 3 } }, { 0.125, 0.25, 800, { 500, 100, 200 } },
    };
    struct town t;
    town_load(&t.file, NULL, LIST("lines.silver.open=true", "lines.psychological.open=true"));
    struct scenario *s = &t.file.scenario;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        uint32_t seen[3] = { 0 };
        s->lines[0].staff = CASES[i].silver;
        s->lines[1].staff = CASES[i].psychological;
        for (uint32_t p = 0; p < CASES[i].posts; p++) {
            struct lines_post at = lines_post(s, p, CASES[i].posts);
            assert_int_equal(at.place, at.line ? seen[at.line] : p);
            seen[at.line]++;
        }
        for (int l = 0; l < 3; l++)
            assert_int_equal(seen[l], CASES[i].of[l]);
    }
    scenario_free(&t.file);
}

/* Outside the hours in which somebody is there a line's calls are the ordinary line's. */
static void a_line_without_anybody_is_closed(void **state)
{
    (void)state;
    struct town t;
    found(&t, LIST("lines.silver.open=true", "lines.silver.only_elderly=false", "lines.silver.share=1"));
    lines_staffed(&t.world, 1, 9 * 3600, 10 * 3600);
    lines_staffed(&t.world, 1, 23 * 3600, 26 * 3600);
    for (int day = 0; day < 3; day++) {
        for (uint32_t i = 0; i < 24; i++)
            ask(&t, 0, i, 3600 * i + 1800);
        route(&t);
        struct centre *line = world_line(&t.world, 1);
        assert_int_equal(line->n, day == 0 ? 2 : day == 1 ? 2 : 0);
        for (int i = 0; i < line->n; i++)
            assert_true(day == 0 ? line->call[i].key == 9 || line->call[i].key == 23 : line->call[i].key < 2);
        assert_int_equal(t.world.centre.n, 24 - line->n);
        line->n = t.world.centre.n = 0;
        lines_midnight(&t.world);
    }
    town_leave(&t);
}

/* What a line's own callers wait deters nobody who would not reach it, nor does the wait of callers who are slowed. */
static void callers_expect_the_wait_of_their_own_line(void **state)
{
    (void)state;
    struct town t;
    struct lines_heard long_wait = { { 0, 1000, 0 }, { 0, 5, 0 } }, slowed = { { 0, 200, 9000 }, { 0, 20, 30 } };
    found(&t, LIST("lines.psychological.open=true", "lines.psychological.share=0.4", "record.kept=true", "record.yellow=10",
                   "gates.yellow.place=front", "gates.yellow.colour=yellow", "gates.yellow.action=slow", "gates.yellow.rate=1"));
    int talk = town_kind(&t, "emotional"), other = town_kind(&t, "consultation"), l = 2;
    assert_string_equal(t.file.scenario.lines[l - 1].name, "psychological");
    lines_learn(&t.day, l, &long_wait);                         /* 30 s, and a tenth of the way to 200 s */
    assert_true(fabs(lines_wait_s(&t.day, other, 0, 5) - 30) < 1e-9);
    assert_true(fabs(lines_wait_s(&t.day, talk, 0, 5) - (0.4 * 47 + 0.6 * 30)) < 1e-9);
    lines_learn(&t.day, 0, &slowed);                            /* 200 s of 20 calls: 28 s; 300 s: 57 s */
    town_demand(callers_reserve(&t.world.callers, 1, 0, 60, &t.err), &t.err);
    callers_of(&t.world.callers, 7)->points = 20;
    assert_true(fabs(lines_wait_s(&t.day, other, 0, 5) - 28) < 1e-9);
    assert_true(fabs(lines_wait_s(&t.day, other, 0, 7) - 57) < 1e-9);
    assert_true(fabs(lines_wait_s(&t.day, other, 1, 5) - (28 + 0.85 * 2)) < 1e-9);     /* urgent, recognised at .85: still 30 s */
    town_leave(&t);
}

static void machine_settles_its_share_and_delays_the_rest(void **state)
{
    (void)state;
    struct town t;
    int kind;
    found(&t, LIST("lines.machine.open=true", "kinds.consultation.containment=0.4", "lines.machine.before_s=50",
                   "lines.machine.anger=0.5", "lines.machine.elderly=1"));
    kind = town_kind(&t, "consultation");
    for (uint32_t i = 0; i < CALLS; i++)
        ask(&t, kind, i, 1000 + i);
    route(&t);
    double contained = t.day.facts.contained.n;
    assert_true(fabs(contained / CALLS - 0.4) < 4 * sqrt(0.4 * 0.6 / CALLS));
    assert_int_equal(t.day.facts.contained.n + (uint32_t)t.world.centre.n, CALLS);
    assert_int_equal(t.day.facts.transferred, t.world.centre.n);
    for (int o = 0; o < t.world.centre.n_operators; o++)
        centre_duty(&t.world.centre, o, 0, CENTRE_DAY_S);
    town_demand(centre_run(&t.world.centre, &t.err), &t.err);
    for (int i = 0; i < t.world.centre.n; i++) {
        const struct centre_call *c = &t.world.centre.call[i];
        assert_true(c->at_s - c->first_at_s == 50);
        assert_true(c->first_at_s == 1000.0 + c->key);
        assert_true(share_of(t.world.resident[tag_id(c->tag)].anger) > 0.4);
    }
    town_leave(&t);
}

static void blocked_numbers_reach_nobody(void **state)
{
    (void)state;
    struct town t;
    found(&t, LIST("gates.red.place=front", "gates.red.colour=red", "gates.red.action=block", "gates.red.rate=1",
                   "gates.red.term_d=30", "record.kept=true", "record.red=10"));
    town_demand(callers_reserve(&t.world.callers, 300, 0, 60, &t.err), &t.err);
    for (uint32_t i = 0; i < 100; i++) {        /* a hundred blocked till day 5, a hundred red, a hundred nearly so */
        callers_of(&t.world.callers, i)->blocked_until = 5;
        callers_of(&t.world.callers, 100 + i)->points = 10.5f;
        callers_of(&t.world.callers, 200 + i)->points = 9.5f;
    }
    for (int pass = 0; pass < 2; pass++) {
        t.day.t = pass ? 5 : 4;
        t.day.facts.turned_away.n = 0;
        if (pass)
            centre_open(&t.world.centre);
        for (uint32_t i = 0; i < 300; i++)
            callers_of(&t.world.callers, i)->touched = (uint16_t)t.day.t;
        for (uint32_t i = 0; i < 400; i++)
            ask(&t, town_kind(&t, "consultation"), i, 100);
        route(&t);
        assert_int_equal(t.day.facts.turned_away.n, pass ? 100 : 200);
        for (int i = t.world.centre.n_kept; i < t.world.centre.n; i++)
            assert_true(tag_id(t.world.centre.call[i].tag) >= 200 || (pass && tag_id(t.world.centre.call[i].tag) < 100));
        for (int i = 0; i < t.world.centre.n; i++)
            t.world.centre.call[i].outcome = CENTRE_ANSWERED;
    }
    assert_int_equal(callers_find(&t.world.callers, 150)->blocked_until, 4 + 31);      /* on day 4, for thirty days after it */
    town_leave(&t);
}

static void gates_err_at_their_rate(void **state)
{
    (void)state;
    struct town t;
    found(&t, LIST("gates.verdict.place=front", "gates.verdict.validity=false", "gates.verdict.action=slow",
                   "gates.verdict.rate=0.7", "gates.verdict.error=0.1"));
    const int kinds[2] = { town_kind(&t, "consultation"), town_kind(&t, "false_report") };
    const double expected[2] = { 0.1, 0.7 };
    long slowed[2] = { 0 };
    for (uint32_t i = 0; i < 2 * CALLS; i++)
        ask(&t, kinds[i % 2], i, 100);
    route(&t);
    assert_int_equal(t.world.centre.n, 2 * CALLS);
    for (int i = 0; i < t.world.centre.n; i++)
        slowed[tag_kind(t.world.centre.call[i].tag) == kinds[1]] += t.world.centre.call[i].class == CLASS_SLOWED;
    for (int k = 0; k < 2; k++)
        assert_true(fabs((double)slowed[k] / CALLS - expected[k]) < 4 * sqrt(expected[k] * (1 - expected[k]) / CALLS));
    town_leave(&t);
}

/* --- whole days --- */

/* With everything on for a month nothing is lost: the same calls, one by one. */
static void calls_are_conserved(void **state)
{
    (void)state;
    struct town t;
    long dialled = 0, waiting = 0;
    town_found(&t, 3, LIST("psychological-line", "silver-line", "machine-at-the-front", "red-yellow-blue", "block-for-a-term"),
               LIST("centre.operators=8", "record.red=2", "record.yellow=1", "record.blue=0.5"));
    for (uint32_t day = 0; day < 60; day++) {
        town_live(&t, day);
        const struct facts *f = &t.day.facts;
        long on_lines = 0;
        for (int l = 0; l < world_lines(&t.world); l++)
            for (int i = world_line(&t.world, l)->n_kept; i < world_line(&t.world, l)->n; i++)
                on_lines += world_line(&t.world, l)->call[i].attempt == 0;
        assert_int_equal(f->dialled, on_lines + f->contained.n + f->turned_away.n);
        assert_int_equal(f->count.waiting_before, waiting);
        assert_int_equal(f->count.waiting_before + f->count.offered,
                         f->count.answered + f->count.abandoned + f->count.blocked + f->count.waiting_after);
        waiting = f->count.waiting_after;
        dialled += f->dialled;
    }
    assert_true(dialled > 1000);
    assert_true(t.world.line[0].count.duty_s > 0);
    town_leave(&t);
}

/* What `check` says of a line beforehand is what it has: operators at once, and the lonely who talk. */
static void a_line_has_the_operators_foretold(void **state)
{
    (void)state;
    enum { BEGUN = 14, DAYS = 70 };
    struct town t;
    double duty = 0, busy = 0;
    town_found(&t, 3, LIST("psychological-line"), LIST("centre.operators=40", "lines.psychological.staff=0.29",
               "operators.quit_base=0", "operators.quit_early=0", "city.lonely_share=0.01"));
    for (uint32_t day = 0; day < DAYS; day++) {
        town_live(&t, day);
        duty += day < BEGUN ? 0 : world_line(&t.world, 2)->count.duty_s / (86400.0 * (DAYS - BEGUN));
        busy += day < BEGUN ? 0 : world_line(&t.world, 2)->count.busy_s / (86400.0 * (DAYS - BEGUN));
    }
    const struct scenario *s = &t.file.scenario;
    double present = balance_line_present(s, &s->lines[1]), talks = balance_line_talks(s, &s->lines[1]);
    print_message("# operators at once %.2f, foretold %.2f; callers who talk %.2f, foretold %.2f\n", duty, present, busy, talks);
    assert_true(fabs(duty - present) < 0.05 * present);
    assert_true(fabs(busy - talks) < 0.2 * talks);          /* novices take longer; it is closed for some of the night */
    town_leave(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembers_callers),
        cmocka_unit_test(what_is_forgotten_takes_no_room),
        cmocka_unit_test(two_lines_are_two_systems),
        cmocka_unit_test(posts_are_shared_out),
        cmocka_unit_test(a_line_without_anybody_is_closed),
        cmocka_unit_test(callers_expect_the_wait_of_their_own_line),
        cmocka_unit_test(machine_settles_its_share_and_delays_the_rest),
        cmocka_unit_test(blocked_numbers_reach_nobody),
        cmocka_unit_test(gates_err_at_their_rate),
        cmocka_unit_test(calls_are_conserved),
        cmocka_unit_test(a_line_has_the_operators_foretold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
