#include "plan.h"

#include <omp.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "chosen.h"
#include "json.h"
#include "options.h"
#include "sim/run.h"
#include "sim/study/work.h"
#include "studies.h"
#include "verbs.h"

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* ---- what a unit of work costs ---- */

enum { WARM_D = 14, DAYS_D = 14 };              /* of the measured run; a study may have less */

struct clock { int day; double first_s; };      /* CPU time after the first day: the world is built */

static void tick(void *self)
{
    struct clock *clock = self;
    if (++clock->day == 1)
        clock->first_s = bench_cpu_s();
}

/* Some days of the first point, with two policies where there are two: then two worlds are in memory. */
static int probe(const struct cases *cases, double *build_s, double *day_s, struct err *err)
{
    struct scenario_loaded city = cases->base[0];
    struct outputs outputs[2] = { 0 };
    struct extents extents = { 0 };
    struct clock clock = { 0 };
    struct run_watch watch = { .day = tick, .self = &clock };
    const struct scenario_loaded *branch[] = { &city, &city };
    int n = least(cases->n_policies, 2);
    city.scenario.calendar.warmup = least(city.scenario.calendar.warmup, WARM_D);
    city.scenario.calendar.days = least(city.scenario.calendar.days, DAYS_D);
    double began_s = bench_cpu_s();
    int failed = run_extents(&city.scenario, &extents, err) || outputs_init(&outputs[0], &extents, err) ||
                 outputs_init(&outputs[1], &extents, err) ||
                 run_branches(&city, n, branch, cases->seed, 0, outputs, &watch, err);
    *day_s = (bench_cpu_s() - clock.first_s) / (clock.day > 1 ? clock.day - 1 : 1);
    *build_s = clock.first_s - began_s - *day_s;
    outputs_free(&outputs[0]);
    outputs_free(&outputs[1]);
    extents_free(&extents);
    return failed;
}

/* Cities of other sizes take as much longer, and more memory, as they have more residents: their mean and the largest against
 * the first. */
static void weigh(const struct cases *cases, double *mean, double *largest)
{
    double first = (double)work_load(cases, (struct work_unit){ 0, 0 });
    *mean = *largest = 0;
    for (int p = 0; p < cases->n_points; p++) {
        double load = (double)work_load(cases, (struct work_unit){ p, 0 }) / first;
        *mean += load / cases->n_points;
        *largest = load > *largest ? load : *largest;
    }
}

int plan_measure(const struct cases *cases, int threads, struct plan_cost *cost, struct err *err)
{
    static const double MIB = 1024 * 1024;
    const struct scenario *s = &cases->base[0].scenario;
    double before = bench_peak_mib(), build_s, day_s, mean, largest;
    if (probe(cases, &build_s, &day_s, err) != 0)
        return -1;
    cost->threads = threads > 0 ? threads : omp_get_num_procs();
    cost->unit_s = build_s + day_s * (s->calendar.warmup + (double)cases->n_policies * s->calendar.days);
    weigh(cases, &mean, &largest);
    cost->unit_s *= mean;
    cost->memory = MIB * (before + cost->threads * largest * (bench_peak_mib() - before));
    cost->parts = cases_bytes(cases);
    cost->result = cost->parts + cases_text_bytes(cases);
    return 0;
}

/* ---- in words ---- */

static const char *word_of_role(enum factor_role role, int zh)
{
    return role == ROLE_UNCERTAINTY ? chosen_word(zh, "uncertainty", "不确定因素") : chosen_word(zh, "lever", "可选措施");
}

static void print_values(const struct study_factor *factor, int zh)
{
    enum { SHOWN = 12 };
    for (int i = 0; i < least(factor->n_values, SHOWN); i++)
        printf("%s%s", i ? ", " : "", factor->text[i]);
    printf(factor->n_values > SHOWN ? chosen_word(zh, ", and %d more\n", "，另有%d个\n") : "\n", factor->n_values - SHOWN);
}

static const char *word_of_dist(const char *dist, int zh)
{
    return strcmp(dist, "log-uniform") == 0 ? chosen_word(zh, dist, "对数均匀分布")
           : strcmp(dist, "uniform") == 0 ? chosen_word(zh, dist, "均匀分布") : dist;
}

static void print_factors(const struct study *study, int zh)
{
    for (int f = 0; f < study->n_factors; f++) {
        const struct study_factor *factor = &study->factor[f];
        printf(chosen_word(zh, "%s%s (%s): ", "%s%s（%s）："),
               f ? "           " : chosen_word(zh, "factors    ", "因素       "), factor->key, word_of_role(factor->role, zh));
        if (factor->kind == FACTOR_LIST)
            print_values(factor, zh);
        else
            printf(chosen_word(zh, "%g to %g, %s\n", "%g 至 %g，%s\n"), factor->low, factor->high,
                   factor->kind == FACTOR_SHARE ? factor->from->key : word_of_dist(study_dist(factor), zh));
    }
}

static void print_broke(const struct study *study, int zh)
{
    const struct design *design = study->design;
    const char *became = design->sequence ? chosen_word(zh, "passed over", "跳过")
                         : design->samples ? chosen_word(zh, "drawn again, anywhere that keeps them", "在满足约束处重抽")
                         : chosen_word(zh, "left out", "略去");
    if (zh)
        printf("           %ld个点不满足约束，已%s\n", study->n_broke, became);
    else
        printf("           %ld points broke %s and were %s\n", study->n_broke, study->n_constraints > 1 ? "them" : "it", became);
}

/* "morris, n 10, seed 1", and what became of points that break constraints. */
static void print_design(const struct study *study, int zh)
{
    const struct design *design = study->design;
    if (study->n_factors == 0)
        return;
    printf("%s%s", chosen_word(zh, "design     ", "设计       "), design->name);
    if (design->samples)
        printf(chosen_word(zh, ", n %ld, seed %llu", "，n %ld，种子 %llu"), study->space.n, (unsigned long long)study->space.seed);
    if (design->blocks)
        printf(chosen_word(zh, ": %d points each", "：每组%d个点"), design_block(design, &study->space));
    printf(chosen_word(zh, ": %ld points\n", "：%ld个点\n"), study->n_points);
    for (int i = 0; i < study->n_constraints; i++)
        printf("%s%s\n", i ? "           " : chosen_word(zh, "constraint ", "约束       "), study->constraint[i].text);
    if (study->n_constraints > 0)
        print_broke(study, zh);
}

static void print_head(const struct study *study, const struct cases *cases, int zh)
{
    const struct scenario *s = &cases->base[0].scenario;
    printf(chosen_word(zh, "%s: %s\n", "%s：%s\n"), study->name, zh && *study->title_zh ? study->title_zh : study->title);
    printf(chosen_word(zh, "%s%s, %d residents; %d days of warm-up, %d days\n", "%s%s，居民%d人；预热%d天，随后%d天\n"),
           chosen_word(zh, "city       ", "城市       "), study->base, s->city.residents, s->calendar.warmup, s->calendar.days);
    print_factors(study, zh);
    print_design(study, zh);
}

enum { QUANTITY = 32 };

static const char *time_text(double s, int zh, char text[QUANTITY])
{
    if (s < 90)
        snprintf(text, QUANTITY, chosen_word(zh, "%.2g s", "%.2g秒"), s);
    else if (s < 5400)
        snprintf(text, QUANTITY, chosen_word(zh, "%.0f min", "%.0f分钟"), s / 60);
    else
        snprintf(text, QUANTITY, chosen_word(zh, "%.1f h", "%.1f小时"), s / 3600);
    return text;
}

/* Replications at least: fewer than n_replicates only under a rule of precision. */
static int fewest(const struct study *study, const struct cases *cases)
{
    return cases->plan.precision[0] ? study->precision.min : cases->n_replicates;
}

static void print_runs(const struct study *study, const struct cases *cases, int zh)
{
    long a_replicate = (long)cases->n_points * cases->n_policies;
    if (cases->plan.precision[0])
        printf(chosen_word(zh, "%s%ld to %ld: points %d x policies %d x replications %d to %d, until precise: %s\n",
                           "%s%ld 至 %ld：%d个点 × %d种政策 × %d 至 %d 次重复，直至达到精度：%s\n"), chosen_word(zh, "runs       ", "运行       "),
               a_replicate * fewest(study, cases), a_replicate * cases->n_replicates, cases->n_points, cases->n_policies,
               fewest(study, cases), cases->n_replicates, cases->plan.precision);
    else
        printf(chosen_word(zh, "%s%ld: points %d x policies %d x replications %d, in %ld units of work\n",
                           "%s%ld：%d个点 × %d种政策 × %d次重复，分为%ld个作业单元\n"), chosen_word(zh, "runs       ", "运行       "),
               a_replicate * cases->n_replicates, cases->n_points, cases->n_policies, cases->n_replicates,
               (long)cases->n_points * cases->n_replicates);
}

static const char *bytes_text(double bytes, char text[QUANTITY])
{
    snprintf(text, QUANTITY, bytes < 1e9 ? "%.3g MB" : "%.3g GB", bytes < 1e9 ? bytes / 1e6 : bytes / 1e9);
    return text;
}

static void print_cost(const struct study *study, const struct cases *cases, const struct plan_cost *cost, int zh)
{
    double units = (double)cases->n_points * cases->n_replicates;
    char all[QUANTITY], one[QUANTITY], threads[QUANTITY];
    print_runs(study, cases, zh);
    printf(chosen_word(zh, "%sabout %s of one core%s, %s a unit; %s on %d threads\n",
                       "%1$s单核约%2$s%3$s，每单元%4$s；用%6$d线程约%5$s\n"),
           chosen_word(zh, "time       ", "时间       "), time_text(units * cost->unit_s, zh, all),
           cases->plan.precision[0] ? chosen_word(zh, " at most", "（至多）") : "", time_text(cost->unit_s, zh, one),
           time_text(units * cost->unit_s / cost->threads, zh, threads), cost->threads);
    printf(chosen_word(zh, "%sat most %s beside the result while it runs, at most %s of result\n",
                       "%s运行时结果之外至多%s，结果至多%s\n"), chosen_word(zh, "disk       ", "磁盘       "), bytes_text(cost->parts, all),
           bytes_text(cost->result, one));
    printf(chosen_word(zh, "%sabout %s on %d threads\n", "%s约%s，%d线程\n"), chosen_word(zh, "memory     ", "内存       "),
           bytes_text(cost->memory, all), cost->threads);
}

void plan_print(const struct study *study, const struct cases *cases, const struct plan_cost *cost, int zh)
{
    print_head(study, cases, zh);
    print_cost(study, cases, cost, zh);
}

/* ---- the verb ---- */

struct request { struct options options; const char *study; int points; };

enum { KEY_POINTS = 2100 };

static void print_json(const struct study *study, const struct cases *cases, const struct plan_cost *cost)
{
    double a_replicate = (double)cases->n_points * cases->n_policies, units = (double)cases->n_points * cases->n_replicates;
    printf("{\"study\": ");
    json_text(stdout, study->name);
    printf(", \"design\": \"%s\", \"points\": %d, \"policies\": %d, \"replications_min\": %d, \"replications_max\": %d, "
           "\"runs_max\": %.0f, \"points_that_broke_constraints\": %ld", study->n_factors ? study->design->name : "",
           cases->n_points, cases->n_policies, fewest(study, cases), cases->n_replicates, a_replicate * cases->n_replicates,
           study->n_broke);
    printf(", \"core_s\": %.6g, \"unit_s\": %.6g, \"threads\": %d, \"disk_parts_bytes\": %.0f, \"disk_result_bytes\": %.0f, "
           "\"memory_bytes\": %.0f}\n", units * cost->unit_s, cost->unit_s, cost->threads, cost->parts, cost->result,
           cost->memory);
}

/* A row a point, as design table reads it. */
static void print_points(const struct study *study)
{
    char text[64];
    for (int f = 0; f < study->n_factors; f++)
        printf("%s%s", f ? "," : "", study->factor[f].key);
    putchar('\n');
    for (long point = 0; point < study->n_points; point++) {
        for (int f = 0; f < study->n_factors; f++) {
            const char *value = study_text(study, point, f, text);
            printf(strpbrk(value, ", ") ? "%s\"%s\"" : "%s%s", f ? "," : "", value);
        }
        putchar('\n');
    }
}

static int plan(const struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct plan_cost cost;
    struct cases_wish wish = options_wish(&r->options, NULL);
    int failed = study_read(&study, r->study, err) || cases_load(&cases, &study, &wish, err) ||
                 (!r->points && plan_measure(&cases, r->options.threads, &cost, err));
    if (!failed && r->points)
        print_points(&study);
    else if (!failed) {
        if (r->options.json)
            print_json(&study, &cases, &cost);
        else
            plan_print(&study, &cases, &cost, r->options.zh);
        studies_warn_of_size(&cases);
    }
    cases_free(&cases);
    study_free(&study);
    return failed;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case KEY_POINTS: r->points = 1; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->study = options_only(state, "STUDY", arg); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

int verb_plan(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "points", KEY_POINTS, 0, 0, "only the points of the design, as CSV, which `design: { kind: table }` reads", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "STUDY",
        "What a study is going to be, before anything starts: its points, how many runs, how long they will take, how much "
        "they will need on disk and in memory. Time and memory are measured over some days of its first point; the options "
        "are those that `sweep` would be given.\v"
        "Example: hotline plan what-matters", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return plan(&request, &err) ? verb_failed(&err) : EXIT_OK;
}
