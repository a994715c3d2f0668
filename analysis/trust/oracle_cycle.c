/* oracle_cycle.c - a load that changes by the hour, against the numerically integrated Kolmogorov equations. */
#include <math.h>
#include <string.h>

#include "oracle.h"
#include "analysis/queues/traffic.h"

enum { SERVERS = 20, STATES = 200, STEP_S = 2, DAYS = 240, SEED = 12345 };
static const double SERVICE_S = 300, PATIENCE_S = 600;
/* Offered load by hour, erlang. The night is quiet, so that each day begins empty. */
static const double LOAD[24] = { 0, 0, 0, 0, 0, 0, 2, 9, 18, 24, 26, 22, 17, 19, 25, 27, 21, 16, 12, 8, 3, 0, 0, 0 };

static void slope(const double p[], double load, double by[])
{
    for (int n = 0; n <= STATES; n++)
        by[n] = 0;
    for (int n = 0; n <= STATES; n++) {
        int busy = n < SERVERS ? n : SERVERS;
        double arrive = n < STATES ? load / SERVICE_S : 0, leave = busy / SERVICE_S + (n - busy) / PATIENCE_S;
        by[n] -= (arrive + leave) * p[n];
        if (n < STATES)
            by[n + 1] += arrive * p[n];
        if (n > 0)
            by[n - 1] += leave * p[n];
    }
}

static void runge_kutta(double p[], double load)
{
    static const double part[4] = { 0, 0.5, 0.5, 1 }, weight[4] = { 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0 };
    double k[STATES + 1] = { 0 }, at[STATES + 1], next[STATES + 1];
    memcpy(next, p, sizeof next);
    for (int stage = 0; stage < 4; stage++) {
        for (int n = 0; n <= STATES; n++)
            at[n] = p[n] + part[stage] * STEP_S * k[n];
        slope(at, load, k);
        for (int n = 0; n <= STATES; n++)
            next[n] += weight[stage] * STEP_S * k[n];
    }
    memcpy(p, next, sizeof next);
}

static double callers_waiting(const double p[])
{
    double sum = 0;
    for (int n = SERVERS + 1; n <= STATES; n++)
        sum += (n - SERVERS) * p[n];
    return sum;
}

/* Caller-seconds of waiting in a day, by the trapezoidal rule. */
static double waiting_in_theory(void)
{
    double p[STATES + 1] = { 1 }, sum_s = 0;
    for (int t = 0; t < (int)CENTRE_DAY_S; t += STEP_S) {
        double before = callers_waiting(p);
        runge_kutta(p, LOAD[t / 3600]);
        sum_s += STEP_S * (before + callers_waiting(p)) / 2;
    }
    return sum_s;
}

/* Unit-rate arrivals, mapped through the inverse of the cumulated load. */
static int day_of_calls(const struct traffic *unit, uint32_t day, struct centre *c, struct err *err)
{
    struct traffic_chunk chunk;
    double due = 0, passed = 0;         /* cumulated arrivals: of the next call, before this hour */
    int hour = 0;
    for (uint32_t first = 0;; first += TRAFFIC_CHUNK) {
        traffic_draw(unit, day, first, &chunk);
        for (int i = 0; i < TRAFFIC_CHUNK; i++) {
            due += chunk.gap_s[i];
            while (hour < 24 && passed + LOAD[hour] * 3600 / SERVICE_S <= due)
                passed += LOAD[hour++] * 3600 / SERVICE_S;
            if (hour == 24)
                return 0;
            int row = centre_add(c, err);
            if (row < 0)
                return -1;
            c->call[row].at_s = 3600 * hour + (due - passed) * SERVICE_S / LOAD[hour];
            c->call[row].talk_s = (float)(chunk.talk_s[i] * SERVICE_S);
            c->call[row].patience_s = (float)(chunk.patience_s[i] * SERVICE_S);
        }
    }
}

static double talk_s(const struct centre *c)
{
    double sum_s = 0;
    for (int i = 0; i < c->n; i++)
        sum_s += (double)c->call[i].talk_s;
    return sum_s;
}

int oracle_cycle(int effort, const struct oracle_report *report, struct err *err)
{
    struct traffic unit = { draw_key(SEED, 0), { 1, 0 }, 1, 1, PATIENCE_S / SERVICE_S };
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1 };
    struct oracle_ratio abandoned = { 0 }, waiting = { 0 };
    struct centre c;
    double work_s = 0;                          /* offered in a mean day */
    for (int hour = 0; hour < 24; hour++)
        work_s += LOAD[hour] * 3600;
    int failed = centre_init(&c, &rules, SERVERS, err);
    for (int day = 0; day < effort * DAYS && !failed; day++) {
        centre_open(&c);
        for (int o = 0; o < SERVERS; o++)
            centre_duty(&c, o, 0, CENTRE_DAY_S);
        failed = day_of_calls(&unit, (uint32_t)day, &c, err) || centre_run(&c, err);
        double surplus_s = talk_s(&c) - work_s;
        oracle_ratio_add(&abandoned, (double)c.count.abandoned, 1, surplus_s);
        oracle_ratio_add(&waiting, c.count.waiting_s[0] / 3600, 1, surplus_s);
    }
    centre_free(&c);
    if (failed)
        return -1;
    const char *name = "M(t)/M/20+M, load 0 to 27 by the hour";
    double theory_s = waiting_in_theory();
    oracle_ratio_tell(&abandoned, name, "abandoned a day", theory_s / PATIENCE_S, report);
    oracle_ratio_tell(&waiting, name, "hours waited a day", theory_s / 3600, report);
    return 0;
}
