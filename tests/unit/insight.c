/* insight.c - a result with a known response over two factors: what is read from it, and every figure of an analysis. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "plots/figures.h"
#include "plots/insight.h"
#include "synthetic.h"

enum { SIDE = 7, POINTS = SIDE * SIDE, REPLICATES = 4 };
static char folder[] = P_tmpdir "/hotline-insight-XXXXXX", path[64], picture[64], table[64];
static struct result *result;
static struct err err;

static double in_common(int r) { return 0.25 * ((r * 5) % REPLICATES); }

/* A grid of two factors, 0 .. 6 each: regret is .1 a + .05 b above what a replication has in common, exhaustion falls with a. */
static int grid_write(const char *to)
{
    struct result_plan plan;
    struct extents extents;
    struct outputs outputs;
    char digest[33];
    synthetic_extents(&extents, 40);
    if (plan_init(&plan, POINTS, REPLICATES, 2, &err) || outputs_init(&outputs, &extents, &err) ||
        (snprintf(plan.factor[0].name, 96, "a"), snprintf(plan.factor[1].name, 96, "b"), snprintf(plan.title, 160, "a grid") < 0))
        return -1;
    snprintf(plan.start, sizeof plan.start, "2024-01-01");
    for (int p = 0; p < POINTS; p++) {
        snprintf(plan.scenario_name[p], 96, "city @ a=%d, b=%d", p / SIDE, p % SIDE);
        plan.factor[0].value[p] = p / SIDE;
        plan.factor[1].value[p] = p % SIDE;
    }
    plan.warmup_d = 10;
    plan.days_d = 30;
    int status = result_create(&result, to, &plan, &extents, &err);
    for (int run = 0; status == 0 && run < POINTS * REPLICATES; run++) {
        int p = run / REPLICATES, r = run % REPLICATES;
        for (size_t i = 0; i < outputs.n; i++)
            outputs.value[i] = 0;
        outputs.value[outputs.at[OUT_regret]] = .1 * (p / SIDE) + .05 * (p % SIDE) + in_common(r);
        outputs.value[outputs.at[OUT_officer_exhaustion]] = 1 - .1 * (p / SIDE) + .1 * ((p + 3 * r) % 4);
        status = result_put(result, p, r, &outputs, 1, &err);
    }
    if (status == 0)
        status = result_finish(&result, digest, &err);
    outputs_free(&outputs);
    extents_free(&extents);
    plan_free(&plan);
    return status;
}

static int open_result(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/r.h5", folder);
    snprintf(picture, sizeof picture, "%s/figure", folder);
    snprintf(table, sizeof table, "%s/table.csv", folder);
    return grid_write(path) || result_open(&result, path, &err);
}

static int close_result(void **state)
{
    (void)state;
    result_close(&result);
    unlink(picture);
    unlink(table);
    return unlink(path) || rmdir(folder);
}

static void chance_in_common_is_no_noise_of_the_response(void **state)
{
    (void)state;
    struct factors f;
    struct response y;
    assert_int_equal(factors_of(&f, result_plan(result), &err), 0);
    assert_int_equal(f.n, 2);
    assert_int_equal(f.n_points, POINTS);
    assert_float_equal(factors_place(&f, 3 * SIDE, 0), .5, 1e-12);
    assert_int_equal(response_read(&y, &f, result, OUT_regret, 0, NO_POLICY, &err), 0);
    assert_true(y.noise < 1e-12);
    assert_float_equal(y.within, .0625 * 5 / 3, 1e-9);             /* of 0, .25, .5 and .75 */
    assert_float_equal(y.mean[SIDE + 2], .1 + .1 + .375, 1e-9);
    response_free(&y);
    assert_int_equal(response_read(&y, &f, result, OUT_officer_exhaustion, 0, NO_POLICY, &err), 0);
    assert_true(y.noise > 1e-4 && y.within > 1e-3);                 /* which differs from point to point */
    response_free(&y);
}

/* Variances of .1 a and .05 b are as 4 to 1. Ends of a: 0 and 1, and 5 and 6, 2.5 from the middle. */
static void shares_and_swings_of_a_plane(void **state)
{
    (void)state;
    struct sensitivity s;
    struct sensitivity_wish wish = { OUT_regret, 0, NO_POLICY, .95 };
    int order[FACTORS_MOST];
    assert_int_equal(sensitivity_read(&s, result, &wish, &err), 0);
    assert_int_equal(s.kind, SENSITIVITY_RANKS);
    assert_true(s.r2 > .95);
    assert_int_equal(s.n_different, POINTS);
    assert_true(fabs(s.together) < 1e-12);                          /* a full grid */
    assert_false(sensitivity_told(&s, 0));                          /* 49 points are too few for bins */
    assert_float_equal(s.regress[0].first, .8, .03);
    assert_float_equal(s.regress[1].first, .2, .15);
    assert_float_equal(s.swing[0].at_low.mean, -.25, 1e-9);
    assert_float_equal(s.swing[0].at_high.mean, .25, 1e-9);
    assert_float_equal(s.swing[1].at_high.mean, .125, 1e-9);
    sensitivity_order(&s, order);
    assert_int_equal(order[0], 0);
    double share = sensitivity_noise_share(&s), within = .0625 * 5 / 3, planes = 4 * 49 / 48.0 * (.01 + .0025);
    assert_float_equal(share, within / (within + planes), 1e-6);
    sensitivity_free(&s);
}

static struct insight_wish wish_of(int format, int chinese)
{
    return (struct insight_wish){ .format = (enum theme_format)format, .chinese = chinese, .level = .95, .n_kpis = 2,
                                  .kpi = { OUT_regret, OUT_officer_exhaustion }, .has_limit = 1, .above = 1, .limit = .8 };
}

static void every_figure_of_an_analysis_is_drawn(void **state)
{
    (void)state;
    static const char *const MAGIC[] = { "\x89PNG", "<?xml", "%PDF" };
    for (int k = 0; k < N_INSIGHTS; k++)
        for (int format = 0; format < N_THEME_FORMATS; format++) {
            struct insight_wish wish = wish_of(format, (k + format) % 2);
            struct insight insight;
            char bytes[8] = "";
            if (insight_begin(&insight, &INSIGHTS[k], result, &wish, &err) || insight_save(&insight, picture, &err) ||
                insight_table(&insight, table, &err))
                fail_msg("%s as %s: %s", INSIGHTS[k].name, THEME_EXTENSIONS[format], err.text);
            FILE *file = fopen(picture, "rb");
            assert_non_null(file);
            assert_int_equal(fread(bytes, 1, 8, file), 8);
            fclose(file);
            assert_memory_equal(bytes, MAGIC[format], 4);
            insight_free(&insight);
        }
    assert_null(insight_kind("no-such"));
}

/* Regret above .8, of which .375 is in common: .1 a + .05 b > .425. The box leaves low values of a. */
static void a_box_needs_its_limit_and_lies_where_the_response_is_high(void **state)
{
    (void)state;
    struct insight_wish wish = wish_of(0, 0);
    struct insight insight;
    assert_int_equal(insight_begin(&insight, insight_kind("box"), result, &wish, &err), 0);
    assert_true(insight.discovery.prim.box.low[0] >= 1.5 && insight.discovery.prim.box.density >= .8);
    insight_free(&insight);
    wish.has_limit = 0;
    assert_int_equal(insight_begin(&insight, insight_kind("box"), result, &wish, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    insight_free(&insight);
}

static void a_response_needs_points_that_differ_in_one_factor(void **state)
{
    (void)state;
    struct result_plan plan;
    assert_int_equal(plan_init(&plan, 3, 1, 2, &err), 0);
    assert_false(figure_responds(&plan));
    for (int s = 0; s < 3; s++)
        plan.factor[0].value[s] = plan.factor[1].value[s] = s;
    assert_false(figure_responds(&plan));
    plan.factor[1].value[2] = 0;
    assert_true(figure_responds(&plan));
    plan_free(&plan);
    assert_true(figure_responds(result_plan(result)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_needs_points_that_differ_in_one_factor),
        cmocka_unit_test(chance_in_common_is_no_noise_of_the_response),
        cmocka_unit_test(shares_and_swings_of_a_plane),
        cmocka_unit_test(every_figure_of_an_analysis_is_drawn),
        cmocka_unit_test(a_box_needs_its_limit_and_lies_where_the_response_is_high),
    };
    return cmocka_run_group_tests_name("insight", tests, open_result, close_result);
}
