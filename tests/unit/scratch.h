/* scratch.h - a text as a file of its own, for tests of what reads files. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdlib.h>
#include <unistd.h>

/* path: "/tmp/name-XXXXXX" and so many bytes of suffix behind it; the caller unlinks it. */
static inline void scratch_write(char path[], int suffix, const char *text, size_t size)
{
    int file = mkstemps(path, suffix);
    assert_true(file >= 0 && write(file, text, size) == (ssize_t)size);
    close(file);
}

#endif
