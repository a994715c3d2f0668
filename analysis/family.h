/* family.h - many intervals read at once: which of them still exclude 0 when the whole family is to be right.
 *
 * Of 100 differences where nothing differs, 5 exclude 0 at 95 %. Holm's step-down (S. Holm, Scandinavian Journal of
 * Statistics 6, 1979) keeps the chance of one such error or more in the whole family below 1 - level, whatever
 * depends on what.
 */
#ifndef FAMILY_H
#define FAMILY_H

/* adjusted[i]: the smallest 1 - level at which p[i] survives, at most 1; NaN where p[i] is, which is in no family. */
int family_holm(int n, const double p[], double adjusted[]);        /* members of the family, or -1: no memory */

#endif
