/* parts.h - the state of a sweep beside its result: the folder OUT.h5.parts/.
 *
 *     plan                the result without its runs: scenarios, texts, seed, extents (sim/record/plan_file.h)
 *     study.yaml          the study file as it was
 *     lock                flock: shared by the shards of a study, alone for a whole sweep and for the merge
 *     journal-0-of-1      finished units (journal.h); one journal for each process of a sharded sweep
 *     units/P-R.shard     the outputs of point P, replicate R (sim/record/shard.h)
 *
 * There are no pid files: locks vanish with their process. Whatever the moment of a crash, a unit counts as finished
 * only when a whole line of a journal says so and its shard has that line's checksum. Without a plan there is no
 * state: it is written before the first unit and removed before the rest.
 */
#ifndef PARTS_H
#define PARTS_H

#include "sim/base/err.h"
#include "sim/record/plan_file.h"
#include "sim/study/cases.h"
#include "sim/study/journal.h"
#include "sim/study/work.h"

enum { PARTS_FOLDER_SIZE = 3800, PARTS_PATH_SIZE = 4096 };

struct parts {
    char path[PARTS_FOLDER_SIZE];       /* of the folder */
    int lock;                           /* file descriptor, or -1 */
    int working;                        /* parts_look: another process is at work on it */
    struct journal journal;             /* of this process */
    struct entries entries;             /* of all journals */
    const struct cases *cases;          /* of this process; NULL when only looked at */
};

/* How a sweep begins. Shard i of n takes the units whose number % n is i; 0 of 1 is a whole sweep. */
struct parts_wish { int resume, failed_again, shard, n_shards; };

/* The result that a folder is for: cuts ".parts" or ".parts/" off the name of one that is there. Returns name. */
char *parts_result(char *name);

/* Is there a sweep that has begun and was not merged? */
int parts_exist(const char *out);

/* Makes or opens the folder of the result OUT. EXIT_INPUT: it holds a sweep and resume was not asked for, or one of
 * another study, seed or program version (the difference is named). After a failure parts_close. */
int parts_open(struct parts *parts, const char *out, const struct cases *cases, const struct parts_wish *wish,
               struct err *err);

enum parts_look { PARTS_READ, PARTS_ALONE };    /* ALONE: refuse when another process is at work */
int parts_look(struct parts *parts, const char *out, enum parts_look how, struct err *err);

void parts_close(struct parts *parts);

/* Removes what a sweep makes, and the folder. */
int parts_remove(struct parts *parts, struct err *err);

/* Reads the journals again: after the units of this process are finished. */
int parts_reread(struct parts *parts, struct err *err);

/* What the journals say of each unit, by its number: the latest line, done before failed; NULL = still to be run.
 * Free the array only. */
const struct entry **parts_fates(const struct parts *parts, struct err *err);

/* Units that this shard still has to run, sorted; the shards of the finished ones are read and checked. */
int parts_units_left(const struct parts *parts, const struct parts_wish *wish, struct work_unit **unit, int *n,
                     struct err *err);

/* A sink that writes shards and the journal. */
struct work_sink parts_sink(struct parts *parts);

/* The result without its runs, as the folder has it; plan_file_free. */
int parts_plan(const struct parts *parts, struct plan_file *plan, struct err *err);

void parts_file(const struct parts *parts, const char *name, char path[PARTS_PATH_SIZE]);
void parts_shard(const struct parts *parts, int point, int replicate, char path[PARTS_PATH_SIZE]);

/* 0 when runs of the one plan serve the other; else 1 and how they differ, in words. */
int parts_differ(const struct result_plan *then, const struct result_plan *now, char *how, size_t size);
/* The same of the program: was the last session there one of another version than `now`? "" = not known, is not another. */
int parts_program_differs(const struct parts *parts, const char *now, char *how, size_t size);

#endif
