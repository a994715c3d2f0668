#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/answers/headlines.h"
#include "analysis/numbers/tidy.h"
#include "plots/gnuplot.h"
#include "sim/base/text.h"
#include "sim/base/yaml.h"
#include "sim/record/result.h"

#define FIGURE(name, needs, title, chinese, ...) void figure_##name(struct figure *figure);
#include "figures.def"
#undef FIGURE

const struct figure_kind FIGURES[] = {
#define FIGURE(name, needs, title, chinese, ...) \
    { #name, FIGURE_##needs, title, chinese, { __VA_ARGS__, N_OUTPUTS }, figure_##name },
#include "figures.def"
#undef FIGURE
};
const int N_FIGURES = sizeof FIGURES / sizeof *FIGURES;

const struct figure_kind *figure_kind(const char *name)
{
    for (int k = 0; k < N_FIGURES; k++) {
        const char *a = FIGURES[k].name, *b = name;
        while (*a && (*a == *b || (*a == '_' && *b == '-'))) {
            a++;
            b++;
        }
        if (!*a && !*b)
            return &FIGURES[k];
    }
    return NULL;
}

static void runs_count(struct figure *f, const struct result *result)
{
    f->least_runs = f->plan->n_replicates;
    for (int s = 0; s < f->wish->n_scenarios; s++) {
        int done = 0;
        for (int r = 0; r < f->plan->n_replicates; r++)
            done += result_status(result, f->wish->scenario[s], r) == RUN_DONE;
        f->least_runs = done < f->least_runs ? done : f->least_runs;
        f->most_runs = done > f->most_runs ? done : f->most_runs;
    }
}

static int headlines_compare(struct figure *f, struct result *result, struct err *err)
{
    enum output kpi[N_OUTPUTS];
    int n = 0;
    for (int h = 0; h < N_HEADLINES; h++)
        if (result_has(result, HEADLINES[h].output))
            kpi[n++] = HEADLINES[h].output;
    return compare_result(&f->comparison, result, n, kpi, f->wish->control, f->wish->level, err);
}

static int numbers_read(struct figure *f, struct result *result, int n, const enum output kpi[], struct err *err)
{
    int own = 0;
    while (f->kind->needs >= FIGURE_COMPARISON && f->kind->output[own] != N_OUTPUTS)
        own++;
    if (own && n == 0)
        return compare_result(&f->comparison, result, own, f->kind->output, f->wish->control, f->wish->level, err);
    if (f->kind->needs >= FIGURE_COMPARISON)
        return n ? compare_result(&f->comparison, result, n, kpi, f->wish->control, f->wish->level, err)
                 : headlines_compare(f, result, err);
    enum pool_of of = f->kind->needs == FIGURE_SHARES ? POOL_SHARES
                    : f->kind->needs == FIGURE_FIRST ? POOL_FIRST : POOL_VALUES;
    for (int i = 0; f->kind->output[i] != N_OUTPUTS; i++)
        if (pool_read(&f->pool[i], result, f->kind->output[i], of, f->wish->level, err))
            return -1;
    return 0;
}

const char *figure_city(const struct figure *f, char name[64])
{
    const char *text = f->plan->study_text;
    struct yaml_complaints ignored = { 0 };
    struct yaml_file *study = *text ? yaml_from_text("study", text, strlen(text), &ignored) : NULL;
    const struct yaml *base = study && ignored.n == 0 ? yaml_get(yaml_root(study), "base") : NULL;
    snprintf(name, 64, "%s", base && base->kind == YAML_SCALAR ? base->text : "");
    yaml_file_free(study);
    return name;
}

void figure_policy_name(const struct figure *f, int scenario, char name[FIGURE_NAME_SIZE])
{
    const char *zh = f->wish->chinese ? f->plan->policy_zh[scenario] : NULL;
    if (zh && *zh && strlen(zh) < FIGURE_NAME_SIZE / 2)
        snprintf(name, FIGURE_NAME_SIZE, "%s", zh);
    else
        snprintf(name, FIGURE_NAME_SIZE, "%.*s", compare_policy_length(f->plan, scenario), f->plan->scenario_name[scenario]);
}

/* Keys of factors are left out, the caption names them. */
void figure_scenario_name(const struct figure *f, int scenario, char name[FIGURE_NAME_SIZE])
{
    const char *point = compare_point(f->plan, scenario);
    figure_policy_name(f, scenario, name);
    size_t used = strlen(name);
    while (*point && used < FIGURE_NAME_SIZE) {
        size_t length = strcspn(point, ","), key = strcspn(point, "=");
        size_t from = key < length ? key + 1 : 0;
        used += (size_t)snprintf(name + used, FIGURE_NAME_SIZE - used, ", %.*s", (int)(length - from), point + from);
        point += length + strspn(point + length, ", ");
    }
}

int figure_begin(struct figure *f, const struct figure_kind *kind, struct result *result,
                 const struct figure_wish *wish, struct err *err)
{
    return figure_begin_with(f, kind, result, wish, 0, NULL, err);
}

int figure_begin_with(struct figure *f, const struct figure_kind *kind, struct result *result,
                      const struct figure_wish *wish, int n, const enum output kpi[], struct err *err)
{
    *f = (struct figure){ .kind = kind, .wish = wish, .plan = result_plan(result), .extents = result_extents(result) };
    runs_count(f, result);
    for (int s = 0; s < wish->n_scenarios; s++)
        figure_scenario_name(f, wish->scenario[s], f->name[s]);
    if (numbers_read(f, result, n, kpi, err))
        return -1;
    kind->draw(f);
    theme_end(&f->page);
    return f->script.failed ? err_set(err, "no memory for the figure %s", kind->name) : 0;
}

void figure_free(struct figure *f)
{
    for (int i = 0; i < FIGURE_MOST_OUTPUTS; i++)
        pool_free(&f->pool[i]);
    compare_free(&f->comparison);
    script_free(&f->script);
    script_free(&f->page.clauses);
}

int figure_save(const struct figure *f, const char *path, struct err *err)
{
    return gnuplot_draw(&f->script, path, err);
}

static void put_coordinate(FILE *out, const struct extents *extents, enum dimension d, int i)
{
    if (d == DIM_none)
        return;
    char text[TEXT_NUMBER_SIZE];
    putc(',', out);
    if (extents->dim[d].label)
        tidy_text(out, extents->dim[d].label[i]);
    else
        fputs(text_number(text, extents->dim[d].value[i]), out);
}

static void put_pool(FILE *out, const struct figure *f, const struct pool *pool)
{
    const enum dimension *dim = SHAPES[OUTPUTS[pool->output].shape].dim;
    for (int s = 0; s < f->wish->n_scenarios; s++)
        for (int i = 0; i < pool->length[0]; i++)
            for (int j = 0; j < pool->length[1]; j++) {
                struct estimate e = pool_at(pool, f->wish->scenario[s], i, j);
                fprintf(out, "%s,", OUTPUTS[pool->output].name);
                tidy_text(out, f->plan->scenario_name[f->wish->scenario[s]]);
                put_coordinate(out, f->extents, dim[0], i);
                put_coordinate(out, f->extents, dim[1], j);
                fprintf(out, ",%d", e.n);
                tidy_numbers(out, 3, (double[]){ e.mean, estimate_low(e), estimate_high(e) });
                putc('\n', out);
            }
}

int figure_table(const struct figure *f, const char *path, struct err *err)
{
    struct tidy tidy;
    if (f->kind->needs >= FIGURE_COMPARISON)
        return compare_csv(&f->comparison, f->plan, path, err);
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("output,scenario,", tidy.file);
    for (int d = 0; d < 2; d++) {
        enum dimension dim = SHAPES[OUTPUTS[f->kind->output[0]].shape].dim[d];
        if (dim != DIM_none)
            fprintf(tidy.file, "%s,", DIMENSIONS[dim].name);
    }
    fputs(f->kind->needs == FIGURE_SHARES ? "n,share,low,high\n" : "n,mean,low,high\n", tidy.file);
    for (int i = 0; f->kind->output[i] != N_OUTPUTS; i++)
        put_pool(tidy.file, f, &f->pool[i]);
    return tidy_end(&tidy, err);
}

const char *figure_word(const struct figure *f, const char *english, const char *chinese)
{
    return f->wish->chinese ? chinese : english;
}

const char *figure_kpi_name(const struct figure *f, int k)
{
    enum output kpi = f->comparison.kpi[k];
    for (int h = 0; h < N_HEADLINES; h++)
        if (HEADLINES[h].output == kpi)
            return figure_word(f, HEADLINES[h].english, OUTPUTS[kpi].zh);
    return figure_word(f, OUTPUTS[kpi].name, OUTPUTS[kpi].zh);
}

const char *figure_label(const struct figure *f, enum dimension d, int i)
{
    return f->wish->chinese && f->extents->dim[d].zh ? f->extents->dim[d].zh[i] : f->extents->dim[d].label[i];
}

const char *figure_output_name(const struct figure *f, int i)
{
    const struct output_row *row = &OUTPUTS[f->kind->output[i]];
    return figure_word(f, row->long_name, row->zh);
}

const char *figure_parameter(const struct figure *f, const char *path, char name[PATH_SIZE])
{
    return f->wish->chinese ? param_zh_path(name, path) : path;
}

/* A line that says what the values behind a policy's name are of. */
static void caption_factors(const struct figure *f, char caption[512])
{
    const char *point = compare_point(f->plan, f->wish->scenario[0]);
    size_t used = strlen(caption);
    if (!strchr(point, '=') || f->kind->needs >= FIGURE_RESPONSE)      /* no points, or numbered ones; on the axis */
        return;
    used += (size_t)snprintf(caption + used, 512 - used, "\n%s", figure_word(f, "after the policy: ", "策略名之后："));
    char name[PATH_SIZE];
    for (int i = 0; i < f->plan->n_factors && used < 512; i++)
        used += (size_t)snprintf(caption + used, 512 - used, "%s%s", i ? figure_word(f, ", ", "、") : "",
                                 figure_parameter(f, f->plan->factor[i].name, name));
}

int figure_has_points(const struct result_plan *plan)
{
    return plan->n_factors > 0 && plan->n_scenarios > compare_policies(plan);
}

/* So many curves that their bands would hide each other. */
static int curves_are_many(const struct figure *f)
{
    enum { FEW = 4 };
    return f->wish->n_scenarios > FEW;
}

/* What the numbers are: "Mean of 10 replications with its 95 % interval". */
static void caption_write(const struct figure *f, enum theme_legend legend, char caption[512])
{
    char runs[64];
    if (f->least_runs == f->most_runs)
        snprintf(runs, sizeof runs, "%d", f->most_runs);
    else
        snprintf(runs, sizeof runs, "%d–%d", f->least_runs, f->most_runs);
    if (f->kind->needs == FIGURE_FIRST)
        snprintf(caption, 512, "%s%s%s", figure_word(f, "Replication 0", "第0次重复"), f->note[0] ? figure_word(f, "; ", "；") : "",
                 f->note);
    else if (f->most_runs < 2)
        snprintf(caption, 512, "%s%s%s", figure_word(f, "One replication, no interval", "单次模拟，无区间"),
                 f->note[0] ? figure_word(f, "; ", "；") : "", f->note);
    else if (f->note[0])
        snprintf(caption, 512, figure_word(f, "Mean of %s replications; %s", "%s次重复模拟的均值；%s"), runs, f->note);
    else if (legend == LEGEND_LINES && curves_are_many(f))
        snprintf(caption, 512, figure_word(f, "Mean of %s replications; vertical lines: its %g %% interval",
                                           "%s次重复模拟的均值；竖线为其%g%%区间"), runs, 100 * f->wish->level);
    else
        snprintf(caption, 512, figure_word(f, "Mean of %s replications with its %g %% interval", "%s次重复模拟的均值及其%g%%区间"),
                 runs, 100 * f->wish->level);
}

void figure_page_with(struct figure *f, enum theme_legend legend, int n, const struct theme_entry entry[], double body)
{
    char caption[512];
    caption_write(f, legend, caption);
    caption_factors(f, caption);
    theme_page(&f->page, &f->script, f->wish->format, figure_word(f, f->kind->title, f->kind->chinese), caption, legend,
               n, entry, body);
}

void figure_page(struct figure *f, enum theme_legend legend, double body)
{
    struct theme_entry entry[THEME_STYLES];
    for (int s = 0; s < f->wish->n_scenarios; s++)
        entry[s] = (struct theme_entry){ f->name[s], s, 0 };
    figure_page_with(f, legend, f->wish->n_scenarios, entry, body);
}

static void names(const struct figure *f, const char *name[])
{
    for (int s = 0; s < f->wish->n_scenarios; s++)
        name[s] = f->name[s];
}

void figure_curves(struct figure *f, int n, const int block[], const char *dash)
{
    enum { INTERVALS = 4 };
    int scenarios = f->wish->n_scenarios, every = n / INTERVALS > 0 ? n / INTERVALS : 1;
    for (int s = 0; s < scenarios; s++)
        if (curves_are_many(f))
            marks_some_intervals(&f->page, block[s], s, every, every * (2 * s + 1) / (2 * scenarios));
        else
            marks_band(&f->page, block[s], s);
    for (int s = 0; s < scenarios; s++)
        marks_line(&f->page, block[s], s, dash);
}

int figure_panels(struct figure *f, int most)
{
    size_t used = strlen(f->note);
    if (f->wish->n_scenarios <= most)
        return f->wish->n_scenarios;
    snprintf(f->note + used, sizeof f->note - used, figure_word(f, "%sthe first %d of %d", "%s前%d个，共%d个"),
             used ? figure_word(f, "; ", "；") : "", most, f->wish->n_scenarios);
    return most;
}

double figure_row(const struct figure *f, double high)
{
    const char *name[THEME_STYLES];
    names(f, name);
    return theme_row(f->wish->n_scenarios, name, high);
}

double figure_names(const struct figure *f)
{
    const char *name[THEME_STYLES];
    names(f, name);
    return theme_names(f->wish->n_scenarios, name);
}

void figure_rows(struct figure *f, int shown)
{
    const char *name[THEME_STYLES];
    names(f, name);
    theme_rows(&f->page, f->wish->n_scenarios, name, shown);
}

struct estimate figure_at(const struct figure *f, int i, int s, int first, int second)
{
    return pool_at(&f->pool[i], f->wish->scenario[s], first, second);
}
