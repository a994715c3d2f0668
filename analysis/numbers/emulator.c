#include "emulator.h"

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST_NOISE = 1e-6;     /* of the variances: below it the covariance cannot be told from a singular one */
static const double NOISE_ELSEWHERE = .5;   /* sd of the log of its variance from one setting to another: assumption */

/* --- the covariance of runs, and how likely they are --- */

static double correlation(int k, const double a[], const double b[], const double length[])
{
    double sum = 0;
    for (int j = 0; j < k; j++) {
        double d = (a[j] - b[j]) / length[j];
        sum += d * d;
    }
    return exp(-.5 * sum);
}

struct fit {                            /* what the search for lengths, variance and noise works on */
    const struct emulator *e;
    const double *y;                    /* scaled */
    double noise, noise_sd;             /* known: log of its variance, of scaled y; NaN: nothing is */
    gsl_matrix *cholesky, *mean;        /* [n][n]; [n][k + 1], H and then L^-1 H */
    gsl_matrix *information;            /* [k + 1][k + 1] */
    gsl_vector *rest, *beta;
};

static void mean_functions(const struct emulator *e, gsl_matrix *h)
{
    for (int i = 0; i < e->n; i++) {
        gsl_matrix_set(h, (size_t)i, 0, 1);
        for (int j = 0; j < e->k; j++)
            gsl_matrix_set(h, (size_t)i, (size_t)j + 1, e->x[i * e->k + j]);
    }
}

static int covariance_decompose(const struct emulator *e, const double length[], double variance, double noise, gsl_matrix *c)
{
    for (int a = 0; a < e->n; a++)
        for (int b = 0; b <= a; b++)
            gsl_matrix_set(c, (size_t)a, (size_t)b,
                           variance * correlation(e->k, e->x + a * e->k, e->x + b * e->k, length) + (a == b) * noise);
    return gsl_linalg_cholesky_decomp1(c);
}

static double log_diagonal(const gsl_matrix *m)
{
    double sum = 0;
    for (size_t i = 0; i < m->size1; i++)
        sum += log(gsl_matrix_get(m, i, i));
    return sum;
}

/* L^-1 H, L^-1 y, H' C^-1 H = R R' and beta from the decomposition L L' = C. */
static int mean_solve(struct fit *f)
{
    mean_functions(f->e, f->mean);
    for (int i = 0; i < f->e->n; i++)
        gsl_vector_set(f->rest, (size_t)i, f->y[i]);
    gsl_blas_dtrsm(CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, 1, f->cholesky, f->mean);
    gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, f->cholesky, f->rest);
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1, f->mean, f->mean, 0, f->information);
    if (gsl_linalg_cholesky_decomp1(f->information))
        return -1;
    gsl_blas_dgemv(CblasTrans, 1, f->mean, f->rest, 0, f->beta);
    return gsl_linalg_cholesky_svx(f->information, f->beta);
}

static double noise_of(double variance, double log_noise) { return exp(log_noise) + LEAST_NOISE * (1 + variance); }

/* Half the square of how far the log of the noise is from what is known of it. */
static double noise_unlikely(const struct fit *f, double log_noise)
{
    double off = isfinite(f->noise) ? (log_noise - f->noise) / f->noise_sd : 0;
    return .5 * off * off;
}

/* - log of the restricted likelihood and of the prior (log length and log variance ~ normal(0, 1)), up to a constant. */
static double unlikely(const gsl_vector *at, void *self)
{
    struct fit *f = self;
    int k = f->e->k;
    double length[EMULATOR_MOST_INPUTS], prior = noise_unlikely(f, gsl_vector_get(at, (size_t)k + 1)), squares = 0;
    for (int j = 0; j < k; j++) {
        double log_length = gsl_vector_get(at, (size_t)j);
        length[j] = exp(log_length);
        prior += .5 * log_length * log_length;
    }
    double log_variance = gsl_vector_get(at, (size_t)k), variance = exp(log_variance);
    double noise = noise_of(variance, gsl_vector_get(at, (size_t)k + 1));
    prior += .5 * log_variance * log_variance;
    if (!(variance < 1e6 && noise < 1e6) || covariance_decompose(f->e, length, variance, noise, f->cholesky) || mean_solve(f))
        return 1e300;
    gsl_blas_dgemv(CblasNoTrans, -1, f->mean, f->beta, 1, f->rest);
    gsl_blas_ddot(f->rest, f->rest, &squares);
    return prior + log_diagonal(f->cholesky) + log_diagonal(f->information) + .5 * squares;
}

/* --- the fit --- */

static int fit_room(struct fit *f)
{
    size_t n = (size_t)f->e->n, p = (size_t)f->e->k + 1;
    f->cholesky = gsl_matrix_calloc(n, n);
    f->mean = gsl_matrix_calloc(n, p);
    f->information = gsl_matrix_calloc(p, p);
    f->rest = gsl_vector_calloc(n);
    f->beta = gsl_vector_calloc(p);
    return f->cholesky && f->mean && f->information && f->rest && f->beta ? 0 : -1;
}

static void fit_free(struct fit *f)
{
    gsl_matrix_free(f->cholesky);
    gsl_matrix_free(f->mean);
    gsl_matrix_free(f->information);
    gsl_vector_free(f->rest);
    gsl_vector_free(f->beta);
}

enum { STEPS_A_DIMENSION = 60 };

static void search_keep(struct emulator *e, const gsl_vector *x)
{
    for (int j = 0; j < e->k; j++)
        e->length[j] = exp(gsl_vector_get(x, (size_t)j));
    e->variance = exp(gsl_vector_get(x, (size_t)e->k));
    e->noise = noise_of(e->variance, gsl_vector_get(x, (size_t)e->k + 1));
}

/* Nelder and Mead from lengths of half a range, a variance of half of what there is, and a noise of so much of it; kept where
 * it is likelier than the best so far. */
static void search_from(struct emulator *e, gsl_multimin_function *function, gsl_multimin_fminimizer *m, double noise, double *best)
{
    size_t d = function->n;
    gsl_vector *at = gsl_vector_alloc(d), *step = gsl_vector_alloc(d);
    if (at && step) {
        gsl_vector_set_all(at, log(.5));
        gsl_vector_set(at, d - 1, log(noise));
        gsl_vector_set_all(step, .7);
        gsl_multimin_fminimizer_set(m, function, at, step);
        for (int i = 0; i < STEPS_A_DIMENSION * (int)d && gsl_multimin_fminimizer_size(m) > 1e-2; i++)
            if (gsl_multimin_fminimizer_iterate(m))
                break;
        if (m->fval < *best) {
            *best = m->fval;
            search_keep(e, m->x);
        }
    }
    gsl_vector_free(at);
    gsl_vector_free(step);
}

/* A curve through every run and one that says little can both be likely: the search begins near either. */
static int search(struct emulator *e, struct fit *f)
{
    static const double NOISE_TO_BEGIN[] = { .05, .3, .8 };
    size_t d = (size_t)e->k + 2;
    gsl_multimin_fminimizer *m = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, d);
    gsl_multimin_function function = { unlikely, d, f };
    double best = INFINITY;
    for (int i = 0; m && i < 3; i++)
        search_from(e, &function, m, NOISE_TO_BEGIN[i], &best);
    gsl_multimin_fminimizer_free(m);
    return isfinite(best) ? 0 : -1;
}

/* What every prediction uses, from the covariance at the values found. */
static int keep(struct emulator *e, struct fit *f)
{
    size_t n = (size_t)e->n, p = (size_t)e->k + 1;
    if (covariance_decompose(e, e->length, e->variance, e->noise, f->cholesky) || mean_solve(f))
        return -1;
    gsl_matrix_view inverse = gsl_matrix_view_array(e->inverse, n, n), linear = gsl_matrix_view_array(e->linear, n, p);
    gsl_matrix_view information = gsl_matrix_view_array(e->information, p, p);
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b <= a; b++)
            e->cholesky[a * n + b] = gsl_matrix_get(f->cholesky, a, b);
    gsl_linalg_cholesky_invert(f->cholesky);
    gsl_linalg_cholesky_invert(f->information);
    gsl_matrix_memcpy(&inverse.matrix, f->cholesky);
    gsl_matrix_memcpy(&information.matrix, f->information);
    mean_functions(e, f->mean);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, &inverse.matrix, f->mean, 0, &linear.matrix);
    for (size_t j = 0; j < p; j++)
        e->beta[j] = gsl_vector_get(f->beta, j);
    for (size_t i = 0; i < n; i++)
        gsl_vector_set(f->rest, i, f->y[i]);
    gsl_blas_dgemv(CblasNoTrans, -1, f->mean, f->beta, 1, f->rest);
    gsl_vector_view pull = gsl_vector_view_array(e->pull, n);
    gsl_blas_dgemv(CblasNoTrans, 1, &inverse.matrix, f->rest, 0, &pull.vector);
    return 0;
}

/* a' M b of p numbers each. */
static double form(int p, const double a[], const double m[], const double b[])
{
    double sum = 0;
    for (int i = 0; i < p; i++)
        for (int j = 0; j < p; j++)
            sum += a[i] * m[i * p + j] * b[j];
    return sum;
}

/* A run left out is told by the others, beta estimated without it, too, with the error pull / q, where q is the diagonal
 * of inverse - linear information linear' (O. Dubrule, 1983). */
static double left_out_r2(const struct emulator *e, const double y[])
{
    double errors = 0, squares = 0;
    int p = e->k + 1;
    for (int i = 0; i < e->n; i++) {
        const double *linear = e->linear + i * p;
        double error = e->pull[i] / (e->inverse[(size_t)i * (size_t)e->n + (size_t)i] - form(p, linear, e->information, linear));
        errors += error * error;
        squares += y[i] * y[i];
    }
    return squares > 0 ? 1 - errors / squares : 0;
}

static void scale(struct emulator *e, const double y[], double scaled[])
{
    double sum = 0, squares = 0;
    for (int i = 0; i < e->n; i++)
        sum += y[i];
    e->mean = sum / e->n;
    for (int i = 0; i < e->n; i++)
        squares += (y[i] - e->mean) * (y[i] - e->mean);
    e->scale = squares > 0 ? sqrt(squares / e->n) : 1;
    for (int i = 0; i < e->n; i++)
        scaled[i] = (y[i] - e->mean) / e->scale;
}

/* From n normal runs of one setting the log of a variance is known to within sqrt(2 / (n - 1)), about: with five the exact law
 * (of the log of chi2 / 4) lies .27 lower and is a tenth wider, with fewer it is no normal law any more. */
static void noise_known(struct fit *f, struct emulator_noise known)
{
    f->noise = known.n >= EMULATOR_LEAST_KNOWN && known.sd > 0 ? 2 * log(known.sd / f->e->scale) : NAN;
    f->noise_sd = sqrt(2. / (known.n - 1) + NOISE_ELSEWHERE * NOISE_ELSEWHERE);
}

int emulator_fit(struct emulator *e, int n, int k, const double x[], const double y[], struct emulator_noise known,
                 struct err *err)
{
    size_t rows = (size_t)n, p = (size_t)k + 1;
    *e = (struct emulator){ .n = n, .k = k };
    if (n > EMULATOR_MOST_RUNS)
        return err_input(err, "%d runs are too many for an emulator, which takes %d", n, EMULATOR_MOST_RUNS);
    if (n < k + 3)
        return err_input(err, "%d runs are too few for an emulator of %d parameters; %d are the least", n, k, k + 3);
    e->x = malloc(rows * (size_t)k * sizeof *e->x);
    e->inverse = malloc(rows * rows * sizeof *e->inverse);
    e->cholesky = malloc(rows * rows * sizeof *e->cholesky);
    e->pull = malloc(rows * sizeof *e->pull);
    e->information = malloc(p * p * sizeof *e->information);
    e->linear = malloc(rows * p * sizeof *e->linear);
    double *scaled = malloc(rows * sizeof *scaled);
    struct fit fit = { .e = e, .y = scaled };
    int failed = !e->x || !e->inverse || !e->cholesky || !e->pull || !e->information || !e->linear || !scaled ||
                 fit_room(&fit) != 0;
    if (!failed) {
        memcpy(e->x, x, rows * (size_t)k * sizeof *x);
        scale(e, y, scaled);
        noise_known(&fit, known);
        failed = search(e, &fit) != 0 || keep(e, &fit) != 0;
    }
    if (!failed)
        e->r2 = left_out_r2(e, scaled);
    fit_free(&fit);
    free(scaled);
    return failed ? err_set(err, "no memory for an emulator of %d runs, or its runs are the same", n) : 0;
}

void emulator_free(struct emulator *e)
{
    free(e->x);
    free(e->inverse);
    free(e->cholesky);
    free(e->pull);
    free(e->information);
    free(e->linear);
    *e = (struct emulator){ 0 };
}

/* --- what it says --- */

/* From the covariances with the runs (used up), the mean's functions, and the variance that is there without runs. */
static struct emulated tell(const struct emulator *e, double near[], double h[], double variance)
{
    int n = e->n, p = e->k + 1;
    double mean = 0, explained = 0;
    for (int j = 0; j < p; j++)
        mean += e->beta[j] * h[j];
    for (int i = 0; i < n; i++) {
        mean += near[i] * e->pull[i];
        for (int j = 0; j < p; j++)
            h[j] -= near[i] * e->linear[i * p + j];
    }
    for (int a = 0; a < n; a++) {           /* L^-1 near: what of the variance the runs explain, without cancellation */
        const double *row = e->cholesky + (size_t)a * (size_t)n;
        for (int b = 0; b < a; b++)
            near[a] -= row[b] * near[b];
        near[a] /= row[a];
        explained += near[a] * near[a];
    }
    variance += form(p, h, e->information, h) - explained;
    return (struct emulated){ e->scale * mean, e->scale * sqrt(variance > 0 ? variance : 0) };
}

static double covariance(const struct emulator *e, const double a[], const double b[])
{
    return e->variance * correlation(e->k, a, b, e->length);
}

struct emulated emulator_at(const struct emulator *e, const double x[])
{
    double near[EMULATOR_MOST_RUNS], h[EMULATOR_MOST_INPUTS + 1] = { 1 };
    memcpy(h + 1, x, (size_t)e->k * sizeof *h);
    for (int i = 0; i < e->n; i++)
        near[i] = covariance(e, e->x + i * e->k, x);
    struct emulated y = tell(e, near, h, e->variance);
    y.mean += e->mean;
    return y;
}

struct emulated emulator_move(const struct emulator *e, const double from[], const double to[])
{
    double near[EMULATOR_MOST_RUNS], h[EMULATOR_MOST_INPUTS + 1] = { 0 };
    for (int j = 0; j < e->k; j++)
        h[j + 1] = to[j] - from[j];
    for (int i = 0; i < e->n; i++)
        near[i] = covariance(e, e->x + i * e->k, to) - covariance(e, e->x + i * e->k, from);
    return tell(e, near, h, 2 * (e->variance - covariance(e, from, to)));
}

double emulator_noise_sd(const struct emulator *e) { return e->scale * sqrt(e->noise); }
