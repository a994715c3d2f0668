#include "logrun_figure.h"

#include <math.h>
#include <stdio.h>

#include "plots/gnuplot.h"
#include "plots/marks.h"

enum { FEWEST_CALLS = 24 };         /* an hour with fewer says nothing and is left out */

static double mean_wait_s(const struct logrun_hour *h) { return h->wait_s / h->offered; }
static double abandoned_share(const struct logrun_hour *h) { return h->abandoned / h->offered; }

static void panel(struct page *page, const struct logrun *run, double top, const char *title,
                  double (*of)(const struct logrun_hour *))
{
    struct range y = MARKS_NO_RANGE;
    marks_include(&y, 0);
    theme_panel(page, 1.0, top, 7.25, 2.3, title);
    script_add(page->script, "set xrange [0:24]\nset xtics 3\n");
    for (int s = 0; s < N_LOGRUN_SOURCES; s++) {
        int block = script_block(page->script);
        for (int h = 0; h < 24; h++) {
            int enough = run->hour[LOGRUN_RECORDED][h].offered >= FEWEST_CALLS;
            double row[] = { h + 0.5, enough ? of(&run->hour[s][h]) : NAN };
            script_row(page->script, 2, row);
            marks_include(&y, row[1]);
        }
        script_block_end(page->script);
        marks_line(page, block, s, 0);
    }
    marks_axis(page, 'y', y);
}

static void draw(struct page *page, struct script *script, const struct logrun *run, enum theme_format format)
{
    static const struct theme_entry entry[N_LOGRUN_SOURCES] = {
        [LOGRUN_RECORDED] = { "recorded", LOGRUN_RECORDED, 0 },
        [LOGRUN_SEEN] = { "simulated, all operators seen", LOGRUN_SEEN, 0 },
        [LOGRUN_AT_WORK] = { "simulated, operators at work", LOGRUN_AT_WORK, 0 },
    };
    char caption[128];
    snprintf(caption, sizeof caption, "%s to %s, %d calls; hours with fewer than %d left out", run->first, run->last,
             run->calls, FEWEST_CALLS);
    theme_page(page, script, format, "A recorded call log through the centre", caption, LEGEND_LINES, N_LOGRUN_SOURCES,
               entry, 7.0);
    double top = page->top + 0.35;
    panel(page, run, top, "mean wait of all callers, s", mean_wait_s);
    theme_draw(page);
    panel(page, run, top + 3.2, "share that abandons", abandoned_share);
    theme_label_x(page, "hour of the day");
    theme_draw(page);
    theme_end(page);
}

int logrun_figure(const struct logrun *run, const char *path, enum theme_format format, struct err *err)
{
    struct script script = { 0 };
    struct page page = { 0 };
    draw(&page, &script, run, format);
    int failed = script.failed ? err_set(err, "%s: no memory for the figure", path) : gnuplot_draw(&script, path, err);
    script_free(&script);
    return failed ? -1 : 0;
}
