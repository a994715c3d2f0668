/* front.c - phase 3, before any queue: the record and the gates there, then the lines beside the ordinary one.
 *
 * A call passes what stands at the front in this order: a block of its number, the gates (each by its own draw), the
 * open lines in the order of their rows. A machine settles a call or passes it on; a line of operators has a queue of
 * its own and takes calls while one of them is on duty; what is left is the ordinary line's. Only first attempts pass
 * here: who dials again is back in the queue.
 */
#include "day.h"

#include "sim/base/num.h"

enum { ELDERLY_SALT = 0x6065 };

struct view {                       /* a call as the front meets it */
    struct centre_call *call;
    uint32_t resident, need;        /* need: or NOBODY */
    enum validity truth;
    enum colour colour;
    int kind, proper, elderly;      /* proper: a valid request or a question */
    struct draw x;
};

int front_elderly(const struct day *d, uint32_t resident)
{
    return draw_unit(draw_hash(resident ^ d->key.k[0], ELDERLY_SALT)) < d->s->city.elderly_share;
}

void front_warn(struct day *d, uint32_t resident)
{
    struct resident *r = adaptation_resident(d, resident);
    double fear = share_of(r->fear);
    adaptation_feels(d, r, &r->fear, fear + d->s->record.warned * (1 - fear));
    d->facts.warned++;
}

void front_block(struct day *d, uint32_t resident, double days)
{
    struct caller *caller = callers_of(&d->w->callers, resident);
    double until = d->t + 1 + days;
    caller->blocked_until = (uint16_t)(until < NEVER ? until : NEVER);
}

static enum colour colour_of(const struct day *d, const struct caller *caller)
{
    if (!caller || !d->s->record.kept)
        return COLOUR_NONE;
    double points = callers_points(caller, d->t, d->s->record.half_life_d);
    return points >= d->s->record.red      ? COLOUR_RED
           : points >= d->s->record.yellow ? COLOUR_YELLOW
           : points >= d->s->record.blue   ? COLOUR_BLUE
                                           : COLOUR_NONE;
}

static struct view view_of(const struct day *d, struct centre_call *call, const struct caller **caller)
{
    struct view v = { .call = call, .need = NOBODY, .resident = calls_caller(d, call->tag), .kind = tag_kind(call->tag) };
    if (tag_about(call->tag) == ABOUT_NEED)
        v.need = tag_id(call->tag);
    *caller = callers_find(&d->w->callers, v.resident);
    v.truth = (enum validity)d->s->kinds[v.kind].validity;
    v.proper = d->s->kinds[v.kind].merit || v.truth == CONSULT;
    v.colour = colour_of(d, *caller);
    v.x = draw_at(d->key, PURPOSE_FRONT, call->key, call->ordinal, call->day);
    return v;
}

/* Chance that the gate meets this call. */
static double chance_of(const struct gate *gate, const struct view *v)
{
    if (gate->colour != COLOUR_NONE)
        return v->colour >= (enum colour)gate->colour ? gate->rate : gate->error;
    return gate->validity == (int)v->truth ? gate->rate : v->proper ? gate->error : 0;
}

double front_slowed(const struct day *d, int kind, uint32_t resident)
{
    struct view v = { .truth = (enum validity)d->s->kinds[kind].validity };
    double not = 1;
    v.proper = d->s->kinds[kind].merit || v.truth == CONSULT;
    v.colour = colour_of(d, resident == NOBODY ? NULL : callers_find(&d->w->callers, resident));
    for (int g = 0; g < d->s->n_gates; g++)
        if (d->s->gates[g].place == GATE_FRONT && d->s->gates[g].action == GATE_SLOW)
            not *= 1 - chance_of(&d->s->gates[g], &v);
    return 1 - not ;
}

/* 1: a gate at the front turns the call away. */
static int gates_stop(struct day *d, struct view *v)
{
    int stopped = 0, seen = 0;
    for (int g = 0; g < d->s->n_gates && !stopped; g++) {
        const struct gate *gate = &d->s->gates[g];
        if (gate->place != GATE_FRONT)
            continue;
        d->facts.gate_valid_seen += v->proper && !seen;
        seen = 1;
        if (draw_unit(draw_hash(v->x.w[0], (uint32_t)g)) >= chance_of(gate, v))
            continue;
        if (gate->action == GATE_WARN) {
            front_warn(d, v->resident);
        } else if (gate->action == GATE_SLOW) {
            v->call->class = CLASS_SLOWED;
            d->facts.slowed++;
        } else if (gate->action == GATE_HANG_UP) {
            v->call->may_cut |= CALL_MAY_END;
        } else {
            stopped = 1;
            if (gate->action == GATE_BLOCK && gate->term_d > 0)
                front_block(d, v->resident, gate->term_d);
        }
    }
    d->facts.gate_valid_stopped += stopped && v->proper;
    return stopped;
}

static void turn_away(struct day *d, const struct view *v)
{
    struct centre_call *call = &d->facts.turned_away.row[d->facts.turned_away.n++];
    *call = *v->call;
    call->first_at_s = call->at_s;
    call->outcome = CENTRE_BLOCKED;
    d->facts.turned_valid += v->proper;
    d->facts.turned_urgent += v->need != NOBODY && d->w->needs.row[v->need].flags & NEED_URGENT;
}

static int takes(const struct day *d, const struct line *line, const struct view *v)
{
    return lines_takes(line, v->kind) && (!line->only_elderly || front_elderly(d, v->resident));
}

/* 1: the machine settles the call; else the caller asks for a person, and is angrier and later for it. */
static int machine_settles(struct day *d, const struct line *line, const struct view *v)
{
    double settled = d->s->kinds[v->kind].containment * line->containment;
    if (line->elderly < 1 && front_elderly(d, v->resident))
        settled *= line->elderly;
    if (draw_unit(v->x.w[2]) < settled) {
        struct centre_call *call = &d->facts.contained.row[d->facts.contained.n++];
        *call = *v->call;
        call->first_at_s = call->at_s;
        call->outcome = CENTRE_ANSWERED;
        return 1;
    }
    struct resident *r = adaptation_resident(d, v->resident);
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + line->anger * (1 - share_of(r->anger)));
    v->call->at_s += line->before_s;
    v->call->first_at_s += line->before_s;
    d->facts.transferred++;
    if (v->need != NOBODY)
        needs_trigger(d, v->need, TRIGGER_MACHINE);
    return 0;
}

enum { SETTLED = -1 };

/* The line whose operators get the call, 0 the ordinary one; or SETTLED. */
static int line_of(struct day *d, const struct view *v)
{
    for (int l = 0; l < d->s->n_lines; l++) {
        const struct line *line = &d->s->lines[l];
        if (!line->open || draw_unit(draw_hash(v->x.w[1], (uint32_t)l)) >= line->share || !takes(d, line, v))
            continue;
        if (line->by == LINE_OPERATORS) {
            if (lines_open(d->w, l + 1, v->call->at_s))
                return l + 1;
            continue;
        }
        if (machine_settles(d, line, v))
            return SETTLED;
    }
    return 0;
}

static int front_reserve(struct day *d, struct err *err)
{
    struct world *w = d->w;
    uint32_t calls = (uint32_t)(w->centre.n - w->centre.n_kept);
    for (int l = 0; l < w->n_lines; l++)
        if (d->s->lines[l].open && d->s->lines[l].by == LINE_OPERATORS &&
            centre_reserve(&w->line[l], w->line[l].n + (int)calls, err))
            return -1;
    if (column_reserve(&d->facts.contained, calls, err) || column_reserve(&d->facts.turned_away, calls, err) ||
        column_reserve(&w->births, calls * (uint32_t)d->s->n_children, err))
        return -1;
    return d->terms.remembers ? callers_reserve(&w->callers, calls, d->t, d->s->record.half_life_d, err) : 0;
}

int front_route(struct day *d, struct err *err)
{
    struct centre *c = &d->w->centre;
    int kept = c->n_kept, n = c->n;
    d->facts.dialled = n - kept;
    if (!d->terms.front)
        return 0;
    if (front_reserve(d, err))
        return -1;
    for (int i = c->n_kept; i < n; i++) {
        const struct caller *caller;
        struct view v = view_of(d, &c->call[i], &caller);
        if ((caller && caller->blocked_until > d->t) || gates_stop(d, &v)) {
            turn_away(d, &v);
            continue;
        }
        int line = line_of(d, &v);
        if (line == SETTLED)
            continue;
        struct centre *to = world_line(d->w, line);
        int row = line ? centre_add(to, err) : kept++;
        to->call[row] = c->call[i];
        to->call[row].first = (uint32_t)row;
    }
    c->n = kept;
    return 0;
}
