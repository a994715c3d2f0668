/* measures.h - what a score is made of, computed from a book and expected of a ticket: the rows of measures.def.
 *
 * All are shares, 1 best. Weights are those of the rule in force, sum 1 (terms.weight).
 */
#ifndef MEASURES_H
#define MEASURES_H

#include "sim/world/world.h"

struct forecast {                   /* of one ticket, as its unit expects it of an action */
    double in_time;                 /* 1 while it is not overdue */
    double unresolved, complained;  /* chance that the records say so */
    double requests;                /* share lost by the further calls to be expected */
    double caught;                  /* chance that an audit finds it resolved on paper only */
};

void measures_of_book(const struct book *b, double share[N_MEASURES]);      /* of a book with tickets that count */

static inline double measures_score(const double weight[N_MEASURES], const double share[N_MEASURES])
{
    double sum = 0;
    for (int m = 0; m < N_MEASURES; m++)
        sum += weight[m] * share[m];
    return sum;
}

static inline double measures_expected(const double weight[N_MEASURES], const struct forecast *f)
{
    double sum = 0;
#define MEASURE(name, counted, of, expected) sum += weight[MEASURE_##name] * (expected);
#include "sim/scenario/measures.def"
#undef MEASURE
    return sum;
}

#endif
