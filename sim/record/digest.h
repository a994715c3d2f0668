/* digest.h - the content digest of a result: the same numbers under the same names give the same 32 hex digits,
 * whatever the order of writing, the compression, the program's path or the day. A sum of everything but
 * /provenance, /timing, /stats and the attributes (title, units and texts may be reworded).
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* file: an HDF5 file identifier (hid_t). lines: NULL, or gets one malloc'd line a dataset, sorted by path:
 *     <32 hex digits> <type> <shape> <path>          e.g.  ...  float64 3x10x455 /series/backlog
 * digest is the XXH128 of these lines. 0, or -1 when a dataset cannot be read. */
int digest_file(int64_t file, char digest[33], char **lines);

void digest_bytes(const void *bytes, size_t n, char digest[33]);
struct XXH3_state_s;
void digest_hex(const struct XXH3_state_s *state, char digest[33]);      /* of what the state has been fed */

#endif
