/* crate.h - a result with all that is needed to understand, cite and repeat it, as an RO-Crate 1.1: a folder, or a ZIP.
 *
 *     ro-crate-metadata.json     what the files are, who made them with which program (https://w3id.org/ro/crate/1.1)
 *     result.h5 result.csv       the numbers; one row a run
 *     study.yaml                 the study as it was written, where the result is of one
 *     scenarios/N.yaml           each scenario of the first point, every value resolved; warmup.yaml: under what it began
 *     model.md CITATION.cff      the model in the ODD protocol, and how the program is cited
 */
#ifndef CRATE_H
#define CRATE_H

#include "sim/base/err.h"

struct crate_wish {
    const char *path;               /* of the result */
    const char *out;                /* a folder that is not there yet, or a file NAME.zip */
    const char *author, *licence;   /* of the result, or NULL */
    const char *date;               /* YYYY-MM-DD */
};

int crate_write(const struct crate_wish *wish, int *n_files, struct err *err);

#endif
