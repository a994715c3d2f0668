/* feedback.c - phase 7: what an action brought, in three books that are never mixed.
 *
 *   latent    is the need gone; is the resident satisfied: outcome - expectation - delay + courtesy + mood > 0
 *   rated     what those say who answer; the dissatisfied answer more
 *   recorded  no answer counts as satisfied; exclusions leave the denominator; `closed as explained` counts
 * "Resolved" and "satisfied" are asked separately.
 */
#include "day.h"

#include "sim/base/num.h"

enum { STAGE = 5 };              /* rows ahead at which ticket, need and resident are prefetched */

double feedback_approval(const struct scenario *s, double yuan, int rounds)
{
    if (yuan <= s->handling.approval_yuan)
        return 1;
    return num_clamp(s->handling.approval_first + s->handling.approval_round * rounds, 0, 1);
}

double feedback_competence(const struct day *d, const struct need *n, int unit)
{
    if (unit == n->unit)
        return 1;
    return d->city->unit[unit].street != NONE ? d->s->dispatch.fallback_competence : 0;
}

/* Part of the needs take two units; which, follows from the need. */
double feedback_alone(const struct day *d, const struct need *n, const struct action *a)
{
    double joint = d->s->kinds[n->kind].joint;
    if (joint <= 0 || a->joint || draw_unit(draw_hash(n->key ^ d->key.k[0], n->born_key ^ 0x6a6f696eu)) >= joint)
        return 1;
    return d->s->handling.alone;
}

double feedback_force(const struct day *d, int unit)
{
    int department = d->city->unit[unit].department;
    return department != NONE ? d->s->departments[department].enforcement : 0;
}

/* The other party cooperates, or a unit with power makes it; a unit learns which only by trying (known). */
double feedback_cooperation(const struct day *d, const struct need *n, int unit, int known)
{
    double force = feedback_force(d, unit);
    double willing = known ? !!(n->flags & NEED_COOPERATES) : d->s->kinds[n->kind].cooperation;
    return willing + (1 - willing) * force;
}

struct outcome { int complains, silenced, fixed, satisfied, rated, says_resolved, conceded, money_refused; double yuan; };

double feedback_claim(const struct day *d, const struct need *n)
{
    return n->claim_yuan * (1 + d->s->calling.claim_growth * d->w->resident[n->resident].claims);
}

static struct outcome outcome_of(struct day *d, struct need *n, const struct ticket *t, const struct action *a)
{
    const struct scenario *s = d->s;
    struct outcome r = { 0 };
    struct draw x = draw_at(d->key, PURPOSE_OUTCOME, n->key, n->changes, n->born_key);
    struct draw y = draw_at(d->key, PURPOSE_RATING, n->key, n->changes, n->born_key);
    double can = feedback_competence(d, n, t->unit), may = feedback_cooperation(d, n, t->unit, 1);
    double fix = a->fix * s->kinds[n->kind].fixable * (can + (1 - can) * a->power) * (may + (1 - may) * a->power) *
                 feedback_alone(d, n, a);
    r.fixed = n->state == NEED_OPEN && draw_unit(x.w[0]) < fix;
    const double *factor = r.fixed ? d->terms.fixed_factor : d->terms.unfixed_factor;
    if (a->money > 0 && !r.fixed) {
        r.yuan = a->money * feedback_claim(d, n);
        r.money_refused = draw_unit(x.w[1]) >= feedback_approval(s, r.yuan, n->rounds + n->contacts);
        r.conceded = !r.money_refused;
        r.fixed = r.conceded && a->money >= 1 && s->kinds[n->kind].merit && n->state == NEED_OPEN;     /* made whole */
        factor = r.money_refused ? d->terms.refused_factor : factor;
    }
    if (r.money_refused)
        r.yuan = 0;
    r.yuan += a->yuan;
    double expected = s->rating.expectation + s->rating.delay * (d->t - t->opened) +
                      s->rating.expectation_belief * share_of(d->w->resident[n->resident].belief) *
                          (1 - d->w->senses.row[n->street].informed);
    r.complains = draw_unit(x.w[3]) < s->officers.complaint * d->terms.rude[a - s->actions];
    r.silenced = a->silences > 0 && draw_unit(y.w[3]) < a->silences;
    r.satisfied = draw_unit(x.w[2]) < 1 / (1 + factor[a - s->actions] * num_exp(expected / s->rating.mood));
    int phoned = draw_unit(y.w[2]) < s->centre.return_visits;
    d->facts.phoned += phoned;
    r.rated = draw_unit(y.w[0]) <
              (phoned ? r.satisfied ? s->rating.phoned_satisfied : s->rating.phoned_dissatisfied
                      : r.satisfied ? s->rating.answer_satisfied : s->rating.answer_dissatisfied);
    r.says_resolved = r.fixed || (r.satisfied && draw_unit(y.w[1]) < s->rating.resolved_given_satisfied);
    return r;
}

static void work_done_on_need(struct day *d, struct need *n, const struct action *a, const struct outcome *r)
{
    if (a->work >= 1)                           /* the real work was done, or has to be done again in part */
        n->left_h = r->fixed ? 0 : 0.3f * n->effort_h;
    if (a->relief_d > 0 && !r->fixed && n->state == NEED_OPEN) {
        need_accrue(n, d->t, d->t0);
        need_relieve(n, a->relief, d->t, d->t + (uint32_t)a->relief_d);
        if (n->site != NOBODY)
            d->w->sites.row[n->site].state = SITE_RELIEVED;
    }
}

static void close_ticket(struct day *d, uint32_t ticket, const struct closing *c)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    int scored = !!(t->flags & TICKET_SCORED);
    t->state = TICKET_CLOSED;
    t->flags |= (uint32_t)((c->recorded_resolved ? TICKET_RESOLVED : 0) | (c->recorded_satisfied ? TICKET_SATISFIED : 0) |
                           (c->fixed ? TICKET_FIXED : 0) | (c->satisfied ? TICKET_CONTENT : 0) |
                           (c->asked ? 0 : TICKET_UNASKED) | (t->flags & TICKET_OVERDUE ? 0 : TICKET_ON_TIME));
    n->ticket = NOBODY;
    d->facts.closed_claimed += !!(t->flags & TICKET_ONCE_CLAIMED);
    d->w->open_tickets--;
    d->w->open_urgent -= !!(n->flags & NEED_URGENT);
    if (t->flags & TICKET_OVERDUE)
        d->w->overdue--;
    if (!scored)
        feedback_score(d, ticket);              /* while the action is known */
    handling_leaves(d, ticket);
    d->w->closed.row[d->w->closed.n++] = ticket;
}

static void reopen_ticket(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    t->reopenings += t->reopenings < UINT8_MAX;
    t->flags |= TICKET_REOPENED;
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_reopened);
    t->version++;
    t->action = NONE;
    d->w->offices.row[t->unit].reopened_today++;
    d->w->changed.row[d->w->changed.n++] = ticket;          /* the unit chooses again tomorrow */
}

static void needs_after(struct day *d, uint32_t need, const struct action *a, const struct closing *c)
{
    struct need *n = &d->w->needs.row[need];
    if (n->state != NEED_OPEN)
        return;
    if (c->conceded)
        needs_trigger(d, need, TRIGGER_CONCEDED);
    if (c->fixed) {
        needs_trigger(d, need, TRIGGER_FIXED);
        needs_end(d, need, END_FIXED);
    } else if (a->relief_d > 0) {
        needs_trigger(d, need, TRIGGER_RELIEVED);
    } else {
        needs_trigger(d, need, TRIGGER_UNRESOLVED);
    }
    if (n->state == NEED_OPEN && c->satisfied && !d->s->kinds[n->kind].merit)
        needs_end(d, need, END_FADED);          /* nothing was wrong but the claim, and that is content */
}

/* A statement has to be written; its hours are owed. */
static void answer_complaint(struct day *d, const struct closing *c)
{
    double hours = d->s->officers.complaint_h;
    d->facts.complaints++;
    d->facts.works.row[d->facts.works.n++] = (struct worked){ c->need, c->unit, c->action, 1, (float)hours };
    d->w->offices.row[c->unit].owed_h += (float)hours;
}

/* Requests that nobody had: they enter the books with the best marks, unless an audit finds them. */
static void invent(struct day *d, const struct need *n, const struct closing *c, const struct action *a)
{
    struct draw x = draw_at(d->key, PURPOSE_EXCLUSION, n->key, 0x80000000u | n->changes, n->born_key);
    for (int i = 0; i < a->invents; i++) {
        int caught = draw_unit(draw_hash(x.w[2], (uint32_t)i)) < d->s->rule.audit * a->detected;
        feedback_books(d, &(struct scoring){ .unit = c->unit, .kind = n->kind, .invented = 1, .asked = 1, .responded = 1,
                                             .on_time = 1, .resolved = 1, .satisfied = 1, .caught = (uint8_t)caught });
    }
    d->facts.invented += a->invents;
}

static int taken_back(const struct day *d, const struct ticket *t)
{
    if (d->city->unit[t->unit].street == NONE)
        return 1;
    struct draw x = draw_at(d->key, PURPOSE_DISPATCH, t->key, 0x80000000u | (uint32_t)t->opened << 8 | t->hops, t->born_key);
    return draw_unit(x.w[0]) < d->s->dispatch.street_return_accepted;
}

/* The return is held against the unit, whether or not the desk takes the ticket back. */
static void give_back(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    d->facts.done[t->action]++;
    d->w->offices.row[t->unit].book.returned++;
    int taken = taken_back(d, t);
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_returned, .unit = t->unit, .a = taken);
    if (taken) {
        d->w->offices.row[t->unit].sent_back++;
        d->facts.returned_twice += t->hops == 1;
        dispatch_send_back(d, ticket);
        return;
    }
    t->flags |= TICKET_KEPT;
    t->version++;
    t->action = NONE;
    d->w->changed.row[d->w->changed.n++] = ticket;
}

/* What the files will say of it: a bought rating is the best, and no answer counts as satisfied, or not at all. */
static struct closing recorded(const struct day *d, uint32_t ticket, const struct action *a, const struct outcome *r)
{
    const struct ticket *t = &d->w->tickets.row[ticket];
    int unanswered = d->s->rating.default_satisfied;
    return (struct closing){
        .need = t->need, .ticket = ticket, .unit = t->unit, .action = t->action, .hours = t->hours,
        .fixed = (uint8_t)r->fixed, .satisfied = (uint8_t)r->satisfied, .rated = (uint8_t)r->rated,
        .conceded = (uint8_t)r->conceded, .yuan = (float)r->yuan,
        .recorded_resolved = (uint8_t)(a->buys_rating ? 1 : r->rated ? r->says_resolved : unanswered),
        .recorded_satisfied = (uint8_t)(a->buys_rating ? 1 : r->rated ? r->satisfied : unanswered),
        .asked = (uint8_t)(a->buys_rating || r->rated || unanswered) };
}

static int is_reopened(const struct day *d, const struct closing *c)
{
    const struct need *n = &d->w->needs.row[c->need];
    return c->asked && !c->recorded_satisfied && !c->fixed && n->state == NEED_OPEN && !(n->flags & NEED_QUIET) &&
           d->w->tickets.row[c->ticket].reopenings < d->s->reopening.limit;
}

/* Its unit has done what it chose. */
static void finish(struct day *d, uint32_t ticket, const struct action *a)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    struct need *n = &d->w->needs.row[t->need];
    struct outcome r = outcome_of(d, n, t, a);
    struct closing *c = &d->facts.closings.row[d->facts.closings.n++];
    *c = recorded(d, ticket, a, &r);
    d->facts.done[t->action]++;
    d->facts.money_yuan += r.yuan;
    if (!r.satisfied && !r.fixed && r.silenced)
        needs_quiet(d, n, 0);
    c->reopened = (uint8_t)is_reopened(d, c);
    STORY_TELL(d, story_who(n), .what = STORY_done, .unit = t->unit, .action = t->action, .a = c->fixed, .b = c->satisfied,
               .c = c->recorded_resolved, .d = c->recorded_satisfied, .x = t->hours);
    if (r.conceded)
        STORY_TELL(d, story_who(n), .what = STORY_conceded, .x = r.yuan);
    d->facts.joint += a->joint && !c->reopened;
    if (r.complains && !r.satisfied)
        answer_complaint(d, c);
    work_done_on_need(d, n, a, &r);
    if (c->reopened)
        reopen_ticket(d, ticket);
    else
        close_ticket(d, ticket, c);
    if (!c->reopened && a->invents)
        invent(d, n, c, a);
    needs_after(d, c->need, a, c);
}

void feedback_books(struct day *d, const struct scoring *f)
{
    struct book *b = &d->w->offices.row[f->unit].book;
    b->n++;
    b->excluded += f->excluded;
    b->listed += f->listed;
    if (!f->excluded) {
        b->responded += f->responded;
        b->asked += f->asked;
        b->on_time += f->on_time;
        b->resolved += f->resolved;
        b->satisfied += f->satisfied;
        b->truly_fixed += f->truly_fixed;
        b->audited += f->resolved && !f->caught;
        b->caught += f->caught;
    }
    d->facts.scorings.row[d->facts.scorings.n++] = *f;
}

void feedback_score(struct day *d, uint32_t ticket)
{
    struct ticket *t = &d->w->tickets.row[ticket];
    t->flags |= TICKET_SCORED;
    if (t->unit == NONE)
        return;
    struct draw x = draw_at(d->key, PURPOSE_EXCLUSION, t->key, (uint32_t)t->opened << 8 | t->hops, t->born_key);
    int closed = t->state == TICKET_CLOSED;
    struct scoring f = {
        .unit = t->unit, .kind = t->kind, .asked = !(t->flags & TICKET_UNASKED),
        .excluded = !!(t->flags & TICKET_EXCLUDED), .listed = !!(t->flags & TICKET_EXCLUDABLE),
        .responded = closed || t->hours > 0,
        .on_time = (uint8_t)(closed && t->flags & TICKET_ON_TIME),
        .resolved = (uint8_t)(closed && t->flags & TICKET_RESOLVED),
        .satisfied = (uint8_t)(closed && t->flags & TICKET_SATISFIED),
        .truly_fixed = !!(t->flags & TICKET_FIXED), .truly_satisfied = !!(t->flags & TICKET_CONTENT),
    };
    double detected = closed && t->action != NONE ? d->s->actions[t->action].detected : 0;
    f.caught = f.resolved && !f.truly_fixed && draw_unit(x.w[1]) < d->s->rule.audit * detected;
    if ((t->flags & (TICKET_CLAIMED | TICKET_JUDGED)) == TICKET_CLAIMED) {
        review_holds(d, ticket, &f);
        return;
    }
    d->w->offices.row[t->unit].granted -= f.excluded;
    STORY_TELL(d, story_who(&d->w->needs.row[t->need]), .what = STORY_scored, .unit = t->unit, .a = f.resolved,
               .b = f.satisfied, .c = f.excluded);
    feedback_books(d, &f);
}

void day_feedback(struct day *d)
{
    uint32_t n = d->facts.finished.n, *row = d->facts.finished.row;
    for (uint32_t i = 0; i < n; i++) {
        if (i + 3 * STAGE < n)
            world_fetch_ticket(d->w, row[i + 3 * STAGE]);
        if (i + 2 * STAGE < n)
            world_fetch_need(d->w, d->w->tickets.row[row[i + 2 * STAGE]].need);
        if (i + STAGE < n)
            world_fetch_resident(d->w, d->w->needs.row[d->w->tickets.row[row[i + STAGE]].need].resident);
        const struct action *a = &d->s->actions[d->w->tickets.row[row[i]].action];
        if (a->purpose == ACTION_RETURN)
            give_back(d, row[i]);
        else
            finish(d, row[i], a);
    }
    review_today(d);
}
