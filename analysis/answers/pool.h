/* pool.h - one output of a result, pooled over replications: an estimate for each scenario and position. */
#ifndef POOL_H
#define POOL_H

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

struct result;

enum pool_of {
    POOL_VALUES,                    /* as the run reports them */
    POOL_SHARES,                    /* each divided by the sum over its run */
    POOL_FIRST,                     /* of replication 0 alone: streets are others in another replication */
};

struct pool {
    enum output output;
    int n_scenarios, length[2];     /* positions of the output's two dimensions */
    struct estimate *at;            /* [scenario][first][second] */
};

/* -1: the file has no such output, or cannot be read, or there is no memory. */
int pool_read(struct pool *pool, struct result *result, enum output output, enum pool_of of, double level,
              struct err *err);
void pool_free(struct pool *pool);

static inline struct estimate pool_at(const struct pool *pool, int scenario, int first, int second)
{
    return pool->at[((long)scenario * pool->length[0] + first) * pool->length[1] + second];
}

/* Reads all runs of an output, [scenario][replicate][position], malloc'd; NULL after an error. */
double *pool_runs(struct result *result, enum output output, struct err *err);

#endif
