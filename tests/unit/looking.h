/* looking.h - a town that is observed, for tests: what observers hold, and what they report. */
#ifndef LOOKING_H
#define LOOKING_H

#include "sim/observe/observe.h"
#include "town.h"

struct looking { struct town town; struct extents extents; struct outputs outputs; struct observation *o; };

static inline void look(struct looking *l, uint32_t seed, const char *const *policies, const char *const *settings)
{
    town_found(&l->town, seed, policies, settings);
    struct town *t = &l->town;
    l->o = calloc(1, sizeof *l->o);
    memset(&l->extents, 0, sizeof l->extents);
    town_demand(run_extents(&t->file.scenario, &l->extents, &t->err) || outputs_init(&l->outputs, &l->extents, &t->err) ||
                observe_init(l->o, &t->file.scenario, &t->city, t->day.key, &l->outputs, &t->err), &t->err);
}

static inline void look_away(struct looking *l)
{
    observe_free(l->o);
    free(l->o);
    outputs_free(&l->outputs);
    extents_free(&l->extents);
    town_leave(&l->town);
}

#endif
