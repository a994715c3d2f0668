#include "design.h"

#include <string.h>

static long grid_points(int n, const int n_values[])
{
    long points = 1;
    for (int f = 0; f < n; f++) {
        points *= n_values[f];
        if (points > DESIGN_MOST_POINTS)
            return -1;
    }
    return points;
}

static int grid_level(int n, const int n_values[], long point, int factor)      /* the last factor turns fastest */
{
    for (int f = n - 1; f > factor; f--)
        point /= n_values[f];
    return (int)(point % n_values[factor]);
}

static long zip_points(int n, const int n_values[])
{
    for (int f = 1; f < n; f++)
        if (n_values[f] != n_values[0])
            return -1;
    return n > 0 ? n_values[0] : 1;
}

static int zip_level(int n, const int n_values[], long point, int factor)
{
    (void)n, (void)n_values, (void)factor;
    return (int)point;
}

static long one_points(int n, const int n_values[])
{
    long points = 1;
    for (int f = 0; f < n; f++)
        points += n_values[f] - 1;
    return points <= DESIGN_MOST_POINTS ? points : -1;
}

static int one_level(int n, const int n_values[], long point, int factor)
{
    (void)n;
    long first = 1;                         /* point 0 has every factor at its first value */
    for (int f = 0; f < factor; f++)
        first += n_values[f] - 1;
    return point >= first && point < first + n_values[factor] - 1 ? (int)(point - first + 1) : 0;
}

#define TOO_MANY "there would be more than 1000000 points; give fewer values"

const struct design DESIGNS[] = {
    { "grid", "every combination of the values", grid_points, grid_level, false, TOO_MANY },
    { "zip", "first values together, second values together, ...", zip_points, zip_level, true,
      "each factor needs the same number of values" },
    { "one-at-a-time", "the first values, then each other value alone", one_points, one_level,
      false, TOO_MANY },
};
const int N_DESIGNS = sizeof DESIGNS / sizeof *DESIGNS;

const struct design *design_named(const char *name)
{
    for (int d = 0; d < N_DESIGNS; d++)
        if (strcmp(DESIGNS[d].name, name) == 0)
            return &DESIGNS[d];
    return 0;
}
