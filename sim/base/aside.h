/* aside.h - a folder for files that nobody keeps: in TMPDIR, or /tmp. */
#ifndef ASIDE_H
#define ASIDE_H

#include "sim/base/err.h"

enum { ASIDE_SIZE = 4096 };

struct aside { char folder[ASIDE_SIZE], file[ASIDE_SIZE + 32]; };

/* Makes the folder; its one file, of that name (at most 30 bytes), is the caller's to write. -1: there is no room for it. */
int aside_make(struct aside *aside, const char *name, struct err *err);
void aside_remove(struct aside *aside);         /* the file, if there is one, and the folder */

#endif
