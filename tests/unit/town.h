/* town.h - a city for tests: the program's own tiny one, with settings, driven day by day. */
#ifndef TOWN_H
#define TOWN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/day/day.h"
#include "sim/run.h"

struct town { struct scenario_loaded file; struct city city; struct world world; struct day day; struct err err; };

/* A list of settings or policies ended by NULL. */
#define LIST(...) (const char *const[]) { __VA_ARGS__, NULL }

static inline void town_demand(int failed, const struct err *err)
{
    if (failed)
        fail_msg("%s", err->text);
}

static inline void town_load(struct scenario_loaded *file, const char *const *policies, const char *const *settings)
{
    struct err err = { 0 };
    struct scenario_request request = { .city = "tiny", .overlay = policies, .set = settings };
    while (policies && policies[request.n_overlays])
        request.n_overlays++;
    while (settings && settings[request.n_sets])
        request.n_sets++;
    town_demand(scenario_load(file, &request, &err), &err);
}

/* Its world on the eve of the first day. */
static inline void town_found(struct town *t, uint32_t seed, const char *const *policies, const char *const *settings)
{
    struct draw_key key = draw_key(seed, 0);
    memset(t, 0, sizeof *t);
    town_load(&t->file, policies, settings);
    town_demand(city_build(&t->city, &t->file.scenario, key, &t->err) ||
                world_build(&t->world, &t->city, &t->file.scenario, key, &t->err) ||
                day_init(&t->day, &t->file.scenario, &t->city, &t->world, key, &t->err), &t->err);
}

static inline void town_live(struct town *t, uint32_t day) { town_demand(day_run(&t->day, day, &t->err), &t->err); }

static inline void town_leave(struct town *t)
{
    day_free(&t->day);
    world_free(&t->world);
    city_free(&t->city);
    scenario_free(&t->file);
}

#endif
