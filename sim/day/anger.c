/* anger.c - what anger does that is not released: it escalates past the line, and it threatens.
 *
 * Anger A above the boiling point b leaves the line for a petition or the street with the hazard escalation x (A - b)
 * a day: while its owner goes on about a need, and, for one who has nobody left to tell it to, while it cools down.
 */
#include "day.h"

#include "sim/base/num.h"

#define SHUT_IN 0x80000000u             /* | contacts | changes: each refusal comes after a call, each round after a choice */

/* The excess of anger over the boiling point, summed over the days until A exp(-t / forget_d) has cooled down to it. */
static double excess_days(const struct scenario *s, double anger)
{
    double b = s->calling.boiling, cooling_d = s->calling.forget_d;
    return cooling_d * (anger - b - (b > 0 ? b * num_log(anger / b) : 0));
}

static void escalates(struct day *d, const struct need *n, struct resident *r, double mean, uint32_t ordinal)
{
    double u = draw_unit(draw_at(d->key, PURPOSE_ANGER, n->key, ordinal, n->born_key).w[0]);
    if (u >= 1 - num_exp(-mean))
        return;
    d->facts.escalations++;
    adaptation_feels(d, r, &r->anger, share_of(r->anger) / 2);      /* it has found another outlet */
}

void anger_boils(struct day *d, const struct need *n, struct resident *r, double days)
{
    double anger = share_of(r->anger), excess = anger - d->s->calling.boiling;
    if (excess > 0)
        escalates(d, n, r, d->s->calling.escalation * excess * days, n->thoughts);
}

void anger_shut_in(struct day *d, const struct need *n, struct resident *r)
{
    double anger = share_of(r->anger);
    if (anger > d->s->calling.boiling)
        escalates(d, n, r, d->s->calling.escalation * excess_days(d->s, anger),
                  SHUT_IN | (uint32_t)n->contacts << 16 | n->changes);
}

/* Who is angry beyond the boiling point, or has climbed, may threaten: to jump, to beat, to burn. */
int anger_threatens(struct day *d, const struct need *n, uint32_t resident)
{
    double b = d->s->calling.boiling, excess = (share_of(d->w->resident[resident].anger) - b) / (1 - b);
    double climbed = habits_rung(d, resident) / (double)RUNG_VIOLENCE;
    double p = d->s->calling.threat * (excess > climbed ? excess : climbed);
    return p > 0 && draw_unit(draw_at(d->key, PURPOSE_THREAT, n->key, n->contacts, n->born_key).w[0]) < p;
}
