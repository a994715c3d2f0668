/* robust.h - which alternative does well whatever the future? Alternatives are policies under combinations of the levers,
 * futures are combinations of the uncertainties; of each future only what all alternatives were run in counts.
 *
 * Regret is how much worse an alternative is than the best one in the same future (L. J. Savage, Journal of the American
 * Statistical Association 46, 1951); satisficing is the share of futures in which it keeps a limit (M. K. Starr's domain
 * criterion, 1963; R. J. Lempert et al., Management Science 52, 2006). Numbers are means over replications; intervals: replications
 * resampled, the same ones everywhere, percentiles. A best of several noisy means looks better than it is, so regrets are
 * rather too large, and less so with more replications.
 */
#ifndef ROBUST_H
#define ROBUST_H

#include "analysis/answers/factors.h"
#include "analysis/numbers/sheet.h"

struct robust_limit { int given, at_least; double value; };     /* keeps it: <= value, or >= where at_least */

struct robust_row {
    int scenario;                       /* one with this policy and these levers */
    double worst, mean, ninth;          /* regret over futures: largest, mean, its ninth decile */
    struct interval worst_interval, mean_interval;
    double best_share, keeps;           /* of the futures: in which it is the best; keeps the limit */
    struct interval keeps_interval;
};

struct robust {
    enum output kpi;
    struct factors factors;
    int n, n_futures, n_left_out;       /* alternatives; futures in which all were run; other futures */
    struct robust_row *row;             /* [n], smallest worst regret first */
};

/* EXIT_INPUT: no uncertainty, one alternative, no future that all share, an output of which neither less nor more is better. */
int robust_read(struct robust *robust, struct result *result, enum output kpi, struct robust_limit limit, double level,
                struct err *err);
void robust_free(struct robust *robust);
/* The name of an alternative: its policy, and its levers. */
void robust_name(const struct robust *robust, int i, char name[160]);
int robust_sheet(const struct robust *robust, int limited, struct sheet *sheet);

/* Over plain numbers: value[n][n_futures] -> regret, at least 0. */
void robust_regrets(int n, int n_futures, const double value[], int larger, double regret[]);

#endif
