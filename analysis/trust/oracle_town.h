/* oracle_town.h - the program's own tiny city, with settings that leave one of its laws alone in it, day by day. */
#ifndef ORACLE_TOWN_H
#define ORACLE_TOWN_H

#include "sim/day/day.h"
#include "sim/observe/observe.h"
#include "sim/scenario/load.h"

struct oracle_town {
    struct scenario_loaded file;
    struct city city;
    struct world world;
    struct day day;
    struct extents extents;             /* of what is observed, if anything is */
    struct outputs outputs;
    struct observation *observation;
};

/* Its world on the eve of the first day. `settings`: key=value, ended by NULL. _leave is right after a failure, and twice. */
int oracle_town_found(struct oracle_town *t, uint32_t replicate, const char *const *settings, struct err *err);
int oracle_town_observe(struct oracle_town *t, struct err *err);        /* from now on; what came of it is in `outputs` */
void oracle_town_leave(struct oracle_town *t);

/* Row of the kind of that name. */
int oracle_town_kind(const struct oracle_town *t, const char *name);

/* A list of settings. */
#define ORACLE_TOWN(...) (const char *const[]) { __VA_ARGS__, NULL }

#endif
