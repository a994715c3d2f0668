/* provenance.h - which program made this: for /provenance of a result file and for `hotline version`. */
#ifndef PROVENANCE_H
#define PROVENANCE_H

struct provenance_row { const char *name, *meaning, *text; };

/* program, version, commit, compiler, flags, libraries, generator; ends with a row whose name is NULL. */
const struct provenance_row *provenance(void);
const char *provenance_of(const char *name);

#endif
