/* load.h - scenario files, overlays and settings become one const scenario, and know where each value came from.
 *
 * Files are applied one after the other: a city, each overlay, each --set; before a file what it `extends`, left to
 * right, each such file once. Later wins. Scalars, lists and profiles replace; tables merge row by row; a row set to
 * ~ goes. What comes after the city adds a row only when it says all that NEEDS of params.def asks for, so that a slip in
 * a row's name is told. The same key dotted (rule.share: 1) and nested (rule: {share: 1}) is one key. Events are added up;
 * `events: ~` forgets those of earlier files.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdio.h>

#include "sim/base/err.h"
#include "sim/base/yaml.h"
#include "sim/scenario/params.h"

struct scenario_request {
    const char *city;                   /* a name or a file; NULL: the defaults */
    int n_overlays;
    const char *const *overlay;         /* policies: names or files */
    int n_sets;
    const char *const *set;             /* key=value */
    const char *city_text;              /* of the city, where no file is asked: `city` is then its name in complaints */
};

/* From day `from` up to and without day `until` (days since day 0) the parameter has another value. */
struct scenario_event {
    int from, until;                    /* until = INT_MAX: to the end */
    const struct param *param;          /* its type and size */
    size_t offset;                      /* in struct scenario */
    const void *value;                  /* param->size bytes */
};

struct scenario_trace;                  /* where values came from */

struct scenario_loaded {
    struct scenario scenario;
    char title[TEXT_SIZE], title_zh[TEXT_SIZE];         /* of the city; "" where it has none */
    char policy_zh[4 * TEXT_SIZE];      /* Chinese titles of the overlays; "" where one of them has none */
    int n_events;
    struct scenario_event *event;       /* in the order of the files */
    struct scenario_trace *trace;
};

/* 0, or -1 with every complaint about every file in err (exit code 2; 1 for memory or a disk that fails).
 * _free is right after a failure, and twice. */
int scenario_load(struct scenario_loaded *out, const struct scenario_request *request, struct err *err);
void scenario_free(struct scenario_loaded *loaded);

/* Gives `now`, a copy of loaded->scenario, the values of that day. True when that changed anything. */
bool scenario_apply_events(const struct scenario_loaded *loaded, int day, struct scenario *now);

/* Keys at the top of a scenario file that are no parameters; ended by NULL. */
extern const char *const SCENARIO_KEYS[];

#endif
