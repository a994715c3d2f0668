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
        world_fetch_ahead(d->w, d->facts.ended.row, d->facts.ended.n, i);
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

/* Days from the first attempt to a stage; negative: not come so far. */
static double reached(const struct case_of_urgency *c, enum stage stage)
{
    if (stage == STAGE_FIXED)
        return c->end == END_FIXED ? c->end_d : -1;
    return stage == STAGE_ANSWERED ? c->answer_d : c->accept_d;
}

/* The cases as they look from one stage (or the first attempt) to another one, which takes the place of END_FIXED. */
enum { FIRST_ATTEMPT = -1 };
static uint32_t cases_between(const struct observation *o, int from, enum stage to, struct case_of_urgency *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->urgent.n; i++) {
        const struct case_of_urgency *x = &o->urgent.row[i];
        double start = from == FIRST_ATTEMPT ? 0 : reached(x, (enum stage)from), there = reached(x, to);
        if (start < 0)
            continue;
        double days = (there >= 0 ? there : x->end_d) - start;
        c[n++] = (struct case_of_urgency){ .end_d = (float)(days > 0 ? days : 0),
            .end = there >= 0 ? END_FIXED : x->end == END_FIXED ? END_FADED : x->end };
    }
    return n;
}

static const struct { enum output out; int from; enum stage to; double share, unit_d; } QUANTILE_OF[] = {
    { OUT_urgent_answer_p50_s, FIRST_ATTEMPT, STAGE_ANSWERED, 0.5, 86400 },
    { OUT_urgent_answer_p95_s, FIRST_ATTEMPT, STAGE_ANSWERED, 0.95, 86400 },
    { OUT_urgent_accept_p50_d, FIRST_ATTEMPT, STAGE_ACCEPTED, 0.5, 1 },
    { OUT_urgent_accept_p90_d, FIRST_ATTEMPT, STAGE_ACCEPTED, 0.9, 1 },
    { OUT_urgent_delay_p50_d, FIRST_ATTEMPT, STAGE_FIXED, 0.5, 1 },
    { OUT_urgent_delay_p90_d, FIRST_ATTEMPT, STAGE_FIXED, 0.9, 1 },
    { OUT_urgent_answer_to_accept_p50_d, STAGE_ANSWERED, STAGE_ACCEPTED, 0.5, 1 },
    { OUT_urgent_accept_to_fix_p50_d, STAGE_ACCEPTED, STAGE_FIXED, 0.5, 1 },
};

static void stages(struct observation *o)
{
    struct case_of_urgency *c = malloc((o->urgent.n + 1) * sizeof *c);
    double curve[N_ENDS - 1][N_DELAYS];
    uint32_t n = 0;
    for (size_t q = 0; c && q < sizeof QUANTILE_OF / sizeof *QUANTILE_OF; q++) {
        if (q == 0 || QUANTILE_OF[q].from != QUANTILE_OF[q - 1].from || QUANTILE_OF[q].to != QUANTILE_OF[q - 1].to)
            n = cases_between(o, QUANTILE_OF[q].from, QUANTILE_OF[q].to, c);
        outputs_set(o->out, QUANTILE_OF[q].out, incidence_quantile(c, n, QUANTILE_OF[q].share) * QUANTILE_OF[q].unit_d);
    }
    for (int stage = 0; c && stage < N_STAGES; stage++) {
        n = cases_between(o, FIRST_ATTEMPT, (enum stage)stage, c);
        incidence(c, n, curve);
        for (int g = 0; g < N_DELAYS; g++)
            outputs_of(o->out, OUT_urgent_reached)[stage * N_DELAYS + g] = curve[END_FIXED - 1][g];
    }
    free(c);
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
    stages(o);
    incidence(o->urgent.row, o->urgent.n, curve);
    double *out = outputs_of(o->out, OUT_urgent_incidence);
    for (int e = 0; e < N_ENDS - 1; e++)
        for (int g = 0; g < N_DELAYS; g++)
            out[e * N_DELAYS + g] = curve[e][g];
    for (int g = 0; g < (int)(WITHIN_D / DELAY_STEP_D); g++)
        area += (1 - curve[END_FIXED - 1][g]) * DELAY_STEP_D;
    outputs_set(o->out, OUT_urgent_delay_mean_d, o->urgent.n ? area : NAN);
    outputs_set(o->out, OUT_urgent_late_share, observe_share(late, known));
    outputs_set(o->out, OUT_urgent_silent_share, observe_share(o->window.urgent_silent, o->window.urgent_ended));
}
