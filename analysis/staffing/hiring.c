#include "hiring.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run.h"
#include "sim/scenario/path.h"

const struct hiring_figure_row HIRING_FIGURES[N_HIRING_FIGURES] = {
    [HIRING_POSTS] = { "posts", "persons", "operators' posts", "话务员岗位" },
    [HIRING_LEFT] = { "left", "1/a", "operators who resign in a year", "每年离职话务员" },
    [HIRING_BEGUN] = { "begun", "1/mo", "operators who begin in a month", "每月入职话务员" },
    [HIRING_VACANT] = { "vacant", "1", "posts vacant or in training", "岗位空缺占比" },
    [HIRING_NOVICE] = { "novice", "1", "operators with less than 90 days of tenure", "新手占比" },
    [HIRING_EFFECTIVE] = { "effective", "persons", "effective operators: posts filled, in experienced ones", "有效话务员" },
    [HIRING_OCCUPANCY] = { "occupancy", "1", "busy time / time on duty", "占用率" },
    [HIRING_EXHAUSTION] = { "exhaustion", "1", "operators' exhaustion", "话务员倦怠" },
    [HIRING_ANSWERED_30S] = { "answered_30s", "1", "calls answered within 30 s", "30秒内接通率" },
    [HIRING_PAY] = { "pay", "yuan/mo", "operators' mean pay", "月薪" },
    [HIRING_COST] = { "cost", "1000 yuan/a", "pay, hiring, and what the way takes", "年成本" },
    [HIRING_COST_EACH] = { "cost_each", "1000 yuan/a", "the same for each effective operator", "每名有效话务员年成本" },
};

const struct hiring_series_row HIRING_SERIES[N_HIRING_SERIES] = {
    [HIRING_STARTS] = { "begun", "1/mo", "operators whose first day is in the month", "当月入职" },
    [HIRING_IN_POST] = { "in_post", "persons", "operators in post, those in training too, mean", "在岗话务员均值" },
    [HIRING_NOVICES] = { "novices", "persons", "of these, with less than 90 days of tenure, mean", "其中新手均值" },
};

/* --- a way from a text --- */

static int part_read(struct hiring_way *way, const char *part, struct err *err)
{
    double percent;
    int end = 0;
    if (sscanf(part, "posts%lf%%%n", &percent, &end) == 1 && part[end] == '\0' && percent > -90 && percent <= 900) {
        way->more = 1 + percent / 100;
        return 0;
    }
    char found[PATH_MAX], missing[1024];
    if (!path_find(found, FOLDER_POLICIES, part, NULL))
        return err_input(err, "%s; a way is policies and posts+10%% joined by commas, and may end in :YUAN a post and year",
                         path_missing(missing, sizeof missing, FOLDER_POLICIES, part));
    if (way->n_policies == STUDY_MOST_OVERLAYS || strlen(part) >= STUDY_NAME_SIZE)
        return err_input(err, "a way has at most %d policies of %d bytes", STUDY_MOST_OVERLAYS, STUDY_NAME_SIZE - 1);
    snprintf(way->policy[way->n_policies++], STUDY_NAME_SIZE, "%s", part);
    return 0;
}

int hiring_way_read(struct hiring_way *way, const char *text, struct err *err)
{
    char copy[512], *rest = copy, *part, *end;
    const char *price = strrchr(text, ':');
    *way = (struct hiring_way){ .more = 1 };
    if (strlen(text) >= sizeof copy)
        return err_input(err, "a way is at most %zu bytes long", sizeof copy - 1);
    snprintf(copy, sizeof copy, "%.*s", (int)(price ? (size_t)(price - text) : strlen(text)), text);
    if (price && ((way->yuan_a = strtod(price + 1, &end)) < 0 || end == price + 1 || *end || !isfinite(way->yuan_a)))
        return err_input(err, "'%s' is no sum in yuan a post and year", price + 1);
    way->priced = price != NULL;
    snprintf(way->name, sizeof way->name, "%.*s", STUDY_NAME_SIZE - 1, copy);
    while ((part = strsep(&rest, ",")))
        if (part_read(way, part, err) != 0)
            return -1;
    return 0;
}

/* --- worlds --- */

static int setting(struct world_wish *wish, const char *text, struct err *err)
{
    if (wish->n_set == WORLD_MOST_SETTINGS || strlen(text) >= WORLD_SETTING_SIZE)
        return err_input(err, "at most %d settings of %d bytes can be given", WORLD_MOST_SETTINGS, WORLD_SETTING_SIZE - 1);
    snprintf(wish->set[wish->n_set++], WORLD_SETTING_SIZE, "%s", text);
    return 0;
}

static int number_set(struct world_wish *wish, const char *key, int value, struct err *err)
{
    char text[WORLD_SETTING_SIZE];
    snprintf(text, sizeof text, "%s=%d", key, value);
    return value == NONE ? 0 : setting(wish, text, err);
}

/* A part of a post is one more, or one fewer, but the last stays; 10 x 1.1 is 11. */
static int posts_with(int posts, double more)
{
    double exact = posts * more;
    return exact > posts ? (int)ceil(exact - 1e-9) : (int)fmax(1, floor(exact + 1e-9));
}

static int is_there(const struct hiring *h, int way, int other, int posts, struct err *err)
{
    const char *name = h->way[way].name, *its = h->way[other].name;
    if (strcmp(name, its) == 0)
        return err_input(err, "--way %s is given twice", name);
    if (other == 0)
        return err_input(err, "--way %s changes nothing: of %d posts it leaves %d", name, posts,
                         posts_with(posts, h->way[way].more));
    return err_input(err, "--way %s and --way %s come to the same: %d posts with the same policies", its, name,
                     posts_with(posts, h->way[way].more));
}

/* The policies of way 0 hold in all ways. */
static int world_of(struct hiring *h, int way, int posts, struct err *err)
{
    const struct hiring_way *ways[] = { &h->way[0], &h->way[way] };
    struct world_wish wish = { .n_replications = h->n_replicates };
    snprintf(wish.name, sizeof wish.name, "%s", *h->way[way].name ? h->way[way].name : h->city);
    snprintf(wish.city, sizeof wish.city, "%s", h->city);
    for (int i = 0; i <= (way > 0); i++)
        for (int p = 0; p < ways[i]->n_policies; p++) {
            if (wish.n_policies == STUDY_MOST_OVERLAYS)
                return err_input(err, "%s has more than %d policies", wish.name, STUDY_MOST_OVERLAYS);
            strcpy(wish.policy[wish.n_policies++], ways[i]->policy[p]);
        }
    for (int s = 0; s < h->n_set; s++)
        if (setting(&wish, h->set[s], err) != 0)
            return -1;
    int before = h->worlds.n;
    if (number_set(&wish, "calendar.days", h->days, err) != 0 || number_set(&wish, "calendar.warmup", h->warmup, err) != 0 ||
        number_set(&wish, "centre.operators", posts == NONE ? NONE : posts_with(posts, h->way[way].more), err) != 0)
        return -1;
    int at = worlds_add(&h->worlds, &wish, err);
    return at < 0 ? -1 : at < before ? is_there(h, way, at, posts, err) : 0;
}

/* The city's own posts have to be known before a tenth can be put on them. */
static int posts_of(struct hiring *h, uint64_t seed, int *posts, struct err *err)
{
    struct hiring alone = *h;
    alone.n_ways = 1;
    alone.worlds = (struct worlds){ 0 };
    alone.cases = (struct cases){ 0 };
    int ok = world_of(&alone, 0, NONE, err);
    if (ok == 0)
        ok = worlds_load(&alone.cases, &alone.worlds, seed, err);
    if (ok == 0)
        *posts = alone.cases.base[0].scenario.centre.operators;
    cases_free(&alone.cases);
    worlds_free(&alone.worlds);
    return ok;
}

int hiring_load(struct hiring *h, uint64_t seed, struct err *err)
{
    int posts = h->posts;
    if (posts == NONE && posts_of(h, seed, &posts, err) != 0)
        return -1;
    for (int w = 0; w < h->n_ways; w++)
        if (world_of(h, w, posts, err) != 0)
            return -1;
    if (worlds_load(&h->cases, &h->worlds, seed, err) != 0)
        return -1;
    snprintf(h->cases.name, sizeof h->cases.name, "hire");
    h->n_months = h->cases.base[0].scenario.calendar.days / HIRING_MONTH_D;
    h->n_months = h->n_months > HIRING_MOST_MONTHS ? HIRING_MOST_MONTHS : h->n_months;
    if (h->n_months < 1)
        return err_input(err, "%d days are no month: a plan by the month needs --days %d at least",
                         h->cases.base[0].scenario.calendar.days, HIRING_MONTH_D);
    size_t n = (size_t)h->n_ways * (size_t)h->n_replicates;
    h->reading = malloc(n * N_HIRING_FIGURES * sizeof *h->reading);
    size_t months = n * (size_t)h->n_months * N_HIRING_SERIES;
    h->month = malloc(months * sizeof *h->month);
    if (!h->reading || !h->month)
        return err_set(err, "no memory for %d ways", h->n_ways);
    for (size_t i = 0; i < n * N_HIRING_FIGURES; i++)
        h->reading[i] = NAN;
    for (size_t i = 0; i < months; i++)
        h->month[i] = NAN;
    return 0;
}

void hiring_free(struct hiring *h)
{
    free(h->reading);
    free(h->month);
    cases_free(&h->cases);
    worlds_free(&h->worlds);
}

/* --- runs --- */

static double *reading_of(const struct hiring *h, int way, enum hiring_figure figure)
{
    return h->reading + ((long)way * N_HIRING_FIGURES + figure) * h->n_replicates;
}

static double *month_of(const struct hiring *h, enum hiring_series series, int way, int month)
{
    return h->month + (((long)series * h->n_ways + way) * h->n_months + month) * h->n_replicates;
}

static double kpi(const struct outputs *out, enum output o) { return out->value[out->at[o]]; }

/* Days `from` to `to` (not included) of a series, counted from day 0. */
static double sum_of(const struct scenario *s, const struct outputs *out, enum output o, int from, int to)
{
    const double *day = out->value + out->at[o] + s->calendar.warmup;
    double sum = 0;
    for (int t = from; t < to; t++)
        sum += day[t];
    return sum;
}

static void months_read(struct hiring *h, int way, int replicate, const struct outputs *out)
{
    const struct scenario *s = &h->cases.loaded[way].scenario;
    const double *in_post = out->value + out->at[OUT_operators_in_post] + s->calendar.warmup;
    const double *novice = out->value + out->at[OUT_operators_novice] + s->calendar.warmup;
    for (int m = 0; m < h->n_months; m++) {
        int from = m * HIRING_MONTH_D, until = from + HIRING_MONTH_D;
        double novices = 0;
        for (int t = from; t < until; t++)
            novices += in_post[t] > 0 ? in_post[t] * novice[t] : 0;
        month_of(h, HIRING_STARTS, way, m)[replicate] = sum_of(s, out, OUT_operators_begun, from, until);
        month_of(h, HIRING_IN_POST, way, m)[replicate] = sum_of(s, out, OUT_operators_in_post, from, until) / HIRING_MONTH_D;
        month_of(h, HIRING_NOVICES, way, m)[replicate] = novices / HIRING_MONTH_D;
    }
}

static void run_read(struct hiring *h, int way, int replicate, const struct outputs *out)
{
    const struct scenario *s = &h->cases.loaded[way].scenario;
    double x[N_HIRING_FIGURES], posts = s->centre.operators, years = s->calendar.days / 365.0;
    double begun = sum_of(s, out, OUT_operators_begun, 0, s->calendar.days) / years;
    double filled = sum_of(s, out, OUT_operators_in_post, 0, s->calendar.days) / s->calendar.days;
    x[HIRING_POSTS] = posts;
    x[HIRING_LEFT] = sum_of(s, out, OUT_operators_left, 0, s->calendar.days) / years;
    x[HIRING_BEGUN] = begun * HIRING_MONTH_D / 365;
    x[HIRING_VACANT] = kpi(out, OUT_operator_vacancy_share);
    x[HIRING_NOVICE] = kpi(out, OUT_operator_novice_share);
    x[HIRING_EFFECTIVE] = posts * kpi(out, OUT_operator_effective_share);
    x[HIRING_OCCUPANCY] = kpi(out, OUT_operator_occupancy);
    x[HIRING_EXHAUSTION] = kpi(out, OUT_operator_exhaustion);
    x[HIRING_ANSWERED_30S] = kpi(out, OUT_answered_30s_share);
    x[HIRING_PAY] = kpi(out, OUT_pay_mean_yuan);
    x[HIRING_COST] = (12 * filled * x[HIRING_PAY] + begun * h->recruit_yuan + posts * h->way[way].yuan_a) / 1000;
    x[HIRING_COST_EACH] = x[HIRING_COST] / x[HIRING_EFFECTIVE];
    for (int f = 0; f < N_HIRING_FIGURES; f++)
        reading_of(h, way, f)[replicate] = x[f];
    months_read(h, way, replicate, out);
}

/* Each unit writes to places of its own: no thread waits for another. */
static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[], struct err *err)
{
    (void)seconds, (void)err;
    run_read(self, unit.point, unit.replicate, &outputs[0]);
    return 0;
}

static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    (void)self, (void)unit, (void)why, (void)err;       /* its readings stay undefined */
    return 0;
}

int hiring_run(struct hiring *h, const struct work_manner *manner, struct work_tally *tally, struct err *err)
{
    struct work_sink sink = { h, unit_done, unit_failed };
    int n = 0;
    struct work_unit *unit = worlds_units(&h->worlds, &n, err);
    int ok = unit ? work_run(&h->cases, n, unit, manner, &sink, tally, err) : -1;
    free(unit);
    return ok;
}

/* --- what came out --- */

struct estimate hiring_value(const struct hiring *h, int way, enum hiring_figure figure)
{
    return estimate_mean(reading_of(h, way, figure), 1, h->n_replicates, .95);
}

struct estimate hiring_difference(const struct hiring *h, int way, enum hiring_figure figure)
{
    return estimate_contrast(reading_of(h, way, figure), reading_of(h, 0, figure), h->n_replicates, .95, NEITHER).difference;
}

struct estimate hiring_posts_alike(const struct hiring *h, int way)
{
    double x[h->n_replicates];
    for (int r = 0; r < h->n_replicates; r++)
        x[r] = reading_of(h, way, HIRING_POSTS)[r] * reading_of(h, 0, HIRING_EFFECTIVE)[r] /
               reading_of(h, way, HIRING_EFFECTIVE)[r];
    return estimate_mean(x, 1, h->n_replicates, .95);
}

struct hiring_month hiring_month(const struct hiring *h, enum hiring_series series, int way, int month)
{
    double x[h->n_replicates];
    const double *all = month_of(h, series, way, month);
    int n = 0;
    for (int r = 0; r < h->n_replicates; r++)
        if (isfinite(all[r]))
            x[n++] = all[r];
    if (n == 0)
        return (struct hiring_month){ NAN, NAN, NAN };
    gsl_sort(x, 1, (size_t)n);
    return (struct hiring_month){ gsl_stats_mean(x, 1, (size_t)n), gsl_stats_quantile_from_sorted_data(x, 1, (size_t)n, .05),
                                  gsl_stats_quantile_from_sorted_data(x, 1, (size_t)n, .95) };
}

int hiring_on_front(const struct hiring *h, int way)
{
    double cost = hiring_value(h, way, HIRING_COST).mean, service = hiring_value(h, way, HIRING_ANSWERED_30S).mean;
    if (!isfinite(cost) || !isfinite(service))
        return 0;                           /* what was not measured is nowhere */
    for (int w = 0; w < h->n_ways; w++) {
        double its_cost = hiring_value(h, w, HIRING_COST).mean, its_service = hiring_value(h, w, HIRING_ANSWERED_30S).mean;
        if (its_cost <= cost && its_service >= service && (its_cost < cost || its_service > service))
            return 0;
    }
    return 1;
}
