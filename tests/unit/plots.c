/* plots.c - every figure is drawn from a result with known numbers; what can go wrong is told in one sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "plots/figures.h"
#include "plots/gnuplot.h"
#include "plots/picture.h"
#include "synthetic.h"

enum { SCENARIOS = 3, REPLICATES = 4 };
static const char *const NAMES[] = { "as-it-is", "a 'quoted' 100 % rule_with^marks",
                                     "a-policy-whose-name-is-longer-than-any-margin" };
static char folder[] = P_tmpdir "/hotline-plots-XXXXXX", path[64], picture[64], table[64];
static struct result *result;
static const struct figure_wish WISH = { THEME_PNG, 0, .95, 0, SCENARIOS, { 0, 1, 2 } };

static int open_result(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct synthetic what = { SCENARIOS, REPLICATES, 40, NAMES, NULL, 0 };
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/r.h5", folder);
    snprintf(picture, sizeof picture, "%s/figure", folder);
    snprintf(table, sizeof table, "%s/table.csv", folder);
    return synthetic_write(path, &what, &err) || result_open(&result, path, &err);
}

static int close_result(void **state)
{
    (void)state;
    result_close(&result);
    unlink(picture);
    unlink(table);
    return unlink(path) || rmdir(folder);       /* nothing else may have been left behind */
}

static size_t file_begins(const char *name, char bytes[8])
{
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, 8, file);
    fclose(file);
    return n;
}

static void each_figure_is_drawn_in_each_format_and_language(void **state)
{
    (void)state;
    static const char *const MAGIC[] = { "\x89PNG", "<?xm", "%PDF" };
    for (int k = 0; k < N_FIGURES; k++)
        for (int f = 0; f < N_THEME_FORMATS; f++) {
            struct figure_wish wish = WISH;
            struct figure figure;
            struct err err = { 0 };
            char bytes[8] = "";
            wish.format = (enum theme_format)f;
            wish.chinese = (k + f) % 2;
            if (figure_begin(&figure, &FIGURES[k], result, &wish, &err) || figure_save(&figure, picture, &err))
                fail_msg("%s as %s: %s", FIGURES[k].name, THEME_EXTENSIONS[f], err.text);
            assert_int_equal(file_begins(picture, bytes), 8);
            assert_memory_equal(bytes, MAGIC[f], 4);
            figure_free(&figure);
        }
}

static void a_figure_without_any_number_is_an_empty_figure(void **state)
{
    (void)state;
    for (int k = 0; k < N_FIGURES; k++) {
        struct figure figure;
        struct err err = { 0 };
        assert_int_equal(figure_begin(&figure, &FIGURES[k], result, &WISH, &err), 0);
        for (int i = 0; i < FIGURE_MOST_OUTPUTS && figure.pool[i].at; i++)
            for (int p = 0; p < SCENARIOS * figure.pool[i].length[0] * figure.pool[i].length[1]; p++)
                figure.pool[i].at[p] = (struct estimate){ 0, NAN, NAN, NAN, 0 };
        for (int c = 0; c < figure.comparison.n_kpis * SCENARIOS; c++)
            figure.comparison.contrast[c].difference = (struct estimate){ 0, NAN, NAN, NAN, 0 };
        script_free(&figure.script);
        figure.kind->draw(&figure);
        theme_end(&figure.page);
        if (figure_save(&figure, picture, &err))
            fail_msg("%s: %s", FIGURES[k].name, err.text);
        figure_free(&figure);
    }
}

/* The value of a line of the table that begins so. */
static double table_value(const char *beginning)
{
    char line[1024];
    double mean = NAN;
    FILE *file = fopen(table, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, beginning, strlen(beginning)) == 0)
            mean = strtod(line + strlen(beginning), NULL);
    fclose(file);
    return mean;
}

static void the_table_beside_a_figure_has_its_numbers(void **state)
{
    (void)state;
    struct figure figure;
    struct err err = { 0 };
    double one[40], sum = 0;
    assert_int_equal(figure_begin(&figure, figure_kind("backlog"), result, &WISH, &err), 0);
    assert_int_equal(figure_table(&figure, table, &err), 0);
    figure_free(&figure);
    for (int r = 0; r < REPLICATES; r++) {
        assert_int_equal(result_read_run(result, OUT_open_urgent, 0, r, one, &err), 0);
        sum += one[7];
    }
    assert_true(fabs(table_value("open_urgent,as-it-is,-3,4,") - sum / REPLICATES) < 1e-15);
}

static void only_the_scenarios_that_are_asked_for_are_drawn(void **state)
{
    (void)state;
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 1, { 2 } };
    struct figure figure;
    struct err err = { 0 };
    assert_int_equal(figure_begin(&figure, figure_kind("urgent-delay"), result, &wish, &err), 0);
    assert_int_equal(figure_table(&figure, table, &err), 0);
    assert_non_null(strstr(figure.script.text, "a-policy-whose"));
    assert_null(strstr(figure.script.text, "as-it-is"));
    figure_free(&figure);
    assert_true(isnan(table_value("urgent_incidence,as-it-is,fixed,3,4,")));
    assert_false(isnan(table_value("urgent_incidence,a-policy-whose-name-is-longer-than-any-margin,fixed,3,4,")));
}

/* Two policies at three values of a factor, in no order: a line each, by the value, with the numbers of the comparison. */
static void a_response_is_drawn_against_the_factor(void **state)
{
    (void)state;
    static const char *const AT[] = { "a @ x=6", "b @ x=6", "a @ x=4", "b @ x=4", "a @ x=5", "b @ x=5" };
    static const double X[] = { 6, 6, 4, 4, 5, 5 };
    struct synthetic what = { 6, REPLICATES, 40, AT, X, 0 };
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 6, { 0, 1, 2, 3, 4, 5 } };
    struct result *varied = NULL;
    struct figure figure;
    struct err err = { 0 };
    char file[80], rows[200];
    const enum output kpi[] = { OUT_regret };
    snprintf(file, sizeof file, "%s/varied.h5", folder);
    assert_int_equal(synthetic_write(file, &what, &err) || result_open(&varied, file, &err), 0);
    assert_int_equal(figure_begin_with(&figure, figure_kind("response"), varied, &wish, 1, kpi, &err), 0);
    assert_non_null(strstr(figure.script.text, "centre.operators"));
    const char *four = strstr(figure.script.text, "\n4 "), *five = four ? strstr(four, "\n5 ") : NULL;
    snprintf(rows, sizeof rows, "%.9g", compare_value(&figure.comparison, 0, 2).mean);
    assert_true(four && five && strstr(five, "\n6 ") && strtod(four + 3, NULL) > 0);
    assert_true(fabs(strtod(four + 3, NULL) - strtod(rows, NULL)) < 1e-6);
    snprintf(rows, sizeof rows, "\n6 %.5g", compare_contrast(&figure.comparison, 0, 1).difference.mean);     /* b - a, at 6 */
    assert_non_null(strstr(figure.script.text, rows));
    assert_non_null(strstr(figure.script.text, "difference from a at"));
    assert_null(strstr(figure.script.text, "filledcurves"));
    figure_free(&figure);
    result_close(&varied);
    unlink(file);
}

/* Values of a series that doubles stand at 0, 1, 2 .. and are written below; others where they are. */
static void values_that_crowd_stand_at_equal_distances(void **state)
{
    (void)state;
    static const char *const AT[] = { "a @ x=0", "a @ x=1", "a @ x=2", "a @ x=37" };
    static const double DOUBLING[] = { 0, 1, 2, 37 }, EVEN[] = { 0, 12, 24, 37 };
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 4, { 0, 1, 2, 3 } };
    char file[80];
    snprintf(file, sizeof file, "%s/crowded.h5", folder);
    for (int even = 0; even < 2; even++) {
        struct synthetic what = { 4, REPLICATES, 40, AT, even ? EVEN : DOUBLING, 0 };
        struct result *varied = NULL;
        struct figure figure;
        struct err err = { 0 };
        assert_int_equal(synthetic_write(file, &what, &err) || result_open(&varied, file, &err), 0);
        assert_int_equal(figure_begin(&figure, figure_kind("response"), varied, &wish, &err), 0);
        assert_int_equal(!strstr(figure.script.text, "set xtics ('0' 0, '1' 1, '2' 2, '37' 3)"), even);
        assert_int_equal(!strstr(figure.script.text, "\n37 "), !even);
        figure_free(&figure);
        result_close(&varied);
        unlink(file);
    }
}

static int times_in(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

/* Off the scale, one clearly and one not: full at the edge; and both with their interval in words, which of the second is all. */
static void what_is_off_the_scale_keeps_its_interval(void **state)
{
    (void)state;
    static const struct estimate FAR[] = { { 4, 4.27, 1, .37, 0 }, { 4, 4.27, 1, 18.96, 0 }, { 4, 0, 0, 0, 0 } };
    int hollow[3], clear[3];
    for (int i = 0; i < 3; i++) {
        struct figure figure;
        struct err err = { 0 };
        const enum output kpi[] = { OUT_regret };
        assert_int_equal(figure_begin_with(&figure, figure_kind("compare"), result, &WISH, 1, kpi, &err), 0);
        figure.comparison.value[0] = (struct estimate){ 4, 1, .01, .01, 0 };
        figure.comparison.contrast[1].difference = FAR[i];
        figure.comparison.contrast[2].difference = FAR[2];
        script_clear(&figure.script);
        figure.note[0] = '\0';
        figure.kind->draw(&figure);
        theme_end(&figure.page);
        hollow[i] = times_in(figure.script.text, "pointtype 4 ");
        clear[i] = times_in(figure.script.text, "+427.0 ± 37.0 %") - times_in(figure.script.text, "+427 ± 1896 %");
        figure_free(&figure);
    }
    assert_int_equal(clear[0], 1);
    assert_int_equal(clear[1], -1);
    assert_int_equal(clear[2], 0);
    assert_int_equal(hollow[1] - hollow[0], 1);         /* before the words */
}

/* Bands of up to four curves; of five, lines at some places, at others of each. */
static void bands_that_would_hide_each_other_are_lines(void **state)
{
    (void)state;
    static const char *const NAME[] = { "a", "b", "c", "d", "e" };
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 5, { 0, 1, 2, 3, 4 } };
    struct synthetic what = { 5, REPLICATES, 40, NAME, NULL, 0 };
    struct result *five = NULL;
    struct err err = { 0 };
    char file[80];
    snprintf(file, sizeof file, "%s/five.h5", folder);
    assert_int_equal(synthetic_write(file, &what, &err) || result_open(&five, file, &err), 0);
    for (; wish.n_scenarios >= 4; wish.n_scenarios--) {
        struct figure figure;
        assert_int_equal(figure_begin(&figure, figure_kind("backlog"), five, &wish, &err), 0);
        assert_int_equal(times_in(figure.script.text, "filledcurves"), wish.n_scenarios == 4 ? 8 : 0);
        assert_int_equal(times_in(figure.script.text, " every "), wish.n_scenarios == 4 ? 0 : 10);
        assert_int_equal(times_in(figure.script.text, "vertical lines"), wish.n_scenarios == 5);
        figure_free(&figure);
    }
    result_close(&five);
    unlink(file);
}

/* "响应、解决、满意 20/40/40，月度排名" is wider than the room for names: in rows that are high enough nothing of it is cut. */
static void a_long_name_takes_two_lines(void **state)
{
    (void)state;
    static const char *const NAME[] = { "响应、解决、满意 20/40/40，月度排名", "不考核" };
    struct script script = { 0 };
    struct page page;
    theme_page(&page, &script, THEME_PNG, "t", "w", LEGEND_POINTS, 0, NULL, 4);
    assert_true(theme_row(1, NAME + 1, .4) == .4 && theme_row(2, NAME, .4) > .6);
    theme_panel(&page, theme_names(2, NAME), 2, 4, 2 * theme_row(2, NAME, .4), NULL);
    theme_rows(&page, 2, NAME, 1);
    assert_non_null(strstr(script.text, "'响应、解决、满意 '.\"\\n\".'20/40/40，月度排名'"));
    assert_null(strstr(script.text, "…"));
    theme_panel(&page, theme_names(2, NAME), 2, 4, 2 * .4, NULL);
    theme_rows(&page, 2, NAME, 1);
    assert_non_null(strstr(script.text, "…"));
    theme_end(&page);
    script_free(&script);
}

/* Numbers as wide as those of -.06 to .05 leave an axis of 1.3 cm one mark, from which nothing could be read off. */
static void the_shortest_axis_has_two_marks(void **state)
{
    (void)state;
    struct script script = { 0 };
    struct page page;
    theme_page(&page, &script, THEME_PNG, "t", "w", LEGEND_POINTS, 0, NULL, 4);
    theme_panel(&page, 2, 2, 1.3, 2, NULL);
    theme_axis(&page, 'x', -.062, .044);
    assert_non_null(strstr(script.text, "set xtics ('-0.06' -0.06, '0.04' 0.04)"));
    theme_end(&page);
    script_free(&script);
}

/* What nobody knows is not compared across: its means have intervals, and there are no differences. */
static void a_response_to_what_is_unknown_has_no_differences(void **state)
{
    (void)state;
    static const char *const AT[] = { "a @ x=6", "a @ x=4" };
    static const double X[] = { 6, 4 };
    struct synthetic what = { 2, REPLICATES, 40, AT, X, 0 };
    struct figure_wish wish = { THEME_PNG, 0, .95, 0, 2, { 0, 1 } };
    const enum output kpi[] = { OUT_regret };
    char file[80];
    for (int uncertain = 0; uncertain < 2; uncertain++) {
        struct result *varied = NULL;
        struct figure figure;
        struct err err = { 0 };
        what.uncertain = uncertain;
        snprintf(file, sizeof file, "%s/varied.h5", folder);
        assert_int_equal(synthetic_write(file, &what, &err) || result_open(&varied, file, &err), 0);
        assert_int_equal(figure_begin_with(&figure, figure_kind("response"), varied, &wish, 1, kpi, &err), 0);
        assert_int_equal(times_in(figure.script.text, "paired"), !uncertain);
        assert_int_equal(times_in(figure.script.text, "\nplot "), uncertain ? 1 : 2);
        figure_free(&figure);
        result_close(&varied);
        unlink(file);
    }
}

static void kinds_are_known_with_either_hyphen(void **state)
{
    (void)state;
    assert_non_null(figure_kind("urgent-delay"));
    assert_ptr_equal(figure_kind("urgent-delay"), figure_kind("urgent_delay"));
    assert_null(figure_kind("urgent"));
    assert_null(figure_kind("urgent-delays"));
}

static void text_is_quoted_for_gnuplot(void **state)
{
    (void)state;
    struct script s = { 0 };
    script_quote(&s, "it's 5 %\nof all");
    assert_string_equal(s.text, "'it''s 5 %'.\"\\n\".'of all'");
    script_clear(&s);
    script_quote_mark(&s, "5 %");
    assert_string_equal(s.text, "'5 %%'");
    script_clear(&s);
    script_row(&s, 3, (double[]){ 0.37, NAN, -INFINITY });
    assert_string_equal(s.text, "0.37 NaN NaN\n");
    script_free(&s);
}

static void a_mistake_in_a_script_is_told_in_gnuplots_words(void **state)
{
    (void)state;
    struct script s = { 0 };
    struct err err = { 0 };
    script_add(&s, "set terminal pngcairo\nplot nonsense(x\n");
    assert_int_equal(gnuplot_draw(&s, "no-such-figure.png", &err), -1);
    assert_int_equal(err.code, EXIT_ENVIRONMENT);
    assert_non_null(strstr(err.text, "gnuplot could not draw no-such-figure.png: "));
    assert_non_null(strstr(err.text, "nonsense"));
    assert_int_equal(access("no-such-figure.png", F_OK), -1);
    assert_int_equal(access("no-such-figure.png.tmp", F_OK), -1);
    script_free(&s);
}

static void a_missing_gnuplot_is_told(void **state)
{
    (void)state;
    struct script s = { 0 };
    struct err err = { 0 };
    char *was = strdup(getenv("PATH"));
    script_add(&s, "set terminal pngcairo\nplot x\n");
    setenv("PATH", folder, 1);
    assert_int_equal(gnuplot_draw(&s, picture, &err), -1);
    setenv("PATH", was, 1);
    free(was);
    assert_int_equal(err.code, EXIT_ENVIRONMENT);
    assert_non_null(strstr(err.text, "not installed"));
    script_free(&s);
}

static void what_is_no_plain_file_is_not_replaced(void **state)
{
    (void)state;
    struct script s = { 0 };
    struct err err = { 0 };
    script_add(&s, "set terminal pngcairo\nplot x\n");
    assert_int_equal(gnuplot_draw(&s, folder, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    script_free(&s);
}

/* What stands in the way of any of its files is told before there is anything to draw. */
static void what_cannot_be_saved_is_told_before(void **state)
{
    (void)state;
    static const char *const END[] = { ".svg", ".figure.csv", ".gnuplot" };
    struct picture p = { .format = THEME_SVG, .keep_script = 1 };
    struct err err = { 0 };
    char place[96];
    assert_int_equal(picture_may_save(&p, picture, &err), 0);
    for (int i = 0; i < 3; i++) {
        err = (struct err){ 0 };
        snprintf(place, sizeof place, "%s%s", picture, END[i]);
        assert_int_equal(mkdir(place, 0700), 0);
        assert_int_equal(picture_may_save(&p, picture, &err), -1);
        assert_non_null(strstr(err.text, place));
        assert_int_equal(rmdir(place), 0);
    }
    err = (struct err){ 0 };
    assert_int_equal(picture_may_save(&p, "no/such/folder/figure", &err), -1);
    assert_int_equal(err.code, EXIT_ENVIRONMENT);
    err = (struct err){ 0 };
    setenv("PATH", folder, 1);
    assert_int_equal(picture_may_save(&p, picture, &err), -1);
    assert_non_null(strstr(err.text, "not installed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_figure_is_drawn_in_each_format_and_language),
        cmocka_unit_test(a_figure_without_any_number_is_an_empty_figure),
        cmocka_unit_test(the_table_beside_a_figure_has_its_numbers),
        cmocka_unit_test(only_the_scenarios_that_are_asked_for_are_drawn),
        cmocka_unit_test(a_response_is_drawn_against_the_factor),
        cmocka_unit_test(values_that_crowd_stand_at_equal_distances),
        cmocka_unit_test(what_is_off_the_scale_keeps_its_interval),
        cmocka_unit_test(bands_that_would_hide_each_other_are_lines),
        cmocka_unit_test(a_long_name_takes_two_lines),
        cmocka_unit_test(the_shortest_axis_has_two_marks),
        cmocka_unit_test(a_response_to_what_is_unknown_has_no_differences),
        cmocka_unit_test(kinds_are_known_with_either_hyphen),
        cmocka_unit_test(text_is_quoted_for_gnuplot),
        cmocka_unit_test(a_mistake_in_a_script_is_told_in_gnuplots_words),
        cmocka_unit_test(a_missing_gnuplot_is_told),
        cmocka_unit_test(what_is_no_plain_file_is_not_replaced),
        cmocka_unit_test(what_cannot_be_saved_is_told_before),      /* the last: gnuplot is gone then */
    };
    return cmocka_run_group_tests(tests, open_result, close_result);
}
