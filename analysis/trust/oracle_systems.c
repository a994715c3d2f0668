/* oracle_systems.c - queues in their steady state: one row a system, one column a measure. */
#include <math.h>

#include "oracle.h"
#include "analysis/queues/queueing.h"
#include "analysis/queues/traffic.h"

enum measure { BLOCKED, WAITS, ABANDONS, WAIT, WAIT_0, WAIT_1, LONG_0, LONG_1, OCCUPANCY, LITTLE_0, LITTLE_1, N_MEASURES };
static const double LONG[2] = { 0.1, 0.5 };         /* service times, by class */

static const char *const MEASURE[N_MEASURES] = {
    [BLOCKED] = "share blocked", [WAITS] = "share that waits", [ABANDONS] = "share that abandons",
    [WAIT] = "mean wait, service times", [WAIT_0] = "mean wait of class 0, service times",
    [WAIT_1] = "mean wait of class 1, service times", [OCCUPANCY] = "occupancy",
    [LONG_0] = "class 0 beyond 0.1 service times", [LONG_1] = "class 1 beyond 0.5 service times",
    [LITTLE_0] = "Little's law, class 0", [LITTLE_1] = "Little's law, class 1",
};

struct system {
    const char *name;
    void (*theory)(const struct system *system, double theory[]);   /* leaves NaN where it has no answer */
    int servers, max_waiting;
    double load[2];
    double patience;            /* mean, service times */
    double cv;                  /* of service */
    int days;
    double accepted;            /* of an approximation: relative error that is accepted */
};

static void loss(const struct system *s, double theory[])
{
    theory[BLOCKED] = queueing_erlang_b(s->load[0], s->servers);
    theory[OCCUPANCY] = s->load[0] * (1 - theory[BLOCKED]) / s->servers;
}

static void trunks(const struct system *s, double theory[])
{
    struct queueing_trunks t = queueing_trunks(s->load[0], s->servers, s->max_waiting, 1);
    theory[BLOCKED] = t.p_blocked;
    theory[WAITS] = t.p_wait;
    theory[WAIT] = t.mean_wait;
}

static void delay(const struct system *s, double theory[])
{
    theory[WAITS] = queueing_erlang_c(s->load[0], s->servers);
    theory[WAIT] = queueing_erlang_c_wait(s->load[0], s->servers, 1);
    theory[OCCUPANCY] = s->load[0] / s->servers;
}

static void impatience(const struct system *s, double theory[])
{
    struct queueing_erlang_a a = queueing_erlang_a(s->load[0], s->servers, 1, s->patience);
    theory[WAITS] = a.p_wait;
    theory[ABANDONS] = a.p_abandon;
    theory[WAIT] = a.mean_wait;
    theory[OCCUPANCY] = a.occupancy;
}

static void priority(const struct system *s, double theory[])
{
    double wait[2];
    queueing_cobham(2, s->load, s->servers, 1, wait);
    theory[WAITS] = queueing_erlang_c(s->load[0] + s->load[1], s->servers);
    theory[WAIT_0] = wait[0];
    theory[WAIT_1] = wait[1];
    theory[LONG_0] = queueing_priority_tail(0, s->load, s->servers, LONG[0]);
    theory[LONG_1] = queueing_priority_tail(1, s->load, s->servers, LONG[1]);
    theory[LITTLE_1] = 1;
}

static void any_service(const struct system *s, double theory[])
{
    theory[WAITS] = s->load[0];
    theory[WAIT] = queueing_pollaczek(s->load[0], 1, s->cv * s->cv);
}

static void constant_service(const struct system *s, double theory[])
{
    theory[WAIT] = queueing_constant_wait(s->load[0], s->servers, 1);
    theory[OCCUPANCY] = s->load[0] / s->servers;
}

static void nearly_any_service(const struct system *s, double theory[])
{
    theory[WAIT] = queueing_lee_longton(s->load[0], s->servers, 1, s->cv * s->cv);
    theory[OCCUPANCY] = NAN;
}

#define ENDLESS INFINITY
static const struct system SYSTEMS[] = {
    { "Erlang B, 5 operators, load 3",              loss, 5, 0, { 3 }, ENDLESS, 1, 45, 0 },
    { "Erlang B, 100 operators, load 110",          loss, 100, 0, { 110 }, ENDLESS, 1, 45, 0 },
    { "Erlang B, 20 operators, load 20, lognormal", loss, 20, 0, { 20 }, ENDLESS, 1.16, 45, 0 },
    { "20 operators, 10 lines, load 21",            trunks, 20, 10, { 21 }, ENDLESS, 1, 90, 0 },
    { "20 operators, 10 lines, load 26",            trunks, 20, 10, { 26 }, ENDLESS, 1, 45, 0 },
    { "Erlang C, 1 operator, load 0.7",             delay, 1, CENTRE_NO_LIMIT, { 0.7 }, ENDLESS, 1, 210, 0 },
    { "Erlang C, 10 operators, load 7.5",           delay, 10, CENTRE_NO_LIMIT, { 7.5 }, ENDLESS, 1, 270, 0 },
    { "Erlang C, 20 operators, load 16",             delay, 20, CENTRE_NO_LIMIT, { 16 }, ENDLESS, 1, 500, 0 },
    { "Erlang A, 20 operators, load 16",            impatience, 20, CENTRE_NO_LIMIT, { 16 }, 2, 1, 150, 0 },
    { "Erlang A, 20 operators, load 30",            impatience, 20, CENTRE_NO_LIMIT, { 30 }, 0.5, 1, 60, 0 },
    { "Erlang A, 100 operators, load 110",          impatience, 100, CENTRE_NO_LIMIT, { 110 }, 1, 1, 90, 0 },
    { "Erlang A, 1000 operators, load 1100",        impatience, 1000, CENTRE_NO_LIMIT, { 1100 }, 0.5, 1, 150, 0 },
    { "Cobham, 10 operators, loads 3 and 4.5",      priority, 10, CENTRE_NO_LIMIT, { 3, 4.5 }, ENDLESS, 1, 300, 0 },
    { "M/G/1, lognormal service, load 0.5",         any_service, 1, CENTRE_NO_LIMIT, { 0.5 }, ENDLESS, 1.16, 210, 0 },
    { "M/D/10, constant service, load 8",           constant_service, 10, CENTRE_NO_LIMIT, { 8 }, ENDLESS, 0, 300, 0 },
    { "M/G/10, lognormal, load 8, Lee and Longton", nearly_any_service, 10, CENTRE_NO_LIMIT, { 8 }, ENDLESS, 0.5, 300, 0.1 },
    { "M/G/10, lognormal, load 9, Lee and Longton", nearly_any_service, 10, CENTRE_NO_LIMIT, { 9 }, ENDLESS, 1.16, 300, 0.1 },
};

enum { N_SYSTEMS = sizeof SYSTEMS / sizeof *SYSTEMS, CALLS_A_DAY = 20000, SEED = 12345 };

/* load: offered on average, erlang. The control is what was offered today beyond it. */
static void measure_day(const struct centre *c, double load, double service_s, struct oracle_ratio ratio[])
{
    double calls[2] = { 0 }, wait_s[2] = { 0 }, late[2] = { 0 }, waited = 0, work_s = 0;
    for (int i = 0; i < c->n; i++) {
        const struct centre_call *call = &c->call[i];
        work_s += i >= c->n_kept ? (double)call->talk_s : 0;
        if (call->outcome != CENTRE_ANSWERED && call->outcome != CENTRE_ABANDONED)
            continue;
        calls[call->class] += 1;
        wait_s[call->class] += (double)call->wait_s;
        waited += call->wait_s > 0;
        late[call->class] += (double)call->wait_s > LONG[call->class] * service_s;
    }
    const struct centre_count *count = &c->count;
    double offered = (double)count->offered, control = work_s / CENTRE_DAY_S - load;
    oracle_ratio_add(&ratio[BLOCKED], (double)count->blocked, offered, control);
    oracle_ratio_add(&ratio[WAITS], waited, calls[0] + calls[1], control);
    oracle_ratio_add(&ratio[ABANDONS], (double)count->abandoned, offered, control);
    oracle_ratio_add(&ratio[WAIT], (wait_s[0] + wait_s[1]) / service_s, calls[0] + calls[1], control);
    oracle_ratio_add(&ratio[OCCUPANCY], count->busy_s, count->duty_s, control);
    for (int k = 0; k < 2; k++) {
        oracle_ratio_add(&ratio[WAIT_0 + k], wait_s[k] / service_s, calls[k], control);
        oracle_ratio_add(&ratio[LONG_0 + k], late[k], calls[k], control);
        oracle_ratio_add(&ratio[LITTLE_0 + k], count->waiting_s[k], wait_s[k], control);
    }
}

static int simulate(const struct system *s, uint32_t replicate, int days, struct oracle_ratio ratio[], struct err *err)
{
    double service_s = (s->load[0] + s->load[1]) * CENTRE_DAY_S / CALLS_A_DAY;
    struct traffic traffic = { draw_key(SEED, replicate), { s->load[0], s->load[1] }, service_s, s->cv,
                               s->patience * service_s };
    struct centre_rules rules = { .max_waiting = s->max_waiting, .max_attempts = 1 };
    struct centre c;
    int failed = centre_init(&c, &rules, s->servers, err);
    for (int day = 0; day <= days && !failed; day++) {
        centre_open(&c);
        for (int o = 0; o < s->servers && day == 0; o++)
            centre_duty(&c, o, 0, INFINITY);
        failed = traffic_day(&traffic, (uint32_t)day, &c, err) || centre_run(&c, err);
        if (day > 0 && !failed)                     /* day 0 begins empty */
            measure_day(&c, s->load[0] + s->load[1], service_s, ratio);
    }
    centre_free(&c);
    return failed ? -1 : 0;
}

/* An approximation is no exact theory: it has an error of its own. */
static void tell(const struct system *s, enum measure m, double theory, const struct oracle_ratio *ratio,
                 const struct oracle_report *report)
{
    int stated = s->accepted > 0 && m == WAIT;
    double own = stated ? s->accepted * theory / ORACLE_Z : 0;
    report->tell(report->self, &(struct oracle_reading){ .oracle = s->name, .what = MEASURE[m], .theory = theory,
        .simulated = oracle_ratio_value(ratio), .error = hypot(oracle_ratio_error(ratio), own), .exact = !stated });
}

int oracle_systems(int effort, const struct oracle_report *report, struct err *err)
{
    for (int i = 0; i < N_SYSTEMS; i++) {
        const struct system *s = &SYSTEMS[i];
        struct oracle_ratio ratio[N_MEASURES] = { 0 };
        double theory[N_MEASURES];
        for (int m = 0; m < N_MEASURES; m++)
            theory[m] = NAN;
        s->theory(s, theory);
        theory[LITTLE_0] = s->max_waiting > 0 ? 1 : NAN;
        if (simulate(s, (uint32_t)i, effort * s->days, ratio, err))
            return -1;
        for (int m = 0; m < N_MEASURES; m++)
            if (!isnan(theory[m]))
                tell(s, (enum measure)m, theory[m], &ratio[m], report);
    }
    return 0;
}
