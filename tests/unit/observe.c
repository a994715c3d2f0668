/* What observers compute against closed forms and brute force; and that each check finds what it is there for. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "sim/base/num.h"
#include "sim/observe/incidence.h"
#include "sim/observe/ranks.h"
#include "town.h"

struct looking { struct town town; struct extents extents; struct outputs outputs; struct observation *o; };

static void look(struct looking *l, uint32_t seed, const char *const *policies, const char *const *settings)
{
    town_found(&l->town, seed, policies, settings);
    struct town *t = &l->town;
    l->o = calloc(1, sizeof *l->o);
    memset(&l->extents, 0, sizeof l->extents);
    town_demand(run_extents(&t->file.scenario, &l->extents, &t->err) || outputs_init(&l->outputs, &l->extents, &t->err) ||
                observe_init(l->o, &t->file.scenario, &t->city, t->day.key, &l->outputs, &t->err), &t->err);
}

static void look_away(struct looking *l)
{
    observe_free(l->o);
    free(l->o);
    outputs_free(&l->outputs);
    extents_free(&l->extents);
    town_leave(&l->town);
}

/* --- incidence --- */

/* Two exponential ends with rates a and b, and censoring with rate c, which must not be seen. */
static void incidence_sees_through_censoring(void **state)
{
    (void)state;
    enum { N = 200000 };
    const double a = 0.07, b = 0.03, c = 0.05;
    static struct case_of_urgency cases[N];
    static double curve[N_ENDS - 1][N_DELAYS];
    struct draw_key key = draw_key(1, 0);
    for (uint32_t i = 0; i < N; i++) {
        struct draw d = draw_at(key, PURPOSE_WORLD, i, 0, 0);
        double fixed = -log(draw_unit(d.w[0])) / a, faded = -log(draw_unit(d.w[1])) / b, lost = -log(draw_unit(d.w[2])) / c;
        double first = fmin(fixed, fmin(faded, lost));
        cases[i] = (struct case_of_urgency){ .end_d = (float)first,
            .end = first == lost ? END_NONE : first == fixed ? END_FIXED : END_FADED };
    }
    incidence(cases, N, curve);
    for (int g = 0; g < N_DELAYS; g++) {
        double ended = 1 - exp(-(a + b) * g * DELAY_STEP_D);
        double se = 0.5 / sqrt(N * exp(-c * g * DELAY_STEP_D));      /* at least so many are still known */
        assert_true(fabs(curve[END_FIXED - 1][g] - a / (a + b) * ended) < 4 * se + 1e-12);
        assert_true(fabs(curve[END_FADED - 1][g] - b / (a + b) * ended) < 4 * se + 1e-12);
        assert_true(curve[END_GAVE_UP - 1][g] == 0 && curve[END_REFUSED - 1][g] == 0);
    }
}

/* By hand: of four, one is fixed at 1 d, one lost sight of at 1 d, one fades at 2 d, one is fixed at 3 d. */
static void incidence_by_hand(void **state)
{
    (void)state;
    struct case_of_urgency cases[] = { { .end_d = 3, .end = END_FIXED }, { .end_d = 1, .end = END_NONE },
                                       { .end_d = 2, .end = END_FADED }, { .end_d = 1, .end = END_FIXED } };
    double curve[N_ENDS - 1][N_DELAYS];
    incidence(cases, 4, curve);
    assert_true(curve[END_FIXED - 1][1] == 0);
    assert_true(fabs(curve[END_FIXED - 1][2] - 0.25) < 1e-15);
    assert_true(fabs(curve[END_FADED - 1][4] - 0.375) < 1e-15);
    assert_true(fabs(curve[END_FIXED - 1][6] - 0.625) < 1e-15);
    incidence(cases, 0, curve);
    assert_true(isnan(curve[0][0]));
}

/* --- concentration --- */

enum law { EQUAL, UNIFORM, EXPONENTIAL };

/* Calls of all residents by a law's quantiles; the Gini, and the curve's largest distance from the law's. */
static double gini_of_calls(enum law law, double *distance)
{
    struct looking l;
    look(&l, 2, NULL, NULL);
    struct world *w = &l.town.world;
    uint32_t n = l.town.city.n_residents;
    for (uint32_t i = 0; i < n; i++) {
        double q = (i + 0.5) / n, x = law == EQUAL ? 37 : law == UNIFORM ? 20000 * q : -2000 * log(1 - q);
        w->resident[(uint64_t)i * 7919 % n].calls = (uint16_t)(x < 1 ? 1 : x + 0.5);
    }
    allocation_finish(l.o, &l.town.day);
    *distance = 0;
    for (int g = 0; g < N_SHARES; g++) {
        double q = g / (double)(N_SHARES - 1);
        double lorenz = law == EQUAL ? q : law == UNIFORM ? q * q : q < 1 ? q + (1 - q) * log(1 - q) : 1;
        *distance = fmax(*distance, fabs(outputs_of(&l.outputs, OUT_lorenz_calls)[g] - lorenz));
    }
    double gini = outputs_of(&l.outputs, OUT_calls_gini)[0];
    look_away(&l);
    return gini;
}

static void concentration_has_its_closed_forms(void **state)
{
    (void)state;
    double distance;
    assert_true(fabs(gini_of_calls(EQUAL, &distance)) < 1e-12 && distance < 1e-12);
    assert_true(fabs(gini_of_calls(UNIFORM, &distance) - 1 / 3.0) < 1e-4 && distance < 1e-3);
    assert_true(fabs(gini_of_calls(EXPONENTIAL, &distance) - 0.5) < 1e-3 && distance < 1e-3);
}

/* --- the clairvoyant --- */

enum { JOBS = 5, DAYS = 20 };
enum { FACTOR = 3 };
struct errand { double harm, effort; int fade, worse; };

/* Harm from that day on: three times as much from the day on which it worsens. */
static double harm_from(const struct errand *job, int day)
{
    int end = job->fade < DAYS ? job->fade : DAYS, worse = job->worse < day ? day : job->worse < end ? job->worse : end;
    return day < end ? job->harm * (worse - day + FACTOR * (end - worse)) : 0;
}

/* Harm averted if one hour a day goes to the jobs in this order until day DAYS; what fades is given up. */
static double averted_in_order(const struct errand *job, const int *order)
{
    double left[JOBS], sum = 0;
    for (int i = 0; i < JOBS; i++)
        left[i] = job[i].effort;
    for (int day = 0; day < DAYS; day++) {
        double hours = 1;
        for (int k = 0; k < JOBS && hours > 0; k++) {
            int i = order[k], end = job[i].fade < DAYS ? job[i].fade : DAYS;
            double g = day < end ? fmin(left[i], hours) : 0;
            left[i] -= g;
            hours -= g;
            sum += g / job[i].effort * harm_from(&job[i], day);
        }
    }
    return sum;
}

static double best_order(const struct errand *job, int *order, int from)
{
    if (from == JOBS)
        return averted_in_order(job, order);
    double best = 0;
    for (int i = from; i < JOBS; i++) {
        int a = order[from], b = order[i];
        order[from] = b, order[i] = a;
        best = fmax(best, best_order(job, order, from + 1));
        order[from] = a, order[i] = b;
    }
    return best;
}

/* The same by the observer: one unit with one reference hour a day, n jobs, all its own, nobody works. */
static double averted_by_clairvoyant(const struct errand *job, uint32_t n_jobs, const char *temporary, double *none)
{
    struct looking l;
    look(&l, 3, NULL, LIST("calendar.warmup=0", "calendar.days=20", "handling.weekend_duty=1", "handling.hours_a_day=8",
                           "regret.ticket_share=0.5", "actions.temporary_fix.relief=0.6", "actions.temporary_fix.work=0.4",
                           "kinds.sanitation.worsen_d=10", "kinds.sanitation.worsen_factor=3", temporary));
    struct town *t = &l.town;
    int kind = params_row_named(&t->file.scenario, section_named("kinds"), "sanitation");
    int unit = city_street_unit(&t->city, 0);
    t->city.unit[unit].officers = 0.25f;
    town_demand(column_reserve(&t->world.needs, JOBS, &t->err) || column_reserve(&t->day.facts.born, JOBS, &t->err) ||
                column_reserve(&t->day.facts.thinking, JOBS, &t->err), &t->err);
    t->day.date = t->city.date;
    for (uint32_t i = 0; i < n_jobs; i++) {
        uint32_t need = needs_create(&t->day, kind, i, 0, (struct birth_place){ 0, i, NOBODY }, 0);
        struct need *n = &t->world.needs.row[need];
        n->harm = (float)job[i].harm;
        n->effort_h = n->left_h = (float)job[i].effort;
        n->fade = (uint16_t)job[i].fade;
        n->worse = (uint16_t)job[i].worse;
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
    if (job[0].fade >= DAYS && job[0].worse >= DAYS)            /* nobody did anything: all regret is that nobody called */
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
        struct errand job[JOBS];
        int order[JOBS] = { 0, 1, 2, 3, 4 };
        double harm = 0, none;
        for (uint32_t i = 0; i < JOBS; i++) {
            struct draw d = draw_at(draw_key(4, 0), PURPOSE_WORLD, i, trial, 0);
            job[i] = (struct errand){ 0.3 + 3 * draw_unit(d.w[0]), 0.4 + 7 * draw_unit(d.w[1]), DAYS + (int)i, NEVER };
            harm += job[i].harm;
        }
        double best = best_order(job, order, 0), averted = averted_by_clairvoyant(job, JOBS, NO_RELIEF, &none);
        assert_true(fabs(averted - best) < 1e-5 * best);
        assert_true(fabs(none - harm * DAYS) < 1e-5 * none);
        assert_true(averted_by_clairvoyant(job, JOBS, RELIEF, &none) > averted * 0.999);
        for (int i = 0; i < JOBS; i++)          /* by harm averted per hour today: then another order can be better */
            job[i].fade = 5 + 4 * i;
        best = best_order(job, order, 0);
        unrelieved = averted_by_clairvoyant(job, JOBS, NO_RELIEF, &none);
        assert_true(unrelieved <= best * 1.00001);
        least = fmin(least, unrelieved / best);
        harm = 0;
        for (int i = 0; i < JOBS; i++) {
            job[i].worse = 3 + 3 * i;
            harm += harm_from(&job[i], 0);
        }
        best = best_order(job, order, 0);
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

/* --- the checks --- */

static uint32_t open_ticket_of(const struct world *w)
{
    uint32_t i = 0;
    while (w->tickets.row[i].state != TICKET_OPEN)
        i++;
    return i;
}

static void lose_call(struct looking *l) { l->town.day.facts.count.answered--; }
static void lose_ticket(struct looking *l) { l->town.world.open_tickets--; }
static void add_to_unit(struct looking *l) { l->town.world.offices.row[0].open++; }
static void lose_need(struct looking *l) { l->town.world.needs_open_merit--; }
static void open_twice(struct looking *l) { l->town.day.facts.kind_opened[1]++; }
static void lose_site(struct looking *l) { l->town.world.sites_down++; }
static void cook_book(struct looking *l) { l->town.world.offices.row[0].book.resolved += 1000; }
static void forget_due(struct looking *l) { l->town.world.offices.row[0].book.n += 1; }
static void overwork(struct looking *l) { l->town.world.offices.row[0].used_h = l->town.world.offices.row[0].present_h + 0.1f; }
static void unwork(struct looking *l) { l->town.world.offices.row[0].used_h = -0.1f; }
static void tire(struct looking *l) { l->town.world.posts.row[0].exhaustion = 1.01f; }
static void overjoy(struct looking *l) { l->town.world.efficacy = -0.01; }
static void forget_wake(struct looking *l) { l->town.world.need_wheel.head[(l->town.day.t + 3) % WHEEL_DAYS] = 0; }
static void forget_deadlines(struct looking *l)
{
    memset(l->town.world.ticket_wheel.head, 0, sizeof l->town.world.ticket_wheel.head);
}
static void wake_today(struct looking *l) { wheel_put(&l->town.world.ticket_wheel, l->town.day.t, 0); }
static void lose_tickets_need(struct looking *l)
{
    l->town.world.tickets.row[open_ticket_of(&l->town.world)].need = 0;
    l->town.world.needs.row[0].ticket = NOBODY;
}
static void forget_overdue(struct looking *l)
{
    l->town.world.tickets.row[open_ticket_of(&l->town.world)].flags ^= TICKET_OVERDUE;
}
static void report_rate(struct looking *l) { outputs_set(&l->outputs, OUT_silent_share, 1.01); }
static void report_regret(struct looking *l) { outputs_set(&l->outputs, OUT_regret_capacity, 37); }
static void share_rank(struct looking *l)
{
    l->town.day.facts.assessments = 1;
    for (uint32_t u = 0; u < l->town.world.offices.n; u++) {
        l->town.world.offices.row[u].last_book = l->town.world.offices.row[u].book;
        l->town.world.offices.row[u].rank = (int)u / 2;
    }
}

static const struct { void (*tamper)(struct looking *l); const char *says; } FAULTS[] = {
    { lose_call, "calls" }, { lose_ticket, "tickets" }, { add_to_unit, "a unit's tickets = those that came" },
        { lose_need, "open needs" },
    { lose_site, "sites down" }, { open_twice, "over kinds" }, { cook_book, "recorded as resolved" }, { forget_due, "fell due" },
    { overwork, "hours used" }, { unwork, "hours used" }, { tire, "operator's exhaustion" }, { overjoy, "efficacy" },
    { forget_wake, "wheel holds a need" }, { forget_deadlines, "wheel holds a ticket" }, { wake_today, "today's wheel" },
    { lose_tickets_need, "ticket's need" }, { forget_overdue, "overdue" }, { report_rate, "silent_share" },
    { report_regret, "regret" }, { share_rank, "units of one rank" },
};

/* A city that has lived for 40 days is looked at once more, with one thing wrong. */
static void each_check_finds_its_fault(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof FAULTS / sizeof *FAULTS; f++) {
        struct looking l;
        struct err *err = &l.town.err;
        look(&l, 6, LIST("ranked-20-40-40"), LIST("calendar.warmup=10", "calendar.days=50", "dispatch.delay_d=1"));
        for (uint32_t day = 0; day < 29; day++) {           /* before the first assessment */
            town_live(&l.town, day);
            town_demand(day < 28 && observe_day(l.o, &l.town.day, err), err);
        }
        outputs_set(&l.outputs, OUT_regret, 0.37);
        outputs_set(&l.outputs, OUT_regret_unreported, 0.3);
        outputs_set(&l.outputs, OUT_regret_capacity, -0.03);
        outputs_set(&l.outputs, OUT_regret_allocation, 0.1);
        town_demand(column_reserve(&l.o->seen, l.town.world.needs.n + l.town.world.tickets.n, err), err);
        FAULTS[f].tamper(&l);
        checks_day(l.o, &l.town.day);
        checks_recount(l.o, &l.town.day);
        checks_finish(l.o, &l.town.day);
        if (!strstr(l.o->fault, FAULTS[f].says))
            fail_msg("fault %zu: '%s' does not say '%s'", f, l.o->fault, FAULTS[f].says);
        assert_non_null(strstr(l.o->fault, "day 18"));
        look_away(&l);
    }
}

static void a_violation_ends_the_run_with_a_sentence(void **state)
{
    (void)state;
    struct looking l;
    look(&l, 7, NULL, LIST("calendar.warmup=10"));
    town_live(&l.town, 0);
    l.town.world.open_tickets += 3;
    assert_int_equal(observe_day(l.o, &l.town.day, &l.town.err), -1);
    assert_int_equal(l.town.err.code, EXIT_ENVIRONMENT);
    assert_non_null(strstr(l.town.err.text, "internal check failed: tickets"));
    assert_non_null(strstr(l.town.err.text, "please report"));
    look_away(&l);
}

/* A year of days, every row counted each day. */
/* --- quantiles, ranks, drift --- */

/* The four of incidence_by_hand: .25 have come to the fix by 1 d, .625 by 3 d, more never. */
static void a_quantile_that_is_not_reached_is_infinite(void **state)
{
    (void)state;
    struct case_of_urgency cases[] = { { .end_d = 3, .end = END_FIXED }, { .end_d = 1, .end = END_NONE },
                                       { .end_d = 2, .end = END_FADED }, { .end_d = 1, .end = END_FIXED } };
    assert_true(incidence_quantile(cases, 4, 0.25) == 1);
    assert_true(incidence_quantile(cases, 4, 0.26) == 3 && incidence_quantile(cases, 4, 0.625) == 3);
    assert_true(isinf(incidence_quantile(cases, 4, 0.63)));
    assert_true(isnan(incidence_quantile(cases, 0, 0.5)));
}

static double drawn(uint32_t a, uint32_t b, uint32_t c)
{
    return num_normal(draw_unit(draw_at(draw_key(9, 0), PURPOSE_WORLD, a, b, c).w[0]));
}

/* Scores with a true spread s over units and n tickets each: s^2 / (s^2 + p (1 - p) / n) is more than chance. */
static void reliability_is_what_the_tickets_allow(void **state)
{
    (void)state;
    enum { UNITS = 4000 };
    static double score[UNITS], tickets[UNITS];
    for (uint32_t i = 0; i < UNITS; i++) {
        tickets[i] = 200;
        score[i] = 0.7 + 0.05 * drawn(i, 0, 0) + sqrt(0.7 * 0.3 / 200) * drawn(i, 1, 0);
    }
    double expected = 0.0025 / (0.0025 + 0.7 * 0.3 / 200);
    assert_true(fabs(ranks_reliability(score, tickets, UNITS) - expected) < 0.03);
    for (uint32_t i = 0; i < UNITS; i++)
        score[i] = 0.7 + sqrt(0.7 * 0.3 / 200) * drawn(i, 1, 0);
    assert_true(ranks_reliability(score, tickets, UNITS) < 0.06);
    assert_true(isnan(ranks_reliability(score, tickets, 2)));
}

static void assess(struct looking *l, uint32_t period, int units, const double *score, const double *fixed)
{
    struct world *w = &l->town.world;
    for (uint32_t u = 0; u < w->offices.n; u++) {
        struct office *f = &w->offices.row[u];
        int known = (int)u < units;
        f->score = (float)(known ? score[u] : drawn(u, 2, period));
        f->last_rank = -1;
        f->last_book = (struct book){ .n = known ? 10 : 0, .truly_fixed = known ? fixed[u] : 0 };
    }
    l->town.day.facts.assessments = 1;
    ranks_day(l->o, &l->town.day);
}

/* Scores 3 1 2 2 against truths 1 2 3 3 have ranks 0 3 1.5 1.5 and 3 2 .5 .5: Spearman's -1/3. Who had no ticket is left
 * out. And gains of what is chance alone follow on gains with correlation -1/2. */
static void scores_are_held_against_truth_and_chance(void **state)
{
    (void)state;
    struct looking l;
    const double score[] = { 0.3, 0.1, 0.2, 0.2 }, fixed[] = { 1, 2, 3, 3 };
    look(&l, 10, LIST("ranked-20-40-40"), LIST("calendar.warmup=0"));
    assess(&l, 0, 4, score, fixed);
    ranks_finish(l.o, &l.town.day);
    assert_true(fabs(outputs_of(&l.outputs, OUT_rank_truth_correlation)[0] + 1 / 3.0) < 1e-6);
    assert_true(isnan(outputs_of(&l.outputs, OUT_score_ratchet)[0]));
    for (uint32_t period = 1; period < 600; period++)
        assess(&l, period, 0, score, fixed);
    ranks_finish(l.o, &l.town.day);
    print_message("# gains follow on gains: %.3f\n", outputs_of(&l.outputs, OUT_score_ratchet)[0]);
    assert_true(fabs(outputs_of(&l.outputs, OUT_score_ratchet)[0] + 0.5) < 0.03);
    assert_true(fabs(outputs_of(&l.outputs, OUT_rank_truth_correlation)[0] + 1 / 3.0) < 1e-6);
    look_away(&l);
}

/* A line from 2 by .1 a day over four weeks has mean 3.35 and rises by 3 a month. */
static void drift_is_a_slope_over_its_level(void **state)
{
    (void)state;
    double line[28], flat[28];
    int day[28], wednesdays[4] = { 2, 9, 16, 23 };
    for (int i = 0; i < 28; i++) {
        day[i] = i;
        line[i] = 2 + 0.1 * i;
        flat[i] = 0.001 * (i % 7);
    }
    assert_true(fabs(drift_of(line, day, 28, 1) - 3 / 3.35) < 1e-12);
    assert_true(fabs(drift_of(line, day, 28, 37) - 3 / 37.0) < 1e-12);
    assert_true(fabs(drift_of(flat, wednesdays, 4, 0.05)) < 1e-12);
    assert_true(isnan(drift_of(flat, wednesdays, 1, 0.05)));
}

/* --- what is reported --- */

static double total(struct looking *l, enum output output)
{
    double sum = 0;
    for (size_t i = l->outputs.at[output]; i < l->outputs.at[output + 1]; i++)
        sum += l->outputs.value[i];
    return sum;
}

static void parts_add_up_to_what_they_are_parts_of(void **state)
{
    (void)state;
    struct looking l;
    look(&l, 11, LIST("ranked-20-40-40"), LIST("calendar.warmup=30", "calendar.days=147"));
    for (uint32_t day = 0; day < 177; day++) {
        town_live(&l.town, day);
        town_demand(observe_day(l.o, &l.town.day, &l.town.err), &l.town.err);
    }
    town_demand(observe_finish(l.o, &l.town.day, &l.town.err), &l.town.err);
    const double *fixed = outputs_of(&l.outputs, OUT_urgent_incidence);
    const double *reached = outputs_of(&l.outputs, OUT_urgent_reached);
    for (int g = 0; g < N_DELAYS; g++)
        assert_true(fabs(fixed[g] - reached[STAGE_FIXED * N_DELAYS + g]) < 1e-12);
    assert_true(total(&l, OUT_backlog_by_age) > 0 && total(&l, OUT_backlog_by_age) == l.town.world.open_tickets);
    assert_true(fabs(total(&l, OUT_backlog_h_by_age) - total(&l, OUT_kind_backlog_h)) < 1e-6);
    assert_true(fabs(total(&l, OUT_level_yuan_per_fix) - total(&l, OUT_yuan_per_fix)) < 1e-6);
    const double *level = outputs_of(&l.outputs, OUT_level_h_per_fix);
    assert_true(fabs(level[LEVEL_DEPARTMENT] + level[LEVEL_STREET] - total(&l, OUT_hours_per_fix_h)) < 1e-6);
    assert_true(total(&l, OUT_harm_silent) > 0 && total(&l, OUT_harm_silent) < total(&l, OUT_harm));
    assert_true(total(&l, OUT_waiting_most) >= total(&l, OUT_waiting_peak));
    assert_true(fabs(l.o->window.street_yuan + l.o->window.department_yuan - l.o->window.yuan) < 1e-6 * l.o->window.yuan);
    look_away(&l);
}

/* Every ticket that is closed has one course; those of a street and month are the street's; ranks are a permutation. */
static void every_ticket_has_one_course(void **state)
{
    enum { WARMUP = 30, MONTHS = 3 };
    (void)state;
    struct looking l;
    look(&l, 5, LIST("ranked-20-40-40", "exclude-capped"), LIST("calendar.warmup=30", "calendar.days=90"));
    for (uint32_t day = 0; day < WARMUP + 30 * MONTHS; day++) {
        town_live(&l.town, day);
        town_demand(observe_day(l.o, &l.town.day, &l.town.err), &l.town.err);
    }
    town_demand(observe_finish(l.o, &l.town.day, &l.town.err), &l.town.err);
    const double *course = outputs_of(&l.outputs, OUT_course_tickets), *closed = outputs_of(&l.outputs, OUT_closed_tickets);
    double solved = 0, uncounted = 0, sum = 0;
    for (size_t i = 0; i < output_length(OUT_course_tickets, &l.extents); i++) {
        solved += i % 2 == 0 ? course[i] : 0;
        uncounted += i / 2 % N_RECORDED == RECORDED_UNCOUNTED ? course[i] : 0;
    }
    for (int day = WARMUP; day < WARMUP + 30 * MONTHS; day++)
        sum += closed[day];
    assert_true(sum > 0 && total(&l, OUT_course_tickets) == sum);
    assert_true(fabs(solved / sum - total(&l, OUT_resolved_latent)) < 1e-12);
    assert_true(uncounted > 0);
    int streets = l.extents.dim[DIM_street].n;
    for (int month = 0; month < MONTHS; month++) {
        int seen = 0;
        for (int i = 0; i < streets; i++)
            seen |= 1 << (int)outputs_of(&l.outputs, OUT_street_month_rank)[i * MONTHS + month];
        assert_int_equal(seen, (2 << streets) - 2);
    }
    for (int i = 0; i < streets; i++) {
        double asked = 0, people = outputs_of(&l.outputs, OUT_street_residents)[i] / 1000;
        for (int month = 0; month < MONTHS; month++)
            asked += people * outputs_of(&l.outputs, OUT_street_month_tickets)[i * MONTHS + month];
        assert_true(fabs(asked - outputs_of(&l.outputs, OUT_street_tickets)[i]) < 1e-6);
    }
    look_away(&l);
}

static void nothing_is_lost_on_any_day(void **state)
{
    (void)state;
    static const char *const POLICY[] = { "no-assessment", "ranked-20-40-40", "satisfaction-100", "exclude-capped" };
    for (size_t p = 0; p < sizeof POLICY / sizeof *POLICY; p++) {
        struct looking l;
        look(&l, 8, LIST("ranked-20-40-40", POLICY[p]), LIST("calendar.warmup=30", "city.residents=5000"));
        for (uint32_t day = 0; day < 395; day++) {
            town_live(&l.town, day);
            town_demand(observe_day(l.o, &l.town.day, &l.town.err), &l.town.err);
            checks_recount(l.o, &l.town.day);
        }
        town_demand(observe_finish(l.o, &l.town.day, &l.town.err), &l.town.err);
        look_away(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incidence_sees_through_censoring),
        cmocka_unit_test(incidence_by_hand),
        cmocka_unit_test(concentration_has_its_closed_forms),
        cmocka_unit_test(the_clairvoyant_is_not_beaten),
        cmocka_unit_test(relief_comes_first_where_it_averts_more),
        cmocka_unit_test(an_hour_is_weighed_on_its_day),
        cmocka_unit_test(without_service_all_harm_is_done),
        cmocka_unit_test(each_check_finds_its_fault),
        cmocka_unit_test(a_violation_ends_the_run_with_a_sentence),
        cmocka_unit_test(nothing_is_lost_on_any_day),
        cmocka_unit_test(a_quantile_that_is_not_reached_is_infinite),
        cmocka_unit_test(reliability_is_what_the_tickets_allow),
        cmocka_unit_test(scores_are_held_against_truth_and_chance),
        cmocka_unit_test(drift_is_a_slope_over_its_level),
        cmocka_unit_test(parts_add_up_to_what_they_are_parts_of),
        cmocka_unit_test(every_ticket_has_one_course),
    };
    return cmocka_run_group_tests_name("observe", tests, NULL, NULL);
}
