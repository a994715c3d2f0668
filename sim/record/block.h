/* block.h - runs that have been put into a result and wait to be written together: some replicates of one design point under all
 * its policies. The library takes as long to write one number as to write some hundreds.
 *
 * Runs may be put in any order. Where they come point by point and replicate by replicate each chunk of a series or a table is
 * written once. A chunk of the outputs that are one number a run holds many blocks; the library keeps the last two of each output.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include "sim/base/err.h"
#include "sim/observe/outputs.h"

struct result;

struct block {
    int n_scenarios, n_replicates;      /* of the result's; n_scenarios: those of one point */
    int most;                           /* replicates at most: a power of two, as many as 16 MiB and 64 allow, and at least 1 */
    size_t at[N_OUTPUTS + 1];           /* doubles of one run before each output */
    int scenario, replicate, n;         /* where it begins; its replicates, 0 = empty */
    int filled;                         /* runs in it */
    char *there;                        /* [n_scenarios][n]; has room for `most`, as value has */
    double *value;                      /* output after output, each [n_scenarios][n][...] */
};

/* Its size, from the length of each output. Makes no room yet. */
void block_init(struct block *block, const struct extents *extents, int n_scenarios, int n_replicates);
void block_free(struct block *block);

/* -1 and an error of the library: h5_why. */
int block_put(struct result *result, int scenario, int replicate, const struct outputs *outputs, struct err *err);
int block_write(struct result *result, struct err *err);        /* what waits */

#endif
