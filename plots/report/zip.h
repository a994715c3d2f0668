/* zip.h - a ZIP file whose members are stored as they are: what is large in an archive is compressed already. */
#ifndef ZIP_H
#define ZIP_H

#include <stdint.h>
#include <stdio.h>

#include "sim/base/err.h"

struct zip_member { char name[256]; uint32_t crc, size, at; };
struct zip { FILE *file; int n, room; struct zip_member *member; };

/* Members go to `file`, one after the other; a ZIP file of this kind ends at 4 GB. */
int zip_add(struct zip *zip, const char *name, FILE *from, struct err *err);
int zip_end(struct zip *zip, struct err *err);          /* the directory; the file stays open */
void zip_free(struct zip *zip);

#endif
