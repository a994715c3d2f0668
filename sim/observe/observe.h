/* observe.h - looks at a city day by day and reports at the end. It sees everything as const and touches nothing:
 * a run with other observers, or none, is the same run.
 *
 * An observer is one row of the table in observe.c: what it does each day and at the end. Sums are kept over the
 * window (days after the warm-up) and over its late part.
 */
#ifndef OBSERVE_H
#define OBSERVE_H

#include "outputs.h"
#include "sim/day/day.h"

enum { N_DELAYS = 121, N_TENURES = 74, TENURE_STEP_D = 5, TENURE_MAX_D = N_TENURES * TENURE_STEP_D, N_SHARES = 101,
       N_QUANTILES = 5 };
enum holder { HOLDER_DESK, HOLDER_DEPARTMENT, HOLDER_STREET, N_HOLDERS };      /* desk: and what is on its way */
enum { N_AGES = 4 };
enum stage { STAGE_ANSWERED, STAGE_ACCEPTED, STAGE_FIXED, N_STAGES };
enum intake { INTAKE_URGENT, INTAKE_MERIT, INTAKE_NO_MERIT, N_INTAKES };
enum recorded { RECORDED_RESOLVED, RECORDED_UNRESOLVED, RECORDED_UNCOUNTED, N_RECORDED };
enum { N_COURSES = N_INTAKES * N_RECORDED * 2 };        /* really fixed, not */
enum level { LEVEL_LINE, LEVEL_DESK, LEVEL_DEPARTMENT, LEVEL_STREET, N_LEVELS };
extern const double QUANTILES[N_QUANTILES];
#define DELAY_STEP_D 0.5

struct institution_sums {
    double misread_h, returned, returned_twice, opened, listed, claimed, closed_claimed, hedged, judged, granted, claims_late;
    double line_hops, joint, complaints, invented, summoned;
};

struct sums {                           /* over days; `late` the same over the late window */
    double days, backlog, backlog_h, overdue, open_urgent, needs_open, sites_down, waiting_peak;
    double offered, answered, abandoned, blocked, wait_s, within_30s, at_once, within_hour;
    double busy_s, duty_s, operator_days, abuses, quits;
    double consults, advised, repeats, needless, failures, direct, tickets, gate_seen, gate_stopped;
    double operator_exhaustion, operator_worn, novices, able, manned, vacant, officer_exhaustion, officer_worn;
    double present_h, used_h, rested_h, without_merit_h, yuan;
    double closed, fixed, satisfied, rated, rated_satisfied, paper_closed, conceded, concession_calls;
    double scored, asked, excluded, on_time, recorded_resolved, recorded_satisfied, scored_fixed, scored_satisfied;
    double feuds_begun, feud_surfaces, feuds_mediated, flip_flops, measure_h, volunteer_h;
    double council_settled, council_dropped, solved;
    double warnings, warnings_right, warnings_useful, found, found_early, lead_d;
    double nonconforming, worsened, ended, ended_silent, urgent_ended, urgent_silent;
    double relieved_sites, fixed_sites, belief, decisions, efficacy, credibility;
    double assessments, rank_truth, rank_truth_n, rank_stability, rank_stability_n, score;
    double reliability, reliability_n, ratchet, ratchet_n, above_target, below_target;
    double harm, harm_induced, harm_refused, harm_misjudged, harm_silent, overtime_s, in_time, bunched;
    double weeks, sites_relieved, sites_broken, operators_p95, officers_p95;    /* at week ends */
    double urgent_closed, urgent_unseen, sent;
    double department_h, street_h, department_yuan, street_yuan;
    double grievances, grievances_2, firsts, thirds, claim_contacts, claims_won;
    double escalations, threats, punished, inquiries, exposures, violence, improper, false_h, norm, sanction, loneliness;
    struct { double n, days; } closed_delay[2];             /* without merit: others, threatened */
    double desk_d, automatic, issued, handed_over, handed_back, phoned;
    double wept, haste, paid, paid_above, paid_yuan;
    double heard, contained, transferred, turned_away, turned_valid, turned_urgent, slowed;      /* heard: by operators */
    double talk_s[N_TALKS], talks[N_TALKS];
    struct { double offered, answered, wait_s, busy_s, duty_s; } line[MAX_lines + 1];
    struct institution_sums institution;
    struct { double n, hours, days, fixed; } twin[2];       /* called, left */
};

struct case_of_urgency { float answer_d, accept_d, end_d; uint8_t end; };   /* from the first attempt; end END_NONE: open */

struct job {                            /* 32 bytes */
    float ratio;                        /* harm averted per hour when it was last weighed */
    float harm, effort_h, left_h;       /* left_h: of the stretch at hand */
    uint32_t site;
    uint16_t failure, end, worse, eased_until;          /* end: day at which it fades, or the horizon */
    uint8_t kind, stretch;
    uint16_t weighed;                   /* day on which it was last weighed */
};
/* Temporary work: the share of harm that it takes away, the share of a fix's hours, for how long. */
struct ease { double relief, work; uint32_t days; };
struct site_due { uint32_t site; uint32_t day; uint16_t failure; int16_t unit; uint8_t kind; };
struct job_heap { uint32_t n, room; struct job *row; };

struct fluid {                          /* a clairvoyant that serves by harm averted per hour, hours divisible */
    struct job_heap *heap;              /* one a unit */
    int n_units;
    double *ends;                       /* by day: how much of `averting` fades then */
    double averting, averted;           /* harm a day now; since day 0 */
    double *kind_ends, *kind_averting, *kind_averted;       /* the same by kind; only where by_kind */
    int by_kind;
    int failed;                         /* a heap could not grow */
    COLUMN(struct site_due) sites;      /* repaired sites and when they fail again */
};

struct observation {
    const struct scenario *s;
    const struct city *city;
    struct outputs *out;
    struct draw_key key;
    uint32_t late;                      /* first day of the late window */
    struct sums window, lately;
    COLUMN(struct case_of_urgency) urgent;
    struct ease ease;                   /* what the clairvoyant knows of temporary work; none: work 0 */
    struct fluid fluid[3];              /* all needs; needs called in; these in the hours really worked */
    double harm_none, kind_none[MAX_kinds];    /* without any service, since day 0 */
    double tenure_risk[TENURE_MAX_D], tenure_quits[TENURE_MAX_D];
    struct unit_sums {
        double tickets, hours, closed, fixed, scored, resolved, satisfied, score;
        double score_before, gain_before;               /* of the last two assessments; 0 before */
        double fell_due, worked_h, owed_h, counted;     /* for the checks: this period, today, yesterday, now */
        double gone;                                    /* for the checks: tickets, in all */
    } *unit;
    struct street_sums { double harm, hours, ended, silent, called, cried, asked; } *street;       /* asked: by the month's begin */
    struct kind_sums {
        double needs, before, contacts, tickets, hours, closed, fixed, excluded, harm, scored, resolved, satisfied;
    } kind[MAX_kinds];
    double kind_standing[MAX_kinds];    /* tickets opened - closed, since the first day, for the checks */
    double closed_by_none;              /* tickets that were closed before a unit was named */
    struct action_sums { double count, hours; } action[MAX_actions];
    double course[MAX_actions + 1][N_COURSES];          /* tickets closed, by way: 0 nobody's action, a + 1 action a */
    double hour_offered[24], hour_answered[24], hour_wait_s[24];
    struct hour_sums { double n, calls, square; } hour_of_week[7][24];  /* of working days */
    struct { double waiting, tickets, needs_merit, sites_down; } standing;  /* last evening, for the checks */
    double waiting_most;
    COLUMN(uint8_t) seen;               /* by need or ticket, for a recount */
    char fault[240];                    /* the first check that failed, or "" */
};

int observe_init(struct observation *o, const struct scenario *s, const struct city *city, struct draw_key key,
                 struct outputs *out, struct err *err);
/* `to` goes on from where `from` is, into other outputs and under another scenario. */
int observe_copy(struct observation *to, const struct observation *from, const struct scenario *s, struct outputs *out,
                 struct err *err);
void observe_free(struct observation *o);
int observe_day(struct observation *o, const struct day *d, struct err *err);
int observe_finish(struct observation *o, const struct day *d, struct err *err);

static inline int observe_window(const struct day *d) { return d->t >= d->t0; }
static inline int observe_late(const struct observation *o, const struct day *d) { return d->t >= o->late; }

/* The observers; each family in its own file. */
void backlog_day(struct observation *o, const struct day *d);
void backlog_finish(struct observation *o, const struct day *d);
void urgency_day(struct observation *o, const struct day *d);
void urgency_finish(struct observation *o, const struct day *d);
void burnout_day(struct observation *o, const struct day *d);
void burnout_finish(struct observation *o, const struct day *d);
void allocation_day(struct observation *o, const struct day *d);
void allocation_finish(struct observation *o, const struct day *d);
void regret_day(struct observation *o, const struct day *d);
void regret_finish(struct observation *o, const struct day *d);
int  regret_failed(const struct observation *o);             /* 1: no memory for the baseline */
void books_day(struct observation *o, const struct day *d);
void books_finish(struct observation *o, const struct day *d);
void institutions_day(struct observation *o, const struct day *d);
void institutions_finish(struct observation *o, const struct day *d);
void conduct_day(struct observation *o, const struct day *d);
void conduct_finish(struct observation *o, const struct day *d);
void ranks_day(struct observation *o, const struct day *d);
void ranks_finish(struct observation *o, const struct day *d);
void flow_day(struct observation *o, const struct day *d);
void flow_finish(struct observation *o, const struct day *d);
void neighbours_day(struct observation *o, const struct day *d);
void neighbours_finish(struct observation *o, const struct day *d);
void demand_day(struct observation *o, const struct day *d);
void demand_finish(struct observation *o, const struct day *d);
void rhythm_day(struct observation *o, const struct day *d);
void rhythm_finish(struct observation *o, const struct day *d);
void drift_finish(struct observation *o, const struct day *d);
/* On n days, rising: slope of x[day] a month / mean, or / `least` where that is more. */
double drift_of(const double *x, const int *day, int n, double least);
void checks_day(struct observation *o, const struct day *d);          /* what must hold; the first that does not: o->fault */
void checks_finish(struct observation *o, const struct day *d);
void checks_recount(struct observation *o, const struct day *d);      /* every row; room for `seen` has been made */

struct ease regret_ease(const struct scenario *s);
int fluid_init(struct fluid *f, const struct city *city, int n_kinds, int by_kind, struct err *err);
int fluid_copy(struct fluid *to, const struct fluid *from, const struct city *city, int n_kinds, struct err *err);
void fluid_free(struct fluid *f);
double *observe_series(struct observation *o, enum output output, const struct day *d);     /* today's place in a series */
double observe_share(double part, double whole);                    /* NaN of nothing */
/* Both sums at once: over the window, and over its late part. */
#define OBSERVE_ADD(o, d, member, x) \
    do { \
        double add_ = (x); \
        if (observe_window(d)) \
            (o)->window.member += add_; \
        if (observe_late(o, d)) \
            (o)->lately.member += add_; \
    } while (0)

#endif
