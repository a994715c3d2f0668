#include "city.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/num.h"
#include "calendar.h"

enum trait { TRAIT_STREET_SIZE, TRAIT_STREET_CLASS, TRAIT_STRIDE, TRAIT_HABIT_HOME, TRAIT_HABIT_RATE };

/* Walker's alias table by Vose's method; weights need not sum to one. */
static int alias_build(struct alias *table, const double *weight, int n, struct err *err)
{
    double sum = 0, *scaled = malloc((size_t)n * sizeof *scaled);
    int *stack = malloc((size_t)n * sizeof *stack), small = 0, large = n;
    if (!scaled || !stack) {
        free(scaled);
        free(stack);
        return err_set(err, "no memory for a table of %d weights", n);
    }
    for (int i = 0; i < n; i++)
        sum += weight[i];
    for (int i = 0; i < n; i++) {
        scaled[i] = weight[i] * n / sum;
        table[i] = (struct alias){ 1, (uint32_t)i };
        stack[scaled[i] < 1 ? small++ : --large] = i;       /* small ones from the left, large ones from the right */
    }
    while (small > 0 && large < n) {
        int poor = stack[--small], rich = stack[large];
        table[poor] = (struct alias){ (float)scaled[poor], (uint32_t)rich };
        scaled[rich] -= 1 - scaled[poor];
        if (scaled[rich] < 1) {
            large++;
            stack[small++] = rich;
        }
    }
    free(scaled);
    free(stack);
    return 0;
}

/* Bands of the truncated zeta law, finer for the few: activities 1, 2, 3 ... then growing by a quarter. */
static int bands_build(struct city *city, const struct scenario *s, struct err *err)
{
    double total = 0, above = 1, mass[N_BANDS] = { 0 };
    int max = s->city.activity_max;
    for (int a = 1; a <= max; a++)
        total += num_pow(a, -s->city.activity_alpha);
    int b = 0;
    for (int a = 1; a <= max && b < N_BANDS; b++) {
        int last = b == N_BANDS - 1 ? max : a < 5 ? a : a + a / 4;
        double share = 0, weight = 0;
        for (; a <= last && a <= max; a++) {
            double p = num_pow(a, -s->city.activity_alpha) / total;
            share += p;
            weight += a * p;
        }
        city->band[b] = (struct band){ (float)(above - share > 0 ? above - share : 0), (float)above };
        mass[b] = weight;
        above -= share;
    }
    return alias_build(city->band_alias, mass, N_BANDS, err);
}

static uint32_t coprime_stride(uint32_t n, uint32_t word)
{
    uint32_t stride = n < 3 ? 1 : 1 + draw_below(word, n - 1);
    for (;; stride = stride + 1 < n ? stride + 1 : 1) {
        uint32_t a = stride, b = n;
        while (b) {
            uint32_t rest = a % b;
            a = b;
            b = rest;
        }
        if (a == 1)
            return stride;
    }
}

static int street_class(const struct scenario *s, double u)
{
    double sum = 0;
    for (int c = 0; c < s->n_street_classes; c++)
        sum += s->street_classes[c].share;
    for (int c = 0; c < s->n_street_classes; c++) {
        u -= s->street_classes[c].share / sum;
        if (u < 0)
            return c;
    }
    return 0;
}

static int streets_build(struct city *city, const struct scenario *s, struct draw_key key, struct err *err)
{
    int n = city->n_streets;
    double sum = 0, *weight = malloc((size_t)n * sizeof *weight);
    if (!weight)
        return err_set(err, "no memory for %d streets", n);
    for (int i = 0; i < n; i++) {
        struct draw d = draw_at(key, PURPOSE_WORLD, (uint32_t)i, TRAIT_STREET_SIZE, 0);
        double sigma2 = num_log(1 + s->city.street_size_cv * s->city.street_size_cv);
        weight[i] = num_exp(sqrt(sigma2) * num_normal(draw_unit(d.w[0])));
        sum += weight[i];
        city->street[i].class = street_class(s, draw_unit(draw_at(key, PURPOSE_WORLD, (uint32_t)i, TRAIT_STREET_CLASS, 0).w[0]));
        city->street[i].branch = i * city->n_branches / n;
    }
    double share = 0;
    for (int i = 0; i < n; i++) {
        struct street *st = &city->street[i];
        st->first = (uint32_t)(share / sum * city->n_residents);
        share += weight[i];
        uint32_t next = i == n - 1 ? city->n_residents : (uint32_t)(share / sum * city->n_residents);
        st->n = next - st->first;
        if (st->n < 20) {
            free(weight);
            return err_input(err, "street %d has %u residents: city.residents must be larger or city.streets smaller", i, st->n);
        }
        struct draw d = draw_at(key, PURPOSE_WORLD, (uint32_t)i, TRAIT_STRIDE, 0);
        st->stride = coprime_stride(st->n, d.w[0]);
        st->offset = draw_below(d.w[1], st->n);
    }
    for (int i = 0; i < n; i++)
        weight[i] = city->street[i].n * (s->n_street_classes ? s->street_classes[city->street[i].class].needs : 1);
    int failed = alias_build(city->street_alias, weight, n, err);
    free(weight);
    return failed;
}

static int by_resident(const void *a, const void *b)
{
    uint32_t x = ((const struct habit *)a)->resident, y = ((const struct habit *)b)->resident;
    return (x > y) - (x < y);
}

/* Those who call by habit take the first ranks of their street. */
static int habits_build(struct city *city, const struct scenario *s, struct draw_key key, struct err *err)
{
    uint32_t professionals = (uint32_t)(s->city.professional_share * city->n_residents + 0.5);
    uint32_t lonely = (uint32_t)(s->city.lonely_share * city->n_residents + 0.5);
    if (column_reserve(&city->habits, professionals + lonely, err))
        return -1;
    for (uint32_t i = 0; i < professionals + lonely; i++) {
        uint32_t home = draw_at(key, PURPOSE_WORLD, i, TRAIT_HABIT_HOME, 0).w[0];
        int street = (int)alias_pick(city->street_alias, (uint32_t)city->n_streets, home);
        struct street *st = &city->street[street];
        if (st->set_apart >= st->n / 2)
            continue;
        double z = num_normal(draw_unit(draw_at(key, PURPOSE_WORLD, i, TRAIT_HABIT_RATE, 0).w[0]));
        double sigma = s->calling.professional_sigma, spread = num_exp(sigma * z - sigma * sigma / 2);
        uint32_t place = (uint32_t)(((uint64_t)st->set_apart++ * st->stride + st->offset) % st->n);
        city->habits.row[city->habits.n++] = (struct habit){
            .resident = st->first + place, .street = street, .professional = i < professionals,
            .rate_per_day = (float)(i < professionals ? s->calling.professional_rate / 365 * spread
                                                      : s->calling.lonely_rate * spread),
        };
    }
    if (city->habits.n)
        qsort(city->habits.row, city->habits.n, sizeof *city->habits.row, by_resident);
    return 0;
}

uint32_t city_habit(const struct city *city, uint32_t resident)
{
    uint32_t low = 0, high = city->habits.n;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (city->habits.row[middle].resident <= resident)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void units_build(struct city *city, const struct scenario *s)
{
    for (int d = 0; d < city->n_departments; d++)
        for (int b = 0; b < city->n_branches; b++) {
            struct unit *u = &city->unit[d * city->n_branches + b];
            *u = (struct unit){ .department = d, .street = NONE, .branch = b };
            u->officers = (float)(s->departments[d].officers * city->n_residents / 1e5 / city->n_branches);
            snprintf(u->name, sizeof u->name, city->n_branches > 1 ? "%s %d" : "%s", s->departments[d].name, b + 1);
        }
    for (int i = 0; i < city->n_streets; i++) {
        struct unit *u = &city->unit[city_street_unit(city, i)];
        *u = (struct unit){ .department = NONE, .street = i, .branch = city->street[i].branch };
        u->officers = (float)(s->city.street_officers * city->street[i].n / 1e5);
        snprintf(u->name, sizeof u->name, "street %d", i + 1);
    }
}

/* Busyness: a Gaussian AR(1), each day turned into a Gamma factor of mean one. */
static void busy_build(struct city *city, const struct scenario *s, struct draw_key key)
{
    double cv = s->calendar.busy_cv, rho = s->calendar.busy_acf, z = 0;
    for (int t = 0; t < city->n_days; t++) {
        struct draw d = draw_at(key, PURPOSE_BUSY, 0, 0, (uint32_t)t);
        double shock = num_normal(draw_unit2(d.w[0], d.w[1]));
        z = t ? rho * z + sqrt(1 - rho * rho) * shock : shock;
        city->busy[t] = cv > 0 ? (float)num_gamma_quantile_unit_mean(1 / (cv * cv), z) : 1;
    }
}

/* A city that lacks one of these would stand still without a word. */
static int nothing_missing(const struct scenario *s, struct err *err)
{
    const struct { const char *table; int rows; } need[] = {
        { "kinds", s->n_kinds }, { "departments", s->n_departments }, { "street_classes", s->n_street_classes },
        { "channels", s->n_channels }, { "actions", s->n_actions }, { "shifts", s->n_shifts } };
    for (size_t i = 0; i < sizeof need / sizeof *need; i++)
        if (need[i].rows == 0)
            return err_input(err, "the table %s has no rows; extend scenarios/behaviour.yaml or give at least one", need[i].table);
    return 0;
}

int city_build(struct city *city, const struct scenario *s, struct draw_key key, struct err *err)
{
    *city = (struct city){ 0 };
    if (nothing_missing(s, err))
        return -1;
    *city = (struct city){
        .n_days = s->calendar.warmup + s->calendar.days, .warmup = s->calendar.warmup,
        .n_streets = s->city.streets, .n_departments = s->n_departments, .n_branches = s->city.branches,
        .n_units = s->n_departments * s->city.branches + s->city.streets,
        .n_residents = (uint32_t)s->city.residents, .salt = key.k[0],
    };
    city->n_sites = (uint32_t)(s->city.sites * city->n_residents / 1e4 + 0.5);
    city->date = calloc((size_t)city->n_days, sizeof *city->date);
    city->busy = calloc((size_t)city->n_days, sizeof *city->busy);
    city->street = calloc((size_t)city->n_streets, sizeof *city->street);
    city->street_alias = calloc((size_t)city->n_streets, sizeof *city->street_alias);
    city->unit = calloc((size_t)city->n_units, sizeof *city->unit);
    if (!city->date || !city->busy || !city->street || !city->street_alias || !city->unit)
        return err_set(err, "no memory for a city of %d units over %d days", city->n_units, city->n_days);
    if (calendar_build(city->date, city->n_days, s, err) || streets_build(city, s, key, err) ||
        bands_build(city, s, err) || habits_build(city, s, key, err))
        return -1;
    units_build(city, s);
    busy_build(city, s, key);
    return 0;
}

void city_free(struct city *city)
{
    free(city->date);
    free(city->busy);
    free(city->street);
    free(city->street_alias);
    free(city->unit);
    column_free(&city->habits);
    *city = (struct city){ 0 };
}

int city_department_unit(const struct city *city, int department, int street)
{
    return department * city->n_branches + city->street[street].branch;
}

int city_competent_unit(const struct city *city, const struct kind *kind, int street)
{
    return kind->competent.n ? city_department_unit(city, kind->competent.id[0], street) : city_street_unit(city, street);
}

uint32_t city_neighbour(const struct city *city, const struct scenario *s, int street, uint32_t resident, int j)
{
    const struct street *st = &city->street[street];
    uint32_t place = resident - st->first, step = (uint32_t)(j / 2 + 1);
    uint32_t word = draw_hash(resident ^ city->salt, (uint32_t)j);
    if (draw_unit(word) < s->city.far_share)
        return st->first + draw_below(draw_hash(word, resident), st->n);
    return st->first + (j % 2 ? place + st->n - step % st->n : place + step) % st->n;
}
