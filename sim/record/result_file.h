/* result_file.h - what the writer (result.c), the layout and the reader (result_read.c) know of an open result. */
#ifndef RESULT_FILE_H
#define RESULT_FILE_H

#include "atomic.h"
#include "h5.h"
#include "result.h"

#define RESULT_SCHEMA "hotline-result-"
#define LABELS_ZH "_zh"                 /* beside a coordinate of names: kind, kind_zh */
enum { RESULT_SCHEMA_VERSION = 1 };

struct failure { int scenario, replicate; char *why; };

struct result {
    char path[ATOMIC_PATH_SIZE], temporary[ATOMIC_PATH_SIZE];
    hid_t file;
    int broken;                         /* a write failed */
    hid_t dataset[N_OUTPUTS];           /* -1 where the file has none */
    struct result_plan plan;            /* while writing: only the counts and the names */
    struct extents extents;             /* while writing: lengths without coordinates */
    int *status;                        /* enum run_status, n_scenarios * n_replicates */
    double *seconds;                    /* the same length */
    int n_failures, room;
    struct failure *failure;
};

/* The sentence for a failed write; the file counts as broken from now on. Returns -1. */
int result_broken(struct result *result, struct err *err);

/* Creates every dataset of the file and writes what is known before the first run. */
int layout_create(struct result *result, const struct result_plan *plan, const struct extents *extents, struct err *err);
/* A dataset of doubles (scenario, replicate, ...) with its coordinates and the dimensions of `shape`. */
hid_t layout_doubles(hid_t group, const char *name, const struct result *result, const struct shape_row *shape);
/* Rank and size of a dataset of this shape. */
int layout_size(const struct result *result, const struct shape_row *shape, hsize_t size[4]);

void result_free(struct result **result);       /* closes the file, unless broken, and frees everything */
/* The part of one run in the datasets of a shape; both spaces are the caller's to close. */
void result_select(const struct result *result, const struct shape_row *shape, int scenario, int replicate,
                   hid_t *in_file, hid_t *in_memory);

#endif
