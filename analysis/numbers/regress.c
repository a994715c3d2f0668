#include "regress.h"

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>

#include "analysis/numbers/resample.h"

enum { HALVES = 200, FEWEST_OF_VALUE = 3 };

struct place { double x; int row; };

static int by_x(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x) : (p->row > q->row) - (p->row < q->row);
}

/* The rows in the order of x[row[i]]; i itself stays in `row` of the places. */
static void sorted(int n, const double x[], int stride, const int row[], struct place place[])
{
    for (int i = 0; i < n; i++)
        place[i] = (struct place){ x[(long)row[i] * stride], i };
    qsort(place, (size_t)n, sizeof *place, by_x);
}

/* Ranks, equal values share the mean of theirs, then mean 0 and variance 1. 0: they do not vary. */
static int ranks(int n, const double x[], int stride, const int row[], struct place place[], double rank[])
{
    double squares = 0;
    sorted(n, x, stride, row, place);
    for (int i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && place[j].x == place[i].x; j++)
            ;
        for (int m = i; m < j; m++)
            rank[place[m].row] = (i + j - 1) / 2.0 - (n - 1) / 2.0;
    }
    for (int i = 0; i < n; i++)
        squares += rank[i] * rank[i];
    for (int i = 0; i < n && squares > 0; i++)
        rank[i] /= sqrt(squares / (n - 1));
    return squares > 0;
}

/* Share of the variance of y between bins of x. */
static double binned(int n, const double x[], int stride, const double y[], const int row[], double noise, struct place place[])
{
    int target = (int)sqrt(n / 2.0), bins = 0, values = 1;
    double mean = 0, all = 0, within = 0;
    sorted(n, x, stride, row, place);
    for (int i = 1; i < n; i++)
        values += place[i].x != place[i - 1].x;
    for (int i = 0; i < n; i++)
        mean += y[row[i]] / n;
    for (int i = 0, j; i < n; i = j, bins++) {
        j = values <= n / FEWEST_OF_VALUE ? i + 1 : (int)((bins + 1) * (double)n / target);
        j = j > i ? j : i + 1;
        for (; j < n && place[j].x == place[j - 1].x; j++)      /* equal values stay together */
            ;
        double own = 0;
        for (int m = i; m < j; m++)
            own += y[row[place[m].row]] / (j - i);
        for (int m = i; m < j; m++) {
            double v = y[row[place[m].row]];
            within += (v - own) * (v - own);
            all += (v - mean) * (v - mean);
        }
    }
    double variance = all / (n - 1);
    return bins < n ? (variance - within / (n - bins)) / (variance - noise) : NAN;
}

struct desk {                       /* room for one fit */
    int k;
    const double *x, *y;
    double noise;
    struct place *place;
    double *rank_y, *rank_x;        /* [n], [k][n] */
    gsl_matrix *a;
    gsl_vector *b;
    gsl_permutation *order;
};

/* number[2 k]: coefficients, then binned indices. R2, or NaN where the normal equations have no answer. */
static double fit(struct desk *d, int n, const int row[], double number[])
{
    int k = d->k, varies = ranks(n, d->y, 1, row, d->place, d->rank_y), sign;
    double explained = 0;
    for (int i = 0; i < k; i++) {
        varies &= ranks(n, d->x + i, k, row, d->place, d->rank_x + (long)i * n);
        number[k + i] = binned(n, d->x + i, k, d->y, row, d->noise, d->place);
        number[i] = NAN;
    }
    for (int i = 0; i < k; i++) {
        double with_y = 0;
        for (int m = 0; m < n; m++)
            with_y += d->rank_x[(long)i * n + m] * d->rank_y[m] / (n - 1);
        gsl_vector_set(d->b, (size_t)i, with_y);
        for (int j = 0; j < k; j++) {
            double sum = 0;
            for (int m = 0; m < n; m++)
                sum += d->rank_x[(long)i * n + m] * d->rank_x[(long)j * n + m] / (n - 1);
            gsl_matrix_set(d->a, (size_t)i, (size_t)j, sum);
        }
    }
    if (!varies || gsl_linalg_LU_decomp(d->a, d->order, &sign) || fabs(gsl_linalg_LU_det(d->a, sign)) < 1e-10)
        return NAN;
    gsl_vector_view out = gsl_vector_view_array(number, (size_t)k);
    gsl_linalg_LU_solve(d->a, d->order, d->b, &out.vector);
    for (int i = 0; i < k; i++)
        explained += number[i] * gsl_vector_get(d->b, (size_t)i);
    return explained;
}

static void desk_free(struct desk *d)
{
    free(d->place);
    free(d->rank_y);
    free(d->rank_x);
    if (d->a)
        gsl_matrix_free(d->a);
    if (d->b)
        gsl_vector_free(d->b);
    if (d->order)
        gsl_permutation_free(d->order);
}

static int desk_init(struct desk *d, int n, int k, const double x[], const double y[], double noise)
{
    size_t points = (size_t)n, axes = (size_t)k;
    *d = (struct desk){ k, x, y, noise, malloc(points * sizeof *d->place), malloc(points * sizeof *d->rank_y),
                        malloc(points * axes * sizeof *d->rank_x), gsl_matrix_alloc(axes, axes), gsl_vector_alloc(axes),
                        gsl_permutation_alloc(axes) };
    return d->place && d->rank_y && d->rank_x && d->a && d->b && d->order;
}

/* Half samples vary around the whole as the whole does around the truth. */
static struct interval of_halves(double estimate, const double value[], int stride, double level)
{
    double squares = 0;
    int n = 0;
    for (int b = 0; b < HALVES; b++)
        if (isfinite(value[(long)b * stride])) {
            double d = value[(long)b * stride] - estimate;
            squares += d * d;
            n++;
        }
    if (n < HALVES / 2)
        return (struct interval){ NAN, NAN };
    double half = gsl_cdf_ugaussian_Pinv((1 + level) / 2) * sqrt(squares / n);
    return (struct interval){ estimate - half, estimate + half };
}

int regress_rows(int n, int k, const double x[], const double y[], double noise, double level, struct regress_row rows[],
                 double *r2, struct err *err)
{
    struct desk desk;
    if (n < 2 * k + 8)
        return err_input(err, "%d points are too few to tell %d factors apart; make at least %d", n, k, 2 * k + 8);
    int *row = malloc((size_t)n * sizeof *row);
    double *number = malloc((HALVES + 1) * 2 * (size_t)k * sizeof *number);
    int failed = !desk_init(&desk, n, k, x, y, noise) || !row || !number ? err_set(err, "no memory for a regression") : 0;
    for (int i = 0; !failed && i < n; i++)
        row[i] = i;
    double *own = number + 2L * k * HALVES;
    *r2 = failed ? NAN : fit(&desk, n, row, own);
    if (!failed && isnan(*r2))
        failed = err_input(err, "the response does not vary, or two factors always move together: no regression can tell "
                                "them apart");
    for (int b = 0; !failed && b < HALVES; b++) {
        resample_order(b, n, row);
        fit(&desk, n / 2, row, number + 2L * k * b);
    }
    for (int i = 0; !failed && i < k; i++)
        rows[i] = (struct regress_row){ own[i], own[k + i], of_halves(own[i], number + i, 2 * k, level),
                                        of_halves(own[k + i], number + k + i, 2 * k, level) };
    desk_free(&desk);
    free(row);
    free(number);
    return failed ? -1 : 0;
}
