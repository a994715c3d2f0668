/* A bar for each factor, from the response's change at its low end to that at its high end, the longest on top; each end with
 * its interval. */
#include "insight.h"

#include <math.h>
#include <stdio.h>

enum { LOW_SHADE = 1, HIGH_SHADE = 4 };      /* a cold and a warm one, of different lightness, too */

static double reach(const struct sensitivity_swing *w)
{
    return fmax(fabs(w->at_low.mean), fabs(w->at_high.mean));
}

static void order_by_reach(const struct sensitivity *s, int order[FACTORS_MOST])
{
    for (int i = 0; i < s->factors.n; i++) {
        int at = i;
        for (; at > 0 && reach(&s->swing[order[at - 1]]) < reach(&s->swing[i]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

/* Its interval a little above or below the middle, where both ends lie on one side. */
static void bar(struct page *page, double y, struct estimate e, int shade)
{
    if (e.n == 0)
        return;
    script_add(page->script,
               "set object rectangle from first 0,%.7g to first %.7g,%.7g fillcolor rgb '%s' fillstyle solid noborder\n",
               y - 0.3, e.mean, y + 0.3, THEME_SHADE[shade]);
    if (isfinite(e.half))
        marks_span(page, y + (shade == LOW_SHADE ? -0.1 : 0.1), estimate_low(e), estimate_high(e), 0);
}

void insight_tornado(struct insight *f)
{
    const struct sensitivity *s = &f->sensitivity;
    const char *const end[] = { insight_word(f, "factor low", "取值低"), insight_word(f, "factor high", "取值高") };
    int order[FACTORS_MOST], n = s->factors.n;
    double rows = 0.42 * n, left = insight_factors_room(f);
    struct range x = MARKS_NO_RANGE;
    char caption[512], label[256];
    order_by_reach(s, order);
    snprintf(caption, sizeof caption, s->kind == SENSITIVITY_SWINGS
             ? insight_word(f, "each factor alone from its first value, paired, %g %% interval", "各因素自首个取值单独变动，配对，%g%%区间")
             : insight_word(f, "mean in a factor's lowest and highest fifth, from the mean of all; %g %% interval",
                            "因素取最低与最高五分之一时的均值，与总均值之差，%g%%区间"), 100 * s->level);
    snprintf(label, sizeof label, insight_word(f, "change of: %s", "变化：%s"), insight_kpi(f, 0));
    insight_page(f, caption, 0, NULL, rows + (theme_width(label) > 8.2 ? 1.8 : 1.55));
    theme_shade_legend(&f->page, left, f->page.top + 0.12, 2, end, (const int[]){ LOW_SHADE, HIGH_SHADE });
    theme_panel(&f->page, left, f->page.top + 0.4, 8.2 - left, rows, NULL);
    insight_factors_rows(f, order);
    marks_include(&x, 0);
    for (int i = 0; i < n; i++) {
        marks_include_estimate(&x, s->swing[i].at_low, 1);
        marks_include_estimate(&x, s->swing[i].at_high, 1);
    }
    theme_axis(&f->page, 'x', 1.05 * fmin(x.low, -0.05 * x.high), 1.05 * fmax(x.high, -0.05 * x.low));
    theme_label_x(&f->page, label);
    for (int i = 0; i < n; i++) {
        bar(&f->page, i + 1, s->swing[order[i]].at_low, LOW_SHADE);
        bar(&f->page, i + 1, s->swing[order[i]].at_high, HIGH_SHADE);
    }
    marks_rule(&f->page, 0);
    theme_draw(&f->page);
}
