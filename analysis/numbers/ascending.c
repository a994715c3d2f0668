#include "ascending.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void ascending(int n, double x[])
{
    qsort(x, (size_t)n, sizeof *x, by_value);
}
