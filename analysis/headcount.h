/* headcount.h - the smallest number that meets all targets, found by rehearsal: how sure, what was tried, and where to go on.
 *
 * A trial asks of one number (of posts, or of percent on a requirement) whether it meets the targets. Each target is the
 * mean over replicates of X = part - bound x whole (with the sign that makes >= 0 good): met where the lower limit of that
 * mean is >= 0, missed where an upper one is below. Looked at after 16, 32, 64 ... replicates, every look of every
 * trial with the same share of alpha: of all the statements that a search makes, the chance that one of them is wrong is at
 * most alpha, as far as means of replicates are normal (each is a sum over thousands of calls). What stays open after
 * the last look is told as such, and counts as not met: the search then goes on to the next number up.
 */
#ifndef HEADCOUNT_H
#define HEADCOUNT_H

#include "analysis/rehearsal.h"

enum { HEADCOUNT_TRIALS = 32, HEADCOUNT_FIRST_LOOK = 16, HEADCOUNT_LOOKS = 12 };
enum headcount_verdict { HEADCOUNT_OPEN, HEADCOUNT_MEETS, HEADCOUNT_MISSES };

struct headcount_trial {
    int number, replicates;
    enum headcount_verdict verdict;
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

/* From a first guess: least .. most, or most + 1 if not even `most` meets the targets. */
int headcount_search(struct headcount *h, int guess, int *number, struct err *err);

#endif
