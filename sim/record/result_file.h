/* result_file.h - what the writer (result.c), the layout and the reader (result_read.c) know of an open result. */
#ifndef RESULT_FILE_H
#define RESULT_FILE_H

#include "atomic.h"
#include "block.h"
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
    struct block block;                 /* while writing: runs that are not yet in the file */
    int n_failures, room;
    struct failure *failure;
};

/* The sentence for a failed write; the file counts as broken from now on. Returns -1. */
int result_broken(struct result *result, struct err *err);

/* Chunks of the dataset that has most of them. */
hsize_t layout_chunks(const struct result *result);
/* Creates every dataset of the file and writes what is known before the first run. */
int layout_create(struct result *result, const struct result_plan *plan, const struct extents *extents, struct err *err);
/* Rank and size of a dataset of this shape. */
int layout_size(const struct result *result, const struct shape_row *shape, hsize_t size[4]);

void result_free(struct result **result);       /* closes the file, unless broken, and frees everything */
/* Some runs in the datasets of a shape; both spaces are the caller's to close. */
struct result_part { int scenario, n_scenarios, replicate, n_replicates; };
void result_select(const struct result *result, const struct shape_row *shape, struct result_part part, hid_t *in_file,
                   hid_t *in_memory);

#endif
