#include "posterior.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/ascending.h"
#include "analysis/tidy.h"
#include "sim/scenario/path.h"
#include "sim/base/yaml.h"

/* --- the settings --- */

static void centre_find(const struct calibration *c, struct posterior *p)
{
    for (int j = 0; j < c->n_parameters; j++) {
        double sum = 0;
        for (int i = 0; i < c->n_posterior; i++)
            sum += p->x[(long)i * c->n_parameters + j];
        p->centre[j] = sum / c->n_posterior;
    }
    p->chance = history_chance(&p->history, p->centre);
}

int posterior_make(const struct calibration *c, struct posterior *p, struct err *err)
{
    *p = (struct posterior){ .x = malloc((size_t)c->n_posterior * (size_t)c->n_parameters * sizeof *p->x) };
    if (!p->x)
        return err_set(err, "no memory for %d settings", c->n_posterior);
    if (calibration_emulate(c, c->n_waves, &p->history, err) != 0 ||
        history_look(&p->history, c->seed + (uint64_t)c->n_waves + 1, &p->left, err) != 0)
        return -1;
    p->different = history_posterior(&p->history, &p->left, c->seed, c->n_posterior, p->x);
    if (p->different == 0)
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

double posterior_contraction(const struct calibration *c, const struct posterior *p, int j, double quantile[3])
{
    int n = c->n_posterior, k = c->n_parameters;
    double sum = 0, squares = 0, sorted[n];
    for (int i = 0; i < n; i++) {
        sorted[i] = p->x[(long)i * k + j];
        sum += sorted[i];
        squares += sorted[i] * sorted[i];
    }
    ascending(n, sorted);
    for (int q = 0; q < 3; q++)
        quantile[q] = sorted[(int)((n - 1) * (double[]){ .05, .5, .95 }[q] + .5)];
    return 1 - 12 * (squares / n - sum / n * (sum / n));
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
    int n = c->n_posterior;
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

static void centre_row(const struct calibration *c, const struct posterior *p, int j, FILE *out)
{
    double quantile[3], contraction = posterior_contraction(c, p, j, quantile);
    const struct calibration_parameter *parameter = &c->parameter[j];
    enum posterior_verdict verdict = posterior_verdict(p, contraction);
    if (verdict < POSTERIOR_NARROWED)
        fprintf(out, "# %s: not identified\n", parameter->key);
    else
        fprintf(out, "%s: %.2g    # %s: nine in ten of %.3g to %.3g\n", parameter->key, calibration_value(parameter, p->centre[j]),
                verdict == POSTERIOR_IDENTIFIED ? "identified" : "narrowed", calibration_value(parameter, quantile[0]),
                calibration_value(parameter, quantile[2]));
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
    for (int j = 0; j < c->n_parameters; j++)
        centre_row(c, p, j, tidy.file);
    return tidy_end(&tidy, err);
}
