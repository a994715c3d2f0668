#include "mser.h"

#include <math.h>

static double mean_of(int n, const double x[])
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i];
    return sum / n;
}

/* From the end to the beginning, with sums around the last batch, so that a series with a large mean keeps its digits. */
static int best_cut(int n, const double x[], int batch)
{
    double origin = mean_of(batch, x + (long)(n - 1) * batch), sum = 0, squares = 0, least = INFINITY;
    int best = 0;
    for (int d = n - 1; d >= 0; d--) {
        double z = mean_of(batch, x + (long)d * batch) - origin, kept = n - d;
        sum += z;
        squares += z * z;
        double error = fmax(squares - sum * sum / kept, 0) / (kept * kept);
        if (kept >= MSER_KEPT && error <= least) {      /* of equals the shorter cut */
            least = error;
            best = d;
        }
    }
    return best;
}

struct mser mser_of(int n, const double x[], int batch)
{
    struct mser m = { .n_batches = n / batch, .batch = batch, .before = NAN, .after = NAN };
    if (m.n_batches < 2 * MSER_KEPT) {
        m.refused = 1;
        return m;
    }
    int d = best_cut(m.n_batches, x, batch);
    m.cut = d * batch;
    m.refused = 2 * d > m.n_batches;
    m.before = d ? mean_of(m.cut, x) : NAN;
    m.after = mean_of(m.n_batches * batch - m.cut, x + m.cut);
    return m;
}
