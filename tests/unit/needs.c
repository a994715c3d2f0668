/* needs.c (unit) - needs worsen by their own law, and what holds them up holds them up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/scenario/params.h"
#include "sim/world/nature.h"
#include "town.h"

/* --- worsening --- */

static void what_is_left_alone_worsens_by_the_law_of_its_kind(void **state)
{
    (void)state;
    enum { N = 50000, TOLD = 25 };
    struct town t;
    town_found(&t, 3, NULL, LIST("kinds.noise.worsen_d=37", "kinds.noise.worsen_urgent=0.3", "kinds.noise.urgent=0"));
    int noise = town_kind(&t, "noise");
    double mean = 0, early = 0, urgent = 0;
    for (uint32_t i = 0; i < N; i++) {
        struct nature n = nature_of(&t.file.scenario, t.day.key, noise, i, 5);
        mean += n.worsen_d / N;
        early += (n.worsen_d < TOLD) / (double)N;
        urgent += n.worse_urgent / (double)N;
    }
    double share = 1 - exp(-TOLD / 37.0);
    assert_true(fabs(mean - 37) < 4 * 37 / sqrt(N));
    assert_true(fabs(early - share) < 4 * sqrt(share * (1 - share) / N));
    assert_true(fabs(urgent - 0.3) < 4 * sqrt(0.3 * 0.7 / N));
    assert_true(nature_of(&t.file.scenario, t.day.key, town_kind(&t, "consumer_dispute"), 1, 5).worsen_d >= NEVER);
    town_leave(&t);
}

/* A need made by hand on day 0, in a town that does nothing. */
static struct need *lone_need(struct town *t, const char *kind)
{
    town_found(t, 4, NULL, LIST("calendar.warmup=0", "calendar.days=100", "city.sites=0", "channels.hotline.constant=-20",
                                "kinds.sanitation.rate=500",
                                "channels.self_help.solves=0", "channels.community.solves=0", "channels.police.solves=0",
                                "channels.petition.solves=0", "channels.court.solves=0"));
    town_live(t, 0);
    for (uint32_t i = 0; i < t->world.needs.n; i++) {
        struct need *n = &t->world.needs.row[i];
        if (n->state == NEED_OPEN && n->kind == town_kind(t, kind) && n->ticket == NOBODY) {
            n->fade = NEVER;
            return n;
        }
    }
    return NULL;
}

static void harm_is_counted_to_the_day_on_which_it_worsens(void **state)
{
    (void)state;
    enum { WORSE = 23, END = 60 };
    struct town t;
    struct need *n = lone_need(&t, "sanitation");
    assert_non_null(n);
    uint32_t row = (uint32_t)(n - t.world.needs.row);
    double before = n->harm, factor = t.file.scenario.kinds[n->kind].worsen_factor;
    n->worse = WORSE;
    need_wake_at(&t.world, row, 0, WORSE + 40);
    assert_int_equal(n->due, WORSE);            /* nothing that it waits for is later */
    for (uint32_t day = 1; day < END; day++)
        town_live(&t, day);
    n = &t.world.needs.row[row];
    need_accrue(n, END, 0);
    assert_true(fabs(n->harm - before * factor) < 1e-6 * n->harm);
    assert_true(fabs(n->harm_done - before * (WORSE + factor * (END - WORSE))) < 1e-5 * n->harm_done);
    assert_int_equal(n->worse, NEVER);          /* once */
    town_leave(&t);
}

static void relief_holds_worsening_up(void **state)
{
    (void)state;
    struct need n = { .worse = 50 };
    need_relieve(&n, 0.7, 10, 30);
    assert_int_equal(n.worse, 70);
    need_relieve(&n, 0.7, 20, 37);              /* 7 days more */
    assert_int_equal(n.worse, 77);
    need_relieve(&n, 0.2, 40, 41);
    assert_int_equal(n.worse, 78);
    assert_true(fabs(need_relief(&n) - 0.2) < 1e-5);
    struct need never = { .worse = NEVER };
    need_relieve(&never, 0.7, 10, 30);
    assert_int_equal(never.worse, NEVER);
}

/* --- a site's voices --- */

/* Sites fail often, and no unit ever finishes anything. */
#define IDLE_UNITS "handling.hours_a_day=1", "handling.own_floor=100", "channels.community.solves=0", "channels.police.solves=0", \
                   "channels.petition.solves=0", "channels.court.solves=0", "channels.self_help.solves=0"

static void a_site_has_as_many_voices_as_its_kind_says(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 8, NULL, LIST("calendar.warmup=0", "calendar.days=600", "city.sites=500", "kinds.old_lifts.voices=5",
                                 "kinds.old_pipes.voices=0", "kinds.parking_shortage.voices=0", "calling.notice_d=20",
                                 "kinds.old_lifts.rate=100000", IDLE_UNITS));
    int lifts = town_kind(&t, "old_lifts");
    double sites = 0, voices = 0, noticed = 0;
    town_live(&t, 0);                           /* all that fail on one day: they notice from then on */
    for (uint32_t i = 0; i < t.world.sites.n; i++)
        sites += t.world.sites.row[i].state != SITE_OK && t.world.sites.row[i].kind == lifts;
    for (uint32_t i = 0; i < t.world.voices.n; i++) {
        const struct voice *v = &t.world.voices.row[i];
        assert_int_equal(t.world.sites.row[v->site].kind, lifts);
        voices++;
        noticed += v->thoughts == 1 ? v->day - 0.0 : 0;
    }
    for (int day = 1; day < 8; day++) {
        double before = t.world.voices.n;
        uint32_t row = t.world.voices.n;
        town_live(&t, (uint32_t)day);
        for (uint32_t i = 0; i < t.world.sites.n; i++)
            sites += t.world.sites.row[i].kind == lifts && t.world.sites.row[i].state != SITE_OK &&
                     t.world.needs.row[t.world.sites.row[i].need].born == day;
        voices += t.world.voices.n - before;
        for (; row < t.world.voices.n; row++)
            noticed += t.world.voices.row[row].day - day;
    }
    print_message("# %g voices at %g sites, after %.2f days\n", voices, sites, noticed / voices);
    assert_true(sites > 100);
    assert_true(fabs(voices / sites - 5) < 4 * 5 / sqrt(sites));
    assert_true(fabs(noticed / voices - 19.5) < 4 * 20 / sqrt(voices) + 0.3);
    town_leave(&t);
}

/* Harm and tickets of a town after 150 days in which its sites fail and nobody mends them. */
struct broken { double harm, called, contacts, sites; };
static struct broken broken_town(const char *voices)
{
    struct town t;
    struct broken b = { 0 };
    char set[64];
    snprintf(set, sizeof set, "kinds.old_lifts.voices=%s", voices);
    town_found(&t, 9, NULL, LIST(set, "kinds.old_pipes.voices=0", "kinds.parking_shortage.voices=0", "calendar.warmup=0",
                                 "calendar.days=150", "city.sites=100", IDLE_UNITS));
    for (uint32_t day = 0; day < 150; day++)
        town_live(&t, day);
    for (uint32_t i = 0; i < t.world.sites.n; i++) {
        if (t.world.sites.row[i].state == SITE_OK || t.world.sites.row[i].kind != town_kind(&t, "old_lifts"))
            continue;
        struct need *n = &t.world.needs.row[t.world.sites.row[i].need];
        need_accrue(n, 150, 0);
        b.sites++;
        b.harm += n->harm_done;
        b.called += !!(n->flags & NEED_CALLED);
        b.contacts += n->contacts;
    }
    for (uint32_t i = 0; i < t.world.tickets.n; i++) {          /* one at most per need */
        const struct ticket *k = &t.world.tickets.row[i];
        if (k->state != TICKET_FREE && k->state != TICKET_CLOSED)
            assert_int_equal(t.world.needs.row[k->need].ticket, i);
    }
    town_leave(&t);
    return b;
}

static void many_voices_end_the_silence_and_change_no_harm(void **state)
{
    (void)state;
    struct broken one = broken_town("0"), many = broken_town("6");
    print_message("# sites %g: called in %g, with voices %g; contacts %g, %g\n", one.sites, one.called, many.called, one.contacts,
                  many.contacts);
    assert_true(one.sites > 10 && one.sites == many.sites);
    assert_true(fabs(one.harm - many.harm) < 1e-6 * one.harm);
    assert_true(many.called > one.called && many.contacts > 2 * one.contacts);
}

/* --- feuds, councils, prevention --- */

static void a_majority_is_right_more_often_than_one(void **state)
{
    (void)state;
    assert_true(fabs(community_majority(1, 0.37) - 0.37) < 1e-15);
    assert_true(fabs(community_majority(3, 0.7) - 0.784) < 1e-12);
    assert_true(fabs(community_majority(2, 0.7) - 0.7) < 1e-12);         /* a tie is settled by lot */
    assert_true(fabs(community_majority(101, 0.5) - 0.5) < 1e-12 && community_majority(101, 0.75) > 0.999);
}

static void a_larger_circle_contains_a_smaller_one(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 3, NULL, LIST("community.coverage=0.3"));
    struct scenario larger = t.file.scenario;
    double known = 0, n = t.city.n_residents;
    larger.community.coverage = 0.6;
    for (uint32_t i = 0; i < t.city.n_residents; i++) {
        int knows = community_knows(&t.day, i);
        known += knows;
        t.day.s = &larger;
        assert_true(knows <= community_knows(&t.day, i));
        t.day.s = &t.file.scenario;
    }
    assert_true(fabs(known / n - 0.3) < 4 * sqrt(0.3 * 0.7 / n));
    town_leave(&t);
}

struct neighbourhood { double begun, surfaces, mediated, flips, measure, prevented, volunteers, settled, dropped, tickets; };
static struct neighbourhood live_beside(const char *a, const char *b, const char *c)
{
    struct town t;
    struct neighbourhood x = { 0 };
    town_found(&t, 6, NULL, LIST("calendar.warmup=30", "calendar.days=300", "kinds.neighbour_feud.rate=60",
                                 "kinds.neighbour_feud.fade_d=20", "children.feud_surface.delay_d=5", a, b, c));
    for (uint32_t day = 0; day < 300; day++) {
        town_live(&t, day);
        x.begun += (double)t.day.facts.feuds_begun;
        x.surfaces += (double)t.day.facts.feud_surfaces;
        x.mediated += (double)t.day.facts.feuds_mediated;
        x.flips += (double)t.day.facts.flip_flops;
        x.measure += t.day.facts.measure_h;
        x.prevented += t.day.facts.prevented.n;
        x.volunteers += t.day.facts.volunteer_h;
        x.settled += (double)t.day.facts.council_settled;
        x.dropped += (double)t.day.facts.council_dropped;
        x.tickets += (double)t.day.facts.tickets_opened;
    }
    town_leave(&t);
    return x;
}

/* A feud that comes back with chance p each time its need has gone comes up 1 / (1 - p) times in all. */
static void only_mediation_ends_a_feud(void **state)
{
    (void)state;
    struct neighbourhood never = live_beside("children.feud_surface.probability=0", "kinds.neighbour_feud.mediates=false",
                                             "city.lonely_share=0");
    struct neighbourhood half = live_beside("children.feud_surface.probability=0.5", "kinds.neighbour_feud.mediates=false",
                                            "children.feud_surface.to=[neighbour_feud]");
    struct neighbourhood mended = live_beside("children.feud_surface.probability=0.5", "community.councils=1",
                                              "community.visits_mo=4");
    print_message("# of %g feuds %g more needs; with councils %g, %g settled\n", half.begun, half.surfaces, mended.surfaces,
                  mended.mediated);
    assert_true(never.surfaces == 0 && never.mediated == 0 && half.mediated == 0);
    assert_true(half.surfaces / half.begun > 0.65 && half.surfaces / half.begun < 1.05);    /* the last are still to come */
    assert_true(mended.surfaces < 0.8 * half.surfaces && mended.mediated > 0.3 * mended.begun);
    assert_true(mended.volunteers > 0 && half.volunteers == 0);
}

/* However many conflicts come up again on one day, there is room for what they will be about next. */
static void all_feuds_may_surface_on_one_day(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct town t;
    struct world *w = &t.world;
    town_found(&t, 6, NULL, LIST("calendar.warmup=0", "calendar.days=400", "children.feud_surface.probability=1",
                                 "children.feud_surface.delay_d=5"));
    town_live(&t, 0);
    town_demand(column_reserve(&w->needs, N, &t.err) || column_reserve(&t.day.facts.born, N, &t.err) ||
                column_reserve(&t.day.facts.thinking, N, &t.err) || wheel_reserve(&w->need_wheel, N, &t.err), &t.err);
    for (uint32_t i = 0; i < N; i++) {
        struct birth_place at = { 0, i % t.city.street[0].n + t.city.street[0].first, NOBODY };
        uint32_t need = needs_create(&t.day, town_kind(&t, "neighbour_feud"), 0x400000u | i, 0, at, NEED_CHILD | NEED_FEUD);
        w->needs.row[need].fade = 1;
        need_wake_at(w, need, 0, 1);
    }
    uint32_t before = w->births.n;
    town_live(&t, 1);
    assert_true(w->births.n >= before + N && w->births.n <= w->births.room);
    town_leave(&t);
}

/* The control of group-review: the same streets are chosen, and nothing else in the world differs from a city without councils. */
static void placebo_councils_change_nothing(void **state)
{
    (void)state;
    enum { TOWNS = 3, DAYS = 60 };
    static const char *const POLICY[TOWNS] = { "baseline", "group-review-placebo", "group-review" };
    struct town t[TOWNS];
    double volunteers[TOWNS] = { 0 };
    for (int i = 0; i < TOWNS; i++) {
        town_found(&t[i], 9, i ? LIST(POLICY[i]) : NULL, LIST("calendar.warmup=20"));
        for (uint32_t day = 0; day < DAYS; day++) {
            town_live(&t[i], day);
            volunteers[i] += t[i].day.facts.volunteer_h;
        }
    }
    uint32_t councils = 0, none = 0;
    for (uint32_t v = 0; v < t[0].world.villages.n; v++) {
        none += t[0].world.villages.row[v].council;
        councils += t[1].world.villages.row[v].council;
        assert_int_equal(t[1].world.villages.row[v].council, t[2].world.villages.row[v].council);
        assert_int_equal(t[0].world.villages.row[v].asked, t[1].world.villages.row[v].asked);
    }
    assert_true(none == 0 && councils > 0);
    assert_true(volunteers[0] == 0 && volunteers[1] == 0 && volunteers[2] > 0);
    assert_int_equal(t[0].world.needs.n, t[1].world.needs.n);
    for (uint32_t i = 0; i < t[0].world.needs.n; i++)
        assert_memory_equal(&t[0].world.needs.row[i], &t[1].world.needs.row[i], sizeof(struct need));
    for (int i = 0; i < TOWNS; i++)
        town_leave(&t[i]);
}

static void prevention_takes_its_hours(void **state)
{
    (void)state;
    struct neighbourhood x = live_beside("kinds.noise.level=0.7", "kinds.noise.prevention_h=0.37", "channels.community.hours=0");
    assert_true(x.prevented > 50);
    assert_true(fabs(x.measure - 0.37 * x.prevented) < 0.37 * 3 + 1e-3 * x.measure);
    struct neighbourhood y = live_beside("kinds.noise.level=1", "kinds.noise.prevention_h=0.37", "channels.community.hours=0");
    assert_true(y.measure == 0);
}

/* A further resident of the site is on the line: it is this one who threatens, is refused, and calls for the first time. */
static void a_voice_speaks_for_itself(void **state)
{
    (void)state;
    struct town t;
    town_found(&t, 8, NULL, LIST("calendar.warmup=0", "city.sites=500", "kinds.old_lifts.voices=5", "kinds.old_lifts.rate=100000",
                                 "calling.threat=1", "calling.boiling=0.4", "gates.no.place=intake", "gates.no.validity=emotional",
                                 "gates.no.rate=0", IDLE_UNITS));
    for (uint32_t day = 0; day < 3; day++)
        town_live(&t, day);
    uint32_t voice = 0;
    while (t.world.voices.row[voice].flags != VOICE_USED ||
           t.world.needs.row[t.world.sites.row[t.world.voices.row[voice].site].need].contacts > 0)
        assert_true(++voice < t.world.voices.n);
    struct voice *v = &t.world.voices.row[voice];
    uint32_t need = t.world.sites.row[v->site].need;
    struct need *n = &t.world.needs.row[need];
    struct resident *owner = &t.world.resident[n->resident], *neighbour = &t.world.resident[v->resident];
    struct facts *f = &t.day.facts;
    struct centre_call call = { .tag = call_tag(ABOUT_SITE, n->street, n->kind, voice), .operator = CENTRE_NOBODY };
    long threats = f->threats, failures = f->answered_failures;
    assert_true(n->resident != v->resident && n->ticket == NOBODY);
    n->contacts = 1;                            /* the first one has called before */
    owner->anger = 255;
    neighbour->anger = 0;
    voices_answered(&t.day, &call);
    assert_int_equal(f->threats, threats);
    assert_int_equal(f->answered_failures, failures);
    neighbour->anger = 255;
    voices_answered(&t.day, &call);
    assert_int_equal(f->threats, threats + 1);
    assert_int_equal(f->answered_failures, failures + 1);
    t.world.tickets.row[n->ticket].state = TICKET_CLOSED;
    n->ticket = NOBODY;
    neighbour->anger = 0;
    t.file.scenario.gates[params_row_named(&t.file.scenario, section_named("gates"), "no")].error = 1;
    voices_answered(&t.day, &call);
    assert_true(n->ticket == NOBODY && !(n->flags & NEED_REFUSED) && v->flags & VOICE_REFUSED && neighbour->anger > 0);
    voices_call(&t.day);
    assert_false(v->flags & VOICE_USED);
    town_leave(&t);
}

/* Each call that a machine passes on breeds a complaint by a draw of its own. */
static void each_call_passed_on_draws_anew(void **state)
{
    (void)state;
    enum { CALLS = 400 };
    struct town t;
    town_found(&t, 4, NULL, LIST("calendar.warmup=0", "children.complains_about_machine.probability=0.3",
                                 "children.complains_about_machine.delay_d=0"));
    town_tickets(&t, 1, "noise", "noise");
    town_demand(column_reserve(&t.world.births, CALLS, &t.err), &t.err);
    for (int i = 0; i < CALLS; i++) {
        t.world.needs.row[0].attempts++;
        needs_trigger(&t.day, 0, TRIGGER_MACHINE);
    }
    assert_true(fabs(t.world.births.n / (double)CALLS - 0.3) < 4 * sqrt(0.3 * 0.7 / CALLS));
    for (uint32_t i = 1; i < t.world.births.n; i++)
        assert_true(t.world.births.row[i].key != t.world.births.row[0].key);
    town_leave(&t);
}

/* Many needs of old, about all of which somebody gets through for the first time on one day: there is room for their tickets. */
static void a_line_may_open_after_years(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct town t;
    struct world *w = &t.world;
    town_found(&t, 2, NULL, LIST("calendar.warmup=0", "centre.operators=3000", "centre.patience_mu=20", "centre.talk_scale=0.01",
                                 "calling.repeat_base=20"));
    town_live(&t, 0);
    town_demand(column_reserve(&w->needs, N, &t.err) || column_reserve(&t.day.facts.born, N, &t.err) ||
                column_reserve(&t.day.facts.thinking, N, &t.err) || wheel_reserve(&w->need_wheel, N, &t.err), &t.err);
    for (uint32_t i = 0; i < N; i++) {
        struct birth_place at = { 0, i % t.city.street[0].n + t.city.street[0].first, NOBODY };
        uint32_t need = needs_create(&t.day, town_kind(&t, "noise"), 0x400000u | i, 0, at, NEED_CHILD);
        w->needs.row[need].attempts = 1;        /* who was not answered yet */
        needs_link(&t.day, need);
        need_wake_at(w, need, 0, 1);
    }
    town_live(&t, 1);
    assert_true(t.day.facts.tickets_opened > N / 2);
    town_live(&t, 2);
    town_leave(&t);
}

static void councils_vote_mediate_and_help_as_far_as_their_time_goes(void **state)
{
    (void)state;
    enum { WEEKS = 39, STREETS = 3, THOUSANDS = 20, MOST_H = 4 };        /* of one matter: small_h, visit_h */
    struct neighbourhood none = live_beside("community.councils=0", "calendar.opening=1", "community.jurors=7");
    struct neighbourhood idle = live_beside("community.councils=1", "community.volunteers_h=0", "community.jurors=7");
    struct neighbourhood busy = live_beside("community.councils=1", "community.volunteers_h=1", "community.jurors=7");
    struct neighbourhood free = live_beside("community.councils=1", "community.volunteers_h=500", "community.jurors=0");
    print_message("# tickets %g, with councils %g; settled %g and %g, voted down %g\n", none.tickets, free.tickets, busy.settled,
                  free.settled, busy.dropped);
    assert_true(idle.settled == 0 && idle.dropped == 0 && idle.volunteers == 0 && idle.tickets == none.tickets);
    assert_true(busy.volunteers > 0.8 * WEEKS * THOUSANDS && busy.volunteers < WEEKS * (THOUSANDS + STREETS * MOST_H));
    assert_true(busy.settled > 0 && busy.dropped > 0 && free.dropped == 0);
    assert_true(free.settled > 2 * busy.settled && free.tickets < 0.9 * none.tickets);
}

/* Where nobody has asked yet, a lot says where councils sit; they are founded when the rule comes, also late, and stay. */
static void councils_are_founded_when_the_rule_comes(void **state)
{
    (void)state;
    enum { SEEDS = 12 };
    int first = 0;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        struct town t;
        struct scenario before;
        int councils = 0;
        town_found(&t, seed, NULL, LIST("calendar.warmup=0", "community.councils=0.34"));
        before = t.file.scenario;
        before.community.councils = 0;
        day_rule(&t.day, seed % 2 ? &t.file.scenario : &before);
        for (uint32_t day = 0; day < 20; day++) {
            if (day == 10)
                day_change_rule(&t.day, &t.file.scenario);
            town_live(&t, day);
        }
        for (int i = 0; i < t.city.n_streets; i++)
            councils += t.world.villages.row[i].council;
        first += seed % 2 && t.world.villages.row[0].council;
        assert_int_equal(councils, (int)(0.34 * t.city.n_streets + 0.5));
        town_leave(&t);
    }
    assert_true(first < SEEDS / 2);
}

/* Where the votes are sure, all that is improper and nothing else is voted down. */
static void a_sure_vote_drops_what_is_improper(void **state)
{
    (void)state;
    struct town t;
    long dropped = 0, proper = 0;
    town_found(&t, 8, NULL, LIST("calendar.warmup=10", "calendar.days=200", "community.councils=1", "community.accuracy=1",
                                 "community.volunteers_h=1000", "community.mediated=0", "community.visits_mo=4"));
    for (uint32_t day = 0; day < 200; day++) {
        town_live(&t, day);
        dropped += t.day.facts.council_dropped;
        for (uint32_t i = 0; day > 10 && i < t.world.needs.n; i++) {
            const struct need *n = &t.world.needs.row[i];
            proper += n->state == NEED_OPEN && n->flags & NEED_REFUSED && t.file.scenario.kinds[n->kind].merit;
        }
    }
    assert_true(dropped > 50 && proper == 0);
    town_leave(&t);
}

/* Four are chosen on day 0 by the calls before it, and only where something would prevent them; a placebo does nothing. */
static void topics_are_those_most_called_about(void **state)
{
    (void)state;
    enum { WARMUP = 40, DAYS = 200 };
    struct town t, placebo;
    double prevented = 0;
    const char *spring = "calendar.start=\"2025-05-10\"", *dear = "kinds.sanitation.rate=300", *winter = "kinds.heating.rate=25";
    town_found(&t, 9, LIST("treat-before-season"), LIST("calendar.warmup=40", "calendar.days=160", spring, dear, winter));
    town_found(&placebo, 9, LIST("treat-before-season"), LIST("calendar.warmup=40", "calendar.days=160", "treat.level=1", spring,
                                                              dear, winter));
    for (uint32_t day = 0; day < DAYS; day++) {
        town_live(&t, day);
        town_live(&placebo, day);
        assert_int_equal(t.world.n_treated, day < WARMUP ? 0 : 4);
        assert_true(memcmp(t.world.treated, placebo.world.treated, sizeof t.world.treated) == 0);
        assert_int_equal(placebo.day.facts.prevented.n, 0);
        for (uint32_t i = 0; i < t.day.facts.prevented.n; i++, prevented++)
            assert_true(day >= WARMUP && t.world.treated[t.day.facts.prevented.row[i].kind]);
    }
    for (int k = 0; k < t.file.scenario.n_kinds; k++)
        assert_true(!t.world.treated[k] || t.file.scenario.kinds[k].prevention_h > 0);
    assert_true(prevented > 100 && t.world.treated[town_kind(&t, "sanitation")]);
    assert_true(!t.world.treated[town_kind(&t, "heating")]);            /* many calls in March, and summer is coming */
    town_leave(&t);
    town_leave(&placebo);
}

/* Capability after a year in which matters go one way only. */
static double capability_after(const char *away, const char *rate, double *start)
{
    struct town t;
    town_found(&t, 5, NULL, LIST("calendar.warmup=1", "calendar.days=364", away, rate));
    *start = t.world.villages.row[0].capability;
    assert_true(fabs(*start - t.file.scenario.street_classes[t.city.street[0].class].capability) < 1e-6);
    for (uint32_t day = 0; day < 364; day++)
        town_live(&t, day);
    double end = t.world.villages.row[0].capability;
    town_leave(&t);
    return end;
}

static void what_a_community_does_not_use_it_loses(void **state)
{
    (void)state;
    enum { WEEKS = 51 };                        /* day 0 ends no week of matters */
    double start, lost = capability_after("channels.community.constant=-20", "community.erosion=0.5", &start);
    assert_true(fabs(lost / start - pow(1 - 0.5 * 7 / 365, WEEKS)) < 0.02);
    double gained = capability_after("channels.hotline.constant=-20", "community.practice=0.5", &start);
    assert_true(fabs((1 - gained) / (1 - start) - pow(1 - 0.5 * 7 / 365, WEEKS)) < 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_alone_worsens_by_the_law_of_its_kind),
        cmocka_unit_test(harm_is_counted_to_the_day_on_which_it_worsens),
        cmocka_unit_test(relief_holds_worsening_up),
        cmocka_unit_test(a_site_has_as_many_voices_as_its_kind_says),
        cmocka_unit_test(a_line_may_open_after_years),
        cmocka_unit_test(a_voice_speaks_for_itself),
        cmocka_unit_test(each_call_passed_on_draws_anew),
        cmocka_unit_test(a_majority_is_right_more_often_than_one),
        cmocka_unit_test(a_larger_circle_contains_a_smaller_one),
        cmocka_unit_test(only_mediation_ends_a_feud),
        cmocka_unit_test(all_feuds_may_surface_on_one_day),
        cmocka_unit_test(placebo_councils_change_nothing),
        cmocka_unit_test(councils_are_founded_when_the_rule_comes),
        cmocka_unit_test(prevention_takes_its_hours),
        cmocka_unit_test(councils_vote_mediate_and_help_as_far_as_their_time_goes),
        cmocka_unit_test(a_sure_vote_drops_what_is_improper),
        cmocka_unit_test(topics_are_those_most_called_about),
        cmocka_unit_test(what_a_community_does_not_use_it_loses),
        cmocka_unit_test(many_voices_end_the_silence_and_change_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
