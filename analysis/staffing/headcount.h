/* headcount.h - the smallest number that meets all targets, found by rehearsal: how sure, what was tried, and where to go on.
 *
 * A trial asks of one number (of posts, or of percent on a requirement) whether it meets the targets. Each target is the
 * mean over replicates of X = part - bound x whole (with the sign that makes >= 0 good): met where the lower limit of that
 * mean is >= 0, missed where an upper one is below. Looked at after 16, 32, 64 ... replicates: alpha is shared out evenly over
 * trials and goals, half of each share for the last look, the other half over those before. What is still open at the last
 * look is decided by the mean itself; it is `close`, and `within` tells how near. So, with confidence 1 - alpha, a number
 * found meets each target or falls short by less than `within`, and one fewer does not or exceeds it by less (the
 * indifference zone of Kim and Nelson's procedures, here as wide as the last look left it; mostly there is none). Means of
 * replicates must be nearly normal: each is a sum over thousands of calls.
 */
#ifndef HEADCOUNT_H
#define HEADCOUNT_H

#include "analysis/staffing/rehearsal.h"

enum { HEADCOUNT_TRIALS = 32, HEADCOUNT_FIRST_LOOK = 16 };
enum headcount_verdict { HEADCOUNT_OPEN, HEADCOUNT_MEETS, HEADCOUNT_MISSES };     /* open: only before the last look */

struct headcount_trial {
    int number, replicates;
    enum headcount_verdict verdict;
    int close;                      /* decided by the mean at the last look */
    double within;                  /* close: half-width in the goal's unit, of the goal that is nearest */
    double value[GOALS_MOST], error[GOALS_MOST];        /* ratio of sums and its standard error */
};

struct headcount_tried;             /* sums of replicates, on disk if there is a journal */
/* path NULL: in memory only. What stands at path of another question is not continued: an error; without `resume` it is
 * replaced. question: a fingerprint of all that the sums depend on. */
struct headcount_tried *headcount_open(const char *path, int resume, uint64_t question, struct err *err);
void headcount_close(struct headcount_tried *tried);
long headcount_remembered(const struct headcount_tried *tried);         /* replicates that the journal had */

struct headcount {
    const struct rehearsal *r;
    struct headcount_tried *tried;
    char kind;                      /* 'p' posts, 'r' requirement: tells their sums apart in the journal */
    double alpha;
    int most_replicates, threads;
    int least, most;                /* numbers that may be tried */
    /* What is on duty under this number; `self`'s storage, until the next call. */
    int (*cover)(void *self, int number, struct rehearsal_cover *cover, struct err *err);
    void (*told)(void *self, const struct headcount_trial *trial);      /* after each; may be NULL */
    void *self;
    int n_trials;
    struct headcount_trial trial[HEADCOUNT_TRIALS];
};

/* Tries `number`, or tells what came of it when it was tried before. NULL after a failure. */
const struct headcount_trial *headcount_try(struct headcount *h, int number, struct err *err);

/* What so many replicates say of a number, without a verdict; nothing is told. */
int headcount_look(struct headcount *h, int number, int replicates, struct headcount_trial *trial, struct err *err);

/* From a first guess: least .. most, or most + 1 if not even `most` meets the targets. */
int headcount_search(struct headcount *h, int guess, int *number, struct err *err);

#endif
