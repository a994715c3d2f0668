/* outputs.h - what one run reports: a flat array of doubles with a place for every row of outputs.def.
 *
 * Observers write it, the record stores it; nothing in the simulated city reads it.
 * NaN = not defined in this run (a percentile not reached, a rate without cases).
 */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include <stddef.h>

#include "sim/base/err.h"

enum dimension {
#define DIMENSION(name, unit, long_name) DIM_##name,
#define SHAPE(name, group, first, second)
#include "shapes.def"
#undef DIMENSION
#undef SHAPE
    N_DIMENSIONS
};

enum shape {
#define DIMENSION(name, unit, long_name)
#define SHAPE(name, group, first, second) SHAPE_##name,
#include "shapes.def"
#undef DIMENSION
#undef SHAPE
    N_SHAPES
};

enum output {
#define OUTPUT(name, shape, unit, better, long_name, zh, definition) OUT_##name,
#include "outputs.def"
#undef OUTPUT
    N_OUTPUTS
};

enum better { LOWER, HIGHER, NEITHER };

struct dimension_row { const char *name, *unit, *long_name; };
struct shape_row { const char *name, *group; enum dimension dim[2]; };
struct output_row { const char *name; enum shape shape; const char *unit; enum better better;
                    const char *long_name, *zh, *definition; };

extern const struct dimension_row DIMENSIONS[N_DIMENSIONS];
extern const struct shape_row SHAPES[N_SHAPES];
extern const struct output_row OUTPUTS[N_OUTPUTS];

enum { EXTENT_ZH_SIZE = 288 };          /* bytes: a TEXT of params.def and a number */

/* Length and coordinate of each dimension in one city; the same for all runs of a result.
 * Dimension `none` has n = 1. A coordinate has numbers (value) or names (label), the other is NULL. Names may have their
 * Chinese beside them (zh, else NULL). */
struct extents {
    struct { int n; double *value; char (*label)[48], (*zh)[EXTENT_ZH_SIZE]; } dim[N_DIMENSIONS];
};
void extents_free(struct extents *extents);

struct outputs {
    size_t n;                       /* doubles in all */
    size_t at[N_OUTPUTS + 1];       /* where each output begins */
    double *value;                  /* rows of OUTPUTS one after the other, last dimension fastest; NaN until written */
};

int outputs_init(struct outputs *outputs, const struct extents *extents, struct err *err);
void outputs_free(struct outputs *outputs);
static inline double *outputs_of(struct outputs *outputs, enum output o) { return outputs->value + outputs->at[o]; }
static inline void outputs_set(struct outputs *outputs, enum output o, double x) { outputs->value[outputs->at[o]] = x; }
size_t output_length(enum output o, const struct extents *extents);

/* The output of that name, or NONE_SUCH. */
enum { NONE_SUCH = -1 };
int output_named(const char *name);

#endif
