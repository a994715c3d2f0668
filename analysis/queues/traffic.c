#include "traffic.h"

#include <math.h>
#include <stdlib.h>

#include "sim/base/num.h"

static void scale(double *x, double by)
{
    for (int i = 0; i < TRAFFIC_CHUNK; i++)
        x[i] *= by;
}

static void lognormal_all(double *u, double mean, double cv)
{
    double variance = num_log(1 + cv * cv), mu = num_log(mean) - variance / 2, sigma = sqrt(variance);
    for (int i = 0; i < TRAFFIC_CHUNK; i++)
        u[i] = mu + sigma * num_normal(u[i]);
    num_exp_all(u, TRAFFIC_CHUNK);
}

void traffic_draw(const struct traffic *t, uint32_t day, uint32_t first, struct traffic_chunk *chunk)
{
    double load = t->load[0] + t->load[1];
    uint32_t urgent = (uint32_t)(t->load[0] / load * 0xffffffffu);
    for (uint32_t i = 0; i < TRAFFIC_CHUNK; i++) {
        struct draw d = draw_at(t->key, PURPOSE_CALL_TIME, first + i, 0, day);
        chunk->gap_s[i] = draw_unit(d.w[0]);
        chunk->talk_s[i] = draw_unit(d.w[1]);
        chunk->patience_s[i] = draw_unit(d.w[2]);
        chunk->class[i] = d.w[3] > urgent;
    }
    num_log_all(chunk->gap_s, TRAFFIC_CHUNK);
    scale(chunk->gap_s, -t->service_s / load);
    if (t->cv == 1) {
        num_log_all(chunk->talk_s, TRAFFIC_CHUNK);
        scale(chunk->talk_s, -t->service_s);
    } else {
        lognormal_all(chunk->talk_s, t->service_s, t->cv);
    }
    if (isfinite(t->patience_s))
        num_log_all(chunk->patience_s, TRAFFIC_CHUNK);
    scale(chunk->patience_s, isfinite(t->patience_s) ? -t->patience_s : INFINITY);
}

int traffic_day(const struct traffic *t, uint32_t day, struct centre *centre, struct err *err)
{
    struct traffic_chunk chunk;
    uint32_t first = 0;
    for (double at_s = 0;; first += TRAFFIC_CHUNK) {
        traffic_draw(t, day, first, &chunk);
        for (int i = 0; i < TRAFFIC_CHUNK; i++) {
            at_s += chunk.gap_s[i];
            if (at_s >= CENTRE_DAY_S)
                return 0;
            int row = centre_add(centre, err);
            if (row < 0)
                return -1;
            struct centre_call *call = &centre->call[row];
            call->at_s = at_s;
            call->talk_s = (float)chunk.talk_s[i];
            call->patience_s = (float)chunk.patience_s[i];
            call->class = chunk.class[i];
        }
    }
}

static void replace_least(double *free_s, int servers, double with_s)
{
    int i = 0;
    for (int child = 1; child < servers; child = 2 * i + 1) {
        child += child + 1 < servers && free_s[child + 1] < free_s[child];
        if (free_s[child] >= with_s)
            break;
        free_s[i] = free_s[child];
        i = child;
    }
    free_s[i] = with_s;
}

struct traffic_bare traffic_bare(const struct traffic *t, int servers, int days)
{
    struct traffic_bare bare = { 0 };
    struct traffic_chunk chunk;
    double *free_s = calloc((size_t)servers, sizeof *free_s);
    for (int day = 0; free_s && day < days; day++) {
        double at_s = day * CENTRE_DAY_S, end_s = at_s + CENTRE_DAY_S;
        for (uint32_t first = 0; at_s < end_s; first += TRAFFIC_CHUNK) {
            traffic_draw(t, (uint32_t)day, first, &chunk);
            for (int i = 0; i < TRAFFIC_CHUNK && (at_s += chunk.gap_s[i]) < end_s; i++) {
                double start_s = free_s[0] > at_s ? free_s[0] : at_s;
                bare.calls++;
                bare.waited += start_s > at_s;
                if (start_s > at_s + chunk.patience_s[i])
                    bare.abandoned++;
                else
                    replace_least(free_s, servers, start_s + chunk.talk_s[i]);
            }
        }
    }
    free(free_s);
    return bare;
}
