/* hire.c - operators to hire, month by month, and what salaries, support or more posts would come to. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/hiring.h"
#include "analysis/numbers/tidy.h"
#include "chosen.h"
#include "options.h"
#include "plots/hiring_figure.h"
#include "table.h"
#include "verbs.h"

enum { REPLICATIONS = 10, KEY_RECRUIT = 4000, KEY_CSV, KEY_FIGURE, KEY_SCRIPT };
static const double RECRUIT_YUAN = 4000;        /* assumption: a month's pay for search and training */
/* A salary is in pay; what care takes is an assumption. */
static const char *const WAYS[] = { "pay-salary:0", "care-for-operators:2400", "posts+10%" };

struct request {
    struct options options;
    struct hiring hiring;
    const char *csv, *figure;
    int script;
};

static double yuan(struct argp_state *state, const char *text)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || *end || !(x >= 0 && x <= 1e7))
        argp_error(state, "--recruit must be a sum in yuan from 0 to 1e7, not '%s'", text);
    return x;
}

static void way_add(struct hiring *h, const char *text, struct argp_state *state)
{
    struct err err = { 0 };
    if (h->n_ways == HIRING_MOST_WAYS)
        argp_error(state, "--way may be given at most %d times", HIRING_MOST_WAYS - 1);
    if (hiring_way_read(&h->way[h->n_ways++], text, &err) != 0)
        argp_error(state, "--way %s: %s", text, err.text);
}

static void ways_usual(struct hiring *h, struct argp_state *state)
{
    for (size_t w = 0; w < sizeof WAYS / sizeof *WAYS; w++)
        way_add(h, WAYS[w], state);
}

static void policy_add(struct hiring *h, const char *name, struct argp_state *state)
{
    struct hiring_way *first = &h->way[0];
    if (first->n_policies == STUDY_MOST_OVERLAYS || strlen(name) >= STUDY_NAME_SIZE)
        argp_error(state, "at most %d policies of %d bytes each", STUDY_MOST_OVERLAYS, STUDY_NAME_SIZE - 1);
    strcpy(first->policy[first->n_policies++], name);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    struct hiring *h = &r->hiring;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case 'p': h->posts = (int)options_integer(state, "--posts", argument, 1, 20000); break;
    case 'w': way_add(h, argument, state); break;
    case KEY_RECRUIT: h->recruit_yuan = yuan(state, argument); break;
    case KEY_CSV: r->csv = argument; break;
    case KEY_FIGURE: r->figure = argument; break;
    case KEY_SCRIPT: r->script = 1; break;
    case ARGP_KEY_ARG:
        if (!h->city)
            h->city = argument;
        else
            policy_add(h, argument, state);
        break;
    case ARGP_KEY_END:
        if (!h->city)
            argp_error(state, "which CITY? `hotline cities` lists them");
        if (r->options.out)
            argp_error(state, "there is no result file; --csv FILE.csv writes the table");
        if (r->script && !r->figure)
            argp_error(state, "--script keeps the scripts of --figure: give it, too");
        if (h->n_ways == 1)
            ways_usual(h, state);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* --- what is printed --- */

static const char *way_name(const struct hiring *h, int way, int zh)
{
    return way > 0 ? h->way[way].name : zh ? "现状" : "as it is";
}

/* A column of words, one of numbers for each way, and words again. */
static const char *alignment(char align[HIRING_MOST_WAYS + 4], int n_ways, const char *after)
{
    align[0] = 'l';
    memset(align + 1, 'r', (size_t)n_ways);
    strcpy(align + 1 + n_ways, after);
    return align;
}

static int figures_print(const struct hiring *h, int zh)
{
    char text[ESTIMATE_TEXT_SIZE], align[HIRING_MOST_WAYS + 4];
    struct table t;
    table_begin(&t, alignment(align, h->n_ways, "ll"));
    table_cell(&t, " ");
    for (int w = 0; w < h->n_ways; w++)
        table_cell(&t, "%.60s", way_name(h, w, zh));
    table_cell(&t, "%s", zh ? "单位" : "unit");
    table_cell(&t, " ");
    for (int f = 0; f < N_HIRING_FIGURES; f++) {
        table_cell(&t, "%s", HIRING_FIGURES[f].name);
        for (int w = 0; w < h->n_ways; w++) {
            struct estimate difference = hiring_difference(h, w, f);
            table_cell(&t, "%s%s", estimate_text(text, hiring_value(h, w, f), 0),
                       w > 0 && estimate_excludes_zero(difference) ? " *" : "  ");
        }
        table_cell(&t, "%s", strcmp(HIRING_FIGURES[f].unit, "1") == 0 ? "" : HIRING_FIGURES[f].unit);
        table_cell(&t, "%s", zh ? HIRING_FIGURES[f].zh : HIRING_FIGURES[f].about);
    }
    int status = table_print(&t, stdout, 0);
    table_free(&t);
    puts(zh ? "± 为95%区间；* 与现状的配对差异区间不含0" : "± is the 95 % interval; *: that of the paired difference from as it is "
         "excludes 0");
    return status;
}

static int months_print(const struct hiring *h, int zh)
{
    struct table t;
    char align[HIRING_MOST_WAYS + 4];
    printf("\n%s\n", zh ? "每月入职人数：均值（十分之九的月份介于）" : "operators to begin in each month of 30 days: mean (nine in ten between)");
    table_begin(&t, alignment(align, h->n_ways, ""));
    table_cell(&t, "%s", zh ? "月" : "month");
    for (int w = 0; w < h->n_ways; w++)
        table_cell(&t, "%.60s", way_name(h, w, zh));
    for (int m = 0; m < h->n_months; m++) {
        table_cell(&t, "%d", m + 1);
        for (int w = 0; w < h->n_ways; w++) {
            struct hiring_month month = hiring_month(h, HIRING_STARTS, w, m);
            table_cell(&t, chosen_word(zh, "%.1f (%.0f to %.0f)", "%.1f（%.0f–%.0f）"), month.mean, floor(month.low),
                       ceil(month.high));
        }
    }
    int status = table_print(&t, stdout, 0);
    table_free(&t);
    return status;
}

static void difference_cell(struct table *t, struct estimate e, int zh)
{
    char text[ESTIMATE_TEXT_SIZE];
    int same = e.n > 1 && e.mean == 0 && e.half == 0;
    table_cell(t, "%s%s", same ? chosen_word(zh, "the same", "相同") : estimate_text(text, e, 1),
               same || estimate_excludes_zero(e) ? "" : chosen_word(zh, " (not shown)", "（未显示）"));
}

/* What a way saves or takes: nothing that its interval does not show is called a saving. */
static int differences_print(const struct hiring *h, int zh)
{
    static const enum hiring_figure OF[] = { HIRING_LEFT, HIRING_EFFECTIVE, HIRING_ANSWERED_30S, HIRING_COST };
    char text[ESTIMATE_TEXT_SIZE];
    struct table t;
    if (h->n_ways < 2)
        return 0;
    printf(chosen_word(zh, "\nagainst the city as it is, pair by pair over %d replications; "
                           "not shown: the 95 %% interval holds 0\n",
                       "\n与现状逐对之差（%d次重复）；未显示：95%%区间含0\n"), h->n_replicates);
    table_begin(&t, "lrrrrr");
    table_cell(&t, " ");
    for (size_t f = 0; f < sizeof OF / sizeof *OF; f++)
        table_cell(&t, "%s", HIRING_FIGURES[OF[f]].name);
    table_cell(&t, "%s", chosen_word(zh, "posts for as many effective", "同等有效人力所需岗位"));
    for (int w = 1; w < h->n_ways; w++) {
        table_cell(&t, "%.60s", way_name(h, w, zh));
        for (size_t f = 0; f < sizeof OF / sizeof *OF; f++)
            difference_cell(&t, hiring_difference(h, w, OF[f]), zh);
        table_cell(&t, "%s", estimate_text(text, hiring_posts_alike(h, w), 0));
    }
    int status = table_print(&t, stdout, 0);
    table_free(&t);
    return status;
}

/* What was not said to cost anything is in the table at nothing: only its planner knows whether that is right. */
static void prices_print(const struct hiring *h, int zh)
{
    for (int w = 1; w < h->n_ways; w++)
        if (h->way[w].n_policies > 0 && !h->way[w].priced)
            printf(chosen_word(zh, "%s: no price was given, so that its cost is pay and hiring alone; what else it takes, "
                                   "yuan a post and year, is --way %s:YUAN\n",
                               "%s：未给出费用，其成本只计工资与招聘；如另有开支，写作 --way %s:每岗位每年元数\n"), way_name(h, w, zh), way_name(h, w, zh));
}

static int csv_print(const struct hiring *h, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err) != 0)
        return -1;
    fputs("way,figure,month,unit,mean,low,high,difference,difference_low,difference_high\n", tidy.file);
    for (int w = 0; w < h->n_ways; w++) {
        for (int f = 0; f < N_HIRING_FIGURES; f++) {
            struct estimate e = hiring_value(h, w, f), d = hiring_difference(h, w, f);
            tidy_text(tidy.file, way_name(h, w, 0));
            fprintf(tidy.file, ",%s,,%s", HIRING_FIGURES[f].name, HIRING_FIGURES[f].unit);
            tidy_numbers(tidy.file, 6, (double[]){ e.mean, estimate_low(e), estimate_high(e),
                                                   w ? d.mean : NAN, w ? estimate_low(d) : NAN, w ? estimate_high(d) : NAN });
            fputc('\n', tidy.file);
        }
        for (int series = 0; series < N_HIRING_SERIES; series++)
            for (int m = 0; m < h->n_months; m++) {
                struct hiring_month month = hiring_month(h, series, w, m);
                tidy_text(tidy.file, way_name(h, w, 0));
                fprintf(tidy.file, ",%s,%d,%s", HIRING_SERIES[series].name, m + 1, HIRING_SERIES[series].unit);
                tidy_numbers(tidy.file, 6, (double[]){ month.mean, month.low, month.high, NAN, NAN, NAN });
                fputc('\n', tidy.file);
            }
    }
    return tidy_end(&tidy, err);
}

/* FILE.png is FILE-year.png and FILE-front.png. */
enum { YEAR, FRONT, N_FIGURES };

static const char *stem_of(char stem[ATOMIC_PATH_SIZE], const struct request *r, int figure)
{
    snprintf(stem, ATOMIC_PATH_SIZE, "%.*s-%s", chosen_stem(r->figure), r->figure, figure == YEAR ? "year" : "front");
    return stem;
}

static struct picture picture_of(const struct request *r, enum theme_format format)
{
    return (struct picture){ .format = format, .chinese = r->options.zh, .keep_script = r->script, .quiet = r->options.quiet };
}

static int figures_may(const struct request *r, enum theme_format *format, struct err *err)
{
    char stem[ATOMIC_PATH_SIZE];
    int ok = chosen_format(r->figure, r->figure + chosen_stem(r->figure), format, err);
    struct picture picture = picture_of(r, *format);
    for (int f = 0; f < N_FIGURES && ok == 0; f++)
        ok = picture_may_save(&picture, stem_of(stem, r, f), err);
    return ok;
}

static int figures_draw(const struct request *r, enum theme_format format, struct err *err)
{
    struct picture picture = picture_of(r, format);
    struct sheet numbers;
    char stem[ATOMIC_PATH_SIZE];
    const char *name[HIRING_MOST_WAYS];
    for (int w = 0; w < r->hiring.n_ways; w++)
        name[w] = way_name(&r->hiring, w, r->options.zh);
    hiring_figure_year(&picture, &r->hiring, name, &numbers);
    if (picture_save(&picture, &numbers, stem_of(stem, r, YEAR), err) != 0)
        return -1;
    hiring_figure_front(&picture, &r->hiring, name, &numbers);
    return picture_save(&picture, &numbers, stem_of(stem, r, FRONT), err);
}

/* --- all of it --- */

static int hire(struct request *r, struct err *err)
{
    struct hiring *h = &r->hiring;
    enum theme_format format = THEME_PNG;
    struct work_manner manner = options_manner(&r->options);
    struct work_tally tally = { 0 };
    h->days = r->options.days;
    h->warmup = r->options.warmup;
    h->n_replicates = r->options.reps == NONE ? REPLICATIONS : r->options.reps;
    h->n_set = r->options.n_set;
    h->set = r->options.set;
    if ((r->csv && tidy_may_replace(r->csv, err) != 0) ||
        (r->figure && figures_may(r, &format, err) != 0) ||
        hiring_load(h, r->options.seed, err) != 0 ||
        hiring_run(h, &manner, &tally, err) != 0)
        return -1;
    if (figures_print(h, r->options.zh) != 0 || months_print(h, r->options.zh) != 0 || differences_print(h, r->options.zh) != 0)
        return err_set(err, "no memory for the tables");
    prices_print(h, r->options.zh);
    if ((r->csv && csv_print(h, r->csv, err) != 0) ||
        (r->figure && figures_draw(r, format, err) != 0))
        return -1;
    if (tally.failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld runs failed; the first: %s", tally.failed, tally.why.text);
    return 0;
}

int verb_hire(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "posts", 'p', "N", 0, "operators' posts (default: the city's), as `hotline staff` finds them", 0 },
        { "way", 'w', "WAY[:YUAN]", 0, "what to compare with the city as it is: policies and posts+10% joined by commas, and what "
          "it takes a post and year beside pay and hiring (0); may be given many times (default: pay-salary:0, "
          "care-for-operators:2400, posts+10%)", 0 },
        { "recruit", KEY_RECRUIT, "YUAN", 0, "what it takes to find and train an operator (default 4000: an assumption)", 0 },
        { "csv", KEY_CSV, "FILE.csv", 0, "also write a tidy table", 0 },
        { "figure", KEY_FIGURE, "FILE.png", 0, "also draw headcount and novices over the year, FILE-year.png, and cost against "
          "service, FILE-front.png; also .svg and .pdf", 0 },
        { "script", KEY_SCRIPT, 0, 0, "also keep the gnuplot scripts of the figures, their data inside", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CITY [POLICY...]",
        "How many operators have to be hired each month to keep a centre's posts filled, as they quit by tenure and exhaustion, "
        "with how many of them effective; and what paying, supporting or relieving them otherwise would come to, in operators "
        "and in yuan.\v"
        "Example: hotline hire county --posts 20 --reps 4", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE,
                               .hiring = { .posts = NONE, .recruit_yuan = RECRUIT_YUAN, .n_ways = 1, .way = { { .more = 1 } } } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    int failed = hire(&request, &err);
    hiring_free(&request.hiring);
    return failed ? verb_failed(&err) : EXIT_OK;
}
