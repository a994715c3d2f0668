#include "design.h"

#include <string.h>

#include "design_sampled.h"
#include "sim/base/draw.h"

/* --- every combination --- */

static long grid_points(const struct design_space *s)
{
    long points = 1;
    for (int f = 0; f < s->k; f++) {
        points *= s->n_values[f];
        if (points > DESIGN_MOST_POINTS)
            return -1;
    }
    return points;
}

static int grid_fill(const struct design_space *s, double *at, struct err *err)      /* the last axis turns fastest */
{
    (void)err;
    long n = grid_points(s);
    for (long point = 0; point < n; point++)
        for (long f = s->k - 1, rest = point; f >= 0; rest /= s->n_values[f], f--)
            at[point * s->k + f] = (double)(rest % s->n_values[f]);
    return 0;
}

/* --- lists beside each other --- */

static long zip_points(const struct design_space *s)
{
    for (int f = 1; f < s->k; f++)
        if (s->n_values[f] != s->n_values[0])
            return -1;
    return s->k > 0 ? s->n_values[0] : 1;
}

static int zip_fill(const struct design_space *s, double *at, struct err *err)
{
    (void)err;
    for (long i = 0, n = zip_points(s) * s->k; i < n; i++)
        at[i] = (double)(i / s->k);
    return 0;
}

/* --- one at a time: point 0 has every axis at its first value --- */

static long one_points(const struct design_space *s)
{
    long points = 1;
    for (int f = 0; f < s->k; f++)
        points += s->n_values[f] - 1;
    return points <= DESIGN_MOST_POINTS ? points : -1;
}

static int one_fill(const struct design_space *s, double *at, struct err *err)
{
    (void)err;
    memset(at, 0, (size_t)one_points(s) * (size_t)s->k * sizeof *at);
    long point = 1;
    for (int f = 0; f < s->k; f++)
        for (int level = 1; level < s->n_values[f]; level++)
            at[point++ * s->k + f] = level;
    return 0;
}

/* --- the table --- */

#define TOO_MANY "there would be more than 1000000 points; give fewer"

const char DESIGN_TABLE[] = "table";

const struct design DESIGNS[] = {
    { "grid", "every combination of the values", grid_points, grid_fill, .misfit = TOO_MANY },
    { "zip", "first values together, second values together, ...", zip_points, zip_fill, .together = true,
      .misfit = "each factor needs the same number of values" },
    { "one-at-a-time", "the first values, then each other value alone", one_points, one_fill, .misfit = TOO_MANY },
    { DESIGN_TABLE, "the rows of a CSV file", zip_points, zip_fill, .together = true, .misfit = TOO_MANY },
    { "latin-hypercube", "n points, one in each n-th of every factor, far from each other", design_sampled_points,
      design_latin_fill, .samples = true, .misfit = TOO_MANY },
    { "sobol", "n points of a Sobol sequence, scrambled after Owen: even in every part of the space", design_sobol_points,
      design_sobol_fill, .samples = true, .sequence = true,
      .misfit = "a Sobol sequence has at most 40 axes (one a factor, n - 1 a mixture of n) and 1000000 points; a "
                "Latin hypercube takes more axes" },
    { "morris", "n trajectories that change one factor after the other: elementary effects", design_morris_points,
      design_morris_fill, .samples = true, .blocks = true, .misfit = TOO_MANY },
    { "saltelli", "n base samples of k + 2 points: Sobol indices", design_saltelli_points, design_saltelli_fill,
      .samples = true, .blocks = true,
      .misfit = "it needs two axes of a Sobol sequence a factor, which has 40: at most 20 factors (Morris takes more); and at "
                "most 1000000 points" },
};
const int N_DESIGNS = sizeof DESIGNS / sizeof *DESIGNS;

const struct design *design_named(const char *name)
{
    for (int d = 0; d < N_DESIGNS; d++)
        if (strcmp(DESIGNS[d].name, name) == 0)
            return &DESIGNS[d];
    return NULL;
}

void design_again(const struct design_space *space, long point, int attempt, double *at)
{
    struct draw_key key = draw_key(space->seed, 1);         /* replicate 0 made the design */
    for (int f = 0; f < space->k; f++) {
        struct draw d = draw_at(key, PURPOSE_DESIGN, (uint32_t)f, (uint32_t)point, (uint32_t)attempt);
        at[f] = draw_unit2(d.w[0], d.w[1]);
    }
}

int design_block(const struct design *design, const struct design_space *space)
{
    return design->blocks ? (int)(design->n_points(space) / space->n) : 1;
}
