/* question.c - what is asked and what is compared: the city, the rules, the parameters in which they differ. */
#include "plots/report/parts.h"

#include <stdlib.h>
#include <string.h>

#include "plots/report/html.h"
#include "sim/base/text.h"
#include "sim/base/yaml.h"
#include "sim/scenario/params.h"

enum { MOST_CHANGES = 40 };             /* of one scenario; the rest is counted */

/* A key at the top of a text of YAML, "" where there is none; a list is joined by blanks. */
static void yaml_read_text(const char *yaml, const char *key, char *text, size_t size)
{
    struct yaml_complaints ignored = { 0 };
    struct yaml_file *file = yaml && *yaml ? yaml_from_text("text", yaml, strlen(yaml), &ignored) : NULL;
    const struct yaml *node = file && ignored.n == 0 ? yaml_get(yaml_root(file), key) : NULL;
    size_t used = 0;
    text[0] = '\0';
    if (node && node->kind == YAML_SCALAR)
        snprintf(text, size, "%s", node->text);
    for (int i = 0; node && node->kind == YAML_SEQUENCE && i < node->n && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? " " : "", node->member[i].value->text);
    yaml_file_free(file);
}

/* "320 000", or "" where the text does not tell. */
static const char *residents(const char *yaml, char text[32])
{
    struct yaml_complaints ignored = { 0 };
    struct yaml_file *file = yaml ? yaml_from_text("text", yaml, strlen(yaml), &ignored) : NULL;
    const struct yaml *city = file ? yaml_get(yaml_root(file), "city") : NULL;
    const struct yaml *node = city ? yaml_get(city, "residents") : NULL;
    long n = 0;
    text[0] = '\0';
    if (node && yaml_reads_integer(node, &n) && n >= 1000000)
        snprintf(text, 32, "%ld %03ld %03ld", n / 1000000, n / 1000 % 1000, n % 1000);
    else if (n > 0)
        snprintf(text, 32, n >= 1000 ? "%ld %03ld" : "%.0ld%ld", n / 1000, n % 1000);
    yaml_file_free(file);
    return text;
}

static void city_write(const struct report *r)
{
    const struct result_plan *plan = r->plan;
    char title[TEXT_SIZE], zh[TEXT_SIZE];
    char people[32];
    const char *text = plan->scenario_text[0];
    yaml_read_text(text, "title", title, sizeof title);
    yaml_read_text(text, "title_zh", zh, sizeof zh);
    const char *city = r->zh && *zh ? zh : *title ? title : report_word(r, "the city", "该城市");
    fputs("<p>", r->out);
    if (r->zh)
        html_say(r->out, "城市：%s；居民%s人。按其自身规则预热%d天，自第0天（%s起第%d天）起各规则并行%d天；每个情景%d次重复。", city,
                 residents(text, people), plan->warmup_d, plan->start, plan->warmup_d, plan->days_d,
                     plan->n_replicates);
    else
        html_say(r->out, "The city: %s (%s residents). It lives %d days under its own rule from %s on; then each "
                         "rule holds from that same state for %d days. %d replication%s of each.", city,
                             residents(text, people), plan->warmup_d,
                     plan->start,
                 plan->days_d, plan->n_replicates, plan->n_replicates == 1 ? "" : "s");
    fputs("</p>\n", r->out);
}

/* The control; of many points, each of which has its own, the policy alone. */
static const char *control_words(const struct report *r, char name[REPORT_NAME_SIZE])
{
    int control = r->wish->control;
    return report_many(r) ? overpoints_control(&r->c.over, r->plan, control, r->zh, name) : report_scenario(r, control, name);
}

static void question_sentence(const struct report *r)
{
    char because[1024], control[REPORT_NAME_SIZE];
    yaml_read_text(r->plan->study_text, "because", because, sizeof because);
    fputs("<p class=\"lead\">", r->out);
    if (r->c.n_scenarios > 1)
        html_say(r->out, report_word(r, "What changes for residents, operators and officers, and in the books, "
                                        "when the rule is another than %s?", "若规则不再是“%s”，居民、话务员、基层干部的处境和账面数字会有什么变化？"),
                 control_words(r, control));
    else
        html_say(r->out, report_word(r, "What comes about under %s?", "在“%s”之下会出现什么？"), report_scenario(r, 0, control));
    fputs("</p>\n", r->out);
    if (*because) {
        fputs("<p>", r->out);
        html_say(r->out, report_word(r, "Why it is asked: %s", "缘由：%s"), because);
        fputs("</p>\n", r->out);
    }
}

/* ---- what a scenario changes: lines `key: value  # origin` of its origins that the control's have otherwise ---- */

struct told { const char *begin; int key, value, length; };     /* lengths of the key, the value and the line */

static int line_read(struct told *line, const char *at)
{
    const char *end = strchr(at, '\n'), *colon = strstr(at, ": "), *origin = strstr(at, "  # ");
    if (!end || !colon || colon > end)
        return 0;
    if (!origin || origin > end)
        origin = end;
    *line = (struct told){ at, (int)(colon - at), (int)(origin - colon) - 2, (int)(end - at) };
    return 1;
}

/* The line of the same key. */
static int line_find(struct told *line, const char *text, const struct told *like)
{
    for (const char *at = text; *at && line_read(line, at); at += line->length + 1)
        if (line->key == like->key && memcmp(at, like->begin, (size_t)like->key) == 0)
            return 1;
    return 0;
}

/* Has the text any line of the table's row that this key is of? */
static int has_row(const char *text, const struct told *of)
{
    const char *point = memchr(of->begin, '.', (size_t)of->key);
    point = point ? memchr(point + 1, '.', (size_t)(of->begin + of->key - point - 1)) : NULL;
    size_t n = point ? (size_t)(point - of->begin) + 1 : 0;
    struct told line;
    for (const char *at = text; n && *at && line_read(&line, at); at += line.length + 1)
        if (strncmp(at, of->begin, n) == 0)
            return 1;
    return n == 0;
}

static void change_write(const struct report *r, const struct told *now, const struct told *then)
{
    char key[PATH_SIZE];
    snprintf(key, sizeof key, "%.*s", now->key, now->begin);
    const struct param *param = param_at(key);
    int assumed = param && strstr(param->source, "assumption") != NULL;
    fputs("<li>", r->out);
    report_parameter(r, key);
    html_say(r->out, "%.*s → %.*s", then->value, then->begin + then->key + 2, now->value, now->begin + now->key + 2);
    if (param && *param->unit && strcmp(param->unit, "1") != 0)
        html_say(r->out, " %s", param->unit);
    if (param && !r->zh) {
        fputs(" <span class=\"meaning\">", r->out);
        html_text(r->out, param->meaning);
        fputs("</span>", r->out);
    }
    if (assumed)
        fprintf(r->out, " <span class=\"tag\">%s</span>", report_word(r, "assumption", "假设"));
    fputs("</li>\n", r->out);
}

/* A new row has a line for each of its columns: the first of them tells it. */
static int row_write(const struct report *r, const struct told *line)
{
    char row[PATH_SIZE];
    snprintf(row, sizeof row, "%.*s", line->key, line->begin);
    const struct param *column = param_at(row);
    if (!column || column != &PARAMS[SECTIONS[column->section].first])
        return 0;
    *strrchr(row, '.') = '\0';
    fputs("<li>", r->out);
    html_say(r->out, report_word(r, "adds `%s`", "新增 `%s`"), row);
    fputs("</li>\n", r->out);
    return 1;
}

/* Events stand at the end of the resolved text, a line each. */
static int events_write(const struct report *r, int s)
{
    const char *text = r->plan->scenario_text[s], *events = text ? strstr(text, "\nevents:\n") : NULL;
    int n = 0;
    if (!events)
        return 0;
    for (const char *at = events + strlen("\nevents:\n"); *at; at += strcspn(at, "\n"), at += *at == '\n') {
        fputs("<li>", r->out);
        html_say(r->out, report_word(r, "event: %.*s", "事件：%.*s"), (int)strcspn(at, "\n") - 2, at + 2);
        fputs("</li>\n", r->out);
        n++;
    }
    return n;
}

static void changes_write(const struct report *r, int s)
{
    const char *mine = r->plan->scenario_origin[s], *theirs = r->plan->scenario_origin[r->c.control[s]];
    struct told now, then;
    int n = 0;
    if (!mine || !theirs)
        return;
    fputs("<ul>\n", r->out);
    for (const char *at = mine; *at && line_read(&now, at); at += now.length + 1) {
        if (line_find(&then, theirs, &now)) {
            if (then.value == now.value && memcmp(then.begin + then.key, now.begin + now.key,
                                                  (size_t)now.value + 2) == 0)
                continue;
            if (n++ < MOST_CHANGES)
                change_write(r, &now, &then);
        } else if (!has_row(theirs, &now)) {
            n += row_write(r, &now);
        }
    }
    n += events_write(r, s);
    if (n > MOST_CHANGES)
        html_say(r->out, report_word(r, "and %d more", "及另外%d处"), n - MOST_CHANGES);
    if (n == 0)
        fprintf(r->out, "<li>%s</li>\n", report_word(r, "no value differs from the control", "与对照无任何参数差异"));
    fputs("</ul>\n", r->out);
}

/* A scenario's name; where each policy stands at every point, the policy's alone. */
static void policy_write(const struct report *r, int s, char name[REPORT_NAME_SIZE])
{
    const char *zh = r->plan->policy_zh[s];
    int many = report_many(r) && r->c.first_point;
    if (many && r->zh && zh && *zh)
        snprintf(name, REPORT_NAME_SIZE, "%s", zh);
    else if (many)
        snprintf(name, REPORT_NAME_SIZE, "%.*s", compare_policy_length(r->plan, s), r->plan->scenario_name[s]);
    else
        report_scenario(r, s, name);
    html_text(r->out, name);
}

static void scenarios_write(const struct report *r)
{
    int most = report_first_point(r) < THEME_STYLES ? report_first_point(r) : THEME_STYLES;
    char name[REPORT_NAME_SIZE];
    fprintf(r->out, "<h2>%s</h2>\n<dl class=\"scenarios\">\n", report_word(r, "What is compared", "比较的情景"));
    for (int s = 0; s < most; s++) {
        fprintf(r->out, "<dt><i style=\"background:%s\"></i>", THEME_STYLE[s].colour);
        policy_write(r, s, name);
        if (r->zh && strcmp(name, r->plan->scenario_name[s]) != 0) {
            fputs(" <code>", r->out);
            html_say(r->out, "%.*s", report_many(r) && r->c.first_point ? compare_policy_length(r->plan, s) : REPORT_NAME_SIZE,
                     r->plan->scenario_name[s]);
            fputs("</code>", r->out);
        }
        fputs("</dt>\n<dd>", r->out);
        if (s == r->c.control[s])
            fputs(report_word(r, "the control", "对照"), r->out);
        else
            changes_write(r, s);
        fputs("</dd>\n", r->out);
    }
    fputs("</dl>\n", r->out);
    if (r->c.first_point && most == r->c.first_point) {
        fputs("<p>", r->out);
        html_say(r->out, report_word(r, "Each of them stands at each of the %d points of the design: %d scenarios in all.",
                                     "以上各项在设计的%d个点上各有一个情景，共%d个。"), r->c.n_scenarios / most, r->c.n_scenarios);
        fputs("</p>\n", r->out);
    } else if (r->c.n_scenarios > most) {
        fputs("<p>", r->out);
        html_say(r->out, report_word(r, "There are %d scenarios in all; the page shows the first %d.",
                                     "共%d个情景；本页只示前%d个。"),
                 r->c.n_scenarios, most);
        fputs("</p>\n", r->out);
    }
}

void question_write(struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n", report_word(r, "The question", "问题"));
    question_sentence(r);
    city_write(r);
    if (r->c.n_scenarios > 1)
        scenarios_write(r);
    fputs("</section>\n", r->out);
}
