/* mechanisms.h - the rows of scenarios/mechanisms.yaml: what the sources describe, each with two worlds and the output
 * that must differ between them.
 *
 *     M25:                            # M01 to M91 as in docs/model.md; M62b is a second row about M62
 *       title, zh, source, because    # what it says, where it is from, why the output moves
 *       city, days, warmup, set, replications        # of both arms (sim/study/worlds.h)
 *       without, with                 # settings and policies of one arm only
 *       output, direction             # a number of a run, and where `with` moves it: up or down
 *       keys                          # parameters that express the row: a path, a table, or a row of a table
 *       holds: "no: why"              # where it honestly does not
 *       kind: construction            # its parameter is in the output itself, so that it must hold; else result: choices
 *                                     # lie between, and it need not
 *       quick: yes                    # one of the sample of --quick
 *
 * Both arms of a replicate meet the same chance. A row holds when the difference has its sign in nine tenths of the
 * replications (18 of 20).
 */
#ifndef MECHANISMS_H
#define MECHANISMS_H

#include <stdio.h>

#include "analysis/numbers/estimates.h"
#include "analysis/trust/measured.h"
#include "sim/study/worlds.h"

enum { MECHANISMS_REPLICATIONS = 20, MECHANISMS_MOST_KEYS = 16, MECHANISMS_LAST = 91 };

struct mechanism {
    const char *id, *title, *zh, *source, *because;     /* in the file */
    const char *no;                     /* why it does not hold; NULL: it is said to */
    bool quick;
    bool construction;
    enum output output;                 /* one number a run */
    int sign;                           /* +1 up, -1 down */
    int n_keys;
    const struct yaml *key[MECHANISMS_MOST_KEYS];
    struct world_wish without, with;
    const struct yaml *from;            /* the whole row */
};

struct mechanisms { struct yaml_file *file; int n; struct mechanism *row; };

/* Reads a file, or a name on the scenario path. All its faults at once (EXIT_INPUT). _free is right after a failure. */
int mechanisms_read(struct mechanisms *m, const char *file_or_name, struct err *err);
void mechanisms_free(struct mechanisms *m);

/* The row of that id, in capitals or small letters; NULL and a sentence when there is none. */
const struct mechanism *mechanisms_named(const struct mechanisms *m, const char *id, struct err *err);

/* Rows to run, and the worlds of their two arms. Start from { 0 }; _free is right after a failure. */
struct mechanisms_chosen {
    int n;
    const struct mechanism **row;
    int (*world)[2];                    /* without, with */
    struct worlds worlds;
    struct cases cases;                 /* loaded by mechanisms_load */
};
int mechanisms_choose(struct mechanisms_chosen *chosen, const struct mechanism *row, struct err *err);
int mechanisms_load(struct mechanisms_chosen *chosen, uint64_t seed, struct err *err);
void mechanisms_chosen_free(struct mechanisms_chosen *chosen);

/* Reads a file and loads all its worlds, and runs nothing: for `check`. */
int mechanisms_check(const char *file_or_name, struct err *err);

enum verdict { HOLDS, HOLDS_NOT, AS_SAID, HOLDS_AFTER_ALL };
extern const char *const MECHANISM_VERDICTS[], *const MECHANISM_VERDICTS_ZH[];

struct mechanism_reading {
    struct estimate without, with, difference;          /* 95 % */
    int agree, n;                       /* replications with the sign of the row, of how many */
    enum verdict verdict;
};

/* n replications of the two arms, pair by pair; a pair with an undefined value counts against the row. */
struct mechanism_reading mechanism_read(const struct mechanism *row, int n, const double without[], const double with[]);

/* docs/mechanisms.md, with what was measured (NULL: nothing). Rows that the file lacks are listed as not there. */
void mechanisms_markdown(const struct mechanisms *m, const struct measured *measured, FILE *out);

#endif
