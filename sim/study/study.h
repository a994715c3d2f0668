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

enum {
    STUDY_NAME_SIZE = 96,
    STUDY_PATH_SIZE = 1024,
    STUDY_MOST_POLICIES = 64,
    STUDY_MOST_OVERLAYS = 8,        /* in one policy */
    STUDY_MOST_FACTORS = 24,
    STUDY_MOST_VALUES = 10000,      /* of one factor */
    STUDY_MOST_REPLICATIONS = 100000,
    STUDY_TEXT_SIZE = 16384,        /* what a result keeps of the file */
};

enum factor_role { ROLE_LEVER, ROLE_UNCERTAINTY };      /* what the city decides, what nobody knows */

struct study_policy {
    char name[STUDY_NAME_SIZE];     /* the overlays joined by +; `baseline` is the city as it is */
    int n_overlays;
    char overlay[STUDY_MOST_OVERLAYS][STUDY_PATH_SIZE];     /* names on the scenario path or files */
    struct yaml_place place[STUDY_MOST_OVERLAYS];           /* in the study file; nowhere for `run` */
};

struct study_factor {
    char key[STUDY_NAME_SIZE];      /* a parameter, as in --set */
    const struct yaml_member *from; /* key and mapping in the study file */
    char unit[32];                  /* as the file says it, or "" */
    enum factor_role role;
    bool over_policies;             /* `over: policies`: its value wins over a policy that sets the parameter, too */
    int n_values;
    char (*text)[64];               /* as the file writes it */
    double *value;                  /* a number as it is, false and true 0 and 1, a word its place in the list */
};

struct study {
    struct yaml_file *file;         /* NULL for `run`; places point into it */
    char name[STUDY_NAME_SIZE], title[160], title_zh[160], base[STUDY_PATH_SIZE];
    struct yaml_place base_place;
    int n_policies, n_factors;
    struct study_policy *policy;
    struct study_factor *factor;
    const struct design *design;
    int control;                    /* a policy's row */
    int n_replicates;
    int days, warmup;               /* NONE = as the city says */
    char text[STUDY_TEXT_SIZE];     /* the file, or "" */
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

/* Points of the design, >= 1; the value a factor takes at one, as a row of its values. */
long study_points(const struct study *study);
int study_level(const struct study *study, long point, int factor);

#endif
