/* Calibration: emulators against functions that are known, and history matching against volumes that are. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/trust/posterior.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"

enum { MOST = 80 };

/* Uniform and normal numbers by address, any purpose will do. */
static double uniform(int i, int j)
{
    struct draw d = draw_at(draw_key(7, 0), PURPOSE_HISTORY, (uint32_t)i, (uint32_t)j, 99);
    return draw_unit2(d.w[0], d.w[1]);
}
static double normal(int i, int j) { return num_normal(uniform(i, j)); }

struct sample { int n, k; double x[MOST * 4], y[MOST]; };

static struct sample sample_of(int n, int k, double (*f)(const double x[]), double noise)
{
    struct sample s = { n, k, { 0 }, { 0 } };
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < k; j++)
            s.x[i * k + j] = uniform(i, j);
        s.y[i] = f(&s.x[i * k]) + noise * normal(i, 50);
    }
    return s;
}

static struct emulator fitted(const struct sample *s)
{
    struct emulator e;
    struct err err = { 0 };
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    if (emulator_fit(&e, s->n, s->k, s->x, s->y, (struct emulator_noise){ 0, 0 }, &err) != 0)
        fail_msg("%s", err.text);
    gsl_set_error_handler(before);
    return e;
}

static double line(const double x[]) { return 3 + 2 * x[0] - 5 * x[1]; }
static double wave(const double x[]) { return sin(6 * x[0]) + x[1] * x[1]; }

static void a_line_is_told_exactly(void **state)
{
    (void)state;
    struct sample s = sample_of(20, 2, line, 0);
    struct emulator e = fitted(&s);
    for (int i = 0; i < 50; i++) {
        double x[] = { uniform(i, 10), uniform(i, 11) };
        struct emulated y = emulator_at(&e, x);
        assert_true(fabs(y.mean - line(x)) < .01);
        assert_true(y.sd < .02);
    }
    assert_true(e.r2 > .999);
    emulator_free(&e);
}

/* A curve is told to within what the emulator says of itself: 3 standard deviations hold nearly all. */
static void a_curve_is_told_within_its_standard_deviation(void **state)
{
    (void)state;
    struct sample s = sample_of(40, 2, wave, 0);
    struct emulator e = fitted(&s);
    double errors = 0;
    int beyond = 0;
    for (int i = 0; i < 300; i++) {
        double x[] = { uniform(i, 12), uniform(i, 13) };
        struct emulated y = emulator_at(&e, x);
        errors += (y.mean - wave(x)) * (y.mean - wave(x));
        beyond += fabs(y.mean - wave(x)) > 3 * y.sd;
    }
    assert_true(sqrt(errors / 300) < .05);
    assert_true(beyond <= 15);
    emulator_free(&e);
}

static void noise_is_told_apart_from_the_curve(void **state)
{
    (void)state;
    struct sample s = sample_of(MOST, 2, wave, .2);
    struct emulator e = fitted(&s);
    assert_true(emulator_noise_sd(&e) > .14 && emulator_noise_sd(&e) < .27);
    emulator_free(&e);
}

/* Nothing but chance, thirty runs of four parameters, ten times: a curve through the runs may be as likely as chance, but not
 * where runs of one setting have shown how large chance is. What moves nothing must not be seen to move it. */
static double chance_only(struct emulator_noise known, int which, double *noise)
{
    struct sample s = { 30, 4, { 0 }, { 0 } };
    struct emulator e;
    struct err err = { 0 };
    int told = 0;
    for (int i = 0; i < s.n; i++) {
        for (int j = 0; j < s.k; j++)
            s.x[i * s.k + j] = uniform(i, j);
        s.y[i] = normal(i, 200 + which);
    }
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    assert_int_equal(emulator_fit(&e, s.n, s.k, s.x, s.y, known, &err), 0);
    gsl_set_error_handler(before);
    for (int i = 0; i < 40; i++) {
        double from[4], to[4];
        for (int j = 0; j < 4; j++)
            from[j] = to[j] = uniform(i, 60 + j);
        to[i % 4] = from[i % 4] > .5 ? from[i % 4] - .5 : from[i % 4] + .5;
        struct emulated move = emulator_move(&e, from, to);
        told += fabs(move.mean) > 2 * move.sd;
    }
    *noise = emulator_noise_sd(&e);
    emulator_free(&e);
    return told / 40.;
}

static void chance_is_not_taken_for_an_effect(void **state)
{
    (void)state;
    double told = 0, least_known = 1, least_unknown = 1, told_unknown = 0;
    for (int i = 0; i < 10; i++) {
        double noise;
        told += chance_only((struct emulator_noise){ 1, 20 }, i, &noise) / 10;
        least_known = fmin(least_known, noise);
        told_unknown += chance_only((struct emulator_noise){ 0, 0 }, i, &noise) / 10;
        least_unknown = fmin(least_unknown, noise);
    }
    assert_true(told < .05 && told <= told_unknown);
    assert_true(least_known > .6);
    assert_true(least_unknown < .6);                        /* else it would show nothing */
}

/* The move from one setting to another is the difference of the two, and surer than they are where they share an error. */
static void a_move_is_a_difference(void **state)
{
    (void)state;
    struct sample s = sample_of(40, 2, wave, .1);
    struct emulator e = fitted(&s);
    for (int i = 0; i < 50; i++) {
        double from[] = { uniform(i, 14), uniform(i, 15) }, to[] = { uniform(i, 16), from[1] };
        struct emulated a = emulator_at(&e, from), b = emulator_at(&e, to), move = emulator_move(&e, from, to);
        assert_true(fabs(move.mean - (b.mean - a.mean)) < 1e-6);
        assert_true(move.sd <= a.sd + b.sd + 1e-9);
        assert_true(emulator_move(&e, from, from).mean == 0 && emulator_move(&e, from, from).sd < 1e-6);
    }
    emulator_free(&e);
}

static void too_few_runs_are_refused(void **state)
{
    (void)state;
    struct sample s = sample_of(4, 2, line, 0);
    struct emulator e;
    struct err err = { 0 };
    assert_int_equal(emulator_fit(&e, s.n, s.k, s.x, s.y, (struct emulator_noise){ 0, 0 }, &err), -1);
    assert_non_null(strstr(err.text, "4 runs are too few"));
    emulator_free(&e);
}

/* --- history matching --- */

static double sum_of_two(const double x[]) { return x[0] + x[1]; }

static struct history matched(struct history_target *target, int n, int k)
{
    return (struct history){ k, n, target, 3, n };
}

/* Of a square, what has a sum of 1 +- .05 is .0975; the two parameters are not identified, only their sum. */
static void a_band_about_a_sum_leaves_a_strip(void **state)
{
    (void)state;
    struct sample s = sample_of(20, 2, sum_of_two, 0);
    struct history_target target = { .95, 1.05, fitted(&s) };
    struct history h = matched(&target, 1, 2);
    struct history_sample left;
    struct err err = { 0 };
    double x[2000], xy = 0, xx = 0, mean = 0;
    int twice = 0;
    assert_int_equal(history_look(&h, 5, &left, &err), 0);
    assert_false(left.none);
    assert_true(left.share > .085 && left.share < .15);     /* a little more: the emulator is not quite sure */
    assert_true(history_posterior(&h, &left, 5, 1000, x) > .1);
    for (int i = 0; i < 1000; i++) {
        assert_true(fabs(x[2 * i] + x[2 * i + 1] - 1) < .06);
        mean += x[2 * i] / 1000;
        xx += x[2 * i] * x[2 * i] / 1000;
        xy += x[2 * i] * (1 - x[2 * i + 1]) / 1000;
        twice += i > 0 && x[2 * i] == x[2 * i - 2];
    }
    assert_true(fabs(mean - .5) < .03);
    assert_true(fabs(xx - mean * mean - 1. / 12) < .01);    /* of one of the two nothing is known */
    assert_true(fabs(xy - xx) < .05);
    assert_true(twice < 5);
    history_sample_free(&left);
    emulator_free(&target.emulator);
}

/* A thousandth of a thousandth of the volume: found by closing in. */
static double first(const double x[]) { return x[0]; }
static double second(const double x[]) { return x[1]; }
static double third(const double x[]) { return x[2] + .1 * x[0]; }

static void a_small_corner_is_found(void **state)
{
    (void)state;
    double (*const f[])(const double x[]) = { first, second, third };
    struct history_target target[3];
    for (int t = 0; t < 3; t++) {
        struct sample s = sample_of(20, 3, f[t], 0);
        target[t] = (struct history_target){ .30, .31, fitted(&s) };
    }
    struct history h = matched(target, 3, 3);
    struct history_sample left;
    struct err err = { 0 };
    assert_int_equal(history_look(&h, 5, &left, &err), 0);
    assert_false(left.none);
    assert_true(left.n >= 64);
    assert_true(left.share > .3e-6 && left.share < 1e-5);
    for (int i = 0; i < left.n; i++)
        assert_true(fabs(left.x[3 * i] - .305) < .02 && fabs(left.x[3 * i + 1] - .305) < .02);
    history_sample_free(&left);
    for (int t = 0; t < 3; t++)
        emulator_free(&target[t].emulator);
}

static void what_cannot_be_met_is_told(void **state)
{
    (void)state;
    struct sample s = sample_of(20, 2, sum_of_two, 0);
    struct history_target target = { 3, 3.1, fitted(&s) };
    struct history h = matched(&target, 1, 2);
    struct history_sample left;
    struct err err = { 0 };
    assert_int_equal(history_look(&h, 5, &left, &err), 0);
    assert_true(left.none);
    assert_true(left.least > 3);
    assert_true(left.x[0] + left.x[1] > 1.8);               /* the least implausible: the far corner */
    assert_true(history_implausibility(&h, left.x) == left.least);
    history_sample_free(&left);
    emulator_free(&target.emulator);
}

/* Twenty truths, noisy runs, a band about what the truth gives: it may not be ruled out. */
static void the_truth_is_not_ruled_out(void **state)
{
    (void)state;
    int kept = 0;
    for (int i = 0; i < 20; i++) {
        struct sample s = sample_of(30, 2, wave, .1);
        double truth[] = { uniform(i, 20), uniform(i, 21) };
        struct history_target target = { wave(truth) - .02, wave(truth) + .02, fitted(&s) };
        struct history h = matched(&target, 1, 2);
        kept += history_implausibility(&h, truth) < h.cut;
        emulator_free(&target.emulator);
    }
    assert_true(kept >= 19);
}

static void points_of_a_wave_lie_apart(void **state)
{
    (void)state;
    struct history everything = { .k = 2, .cut = 3 };
    struct history_sample all;
    struct err err = { 0 };
    double x[40], nearest = 1;
    assert_int_equal(history_look(&everything, 1, &all, &err), 0);
    assert_true(all.share > .999);
    assert_int_equal(history_spread(&all, 2, 20, x), 20);
    for (int a = 0; a < 20; a++)
        for (int b = 0; b < a; b++)
            nearest = fmin(nearest, hypot(x[2 * a] - x[2 * b], x[2 * a + 1] - x[2 * b + 1]));
    assert_true(nearest > .15);                             /* twenty at random: about .03 */
    history_sample_free(&all);
}

/* --- a calibration of the simulator --- */

static const char TARGETS[] =
    "worlds:\n  small: { city: tiny, days: 20, warmup: 5 }\n"
    "targets:\n  T1: { statement: a, source: b, world: small, output: contacts_per_day, target: 1, band: [0, 1e6], unit: 1/d }\n";

static void file_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

struct place { char folder[40], targets[80], file[80], runs[80]; };

static struct place place_make(void)
{
    struct place p = { .folder = "/tmp/hotline-calibration-XXXXXX" };
    char text[512];
    assert_non_null(mkdtemp(p.folder));
    snprintf(p.targets, sizeof p.targets, "%s/targets.yaml", p.folder);
    snprintf(p.file, sizeof p.file, "%s/calibration.yaml", p.folder);
    snprintf(p.runs, sizeof p.runs, "%s/runs.csv", p.folder);
    snprintf(text, sizeof text, "targets: %s\nmatch: [T1]\nwaves: 2\npoints: 5\nparameters:\n"
             "  rule.pressure: { range: [0.1, 4], scale: log }\n  centre.operators: { range: [2, 6] }\n", p.targets);
    file_write(p.targets, TARGETS);
    file_write(p.file, text);
    return p;
}

static void place_remove(const struct place *p)
{
    unlink(p->targets);
    unlink(p->file);
    unlink(p->runs);
    rmdir(p->folder);
}

static void to_the_end(struct calibration *c, const char *runs, int most)
{
    struct err err = { 0 };
    struct work_manner manner = { .threads = 1, .quiet = 1 };
    double x[20];
    if (c->n_runs == 0)
        assert_int_equal(calibration_run(c, 0, 0, NULL, &manner, &err), 0);
    for (int wave = 1; wave <= c->n_waves && c->n_runs < most; wave++) {
        int first_run = 1 + (wave - 1) * c->n_points;
        if (c->n_runs >= first_run + c->n_points)
            continue;
        assert_int_equal(calibration_wave(c, wave, x, NULL, &err), 0);
        for (int i = c->n_runs - first_run; i < c->n_points && c->n_runs < most; i++)
            assert_int_equal(calibration_run(c, wave, i, x + 2 * i, &manner, &err), 0);
    }
    assert_int_equal(calibration_save(c, runs, &err), 0);
}

static void one_that_was_stopped_goes_on_as_if_it_had_not_been(void **state)
{
    (void)state;
    struct place p = place_make();
    struct calibration whole, part, rest;
    struct err err = { 0 };
    assert_int_equal(calibration_read(&whole, p.file, 1, &err), 0);
    to_the_end(&whole, p.runs, 100);
    assert_int_equal(whole.n_runs, 11);
    assert_int_equal(calibration_read(&part, p.file, 1, &err), 0);
    to_the_end(&part, p.runs, 8);                           /* in the middle of the second wave */
    assert_int_equal(calibration_read(&rest, p.file, 1, &err), 0);
    assert_int_equal(calibration_load(&rest, p.runs, &err), 0);
    assert_int_equal(rest.n_runs, 8);
    to_the_end(&rest, p.runs, 100);
    assert_int_equal(rest.n_runs, whole.n_runs);
    for (int i = 1; i < whole.n_runs; i++) {
        assert_memory_equal(whole.run[i].value, rest.run[i].value, 2 * sizeof(double));
        assert_true(whole.run[i].mean[0] == rest.run[i].mean[0]);
        assert_true(whole.run[i].value[1] == round(whole.run[i].value[1]));     /* so many operators */
    }
    calibration_free(&whole);
    calibration_free(&part);
    calibration_free(&rest);
    place_remove(&p);
}

static void runs_of_another_seed_are_refused(void **state)
{
    (void)state;
    struct place p = place_make();
    struct calibration c, other;
    struct err err = { 0 };
    assert_int_equal(calibration_read(&c, p.file, 1, &err), 0);
    to_the_end(&c, p.runs, 2);
    assert_int_equal(calibration_read(&other, p.file, 2, &err), 0);
    assert_int_equal(calibration_load(&other, p.runs, &err), -1);
    assert_int_equal(err.code, EXIT_INPUT);
    assert_non_null(strstr(err.text, "another calibration, seed or program"));
    calibration_free(&c);
    calibration_free(&other);
    place_remove(&p);
}

/* --- whose settings hold --- */

#define WORLD(name, own) "  " name ": { city: tiny, days: 20, warmup: 5" own " }\n"
#define CALLS(id, world) "  " id ": { statement: a, source: b, world: " world ", output: contacts_per_day, target: 1, " \
                         "band: [0, 1e6], unit: 1/d }\n"

/* Of a number of operators. */
static struct place place_of_operators(const char *worlds_and_targets, const char *match, const char *start)
{
    struct place p = place_make();
    char text[512];
    snprintf(text, sizeof text, "targets: %s\nmatch: [%s]\nwaves: 1\npoints: 5\nparameters:\n"
             "  centre.operators: { range: [1, 9]%s }\n", p.targets, match, start);
    file_write(p.targets, worlds_and_targets);
    file_write(p.file, text);
    return p;
}

/* Run 0 of wave 1 at two settings: the same chance, so that a world differs where the setting reached it and only there. */
static void a_world_keeps_what_it_sets_itself(void **state)
{
    (void)state;
    struct place p = place_of_operators("worlds:\n" WORLD("free", "") WORLD("own", ", set: { centre.operators: 3 }")
                                        "targets:\n" CALLS("T1", "free") CALLS("T2", "own"), "T1, T2", "");
    struct calibration c;
    struct err err = { 0 };
    struct work_manner manner = { .threads = 1, .quiet = 1 };
    assert_int_equal(calibration_read(&c, p.file, 1, &err), 0);
    for (int end = 0; end < 2; end++)
        assert_int_equal(calibration_run(&c, 1, 0, (double[]){ end }, &manner, &err), 0);
    assert_true(c.run[0].mean[0] != c.run[1].mean[0]);
    assert_true(c.run[0].mean[1] == c.run[1].mean[1]);
    calibration_free(&c);
    place_remove(&p);
}

/* The first run: as the world gives it, or where the file says, with all replications of the world. */
static void the_first_run_is_at_the_start(void **state)
{
    (void)state;
    static const char *const START[] = { "", ", start: 4", ", start: 9" };      /* tiny has 4 operators */
    struct calibration c[3];
    struct err err = { 0 };
    struct work_manner manner = { .threads = 1, .quiet = 1 };
    for (int i = 0; i < 3; i++) {
        struct place p = place_of_operators("worlds:\n" WORLD("free", "") "targets:\n" CALLS("T1", "free"), "T1", START[i]);
        assert_int_equal(calibration_read(&c[i], p.file, 1, &err), 0);
        c[i].seed = 1;
        assert_int_equal(calibration_run(&c[i], 0, 0, NULL, &manner, &err), 0);
        assert_int_equal(c[i].run[0].n[0], TARGETS_REPLICATIONS);
        place_remove(&p);
    }
    assert_true(isnan(c[0].run[0].value[0]) && c[1].run[0].value[0] == 4 && c[2].run[0].value[0] == 9);
    assert_true(c[1].run[0].mean[0] == c[0].run[0].mean[0]);
    assert_true(c[2].run[0].mean[0] != c[0].run[0].mean[0]);
    for (int i = 0; i < 3; i++)
        calibration_free(&c[i]);
}

static void what_every_world_sets_can_not_be_calibrated(void **state)
{
    (void)state;
    struct place p = place_of_operators("worlds:\n" WORLD("own", ", set: { centre.operators: 3 }")
                                        "targets:\n" CALLS("T1", "own"), "T1", "");
    struct err err = { 0 };
    assert_int_equal(calibration_check(p.file, &err), -1);
    assert_non_null(strstr(err.text, "every world sets centre.operators itself"));
    place_remove(&p);
}

/* What is held out rules out nothing, and stops nothing where too few runs define it. */
static void held_out_and_hardly_defined(void **state)
{
    (void)state;
    struct place p = place_of_operators("worlds:\n" WORLD("free", "") "targets:\n" CALLS("T1", "free") CALLS("T2", "free"),
                                        "T1]\nhold_out: [T2", "");
    struct calibration c;
    struct posterior posterior;
    struct err err = { 0 };
    assert_int_equal(calibration_read(&c, p.file, 1, &err), 0);
    assert_int_equal(c.n_match, 1);
    assert_int_equal(c.n_told, 2);
    c.n_posterior = 10;
    to_the_end(&c, p.runs, 100);
    assert_int_equal(posterior_make(&c, &posterior, &err), 0);
    assert_true(posterior_told(&posterior, 1, 1).in > .99);
    posterior_free(&posterior);
    for (int i = 1; i < 4; i++)
        c.run[i].mean[1] = NAN;
    assert_int_equal(calibration_defined(&c, 1), 2);
    assert_int_equal(posterior_make(&c, &posterior, &err), 0);
    assert_true(isnan(posterior_told(&posterior, 1, 1).in));
    posterior_free(&posterior);
    for (int i = 1; i < 4; i++)
        c.run[i].mean[0] = NAN;             /* one that counts must be known */
    assert_int_equal(posterior_make(&c, &posterior, &err), -1);
    assert_non_null(strstr(err.text, "target T1, which 2 runs define"));
    posterior_free(&posterior);
    calibration_free(&c);
    place_remove(&p);
}

/* --- the posterior --- */

enum { EACH = 101, DRAWS = EACH * POSTERIOR_FOLDS };

static void what_is_left_tells_how_much_is_known(void **state)
{
    (void)state;
    static double x[4 * DRAWS];
    struct calibration c = { .n_parameters = 4, .n_posterior = EACH };
    struct posterior p = { .n = DRAWS, .x = x };
    struct posterior_marginal m[4];
    for (int i = 0; i < DRAWS; i++) {
        x[4 * i] = .3;                                      /* known */
        x[4 * i + 1] = (i % EACH + .5) / EACH;              /* anything */
        x[4 * i + 2] = .5 + .5 * x[4 * i + 1];              /* half of the range: a quarter of the variance */
        x[4 * i + 3] = i < DRAWS / 2 ? .3 : uniform(i, 70); /* the folds do not agree */
    }
    for (int j = 0; j < 4; j++)
        m[j] = posterior_marginal(&c, &p, j);
    assert_true(fabs(m[0].contraction - 1) < 1e-9 && m[0].quantile[0] == .3 && m[0].quantile[2] == .3 && m[0].cut == 0);
    assert_true(fabs(m[1].contraction) < .001 && fabs(m[1].quantile[1] - .5) < .01 && m[1].cut == 0);
    assert_true(fabs(m[2].contraction - .75) < .001 && fabs(m[2].quantile[2] - .975) < .01 && m[2].cut == 1);
    assert_true(m[1].half < 1e-9 && m[3].half > .2);        /* five folds of 1, five of about 0: .53 / sqrt(10) x 2.26 */
    assert_true(fabs(posterior_correlation(&c, &p, 1, 2) - 1) < 1e-9);
    assert_int_equal(posterior_verdict(&p, 1), POSTERIOR_IDENTIFIED);
    assert_int_equal(posterior_verdict(&p, .5), POSTERIOR_NARROWED);
    assert_int_equal(posterior_verdict(&p, 0), POSTERIOR_NOT_IDENTIFIED);
    p.left.none = true;
    assert_int_equal(posterior_verdict(&p, 1), POSTERIOR_NONE_FITS);
}

/* A line known to be in a band by the first parameter; held out, another line of the same parameter follows. */
static double twice_first(const double x[]) { return 2 * x[0] + 1; }

static void what_is_held_out_rules_out_nothing_and_is_told(void **state)
{
    (void)state;
    static double x[2 * DRAWS];
    struct sample s = sample_of(20, 2, first, 0), other = sample_of(20, 2, twice_first, 0);
    struct history_target target[] = { { .4, .5, fitted(&s) }, { 1.9, 2.5, fitted(&other) } };
    struct posterior p = { .history = { 2, 1, target, 3, 2 }, .n = DRAWS, .x = x };
    struct history_sample left;
    struct err err = { 0 };
    assert_int_equal(history_look(&p.history, 5, &left, &err), 0);
    assert_true(history_posterior(&p.history, &left, 5, DRAWS, x) > .1);
    struct posterior_told used = posterior_told(&p, 5, 0), held = posterior_told(&p, 5, 1);
    assert_true(used.in > .9 && used.quantile[0] > .39 && used.quantile[2] < .51);
    assert_true(fabs(held.quantile[1] - 1.9) < .02);        /* half of what is left is in a band from there on */
    assert_true(fabs(held.in - .5) < .1);
    history_sample_free(&left);
    for (int t = 0; t < 2; t++)
        emulator_free(&target[t].emulator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_told_exactly),
        cmocka_unit_test(a_curve_is_told_within_its_standard_deviation),
        cmocka_unit_test(noise_is_told_apart_from_the_curve),
        cmocka_unit_test(chance_is_not_taken_for_an_effect),
        cmocka_unit_test(a_move_is_a_difference),
        cmocka_unit_test(too_few_runs_are_refused),
        cmocka_unit_test(a_band_about_a_sum_leaves_a_strip),
        cmocka_unit_test(a_small_corner_is_found),
        cmocka_unit_test(what_cannot_be_met_is_told),
        cmocka_unit_test(the_truth_is_not_ruled_out),
        cmocka_unit_test(points_of_a_wave_lie_apart),
        cmocka_unit_test(one_that_was_stopped_goes_on_as_if_it_had_not_been),
        cmocka_unit_test(runs_of_another_seed_are_refused),
        cmocka_unit_test(a_world_keeps_what_it_sets_itself),
        cmocka_unit_test(the_first_run_is_at_the_start),
        cmocka_unit_test(held_out_and_hardly_defined),
        cmocka_unit_test(what_every_world_sets_can_not_be_calibrated),
        cmocka_unit_test(what_is_left_tells_how_much_is_known),
        cmocka_unit_test(what_is_held_out_rules_out_nothing_and_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
