/* queueing.h - the formulas of Erlang, Cobham, Pollaczek and Khinchine: exact, for up to millions of servers; two more
 * answers by numbers, exact to 1e-9, for up to some hundred servers; and one approximation.
 *
 * load      offered load, erlang: arrivals per second x mean service time in seconds; >= 0
 * servers   >= 0 for B, >= 1 otherwise
 * Times come out in the unit in which they go in. An unstable queue waits INFINITY.
 */
#ifndef QUEUEING_H
#define QUEUEING_H

/* Probability that a call finds all servers busy and is lost (M/G/n/n; A. K. Erlang, 1917). */
double queueing_erlang_b(double load, int servers);

/* Probability that a call must wait (M/M/n; A. K. Erlang, 1917); 1 if load >= servers. */
double queueing_erlang_c(double load, int servers);
double queueing_erlang_c_wait(double load, int servers, double service);    /* mean over all calls */
double queueing_erlang_c_within(double load, int servers, double service, double within);    /* share answered within */

/* At most `waiting` callers wait, a further one is blocked (M/M/n/n+m). Always stable. */
struct queueing_trunks { double p_blocked, p_wait, mean_wait; };    /* the last two: over the calls not blocked */
struct queueing_trunks queueing_trunks(double load, int servers, int waiting, double service);

/* Callers with exponential patience (M/M/n+M; C. Palm, 1946). Always stable. */
struct queueing_erlang_a {
    double p_wait;          /* finds all servers busy */
    double p_abandon;
    double mean_wait;       /* over all calls, answered or not */
    double mean_waiting;    /* callers in the queue, mean over time */
    double occupancy;       /* of a server */
};
struct queueing_erlang_a queueing_erlang_a(double load, int servers, double service, double patience);

/* The same queue by its offered wait (F. Baccelli and G. Hebuterne, 1981): what needs more than the mean number waiting. */
struct queueing_impatient {
    double within;              /* share of all calls that are answered, after at most `within` */
    double mean_wait_answered;
};
struct queueing_impatient queueing_impatient(double load, int servers, double service, double patience, double within);

/* Mean wait of each class in M/M/n with non-pre-emptive priorities, class 0 first (A. Cobham, 1954). */
void queueing_cobham(int classes, const double load[], int servers, double service, double wait[]);

/* Mean wait in M/G/1 (F. Pollaczek, 1930; A. Khinchine, 1932); cv2 = squared coefficient of variation. */
double queueing_pollaczek(double load, double service, double cv2);

/* Share of class 0 or 1 that waits longer than `delay`, in service times, in the same queue: of class 0 by its formula, of
 * class 1 by uniformisation (those ahead leave, and calls of class 0 come in front). */
double queueing_priority_tail(int class, const double load[2], int servers, double delay);

/* Mean wait in M/D/n (C. D. Crommelin, 1932), from the law of the number in the system one service time later. */
double queueing_constant_wait(double load, int servers, double service);

/* Mean wait in M/G/n, approximately: that of M/M/n x (1 + cv2) / 2 (A. M. Lee and P. A. Longton, 1959). */
double queueing_lee_longton(double load, int servers, double service, double cv2);

#endif
