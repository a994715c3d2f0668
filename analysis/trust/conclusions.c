#include "conclusions.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/trust/calibration.h"
#include "sim/base/text.h"
#include "sim/scenario/load.h"
#include "sim/scenario/params.h"
#include "sim/study/slots.h"

enum { N_DAYS = 2 };            /* settings that say the days of a run */

/* What the queue is made of, whatever its source. */
static const char *const QUEUE[] = { "city.demand", "centre.operators", "centre.talk_scale", "centre.wrap_up_s",
                                     "centre.patience_mu", "centre.patience_sigma", "operators.shrinkage" };
enum { N_QUEUE = sizeof QUEUE / sizeof *QUEUE };

/* Which city it is, what a rule says, and what is only looked at, are no assumptions about people; nor are weights, whose ratios
 * alone count. A group's or a parameter's name. */
static int is_given(const char *key)
{
    static const char *const GIVEN[] = { "calendar.", "observe.", "city.residents", "city.streets", "city.branches", "shifts.",
                                         "street_classes.ROW.share", "rule.target", "rule.summon_share", "rule.tolerance",
                                         "rule.audit", "reopening.limit" };
    int given = 0;
    for (size_t i = 0; i < sizeof GIVEN / sizeof *GIVEN; i++)
        given |= text_begins(key, GIVEN[i]) && (GIVEN[i][strlen(GIVEN[i]) - 1] == '.' || strcmp(key, GIVEN[i]) == 0);
    return given;
}

static int is_queue(const char *key)
{
    for (int q = 0; q < N_QUEUE; q++)
        if (strcmp(QUEUE[q], key) == 0)
            return 1;
    return 0;
}

/* A source that names mechanisms alone, "M10, M73", says why and not how much. */
static int is_weak(const struct param *p)
{
    static const char *const WORDS[] = { "assumption", "prototype", "free parameter", "fitted", "calibrated", "model " };
    int weak = p->source[strspn(p->source, "M0123456789, ")] == '\0';
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        weak |= strstr(p->source, WORDS[i]) != NULL;
    return weak;
}

/* --- points --- */

static void point_free(struct conclusions_point *point)
{
    for (int i = 0; i < CONCLUSIONS_MOST_POLICIES; i++)
        free(point->set[i]);
    *point = (struct conclusions_point){ 0 };
}

/* What a point makes of a number: so many times as much, or an end of its range. */
struct change { bool end; double to; const char *row; };        /* row: the only one; NULL: all that there are */

static double number_of(const struct scenario *s, const struct param *p, int row)
{
    const void *value = param_value(s, p, row);
    double number = 0;
    int integer = 0;
    if (p->type == PARAM_INTEGER)
        memcpy(&integer, value, sizeof integer);
    else
        memcpy(&number, value, sizeof number);
    return p->type == PARAM_INTEGER ? integer : number;
}

/* The other value within the range; the same one where there is nothing to vary. A logarithm is moved by the factor's. */
static double varied(const struct param *p, double is, double factor)
{
    double other = text_begins(p->unit, "log ") ? is + log(factor) : is * factor;
    other = fmin(fmax(other, p->low), p->high);
    return p->type == PARAM_INTEGER ? rint(other) : other;
}

/* The end of a range, where the city has this value too: what a policy sets stays, and so does a row that it brings. */
static double ended(const struct scenario *city, const struct param *p, const char *row_name, double is, double end)
{
    const struct section *section = &SECTIONS[p->section];
    int row = section->max ? params_row_named(city, section, row_name) : 0;
    return row != NONE && number_of(city, p, row) == is ? end : is;
}

/* What a point sets under one policy; how many of its rows differ from what is. NULL: no memory. */
static char *settings(const struct scenario *s, const struct scenario *city, const struct param *p, struct change change,
                      int *differ)
{
    const struct section *section = &SECTIONS[p->section];
    char *text = NULL, number[TEXT_NUMBER_SIZE], path[PATH_SIZE];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    *differ = 0;
    for (int row = 0; out && row < params_rows(s, section); row++) {
        const char *name = section->max ? params_row_name(s, section, row) : NULL;
        double is = number_of(s, p, row), other = change.end ? ended(city, p, name, is, change.to) : varied(p, is, change.to);
        if ((change.row && strcmp(change.row, name) != 0) || ((section->max || change.end) && other == is))
            continue;
        param_path(path, p, name);
        fprintf(out, "%s%s=%s", *differ ? "\n" : "", path, text_number(number, other));
        *differ += other != is;
    }
    if (out)
        fclose(out);
    return text;
}

/* `under`: the city under each policy, then without one. */
static int point_add(struct conclusions *c, const struct param *p, const char *key, struct change change,
                     const struct scenario_loaded under[], struct err *err)
{
    struct conclusions_point *point = &c->point[c->n_points];
    int most = 0, room = WORLD_MOST_SETTINGS - c->wish.n_sets - N_DAYS, failed = 0;
    *point = (struct conclusions_point){ .end = change.end };
    snprintf(point->name, sizeof point->name, "%.130s %c %.7g", key, change.end ? '=' : 'x', change.to);
    for (int i = 0; i < c->wish.n_policies && !failed; i++) {
        int differ;
        point->set[i] = settings(&under[i].scenario, &under[c->wish.n_policies].scenario, p, change, &differ);
        most = differ > most ? differ : most;
        failed = !point->set[i] ? err_set(err, "no memory for the points of %s", c->wish.city) : 0;
    }
    if (!failed && most > room)
        failed = err_input(err, "%s has %d rows to vary, and there is room for %d settings; give fewer with --set", key, most,
                           room);
    if (most > 0 || failed)
        c->n_points++;
    else
        point_free(point);
    return failed;
}

static bool is_asked(const struct conclusions *c, const char *key)
{
    return !c->wish.only || text_begins(key, c->wish.only);
}

/* The row that a range is of: of kinds.noise.rate "noise". NULL of a group's parameter, and of a column without its row. */
static const char *row_of(const char *key, char row[PATH_SIZE])
{
    const char *first = strchr(key, '.'), *last = strrchr(key, '.');
    snprintf(row, PATH_SIZE, "%.*s", first < last ? (int)(last - first - 1) : 0, first + 1);
    return *row ? row : NULL;
}

/* Is a range one that this city can be at the ends of? */
static int range_check(const struct conclusions *c, const struct calibration_parameter *range,
                       const struct scenario_loaded under[], struct err *err)
{
    const struct param *p = param_at(range->key);
    const struct section *section = &SECTIONS[p->section];
    char row[PATH_SIZE];
    int there = !section->max;
    if (section->max && !row_of(range->key, row))
        return err_input(err, "%s: the rows of %s differ, and a range is of one of them: %s.ROW.%s", c->wish.ranges, range->key,
                         section->name, p->name);
    for (int i = 0; i < c->wish.n_policies && !there; i++)
        there = params_row_named(&under[i].scenario, section, row) != NONE;
    return there ? 0 : err_input(err, "%s: %s has no %s, under any of the policies", c->wish.ranges, c->wish.city, range->key);
}

static int ends_of(struct conclusions *c, const struct calibration_parameter *range, const struct scenario_loaded under[],
                   struct err *err)
{
    char row[PATH_SIZE];
    int failed = range_check(c, range, under, err);
    for (int end = 0; end < 2 && !failed && is_asked(c, range->key); end++)
        failed = point_add(c, param_at(range->key), range->key,
                           (struct change){ true, calibration_value(range, end), row_of(range->key, row) }, under, err);
    return failed;
}

/* In the order of params.def. */
static int points_of(struct conclusions *c, const struct calibration *ranges, const struct scenario_loaded under[],
                     struct err *err)
{
    int failed = 0;
    c->point[c->n_points++] = (struct conclusions_point){ 0 };
    for (int i = 0; i < N_PARAMS && !failed; i++) {
        const struct param *p = &PARAMS[i];
        int has_ends = 0;
        char key[PATH_SIZE];
        param_path(key, p, NULL);
        for (int r = 0; r < ranges->n_parameters && !failed; r++)
            if (param_at(ranges->parameter[r].key) == p) {
                has_ends = !SECTIONS[p->section].max;
                failed = ends_of(c, &ranges->parameter[r], under, err);
            }
        if (has_ends || (p->type != PARAM_NUMBER && p->type != PARAM_INTEGER) || is_given(key) || !is_asked(c, key))
            continue;
        for (int f = 0; f < CONCLUSIONS_FACTORS && !failed && (is_queue(key) || is_weak(p)); f++)
            failed = point_add(c, p, key, (struct change){ .to = c->wish.factor[f] }, under, err);
    }
    return failed;
}

static bool names_any(const char *beginning)
{
    char key[PATH_SIZE];
    for (int i = 0; i < N_PARAMS; i++) {
        param_path(key, &PARAMS[i], NULL);
        if (text_begins(key, beginning))
            return true;
    }
    return false;
}

int conclusions_init(struct conclusions *c, const struct conclusions_wish *wish, struct err *err)
{
    struct scenario_loaded *under = calloc(CONCLUSIONS_MOST_POLICIES + 1, sizeof *under);
    struct calibration ranges = { 0 };
    int failed = 0;
    *c = (struct conclusions){ .wish = *wish };
    c->point = calloc(1 + CONCLUSIONS_FACTORS * (size_t)N_PARAMS + 2 * EMULATOR_MOST_INPUTS, sizeof *c->point);
    if (!under || !c->point)
        failed = err_set(err, "no memory for the points of %s", wish->city);
    for (int i = 0; i <= wish->n_policies && !failed; i++) {
        const struct scenario_request request = { .city = wish->city, .n_overlays = i < wish->n_policies,
                                                  .overlay = &wish->policy[i], .n_sets = wish->n_sets, .set = wish->set };
        failed = scenario_load(&under[i], &request, err);
    }
    failed = failed || (wish->ranges && calibration_read(&ranges, wish->ranges, wish->seed, err));
    failed = failed || points_of(c, &ranges, under, err);
    if (!failed && c->n_points == 1 && wish->only && !names_any(wish->only))
        failed = err_input(err, "no parameter begins with '%s'; --list without --only lists those that are asked", wish->only);
    size_t cells = (size_t)wish->n_outputs * (size_t)wish->n_policies * (size_t)c->n_points;
    c->difference = calloc(cells + 1, sizeof *c->difference);
    if (!failed && !c->difference)
        failed = err_set(err, "no memory for %zu differences", cells);
    for (int i = 0; under && i <= wish->n_policies; i++)
        scenario_free(&under[i]);
    free(under);
    calibration_free(&ranges);
    return failed ? -1 : 0;
}

void conclusions_free(struct conclusions *c)
{
    for (int i = 0; i < c->n_points; i++)
        point_free(&c->point[i]);
    free(c->point);
    free(c->difference);
    *c = (struct conclusions){ 0 };
}

/* --- runs --- */

static void setting_add(struct world_wish *world, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void setting_add(struct world_wish *world, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(world->set[world->n_set++], sizeof *world->set, format, arguments);
    va_end(arguments);
}

static struct world_wish world_of(const struct conclusions *c, const struct conclusions_point *point, int policy)
{
    struct world_wish world = { .n_replications = c->wish.replications, .n_policies = 1 };
    snprintf(world.name, sizeof world.name, "%.40s, %.40s", c->wish.policy[policy], point->name);
    snprintf(world.city, sizeof world.city, "%s", c->wish.city);
    snprintf(world.policy[0], sizeof *world.policy, "%s", c->wish.policy[policy]);
    for (int s = 0; s < c->wish.n_sets; s++)
        setting_add(&world, "%s", c->wish.set[s]);
    setting_add(&world, "calendar.days=%d", c->wish.days);
    setting_add(&world, "calendar.warmup=%d", c->wish.warmup);
    for (const char *line = point->set[policy]; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
        setting_add(&world, "%.*s", (int)strcspn(line, "\n"), line);
    return world;
}

static struct estimate *cell(const struct conclusions *c, int output, int policy, int point)
{
    return &c->difference[((long)output * c->wish.n_policies + policy) * c->n_points + point];
}

static void read_out(struct conclusions *c, int point, const struct slots *slots, const int world[])
{
    for (int h = 0; h < c->wish.n_outputs; h++)
        for (int p = 1; p < c->wish.n_policies; p++)
            *cell(c, h, p, point) = estimate_contrast(slots_of(slots, c->wish.output[h], world[p]),
                slots_of(slots, c->wish.output[h], world[0]), c->wish.replications, .95, NEITHER) .difference;
}

int conclusions_run(struct conclusions *c, int point, const struct work_manner *manner, struct err *err)
{
    struct worlds worlds = { 0 };
    struct cases cases = { 0 };
    struct slots slots = { 0 };
    struct work_tally tally = { 0 };
    int world[CONCLUSIONS_MOST_POLICIES], n = 0, failed = 0;
    for (int p = 0; p < c->wish.n_policies && !failed; p++) {
        struct world_wish wish = world_of(c, &c->point[point], p);
        failed = (world[p] = worlds_add(&worlds, &wish, err)) < 0;
    }
    failed = failed || worlds_load(&cases, &worlds, c->wish.seed, err);
    struct work_unit *unit = failed ? NULL : worlds_units(&worlds, &n, err);
    failed = !unit || slots_init(&slots, &cases, NULL, err);
    struct work_sink sink = slots_sink(&slots);
    failed = failed || work_run(&cases, n, unit, manner, &sink, &tally, err);
    if (!failed && tally.failed > 0)
        failed = err_code(err, EXIT_RUNS_FAILED, "%s: %ld runs failed; the first: %s",
                          point ? c->point[point].name : "the city as it is", tally.failed, tally.why.text);
    if (!failed)
        read_out(c, point, &slots, world);
    slots_free(&slots);
    free(unit);
    cases_free(&cases);
    worlds_free(&worlds);
    return failed ? -1 : 0;
}

/* --- judging --- */

struct estimate conclusions_difference(const struct conclusions *c, int output, int policy, int point)
{
    return *cell(c, output, policy, point);
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

bool conclusions_moves(const struct conclusions *c, int point)
{
    bool moves = false;
    for (int h = 0; h < c->wish.n_outputs; h++)
        for (int p = 1; p < c->wish.n_policies; p++) {
            const struct estimate *here = cell(c, h, p, point), *base = cell(c, h, p, 0);
            moves |= !same(here->mean, base->mean) || !same(here->sd, base->sd);
        }
    return moves;
}

static int told(struct estimate e) { return e.n > 1 && estimate_excludes_zero(e); }

enum conclusion conclusions_judge(const struct conclusions *c, int output, int policy, int point)
{
    struct estimate base = *cell(c, output, policy, 0), here = *cell(c, output, policy, point);
    if (policy == 0 || !told(base))
        return CONCLUSION_NONE;
    if (!told(here))
        return CONCLUSION_UNTOLD;
    return (here.mean > 0) == (base.mean > 0) ? CONCLUSION_HOLDS : CONCLUSION_FLIPS;
}
