/* rounds.h - a sweep round by round, as its precision rule says (precision.h): `min` replications of every scenario, a look at
 * the intervals, a batch more, and so on. What the rule looks at is on disk, in the folders of the sweep: so a sweep that was
 * interrupted goes on in the same round, and a merge comes to the same number of replications.
 */
#ifndef ROUNDS_H
#define ROUNDS_H

#include "sim/study/parts.h"
#include "sim/study/precision.h"

struct rounds {
    struct precision_rule rule;         /* n = 0: all replications of the plan are one round */
    struct precision runs;
    const struct result_plan *plan;
    const struct extents *extents;
    int n;                              /* replications of this round and those before it */
    int looked;                         /* of them, how many have been read */
    long missing;                       /* units of them that are neither done nor failed */
    int over;                           /* nothing more is to be run */
    struct precision_verdict verdict;   /* after n replications, when none is missing */
};

/* plan and extents stay the caller's. After a failure rounds_free. */
int rounds_init(struct rounds *rounds, const struct result_plan *plan, const struct extents *extents, struct err *err);
void rounds_free(struct rounds *rounds);

/* Reads what has been finished (entries of the folders; parts_reread first) and goes on to the round that has units missing,
 * or to the last one. */
int rounds_look(struct rounds *rounds, int n_folders, const struct parts from[], struct err *err);

/* "precision reached after 25 replications: widest is regret, 0.0094 of 0.01 (ranked @ point 3)". */
void rounds_say(const struct rounds *rounds, char text[PLAN_PRECISION]);

/* work_run, but of the units of one round after the other; a line on stderr between them. Of a sharded sweep it ends with a
 * round whose other units are not finished. The units are sorted anew. */
int rounds_run(struct parts *parts, int n, struct work_unit unit[], const struct work_manner *manner,
               const struct work_sink *sink, struct work_tally *tally, struct err *err);

#endif
