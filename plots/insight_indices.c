/* Shares of the response's variance with their intervals: first order and total of a Saltelli design; of others the first order
 * from bins, and of Morris mean absolute effects with their spread. Groups of factors stand below their factors. */
#include "insight.h"

#include <math.h>
#include <stdio.h>

enum { FIRST, TOTAL };
#define ROW_HIGH 0.42             /* cm */

struct number { double value; struct interval own; int told; };

static void dot(struct insight *f, double y, const struct number *n, int style)
{
    if (n->own.low < n->own.high)
        marks_span(&f->page, y, n->own.low, n->own.high, style);
    marks_point(&f->page, n->value, y, style, n->own.low <= 0);
}

static void include(struct range *x, const struct number *n)
{
    marks_include(x, n->value);
    marks_include(x, n->own.low);
    marks_include(x, n->own.high);
}

/* The one or two numbers of factor i, or of a group. */
static int numbers(const struct sensitivity *s, int i, struct number number[2])
{
    const struct sobol_index *first = &s->sobol.first[i], *total = &s->sobol.total[i];
    int told = sensitivity_told(s, i);
    switch (s->kind) {
    case SENSITIVITY_SOBOL:
        number[FIRST] = (struct number){ first->value, first->interval, first->told };
        number[TOTAL] = (struct number){ total->value, total->interval, total->told };
        return 2;
    case SENSITIVITY_MORRIS:
        number[FIRST] = (struct number){ s->morris[i].sigma, s->morris[i].sigma_interval, told };
        number[TOTAL] = (struct number){ s->morris[i].mu_star, s->morris[i].mu_star_interval, told };
        return 2;
    case SENSITIVITY_RANKS:
        number[FIRST] = (struct number){ s->regress[i].first, s->regress[i].first_interval, told };
        return 1;
    default: return 0;
    }
}

/* The marks of factor i in row y; where there is nothing to mark, a word about what would do. */
static void row_draw(struct insight *f, int i, int y, double left, double top, const struct theme_entry entry[])
{
    const struct sensitivity *s = &f->sensitivity;
    struct number number[2];
    double needed = sensitivity_needed(s, i);
    char text[160];
    int of = numbers(s, i, number), told = 0;
    for (int m = 0; m < of; m++)
        if (number[m].told) {
            dot(f, y + marks_dodge(m, of), &number[m], entry[m].style);
            told = 1;
        }
    if (told || of == 0)
        return;
    snprintf(text, sizeof text, isnan(needed) ? insight_word(f, "not told", "未能得出")
             : s->kind == SENSITIVITY_MORRIS ? insight_word(f, "not told; replications: %.0f or more", "未能得出；重复至少%.0f次")
             : insight_word(f, "not told; about n: %.0f would do", "未能得出；n约需%.0f"), needed);
    theme_text(&f->page, left + 0.15, top + ROW_HIGH * (y - 0.5), text);
}

static void caption_write(const struct insight *f, char caption[512])
{
    const struct sensitivity *s = &f->sensitivity;
    double share = sensitivity_noise_share(s);
    int used = snprintf(caption, 512, "%s%s", insight_kpi(f, 0), insight_word(f, "; ", "；"));
    if (s->kind == SENSITIVITY_SOBOL && !s->sobol.varies)
        used += snprintf(caption + used, 512 - (size_t)used, "%s", insight_word(f, "the factors do not surely make any variance; ",
                                                                                "不能断定因素造成方差；"));
    else if (s->kind == SENSITIVITY_SOBOL && !s->sobol.converged)
        used += snprintf(caption + used, 512 - (size_t)used, insight_word(f, "NOT CONVERGED, n: %ld would do; ", "未收敛，n约需%ld；"),
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
    double rows = ROW_HIGH * n, left = n > k ? insight_sets_room(f) : insight_factors_room(f);
    struct number number[2];
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
        for (int m = 0, of = numbers(s, i, number); m < of; m++)
            if (number[m].told)
                include(&x, &number[m]);
    if (!morris && !(x.high > 0))
        marks_include(&x, 1);
    insight_page(f, caption, numbers(s, 0, number), entry, rows + 1.3);
    theme_panel(&f->page, left, f->page.top + 0.1, 8.2 - left, rows, NULL);
    insight_sets_rows(f, n, order);
    marks_axis(&f->page, 'x', x);
    theme_label_x(&f->page, morris ? insight_word(f, "effect of the whole range", "全取值范围的效应")
                                   : insight_word(f, "share of the variance of the response", "占响应方差的份额"));
    marks_rule(&f->page, 0);
    for (int i = 0; i < n; i++)
        row_draw(f, order[i], i + 1, left, f->page.top + 0.1, entry);
    theme_draw(&f->page);
}
