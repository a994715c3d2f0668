/* city.h - what stands still while a city lives: its streets, offices, calendar and the laws by which callers
 * are found. Built once per run from the scenario; the same for all policies of a replicate.
 */
#ifndef CITY_H
#define CITY_H

#include "sim/base/column.h"
#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

struct street {
    uint32_t first, n;              /* residents first .. first + n - 1 */
    uint32_t stride, offset;        /* place of the resident of activity rank r: (r * stride + offset) % n */
    uint32_t set_apart;             /* ranks 0 .. set_apart - 1: professional and lonely callers */
    int class;                      /* row of street_classes */
    int branch;                     /* which office of each department serves it */
};

struct unit {                       /* an office; streets follow the departments' branches */
    int department;                 /* row of departments, or NONE: a street's */
    int street;                     /* or NONE */
    int branch;
    float officers;
    char name[48];
};

struct habit {                      /* a resident who calls by habit; rows in the order of residents */
    uint32_t resident;
    int street;
    float rate_per_day;
    uint8_t professional;           /* else lonely */
};

struct alias { float keep; uint32_t other; };       /* Walker's method: one draw, one look */
struct band { float from, to; };                    /* share of ordinary residents, the most active first */

struct date { uint8_t weekday, works; uint16_t of_year; };      /* Monday = 0; works: offices are open */

enum { N_BANDS = 48, BAND_GUIDE = 256 };

struct city {
    int n_days;                     /* warm-up and after */
    int warmup;
    struct date *date;              /* n_days */
    float *busy;                    /* n_days: busyness of the day, mean 1 */
    int n_streets, n_units, n_departments, n_branches;
    struct street *street;
    struct alias *street_alias;     /* by need */
    struct unit *unit;
    COLUMN(struct habit) habits;
    uint32_t n_residents;
    uint32_t n_sites;
    uint32_t salt;                  /* of the replicate: who is acquainted with whom */
    struct band band[N_BANDS];      /* of activity, and its size-biased law: */
    struct alias band_alias[N_BANDS];
};

int city_build(struct city *city, const struct scenario *s, struct draw_key key, struct err *err);
void city_free(struct city *city);

/* The unit that is truly competent for this kind in this street. */
int city_competent_unit(const struct city *city, const struct kind *kind, int street);
int city_department_unit(const struct city *city, int department, int street);
static inline int city_street_unit(const struct city *city, int street) { return city->n_departments * city->n_branches + street; }

static inline uint32_t alias_pick(const struct alias *table, uint32_t n, uint32_t word)
{
    uint64_t x = (uint64_t)word * n;
    uint32_t i = (uint32_t)(x >> 32);
    return (double)(uint32_t)x * 0x1p-32 < table[i].keep ? i : table[i].other;
}

/* A resident of the street by the size-biased law of activity. */
static inline uint32_t city_resident(const struct city *city, int street, uint32_t which_band, uint32_t where)
{
    const struct street *st = &city->street[street];
    const struct band *b = &city->band[alias_pick(city->band_alias, N_BANDS, which_band)];
    double q = b->from + (b->to - b->from) * draw_unit(where);
    uint32_t ordinary = st->n - st->set_apart, rank = (uint32_t)(q * ordinary);
    if (rank >= ordinary)
        rank = ordinary - 1;
    return st->first + (uint32_t)(((uint64_t)(rank + st->set_apart) * st->stride + st->offset) % st->n);
}

/* Needs of a kind, structural ones apart, that residents have on a mean day at the maximal rate. */
static inline double city_asked_a_day(const struct scenario *s, const struct kind *kind)
{
    return kind->rate * s->city.demand * s->city.residents / 1000 / 365;
}

/* The row of `habits` of one who calls by habit. */
uint32_t city_habit(const struct city *city, uint32_t resident);

/* The j-th acquaintance of a resident, 0 .. neighbours - 1: mostly next door, some anywhere in the street. */
uint32_t city_neighbour(const struct city *city, const struct scenario *s, int street, uint32_t resident, int j);

#endif
