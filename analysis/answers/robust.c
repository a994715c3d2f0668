#include "robust.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/numbers/ascending.h"
#include "analysis/answers/compare.h"
#include "analysis/answers/pool.h"
#include "analysis/numbers/resample.h"
#include "sim/record/result.h"

void robust_regrets(int n, int n_futures, const double value[], int larger, double regret[])
{
    for (int f = 0; f < n_futures; f++) {
        double best = value[f];
        for (int i = 1; i < n; i++) {
            double v = value[(long)i * n_futures + f];
            best = larger ? fmax(best, v) : fmin(best, v);
        }
        for (int i = 0; i < n; i++)
            regret[(long)i * n_futures + f] = fabs(value[(long)i * n_futures + f] - best);
    }
}

/* --- alternatives and futures --- */

struct table {                          /* which scenario is alternative i in future f; -1 none */
    int n, n_futures, *scenario, *of_alternative, *of_future;       /* the latter of a point, and of a future's first point */
};

static int same(const struct factors *f, int a, int b, int uncertain)
{
    for (int i = 0; i < f->n; i++)
        if (factors_uncertain(f, i) == uncertain && factors_value(f, a, i) != factors_value(f, b, i))
            return 0;
    return 1;
}

/* Numbers points by their combination of factors of one role: number[point]; how many there are. */
static int number_combinations(const struct factors *f, int uncertain, int number[])
{
    int n = 0;
    for (int p = 0; p < f->n_points; p++) {
        int q = 0;
        while (q < p && !same(f, p, q, uncertain))
            q++;
        number[p] = q < p ? number[q] : n++;
    }
    return n;
}

static void table_free(struct table *t)
{
    free(t->scenario);
    free(t->of_alternative);
    free(t->of_future);
}

static int table_make(struct table *t, const struct factors *f, struct err *err)
{
    size_t points = (size_t)f->n_points;
    *t = (struct table){ .of_alternative = malloc(points * sizeof(int)), .of_future = malloc(points * sizeof(int)) };
    if (!t->of_alternative || !t->of_future)
        return err_set(err, "no memory for %d points", f->n_points);
    t->n = number_combinations(f, 0, t->of_alternative) * f->n_policies;
    t->n_futures = number_combinations(f, 1, t->of_future);
    t->scenario = malloc((size_t)t->n * (size_t)t->n_futures * sizeof *t->scenario);
    if (!t->scenario)
        return err_set(err, "no memory for %d alternatives in %d futures", t->n, t->n_futures);
    for (long c = 0; c < (long)t->n * t->n_futures; c++)
        t->scenario[c] = -1;
    for (int p = 0; p < f->n_points; p++)
        for (int policy = 0; policy < f->n_policies; policy++) {
            long alternative = (long)t->of_alternative[p] * f->n_policies + policy;
            t->scenario[alternative * t->n_futures + t->of_future[p]] = factors_scenario(f, p, policy);
        }
    return 0;
}

static double mean_over(const double *runs, int n, const int *row)
{
    double sum = 0;
    for (int r = 0; r < n; r++)
        sum += runs[row ? row[r] : r];
    return sum / n;
}

/* Leaves the futures in which every alternative has all its runs. */
static void futures_keep(struct table *t, const double *runs, int n)
{
    int kept = 0;
    for (int f = 0; f < t->n_futures; f++) {
        int whole = 1;
        for (int i = 0; i < t->n && whole; i++) {
            int s = t->scenario[(long)i * t->n_futures + f];
            whole = s >= 0 && isfinite(mean_over(runs + (long)s * n, n, NULL));
        }
        for (int i = 0; i < t->n && whole; i++)
            t->scenario[(long)i * t->n_futures + kept] = t->scenario[(long)i * t->n_futures + f];
        kept += whole;
    }
    for (int i = 1; i < t->n; i++)
        memmove(t->scenario + (long)i * kept, t->scenario + (long)i * t->n_futures, (size_t)kept * sizeof *t->scenario);
    t->n_futures = kept;
}

/* --- what comes of them --- */

/* One row's numbers; regret is sorted. */
static struct robust_row row_of(int n, double regret[], const double value[], struct robust_limit limit)
{
    struct robust_row row = { .keeps = limit.given ? 0 : NAN };
    for (int f = 0; f < n; f++) {
        row.mean += regret[f] / n;
        row.best_share += (double)(regret[f] == 0) / n;
        if (limit.given)
            row.keeps += (double)(limit.at_least ? value[f] >= limit.value : value[f] <= limit.value) / n;
    }
    ascending(n, regret);
    row.worst = regret[n - 1];
    row.ninth = regret[(int)ceil(.9 * n) - 1];
    return row;
}

/* What samples of the replications are judged by. */
struct judge {
    const struct table *t;
    const double *runs;                 /* [scenario][n_replicates] */
    int n_replicates, larger;           /* larger: more is better */
    struct robust_limit limit;
    double *value, *regret;             /* [t->n][t->n_futures], of the sample at hand */
};

/* The rows of a sample of replications; row NULL: of all of them. */
static void rows_make(const struct judge *j, const int *row, struct robust_row out[])
{
    int n = j->t->n_futures;
    for (long c = 0; c < (long)j->t->n * n; c++)
        j->value[c] = mean_over(j->runs + (long)j->t->scenario[c] * j->n_replicates, j->n_replicates, row);
    robust_regrets(j->t->n, n, j->value, j->larger, j->regret);
    for (int i = 0; i < j->t->n; i++)
        out[i] = row_of(n, j->regret + (long)i * n, j->value + (long)i * n, j->limit);
}

/* Of n alternatives, from boot[RESAMPLES][n]. */
static void intervals_make(struct robust_row rows[], const struct robust_row *boot, int n, double level)
{
    double x[3][RESAMPLES];
    for (int i = 0; i < n; i++) {
        for (int b = 0; b < RESAMPLES; b++) {
            x[0][b] = boot[(long)b * n + i].worst;
            x[1][b] = boot[(long)b * n + i].mean;
            x[2][b] = boot[(long)b * n + i].keeps;
        }
        rows[i].worst_interval = resample_percentile(RESAMPLES, x[0], level);
        rows[i].mean_interval = resample_percentile(RESAMPLES, x[1], level);
        rows[i].keeps_interval = resample_percentile(RESAMPLES, x[2], level);
    }
}

/* The same where one replication tells none. */
static void intervals_lack(struct robust_row rows[], int n)
{
    for (int i = 0; i < n; i++)
        rows[i].worst_interval = rows[i].mean_interval = rows[i].keeps_interval = (struct interval){ NAN, NAN };
}

static int by_worst(const void *a, const void *b)
{
    const struct robust_row *x = a, *y = b;
    return (x->worst > y->worst) - (x->worst < y->worst);
}

static void compute(struct robust *robust, const struct judge *j, int row[], struct robust_row boot[], double level)
{
    const struct table *t = j->t;
    rows_make(j, NULL, robust->row);
    for (int b = 0; b < RESAMPLES && j->n_replicates > 1; b++) {
        resample_rows(b, j->n_replicates, row);
        rows_make(j, row, boot + (long)b * t->n);
    }
    if (j->n_replicates > 1)
        intervals_make(robust->row, boot, t->n, level);
    else
        intervals_lack(robust->row, t->n);
    for (int i = 0; i < t->n; i++)
        robust->row[i].scenario = t->scenario[(long)i * t->n_futures];
    robust->n = t->n;
    robust->n_futures = t->n_futures;
    qsort(robust->row, (size_t)t->n, sizeof *robust->row, by_worst);
}

static int judge(struct robust *robust, const struct table *t, const double *runs, struct robust_limit limit, double level,
                 struct err *err)
{
    int n = robust->factors.n_replicates;
    size_t cells = (size_t)t->n * (size_t)t->n_futures;
    double *value = malloc(2 * cells * sizeof *value);
    int *row = malloc((size_t)n * sizeof *row);
    struct robust_row *boot = malloc(RESAMPLES * (size_t)t->n * sizeof *boot);
    robust->row = malloc((size_t)t->n * sizeof *robust->row);
    int failed = !value || !row || !boot || !robust->row;
    if (!failed)
        compute(robust, &(struct judge){ t, runs, n, OUTPUTS[robust->kpi].better == HIGHER, limit, value, value + cells }, row,
                boot, level);
    free(value);
    free(row);
    free(boot);
    return failed ? err_set(err, "no memory for %d alternatives in %d futures", t->n, t->n_futures) : 0;
}

static int is_uncertain(const struct factors *f)
{
    for (int i = 0; i < f->n; i++)
        if (factors_uncertain(f, i))
            return 1;
    return 0;
}

/* Why no future has every alternative: levers were sampled with it, or runs are missing. */
static int no_future(const struct factors *f, struct err *err)
{
    int lever = 0, levers = 0;
    for (int i = f->n - 1; i >= 0; i--)
        if (!factors_uncertain(f, i)) {
            lever = i;
            levers++;
        }
    if (!levers)
        return err_input(err, "no future has all its runs under every policy");
    return err_input(err, "no future was run under every alternative, since %s%s (the role of a factor that tells none), and "
                     "the design sampled levers and future together; if nobody can choose it, write `%s: { range: [%g, %g], "
                     "role: uncertainty }`; if somebody can, make its values policies, or the design a grid",
                     factors_name(f, lever), levers > 1 ? " and others are levers" : " is a lever", factors_name(f, lever),
                     f->low[lever], f->high[lever]);
}

int robust_read(struct robust *robust, struct result *result, enum output kpi, struct robust_limit limit, double level,
                struct err *err)
{
    struct table t = { 0 };
    *robust = (struct robust){ .kpi = kpi };
    if (OUTPUTS[kpi].better == NEITHER)
        return err_input(err, "of %s neither more nor less is better, so nothing can be regretted", OUTPUTS[kpi].name);
    if (factors_of(&robust->factors, result_plan(result), err))
        return -1;
    if (!is_uncertain(&robust->factors))
        return err_input(err, "no factor of this study has `role: uncertainty`, so it has but one future; of what nobody can "
                         "choose write so, as `%s: { range: [%g, %g], role: uncertainty }`", factors_name(&robust->factors, 0),
                         robust->factors.low[0], robust->factors.high[0]);
    double *runs = pool_runs(result, kpi, err);
    int failed = !runs || table_make(&t, &robust->factors, err), futures = t.n_futures;
    if (!failed) {
        futures_keep(&t, runs, robust->factors.n_replicates);
        robust->n_left_out = futures - t.n_futures;
    }
    if (!failed && (t.n < 2 || t.n_futures < 1))
        failed = t.n < 2 ? err_input(err, "there is one alternative only: name more policies, or a factor that is a lever")
                 : no_future(&robust->factors, err);
    failed = failed || judge(robust, &t, runs, limit, level, err);
    free(runs);
    table_free(&t);
    if (failed)
        robust_free(robust);
    return failed ? -1 : 0;
}

void robust_free(struct robust *robust)
{
    free(robust->row);
    robust->row = NULL;
}

void robust_name(const struct robust *robust, int i, char name[160])
{
    const struct factors *f = &robust->factors;
    int scenario = robust->row[i].scenario;
    int used = snprintf(name, 160, "%.*s", compare_policy_length(f->plan, scenario), f->plan->scenario_name[scenario]);
    for (int a = 0; a < f->n && used < 160; a++)
        if (!factors_uncertain(f, a))
            used += snprintf(name + used, 160 - (size_t)used, ", %s=%g", factors_name(f, a),
                             factors_value(f, scenario / f->n_policies, a));
}

int robust_sheet(const struct robust *robust, int limited, struct sheet *sheet)
{
    static const struct sheet_column COLUMNS[] = {
        { "alternative", SHEET_TEXT, "", "" },
        { "worst_regret", SHEET_INTERVAL, "largest regret", "最大遗憾" },
        { "mean_regret", SHEET_INTERVAL, "mean regret", "平均遗憾" },
        { "ninth_decile", SHEET_NUMBER, "ninth decile", "第九十分位" },
        { "best_share", SHEET_NUMBER, "best in, share", "最优占比" },
        { "keeps", SHEET_INTERVAL, "keeps the limit in, share", "满足限值占比" },
    };
    char name[160];
    sheet_begin(sheet, "alternatives", limited ? 6 : 5, COLUMNS);
    for (int i = 0; i < robust->n; i++) {
        const struct robust_row *row = &robust->row[i];
        robust_name(robust, i, name);
        sheet_text(sheet, "%s", name);
        sheet_interval(sheet, row->worst, row->worst_interval);
        sheet_interval(sheet, row->mean, row->mean_interval);
        sheet_number(sheet, row->ninth);
        sheet_number(sheet, row->best_share);
        if (limited)
            sheet_interval(sheet, row->keeps, row->keeps_interval);
    }
    return sheet_failed(sheet) ? -1 : 0;
}
