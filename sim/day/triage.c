/* triage.c - phase 4: what becomes of a call: answered at once, refused, merged, or a new ticket.
 *
 * An operator records kind and urgency right with a chance that grows with tenure and falls with exhaustion and
 * haste; a machine at the front with its own. Only a gate can refuse, and gates err both ways.
 */
#include "day.h"

#include "sim/base/num.h"
#include "sim/world/nature.h"

enum { HANDED = 1, HELPED, NEAR = 12, FAR = 32 };       /* calls ahead to prefetch */

int triage_stops(struct day *d, uint32_t need, uint32_t resident, enum gate_place place)
{
    const struct need *n = &d->w->needs.row[need];
    if (!d->s->n_gates)
        return 0;
    enum validity truth = (enum validity)d->s->kinds[n->kind].validity;
    struct draw x = draw_at(d->key, PURPOSE_GATE, n->key, (uint32_t)n->contacts << 8 | place, n->born_key);
    int valid = d->s->kinds[n->kind].merit, seen = 0;
    for (int g = 0; g < d->s->n_gates; g++) {
        const struct gate *gate = &d->s->gates[g];
        if (gate->place != (int)place || gate->colour != COLOUR_NONE)
            continue;
        int meant = gate->validity == (int)truth;
        double p = meant ? gate->rate : valid ? gate->error : 0, u = draw_unit(draw_hash(x.w[0], (uint32_t)g));
        d->facts.gate_valid_seen += valid && !seen;
        seen = 1;
        d->facts.volunteer_h += u < p ? gate->jurors * gate->juror_h : 0;
        if (u >= p * (meant || !gate->jurors ? d->terms.majority[g] : 1 - d->terms.majority[g]))
            continue;
        if (gate->action == GATE_WARN)
            front_warn(d, resident);
        if (gate->action == GATE_BLOCK && gate->term_d > 0)
            front_block(d, resident, gate->term_d);
        if (gate->action == GATE_REFUSE || gate->action == GATE_BLOCK) {
            d->facts.gate_valid_stopped += valid;
            return 1;
        }
    }
    return 0;
}

/* What is written down of a request that is heard right, or not: what a false report alleges cannot be told from the truth. */
static int recorded_kind(const struct day *d, int kind, int right, uint32_t word)
{
    const struct names *alleged = &d->s->kinds[kind].alleges;
    int k = (int)draw_below(word, (uint32_t)d->s->n_kinds);
    if (right)
        return alleged->n ? alleged->id[draw_below(draw_hash(word, 1), (uint32_t)alleged->n)] : kind;
    return d->s->kinds[k].validity == CONSULT || d->s->kinds[k].alleges.n ? kind : k;
}

uint32_t triage_ticket(struct day *d, uint32_t need, int recorded_kind, int urgent)
{
    struct need *n = &d->w->needs.row[need];
    uint32_t i = ticket_new(d->w);
    struct ticket *t = &d->w->tickets.row[i];
    t->need = need;
    t->state = TICKET_DESK;
    t->opened = t->arrived = (uint16_t)d->t;
    t->key = n->key;
    t->born_key = n->born_key;
    t->kind = n->kind;
    t->recorded_kind = (uint8_t)recorded_kind;
    t->flags = (uint32_t)((urgent ? TICKET_URGENT : 0) | (n->flags & NEED_NONCONFORMING ? TICKET_NONCONFORMING : 0) |
                          (n->flags & NEED_EXCLUDABLE ? TICKET_EXCLUDABLE : 0) |
                          (recorded_kind != t->kind || urgent != !!(n->flags & NEED_URGENT) ? TICKET_MISREAD : 0));
    STORY_TELL(d, story_who(n), .what = STORY_ticket, .action = t->recorded_kind, .b = urgent);
    n->ticket = i;
    d->w->open_tickets++;
    d->w->villages.row[n->street].asked++;
    d->w->open_urgent += !!(n->flags & NEED_URGENT);
    d->facts.tickets_opened++;
    d->facts.kind_opened[n->kind]++;
    d->facts.tickets_listed += !!(n->flags & NEED_EXCLUDABLE);
    d->facts.nonconforming += !!(n->flags & NEED_NONCONFORMING);
    return i;
}

/* As an operator, or a machine, writes it down. */
static void open_ticket(struct day *d, uint32_t need, int operator, const struct draw *x)
{
    const struct need *n = &d->w->needs.row[need];
    double accuracy = people_accuracy(d, operator);
    int right = draw_unit(x->w[1]) < accuracy, kind = recorded_kind(d, n->kind, right, x->w[3]);
    int urgent = n->flags & NEED_URGENT ? draw_unit(x->w[2]) < accuracy : draw_unit(x->w[2]) > 0.98 + 0.02 * accuracy;
    d->w->desk.row[d->w->desk.n++] = triage_ticket(d, need, kind, urgent);
}

void triage_refuse(struct day *d, uint32_t need)
{
    struct need *n = &d->w->needs.row[need];
    struct resident *r = adaptation_resident(d, n->resident);
    STORY_TELL(d, story_who(n), .what = STORY_refused);
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.anger_step);
    needs_quiet(d, n, NEED_REFUSED);
    n->rounds += n->rounds < UINT8_MAX;
    anger_shut_in(d, n, r);
    habits_rejected(d, need, city_street_unit(d->city, n->street));
    needs_trigger(d, need, TRIGGER_REFUSED);
    int kind = d->s->kinds[n->kind].validity;
    if (kind == UNREASONABLE || kind == OUT_OF_SCOPE || kind == MALICIOUS)
        needs_end(d, need, END_REFUSED);
}

/* The moment at which the first chain of all began, answered or not. */
static void first_attempt(const struct day *d, struct need *n, const struct centre_call *c)
{
    if (n->contacts == 0 && n->failed_calls == 0)
        n->first_attempt = (float)(d->t + c->first_at_s / CENTRE_DAY_S);
}

/* That, and the time from then to the first answer. */
static void first_times(const struct day *d, struct need *n, const struct centre_call *c)
{
    double answered_s = c->at_s + c->wait_s;
    first_attempt(d, n, c);
    if (n->answer_d < 0)
        n->answer_d = (float)(n->failed_calls == 0 ? (answered_s - c->first_at_s) / CENTRE_DAY_S
                                                   : d->t + answered_s / CENTRE_DAY_S - n->first_attempt);
}

static void threatened(struct day *d, struct ticket *t, int operator)
{
    t->flags |= TICKET_THREAT;
    d->facts.threats++;
    if (operator != CENTRE_NOBODY)
        d->facts.wear.row[operator] += (float)d->s->operators.wear_abuse;
}

/* An emergency that belongs to 110, 119 or 120: put through by an operator who sees what it is. */
static int handed_over(struct day *d, uint32_t need, const struct centre_call *c, const struct draw *x)
{
    struct need *n = &d->w->needs.row[need];
    if (d->s->kinds[n->kind].validity != MISDIRECTED ||
        draw_unit(draw_hash(x->w[0], HANDED)) >= d->s->emergency.handed * people_accuracy(d, c->operator))
        return 0;
    d->facts.handed_over++;
    STORY_TELL(d, story_who(n), .what = STORY_handed_over);
    d->facts.answered_direct++;
    if (draw_unit(draw_hash(x->w[0], HELPED)) < d->s->emergency.solves) {
        n->accepted = (float)(d->t + (c->at_s + c->wait_s + c->talk_s) / CENTRE_DAY_S);
        needs_end(d, need, END_FIXED);
        n->ended = (float)(n->accepted + d->s->emergency.delay_h / 24);
    }
    return 1;
}

void triage_contact(struct day *d, uint32_t need, const struct centre_call *c)
{
    struct need *n = &d->w->needs.row[need];
    uint32_t resident = calls_caller(d, c->tag);
    int neighbour = tag_about(c->tag) == ABOUT_SITE, failed = neighbour ? voices_was_heard(d, tag_id(c->tag)) : n->contacts > 0;
    first_times(d, n, c);
    d->facts.answered_repeats += n->contacts > 0;
    d->facts.answered_failures += failed || c->attempt > 0;
    if (n->state != NEED_OPEN)
        return;
    d->w->offices.row[city_street_unit(d->city, n->street)].book.requests++;
    d->facts.claim_contacts += n->flags & NEED_MONEY && n->claim_yuan > d->s->handling.approval_yuan;
    if (n->contacts++ == 0)
        d->facts.first_answered.row[d->facts.first_answered.n++] = need;
    d->facts.answered_thirds += n->contacts == 3;
    struct draw x = draw_at(d->key, PURPOSE_TRIAGE, n->key, n->contacts, n->born_key);
    if (n->ticket != NOBODY) {                          /* merged */
        struct ticket *t = &d->w->tickets.row[n->ticket];
        t->phone_h += (float)d->s->handling.phone_h;
        STORY_TELL(d, story_who(n), .what = STORY_joins);
        if (t->state == TICKET_OPEN)
            d->w->changed.row[d->w->changed.n++] = n->ticket;
    } else if (handed_over(d, need, c, &x)) {
        return;
    } else if (triage_stops(d, need, resident, GATE_INTAKE)) {
        if (neighbour)
            voices_refused(d, tag_id(c->tag));
        else
            triage_refuse(d, need);
    } else {
        open_ticket(d, need, c->operator, &x);
    }
    if (d->s->warning.every_d > 0 && n->ticket != NOBODY && (neighbour ? !failed : n->contacts == 1))
        warning_notes(d, n->street, d->w->tickets.row[n->ticket].recorded_kind);
    if (n->ticket != NOBODY && anger_threatens(d, n, resident))
        threatened(d, &d->w->tickets.row[n->ticket], c->operator);
}

/* The knowledge base has the answer, and the operator finds it; else a small ticket. */
static void consult_call(struct day *d, const struct centre_call *c)
{
    double skill = 0.9 + 0.1 * people_accuracy(d, c->operator);
    d->facts.answered_consults++;
    d->facts.answered_failures += c->attempt > 0;
    if ((c->luck + 0.5) * 0x1p-16 < d->s->centre.coverage * skill) {
        d->facts.answered_direct++;
        return;
    }
    struct draw x = draw_at(d->key, PURPOSE_TRIAGE, c->key, c->ordinal, c->day);
    struct birth_place at = { tag_street(c->tag), tag_id(c->tag), NOBODY };
    uint32_t need = needs_create(d, tag_kind(c->tag), c->key, c->day, at, NEED_CALLED);
    struct need *n = &d->w->needs.row[need];
    n->attempts = 1;
    first_times(d, n, c);
    n->contacts = 1;
    open_ticket(d, need, c->operator, &x);
    calls_think_later(d, need, d->s->calling.patience_d);
}

/* What the record says of a call after it: the operator has heard what it was about. */
static void book_points(struct day *d, const struct centre_call *c, uint32_t resident, int repeated)
{
    const struct scenario *s = d->s;
    const struct kind *kind = &s->kinds[tag_kind(c->tag)];
    int talk = kind->validity == EMOTIONAL;
    struct draw x = draw_at(d->key, PURPOSE_RECORD, c->key, c->ordinal, c->day);
    double points = c->may_cut & CALL_ABUSIVE ? s->record.abusive : 0;
    if (draw_unit(x.w[0]) < (nature_improper(kind) ? people_accuracy(d, c->operator) : talk ? 0 : s->record.mistaken))
        points += s->record.invalid;
    if (talk)
        points += s->record.talk;
    if (repeated)
        points += s->record.repeated;
    if (points == 0)
        return;
    struct caller *caller = callers_of(&d->w->callers, resident);
    caller->points = callers_points(caller, d->t, s->record.half_life_d) + (float)points;
    caller->touched = (uint16_t)d->t;
}

static void soothed(struct day *d, uint32_t resident, int operator, double relief)
{
    struct resident *r = adaptation_resident(d, resident);
    double voice = 1 - d->s->calling.coldness * d->w->posts.row[operator].exhaustion;
    adaptation_feels(d, r, &r->anger, share_of(r->anger) * (1 - (relief < 1 ? relief : 1) * voice));
}

/* A call that a person answered: it takes the operator's strength and, kindly answered, some of the caller's anger. */
static void heard(struct day *d, const struct centre_call *c, uint32_t resident, const struct line *line)
{
    const struct scenario *s = d->s;
    double wear = line ? line->wear : 1, solace = s->calling.lonely_relief, lasts_d = s->calling.lonely_return_d;
    enum talk talk = c->may_cut & CALL_ABUSIVE ? TALK_ABUSIVE : c->may_cut & CALL_ONLY_TO_TALK ? TALK_ONLY_TO_TALK
                     : c->class == CLASS_URGENT ? TALK_URGENT : TALK_ORDINARY;
    d->facts.talk_s[talk] += c->talk_s;
    d->facts.talks[talk]++;
    if (d->w->resident[resident].anger)
        soothed(d, resident, c->operator, s->calling.anger_relief + (line ? line->relief : 0));
    if (c->may_cut & CALL_ABUSIVE) {
        d->facts.abuses++;
        d->facts.abused.row[c->operator]++;
        d->facts.wear.row[c->operator] += (float)(s->operators.wear_abuse * wear);
    }
    if (tag_about(c->tag) != ABOUT_HABIT)
        return;
    d->facts.wear.row[c->operator] += (float)(s->operators.wear_long_call * wear * c->talk_s / 3600);
    habits_heard(d, resident, line && line->solace > solace ? line->solace : solace,
                 line && line->solace_d > lasts_d ? line->solace_d : lasts_d);
}

/* Repeated: about a matter that had been called in before. Invalid: neither a question nor a request that is the line's. */
static int needless(const struct day *d, const struct centre_call *c)
{
    enum validity truth = (enum validity)d->s->kinds[tag_kind(c->tag)].validity;
    int again = tag_about(c->tag) == ABOUT_NEED && d->w->needs.row[tag_id(c->tag)].contacts > 0;
    return again || (truth != CONSULT && truth != VALID);
}

/* By an operator of this line (NULL: the ordinary one), or by the machine. */
static void answered(struct day *d, const struct centre_call *c, const struct line *line)
{
    enum call_about about = tag_about(c->tag);
    int about_need = about == ABOUT_NEED;
    uint32_t resident = calls_caller(d, c->tag);
    struct resident *r = &d->w->resident[resident];
    if (d->t >= d->t0 && r->calls < UINT16_MAX)
        r->calls++;
    if (c->operator != CENTRE_NOBODY)
        heard(d, c, resident, line);
    d->facts.kind_answered[tag_kind(c->tag)]++;
    d->facts.answered_needless += needless(d, c);
    if (d->s->record.kept)
        book_points(d, c, resident, about_need ? d->w->needs.row[tag_id(c->tag)].contacts > 0 : about == ABOUT_GRIEVANCE);
    if (about_need) {
        d->w->needs.row[tag_id(c->tag)].flags &= (uint16_t)~NEED_WAITS_LINE;
        triage_contact(d, tag_id(c->tag), c);
    } else if (about == ABOUT_GRIEVANCE) {
        habits_complains(d, c);
    } else if (about == ABOUT_SITE) {
        voices_answered(d, c);
    } else if (about == ABOUT_CONSULT) {
        consult_call(d, c);
    } else {
        d->facts.answered_habits++;
        d->facts.answered_direct++;
    }
}

/* Whose call it is: the need it is about, or its caller alone. */
static struct story_who story_of_call(const struct day *d, const struct centre_call *c)
{
    uint32_t id = tag_id(c->tag);
    uint32_t about = tag_about(c->tag) == ABOUT_NEED ? id
                     : tag_about(c->tag) == ABOUT_SITE ? d->w->sites.row[d->w->voices.row[id].site].need : NOBODY;
    struct story_who who = about != NOBODY ? story_who(&d->w->needs.row[about])
                           : (struct story_who){ .key = NOBODY, .kind = (uint8_t)tag_kind(c->tag),
                                                 .street = (int16_t)tag_street(c->tag) };
    who.resident = calls_caller(d, c->tag);
    return who;
}

static void tell_call(struct day *d, const struct centre_call *c)
{
    static const enum story_what WHAT[] = { [CENTRE_ANSWERED] = STORY_answered, [CENTRE_ABANDONED] = STORY_abandons,
                                            [CENTRE_BLOCKED] = STORY_busy };
    int machine = c->operator == CENTRE_NOBODY;
    if (c->outcome == CENTRE_ANSWERED || c->outcome == CENTRE_ABANDONED || c->outcome == CENTRE_BLOCKED)
        STORY_TELL(d, story_of_call(d, c), .what = WHAT[c->outcome], .a = machine, .b = machine ? 0 : c->operator + 1,
                   .x = c->wait_s, .y = c->talk_s);
}

/* Stopped before any queue. Whoever has a need may think of calling again, as after any failed call. */
static void turned_away(struct day *d, const struct centre_call *c)
{
    uint32_t resident = calls_caller(d, c->tag);
    STORY_TELL(d, story_of_call(d, c), .what = STORY_turned_away);
    if (tag_about(c->tag) == ABOUT_SITE)
        voices_hangs_up(d, tag_id(c->tag));
    if (tag_about(c->tag) == ABOUT_NEED) {
        struct need *n = &d->w->needs.row[tag_id(c->tag)];
        n->flags = (uint16_t)((n->flags & ~NEED_WAITS_LINE) | (d->s->kinds[n->kind].merit ? NEED_MISJUDGED : 0));
        first_attempt(d, n, c);
        n->failed_calls += n->failed_calls < UINT8_MAX;
    }
    struct resident *r = adaptation_resident(d, resident);
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.anger_step);
}

/* The chain of attempts ended without an answer. */
static void gave_up_line(struct day *d, uint32_t need, const struct centre_call *c)
{
    struct need *n = &d->w->needs.row[need];
    struct resident *r = adaptation_resident(d, n->resident);
    n->flags &= (uint16_t)~NEED_WAITS_LINE;
    first_attempt(d, n, c);
    n->failed_calls += n->failed_calls < UINT8_MAX;
    adaptation_feels(d, r, &r->anger, share_of(r->anger) + d->s->calling.abandon_anger);
}

/* Always inlined: gcc takes a function that only prefetches for one without effect, and drops the call. */
static inline __attribute__((always_inline)) void prefetch_caller(const struct day *d, const struct centre *c, int row)
{
    if (row + NEAR < c->n && tag_about(c->call[row + NEAR].tag) == ABOUT_NEED)
        world_fetch_resident(d->w, d->w->needs.row[tag_id(c->call[row + NEAR].tag)].resident);
    if (row + FAR >= c->n)
        return;
    uint64_t tag = c->call[row + FAR].tag;
    if (tag_about(tag) == ABOUT_NEED)
        world_fetch_need(d->w, tag_id(tag));
    else if (tag_about(tag) != ABOUT_SITE)
        world_fetch_resident(d->w, tag_id(tag));
}

/* Rows of one chain stand in the order of its attempts: the last one says how it stands tonight. Most chains are one
 * attempt that did not fail; there is nothing to note. */
static void chains_under_way(struct day *d, const struct centre *centre)
{
    for (int i = 0; i < centre->n; i++) {
        const struct centre_call *c = &centre->call[i];
        int failed = c->outcome == CENTRE_ABANDONED || c->outcome == CENTRE_BLOCKED;
        if (c->attempt == 0 && !failed)
            continue;
        if (tag_about(c->tag) == ABOUT_SITE)
            voices_dialled(d, tag_id(c->tag), failed);
        if (tag_about(c->tag) != ABOUT_NEED)
            continue;
        struct need *n = &d->w->needs.row[tag_id(c->tag)];
        if (failed)
            n->flags |= NEED_LINE_FAILED;
        else
            n->flags &= (uint16_t)~NEED_LINE_FAILED;
    }
}

static void line_triage(struct day *d, const struct centre *c, const struct line *line)
{
    chains_under_way(d, c);
    for (int i = 0; i < c->n; i++) {
        prefetch_caller(d, c, i);
        const struct centre_call *call = &c->call[i];
        if (d->story)
            tell_call(d, call);
        if (call->outcome == CENTRE_ANSWERED)
            answered(d, call, line);
        else if (tag_about(call->tag) == ABOUT_NEED && d->w->needs.row[tag_id(call->tag)].flags & NEED_LINE_FAILED) {
            d->w->needs.row[tag_id(call->tag)].flags &= (uint16_t)~NEED_LINE_FAILED;
            gave_up_line(d, tag_id(call->tag), call);
        } else if (tag_about(call->tag) == ABOUT_SITE) {
            voices_unanswered(d, tag_id(call->tag));
        }
    }
}

void day_triage(struct day *d)
{
    for (int l = 0; l < world_lines(d->w); l++)
        line_triage(d, world_line(d->w, l), l ? &d->s->lines[l - 1] : NULL);
    for (uint32_t i = 0; i < d->facts.contained.n; i++) {
        if (d->story)
            tell_call(d, &d->facts.contained.row[i]);
        answered(d, &d->facts.contained.row[i], NULL);
    }
    for (uint32_t i = 0; i < d->facts.turned_away.n; i++)
        turned_away(d, &d->facts.turned_away.row[i]);
    warning_evening(d);
    topics_evening(d);
}
