/* The judge is judged: its standard errors, what it lets pass, and the published example on a tenth of its days. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "analysis/trust/oracle.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"

static double normal(uint32_t entity, uint32_t which)
{
    struct draw d = draw_at(draw_key(11, 0), PURPOSE_NEED, entity, which, 0);
    return num_normal(draw_unit2(d.w[0], d.w[1]));
}

/* x / y with x about 0.37 y; half of the noise of x is the control's. */
static struct oracle_ratio sample(uint32_t replicate, int days, double weight)
{
    struct oracle_ratio ratio = { 0 };
    for (int day = 0; day < days; day++) {
        uint32_t name = replicate * 1000 + (uint32_t)day;
        double y = 100 + 5 * normal(name, 0), control = normal(name, 1);
        oracle_ratio_add(&ratio, 0.37 * y + normal(name, 2) + control, y, weight * control);
    }
    return ratio;
}

/* Over many repetitions the deviations have the size that the standard error says, with and without a control. */
static void standard_errors_are_what_they_say(void **state)
{
    (void)state;
    enum { REPLICATES = 2000, DAYS = 60 };
    const double deviation[2] = { sqrt(2.0 / DAYS) / 100, sqrt(1.0 / DAYS) / 100 };
    for (int control = 0; control < 2; control++) {
        double z2 = 0, error = 0;
        for (uint32_t r = 0; r < REPLICATES; r++) {
            struct oracle_ratio ratio = sample(r, DAYS, control);
            double z = (oracle_ratio_value(&ratio) - 0.37) / oracle_ratio_error(&ratio);
            z2 += z * z / REPLICATES;
            error += oracle_ratio_error(&ratio) / REPLICATES;
        }
        assert_true(fabs(z2 - 1) < 0.15);
        assert_true(fabs(error / deviation[control] - 1) < 0.05);
    }
}

static void an_error_fails_and_so_does_what_could_not_fail(void **state)
{
    (void)state;
    struct oracle_reading r = { "queue", "wait", 1, 1.009, 0.002, 1, 0 };
    assert_false(oracle_passes(&r, 0.01));          /* 4.5 standard errors off */
    r.simulated = 1.007;
    assert_true(oracle_passes(&r, 0.01));
    r.error = 0.003;                                /* 1.2 % off would still pass */
    assert_false(oracle_passes(&r, 0.01));
    assert_true(oracle_passes(&r, 0.03));
    r.exact = 0;
    assert_true(oracle_passes(&r, 0.01));
    r.simulated = NAN;
    assert_false(oracle_passes(&r, 0.01));
    r = (struct oracle_reading){ "race", "won, at least", .95, .99, .002, 0, 1 };
    assert_true(oracle_passes(&r, 0.01));           /* more than was promised */
    r.simulated = .941;
    assert_false(oracle_passes(&r, 0.01));
}

static void must_pass(void *self, const struct oracle_reading *r)
{
    ++*(int *)self;
    if (!oracle_passes(r, ORACLE_QUICK.sight))
        fail_msg("%s, %s: published %g, simulated %g, z %.2f", r->oracle, r->what, r->theory, r->simulated, oracle_z(r));
}

static void published_call_centres_are_reproduced(void **state)
{
    (void)state;
    int told = 0;
    struct err err = { 0 };
    assert_int_equal(oracle_published(1, &(struct oracle_report){ must_pass, &told }, &err), 0);
    assert_int_equal(told, 4 + 4 + 2 + 3 + 3);        /* figures that the files of scenarios/centres cite */
}

/* The families that take no time: what the others are for is in `hotline verify`. */
static void limits_that_theory_knows_are_reached(void **state)
{
    (void)state;
    static const char *const QUICK[] = { "passing", "ranks", "clairvoyant", "incidence", "intervals" };
    for (size_t i = 0; i < sizeof QUICK / sizeof *QUICK; i++) {
        int told = 0;
        struct err err = { 0 };
        assert_int_equal(oracle_family_named(QUICK[i])->run(1, &(struct oracle_report){ must_pass, &told }, &err), 0);
        assert_true(told > 0);
    }
    assert_null(oracle_family_named("rank"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_errors_are_what_they_say),
        cmocka_unit_test(an_error_fails_and_so_does_what_could_not_fail),
        cmocka_unit_test(published_call_centres_are_reproduced),
        cmocka_unit_test(limits_that_theory_knows_are_reached),
    };
    return cmocka_run_group_tests_name("oracle", tests, NULL, NULL);
}
