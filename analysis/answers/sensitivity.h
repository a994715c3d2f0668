/* sensitivity.h - what a response of a result depends on, by the method that its design was made for:
 * saltelli: Sobol indices (sobol.h); morris: elementary effects (morris.h); any other: ranks and bins (regress.h).
 *
 * The response is the mean over replications. What chance adds is told beside it: the variance of one run is that of the
 * response, which the factors make, plus that around it, the replicate noise. All but one-at-a-time designs also give swings:
 * the response's mean where a factor is in its lowest and highest fifth, from the mean of all; one-at-a-time: at each factor's
 * lowest and highest value, from the base point, in pairs.
 */
#ifndef SENSITIVITY_H
#define SENSITIVITY_H

#include "analysis/answers/factors.h"
#include "analysis/numbers/morris.h"
#include "analysis/numbers/regress.h"
#include "analysis/numbers/sheet.h"
#include "analysis/numbers/sobol.h"

enum sensitivity_kind { SENSITIVITY_SOBOL, SENSITIVITY_MORRIS, SENSITIVITY_RANKS, SENSITIVITY_SWINGS };

struct sensitivity_swing { double low, high; struct estimate at_low, at_high; };    /* values of the factor; change there */

struct sensitivity {
    enum sensitivity_kind kind;
    enum output kpi;
    int policy, minus;                  /* minus: NO_POLICY, or what was subtracted */
    struct factors factors;
    int n, n_left_out;                  /* base samples, trajectories or points; those left out for a run that is missing */
    int n_different;                    /* of ranks: points that are no copy of another */
    double together;                    /* of ranks: the largest correlation of two factors over the points, by size; which: */
    int together_of[2];
    double level, mean, variance, noise, within;        /* of the response without its noise; as struct response */
    struct sobol sobol;                 /* sets: factors, then their groups */
    struct morris_row *morris;          /* [factors.n] */
    double noise_effect[FACTORS_MOST];  /* the mu* that noise alone would give */
    struct regress_row *regress;
    double r2;
    struct sensitivity_swing *swing;    /* [factors.n] */
};

struct sensitivity_wish { enum output kpi; int policy, minus; double level; };

/* EXIT_INPUT: the result varies nothing, or too few points have runs. Frees itself after a failure. */
int sensitivity_read(struct sensitivity *s, struct result *result, const struct sensitivity_wish *wish, struct err *err);
void sensitivity_free(struct sensitivity *s);

/* Share of the variance of one run that its chance makes, 0..1; not a number where one replication cannot tell. */
double sensitivity_noise_share(const struct sensitivity *s);
/* Is the number told by which factor i is ordered? A total as sobol.h says; mu* where its interval is above what noise alone
 * gives; an index from bins as a total; a swing always. After the factors come their groups, where Sobol indices are of such. */
int sensitivity_told(const struct sensitivity *s, int i);
int sensitivity_told_share(const struct sensitivity *s, struct interval interval);      /* of a share of variance */
int sensitivity_untold(const struct sensitivity *s);                                    /* factors and groups of which it is not */
/* Are there enough different points for bins (SENSITIVITY_RANKS)? Fewer make fewer than five, which hide what a factor does. */
enum { SENSITIVITY_FEWEST_BINNED = 50 };
static inline int sensitivity_bins_tell(const struct sensitivity *s) { return s->n_different >= SENSITIVITY_FEWEST_BINNED; }
/* How many would do: base samples, or points, for half-widths of SOBOL_CONVERGED; replications, at least, for mu* to rise above
 * its noise. Not a number where those there are do, and where points were listed, not drawn. */
double sensitivity_needed(const struct sensitivity *s, int i);
/* Factors, the one that matters most first; behind them those of which it is not told, by the lower end. */
void sensitivity_order(const struct sensitivity *s, int order[FACTORS_MOST]);
/* A row a factor; where groups were moved, a row a group; where pairs were run, a row a pair: 0 where there is none. */
int sensitivity_sheet(const struct sensitivity *s, struct sheet *sheet);
int sensitivity_groups_sheet(const struct sensitivity *s, struct sheet *sheet);
int sensitivity_pairs_sheet(const struct sensitivity *s, struct sheet *sheet);

#endif
