#include "select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct desk {
    const struct select_wish *wish;
    const struct select_sampler *sampler;
    struct selection *out;
    int width;                      /* numbers of a replication */
    int *have;                      /* [k]: replications that were sampled */
    double *y;                      /* [k][most][width] */
    char *wanted, *lacks;           /* [k]: scenarios at work; those of them that a batch is for */
    double *room;                   /* [k][batch or first][width] */
};

static double at(const struct desk *d, int i, int r, int which)
{
    return d->y[((long)i * d->wish->most + r) * d->width + which];
}

static int batch_take(struct desk *d, int from, struct err *err)
{
    int to = from + (from == 0 ? d->wish->first : d->wish->batch);
    to = to < d->wish->most ? to : d->wish->most;
    size_t numbers = (size_t)(to - from) * (size_t)d->width;
    if (d->sampler->sample(d->sampler->self, d->lacks, from, to, d->room, err))
        return -1;
    for (int i = 0; i < d->wish->k; i++) {
        if (!d->lacks[i])
            continue;
        const double *got = d->room + (size_t)i * numbers;
        for (size_t m = 0; m < numbers; m++)
            if (!isfinite(got[m]))
                return err_input(err, "a number to select by is not defined in every run; choose another output");
        memcpy(d->y + ((long)i * d->wish->most + from) * d->width, got, numbers * sizeof *got);
        d->have[i] = to;
        d->out->runs += to - from;
    }
    return 0;
}

/* Makes sure that all wanted scenarios have replication r. */
static int reach(struct desk *d, int r, struct err *err)
{
    for (;;) {
        int from = -1;
        for (int i = 0; i < d->wish->k; i++)
            if (d->wanted[i] && d->have[i] <= r && (from < 0 || d->have[i] < from))
                from = d->have[i];
        if (from < 0)
            return 0;
        for (int i = 0; i < d->wish->k; i++)
            d->lacks[i] = d->wanted[i] && d->have[i] == from;
        if (batch_take(d, from, err))
            return -1;
    }
}

/* h^2 of the procedures, c = 1, for a chance of error beta in each comparison, by a variance from n replications. */
static double h_squared(const struct select_wish *w, int n, double beta)
{
    double spent = w->renew ? beta / SELECT_RENEWALS : beta;
    return (n - 1) * (pow(2 * spent, -2.0 / (n - 1)) - 1);
}

/* Are variances made anew after r replications? At first, at twice first, at four times first ... */
static int renewal(const struct select_wish *w, int r)
{
    int n = w->first;
    while (w->renew && 2 * n <= r)
        n *= 2;
    return r == n;
}

/* Half the width of the region of continuation after r replications; spread: h^2 x variance. */
static double region(double spread, double delta, int r)
{
    return fmax(0, (spread / delta - delta * r) / 2);
}

/* Of the differences of i and j in the first n replications; j < 0: of i itself. */
static double variance_of(const struct desk *d, int i, int j, int which, int n)
{
    double mean = 0, squares = 0;
    for (int r = 0; r < n; r++)
        mean += (at(d, i, r, which) - (j < 0 ? 0 : at(d, j, r, which))) / n;
    for (int r = 0; r < n; r++) {
        double x = at(d, i, r, which) - (j < 0 ? 0 : at(d, j, r, which)) - mean;
        squares += x * x;
    }
    return squares / (n - 1);
}

/* --- constraints --- */

enum verdict { OPEN, KEPT, BROKEN };

/* Looks at replications first, first + 1 ... until the sum leaves its region. */
static int constraint_keep(struct desk *d, int i, int c, double beta, enum verdict *verdict, struct err *err)
{
    const struct select_constraint *limit = &d->wish->constraint[c];
    double sum = 0, spread = 0;             /* h2 x variance */
    *verdict = OPEN;
    for (int r = 0; r < d->wish->most && *verdict == OPEN; r++) {
        if (r >= d->have[i] && reach(d, r, err))
            return -1;
        double over = at(d, i, r, 1 + c) - limit->limit;
        sum += limit->at_least ? -over : over;
        if (r + 1 < d->wish->first)
            continue;
        if (renewal(d->wish, r + 1))
            spread = h_squared(d->wish, r + 1, beta) * variance_of(d, i, -1, 1 + c, r + 1);
        double edge = region(spread, limit->slack, r + 1);
        *verdict = sum <= -edge ? KEPT : sum >= edge ? BROKEN : OPEN;
        d->out->n[i] = r + 1 > d->out->n[i] ? r + 1 : d->out->n[i];
    }
    return 0;
}

/* One scenario after the other; 1: one could not be told within the most replications. */
static int constraints_keep(struct desk *d, struct err *err)
{
    const struct select_wish *w = d->wish;
    int untold = 0;
    for (int i = 0; i < w->k; i++)
        for (int c = 0; c < w->n_constraints && d->out->fate[i] == SELECT_CANDIDATE; c++) {
            enum verdict verdict;
            memset(d->wanted, 0, (size_t)w->k);
            d->wanted[i] = 1;
            if (constraint_keep(d, i, c, w->alpha / 2 / w->k / w->n_constraints, &verdict, err))
                return -1;
            untold |= verdict == OPEN;
            if (verdict == BROKEN)
                d->out->fate[i] = SELECT_INFEASIBLE;
        }
    return untold;
}

/* --- selection --- */

static int n_candidates(const struct desk *d)
{
    int n = 0;
    for (int i = 0; i < d->wish->k; i++)
        n += d->out->fate[i] == SELECT_CANDIDATE;
    return n;
}

static void spreads_make(const struct desk *d, int r, double beta, double spread[])
{
    int k = d->wish->k;
    for (int i = 0; i < k; i++)
        for (int j = 0; j < k; j++)
            if (d->out->fate[i] == SELECT_CANDIDATE && d->out->fate[j] == SELECT_CANDIDATE)
                spread[(long)i * k + j] = h_squared(d->wish, r, beta) * variance_of(d, i, j, 0, r);
}

static void leave(struct desk *d, int r, const double sum[], const double spread[])
{
    int k = d->wish->k;
    for (int i = 0; i < k; i++)
        d->wanted[i] = 0;
    for (int i = 0; i < k; i++)
        for (int j = 0; j < k && d->out->fate[i] == SELECT_CANDIDATE; j++)
            if (j != i && d->out->fate[j] == SELECT_CANDIDATE &&
                sum[i] < sum[j] - region(spread[(long)i * k + j], d->wish->delta, r))
                d->wanted[i] = 1;               /* leaves after all were looked at */
    for (int i = 0; i < k; i++)
        if (d->wanted[i])
            d->out->fate[i] = SELECT_BEATEN;
}

static int race(struct desk *d, double sum[], double spread[], struct err *err)
{
    const struct select_wish *w = d->wish;
    int k = w->k, left = n_candidates(d);
    double beta = w->alpha / (w->n_constraints ? 2 : 1) / (left > 1 ? left - 1 : 1);
    for (int r = 0; r < w->most && n_candidates(d) > 1; r++) {
        for (int i = 0; i < k; i++)
            d->wanted[i] = d->out->fate[i] == SELECT_CANDIDATE;
        if (reach(d, r, err))
            return -1;
        for (int i = 0; i < k; i++)
            if (d->out->fate[i] == SELECT_CANDIDATE) {
                sum[i] += w->larger ? at(d, i, r, 0) : -at(d, i, r, 0);
                d->out->n[i] = r + 1 > d->out->n[i] ? r + 1 : d->out->n[i];
            }
        if (renewal(w, r + 1))
            spreads_make(d, r + 1, beta, spread);
        if (r + 1 >= w->first)
            leave(d, r + 1, sum, spread);
    }
    return n_candidates(d) > 1;
}

static void sum_up(struct desk *d)
{
    struct selection *s = d->out;
    s->best = -1;
    for (int i = 0; i < s->k; i++) {
        if (s->fate[i] == SELECT_CANDIDATE && n_candidates(d) == 1)
            s->best = i;
        for (int m = 0; m < d->width; m++) {
            double sum = 0;
            for (int r = 0; r < s->n[i]; r++)
                sum += at(d, i, r, m);
            s->mean[i * d->width + m] = sum / s->n[i];
        }
    }
    if (s->best >= 0)
        s->fate[s->best] = SELECT_BEST;
}

static int desk_init(struct desk *d, struct err *err)
{
    const struct select_wish *w = d->wish;
    size_t k = (size_t)w->k, width = (size_t)d->width;
    size_t most = (size_t)(w->batch > w->first ? w->batch : w->first);
    *d->out = (struct selection){ .k = w->k, .best = -1, .fate = calloc(k, sizeof *d->out->fate),
                                  .n = calloc(k, sizeof *d->out->n), .mean = calloc(k * width, sizeof *d->out->mean) };
    d->have = calloc(k, sizeof *d->have);
    d->wanted = calloc(k, 1);
    d->lacks = calloc(k, 1);
    d->y = malloc(k * (size_t)w->most * width * sizeof *d->y);
    d->room = malloc(k * most * width * sizeof *d->room);
    if (!d->out->fate || !d->out->n || !d->out->mean || !d->have || !d->wanted || !d->lacks || !d->y || !d->room)
        return err_set(err, "no memory to select among %d scenarios", w->k);
    return 0;
}

int select_best(struct selection *selection, const struct select_wish *w, const struct select_sampler *sampler, struct err *err)
{
    struct desk d = { .wish = w, .sampler = sampler, .out = selection, .width = 1 + w->n_constraints };
    int failed = desk_init(&d, err), short_of = 0;
    double *sum = calloc((size_t)w->k, sizeof *sum), *spread = calloc((size_t)w->k * (size_t)w->k, sizeof *spread);
    if (!failed && (!sum || !spread))
        failed = err_set(err, "no memory to select among %d scenarios", w->k);
    if (!failed) {
        memset(d.wanted, 1, (size_t)w->k);
        failed = reach(&d, w->first - 1, err);
    }
    for (int i = 0; !failed && i < w->k; i++)
        selection->n[i] = w->first;
    int untold = failed ? 0 : constraints_keep(&d, err);
    short_of = untold > 0 ? 1 : !failed && untold == 0 ? race(&d, sum, spread, err) : 0;
    failed = failed || untold < 0 || short_of < 0;
    if (!failed)
        sum_up(&d);
    else
        select_free(selection);
    free(d.have);
    free(d.wanted);
    free(d.lacks);
    free(d.y);
    free(d.room);
    free(sum);
    free(spread);
    if (!failed && short_of)
        return err_code(err, EXIT_PRECISION, "%d replications of each did not suffice; give a larger --delta, or more with --most",
                        w->most);
    return failed ? -1 : 0;
}

void select_free(struct selection *s)
{
    free(s->fate);
    free(s->n);
    free(s->mean);
    *s = (struct selection){ 0 };
}
