/* conclusions.c - which differences between policies keep their signs where weak figures are other ones. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/trust/conclusions.h"
#include "analysis/numbers/tidy.h"
#include "kpis.h"
#include "options.h"
#include "sim/base/progress.h"
#include "table.h"
#include "verbs.h"

struct request { struct conclusions_wish wish; struct work_manner manner; const char *csv; bool list, markdown; };

enum { MOST_HEADLINES = 96 };
enum { KEY_DAYS = 4000, KEY_WARMUP, KEY_REPS, KEY_SEED, KEY_SET, KEY_THREADS, KEY_QUIET, KEY_ONLY, KEY_RANGES, KEY_FACTORS };

static error_t words(struct conclusions_wish *w, const char *argument, struct argp_state *state)
{
    if (!w->city)
        w->city = argument;
    else if (w->n_policies == CONCLUSIONS_MOST_POLICIES)
        argp_error(state, "at most %d policies", CONCLUSIONS_MOST_POLICIES);
    else
        w->policy[w->n_policies++] = argument;
    return 0;
}

/* LOW,HIGH */
static void factors(struct conclusions_wish *w, const char *argument, struct argp_state *state)
{
    char *end, *last = NULL;
    w->factor[0] = strtod(argument, &end);
    w->factor[1] = end > argument && *end == ',' ? strtod(end + 1, &last) : 0;
    if (!last || last == end + 1 || *last || !(w->factor[0] >= 0 && w->factor[0] < 1 && w->factor[1] > 1 && w->factor[1] <= 1000))
        argp_error(state, "--factors must be two numbers, one from 0 up to 1 and one above 1 (to 1000), as in 0.5,1.5; not '%s'",
                   argument);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    struct conclusions_wish *w = &r->wish;
    switch (key) {
    case 'l': r->list = true; return 0;
    case 'm': r->markdown = true; return 0;
    case 'c': r->csv = argument; return 0;
    case KEY_DAYS: w->days = (int)options_integer(state, "--days", argument, 30, 3650); return 0;
    case KEY_WARMUP: w->warmup = (int)options_integer(state, "--warmup", argument, 0, 3650); return 0;
    case KEY_REPS: w->replications = (int)options_integer(state, "--reps", argument, 2, WORLD_MOST_REPLICATIONS); return 0;
    case KEY_SEED: w->seed = (uint64_t)options_integer(state, "--seed", argument, 0, (long)CASES_LARGEST_SEED); return 0;
    case KEY_THREADS: r->manner.threads = (int)options_integer(state, "--threads", argument, 1, 4096); return 0;
    case KEY_QUIET: r->manner.quiet = 1; return 0;
    case KEY_ONLY: w->only = argument; return 0;
    case KEY_RANGES: w->ranges = strcmp(argument, "none") == 0 ? NULL : argument; return 0;
    case KEY_FACTORS: factors(w, argument, state); return 0;
    case KEY_SET:
        if (w->n_sets == CONCLUSIONS_MOST_SETS)
            argp_error(state, "at most %d settings", CONCLUSIONS_MOST_SETS);
        w->set[w->n_sets++] = argument;
        return 0;
    case ARGP_KEY_ARG: return words(w, argument, state);
    case ARGP_KEY_END:
        if (w->n_policies < 2)
            argp_error(state, "which CITY, and which two or more POLICYs? The first is what the others are compared with");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

/* --- what came out --- */

/* Points at which it flips, as many as fit, and how many more there are: the number is returned. */
static int where(const struct conclusions *c, int h, int p, char text[TABLE_CELL_SIZE])
{
    enum { ROOM_FOR_MORE = sizeof ", 1000 more" };
    size_t used = 0;
    int more = 0;
    text[0] = 0;
    for (int i = 1; i < c->n_points; i++) {
        const char *name = c->point[i].name;
        if (conclusions_judge(c, h, p, i) != CONCLUSION_FLIPS)
            continue;
        if (more > 0 || used + strlen(", ") + strlen(name) + ROOM_FOR_MORE > TABLE_CELL_SIZE)
            more++;
        else
            used += (size_t)snprintf(text + used, TABLE_CELL_SIZE - used, "%s%s", used ? ", " : "", name);
    }
    if (more > 0)
        snprintf(text + used, TABLE_CELL_SIZE - used, "%s%d more", used ? ", " : "", more);
    return more;
}

/* All of them, of the differences whose points did not fit into the table. */
static void where_all(const struct conclusions *c)
{
    char text[TABLE_CELL_SIZE];
    for (int h = 0; h < c->wish.n_outputs; h++)
        for (int p = 1; p < c->wish.n_policies; p++) {
            if (where(c, h, p, text) == 0)
                continue;
            printf("%s under %s flips at", OUTPUTS[c->wish.output[h]].name, c->wish.policy[p]);
            for (int i = 1, n = 0; i < c->n_points; i++)
                if (conclusions_judge(c, h, p, i) == CONCLUSION_FLIPS)
                    printf("%s %s", n++ ? "," : "", c->point[i].name);
            puts("");
        }
}

static void line(struct table *t, const struct conclusions *c, int h, int p, const int n[])
{
    char text[ESTIMATE_TEXT_SIZE], flips[TABLE_CELL_SIZE];
    where(c, h, p, flips);
    table_cell(t, "%s", OUTPUTS[c->wish.output[h]].name);
    table_cell(t, "%s", c->wish.policy[p]);
    table_cell(t, "%s", estimate_text(text, conclusions_difference(c, h, p, 0), 1));
    for (int v = CONCLUSION_HOLDS; v <= CONCLUSION_FLIPS; v++)
        table_cell(t, "%d", n[v]);
    table_cell(t, "%s", flips);
}

/* What was compared where, so that a table that is passed on says it. */
static void head(const struct conclusions *c)
{
    const struct conclusions_wish *w = &c->wish;
    printf("%s against %s, %d days after %d of warm-up, %d replications, seed %llu", w->city, w->policy[0], w->days, w->warmup,
           w->replications, (unsigned long long)w->seed);
    for (int s = 0; s < w->n_sets; s++)
        printf(", %s", w->set[s]);
    printf("; weak figures x %g and x %g", w->factor[0], w->factor[1]);
    if (w->ranges)
        printf(", those of %s at the ends of their ranges", w->ranges);
    puts("\nholds: the 95 % interval excludes 0 on the same side as in the city as it is; flips: on the other; not told: it "
         "holds 0\n");
}

static int table(const struct conclusions *c, int markdown, struct err *err)
{
    static const char *const HEAD[] = { "difference of", "under", "as it is", "holds", "not told", "flips", "where" };
    int conclusions = 0, everywhere = 0, flip = 0, points = 0, ends = 0;
    struct table t;
    for (int i = 1; i < c->n_points; i++) {
        points += conclusions_moves(c, i);
        ends += conclusions_moves(c, i) && c->point[i].end;
    }
    table_begin(&t, "llrrrrl");
    for (int i = 0; i < 7; i++)
        table_cell(&t, "%s", HEAD[i]);
    for (int h = 0; h < c->wish.n_outputs; h++)
        for (int p = 1; p < c->wish.n_policies; p++) {
            int n[CONCLUSION_FLIPS + 1] = { 0 };
            for (int i = 1; i < c->n_points; i++)
                n[conclusions_judge(c, h, p, i)] += conclusions_moves(c, i);
            if (conclusions_judge(c, h, p, 0) == CONCLUSION_NONE)
                continue;
            line(&t, c, h, p, n);
            conclusions++;
            everywhere += n[CONCLUSION_HOLDS] == points;
            flip += n[CONCLUSION_FLIPS] > 0;
        }
    if (points > 0)
        head(c);
    int failed = points > 0 && table_print(&t, stdout, markdown);
    table_free(&t);
    where_all(c);
    if (points == 0)
        printf("conclusions: none of the %d points moves anything; nothing is known of what holds\n", c->n_points - 1);
    else
        printf("conclusions: of %d differences from %s %d are told in the city as it is; of these %d hold at all %d points (%d of "
               "them ends of ranges), %d flip at one or more; %d points more move nothing at all\n",
               c->wish.n_outputs * (c->wish.n_policies - 1), c->wish.policy[0], conclusions, everywhere, points, ends, flip,
               c->n_points - 1 - points);
    return failed ? err_set(err, "no memory for the table") : 0;
}

static int csv(const struct conclusions *c, const char *path, struct err *err)
{
    static const char *const WORD[] = { "none", "holds", "not told", "flips" };      /* none: not told in the city as it is */
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("kpi,policy,control,point,difference,low,high,verdict\n", tidy.file);
    for (int h = 0; h < c->wish.n_outputs; h++)
        for (int p = 1; p < c->wish.n_policies; p++)
            for (int i = 0; i < c->n_points; i++) {
                struct estimate e = conclusions_difference(c, h, p, i);
                fprintf(tidy.file, "%s,%s,%s,%s", OUTPUTS[c->wish.output[h]].name, c->wish.policy[p], c->wish.policy[0],
                        c->point[i].name);
                tidy_numbers(tidy.file, 3, (double[]){ e.mean, estimate_low(e), estimate_high(e) });
                fprintf(tidy.file, ",%s\n", WORD[conclusions_judge(c, h, p, i)]);
            }
    return tidy_end(&tidy, err);
}

/* --- all of it --- */

static int points_run(const struct request *r, struct conclusions *c, struct err *err)
{
    struct progress progress;
    struct work_manner manner = r->manner;
    int failed = 0;
    manner.quiet = 1;
    progress_begin(&progress, "conclusions", c->n_points, c->n_points, r->manner.quiet);
    for (int i = 0; i < c->n_points && !failed; i++) {
        failed = conclusions_run(c, i, &manner, err);
        progress_steps(&progress, 1);
        progress_runs(&progress, 1, 0);
    }
    progress_end(&progress);
    return failed;
}

static int conclusions(const struct request *r, struct err *err)
{
    struct conclusions c = { 0 };
    int failed = r->csv ? tidy_may_replace(r->csv, err) : 0;
    failed = failed || conclusions_init(&c, &r->wish, err);
    for (int i = 1; i < c.n_points && r->list && !failed; i++)
        puts(c.point[i].name);
    if (!failed && !r->list)
        failed = points_run(r, &c, err) || table(&c, r->markdown, err) || (r->csv && csv(&c, r->csv, err));
    conclusions_free(&c);
    return failed;
}

int verb_conclusions(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "list", 'l', 0, 0, "list the points and run nothing", 0 },
        { "only", KEY_ONLY, "KEY", 0, "only points of parameters that begin so: centre, calling.learn", 0 },
        { "ranges", KEY_RANGES, "CALIBRATION", 0, "whose parameters go to the ends of their ranges, a file or a name "
          "(default calibrations/behaviour); none: factors for them too", 0 },
        { "factors", KEY_FACTORS, "LOW,HIGH", 0, "of all others (default 0.5,1.5), within what a parameter permits", 0 },
        { "reps", KEY_REPS, "N", 0, "replications at each point (default 5)", 0 },
        { "days", KEY_DAYS, "N", 0, "days after the warm-up (default 365)", 0 },
        { "warmup", KEY_WARMUP, "N", 0, "days of warm-up (default 90)", 0 },
        { "set", KEY_SET, "KEY=VALUE", 0, "a setting that holds at all points", 0 },
        { "csv", 'c', "FILE.csv", 0, "also write all differences as a tidy table", 1 },
        { "markdown", 'm', 0, 0, "the table for a document", 1 },
        { "seed", KEY_SEED, "N", 0, "the seed (default 12345)", 1 },
        { "threads", KEY_THREADS, "N", 0, "threads (default: all cores); results do not depend on it", 1 },
        { "quiet", KEY_QUIET, 0, 0, "no progress line", 1 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CITY POLICY POLICY...",
        "Compare policies with the first of them, in the city as it is and where weak figures are other ones, one at a time: at "
        "the ends of the range that a calibration records, else half and half as large again. Weak is what the queue is made of, "
        "and what the source does not give: an assumption, a prototype's figure, a free parameter, the design's own, what was "
        "fitted or calibrated, a mechanism without a figure. Tells for each headline difference at how many points its sign is "
        "the same, is not told, or is the other one.\v"
        "A sign is told where the 95 % interval of the paired difference excludes zero; of many points some flip by chance. "
        "A column of a table (kinds, actions) is varied in all its rows together. A wider question than half and half as large "
        "again is asked with --factors 0.25,4.\n\n"
        "Example: hotline conclusions tiny no-assessment pay-salary --only centre", NULL, NULL, NULL };
    enum output output[MOST_HEADLINES];
    int n_outputs = kpi_headlines(output, MOST_HEADLINES);
    struct request request = { .wish = { .n_outputs = n_outputs < MOST_HEADLINES ? n_outputs : MOST_HEADLINES, .output = output,
        .days = 365, .warmup = 90, .replications = 5, .factor = { 0.5, 1.5 }, .ranges = "calibrations/behaviour",
        .seed = CASES_DEFAULT_SEED } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return conclusions(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
