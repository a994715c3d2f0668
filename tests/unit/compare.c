/* compare.c - a result with known differences is compared: what is paired with what, and what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "analysis/answers/compare.h"
#include "analysis/answers/headlines.h"
#include "analysis/answers/pool.h"
#include "synthetic.h"

enum { SCENARIOS = 3, REPLICATES = 8 };
static const char *const NAMES[] = { "as-it-is", "a, \"quoted\" rule", "another" };
static char folder[] = P_tmpdir "/hotline-compare-XXXXXX", path[64], csv[64];
static struct result *result;
static struct err err;

static int open_result(void **state)
{
    (void)state;
    struct synthetic what = { SCENARIOS, REPLICATES, 40, NAMES, NULL, 0 };
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/r.h5", folder);
    snprintf(csv, sizeof csv, "%s/r.csv", folder);
    return synthetic_write(path, &what, &err) || result_open(&result, path, &err);
}

static int close_result(void **state)
{
    (void)state;
    result_close(&result);
    return unlink(path) || rmdir(folder);
}

static void a_step_between_scenarios_is_found_exactly(void **state)
{
    (void)state;
    const enum output kpi[] = { OUT_regret, OUT_resolved_latent };
    struct comparison c;
    assert_int_equal(compare_result(&c, result, 2, kpi, 0, .95, &err), 0);
    for (int s = 1; s < SCENARIOS; s++) {
        struct contrast d = compare_contrast(&c, 0, s);
        assert_int_equal(d.difference.n, REPLICATES);
        assert_true(fabs(d.difference.mean - s * SYNTHETIC_STEP) < 1e-12);
        assert_true(d.difference.half < 1e-12 && d.correlation > 1 - 1e-12 && d.variance_reduction > 1e12);
        assert_true(d.better_share == 0);                                   /* less regret would be better */
        assert_true(compare_contrast(&c, 1, s).better_share == 1);          /* more resolved tickets are */
        assert_true(compare_value(&c, 0, s).half > 0.01);                   /* the noise that pairing took away */
    }
    assert_int_equal(compare_contrast(&c, 0, 0).difference.n, 0);
    compare_free(&c);
    compare_free(&c);
}

static void another_control_turns_the_sign(void **state)
{
    (void)state;
    const enum output kpi[] = { OUT_regret };
    struct comparison c;
    assert_int_equal(compare_result(&c, result, 1, kpi, 2, .95, &err), 0);
    assert_true(fabs(compare_contrast(&c, 0, 0).difference.mean + 2 * SYNTHETIC_STEP) < 1e-12);
    compare_free(&c);
}

static void a_scenario_is_compared_at_its_own_design_point(void **state)
{
    (void)state;
    double headcount[] = { 40, 40, 50, 50, 60, 60 };
    struct result_factor factor = { .name = "operators.headcount", .unit = "1", .value = headcount };
    struct result_plan plan = { .n_scenarios = 6, .n_factors = 1, .factor = &factor };
    const int with_first[] = { 0, 0, 2, 2, 4, 4 }, with_fourth[] = { 1, 1, 3, 3, 5, 5 };
    for (int s = 0; s < 6; s++) {
        assert_int_equal(compare_control(&plan, 0, s), with_first[s]);
        assert_int_equal(compare_control(&plan, 3, s), with_fourth[s]);
    }
    for (int s = 0; s < 6; s++)
        headcount[s] = s;                           /* one policy: the points themselves are compared */
    for (int s = 0; s < 6; s++)
        assert_int_equal(compare_control(&plan, 2, s), 2);
}

/* One policy, a grid of a lever (rows) and an uncertainty (columns): each column is a world of its own. */
static void levers_are_compared_and_uncertainties_are_not(void **state)
{
    (void)state;
    double lever[] = { 1, 1, 1, 2, 2, 2 }, unknown[] = { 7, 8, 9, 7, 8, 9 };
    struct result_factor factor[] = { { .value = lever }, { .value = unknown, .uncertain = 1 } };
    struct result_plan plan = { .n_scenarios = 6, .n_factors = 2, .factor = factor };
    for (int s = 0; s < 6; s++) {
        assert_int_equal(compare_control(&plan, 0, s), s % 3);
        assert_int_equal(compare_control(&plan, 4, s), 3 + s % 3);
    }
    lever[1] = 3;                                   /* the control's lever is nowhere in the second world */
    assert_int_equal(compare_control(&plan, 0, 4), 0);
}

/* Steps s^2 over two policies at three points: differences 1, 5, 9 steps, so they change by 4 and 8 from the first. */
static void differences_of_differences_are_found_exactly(void **state)
{
    (void)state;
    static const char *const AT[] = { "a @ x=4", "b @ x=4", "a @ x=5", "b @ x=5", "a @ x=6", "b @ x=6" };
    static const double X[] = { 4, 4, 5, 5, 6, 6 };
    const enum output kpi[] = { OUT_regret, OUT_harm };
    struct synthetic what = { 6, REPLICATES, 40, AT, X, 0 };
    struct comparison c;
    struct result *grid = NULL;
    char file[80];
    snprintf(file, sizeof file, "%s/grid.h5", folder);
    assert_int_equal(synthetic_write(file, &what, &err) || result_open(&grid, file, &err), 0);
    assert_int_equal(compare_result(&c, grid, 2, kpi, 0, .95, &err), 0);
    assert_int_equal(c.first_point, 2);
    for (int k = 0; k < 2; k++)
        for (int s = 0; s < 6; s++) {
            struct estimate change = compare_change(&c, k, s).difference;
            assert_int_equal(change.n, s == 3 || s == 5 ? REPLICATES : 0);
            if (change.n)
                assert_true(fabs(change.mean - 4 * (s / 2) * SYNTHETIC_STEP) < 1e-12 && compare_survives(&c, 1, k, s));
            assert_true(isnan(compare_adjusted(&c, 0, k, s)) == (s % 2 == 0));
        }
    assert_int_equal(c.n_read, 2 * 3 + 2 * 2);
    assert_int_equal(c.n_surviving, c.n_read);
    compare_free(&c);
    result_close(&grid);
    unlink(file);
}

static void a_control_that_may_be_zero_is_no_measure(void **state)
{
    (void)state;
    const enum output kpi[] = { OUT_regret };
    struct comparison c;
    assert_int_equal(compare_result(&c, result, 1, kpi, 0, .95, &err), 0);
    c.value[0] = (struct estimate){ REPLICATES, .5, .01, .1, 0 };
    c.contrast[1].difference = (struct estimate){ REPLICATES, -.25, .01, .05, 0 };
    assert_float_equal(compare_percent(&c, 0, 1).mean, -50, 1e-9);
    assert_float_equal(compare_percent(&c, 0, 1).half, 10, 1e-9);
    c.value[0].half = .51;
    assert_true(isnan(compare_percent(&c, 0, 1).mean) && compare_percent(&c, 0, 1).n == 0);
    c.value[0] = (struct estimate){ 1, 0, NAN, NAN, 0 };
    assert_true(isnan(compare_percent(&c, 0, 1).mean));
    c.value[0].mean = -.5;                              /* of what is negative, too */
    assert_float_equal(compare_percent(&c, 0, 1).mean, -50, 1e-9);
    compare_free(&c);
}

static void shares_add_up_in_every_run(void **state)
{
    (void)state;
    struct pool pool;
    assert_int_equal(pool_read(&pool, result, OUT_action_hours, POOL_SHARES, .95, &err), 0);
    assert_int_equal(pool.length[0], 4);
    for (int s = 0; s < SCENARIOS; s++) {
        double sum = 0;
        for (int a = 0; a < pool.length[0]; a++)
            sum += pool_at(&pool, s, a, 0).mean;
        assert_true(fabs(sum - 1) < 1e-12);
    }
    pool_free(&pool);
}

static void a_pooled_curve_keeps_its_positions(void **state)
{
    (void)state;
    struct pool pool;
    double runs[REPLICATES], one[4 * 31];
    assert_int_equal(pool_read(&pool, result, OUT_urgent_incidence, POOL_VALUES, .9, &err), 0);
    assert_int_equal(pool.length[0], 4);
    assert_int_equal(pool.length[1], 31);
    for (int r = 0; r < REPLICATES; r++) {
        assert_int_equal(result_read_run(result, OUT_urgent_incidence, 1, r, one, &err), 0);
        runs[r] = one[2 * 31 + 17];
    }
    struct estimate e = estimate_mean(runs, 1, REPLICATES, .9), p = pool_at(&pool, 1, 2, 17);
    assert_true(e.mean == p.mean && e.half == p.half && p.n == REPLICATES);
    pool_free(&pool);
}

/* Columns of a line of CSV without quotes in the one cell that has a comma. */
static void every_row_of_the_table_is_complete(void **state)
{
    (void)state;
    const enum output kpi[] = { OUT_regret, OUT_score_mean };
    struct comparison c;
    char line[1024];
    int lines = 0;
    assert_int_equal(compare_result(&c, result, 2, kpi, 0, .95, &err), 0);
    assert_int_equal(compare_csv(&c, result_plan(result), csv, &err), 0);
    compare_free(&c);
    FILE *file = fopen(csv, "r");
    assert_non_null(file);
    for (; fgets(line, sizeof line, file); lines++) {
        int commas = 0, quoted = 0;
        for (char *at = line; *at; at++) {
            quoted ^= *at == '"';
            commas += *at == ',' && !quoted;
        }
        assert_int_equal(commas, 23);
        if (lines == 2)
            assert_non_null(strstr(line, "lower,\"a, \"\"quoted\"\" rule\",8,"));
    }
    assert_int_equal(lines, 1 + 2 * SCENARIOS);
    fclose(file);
    unlink(csv);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct err told = { 0 };
    struct comparison c = { 0 };
    assert_int_equal(compare_csv(&c, result_plan(result), "no/such/folder/t.csv", &told), -1);
    assert_int_equal(told.code, EXIT_ENVIRONMENT);
    assert_string_equal(told.text, "no/such/folder/t.csv cannot be written: folder no/such/folder: No such file or directory");
}

static void numbers_are_cut_where_their_interval_begins(void **state)
{
    (void)state;
    static const struct { struct estimate e; int sign; const char *text; } CASES[] = {
        { { 5, 1234.567, 1, 23.45, 0 }, 0, "1234.6 ± 23.4" }, { { 5, 0.43219, 1, 0.001234, 0 }, 0, "0.43219 ± 0.00123" },
        { { 5, -3.7, 1, 12345.6, 0 }, 1, "-4 ± 12346" },       { { 5, 3.71, 1, 0.371, 0 }, 1, "+3.710 ± 0.371" },
        { { 1, 3.71234, NAN, NAN, 0 }, 0, "3.712" },           { { 5, 1, 0, 0, 0 }, 0, "1 ± 0" },
        { { 0, NAN, NAN, NAN, 0 }, 1, "–" },
    };
    char text[ESTIMATE_TEXT_SIZE];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal(estimate_text(text, CASES[i].e, CASES[i].sign), CASES[i].text);
}

static void every_headline_is_one_number_a_run_of_its_section(void **state)
{
    (void)state;
    for (int h = 0; h < N_HEADLINES; h++) {
        assert_int_equal(OUTPUTS[HEADLINES[h].output].shape, SHAPE_KPI);
        if (h > 0)
            assert_true(HEADLINES[h - 1].output < HEADLINES[h].output);     /* in the order of outputs.def */
    }
    assert_int_equal(headline_section(OUT_backlog_urgent), HEADLINE_SECTION_backlog);
    assert_int_equal(headline_section(OUT_street_mismatch), HEADLINE_SECTION_misallocation);
    assert_int_equal(headline_section(OUT_credibility), HEADLINE_SECTION_cost);
    for (int s = 0; s < N_HEADLINE_SECTIONS; s++)                               /* a CJK ideograph begins with e4 to e9 */
        assert_true((unsigned char)HEADLINE_SECTIONS[s].chinese[0] >= 0xe4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_between_scenarios_is_found_exactly),
        cmocka_unit_test(another_control_turns_the_sign),
        cmocka_unit_test(levers_are_compared_and_uncertainties_are_not),
        cmocka_unit_test(a_scenario_is_compared_at_its_own_design_point),
        cmocka_unit_test(differences_of_differences_are_found_exactly),
        cmocka_unit_test(a_control_that_may_be_zero_is_no_measure),
        cmocka_unit_test(shares_add_up_in_every_run),
        cmocka_unit_test(a_pooled_curve_keeps_its_positions),
        cmocka_unit_test(every_row_of_the_table_is_complete),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(numbers_are_cut_where_their_interval_begins),
        cmocka_unit_test(every_headline_is_one_number_a_run_of_its_section),
    };
    return cmocka_run_group_tests(tests, open_result, close_result);
}
