/* report.c - the page, top to bottom. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/answers/headlines.h"
#include "analysis/numbers/tidy.h"
#include "plots/report/assets.h"
#include "plots/report/html.h"
#include "plots/report/parts.h"
#include "sim/record/provenance.h"

const char *report_word(const struct report *r, const char *english, const char *chinese)
{
    return r->zh ? chinese : english;
}

void report_parameter(const struct report *r, const char *path)
{
    char name[PATH_SIZE];
    const struct param *param = param_at(path);
    if (r->zh && param) {
        html_text(r->out, strstr(path, ".*.") ? param_zh(param) : param_zh_path(name, path));     /* of any row, or of one */
        fputc(' ', r->out);
    }
    fputs("<code>", r->out);
    html_text(r->out, path);
    fputs("</code> ", r->out);
}

const char *report_scenario(const struct report *r, int scenario, char name[REPORT_NAME_SIZE])
{
    const char *zh = r->plan->policy_zh[scenario], *point = compare_point(r->plan, scenario);
    if (r->zh && zh && *zh)
        snprintf(name, REPORT_NAME_SIZE, "%s%s%s", zh, *point ? " @ " : "", point);
    else
        snprintf(name, REPORT_NAME_SIZE, "%s", r->plan->scenario_name[scenario]);
    return name;
}

const char *report_kpi(const struct report *r, int k)
{
    enum output kpi = r->c.kpi[k];
    for (int h = 0; h < N_HEADLINES && !r->zh; h++)
        if (HEADLINES[h].output == kpi)
            return HEADLINES[h].english;
    return OUTPUTS[kpi].zh;
}

void report_estimate(const struct report *r, enum output kpi, struct estimate e, int sign)
{
    char text[ESTIMATE_TEXT_SIZE];
    const char *unit = OUTPUTS[kpi].unit;
    estimate_text(text, e, sign);
    html_say(r->out, "%s%s%s%s", *text == '-' ? "−" : "", text + (*text == '-'), strcmp(unit,
                                                                                        "1") == 0 || e.n == 0 ? "" : " ",
             strcmp(unit, "1") == 0 || e.n == 0 ? "" : unit);
}

int report_runs(const struct report *r)
{
    int n = 0;
    for (int s = 0; s < r->c.n_scenarios; s++)
        n += r->c.n_runs[s];
    return n;
}

int report_first_point(const struct report *r)
{
    return r->c.first_point ? r->c.first_point : r->c.n_scenarios;
}

static int headlines_compare(struct report *r, struct err *err)
{
    enum output kpi[N_OUTPUTS];
    int n = 0;
    for (int h = 0; h < N_HEADLINES; h++)
        if (result_has(r->result, HEADLINES[h].output))
            kpi[n++] = HEADLINES[h].output;
    return compare_result(&r->c, r->result, n, kpi, r->wish->control, r->wish->level, err);
}

static void head_write(const struct report *r)
{
    const char *lang = r->wish->chinese ? "zh" : "en";
    fprintf(r->out, "<!DOCTYPE html>\n<html lang=\"%s\" data-lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", lang,
            lang);
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
          "script-src 'unsafe-inline'; img-src data:\">\n<link rel=\"icon\" href=\"data:,\">\n<title>", r->out);
    html_text(r->out, r->plan->title[0] ? r->plan->title : r->wish->path);
    fprintf(r->out, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n", asset_uplot_css, asset_page_css);
    fputs("<nav><span class=\"brand\">Hotline</span><span class=\"controls\">"
          "<button type=\"button\" data-to=\"en\" lang=\"en\">English</button>"
          "<button type=\"button\" data-to=\"zh\" lang=\"zh\">中文</button></span></nav>\n", r->out);
}

static void title_write(const struct report *r)
{
    const char *zh = r->plan->title_zh, *title = r->zh && *zh ? zh : r->plan->title;
    fputs("<h1>", r->out);
    html_text(r->out, *title ? title : r->wish->path);
    fputs("</h1>\n", r->out);
}

static void body_write(struct report *r, int zh)
{
    r->zh = zh;
    fprintf(r->out, "<main lang=\"%s\">\n", zh ? "zh" : "en");
    title_write(r);
    question_write(r);
    finding_write(r);
    table_write(r);
    charts_write(r);
    stills_write(r);
    assumptions_write(r);
    closing_write(r);
    fputs("</main>\n", r->out);
}

static void page_write(struct report *r)
{
    head_write(r);
    body_write(r, 0);
    body_write(r, 1);
    if (r->numbers)
        fprintf(r->out, "<script type=\"application/json\" id=\"numbers\">%s</script>\n<script>\n%s</script>\n",
                r->numbers,
                asset_uplot_js);
    fprintf(r->out, "<script>\n%s</script>\n</body>\n</html>\n", asset_page_js);
}

int report_write(struct result *result, const struct report_wish *wish, const char *out, struct report_told *told,
                 struct err *err)
{
    struct report r = { .wish = wish, .result = result, .plan = result_plan(result) };
    struct tidy tidy;
    r.n_shown = r.plan->n_scenarios < THEME_STYLES ? r.plan->n_scenarios : THEME_STYLES;
    for (int s = 0; s < r.n_shown; s++)
        r.shown[s] = s;
    int ok = headlines_compare(&r, err) || charts_read(&r, err) || stills_make(&r, err) || tidy_begin(&tidy, out,
                                                                                                      err) ? -1 : 0;
    if (ok == 0) {
        r.out = tidy.file;
        page_write(&r);
        ok = tidy_end(&tidy, err);
    }
    *told = (struct report_told){ charts_number(), r.n_stills };
    stills_free(&r);
    free(r.numbers);
    compare_free(&r.c);
    return ok;
}
