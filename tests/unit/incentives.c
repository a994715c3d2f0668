/* incentives.c (unit) - what follows from what is assessed: priorities, two books, ranks, and what is left of a rule. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/day/measures.h"
#include "sim/observe/ranks.h"
#include "sim/scenario/params.h"
#include "town.h"

/* Pearson's of the ranks of x and y. */
static double rank_correlation(const double *x, const double *y, int n)
{
    double a[1000], b[1000];
    assert_true(n <= 1000);
    for (int i = 0; i < n; i++) {
        a[i] = b[i] = 0;
        for (int j = 0; j < n; j++) {
            a[i] += (x[j] < x[i]) + 0.5 * (x[j] == x[i]);
            b[i] += (y[j] < y[i]) + 0.5 * (y[j] == y[i]);
        }
    }
    return ranks_correlation(a, b, n);
}

/* --- priority --- */

struct priority { double by_harm, by_calls; };

/* N tickets of one kind about which residents have called once or often; how the order of work follows harm averted per hour,
 * and calls. */
static struct priority priority_under(const char *const *policies, const char *nuisance, const char *indicator, const char *audit)
{
    enum { N = 800 };
    static double rate[N], harm[N], calls[N];
    struct town t;
    int n = 0;
    town_found(&t, 31, policies, LIST("calendar.warmup=0", "observe.twin_share=0", "handling.temperature=0.05",
               "handling.first_phone_h=0", "handling.phone_h=0.5", "actions.root_fix.hours=0", nuisance, indicator, audit));
    town_tickets(&t, N, "sanitation", "sanitation");
    for (uint32_t i = 0; i < N; i++)
        t.world.needs.row[t.world.tickets.row[i].need].contacts = i % 4 == 0 ? 12 : 1;
    choice_make(&t.day);
    for (uint32_t i = 0; i < N; i++) {
        const struct ticket *row = &t.world.tickets.row[i];
        const struct need *need = &t.world.needs.row[row->need];
        if (row->action != town_action(&t, "root_fix"))
            continue;
        rate[n] = row->rate;
        harm[n] = need->harm / need->left_h;
        calls[n++] = need->contacts;
    }
    assert_true(n > N / 4);
    town_leave(&t);
    return (struct priority){ rank_correlation(rate, harm, n), rank_correlation(rate, calls, n) };
}

/* Where true outcomes are assessed and quiet is worth nothing, who calls often is served no sooner. */
static void priority_follows_harm_where_truth_is_assessed(void **state)
{
    (void)state;
    struct priority honest = priority_under(LIST("ranked-20-40-40"), "handling.nuisance=0",
        "indicators={ response: ~, satisfied: ~, resolved: ~, true: { measure: audited, weight: 100 } }", "rule.audit=1");
    struct priority noisy = priority_under(LIST("ranked-20-40-40"), "handling.nuisance=4",
        "indicators={ satisfied: { measure: satisfied, weight: 100 } }", "rule.audit=0");
    print_message("# order of work: with harm per hour %.3f, with calls %.3f; where noise counts %.3f and %.3f\n", honest.by_harm,
                  honest.by_calls, noisy.by_harm, noisy.by_calls);
    assert_true(honest.by_harm > 0.9 && fabs(honest.by_calls) < 0.1);
    assert_true(noisy.by_calls > 0.2 && noisy.by_harm < honest.by_harm);
}

/* --- two books --- */

struct books { double resolved, satisfied, fixed, content, scored, invented, open; };

/* N tickets of one office are done with in one way; what the records say, and what is true. */
static struct books closed_by(const char *action, const char *kind, int excluded)
{
    enum { N = 3000 };
    struct town t;
    struct books x = { 0 };
    town_found(&t, 32, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "observe.twin_share=0", "handling.approval_yuan=1e7"));
    town_tickets(&t, N, kind, kind);
    town_demand(column_reserve(&t.day.facts.closings, N, &t.err) || column_reserve(&t.day.facts.scorings, 5 * N, &t.err) ||
                column_reserve(&t.day.facts.ended, N, &t.err) || column_reserve(&t.world.ended, N, &t.err) ||
                column_reserve(&t.world.closed, N, &t.err) || column_reserve(&t.world.changed, N, &t.err), &t.err);
    t.world.open_tickets = N;
    for (uint32_t i = 0; i < N; i++) {
        struct ticket *row = &t.world.tickets.row[i];
        row->action = (int8_t)town_action(&t, action);
        row->hours = 1;
        row->flags |= excluded && i % 2 ? TICKET_EXCLUDED : 0;
        t.day.facts.finished.row[t.day.facts.finished.n++] = i;
    }
    day_feedback(&t.day);
    const struct book *b = &t.world.offices.row[city_street_unit(&t.city, 0)].book;
    double share[N_MEASURES];
    measures_of_book(b, share);
    x.resolved = share[MEASURE_resolved];
    x.satisfied = share[MEASURE_satisfied];
    x.scored = (b->n - b->excluded) / N;
    x.invented = (double)t.day.facts.invented / N;
    for (uint32_t i = 0; i < N; i++) {
        const struct closing *c = &t.day.facts.closings.row[i];
        x.fixed += c->fixed;
        x.content += c->satisfied;
        x.open += t.world.needs.row[c->need].state == NEED_OPEN;
    }
    x.fixed /= N;
    x.content /= N;
    x.open /= N;
    town_leave(&t);
    return x;
}

/* Excluded tickets leave the records with what is wrong in them, and nothing else changes. */
static void exclusion_is_in_the_records_only(void **state)
{
    (void)state;
    struct books all = closed_by("root_fix", "property_management", 0), half = closed_by("root_fix", "property_management", 1);
    assert_true(all.scored == 1 && half.scored == 0.5);
    assert_true(half.fixed == all.fixed && half.content == all.content && half.open == all.open);
}

/* Money quiets a dispute, in the records and in the resident's mind; what was wrong is still there, unless it made him whole. */
static void a_concession_is_in_the_records_and_mends_nothing(void **state)
{
    (void)state;
    struct books paper = closed_by("perfunctory_close", "consumer_dispute", 0), money = closed_by("concede", "consumer_dispute", 0);
    struct books favour = closed_by("appease", "sanitation", 0), template = closed_by("perfunctory_close", "sanitation", 0);
    assert_true(money.satisfied > paper.satisfied + 0.1 && money.resolved > paper.resolved + 0.1);
    assert_true(favour.satisfied > template.satisfied + 0.1 && favour.resolved > template.resolved + 0.1);
    assert_true(favour.fixed == 0 && template.fixed == 0 && favour.open == 1 && paper.fixed == 0 && money.fixed == 0);
}

/* Bought ratings and invented requests are perfect in the records; in truth they are no better than a template. */
static void gaming_is_in_the_records_only(void **state)
{
    (void)state;
    struct books paper = closed_by("perfunctory_close", "sanitation", 0), bought = closed_by("buy_rating", "sanitation", 0);
    struct books swapped = closed_by("swap_request", "sanitation", 0), staged = closed_by("stage_requests", "sanitation", 0);
    assert_true(bought.resolved == 1 && bought.satisfied == 1 && swapped.resolved == 1 && paper.satisfied < 0.7);
    assert_true(bought.fixed == 0 && bought.open == 1 && swapped.fixed == 0 && swapped.open == 1 && staged.fixed == 0);
    assert_true(bought.content < 0.3 && swapped.content < 0.3);
    assert_true(staged.invented == 3 && staged.scored == 4);
    assert_true(fabs(staged.satisfied - (3 + paper.satisfied) / 4) < 0.03);     /* three of four are perfect */
}

/* --- ranks --- */

enum { STREETS = 24 };

/* Mean correlation of streets' ranks by score in one month with those of the next, all matters with the streets. */
static double ranks_last(const char *residents, const char *class, const char *other_class)
{
    struct town t;
    double score[2][STREETS], sum = 0;
    int n = 0;
    town_found(&t, 33, LIST("ranked-20-40-40"), LIST("calendar.warmup=0", "calendar.days=480", "city.streets=24",
               "city.street_size_cv=0", "dispatch.territorial=1", "dispatch.may_return=false", "centre.operators=500",
               "city.street_officers=60",
               "city.sites=0", residents, class, other_class));
    for (uint32_t day = 0; day < 480; day++) {
        town_live(&t, day);
        if (!t.day.facts.assessments)
            continue;
        for (int i = 0; i < STREETS; i++)
            score[n % 2][i] = (double)t.world.offices.row[city_street_unit(&t.city, i)].score;
        if (n++ > 3)                            /* once queues stand */
            sum += rank_correlation(score[0], score[1], STREETS);
    }
    town_leave(&t);
    return sum / (n - 4);
}

static void ranks_of_identical_units_are_noise(void **state)
{
    (void)state;
    double alike = ranks_last("city.residents=100000", "street_classes.new_estates=~", "street_classes.outskirts=~");
    double unlike = ranks_last("city.residents=1500000",
        "street_classes={ a: { share: 20, needs: 1 }, b: { share: 20, needs: 1.4 }, c: { share: 20, needs: 1.9 }, "
        "d: { share: 20, needs: 2.6 }, e: { share: 20, needs: 3.5 }, old_quarter: ~, new_estates: ~ }",
        "street_classes.outskirts.needs=5");
    print_message("# ranks of one month with those of the next: %.3f where streets are alike, %.3f where they differ\n", alike,
                  unlike);
    assert_true(fabs(alike) < 0.15);
    assert_true(unlike > 0.8);                  /* four streets of a class are alike: .97 at most */
}

/* --- what is left of a rule --- */

static void under(struct outputs *out, const struct scenario_loaded *const policy[], uint64_t seed)
{
    struct extents extents;
    struct err err = { 0 };
    town_demand(run_extents(&policy[0]->scenario, &extents, &err), &err);
    for (int p = 0; p < 3; p++)
        town_demand(outputs_init(&out[p], &extents, &err), &err);
    town_demand(run_branches(policy[0], 3, policy, seed, 0, out, NULL, &err), &err);
    extents_free(&extents);
}

/* A rule that moves crying is in force for a year, and half a year after it has gone little is left of what it moved. */
static void crying_goes_back_when_the_rule_goes(void **state)
{
    (void)state;
    enum { SEEDS = 16 };
    static const char *const RULE[] = { "no-assessment", "satisfaction-100", "satisfaction-100-for-a-year" };
    struct scenario_loaded file[3];
    double repeats[3] = { 0 };
    for (int p = 0; p < 3; p++)
        town_load(&file[p], LIST(RULE[p]), LIST("calendar.warmup=60", "calendar.days=1095"));
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct outputs out[3];
        under(out, (const struct scenario_loaded *[]){ &file[0], &file[1], &file[2] }, 70 + seed);
        for (int p = 0; p < 3; p++) {
            repeats[p] += outputs_of(&out[p], OUT_repeats_per_day)[0] / SEEDS;
            outputs_free(&out[p]);
        }
    }
    print_message("# repeat contacts a day: without the rule %.2f, under it %.2f, after a year of it %.2f\n", repeats[0],
                  repeats[1], repeats[2]);
    assert_true(repeats[1] < 0.85 * repeats[0]);
    assert_true(fabs(repeats[2] - repeats[0]) < 0.1 * (repeats[0] - repeats[1]));
    for (int p = 0; p < 3; p++)
        scenario_free(&file[p]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(priority_follows_harm_where_truth_is_assessed),
        cmocka_unit_test(exclusion_is_in_the_records_only),
        cmocka_unit_test(a_concession_is_in_the_records_and_mends_nothing),
        cmocka_unit_test(gaming_is_in_the_records_only),
        cmocka_unit_test(ranks_of_identical_units_are_noise),
        cmocka_unit_test(crying_goes_back_when_the_rule_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
