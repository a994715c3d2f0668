#include "oracle_town.h"

#include <stdlib.h>

#include "sim/observe/extents.h"
#include "sim/scenario/params.h"

enum { SEED = 12345 };

int oracle_town_found(struct oracle_town *t, uint32_t replicate, const char *const *settings, struct err *err)
{
    struct draw_key key = draw_key(SEED, replicate);
    struct scenario_request request = { .city = "tiny", .set = settings };
    *t = (struct oracle_town){ 0 };
    while (settings[request.n_sets])
        request.n_sets++;
    return scenario_load(&t->file, &request, err) || city_build(&t->city, &t->file.scenario, key, err) ||
           world_build(&t->world, &t->city, &t->file.scenario, key, err) ||
           day_init(&t->day, &t->file.scenario, &t->city, &t->world, key, err) ? -1 : 0;
}

int oracle_town_observe(struct oracle_town *t, struct err *err)
{
    const struct scenario *s = &t->file.scenario;
    t->observation = calloc(1, sizeof *t->observation);
    if (!t->observation)
        return err_set(err, "no memory to observe a town");
    return extents_of(&t->extents, s, err) || outputs_init(&t->outputs, &t->extents, err) ||
           observe_init(t->observation, s, &t->city, t->day.key, &t->outputs, err) ? -1 : 0;
}

void oracle_town_leave(struct oracle_town *t)
{
    if (t->observation)
        observe_free(t->observation);
    free(t->observation);
    outputs_free(&t->outputs);
    extents_free(&t->extents);
    day_free(&t->day);
    world_free(&t->world);
    city_free(&t->city);
    scenario_free(&t->file);
    *t = (struct oracle_town){ 0 };
}

int oracle_town_kind(const struct oracle_town *t, const char *name)
{
    return params_row_named(&t->file.scenario, section_named("kinds"), name);
}
