/* select_study.c - a study's scenarios race: what is looked at are the study's own runs, whoever has left the race. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/answers/select_study.h"
#include "sim/study/slots.h"

enum { RUNS = 40 };
static const char TEXT[] = "base: tiny\npolicies: [no-assessment, ranked-20-40-40, satisfaction-100]\nreplications: 40\ndays: 12\n"
                           "warmup: 6\nfactors:\n  handling.deadline_d: { values: [3, 10]%s }\n";
static char path[] = P_tmpdir "/hotline-select-XXXXXX";
static struct err err;

static void load(struct cases *cases, const char *role)
{
    struct study study = { 0 };
    struct cases_wish wish = { .seed = 37, .days = NONE, .warmup = NONE, .replicates = NONE };
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, TEXT, role);
    fclose(file);
    if (study_read(&study, path, &err) || cases_load(cases, &study, &wish, &err))
        fail_msg("%s", err.text);
    study_free(&study);
}

/* Means of those who left early and of those who stayed are those of as many of the study's own replications. */
static void a_race_looks_at_the_study_s_own_runs(void **state)
{
    (void)state;
    struct cases cases;
    struct slots slots;
    struct selection s;
    struct work_manner manner = { .threads = 2, .quiet = 1 };
    struct work_tally tally = { 0 };
    struct select_wish wish = { .larger = 0, .delta = .5, .alpha = .05, .renew = 1, .first = 8, .most = RUNS, .batch = 4 };
    const enum output kpi[] = { OUT_backlog_tickets };
    int fewest = RUNS, most = 0;
    load(&cases, "");
    int status = select_study(&s, &wish, &cases, kpi, &manner, &err);
    assert_true(status == 0 || err.code == EXIT_PRECISION);
    struct work_unit *unit = work_units(&cases, &err);
    assert_int_equal(slots_init(&slots, &cases, NULL, &err), 0);
    struct work_sink sink = slots_sink(&slots);
    assert_int_equal(work_run(&cases, cases.n_points * RUNS, unit, &manner, &sink, &tally, &err), 0);
    for (int i = 0; i < 6; i++) {
        const double *own = slots_of(&slots, kpi[0], i);
        double mean = 0;
        for (int r = 0; r < s.n[i]; r++)
            mean += own[r] / s.n[i];
        assert_true(fabs(mean - s.mean[i]) < 1e-9 * (1 + fabs(mean)));
        fewest = s.n[i] < fewest ? s.n[i] : fewest;
        most = s.n[i] > most ? s.n[i] : most;
    }
    assert_true(fewest < most);                         /* some left before others */
    free(unit);
    slots_free(&slots);
    select_free(&s);
    cases_free(&cases);
}

static void nobody_chooses_an_uncertainty(void **state)
{
    (void)state;
    struct cases cases;
    struct selection s;
    struct work_manner manner = { .quiet = 1 };
    struct select_wish wish = { .delta = 1, .alpha = .05, .first = 4, .most = 8, .batch = 4 };
    err = (struct err){ 0 };
    load(&cases, ", role: uncertainty");
    assert_int_equal(select_study(&s, &wish, &cases, (const enum output[]){ OUT_regret }, &manner, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_non_null(strstr(err.text, "handling.deadline_d"));
    cases_free(&cases);
}

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 || close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_race_looks_at_the_study_s_own_runs),
        cmocka_unit_test(nobody_chooses_an_uncertainty),
    };
    return cmocka_run_group_tests_name("select_study", tests, make_file, remove_file);
}
