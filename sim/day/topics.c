/* topics.c - which topics are treated before anybody complains about them: those about which most calls came.
 *
 * The calls of the warm-up are taken to the season to come by the wave of their kind: a city knows that heating comes in
 * winter. Topics chosen by a count have lower counts afterwards by chance alone; a placebo (treat.level 1) tells how much.
 */
#include "day.h"

static double seasons(const struct day *d, int kind, uint32_t from, uint32_t to)
{
    double sum = 0;
    for (uint32_t t = from; t < to && t < (uint32_t)d->city->n_days; t++)
        sum += needs_season(&d->s->kinds[kind], d->city->date[t].of_year);
    return sum;
}

/* Calls about it that may be expected in the season to come. */
static double expected(const struct day *d, int kind)
{
    double past = seasons(d, kind, 0, d->t0), to_come = seasons(d, kind, d->t, d->t + (uint32_t)d->s->treat.season_d);
    return past > 0 ? d->w->topic_calls[kind] * to_come / past : 0;
}

static void choose(struct day *d)
{
    double calls[MAX_kinds];
    for (int k = 0; k < d->s->n_kinds; k++)
        calls[k] = d->s->kinds[k].prevention_h > 0 ? expected(d, k) : 0;
    for (int i = 0; i < d->s->treat.topics; i++) {
        int most = 0;
        for (int k = 1; k < d->s->n_kinds; k++)
            most = calls[k] > calls[most] ? k : most;
        if (calls[most] <= 0)
            return;
        d->w->treated[most] = 1;
        calls[most] = 0;
        d->w->n_treated++;
    }
}

void topics_morning(struct day *d)
{
    if (d->s->treat.topics > 0 && d->t >= d->t0 && d->w->n_treated == 0)
        choose(d);
}

void topics_evening(struct day *d)
{
    for (int k = 0; k < d->s->n_kinds && d->t < d->t0; k++)
        d->w->topic_calls[k] += (double)d->facts.kind_answered[k];
}

double topics_level(const struct day *d, int kind)
{
    double level = d->s->kinds[kind].level;
    return d->w->treated[kind] && d->s->treat.topics > 0 ? level * d->s->treat.level : level;
}
