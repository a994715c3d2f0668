/* study.h - a study file: a city, policies, what varies, how many replications (scenarios/studies/).
 *
 * A study is design points x policies x replications. A unit of work is one (point, replicate): all policies of the
 * study from one shared warm-up. A scenario of the result is one (point, policy).
 */
#ifndef STUDY_H
#define STUDY_H

#include "sim/base/err.h"
#include "sim/base/yaml.h"
#include "sim/study/design.h"
#include "sim/study/precision.h"

enum {
    STUDY_NAME_SIZE = 96,
    STUDY_PATH_SIZE = 1024,
    STUDY_MOST_POLICIES = 64,
    STUDY_MOST_OVERLAYS = 8,        /* in one policy */
    STUDY_MOST_FACTORS = 64,
    STUDY_MOST_MIXTURES = 8,
    STUDY_MOST_CONSTRAINTS = 32,
    STUDY_MOST_VALUES = 10000,      /* of one factor */
    STUDY_MOST_REPLICATIONS = 100000,
    STUDY_TEXT_SIZE = 16384,        /* what a result keeps of the file */
    STUDY_GROUPS_SIZE = 4096,       /* what it keeps of the design's groups */
};

enum factor_role { ROLE_LEVER, ROLE_UNCERTAINTY };      /* what the city decides, what nobody knows */
enum factor_kind {
    FACTOR_LIST,                    /* one of some values */
    FACTOR_RANGE,                   /* a number between two */
    FACTOR_SHARE,                   /* one of some numbers that add up to a whole: a mixture */
};
enum factor_dist { DIST_UNIFORM, DIST_LOG_UNIFORM, DIST_INTEGER, DIST_TRIANGULAR, DIST_NORMAL, DIST_LOG_NORMAL, N_DISTS };
extern const char *const STUDY_DISTS[N_DISTS];

struct study_policy {
    char name[STUDY_NAME_SIZE];     /* the overlays joined by +; `baseline` is the city as it is */
    int n_overlays;
    char overlay[STUDY_MOST_OVERLAYS][STUDY_PATH_SIZE];     /* names on the scenario path or files */
    struct yaml_place place[STUDY_MOST_OVERLAYS];           /* in the study file; nowhere for `run` */
};

struct study_factor {
    char key[STUDY_NAME_SIZE];      /* a parameter, as in --set */
    const struct yaml_member *from; /* key and mapping in the study file; of a share those of its mixture */
    char unit[32];                  /* as the file says it, or "" */
    enum factor_role role;
    enum factor_kind kind;
    bool over_policies;             /* `over: policies`: its value wins over a policy that sets the parameter, too */
    bool whole;                     /* RANGE: the parameter takes whole numbers only (study_names sees to it) */
    int n_values;                   /* LIST */
    char (*text)[64];               /* as the file writes it */
    double *value;                  /* a number as it is, false and true 0 and 1, a word its place in the list */
    enum factor_dist dist;          /* RANGE */
    double low, high, mode;         /* RANGE; SHARE: 0 and the whole. The mode is of DIST_TRIANGULAR */
    int levels;                     /* RANGE: at so many places for a design that takes listed values; 0 = not said */
    int mixture;                    /* SHARE: which one */
};

struct study_mixture {
    int first, n;                   /* factors: rows first .. first + n - 1 */
    double total;
    int n_values;                   /* blends for a design that takes listed values: all in `levels` equal steps; or 0 */
    int levels;
    int *blend;                     /* [n_values][n], steps of total / levels */
};

/* Sum of weight x factor >= least (or >), over `n` factors. */
struct study_constraint {
    char text[160];                 /* as the file writes it */
    struct yaml_place place;
    int n, factor[STUDY_MOST_FACTORS];
    double weight[STUDY_MOST_FACTORS], least;
    bool strict;
};

struct study {
    struct yaml_file *file;         /* NULL for `run`; places point into it */
    char name[STUDY_NAME_SIZE], title[160], title_zh[160], base[STUDY_PATH_SIZE];
    struct yaml_place base_place;
    int n_policies, n_factors, n_mixtures, n_constraints;
    int chooser;                    /* the factor `policy`: a point has the one policy that it says; NONE: it has all */
    struct study_policy *policy;
    struct study_factor *factor;
    struct study_mixture mixture[STUDY_MOST_MIXTURES];
    struct study_constraint *constraint;
    const struct design *design;
    struct design_space space;      /* its axes: each factor's, a mixture's in the place of its first share */
    int n_values[DESIGN_MOST_AXES]; /* of space */
    struct yaml_place design_place;
    char groups[STUDY_GROUPS_SIZE]; /* space.group as the result tells it: "name=factor,factor;name=factor,factor", or "" */
    char table[STUDY_PATH_SIZE];    /* of a design that is a table: the file */
    int control;                    /* a policy's row */
    int n_replicates;               /* at most */
    struct precision_rule precision;    /* how many of them, where it has goals */
    int days, warmup;               /* NONE = as the city says */
    char text[STUDY_TEXT_SIZE];     /* the file, or "" */
    long n_points;                  /* 0 before study_points */
    double *at;                     /* [n_points][space.k]: where each point is on the axes (design.h) */
    long n_broke;                   /* points that broke a constraint and were left out, passed over, or drawn again */
};

/* Reads a study: a file, or a name on the scenario path. All its faults at once (EXIT_INPUT). */
int study_read(struct study *study, const char *file_or_name, struct err *err);

/* Does everything that a study names exist? Its city and its policies, beside the study file first, then on the
 * scenario path (they become files); its factors, with values and units that their parameters take. All faults at
 * once, each at its place (EXIT_INPUT). Of `run`'s own study nothing is asked here: the loader tells. */
int study_names(struct study *study, struct err *err);

/* The study that `run` makes: one city, one policy of all n overlays together, one replication. */
int study_of_city(struct study *study, const char *city, int n, char *const overlay[], struct err *err);

void study_free(struct study *study);

/* How many points the design asks for, before constraints; -1: it does not fit the factors. */
long study_asks(const struct study *study);

/* Makes the points: n_points >= 1, `at` and n_broke. After study_names, which knows the parameters. EXIT_INPUT when constraints
 * leave too few. */
int study_points(struct study *study, struct err *err);

/* The value that a factor takes at a point: as a number, and as --set would be given it. */
double study_value(const struct study *study, long point, int factor);
const char *study_text(const struct study *study, long point, int factor, char text[64]);

/* The policy of a point under a chooser: its row. */
int study_chosen(const struct study *study, long point);

/* What the result says of a factor: "uniform", "list", "mixture" ..., and the ends of what it may be. */
const char *study_dist(const struct study_factor *factor);
void study_range(const struct study_factor *factor, double range[2]);

#endif
