/* handling.c - phase 6: each unit chooses what to do with its tickets, and works in the order of value per hour.
 *
 *   V = stake x (expected score)  +  mu x harm averted  +  rho x contact hours avoided  -  price x hours  -  money / wage
 *
 * all in officers' hours. What is called priority for the loud, paper work, appeasement or the neglect of root fixes
 * is nowhere written: it follows from this choice under the rule in force. A choice is drawn once per change of a
 * ticket's state (nested logit), and kept until the next.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { NUISANCE_DAYS = 30, COMPACT_AT = 256, NEGLIGIBLE = -24 };        /* log weight below the resolution of a draw */
enum { NEAR = 6, FAR = 14 };                                            /* rows ahead to prefetch */

struct view {                       /* a ticket as its unit sees it */
    const struct need *n;
    const struct ticket *t;
    const struct office *o;
    double stake, price, competence, cooperation, expectation, harm, contact_h, claim, approval, mean_score;
    int unit;
};

struct prospect { double value, hours, overhead, money; int claims; };      /* value before the price of the hours */

static double price_of_hour(const struct day *d, const struct office *o, double used_share)
{
    return (d->s->handling.own_floor + d->s->handling.own_slope * used_share * used_share) *
           (1 + d->s->officers.shadow * o->exhaustion);
}

static struct view view_of(const struct day *d, const struct ticket *t)
{
    const struct scenario *s = d->s;
    struct view v = { .n = &d->w->needs.row[t->need], .t = t, .o = &d->w->offices.row[t->unit], .unit = t->unit };
    double age = d->t - t->opened, eased = v.n->relief_until > d->t ? v.n->relief : 0;
    double expected = s->rating.expectation + s->rating.expectation_belief * s->calling.belief_start + s->rating.delay * age;
    v.stake = t->flags & TICKET_SCORED ? 0 : v.o->stake_h;
    v.price = v.o->price;
    v.competence = feedback_competence(d, v.n, t->unit);
    v.cooperation = feedback_cooperation(d, v.n, t->unit, 0);
    v.expectation = num_exp(expected / s->rating.mood);
    v.harm = s->kinds[v.n->kind].merit && v.n->state == NEED_OPEN ? v.n->harm * (1 - eased) : 0;
    v.contact_h = s->handling.phone_h * NUISANCE_DAYS * (v.n->contacts + !!(t->flags & TICKET_TWIN_CALLED)) / (age + 10);
    v.claim = v.n->flags & NEED_MONEY ? feedback_claim(d, v.n) : 0;
    v.approval = feedback_approval(s, v.claim, v.n->rounds + v.n->contacts);
    for (int m = 0; m < N_MEASURES; m++)
        v.mean_score += d->terms.weight[m] * v.o->mean[m];
    return v;
}

/* What the records will say, in expectation, if the ticket is really fixed with chance fix and else satisfies with
 * chance content: the sum of weight x indicator. */
static double expected_score(const struct day *d, const struct view *v, const struct action *a,
                             double fix, double if_fixed, double if_not)
{
    const struct scenario *s = d->s;
    const double *w = d->terms.weight;
    double content = fix * if_fixed + (1 - fix) * if_not;
    double yes = s->rating.answer_satisfied, no = s->rating.answer_dissatisfied;
    double unresolved = (1 - fix) * (if_not * yes * (1 - s->rating.resolved_given_satisfied) + (1 - if_not) * no);
    double complained = (1 - content) * no;
    if (!s->rating.default_satisfied) {         /* only answers count */
        double answered = content * yes + (1 - content) * no;
        unresolved /= answered;
        complained /= answered;
    }
    if (a->buys_rating)
        complained = unresolved = 0;
    double caught = s->rule.audit * a->detected * (1 - fix) * (1 - unresolved);
    return w[MEASURE_RESPONSE] + w[MEASURE_ON_TIME] * !(v->t->flags & TICKET_OVERDUE) +
           w[MEASURE_RESOLVED] * (1 - unresolved) + w[MEASURE_SATISFIED] * (1 - complained) +
           w[MEASURE_AUDITED] * (1 - unresolved - caught) -
           s->rule.audit_penalty * caught;
}

static struct prospect prospect_of_closing(const struct day *d, const struct view *v, int row)
{
    const struct scenario *s = d->s;
    const struct action *a = &s->actions[row];
    const struct kind *k = &s->kinds[v->n->kind];
    double fix = a->fix * k->fixable * v->competence * v->cooperation;
    double if_fixed = 1 / (1 + d->terms.fixed_factor[row] * v->expectation);
    double if_not = 1 / (1 + d->terms.unfixed_factor[row] * v->expectation), paid = 1;
    if (a->money > 0) {
        paid = v->approval;
        if_not = paid * if_not + (1 - paid) / (1 + d->terms.refused_factor[row] * v->expectation);
        if (a->money >= 1 && k->merit && v->n->state == NEED_OPEN)
            fix = paid;                         /* made whole */
    }
    double quiet = fix + (1 - fix) * if_not, score = expected_score(d, v, a, fix, if_fixed, if_not);
    double reopened = v->t->reopenings < s->reopening.limit && !a->buys_rating
        ? (1 - fix * if_fixed - (1 - fix) * if_not) * s->rating.answer_dissatisfied : 0;
    struct prospect p = { .money = a->yuan + a->money * v->claim * paid };
    p.overhead = a->hours + v->t->phone_h;
    p.hours = p.overhead + a->work * v->n->left_h;
    double life = d->terms.harm_days[v->n->kind], eased = a->relief > 0 ? a->relief / (1 / life + 1 / a->relief_d) : 0;
    p.value = v->stake * score + s->handling.nuisance * v->contact_h * quiet +
              s->handling.harm_value * v->harm * (fix * life + (1 - fix) * eased);
    if (v->t->flags & TICKET_OVERDUE)
        p.value += s->handling.reminder_h * NUISANCE_DAYS;
    p.value -= reopened * s->handling.rework_h * v->price + p.money / s->handling.wage;
    if (s->exclusion.allowed && !(v->t->flags & TICKET_CLAIMED)) {
        const struct book *b = &v->o->book;
        double granted = v->t->flags & TICKET_EXCLUDABLE ? s->exclusion.approved : s->exclusion.approved_other;
        double gain = b->excluded < s->exclusion.cap * (b->n + 1) ? v->stake * granted * (v->mean_score - score) : 0;
        if (gain > s->exclusion.hours * v->price) {
            p.value += gain;
            p.hours += s->exclusion.hours;
            p.overhead += s->exclusion.hours;
            p.claims = 1;
        }
    }
    return p;
}

static int suits(const struct day *d, const struct view *v, const struct action *a)
{
    const struct kind *k = &d->s->kinds[v->n->kind];
    if (a->purpose == ACTION_EXTEND || (a->listed_only && !d->s->exclusion.allowed))
        return 0;
    if (a->purpose == ACTION_RETURN)
        return d->s->dispatch.may_return && v->t->hops < d->s->dispatch.returns &&
               !(v->t->flags & (TICKET_REOPENED | TICKET_SCORED));
    if (a->applies == APPLIES_FIXABLE)
        return k->fixable > 0 && v->competence > 0 && v->n->state == NEED_OPEN;
    if (a->applies == APPLIES_MONEY)
        return !!(v->n->flags & NEED_MONEY);
    return a->applies != APPLIES_RATED || (d->terms.ratings_count && v->stake > 0);
}

static struct prospect prospect_of(const struct day *d, const struct view *v, int row)
{
    if (d->s->actions[row].purpose != ACTION_RETURN)
        return prospect_of_closing(d, v, row);
    return (struct prospect){ .value = v->stake * (v->mean_score - d->s->dispatch.return_penalty) +
                                       d->s->handling.nuisance * v->contact_h,         /* the caller is somebody else's */
                              .hours = d->s->dispatch.return_hours };
}

/* One draw from a nested logit over the actions that suit. */
static int nested_logit(const struct day *d, const double *v, const uint8_t *possible, const struct draw *x)
{
    const struct scenario *s = d->s;
    double max = -1e300, sum[N_NESTS] = { 0 }, weight[MAX_actions], total = 0, of_nest[N_NESTS];
    double scale = 1 / (s->handling.temperature * s->handling.nest);
    for (int a = 0; a < s->n_actions; a++)
        if (possible[a] && v[a] > max)
            max = v[a];
    for (int a = 0; a < s->n_actions; a++)
        if (possible[a] && (v[a] - max) * scale > NEGLIGIBLE)
            sum[s->actions[a].nest] += weight[a] = num_exp((v[a] - max) * scale);
        else
            weight[a] = 0;
    for (int k = 0; k < N_NESTS; k++)
        total += of_nest[k] = sum[k] > 0 ? sum[k] == 1 ? 1 : num_pow(sum[k], s->handling.nest) : 0;
    double u = draw_unit(x->w[0]) * total;
    int nest = 0, last = NONE;
    while (nest < N_NESTS - 1 && (u -= of_nest[nest]) > 0)
        nest++;
    u = draw_unit(x->w[1]) * sum[nest];
    for (int a = 0; a < s->n_actions; a++)
        if (weight[a] > 0 && s->actions[a].nest == nest) {
            last = a;
            if ((u -= weight[a]) <= 0)
                break;
        }
    return last;
}

/* Heaps grow here, and forget entries that no longer hold. */
static void put(struct day *d, int unit, struct entry e)
{
    struct heap *h = &d->w->heap[unit];
    if (h->n > COMPACT_AT && h->n > 3 * d->w->offices.row[unit].open) {
        uint32_t n = h->n;
        h->n = 0;
        for (uint32_t i = 0; i < n; i++) {
            struct entry old = h->row[i];
            if (d->w->tickets.row[old.ticket].version == old.version)
                heap_push(h, old);
        }
    }
    if (h->n == h->room && column_reserve(h, 1, &d->err))
        return;
    heap_push(h, e);
}

static void choose(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    struct view view = view_of(d, t);
    struct prospect p[MAX_actions];
    double v[MAX_actions];
    uint8_t possible[MAX_actions];
    int any = 0;
    for (int a = 0; a < d->s->n_actions; a++) {
        any |= possible[a] = (uint8_t)suits(d, &view, &d->s->actions[a]);
        if (!possible[a])
            continue;
        p[a] = prospect_of(d, &view, a);
        v[a] = p[a].value - view.price * p[a].hours;
    }
    if (!any)
        return;
    struct draw x = draw_at(d->key, PURPOSE_CHOICE, n->key, n->changes++, n->born_key);
    int a = nested_logit(d, v, possible, &x);
    if (a == NONE)
        return;
    double hours = p[a].hours > 0.05 ? p[a].hours : 0.05, begun = a == t->action ? t->left_h + t->phone_h : hours;
    if (d->s->actions[a].work < 1 && begun < hours)     /* the same again keeps what was done; a root fix has it in the need */
        hours = begun > 0.05 ? begun : 0.05;
    t->action = (int8_t)a;
    t->left_h = (float)hours;
    t->overhead_h = (float)(p[a].overhead < hours ? p[a].overhead : hours);
    t->rate = (float)(p[a].value / hours);
    t->version++;
    t->flags = ((t->flags & ~(uint32_t)TICKET_CLAIM_PLANNED) | (p[a].claims ? TICKET_CLAIM_PLANNED : 0));
    put(d, t->unit, (struct entry){ t->rate, ticket, t->version });
}

/* The ticket is closed without a unit's action. */
static void close_without_action(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    if (t->state == TICKET_OPEN)
        handling_leaves(d, ticket);
    t->state = TICKET_CLOSED;
    n->ticket = NOBODY;
    d->w->open_tickets--;
    d->w->overdue -= !!(t->flags & TICKET_OVERDUE);
    d->w->open_urgent -= !!(n->flags & NEED_URGENT);
    d->w->closed.row[d->w->closed.n++] = ticket;
    d->facts.lapsed++;
}

/* The squeaky experiment: a hashed share of open tickets, sites apart, gets one more merged call at a certain age, which costs
 * no phone time; as many twins get none. Their difference is the premium of one call. */
static double twin_trait(const struct day *d, const struct ticket *t)
{
    return draw_unit(draw_hash(t->key ^ d->key.k[0], t->born_key ^ d->key.k[1]));
}

static int twin_chosen(const struct day *d, struct ticket *t)
{
    double u = twin_trait(d, t);
    int in_time = d->t + (uint32_t)d->s->observe.twin_age_d < t->deadline;
    int chosen = u < 2 * d->s->observe.twin_share && t->hops == 0 && !(t->key & SITE_KEY) && in_time;
    t->flags |= chosen ? TICKET_TWIN : 0;
    return chosen;
}

static void twin_call(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    double u = twin_trait(d, t);
    t->flags &= ~(uint32_t)TICKET_TWIN;
    if (t->state == TICKET_OPEN) {
        t->flags |= u < d->s->observe.twin_share ? TICKET_TWIN_CALLED : TICKET_TWIN_LEFT;
        d->w->changed.row[d->w->changed.n++] = ticket;
    }
    ticket_wake_at(d->w, ticket, t->deadline);
}

void handling_arrives(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    struct office *o = &d->w->offices.row[t->unit];
    double days = t->flags & TICKET_URGENT ? d->s->handling.urgent_deadline_d : d->s->handling.deadline_d;
    if (d->city->unit[t->unit].street != NONE && n->state == NEED_OPEN && triage_stops(d, t->need, GATE_STREET)) {
        uint32_t need = t->need;
        close_without_action(d, ticket);
        triage_refuse(d, need);
        return;
    }
    t->state = TICKET_OPEN;
    t->arrived = (uint16_t)d->t;
    t->phone_h += (float)(t->hops ? 0 : d->s->handling.first_phone_h);
    o->open++;
    t->counted_h = n->left_h;
    o->left_h += t->counted_h;
    if (n->accepted < 0 && feedback_competence(d, n, t->unit) > 0)
        n->accepted = (float)d->t + 0.5f;
    t->deadline = (uint16_t)(d->t + (days < 1 ? 1 : (uint32_t)days));
    ticket_wake_at(d->w, ticket, twin_chosen(d, t) ? d->t + (uint32_t)d->s->observe.twin_age_d : t->deadline);
    d->w->changed.row[d->w->changed.n++] = ticket;
}

void handling_leaves(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct office *o = &d->w->offices.row[t->unit];
    o->open--;
    o->left_h -= t->counted_h;
    t->version++;
    t->action = NONE;
}

/* Extension is asked for when what the score would lose is worth more than the hours it costs. */
static int extends(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    if (t->flags & (TICKET_EXTENDED | TICKET_SCORED))
        return 0;
    for (int a = 0; a < d->s->n_actions; a++) {
        if (d->s->actions[a].purpose != ACTION_EXTEND)
            continue;
        struct view v = view_of(d, t);
        double gain = d->s->handling.extension_granted * v.stake * v.mean_score - v.price * d->s->actions[a].hours;
        struct draw x = draw_at(d->key, PURPOSE_CHOICE, t->key, 0x80000000u | (uint32_t)t->opened << 8 | t->hops, t->born_key);
        if (draw_unit(x.w[0]) >= num_logistic(gain / d->s->handling.temperature) || v.stake <= 0)
            continue;
        d->facts.works.row[d->facts.works.n++] =
            (struct worked){ t->need, t->unit, (int8_t)a, 1, (float)d->s->actions[a].hours };
        d->w->offices.row[t->unit].owed_h += (float)d->s->actions[a].hours;
        d->facts.done[a]++;
        if (draw_unit(x.w[1]) >= d->s->handling.extension_granted)
            return 0;
        t->flags |= TICKET_EXTENDED;
        return 1;
    }
    return 0;
}

static void overdue(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    feedback_score(d, ticket);
    t->flags |= TICKET_OVERDUE;
    d->w->overdue++;
    d->w->changed.row[d->w->changed.n++] = ticket;
    ticket_wake_at(d->w, ticket, d->t + (uint32_t)d->s->dispatch.lapse_d);
}

/* An overdue ticket about which nobody cares any more is closed by the desk, unsolved. */
static void lapses(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    if (n->state != NEED_OPEN || n->flags & NEED_QUIET) {
        close_without_action(d, ticket);
        return;
    }
    d->w->changed.row[d->w->changed.n++] = ticket;          /* the unit looks at it once more */
    ticket_wake_at(d->w, ticket, d->t + (uint32_t)d->s->dispatch.lapse_d);
}

static void ticket_due(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    if (t->due != d->t || t->state == TICKET_FREE || t->state == TICKET_CLOSED || t->state == TICKET_DESK)
        return;                                 /* a stale entry: the row is somebody else's now */
    t->due = NEVER;
    if (t->state == TICKET_ON_WAY)
        handling_arrives(d, ticket);
    else if (t->flags & TICKET_TWIN)
        twin_call(d, ticket);
    else if (t->flags & TICKET_OVERDUE)
        lapses(d, ticket);
    else if (extends(d, ticket))
        ticket_wake_at(d->w, ticket, d->t + 1 + (uint32_t)d->s->handling.extension_d);
    else
        overdue(d, ticket);
}

/* Tickets whose day has come: they arrive, fall due, or can be put away. */
static void wheel_turns(struct day *d)
{
    struct id_list *due = &d->facts.due;
    wheel_take(&d->w->ticket_wheel, d->t, due, &d->err);
    for (uint32_t i = 0; i < due->n; i++) {
        if (i + FAR < due->n)
            __builtin_prefetch(&d->w->tickets.row[due->row[i + FAR]], 1);
        ticket_due(d, due->row[i]);
    }
}

/* Overhead is spent first; what is left of g is work on the need, and a root fix keeps it whatever comes next. */
static void work_on_need(struct ticket *t, struct need *n, struct office *o, const struct action *a, double g)
{
    double overhead = g < t->overhead_h ? g : t->overhead_h, real = g - overhead;
    t->overhead_h -= (float)overhead;
    if (t->overhead_h <= 0)
        t->phone_h = 0;
    if (a->work < 1 || real <= 0)
        return;
    real = real < n->left_h ? real : n->left_h;
    n->left_h -= (float)real;
    real = real < t->counted_h ? real : t->counted_h;
    t->counted_h -= (float)real;
    o->left_h -= real;
}

static void work_one(struct day *d, struct office *o, struct entry e, double most)
{
    struct ticket *t = &d->w->tickets.row[e.ticket];
    struct need *n = &d->w->needs.row[t->need];
    const struct action *a = &d->s->actions[t->action];
    double left = o->present_h - o->used_h, g = t->left_h < left ? t->left_h : left;
    if (a->work > 0 && g > most)
        g = most;
    o->used_h += (float)g;                      /* as the facts have it */
    t->left_h -= (float)g;
    t->hours += (float)g;
    n->hours += (float)g;
    work_on_need(t, n, o, a, g);
    d->facts.works.row[d->facts.works.n++] =
        (struct worked){ t->need, t->unit, t->action, a->purpose != ACTION_CLOSE || a->buys_rating, (float)g };
    if (t->left_h > 1e-6f)
        d->facts.aside.row[d->facts.aside.n++] = e;
    else
        d->facts.finished.row[d->facts.finished.n++] = e.ticket;
}

static void work(struct day *d, int unit)
{
    struct office *o = &d->w->offices.row[unit];
    struct heap *h = &d->w->heap[unit];
    const struct scenario *s = d->s;
    double on_duty = d->date->works ? 1 : s->handling.weekend_duty;
    o->present_h = d->city->unit[unit].officers * s->handling.hours_a_day * on_duty * (1 - s->officers.burn * o->exhaustion);
    o->used_h = o->owed_h < o->present_h ? o->owed_h : o->present_h;
    o->owed_h -= (float)o->used_h;
    double most = s->handling.site_day_share * o->present_h;
    if (most < 2)
        most = 2;
    d->facts.aside.n = 0;
    while (h->n && o->used_h < o->present_h && d->facts.aside.n < d->facts.aside.room) {
        struct entry e = h->row[0];
        struct ticket *t = &d->w->tickets.row[e.ticket];
        if (t->version != e.version || t->state != TICKET_OPEN) {
            heap_pop(h);
            continue;
        }
        if (e.key <= price_of_hour(d, o, o->used_h / o->present_h))
            break;
        heap_pop(h);
        work_one(d, o, e, most);
    }
    o->price = (float)price_of_hour(d, o, o->present_h > 0 ? o->used_h / o->present_h : 1);
    for (uint32_t i = 0; i < d->facts.aside.n; i++)
        put(d, unit, d->facts.aside.row[i]);
}

static void choices(struct day *d)
{
    uint32_t n = d->w->changed.n, *row = d->w->changed.row;
    for (uint32_t i = 0; i < n; i++) {
        if (i + FAR < n)
            __builtin_prefetch(&d->w->tickets.row[row[i + FAR]], 1);
        if (i + NEAR < n)
            __builtin_prefetch(&d->w->needs.row[d->w->tickets.row[row[i + NEAR]].need], 1);
        if (d->w->tickets.row[row[i]].state == TICKET_OPEN)
            choose(d, row[i]);
    }
    d->w->changed.n = 0;
}

void day_handling(struct day *d)
{
    wheel_turns(d);
    choices(d);
    for (int u = 0; u < d->city->n_units; u++)
        work(d, u);
}
