/* warning.c - early warning: where more requests of a kind come from a street than is usual, somebody goes and looks.
 *
 * Counted are requests by what is written down of them; whoever asks again is not counted again, so that a crier raises no
 * alarm, but each of the many whom one broken pipe leaves dry is. An alarm costs its hours whether or not more is wrong than
 * usual; what is found then, and no unit has in hand, becomes a ticket of the competent unit without a call.
 */
#include "day.h"

enum { LEARNS = 4 };                            /* looks before the first alarm */

static struct watch *watch_of(struct day *d, int street, int kind)
{
    return &d->w->watches.row[street * d->s->n_kinds + kind];
}

void warning_notes(struct day *d, int street, int kind)
{
    struct watch *x = watch_of(d, street, kind);
    x->came += x->came < UINT16_MAX;
}

void warning_counts(struct day *d, const struct need *n, int more)
{
    if (d->w->watches.n)
        watch_of(d, n->street, n->kind)->open += (uint32_t)more;
}

int warning_room(struct day *d, struct err *err)
{
    struct world *w = d->w;
    uint32_t cells = (uint32_t)(d->city->n_streets * d->s->n_kinds);
    if (w->watches.n == cells)
        return 0;
    if (column_reserve(&w->watches, cells, err))
        return -1;
    while (w->watches.n < cells)
        w->watches.row[w->watches.n++] = (struct watch){ 0 };
    for (uint32_t i = 0; i < w->needs.n; i++)
        if (w->needs.row[i].state == NEED_OPEN)
            warning_counts(d, &w->needs.row[i], 1);
    return 0;
}

/* What can be mended, and grows or stays if nobody does. */
static int is_watched(const struct kind *kind)
{
    return kind->fixable > 0 && (kind->merit || kind->feud > 0) && (kind->worsen_d > 0 || kind->structural || kind->feud > 0);
}

/* What is usual is the mean of what has come, and after a while forgets. */
static void settles(const struct day *d, struct watch *x)
{
    double looks = d->w->looks, memory = d->s->warning.baseline_d / d->s->warning.every_d;
    float step = (float)(1 / ((looks < memory ? looks : memory) + 1));
    x->usual += step * ((float)x->came - x->usual);
    x->usual_open += step * ((float)x->open - x->usual_open);
    x->came = 0;
}

static void sounds(struct day *d, int street, const struct kind *kind, struct watch *x)
{
    x->alarm = 1;
    d->facts.warnings++;
    d->facts.warnings_right += (float)x->open > x->usual_open;
    d->w->offices.row[city_competent_unit(d->city, kind, street)].measure_h += (float)d->s->warning.look_h;
}

static long alarms(struct day *d)
{
    const struct scenario *s = d->s;
    for (int street = 0; street < d->city->n_streets; street++)
        for (int k = 0; k < s->n_kinds; k++) {
            struct watch *x = watch_of(d, street, k);
            x->alarm = x->found = 0;
            if (d->w->looks >= LEARNS && is_watched(&s->kinds[k]) && x->came >= s->warning.least &&
                x->came >= s->warning.factor * (double)x->usual)
                sounds(d, street, &s->kinds[k], x);
            settles(d, x);
        }
    d->w->looks++;
    return d->facts.warnings;
}

static void finds(struct day *d, uint32_t need, struct watch *x)
{
    const struct need *n = &d->w->needs.row[need];
    if (column_reserve(&d->facts.found, 1, &d->err))
        return;
    d->facts.found.row[d->facts.found.n++] = need;
    d->facts.warnings_useful += !x->found;
    x->found = 1;
    if (n->worse < NEVER) {
        d->facts.found_early++;
        d->facts.lead_d += n->worse - (double)d->t;
    }
}

void warning_morning(struct day *d)
{
    if (d->t % (uint32_t)d->s->warning.every_d != 0 || !alarms(d))
        return;
    for (uint32_t i = 0; i < d->w->needs.n; i++) {
        const struct need *n = &d->w->needs.row[i];
        if (n->state != NEED_OPEN || n->ticket != NOBODY || n->flags & NEED_WAITS_LINE)
            continue;
        struct watch *x = watch_of(d, n->street, n->kind);
        if (!x->alarm)
            continue;
        struct draw luck = draw_at(d->key, PURPOSE_WARNING, n->key, d->t, n->born_key);
        if (draw_unit(luck.w[0]) < d->s->warning.finds)
            finds(d, i, x);
    }
}

void warning_evening(struct day *d)
{
    for (uint32_t i = 0; i < d->facts.found.n; i++) {
        uint32_t need = d->facts.found.row[i];
        const struct need *n = &d->w->needs.row[need];
        if (n->state != NEED_OPEN || n->ticket != NOBODY)       /* its resident has called meanwhile */
            continue;
        uint32_t ticket = triage_ticket(d, need, n->kind, !!(n->flags & NEED_URGENT));
        struct ticket *t = &d->w->tickets.row[ticket];
        t->unit = n->unit;
        t->state = TICKET_ON_WAY;
        d->w->offices.row[t->unit].coming++;
        handling_arrives(d, ticket);
    }
}
