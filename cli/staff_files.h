/* staff_files.h - what `hotline staff -o NAME` leaves behind, all under one stem: NAME.csv, the requirement; NAME.h5, all of
 * it as tables; the figures NAME-cover and NAME-service (plots/picture.h); NAME.journal, to go on from.
 */
#ifndef STAFF_FILES_H
#define STAFF_FILES_H

#include "analysis/staffing/staffplan.h"
#include "plots/picture.h"
#include "sim/record/atomic.h"

struct staff_files {
    char csv[ATOMIC_PATH_SIZE], h5[ATOMIC_PATH_SIZE], journal[ATOMIC_PATH_SIZE];
    char cover[ATOMIC_PATH_SIZE], service[ATOMIC_PATH_SIZE];        /* stems of the figures */
};

/* From -o FILE.csv or FILE.h5, each of which can be written; ledger: a planner's own file, which is not overwritten; may be
 * NULL. picture: how figures will be drawn; NULL: not at all. */
int staff_files(struct staff_files *files, const char *out, const char *ledger, const struct picture *picture, struct err *err);
/* picture: nothing is on it yet. */
int staff_files_write(const struct staff_files *files, const struct staffplan *plan, const char *city, const char *command,
                      struct picture *picture, int quiet, struct err *err);

#endif
