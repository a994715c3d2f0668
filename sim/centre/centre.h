/* centre.h - the call centre: every call, one by one: who is answered, by whom, after how long.
 *
 * An exact event-by-event queue without pre-emption that knows no residents; the same code serves the day,
 * the queueing oracles, log runs, the published example and `bench`. A day:
 *
 *     centre_open(c);                             yesterday's rows go, what is still open comes back as rows 0..
 *     centre_duty(c, operator, on_s, off_s);      once per stretch of duty; a break is a gap between two
 *     row = centre_add(c, err);                   once per call, in any order; fill c->call[row]
 *     centre_run(c, err);                         00:00 to 24:00
 *     c->call[0 .. c->n-1], c->operator[], c->count: what happened; redials are rows at the end
 *
 * Rules: the lowest class is served first, within a class first come first served; a call goes to the operator
 * idle for longest; whose duty ends finishes the call in hand; patience runs out at its exact second; abandoned
 * and blocked callers may dial again. At one instant: operators get free, then duty and seats change, then
 * patience ends, then calls arrive, each in the order of ids. Waiting callers, redials due, operators' calls in
 * hand, idle order and duty go over midnight.
 */
#ifndef CENTRE_H
#define CENTRE_H

#include <math.h>
#include <stdint.h>

#include "agenda.h"
#include "sim/base/draw.h"
#include "sim/base/err.h"

enum { CENTRE_CLASSES = 16, CENTRE_REDIAL_STEPS = 8, CENTRE_NOBODY = -1, CENTRE_NO_LIMIT = INT32_MAX };
#define CENTRE_DAY_S 86400.0
#define CENTRE_DRAWN NAN

enum centre_outcome {
    CENTRE_PENDING,             /* due after midnight; comes back tomorrow */
    CENTRE_WAITING,             /* still in the queue at midnight; comes back tomorrow */
    CENTRE_ANSWERED, CENTRE_ABANDONED, CENTRE_BLOCKED,
};

/* One call. A packed row of one cache line, since calls are added by resident and visited by time.
 * The caller fills what is marked >, the engine the rest; centre_add makes all of it zero first. */
struct centre_call {
    double at_s;                /* > arrival, seconds since midnight; negative if it waited through midnight */
    double first_at_s;          /* arrival of the chain's first attempt; days ago if very negative.
                                 * > seconds that it had spent before at_s, elsewhere; 0 */
    uint64_t tag;               /* > the caller's own mark; redials and tomorrow's row keep it */
    uint32_t key, ordinal, day; /* > address of the redial's draws (PURPOSE_REDIAL, PURPOSE_PATIENCE at
                                 *   key, ordinal + attempt, day): leave rules.max_attempts ordinals free */
    float talk_s;               /* > at talk factor 1; once answered: as talked */
    float patience_s;           /* > INFINITY: waits for ever; CENTRE_DRAWN: by the rules' law, once it must wait */
    float wait_s;               /* until answered or abandoned; 0 if blocked */
    uint32_t first;             /* row of the chain's first attempt that is still here today */
    uint32_t behind;            /* next in the queue (the engine's own) */
    int16_t operator;           /* who answered, or CENTRE_NOBODY */
    uint8_t class;              /* > 0..CENTRE_CLASSES-1, 0 is served first */
    uint8_t attempt;            /* 0 for the first of a chain */
    uint8_t may_cut;            /* > 1: an operator may end it after rules.hang_up_s */
    uint8_t outcome;            /* enum centre_outcome */
    uint16_t luck;              /* > the caller's own, kept like the tag */
};

struct centre_operator {
    float talk_factor;          /* > multiplies talk_s; 1 */
    float wrap_s;               /* > recording after the call; 0 */
    double busy_s, duty_s, overtime_s;  /* today: talk and wrap-up of calls begun today; on duty; past the end of duty */
    int calls;                  /* answered today */
    int16_t ahead, behind;      /* neighbours in the idle order (the engine's own, as all below) */
    int16_t on_duty;            /* stretches of duty under way */
    int8_t busy;
    double since_s;             /* duty began, or ended */
};

struct centre_rules {           /* may change between days */
    int max_waiting;            /* callers waiting at once, CENTRE_NO_LIMIT; a further one is blocked */
    int max_attempts;           /* of one chain, 1..255; 1: nobody dials again */
    int n_redial;               /* points of the redial law: a share redial_share[i] dials again within redial_lag_s[i], */
    double redial_lag_s[CENTRE_REDIAL_STEPS], redial_share[CENTRE_REDIAL_STEPS];   /* increasing; uniform in between */
    double patience_mu, patience_sigma;     /* of a patience that is drawn here, lognormal, log seconds; all redials' are */
    double hang_up_s;           /* an operator may end a call marked may_cut after so long; 0: never */
    struct draw_key key;
};

struct centre_count {           /* of one day; waiting_before + offered = answered + abandoned + blocked + waiting_after */
    long offered, answered, abandoned, blocked, waiting_before, waiting_after;
    long redials;               /* attempts after the first among the offered */
    long within_hour;           /* attempts of today that failed and are followed by another within an hour */
    long cut, at_once, within_20s, within_30s;      /* of the answered */
    long peak_waiting;
    double wait_answered_s, wait_abandoned_s;       /* sums */
    double busy_s, duty_s, overtime_s;              /* sums over operators */
    double waiting_s[CENTRE_CLASSES];               /* integral of the number waiting over the day */
};

struct centre_event { double at_s; uint32_t id; };
struct centre_heap { int n; struct centre_event *event; };

struct centre {
    struct centre_rules rules;
    int n, n_kept;              /* rows of today; the first n_kept came over midnight */
    struct centre_call *call;
    int n_operators;
    struct centre_operator *operator;
    struct centre_count count;
    /* the engine's own: */
    int room, n_waiting, n_busy, longest_idle, last_idle;
    struct centre_event *order, *unsorted;          /* arrivals by (time, row) */
    struct agenda redial, expiry, busy;             /* rows that ring again, whose patience ends; operators who get free */
    struct centre_heap duty;
    struct { uint32_t head, tail; int n; double since_s; } queue[CENTRE_CLASSES];
    uint32_t classes;           /* bit k: somebody of class k waits */
    int seats, n_seats, next_seats;
    struct { double from_s; int seats; } seat[64];
};

int centre_init(struct centre *c, const struct centre_rules *rules, int n_operators, struct err *err);
void centre_free(struct centre *c);
int centre_copy(struct centre *to, const struct centre *from, struct err *err);     /* `to` is empty or was init */

/* From now on `n` operators (0..n-1; never fewer than before), the new ones with talk factor 1 and no wrap-up. */
int centre_staff(struct centre *c, int n, struct err *err);

void centre_open(struct centre *c);
/* On duty from on_s to off_s, seconds since midnight; past 86400 it goes on tomorrow without being told again. */
void centre_duty(struct centre *c, int operator, double on_s, double off_s);
/* From from_s on, at most `seats` calls at once are begun; told in the order of time, at most 64 a day. The last
 * limit holds on the next days. Without any: as many as operators. */
void centre_seats(struct centre *c, double from_s, int seats);
int centre_reserve(struct centre *c, int calls, struct err *err);       /* room for so many rows, at once */
int centre_add(struct centre *c, struct err *err);                      /* the new row, or -1: no memory */
int centre_run(struct centre *c, struct err *err);

static inline double centre_ended_s(const struct centre_call *call)     /* when the caller left the line */
{
    return call->at_s + call->wait_s + (call->outcome == CENTRE_ANSWERED ? call->talk_s : 0);
}
void centre_count_add(struct centre_count *sum, const struct centre_count *count);     /* peaks add up, too */
double centre_occupancy(const struct centre_count *count);      /* busy / on duty; NaN with nobody on duty */
double centre_mean_wait_s(const struct centre_count *count);    /* of the answered; NaN if none */
int centre_conserved(const struct centre *c);                   /* 1: the rows agree with the counts, and these add up */

#endif
