#include "overpoints.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/numbers/ascending.h"
#include "analysis/answers/compare.h"
#include "analysis/numbers/family.h"
#include "sim/base/text.h"
#include "sim/scenario/params.h"

/* --- which points belong together --- */

/* A recurring set of levers has so many futures on average, and there are no more of them, or it is a crossing. */
enum { FUTURES_EACH = 5, ALTERNATIVES_FEW = 12 };

static int varies(const struct result_plan *plan, int factor)
{
    for (int s = 1; s < plan->n_scenarios; s++)
        if (plan->factor[factor].value[s] != plan->factor[factor].value[0])
            return 1;
    return 0;
}

static int same_future(const struct result_plan *plan, int a, int b)
{
    for (int f = 0; f < plan->n_factors; f++)
        if (plan->factor[f].uncertain && plan->factor[f].value[a] != plan->factor[f].value[b])
            return 0;
    return 1;
}

/* What tells a scenario's alternative from others: its levers, and its policy among those of a point. */
static uint64_t alternative(const struct result_plan *plan, int policies, int scenario)
{
    uint64_t hash = (uint64_t)(scenario % policies);
    for (int f = 0; f < plan->n_factors; f++)
        if (!plan->factor[f].uncertain)
            hash = XXH3_64bits_withSeed(&plan->factor[f].value[scenario], sizeof(double), hash);
    return hash;
}

/* Is it compared with another alternative? A point that a design visits twice is not compared with itself. */
static int is_compared(const struct result_plan *plan, const int control[], int scenario)
{
    int policies = compare_policies(plan);
    return control[scenario] != scenario && alternative(plan, policies, scenario) != alternative(plan, policies, control[scenario]);
}

/* Is anything compared under other uncertainties than its own? Then nothing is compared. */
static int is_unlike(const struct result_plan *plan, const int control[])
{
    for (int s = 0; s < plan->n_scenarios; s++)
        if (!same_future(plan, s, control[s]))
            return 1;
    return 0;
}

static int has_differences(const struct result_plan *plan, const int control[])
{
    for (int s = 0; s < plan->n_scenarios; s++)
        if (is_compared(plan, control, s))
            return 1;
    return 0;
}

/* The arm of that key, made where there is room for it; -1: there is none. */
static int arm_of_key(struct overpoints *o, uint64_t key[], uint64_t mine, int scenario, int control)
{
    int a = 0;
    while (a < o->n_arms && key[a] != mine)
        a++;
    if (a == OVERPOINTS_MOST_ARMS)
        return -1;
    if (a == o->n_arms) {
        key[o->n_arms++] = mine;
        o->arm[a] = (struct overpoints_arm){ scenario, control, 0, 0 };
    }
    o->arm[a].n_points++;
    return a;
}

/* Puts every scenario that is read into an arm, an alternative each or a policy each. -1: there are too many. */
static int arms_make(struct overpoints *o, const struct result_plan *plan, const int control[], int by_policy)
{
    uint64_t key[OVERPOINTS_MOST_ARMS];
    int policies = compare_policies(plan);
    o->n_arms = 0;
    for (int s = 0; s < plan->n_scenarios; s++) {
        o->arm_of[s] = NONE_SUCH;
        if (!o->of_values && !is_compared(plan, control, s))
            continue;
        uint64_t mine = by_policy ? (uint64_t)(s % policies) : alternative(plan, policies, s);
        if ((o->arm_of[s] = arm_of_key(o, key, mine, s, control[s])) < 0)
            return -1;
    }
    return 0;
}

/* Do the levers of scenario a come before those of b? */
static int is_before(const struct result_plan *plan, int a, int b)
{
    for (int f = 0; f < plan->n_factors; f++) {
        const struct result_factor *factor = &plan->factor[f];
        if (!factor->uncertain && factor->value[a] != factor->value[b])
            return factor->value[a] < factor->value[b];
    }
    return 0;
}

/* Arms in the order of their levers, whatever order a sample came to them in. */
static void arms_sort(struct overpoints *o, const struct result_plan *plan)
{
    int order[OVERPOINTS_MOST_ARMS], place[OVERPOINTS_MOST_ARMS];
    struct overpoints_arm arm[OVERPOINTS_MOST_ARMS];
    memcpy(arm, o->arm, sizeof arm);
    for (int a = 0; a < o->n_arms; a++) {
        int at = a;
        for (; at > 0 && is_before(plan, arm[a].scenario, arm[order[at - 1]].scenario); at--)
            order[at] = order[at - 1];
        order[at] = a;
    }
    for (int a = 0; a < o->n_arms; a++) {
        o->arm[a] = arm[order[a]];
        place[order[a]] = a;
    }
    for (int s = 0; s < plan->n_scenarios; s++)
        o->arm_of[s] = o->arm_of[s] == NONE_SUCH ? NONE_SUCH : place[o->arm_of[s]];
}

/* Do the arms have futures, as many each, or enough of them on average? */
static int have_futures(const struct overpoints *o)
{
    int least = o->arm[0].n_points, most = least, sum = 0;
    for (int a = 0; a < o->n_arms; a++) {
        int n = o->arm[a].n_points;
        least = n < least ? n : least;
        most = n > most ? n : most;
        sum += n;
    }
    return (least == most && least > 1) || (least > 1 && o->n_arms <= ALTERNATIVES_FEW && sum >= FUTURES_EACH * o->n_arms);
}

/* Do the points that are read differ in what nobody knows? */
static int futures_vary(const struct overpoints *o, const struct result_plan *plan)
{
    int first = o->arm[0].scenario;
    for (int s = 0; s < plan->n_scenarios; s++)
        if (o->arm_of[s] != NONE_SUCH && !same_future(plan, s, first))
            return 1;
    return 0;
}

/* Each factor's value, and nothing else, tells points apart. */
static uint64_t point_hash(const struct result_plan *plan, int scenario)
{
    uint64_t hash = 0;
    for (int f = 0; f < plan->n_factors; f++)
        hash = XXH3_64bits_withSeed(&plan->factor[f].value[scenario], sizeof(double), hash);
    return hash;
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int different(int n, uint64_t hash[])
{
    int count = n > 0;
    qsort(hash, (size_t)n, sizeof *hash, by_hash);
    for (int i = 1; i < n; i++)
        count += hash[i] != hash[i - 1];
    return count;
}

/* Of all points, and of those of each arm. */
static int different_count(struct overpoints *o, const struct result_plan *plan)
{
    int policies = compare_policies(plan);
    uint64_t *hash = malloc((size_t)plan->n_scenarios * sizeof *hash);
    if (!hash)
        return -1;
    for (int p = 0; p < o->n_points; p++)
        hash[p] = point_hash(plan, p * policies);
    o->n_different = different(o->n_points, hash);
    for (int a = 0; a < o->n_arms; a++) {
        int n = 0;
        for (int s = 0; s < plan->n_scenarios; s++)
            if (o->arm_of[s] == a)
                hash[n++] = point_hash(plan, s);
        o->arm[a].n_different = different(n, hash);
    }
    free(hash);
    return 0;
}

int overpoints_begin(struct overpoints *o, const struct result_plan *plan, const int control[], int n_kpis, struct err *err)
{
    *o = (struct overpoints){ .n_points = plan->n_scenarios / compare_policies(plan), .n_kpis = n_kpis };
    if (plan->n_factors == 0 || o->n_points < 2)
        return 0;
    o->arm_of = malloc((size_t)plan->n_scenarios * sizeof *o->arm_of);
    if (!o->arm_of)
        return err_set(err, "no memory for %d points", o->n_points);
    o->of_values = !has_differences(plan, control) || is_unlike(plan, control);
    int many = arms_make(o, plan, control, 0);
    if (!many && have_futures(o)) {
        o->kind = OVERPOINTS_FUTURES;
        arms_sort(o, plan);
    } else {
        if (arms_make(o, plan, control, 1))
            return 0;                           /* more policies than a study has */
        o->kind = futures_vary(o, plan) ? OVERPOINTS_SAMPLED : OVERPOINTS_LEVERS;
    }
    o->row = calloc((size_t)n_kpis * (size_t)o->n_arms, sizeof *o->row);
    if (!o->row || different_count(o, plan)) {
        overpoints_free(o);
        return err_set(err, "no memory for %d numbers of %d policies", n_kpis, o->n_arms);
    }
    return 0;
}

void overpoints_free(struct overpoints *o)
{
    free(o->arm_of);
    free(o->row);
    *o = (struct overpoints){ 0 };
}

/* --- an output of an arm --- */

struct points {                         /* of the arm at hand */
    int n, n_whole, n_replicates;
    double *mean;                       /* [n], in no order once they are sorted */
    double *common;                     /* [n_replicates]: sum over whole points */
    double rest;                        /* squares of what points do not share, of whole points */
    double whole_sum, whole_squares;    /* of the means of whole points */
};

/* Mean of the usable ones of n; how many there are. */
static int usable_mean(const double x[], int n, double *mean)
{
    int usable = 0;
    double sum = 0;
    for (int r = 0; r < n; r++)
        if (isfinite(x[r])) {
            sum += x[r];
            usable++;
        }
    *mean = usable ? sum / usable : NAN;
    return usable;
}

static void ends_note(struct overpoints_row *row, double mean, int scenario)
{
    if (row->n == 1 || mean < row->least) {
        row->least = mean;
        row->least_at = scenario;
    }
    if (row->n == 1 || mean > row->most) {
        row->most = mean;
        row->most_at = scenario;
    }
}

/* What the point says by itself: its sign, and its own interval. */
static void sign_note(struct overpoints_row *row, const double x[], int n, double level)
{
    struct estimate e = estimate_mean(x, 1, n, level);
    row->below += e.mean < 0;
    row->above += e.mean > 0;
    if (e.n < 2)
        return;
    row->judged++;
    row->fixed += e.sd == 0 && e.mean != 0;
    row->told_below += estimate_high(e) < 0;
    row->told_above += estimate_low(e) > 0;
}

static void point_add(struct overpoints_row *row, struct points *p, int scenario, const double x[], int pairs, double level)
{
    double mean;
    int usable = usable_mean(x, p->n_replicates, &mean);
    row->absent += pairs == 0;
    row->undefined += pairs > 0 && usable == 0;
    row->partly += usable > 0 && usable < p->n_replicates;
    if (usable == 0)
        return;
    row->n++;
    p->mean[p->n++] = mean;
    ends_note(row, mean, scenario);
    sign_note(row, x, p->n_replicates, level);
    if (usable < p->n_replicates)
        return;
    p->n_whole++;
    p->whole_sum += mean;
    p->whole_squares += mean * mean;
    for (int r = 0; r < p->n_replicates; r++)
        p->common[r] += x[r];
}

double overpoints_quantile(int n, const double x[], double q)
{
    double place = q * (n - 1);
    int below = (int)floor(place);
    return below + 1 < n ? x[below] + (place - below) * (x[below + 1] - x[below]) : x[n - 1];
}

static void spread_make(struct overpoints_row *row, struct points *p, int n_different)
{
    double squares = 0, sum = 0;
    for (int i = 0; i < p->n; i++)
        sum += p->mean[i];
    row->mean = p->n ? sum / p->n : NAN;
    for (int i = 0; i < p->n; i++)
        squares += (p->mean[i] - row->mean) * (p->mean[i] - row->mean);
    row->sd = p->n > 1 ? sqrt(squares / (p->n - 1)) : NAN;
    ascending(p->n, p->mean);
    int enough = p->n >= OVERPOINTS_ENOUGH && n_different >= OVERPOINTS_ENOUGH;
    row->low = enough ? overpoints_quantile(p->n, p->mean, .05) : NAN;
    row->high = enough ? overpoints_quantile(p->n, p->mean, .95) : NAN;
    if (p->n == 0)
        row->least = row->most = NAN;
}

/* The mean over points, replication by replication, and its interval. */
static void chance_make(struct overpoints_row *row, struct points *p, double level)
{
    for (int r = 0; r < p->n_replicates && p->n_whole; r++)
        p->common[r] /= p->n_whole;
    row->chance = estimate_mean(p->common, 1, p->n_whole ? p->n_replicates : 0, level);
}

/* What is left of a whole point's replications without its own mean and without what all points have in common. */
static double rest_of(const struct points *p, const double x[], double centre)
{
    double mean, rest = 0;
    if (usable_mean(x, p->n_replicates, &mean) < p->n_replicates)
        return 0;
    for (int r = 0; r < p->n_replicates; r++) {
        double d = x[r] - mean - (p->common[r] - centre);
        rest += d * d;
    }
    return rest;
}

static double chance_share(const struct points *p)
{
    int n = p->n_whole, reps = p->n_replicates;
    if (n < 2 || reps < 2)
        return NAN;
    double between = (p->whole_squares - p->whole_sum * p->whole_sum / n) / (n - 1);
    double noise = p->rest / (n - 1) / (reps - 1) / reps;
    return between > 0 ? fmin(noise / between, 1) : NAN;
}

static void row_make(struct overpoints *o, const struct result_plan *plan, int kpi, int arm, const int control[], const int pairs[],
                     const double *runs, const double *difference, double level, struct points *p)
{
    struct overpoints_row *row = &o->row[(long)kpi * o->n_arms + arm];
    const double *x = o->of_values ? runs : difference;
    long n = plan->n_replicates;
    double control_sum = 0, mean;
    int controls = 0;
    *row = (struct overpoints_row){ .control = NAN, .chance = { .mean = NAN, .half = NAN }, .chance_share = NAN, .adjusted = NAN };
    p->n = p->n_whole = 0;
    p->rest = p->whole_sum = p->whole_squares = 0;
    memset(p->common, 0, (size_t)n * sizeof *p->common);
    for (int s = 0; s < plan->n_scenarios; s++) {
        if (o->arm_of[s] != arm)
            continue;
        point_add(row, p, s, x + s * n, pairs[s], level);
        if (usable_mean(x + s * n, (int)n, &mean) && usable_mean(runs + control[s] * n, (int)n, &mean)) {
            control_sum += mean;
            controls++;
        }
    }
    spread_make(row, p, o->arm[arm].n_different);
    chance_make(row, p, level);
    for (int s = 0; s < plan->n_scenarios; s++)
        if (o->arm_of[s] == arm)
            p->rest += rest_of(p, x + s * n, row->chance.mean);
    row->chance_share = chance_share(p);
    row->control = controls ? control_sum / controls : NAN;
    if (o->kind != OVERPOINTS_FUTURES) {
        row->mean = row->sd = NAN;
        row->chance = (struct estimate){ 0, NAN, NAN, NAN, 0 };
    }
}

int overpoints_add(struct overpoints *o, int kpi, const struct result_plan *plan, const int control[], const int pairs[],
                   const double *runs, const double *difference, double level, struct err *err)
{
    struct points p = { .n_replicates = plan->n_replicates };
    if (o->n_arms == 0 || !o->row)
        return 0;
    p.mean = malloc((size_t)plan->n_scenarios * sizeof *p.mean);
    p.common = malloc((size_t)plan->n_replicates * sizeof *p.common);
    int failed = !p.mean || !p.common;
    for (int a = 0; !failed && a < o->n_arms; a++)
        row_make(o, plan, kpi, a, control, pairs, runs, difference, level, &p);
    free(p.mean);
    free(p.common);
    return failed ? err_set(err, "no memory for %d points", o->n_points) : 0;
}

int overpoints_end(struct overpoints *o, struct err *err)
{
    int n = o->row && !o->of_values ? o->n_kpis * o->n_arms : 0, failed = 0;
    double *p = n ? malloc(2 * (size_t)n * sizeof *p) : NULL;
    for (int i = 0; p && i < n; i++)
        p[i] = estimate_p(o->row[i].chance);
    failed = n && (!p || family_holm(n, p, p + n) < 0);
    for (int i = 0; !failed && i < n; i++)
        o->row[i].adjusted = p[n + i];
    free(p);
    return failed ? err_set(err, "no memory to compare %d numbers", n) : 0;
}

/* --- what a row says --- */

int overpoints_sign(const struct overpoints_row *row)
{
    if (isfinite(row->mean))
        return (row->mean > 0) - (row->mean < 0);
    return (row->above > row->below) - (row->above < row->below);
}

int overpoints_same_sign(const struct overpoints_row *row)
{
    int sign = overpoints_sign(row);
    return sign < 0 ? row->below : sign > 0 ? row->above : 0;
}

int overpoints_all_zero(const struct overpoints_row *row)
{
    return row->n > 0 && row->below == 0 && row->above == 0;
}

int overpoints_survives(const struct overpoints_row *row, double level)
{
    return isnan(row->adjusted) ? -1 : row->adjusted <= 1 - level;
}

/* --- names --- */

static size_t key_put(char *name, size_t used, const char *key, double value, const char *between, int zh)
{
    char path[PATH_SIZE], number[TEXT_NUMBER_SIZE];
    int written = snprintf(name + used, OVERPOINTS_NAME_SIZE - used, "%s%s=%s", between, zh ? param_zh_path(path, key) : key,
                           text_number(number, value));
    used += (size_t)written;
    return used < OVERPOINTS_NAME_SIZE ? used : OVERPOINTS_NAME_SIZE - 1;
}

/* Factors that vary and are levers, but for the choice of a policy, which the name begins with. */
static int is_named(const struct result_plan *plan, int factor)
{
    const struct result_factor *f = &plan->factor[factor];
    return !f->uncertain && strcmp(f->name, "policy_row") != 0 && varies(plan, factor);
}

const char *overpoints_name(const struct overpoints *o, const struct result_plan *plan, int arm, int zh,
                            char name[OVERPOINTS_NAME_SIZE])
{
    int s = o->arm[arm].scenario;
    const char *chinese = zh ? plan->policy_zh[s] : NULL;
    int written = chinese && *chinese
                      ? snprintf(name, OVERPOINTS_NAME_SIZE, "%.120s", chinese)
                      : snprintf(name, OVERPOINTS_NAME_SIZE, "%.*s", compare_policy_length(plan, s), plan->scenario_name[s]);
    size_t used = (size_t)written;
    const char *between = " @ ";
    for (int f = 0; f < plan->n_factors && o->kind == OVERPOINTS_FUTURES; f++)
        if (is_named(plan, f)) {
            used = key_put(name, used, plan->factor[f].name, plan->factor[f].value[s], between, zh);
            between = zh ? "，" : ", ";
        }
    return name;
}

const char *overpoints_control(const struct overpoints *o, const struct result_plan *plan, int control, int zh,
                               char name[OVERPOINTS_NAME_SIZE])
{
    const char *chinese = plan->policy_zh[control];
    char place[OVERPOINTS_NAME_SIZE] = "", policy[128];
    if (zh && chinese && *chinese)
        snprintf(policy, sizeof policy, "%s", chinese);
    else
        snprintf(policy, sizeof policy, "%.*s", compare_policy_length(plan, control), plan->scenario_name[control]);
    if (compare_policies(plan) > 1)
        snprintf(name, OVERPOINTS_NAME_SIZE, "%s", policy);
    else if (o->kind == OVERPOINTS_FUTURES)
        snprintf(name, OVERPOINTS_NAME_SIZE, zh ? "%s（对照的可调因素）" : "%s with the control's levers", policy);
    else
        snprintf(name, OVERPOINTS_NAME_SIZE, "%s @ %.120s", policy, overpoints_place(o, plan, control, zh, place));
    return name;
}

const char *overpoints_place(const struct overpoints *o, const struct result_plan *plan, int scenario, int zh,
                             char name[OVERPOINTS_NAME_SIZE])
{
    enum { SHORT = 60 };
    const char *point = compare_point(plan, scenario), *between = "";
    int number = scenario / (plan->n_scenarios / o->n_points);
    size_t used = 0;
    name[0] = '\0';
    for (int f = 0; f < plan->n_factors && strchr(point, '=') && strlen(point) <= SHORT; f++)
        if (varies(plan, f) && strcmp(plan->factor[f].name, "policy_row") != 0) {
            used = key_put(name, used, plan->factor[f].name, plan->factor[f].value[scenario], between, zh);
            between = zh ? "，" : ", ";
        }
    if (!used)
        snprintf(name, OVERPOINTS_NAME_SIZE, zh ? "第%d点" : "point %d", number);
    return name;
}
