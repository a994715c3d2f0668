#include "outputs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct dimension_row DIMENSIONS[N_DIMENSIONS] = {
#define DIMENSION(name, unit, long_name) { #name, unit, long_name },
#define SHAPE(name, group, first, second)
#include "shapes.def"
#undef DIMENSION
#undef SHAPE
};

const struct shape_row SHAPES[N_SHAPES] = {
#define DIMENSION(name, unit, long_name)
#define SHAPE(name, group, first, second) { #name, group, { DIM_##first, DIM_##second } },
#include "shapes.def"
#undef DIMENSION
#undef SHAPE
};

const struct output_row OUTPUTS[N_OUTPUTS] = {
#define OUTPUT(name, shape, unit, better, long_name, zh, definition) \
    { #name, SHAPE_##shape, unit, better, long_name, zh, definition },
#include "outputs.def"
#undef OUTPUT
};

void extents_free(struct extents *extents)
{
    for (int d = 0; d < N_DIMENSIONS; d++) {
        free(extents->dim[d].value);
        free(extents->dim[d].label);
        free(extents->dim[d].zh);
    }
    *extents = (struct extents){ 0 };
}

size_t output_length(enum output o, const struct extents *extents)
{
    const struct shape_row *shape = &SHAPES[OUTPUTS[o].shape];
    return (size_t)extents->dim[shape->dim[0]].n * (size_t)extents->dim[shape->dim[1]].n;
}

int outputs_init(struct outputs *outputs, const struct extents *extents, struct err *err)
{
    *outputs = (struct outputs){ 0 };
    for (int o = 0; o < N_OUTPUTS; o++)
        outputs->at[o + 1] = outputs->at[o] + output_length(o, extents);
    outputs->n = outputs->at[N_OUTPUTS];
    outputs->value = malloc(outputs->n * sizeof *outputs->value);
    if (!outputs->value)
        return err_set(err, "no memory for the %zu numbers that one run reports", outputs->n);
    for (size_t i = 0; i < outputs->n; i++)
        outputs->value[i] = NAN;
    return 0;
}

void outputs_free(struct outputs *outputs)
{
    free(outputs->value);
    *outputs = (struct outputs){ 0 };
}

int output_named(const char *name)
{
    for (int o = 0; o < N_OUTPUTS; o++)
        if (strcmp(OUTPUTS[o].name, name) == 0)
            return o;
    return NONE_SUCH;
}
