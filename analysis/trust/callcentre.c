#include "callcentre.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "sim/base/num.h"
#include "sim/base/yaml.h"
#include "sim/centre/centre.h"
#include "sim/scenario/path.h"

const struct callcentre_row CALLCENTRE_MEASURES[N_CALLCENTRE_MEASURES] = {
    [CALLCENTRE_CALLS] = { "calls", "calls a day" },
    [CALLCENTRE_WAIT] = { "wait_s", "mean wait, s" },
    [CALLCENTRE_GOOD] = { "good_share", "share within the good wait" },
    [CALLCENTRE_ABANDON] = { "abandon_share", "share that abandons" },
    [CALLCENTRE_BLOCKED] = { "blocked_share", "share that is turned away" },
    [CALLCENTRE_ANSWER_WAIT] = { "answer_s", "mean wait of the answered, s" },
    [CALLCENTRE_ANSWERED_GOOD] = { "answered_good_share", "share answered within it" },
};

/* --- reading --- */

static double number_of(const struct yaml *mapping, const char *key, double low, double high, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(mapping, key);
    if (node)
        return yaml_number(node, key, low, high, wrong);
    yaml_complain(wrong, mapping->place, "'%s' is missing", key);
    return low;
}

/* A list of as many numbers as there are periods. */
static int list_of(const struct yaml *root, const char *key, double high, double x[], struct yaml_complaints *wrong)
{
    const struct yaml *list = yaml_get(root, key);
    if (!list) {
        yaml_complain(wrong, root->place, "'%s' is missing", key);
        return 0;
    }
    if (!yaml_expect(list, YAML_SEQUENCE, key, wrong))
        return 0;
    if (list->n < 1 || list->n > CALLCENTRE_MOST_PERIODS)
        yaml_complain(wrong, list->place, "a day has 1 to %d periods, not %d", CALLCENTRE_MOST_PERIODS, list->n);
    for (int i = 0; i < list->n && i < CALLCENTRE_MOST_PERIODS; i++)
        x[i] = yaml_number(list->member[i].value, key, 0, high, wrong);
    return list->n;
}

static void periods_read(struct callcentre *c, const struct yaml *root, struct yaml_complaints *wrong)
{
    double operators[CALLCENTRE_MOST_PERIODS] = { 0 };
    c->period_s = number_of(root, "period_s", 1, CENTRE_DAY_S, wrong);
    c->periods = list_of(root, "operators", 1000, operators, wrong);
    int calls = list_of(root, "calls_h", 1e6, c->calls_h, wrong);
    if (calls != c->periods)
        yaml_complain(wrong, yaml_get(root, "calls_h") ? yaml_get(root, "calls_h")->place : root->place,
                      "'calls_h' has %d periods and 'operators' %d", calls, c->periods);
    if (c->periods * c->period_s > CENTRE_DAY_S)
        yaml_complain(wrong, root->place, "%d periods of %g s are more than a day", c->periods, c->period_s);
    for (int p = 0; p < c->periods && p < CALLCENTRE_MOST_PERIODS; p++)
        c->operators[p] = (int)operators[p];
}

static void published_read(struct callcentre *c, const struct yaml *root, struct yaml_complaints *wrong)
{
    const struct yaml *published = yaml_get(root, "published");
    const char *known[N_CALLCENTRE_MEASURES + 1] = { 0 };
    for (int m = 0; m < N_CALLCENTRE_MEASURES; m++) {
        known[m] = CALLCENTRE_MEASURES[m].name;
        const struct yaml *row = published ? yaml_get(published, known[m]) : NULL;
        c->published[m].value = row ? number_of(row, "value", -1e12, 1e12, wrong) : NAN;
        c->published[m].error = row ? number_of(row, "error", 0, 1e12, wrong) : NAN;
    }
    if (published)
        yaml_known_keys(published, known, "what is published", wrong);
}

static void callcentre_take(struct callcentre *c, const struct yaml *root, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "title", "title_zh", "because", "opens_h", "period_s", "operators", "calls_h",
                                        "busyness_shape", "service", "patience", "places", "good_s", "published", NULL };
    const struct yaml *service = yaml_get(root, "service"), *patience = yaml_get(root, "patience");
    const struct yaml *title = yaml_get(root, "title"), *places = yaml_get(root, "places");
    yaml_known_keys(root, KEYS, "a call centre", wrong);
    snprintf(c->title, sizeof c->title, "%s", title ? yaml_text(title, "title", wrong) : "");
    periods_read(c, root, wrong);
    c->busyness_shape = number_of(root, "busyness_shape", 0, 1e9, wrong);
    c->good_s = number_of(root, "good_s", 0, CENTRE_DAY_S, wrong);
    c->places = places ? (int)yaml_integer(places, "places", 0, CENTRE_NO_LIMIT, wrong) : CENTRE_NO_LIMIT;
    c->patience_s = patience ? number_of(patience, "mean_s", 1e-3, 1e9, wrong) : INFINITY;
    c->no_patience = patience ? number_of(patience, "none", 0, 1, wrong) : 0;
    published_read(c, root, wrong);
    if (!service) {
        yaml_complain(wrong, root->place, "'service' is missing");
        return;
    }
    c->service_s = number_of(service, "mean_s", 1e-3, CENTRE_DAY_S, wrong);
    c->cv = number_of(service, "cv", 0, 100, wrong);
}

int callcentre_read(struct callcentre *c, const char *file_or_name, struct err *err)
{
    char path[PATH_MAX], beside[PATH_MAX];
    struct yaml_complaints wrong = { 0 };
    *c = (struct callcentre){ 0 };
    snprintf(beside, sizeof beside, "centres/%s", file_or_name);
    int found = path_find(path, FOLDER_STUDIES, beside, NULL) || path_find(path, FOLDER_STUDIES, file_or_name, NULL);
    struct yaml_file *file = yaml_read(found ? path : file_or_name, &wrong);
    if (wrong.n == 0)
        callcentre_take(c, yaml_root(file), &wrong);
    int failed = yaml_verdict(&wrong, err);
    yaml_file_free(file);
    return failed;
}

/* --- running --- */

double callcentre_expected(const struct callcentre *c)
{
    double sum = 0;
    for (int p = 0; p < c->periods; p++)
        sum += c->calls_h[p] * c->period_s / 3600;
    return sum;
}

enum { CHUNK = 64 };
struct chunk { double gap[CHUNK], talk_s[CHUNK], patience_s[CHUNK]; };     /* gap: exponential of mean 1 */

/* Calls first .. first + CHUNK - 1 of a period. */
static void chunk_draw(const struct callcentre *c, struct draw_key key, uint32_t day, uint32_t period, uint32_t first,
                       struct chunk *x)
{
    double variance = num_log(1 + c->cv * c->cv), mu = num_log(c->service_s) - variance / 2;
    uint8_t leaves[CHUNK];
    for (uint32_t i = 0; i < CHUNK; i++) {
        struct draw d = draw_at(key, PURPOSE_CALL_TIME, first + i, period, day);
        x->gap[i] = draw_unit(d.w[0]);
        x->talk_s[i] = draw_unit(d.w[1]);
        x->patience_s[i] = draw_unit(d.w[2]);
        leaves[i] = draw_unit(d.w[3]) < c->no_patience;
    }
    num_log_all(x->gap, CHUNK);
    num_log_all(x->patience_s, CHUNK);
    if (c->cv == 1)
        num_log_all(x->talk_s, CHUNK);
    for (int i = 0; i < CHUNK; i++) {
        x->gap[i] = -x->gap[i];
        x->patience_s[i] = leaves[i] ? 0 : -c->patience_s * x->patience_s[i];
        x->talk_s[i] = c->cv == 1 ? -c->service_s * x->talk_s[i] : num_exp(mu + sqrt(variance) * num_normal(x->talk_s[i]));
    }
}

static int period_calls(const struct callcentre *c, struct centre *engine, struct draw_key key, uint32_t day, uint32_t p,
                        double busyness, struct err *err)
{
    struct chunk x;
    double at_s = p * c->period_s, end_s = at_s + c->period_s, rate = c->calls_h[p] * busyness / 3600;
    for (uint32_t first = 0; rate > 0; first += CHUNK) {
        chunk_draw(c, key, day, p, first, &x);
        for (int i = 0; i < CHUNK; i++) {
            at_s += x.gap[i] / rate;
            if (at_s >= end_s)
                return 0;
            int row = centre_add(engine, err);
            if (row < 0)
                return -1;
            engine->call[row].at_s = at_s;
            engine->call[row].talk_s = (float)x.talk_s[i];
            engine->call[row].patience_s = (float)x.patience_s[i];
        }
    }
    return 0;
}

static int simulate_day(const struct callcentre *c, struct centre *engine, struct draw_key key, uint32_t day, struct err *err)
{
    double z = num_normal(draw_unit(draw_at(key, PURPOSE_BUSY, 0, 0, day).w[0]));
    double busyness = c->busyness_shape > 0 ? num_gamma_quantile_unit_mean(c->busyness_shape, z) : 1;
    centre_open(engine);
    for (uint32_t p = 0; p < (uint32_t)c->periods; p++) {
        centre_seats(engine, p * c->period_s, c->operators[p]);
        if (period_calls(c, engine, key, day, p, busyness, err))
            return -1;
    }
    return centre_run(engine, err);
}

static void measure_day(const struct callcentre *c, const struct centre *engine, struct oracle_ratio ratio[])
{
    const struct centre_count *count = &engine->count;
    double good = 0, answered_good = 0, expected = callcentre_expected(c);
    for (int i = 0; i < engine->n; i++) {
        const struct centre_call *call = &engine->call[i];
        int soon = (double)call->wait_s < c->good_s;
        good += soon && call->outcome != CENTRE_BLOCKED;
        answered_good += soon && call->outcome == CENTRE_ANSWERED;
    }
    oracle_ratio_add(&ratio[CALLCENTRE_CALLS], (double)count->offered, 1, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_WAIT], count->wait_answered_s + count->wait_abandoned_s, expected, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_GOOD], good, expected, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_ABANDON], (double)count->abandoned, expected, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_BLOCKED], (double)count->blocked, expected, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_ANSWER_WAIT], count->wait_answered_s, (double)count->answered, 0);
    oracle_ratio_add(&ratio[CALLCENTRE_ANSWERED_GOOD], answered_good, expected, 0);
}

int callcentre_run(const struct callcentre *c, int days, struct draw_key key,
                   struct oracle_ratio ratio[N_CALLCENTRE_MEASURES], struct err *err)
{
    struct centre_rules rules = { .max_waiting = c->places, .max_attempts = 1 };
    struct centre engine;
    int most = 1;
    for (int p = 0; p < c->periods; p++)
        most = c->operators[p] > most ? c->operators[p] : most;
    int failed = centre_init(&engine, &rules, most, err);
    if (!failed)
        centre_open(&engine);
    for (int o = 0; o < most && !failed; o++)
        centre_duty(&engine, o, 0, INFINITY);
    for (int day = 0; day < days && !failed; day++) {
        failed = simulate_day(c, &engine, key, (uint32_t)day, err);
        if (!failed)
            measure_day(c, &engine, ratio);
    }
    centre_free(&engine);
    return failed ? -1 : 0;
}
