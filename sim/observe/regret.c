/* regret.c - misallocation against a clairvoyant: regret = (H - H_best) / (H_none - H_best).
 *
 * H      harm since day 0 of exogenous needs with public merit, of the whole superset
 * H_none nobody does anything; H_best the fluid relaxation: each competent unit serves its own needs, called in or
 *        not, by harm averted per hour, hours divisible, in reference hours (rested contract hours x
 *        regret.ticket_share) that are the same for every policy of a replicate
 * parts  unreported = only needs that were called in, from the day they were;  capacity = these in the hours really
 *        worked on tickets;  allocation = the rest. Their sum is the regret.
 *
 * A fluid counts harm averted: work that takes away a share of a need's harm averts that share of it a day until the need
 * would have faded or the relief ends, more once it would have got worse. A need is work in two stretches where temporary
 * work averts more per hour than a fix would: first the relief, then the rest of a fix, to which the hours of the relief
 * count. That is the concave hull of the choice between nothing, relief and a fix, so that the order by harm averted per
 * hour is the best use of an hour. What an hour averts falls while a need waits: the first of a heap is weighed anew
 * before it is served.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "observe.h"
#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { ALL, CALLED, WORKED };
enum stretch { WHOLE, RELIEF, REST };           /* of a fix; temporary work; what a fix takes after it */

/* The best relief for its hours of the actions that work on a need for a time. */
struct ease regret_ease(const struct scenario *s)
{
    struct ease best = { 0 };
    for (int a = 0; a < s->n_actions; a++) {
        const struct action *x = &s->actions[a];
        if (x->relief_d >= 1 && x->work > 0 && x->work < 1 && x->relief * best.work >= best.relief * x->work)
            best = (struct ease){ x->relief, x->work, (uint32_t)x->relief_d };
    }
    return best;
}

int fluid_init(struct fluid *f, const struct city *city, int n_kinds, int by_kind, struct err *err)
{
    *f = (struct fluid){ .n_units = city->n_units, .by_kind = by_kind };
    size_t days = (size_t)city->n_days + 1, kinds = by_kind ? (size_t)n_kinds : 0;
    f->heap = calloc((size_t)city->n_units, sizeof *f->heap);
    f->ends = calloc(days, sizeof *f->ends);
    f->kind_ends = calloc(days * kinds + 1, sizeof *f->kind_ends);
    f->kind_averting = calloc(2 * kinds + 1, sizeof *f->kind_averting);
    if (!f->heap || !f->ends || !f->kind_ends || !f->kind_averting)
        return err_set(err, "no memory for the clairvoyant baseline of %d units", city->n_units);
    f->kind_averted = f->kind_averting + kinds;
    return 0;
}

int fluid_copy(struct fluid *to, const struct fluid *from, const struct city *city, int n_kinds, struct err *err)
{
    size_t days = (size_t)city->n_days + 1, kinds = from->by_kind ? (size_t)n_kinds : 0;
    if (!to->heap && fluid_init(to, city, n_kinds, from->by_kind, err))
        return -1;
    to->averting = from->averting;
    to->averted = from->averted;
    to->failed = 0;
    memcpy(to->ends, from->ends, days * sizeof *to->ends);
    memcpy(to->kind_ends, from->kind_ends, days * kinds * sizeof *to->kind_ends);
    memcpy(to->kind_averting, from->kind_averting, 2 * kinds * sizeof *to->kind_averting);
    for (int u = 0; u < city->n_units; u++)
        if (column_copy(&to->heap[u], &from->heap[u], err))
            return -1;
    return column_copy(&to->sites, &from->sites, err);
}

void fluid_free(struct fluid *f)
{
    for (int u = 0; f->heap && u < f->n_units; u++)
        column_free(&f->heap[u]);
    free(f->heap);
    free(f->ends);
    free(f->kind_ends);
    free(f->kind_averting);
    column_free(&f->sites);
    *f = (struct fluid){ 0 };
}

/* Jobs go by address: a struct passed as a whole waits for its parts. */
static void sift_in(struct job_heap *h, const struct job *job)
{
    uint32_t i = h->n++;
    for (; i && h->row[(i - 1) / 2].ratio < job->ratio; i = (i - 1) / 2)
        h->row[i] = h->row[(i - 1) / 2];
    h->row[i] = *job;
}

/* A full heap forgets what has faded, and grows if that does not empty a third of it. */
static int makes_room(struct fluid *f, struct job_heap *h, uint32_t today)
{
    struct err err = { 0 };             /* large: not on the way of every push */
    uint32_t n = h->n;
    h->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct job job = h->row[i];
        if (job.end > today)
            sift_in(h, &job);
    }
    if (h->n > h->room - h->room / 3 || h->room == 0)
        f->failed |= column_reserve(h, h->room ? h->room + 1 - h->n : 1, &err);
    return !f->failed;
}

static void push(struct fluid *f, int unit, const struct job *job, uint32_t today)
{
    struct job_heap *h = &f->heap[unit];
    if (h->n < h->room || makes_room(f, h, today))
        sift_in(h, job);
}

/* The first of the heap is now `job`. */
static void sink(struct job_heap *h, const struct job *job)
{
    uint32_t i = 0;
    for (uint32_t c; (c = 2 * i + 1) < h->n; i = c) {
        if (c + 1 < h->n && h->row[c + 1].ratio > h->row[c].ratio)
            c++;
        if (h->row[c].ratio <= job->ratio)
            break;
        h->row[i] = h->row[c];
    }
    h->row[i] = *job;
}

static void pop(struct job_heap *h)
{
    struct job last = h->row[--h->n];
    sink(h, &last);
}

/* Harm that the need does between two days if nobody serves it. */
static double harm_between(const struct observation *o, const struct job *job, uint32_t from, uint32_t to)
{
    uint32_t later = job->worse > from ? job->worse : from;
    if (to <= from)
        return 0;
    return job->harm * (to - from + (later < to ? (o->s->kinds[job->kind].worsen_factor - 1) * (to - later) : 0));
}

/* Hours of the whole stretch. */
static double stretch_h(const struct observation *o, const struct job *job)
{
    return job->stretch == RELIEF ? o->ease.work * job->effort_h
           : job->stretch == REST ? (1 - o->ease.work) * job->effort_h : job->effort_h;
}

/* Day at which relief that begins today ends; all hours of one relief end with its first. */
static uint32_t eased_until(const struct observation *o, const struct job *job, uint32_t t)
{
    if (job->eased_until)
        return job->eased_until;
    return t + o->ease.days < job->end ? t + o->ease.days : job->end;
}

/* Weighs the job today: harm averted per hour, if all of the stretch were done today. One not begun takes the stretch that
 * averts more; relief that was left half done is over one day. */
static void weigh(const struct observation *o, struct job *job, uint32_t t)
{
    if (job->stretch == RELIEF && eased_until(o, job, t) <= t) {
        job->stretch = WHOLE;
        job->left_h = job->effort_h;
        job->eased_until = 0;
    }
    double all = harm_between(o, job, t, job->end);
    double eased = o->ease.relief * harm_between(o, job, t, eased_until(o, job, t));
    if (job->stretch == WHOLE && job->left_h >= job->effort_h && o->ease.work > 0 && eased > o->ease.work * all) {
        job->stretch = RELIEF;
        job->left_h = (float)(o->ease.work * job->effort_h);
    }
    double averts = job->stretch == RELIEF ? eased : job->stretch == REST ? all - eased : all;
    job->ratio = (float)(averts / stretch_h(o, job));
    job->weighed = (uint16_t)t;
}

/* A need as nobody serves it: harm a day from now on, the days on which it worsens and fades. */
struct course { float harm; uint32_t worse, fade; };

static uint16_t within_run(const struct observation *o, uint32_t day)
{
    return (uint16_t)(day < (uint32_t)o->city->n_days ? day : (uint32_t)o->city->n_days);
}

static void begin_job(const struct observation *o, uint32_t today, const struct course *course, struct job *job)
{
    job->harm = course->harm;
    job->end = within_run(o, course->fade);
    job->worse = within_run(o, course->worse);
    job->effort_h = job->left_h = job->effort_h > 0.01f ? job->effort_h : 0.01f;
    weigh(o, job, today);
}

static void add_job(struct fluid *f, const struct observation *o, uint32_t today, int unit, const struct course *course,
                    struct job *job)
{
    begin_job(o, today, course, job);
    push(f, unit, job, today);
}

/* From that day on so much more harm a day is averted. */
static void averts_from(struct fluid *f, uint32_t day, int kind, double rate, int n_kinds)
{
    f->ends[day] -= rate;
    if (f->by_kind)
        f->kind_ends[day * (uint32_t)n_kinds + (uint32_t)kind] -= rate;
}

/* A share of the job's harm is averted from day t until another, more of it once it would have got worse. */
static void avert(struct fluid *f, const struct observation *o, const struct job *job, double share, uint32_t t, uint32_t until)
{
    double factor = o->s->kinds[job->kind].worsen_factor, rate = share * job->harm * (job->worse <= t ? factor : 1);
    f->averting += rate;
    if (f->by_kind)
        f->kind_averting[job->kind] += rate;
    if (job->worse > t && job->worse < until) {
        averts_from(f, job->worse, job->kind, rate * (factor - 1), o->s->n_kinds);
        rate *= factor;
    }
    averts_from(f, until, job->kind, -rate, o->s->n_kinds);
}

static void site_repaired(struct fluid *f, const struct observation *o, const struct job *job, int unit, uint32_t t)
{
    struct err err = { 0 };
    uint32_t k = job->failure + 1u;
    double u = draw_unit(draw_at(o->key, PURPOSE_SITE, job->site, k, 0).w[0]);
    if (column_reserve(&f->sites, 1, &err)) {
        f->failed = 1;
        return;
    }
    f->sites.row[f->sites.n++] = (struct site_due){ job->site, t + (uint32_t)site_gap_days(&o->s->kinds[job->kind], u),
                                                    (uint16_t)k, (int16_t)unit, job->kind };
}

static struct course course_of(const struct observation *o, const struct nature *n, uint32_t t, int site)
{
    uint32_t fade = site ? (uint32_t)o->city->n_days : t + 1 + (uint32_t)n->fade_d;
    uint32_t worse = t + 1 + (uint32_t)n->worsen_d;
    return (struct course){ n->harm, worse < fade ? worse : NEVER, fade };
}

static void sites_fail_again(struct fluid *f, const struct observation *o, uint32_t t)
{
    for (uint32_t i = 0; i < f->sites.n;) {
        struct site_due s = f->sites.row[i];
        if (s.day > t) {
            i++;
            continue;
        }
        f->sites.row[i] = f->sites.row[--f->sites.n];
        struct nature n = nature_of(o->s, o->key, s.kind, SITE_KEY | s.site, s.failure);
        struct course course = course_of(o, &n, t, 1);
        struct job job = { .effort_h = n.effort_h, .harm = n.harm, .end = within_run(o, course.fade),
                           .worse = within_run(o, course.worse), .site = s.site, .failure = s.failure, .kind = s.kind };
        avert(f, o, &job, -1, t, job.end);      /* what the repair had averted is back */
        add_job(f, o, t, s.unit, &course, &job);
    }
}

/* g hours go into the first job's stretch. */
static void work(struct fluid *f, const struct observation *o, struct job *job, double g, uint32_t t)
{
    double share = g / stretch_h(o, job);
    if (job->stretch == RELIEF) {
        job->eased_until = (uint16_t)eased_until(o, job, t);
        avert(f, o, job, o->ease.relief * share, t, job->eased_until);
    } else {
        avert(f, o, job, share, t, job->end);
        if (job->stretch == REST && job->eased_until > t)       /* of that, the relief had averted its share already */
            avert(f, o, job, -o->ease.relief * share, t, job->eased_until);
    }
    job->left_h -= (float)g;
}

static void serve(struct fluid *f, const struct observation *o, int unit, double hours, uint32_t t)
{
    struct job_heap *h = &f->heap[unit];
    while (h->n && hours > 0) {
        struct job job = h->row[0];
        if (job.end <= t) {
            pop(h);
            continue;
        }
        if (job.weighed != t) {                 /* it has waited: is it still the first? */
            weigh(o, &job, t);
            sink(h, &job);
            continue;
        }
        double g = job.left_h < hours ? job.left_h : hours;
        work(f, o, &job, g, t);
        hours -= g;
        h->row[0] = job;
        if (job.left_h > 1e-6f)
            break;
        if (job.stretch == RELIEF) {
            job.stretch = REST;
            job.left_h = (float)stretch_h(o, &job);
            weigh(o, &job, t);
            sink(h, &job);
            continue;
        }
        if (job.site != NOBODY)
            site_repaired(f, o, &job, unit, t);
        pop(h);
    }
}

static void fluid_day(struct fluid *f, const struct observation *o, const struct day *d, int which)
{
    int kinds = f->by_kind ? o->s->n_kinds : 0;
    f->averting -= f->ends[d->t];
    for (int k = 0; k < kinds; k++)
        f->kind_averting[k] -= f->kind_ends[d->t * (uint32_t)o->s->n_kinds + (uint32_t)k];
    sites_fail_again(f, o, d->t);
    for (int u = 0; u < f->n_units; u++) {
        double rested = o->city->unit[u].officers * o->s->handling.hours_a_day *
                        (d->date->works ? 1 : o->s->handling.weekend_duty);
        serve(f, o, u, which == WORKED ? d->w->offices.row[u].used_h : rested * o->s->regret.ticket_share, d->t);
    }
    if (!observe_window(d))
        return;
    f->averted += f->averting;
    for (int k = 0; k < kinds; k++)
        f->kind_averted[k] += f->kind_averting[k];
}

static double days_from(const struct observation *o, const struct day *d, uint32_t from, uint32_t fade)
{
    uint32_t end = fade < (uint32_t)o->city->n_days ? fade : (uint32_t)o->city->n_days;
    uint32_t start = from > d->t0 ? from : d->t0;
    return end > start ? end - start : 0;
}

/* Harm since day 0 that the need does if nobody serves it. */
static void count_unserved(struct observation *o, const struct day *d, int kind, const struct course *c)
{
    double h = c->harm * days_from(o, d, d->t, c->fade);
    if (c->worse < c->fade)
        h += (o->s->kinds[kind].worsen_factor - 1) * c->harm * days_from(o, d, c->worse, c->fade);
    o->harm_none += h;
    o->kind_none[kind] += h;
}

/* Of the needs that the baseline counts: exogenous, with merit; a site's later failures come in the fluid's own time. */
static int counts(const struct observation *o, const struct need *n)
{
    return o->s->kinds[n->kind].merit && !(n->flags & NEED_CHILD) && (n->site == NOBODY || n->born_key == 0);
}

/* From today on; relief that was given this very day has put the worsening off, which does not count. */
static struct course course_now(const struct observation *o, const struct day *d, const struct need *n)
{
    uint32_t put_off = n->worse < NEVER && n->relief_until > d->t ? n->relief_until - d->t : 0;
    return (struct course){ n->harm, n->worse - put_off, n->site != NOBODY ? (uint32_t)o->city->n_days : n->fade };
}

static struct job job_of(const struct need *n)
{
    return (struct job){ .effort_h = n->effort_h, .site = n->site, .kind = n->kind };
}

static void needs_that_arose(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.born.n; i++) {
        world_fetch_ahead(d->w, d->facts.born.row, d->facts.born.n, i);
        const struct need *n = &d->w->needs.row[d->facts.born.row[i]];
        if (observe_window(d))
            o->kind[n->kind].needs++;
        if (!counts(o, n))
            continue;
        struct course course = course_now(o, d, n);
        struct job job = job_of(n);
        count_unserved(o, d, n->kind, &course);
        add_job(&o->fluid[ALL], o, d->t, n->unit, &course, &job);
    }
    for (uint32_t i = 0; i < d->facts.prevented.n; i++) {
        const struct prevented *p = &d->facts.prevented.row[i];
        struct nature n = nature_of(o->s, o->key, p->kind, p->key, d->t);
        struct course course = course_of(o, &n, d->t, 0);
        struct job job = { .effort_h = n.effort_h, .site = NOBODY, .kind = p->kind };
        count_unserved(o, d, p->kind, &course);
        add_job(&o->fluid[ALL], o, d->t, city_competent_unit(o->city, &o->s->kinds[p->kind], p->street), &course, &job);
    }
}

static void needs_called_in(struct observation *o, const struct day *d)
{
    for (uint32_t i = 0; i < d->facts.first_answered.n; i++) {
        world_fetch_ahead(d->w, d->facts.first_answered.row, d->facts.first_answered.n, i);
        const struct need *n = &d->w->needs.row[d->facts.first_answered.row[i]];
        if (!counts(o, n))
            continue;
        struct course course = course_now(o, d, n);
        struct job job = job_of(n);
        begin_job(o, d->t, &course, &job);
        for (int f = CALLED; f <= WORKED; f++)
            push(&o->fluid[f], n->unit, &job, d->t);
    }
}

static void harm_of(struct observation *o, const struct need *n)
{
    const struct kind *k = &o->s->kinds[n->kind];
    if (k->merit && n->flags & NEED_CHILD)
        o->window.harm_induced += n->harm_done;
    if (!k->merit || n->flags & NEED_CHILD)
        return;
    o->window.harm += n->harm_done;
    o->window.harm_silent += n->flags & NEED_CALLED ? 0 : n->harm_done;
    o->window.harm_refused += n->flags & NEED_REFUSED ? n->harm_done : 0;
    o->window.harm_misjudged += n->flags & NEED_MISJUDGED ? n->harm_done : 0;
    o->kind[n->kind].harm += n->harm_done;
    o->street[n->street].harm += n->harm_done;
}

void regret_day(struct observation *o, const struct day *d)
{
    needs_that_arose(o, d);
    needs_called_in(o, d);
    for (int f = ALL; f <= WORKED; f++)
        fluid_day(&o->fluid[f], o, d, f);
    OBSERVE_ADD(o, d, worsened, (double)d->facts.worsened);
    for (uint32_t i = 0; i < d->facts.ended.n; i++)
        harm_of(o, &d->w->needs.row[d->facts.ended.row[i]]);
}

int regret_failed(const struct observation *o)
{
    return o->fluid[ALL].failed || o->fluid[CALLED].failed || o->fluid[WORKED].failed;
}

void regret_finish(struct observation *o, const struct day *d)
{
    double thousands = o->city->n_residents / 1000.0, averted[3];
    for (uint32_t i = 0; i < d->w->needs.n; i++) {
        struct need n = d->w->needs.row[i];
        if (n.state != NEED_OPEN)
            continue;
        need_accrue(&n, d->t + 1, d->t0);
        harm_of(o, &n);
    }
    for (int f = ALL; f <= WORKED; f++)
        averted[f] = o->fluid[f].averted;
    double served = o->harm_none - o->window.harm, scale = averted[ALL];
    outputs_set(o->out, OUT_harm, o->window.harm / thousands);
    outputs_set(o->out, OUT_needs_worsened, o->window.worsened / thousands);
    outputs_set(o->out, OUT_harm_misjudged, o->window.harm_misjudged / thousands);
    outputs_set(o->out, OUT_harm_silent, o->window.harm_silent / thousands);
    outputs_set(o->out, OUT_harm_refused, o->window.harm_refused / thousands);
    outputs_set(o->out, OUT_regret_below_best, served > averted[ALL]);
    outputs_set(o->out, OUT_harm_induced, o->window.harm_induced / thousands);
    outputs_set(o->out, OUT_regret, observe_share(averted[ALL] - served, scale));
    outputs_set(o->out, OUT_regret_unreported, observe_share(averted[ALL] - averted[CALLED], scale));
    outputs_set(o->out, OUT_regret_capacity, observe_share(averted[CALLED] - averted[WORKED], scale));
    outputs_set(o->out, OUT_regret_allocation, observe_share(averted[WORKED] - served, scale));
    for (int k = 0; k < o->s->n_kinds; k++) {
        outputs_of(o->out, OUT_kind_needs)[k] = o->kind[k].needs;
        outputs_of(o->out, OUT_kind_harm)[k] = o->kind[k].harm;
        outputs_of(o->out, OUT_kind_harm_best)[k] = o->kind_none[k] - o->fluid[ALL].kind_averted[k];
    }
    for (int i = 0; i < o->city->n_streets; i++)
        outputs_of(o->out, OUT_street_harm)[i] = o->street[i].harm;
}
