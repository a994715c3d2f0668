/* The rules of a day against closed forms: choices, attrition, thinning; and what a policy may and may not change. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "sim/observe/observe.h"
#include "sim/same.h"
#include "town.h"

/* --- units choose --- */

/* Where nothing but money counts and hours are free, V = -yuan / wage: a nested logit in closed form. */
static void units_choose_by_a_nested_logit(void **state)
{
    (void)state;
    enum { N = 60000, ACTIONS = 6 };
    static const struct { const char *name; enum nest nest; double v; } A[ACTIONS] = {
        { "root_fix", NEST_REAL, -0.5 }, { "temporary_fix", NEST_REAL, -1.2 }, { "appease", NEST_MONEY, 0 },
        { "explain", NEST_PAPER, -0.3 }, { "perfunctory_close", NEST_PAPER, -0.8 }, { "return_ticket", NEST_PAPER, 0 },
    };
    const double temperature = 0.7, nest = 0.6;
    struct town t;
    double sum[N_NESTS] = { 0 }, whole = 0, chi2 = 0;
    uint32_t seen[24] = { 0 };
    town_found(&t, 1, NULL, LIST("calendar.warmup=0", "handling.harm_value=0", "handling.nuisance=0", "handling.own_floor=0",
        "handling.wage=100",
        "handling.temperature=0.7", "handling.nest=0.6", "observe.twin_share=0", "actions.root_fix.yuan=50",
        "actions.temporary_fix.yuan=120", "actions.appease.yuan=0", "actions.explain.yuan=30",
        "actions.perfunctory_close.yuan=80"));
    town_tickets(&t, N, "sanitation", "sanitation");
    day_handling(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        assert_true(t.world.tickets.row[i].action >= 0);
        seen[t.world.tickets.row[i].action]++;
    }
    for (int a = 0; a < ACTIONS; a++)
        sum[A[a].nest] += exp(A[a].v / (temperature * nest));
    for (int k = 0; k < N_NESTS; k++)
        whole += sum[k] > 0 ? pow(sum[k], nest) : 0;
    for (int a = 0; a < ACTIONS; a++) {
        double p = pow(sum[A[a].nest], nest) / whole * exp(A[a].v / (temperature * nest)) / sum[A[a].nest];
        int row = town_action(&t, A[a].name);
        chi2 += pow(seen[row] - N * p, 2) / (N * p);
        seen[row] = 0;
    }
    assert_true(chi2 < 5 + 4 * sqrt(2 * 5.0));
    for (int a = 0; a < 24; a++)
        assert_int_equal(seen[a], 0);           /* nothing that does not suit */
    town_leave(&t);
}

/* What was worked on today is worth no less an hour than what was left. */
static void units_work_in_the_order_of_value_per_hour(void **state)
{
    (void)state;
    enum { N = 400 };
    struct town t;
    float lowest_done = INFINITY, highest_left = -INFINITY, rate[N];
    town_found(&t, 2, NULL, LIST("calendar.warmup=0", "observe.twin_share=0", "handling.site_day_share=1"));
    town_tickets(&t, N, "sanitation", "sanitation");
    choice_make(&t.day);
    const struct heap *queue = &t.world.heap[city_street_unit(&t.city, 0)];
    assert_int_equal(queue->n, N);
    for (uint32_t i = 0; i < N; i++)
        rate[queue->row[i].ticket] = queue->row[i].key;
    day_handling(&t.day);
    const struct office *o = &t.world.offices.row[city_street_unit(&t.city, 0)];
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        if (row->hours > 0)
            lowest_done = rate[i] < lowest_done ? rate[i] : lowest_done;
        else
            highest_left = rate[i] > highest_left ? rate[i] : highest_left;
    }
    assert_true(t.day.facts.works.n > 3 && t.day.facts.works.n < N);
    assert_true(lowest_done >= highest_left);
    assert_true(o->used_h > 0.9f * o->present_h && o->used_h <= 1.000001f * o->present_h);
    town_leave(&t);
}

static void without_consequences_nothing_is_at_stake(void **state)
{
    (void)state;
    for (int rule = 0; rule < 2; rule++) {
        struct town t;
        double stake = 0;
        long extensions = 0;
        town_found(&t, 3, rule ? LIST("satisfaction-100") : LIST("no-assessment"), LIST("calendar.warmup=0"));
        for (uint32_t day = 0; day < 100; day++) {
            town_live(&t, day);
            for (uint32_t u = 0; u < t.world.offices.n; u++)
                stake += t.world.offices.row[u].stake_h;
            for (uint32_t i = 0; i < t.day.facts.works.n; i++)
                extensions += t.file.scenario.actions[t.day.facts.works.row[i].action].purpose == ACTION_EXTEND;
        }
        assert_true(rule ? stake > 0 && extensions > 0 : stake == 0 && extensions == 0);
        town_leave(&t);
    }
}

/* --- operators stay --- */

/* Survival at x months where exhaustion does not matter: exp(-h_inf x - h_1 tau (1 - exp(-x / tau))). */
static void operators_stay_by_the_law_of_their_hazard(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct town t;
    town_found(&t, 4, NULL, LIST("centre.operators=20000", "operators.quit_exhaustion=0"));
    for (uint32_t i = 0; i < N; i++)
        t.world.posts.row[i].before = 0;
    memset(t.day.facts.wear.row, 0, N * sizeof *t.day.facts.wear.row);
    t.day.date = t.city.date;
    for (uint32_t day = 0; day < 360; day++) {
        if (day && day % 60 == 0) {
            double x = day / 30.0, law = exp(-0.04 * x - 0.40 * 2.5 * (1 - exp(-x / 2.5))), stayed = 0;
            for (uint32_t i = 0; i < N; i++)
                stayed += t.world.posts.row[i].hires == 0;
            /* a day's hazard is that of its morning: 0.4 / 60 too much at most */
            assert_true(fabs(stayed / N - law) < 4 * sqrt(law * (1 - law) / N) + 0.0067 * law);
        }
        t.day.t = day;
        t.day.facts.quit_tenure.n = 0;
        day_people(&t.day);
    }
    town_leave(&t);
}

/* --- the same needs for all --- */

struct superset { uint64_t all; long born, prevented; };

static uint64_t mark(uint32_t key, uint32_t day, uint32_t kind)
{
    return ((uint64_t)draw_hash(key, day) << 32 | draw_hash(day ^ kind << 20, key)) * 0x9e3779b97f4a7c15ull;
}

static int exogenous(const struct town *t, const struct need *n)
{
    const struct kind *kind = &t->file.scenario.kinds[n->kind];
    return kind->merit && kind->validity != CONSULT && !(n->flags & NEED_CHILD) && (n->site == NOBODY || n->born_key == 0);
}

/* Digest of what arises, or would have, in 50 days: sums, so that the order does not count. */
static struct superset superset_under(const char *policy, int natures)
{
    struct town t;
    struct superset s = { 0 };
    town_found(&t, 5, LIST(policy), LIST("calendar.warmup=0"));
    for (uint32_t day = 0; day < 50; day++) {
        town_live(&t, day);
        for (uint32_t i = 0; i < t.day.facts.born.n; i++) {
            const struct need *n = &t.world.needs.row[t.day.facts.born.row[i]];
            uint32_t bits[2];
            if (!exogenous(&t, n))
                continue;
            memcpy(bits, (float[]){ n->harm, n->effort_h }, sizeof bits);
            s.born++;
            bits[1] ^= n->fade ^ (uint32_t)n->worse << 16;
            s.all += mark(n->key, day, n->kind) + (natures ? mark(n->resident, bits[0], bits[1]) : 0);
        }
        for (uint32_t i = 0; i < t.day.facts.prevented.n; i++) {
            s.prevented++;
            s.all += mark(t.day.facts.prevented.row[i].key, day, t.day.facts.prevented.row[i].kind);
        }
    }
    town_leave(&t);
    return s;
}

static void every_policy_faces_the_same_needs(void **state)
{
    (void)state;
    static const char *const POLICY[] = { "ranked-20-40-40", "satisfaction-100", "refuse-politely", "dispatch-by-machine",
                                          "enforce-sanctions", "care-for-operators" };
    struct superset none = superset_under("no-assessment", 1);
    assert_true(none.born > 300 && none.prevented == 0);
    for (size_t p = 0; p < sizeof POLICY / sizeof *POLICY; p++) {
        struct superset s = superset_under(POLICY[p], 1);
        assert_int_equal(s.born, none.born);
        assert_true(s.all == none.all);
    }
    struct superset whole = superset_under("no-assessment", 0), thinned = superset_under("sign-noise-covenant", 0);
    assert_true(thinned.prevented > 5);
    assert_int_equal(thinned.born + thinned.prevented, whole.born);
    assert_true(thinned.all == whole.all);
}

/* Keys of one kind's needs of 200 days, a byte each. */
static long needs_at_level(const char *level, uint8_t *arose, size_t size)
{
    struct town t;
    long n = 0;
    char set[64];
    snprintf(set, sizeof set, "kinds.sanitation.level=%s", level);
    town_found(&t, 6, NULL, LIST(set, "calendar.warmup=0", "kinds.sanitation.rate=400"));
    int kind = town_kind(&t, "sanitation");
    for (uint32_t day = 0; day < 200; day++) {
        town_live(&t, day);
        for (uint32_t i = 0; i < t.day.facts.born.n; i++) {
            const struct need *need = &t.world.needs.row[t.day.facts.born.row[i]];
            if (need->kind != kind || need->flags & NEED_CHILD)
                continue;
            size_t at = day * 256 + (need->key & 0xff);
            assert_true((need->key & 0xffffff) < 256 && at < size);
            arose[at] = 1;
            n++;
        }
    }
    town_leave(&t);
    return n;
}

static void prevention_thins_the_same_needs(void **state)
{
    (void)state;
    static uint8_t all[200 * 256], some[200 * 256];
    long whole = needs_at_level("1", all, sizeof all), thinned = needs_at_level("0.69", some, sizeof some);
    for (size_t i = 0; i < sizeof all; i++)
        assert_true(all[i] >= some[i]);
    assert_true(whole > 3000);
    assert_true(fabs((double)thinned / (double)whole - 0.69) < 4 * sqrt(0.69 * 0.31 / (double)whole));
}

/* --- who looks changes nothing --- */

static uint64_t whole(double x)        /* below 0, too */
{
    return (uint64_t)(int64_t)x;
}

static uint64_t state_of(const struct town *t)
{
    const struct world *w = &t->world;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < w->needs.n; i++) {
        const struct need *n = &w->needs.row[i];
        sum += n->state == NEED_FREE ? i : mark(n->key ^ n->flags << 12, n->contacts, n->state) + whole(n->harm_done * 1e6f);
    }
    for (uint32_t i = 0; i < w->tickets.n; i++)
        if (w->tickets.row[i].state != TICKET_FREE)
            sum += mark(w->tickets.row[i].need, w->tickets.row[i].flags, w->tickets.row[i].state) +
                   whole(w->tickets.row[i].hours * 1e6f);
    for (uint32_t i = 0; i < t->city.n_residents; i++)
        sum += mark(w->resident[i].belief, w->resident[i].anger + 256u * w->resident[i].trust, i);
    for (uint32_t i = 0; i < w->offices.n; i++)
        sum += whole(w->offices.row[i].exhaustion * 1e9f) + whole(w->offices.row[i].left_h * 1e6);
    for (uint32_t i = 0; i < w->posts.n; i++)
        sum += whole(w->posts.row[i].exhaustion * 1e9f);
    return sum + w->open_tickets + whole(w->efficacy * 1e15);
}

static void observers_touch_nothing(void **state)
{
    (void)state;
    uint64_t seen[2];
    for (int observed = 0; observed < 2; observed++) {
        struct town t;
        struct extents extents;
        struct outputs outputs = { 0 };
        struct observation *o = calloc(1, sizeof *o);
        town_found(&t, 7, LIST("satisfaction-100"), LIST("calendar.warmup=20", "calendar.days=60"));
        town_demand(run_extents(&t.file.scenario, &extents, &t.err) || outputs_init(&outputs, &extents, &t.err) ||
                    observe_init(o, &t.file.scenario, &t.city, t.day.key, &outputs, &t.err), &t.err);
        for (uint32_t day = 0; day < 80; day++) {
            town_live(&t, day);
            if (observed)
                town_demand(observe_day(o, &t.day, &t.err), &t.err);
        }
        if (observed)
            town_demand(observe_finish(o, &t.day, &t.err), &t.err);
        seen[observed] = state_of(&t);
        observe_free(o);
        free(o);
        outputs_free(&outputs);
        extents_free(&extents);
        town_leave(&t);
    }
    assert_true(seen[0] == seen[1]);
}

/* --- branches --- */

enum { MOST = 3 };

static void branch(const struct scenario_loaded *base, int n, const struct scenario_loaded *const *policy, uint64_t seed,
                   struct outputs *out)
{
    struct extents extents;
    struct err err = { 0 };
    town_demand(run_extents(&base->scenario, &extents, &err), &err);
    for (int p = 0; p < n; p++)
        town_demand(outputs_init(&out[p], &extents, &err), &err);
    town_demand(run_branches(base, n, policy, seed, 0, out, NULL, &err), &err);
    extents_free(&extents);
}

static int same(const struct outputs *a, const struct outputs *b)
{
    return a->n == b->n && memcmp(a->value, b->value, a->n * sizeof *a->value) == 0;
}

static void nobody_touches_nobody(const char *const *base_rule)
{
    const char *const *const settings = LIST("calendar.warmup=45", "calendar.days=75");
    struct scenario_loaded base, press, soft;
    struct outputs alone[MOST], with[MOST], both[MOST];
    town_load(&base, base_rule, settings);
    town_load(&press, LIST("ranked-20-40-40"), settings);
    town_load(&soft, LIST("satisfaction-100", "treat-before-season"), settings);
    branch(&base, 1, (const struct scenario_loaded *[]){ &press }, 8, alone);
    branch(&base, 2, (const struct scenario_loaded *[]){ &base, &press }, 8, with);
    branch(&base, 3, (const struct scenario_loaded *[]){ &press, &soft, &base }, 8, both);
    assert_true(same(&alone[0], &with[1]) && same(&alone[0], &both[0]));
    assert_true(same(&with[0], &both[2]));
    assert_true(!same(&with[0], &with[1]) && !same(&both[0], &both[1]));
    struct outputs *all[] = { alone, with, both };
    for (int k = 0; k < 3; k++)
        for (int p = 0; p <= k; p++)
            outputs_free(&all[k][p]);
    scenario_free(&base);
    scenario_free(&press);
    scenario_free(&soft);
}

/* Nor by its place among them: the last lives on in the warm-up's own memory, the others in copies. */
static void a_policy_is_not_touched_by_those_beside_it(void **state)
{
    (void)state;
    nobody_touches_nobody(NULL);
    nobody_touches_nobody(LIST("rank-by-improvement"));
}

static void a_policy_that_changes_nothing_is_the_base(void **state)
{
    (void)state;
    const char *const *const settings = LIST("calendar.warmup=45", "calendar.days=75");
    struct scenario_loaded base, again;
    struct outputs one[1], two[2];
    town_load(&base, NULL, settings);
    town_load(&again, LIST("no-assessment"), settings);         /* tiny's own rule, said once more */
    branch(&base, 1, (const struct scenario_loaded *[]){ &base }, 9, one);
    branch(&base, 2, (const struct scenario_loaded *[]){ &again, &base }, 9, two);
    assert_true(same(&one[0], &two[0]) && same(&one[0], &two[1]));
    outputs_free(&one[0]);
    outputs_free(&two[0]);
    outputs_free(&two[1]);
    scenario_free(&base);
    scenario_free(&again);
}

static void what_would_need_another_world_is_refused(void **state)
{
    (void)state;
    static const struct { const char *set, *says; } CHANGES[] = {
        { "city.residents=20001", "city.residents" }, { "departments.housing.officers=70", "departments.housing.officers" },
        { "kinds.noise.merit=false", "kinds.noise.merit" }, { "kinds.noise.rate=37", "kinds.noise.rate" },
        { "calling.lonely_rate=2", "calling.lonely_rate" }, { "shifts.night=~", "the rows of shifts" },
        { "calendar.start=\"2025-01-07\"", "calendar.start" }, { "kinds.noise.level=0.37", NULL }, { "rule.audit=0.37", NULL },
    };
    struct scenario_loaded base;
    town_load(&base, NULL, NULL);
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        struct scenario_loaded other;
        struct err err = { 0 };
        town_load(&other, NULL, LIST(CHANGES[i].set));
        assert_int_equal(same_world(&base.scenario, &other.scenario, &err), CHANGES[i].says ? -1 : 0);
        assert_int_equal(err.code, CHANGES[i].says ? EXIT_INPUT : EXIT_OK);
        assert_true(!CHANGES[i].says || strstr(err.text, CHANGES[i].says));
        scenario_free(&other);
    }
    scenario_free(&base);
}

/* --- the squeaky experiment --- */

/* Mean over seeds of the days that one more call saves, in standard errors. */
static double premium_z(const char *nuisance, double *mean)
{
    enum { SEEDS = 16 };
    struct scenario_loaded base;
    double sum = 0, square = 0;
    town_load(&base, LIST("no-assessment"), LIST(nuisance, "observe.twin_share=0.4", "calendar.warmup=30"));
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct outputs out;
        branch(&base, 1, (const struct scenario_loaded *[]){ &base }, 50 + seed, &out);
        double x = outputs_of(&out, OUT_squeaky_premium_d)[0];
        sum += x;
        square += x * x;
        outputs_free(&out);
    }
    *mean = sum / SEEDS;
    scenario_free(&base);
    return *mean / sqrt((square / SEEDS - *mean * *mean) / (SEEDS - 1));
}

static void an_extra_call_brings_nothing_where_calls_cost_nothing(void **state)
{
    (void)state;
    double without, with, z = premium_z("handling.nuisance=0", &without), z_with = premium_z("handling.nuisance=0.5", &with);
    print_message("# one more call saves %.2f d (z %.1f) where calls cost nothing, %.2f d (z %.1f) where they do\n",
                  without, z, with, z_with);
    assert_true(fabs(z) < 4);
    assert_true(z_with > 4);
}

static double harm_of_kind(const struct town *t, int kind)
{
    double harm = 0, n = 0;
    for (uint32_t i = 0; i < t->world.needs.n; i++) {
        const struct need *need = &t->world.needs.row[i];
        if (need->state != NEED_OPEN || need->kind != kind)
            continue;
        harm += need->harm;
        n++;
    }
    return harm / n;
}

/* In the city's first days as many needs fade, and as many are thought about, as the law of doing nothing says: the opening
 * stock neither melts nor swells where nothing else happens. */
static void the_opening_stock_is_in_equilibrium(void **state)
{
    (void)state;
    struct town t;
    double first = 0, last = 0, harm_first = 0, harm_last = 0;
    town_found(&t, 12, NULL, LIST("city.residents=200000", "city.sites=0", "city.lonely_share=0", "calendar.warmup=100",
                                  "kinds.sanitation.worsen_factor=5", "kinds.sanitation.season=0",
                                  "channels.hotline.constant=-20", "channels.self_help.constant=-20",
                                  "channels.community.constant=-20", "channels.court.constant=-20", "channels.police.constant=-20",
                                  "channels.petition.constant=-20"));
    int sanitation = town_kind(&t, "sanitation");
    for (uint32_t day = 0; day < 84; day++) {
        town_live(&t, day);
        first += day < 28 ? t.world.needs_open_merit / 28 : 0;
        last += day >= 56 ? t.world.needs_open_merit / 28 : 0;
        harm_first += day < 28 ? harm_of_kind(&t, sanitation) / 28 : 0;
        harm_last += day >= 56 ? harm_of_kind(&t, sanitation) / 28 : 0;
    }
    print_message("# open needs, nothing done: %.0f in the first four weeks, %.0f two months later\n", first, last);
    print_message("# their harm a day, where it grows fivefold: %.2f each, %.2f later\n", harm_first, harm_last);
    assert_true(first > 1000 && fabs(last / first - 1) < 0.08);
    assert_true(harm_first > 2 && fabs(harm_last / harm_first - 1) < 0.12);      /* it has got worse by its age */
    town_leave(&t);
}

static struct town founded(const char *const *settings)
{
    struct town t;
    town_found(&t, 13, NULL, settings);
    town_live(&t, 0);
    return t;
}

static uint32_t needs_with(const struct town *t, int flags)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->world.needs.n; i++)
        n += t->world.needs.row[i].state == NEED_OPEN && t->world.needs.row[i].flags & flags;
    return n;
}

/* Who called before is content where every round contents, has given up where none does, and both are none where every round
 * fixes or nothing is there. A share D / (D + sound days) of the sites is down. */
static void the_opening_has_callers_and_sites(void **state)
{
    (void)state;
    struct town content = founded(LIST("city.residents=200000", "calendar.warmup=9", "calendar.opening_content=1", "city.sites=0"));
    struct town none = founded(LIST("city.residents=200000", "calendar.warmup=9", "calendar.opening=0", "city.sites=0"));
    struct town quit = founded(LIST("city.residents=200000", "calendar.warmup=9", "calendar.opening_content=0", "city.sites=100",
                                    "calling.give_up=1", "calling.give_up_belief=0", "kinds.old_lifts.down_d=0",
                                    "kinds.old_pipes.down_d=0", "kinds.parking_shortage.rate=1000",
                                    "kinds.parking_shortage.down_d=365"));
    assert_true(needs_with(&content, NEED_CONTENT) > 100);
    assert_int_equal(needs_with(&content, NEED_CONTENT), needs_with(&content, NEED_QUIET));
    assert_int_equal(needs_with(&none, NEED_QUIET), 0);
    assert_int_equal(needs_with(&quit, NEED_CONTENT), 0);
    double n = 0, down = quit.world.sites_down;
    int parking = town_kind(&quit, "parking_shortage");
    for (uint32_t i = 0; i < quit.world.sites.n; i++)
        n += quit.world.sites.row[i].kind == parking;
    assert_true(needs_with(&quit, NEED_QUIET) > 100 + down && n > 300 && fabs(down / n - 0.5) < 4 * 0.5 / sqrt(n) + 0.02);
    town_leave(&content);
    town_leave(&none);
    town_leave(&quit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_choose_by_a_nested_logit),
        cmocka_unit_test(units_work_in_the_order_of_value_per_hour),
        cmocka_unit_test(without_consequences_nothing_is_at_stake),
        cmocka_unit_test(operators_stay_by_the_law_of_their_hazard),
        cmocka_unit_test(every_policy_faces_the_same_needs),
        cmocka_unit_test(prevention_thins_the_same_needs),
        cmocka_unit_test(observers_touch_nothing),
        cmocka_unit_test(a_policy_is_not_touched_by_those_beside_it),
        cmocka_unit_test(a_policy_that_changes_nothing_is_the_base),
        cmocka_unit_test(what_would_need_another_world_is_refused),
        cmocka_unit_test(an_extra_call_brings_nothing_where_calls_cost_nothing),
        cmocka_unit_test(the_opening_stock_is_in_equilibrium),
        cmocka_unit_test(the_opening_has_callers_and_sites),
    };
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
