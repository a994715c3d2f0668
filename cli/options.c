#include "options.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/err.h"

enum { KEY_SEED = 1000, KEY_DAYS, KEY_WARMUP, KEY_REPS, KEY_THREADS, KEY_SET, KEY_QUIET, KEY_JSON, KEY_LANG,
       KEY_ORDER };

static const struct argp_option OPTIONS[] = {
    { "seed", KEY_SEED, "N", 0, "the seed, 0 to 2^53 (default 12345); it is stored in the result", 1 },
    { "days", KEY_DAYS, "D", 0, "days after the warm-up", 1 },
    { "warmup", KEY_WARMUP, "D", 0, "days of warm-up under the city's own rule", 1 },
    { "reps", KEY_REPS, "N", 0, "replications", 1 },
    { "threads", KEY_THREADS, "N", 0, "threads (default: all cores); results do not depend on it", 1 },
    { "set", KEY_SET, "KEY=VALUE", 0, "change a parameter; may be given many times", 1 },
    { "output", 'o', "FILE.h5", 0, "the result file; only a Hotline result is replaced", 2 },
    { "quiet", KEY_QUIET, 0, 0, "no progress line", 2 },
    { "json", KEY_JSON, 0, 0, "print JSON", 2 },
    { "lang", KEY_LANG, "en|zh", 0, "language of names in tables", 2 },
    { "order", KEY_ORDER, "forward|reverse", 0, "order of the runs, to check that it does not matter", 3 },
    { 0 },
};

char *options_only(struct argp_state *state, const char *what, char *argument)
{
    if (!argument)
        argp_error(state, "which %s?", what);
    if (state->arg_num > 0)
        argp_error(state, "one %s, please", what);
    return argument;
}

void options_city(struct argp_state *state, struct options_city *city, char *argument)
{
    if (!argument)
        argp_error(state, "which CITY? `hotline cities` lists them");
    if (!city->name)
        city->name = argument;
    else if (city->n_policies <= STUDY_MOST_OVERLAYS)
        city->policy[city->n_policies++] = argument;
}

void options_target(struct argp_state *state, struct goal goal[GOALS_MOST], int *n, const char *text)
{
    struct err err = { 0 };
    if (*n == GOALS_MOST)
        argp_error(state, "--target may be given at most %d times", GOALS_MOST);
    else if (goal_read(&goal[(*n)++], text, &err))
        argp_error(state, "%s", err.text);
}

long options_integer(struct argp_state *state, const char *what, const char *text, long low, long high)
{
    char *end;
    errno = 0;
    long x = strtol(text, &end, 10);
    if (errno || end == text || *end || x < low || x > high)
        argp_error(state, "%s must be a whole number from %ld to %ld, not '%s'", what, low, high, text);
    return x;
}

int options_word(struct argp_state *state, const char *what, const char *text, const char *first, const char *second)
{
    if (strcmp(text, first) != 0 && strcmp(text, second) != 0)
        argp_error(state, "%s must be %s or %s, not '%s'", what, first, second, text);
    return strcmp(text, second) == 0;
}

static void set_add(struct options *o, char *setting, struct argp_state *state)
{
    if (!strchr(setting, '='))
        argp_error(state, "--set needs KEY=VALUE, not '%s'", setting);
    if (o->n_set == OPTIONS_MOST_SETS)
        argp_error(state, "--set may be given at most %d times", OPTIONS_MOST_SETS);
    o->set[o->n_set++] = setting;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    switch (key) {
    case KEY_SEED: o->seed = (uint64_t)options_integer(state, "--seed", arg, 0, (long)CASES_LARGEST_SEED); break;
    case KEY_DAYS: o->days = (int)options_integer(state, "--days", arg, 1, 36500); break;
    case KEY_WARMUP: o->warmup = (int)options_integer(state, "--warmup", arg, 0, 3650); break;
    case KEY_REPS: o->reps = (int)options_integer(state, "--reps", arg, 1, STUDY_MOST_REPLICATIONS); break;
    case KEY_THREADS: o->threads = (int)options_integer(state, "--threads", arg, 1, 4096); break;
    case KEY_SET: set_add(o, arg, state); break;
    case 'o': o->out = arg; break;
    case KEY_QUIET: o->quiet = 1; break;
    case KEY_JSON: o->json = 1; break;
    case KEY_LANG: o->zh = options_word(state, "--lang", arg, "en", "zh"); break;
    case KEY_ORDER: o->backwards = options_word(state, "--order", arg, "forward", "reverse"); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp OPTIONS_ARGP = { .options = OPTIONS, .parser = parse };
const struct argp_child OPTIONS_CHILDREN[] = { { &OPTIONS_ARGP, 0, NULL, 0 }, { 0 } };

void options_parse(const struct argp *argp, int argc, char **argv, void *input)
{
    argp_parse(argp, argc, argv, 0, NULL, input);
}

struct cases_wish options_wish(const struct options *o, const char *command)
{
    return (struct cases_wish){ .seed = o->seed, .days = o->days, .warmup = o->warmup, .replicates = o->reps,
                                .n_set = o->n_set, .set = o->set, .command = command };
}

struct work_manner options_manner(const struct options *o)
{
    return (struct work_manner){ .threads = o->threads, .backwards = o->backwards, .quiet = o->quiet };
}

static bool needs_quotes(const char *text)
{
    static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
    return !*text || strspn(text, PLAIN) != strlen(text);
}

void options_quote(FILE *out, const char *text)
{
    bool quotes = needs_quotes(text);
    fputs(quotes ? "'" : "", out);
    for (const char *c = text; *c; c++)
        fputs(*c == '\'' ? "'\\''" : (char[]){ *c, '\0' }, out);
    fputs(quotes ? "'" : "", out);
}

void options_command(char *command, size_t size, int argc, char **argv)
{
    FILE *out = fmemopen(command, size, "w");
    command[0] = '\0';
    if (!out)
        return;
    fputs(argv[0], out);
    for (int i = 1; i < argc; i++) {
        fputc(' ', out);
        options_quote(out, argv[i]);
    }
    fclose(out);
    command[size - 1] = '\0';
}
