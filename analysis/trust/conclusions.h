/* conclusions.h - do the differences between policies keep their signs where figures that nobody knows are other ones?
 *
 * Points: the city as it is; each queue parameter at two factors of itself; each weak parameter the same, or at the ends of its
 * range where one is recorded, one at a time. Weak is a figure whose source says that it is ours (an assumption, a prototype's,
 * a free parameter, the design's: "model 5"), that it was moved until something else agreed (fitted, calibrated), or names a
 * mechanism and no figure ("M05"). Each policy is run at each point; differences from the first are paired by replicate.
 *
 * Factors stay within what the parameter permits; of a table (kinds of request, actions, channels ..) a column is varied in all
 * its rows together. A parameter that a policy sets is varied from the policy's value; one that is 0 under all of them is left
 * alone.
 *
 * Ranges are those of a calibration's parameters (analysis/trust/calibration.h); they come in the place of factors, of a table's
 * row beside those of its column, and whatever the source says. An end holds under each policy that leaves the figure as the
 * city has it; where a policy sets it to another value, that is what the policy is, and it stays.
 */
#ifndef CONCLUSIONS_H
#define CONCLUSIONS_H

#include <stdbool.h>

#include "analysis/numbers/estimates.h"
#include "sim/study/work.h"
#include "sim/study/worlds.h"

enum { CONCLUSIONS_MOST_POLICIES = 8, CONCLUSIONS_MOST_SETS = 12, CONCLUSIONS_NAME_SIZE = 160, CONCLUSIONS_FACTORS = 2 };

struct conclusions_wish {
    const char *city;
    int n_policies, n_sets;
    const char *policy[CONCLUSIONS_MOST_POLICIES];          /* the first is the control */
    const char *set[CONCLUSIONS_MOST_SETS];                 /* key=value, everywhere */
    int n_outputs;
    const enum output *output;          /* numbers of a run that are compared */
    int days, warmup, replications;
    double factor[CONCLUSIONS_FACTORS]; /* below 1 and above it: 0.5, 1.5 */
    const char *ranges;                 /* a calibration whose ranges have ends, a file or a name; NULL: none */
    const char *only;                   /* points of keys that begin so; NULL: all */
    uint64_t seed;
};

struct conclusions_point {
    char name[CONCLUSIONS_NAME_SIZE];    /* "calling.learn x 0.5", "calling.give_up = 0.05"; "" is the city as it is */
    bool end;                            /* of a range */
    char *set[CONCLUSIONS_MOST_POLICIES];       /* by policy: key=value, one a line; NULL of the city as it is */
};

struct conclusions {
    struct conclusions_wish wish;
    int n_points;
    struct conclusions_point *point;    /* the first is the city as it is */
    struct estimate *difference;        /* [output][policy][point], 95 %; of the control nothing */
};

/* The points; loads the city under each policy, and the ranges (EXIT_INPUT: nothing of that name, or a range beyond what its
 * parameter permits). _free is right after a failure, and twice. */
int conclusions_init(struct conclusions *c, const struct conclusions_wish *wish, struct err *err);
/* Runs a point; manner.quiet silences its progress. Where a run fails the point is told, and why (EXIT_RUNS_FAILED). */
int conclusions_run(struct conclusions *c, int point, const struct work_manner *manner, struct err *err);
void conclusions_free(struct conclusions *c);

struct estimate conclusions_difference(const struct conclusions *c, int output, int policy, int point);

/* Is any difference another one there than in the city as it is? What is varied may be nobody's (a line that is not open). */
bool conclusions_moves(const struct conclusions *c, int point);

/* Against the sign where the city is as it is: the same, not told apart from nothing, or the other one. A difference that is not
 * told there is no conclusion. */
enum conclusion { CONCLUSION_NONE, CONCLUSION_HOLDS, CONCLUSION_UNTOLD, CONCLUSION_FLIPS };
enum conclusion conclusions_judge(const struct conclusions *c, int output, int policy, int point);

#endif
