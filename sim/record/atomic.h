/* atomic.h - a file appears under its name whole or not at all: write PATH.tmp, sync, rename, sync the folder. */
#ifndef ATOMIC_H
#define ATOMIC_H

#include "sim/base/err.h"

enum { ATOMIC_PATH_SIZE = 4096 };

/* The name to write to: PATH.tmp, beside path so that a rename cannot cross file systems. */
int atomic_begin(char temporary[ATOMIC_PATH_SIZE], const char *path, struct err *err);
/* Is another program, or this one, writing there at this moment? HDF5 holds a lock while it writes. */
int atomic_busy(const char *temporary);
/* Syncs what stands under `temporary` and gives it its name; when that fails it is removed. */
int atomic_commit(const char *temporary, const char *path, struct err *err);
/* Syncs the folder that holds `path`, so that its name survives a crash of the machine, as far as the file system can. */
void atomic_sync_folder(const char *path);
/* Can a file be made in the folder of path? */
int atomic_folder(const char *path, struct err *err);

#endif
