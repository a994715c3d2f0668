/* Shares of the response's variance with their intervals: first order and total of a Saltelli design; of others the first order
 * from bins, and of Morris mean absolute effects with their spread. Groups of factors stand below their factors. */
#include "insight.h"

#include <stdio.h>

enum { FIRST, TOTAL };

static void dot(struct insight *f, double y, double value, struct interval own, int style)
{
    if (own.low < own.high)
        marks_span(&f->page, y, own.low, own.high, style);
    marks_point(&f->page, value, y, style, own.low <= 0);
}

static void include(struct range *x, double value, struct interval own)
{
    marks_include(x, value);
    marks_include(x, own.low);
    marks_include(x, own.high);
}

/* The one or two numbers of factor i, or of a group. */
static int numbers(const struct sensitivity *s, int i, double value[2], struct interval own[2])
{
    if (s->kind == SENSITIVITY_SOBOL) {
        value[FIRST] = s->sobol.first[i].value;
        own[FIRST] = s->sobol.first[i].interval;
        value[TOTAL] = s->sobol.total[i].value;
        own[TOTAL] = s->sobol.total[i].interval;
        return 2;
    }
    if (s->kind == SENSITIVITY_MORRIS) {
        value[FIRST] = s->morris[i].sigma;
        own[FIRST] = s->morris[i].sigma_interval;
        value[TOTAL] = s->morris[i].mu_star;
        own[TOTAL] = s->morris[i].mu_star_interval;
        return 2;
    }
    value[FIRST] = s->kind == SENSITIVITY_RANKS ? s->regress[i].first : 0;
    own[FIRST] = s->kind == SENSITIVITY_RANKS ? s->regress[i].first_interval : (struct interval){ 0, 0 };
    return s->kind == SENSITIVITY_RANKS;
}

static void caption_write(const struct insight *f, char caption[512])
{
    const struct sensitivity *s = &f->sensitivity;
    double share = sensitivity_noise_share(s);
    int used = snprintf(caption, 512, "%s%s", insight_kpi(f, 0), insight_word(f, "; ", "；"));
    if (s->kind == SENSITIVITY_SOBOL && !s->sobol.converged)
        used += snprintf(caption + used, 512 - (size_t)used, insight_word(f, "NOT CONVERGED, n: %ld would do; ", "未收敛，n: %ld 可收敛；"),
                         s->sobol.n_needed);
    if (share == share)
        used += snprintf(caption + used, 512 - (size_t)used,
                         insight_word(f, "replicate noise is %.0f %% of the variance of one run; ", "重复间噪声占单次运行方差的%.0f%%；"),
                         100 * share);
    snprintf(caption + used, 512 - (size_t)used, insight_word(f, "%g %% interval, hollow where it reaches 0", "%g%%区间，及于0者为空心"),
             100 * s->level);
}

void insight_indices(struct insight *f)
{
    const struct sensitivity *s = &f->sensitivity;
    int morris = s->kind == SENSITIVITY_MORRIS, order[SOBOL_MOST_SETS];
    int k = s->factors.n, n = k + (s->kind == SENSITIVITY_SOBOL ? s->factors.n_groups : 0);
    double value[2], rows = 0.42 * n, left = n > k ? insight_sets_room(f) : insight_factors_room(f);
    struct interval own[2];
    struct range x = MARKS_NO_RANGE;
    struct theme_entry entry[2] = {
        { morris ? insight_word(f, "sigma: how far it depends on the others", "sigma：随其他因素而变的程度")
                 : insight_word(f, "first order: alone", "一阶：单独作用"), 2, 0 },
        { morris ? insight_word(f, "mu*: mean absolute effect", "mu*：平均绝对效应")
                 : insight_word(f, "total: with others", "总：含交互"), 1, 0 },
    };
    char caption[512];
    sensitivity_order(s, order);
    for (int i = k; i < n; i++)
        order[i] = i;
    caption_write(f, caption);
    marks_include(&x, 0);
    for (int i = 0; i < n; i++)
        for (int m = 0, of = numbers(s, i, value, own); m < of; m++)
            include(&x, value[m], own[m]);
    insight_page(f, caption, numbers(s, 0, value, own), entry, rows + 1.3);
    theme_panel(&f->page, left, f->page.top + 0.1, 8.2 - left, rows, NULL);
    insight_sets_rows(f, n, order);
    marks_axis(&f->page, 'x', x);
    theme_label_x(&f->page, morris ? insight_word(f, "effect of the whole range", "全取值范围的效应")
                                   : insight_word(f, "share of the variance of the response", "占响应方差的份额"));
    marks_rule(&f->page, 0);
    for (int i = 0; i < n; i++) {
        int of = numbers(s, order[i], value, own);
        for (int m = 0; m < of; m++)
            dot(f, i + 1 + marks_dodge(m, of), value[m], own[m], entry[m].style);
    }
    theme_draw(&f->page);
}
