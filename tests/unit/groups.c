/* groups.c - a study whose design moves groups of factors: from its file to their indices and the figure's tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "plots/insight.h"
#include "sim/record/result.h"
#include "sim/study/cases.h"
#include "scratch.h"

static const char STUDY[] = "base: tiny\n"
                            "factors: { calling.omega: { range: [0, 1] }, rule.tolerance: { range: [0, 1] },\n"
                            "           handling.extension_granted: { range: [0, 1] } }\n"
                            "design: { kind: saltelli, n: 128, groups: { both: [calling.omega, rule.tolerance],\n"
                            "                                            late: [rule.tolerance, handling.extension_granted] } }\n";
static char folder[] = P_tmpdir "/hotline-groups-XXXXXX", path[64], table[64], groups[64];
static struct err err;

/* Regret is a b + c of the three factors: V(a b) = 1/9 - 1/16, V(c) = 1/12; of a b, a and b each make 1/48 alone. */
static int result_write(const struct cases *cases)
{
    struct result *result = NULL;
    struct outputs outputs;
    char digest[33];
    const struct result_factor *f = cases->plan.factor;
    int status = outputs_init(&outputs, &cases->extents, &err) || result_create(&result, path, &cases->plan, &cases->extents, &err);
    for (size_t i = 0; status == 0 && i < outputs.n; i++)
        outputs.value[i] = 0;
    for (int s = 0; status == 0 && s < cases->plan.n_scenarios; s++) {
        outputs.value[outputs.at[OUT_regret]] = f[0].value[s] * f[1].value[s] + f[2].value[s];
        status = result_put(result, s, 0, &outputs, 1, &err);
    }
    status = status || result_finish(&result, digest, &err);
    outputs_free(&outputs);
    return status;
}

static int study_make(void **state)
{
    (void)state;
    struct study study = { 0 };
    struct cases cases = { 0 };
    char file[] = "/tmp/groups-XXXXXX.yaml";
    scratch_write(file, 5, STUDY, sizeof STUDY - 1);
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/r.h5", folder);
    snprintf(table, sizeof table, "%s/i.csv", folder);
    snprintf(groups, sizeof groups, "%s/i-groups.csv", folder);
    struct cases_wish wish = { .replicates = NONE, .days = 1, .warmup = 0 };
    int status = study_read(&study, file, &err) || cases_load(&cases, &study, &wish, &err) || result_write(&cases);
    cases_free(&cases);
    study_free(&study);
    unlink(file);
    return status ? (print_error("%s\n", err.text), -1) : 0;
}

static int folder_remove(void **state)
{
    (void)state;
    return unlink(path) || unlink(table) || unlink(groups) || rmdir(folder);
}

static int inside(struct sobol_index index, double truth)
{
    return index.interval.low <= truth && truth <= index.interval.high;
}

static void indices_of_groups_are_known(void **state)
{
    (void)state;
    static const double V = 1 / 9. - 1 / 16. + 1 / 12., A = 1 / 48., C = 1 / 12.;
    struct sensitivity s;
    struct result *result = NULL;
    assert_int_equal(result_open(&result, path, &err), 0);
    assert_int_equal(sensitivity_read(&s, result, &(struct sensitivity_wish){ OUT_regret, 0, NO_POLICY, .95 }, &err), 0);
    assert_int_equal(s.factors.n_groups, 2);
    assert_string_equal(s.factors.group[0].name, "both");
    assert_string_equal(s.factors.group[1].factor, "rule.tolerance, handling.extension_granted");
    assert_true(inside(s.sobol.first[3], (V - C) / V) && inside(s.sobol.total[3], (V - C) / V));
    assert_true(inside(s.sobol.first[4], (A + C) / V) && inside(s.sobol.total[4], (V - A) / V));
    assert_true(inside(s.sobol.first[2], C / V) && inside(s.sobol.total[0], (V - C - A) / V));
    sensitivity_free(&s);
    result_close(&result);
}

static void the_figure_has_a_table_of_groups(void **state)
{
    (void)state;
    struct result *result = NULL;
    struct insight figure;
    struct insight_wish wish = { .level = .95, .n_kpis = 1, .kpi = { OUT_regret } };
    char line[256];
    assert_int_equal(result_open(&result, path, &err), 0);
    assert_int_equal(insight_begin(&figure, insight_kind("indices"), result, &wish, &err), 0);
    assert_int_equal(insight_table(&figure, table, &err), 0);
    FILE *in = fopen(groups, "r");
    assert_non_null(in);
    assert_true(fgets(line, sizeof line, in) && strncmp(line, "group,first,first_low", 21) == 0);
    assert_true(fgets(line, sizeof line, in) && strncmp(line, "both,", 5) == 0);
    fclose(in);
    insight_free(&figure);
    result_close(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indices_of_groups_are_known),
        cmocka_unit_test(the_figure_has_a_table_of_groups),
    };
    return cmocka_run_group_tests_name("groups", tests, study_make, folder_remove);
}
