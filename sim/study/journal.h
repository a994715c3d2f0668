/* journal.h - which units of work are finished: one line each, appended and synced after the unit's shard.
 *
 * A line begins with a check word (XXH32) of what follows it, so that a line torn by a crash or damaged later counts
 * as absent and its unit is run again:
 *     5d41402a session 1767225600000 1 3 10 0.1.0 3f0c1de (points, policies, replicates, program)
 *     9e107d9d done 0 7 3f2c...(the shard's checksum, 32 hex digits) 1767225611250
 *     e4d909c2 failed 2 3 1767225613404 the sentence, its newlines written \n
 * Only one process writes a journal: journal_open takes a flock that the system releases when the process ends.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stddef.h>
#include <stdint.h>

#include "sim/base/err.h"

enum entry_kind { ENTRY_DONE, ENTRY_FAILED };

struct entry {
    enum entry_kind kind;
    int point, replicate;           /* the unit of work */
    char checksum[33];              /* of the shard; DONE only */
    char *why;                      /* FAILED only; owned by the entries */
    int64_t at_ms;                  /* since 1970 */
};

struct session {                    /* one process at work on the units of one study */
    int64_t at_ms;                  /* since 1970 */
    int n_points, n_policies, n_replicates;
    char program[128];              /* its version */
};

struct entries {                    /* in the order of the file */
    int n, room;
    struct entry *entry;
    struct session last;            /* all 0 when there is no whole line */
};

/* Reads PATH into `entries` (adding to what is there); a missing file has none. */
int journal_read(const char *path, struct entries *entries, struct err *err);
void journal_entries_free(struct entries *entries);

struct journal { int fd; char path[4096]; };

/* Opens PATH for appending, locks it, and begins a session; its time is set here. */
int journal_open(struct journal *journal, const char *path, const struct session *session, struct err *err);
int journal_done(struct journal *journal, int point, int replicate, const char *checksum, struct err *err);
int journal_failed(struct journal *journal, int point, int replicate, const char *why, struct err *err);
void journal_close(struct journal *journal);

/* For a signal handler: journal_failed with "the program crashed: WHY", in calls that it may make (crash.h). */
void journal_crashed(const struct journal *journal, int point, int replicate, const char *why);
/* number, 0 or above, in decimal: a place within text. */
char *journal_digits(char *text, size_t size, int64_t number);

#endif
