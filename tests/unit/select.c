/* select.c - the best is selected as often as promised: 1 000 trials on normal numbers, under common random numbers or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <gsl/gsl_cdf.h>

#include "analysis/answers/select.h"
#include "sim/base/draw.h"

enum { K = 6, TRIALS = 1000 };
static struct err err;

/* Each with its own sd, and `common` times the same noise in all. */
struct world { int trial, n_constraints; double mean[K], over[K], own[K], common; };
#define ALIKE { 1, 1, 1, 1, 1, 1 }

static double normal(int trial, int i, int r)
{
    struct draw d = draw_at(draw_key(37, (uint32_t)trial), PURPOSE_WORLD, (uint32_t)i, (uint32_t)r, 4);
    return gsl_cdf_ugaussian_Pinv(draw_unit2(d.w[0], d.w[1]));
}

static int sample(void *self, const char wanted[], int from, int to, double *value, struct err *e)
{
    const struct world *w = self;
    int width = 1 + w->n_constraints;
    (void)e;
    for (int i = 0; i < K; i++)
        for (int r = from; wanted[i] && r < to; r++) {
            double *x = value + ((long)i * (to - from) + r - from) * width;
            x[0] = w->mean[i] + w->common * normal(w->trial, 100, r) + w->own[i] * normal(w->trial, i, r);
            if (w->n_constraints)
                x[1] = w->over[i] + normal(w->trial, 50 + i, r);
        }
    return 0;
}

/* Share of trials in which `best` is selected; mean replications of a scenario. */
static double selected(struct world *w, struct select_wish *wish, int best, double *runs)
{
    int good = 0;
    *runs = 0;
    for (w->trial = 0; w->trial < TRIALS; w->trial++) {
        struct selection s;
        struct select_sampler sampler = { w, sample };
        assert_int_equal(select_best(&s, wish, &sampler, &err), 0);
        good += s.best == best;
        *runs += (double)s.runs / K / TRIALS;
        select_free(&s);
    }
    return (double)good / TRIALS;
}

/* The hardest case: all others are behind by just delta. 95 % were promised; 1 000 trials have a standard error of .7 %. */
static double kept(struct world w, int renew, double delta, double *runs)
{
    struct select_wish wish = { .k = K, .larger = 1, .delta = delta, .alpha = .05, .renew = renew, .first = 10, .most = 4000,
                                .batch = 1 };
    w.mean[2] = delta;
    double share = selected(&w, &wish, 2, runs);
    print_message("             %s, delta %g, %g in common, sd of the best %g: right in %.3f, %.1f replications of each\n",
                  renew ? "KN++" : "KN", delta, w.common, w.own[2], share, *runs);
    return share;
}

static void the_best_is_selected_as_often_as_promised(void **state)
{
    (void)state;
    struct world alone = { .own = ALIKE }, together = { .own = ALIKE, .common = 3 };
    double runs, runs_together;
    assert_true(kept(alone, 1, .5, &runs) >= .937);
    assert_true(kept(together, 1, .5, &runs_together) >= .937);
    assert_true(fabs(runs_together / runs - 1) < .05);          /* noise in common costs nothing */
    struct select_wish wish = { .k = K, .delta = .5, .alpha = .05, .renew = 1, .first = 10, .most = 4000, .batch = 1 };
    for (int i = 0; i < K; i++)
        together.mean[i] = i == 4 ? 1 : 2;                      /* less is better; and what is easy takes fewer */
    assert_true(selected(&together, &wish, 4, &runs_together) >= .99);
    assert_true(runs_together < runs);
}

/* Variances that nobody knows, five times as large here as there: of the best, or of all others. */
static void unequal_variances_do_not_break_the_promise(void **state)
{
    (void)state;
    struct world rough = { .own = { .5, .8, 2.5, .6, 1, .7 } }, calm = { .own = { 2, 1.6, .4, 2.2, 1.2, 1.8 } };
    double runs;
    for (int in_common = 0; in_common <= 2; in_common += 2) {
        rough.common = calm.common = in_common;
        assert_true(kept(rough, 1, .5, &runs) >= .937);
        assert_true(kept(calm, 1, .5, &runs) >= .937);
    }
}

/* The more replications a race takes, the more a variance of the first ten alone costs: a third of them. */
static void renewed_variances_save_replications(void **state)
{
    (void)state;
    struct world w = { .own = ALIKE, .common = 1 };
    double old, new;
    assert_true(kept(w, 0, .25, &old) >= .937);
    assert_true(kept(w, 1, .25, &new) >= .937);
    assert_true(new < .75 * old);
}

/* The best by far breaks the limit by its slack, the next keeps it by its slack. */
static void of_those_that_keep_the_limit(void **state)
{
    (void)state;
    struct select_wish wish = { .k = K, .larger = 1, .delta = .5, .alpha = .05, .renew = 1, .first = 10, .most = 4000, .batch = 4,
                                .n_constraints = 1, .constraint = { { 1, .5, 0 } } };
    struct world w = { .n_constraints = 1, .mean = { 2, .5, 0, 0, 0, 0 }, .over = { 1.5, .5, .5, .5, .5, .5 },
                       .own = ALIKE, .common = 1 };
    double runs;
    double share = selected(&w, &wish, 1, &runs);
    print_message("             with a limit: right in %.3f, %.1f replications of each\n", share, runs);
    assert_true(share >= .937);
    for (int i = 0; i < K; i++)
        w.over[i] = 3;
    w.trial = 1;
    struct selection s;
    assert_int_equal(select_best(&s, &wish, &(struct select_sampler){ &w, sample }, &err), 0);
    assert_int_equal(s.best, -1);
    assert_int_equal(s.fate[0], SELECT_INFEASIBLE);
    select_free(&s);
}

static void batches_change_nothing_and_a_short_race_says_so(void **state)
{
    (void)state;
    struct select_wish wish = { .k = K, .larger = 1, .delta = .5, .alpha = .05, .renew = 1, .first = 10, .most = 1000, .batch = 1 };
    struct world w = { .trial = 7, .mean = { 0, 0, .5, 0, 0, 0 }, .own = ALIKE, .common = 1 };
    struct select_sampler sampler = { &w, sample };
    struct selection one, many;
    assert_int_equal(select_best(&one, &wish, &sampler, &err), 0);
    wish.batch = 16;
    assert_int_equal(select_best(&many, &wish, &sampler, &err), 0);
    assert_int_equal(one.best, many.best);
    for (int i = 0; i < K; i++)
        assert_true(one.n[i] == many.n[i] && one.mean[i] == many.mean[i] && one.fate[i] == many.fate[i]);
    select_free(&one);
    select_free(&many);
    wish.most = 12;
    wish.delta = .01;
    assert_int_equal(select_best(&one, &wish, &sampler, &err), -1);
    assert_int_equal(err.code, EXIT_PRECISION);
    assert_true(one.best == -1 && one.n[0] == 12);
    select_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_is_selected_as_often_as_promised),
        cmocka_unit_test(unequal_variances_do_not_break_the_promise),
        cmocka_unit_test(renewed_variances_save_replications),
        cmocka_unit_test(of_those_that_keep_the_limit),
        cmocka_unit_test(batches_change_nothing_and_a_short_race_says_so),
    };
    return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
