/* hiring.h - how many operators a centre has to hire, month by month, to keep its posts filled, and what other ways of
 * treating them would come to: salaries, support, more posts and so fewer calls for each.
 *
 * Each way is a world of its own that meets the same chance (sim/study/worlds.h): the city with policies and settings. The
 * model does the rest: operators quit by tenure and exhaustion, posts stay empty for the hiring lag, newcomers train and
 * are slow. Figures are of the window after the warm-up. What a way costs is pay as the model pays it, a sum for each
 * operator who begins, and a sum a post and year that the way itself takes; all sums are the planner's.
 */
#ifndef HIRING_H
#define HIRING_H

#include "analysis/numbers/estimates.h"
#include "sim/study/work.h"
#include "sim/study/worlds.h"

enum { HIRING_MOST_WAYS = 8, HIRING_MONTH_D = 30, HIRING_MOST_MONTHS = 36 };

struct hiring_way {
    char name[STUDY_NAME_SIZE];
    double yuan_a;                      /* that it takes a post and year, beside pay and hiring */
    int priced;                         /* 1: it was given; else it is 0 */
    double more;                        /* posts relative to the city's: 1.1 = a tenth more */
    int n_policies;
    char policy[STUDY_MOST_OVERLAYS][STUDY_NAME_SIZE];
};

/* "pay-salary", "pay-salary,care-for-operators", "posts+10%", each with ":2400", yuan a post and year. EXIT_INPUT. */
int hiring_way_read(struct hiring_way *way, const char *text, struct err *err);

/* What is read of each run; a row of HIRING_FIGURES each. */
enum hiring_figure { HIRING_POSTS, HIRING_LEFT, HIRING_BEGUN, HIRING_VACANT, HIRING_NOVICE, HIRING_EFFECTIVE, HIRING_OCCUPANCY,
                     HIRING_EXHAUSTION, HIRING_ANSWERED_30S, HIRING_PAY, HIRING_COST, HIRING_COST_EACH, N_HIRING_FIGURES };
struct hiring_figure_row { const char *name, *unit, *about, *zh; };
extern const struct hiring_figure_row HIRING_FIGURES[N_HIRING_FIGURES];

/* What is read of each month. */
enum hiring_series { HIRING_STARTS, HIRING_IN_POST, HIRING_NOVICES, N_HIRING_SERIES };
struct hiring_series_row { const char *name, *unit, *about, *zh; };
extern const struct hiring_series_row HIRING_SERIES[N_HIRING_SERIES];

struct hiring {
    /* what is asked */
    const char *city;
    int posts;                          /* NONE: the city's */
    int days, warmup;                   /* NONE: the city's */
    int n_replicates;
    double recruit_yuan;                /* for each operator who begins: search, training */
    int n_ways;                         /* [0]: the city under its policies; the others are compared with it */
    struct hiring_way way[HIRING_MOST_WAYS];
    int n_set;
    char *const *set;                   /* key=value, in all ways */
    /* what came out; NaN: failed or not defined */
    int n_months;                       /* whole ones of 30 days after the warm-up */
    double *reading;                    /* [way][figure][replicate] */
    double *month;                      /* [series][way][month][replicate] */
    struct worlds worlds;
    struct cases cases;
};

/* Loads all worlds. EXIT_INPUT: a city, policy or setting that is not there, or a window of less than a month. */
int hiring_load(struct hiring *h, uint64_t seed, struct err *err);
int hiring_run(struct hiring *h, const struct work_manner *manner, struct work_tally *tally, struct err *err);
void hiring_free(struct hiring *h);

struct estimate hiring_value(const struct hiring *h, int way, enum hiring_figure figure);
/* Paired, replicate by replicate, against way 0. */
struct estimate hiring_difference(const struct hiring *h, int way, enum hiring_figure figure);
/* Posts with which a way would have the effective operators of way 0: posts x those of way 0 / its own, pair by pair. */
struct estimate hiring_posts_alike(const struct hiring *h, int way);

/* Of a month: the mean, and what nine in ten months lie between (quantiles over replicates). */
struct hiring_month { double mean, low, high; };
struct hiring_month hiring_month(const struct hiring *h, enum hiring_series series, int way, int month);
/* Is there no way that is as cheap and serves as well, and better in one of both? */
int hiring_on_front(const struct hiring *h, int way);

#endif
