/* Scenarios by two outputs: full dots and a line for the front, hollow ones behind it; the ellipse of the means of each; numbers
 * beside the front's, and beside all where they are few, with their names below and how often each is on the front in resamples. */
#include "insight.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRONT_STYLE = 1, OTHER_STYLE = 0, MOST_NAMES = 8 };

static void include_ellipse(const struct pareto_row *row, struct range *x, struct range *y)
{
    const struct pareto_ellipse *e = &row->ellipse;
    double dx = sqrt(pow(e->a * cos(e->angle), 2) + pow(e->b * sin(e->angle), 2));
    double dy = sqrt(pow(e->a * sin(e->angle), 2) + pow(e->b * cos(e->angle), 2));
    marks_include(x, e->x - dx);
    marks_include(x, e->x + dx);
    marks_include(y, e->y - dy);
    marks_include(y, e->y + dy);
}

/* As a line of points, for its half-axes are of two units. */
static void ellipse(struct insight *f, const struct pareto_ellipse *e, int style)
{
    enum { CORNERS = 60 };
    int block = script_block(&f->script);
    for (int i = 0; i <= CORNERS; i++) {
        double t = 2 * acos(-1.0) * i / CORNERS, u = e->a * cos(t), v = e->b * sin(t);
        script_row(&f->script, 2, (double[]){ e->x + u * cos(e->angle) - v * sin(e->angle),
                                              e->y + u * sin(e->angle) + v * cos(e->angle) });
    }
    script_block_end(&f->script);
    theme_clause(&f->page, "$d%d using 1:2 with lines linewidth 0.6 linecolor rgb '%s'", block, THEME_STYLE[style].colour);
}

/* Those on the front by the first output. */
static int front_of(const struct pareto *p, int order[])
{
    int n = 0;
    for (int s = 0; s < p->n; s++) {
        if (!p->row[s].on_front)
            continue;
        int at = n++;
        for (; at > 0 && p->row[order[at - 1]].mean[0].mean > p->row[s].mean[0].mean; at--)
            order[at] = order[at - 1];
        order[at] = s;
    }
    return n;
}

static void line(struct insight *f, int n, const int order[])
{
    int block = script_block(&f->script);
    for (int i = 0; i < n; i++)
        script_row(&f->script, 2, (double[]){ f->pareto.row[order[i]].mean[0].mean, f->pareto.row[order[i]].mean[1].mean });
    script_block_end(&f->script);
    theme_clause(&f->page, "$d%d using 1:2 with lines linewidth 1.1 dashtype (6,3) linecolor rgb '%s'", block,
                 THEME_STYLE[FRONT_STYLE].colour);
}

/* Behind the n on the front, those that are not, if all together are few; how many stand in the order now. */
static int with_beaten(const struct pareto *p, int n, int order[])
{
    if (p->n > MOST_NAMES)
        return n;
    for (int s = 0; s < p->n; s++)
        if (!p->row[s].on_front)
            order[n++] = s;
    return n;
}

/* Numbers beside the dots and their names below: "1 no-assessment, 98 %". */
static void names(struct insight *f, int n, const int order[], double y)
{
    char text[256], number[12];
    for (int i = 0; i < n && i < MOST_NAMES; i++, y += 0.3) {
        const struct pareto_row *row = &f->pareto.row[order[i]];
        const char *zh = f->pareto.plan->policy_zh[order[i]], *own = f->pareto.plan->scenario_name[order[i]];
        int plain = f->pareto.plan->n_factors > 0 || !f->wish->chinese || !zh || !*zh;
        snprintf(text, sizeof text, "%d  %s%s", i + 1, plain ? own : zh, "");
        if (isfinite(row->share))
            snprintf(text + strlen(text), sizeof text - strlen(text), insight_word(f, ", %.0f %%", "，%.0f%%"), 100 * row->share);
        theme_text(&f->page, 0.3, y, text);
        snprintf(number, sizeof number, "%d", i + 1);
        script_add(&f->script, "set label '%s' at first %.7g,%.7g left offset character 0.6,0.4 front\n", number, row->mean[0].mean,
                   row->mean[1].mean);
    }
    if (n > MOST_NAMES) {
        snprintf(text, sizeof text, insight_word(f, "and %d more", "另有%d个"), n - MOST_NAMES);
        theme_text(&f->page, 0.3, y, text);
    }
}

/* What it is and which end of it is good, on one line or two. */
static const char *objective(const struct insight *f, int i, const char *between, char label[256])
{
    int lower = OUTPUTS[f->pareto.objective[i]].better == LOWER;
    snprintf(label, 256, "%s%s%s", insight_kpi(f, i), f->wish->chinese ? "" : between,
             lower ? insight_word(f, "(less is better)", "（越小越好）") : insight_word(f, "(more is better)", "（越大越好）"));
    return label;
}

void insight_pareto(struct insight *f)
{
    const struct pareto *p = &f->pareto;
    int *order = malloc((size_t)p->n * sizeof *order), n = order ? front_of(p, order) : 0;
    int named = order ? with_beaten(p, n, order) : 0, shown = named <= MOST_NAMES ? named : MOST_NAMES + 1;
    struct theme_entry entry[2] = { { insight_word(f, "on the front", "在前沿"), FRONT_STYLE, 0 },
                                    { insight_word(f, "beaten", "被支配"), OTHER_STYLE, 1 } };
    struct range x = MARKS_NO_RANGE, y = MARKS_NO_RANGE;
    char caption[512], label[256];
    for (int s = 0; s < p->n; s++)
        include_ellipse(&p->row[s], &x, &y);
    snprintf(caption, sizeof caption,
             insight_word(f, "%d replications; %g %% ellipses of the means; below, how often in resamples it is there",
                          "%d次重复；均值的%g%%椭圆；下方为重抽样中在前沿的比例"), p->n_replicates, 100 * f->wish->level);
    insight_page(f, caption, 2, entry, 6.1 + 0.3 * shown);
    theme_panel(&f->page, 1.2, f->page.top + 0.45, 6.95, 4.4, objective(f, 1, " ", label));
    theme_label_x(&f->page, objective(f, 0, theme_width(insight_kpi(f, 0)) > 5 ? "\n" : " ", label));
    marks_axis(&f->page, 'x', x);
    marks_axis(&f->page, 'y', y);
    for (int s = 0; s < p->n; s++)
        ellipse(f, &p->row[s].ellipse, p->row[s].on_front ? FRONT_STYLE : OTHER_STYLE);
    if (p->plan->n_factors == 0)
        line(f, n, order);
    for (int s = 0; s < p->n; s++)
        marks_point(&f->page, p->row[s].mean[0].mean, p->row[s].mean[1].mean, p->row[s].on_front ? FRONT_STYLE : OTHER_STYLE,
                    !p->row[s].on_front);
    names(f, named, order, f->page.top + 6.1);
    theme_draw(&f->page);
    free(order);
}
