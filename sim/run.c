/* run.c - one replication, top to bottom. Read this first. */
#include "run.h"

#include <stdlib.h>

#include "sim/observe/extents.h"
#include "sim/observe/observe.h"
#include "same.h"

struct life {                           /* one course of events: the warm-up, or what a policy makes of it */
    const struct scenario_loaded *file;
    struct scenario now;                /* the file with today's events */
    struct world world;
    struct day day;
    struct observation observation;
};

static int live(struct life *life, uint32_t from, uint32_t to, const struct run_watch *watch, struct err *err)
{
    for (uint32_t t = from; t < to; t++) {
        if (scenario_apply_events(life->file, (int)t - (int)life->day.t0, &life->now)) {
            if (same_world(&life->file->scenario, &life->now, err))
                return -1;
            day_change_rule(&life->day, &life->now);
        }
        if (day_run(&life->day, t, err) || observe_day(&life->observation, &life->day, err))
            return -1;
        if (watch && watch->lived)
            watch->lived(watch->self, &life->day);
        if (watch && watch->day)
            watch->day(watch->self);
    }
    return 0;
}

static int warm_up(struct life *life, const struct scenario_loaded *file, const struct city *city, struct draw_key key,
                   struct outputs *outputs, const struct run_watch *watch, struct err *err)
{
    life->file = file;
    life->now = file->scenario;
    return world_build(&life->world, city, &life->now, key, err) ||
           day_init(&life->day, &life->now, city, &life->world, key, err) ||
           (life->day.story = watch ? watch->story : NULL, 0) ||
           observe_init(&life->observation, &life->now, city, key, outputs, err) ||
           live(life, 0, (uint32_t)city->warmup, watch, err);
}

/* The life goes on under another scenario, in other outputs. */
static void change_rule(struct life *life, const struct scenario_loaded *file)
{
    life->file = file;
    life->now = file->scenario;
    day_change_rule(&life->day, &life->now);
}

static int branch_off(struct life *life, const struct life *from, const struct city *city, struct draw_key key,
                      struct outputs *outputs, struct err *err)
{
    life->now = from->now;
    return world_copy(&life->world, &from->world, city, err) ||
           (day_free(&life->day), day_init(&life->day, &life->now, city, &life->world, key, err)) ||
           observe_copy(&life->observation, &from->observation, &life->now, outputs, err);
}

static int live_on(struct life *life, const struct scenario_loaded *file, const struct city *city,
                   const struct run_watch *watch, struct err *err)
{
    change_rule(life, file);
    return live(life, (uint32_t)city->warmup, (uint32_t)city->n_days, watch, err) ||
           observe_finish(&life->observation, &life->day, err);
}

static void life_end(struct life *life)
{
    world_free(&life->world);
    day_free(&life->day);
    observe_free(&life->observation);
}

int run_branches(const struct scenario_loaded *base, int n, const struct scenario_loaded *const branch[],
                 uint64_t seed, uint32_t replicate, struct outputs outputs[],
                 const struct run_watch *watch, struct err *err)
{
    struct draw_key key = draw_key(seed, replicate);
    struct city city = { 0 };
    struct life *trunk = calloc(1, sizeof *trunk), *life = calloc(1, sizeof *life);
    int failed = !trunk || !life ? err_set(err, "no memory for a run") : 0;
    for (int p = 0; !failed && p < n; p++)
        failed = same_world(&base->scenario, &branch[p]->scenario, err);
    failed = failed || city_build(&city, &base->scenario, key, err) ||
             warm_up(trunk, base, &city, key, &outputs[n - 1], watch, err);
    for (int p = 0; !failed && p < n - 1; p++)
        failed = branch_off(life, trunk, &city, key, &outputs[p], err) || live_on(life, branch[p], &city, watch, err);
    failed = failed || live_on(trunk, branch[n - 1], &city, watch, err);        /* the last needs no copy */
    if (trunk)
        life_end(trunk);
    if (life)
        life_end(life);
    free(trunk);
    free(life);
    city_free(&city);
    return failed ? -1 : 0;
}

int run_extents(const struct scenario *scenario, struct extents *extents, struct err *err)
{
    return extents_of(extents, scenario, err);
}
