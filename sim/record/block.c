#include "result_file.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 16 << 20, MOST_REPLICATES = 64 };

void block_init(struct block *b, const struct extents *extents, int n_scenarios, int n_replicates)
{
    *b = (struct block){ .n_scenarios = n_scenarios, .n_replicates = n_replicates, .most = 1 };
    for (int o = 0; o < N_OUTPUTS; o++)
        b->at[o + 1] = b->at[o] + output_length((enum output)o, extents);
    size_t replicate = b->at[N_OUTPUTS] * sizeof *b->value * (size_t)n_scenarios;
    while (b->most < MOST_REPLICATES && b->most < n_replicates && 2 * (size_t)b->most * replicate <= MOST_BYTES)
        b->most *= 2;
}

void block_free(struct block *b)
{
    free(b->there);
    free(b->value);
    b->there = NULL;
    b->value = NULL;
}

static size_t cells(const struct block *b)
{
    return (size_t)b->n_scenarios * (size_t)b->n;
}

static int begin(struct block *b, int scenario, int replicate, struct err *err)
{
    size_t room = (size_t)b->n_scenarios * (size_t)b->most;
    b->there = b->there ? b->there : malloc(room);
    b->value = b->value ? b->value : malloc(room * b->at[N_OUTPUTS] * sizeof *b->value);
    if (!b->there || !b->value)
        return err_set(err, "no memory for the outputs of %zu runs", room);
    b->scenario = scenario - scenario % b->n_scenarios;
    b->replicate = replicate - replicate % b->most;
    b->n = b->n_replicates - b->replicate < b->most ? b->n_replicates - b->replicate : b->most;
    b->filled = 0;
    memset(b->there, 0, room);
    return 0;
}

static int holds(const struct block *b, int scenario, int replicate)
{
    return scenario >= b->scenario && scenario - b->scenario < b->n_scenarios && replicate >= b->replicate &&
           replicate - b->replicate < b->n;
}

int block_put(struct result *result, int scenario, int replicate, const struct outputs *outputs, struct err *err)
{
    struct block *b = &result->block;
    if (!holds(b, scenario, replicate) && (block_write(result, err) < 0 || begin(b, scenario, replicate, err) < 0))
        return -1;
    size_t cell = (size_t)(scenario - b->scenario) * (size_t)b->n + (size_t)(replicate - b->replicate);
    for (int o = 0; o < N_OUTPUTS; o++) {
        size_t n = b->at[o + 1] - b->at[o];
        memcpy(b->value + b->at[o] * cells(b) + cell * n, outputs->value + outputs->at[o], n * sizeof *b->value);
    }
    b->filled += !b->there[cell];
    b->there[cell] = 1;
    return 0;
}

/* Cells [first, first + n) of each dataset of a shape: all of the block, or one. */
static herr_t write_shape(struct result *r, enum shape s, size_t first, int n_scenarios, int n_replicates)
{
    const struct block *b = &r->block;
    struct result_part part = { b->scenario + (int)(first / (size_t)b->n), n_scenarios,
                                b->replicate + (int)(first % (size_t)b->n), n_replicates };
    hid_t in_file, in_memory;
    herr_t bad = 0;
    result_select(r, &SHAPES[s], part, &in_file, &in_memory);
    for (int o = 0; o < N_OUTPUTS && bad >= 0; o++)
        if (OUTPUTS[o].shape == s)
            bad = H5Dwrite(r->dataset[o], H5T_NATIVE_DOUBLE, in_memory, in_file, H5P_DEFAULT,
                           b->value + b->at[o] * cells(b) + first * (b->at[o + 1] - b->at[o]));
    H5Sclose(in_memory);
    H5Sclose(in_file);
    return bad;
}

int block_write(struct result *result, struct err *err)
{
    struct block *b = &result->block;
    int whole = (size_t)b->filled == cells(b);
    herr_t bad = 0;
    for (int s = 0; s < N_SHAPES && bad >= 0; s++)
        for (size_t cell = 0; cell < (whole && b->n ? 1 : cells(b)) && bad >= 0; cell++)
            if (b->there[cell])
                bad = write_shape(result, (enum shape)s, cell, whole ? b->n_scenarios : 1, whole ? b->n : 1);
    b->n = 0;
    return bad < 0 ? result_broken(result, err) : 0;
}
