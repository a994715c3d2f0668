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

static int draw(struct report *r, struct still *still, int zh, struct err *err)
{
    struct figure_wish wish = { .format = THEME_SVG, .chinese = zh, .level = r->wish->level,
                                .control = r->wish->control,
                                .n_scenarios = r->n_shown };
    struct figure figure;
    struct aside aside;
    char prefix[32];
    memcpy(wish.scenario, r->shown, sizeof wish.scenario);
    snprintf(prefix, sizeof prefix, "f%d%s-", (int)(still->kind - FIGURES), zh ? "zh" : "en");
    if (aside_make(&aside, "figure.svg", err) != 0)
        return -1;
    int ok = figure_begin(&figure, still->kind, r->result, &wish, err);
    if (ok == 0)
        ok = figure_save(&figure, aside.file, err);
    if (ok == 0 && !(still->svg[zh] = svg_take(aside.file, prefix, err)))
        ok = -1;
    figure_free(&figure);
    aside_remove(&aside);
    return ok;
}

/* A figure that the result has no numbers for is left out; without gnuplot there is none, and the page says why. */
int stills_make(struct report *r, struct err *err)
{
    r->still = calloc((size_t)N_FIGURES, sizeof *r->still);
    if (!r->still)
        return err_set(err, "no memory for %d figures", N_FIGURES);
    for (int k = 0; k < N_FIGURES; k++) {
        struct still *still = &r->still[r->n_stills];
        struct err why = { 0 };
        *still = (struct still){ .kind = &FIGURES[k] };
        if (still->kind->needs == FIGURE_RESPONSE && r->plan->n_factors == 0)
            continue;
        if (still->kind->needs == FIGURE_COMPARISON && r->c.n_read == 0)
            continue;
        if (draw(r, still, 0, &why) == 0 && draw(r, still, 1, &why) == 0) {
            r->n_stills++;
            continue;
        }
        free(still->svg[0]);
        if (why.code == EXIT_ENVIRONMENT) {
            snprintf(r->stills_missing, sizeof r->stills_missing, "%.250s", why.text);
            return 0;
        }
    }
    return 0;
}

void stills_write(struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n", report_word(r, "Figures", "图"));
    if (r->stills_missing[0]) {
        fputs("<p class=\"note\">", r->out);
        html_say(r->out, report_word(r, "Static figures are left out: %s.", "静态图缺失：%s。"), r->stills_missing);
        fputs("</p>\n", r->out);
    }
    fputs("<div class=\"figures\">\n", r->out);
    for (int i = 0; i < r->n_stills; i++) {
        const struct still *still = &r->still[i];
        fputs("<figure role=\"img\" aria-label=\"", r->out);
        html_attribute(r->out, report_word(r, still->kind->title, still->kind->chinese));
        fprintf(r->out, "\">\n%s</figure>\n", still->svg[r->zh]);
    }
    fputs("</div>\n<p class=\"note\">", r->out);
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
