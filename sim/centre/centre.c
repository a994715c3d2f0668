/* centre.c - one loop over six kinds of event, each with its own source in the order of time. */
#include "centre.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/column.h"
#include "sim/base/num.h"

enum { HOUR_S = 3600 };
enum { DUTY_STRETCHES = 8, FETCH_AHEAD = 12 };      /* stretches told and not yet over, per operator on average */
static const uint32_t NO_ROW = UINT32_MAX;

/* ---- a heap of (time, id), for duty that goes over days: four children a node, infinity at the top of an empty one ---- */

static inline int before(struct centre_event a, struct centre_event b)
{
    return (a.at_s < b.at_s) | ((a.at_s == b.at_s) & (a.id < b.id));
}

static void heap_clear(struct centre_heap *h)
{
    h->n = 0;
    h->event[0].at_s = INFINITY;
}

static inline void heap_push(struct centre_heap *h, struct centre_event e)
{
    int i = h->n++;
    while (i > 0 && before(e, h->event[(i - 1) / 4])) {
        h->event[i] = h->event[(i - 1) / 4];
        i = (i - 1) / 4;
    }
    h->event[i] = e;
}

static inline int least_child(const struct centre_heap *h, int first)
{
    const struct centre_event *e = h->event + first;
    if (first + 4 <= h->n) {
        int left = before(e[1], e[0]), right = 2 + before(e[3], e[2]);
        return first + (before(e[right], e[left]) ? right : left);
    }
    int least = 0;
    for (int k = 1; k < h->n - first; k++)
        least = before(e[k], e[least]) ? k : least;
    return first + least;
}

/* The top goes and e comes. The hole sinks to the bottom first and e rises from there: an event to come is mostly
 * late, so that it hardly rises, and the processor guesses both loops right. */
static inline void heap_replace(struct centre_heap *h, struct centre_event e)
{
    int i = 0;
    for (int child = 1; child < h->n; child = 4 * i + 1) {
        int least = least_child(h, child);
        h->event[i] = h->event[least];
        i = least;
    }
    while (i > 0 && before(e, h->event[(i - 1) / 4])) {
        h->event[i] = h->event[(i - 1) / 4];
        i = (i - 1) / 4;
    }
    h->event[i] = e;
}

static inline uint32_t heap_pop(struct centre_heap *h)
{
    uint32_t id = h->event[0].id;
    if (--h->n > 0)
        heap_replace(h, h->event[h->n]);
    else
        h->event[0].at_s = INFINITY;
    return id;
}

static void heap_shift(struct centre_heap *h, double by_s)
{
    for (int i = 0; i < h->n; i++)
        h->event[i].at_s += by_s;
}

/* ---- storage ---- */

static int grow(void *column, size_t size, int used, int n)
{
    void *grown = column_resize(*(void **)column, size * (size_t)used, size * (size_t)n);
    if (!grown)
        return -1;
    memcpy(column, &grown, sizeof grown);
    return 0;
}

int centre_reserve(struct centre *c, int calls, struct err *err)
{
    if (calls <= c->room)
        return 0;
    int room = c->room ? c->room : 1024;
    while (room < calls)
        room *= 2;
    if (grow(&c->call, sizeof *c->call, c->room, room) || grow(&c->order, sizeof *c->order, c->room, room) ||
        grow(&c->unsorted, sizeof *c->unsorted, c->room, room) ||
        agenda_reserve(&c->redial, (uint32_t)room, err) || agenda_reserve(&c->expiry, (uint32_t)room, err))
        return err_set(err, "call centre: no memory for %d calls a day", room);
    c->room = room;
    return 0;
}

int centre_staff(struct centre *c, int n, struct err *err)
{
    assert(n >= c->n_operators && n < INT16_MAX);
    int before = c->operator ? c->n_operators + 1 : 0;
    if (grow(&c->operator, sizeof *c->operator, before, n + 1) ||
        agenda_reserve(&c->busy, (uint32_t)n, err) ||
        grow(&c->duty.event, sizeof *c->duty.event, before ? 2 * DUTY_STRETCHES * c->n_operators + 1 : 0,
             2 * DUTY_STRETCHES * n + 1))
        return err_set(err, "call centre: no memory for %d operators", n);
    for (int o = c->n_operators; o < n; o++)
        c->operator[o] = (struct centre_operator){ .talk_factor = 1 };
    c->n_operators = n;
    return 0;
}

int centre_init(struct centre *c, const struct centre_rules *rules, int n_operators, struct err *err)
{
    *c = (struct centre){ .rules = *rules, .longest_idle = CENTRE_NOBODY, .last_idle = CENTRE_NOBODY,
                          .seats = CENTRE_NO_LIMIT };
    if (agenda_init(&c->redial, err) || agenda_init(&c->expiry, err) || agenda_init(&c->busy, err) ||
        centre_staff(c, n_operators, err) || centre_reserve(c, 1, err))
        return -1;
    heap_clear(&c->duty);
    return 0;
}

void centre_free(struct centre *c)
{
    free(c->call);
    free(c->operator);
    free(c->order);
    free(c->unsorted);
    agenda_free(&c->redial);
    agenda_free(&c->expiry);
    agenda_free(&c->busy);
    free(c->duty.event);
    *c = (struct centre){ 0 };
}

static void heap_copy(struct centre_heap *to, const struct centre_heap *from)
{
    to->n = from->n;
    memcpy(to->event, from->event, (size_t)(from->n ? from->n : 1) * sizeof *to->event);
}

int centre_copy(struct centre *to, const struct centre *from, struct err *err)
{
    centre_free(to);
    if (centre_init(to, &from->rules, from->n_operators, err) || centre_reserve(to, from->n, err))
        return -1;
    struct centre fresh = *to;
    *to = *from;
    to->call = fresh.call;
    to->room = fresh.room;
    to->operator = fresh.operator;
    to->order = fresh.order;
    to->unsorted = fresh.unsorted;
    to->redial = fresh.redial, to->expiry = fresh.expiry, to->busy = fresh.busy;
    to->duty.event = fresh.duty.event;
    memcpy(to->call, from->call, (size_t)from->n * sizeof *to->call);
    memcpy(to->operator, from->operator, (size_t)from->n_operators * sizeof *to->operator);
    heap_copy(&to->duty, &from->duty);
    return agenda_copy(&to->redial, &from->redial, err) || agenda_copy(&to->expiry, &from->expiry, err) ||
           agenda_copy(&to->busy, &from->busy, err);
}

/* ---- a day is prepared ---- */

static void keep_open_calls(struct centre *c)
{
    int kept = 0;
    for (int i = 0; i < c->n; i++) {
        struct centre_call call = c->call[i];
        if (call.outcome != CENTRE_PENDING && call.outcome != CENTRE_WAITING)
            continue;
        call.at_s -= CENTRE_DAY_S;
        call.first_at_s -= CENTRE_DAY_S;
        call.first = (uint32_t)kept;
        c->count.waiting_before += call.outcome == CENTRE_WAITING;
        c->call[kept++] = call;
    }
    c->n = c->n_kept = kept;
}

void centre_open(struct centre *c)
{
    c->count = (struct centre_count){ 0 };
    keep_open_calls(c);
    agenda_midnight(&c->expiry);
    agenda_midnight(&c->redial);
    agenda_midnight(&c->busy);
    heap_shift(&c->duty, -CENTRE_DAY_S);
    for (int o = 0; o < c->n_operators; o++) {
        struct centre_operator *operator = &c->operator[o];
        operator->busy_s = operator->duty_s = operator->overtime_s = 0;
        operator->calls = 0;
        operator->since_s -= CENTRE_DAY_S;
    }
    for (int k = 0; k < CENTRE_CLASSES; k++) {
        c->queue[k].head = c->queue[k].tail = NO_ROW;
        c->queue[k].n = 0;
        c->queue[k].since_s = 0;
    }
    c->classes = 0;
    c->n_waiting = 0;
    c->n_seats = c->next_seats = 0;
}

/* In the heap of duty, id = 2 operator for its beginning and 2 operator + 1 for its end: of two stretches that
 * touch, the second begins before the first ends, and the operator keeps the place in the idle order. */
void centre_duty(struct centre *c, int operator, double on_s, double off_s)
{
    assert(operator >= 0 && operator < c->n_operators && on_s >= 0 && on_s <= off_s);
    assert(c->duty.n + 2 <= 2 * DUTY_STRETCHES * c->n_operators);
    heap_push(&c->duty, (struct centre_event){ on_s, 2 * (uint32_t)operator });
    heap_push(&c->duty, (struct centre_event){ off_s, 2 * (uint32_t)operator + 1 });
}

void centre_seats(struct centre *c, double from_s, int seats)
{
    assert(c->n_seats < (int)(sizeof c->seat / sizeof *c->seat));
    assert(c->n_seats == 0 || c->seat[c->n_seats - 1].from_s <= from_s);
    c->seat[c->n_seats].from_s = from_s;
    c->seat[c->n_seats++].seats = seats;
}

int centre_add(struct centre *c, struct err *err)
{
    if (c->n == c->room && centre_reserve(c, c->n + 1, err))
        return -1;
    c->call[c->n] = (struct centre_call){ .first = (uint32_t)c->n, .operator = CENTRE_NOBODY };
    return c->n++;
}

/* ---- arrivals in the order of (time, row) ---- */

enum { SLOTS = 1 << 15 };

/* A counting sort over equal slots of time, then insertion inside a slot; both keep the order of rows. */
static void sort_by_slot(struct centre *c, int n, double from_s, double to_s)
{
    uint32_t begin[SLOTS + 1];
    double slots_per_s = (SLOTS - 1) / (to_s - from_s);
    memset(begin, 0, sizeof begin);
    for (int i = 0; i < n; i++)
        begin[(int)((c->unsorted[i].at_s - from_s) * slots_per_s) + 1]++;
    for (int slot = 1; slot < SLOTS; slot++)
        begin[slot] += begin[slot - 1];
    for (int i = 0; i < n; i++)
        c->order[begin[(int)((c->unsorted[i].at_s - from_s) * slots_per_s)]++] = c->unsorted[i];
    for (int i = 1; i < n; i++) {
        struct centre_event e = c->order[i];
        int j = i;
        for (; j > 0 && c->order[j - 1].at_s > e.at_s; j--)
            c->order[j] = c->order[j - 1];
        c->order[j] = e;
    }
}

/* Fills c->order with today's arrivals; how many. */
static int sort_arrivals(struct centre *c)
{
    int n = 0, sorted = 1;
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < c->n; i++) {
        struct centre_call *call = &c->call[i];
        assert(call->class < CENTRE_CLASSES && call->at_s == call->at_s);
        if (i >= c->n_kept)
            call->first_at_s = call->at_s - call->first_at_s;
        if (call->at_s >= CENTRE_DAY_S)
            continue;
        sorted &= call->at_s >= high;
        high = call->at_s > high ? call->at_s : high;
        low = call->at_s < low ? call->at_s : low;
        c->unsorted[n++] = (struct centre_event){ call->at_s, (uint32_t)i };
    }
    if (sorted)
        memcpy(c->order, c->unsorted, (size_t)n * sizeof *c->order);
    else
        sort_by_slot(c, n, low, high);
    return n;
}

/* ---- operators: the idle ones in a list, who waits longest for a call first ---- */

static inline void idle_add(struct centre *c, int o)
{
    c->operator[o].ahead = (int16_t)c->last_idle;
    c->operator[o].behind = CENTRE_NOBODY;
    if (c->last_idle == CENTRE_NOBODY)
        c->longest_idle = o;
    else
        c->operator[c->last_idle].behind = (int16_t)o;
    c->last_idle = o;
}

static inline void idle_remove(struct centre *c, int o)
{
    int ahead = c->operator[o].ahead, behind = c->operator[o].behind;
    if (ahead == CENTRE_NOBODY)
        c->longest_idle = behind;
    else
        c->operator[ahead].behind = (int16_t)behind;
    if (behind == CENTRE_NOBODY)
        c->last_idle = ahead;
    else
        c->operator[behind].ahead = (int16_t)ahead;
}

static inline int somebody_is_free(const struct centre *c)
{
    return c->longest_idle != CENTRE_NOBODY && c->n_busy < c->seats;
}

/* The operator takes the call of this row. */
static inline void answer(struct centre *c, int o, uint32_t row, double now_s)
{
    struct centre_call *call = &c->call[row];
    struct centre_operator *operator = &c->operator[o];
    double wait_s = now_s - call->at_s, talk_s = (double)call->talk_s * operator->talk_factor;
    if (call->may_cut && c->rules.hang_up_s > 0 && talk_s > c->rules.hang_up_s) {
        talk_s = c->rules.hang_up_s;
        c->count.cut++;
    }
    call->outcome = CENTRE_ANSWERED;
    call->wait_s = (float)wait_s;
    call->talk_s = (float)talk_s;
    call->operator = (int16_t)o;
    operator->calls++;
    operator->busy_s += talk_s + operator->wrap_s;
    c->count.answered++;
    c->count.at_once += wait_s <= 0;
    c->count.within_20s += wait_s <= 20;
    c->count.within_30s += wait_s <= 30;
    c->count.wait_answered_s += wait_s;
    agenda_put(&c->busy, (uint32_t)o, now_s + talk_s + operator->wrap_s);
}

static inline void answer_by_longest_idle(struct centre *c, uint32_t row, double now_s)
{
    int o = c->longest_idle;
    idle_remove(c, o);
    c->operator[o].busy = 1;
    c->n_busy++;
    answer(c, o, row, now_s);
}

/* ---- callers: one queue a class, linked through the rows; who gives up stays in it until passed over ---- */

static inline void count_waiting(struct centre *c, int class, int change, double now_s)
{
    c->count.waiting_s[class] += c->queue[class].n * (now_s - c->queue[class].since_s);
    c->queue[class].since_s = now_s;
    c->queue[class].n += change;
    c->n_waiting += change;
    if (c->queue[class].n == 0) {
        c->queue[class].head = c->queue[class].tail = NO_ROW;
        c->classes &= ~(1u << class);
    }
}

static float patience_drawn(const struct centre_rules *rules, const struct centre_call *call)
{
    struct draw d = draw_at(rules->key, PURPOSE_PATIENCE, call->key, call->ordinal + call->attempt, call->day);
    return (float)num_exp(rules->patience_mu + rules->patience_sigma * num_normal_word(d.w[0]));
}

static inline void queue_up(struct centre *c, uint32_t row, double now_s)
{
    struct centre_call *call = &c->call[row];
    int class = call->class;
    if (isnan(call->patience_s))
        call->patience_s = patience_drawn(&c->rules, call);
    call->outcome = CENTRE_WAITING;
    call->behind = NO_ROW;
    if (c->queue[class].tail == NO_ROW)
        c->queue[class].head = row;
    else
        c->call[c->queue[class].tail].behind = row;
    c->queue[class].tail = row;
    c->classes |= 1u << class;
    count_waiting(c, class, 1, now_s);
    if (c->n_waiting > c->count.peak_waiting)
        c->count.peak_waiting = c->n_waiting;
    double ends_s = call->at_s + call->patience_s;
    if (ends_s < CENTRE_DAY_S)
        agenda_put(&c->expiry, row, ends_s);
}

static inline uint32_t first_in_line(struct centre *c, double now_s)
{
    int class = __builtin_ctz(c->classes);
    uint32_t row = c->queue[class].head;
    while (c->call[row].outcome != CENTRE_WAITING)
        row = c->call[row].behind;
    c->queue[class].head = c->call[row].behind;
    count_waiting(c, class, -1, now_s);
    return row;
}

static inline void serve_queue(struct centre *c, double now_s)
{
    while (c->n_waiting > 0 && somebody_is_free(c))
        answer_by_longest_idle(c, first_in_line(c, now_s), now_s);
}

/* Seconds until the next attempt by the piecewise law, or -1 for never. */
static double redial_lag_s(const struct centre_rules *rules, double u)
{
    double share = 0, lag_s = 0;
    for (int i = 0; i < rules->n_redial; i++) {
        double next = rules->redial_share[i], until_s = rules->redial_lag_s[i];
        if (u < next)
            return lag_s + (until_s - lag_s) * (u - share) / (next - share);
        share = next;
        lag_s = until_s;
    }
    return -1;
}

/* After an attempt that was not answered: perhaps a new row, due today or later. There is room for it. */
static void dial_again(struct centre *c, uint32_t row, double now_s)
{
    const struct centre_rules *rules = &c->rules;
    struct centre_call next = c->call[row];
    if (next.attempt + 1 >= rules->max_attempts)
        return;
    struct draw d = draw_at(rules->key, PURPOSE_REDIAL, next.key, next.ordinal + next.attempt, next.day);
    double lag_s = redial_lag_s(rules, draw_unit(d.w[0]));
    if (lag_s < 0)
        return;
    c->count.within_hour += lag_s <= HOUR_S;
    next.attempt++;
    next.patience_s = CENTRE_DRAWN;
    next.at_s = now_s + lag_s;
    next.wait_s = 0;
    next.outcome = CENTRE_PENDING;
    if (next.at_s < CENTRE_DAY_S)
        agenda_put(&c->redial, (uint32_t)c->n, next.at_s);
    c->call[c->n++] = next;
}

/* ---- what happens at an event ---- */

static inline void caller_arrives(struct centre *c, uint32_t row, double now_s)
{
    struct centre_call *call = &c->call[row];
    if (call->outcome == CENTRE_WAITING) {          /* since yesterday */
        queue_up(c, row, 0);
        return;
    }
    c->count.offered++;
    c->count.redials += call->attempt > 0;
    if (c->n_waiting == 0 && somebody_is_free(c)) {
        answer_by_longest_idle(c, row, now_s);
    } else if (c->n_waiting < c->rules.max_waiting) {
        queue_up(c, row, now_s);
    } else {
        call->outcome = CENTRE_BLOCKED;
        c->count.blocked++;
        dial_again(c, row, now_s);
    }
}

static inline void patience_ends(struct centre *c, uint32_t row, double now_s)
{
    struct centre_call *call = &c->call[row];
    if (call->outcome != CENTRE_WAITING)            /* answered meanwhile */
        return;
    call->outcome = CENTRE_ABANDONED;
    call->wait_s = call->patience_s;
    c->count.abandoned++;
    c->count.wait_abandoned_s += (double)call->patience_s;
    count_waiting(c, call->class, -1, now_s);
    dial_again(c, row, now_s);
}

static inline void operator_gets_free(struct centre *c, double now_s)
{
    int o = (int)agenda_take(&c->busy);
    struct centre_operator *operator = &c->operator[o];
    if (operator->on_duty && c->n_waiting > 0 && c->longest_idle == CENTRE_NOBODY && c->n_busy <= c->seats) {
        answer(c, o, first_in_line(c, now_s), now_s);           /* as below, in one step */
        return;
    }
    operator->busy = 0;
    c->n_busy--;
    if (operator->on_duty)
        idle_add(c, o);
    else
        operator->overtime_s += now_s - operator->since_s;
    serve_queue(c, now_s);
}

static void duty_begins(struct centre *c, int o, double now_s)
{
    struct centre_operator *operator = &c->operator[o];
    if (operator->on_duty++ > 0)
        return;
    if (operator->busy)
        operator->overtime_s += now_s - operator->since_s;
    else
        idle_add(c, o);
    operator->since_s = now_s;
    serve_queue(c, now_s);
}

static void duty_ends(struct centre *c, int o, double now_s)
{
    struct centre_operator *operator = &c->operator[o];
    if (--operator->on_duty > 0)
        return;
    operator->duty_s += now_s - operator->since_s;
    operator->since_s = now_s;
    if (!operator->busy)
        idle_remove(c, o);
}

static void duty_changes(struct centre *c, double now_s)
{
    uint32_t id = heap_pop(&c->duty);
    if (id & 1)
        duty_ends(c, (int)(id / 2), now_s);
    else
        duty_begins(c, (int)(id / 2), now_s);
}

static void seats_change(struct centre *c, double now_s)
{
    c->seats = c->seat[c->next_seats++].seats;
    serve_queue(c, now_s);
}

/* ---- the day ---- */

static int run_events(struct centre *c, int arrivals, struct err *err)
{
    for (int next = 0;;) {
        double arrival = next < arrivals ? c->order[next].at_s : INFINITY;
        double redial = c->redial.next_s, expiry = c->expiry.next_s;
        double free = c->busy.next_s, duty = c->duty.event[0].at_s;
        double seats = c->next_seats < c->n_seats ? c->seat[c->next_seats].from_s : INFINITY;
        double call = arrival <= redial ? arrival : redial, staff = duty <= seats ? duty : seats;
        double now_s = call < expiry ? call : expiry, work = free <= staff ? free : staff;
        now_s = now_s < work ? now_s : work;
        if (now_s >= CENTRE_DAY_S)
            return 0;
        if (c->n == c->room && centre_reserve(c, c->n + 1, err))
            return -1;
        if (now_s == free)
            operator_gets_free(c, now_s);
        else if (now_s == duty)
            duty_changes(c, now_s);
        else if (now_s == seats)
            seats_change(c, now_s);
        else if (now_s == expiry)
            patience_ends(c, agenda_take(&c->expiry), now_s);
        else if (now_s == redial && redial < arrival)
            caller_arrives(c, agenda_take(&c->redial), now_s);
        else {
            if (next + FETCH_AHEAD < arrivals)
                __builtin_prefetch(&c->call[c->order[next + FETCH_AHEAD].id], 1);
            caller_arrives(c, c->order[next++].id, now_s);
        }
    }
}

static void close_books(struct centre *c)
{
    struct centre_count *count = &c->count;
    for (int k = 0; k < CENTRE_CLASSES; k++)
        count->waiting_s[k] += c->queue[k].n * (CENTRE_DAY_S - c->queue[k].since_s);
    for (int o = 0; o < c->n_operators; o++) {
        struct centre_operator *operator = &c->operator[o];
        if (operator->on_duty) {
            operator->duty_s += CENTRE_DAY_S - operator->since_s;
            operator->since_s = CENTRE_DAY_S;
        }
        count->busy_s += operator->busy_s;
        count->duty_s += operator->duty_s;
        count->overtime_s += operator->overtime_s;
    }
    count->waiting_after = c->n_waiting;
    assert(count->waiting_before + count->offered ==
           count->answered + count->abandoned + count->blocked + count->waiting_after);
}

int centre_run(struct centre *c, struct err *err)
{
    if (run_events(c, sort_arrivals(c), err))
        return -1;
    close_books(c);
    return 0;
}

/* ---- questions ---- */

void centre_count_add(struct centre_count *sum, const struct centre_count *count)
{
    sum->offered += count->offered;
    sum->answered += count->answered;
    sum->abandoned += count->abandoned;
    sum->blocked += count->blocked;
    sum->waiting_before += count->waiting_before;
    sum->waiting_after += count->waiting_after;
    sum->redials += count->redials;
    sum->within_hour += count->within_hour;
    sum->cut += count->cut;
    sum->at_once += count->at_once;
    sum->within_20s += count->within_20s;
    sum->within_30s += count->within_30s;
    sum->peak_waiting += count->peak_waiting;
    sum->wait_answered_s += count->wait_answered_s;
    sum->wait_abandoned_s += count->wait_abandoned_s;
    sum->busy_s += count->busy_s;
    sum->duty_s += count->duty_s;
    sum->overtime_s += count->overtime_s;
    for (int k = 0; k < CENTRE_CLASSES; k++)
        sum->waiting_s[k] += count->waiting_s[k];
}

double centre_occupancy(const struct centre_count *count) { return count->busy_s / count->duty_s; }

double centre_mean_wait_s(const struct centre_count *count) { return count->wait_answered_s / (double)count->answered; }

int centre_conserved(const struct centre *c)
{
    long rows[CENTRE_BLOCKED + 1] = { 0 };
    for (int i = 0; i < c->n; i++)
        rows[c->call[i].outcome]++;
    return rows[CENTRE_WAITING] == c->count.waiting_after && rows[CENTRE_ANSWERED] == c->count.answered &&
           rows[CENTRE_ABANDONED] == c->count.abandoned && rows[CENTRE_BLOCKED] == c->count.blocked &&
           c->count.waiting_before + c->count.offered ==
               rows[CENTRE_WAITING] + rows[CENTRE_ANSWERED] + rows[CENTRE_ABANDONED] + rows[CENTRE_BLOCKED];
}
