#include "design_sampled.h"

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/draw.h"

static struct draw chance(const struct design_space *s, uint32_t axis, uint32_t number, uint32_t stage)
{
    return draw_at(draw_key(s->seed, 0), PURPOSE_DESIGN, axis, number, stage);
}

static long at_most(double points) { return points <= DESIGN_MOST_POINTS ? (long)points : -1; }

long design_sampled_points(const struct design_space *s) { return at_most((double)s->n); }

/* --- Latin hypercube --- */

enum { CANDIDATES = 256 };              /* hypercubes tried at each stage */
static const double MOST_WORK = 2e8;    /* coordinates compared at a stage; one hypercube when that is not enough */

struct latin {
    const struct design_space *space;
    long old, n;                        /* points that are there, and with this stage's */
    uint32_t stage;
    long *cell;                         /* room for n */
};

/* The cells of n in which no old point lies. */
static long empty_cells(const struct latin *l, const double *at, int axis)
{
    for (long c = 0; c < l->n; c++)
        l->cell[c] = c;
    for (long i = 0; i < l->old; i++)
        l->cell[(long)(at[i * l->space->k + axis] * (double)l->n)] = -1;
    long n_empty = 0;
    for (long c = 0; c < l->n; c++)
        if (l->cell[c] >= 0)
            l->cell[n_empty++] = c;
    return n_empty;
}

/* New points, each axis a permutation of its empty cells. */
static void candidate(const struct latin *l, uint32_t number, double *at)
{
    for (int axis = 0; axis < l->space->k; axis++) {
        long left = empty_cells(l, at, axis);
        for (long i = l->old; i < l->n; i++, left--) {
            struct draw d = chance(l->space, (uint32_t)axis, (uint32_t)i, l->stage * CANDIDATES + number);
            uint32_t taken = draw_below(d.w[0], (uint32_t)left);
            at[i * l->space->k + axis] = ((double)l->cell[taken] + draw_unit(d.w[1])) / (double)l->n;
            l->cell[taken] = l->cell[left - 1];
        }
    }
}

static double distance2(const double *a, const double *b, int k)
{
    double sum = 0;
    for (int f = 0; f < k; f++)
        sum += (a[f] - b[f]) * (a[f] - b[f]);
    return sum;
}

/* The least squared distance of a new point to any other; what is below `enough` may stand for it. */
static double least_distance2(const struct latin *l, const double *at, double enough)
{
    int k = l->space->k;
    double least = INFINITY;
    for (long i = l->old; i < l->n; i++)
        for (long j = 0; j < i; j++) {
            double d = distance2(at + i * k, at + j * k, k);
            least = d < least ? d : least;
            if (least <= enough)
                return least;
        }
    return least;
}

static void stage_fill(const struct latin *l, double *at)
{
    double pairs = (double)(l->n - l->old) * (double)l->n, best = -1;
    int tried = (int)fmin(CANDIDATES, MOST_WORK / (pairs * l->space->k + 1)), chosen = 0;
    for (int c = 0; c < tried; c++) {
        candidate(l, (uint32_t)c, at);
        double d = least_distance2(l, at, best);
        if (d > best) {
            best = d;
            chosen = c;
        }
    }
    candidate(l, (uint32_t)chosen, at);
}

int design_latin_fill(const struct design_space *s, double *at, struct err *err)
{
    struct latin l = { s, .n = s->n, .cell = malloc((size_t)s->n * sizeof *l.cell) };
    if (!l.cell)
        return err_set(err, "no memory for a Latin hypercube of %ld points", s->n);
    while (l.n % 2 == 0)
        l.n /= 2;
    for (;; l.old = l.n, l.n *= 2, l.stage++) {
        stage_fill(&l, at);
        if (l.n == s->n)
            break;
    }
    free(l.cell);
    return 0;
}

/* --- Sobol --- */

enum { BITS = 30, BLOCK = 5 };          /* GSL's sequence has 30 bits; one draw flips five levels of the tree of bits */

/* The bits of x from the highest on, each flipped or not as those above it say. */
static uint32_t owen(const struct design_space *s, uint32_t axis, uint32_t x)
{
    uint32_t scrambled = 0;
    for (int bit = 0; bit < BITS;) {
        uint32_t above = bit ? x >> (BITS - bit) : 0;
        uint32_t flips = chance(s, axis, above, (uint32_t)bit).w[0];        /* bit i: at node i of this block's tree */
        for (uint32_t node = 1; node < 1u << BLOCK; bit++) {
            uint32_t own = x >> (BITS - 1 - bit) & 1;
            scrambled = scrambled << 1 | (own ^ (flips >> node & 1));
            node = node << 1 | own;
        }
    }
    return scrambled;
}

long design_sobol_points(const struct design_space *s)
{
    return s->k <= DESIGN_MOST_SOBOL ? at_most((double)s->n) : -1;
}

int design_sobol_fill(const struct design_space *s, double *at, struct err *err)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)s->k);
    if (!sequence)
        return err_set(err, "no memory for a Sobol sequence");
    memset(at, 0, (size_t)s->k * sizeof *at);               /* GSL leaves the origin out */
    for (long i = 1; i < s->n; i++)
        gsl_qrng_get(sequence, at + i * s->k);
    gsl_qrng_free(sequence);
    for (long i = 0; i < s->n; i++)
        for (int f = 0; f < s->k; f++) {
            uint32_t x = owen(s, (uint32_t)f, (uint32_t)(at[i * s->k + f] * (1 << BITS)));
            double below = draw_unit(chance(s, (uint32_t)f, (uint32_t)i, BITS).w[0]);
            at[i * s->k + f] = (x + below) / (1 << BITS);
        }
    return 0;
}

/* --- Morris --- */

long design_morris_points(const struct design_space *s)
{
    return at_most((double)s->n * (s->k + 1.0));
}

/* One step after the other: first[0..k-1] is where it begins, in levels. */
static void trajectory(const struct design_space *s, uint32_t number, double *at)
{
    int level[DESIGN_MOST_AXES], order[DESIGN_MOST_AXES], half = s->levels / 2;
    for (int f = 0; f < s->k; f++) {
        struct draw d = chance(s, (uint32_t)f, number, 0);
        uint32_t place = draw_below(d.w[1], (uint32_t)f + 1);
        level[f] = (int)draw_below(d.w[0], (uint32_t)s->levels);
        order[f] = order[place];                            /* a permutation, built from inside */
        order[place] = f;
    }
    for (int step = 0; step <= s->k; step++) {
        if (step > 0) {
            int f = order[step - 1];
            level[f] += level[f] < half ? half : -half;
        }
        for (int f = 0; f < s->k; f++)
            at[step * s->k + f] = (double)level[f] / (s->levels - 1);
    }
}

int design_morris_fill(const struct design_space *s, double *at, struct err *err)
{
    (void)err;
    for (long t = 0; t < s->n; t++)
        trajectory(s, (uint32_t)t, at + t * (s->k + 1) * s->k);
    return 0;
}

/* --- Saltelli --- */

static int saltelli_block(const struct design_space *s) { return (s->second ? 2 : 1) * s->k + s->n_groups + 2; }

long design_saltelli_points(const struct design_space *s)
{
    return 2 * s->k <= DESIGN_MOST_SOBOL ? at_most((double)s->n * saltelli_block(s)) : -1;
}

/* The next point: `most`, with these axes (bits) from `other`. */
static double *put(double *at, const struct design_space *s, const double *most, const double *other, uint64_t axes)
{
    for (int f = 0; f < s->k; f++)
        at[f] = (axes >> f & 1 ? other : most)[f];
    return at + s->k;
}

int design_saltelli_fill(const struct design_space *s, double *at, struct err *err)
{
    struct design_space both = *s;
    both.k = 2 * s->k;
    double *base = malloc((size_t)s->n * (size_t)both.k * sizeof *base);
    if (!base)
        return err_set(err, "no memory for %ld base samples", s->n);
    int ok = design_sobol_fill(&both, base, err);
    for (long j = 0; ok == 0 && j < s->n; j++) {
        const double *a = base + j * both.k, *b = a + s->k;
        at = put(at, s, a, b, 0);
        for (int f = 0; f < s->k; f++)
            at = put(at, s, a, b, 1ull << f);
        for (int g = 0; g < s->n_groups; g++)
            at = put(at, s, a, b, s->group[g]);
        for (int f = 0; s->second && f < s->k; f++)
            at = put(at, s, b, a, 1ull << f);
        at = put(at, s, b, a, 0);
    }
    free(base);
    return ok;
}
