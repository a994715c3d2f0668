/* callers.c (unit) - residents as callers: bursts, loneliness, anger, norms, sanctions, threats, giving up; who cries. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/base/num.h"
#include "sim/scenario/params.h"
#include "town.h"

enum { MONTHS = 30 };

/* --- by habit --- */

/* Answered calls of each professional follow lambda' - m = c (lambda - m) + a (X - m), X Poisson(lambda), c = exp(-1 / tau),
 * a = n (1 - c): mean m whatever the branching ratio n, variance / mean = 1 + a^2 / (1 - (c + a)^2). */
static void professionals_excite_themselves_by_the_law_of_hawkes(void **state)
{
    (void)state;
    enum { DAYS = 400 };
    for (int excited = 0; excited < 2; excited++) {
        struct town t;
        double calls = 0, squares = 0, expected = 0, even = 0, n = excited ? 0.8 : 0, c = exp(-1 / 3.0), a = n * (1 - c);
        town_found(&t, 11, NULL, LIST("calendar.warmup=0", "calendar.days=400", "city.professional_share=0.005",
            "city.lonely_share=0", "calling.professional_sigma=0.3", "calling.excite_d=3", "centre.operators=100",
            excited ? "calling.excite=0.8" : "calling.excite=0", "centre.patience_mu=20"));
        for (uint32_t day = 0; day < DAYS; day++) {
            town_live(&t, day);
            calls += (double)t.day.facts.answered_grievances;
            squares += (double)t.day.facts.grievances_square;
        }
        for (uint32_t i = 0; i < t.city.habits.n; i++) {
            double own = t.world.resident[t.city.habits.row[i].resident].calls;
            expected += DAYS * t.city.habits.row[i].rate_per_day;
            even += own * own / DAYS;
        }
        double law = 1 + a * a / (1 - (c + a) * (c + a)), persons = t.city.habits.n;
        assert_true(fabs(calls - expected) < 4 * sqrt(expected) / (1 - n) + 0.01 * expected);
        assert_true(fabs((squares - even) / calls - law) < (excited ? 0.12 : 4 * sqrt(2 / (DAYS * persons)) + 0.01) * law);
        town_leave(&t);
    }
}

static void a_conversation_relieves_loneliness_and_it_returns(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 12, NULL, LIST("calendar.warmup=0", "city.lonely_share=0.01", "calling.lonely_rate=0"));
    const struct habit *h = &t.city.habits.row[3];
    struct regular *r = &t.world.regulars.row[3];
    assert_int_equal(city_habit(&t.city, h->resident), 3);
    habits_heard(&t.day, h->resident, 0.37, 5);
    assert_true(fabs(r->loneliness - 0.63) < 1e-6);
    for (uint32_t day = 0; day < 7; day++)
        town_live(&t, day);
    assert_true(fabs(r->loneliness - (1 - 0.37 * exp(-7 / 5.0))) < 1e-5);
    town_leave(&t);
}

/* --- anger --- */

/* N residents who give up at anger A: the share that leaves the line is 1 - exp(-k tau (A - b - b log(A / b))). */
static void anger_that_is_shut_in_leaves_the_line_by_its_hazard(void **state)
{
    (void)state;
    enum { N = 40000 };
    struct town t;
    town_found(&t, 13, NULL, LIST("calling.boiling=0.3", "calling.escalation=0.02", "calling.forget_d=100"));
    double a = share_of(200), law = 1 - exp(-0.02 * 100 * (a - 0.3 - 0.3 * log(a / 0.3)));
    for (uint32_t i = 0; i < N; i++) {
        struct need n = { .key = i, .born_key = 7 };
        struct resident r = { .anger = 200 };
        long before = t.day.facts.escalations;
        anger_shut_in(&t.day, &n, &r);
        assert_int_equal(r.anger, before == t.day.facts.escalations ? 200 : 100);
    }
    assert_true(fabs(t.day.facts.escalations / (double)N - law) < 4 * sqrt(law * (1 - law) / N));
    struct need n = { .key = 1 };
    struct resident calm = { .anger = byte_of(0.29) };
    t.day.facts.escalations = 0;
    for (n.key = 0; n.key < N; n.key++)
        anger_shut_in(&t.day, &n, &calm);
    assert_int_equal(t.day.facts.escalations, 0);
    town_leave(&t);
}

/* A need refused twice, with no choice of a unit between, has two chances to boil over, not twice the same. */
static void each_refusal_boils_by_itself(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct town t;
    uint32_t twice = 0;
    town_found(&t, 13, NULL, LIST("calling.boiling=0.3", "calling.escalation=0.02", "calling.forget_d=100"));
    double a = share_of(200), law = 1 - exp(-0.02 * 100 * (a - 0.3 - 0.3 * log(a / 0.3)));
    for (uint32_t i = 0; i < N; i++) {
        long before = t.day.facts.escalations;
        for (uint16_t call = 1; call <= 2; call++) {
            struct need n = { .key = i, .born_key = 7, .contacts = call };
            struct resident r = { .anger = 200 };
            anger_shut_in(&t.day, &n, &r);
        }
        twice += t.day.facts.escalations == before + 2;
    }
    assert_true(fabs(twice / (double)N - law * law) < 4 * sqrt(law * law * (1 - law * law) / N));
    town_leave(&t);
}

/* --- norms and sanctions --- */

static void each_list_adds_to_what_is_lacking_of_norms(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 14, NULL, LIST("calendar.warmup=0", "calendar.days=120", "publicity.lists_mo=2", "publicity.list_reach=0.1",
                                  "publicity.campaigns_mo=1", "publicity.campaign_reach=0.2", "publicity.forget_d=100000"));
    for (uint32_t day = 0; day < 3 * MONTHS; day++)
        town_live(&t, day);
    for (uint32_t i = 0; i < t.world.senses.n; i++) {
        assert_true(fabs(t.world.senses.row[i].norm - (1 - 0.7 * pow(0.9, 6))) < 0.002);
        assert_true(fabs(t.world.senses.row[i].informed - (1 - pow(0.8, 3))) < 0.002);
    }
    town_leave(&t);
}

static void what_is_improper_is_restrained_by_norms_and_rare_sanctions_hardly(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 15, NULL, LIST("calling.norm_weight=2", "calling.sanction_weight=6", "calling.sanction_underweight=1.6"));
    struct need proper = { .kind = (uint8_t)town_kind(&t, "noise") };
    struct need improper = { .kind = (uint8_t)town_kind(&t, "unreasonable") };
    struct resident r = { 0 };
    double norms = norms_restraint(&t.day, &improper, &r);
    assert_true(norms_restraint(&t.day, &proper, &r) == 0);
    assert_true(norms > 2 * 0.3 * 0.5 - 1e-6 && norms < 2 * 0.3 * 1.5 + 1e-6);
    t.world.senses.row[0].sanction = 0.1f;
    r.fear = 51;                                /* .2; together 1 - .9 x .8 = .28 */
    assert_true(fabs(norms_restraint(&t.day, &improper, &r) - norms - 6 * pow(0.28, 1.6)) < 1e-5);
    assert_true(norms_restraint(&t.day, &proper, &r) == 0);
    town_leave(&t);
}

/* A punished round is seen by acquaintances and the street, and what was seen is forgotten. */
static void punishments_are_seen(void **state)
{
    (void)state;
    struct town t;
    uint32_t afraid = 0, certain = 0;
    town_found(&t, 16, NULL, LIST("calendar.warmup=0", "calling.sanction=1", "calling.sanction_seen=0.4", "calling.sanction_from=1",
                                  "calling.sanction_told=0.25", "calling.forget_d=50"));
    uint32_t day = 0;
    for (; day < 200 && t.day.facts.punished == 0; day++)
        town_live(&t, day);
    assert_true(t.day.facts.punished > 0);
    long punished = t.day.facts.punished;
    for (uint32_t i = 0; i < t.city.n_residents; i++) {
        certain += t.world.resident[i].fear == 255;
        afraid += t.world.resident[i].fear == byte_of(0.4);
    }
    assert_int_equal(certain, punished);
    assert_true(afraid >= 6 * certain && afraid <= 8 * certain);
    double told = 0;
    for (uint32_t i = 0; i < t.world.senses.n; i++)
        told = fmax(told, t.world.senses.row[i].sanction);
    assert_true(fabs(told - 0.25 * (1 - 1 / 50.0)) < 1e-5 || punished > 1);
    town_leave(&t);
}

/* --- threats --- */

/* One unit, one matter: a threat raises what an action that may leave the caller content is worth, only through rho. */
static void a_threat_counts_where_trouble_does(void **state)
{
    (void)state;
    for (int weighed = 0; weighed < 2; weighed++) {
        struct town t;
        double days[2] = { 0 }, n[2] = { 0 };
        town_found(&t, 17, NULL, LIST("calendar.warmup=0", "calendar.days=365", "calling.threat=1", "calling.boiling=0.1",
                                      weighed ? "handling.nuisance=1" : "handling.nuisance=0", "handling.threat_h=20",
                                      "city.street_officers=30"));
        for (uint32_t day = 0; day < 365; day++) {
            town_live(&t, day);
            for (uint32_t i = 0; i < t.world.tickets.n; i++) {
                const struct ticket *row = &t.world.tickets.row[i];
                if (row->state != TICKET_OPEN || row->action == NONE || row->arrived + 1u != day)
                    continue;
                int threat = !!(row->flags & TICKET_THREAT);
                n[threat]++;
                days[threat] += row->rate;
            }
        }
        double threatened = days[1] / n[1], others = days[0] / n[0];
        assert_true(n[1] > 20 && n[0] > 20);
        if (weighed)
            assert_true(threatened > 2 * others);
        else
            assert_true(threatened < 1.5 * others);
        town_leave(&t);
    }
}

/* --- giving up --- */

static void giving_up_is_dated_when_it_happens(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 18, NULL, LIST("calendar.warmup=0", "channels.hotline.constant=-20"));
    for (uint32_t day = 0; day < 3; day++)
        town_live(&t, day);
    uint32_t need[3], found = 0;
    for (uint32_t i = 0; found < 3 && i < t.world.needs.n; i++)
        if (t.world.needs.row[i].state == NEED_OPEN && t.world.needs.row[i].site == NOBODY)
            need[found++] = i;
    assert_int_equal(found, 3);
    needs_quiet(&t.day, &t.world.needs.row[need[0]], 0);
    needs_quiet(&t.day, &t.world.needs.row[need[1]], 0);
    t.day.t = 40;
    needs_end(&t.day, need[0], END_GAVE_UP);
    needs_end(&t.day, need[1], END_FIXED);
    needs_end(&t.day, need[2], END_FADED);
    assert_true(t.world.needs.row[need[0]].ended == 2.5f);
    assert_true(t.world.needs.row[need[1]].ended == 40.5f);
    assert_true(t.world.needs.row[need[2]].ended == 40.5f);
    town_leave(&t);
}

/* --- who cries --- */

static double beliefs_apart(const struct town *t)
{
    uint8_t low = 255, high = 0;
    for (uint32_t i = 0; i < t->city.n_residents; i++) {
        low = t->world.resident[i].belief < low ? t->world.resident[i].belief : low;
        high = t->world.resident[i].belief > high ? t->world.resident[i].belief : high;
    }
    return share_of(high) - share_of(low);
}

/* Nobody is labelled a crier: all begin alike, and what sets criers apart is what calling brought them. */
static void criers_arise(void **state)
{
    (void)state;
    for (int learns = 0; learns < 2; learns++) {
        struct town t;
        long cry = 0;
        town_found(&t, 19, LIST("satisfaction-100"), LIST("calendar.warmup=0", "calendar.days=300", "city.lonely_share=0",
                   "city.professional_share=0", learns ? "calling.learn=0.25" : "calling.learn=0"));
        for (uint32_t i = 0; i < t.city.n_residents; i++)
            assert_memory_equal(&t.world.resident[i], &t.world.resident[0], sizeof t.world.resident[0]);
        for (uint32_t day = 0; day < 300; day++) {
            town_live(&t, day);
            for (uint32_t i = 0; i < t.day.facts.ended.n; i++)
                cry += t.world.needs.row[t.day.facts.ended.row[i]].contacts >= 3;
        }
        assert_true(learns ? beliefs_apart(&t) > 0.3 : beliefs_apart(&t) == 0);
        assert_true(!learns || cry > 10);
        town_leave(&t);
    }
}

/* --- imitation alone --- */

/* Those whose thresholds are passed cry and are seen rewarded; until nobody joins. The share that cries. */
static double cascade(struct town *t)
{
    uint32_t joined = 1, crying = 0, n = t->city.n_residents;
    t->day.t = 1;
    while (joined) {
        uint8_t *joins = calloc(n, 1);
        joined = 0;
        for (uint32_t i = 0; i < n; i++)
            joins[i] = !t->world.resident[i].rewarded && calls_imitates(&t->day, 0, i);
        for (uint32_t i = 0; i < n; i++) {
            joined += joins[i];
            if (joins[i])
                t->world.resident[i].rewarded = 1;
        }
        free(joins);
        crying += joined;
        t->world.street_rewarded.row[0] = (float)crying / (float)n;
    }
    return crying / (double)n;
}

static double spread(const char *omega, double sigma, uint32_t seed)
{
    struct town t;
    char set[64];
    snprintf(set, sizeof set, "calling.threshold_sigma=%.4f", sigma);
    town_found(&t, seed, NULL, LIST("city.residents=60000", "city.streets=1", omega, set, "city.sites=0"));
    double share = cascade(&t);
    town_leave(&t);
    return share;
}

/* The least r with r = Phi((r - .25) / sigma). */
static double granovetter(double sigma)
{
    double r = 0, next = 0.5 * erfc(0.25 / sigma / sqrt(2));
    while (next - r > 1e-9) {
        r = next;
        next = 0.5 * erfc(-(r - 0.25) / sigma / sqrt(2));
    }
    return r;
}

/* Thresholds N(.25, sigma), everybody sees everybody: few cry up to sigma = .122, nearly all above it (Granovetter, 1978). */
static void imitation_alone_jumps_where_granovetter_says(void **state)
{
    (void)state;
    static const double SIGMA[] = { 0.08, 0.10, 0.115, 0.13, 0.15, 0.20 };
    for (size_t i = 0; i < sizeof SIGMA / sizeof *SIGMA; i++) {
        double law = granovetter(SIGMA[i]);
        assert_true(fabs(spread("calling.omega=1", SIGMA[i], 20) - law) < 0.01 + (law < 0.5 ? 0.02 : 0));
    }
    assert_true(granovetter(0.120) < 0.1 && granovetter(0.125) > 0.9);
}

/* On the small world of acquaintances the cascade finds a way through at less spread. */
static void among_acquaintances_it_tips_earlier(void **state)
{
    (void)state;
    print_message("# sigma   city-wide   half and half   acquaintances   law\n");
    for (int i = 4; i <= 20; i++)
        print_message("# %.3f  %9.3f  %14.3f  %14.3f  %8.3f\n", i / 100.0, spread("calling.omega=1", i / 100.0, 21),
                      spread("calling.omega=0.5", i / 100.0, 21), spread("calling.omega=0", i / 100.0, 21),
                      granovetter(i / 100.0));
    assert_true(spread("calling.omega=1", 0.11, 21) < 0.1);
    assert_true(spread("calling.omega=0", 0.11, 21) > 0.5);
    assert_true(spread("calling.omega=0", 0.05, 21) < 0.1);
}

/* --- what is decayed when it is looked at --- */

/* Looked at daily or once, all feelings fade by one law, also those whose daily step is far below a byte. */
static void feelings_fade_alike_however_often_they_are_looked_at(void **state)
{
    (void)state;
    enum { N = 2000, DAYS = 60, REST = 51 };
    static const double START[] = { 12, 220, 59 };           /* anger, fear, belief */
    struct town t;
    double mean[2][3] = { 0 };
    town_found(&t, 3, NULL, LIST("calendar.warmup=0", "calling.forget_d=60", "calling.belief_start=0.2"));
    for (uint32_t i = 0; i < 2 * N; i++) {
        struct resident *r = &t.world.resident[i];
        r->anger = (uint8_t)START[0];
        r->fear = (uint8_t)START[1];
        r->belief = (uint8_t)START[2];
    }
    for (t.day.t = 1; t.day.t <= DAYS; t.day.t++)
        for (uint32_t i = 0; i < (t.day.t < DAYS ? N : 2 * N); i++)
            adaptation_resident(&t.day, i);
    for (uint32_t i = 0; i < 2 * N; i++) {
        const struct resident *r = &t.world.resident[i];
        mean[i / N][0] += r->anger / (double)N;
        mean[i / N][1] += r->fear / (double)N;
        mean[i / N][2] += r->belief / (double)N;
    }
    for (int often = 0; often < 2; often++)
        for (int f = 0; f < 3; f++) {
            double rest = f == 2 ? REST : 0;
            assert_true(fabs(mean[often][f] - rest - (START[f] - rest) * exp(-1)) < 0.25);
        }
    town_leave(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(professionals_excite_themselves_by_the_law_of_hawkes),
        cmocka_unit_test(a_conversation_relieves_loneliness_and_it_returns),
        cmocka_unit_test(anger_that_is_shut_in_leaves_the_line_by_its_hazard),
        cmocka_unit_test(each_refusal_boils_by_itself),
        cmocka_unit_test(each_list_adds_to_what_is_lacking_of_norms),
        cmocka_unit_test(what_is_improper_is_restrained_by_norms_and_rare_sanctions_hardly),
        cmocka_unit_test(punishments_are_seen),
        cmocka_unit_test(feelings_fade_alike_however_often_they_are_looked_at),
        cmocka_unit_test(a_threat_counts_where_trouble_does),
        cmocka_unit_test(giving_up_is_dated_when_it_happens),
        cmocka_unit_test(criers_arise),
        cmocka_unit_test(imitation_alone_jumps_where_granovetter_says),
        cmocka_unit_test(among_acquaintances_it_tips_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
