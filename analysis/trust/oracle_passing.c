/* oracle_passing.c - a ticket on its way from office to office is a Markov chain that ends where somebody keeps it.
 *
 * The desk is the simulator's (dispatch.c); each office that a ticket reaches sends it back with a chance of its own, drawn
 * here. The states of the chain are (returns so far, office that has it); after so many returns the street has it for good.
 */
#include <math.h>

#include "oracle.h"
#include "oracle_town.h"

enum { TICKETS = 2000, TOWNS = 40, OFFICES = 5, RETURNS = 4, FROM = 4000 };
/* Of the departments that could have it, the competent one first; the street last. */
static const double SENDS_BACK[OFFICES] = { 0.3, 0.9, 0.8, 0.95, 0.5 };
static const double TERRITORIAL = 0.4, ACCURACY = 0.7;

struct ends { double returns, competent, street; };

/* Where the desk sends it: the first that is not `last` with the desk's accuracy, else any of them. */
static void named(double share, int returns, int last, double at[OFFICES])
{
    int n = OFFICES - (returns > 0), first = returns > 0 && last == 0;
    double desk = returns == 0 ? share * (1 - TERRITORIAL) : share;
    at[OFFICES - 1] += share - desk;
    for (int i = 0; i < OFFICES; i++)
        at[i] += returns > 0 && i == last ? 0 : desk * ((i == first) * ACCURACY + (1 - ACCURACY) / n);
}

static struct ends chain(void)
{
    struct ends ends = { 0 };
    double with[OFFICES] = { 0 };
    named(1, 0, NONE, with);
    for (int returns = 0; returns < RETURNS; returns++) {
        double next[OFFICES] = { 0 };
        for (int i = 0; i < OFFICES; i++) {
            double back = with[i] * SENDS_BACK[i], kept = with[i] - back;
            ends.returns += back;
            ends.competent += i == 0 ? kept : 0;
            ends.street += i == OFFICES - 1 ? kept : 0;
            if (returns + 1 < RETURNS)
                named(back, returns + 1, i, next);
            else
                ends.street += back;
        }
        for (int i = 0; i < OFFICES; i++)
            with[i] = next[i];
    }
    return ends;
}

static int office_of(const struct oracle_town *t, const struct ticket *row)
{
    const struct names *k = &t->file.scenario.kinds[row->kind].competent;
    for (int i = 0; i < k->n; i++)
        if (row->unit == city_department_unit(&t->city, k->id[i], 0))
            return i;
    return OFFICES - 1;
}

static int make_room(struct oracle_town *t, struct err *err)
{
    struct world *w = &t->world;
    struct facts *f = &t->day.facts;
    return column_reserve(&w->needs, TICKETS, err) || column_reserve(&w->tickets, TICKETS, err) ||
           column_reserve(&w->changed, (RETURNS + 1) * TICKETS, err) || column_reserve(&f->born, TICKETS, err) ||
           column_reserve(&f->thinking, TICKETS, err) || column_reserve(&w->desk, TICKETS, err) ||
           wheel_reserve(&w->ticket_wheel, (RETURNS + 1) * TICKETS, err);
}

/* New tickets of one kind from the first street, at the desk. */
static void tickets_come(struct oracle_town *t, int kind)
{
    struct world *w = &t->world;
    for (uint32_t i = 0; i < TICKETS; i++) {
        uint32_t need = needs_create(&t->day, kind, i, 0, (struct birth_place){ 0, t->city.street[0].first, NOBODY }, 0);
        uint32_t ticket = ticket_new(w);
        struct ticket *row = &w->tickets.row[ticket];
        row->need = need;
        row->key = i;
        row->kind = row->recorded_kind = (uint8_t)kind;
        row->state = TICKET_DESK;
        row->unit = NONE;
        w->needs.row[need].ticket = ticket;
        w->desk.row[w->desk.n++] = ticket;
    }
}

/* Rounds of the desk and of the offices, until nobody sends anything back. */
static struct ends passed_on(struct oracle_town *t)
{
    struct ends sum = { 0 };
    struct world *w = &t->world;
    while (w->desk.n) {
        w->changed.n = 0;
        day_dispatch(&t->day);
        for (uint32_t i = 0, n = w->changed.n; i < n; i++) {
            uint32_t ticket = w->changed.row[i];
            const struct ticket *row = &w->tickets.row[ticket];
            int at = office_of(t, row);
            double u = draw_unit(draw_at(t->day.key, PURPOSE_WORLD, row->key, row->hops, 1).w[0]);
            if (row->hops < RETURNS && u < SENDS_BACK[at]) {
                sum.returns++;
                dispatch_send_back(&t->day, ticket);
            } else {
                sum.competent += at == 0;
                sum.street += at == OFFICES - 1;
            }
        }
    }
    return sum;
}

int oracle_passing(int effort, const struct oracle_report *report, struct err *err)
{
    static const char name[] = "tickets passed on, 5 offices, 4 returns";
    struct oracle_ratio returns = { 0 }, competent = { 0 }, street = { 0 };
    int failed = 0;
    for (int r = 0; r < TOWNS * effort && !failed; r++) {
        struct oracle_town t;
        failed = oracle_town_found(&t, FROM + (uint32_t)r, ORACLE_TOWN("city.streets=1", "dispatch.desk_minutes=0",
            "dispatch.delay_d=0", "dispatch.returns=4", "dispatch.territorial=0.4", "centre.dispatch_accuracy=0.7",
            "dispatch.clarity=1", "kinds.noise.competent=[environment, urban_management, housing, market_regulation]"), err) ||
            make_room(&t, err);
        if (!failed) {
            t.day.date = t.city.date;
            tickets_come(&t, oracle_town_kind(&t, "noise"));
            struct ends sum = passed_on(&t);
            oracle_ratio_add(&returns, sum.returns, TICKETS, 0);
            oracle_ratio_add(&competent, sum.competent, TICKETS, 0);
            oracle_ratio_add(&street, sum.street, TICKETS, 0);
        }
        oracle_town_leave(&t);
    }
    if (failed)
        return -1;
    struct ends law = chain();
    oracle_ratio_tell(&returns, name, "returns a ticket", law.returns, report);
    oracle_ratio_tell(&competent, name, "share that ends with the competent", law.competent, report);
    oracle_ratio_tell(&street, name, "share that ends in the street", law.street, report);
    return 0;
}
