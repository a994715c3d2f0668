/* options.h - the options that the verbs which run something share: --seed, --days, --set ...
 *
 * A verb makes its own argp with OPTIONS_CHILDREN as children; what the user did not give keeps the values of
 * OPTIONS_NONE. A number that is none, or out of range, ends the program with usage and EXIT_INPUT.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <argp.h>
#include <stdint.h>
#include <stdio.h>

#include "analysis/staffing/goal.h"
#include "sim/study/cases.h"
#include "sim/study/work.h"

enum { OPTIONS_MOST_SETS = 256 };

struct options {
    uint64_t seed;
    int days, warmup, reps;             /* NONE: as the study or the city says */
    int threads;                        /* 0: all cores */
    int n_set;
    char *set[OPTIONS_MOST_SETS];       /* key=value */
    char *out;                          /* NULL: none given */
    int quiet, json, zh;                /* zh: Chinese names in tables */
    int backwards;
};

#define OPTIONS_NONE { .seed = CASES_DEFAULT_SEED, .days = NONE, .warmup = NONE, .reps = NONE }

/* argp children whose input is child_inputs[0] = struct options *, set by the verb at ARGP_KEY_INIT. */
extern const struct argp_child OPTIONS_CHILDREN[];

/* Parses argv and returns; usage errors end the program with EXIT_INPUT. `input` goes to the verb's parser. */
void options_parse(const struct argp *argp, int argc, char **argv, void *input);

/* The one argument of a verb, when its parser is asked about ARGP_KEY_ARG or ARGP_KEY_NO_ARGS (the argument is NULL); none, or
 * a second one, is the end with usage. `what`: its name there, as "RESULT". */
char *options_only(struct argp_state *state, const char *what, char *argument);

/* CITY [POLICY...]: call it as options_only. */
struct options_city {
    const char *name;
    int n_policies;
    char *policy[STUDY_MOST_OVERLAYS + 1];      /* one more than there may be, so that study_of_city can say so */
};
void options_city(struct argp_state *state, struct options_city *city, char *argument);

/* One more --target: goal[*n], and *n counts it; one too many, or faulty, is the end with usage. */
void options_target(struct argp_state *state, struct goal goal[GOALS_MOST], int *n, const char *text);

/* An integer in [low, high] from the text of an option, or the end with usage. */
long options_integer(struct argp_state *state, const char *what, const char *text, long low, long high);

/* 0 or 1 as the text of an option is the first or the second word; else the end with usage. */
int options_word(struct argp_state *state, const char *what, const char *text, const char *first, const char *second);

struct cases_wish options_wish(const struct options *options, const char *command);
struct work_manner options_manner(const struct options *options);

/* A word as a shell reads it back, in quotes where it needs them. */
void options_quote(FILE *out, const char *text);

/* The command as the user could type it again, quoted for a shell; cut to size. */
void options_command(char *command, size_t size, int argc, char **argv);

#endif
