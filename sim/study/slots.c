#include "slots.h"

#include <math.h>
#include <stdlib.h>

static size_t place(const struct slots *slots, enum output output, int scenario)
{
    return ((size_t)output * (size_t)slots->cases->plan.n_scenarios + (size_t)scenario) *
           (size_t)slots->cases->n_replicates;
}

int slots_init(struct slots *slots, const struct cases *cases, const char *out, struct err *err)
{
    *slots = (struct slots){ .cases = cases };
    size_t n = place(slots, N_OUTPUTS, 0);
    slots->kpi = malloc(n * sizeof *slots->kpi);
    if (!slots->kpi)
        return err_set(err, "no memory for the summary of %d replications", cases->n_replicates);
    for (size_t i = 0; i < n; i++)
        slots->kpi[i] = NAN;
    return out ? result_create(&slots->result, out, &cases->plan, &cases->extents, err) : 0;
}

int slots_finish(struct slots *slots, char digest[33], struct err *err)
{
    digest[0] = '\0';
    return slots->result ? result_finish(&slots->result, digest, err) : 0;
}

void slots_free(struct slots *slots)
{
    result_abandon(&slots->result);
    free(slots->kpi);
    *slots = (struct slots){ 0 };
}

const double *slots_of(const struct slots *slots, enum output output, int scenario)
{
    return slots->kpi + place(slots, output, scenario);
}

static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[],
                     struct err *err)
{
    struct slots *slots = self;
    int ok = 0;
#pragma omp critical(slots)
    for (int p = 0; p < slots->cases->n_policies; p++) {
        int scenario = unit.point * slots->cases->n_policies + p;
        for (int o = 0; o < N_OUTPUTS; o++)
            if (OUTPUTS[o].shape == SHAPE_KPI)
                slots->kpi[place(slots, o, scenario) + (size_t)unit.replicate] = outputs[p].value[outputs[p].at[o]];
        if (slots->result && ok == 0)
            ok = result_put(slots->result, scenario, unit.replicate, &outputs[p], seconds[p], err);
    }
    return ok;
}

static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct slots *slots = self;
    int ok = 0;
#pragma omp critical(slots)
    for (int p = 0; slots->result && ok == 0 && p < slots->cases->n_policies; p++)
        ok = result_fail(slots->result, unit.point * slots->cases->n_policies + p, unit.replicate, why, err);
    return ok;
}

struct work_sink slots_sink(struct slots *slots) { return (struct work_sink){ slots, unit_done, unit_failed }; }
