#include "day.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/num.h"
#include "sim/world/nature.h"

/* Room for tickets, once the centre has run: those that are open, and at most one more for each answered call or need found. */
static int reserve_tickets(struct day *d, struct err *err)
{
    struct world *w = d->w;
    struct facts *f = &d->facts;
    uint32_t answered = (uint32_t)f->count.answered + f->contained.n + f->found.n, open = w->open_tickets + answered;
    return wheel_reserve(&w->ticket_wheel, 2 * open, err) || column_reserve(&w->tickets, answered, err) ||
           column_reserve(&w->desk, open, err) ||
           column_reserve(&w->changed, answered + 4 * open, err) ||
           column_reserve(&w->claims, d->s->exclusion.allowed ? open : 0, err) || column_reserve(&w->closed, open, err) ||
           column_reserve(&f->closings, open, err) || column_reserve(&f->finished, open, err) ||
               column_reserve(&f->unsolved, open, err) ||
           column_reserve(&f->scorings, w->tickets.n + answered + w->claims.n + d->terms.most_invented * open, err) ||
           column_reserve(&f->works, 6 * open + answered + 4096, err);
}

/* The phases in their order; each reads what the ones before it wrote. The centre alone can fail (memory). */
static int phases(struct day *d, struct err *err)
{
    day_needs(d);
    day_calls(d);
    if (day_centre(d, err) || reserve_tickets(d, err))
        return -1;
    day_triage(d);
    day_dispatch(d);
    day_handling(d);
    day_feedback(d);
    day_adaptation(d);
    day_people(d);
    day_assessment(d);
    return 0;
}

static void terms_of_rule(struct terms *t, const struct scenario *s)
{
    double sum = 0;
    memset(t->base_weight, 0, sizeof t->base_weight);
    for (int i = 0; i < s->n_indicators; i++)
        sum += s->indicators[i].weight;
    for (int i = 0; i < s->n_indicators && sum > 0; i++)
        t->base_weight[s->indicators[i].measure] += s->indicators[i].weight / sum;
    t->ratings_count = t->base_weight[MEASURE_satisfied] + t->base_weight[MEASURE_resolved] > 0;
}

static void terms_of_actions(struct terms *t, const struct scenario *s)
{
    t->most_invented = 0;
    for (int a = 0; a < s->n_actions; a++) {
        double courtesy = s->actions[a].courtesy * s->rating.courtesy, mood = s->rating.mood;
        t->rude[a] = s->actions[a].courtesy < 1 ? 1 - s->actions[a].courtesy : 0;
        if ((uint32_t)s->actions[a].invents > t->most_invented)
            t->most_invented = (uint32_t)s->actions[a].invents;
        t->fixed_factor[a] = num_exp(-(1 + courtesy) / mood);
        t->unfixed_factor[a] = num_exp(-(s->actions[a].content + courtesy) / mood);
        t->refused_factor[a] = num_exp(-courtesy / mood);
    }
}

static void terms_of_front(struct terms *t, const struct scenario *s)
{
    for (int g = 0; g < s->n_gates; g++)
        t->majority[g] = s->gates[g].jurors > 0 ? community_majority(s->gates[g].jurors, s->gates[g].accuracy) : 1;
    t->front = t->remembers = s->record.kept;
    t->slows = 0;
    for (int g = 0; g < s->n_gates; g++) {
        t->front |= s->gates[g].place == GATE_FRONT || s->gates[g].action == GATE_BLOCK;
        t->remembers |= s->gates[g].action == GATE_BLOCK;
        t->slows |= s->gates[g].place == GATE_FRONT && s->gates[g].action == GATE_SLOW;
    }
    for (int l = s->n_lines - 1; l >= 0; l--) {
        t->front |= s->lines[l].open;
        if (s->lines[l].by == LINE_MACHINE)
            t->machine_accuracy = s->lines[l].accuracy;
    }
}

void day_rule(struct day *d, const struct scenario *s)
{
    struct terms *t = &d->terms;
    d->s = s;
    terms_of_front(t, s);
    t->answers[0] = s->rating.answer_dissatisfied +
                    s->centre.return_visits * (s->rating.phoned_dissatisfied - s->rating.answer_dissatisfied);
    t->answers[1] = s->rating.answer_satisfied +
                    s->centre.return_visits * (s->rating.phoned_satisfied - s->rating.answer_satisfied);
    t->growth_most = needs_growth(s, d->city->n_days - 1, d->city->warmup);
    t->growth_most = t->growth_most > 1 ? t->growth_most : 1;
    for (int l = 0; l < s->n_lines; l++)
        d->w->lines_used |= s->lines[l].open && s->lines[l].by == LINE_OPERATORS;
    terms_of_rule(t, s);
    terms_of_actions(t, s);
    for (int k = 0; k < s->n_kinds; k++) {
        t->restrained[k] = s->kinds[k].validity != CONSULT && s->kinds[k].validity != VALID && s->kinds[k].validity != EMOTIONAL;
        t->harm_days[k][0] = nature_harm_days(&s->kinds[k], s->handling.harm_horizon_d, 0);
        t->harm_days[k][1] = nature_harm_days(&s->kinds[k], s->handling.harm_horizon_d, 1);
    }
    double minutes = s->dispatch.dispatchers * d->city->n_residents / 1e5 * s->dispatch.desk_hours * 60;
    t->desk_capacity = s->dispatch.desk_minutes > 0 ? minutes / s->dispatch.desk_minutes : INFINITY;
    for (int i = 0; i < 512; i++)
        t->keeps[i] = (float)num_exp(-i / s->calling.forget_d);
    assessment_weighs(d);
    assessment_announce(d);
}

/* The same for a city that has lived under other weights: standings are restated. */
void day_change_rule(struct day *d, const struct scenario *s)
{
    double before[N_MEASURES];
    memcpy(before, d->terms.weight, sizeof before);
    day_rule(d, s);
    if (memcmp(before, d->terms.weight, sizeof before) != 0) {
        assessment_restate(d);
        assessment_announce(d);
    }
}

int day_init(struct day *d, const struct scenario *s, const struct city *city, struct world *w, struct draw_key key,
             struct err *err)
{
    *d = (struct day){ .city = city, .w = w, .key = key, .t0 = (uint32_t)city->warmup };
    if (column_reserve(&d->facts.wear, w->posts.n, err) || column_reserve(&d->facts.quit_tenure, w->posts.n, err) ||
        column_reserve(&d->facts.abused, w->posts.n, err))
        return -1;
    d->facts.wear.n = d->facts.abused.n = w->posts.n;
    day_rule(d, s);
    hours_of_day(&d->hours, s, key, 0);
    return 0;
}

void day_free(struct day *d)
{
    struct facts *f = &d->facts;
    column_free(&f->closings);
    column_free(&f->scorings);
    column_free(&f->works);
    column_free(&f->unsolved);
    column_free(&f->born);
    column_free(&f->ended);
    column_free(&f->found);
    column_free(&f->prevented);
    column_free(&f->first_answered);
    column_free(&f->finished);
    column_free(&f->thinking);
    column_free(&f->due);
    column_free(&f->aside);
    column_free(&f->wear);
    column_free(&f->quit_tenure);
    column_free(&f->abused);
    column_free(&f->contained);
    column_free(&f->turned_away);
}

/* Yesterday's facts are forgotten, their storage kept. */
static void facts_clear(struct facts *f)
{
    struct facts kept = *f;
    *f = (struct facts){ .closings = kept.closings, .scorings = kept.scorings, .works = kept.works,
                         .unsolved = kept.unsolved, .born = kept.born, .ended = kept.ended, .found = kept.found,
                         .finished = kept.finished, .thinking = kept.thinking, .due = kept.due,
                         .aside = kept.aside, .prevented = kept.prevented, .first_answered = kept.first_answered,
                         .wear = kept.wear, .quit_tenure = kept.quit_tenure, .contained = kept.contained, .abused = kept.abused,
                         .turned_away = kept.turned_away };
    f->closings.n = f->scorings.n = f->works.n = f->unsolved.n = f->born.n = f->ended.n = f->finished.n = f->thinking.n = 0;
    f->aside.n = f->quit_tenure.n = f->prevented.n = f->first_answered.n = 0;
    f->contained.n = f->turned_away.n = f->found.n = 0;
}

/* Needs that may come today: the mean and twelve standard deviations more, sites, children and habits; on the first day
 * those that are open already. */
static uint32_t births_bound(struct day *d)
{
    double mean = needs_most(d) + (d->t == 0 ? opening_most(d) : 0);
    return (uint32_t)(mean + 12 * sqrt(mean)) + 40 * d->city->habits.n + d->w->births.n + d->w->sites.n + 1000;
}

/* All the room that a day can need until its calls are answered, so that nothing fails within. */
static int reserve(struct day *d, struct err *err)
{
    struct world *w = d->w;
    struct facts *f = &d->facts;
    if ((d->s->centre.growth > 0 && people_grow(d, err)) || (d->s->warning.every_d > 0 && warning_room(d, err)))
        return -1;
    uint32_t born = births_bound(d), open = w->open_tickets + w->desk.n, calls = 2 * (born + w->voices.n) + w->needs.n;
    if (wheel_reserve(&w->need_wheel, born + 64, err) ||
        wheel_reserve(&w->site_wheel, w->sites.n, err))
        return -1;
    return column_reserve(&w->needs, born, err) ||
           column_reserve(&w->changed, calls + 4 * open, err) ||
           column_reserve(&w->ended, w->needs.n + born, err) ||
           column_reserve(&f->born, born, err) || column_reserve(&f->ended, w->needs.n + born, err) ||
           column_reserve(&f->prevented, born, err) || column_reserve(&f->first_answered, w->needs.n + born, err) ||
           column_reserve(&f->thinking, w->needs.n + born, err) ||
           centre_reserve(&w->centre, (int)(calls / 2), err);
}

/* Rows of what ended or was closed yesterday, and of needs with a ticket or a call still under way before, are free. */
static void put_away(struct world *w)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->closed.n; i++) {
        if (i + WORLD_AHEAD < w->closed.n)
            world_fetch_ticket(w, w->closed.row[i + WORLD_AHEAD]);
        ticket_free(w, w->closed.row[i]);
    }
    w->closed.n = 0;
    for (uint32_t i = 0; i < w->ended.n; i++) {
        world_fetch_ahead(w, w->ended.row, w->ended.n, i);
        uint32_t need = w->ended.row[i];
        const struct need *n = &w->needs.row[need];
        if (n->ticket == NOBODY && !(n->flags & NEED_WAITS_LINE))
            need_free(w, need);
        else
            w->ended.row[kept++] = need;
    }
    w->ended.n = kept;
}

int day_run(struct day *d, uint32_t t, struct err *err)
{
    d->t = t;
    d->date = &d->city->date[t];
    hours_of_day(&d->hours, d->s, d->key, t);
    facts_clear(&d->facts);
    put_away(d->w);
    for (int l = 0; l < world_lines(d->w); l++)
        centre_open(world_line(d->w, l));
    if (reserve(d, err) || phases(d, err))
        return -1;
    if (d->err.code)
        return err_code(err, d->err.code, "%s", d->err.text);
    return 0;
}
