/* Points by the two factors whose limits tell most: full where the case is of interest; the box as a frame. Beside it, the way
 * there: coverage against density. */
#include "insight.h"

#include <math.h>
#include <stdio.h>

enum { NO_FACTOR = -1 };

static int limited(const struct prim *p, int i)
{
    return prim_limited(p->box.low[i]) || prim_limited(p->box.high[i]);
}

/* Smaller is firmer: the quasi-p of its best limit. */
static double firmness(const struct prim *p, int i)
{
    double low = prim_limited(p->box.low[i]) ? p->low[i].quasi_p : 2, high = prim_limited(p->box.high[i]) ? p->high[i].quasi_p : 2;
    return fmin(low, high);
}

/* The factor with the firmest limit that is not `but`; where none is limited, the first. */
static int firmest(const struct insight *f, int but)
{
    int best = NO_FACTOR;
    for (int i = 0; i < f->factors.n; i++)
        if (i != but && (best == NO_FACTOR || firmness(&f->discovery.prim, i) < firmness(&f->discovery.prim, best)))
            best = i;
    return best == NO_FACTOR ? but : best;
}

static void points(struct insight *f, const int axis[2], int interest)
{
    const struct discovery *d = &f->discovery;
    int block = script_block(&f->script), style = interest ? 2 : 0, shown = 0;
    for (int p = 0; p < d->prim.n; p++)
        if (d->interest[p] == interest) {
            const double *x = d->x + (long)p * d->factors.n;
            script_row(&f->script, 2, (double[]){ x[axis[0]], x[axis[1]] });
            shown = 1;
        }
    script_block_end(&f->script);
    if (shown)
        theme_clause(&f->page, "$d%d using 1:2 with points pointtype %d pointsize %g linewidth 0.5 linecolor rgb '%s'", block,
                     interest ? THEME_STYLE[style].point : THEME_STYLE[style].hollow, interest ? 0.35 : 0.22,
                     interest ? THEME_STYLE[style].colour : THEME_GREY);
}

static double end(const struct insight *f, int axis, int above)
{
    double limit = above ? f->discovery.prim.box.high[axis] : f->discovery.prim.box.low[axis];
    return prim_limited(limit) ? limit : above ? f->factors.high[axis] : f->factors.low[axis];
}

static void frame(struct insight *f, const int axis[2])
{
    int block = script_block(&f->script);
    for (int c = 0; c <= 4; c++)
        script_row(&f->script, 2, (double[]){ end(f, axis[0], c == 1 || c == 2), end(f, axis[1], c == 2 || c == 3) });
    script_block_end(&f->script);
    theme_clause(&f->page, "$d%d using 1:2 with lines linewidth 1.6 linecolor rgb '%s'", block, THEME_STYLE[1].colour);
}

static void range_of(struct insight *f, char which, int axis)
{
    double low = f->factors.low[axis], high = f->factors.high[axis], room = 0.03 * (high - low);
    theme_axis(&f->page, which, low - room, high + room);
}

/* Coverage falls and density rises as the box is peeled; the one chosen, after pasting, is full. */
static void trajectory(struct insight *f)
{
    const struct prim *p = &f->discovery.prim;
    int block = script_block(&f->script);
    for (int s = 0; s < p->n_steps; s++)
        script_row(&f->script, 2, (double[]){ 100 * p->step[s].coverage, 100 * p->step[s].density });
    script_block_end(&f->script);
    theme_axis(&f->page, 'x', 0, 105);
    theme_axis(&f->page, 'y', 0, 105);
    theme_clause(&f->page, "$d%d using 1:2 with linespoints pointtype 6 pointsize 0.2 linewidth 0.7 linecolor rgb '%s'", block,
                 THEME_GREY);
    marks_point(&f->page, 100 * p->box.coverage, 100 * p->box.density, 1, 0);
    marks_point(&f->page, 100 * p->other_coverage, 100 * p->other_density, 1, 1);
}

void insight_box(struct insight *f)
{
    const struct discovery *d = &f->discovery;
    char caption[512], label[FACTORS_LABEL_SIZE], name[PATH_SIZE];
    struct theme_entry entry[2] = { { insight_word(f, "case of interest", "所关注"), 2, 0 },
                                    { insight_word(f, "other", "其他"), 0, 1 } };
    int axis[2] = { firmest(f, NO_FACTOR), 0 }, used, first = 0;
    axis[1] = firmest(f, axis[0]);
    used = snprintf(caption, sizeof caption,
                    insight_word(f, "of interest: %s %s %g, %d of %d points; limits:", "所关注：%s %s %g，%d/%d 个点；限："),
                    insight_kpi(f, 0), d->wish.above ? ">" : "<", d->wish.limit, d->prim.hits, d->prim.n);
    for (int i = 0; i < f->factors.n && used < 400; i++)
        if (limited(&d->prim, i))
            used += snprintf(caption + used, sizeof caption - (size_t)used, "%s %s %.3g–%.3g%s", first++ ? "," : "",
                             insight_factor(f, i, name), end(f, i, 0), end(f, i, 1),
                             firmness(&d->prim, i) > .05 ? insight_word(f, " (may be spurious)", "（疑虚假）") : "");
    insight_page(f, caption, 2, entry, 5.2);
    theme_panel(&f->page, 1.0, f->page.top + 0.5, 4.0, 3.6, factors_label(&f->factors, axis[1], f->wish->chinese, label));
    theme_label_x(&f->page, factors_label(&f->factors, axis[0], f->wish->chinese, label));
    range_of(f, 'x', axis[0]);
    range_of(f, 'y', axis[1]);
    points(f, axis, 0);
    points(f, axis, 1);
    frame(f, axis);
    theme_draw(&f->page);
    theme_panel(&f->page, 5.9, f->page.top + 0.5, 2.35, 2.35, insight_word(f, "density, %", "密度，%"));
    theme_label_x(&f->page, insight_word(f, "coverage, %", "覆盖率，%"));
    trajectory(f);
    theme_text(&f->page, 5.6, f->page.top + 3.95, insight_word(f, "full: this box;", "实心：此箱；"));
    theme_text(&f->page, 5.6, f->page.top + 4.25, insight_word(f, "hollow: half samples'", "空心：半样本之箱"));
    theme_text(&f->page, 5.6, f->page.top + 4.55, insight_word(f, "boxes, in the other half", "在另一半点上"));
    theme_draw(&f->page);
}
