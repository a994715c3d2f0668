/* Whatever a table or a figure can show has a name in Chinese: outputs, figures, rows of what comes with Hotline. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "plots/figures.h"
#include "sim/base/yaml.h"
#include "sim/observe/extents.h"
#include "sim/scenario/load.h"
#include "sim/scenario/path.h"
#include "synthetic.h"

/* At least one character of the CJK ideographs, U+4E00 to U+9FFF: their first byte is e4 to e9. */
static int is_chinese(const char *text)
{
    for (; text && *text; text++)
        if ((unsigned char)*text >= 0xe4 && (unsigned char)*text <= 0xe9)
            return 1;
    return 0;
}

static void must_be_chinese(const char *what, const char *name, const char *text)
{
    if (!is_chinese(text))
        fail_msg("%s %s has no Chinese: '%s'", what, name, text ? text : "");
}

static void outputs_and_figures_have_chinese(void **state)
{
    (void)state;
    for (int o = 0; o < N_OUTPUTS; o++)
        must_be_chinese("output", OUTPUTS[o].name, OUTPUTS[o].zh);
    for (int k = 0; k < N_FIGURES; k++)
        must_be_chinese("figure", FIGURES[k].name, FIGURES[k].chinese);
}

/* Rows of every table with a column `zh`. */
static void rows_have_chinese(const struct scenario *s)
{
    for (int i = 0; i < N_SECTIONS; i++) {
        const struct param *zh = param_named(&SECTIONS[i], "zh");
        for (int row = 0; zh && row < params_rows(s, &SECTIONS[i]); row++)
            must_be_chinese(SECTIONS[i].name, params_row_name(s, &SECTIONS[i], row), param_value(s, zh, row));
    }
}

static void rows_of_cities_and_policies_have_chinese(void **state)
{
    (void)state;
    static struct scenario_loaded loaded;
    struct path_list cities = path_list(FOLDER_CITIES), policies = path_list(FOLDER_POLICIES);
    struct err err = { 0 };
    for (int i = 0; i < cities.n + policies.n; i++) {
        const char *name = (i < cities.n ? cities.offer[i] : policies.offer[i - cities.n]).name;
        struct scenario_request request = { .city = i < cities.n ? name : "tiny", .n_overlays = i >= cities.n,
                                            .overlay = &name };
        assert_int_equal(scenario_load(&loaded, &request, &err), 0);
        rows_have_chinese(&loaded.scenario);
        must_be_chinese("title of", name, i < cities.n ? loaded.title_zh : loaded.policy_zh);
        scenario_free(&loaded);
    }
    assert_true(cities.n > 1 && policies.n > 1);
    path_list_free(&cities);
    path_list_free(&policies);
}

static void studies_have_chinese_titles(void **state)
{
    (void)state;
    struct path_list studies = path_list(FOLDER_STUDIES);
    assert_true(studies.n > 1);
    for (int i = 0; i < studies.n; i++) {
        struct yaml_complaints wrong = { 0 };
        struct yaml_file *file = yaml_read(studies.offer[i].file, &wrong);
        const struct yaml *title = yaml_get(yaml_root(file), "title_zh");
        must_be_chinese("study", studies.offer[i].name, title ? title->text : NULL);
        yaml_file_free(file);
    }
    path_list_free(&studies);
}

/* Of a city with two offices of each department and lines beside the ordinary one. */
static void names_on_every_dimension_have_chinese(void **state)
{
    (void)state;
    static struct scenario_loaded loaded;
    struct extents e = { 0 };
    struct err err = { 0 };
    const char *const sets[] = { "city.branches=2" };
    struct scenario_request request = { .city = "tiny", .n_sets = 1, .set = sets };
    assert_int_equal(scenario_load(&loaded, &request, &err), 0);
    assert_int_equal(extents_of(&e, &loaded.scenario, &err), 0);
    for (int d = 0; d < N_DIMENSIONS; d++)
        for (int i = 0; e.dim[d].label && i < e.dim[d].n; i++)
            must_be_chinese(DIMENSIONS[d].name, e.dim[d].label[i], e.dim[d].zh[i]);
    assert_string_not_equal(e.dim[DIM_unit].zh[0], e.dim[DIM_unit].zh[1]);
    extents_free(&e);
    scenario_free(&loaded);
}

static void what_has_no_chinese_goes_by_its_name(void **state)
{
    (void)state;
    static struct scenario_loaded loaded;
    struct extents e = { 0 };
    struct err err = { 0 };
    const char *const sets[] = { "kinds.noise.zh=\"\"", "departments.housing.zh=\"\"" };
    struct scenario_request request = { .city = "tiny", .n_sets = 2, .set = sets };
    assert_int_equal(scenario_load(&loaded, &request, &err), 0);
    assert_int_equal(extents_of(&e, &loaded.scenario, &err), 0);
    int noise = params_row_named(&loaded.scenario, &SECTIONS[SECTION_kinds], "noise");
    int housing = params_row_named(&loaded.scenario, &SECTIONS[SECTION_departments], "housing");
    assert_string_equal(e.dim[DIM_kind].zh[noise], "noise");
    assert_string_equal(e.dim[DIM_unit].zh[housing], "housing");
    extents_free(&e);
    scenario_free(&loaded);
}

/* Policies together have their titles together, or none where one has none. */
static void titles_of_policies_are_joined(void **state)
{
    (void)state;
    static struct scenario_loaded loaded;
    struct err err = { 0 };
    const char *const both[] = { "no-assessment", "pay-salary" };
    struct scenario_request request = { .city = "tiny", .n_overlays = 2, .overlay = both };
    assert_int_equal(scenario_load(&loaded, &request, &err), 0);
    assert_string_equal(loaded.policy_zh, "不考核＋话务员由计件改为固定工资");
    scenario_free(&loaded);
}

/* A file keeps the Chinese of names; a Chinese figure shows it and an English one does not. */
static void a_figure_shows_the_chinese_of_the_file(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "one" };
    struct synthetic what = { 1, 2, 40, NAMES, NULL, 0 };
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 1, { 0 } };
    struct result *result = NULL;
    struct err err = { 0 };
    char path[] = P_tmpdir "/hotline-chinese-XXXXXX";
    assert_true(mkstemp(path) >= 0);
    assert_int_equal(remove(path), 0);
    assert_int_equal(synthetic_write(path, &what, &err) || result_open(&result, path, &err), 0);
    for (wish.chinese = 0; wish.chinese < 2; wish.chinese++) {
        struct figure figure;
        assert_int_equal(figure_begin(&figure, figure_kind("kinds"), result, &wish, &err), 0);
        assert_int_equal(strstr(figure.script.text, SYNTHETIC_KIND_ZH) != NULL, wish.chinese);
        assert_int_equal(strstr(figure.script.text, "heating") == NULL, wish.chinese);
        figure_free(&figure);
    }
    result_close(&result);
    assert_int_equal(remove(path), 0);
}

/* Those of a section are told apart, and so are those of all groups, which stand alone. */
static void parameters_have_chinese_that_tells_them_apart(void **state)
{
    (void)state;
    char name[PATH_SIZE];
    for (int p = 0; p < N_PARAMS; p++) {
        must_be_chinese("parameter", PARAMS[p].name, param_zh(&PARAMS[p]));
        for (int q = 0; q < p; q++) {
            int tables = SECTIONS[PARAMS[p].section].max || SECTIONS[PARAMS[q].section].max;
            if ((!tables || PARAMS[p].section == PARAMS[q].section) && strcmp(param_zh(&PARAMS[p]), param_zh(&PARAMS[q])) == 0)
                fail_msg("%s and %s are both '%s'", PARAMS[p].name, PARAMS[q].name, param_zh(&PARAMS[p]));
        }
    }
    assert_string_equal(param_zh_path(name, "city.residents"), "居民数");
    assert_string_equal(param_zh_path(name, "kinds.noise.rate"), "noise·每千人年诉求率");
    assert_string_equal(param_zh_path(name, "no.such"), "no.such");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_have_chinese_that_tells_them_apart),
        cmocka_unit_test(outputs_and_figures_have_chinese),
        cmocka_unit_test(rows_of_cities_and_policies_have_chinese),
        cmocka_unit_test(studies_have_chinese_titles),
        cmocka_unit_test(names_on_every_dimension_have_chinese),
        cmocka_unit_test(what_has_no_chinese_goes_by_its_name),
        cmocka_unit_test(titles_of_policies_are_joined),
        cmocka_unit_test(a_figure_shows_the_chinese_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
