/* choice.c - what a unit decides to do with a ticket.
 *
 *   V = stake x (expected score)  +  mu x harm averted  +  rho x contact hours avoided  -  price x hours  -  money / wage  -  risk
 *
 * all in officers' hours. What is called priority for the loud, paper work, appeasement or the neglect of root fixes
 * is nowhere written: it follows from this choice under the rule in force. A choice is drawn once per change of a
 * ticket's state (nested logit), and kept until the next.
 */
#include "day.h"

#include "sim/base/num.h"
#include "measures.h"

enum { NUISANCE_DAYS = 30, NEGLIGIBLE = -24 };      /* log weight below the resolution of a draw */
enum { NEXT = 3, NEAR = 8, FAR = 16 };              /* rows ahead to prefetch */

struct view {                       /* a ticket as its unit sees it: on arrival as the record has it, later as it is */
    const struct need *n;
    const struct ticket *t;
    const struct office *o;
    const struct kind *k;
    int kind, unit, late;               /* late: overdue, or will be tonight */
    int open, money, worsens;           /* there is something to mend; somebody wants money; it may still get worse */
    double left_h;                      /* hours of a real fix */
    double request_loss;                /* of the indicator of requests, by the further calls to be expected */
    double stake, claimable, price, competence, cooperation, expectation, harm, contact_h, claim, approval, mean_score;
};

struct prospect { double value, hours, overhead; int claims; };      /* value before the price of the hours */

/* What is wrong, as far as the unit has looked: a wrong record is believed until then. */
static void what_is_wrong(const struct day *d, struct view *v)
{
    const struct need *n = v->n;
    v->kind = n->kind;
    v->k = &d->s->kinds[v->kind];
    v->open = n->state == NEED_OPEN;
    v->money = !!(n->flags & NEED_MONEY);
    v->worsens = n->worse < NEVER;
    v->left_h = n->left_h;
    v->harm = v->k->merit && v->open ? n->harm * (1 - (n->relief_until > d->t ? need_relief(n) : 0)) : 0;
    v->competence = feedback_competence(d, n, v->unit);
    v->cooperation = feedback_cooperation(d, n, v->unit, 0);
}

static void what_is_written(const struct day *d, struct view *v)
{
    int at = city_competent_unit(d->city, v->k = &d->s->kinds[v->kind = v->t->recorded_kind], v->n->street);
    double force = feedback_force(d, v->unit);
    v->open = 1;
    v->worsens = v->k->worsen_d > 0;
    v->left_h = v->k->effort_h;
    v->harm = v->k->merit ? v->k->harm : 0;
    v->competence = v->unit == at ? 1 : d->city->unit[v->unit].street != NONE ? d->s->dispatch.fallback_competence : 0;
    v->cooperation = v->k->cooperation + (1 - v->k->cooperation) * force;
}

/* Stake x chance that a claim will be granted: what it saves of the score that the ticket would else lack. */
static double claimable(const struct day *d, const struct ticket *t, const struct office *o)
{
    double listed = t->flags & TICKET_EXCLUDABLE ? d->s->exclusion.approved : d->s->exclusion.approved_other;
    if (t->flags & (TICKET_CLAIMED | TICKET_SCORED) || review_cap_reached(d, o))
        return 0;
    return o->stake_h * listed * d->w->review_in_time;
}

static struct view view_of(const struct day *d, const struct ticket *t, int late)
{
    const struct scenario *s = d->s;
    struct view v = { .n = &d->w->needs.row[t->need], .t = t, .o = &d->w->offices.row[t->unit], .unit = t->unit,
                      .late = late || t->flags & TICKET_OVERDUE };
    double age = d->t - t->opened;
    double expected = s->rating.expectation + s->rating.expectation_belief * s->calling.belief_start + s->rating.delay * age;
    v.stake = late || t->flags & (TICKET_SCORED | TICKET_EXCLUDED) ? 0 : v.o->stake_h;
    v.claimable = s->exclusion.allowed ? claimable(d, t, v.o) : 0;
    v.price = v.o->price;
    v.expectation = num_exp(expected / s->rating.mood);
    v.contact_h = s->handling.phone_h * NUISANCE_DAYS * (v.n->contacts + !!(t->flags & TICKET_TWIN_CALLED)) / (age + 10);
    v.request_loss = d->terms.weight[MEASURE_requests] > 0 ? v.o->request_loss * NUISANCE_DAYS * v.n->contacts / (age + 10) : 0;
    if (t->flags & TICKET_MISREAD)
        what_is_written(d, &v);
    else
        what_is_wrong(d, &v);
    v.claim = v.money ? feedback_claim(d, v.n) : 0;
    v.contact_h += t->flags & TICKET_THREAT ? s->handling.threat_h : 0;
    v.approval = feedback_approval(s, v.claim, v.n->rounds + v.n->contacts);
    v.mean_score = measures_score(d->terms.weight, v.o->mean);
    return v;
}

/* What is lacking is made up for in part. */
static double with_power(double chance, const struct action *a) { return chance + (1 - chance) * a->power; }

/* What the records will say of the ticket if it is really fixed with chance fix and else satisfies with chance if_not. */
static struct forecast forecast_of(const struct day *d, const struct view *v, const struct action *a,
                                   double fix, double if_fixed, double if_not)
{
    const struct scenario *s = d->s;
    double content = fix * if_fixed + (1 - fix) * if_not;
    double yes = d->terms.answers[1], no = d->terms.answers[0];
    struct forecast f = { .in_time = !v->late,
        .unresolved = (1 - fix) * (if_not * yes * (1 - s->rating.resolved_given_satisfied) + (1 - if_not) * no),
        .complained = (1 - content) * no };
    if (!s->rating.default_satisfied) {         /* only answers count */
        double answered = content * yes + (1 - content) * no;
        f.unresolved = answered > 0 ? f.unresolved / answered : 0;
        f.complained = answered > 0 ? f.complained / answered : 0;
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

/* A claim rides along where what it saves of the score is worth its hours. */
static void add_claim(const struct day *d, const struct view *v, double score, struct prospect *p)
{
    double gain = v->claimable * (v->mean_score - score), hours = d->s->exclusion.hours;
    if (gain <= hours * v->price)
        return;
    p->value += gain;
    p->hours += hours;
    p->overhead += hours;
    p->claims = 1;
}

/* Phone and paper: what the action takes, what is owed on the ticket, and evidence where it may turn out badly. */
static double overhead_of(const struct day *d, const struct view *v, const struct action *a)
{
    const struct scenario *s = d->s;
    double hours = a->hours + v->t->phone_h;
    if (v->stake > 0 && v->n->contacts >= s->handling.evidence_calls)
        hours += s->handling.evidence_h;
    return s->handling.team && d->city->unit[v->unit].street != NONE ? hours * (1 - s->handling.team_saves) : hours;
}

/* Each member is stored by itself: a struct that is copied as a whole waits for its parts. */
static void prospect_of_closing(const struct day *d, const struct view *v, int row, struct prospect *p)
{
    const struct scenario *s = d->s;
    const struct action *a = &s->actions[row];
    double fix = a->fix * v->k->fixable * with_power(v->competence, a) * with_power(v->cooperation, a) *
                 feedback_alone(d, v->n, a);
    double if_fixed = 1 / (1 + d->terms.fixed_factor[row] * v->expectation);
    double if_not = 1 / (1 + d->terms.unfixed_factor[row] * v->expectation), paid = 1;
    if (a->money > 0) {
        paid = v->approval;
        if_not = paid * if_not + (1 - paid) / (1 + d->terms.refused_factor[row] * v->expectation);
        if (a->money >= 1 && v->k->merit && v->open)
            fix = paid;                         /* made whole */
    }
    struct forecast f = forecast_of(d, v, a, fix, if_fixed, if_not);
    double content = fix + (1 - fix) * if_not, quiet = content + (1 - content) * a->silences;
    f.requests = v->request_loss * (1 - quiet);
    double score = expected_score(d, &f);
    double reopened = v->t->reopenings < s->reopening.limit && !a->buys_rating
        ? (1 - fix * if_fixed - (1 - fix) * if_not) * d->terms.answers[0] : 0;
    double overhead = overhead_of(d, v, a), hours = overhead + a->work * v->left_h;
    double life = d->terms.harm_days[v->kind][v->worsens];
    double eased = a->relief > 0 ? a->relief / (1 / life + 1 / a->relief_d) : 0;
    double value = v->stake * score + s->handling.nuisance * v->contact_h * quiet +
                   s->handling.harm_value * v->harm * (fix * life + (1 - fix) * eased);
    if (a->invents)
        value += v->stake * a->invents * (1 - v->mean_score - s->rule.audit * a->detected * (1 + s->rule.audit_penalty));
    value -= s->officers.complaint * s->officers.complaint_h * d->terms.rude[row] * (1 - content) * v->price;
    if (v->late)
        value += s->handling.reminder_h * NUISANCE_DAYS;
    value -= a->risk_h + reopened * s->handling.rework_h * v->price + (a->yuan + a->money * v->claim * paid) / s->handling.wage;
    p->value = value;
    p->hours = hours;
    p->overhead = overhead;
    p->claims = 0;
    if (v->claimable > 0)
        add_claim(d, v, v->late ? d->terms.weight[MEASURE_response] : score, p);
}

static int suits(const struct day *d, const struct view *v, const struct action *a)
{
    if (!a->offered || a->purpose == ACTION_EXTEND)
        return 0;
    if (a->purpose == ACTION_RETURN)
        return d->s->dispatch.may_return && v->t->hops < d->s->dispatch.returns &&
               !(v->t->flags & (TICKET_REOPENED | TICKET_SCORED | TICKET_KEPT));
    if (a->applies == APPLIES_FIXABLE)
        return v->k->fixable > 0 && v->competence > 0 && v->open;
    if (a->applies == APPLIES_COUNTED)
        return d->terms.weight[MEASURE_requests] > 0;
    if (a->applies == APPLIES_MONEY)
        return v->money;
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

struct options { double v[MAX_actions]; struct prospect p[MAX_actions]; uint8_t possible[MAX_actions]; int any; };

/* The desk seldom takes back what a street returns: else all other ways are still open. */
static void street_return(const struct day *d, const struct view *v, struct options *o)
{
    double accepted = d->s->dispatch.street_return_accepted, best = -1e300;
    for (int a = 0; a < d->s->n_actions; a++)
        if (o->possible[a] && d->s->actions[a].purpose != ACTION_RETURN && o->v[a] > best)
            best = o->v[a];
    for (int a = 0; a < d->s->n_actions && best > -1e300; a++)
        if (o->possible[a] && d->s->actions[a].purpose == ACTION_RETURN) {
            double penalty = v->stake * d->s->dispatch.return_penalty;
            o->p[a].value = accepted * (o->p[a].value + penalty) + (1 - accepted) * best - penalty;
            o->v[a] = o->p[a].value - v->price * o->p[a].hours;
        }
}

static void weigh(const struct day *d, const struct view *view, struct options *o)
{
    o->any = 0;
    for (int a = 0; a < d->s->n_actions; a++) {
        o->any |= o->possible[a] = (uint8_t)suits(d, view, &d->s->actions[a]);
        if (!o->possible[a])
            continue;
        prospect_of(d, view, a, &o->p[a]);
        o->v[a] = o->p[a].value - view->price * o->p[a].hours;
    }
    if (d->s->dispatch.street_return_accepted < 1 && d->city->unit[view->unit].street != NONE)
        street_return(d, view, o);
}

static void take(struct day *d, uint32_t ticket, int a, const struct prospect *p)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    double hours = p->hours > 0.05 ? p->hours : 0.05, begun = a == t->action ? t->left_h + t->phone_h : hours;
    if (d->s->actions[a].work < 1 && begun < hours)     /* the same again keeps what was done; a root fix has it in the need */
        hours = begun > 0.05 ? begun : 0.05;
    t->action = (int8_t)a;
    t->left_h = (float)hours;
    t->overhead_h = (float)(p->overhead < hours ? p->overhead : hours);
    t->rate = (float)(p->value / hours);
    t->version++;
    t->flags = ((t->flags & ~(uint32_t)TICKET_CLAIM_PLANNED) | (p->claims ? TICKET_CLAIM_PLANNED : 0));
    handling_queue(d, t->unit, (struct entry){ t->rate, ticket, t->version });
}

/* An extension leaves every other way open and may save the score: it is worth the best of the others, and that. Where it may be
 * refused, a claim of exclusion beside it can save what is left. */
static int add_extension(const struct day *d, const struct view *v, struct options *o)
{
    double best = -1e300, refused = 1 - d->s->handling.extension_granted;
    for (int a = 0; a < d->s->n_actions; a++)
        if (o->possible[a] && o->v[a] > best)
            best = o->v[a];
    for (int a = 0; a < d->s->n_actions && o->any; a++)
        if (d->s->actions[a].purpose == ACTION_EXTEND) {
            struct prospect *p = &o->p[a];
            p->value = best + (1 - refused) * v->o->stake_h * v->mean_score;
            p->hours = p->overhead = d->s->actions[a].hours;
            p->claims = 0;
            if (v->claimable > 0)
                add_claim(d, v, v->mean_score - refused * (v->mean_score - d->terms.weight[MEASURE_response]), p);
            o->possible[a] = 1;
            o->v[a] = p->value - v->price * p->hours;
            return a;
        }
    return NONE;
}

/* Asking is no work of a day's queue: its hours are owed. */
static void ask_for_extension(struct day *d, uint32_t ticket, int a, const struct prospect *p)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    d->facts.works.row[d->facts.works.n++] = (struct worked){ t->need, t->unit, (int8_t)a, 1, (float)p->hours };
    d->w->offices.row[t->unit].owed_h += (float)p->hours;
    d->facts.done[a]++;
    if (p->claims)
        review_files(d, ticket, a);
}

/* One of the options, or NONE, by the draw of this change of the ticket's state. */
static int drawn(struct day *d, uint32_t ticket, const struct options *o, struct draw *x)
{
    struct need *n = &d->w->needs.row[d->w->tickets.row[ticket].need];
    *x = draw_at(d->key, PURPOSE_CHOICE, n->key, n->changes++, n->born_key);
    return nested_logit(d, o->v, o->possible, x);
}

void choice_again(struct day *d, uint32_t ticket)
{
    struct view view = view_of(d, &d->w->tickets.row[ticket], 0);
    struct options o;
    struct draw x;
    weigh(d, &view, &o);
    int a = o.any ? drawn(d, ticket, &o, &x) : NONE;
    const struct ticket *t = &d->w->tickets.row[ticket];
    if (a != NONE && a != t->action)
        STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_chooses, .unit = t->unit, .action = a, .value = o.v,
                   .possible = o.possible);
    if (a != NONE)
        take(d, ticket, a, &o.p[a]);
}

int choice_when_due(struct day *d, uint32_t ticket)
{
    struct view view = view_of(d, &d->w->tickets.row[ticket], 1);
    struct options o;
    struct draw x;
    weigh(d, &view, &o);
    int extends = add_extension(d, &view, &o), a = extends == NONE ? NONE : drawn(d, ticket, &o, &x);
    if (a == NONE)
        return 0;
    if (a != extends) {
        take(d, ticket, a, &o.p[a]);
        return 0;
    }
    ask_for_extension(d, ticket, a, &o.p[a]);
    int granted = draw_unit(x.w[2]) < d->s->handling.extension_granted;
    const struct ticket *t = &d->w->tickets.row[ticket];
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_extended, .unit = t->unit, .a = granted);
    return granted;
}

/* Of residents, only those are looked at who ask for money. */
WORLD_FETCH fetch_claimant(const struct world *w, const struct need *n)
{
    if (n->flags & NEED_MONEY)
        world_fetch_resident(w, n->resident);
}

void choice_make(struct day *d)
{
    uint32_t n = d->w->changed.n, *row = d->w->changed.row;
    for (uint32_t i = 0; i < n; i++) {
        if (i + FAR < n)
            world_fetch_ticket(d->w, row[i + FAR]);
        if (i + NEAR < n)
            world_fetch_need(d->w, d->w->tickets.row[row[i + NEAR]].need);
        if (i + NEXT < n)
            fetch_claimant(d->w, &d->w->needs.row[d->w->tickets.row[row[i + NEXT]].need]);
        if (d->w->tickets.row[row[i]].state == TICKET_OPEN)
            choice_again(d, row[i]);
    }
    d->w->changed.n = 0;
}
