/* urgency.c - how long urgent needs wait, from the first attempt, abandoned ones included, with competing ends. */
#include <math.h>
#include <stdlib.h>

#include "incidence.h"

enum { WITHIN_D = 30 };

static void take(struct observation *o, const struct need *n, double now)
{
    int left = n->end == END_NONE && n->ended >= 0 && n->ticket == NOBODY;      /* nobody calls, and no unit has it */
    int how = !left ? n->end : n->flags & NEED_REFUSED ? END_REFUSED : END_GAVE_UP;
    double end = how == END_NONE ? now : n->ended, first = n->first_attempt;
    struct case_of_urgency c = { .answer_d = n->answer_d,
        .accept_d = n->accepted >= 0 ? (float)fmax(n->accepted - first, 0) : -1,
        .end_d = (float)(end > first ? end - first : 0), .end = (uint8_t)how };
    if (o->urgent.n < o->urgent.room)
        o->urgent.row[o->urgent.n++] = c;
}

void urgency_day(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.ended.n; i++) {
        const struct need *n = &d->w->needs.row[d->facts.ended.row[i]];
        if (!(n->flags & NEED_URGENT) || (n->flags & NEED_CHILD))
            continue;
        if (o->s->kinds[n->kind].merit) {
            OBSERVE_ADD(o, d, urgent_ended, 1);
            OBSERVE_ADD(o, d, urgent_silent, !(n->flags & NEED_CALLED));
        }
        if (n->first_attempt >= (float)d->t0)
            take(o, n, n->ended);
    }
}

static double reaches(const double *curve, double level)
{
    for (int g = 0; g < N_DELAYS; g++)
        if (curve[g] >= level)
            return g * DELAY_STEP_D;
    return NAN;
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double answer_p95(const struct observation *o)
{
    double *delay = malloc((o->urgent.n + 1) * sizeof *delay), p95 = NAN;
    uint32_t n = 0;
    for (uint32_t i = 0; delay && i < o->urgent.n; i++)
        if (o->urgent.row[i].answer_d >= 0)
            delay[n++] = o->urgent.row[i].answer_d * 86400.0;
    if (n) {
        qsort(delay, n, sizeof *delay, by_number);
        p95 = delay[(uint32_t)(0.95 * (n - 1))];
    }
    free(delay);
    return p95;
}

static double accept_p50(struct observation *o)
{
    struct case_of_urgency *c = malloc((o->urgent.n + 1) * sizeof *c);
    double local[N_ENDS - 1][N_DELAYS], p50 = NAN;
    for (uint32_t i = 0; c && i < o->urgent.n; i++) {
        c[i] = o->urgent.row[i];
        if (c[i].accept_d >= 0) {
            c[i].end = END_FIXED;               /* the event here is to be accepted */
            c[i].end_d = c[i].accept_d;
        } else if (c[i].end == END_FIXED) {
            c[i].end = END_FADED;
        }
    }
    if (c) {
        incidence(c, o->urgent.n, local);
        p50 = reaches(local[END_FIXED - 1], 0.5);
    }
    free(c);
    return p50;
}

void urgency_finish(struct observation *o, const struct day *d)
{
    double curve[N_ENDS - 1][N_DELAYS], area = 0, late = 0, known = 0;
    for (uint32_t i = 0; i < d->w->needs.n; i++) {
        const struct need *n = &d->w->needs.row[i];
        if (n->state == NEED_OPEN && n->flags & NEED_URGENT && !(n->flags & NEED_CHILD) && n->first_attempt >= (float)d->t0)
            take(o, n, d->t + 1.0);
    }
    for (uint32_t i = 0; i < o->urgent.n; i++) {
        const struct case_of_urgency *c = &o->urgent.row[i];
        int limit = o->s->observe.urgent_late_d;
        if (c->end == END_NONE && c->end_d < limit)
            continue;
        known++;
        late += c->end != END_FIXED || c->end_d > limit;
    }
    outputs_set(o->out, OUT_urgent_answer_p95_s, answer_p95(o));
    outputs_set(o->out, OUT_urgent_accept_p50_d, accept_p50(o));
    incidence(o->urgent.row, o->urgent.n, curve);
    double *out = outputs_of(o->out, OUT_urgent_incidence);
    for (int e = 0; e < N_ENDS - 1; e++)
        for (int g = 0; g < N_DELAYS; g++)
            out[e * N_DELAYS + g] = curve[e][g];
    for (int g = 0; g < (int)(WITHIN_D / DELAY_STEP_D); g++)
        area += (1 - curve[END_FIXED - 1][g]) * DELAY_STEP_D;
    outputs_set(o->out, OUT_urgent_delay_p50_d, reaches(curve[END_FIXED - 1], 0.5));
    outputs_set(o->out, OUT_urgent_delay_mean_d, o->urgent.n ? area : NAN);
    outputs_set(o->out, OUT_urgent_late_share, observe_share(late, known));
    outputs_set(o->out, OUT_urgent_silent_share, observe_share(o->window.urgent_silent, o->window.urgent_ended));
}
