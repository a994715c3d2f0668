/* shard.h - one finished unit of work on disk: the outputs of all policies of one (design point, replicate).
 *
 * A shard lives between a sweep and its merge, on one machine, for one build of the program: plain bytes behind a
 * header, since opening an HDF5 file costs more than a short run. The checksum of the bytes goes to the journal;
 * shard_read refuses a file that differs from it, so that a resumed sweep repeats the unit instead.
 */
#ifndef SHARD_H
#define SHARD_H

#include <stdint.h>

#include "sim/base/err.h"
#include "sim/observe/outputs.h"

/* Writes PATH.tmp, syncs, renames. seconds[n]: CPU time of each run. checksum: XXH128 of the bytes, 32 hex digits. */
int shard_write(const char *path, uint64_t unit, int n, const struct outputs outputs[], const double seconds[],
                char checksum[33], struct err *err);
/* outputs[n] have been given their places by outputs_init with the extents of the study. */
int shard_read(const char *path, uint64_t unit, const char checksum[33], int n, struct outputs outputs[],
               double seconds[], struct err *err);

#endif
