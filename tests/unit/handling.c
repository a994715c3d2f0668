/* What units know, choose, ask for and pass on, against what must follow. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "town.h"

/* --- the record --- */

/* Nothing can be done about what is recorded as unreasonable; what is really wrong is mended only after a look. */
static void a_wrong_record_is_believed_until_somebody_looks(void **state)
{
    (void)state;
    enum { N = 300 };
    struct town t;
    uint32_t looked = 0, root = 0;
    town_found(&t, 11, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "city.street_officers=1000", "observe.twin_share=0",
               "handling.own_floor=0", "handling.own_slope=0.1", "actions.root_fix.hours=0", "handling.harm_value=20"));
    town_tickets(&t, N, "sanitation", "unreasonable");
    choice_make(&t.day);
    for (uint32_t i = 0; i < N; i++)
        assert_true(t.world.tickets.row[i].action != town_action(&t, "root_fix") &&
                    t.world.tickets.row[i].action != town_action(&t, "temporary_fix"));
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        if (row->flags & TICKET_MISREAD)
            assert_true(row->hours <= t.file.scenario.handling.first_phone_h + 1e-6);
        else
            assert_int_equal(row->recorded_kind, row->kind);
        looked += !(row->flags & TICKET_MISREAD);
        root += row->action == town_action(&t, "root_fix");
    }
    assert_true(looked > 10 && root > looked / 2 && looked < N);
    assert_float_equal(t.day.facts.misread_h, looked * t.file.scenario.handling.first_phone_h, 1e-3);
    town_leave(&t);
}

/* A large office begins on all that it has some minutes for. */
static void a_large_office_works_on_all_it_has(void **state)
{
    (void)state;
    enum { N = 8000 };
    struct town t;
    long root = 0;
    town_found(&t, 11, NULL, LIST("calendar.warmup=0", "city.street_officers=10000", "observe.twin_share=0",
               "handling.own_floor=0", "handling.own_slope=0", "handling.harm_value=100", "handling.temperature=0.05",
               "actions.root_fix.day_h=0.125", "kinds.sanitation.effort_h=20"));
    town_tickets(&t, N, "sanitation", "sanitation");
    choice_make(&t.day);
    for (uint32_t i = 0; i < N; i++)
        root += t.world.tickets.row[i].action == town_action(&t, "root_fix");
    assert_true(root > 7000);
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++)
        root -= t.world.tickets.row[i].action == town_action(&t, "root_fix") && t.world.tickets.row[i].hours > 0;
    assert_int_equal(root, 0);
    town_leave(&t);
}

/* What is alleged is inspected with all the hours of an inspection before it is known that nothing was there. */
static void a_false_report_costs_its_inspection(void **state)
{
    (void)state;
    enum { N = 60 };
    struct town t;
    uint32_t inspected = 0;
    double expected = 0;
    town_found(&t, 12, NULL, LIST("calendar.warmup=0", "observe.twin_share=0", "handling.own_floor=0", "handling.own_slope=0",
                                  "handling.harm_value=100", "handling.site_day_share=1", "handling.temperature=0.05",
                                  "kinds.sanitation.effort_h=50"));
    town_tickets(&t, N, "false_report", "sanitation");
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        if (row->flags & TICKET_MISREAD || row->hours == 0)
            continue;
        inspected++;
        expected += t.file.scenario.handling.first_phone_h + t.world.needs.row[row->need].effort_h;
        assert_true(row->action != town_action(&t, "root_fix"));
    }
    assert_true(inspected > 3);
    assert_float_equal(t.day.facts.misread_h, expected, 1e-3 * expected);
    town_leave(&t);
}

/* --- exclusion --- */

/* N claims of N tickets of one office, the last quarter of which has been scored before anybody looked at them. */
static void claims_wait(struct town *t, uint32_t n, const char *cap)
{
    char limit[64];
    snprintf(limit, sizeof limit, "exclusion.cap=%s", cap);
    town_found(t, 13, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "observe.twin_share=0", "exclusion.allowed=true", limit,
               "exclusion.approved=1", "exclusion.approved_other=1", "exclusion.reviewers=5", "exclusion.claims_a_day=10"));
    town_demand(column_reserve(&t->world.claims, n, &t->err) || column_reserve(&t->day.facts.scorings, n, &t->err) ||
                column_reserve(&t->world.changed, 2 * n, &t->err), &t->err);
    town_tickets(t, n, "sanitation", "sanitation");
    t->world.changed.n = 0;
    for (uint32_t i = 0; i < n; i++)
        review_files(&t->day, i, town_action(t, "root_fix"));
    for (uint32_t i = n - n / 4; i < n; i++)
        feedback_score(&t->day, i);
}

/* Five reviewers per 100 000 and ten claims a day each: ten a day in a town of 20 000, in their order. */
static void reviewers_judge_what_they_can(void **state)
{
    (void)state;
    enum { N = 44 };
    struct town t;
    claims_wait(&t, N, "1");
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    assert_int_equal(t.day.facts.claims_filed, N);
    assert_true(o->book.n == 0);                            /* what was scored waits for its claim */
    struct date works = { .works = 1 }, closed = { .works = 0 };
    for (int day = 1; day <= 4; day++) {
        t.day.date = day == 2 ? &closed : &works;
        review_today(&t.day);
        assert_int_equal(t.day.facts.claims_judged, day == 1 ? 10 : 10 * (day - 1));
    }
    assert_true(o->granted == 30 && o->book.n == 0 && t.world.changed.n == 30);      /* these choose anew: nothing is at stake */
    t.day.date = &works;
    review_today(&t.day);
    assert_true(o->granted == 33 && o->book.n == 7 && o->book.excluded == 7);
    review_period_ends(&t.day);                             /* the last four were not judged */
    assert_true(o->book.n == 11 && o->book.excluded == 7 && t.day.facts.claims_late == 4);
    for (uint32_t i = 0; i < N - N / 4; i++)
        feedback_score(&t.day, i);
    assert_true(o->granted == 0 && o->book.n == N && o->book.excluded == 40);
    assert_int_equal(t.day.facts.scorings.n, N);            /* each ticket enters the books once */
    town_leave(&t);
}

/* Of many claims those that are done with are forgotten; a ticket that was scored in the meantime may still go back. */
static void a_ticket_goes_back_whose_claim_is_forgotten(void **state)
{
    (void)state;
    enum { N = 5000, SCORED = 3800 };
    struct town t;
    claims_wait(&t, N, "1");
    town_demand(column_reserve(&t.world.desk, 1, &t.err), &t.err);
    struct date works = { .works = 1 };
    t.day.date = &works;
    while (t.world.claims_first <= t.world.tickets.row[SCORED].claim)
        review_today(&t.day);
    const struct office *o = &t.world.offices.row[t.world.tickets.row[SCORED].unit];
    double granted = o->granted;
    dispatch_send_back(&t.day, SCORED);
    assert_true(o->granted == granted && !(t.world.tickets.row[SCORED].flags & TICKET_CLAIMED));
    town_leave(&t);
}

static void the_cap_holds_with_what_was_granted_before(void **state)
{
    (void)state;
    enum { N = 400 };
    struct town t;
    claims_wait(&t, N, "0.13");
    struct date works = { .works = 1 };
    t.day.date = &works;
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    for (uint32_t i = 0; i < N - N / 4; i++)
        feedback_score(&t.day, i);
    while (t.world.claims_judged < t.world.claims.n)
        review_today(&t.day);
    assert_true(o->book.n == N);
    assert_true(o->book.excluded <= ceil(0.13 * N) && o->book.excluded >= 0.12 * N);
    town_leave(&t);
}

/* Who asks anew for a ticket that came back has asked about it once. */
static void a_ticket_is_claimed_once_however_often_it_is_asked(void **state)
{
    (void)state;
    struct town t;
    claims_wait(&t, 8, "1");
    town_demand(column_reserve(&t.world.desk, 8, &t.err) || column_reserve(&t.world.closed, 8, &t.err) ||
                column_reserve(&t.day.facts.unsolved, 8, &t.err), &t.err);
    dispatch_send_back(&t.day, 0);
    t.world.tickets.row[0].state = TICKET_ON_WAY;
    t.world.offices.row[t.world.tickets.row[0].unit].coming++;
    handling_arrives(&t.day, 0);
    review_files(&t.day, 0, town_action(&t, "root_fix"));
    assert_int_equal(t.day.facts.claims_filed, 9);
    for (uint32_t i = 0; i < 8; i++)
        handling_closes_unsolved(&t.day, i);
    assert_int_equal(t.day.facts.closed_claimed, 8);
    town_leave(&t);
}

/* --- the desk --- */

/* N tickets of one street go down from the desk. */
static void tickets_sent(struct town *t, uint32_t n, const char *kind)
{
    town_tickets(t, n, kind, kind);
    town_demand(column_reserve(&t->world.desk, n, &t->err) || column_reserve(&t->world.closed, n, &t->err) ||
                wheel_reserve(&t->world.ticket_wheel, 3 * n, &t->err), &t->err);
    for (uint32_t i = 0; i < n; i++) {
        handling_leaves(&t->day, i);
        t->world.tickets.row[i].state = TICKET_DESK;
        t->world.desk.row[t->world.desk.n++] = i;
    }
    t->world.changed.n = 0;
    t->world.open_tickets = n;
    t->day.terms.desk_capacity = n;
    day_dispatch(&t->day);
}

/* A sum of k exponential times, in whole days: the mean of the floor lies within a day below k m. */
static void levels_add_their_times(void **state)
{
    (void)state;
    enum { N = 20000 };
    for (int levels = 0; levels <= 4; levels += 2) {
        struct town t;
        char set[48];
        double sum = 0, mean = 5.0 * levels;
        snprintf(set, sizeof set, "dispatch.levels=%d", levels);
        town_found(&t, 14, NULL, LIST("calendar.warmup=0", "dispatch.delay_d=5", set));
        tickets_sent(&t, N, "noise");
        for (uint32_t i = 0; i < N; i++)
            sum += t.world.tickets.row[i].state == TICKET_ON_WAY ? t.world.tickets.row[i].due : 0;
        assert_true(sum / N <= mean + 4 * 5 * sqrt(levels / (double)N) && sum / N >= mean - (levels ? 0.6 : 0) - 0.2);
        town_leave(&t);
    }
}

/* At each line anew, with chance q that it is the wrong one: q / (1 - q) wrong lines on the way. */
static void wrong_lines_are_geometric(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct town t;
    town_found(&t, 15, NULL, LIST("calendar.warmup=0", "dispatch.wrong_line=0.35", "dispatch.wrong_line_lost=0"));
    tickets_sent(&t, N, "noise");
    double q = 0.35, mean = q / (1 - q), sd = sqrt(q) / (1 - q);
    assert_true(fabs((double)t.day.facts.line_hops / N - mean) < 4 * sd / sqrt(N) + 1e-3);
    assert_int_equal(t.day.facts.line_lost, 0);
    town_leave(&t);
}

/* Who sent a ticket back is not asked again, and the desk that looks for idle hands finds the unit with least to do. */
static void the_desk_walks_on(void **state)
{
    (void)state;
    enum { N = 3000 };
    for (int idle = 0; idle < 2; idle++) {
        struct town t;
        town_found(&t, 16, idle ? LIST("send-to-who-is-free") : NULL,
                   LIST("calendar.warmup=0", "dispatch.territorial=0", "dispatch.returns=20", "dispatch.levels=10",
                        "dispatch.delay_d=30"));
        tickets_sent(&t, N, "noise");
        int first[N];
        for (uint32_t i = 0; i < N; i++) {
            struct ticket *row = &t.world.tickets.row[i];
            first[i] = row->unit;
            if (idle)
                assert_true(t.world.offices.row[row->unit].open == 0);
            row->hops = 1;
            row->state = TICKET_DESK;
            t.world.desk.row[t.world.desk.n++] = i;
        }
        day_dispatch(&t.day);
        for (uint32_t i = 0; i < N; i++)
            assert_true(t.world.tickets.row[i].unit != first[i]);
        town_leave(&t);
    }
}

/* What was sent this morning and has not arrived counts, too: a day's tickets are shared out by officers. */
static void whoever_is_free_is_free_of_what_is_on_its_way(void **state)
{
    (void)state;
    enum { N = 2000, MOST_UNITS = 64 };
    struct town t;
    long sent[MOST_UNITS] = { 0 };
    double officers = 0;
    int units = 0;
    town_found(&t, 16, LIST("send-to-who-is-free"), LIST("calendar.warmup=0", "dispatch.territorial=0", "dispatch.levels=10",
                                                         "dispatch.delay_d=30"));
    assert_true(t.city.n_units <= MOST_UNITS);
    tickets_sent(&t, N, "noise");
    for (uint32_t i = 0; i < N; i++)
        sent[t.world.tickets.row[i].unit]++;
    for (int u = 0; u < t.city.n_units; u++) {
        officers += sent[u] ? (double)t.city.unit[u].officers : 0;
        units += sent[u] > 0;
    }
    assert_int_equal(units, 1 + t.file.scenario.kinds[town_kind(&t, "noise")].competent.n);
    for (int u = 0; u < t.city.n_units; u++)
        if (sent[u])
            assert_true(fabs((double)sent[u] - N * (double)t.city.unit[u].officers / officers) < 2);
    town_leave(&t);
}

/* The first need of its kind on each of many days: a machine issues its share of them. */
static void a_machine_issues_its_share_of_each_days_first(void **state)
{
    (void)state;
    enum { N = 2000 };
    struct town t;
    struct world *w = &t.world;
    town_found(&t, 6, NULL, LIST("calendar.warmup=0", "dispatch.automatic=0.3", "dispatch.territorial=0"));
    town_tickets(&t, N, "noise", "noise");
    town_demand(column_reserve(&w->desk, N, &t.err) || column_reserve(&w->changed, N, &t.err) ||
                wheel_reserve(&w->ticket_wheel, N, &t.err), &t.err);
    for (uint32_t i = 0; i < N; i++) {
        handling_leaves(&t.day, i);
        w->tickets.row[i].key = 7;
        w->tickets.row[i].born_key = (uint16_t)i;
        w->tickets.row[i].state = TICKET_DESK;
        w->desk.row[w->desk.n++] = i;
    }
    t.day.terms.desk_capacity = N;
    day_dispatch(&t.day);
    assert_int_equal(w->desk.n, 0);
    assert_true(fabs((double)t.day.facts.automatic / N - 0.3) < 4 * sqrt(0.3 * 0.7 / N));
    town_leave(&t);
}

/* Where no answer counts neither way and nobody answers, a unit still does something. */
static void a_survey_that_nobody_answers_stops_no_work(void **state)
{
    (void)state;
    enum { N = 50 };
    struct town t;
    town_found(&t, 6, LIST("satisfaction-100"), LIST("calendar.warmup=0", "rating.default_satisfied=false",
        "rating.answer_satisfied=0", "rating.answer_dissatisfied=0", "centre.return_visits=0",
        "actions.buy_rating=~", "actions.swap_request=~", "dispatch.may_return=false"));
    town_tickets(&t, N, "noise", "noise");
    choice_make(&t.day);
    for (uint32_t i = 0; i < N; i++)
        assert_true(t.world.tickets.row[i].action != NONE && isfinite((double)t.world.tickets.row[i].rate));
    town_leave(&t);
}

/* Tickets that D dispatchers take m minutes for in h hours a day: so many a day, the n-th after its share of the h hours. */
static void the_desk_is_a_queue(void **state)
{
    (void)state;
    enum { N = 100, A_DAY = 40 };               /* .2 in a town of 20 000 x 8 h / 2.4 min */
    struct town t;
    town_found(&t, 20, NULL, LIST("calendar.warmup=0", "dispatch.dispatchers=1", "dispatch.desk_hours=8",
        "dispatch.desk_minutes=2.4",
                                  "dispatch.levels=0", "dispatch.returns=20"));
    assert_float_equal(t.day.terms.desk_capacity, A_DAY, 1e-9);
    town_demand(column_reserve(&t.world.changed, 4 * N, &t.err), &t.err);
    tickets_sent(&t, N, "noise");
    assert_int_equal(t.world.desk.n, 0);                    /* the helper's desk is as large as need be */
    for (uint32_t i = 0; i < N; i++) {
        t.world.tickets.row[i].state = TICKET_DESK;
        t.world.tickets.row[i].arrived = 0;
        t.world.desk.row[t.world.desk.n++] = i;
    }
    t.day.terms.desk_capacity = A_DAY;
    t.day.facts.desk_d = 0;
    for (int left = N - A_DAY; left >= 0; left -= A_DAY) {
        day_dispatch(&t.day);
        assert_int_equal(t.world.desk.n, left);
    }
    assert_float_equal(t.day.facts.desk_d, 2 * (A_DAY + 1) / 2.0 * 8 / 24, 1e-9);
    town_leave(&t);
}

/* What is left of so many times the tickets that people alone send in a day. */
static uint32_t left_on_the_desk(const char *const *policies, double times)
{
    enum { BY_HAND = 3200 };                    /* 100 / 100 000 in a town of 20 000 x 8 h / 3 min */
    uint32_t n = (uint32_t)(times * BY_HAND), left;
    struct town t;
    town_found(&t, 22, policies, LIST("calendar.warmup=0", "dispatch.dispatchers=100", "dispatch.levels=0"));
    double capacity = t.day.terms.desk_capacity;
    tickets_sent(&t, n, "noise");               /* the helper's desk is as large as need be */
    town_demand(column_reserve(&t.world.changed, 4 * n, &t.err), &t.err);
    for (uint32_t i = 0; i < n; i++) {
        t.world.tickets.row[i].state = TICKET_DESK;
        t.world.tickets.row[i].arrived = 0;
        t.world.desk.row[t.world.desk.n++] = i;
    }
    t.day.terms.desk_capacity = capacity;
    day_dispatch(&t.day);
    left = t.world.desk.n;
    town_leave(&t);
    return left;
}

/* V25: .70 issued by the machine, 2.3 times as many handled in all, to 5 %. */
static void a_machine_makes_the_desk_as_large_as_reported(void **state)
{
    (void)state;
    const char *const *machine = LIST("back-office-by-machine");
    assert_int_equal(left_on_the_desk(NULL, 1), 0);
    assert_true(left_on_the_desk(NULL, 1.03) > 0);
    assert_int_equal(left_on_the_desk(machine, 2.3 * 0.95), 0);
    assert_true(left_on_the_desk(machine, 2.3 * 1.05) > 0);
}

/* A street is rid of what it returns with that chance, and each return is held against it. */
static void a_street_keeps_what_it_returns(void **state)
{
    (void)state;
    enum { N = 4000 };
    struct town t;
    double p = 0.2;
    town_found(&t, 21, NULL, LIST("calendar.warmup=0", "observe.twin_share=0", "dispatch.street_return_accepted=0.2"));
    town_tickets(&t, N, "noise", "noise");
    town_demand(column_reserve(&t.world.desk, N, &t.err) || column_reserve(&t.world.changed, 2 * N, &t.err), &t.err);
    for (uint32_t i = 0; i < N; i++) {
        t.world.tickets.row[i].action = (int8_t)town_action(&t, "return_ticket");
        t.day.facts.finished.row[t.day.facts.finished.n++] = i;
    }
    day_feedback(&t.day);
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    assert_true(o->book.returned == N && o->open + t.world.desk.n == N);
    assert_true(fabs((double)t.world.desk.n / N - p) < 4 * sqrt(p * (1 - p) / N));
    town_leave(&t);
}

/* --- what officers do for the score, and what is done to them --- */

static const struct { const char *output, *zero, *some; } LEVERS[] = {
    { "officer_complaints_per_ticket", "officers.complaint=0", "officers.complaint=0.3" },
    { "summons_per_year", "rule.summon_share=0", "rule.summon_share=0.2" },
    { "invented_share", "actions.stage_requests.invents=0", "actions.stage_requests.invents=3" },
};

static double reported(const char *output, const char *setting)
{
    struct town t;
    double filed = 0;
    town_found(&t, 22, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "rule.pressure=6",
        "actions.stage_requests.risk_h=0", setting));
    for (uint32_t day = 0; day < 92; day++) {
        town_live(&t, day);
        const struct facts *f = &t.day.facts;
        filed += (double)(!strcmp(output, "summons_per_year") ? f->summoned : !strcmp(output, "invented_share") ? f->invented
                                                                                                               : f->complaints);
    }
    town_leave(&t);
    return filed;
}

/* A lever at zero does nothing; above, it does. */
static void levers_at_zero_do_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LEVERS / sizeof *LEVERS; i++) {
        assert_true(reported(LEVERS[i].output, LEVERS[i].zero) == 0);
        assert_true(reported(LEVERS[i].output, LEVERS[i].some) > 0);
    }
}

/* What its unit will spend on one ticket of a caller with so many contacts, if it explains. */
static double paper_hours(const char *const *settings, int contacts)
{
    struct town t;
    town_found(&t, 23, LIST("ranked-20-40-40"), settings);
    town_tickets(&t, 1, "noise", "noise");
    t.world.needs.row[0].contacts = (uint16_t)contacts;
    choice_make(&t.day);
    double hours = t.world.tickets.row[0].overhead_h;
    town_leave(&t);
    return hours;
}

#define EXPLAINS "calendar.warmup=0", "observe.twin_share=0", "handling.temperature=0.01", "actions.explain.hours=0.8", \
    "actions.explain.content=1", "actions.explain.courtesy=1", "actions.explain.detected=0", "handling.evidence_calls=3", \
    "actions.root_fix.offered=false", "actions.temporary_fix.offered=false", "actions.appease.offered=false", \
    "actions.concede.offered=false", "actions.perfunctory_close.offered=false", "actions.buy_rating.offered=false", \
    "actions.swap_request.offered=false", "actions.stage_requests.offered=false", "dispatch.may_return=false"

/* Evidence is kept from so many contacts on, and costs its hours; a team takes off its share of all paper. */
static void evidence_costs_and_a_team_saves(void **state)
{
    (void)state;
    double plain = paper_hours(LIST(EXPLAINS, "handling.evidence_h=0"), 5);
    assert_float_equal(plain, 0.8 + 0.3, 1e-6);             /* and the first phone hours */
    assert_float_equal(paper_hours(LIST(EXPLAINS, "handling.evidence_h=0.37"), 5) - plain, 0.37, 1e-6);
    assert_float_equal(paper_hours(LIST(EXPLAINS, "handling.evidence_h=0.37"), 2), plain, 1e-6);
    assert_float_equal(paper_hours(LIST(EXPLAINS, "handling.evidence_h=0", "handling.team=1", "handling.team_saves=0.4"), 5),
                       0.6 * plain, 1e-6);
}

/* Who is talked out of it calls no more, and nothing is mended. */
static void who_is_dissuaded_is_silent(void **state)
{
    (void)state;
    enum { N = 4000 };
    for (int silences = 0; silences < 2; silences++) {
        struct town t;
        uint32_t quiet = 0, discontent = 0;
        town_found(&t, 24, NULL, LIST("calendar.warmup=0", "observe.twin_share=0",
                                      silences ? "actions.dissuade.silences=0.7" : "actions.dissuade.silences=0"));
        town_tickets(&t, N, "noise", "noise");
        town_demand(column_reserve(&t.day.facts.closings, N, &t.err) || column_reserve(&t.day.facts.scorings, N, &t.err) ||
                    column_reserve(&t.world.births, 20 * N, &t.err) || column_reserve(&t.world.closed, N, &t.err) ||
                    column_reserve(&t.day.facts.ended, N, &t.err) || column_reserve(&t.world.ended, N, &t.err), &t.err);
        t.world.open_tickets = N;
        for (uint32_t i = 0; i < N; i++) {
            t.world.tickets.row[i].action = (int8_t)town_action(&t, "dissuade");
            t.day.facts.finished.row[t.day.facts.finished.n++] = i;
        }
        day_feedback(&t.day);
        for (uint32_t i = 0; i < t.day.facts.closings.n; i++) {
            const struct closing *c = &t.day.facts.closings.row[i];
            assert_false(c->fixed);
            discontent += !c->satisfied;
            quiet += !c->satisfied && t.world.needs.row[c->need].flags & NEED_QUIET;
        }
        double p = silences ? 0.7 : 0;
        assert_true(discontent > N / 2 && fabs((double)quiet / discontent - p) <= 4 * sqrt(p * (1 - p) / discontent));
        town_leave(&t);
    }
}

/* --- what takes two units --- */

static void what_takes_two_is_seldom_mended_by_one(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct town t, other;
    double sum = 0, joint = 0.3, alone = 0.4, same = 0;
    town_found(&t, 17, NULL, LIST("calendar.warmup=0", "kinds.noise.joint=0.3", "handling.alone=0.4"));
    town_found(&other, 18, NULL, LIST("calendar.warmup=0", "kinds.noise.joint=0.3", "handling.alone=0.4"));
    const struct action *root = &t.file.scenario.actions[town_action(&t, "root_fix")];
    const struct action *table = &t.file.scenario.actions[town_action(&t, "joint_handling")];
    struct need n = { .kind = (uint8_t)town_kind(&t, "noise") };
    for (uint32_t i = 0; i < N; i++) {
        n.key = i;
        sum += feedback_alone(&t.day, &n, root);
        assert_true(feedback_alone(&t.day, &n, table) == 1);
        same += feedback_alone(&t.day, &n, root) == feedback_alone(&other.day, &n, root);
    }
    double alike = joint * joint + (1 - joint) * (1 - joint);           /* another seed, other needs */
    assert_true(fabs(same / N - alike) < 4 * sqrt(alike * (1 - alike) / N));
    town_leave(&other);
    assert_true(fabs(sum / N - (1 - joint * (1 - alone))) < 4 * (1 - alone) * sqrt(joint * (1 - joint) / N));
    town_leave(&t);
}

/* --- what ranks bring --- */

/* Hours that ranks move are neither made nor lost; the levels' shares add up to the pressure. */
static void ranks_move_hours_and_levels_share_pressure(void **state)
{
    (void)state;
    struct town t;
    double before = 0, after = 0;
    town_found(&t, 18, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "rule.resources=0.6", "rule.pressure_rank=0"));
    for (uint32_t day = 0; day < 31; day++)
        town_live(&t, day);
    assert_true(t.world.ranked);
    for (int u = 0; u < t.city.n_units; u++) {
        before += t.city.unit[u].officers;
        after += t.city.unit[u].officers * t.world.offices.row[u].hands;
        double above = t.city.unit[u].street != NONE ? 1 : 0.85;        /* no town assesses a department */
        assert_float_equal(t.world.offices.row[u].pressure, above * t.file.scenario.rule.pressure, 1e-6);
    }
    assert_float_equal(after / before, 1, 1e-6);
    t.file.scenario.levels[1].share = 0;
    assessment_announce(&t.day);
    assert_float_equal(t.world.offices.row[city_street_unit(&t.city, 0)].pressure, 0.65 * t.file.scenario.rule.pressure, 1e-6);
    town_leave(&t);
}

/* Weights stay a partition, and the indicator that lags gains on the one that does not. */
static void what_lags_weighs_more(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 19, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "rule.reweigh=2"));
    for (int u = 0; u < t.city.n_units; u++) {
        t.world.offices.row[u].mean[MEASURE_response] = 1;
        t.world.offices.row[u].mean[MEASURE_resolved] = 0.5;
        t.world.offices.row[u].mean[MEASURE_satisfied] = 1;
    }
    assessment_weighs(&t.day);
    const double *w = t.day.terms.weight;               /* 20 : 40 x (1 + 2 x .5) : 40 */
    assert_float_equal(w[MEASURE_response], 20 / 140.0, 1e-12);
    assert_float_equal(w[MEASURE_resolved], 80 / 140.0, 1e-12);
    assert_float_equal(w[MEASURE_satisfied], 40 / 140.0, 1e-12);
    town_leave(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_record_is_believed_until_somebody_looks),
        cmocka_unit_test(a_large_office_works_on_all_it_has),
        cmocka_unit_test(a_false_report_costs_its_inspection),
        cmocka_unit_test(reviewers_judge_what_they_can),
        cmocka_unit_test(a_ticket_is_claimed_once_however_often_it_is_asked),
        cmocka_unit_test(a_ticket_goes_back_whose_claim_is_forgotten),
        cmocka_unit_test(the_cap_holds_with_what_was_granted_before),
        cmocka_unit_test(levels_add_their_times),
        cmocka_unit_test(wrong_lines_are_geometric),
        cmocka_unit_test(the_desk_walks_on),
        cmocka_unit_test(whoever_is_free_is_free_of_what_is_on_its_way),
        cmocka_unit_test(a_machine_issues_its_share_of_each_days_first),
        cmocka_unit_test(a_survey_that_nobody_answers_stops_no_work),
        cmocka_unit_test(the_desk_is_a_queue),
        cmocka_unit_test(a_machine_makes_the_desk_as_large_as_reported),
        cmocka_unit_test(a_street_keeps_what_it_returns),
        cmocka_unit_test(levers_at_zero_do_nothing),
        cmocka_unit_test(evidence_costs_and_a_team_saves),
        cmocka_unit_test(who_is_dissuaded_is_silent),
        cmocka_unit_test(what_takes_two_is_seldom_mended_by_one),
        cmocka_unit_test(ranks_move_hours_and_levels_share_pressure),
        cmocka_unit_test(what_lags_weighs_more),
    };
    return cmocka_run_group_tests_name("handling", tests, NULL, NULL);
}
