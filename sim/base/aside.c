#include "aside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int aside_make(struct aside *aside, const char *name, struct err *err)
{
    const char *wanted = getenv("TMPDIR"), *where = wanted && *wanted ? wanted : "/tmp";
    int n = snprintf(aside->folder, sizeof aside->folder, "%s/hotline-XXXXXX", where);
    if (n >= ASIDE_SIZE || !mkdtemp(aside->folder)) {
        aside->folder[0] = '\0';
        return err_set(err, "no folder can be made in %s: %s; TMPDIR says where else", where,
                       n >= ASIDE_SIZE ? "its name is too long" : strerror(errno));
    }
    snprintf(aside->file, sizeof aside->file, "%s/%.30s", aside->folder, name);
    return 0;
}

void aside_remove(struct aside *aside)
{
    if (aside->folder[0]) {
        unlink(aside->file);
        rmdir(aside->folder);
    }
    aside->folder[0] = '\0';
}
