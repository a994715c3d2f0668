/* stills.c - the program's own figures inside the page, as SVG in both languages. */
#include "plots/report/parts.h"

#include <stdlib.h>
#include <string.h>

#include "plots/gnuplot.h"
#include "plots/report/html.h"
#include "sim/base/aside.h"
#include "sim/base/text.h"

static char *slurp(const char *path)
{
    char *text = NULL, bytes[65536];
    size_t size, n;
    FILE *in = fopen(path, "r"), *out = in ? open_memstream(&text, &size) : NULL;
    while (out && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        fwrite(bytes, 1, n, out);
    if (out && fclose(out) != 0) {
        free(text);
        text = NULL;
    }
    if (in)
        fclose(in);
    return text;
}

/* Names inside a picture (id='gpPt1', '#gpPt1', url(#x)) get a prefix: a page has many pictures, and one space of names. */
static const char *name_here(const char *at)
{
    static const char *const BEFORE[] = { "id='", "id=\"", "href='#", "href=\"#", "url(#" };
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++)
        if (text_begins(at, BEFORE[i]))
            return BEFORE[i];
    return NULL;
}

/* The <svg> element alone, its titles (which are gnuplot's) left out. */
static void svg_copy(FILE *out, const char *svg, const char *prefix)
{
    for (const char *at = svg; *at;) {
        const char *before = name_here(at), *end = text_begins(at, "<title>") ? strstr(at, "</title>") : NULL;
        if (end) {
            at = end + strlen("</title>");
        } else if (before) {
            fprintf(out, "%s%s", before, prefix);
            at += strlen(before);
        } else {
            putc(*at++, out);
        }
    }
}

static char *svg_take(const char *path, const char *prefix, struct err *err)
{
    char *file = slurp(path), *svg = file ? strstr(file, "<svg") : NULL, *text = NULL;
    size_t size;
    FILE *out = svg ? open_memstream(&text, &size) : NULL;
    if (out) {
        svg_copy(out, svg, prefix);
        fclose(out);
    }
    free(file);
    if (!text)
        err_set(err, "no memory for a figure");
    return text;
}

static int figure_file(struct report *r, const struct still *still, int zh, const char *file, struct err *err)
{
    struct figure_wish wish = { .format = THEME_SVG, .chinese = zh, .level = r->wish->level,
                                .control = r->wish->control,
                                .n_scenarios = r->n_shown };
    struct figure figure;
    memcpy(wish.scenario, r->shown, sizeof wish.scenario);
    int ok = figure_begin(&figure, still->kind, r->result, &wish, err);
    if (ok == 0)
        ok = figure_save(&figure, file, err);
    figure_free(&figure);
    return ok;
}

static int insight_file(struct report *r, const struct still *still, int zh, const char *file, struct err *err)
{
    struct insight_wish wish = { .format = THEME_SVG, .chinese = zh, .level = r->wish->level, .n_kpis = 1, .kpi = { OUT_regret } };
    struct insight insight;
    int ok = insight_begin(&insight, still->insight, r->result, &wish, err);
    if (ok == 0)
        ok = insight_save(&insight, file, err);
    insight_free(&insight);
    return ok;
}

static int draw(struct report *r, struct still *still, int zh, struct err *err)
{
    struct aside aside;
    char prefix[32];
    snprintf(prefix, sizeof prefix, "f%d%s-", r->n_stills, zh ? "zh" : "en");
    if (aside_make(&aside, "figure.svg", err) != 0)
        return -1;
    int ok = (still->kind ? figure_file : insight_file)(r, still, zh, aside.file, err);
    if (ok == 0 && !(still->svg[zh] = svg_take(aside.file, prefix, err)))
        ok = -1;
    aside_remove(&aside);
    return ok;
}

/* One figure in both languages; -1: it is left out, and so will be all others. */
static int still_add(struct report *r, struct still still)
{
    struct err why = { 0 };
    if (draw(r, &still, 0, &why) == 0 && draw(r, &still, 1, &why) == 0) {
        r->still[r->n_stills++] = still;
        return 0;
    }
    free(still.svg[0]);
    if (why.code != EXIT_ENVIRONMENT)
        return 0;
    snprintf(r->stills_missing, sizeof r->stills_missing, "%.250s", why.text);
    return -1;
}

/* A figure that the result has no numbers for is left out; without gnuplot there is none, and the page says why. Where factors
 * vary, figures of what regret depends on come after those of outputs. */
int stills_make(struct report *r, struct err *err)
{
    r->still = calloc((size_t)(N_FIGURES + N_INSIGHTS), sizeof *r->still);
    if (!r->still)
        return err_set(err, "no memory for %d figures", N_FIGURES + N_INSIGHTS);
    for (int k = 0; k < N_FIGURES; k++) {
        if (FIGURES[k].needs == FIGURE_RESPONSE && !figure_responds(r->plan))
            continue;
        if (FIGURES[k].needs == FIGURE_POINTS && !report_many(r))
            continue;
        if (FIGURES[k].needs == FIGURE_COMPARISON && r->c.n_read == 0)
            continue;
        if (still_add(r, (struct still){ .kind = &FIGURES[k] }))
            return 0;
    }
    for (int k = 0; r->plan->n_factors > 0 && k < N_INSIGHTS; k++)
        if ((INSIGHTS[k].needs == INSIGHT_SENSITIVITY || INSIGHTS[k].needs == INSIGHT_RESPONSE) &&
            still_add(r, (struct still){ .insight = &INSIGHTS[k] }))
            return 0;
    return 0;
}

static const char *still_title(const struct report *r, const struct still *still)
{
    return still->kind ? report_word(r, still->kind->title, still->kind->chinese)
                       : report_word(r, still->insight->title, still->insight->chinese);
}

/* Of a study of many points: does the figure speak of all of them, or of the scenarios that are drawn? */
static int is_of_all(const struct still *still)
{
    return still->insight || still->kind->needs == FIGURE_RESPONSE || still->kind->needs == FIGURE_POINTS;
}

/* Those of all points, or the others; of a study of few points there are no others. */
static void figures_write(struct report *r, int of_all)
{
    fputs("<div class=\"figures\">\n", r->out);
    for (int i = 0; i < r->n_stills; i++) {
        const struct still *still = &r->still[i];
        if (report_many(r) && is_of_all(still) != of_all)
            continue;
        fputs("<figure role=\"img\" aria-label=\"", r->out);
        html_attribute(r->out, still_title(r, still));
        fprintf(r->out, "\">\n%s</figure>\n", still->svg[r->zh]);
    }
    fputs("</div>\n", r->out);
}

void stills_write(struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n", report_word(r, "Figures", "图"));
    if (r->stills_missing[0]) {
        fputs("<p class=\"note\">", r->out);
        html_say(r->out, report_word(r, "Static figures are left out: %s.", "静态图缺失：%s。"), r->stills_missing);
        fputs("</p>\n", r->out);
    }
    figures_write(r, 1);
    if (report_many(r)) {
        fprintf(r->out, "<details>\n<summary>%s</summary>\n",
                report_word(r, "Figures of the first scenarios by themselves", "前几个情景各自的图"));
        figures_write(r, 0);
        fputs("</details>\n", r->out);
    }
    fputs("<p class=\"note\">", r->out);
    html_text(r->out, report_word(r, "`hotline plot KIND RESULT` draws each as PNG, SVG or PDF, with its numbers "
                                     "beside it as CSV.",
                                  "`hotline plot KIND RESULT` 可将各图绘成PNG、SVG或PDF，数字另存为CSV。"));
    fputs("</p>\n</section>\n", r->out);
}

void stills_free(struct report *r)
{
    for (int i = 0; r->still && i < r->n_stills; i++) {
        free(r->still[i].svg[0]);
        free(r->still[i].svg[1]);
    }
    free(r->still);
}
