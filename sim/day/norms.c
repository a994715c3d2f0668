/* norms.c - what residents take for proper, and what they think that it costs to ask for what is not.
 *
 * A street knows three things: a sense of norms, what the line is for, and how sure punishment is. Publications, reviews
 * and punishments that are seen raise them; they fade. A resident's own sense is fixed and tilts the street's.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { SENSE_SALT = 0x5e45e, MONTH_D = 30 };

/* Own sense of norms: half to one and a half times the street's. */
static double sense_of(const struct day *d, uint32_t resident)
{
    return 0.5 + draw_unit(draw_hash(resident ^ d->key.k[1], SENSE_SALT));
}

/* What the perceived sanction takes away: rare ones are under-weighted. */
double norms_deterrence(const struct day *d, int street, const struct resident *r)
{
    double perceived = 1 - (1 - d->w->senses.row[street].sanction) * (1 - share_of(r->fear));
    return perceived > 0 ? d->s->calling.sanction_weight * num_pow(perceived, d->s->calling.sanction_underweight) : 0;
}

double norms_restraint(const struct day *d, const struct need *n, const struct resident *r)
{
    const struct street_sense *street = &d->w->senses.row[n->street];
    double u = d->s->publicity.weight * street->informed;
    if (nature_improper(&d->s->kinds[n->kind]))
        u += d->s->calling.norm_weight * street->norm * sense_of(d, n->resident) + norms_deterrence(d, n->street, r);
    return u;
}

void norms_learn(struct day *d, int street, double share)
{
    float *norm = &d->w->senses.row[street].norm;
    *norm += (float)share * (1 - *norm);
}

/* --- enforcement --------------------------------------------------------------------------------------------- */

static void sees_punishment(struct day *d, uint32_t resident, double share)
{
    struct resident *r = adaptation_resident(d, resident);
    adaptation_feels(d, r, &r->fear, share_of(r->fear) + share * (1 - share_of(r->fear)));
}

static void punish(struct day *d, struct need *n)
{
    const struct scenario *s = d->s;
    float *street = &d->w->senses.row[n->street].sanction;
    d->facts.punished++;
    sees_punishment(d, n->resident, 1);
    for (int j = 0; j < s->city.neighbours; j++)
        sees_punishment(d, city_neighbour(d->city, s, n->street, n->resident, j), s->calling.sanction_seen);
    *street += (float)s->calling.sanction_told * (1 - *street);
    habits_cowed(d, n->resident);
    if (n->state == NEED_OPEN)
        needs_quiet(d, n, 0);
}

/* Rounds about false and malicious reports, and about what is beyond reason and was called in often, are punished with a
 * chance, and the police spend hours on it. */
static void enforce(struct day *d)
{
    const struct scenario *s = d->s;
    for (uint32_t i = 0; i < d->facts.closings.n; i++) {
        struct need *n = &d->w->needs.row[d->facts.closings.row[i].need];
        const struct kind *kind = &s->kinds[n->kind];
        if (!nature_improper(kind) || (kind->validity == UNREASONABLE && n->contacts < s->calling.sanction_from))
            continue;
        struct draw x = draw_at(d->key, PURPOSE_SANCTION, n->key, n->changes, n->born_key);
        if (draw_unit(x.w[0]) < s->calling.sanction)
            punish(d, n);
    }
}

/* --- publicity ----------------------------------------------------------------------------------------------- */

/* So many a month, evenly; how many fall on this day. */
static int issues_today(const struct day *d, double a_month)
{
    return (int)((d->t + 1) * a_month / MONTH_D) - (int)(d->t * a_month / MONTH_D);
}

void norms_day(struct day *d)
{
    const struct scenario *s = d->s;
    int lists = issues_today(d, s->publicity.lists_mo), campaigns = issues_today(d, s->publicity.campaigns_mo);
    float forgets = (float)(1 / s->publicity.forget_d), cools = (float)(1 / s->calling.forget_d);
    if (s->calling.sanction > 0)
        enforce(d);
    for (uint32_t i = 0; i < d->w->senses.n; i++) {
        struct street_sense *street = &d->w->senses.row[i];
        street->norm += forgets * ((float)s->calling.norm_start - street->norm);
        street->informed -= forgets * street->informed;
        street->sanction -= cools * street->sanction;
        for (int j = 0; j < lists; j++)
            norms_learn(d, (int)i, s->publicity.list_reach);
        for (int j = 0; j < campaigns; j++)
            street->informed += (float)s->publicity.campaign_reach * (1 - street->informed);
    }
}
