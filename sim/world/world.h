/* world.h - what changes while a city lives: its residents, needs, sites, tickets, operators and units.
 *
 * Rows refer to each other by 32-bit ids (row numbers), nobody is NOBODY. What is visited at random is one packed
 * row; freed rows are used again. Times are days since the start of the warm-up ("t"), with a fraction where the
 * moment matters. Latent (what is true), rated (what was said) and recorded (what is in the files) stay apart.
 */
#ifndef WORLD_H
#define WORLD_H

#include <assert.h>

#include "callers.h"
#include "city.h"
#include "sim/base/wheel.h"
#include "sim/centre/centre.h"

#define NOBODY UINT32_MAX
enum { NEVER = UINT16_MAX, NO_CHANNEL = 0xff };

struct resident {                   /* 16 bytes: four on a cache line */
    uint16_t touched;               /* day to which belief, anger and fear have been decayed */
    uint16_t calls;                 /* answered calls since day 0, saturating */
    uint16_t quarters;              /* officers' quarter hours received since day 0, saturating */
    uint16_t rewarded;              /* day of the last reward for repeating, or 0 */
    uint8_t belief, anger, fear, trust;     /* 0..255 for 0..1; fear: own expectation of being punished for what is improper */
    uint8_t claims;                 /* concessions won: the next claim is larger */
    uint8_t habit;                  /* enum habit_kind */
    uint16_t tickets;               /* since day 0, saturating */
};
static_assert(sizeof(struct resident) == 16, "no resident lies on two cache lines");
enum habit_kind { HABIT_NONE, HABIT_LONELY, HABIT_PROFESSIONAL };

enum call_class { CLASS_URGENT, CLASS_ORDINARY, CLASS_SLOWED, N_CALL_CLASSES };     /* of centre_call.class */
enum { DAY_MINUTES = 1440 };

enum rung { RUNG_LINE, RUNG_INSPECTION, RUNG_PETITION, RUNG_MEDIA, RUNG_VIOLENCE, N_RUNGS };
struct regular {                    /* what changes in one who calls by habit; rows as in city.habits */
    uint32_t need;                  /* a professional: first of the open needs, linked by need.next_own, or NOBODY */
    float loneliness;               /* 0..1 */
    float returns_d;                /* time constant with which it returns */
    float heat;                     /* calls a day that earlier contacts still add */
    uint8_t rung;                   /* of the ladder of escalation */
    uint8_t today;                  /* grievances answered */
};

enum need_state { NEED_FREE, NEED_OPEN, NEED_ENDED };
enum need_end { END_NONE, END_FIXED, END_FADED, END_GAVE_UP, END_REFUSED, N_ENDS };
enum need_flag {
    NEED_URGENT = 1, NEED_CHILD = 2, NEED_EXCLUDABLE = 4, NEED_COOPERATES = 8, NEED_MONEY = 16, NEED_CALLED = 32,
    NEED_QUIET = 64,                /* the resident has given up calling; the need itself goes on */
    NEED_WAITS_LINE = 128,          /* a call about it is under way (redial due or waiting) */
    NEED_REFUSED = 256,             /* stopped by a gate */
    NEED_CONTENT = 512,             /* the resident is content though it goes on */
    NEED_NONCONFORMING = 1024,
    NEED_LINE_FAILED = 2048,        /* the last attempt of today's chain was not answered */
    NEED_FEUD = 8192,               /* a conflict is behind it that outlives it, unless it is mediated */
    NEED_LISTED = 16384,            /* among the open needs of a professional */
    NEED_MISJUDGED = 4096,          /* valid, and a call about it was turned away before any queue */
};

struct need {                       /* what is really wrong, whether or not anybody calls; what is read most first */
    uint32_t key;                   /* address of its draws together with born_key */
    uint32_t resident, site;        /* who has it; the site of a structural need, or NOBODY */
    uint32_t next_own;              /* link: a professional's open needs; or the free rows */
    uint32_t ticket;                /* open ticket, or NOBODY */
    uint16_t born_key;              /* day part of the address */
    uint16_t born;                  /* t */
    uint16_t flags;                 /* enum need_flag */
    uint8_t kind, state, end;
    uint8_t channel;                /* last channel chosen */
    int16_t street, unit;           /* unit: truly competent */
    uint16_t due;                   /* its next turn on the wheel; an entry of another day is stale */
    uint16_t fade;                  /* day at which it ends by itself */
    uint16_t relief_until;          /* harm is lower until then */
    uint16_t contacts;              /* answered contacts about it */
    uint16_t attempts;              /* contacts begun: ordinal of the next call's draws */
    uint16_t changes;               /* ordinal of the next choice */
    uint16_t thoughts;              /* ordinal of the next decision about calling */
    uint8_t rounds;                 /* unsatisfying rounds */
    uint8_t failed_calls;           /* chains that were given up without an answer */
    uint16_t worse;                 /* day at which it gets worse if it is left alone, or NEVER */
    uint16_t relief;                /* share of harm taken away until relief_until, 0..UINT16_MAX for 0..1 */
    uint16_t accrued;               /* day to which harm_done counts */
    float harm;                     /* per day */
    float first_attempt;            /* t; negative: not (yet), as the times below */
    float left_h;                   /* hours of a real fix still to do */
    float effort_h;                 /* in all */
    float claim_yuan;
    float harm_done;                /* since day 0 */
    float hours;                    /* officers' hours spent on it */
    float answer_d;                 /* days from the first attempt to the first answer; negative: not yet */
    float accepted;
    float ended;                    /* while it is open: when its resident gave up or was refused */
};
static_assert(sizeof(struct need) == 96, "a need is 96 bytes");
enum site_state { SITE_OK, SITE_BROKEN, SITE_RELIEVED };
struct site {
    uint32_t need;                  /* while broken or relieved */
    uint16_t failures;              /* k of the next failure's draws */
    uint16_t next;                  /* day of the next failure while ok */
    int16_t street;
    uint8_t kind, state;
};
enum voice_flag {
    VOICE_USED = 1, VOICE_CALLED = 2, VOICE_ON_LINE = 4, VOICE_LINE_FAILED = 8,
    VOICE_HEARD = 16,               /* a call of this one was answered */
    VOICE_REFUSED = 32,             /* a gate said no: asks no more */
};
struct voice {                      /* a further resident who notices that a site is down; the first is the need's own */
    uint32_t resident, site;
    uint16_t failure;               /* of the site: another one has other voices */
    uint16_t day;                   /* of the next thought of calling */
    uint16_t thoughts;              /* ordinal of its draws */
    uint8_t number, flags;          /* of the site's voices, from 1; enum voice_flag */
};

enum ticket_state { TICKET_FREE, TICKET_DESK, TICKET_ON_WAY, TICKET_OPEN, TICKET_CLOSED /* until tomorrow */ };
enum ticket_flag {
    TICKET_URGENT = 1,              /* recorded so */
    TICKET_EXTENDED = 2, TICKET_SCORED = 4, TICKET_CLAIMED = 8 /* exclusion asked */, TICKET_EXCLUDED = 16,
    TICKET_REOPENED = 32, TICKET_NONCONFORMING = 64, TICKET_OVERDUE = 256,
    TICKET_RESOLVED = 512, TICKET_SATISFIED = 1024,     /* in the records */
    TICKET_ON_TIME = 2048, TICKET_FIXED = 4096,         /* closed before it was due; the need was really fixed */
    TICKET_EXCLUDABLE = 8192, TICKET_CLAIM_PLANNED = 16384,
    TICKET_TWIN = 32768,            /* waits for the squeaky experiment */
    TICKET_TWIN_CALLED = 65536, TICKET_TWIN_LEFT = 131072,      /* got the extra call; was left alone */
    TICKET_UNASKED = 262144,        /* no answer, where no answer counts neither way */
    TICKET_CONTENT = 524288,        /* the resident is really satisfied */
    TICKET_MISREAD = 0x100000,      /* the record is wrong, and its unit has not looked yet */
    TICKET_THREAT = 0x1000000,      /* its caller has threatened */
    TICKET_JUDGED = 0x200000,       /* its claim of exclusion was judged */
    TICKET_KEPT = 0x400000,         /* the desk did not take it back from its street */
    TICKET_ONCE_CLAIMED = 0x800000, /* some unit that had it asked for its exclusion */
};
struct ticket {                     /* what the line passed on; always about a need (false reports are needs without merit) */
    uint32_t need;                  /* or the next free row */
    uint32_t version;               /* of the entry in the unit's heap */
    uint32_t flags;                 /* enum ticket_flag */
    uint32_t key;                   /* the need's, kept for draws after the need is gone */
    uint16_t born_key;
    int16_t unit;
    uint16_t opened, arrived, deadline;     /* arrived: where it is, at the desk or at a unit */
    uint16_t due;                   /* its next turn on the wheel; an entry of another day is stale */
    uint8_t kind, recorded_kind, state, hops, reopenings;
    int8_t action;                  /* row of actions, or NONE */
    float left_h;                   /* of the chosen action */
    float hours;
    float phone_h;                  /* hours on the phone that are still owed */
    float rate;                     /* value per hour of the chosen action */
    float counted_h;                /* hours of work it stands for in the unit's backlog */
    float overhead_h;               /* of left_h: phone, paper and other hours that are no work on the need; spent first */
    uint32_t claim;                 /* its number among the claims of exclusion, while TICKET_CLAIMED */
};
static_assert(sizeof(struct ticket) == 64, "a ticket is a cache line");

struct entry { float key; uint32_t ticket, version; };
struct heap { uint32_t n, room; struct entry *row; };       /* a COLUMN as a binary heap, highest key first */

struct scoring {                    /* what a ticket that was closed, or fell due before, is in the books */
    int16_t unit;
    uint8_t invented;               /* by the unit itself: there was no request */
    uint8_t kind, excluded, listed, asked, responded, on_time, resolved, satisfied, caught, truly_fixed, truly_satisfied;
};
struct claim {                      /* of exclusion */
    struct scoring scoring;         /* where held: its ticket was scored and waits to be booked */
    uint32_t ticket;                /* while it is not scored, else NOBODY */
    uint32_t key, ordinal;          /* address of its draw, with born_key */
    uint16_t born_key;
    uint8_t held, listed;           /* listed: the matter may be excluded */
};

struct book {                       /* of a period: tickets scored, and how many of them were ... */
    double n, excluded, asked, returned, on_time, responded, resolved, satisfied, audited, truly_fixed, caught;
    double listed;                  /* matters that may be excluded */
    double requests;                /* answered calls from a street */
    double calm;                    /* of the ended period: 1 without requests, a half at rule.requests_10000 */
};

struct office {                     /* a unit's changing state */
    float exhaustion, pressure;
    float stake_h;                  /* what one ticket's whole score is worth, in hours: pressure x hours per ticket x dPsi/dS */
    float price;                    /* shadow price of an hour at yesterday's end */
    double present_h, used_h;       /* today */
    float summons_h;                /* hours for which its leaders are away, not yet taken out of a day's hours */
    float measure_h;                /* of prevention and contact with residents, not yet taken out of a day's hours */
    float owed_h;                   /* spent outside the queue and not yet taken out of a day's hours */
    uint32_t open, coming;          /* tickets; those on their way to it */
    uint32_t came, sent_back;       /* tickets, so far */
    double left_h;                  /* hours of a real fix in them */
    float reopened_today;           /* tickets */
    float hands, attention;         /* what its rank does to its officers' hours, and to their price: factors */
    float request_loss;             /* what one more request takes of `requests`, in tickets */
    float granted;                  /* tickets whose exclusion was granted and that are not scored yet */
    struct book book, last_book;    /* of the running period and the one before */
    double mean[N_MEASURES];        /* indicators' smoothed means */
    double ticket_rate;             /* tickets that come a day, smoothed */
    float score, last_score;
    int rank, last_rank;            /* 0 best; -1 before the first period */
};

struct operator_post {              /* a post; the operator in it changes */
    float exhaustion;
    uint16_t hired;                 /* t of the first day, training included; in the future while vacant */
    int16_t before;                 /* days of tenure that the first operator already had at t = 0 */
    uint16_t hires;                 /* operators so far in this post */
    uint8_t shift;
    uint8_t on_duty;                /* today */
    uint8_t tears;                  /* 1: this operator was driven to tears */
    float month_calls;              /* answered in the running month of 30 days */
    float pace;                     /* calls of a day on duty without haste, smoothed */
    float haste;                    /* chosen on the last day on duty: 0 none, 1 full */
    uint8_t line;                   /* on which it was last on duty: 0 the ordinary one, else a row of lines + 1 */
    float novice;                   /* on the last day on duty: 1 on the first day, 0 with experience */
    float accuracy;                 /* chance of recording right on that day */
};

struct street_sense {               /* 0..1 */
    float norm;                     /* sense of what is proper to ask for */
    float informed;                 /* how far it is known what the line is for */
    float sanction;                 /* expected chance of being punished for what is improper */
};

struct birth {                      /* a child need to come */
    uint32_t key, parent, resident;
    uint16_t day, flags;            /* flags: NEED_FEUD, or none */
    int16_t street;
    uint8_t kind;
};

struct village {                    /* a street as a place that asks for things */
    uint32_t asked, before;         /* tickets opened about its needs since the start; of them before day 0 */
    uint32_t passed_by, practised;  /* of the week's matters: went to the line; to the community */
    float capability;               /* what the community can solve itself, 0..1 */
    float volunteers_h;             /* that the council's volunteers have left this week */
    float standing;                 /* of the council, 0..1: what it is seen to achieve */
    uint8_t council;                /* one sits there */
};

struct watch {                      /* of one kind of requests in one street, by those who watch for clusters */
    float usual;                    /* what comes from one look to the next */
    float usual_open;               /* latent, as the next: nobody knows them, and by them an alarm is right or false */
    uint32_t open;                  /* needs of this kind and street, called in or not */
    uint16_t came;                  /* since the last look */
    uint8_t alarm, found;           /* of the last look: raised; led to something */
};

struct world {
    struct resident *resident;      /* city.n_residents */
    COLUMN(struct need) needs;      /* rows in use have state != NEED_FREE */
    COLUMN(struct ticket) tickets;
    COLUMN(struct site) sites;
    COLUMN(struct office) offices;  /* one a unit */
    COLUMN(struct operator_post) posts;
    COLUMN(struct birth) births;    /* unordered */
    COLUMN(struct village) villages;            /* one a street */
    COLUMN(struct watch) watches;   /* street x kinds + kind; none where nobody watches */
    uint32_t looks;                 /* at them, so far */
    COLUMN(struct voice) voices;    /* rows in use have VOICE_USED */
    COLUMN(uint32_t) ended;         /* needs whose rows will be free once no ticket and no call is about them */
    COLUMN(uint32_t) closed;        /* tickets whose rows will be free tomorrow */
    COLUMN(uint32_t) desk;          /* tickets waiting for dispatch, in order */
    COLUMN(struct claim) claims;    /* those before claims_judged are done with */
    COLUMN(uint32_t) changed;       /* tickets whose unit must choose (again) */
    COLUMN(struct regular) regulars;
    COLUMN(struct street_sense) senses;         /* one a street */
    COLUMN(float) street_rewarded;  /* share of a street's repeaters who were rewarded, smoothed */
    uint32_t free_need, free_ticket, free_voice;        /* heads of the lists of free rows */
    struct wheel need_wheel, ticket_wheel, site_wheel;
    struct heap *heap;              /* one a unit */
    int n_heaps;
    struct centre centre;           /* the ordinary line */
    struct centre line[MAX_lines];  /* the lines beside it, rows of lines; of a machine nothing */
    int n_lines, lines_used;        /* rows; 1 once any was open */
    struct callers callers;         /* of whom the line remembers something */
    double topic_calls[MAX_kinds];  /* by kind: answered before day 0 */
    uint8_t treated[MAX_kinds];     /* topics that are treated before anybody complains; n_treated of them */
    int n_treated;
    double efficacy, credibility;   /* of the line, 0..1: what it is seen to achieve; whether it is believed */
    double expected_wait_s[MAX_lines + 1][N_CALL_CLASSES];      /* what callers expect: of each line, the ordinary one first */
    uint8_t staffed[MAX_lines][2 * DAY_MINUTES];        /* of today and tomorrow: 1 where somebody is on duty on the line */
    double visits_per_call;         /* return visits that operators owe per call */
    double queued;                  /* share of callers who wait for more than 20 s, smoothed */
    double needs_open_merit;        /* exogenous public-merit needs open */
    uint32_t open_tickets, open_urgent, sites_down;
    uint32_t overdue;
    uint32_t claims_first, claims_judged;       /* number of the claim in row 0; rows that are done with */
    double review_credit;           /* claims that reviewers can still judge */
    double review_judged, review_late;          /* of the running period: judged; not judged at its end */
    double review_in_time;          /* share of claims judged in their period, smoothed */
    double rank_mean;               /* officers' mean of rank / (units - 1) - 1/2 */
    double period_days;             /* days since the last assessment */
    int periods;                    /* assessments so far */
    int ranked;                     /* the last one had a consequence */
};

int world_shift(const struct scenario *s, int post, int posts);         /* row of shifts that the post of so many is on */
int world_build(struct world *w, const struct city *city, const struct scenario *s, struct draw_key key, struct err *err);
int world_copy(struct world *to, const struct world *from, const struct city *city, struct err *err);
void world_free(struct world *w);

/* Rows. Room has been made at the start of the day (day_reserve): these cannot fail. */
uint32_t need_new(struct world *w);
void need_free(struct world *w, uint32_t need);
uint32_t ticket_new(struct world *w);
void ticket_free(struct world *w, uint32_t ticket);
void need_wake_at(struct world *w, uint32_t need, uint32_t t, uint32_t day);      /* its next turn, not after it fades */
void ticket_wake_at(struct world *w, uint32_t ticket, uint32_t day);              /* its next turn */
void site_wake_at(struct world *w, uint32_t site, uint32_t t, const struct city *city);      /* on its day `next` */
int site_gap_days(const struct kind *kind, double u);       /* sound days until the next failure; >= 1 */
void heap_push(struct heap *h, struct entry e);             /* room has been made */
struct entry heap_pop(struct heap *h);

/* Rows on their way into the cache, some turns before they are looked at. Always inlined: gcc takes a function that only
 * prefetches for one without effect, and drops the call. */
#define WORLD_FETCH static inline __attribute__((always_inline)) void
WORLD_FETCH world_fetch_ticket(const struct world *w, uint32_t ticket) { __builtin_prefetch(&w->tickets.row[ticket], 1); }
WORLD_FETCH world_fetch_need(const struct world *w, uint32_t need)
{
    __builtin_prefetch(&w->needs.row[need], 1);
    __builtin_prefetch(&w->needs.row[need].left_h, 1);
}
enum { WORLD_AHEAD = 16 };
/* At place i of a list of needs: one that comes later. */
WORLD_FETCH world_fetch_ahead(const struct world *w, const uint32_t *need, uint32_t n, uint32_t i)
{
    if (i + WORLD_AHEAD < n)
        world_fetch_need(w, need[i + WORLD_AHEAD]);
}
WORLD_FETCH world_fetch_resident(const struct world *w, uint32_t resident)
{
    __builtin_prefetch(&w->resident[resident], 1);
}

/* Harm since it was last accrued, up to day t; counted from day 0 (t0 = city.warmup). */
void need_accrue(struct need *n, uint32_t t, uint32_t t0);
/* Some of its harm is taken away until that day; meanwhile it does not get worse. */
void need_relieve(struct need *n, double share, uint32_t t, uint32_t until);
static inline double need_relief(const struct need *n) { return n->relief * (1.0 / UINT16_MAX); }

static inline struct centre *world_line(struct world *w, int line) { return line ? &w->line[line - 1] : &w->centre; }
static inline int world_lines(const struct world *w) { return w->lines_used ? w->n_lines + 1 : 1; }     /* that may hold a call */

static inline double share_of(uint8_t byte) { return byte * (1 / 255.0); }
static inline uint8_t byte_of(double share) { return (uint8_t)(255 * (share < 0 ? 0 : share > 1 ? 1 : share) + 0.5); }

#endif
