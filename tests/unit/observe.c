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
#include "looking.h"

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
