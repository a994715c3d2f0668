/* choice.c - what a unit decides to do with a ticket.
 *
 *   V = stake x (expected score)  +  mu x harm averted  +  rho x contact hours avoided  -  price x hours  -  money / wage
 *
 * all in officers' hours. What is called priority for the loud, paper work, appeasement or the neglect of root fixes
 * is nowhere written: it follows from this choice under the rule in force. A choice is drawn once per change of a
 * ticket's state (nested logit), and kept until the next.
 */
#include "day.h"

#include "sim/base/num.h"
#include "measures.h"

enum { NUISANCE_DAYS = 30, NEGLIGIBLE = -24 };      /* log weight below the resolution of a draw */
enum { NEAR = 6, FAR = 14 };                        /* rows ahead to prefetch */

struct view {                       /* a ticket as its unit sees it */
    const struct need *n;
    const struct ticket *t;
    const struct office *o;
    double stake, price, competence, cooperation, expectation, harm, contact_h, claim, approval, mean_score;
    int unit;
};

struct prospect { double value, hours, overhead; int claims; };      /* value before the price of the hours */

static struct view view_of(const struct day *d, const struct ticket *t)
{
    const struct scenario *s = d->s;
    struct view v = { .n = &d->w->needs.row[t->need], .t = t, .o = &d->w->offices.row[t->unit], .unit = t->unit };
    double age = d->t - t->opened, eased = v.n->relief_until > d->t ? need_relief(v.n) : 0;
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
    v.mean_score = measures_score(d->terms.weight, v.o->mean);
    return v;
}

/* What the records will say of the ticket if it is really fixed with chance fix and else satisfies with chance if_not. */
static struct forecast forecast_of(const struct day *d, const struct view *v, const struct action *a,
                                   double fix, double if_fixed, double if_not)
{
    const struct scenario *s = d->s;
    double content = fix * if_fixed + (1 - fix) * if_not;
    double yes = s->rating.answer_satisfied, no = s->rating.answer_dissatisfied;
    struct forecast f = { .in_time = !(v->t->flags & TICKET_OVERDUE),
        .unresolved = (1 - fix) * (if_not * yes * (1 - s->rating.resolved_given_satisfied) + (1 - if_not) * no),
        .complained = (1 - content) * no };
    if (!s->rating.default_satisfied) {         /* only answers count */
        double answered = content * yes + (1 - content) * no;
        f.unresolved /= answered;
        f.complained /= answered;
    }
    if (a->buys_rating)
        f.complained = f.unresolved = 0;
    f.caught = s->rule.audit * a->detected * (1 - fix) * (1 - f.unresolved);
    return f;
}

static double expected_score(const struct day *d, const struct forecast *f)
{
    return measures_expected(d->terms.weight, f) - d->s->rule.audit_penalty * f->caught;
}

/* Each member is stored by itself: a struct that is copied as a whole waits for its parts. */
static void prospect_of_closing(const struct day *d, const struct view *v, int row, struct prospect *p)
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
    struct forecast f = forecast_of(d, v, a, fix, if_fixed, if_not);
    double quiet = fix + (1 - fix) * if_not, score = expected_score(d, &f);
    double reopened = v->t->reopenings < s->reopening.limit && !a->buys_rating
        ? (1 - fix * if_fixed - (1 - fix) * if_not) * s->rating.answer_dissatisfied : 0;
    double overhead = a->hours + v->t->phone_h, hours = overhead + a->work * v->n->left_h;
    int claims = 0;
    double life = d->terms.harm_days[v->n->kind][v->n->worse < NEVER];
    double eased = a->relief > 0 ? a->relief / (1 / life + 1 / a->relief_d) : 0;
    double value = v->stake * score + s->handling.nuisance * v->contact_h * quiet +
                   s->handling.harm_value * v->harm * (fix * life + (1 - fix) * eased);
    if (v->t->flags & TICKET_OVERDUE)
        value += s->handling.reminder_h * NUISANCE_DAYS;
    value -= reopened * s->handling.rework_h * v->price + (a->yuan + a->money * v->claim * paid) / s->handling.wage;
    if (s->exclusion.allowed && !(v->t->flags & TICKET_CLAIMED)) {
        const struct book *b = &v->o->book;
        double granted = v->t->flags & TICKET_EXCLUDABLE ? s->exclusion.approved : s->exclusion.approved_other;
        double gain = b->excluded < s->exclusion.cap * (b->n + 1) ? v->stake * granted * (v->mean_score - score) : 0;
        if (gain > s->exclusion.hours * v->price) {
            value += gain;
            hours += s->exclusion.hours;
            overhead += s->exclusion.hours;
            claims = 1;
        }
    }
    p->value = value;
    p->hours = hours;
    p->overhead = overhead;
    p->claims = claims;
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

static void prospect_of(const struct day *d, const struct view *v, int row, struct prospect *p)
{
    if (d->s->actions[row].purpose != ACTION_RETURN) {
        prospect_of_closing(d, v, row, p);
        return;
    }
    p->value = v->stake * (v->mean_score - d->s->dispatch.return_penalty) +
               d->s->handling.nuisance * v->contact_h;          /* the caller is somebody else's */
    p->hours = d->s->dispatch.return_hours;
    p->overhead = 0;
    p->claims = 0;
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
        prospect_of(d, &view, a, &p[a]);
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
    handling_queue(d, t->unit, (struct entry){ t->rate, ticket, t->version });
}

/* Extension is asked for when what the score would lose is worth more than the hours it costs. */
int choice_extends(struct day *d, uint32_t ticket)
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

void choice_make(struct day *d)
{
    uint32_t n = d->w->changed.n, *row = d->w->changed.row;
    for (uint32_t i = 0; i < n; i++) {
        if (i + FAR < n)
            world_fetch_ticket(d->w, row[i + FAR]);
        if (i + NEAR < n)
            world_fetch_need(d->w, d->w->tickets.row[row[i + NEAR]].need);
        if (d->w->tickets.row[row[i]].state == TICKET_OPEN)
            choose(d, row[i]);
    }
    d->w->changed.n = 0;
}
