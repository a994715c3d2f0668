#include "queueing.h"

#include <math.h>

/* B(n) = a B(n-1) / (n + a B(n-1)), B(0) = 1: positive terms only, so no digit is lost. */
double queueing_erlang_b(double load, int servers)
{
    double blocked = 1;
    for (int n = 1; n <= servers; n++)
        blocked = load * blocked / (n + load * blocked);
    return blocked;
}

double queueing_erlang_c(double load, int servers)
{
    if (load >= servers)
        return 1;
    double blocked = queueing_erlang_b(load, servers);
    return servers * blocked / (servers - load * (1 - blocked));
}

double queueing_erlang_c_wait(double load, int servers, double service)
{
    return load >= servers ? INFINITY : queueing_erlang_c(load, servers) * service / (servers - load);
}

/* Relative to the state with all busy and nobody waiting, k callers waiting weigh (load / servers)^k. */
struct queueing_trunks queueing_trunks(double load, int servers, int waiting, double service)
{
    double blocked = queueing_erlang_b(load, servers), total = 1 / blocked, weight = 1;
    double delayed = 0, callers = 0;
    for (int k = 1; k <= waiting; k++) {
        delayed += weight;
        weight *= load / servers;
        total += weight;
        callers += k * weight;
    }
    double accepted = total - weight;
    return (struct queueing_trunks){ weight / total, delayed / accepted, callers / accepted * service / load };
}

/* Weights of the states with k = 0, 1, 2 ... callers waiting, relative to the likeliest of them. */
struct waiting { double none, some, callers; };     /* weight of k = 0; sum over k >= 1; sum of k x weight */

/* From k callers to k + 1 the weight is multiplied by load / (servers + (k + 1) impatience). Walking outwards
 * from the likeliest k, every weight is at most 1 and nothing overflows, however great the overload. */
static struct waiting waiting_weights(double load, int servers, double impatience)
{
    double mode = load > servers ? floor((load - servers) / impatience) : 0;
    struct waiting sum = { 0 };
    double weight = 1;
    for (double k = mode; weight > 1e-20 && k >= 1; k--) {
        sum.some += weight;
        sum.callers += k * weight;
        weight *= (servers + k * impatience) / load;
    }
    sum.none = weight > 1e-20 ? weight : 0;
    weight = 1;
    for (double k = mode + 1; weight > 1e-20 * (1 + sum.callers); k++) {
        weight *= load / (servers + k * impatience);
        sum.some += weight;
        sum.callers += k * weight;
    }
    return sum;
}

/* The states without a queue weigh none / B(load, servers) together: B is the share of the full one among them. */
struct queueing_erlang_a queueing_erlang_a(double load, int servers, double service, double patience)
{
    if (!(load > 0))
        return (struct queueing_erlang_a){ 0 };
    double impatience = service / patience;
    struct waiting w = waiting_weights(load, servers, impatience);
    double blocked = queueing_erlang_b(load, servers);
    double unqueued = w.none > 0 ? w.none / blocked : 0, total = unqueued + w.some;
    struct queueing_erlang_a a = { .p_wait = isinf(unqueued) ? 0 : (w.none + w.some) / total,
                                   .mean_waiting = w.callers / total };
    a.p_abandon = impatience * a.mean_waiting / load;
    a.mean_wait = a.p_abandon * patience;
    a.occupancy = load * (1 - a.p_abandon) / servers;
    return a;
}

double queueing_erlang_c_within(double load, int servers, double service, double within)
{
    return load >= servers ? 0 : 1 - queueing_erlang_c(load, servers) * exp(-within * (servers - load) / service);
}

/* ---- the wait in M/M/n+M ----
 *
 * The wait that an endlessly patient caller would have has the density
 *     p exp(h(x)) dx,   h(x) = (load / r)(1 - exp(-r x)) - n x,     x in service times, r = service / patience
 * (F. Baccelli and G. Hebuterne, 1981), and of those who would wait x, exp(-r x) are still there. h has one hump. */
struct offered { double load, servers, impatience, peak; };     /* peak: largest h */

static double log_density(const struct offered *o, double x)
{
    return -o->load / o->impatience * expm1(-o->impatience * x) - o->servers * x - o->peak;
}

static double density(const struct offered *o, double x) { return exp(log_density(o, x)); }

/* Beyond the hump, on the side that `to` lies on, the point where nothing is left: exp(-46) = 1e-20. */
static double end_of_hump(const struct offered *o, double top, double to)
{
    double in = top, out = to;
    for (int i = 0; i < 200 && fabs(out - in) > 1e-3 * fabs(out - top); i++) {
        double middle = in + (out - in) / 2;
        if (log_density(o, middle) < -46)
            out = middle;
        else
            in = middle;
    }
    return out;
}

/* Integral of density x stayed x x^power from low to high: 256 panels of Gauss's rule with 5 points. */
static double hump_integral(const struct offered *o, double low, double high, int power, double leaves)
{
    static const double POINT[] = { 0, 0.5384693101056831, 0.9061798459386640 };
    static const double WEIGHT[] = { 0.5688888888888889, 0.4786286704993665, 0.2369268850561891 };
    enum { PANELS = 256 };
    double half = (high - low) / (2 * PANELS), sum = 0;
    for (int p = 0; p < PANELS; p++) {
        double middle = low + (2 * p + 1) * half;
        for (int i = -2; i <= 2; i++) {
            double x = middle + (i < 0 ? -1 : 1) * half * POINT[i < 0 ? -i : i];
            sum += WEIGHT[i < 0 ? -i : i] * density(o, x) * exp(-leaves * x) * (power ? x : 1);
        }
    }
    return half * sum;
}

struct queueing_impatient queueing_impatient(double load, int servers, double service, double patience, double within)
{
    if (!(load > 0))
        return (struct queueing_impatient){ .within = 1 };
    struct offered o = { load, servers, service / patience, 0 };
    double top = load > servers ? log(load / servers) / o.impatience : 0;
    o.peak = log_density(&o, top);
    double far = top + 1;
    while (log_density(&o, far) >= -46)
        far *= 2;
    double low = top > 0 && log_density(&o, 0) < -46 ? end_of_hump(&o, top, 0) : 0, high = end_of_hump(&o, top, far);
    double all = hump_integral(&o, low, high, 0, 0), until = fmin(high, within / service);
    double served = hump_integral(&o, low, high, 0, o.impatience) / all;
    double waited = hump_integral(&o, low, high, 1, o.impatience) / all;
    double p_wait = queueing_erlang_a(load, servers, service, patience).p_wait;
    double in_time = until > low ? hump_integral(&o, low, until, 0, o.impatience) / all : 0;
    return (struct queueing_impatient){ .within = 1 - p_wait + p_wait * in_time,
                                        .mean_wait_answered = p_wait * waited * service / (1 - p_wait + p_wait * served) };
}

void queueing_cobham(int classes, const double load[], int servers, double service, double wait[])
{
    double total = 0, above = 0;
    for (int k = 0; k < classes; k++)
        total += load[k];
    double all_busy = queueing_erlang_c(total, servers);
    for (int k = 0; k < classes; k++) {
        double up_to = above + load[k] / servers;
        wait[k] = up_to >= 1 ? INFINITY : all_busy * service / servers / ((1 - above) * (1 - up_to));
        above = up_to;
    }
}

double queueing_pollaczek(double load, double service, double cv2)
{
    return load >= 1 ? INFINITY : load * service * (1 + cv2) / (2 * (1 - load));
}

/* Birth and death of those ahead of a call of class 1 while all are busy, in steps of 1 / (down + up): k ahead, itself
 * among them, at first with the chance (1 - r) r^(k-1), r the load of a server; absorbed at 0, when it is served. Poisson
 * many steps in the time t. */
static double still_waits(double down, double up, double r, double t)
{
    enum { STATES = 400 };
    double p[STATES + 1] = { 0 }, next[STATES + 1] = { 0 }, waits = 0, steps = (down + up) * t, step = exp(-steps);
    for (int k = 1; k <= STATES; k++)
        p[k] = (1 - r) * pow(r, k - 1);
    for (int n = 0; n < steps + 12 * sqrt(steps) + 30; n++) {
        double left = 0;
        for (int k = 1; k <= STATES; k++)
            left += p[k];
        waits += step * left;
        step *= steps / (n + 1);
        for (int k = 1; k <= STATES; k++)
            next[k] = ((k < STATES ? p[k + 1] * down : 0) + (k > 1 ? p[k - 1] * up : 0)) / (down + up);
        for (int k = 1; k <= STATES; k++)
            p[k] = next[k];
    }
    return waits;
}

/* While all are busy one gets free at the rate `servers`; those of class 0 who wait are a queue M/M/1. */
double queueing_priority_tail(int class, const double load[2], int servers, double delay)
{
    double all_busy = queueing_erlang_c(load[0] + load[1], servers);
    if (class == 0)
        return all_busy * exp(-(servers - load[0]) * delay);
    return all_busy * still_waits(servers, load[0], (load[0] + load[1]) / servers, delay);
}

/* Who is in service now is gone one service time later, and who comes until then is there: X' = (X - n)+ + Poisson(load).
 * Iterated until it stands; then Little's law. */
double queueing_constant_wait(double load, int servers, double service)
{
    enum { STATES = 1200 };
    double p[STATES] = { 1 }, come[STATES], moved = 1, waiting = 0;
    if (load >= servers)
        return INFINITY;
    for (int k = 0; k < STATES; k++)
        come[k] = exp(k * log(load) - load - lgamma(k + 1.0));
    while (moved > 1e-13) {
        double rest[STATES] = { 0 }, next[STATES] = { 0 };
        int most = 0;
        for (int k = 0; k < STATES; k++)
            rest[k > servers ? k - servers : 0] += p[k];
        for (int k = 0; k < STATES; k++)
            most = rest[k] > 1e-16 ? k : most;
        for (int k = 0; k <= most; k++)
            for (int j = 0; j < STATES - k && (j < load || come[j] > 1e-18); j++)
                next[k + j] += rest[k] * come[j];
        moved = 0;
        for (int k = 0; k < STATES; k++) {
            moved += fabs(next[k] - p[k]);
            p[k] = next[k];
        }
    }
    for (int k = servers + 1; k < STATES; k++)
        waiting += (k - servers) * p[k];
    return waiting / load * service;
}

double queueing_lee_longton(double load, int servers, double service, double cv2)
{
    return queueing_erlang_c_wait(load, servers, service) * (1 + cv2) / 2;
}
