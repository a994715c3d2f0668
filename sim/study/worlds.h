/* worlds.h - worlds that share nothing but the numbers of their replicates: each a city with policies, settings and
 * days of its own. Replicate i of two of them meets the same chance, so that they can be compared in pairs.
 *
 * In a file a world is a mapping (of a row of mechanisms.yaml or targets/calibration.yaml):
 *     city: county                    # a name on the scenario path
 *     days: 180                       # after the warm-up; days, warmup: as the city says when left out
 *     warmup: 60
 *     set: { policies: [pay-salary], centre.operators: 12, rule: { pressure: 2 } }
 * Settings hold from the first day of the warm-up, policies from day 0, and with them settings of a row that they bring;
 * settings win over policies.
 */
#ifndef WORLDS_H
#define WORLDS_H

#include "sim/base/err.h"
#include "sim/base/yaml.h"
#include "sim/scenario/scenario.h"
#include "sim/study/cases.h"
#include "sim/study/work.h"

enum { WORLD_MOST_SETTINGS = 40, WORLD_SETTING_SIZE = 256, WORLD_MOST_REPLICATIONS = 1000 };

struct world_wish {
    char name[STUDY_NAME_SIZE];         /* whose world it is, for a complaint: "M25, without" */
    char city[STUDY_NAME_SIZE];
    int n_replications;
    int n_policies, n_set;
    char policy[STUDY_MOST_OVERLAYS][STUDY_NAME_SIZE];
    char set[WORLD_MOST_SETTINGS][WORLD_SETTING_SIZE];      /* key=value, the last of a key wins */
};

/* The keys that a mapping may have to say a world; for a caller's list of known keys. */
#define WORLD_KEYS "city", "days", "warmup", "set", "replications"

/* Reads the keys above from a mapping. Complains of cities, policies, parameters and values that are not there. */
void world_read(struct world_wish *wish, const struct yaml *mapping, int n_replications,
                struct yaml_complaints *wrong);
/* More of it: a mapping of settings, with `policies` among them. */
void world_read_settings(struct world_wish *wish, const struct yaml *mapping, struct yaml_complaints *wrong);

/* Settings that are tried in worlds which others have said, one more into tried->set: KEY=VALUE of a command line, or all of
 * a file in the form of a policy, without `extends` and events. EXIT_INPUT with every complaint. */
int world_try(struct world_wish *tried, const char *setting, struct err *err);
int world_try_file(struct world_wish *tried, const char *file_or_name, struct err *err);

/* Does the world set the key of a key=value itself, or take its row away? */
bool world_sets(const struct world_wish *wish, const char *setting);
/* Gives it the settings that are tried, but for those that it sets itself: they say what it is. taken[s] becomes true of what
 * it took; -1: it has no room for them. */
int world_give(struct world_wish *wish, const struct world_wish *tried, bool taken[WORLD_MOST_SETTINGS], struct err *err);

/* A list of worlds, each kept once. */
struct worlds { int n; struct world_wish *wish; };

/* The number of such a world in the list, which has it now, with the larger number of replications; -1: no memory. */
int worlds_add(struct worlds *worlds, const struct world_wish *wish, struct err *err);
void worlds_free(struct worlds *worlds);

/* Loads all of them: point p of the cases is world p under one policy, which are the world's together. Extents and
 * texts of a result are left out: no file is written. A faulty one is told with its name (EXIT_INPUT). */
int worlds_load(struct cases *cases, const struct worlds *worlds, uint64_t seed, struct err *err);

/* Their units of work, each world as often as it wishes; free. NULL: no memory. */
struct work_unit *worlds_units(const struct worlds *worlds, int *n, struct err *err);

#endif
