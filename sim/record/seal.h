/* seal.h - a line behind the last byte of HDF5 that sums up all bytes before it. HDF5 checks few of its own bytes and
 * can crash on a damaged file, so the seal is checked before the library sees one. Readers do not notice it; a program
 * that changes the file cuts it off, and the file then counts as unsealed.
 */
#ifndef SEAL_H
#define SEAL_H

enum seal { SEAL_WHOLE, SEAL_ABSENT, SEAL_BROKEN };

int seal_write(const char *path);               /* appends; 0, or -1 with errno */
enum seal seal_check(const char *path);         /* absent also when the file cannot be read */

#endif
