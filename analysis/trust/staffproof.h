/* staffproof.h - does a search find the right number? Random centres, and long runs of their own that judge the answer.
 *
 * A case is a forecast, a crew, a scenario's centre and a target, all drawn at random. The number found is then put
 * through many replicates of another seed, and so is one fewer, through more and more of them while the noise would decide: the
 * answer holds if the first meets the target there and the second does not.
 */
#ifndef STAFFPROOF_H
#define STAFFPROOF_H

#include <stdint.h>

#include "sim/base/err.h"
#include "sim/scenario/scenario.h"

struct staffproof {
    char target[64];
    double calls_a_week;
    int posts, trials;
    double value[2], error[2];      /* by the long runs: with posts, with one fewer */
    int holds;
};

/* The case of that number, on the shifts of `like`. */
int staffproof_case(struct staffproof *proof, const struct scenario *like, uint64_t seed, uint32_t number, int threads,
                    struct err *err);

#endif
