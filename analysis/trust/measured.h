/* measured.h - what a table of `hotline mechanisms --csv` says of each row, for docs/mechanisms.md. */
#ifndef MEASURED_H
#define MEASURED_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

struct measured_row {
    char id[8];
    struct estimate difference;         /* with - without, 95 %; sd is not in the table: NaN */
    int agree, n;                       /* replications with the sign of the row, of how many */
};
struct measured { int n; struct measured_row *row; };

/* EXIT_INPUT where it is no such table. _free is right after a failure. */
int measured_read(struct measured *m, const char *path, struct err *err);
void measured_free(struct measured *m);
/* NULL: not measured. m may be NULL. */
const struct measured_row *measured_of(const struct measured *m, const char *id);

#endif
