#include "pool.h"

#include <stdlib.h>

#include "sim/record/result.h"

double *pool_runs(struct result *result, enum output output, struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    if (!result_has(result, output)) {
        err_input(err, "the result has no `%s`: an older version of the program wrote it", OUTPUTS[output].name);
        return NULL;
    }
    size_t runs = (size_t)plan->n_scenarios * (size_t)plan->n_replicates;
    double *value = malloc(runs * output_length(output, result_extents(result)) * sizeof *value);
    if (!value)
        err_set(err, "no memory for `%s` of %zu runs", OUTPUTS[output].name, runs);
    else if (result_read(result, output, value, err) == 0)
        return value;
    free(value);
    return NULL;
}

/* x[length] <- x / sum(x); not a number when the sum is 0 or not defined. */
static void share(double x[], int length)
{
    double sum = 0;
    for (int i = 0; i < length; i++)
        sum += x[i];
    for (int i = 0; i < length; i++)
        x[i] /= sum;
}

int pool_read(struct pool *pool, struct result *result, enum output output, enum pool_of of, double level,
              struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    const struct shape_row *shape = &SHAPES[OUTPUTS[output].shape];
    *pool = (struct pool){ .output = output, .n_scenarios = plan->n_scenarios };
    for (int d = 0; d < 2; d++)
        pool->length[d] = result_extents(result)->dim[shape->dim[d]].n;
    int length = pool->length[0] * pool->length[1], n = plan->n_replicates;
    double *runs = pool_runs(result, output, err);
    if (!runs)
        return -1;
    pool->at = malloc((size_t)plan->n_scenarios * (size_t)length * sizeof *pool->at);
    if (!pool->at) {
        free(runs);
        return err_set(err, "no memory for `%s`", OUTPUTS[output].name);
    }
    if (of == POOL_SHARES)
        for (long run = 0; run < (long)plan->n_scenarios * n; run++)
            share(runs + run * length, length);
    for (int s = 0; s < plan->n_scenarios; s++)
        for (int i = 0; i < length; i++)
            pool->at[(long)s * length + i] = estimate_mean(runs + (long)s * n * length + i, length,
                                                           of == POOL_FIRST ? 1 : n, level);
    free(runs);
    return 0;
}

void pool_free(struct pool *pool)
{
    free(pool->at);
    *pool = (struct pool){ 0 };
}
