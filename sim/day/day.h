/* day.h - one day of a city: ten phases in their order, each reading what the ones before it wrote.
 *
 * A phase changes the world and leaves facts: short lists of what happened today, which later phases and the
 * observers read. Inside a day nothing can fail: day_run makes the room that the day can need before it begins.
 */
#ifndef DAY_H
#define DAY_H

#include "sim/day/story.h"
#include "sim/world/hours.h"
#include "sim/world/world.h"

/* Numbers that follow from the scenario in force, so that hot loops do not work them out again. */
struct terms {
    double base_weight[N_MEASURES];         /* of the indicators, sum 1 (all 0 without a rule) */
    double weight[N_MEASURES];              /* the same as they are now */
    double rude[MAX_actions];               /* what an action lacks of full courtesy */
    uint32_t most_invented;                 /* requests that an action can come with */
    /* by action: exp(-worth / mood) of what the resident gets, if fixed, if not, if the money was refused */
    double fixed_factor[MAX_actions], unfixed_factor[MAX_actions], refused_factor[MAX_actions];
    /* By kind: days of today's harm that a fix now averts, as a unit sees it; [1]: it may still get worse. */
    double harm_days[MAX_kinds][2];
    double desk_capacity;                   /* tickets a day */
    int ratings_count;                      /* the rule in force has an indicator that asks the resident */
    float keeps[512];                       /* by days since last touched: what is left of a belief's or an anger's excess */
    double majority[MAX_gates];             /* by gate: chance that the vote before it is right; 1 without a vote */
    uint8_t restrained[MAX_kinds];          /* by kind: norms, sanctions or the line's purpose speak against calling */
    double answers[2];                      /* share who answer the survey, phoned or not: the dissatisfied, the satisfied */
    double growth_most;                     /* largest factor of growth on what is asked */
    int front;                              /* something stands before the queues: a gate, a block, a line */
    int remembers;                          /* the line remembers something of some callers */
    int slows;                              /* a gate at the front puts some calls behind all others */
    double machine_accuracy;                /* of the machine at the front */
    double channel[MAX_street_classes][MAX_channels];        /* utility to all of a street class, today; waits apart */
    double consult_calls[MAX_street_classes];                /* by street class: chance that a consultation goes to the line */
};

struct closing {                            /* a ticket that a unit closed, or tried to */
    uint32_t need, ticket;
    int16_t unit;
    int8_t action;
    uint8_t fixed, satisfied;               /* latent */
    uint8_t rated;                          /* the resident answered the survey */
    uint8_t recorded_resolved, recorded_satisfied;
    uint8_t asked;                          /* 0: no answer, and no answer counts neither way */
    uint8_t reopened, conceded;
    float yuan, hours;                      /* hours: on the ticket, all rounds */
};

struct prevented { uint32_t key; int16_t street; uint8_t kind; };       /* of the superset, with merit, that did not arise */
/* action: NONE where it was none of the table's; vain: whatever the need, no merit */
struct worked { uint32_t need; int16_t unit; int8_t action; uint8_t vain; float hours; };

/* Lapsed, refused by the street, or lost on a wrong line; unit: that was named, or NONE; left: it had the ticket until now. */
struct unsolved { int16_t unit; uint8_t kind, left, urgent; };

enum talk { TALK_URGENT, TALK_ORDINARY, TALK_ONLY_TO_TALK, TALK_ABUSIVE, N_TALKS };

struct facts {                              /* of today; cleared by day_run */
    COLUMN(struct closing) closings;
    COLUMN(struct scoring) scorings;
    COLUMN(struct worked) works;
    COLUMN(uint32_t) born;                  /* needs that arose */
    COLUMN(struct prevented) prevented;
    COLUMN(uint32_t) first_answered;        /* needs about which a call was answered for the first time */
    COLUMN(uint32_t) ended;                 /* needs that ended */
    COLUMN(uint32_t) found;                 /* needs that following up an alarm has found this morning */
    long warnings, warnings_right, warnings_useful;          /* alarms; where more than usual was wrong; that led to something */
    long found_early;                       /* of what was found, what would get worse */
    double lead_d;                          /* days until then, sum */
    COLUMN(uint32_t) finished;              /* tickets whose unit has done the chosen action */
    struct id_list due;                     /* what a wheel brought up */
    COLUMN(uint32_t) thinking;              /* needs whose residents decide about calling */
    COLUMN(struct entry) aside;             /* jobs that go on tomorrow */
    long tickets_opened, tickets_listed, returns;            /* listed: the matter may be excluded from the score */
    long line_hops, line_lost, complaints, summoned, invented, joint, returned_twice;
    long claims_filed, claims_hedged;       /* of exclusion; beside real work */
    long closed_claimed;                    /* tickets closed, of whom exclusion was asked at least once */
    long claims_judged, claims_granted;
    long claims_late;                       /* not judged in their period */
    COLUMN(struct unsolved) unsolved;       /* tickets closed without a unit's action */
    long kind_opened[MAX_kinds];            /* tickets opened */
    double misread_h;                       /* spent by a wrong record, on tickets that were looked at today */
    double claims_with_merit_h;             /* hours of exclusion claims in works that count as having merit */
    long answered_consults, answered_repeats, answered_failures, answered_direct, answered_habits, answered_grievances;
    long answered_thirds;                   /* about a need for the third time */
    long claim_contacts;                    /* answered calls about claims that need a superior */
    long grievances_square;                 /* sum over professionals of the square of today's answered calls */
    long answered_needless;                 /* repeated or invalid: see triage.c */
    long gate_valid_seen, gate_valid_stopped;
    struct centre_count count;              /* of all lines */
    long dialled;                           /* first attempts of today */
    COLUMN(struct centre_call) contained;   /* calls that a machine settled; operator CENTRE_NOBODY */
    COLUMN(struct centre_call) turned_away; /* calls that a gate or a block stopped before any queue */
    long turned_valid, turned_urgent;       /* of these: about a valid request; about an urgent need */
    long transferred, warned, slowed;       /* calls that a machine passed on; that met such a gate */
    double talk_s[N_TALKS];                 /* talk time of calls answered by operators, and their number */
    long talks[N_TALKS];
    long repeat_decisions;
    double belief_sum;                      /* over repeat decisions */
    long abuses, quits;
    long punished;                          /* for what was improper */
    long escalations;                       /* of anger: petitions and protests in the street */
    long threats;                           /* met on the phone */
    long rung[N_RUNGS];                     /* complaints of professionals past the line, by rung */
    double operators_on_duty;
    long assessments;                       /* 1 on the last day of a period */
    long feuds_begun, feud_surfaces, feuds_mediated;        /* conflicts; their further needs; settled for good */
    long flip_flops;                        /* fixes that bred an opposite need of their own kind */
    double measure_h, volunteer_h;          /* officers' hours of prevention and contact; hours outside every budget */
    long council_settled, council_dropped;  /* by councils and their volunteers; voted down */
    long worsened;                          /* exogenous needs with merit that got worse */
    long nonconforming;                     /* of the tickets opened */
    long done[MAX_actions];                 /* actions completed, returns and extensions too */
    COLUMN(float) quit_tenure;              /* days of tenure of those who resigned */
    COLUMN(uint16_t) abused;                /* by post: abusive calls today */
    double desk_d;                          /* days at the desk, of the tickets that left it */
    long automatic, issued;                 /* tickets that left the desk: by a machine, all */
    long handed_over, handed_back;          /* emergencies passed to 110; matters that it passed to the line */
    long phoned;                            /* residents phoned about a closed ticket */
    long tears;                             /* operators driven to tears for the first time in their post */
    long paid, paid_above;                  /* on a pay day: operators of a whole month, those above the threshold */
    double paid_yuan;
    double haste_sum;                       /* over operators on duty */
    COLUMN(float) wear;                     /* by post: exhaustion gained on the phones today */
    long kind_answered[MAX_kinds];
    double hour_offered[24], hour_answered[24], hour_wait_s[24];
    double money_yuan;
};

struct day {
    const struct scenario *s;
    const struct city *city;
    struct terms terms;
    struct world *w;
    struct facts facts;
    struct draw_key key;
    uint32_t t, t0;                         /* today and day 0, days since the start of the warm-up */
    const struct date *date;
    struct hours hours;                     /* of today */
    struct err err;                         /* a heap that could not grow; told at the end of the day */
    struct story *story;                    /* who listens, or NULL */
};

int day_init(struct day *d, const struct scenario *s, const struct city *city, struct world *w, struct draw_key key,
             struct err *err);
void day_free(struct day *d);
void day_rule(struct day *d, const struct scenario *s);     /* this scenario is in force */
void day_change_rule(struct day *d, const struct scenario *s);      /* from now on, instead of another */
int day_run(struct day *d, uint32_t t, struct err *err);

/* The phases, in their order. */
void day_needs(struct day *d);
void day_calls(struct day *d);
int  day_centre(struct day *d, struct err *err);
void day_triage(struct day *d);
void day_dispatch(struct day *d);
void day_handling(struct day *d);
void day_feedback(struct day *d);
void day_adaptation(struct day *d);
void day_people(struct day *d);
void day_assessment(struct day *d);

/* Deeds that more than one phase does. */
struct centre_rules answer_rules(const struct scenario *s, struct draw_key key);       /* of the centre under this scenario */
struct lines_heard { double wait_s[N_CALL_CLASSES]; long calls[N_CALL_CLASSES]; };      /* calls that were answered or abandoned */
int  front_route(struct day *d, struct err *err);               /* what stands before the queues; each call to its line */
int  front_elderly(const struct day *d, uint32_t resident);
double front_slowed(const struct day *d, int kind, uint32_t resident);     /* chance that such a call is put behind all others */
void front_warn(struct day *d, uint32_t resident);
void front_block(struct day *d, uint32_t resident, double days);
/* The line that a post serves, 0 the ordinary one, and its place among that line's posts (of the ordinary one: among all). */
struct lines_post { int line; uint32_t place; };
struct lines_post lines_post(const struct scenario *s, uint32_t post, uint32_t posts);
int  lines_takes(const struct line *line, int kind);            /* such a call, whoever makes it */
void lines_midnight(struct world *w);                           /* tomorrow's hours of opening are today's */
void lines_staffed(struct world *w, int line, double from_s, double until_s);   /* somebody is on duty there, today or tomorrow */
int  lines_open(const struct world *w, int line, double at_s);  /* somebody is on duty then; the ordinary line always is */
void lines_learn(struct day *d, int line, const struct lines_heard *heard);
/* Wait that a caller about such a kind expects, on the line that it reaches, in its class; resident NOBODY: anybody's mean. */
double lines_wait_s(const struct day *d, int kind, int urgent, uint32_t resident);
struct birth_place { int street; uint32_t resident, site; };
double needs_growth(const struct scenario *s, double t, double t0);       /* factor of growth on day t */
uint32_t needs_create(struct day *d, int kind, uint32_t key, uint32_t born_key, struct birth_place at, int flags);
uint32_t needs_of_site(struct day *d, uint32_t site);           /* it is broken: its need, linked */
double needs_season(const struct kind *kind, int day_of_year);  /* of its wave, mean 1 over a year */
void topics_morning(struct day *d);                             /* chooses what is treated, if anything is */
void topics_evening(struct day *d);                             /* counts what was called about */
double topics_level(const struct day *d, int kind);             /* share of its superset that arises */
int  warning_room(struct day *d, struct err *err);              /* for the counts, where somebody looks at them */
void warning_morning(struct day *d);                            /* alarms, and what following them up finds */
void warning_notes(struct day *d, int street, int kind);        /* a request came that is not another's repeat */
void warning_counts(struct day *d, const struct need *n, int more);         /* so many more are open */
void warning_evening(struct day *d);                            /* what was found becomes tickets */
void needs_link(struct day *d, uint32_t need);                  /* into its resident's list of open needs, if there is one */
void needs_end(struct day *d, uint32_t need, enum need_end end);
void needs_quiet(struct day *d, struct need *n, int flags);     /* its resident calls no more: NEED_REFUSED, NEED_CONTENT or 0 */
void needs_trigger(struct day *d, uint32_t need, enum trigger what);       /* children by the rule table */
void calls_contact(struct day *d, uint32_t need);               /* the resident rings about it today */
struct call_manner { double talk_mu, talk_sigma; int profile; };
void calls_by_habit(struct day *d, uint64_t tag, uint32_t key, uint32_t ordinal, struct call_manner how);
/* What residents do about such a need, as on the first day: chances that they call, do nothing, or take another way that leaves
 * them before the same choice again before it fades; days until nothing is thought about again. */
struct leaning { double calls, nothing, back, days; };
struct leaning calls_leaning(const struct day *d, int kind, int street_class, double harm);
double calls_undone_most(const struct day *d, int kind, int street_class);      /* chance of doing nothing, whatever the harm */
void calls_undone(struct day *d, uint32_t need, double days);                   /* nothing is done about it for so long (mean) */
/* One of a site's voices rings about it: the call joins the need's. The key is the voice's. */
void calls_about_site(struct day *d, uint32_t need, uint32_t voice, uint32_t key);
int  calls_channel(const struct day *d, const struct need *n, const struct resident *r, double u);
/* Does the resident, decayed to today, call again about it? */
int  calls_again(struct day *d, const struct need *n, uint32_t resident, double u);
int  community_knows(const struct day *d, uint32_t resident);   /* a street worker is in the resident's messenger */
void community_meets(struct day *d);                            /* councils, if any, sit */
int  community_takes_up(const struct day *d, const struct need *n);       /* a council or its volunteers would, this week */
void community_asked(struct day *d, const struct need *n);      /* they are, about the need */
int  community_answers(struct day *d, uint32_t need, double solves);      /* what came of it; 1: it is over, or voted down */
void community_takes(struct day *d, int unit);                  /* measures' hours out of the unit's day */
double community_majority(int jurors, double accuracy);         /* chance that most of so many judge right */
void voices_rise(struct day *d, uint32_t site);                 /* a site has failed: who else will notice, and when */
void voices_call(struct day *d);
void voices_dialled(struct day *d, uint32_t voice, int failed); /* one attempt of today's chain */
void voices_answered(struct day *d, const struct centre_call *c);
int  voices_was_heard(const struct day *d, uint32_t voice);     /* a call of his own was answered before */
void voices_refused(struct day *d, uint32_t voice);             /* a gate said no: he asks no more */
void voices_unanswered(struct day *d, uint32_t voice);          /* the chain is given up, if its last attempt failed */
void voices_hangs_up(struct day *d, uint32_t voice);            /* without an answer */
uint32_t calls_caller(const struct day *d, uint64_t tag);       /* the resident who calls */
int  calls_imitates(const struct day *d, int street, uint32_t resident);       /* rewarded criers around pass its threshold */
void calls_think_later(struct day *d, uint32_t need, double mean_days);
uint32_t triage_ticket(struct day *d, uint32_t need, int recorded_kind, int urgent);        /* opened and nobody's; as recorded */
int  triage_stops(struct day *d, uint32_t need, uint32_t resident, enum gate_place place);   /* a gate there stops his request */
void triage_contact(struct day *d, uint32_t need, const struct centre_call *c);     /* the call about it was answered */
void triage_refuse(struct day *d, uint32_t need);               /* the resident is told no */
void handling_arrives(struct day *d, uint32_t ticket);           /* at the unit that was named */
void handling_leaves(struct day *d, uint32_t ticket);            /* its unit has it no more */
void handling_queue(struct day *d, int unit, struct entry e);    /* among what the unit has to do */
void handling_closes_unsolved(struct day *d, uint32_t ticket);   /* without a unit's action */
void choice_make(struct day *d);                                /* for every ticket that changed, its unit chooses anew */
void choice_again(struct day *d, uint32_t ticket);              /* for this one */
int  choice_when_due(struct day *d, uint32_t ticket);           /* falls due tonight: 1, more time was asked for and granted */
void review_files(struct day *d, uint32_t ticket, int action);  /* a claim of exclusion, beside this action */
void review_withdraws(struct day *d, uint32_t ticket);          /* its unit has it no more */
void review_holds(struct day *d, uint32_t ticket, const struct scoring *f);      /* scored before its claim was judged */
void review_today(struct day *d);                               /* reviewers judge */
int  review_cap_reached(const struct day *d, const struct office *o);
void review_period_ends(struct day *d);                         /* what was not judged is booked as not granted */
void deadlines_today(struct day *d);                            /* tickets whose day has come */
int  twins_chosen(const struct day *d, struct ticket *t);       /* it takes part in the squeaky experiment */
void twins_call(struct day *d, uint32_t ticket);
void dispatch_send_back(struct day *d, uint32_t ticket);        /* a returned ticket goes to the desk again */
void feedback_books(struct day *d, const struct scoring *f);
void feedback_score(struct day *d, uint32_t ticket);            /* closed, or due: the ticket enters the books, once */
double feedback_approval(const struct scenario *s, double yuan, int rounds);    /* chance that a superior agrees */
/* Chance that the other party cooperates: what a unit expects, or, known, what it will find. */
double feedback_cooperation(const struct day *d, const struct need *n, int unit, int known);
double feedback_alone(const struct day *d, const struct need *n, const struct action *a);       /* what a unit alone can do of it */
double feedback_force(const struct day *d, int unit);           /* chance that its orders are followed */
double feedback_competence(const struct day *d, const struct need *n, int unit);
void calls_about_consult(struct day *d, int kind, uint32_t key, int street, uint32_t resident);
double pay_haste(const struct day *d, const struct operator_post *p);     /* 0 .. 1, what pays best today */
double pay_time(const struct scenario *s, double haste);        /* factors on talk time, and on recording right */
double pay_care(const struct scenario *s, double haste);
void pay_count(struct day *d, struct operator_post *p, int calls);        /* answered today; on pay day the month is paid */
int  pay_day(const struct day *d);
int  people_grow(struct day *d, struct err *err);               /* posts that growth brings today; room for them */
int  people_rostered(uint32_t place, uint32_t t);               /* who has that place among a line's posts works on day t */
/* Of a post on a shift: seconds since midnight at which duty begins, the pause, its end, and duty's end (perhaps tomorrow). */
struct people_hours { double from_s, pause_s, back_s, until_s; };
struct people_hours people_hours(const struct scenario *s, int shift, uint32_t post);
void people_duty(struct day *d);                                /* who is on the phones today, and how well */
double people_accuracy(const struct day *d, int operator);      /* chance that an operator records right */
void assessment_restate(struct day *d);                         /* the score of each unit under other weights */
void assessment_weighs(struct day *d);                          /* indicators that lag weigh more */
void assessment_announce(struct day *d);                        /* what the rule in force is worth to each unit */
double feedback_claim(const struct day *d, const struct need *n);          /* yuan: what the resident asks for now */
double needs_most(const struct day *d);                                    /* mean number that can arise today */
double opening_most(const struct day *d);                       /* the same of those open when the city begins, sites apart */
void opening_day(struct day *d);                                /* on the first day: what is there already */
struct resident *adaptation_resident(struct day *d, uint32_t resident);    /* its row, decayed to today */
void habits_call(struct day *d);                                /* the lonely and the professional */
/* A conversation takes the share relief of loneliness away; it returns with the time constant lasts_d. */
void habits_heard(struct day *d, uint32_t resident, double relief, double lasts_d);
void habits_complains(struct day *d, const struct centre_call *c);
int  habits_rung(const struct day *d, uint32_t resident);
void habits_rejected(struct day *d, uint32_t need, int unit);     /* a professional may climb */
void habits_content(struct day *d, uint32_t resident);          /* and come down */
void habits_cowed(struct day *d, uint32_t resident);            /* punished */
void anger_boils(struct day *d, const struct need *n, struct resident *r, double days);  /* so many days of unreleased anger */
void anger_shut_in(struct day *d, const struct need *n, struct resident *r);             /* nobody is left to tell it to */
int  anger_threatens(struct day *d, const struct need *n, uint32_t resident);           /* who calls about it */
void norms_day(struct day *d);                                  /* enforcement, publicity, forgetting */
void norms_learn(struct day *d, int street, double share);      /* of those who do not know yet */
double norms_restraint(const struct day *d, const struct need *n, const struct resident *r);     /* utility lost */
double norms_deterrence(const struct day *d, int street, const struct resident *r);      /* of it: by perceived sanctions */
/* r's belief, anger or fear is this now; r has been decayed to today. */
void adaptation_feels(const struct day *d, struct resident *r, uint8_t *feeling, double share);

enum call_nature { CALL_ONLY_TO_TALK = 1, CALL_ABUSIVE = 2, CALL_MAY_END = 4 };     /* bits of centre_call.may_cut */

/* What a call is about: the tag of a call in the centre. */
/* A grievance is what a professional has in hand when the call is answered. The id is a resident's, but a need's of
 * ABOUT_NEED and a voice's of ABOUT_SITE. */
enum call_about { ABOUT_NEED, ABOUT_CONSULT, ABOUT_HABIT, ABOUT_GRIEVANCE, ABOUT_SITE };
static inline uint64_t call_tag(enum call_about about, int street, int kind, uint32_t id)
{
    return (uint64_t)about << 60 | (uint64_t)kind << 48 | (uint64_t)street << 32 | id;
}
static inline enum call_about tag_about(uint64_t tag) { return (enum call_about)(tag >> 60); }
static inline int tag_kind(uint64_t tag) { return (int)(tag >> 48 & 0xfff); }
static inline int tag_street(uint64_t tag) { return (int)(tag >> 32 & 0xffff); }
static inline uint32_t tag_id(uint64_t tag) { return (uint32_t)tag; }

#endif
