#include "morris.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/numbers/resample.h"

enum { FEWEST = 4 };

struct three { double mu, star, sigma; };

/* Of one axis over n trajectories; row chooses them, NULL: all. */
static struct three of_axis(int n, int k, const double effect[], int axis, const int row[])
{
    struct three x = { 0, 0, 0 };
    double squares = 0;
    for (int t = 0; t < n; t++) {
        double e = effect[(long)(row ? row[t] : t) * k + axis];
        x.mu += e / n;
        x.star += fabs(e) / n;
    }
    for (int t = 0; t < n; t++) {
        double d = effect[(long)(row ? row[t] : t) * k + axis] - x.mu;
        squares += d * d;
    }
    x.sigma = sqrt(squares / (n - 1));
    return x;
}

int morris_rows(int n, int k, const double effect[], double level, struct morris_row rows[], struct err *err)
{
    double mu[RESAMPLES], star[RESAMPLES], sigma[RESAMPLES];
    if (n < FEWEST)
        return err_input(err, "%d trajectories are too few for effects with intervals; make at least %d", n, FEWEST);
    int *row = malloc((size_t)n * sizeof *row);
    if (!row)
        return err_set(err, "no memory for %d trajectories", n);
    for (int i = 0; i < k; i++) {
        struct three own = of_axis(n, k, effect, i, NULL);
        for (int b = 0; b < RESAMPLES; b++) {
            resample_rows(b, n, row);
            struct three x = of_axis(n, k, effect, i, row);
            mu[b] = x.mu;
            star[b] = x.star;
            sigma[b] = x.sigma;
        }
        rows[i] = (struct morris_row){ own.mu, own.star, own.sigma, resample_percentile(RESAMPLES, mu, level),
                                       resample_percentile(RESAMPLES, star, level), resample_percentile(RESAMPLES, sigma, level) };
    }
    free(row);
    return 0;
}
