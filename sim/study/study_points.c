/* The points of a study: places on the axes, and the values that factors take there. See study.h and study_file.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/num.h"
#include "sim/base/text.h"
#include "study_file.h"

/* --- a number of a range, from a place between 0 and 1 --- */

/* The u-quantile of a normal law whose range is its mean and 2 standard deviations to either side, cut off there. */
static double normal_between(double low, double high, double u)
{
    static const double BELOW = 0.022750131948179195;       /* P(N(0,1) <= -2) */
    return (low + high) / 2 + (high - low) / 4 * num_normal(BELOW + u * (1 - 2 * BELOW));
}

static double triangular(double low, double mode, double high, double u)
{
    double left = (mode - low) / (high - low);
    return u < left ? low + sqrt(u * (high - low) * (mode - low)) : high - sqrt((1 - u) * (high - low) * (high - mode));
}

static double quantile(const struct study_factor *f, double u)
{
    switch (f->dist) {
    case DIST_LOG_UNIFORM: return num_exp(num_log(f->low) + u * (num_log(f->high) - num_log(f->low)));
    case DIST_INTEGER: return floor(f->low + u * (f->high - f->low + 1));
    case DIST_TRIANGULAR: return triangular(f->low, f->mode, f->high, u);
    case DIST_NORMAL: return normal_between(f->low, f->high, u);
    case DIST_LOG_NORMAL: return num_exp(normal_between(num_log(f->low), num_log(f->high), u));
    default: return f->low + u * (f->high - f->low);
    }
}

static double rounded(double x, const char *format)         /* to the digits that a file would say it with */
{
    char text[64];
    snprintf(text, sizeof text, format, x);
    return strtod(text, NULL);
}

static double value_in_range(const struct study_factor *f, double u)
{
    double x = quantile(f, u);
    x = f->whole ? floor(x + 0.5) : rounded(x, "%.9g");
    return num_clamp(x, f->low, f->high);
}

/* --- shares of a mixture: the pieces of a stick cut at k - 1 uniform places, which is uniform over all blends --- */

static double share(const struct study_mixture *m, const double *at, int which)
{
    double cut[STUDY_MOST_FACTORS + 1] = { 0 };
    int n = 1;
    for (int i = 0; i + 1 < m->n; i++) {                    /* sorted in */
        double x = rounded(at[i], "%.9f");
        int j = n++;
        for (; j > 1 && cut[j - 1] > x; j--)
            cut[j] = cut[j - 1];
        cut[j] = x;
    }
    cut[n] = 1;
    return rounded((cut[which + 1] - cut[which]) * m->total, "%.12g");
}

/* --- a factor at a place --- */

static int axis_of(const struct study *study, int factor)
{
    int axis = 0;
    for (int f = 0; f < factor; f++)
        axis += study->factor[f].kind != FACTOR_SHARE ? 1 : 0;
    for (int m = 0; m < study->n_mixtures; m++)
        if (study->mixture[m].first + study->mixture[m].n <= factor)
            axis += study->design->samples ? study->mixture[m].n - 1 : 1;
    return axis;
}

/* A list's row: said by a design of listed values, and of the places of the others each an equal part. */
static int row_at(const struct study *study, const struct study_factor *factor, double at)
{
    int row = study->design->samples ? (int)(at * factor->n_values) : (int)at;
    return row < factor->n_values ? row : factor->n_values - 1;
}

static double value_of_share(const struct study *study, const double *at, int factor)
{
    const struct study_factor *f = &study->factor[factor];
    const struct study_mixture *m = &study->mixture[f->mixture];
    if (study->design->samples)
        return share(m, at, factor - m->first);
    double steps = m->blend[(int)at[0] * m->n + factor - m->first];
    return rounded(steps / m->levels * m->total, "%.12g");
}

double study_value_at(const struct study *study, const double *at, int factor)
{
    const struct study_factor *f = &study->factor[factor];
    at += axis_of(study, factor);
    switch (f->kind) {
    case FACTOR_LIST: return f->value[row_at(study, f, *at)];
    case FACTOR_RANGE: return value_in_range(f, study->design->samples ? *at : *at / (f->levels - 1));
    default: return value_of_share(study, at, factor);
    }
}

static const double *place_of(const struct study *study, long point)
{
    return study->at + point * study->space.k;
}

double study_value(const struct study *study, long point, int factor)
{
    return study_value_at(study, place_of(study, point), factor);
}

const char *study_text(const struct study *study, long point, int factor, char text[64])
{
    const struct study_factor *f = &study->factor[factor];
    if (f->kind == FACTOR_LIST)
        snprintf(text, 64, "%s", f->text[row_at(study, f, place_of(study, point)[axis_of(study, factor)])]);
    else
        text_number(text, study_value(study, point, factor));
    return text;
}

int study_chosen(const struct study *study, long point)
{
    return (int)study_value(study, point, study->chooser);
}

const char *study_dist(const struct study_factor *factor)
{
    return factor->kind == FACTOR_RANGE ? STUDY_DISTS[factor->dist] : factor->kind == FACTOR_SHARE ? "mixture" : "list";
}

void study_range(const struct study_factor *factor, double range[2])
{
    range[0] = factor->low;
    range[1] = factor->high;
    if (factor->kind != FACTOR_LIST)
        return;
    range[0] = range[1] = factor->value[0];
    for (int i = 1; i < factor->n_values; i++) {
        range[0] = factor->value[i] < range[0] ? factor->value[i] : range[0];
        range[1] = factor->value[i] > range[1] ? factor->value[i] : range[1];
    }
}

/* --- the points --- */

long study_asks(const struct study *study) { return study->design->n_points(&study->space); }

static int fill(struct study *study, long n, struct err *err)
{
    free(study->at);
    study->at = calloc((size_t)n * (size_t)study->space.k + 1, sizeof *study->at);
    if (!study->at)
        return err_set(err, "no memory for %ld points", n);
    return study->design->fill(&study->space, study->at, err);
}

/* Those that keep the constraints move up, until there are enough. */
static void keep(struct study *study, long enough)
{
    long kept = 0, point = 0;
    size_t k = (size_t)study->space.k;
    for (; point < study->n_points && kept < enough; point++)
        if (study_keeps(study, place_of(study, point)))
            memmove(study->at + (size_t)kept++ * k, place_of(study, point), k * sizeof *study->at);
    study->n_broke = point - kept;
    study->n_points = kept;
}

static int too_narrow(const struct study *study, struct err *err)
{
    return err_input(err, "study %s: the constraints leave hardly any of the space that the factors span: narrow the ranges, "
                     "or loosen the constraints", study->name);
}

/* Of a sequence: the first n of those that keep them. */
static int take_longer(struct study *study, struct err *err)
{
    enum { MOST_LONGER = 64 };
    long n = study->space.n;
    for (long longer = n; longer <= n * MOST_LONGER && longer <= DESIGN_MOST_POINTS; longer *= 2) {
        study->space.n = study->n_points = longer;
        int ok = fill(study, longer, err);
        study->space.n = n;
        if (ok != 0)
            return -1;
        keep(study, n);
        if (study->n_points == n)
            return 0;
    }
    return too_narrow(study, err);
}

/* Of points that stand each for itself: another one, anywhere. */
static int draw_again(struct study *study, struct err *err)
{
    enum { MOST_ATTEMPTS = 1000 };
    for (long point = 0; point < study->n_points; point++) {
        double *at = study->at + point * study->space.k;
        if (study_keeps(study, at))
            continue;
        study->n_broke++;
        int attempt = 0;
        do
            design_again(&study->space, point, attempt++, at);
        while (!study_keeps(study, at) && attempt < MOST_ATTEMPTS);
        if (attempt == MOST_ATTEMPTS)
            return too_narrow(study, err);
    }
    return 0;
}

static int keep_rows(struct study *study, struct err *err)
{
    for (long point = 0; point < study->n_points; point++)
        if (!study_keeps(study, place_of(study, point)))
            return err_input(err, "study %s: row %ld of %s breaks a constraint; take it out of the table", study->name,
                             point + 1, study->table);
    return 0;
}

static int keep_constraints(struct study *study, struct err *err)
{
    if (study->design->sequence)
        return take_longer(study, err);
    if (study->design->samples)
        return draw_again(study, err);
    if (study->table[0])
        return keep_rows(study, err);
    keep(study, study->n_points);
    return study->n_points > 0 ? 0 : err_input(err, "study %s: no point of its design keeps the constraints", study->name);
}

int study_points(struct study *study, struct err *err)
{
    study->n_points = study_asks(study);
    study->n_broke = 0;
    if (fill(study, study->n_points, err) != 0)
        return -1;
    return study->n_constraints > 0 ? keep_constraints(study, err) : 0;
}
