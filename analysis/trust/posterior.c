#include "posterior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/numbers/ascending.h"
#include "analysis/numbers/estimates.h"
#include "analysis/numbers/tidy.h"
#include "sim/base/draw.h"
#include "sim/base/num.h"
#include "sim/scenario/path.h"
#include "sim/base/yaml.h"

/* --- the settings --- */

static void centre_find(const struct calibration *c, struct posterior *p)
{
    for (int j = 0; j < c->n_parameters; j++) {
        double sum = 0;
        for (int i = 0; i < p->n; i++)
            sum += p->x[(long)i * c->n_parameters + j];
        p->centre[j] = sum / p->n;
    }
    p->chance = history_chance(&p->history, p->centre);
}

/* The draws as they come begin with the least implausible; in turn they are dealt to the folds. */
static int deal(const struct calibration *c, struct posterior *p)
{
    int k = c->n_parameters, each = c->n_posterior;
    double *dealt = malloc((size_t)p->n * (size_t)k * sizeof *dealt);
    for (int i = 0; dealt && i < p->n; i++)
        memcpy(dealt + (long)(i % POSTERIOR_FOLDS * each + i / POSTERIOR_FOLDS) * k, p->x + (long)i * k, (size_t)k * sizeof *dealt);
    free(dealt ? p->x : NULL);
    p->x = dealt ? dealt : p->x;
    return dealt ? 0 : -1;
}

int posterior_make(const struct calibration *c, struct posterior *p, struct err *err)
{
    *p = (struct posterior){ .n = POSTERIOR_FOLDS * c->n_posterior };
    p->x = malloc((size_t)p->n * (size_t)c->n_parameters * sizeof *p->x);
    if (!p->x)
        return err_set(err, "no memory for %d settings", p->n);
    if (calibration_emulate(c, c->n_waves, &p->history, err) != 0 ||
        history_look(&p->history, c->seed + (uint64_t)c->n_waves + 1, &p->left, err) != 0)
        return -1;
    p->moved = history_posterior(&p->history, &p->left, c->seed, p->n, p->x);
    if (p->moved < 0 || deal(c, p) != 0)
        return err_set(err, "no memory for the posterior");
    centre_find(c, p);
    return 0;
}

void posterior_free(struct posterior *p)
{
    calibration_history_free(&p->history);
    history_sample_free(&p->left);
    free(p->x);
    *p = (struct posterior){ 0 };
}

/* --- what they tell of a parameter --- */

/* Of n draws from one on. */
static double contraction(const struct posterior *p, int k, int j, int from, int n)
{
    double sum = 0, squares = 0;
    for (int i = from; i < from + n; i++) {
        sum += p->x[(long)i * k + j];
        squares += p->x[(long)i * k + j] * p->x[(long)i * k + j];
    }
    return 1 - 12 * (squares / n - sum / n * (sum / n));
}

static void quantiles(int n, double values[], double quantile[3])
{
    ascending(n, values);
    for (int q = 0; q < 3; q++)
        quantile[q] = values[(int)((n - 1) * (double[]){ .05, .5, .95 }[q] + .5)];
}

/* -1, 1: the outer twentieth of the range is half again as full of places, ascending, as the range would be of any. */
static int cut_off(int n, const double sorted[])
{
    int full = (int)(1.5 * .05 * n);
    return sorted[full] < .05 ? -1 : sorted[n - 1 - full] > .95 ? 1 : 0;
}

struct posterior_marginal posterior_marginal(const struct calibration *c, const struct posterior *p, int j)
{
    struct posterior_marginal m = { .contraction = contraction(p, c->n_parameters, j, 0, p->n) };
    double *place = malloc((size_t)p->n * sizeof *place), fold[POSTERIOR_FOLDS];
    if (!place)
        return (struct posterior_marginal){ { NAN, NAN, NAN }, NAN, NAN, 0 };
    for (int i = 0; i < p->n; i++)
        place[i] = p->x[(long)i * c->n_parameters + j];
    for (int f = 0; f < POSTERIOR_FOLDS; f++)
        fold[f] = contraction(p, c->n_parameters, j, f * (p->n / POSTERIOR_FOLDS), p->n / POSTERIOR_FOLDS);
    quantiles(p->n, place, m.quantile);
    m.half = estimate_mean(fold, 1, POSTERIOR_FOLDS, .95).half;
    m.cut = posterior_verdict(p, m.contraction) >= POSTERIOR_NARROWED ? cut_off(p->n, place) : 0;
    free(place);
    return m;
}

enum { TELLING = 2 };                   /* replicate of the draws that stand for what an emulator does not know */

struct posterior_told posterior_told(const struct posterior *p, uint64_t seed, int t)
{
    const struct history_target *target = &p->history.target[t];
    struct posterior_told told = { { NAN, NAN, NAN }, NAN };
    double *value = target->emulator.n > 0 ? malloc((size_t)p->n * sizeof *value) : NULL;
    int in = 0;
    if (!value)
        return told;
    for (int i = 0; i < p->n; i++) {
        struct emulated y = emulator_at(&target->emulator, p->x + (long)i * p->history.k);
        struct draw chance = draw_at(draw_key(seed, TELLING), PURPOSE_HISTORY, (uint32_t)i, (uint32_t)t, 0);
        value[i] = y.mean + y.sd * num_normal(draw_unit2(chance.w[0], chance.w[1]));
        in += value[i] >= target->low && value[i] <= target->high;
    }
    quantiles(p->n, value, told.quantile);
    told.in = (double)in / p->n;
    free(value);
    return told;
}

enum posterior_verdict posterior_verdict(const struct posterior *p, double contraction)
{
    return p->left.none         ? POSTERIOR_NONE_FITS
           : contraction >= .75 ? POSTERIOR_IDENTIFIED
           : contraction >= .3  ? POSTERIOR_NARROWED
                                : POSTERIOR_NOT_IDENTIFIED;
}

double posterior_correlation(const struct calibration *c, const struct posterior *p, int a, int b)
{
    int n = p->n;
    double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
    for (int i = 0; i < n; i++) {
        double x = p->x[(long)i * c->n_parameters + a], y = p->x[(long)i * c->n_parameters + b];
        sa += x, sb += y, aa += x * x, bb += y * y, ab += x * y;
    }
    return (n * ab - sa * sb) / sqrt((n * aa - sa * sa) * (n * bb - sb * sb));
}

/* --- files --- */

int posterior_write(const struct calibration *c, const struct posterior *p, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err) != 0)
        return -1;
    for (int j = 0; j < c->n_parameters; j++)
        fprintf(tidy.file, "%s%s", j ? "," : "", c->parameter[j].key);
    fputc('\n', tidy.file);
    for (int i = 0; i < c->n_posterior; i++) {
        for (int j = 0; j < c->n_parameters; j++)
            fprintf(tidy.file, "%s%.7g", j ? "," : "", calibration_value(&c->parameter[j], p->x[(long)i * c->n_parameters + j]));
        fputc('\n', tidy.file);
    }
    return tidy_end(&tidy, err);
}

static void ids_write(FILE *out, const char *what, const struct calibration *c, int from, int to)
{
    fprintf(out, "# %s:", what);
    for (int t = from; t < to; t++)
        fprintf(out, " %s", c->targets.target[c->told[t]].id);
    fputs(from < to ? "\n" : " none\n", out);
}

static void centre_row(const struct calibration *c, const struct posterior *p, int j, FILE *out)
{
    struct posterior_marginal m = posterior_marginal(c, p, j);
    const struct calibration_parameter *parameter = &c->parameter[j];
    enum posterior_verdict verdict = posterior_verdict(p, m.contraction);
    if (verdict < POSTERIOR_NARROWED)
        fprintf(out, "# %s: not identified\n", parameter->key);
    else
        fprintf(out, "%s: %.2g    # %s: nine in ten of %.3g to %.3g%s\n", parameter->key,
                calibration_value(parameter, p->centre[j]), verdict == POSTERIOR_IDENTIFIED ? "identified" : "narrowed",
                calibration_value(parameter, m.quantile[0]), calibration_value(parameter, m.quantile[2]),
                m.cut ? ", cut by the range" : "");
}

int posterior_write_centre(const struct calibration *c, const struct posterior *p, const char *path, struct err *err)
{
    char name[NAME_MAX + 1];
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err) != 0)
        return -1;
    fprintf(tidy.file,
            "title: the middle of what the figures leave\n"
            "title_zh: 各项数字所容许范围的中心\n"
            "because: the mean of the posterior of the calibration '%s' (%d targets, %d settings, seed %llu), to two digits\n",
            path_name(name, yaml_name(c->file)), c->n_match, c->n_runs - 1, (unsigned long long)c->seed);
    ids_write(tidy.file, "matched", c, 0, c->n_match);
    ids_write(tidy.file, "held out", c, c->n_match, c->n_told);
    for (int j = 0; j < c->n_parameters; j++)
        centre_row(c, p, j, tidy.file);
    return tidy_end(&tidy, err);
}
