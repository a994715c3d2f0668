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

/* The row of the kind, or of the action, of that name. */
static inline int town_kind(const struct town *t, const char *name)
{
    return params_row_named(&t->file.scenario, section_named("kinds"), name);
}

static inline int town_action(const struct town *t, const char *name)
{
    return params_row_named(&t->file.scenario, section_named("actions"), name);
}

/* N tickets of needs of one kind, recorded as another or the same, arrive at the office of street 0, each to be chosen about. */
static inline void town_tickets(struct town *t, uint32_t n, const char *kind_name, const char *recorded_name)
{
    struct world *w = &t->world;
    struct facts *f = &t->day.facts;
    int kind = town_kind(t, kind_name);
    int recorded = town_kind(t, recorded_name);
    t->day.date = t->city.date;
    town_demand(column_reserve(&w->needs, n, &t->err) || column_reserve(&w->tickets, n, &t->err) ||
                column_reserve(&w->changed, n, &t->err) || column_reserve(&f->born, n, &t->err) ||
                column_reserve(&f->thinking, n, &t->err) || column_reserve(&f->works, 2 * n, &t->err) ||
                column_reserve(&f->finished, n, &t->err) || wheel_reserve(&w->ticket_wheel, n, &t->err), &t->err);
    for (uint32_t i = 0; i < n; i++) {
        struct birth_place at = { 0, t->city.street[0].first, NOBODY };
        uint32_t need = needs_create(&t->day, kind, i, 0, at, 0), ticket = ticket_new(w);
        struct ticket *row = &w->tickets.row[ticket];
        row->need = need;
        row->key = i;
        row->kind = (uint8_t)kind;
        row->recorded_kind = (uint8_t)recorded;
        row->flags = kind == recorded ? 0 : TICKET_MISREAD;
        row->unit = (int16_t)city_street_unit(&t->city, 0);
        row->state = TICKET_ON_WAY;
        w->offices.row[row->unit].coming++;
        w->needs.row[need].ticket = ticket;
        handling_arrives(&t->day, ticket);
    }
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
