#include "pareto.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

#include "analysis/answers/pool.h"
#include "analysis/numbers/resample.h"
#include "sim/record/result.h"

static int dominates(int m, const double a[], const double b[])
{
    int better = 0;
    for (int o = 0; o < m; o++) {
        if (a[o] > b[o])
            return 0;
        better |= a[o] < b[o];
    }
    return better;
}

void pareto_front(int n, int m, const double y[], const int group[], char on[])
{
    for (int i = 0; i < n; i++) {
        on[i] = 1;
        for (int j = 0; j < n && on[i]; j++)
            on[i] = !(group[i] == group[j] && dominates(m, y + (long)j * m, y + (long)i * m));
    }
}

/* group[s]: the first scenario with the uncertainties of s. */
static void groups_make(const struct result_plan *plan, int group[])
{
    for (int s = 0; s < plan->n_scenarios; s++) {
        int t = 0, same = 0;
        for (; t < s; t++) {
            same = 1;
            for (int f = 0; f < plan->n_factors && same; f++)
                same = !plan->factor[f].uncertain || plan->factor[f].value[s] == plan->factor[f].value[t];
            if (same)
                break;
        }
        group[s] = t;
    }
}

struct desk {
    int n, m, r, n_all;                 /* scenarios, objectives, replications in common; and of the file */
    double *runs[PARETO_MOST_OBJECTIVES], sign[PARETO_MOST_OBJECTIVES];
    int *whole;                         /* [r]: replications that every scenario has */
    int *group, *row;
    double *y;                          /* [n][m] */
    char *on;
};

static double run_at(const struct desk *d, int s, int o, int r)
{
    return d->runs[o][(long)s * d->n_all + d->whole[r]];
}

static void replications_keep(struct desk *d)
{
    for (int r = 0; r < d->n_all; r++) {
        int whole = 1;
        for (int o = 0; o < d->m; o++)
            for (int s = 0; s < d->n && whole; s++)
                whole = isfinite(d->runs[o][(long)s * d->n_all + r]) != 0;
        if (whole)
            d->whole[d->r++] = r;
    }
}

/* Fronts of a sample of replications; row NULL: of all. */
static void front_of(struct desk *d, const int row[])
{
    for (int s = 0; s < d->n; s++)
        for (int o = 0; o < d->m; o++) {
            double sum = 0;
            for (int r = 0; r < d->r; r++)
                sum += run_at(d, s, o, row ? row[r] : r);
            d->y[(long)s * d->m + o] = d->sign[o] * sum / d->r;
        }
    pareto_front(d->n, d->m, d->y, d->group, d->on);
}

/* Covariance of the two first objectives over replications, as an ellipse around their means. */
static struct pareto_ellipse ellipse_of(const struct desk *d, int s, double level)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int r = 0; r < d->r; r++) {
        mx += run_at(d, s, 0, r) / d->r;
        my += run_at(d, s, 1, r) / d->r;
    }
    struct pareto_ellipse e = { mx, my, 0, 0, 0 };
    if (d->r < 3)
        return e;
    for (int r = 0; r < d->r; r++) {
        double dx = run_at(d, s, 0, r) - mx, dy = run_at(d, s, 1, r) - my;
        xx += dx * dx / (d->r - 1);
        yy += dy * dy / (d->r - 1);
        xy += dx * dy / (d->r - 1);
    }
    double half = (xx + yy) / 2, root = sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
    double reach = 2.0 * (d->r - 1) / (d->r * (d->r - 2.0)) * gsl_cdf_fdist_Pinv(level, 2, d->r - 2);
    e.a = sqrt(fmax(half + root, 0) * reach);
    e.b = sqrt(fmax(half - root, 0) * reach);
    e.angle = atan2(2 * xy, xx - yy) / 2;
    return e;
}

static void rows_make(struct pareto *p, struct desk *d, double level)
{
    for (int s = 0; s < d->n; s++) {
        for (int o = 0; o < d->m; o++)
            p->row[s].mean[o] = estimate_mean(d->runs[o] + (long)s * d->n_all, 1, d->n_all, level);
        p->row[s].ellipse = ellipse_of(d, s, level);
        p->row[s].share = d->r > 1 ? 0 : NAN;
    }
    front_of(d, NULL);
    for (int s = 0; s < d->n; s++)
        p->row[s].on_front = d->on[s];
    for (int b = 0; d->r > 1 && b < RESAMPLES; b++) {
        resample_rows(b, d->r, d->row);
        front_of(d, d->row);
        for (int s = 0; s < d->n; s++)
            p->row[s].share += (double)d->on[s] / RESAMPLES;
    }
}

static int desk_init(struct desk *d, struct pareto *p, struct result *result, struct err *err)
{
    size_t n = (size_t)p->n, m = (size_t)p->n_objectives, r = (size_t)p->plan->n_replicates;
    *d = (struct desk){ .n = p->n, .m = p->n_objectives, .n_all = p->plan->n_replicates, .whole = malloc(r * sizeof(int)),
                        .group = malloc(n * sizeof(int)), .row = malloc(r * sizeof(int)), .y = malloc(n * m * sizeof(double)),
                        .on = malloc(n) };
    p->row = calloc(n, sizeof *p->row);
    if (!d->whole || !d->group || !d->row || !d->y || !d->on || !p->row)
        return err_set(err, "no memory for %d scenarios", p->n);
    for (int o = 0; o < d->m; o++) {
        d->sign[o] = OUTPUTS[p->objective[o]].better == LOWER ? 1 : -1;
        d->runs[o] = pool_runs(result, p->objective[o], err);
        if (!d->runs[o])
            return -1;
    }
    return 0;
}

static void desk_free(struct desk *d)
{
    for (int o = 0; o < PARETO_MOST_OBJECTIVES; o++)
        free(d->runs[o]);
    free(d->whole);
    free(d->group);
    free(d->row);
    free(d->y);
    free(d->on);
}

int pareto_read(struct pareto *p, struct result *result, int n, const enum output objective[], double level, struct err *err)
{
    struct desk d;
    *p = (struct pareto){ .plan = result_plan(result), .n = result_plan(result)->n_scenarios, .n_objectives = n };
    if (n < 2 || n > PARETO_MOST_OBJECTIVES)
        return err_input(err, "a front is of 2 to %d outputs; name them with --kpi", PARETO_MOST_OBJECTIVES);
    for (int o = 0; o < n; o++) {
        p->objective[o] = objective[o];
        if (OUTPUTS[objective[o]].better == NEITHER)
            return err_input(err, "of %s neither more nor less is better, so it is no objective", OUTPUTS[objective[o]].name);
    }
    int failed = desk_init(&d, p, result, err);
    if (!failed) {
        groups_make(p->plan, d.group);
        replications_keep(&d);
        p->n_replicates = d.r;
        if (d.r == 0)
            failed = err_input(err, "there is no replication in which all scenarios have these outputs");
        else
            rows_make(p, &d, level);
    }
    desk_free(&d);
    if (failed)
        pareto_free(p);
    return failed ? -1 : 0;
}

void pareto_free(struct pareto *p)
{
    free(p->row);
    p->row = NULL;
}

static void row_put(const struct pareto *p, int s, struct sheet *sheet, int chinese)
{
    const struct pareto_row *row = &p->row[s];
    sheet_text(sheet, "%s", p->plan->scenario_name[s]);
    sheet_text(sheet, "%s", row->on_front ? (chinese ? "在前沿" : "on the front") : "");
    sheet_number(sheet, row->share);
    for (int o = 0; o < p->n_objectives; o++)
        sheet_interval(sheet, row->mean[o].mean, (struct interval){ estimate_low(row->mean[o]), estimate_high(row->mean[o]) });
}

int pareto_sheet(const struct pareto *p, struct sheet *sheet, int chinese)
{
    static const struct sheet_column COLUMNS[] = {
        { "scenario", SHEET_TEXT, "", "" }, { "front", SHEET_TEXT, "", "" },
        { "share", SHEET_NUMBER, "in resamples", "重抽样占比" },
    };
    int *order = malloc((size_t)p->n * sizeof *order);
    sheet_begin(sheet, "scenarios", 3, COLUMNS);
    for (int o = 0; o < p->n_objectives; o++) {
        const struct output_row *row = &OUTPUTS[p->objective[o]];
        sheet_column(sheet, (struct sheet_column){ row->name, SHEET_INTERVAL, row->name, row->zh });
    }
    for (int s = 0; order && s < p->n; s++) {
        int i = s;
        for (; i > 0; i--) {
            const struct pareto_row *a = &p->row[order[i - 1]], *b = &p->row[s];
            if (a->on_front != b->on_front ? a->on_front : a->mean[0].mean <= b->mean[0].mean)
                break;
            order[i] = order[i - 1];
        }
        order[i] = s;
    }
    for (int s = 0; order && s < p->n; s++)
        row_put(p, order[s], sheet, chinese);
    int failed = !order || sheet_failed(sheet);
    free(order);
    return failed ? -1 : 0;
}
