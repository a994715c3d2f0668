#include "prim.h"

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

#include "analysis/numbers/ascending.h"
#include "analysis/numbers/resample.h"

enum { FEWEST = 40, MOST_STEPS = 400 };

struct points {                     /* some rows of all points */
    int n, k, hits;
    const double *x;                /* [..][k] */
    const char *interest;
    const int *row;                 /* [n] */
    double *value;                  /* room for n */
};

static double x_at(const struct points *p, int i, int axis) { return p->x[(long)p->row[i] * p->k + axis]; }

/* Is point i inside, with axis `free` left out of account? */
static int inside(const struct points *p, const struct prim_box *box, int i, int free)
{
    for (int a = 0; a < p->k; a++) {
        double x = x_at(p, i, a);
        if (a != free && (x < box->low[a] || x > box->high[a]))
            return 0;
    }
    return 1;
}

static void count(const struct points *p, struct prim_box *box)
{
    box->n = box->hits = 0;
    for (int i = 0; i < p->n; i++)
        if (inside(p, box, i, -1)) {
            box->n++;
            box->hits += p->interest[p->row[i]];
        }
    box->density = box->n ? (double)box->hits / box->n : 0;
    box->coverage = p->hits ? (double)box->hits / p->hits : 0;
}

/* Where to cut so that at least m points of the n sorted ones go, all equal ones together: between the last that goes and the first
 * that stays; not a number where none would stay. From below, or from above. */
static double cut_at(int n, const double sorted[], int m, int above)
{
    int last = above ? n - m : m - 1, step = above ? -1 : 1, next = last + step;
    while (next >= 0 && next < n && sorted[next] == sorted[last])
        next += step;
    return next >= 0 && next < n ? (sorted[last] + sorted[next]) / 2 : NAN;
}

/* The best peel of one axis and side; its box has density -1 where there is none. */
static struct prim_box peeled(const struct points *p, const struct prim_box *box, int axis, int above, double share, int least)
{
    struct prim_box next = *box;
    int n = 0, m = (int)fmax(1, floor(share * box->n));
    next.density = -1;
    for (int i = 0; i < p->n; i++)
        if (inside(p, box, i, -1))
            p->value[n++] = x_at(p, i, axis);
    ascending(n, p->value);
    double cut = n > m ? cut_at(n, p->value, m, above) : NAN;
    if (isnan(cut))
        return next;
    *(above ? &next.high[axis] : &next.low[axis]) = cut;
    count(p, &next);
    if (next.n < least)
        next.density = -1;
    return next;
}

static int peel(const struct points *p, const struct prim_wish *wish, struct prim_box step[MOST_STEPS])
{
    int n = 1, least = (int)ceil(wish->least_mass * p->n);
    for (int a = 0; a < p->k; a++) {
        step[0].low[a] = -INFINITY;
        step[0].high[a] = INFINITY;
    }
    count(p, &step[0]);
    while (n < MOST_STEPS && step[n - 1].density < 1) {
        struct prim_box best = { .density = -1 };
        for (int a = 0; a < p->k; a++)
            for (int above = 0; above < 2; above++) {
                struct prim_box next = peeled(p, &step[n - 1], a, above, wish->peel, least > 1 ? least : 1);
                if (next.density > best.density || (next.density == best.density && next.n > best.n))
                    best = next;
            }
        if (best.density < 0)
            break;
        step[n++] = best;
    }
    return n;
}

/* The largest coverage with the density asked for; else the highest density. */
static int chosen(int n, const struct prim_box step[], double density)
{
    int best = 0;
    for (int i = 0; i < n; i++) {
        int good = step[i].density >= density, had = step[best].density >= density;
        if (good != had ? good : good ? step[i].coverage > step[best].coverage : step[i].density > step[best].density)
            best = i;
    }
    return best;
}

/* Moves one limit out by at least m points, or lifts it where no more are there. */
static struct prim_box pasted(const struct points *p, const struct prim_box *box, int axis, int above, double share)
{
    struct prim_box next = *box;
    double *limit = above ? &next.high[axis] : &next.low[axis], edge = *limit;
    int n = 0, m = (int)fmax(1, floor(share * box->n));
    for (int i = 0; i < p->n; i++) {
        double x = x_at(p, i, axis);
        if (inside(p, box, i, axis) && (above ? x > edge : x < edge) && (above ? x >= box->low[axis] : x <= box->high[axis]))
            p->value[n++] = x;
    }
    ascending(n, p->value);
    double cut = n > m ? cut_at(n, p->value, m, !above) : NAN;
    *limit = isnan(cut) ? (above ? INFINITY : -INFINITY) : cut;
    count(p, &next);
    return next;
}

static void paste(const struct points *p, const struct prim_wish *wish, struct prim_box *box)
{
    for (int moved = 1; moved;) {
        moved = 0;
        for (int a = 0; a < p->k; a++)
            for (int above = 0; above < 2; above++) {
                if (!prim_limited(above ? box->high[a] : box->low[a]))
                    continue;
                struct prim_box next = pasted(p, box, a, above, wish->peel);
                if (next.density >= box->density) {
                    *box = next;
                    moved = 1;
                }
            }
    }
}

static struct prim_box found(const struct points *p, const struct prim_wish *wish, struct prim_box step[MOST_STEPS], int *n_steps)
{
    *n_steps = peel(p, wish, step);
    struct prim_box box = step[chosen(*n_steps, step, wish->density)];
    paste(p, wish, &box);
    return box;
}

/* Chance of so many cases in the box, if they were as frequent there as without this limit. */
static double quasi_p(const struct points *p, const struct prim_box *box, int axis, int above)
{
    struct prim_box without = *box;
    *(above ? &without.high[axis] : &without.low[axis]) = above ? INFINITY : -INFINITY;
    count(p, &without);
    return box->hits ? gsl_cdf_binomial_Q((unsigned)box->hits - 1, without.density, (unsigned)box->n) : 1;
}

/* Boxes of half samples: how often is each side limited, and how do they do in the other half? */
static void halves(struct prim *prim, const struct points *all, const struct prim_wish *wish, int *row, struct prim_box step[])
{
    for (int b = 0; b < PRIM_HALVES; b++) {
        int half = all->n / 2, n_steps;
        resample_order(b, all->n, row);
        struct points own = *all, other = *all;
        own.row = row;
        other.row = row + half;
        own.n = half;
        other.n = all->n - half;
        own.hits = other.hits = 0;
        for (int i = 0; i < all->n; i++)
            *(i < half ? &own.hits : &other.hits) += all->interest[row[i]];
        struct prim_box box = found(&own, wish, step, &n_steps);
        for (int a = 0; a < all->k; a++) {
            prim->low[a].recurs += (double)prim_limited(box.low[a]) / PRIM_HALVES;
            prim->high[a].recurs += (double)prim_limited(box.high[a]) / PRIM_HALVES;
        }
        count(&other, &box);
        prim->other_density += box.density / PRIM_HALVES;
        prim->other_coverage += box.coverage / PRIM_HALVES;
    }
}

static void judge(struct prim *prim, const struct points *all)
{
    for (int a = 0; a < prim->k; a++)
        for (int above = 0; above < 2; above++) {
            struct prim_limit *limit = above ? &prim->high[a] : &prim->low[a];
            if (!prim_limited(above ? prim->box.high[a] : prim->box.low[a]))
                continue;
            limit->quasi_p = quasi_p(all, &prim->box, a, above);
            limit->spurious = limit->quasi_p > .05 || limit->recurs < .5;
        }
}

int prim_find(struct prim *prim, int n, int k, const double x[], const char interest[], const struct prim_wish *wish,
              struct err *err)
{
    *prim = (struct prim){ .n = n, .k = k };
    for (int i = 0; i < n; i++)
        prim->hits += interest[i] != 0;
    if (n < FEWEST)
        return err_input(err, "%d points are too few to find where cases lie; make at least %d", n, FEWEST);
    if (prim->hits == 0 || prim->hits == n)
        return err_input(err, "%s of the %d points is a case of interest: choose another limit", prim->hits ? "each" : "none", n);
    int *row = malloc(2 * (size_t)n * sizeof *row), n_steps;
    double *value = malloc((size_t)n * sizeof *value);
    struct prim_box *room = malloc(MOST_STEPS * sizeof *room);
    prim->step = malloc(MOST_STEPS * sizeof *prim->step);
    int failed = !row || !value || !room || !prim->step;
    if (failed) {
        err_set(err, "no memory for boxes of %d points", n);
        prim_free(prim);
    } else {
        for (int i = 0; i < n; i++)
            row[i] = i;
        struct points all = { n, k, prim->hits, x, interest, row, value };
        prim->box = found(&all, wish, prim->step, &prim->n_steps);
        n_steps = prim->n_steps;
        halves(prim, &all, wish, row + n, room);
        prim->n_steps = n_steps;
        judge(prim, &all);
    }
    free(row);
    free(value);
    free(room);
    return failed ? -1 : 0;
}

void prim_free(struct prim *prim)
{
    free(prim->step);
    prim->step = NULL;
}
