#include "insight.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "analysis/answers/compare.h"
#include "plots/gnuplot.h"
#include "sim/record/result.h"

#define INSIGHT(name, needs, title, chinese) void insight_##name(struct insight *insight);
#include "insights.def"
#undef INSIGHT

const struct insight_kind INSIGHTS[] = {
#define INSIGHT(name, needs, title, chinese) { #name, INSIGHT_##needs, title, chinese, insight_##name },
#include "insights.def"
#undef INSIGHT
};
const int N_INSIGHTS = sizeof INSIGHTS / sizeof *INSIGHTS;

const struct insight_kind *insight_kind(const char *name)
{
    for (int k = 0; k < N_INSIGHTS; k++)
        if (strcmp(INSIGHTS[k].name, name) == 0)
            return &INSIGHTS[k];
    return NULL;
}

static int box_read(struct insight *f, struct result *result, struct err *err)
{
    struct discover_wish wish = { f->wish->kpi[0], f->wish->above, f->wish->limit, f->policy, PRIM_USUAL };
    if (!f->wish->has_limit)
        return err_input(err, "which cases are of interest? --where 'KPI>VALUE'");
    return discover_read(&f->discovery, result, &wish, err);
}

static int numbers_read(struct insight *f, struct result *result, struct err *err)
{
    const struct insight_wish *w = f->wish;
    struct sensitivity_wish of = { w->kpi[0], f->policy, NO_POLICY, w->level };
    switch (f->kind->needs) {
    case INSIGHT_SENSITIVITY: return sensitivity_read(&f->sensitivity, result, &of, err);
    case INSIGHT_RESPONSE:
        if (f->factors.n < 2)
            return err_input(err, "one factor varies only; `hotline plot response` draws it");
        return response_read(&f->response, &f->factors, result, w->kpi[0], f->policy, NO_POLICY, err);
    case INSIGHT_FRONT: return pareto_read(&f->pareto, result, w->n_kpis < 2 ? w->n_kpis : 2, w->kpi, w->level, err);
    default: return box_read(f, result, err);
    }
}

int insight_begin(struct insight *f, const struct insight_kind *kind, struct result *result, const struct insight_wish *wish,
                  struct err *err)
{
    *f = (struct insight){ .kind = kind, .wish = wish, .factors = { .plan = result_plan(result) } };
    if (kind->needs != INSIGHT_FRONT) {
        if (factors_of(&f->factors, result_plan(result), err))
            return -1;
        f->policy = factors_policy(&f->factors, wish->policy, err);
        if (f->policy < 0)
            return -1;
    }
    if (numbers_read(f, result, err))
        return -1;
    kind->draw(f);
    theme_end(&f->page);
    return f->script.failed ? err_set(err, "no memory for the figure %s", kind->name) : 0;
}

void insight_free(struct insight *f)
{
    sensitivity_free(&f->sensitivity);
    response_free(&f->response);
    pareto_free(&f->pareto);
    discover_free(&f->discovery);
    script_free(&f->script);
    script_free(&f->page.clauses);
}

int insight_save(const struct insight *f, const char *path, struct err *err)
{
    return gnuplot_draw(&f->script, path, err);
}

static void points_sheet(const struct insight *f, struct sheet *sheet)
{
    static const struct sheet_column POINT = { "point", SHEET_TEXT, "", "" };
    sheet_begin(sheet, "points", 1, &POINT);
    for (int i = 0; i < f->factors.n; i++) {
        const char *name = factors_name(&f->factors, i);
        sheet_column(sheet, (struct sheet_column){ name, SHEET_NUMBER, name, name });
    }
    sheet_column(sheet, (struct sheet_column){ OUTPUTS[f->wish->kpi[0]].name, SHEET_NUMBER, "", "" });
    for (int p = 0; p < f->factors.n_points; p++) {
        sheet_text(sheet, "%d", p);
        for (int i = 0; i < f->factors.n; i++)
            sheet_number(sheet, factors_value(&f->factors, p, i));
        sheet_number(sheet, f->response.mean[p]);
    }
}

/* Of groups, where indices of such are drawn: beside the factors', as NAME-groups.csv. */
static int groups_table(const struct insight *f, const char *path, struct err *err)
{
    char name[PATH_MAX];
    struct sheet sheet;
    int stem = (int)(strlen(path) - strlen(".csv"));
    if (f->kind->draw != insight_indices || !sensitivity_groups_sheet(&f->sensitivity, &sheet))
        return 0;
    snprintf(name, sizeof name, "%.*s-%s%s", stem, path, sheet.name, path + stem);
    int status = sheet_csv(&sheet, name, err);
    sheet_free(&sheet);
    return status;
}

int insight_table(const struct insight *f, const char *path, struct err *err)
{
    struct sheet sheet;
    switch (f->kind->needs) {
    case INSIGHT_SENSITIVITY: sensitivity_sheet(&f->sensitivity, &sheet); break;
    case INSIGHT_RESPONSE: points_sheet(f, &sheet); break;
    case INSIGHT_FRONT: pareto_sheet(&f->pareto, &sheet, 0); break;
    default: discover_sheet(&f->discovery, &sheet, 0);
    }
    int status = sheet_csv(&sheet, path, err) || groups_table(f, path, err) ? -1 : 0;
    sheet_free(&sheet);
    return status;
}

const char *insight_word(const struct insight *f, const char *english, const char *chinese)
{
    return f->wish->chinese ? chinese : english;
}

const char *insight_kpi(const struct insight *f, int i)
{
    const struct output_row *row = &OUTPUTS[f->wish->kpi[i]];
    return insight_word(f, row->long_name, row->zh);
}

/* Under which of several policies it is so: "; under no-assessment". */
static void policy_word(const struct insight *f, char word[256])
{
    const struct result_plan *plan = f->factors.plan;
    const char *zh = plan->policy_zh[f->policy];
    word[0] = '\0';
    if (f->factors.n_policies < 2)
        return;
    if (f->wish->chinese && zh && *zh)
        snprintf(word, 256, "；在“%s”之下", zh);
    else
        snprintf(word, 256, insight_word(f, "; under %.*s", "；在%.*s之下"), compare_policy_length(plan, f->policy),
                 plan->scenario_name[f->policy]);
}

void insight_page(struct insight *f, const char *caption, int n, const struct theme_entry entry[], double body)
{
    const struct result_plan *plan = f->factors.plan;
    char words[1024], policy[256];
    policy_word(f, policy);
    snprintf(words, sizeof words, "%s%s%s%s", f->wish->chinese && *plan->title_zh ? plan->title_zh : plan->title, policy,
             insight_word(f, "; ", "；"), caption);
    theme_page(&f->page, &f->script, f->wish->format, insight_word(f, f->kind->title, f->kind->chinese), words, LEGEND_POINTS, n,
               entry, body);
}

const char *insight_factor(const struct insight *f, int i, char name[PATH_SIZE])
{
    return f->wish->chinese ? param_zh_path(name, factors_name(&f->factors, i)) : factors_name(&f->factors, i);
}

static const char *set_name(const struct insight *f, int i, char name[PATH_SIZE])
{
    return i < f->factors.n ? insight_factor(f, i, name) : f->factors.group[i - f->factors.n].name;
}

static double names_room(const struct insight *f, int n)
{
    char room[SOBOL_MOST_SETS][PATH_SIZE];
    const char *name[SOBOL_MOST_SETS];
    for (int i = 0; i < n; i++)
        name[i] = set_name(f, i, room[i]);
    return theme_names(n, name);
}

double insight_factors_room(const struct insight *f) { return names_room(f, f->factors.n); }

double insight_sets_room(const struct insight *f) { return names_room(f, f->factors.n + f->factors.n_groups); }

void insight_sets_rows(struct insight *f, int n, const int order[])
{
    char room[SOBOL_MOST_SETS][PATH_SIZE];
    const char *name[SOBOL_MOST_SETS];
    for (int i = 0; i < n; i++)
        name[i] = set_name(f, order[i], room[i]);
    theme_rows(&f->page, n, name, 1);
}

void insight_factors_rows(struct insight *f, const int order[]) { insight_sets_rows(f, f->factors.n, order); }
