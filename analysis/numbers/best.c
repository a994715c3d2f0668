#include "best.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/numbers/family.h"

/* Difference of each pair, better positive, and the half-width of its one-sided bound. */
struct pair { double difference, half; };

static int pairs_make(int k, int n, const double y[], enum better better, double level, struct pair pair[])
{
    for (int i = 0; i < k; i++)
        for (int j = 0; j < k; j++) {
            struct estimate e = estimate_contrast(y + (long)i * n, y + (long)j * n, n, level, better).difference;
            if (i != j && e.n < 2)
                return -1;
            if (i != j)
                pair[i * k + j] = (struct pair){ better == LOWER ? -e.mean : e.mean,
                                                 family_t(k - 1, e.n - 1, level) * e.sd / sqrt(e.n) };
        }
    return 0;
}

static double least(int k, int i, const struct pair pair[], double sign)
{
    double x = INFINITY;
    for (int j = 0; j < k; j++)
        if (j != i)
            x = fmin(x, pair[i * k + j].difference + sign * pair[i * k + j].half);
    return x;
}

int best_of(int k, int n, const double y[], enum better better, double level, struct best best[], struct err *err)
{
    struct pair *pair = calloc((size_t)k * (size_t)k, sizeof *pair);
    int candidates = 0;
    if (!pair)
        return err_set(err, "no memory to compare %d scenarios", k);
    if (pairs_make(k, n, y, better, level, pair)) {
        free(pair);
        return err_input(err, "the best of several cannot be told from one replication; make more (--reps)");
    }
    for (int i = 0; i < k; i++) {
        best[i] = (struct best){ least(k, i, pair, 0), 0, fmax(0, least(k, i, pair, 1)) };
        candidates += best[i].high > 0;
    }
    for (int i = 0; i < k; i++)             /* against those that may be the best */
        for (int j = 0; j < k; j++)
            if (j != i && best[j].high > 0 && (candidates > 1 || best[i].high <= 0))
                best[i].low = fmin(best[i].low, pair[i * k + j].difference - pair[i * k + j].half);
    free(pair);
    return 0;
}
