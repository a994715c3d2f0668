/* family.h - many intervals read at once: which of them still exclude 0 when the whole family is to be right.
 *
 * Of 100 differences where nothing differs, 5 exclude 0 at 95 %. Holm's step-down (S. Holm, Scandinavian Journal of
 * Statistics 6, 1979) keeps the chance of one such error or more in the whole family below 1 - level, whatever
 * depends on what. Bonferroni's t makes the intervals themselves right together (O. J. Dunn, Journal of the American
 * Statistical Association 56, 1961): each of m is made at level 1 - (1 - level) / m, whatever depends on what, and so also
 * under common random numbers, where Dunnett's table, which is for independent samples of one variance, does not hold.
 */
#ifndef FAMILY_H
#define FAMILY_H

/* adjusted[i]: the smallest 1 - level at which p[i] survives, at most 1; NaN where p[i] is, which is in no family. */
int family_holm(int n, const double p[], double adjusted[]);        /* members of the family, or -1: no memory */
/* Level of each of m intervals that hold all together with `level`. */
double family_level(int m, double level);
/* Student's t that m differences, each with so many degrees of freedom, are all below with chance `level`: one side. */
double family_t(int m, int freedom, double level);

#endif
