#include "rows.h"

#include <string.h>

#include "options.h"
#include "sim/study/cases.h"

enum { KEY_FROM = 2000, KEY_SEED, KEY_THREADS, KEY_QUIET, KEY_LANG };

static const struct argp_option OPTIONS[] = {
    { "csv", 'c', "FILE.csv", 0, "also write a tidy table", 1 },
    { "from", KEY_FROM, "FILE", 0, "rows of another file than the one beside the program", 1 },
    { "seed", KEY_SEED, "N", 0, "the seed (default 12345)", 1 },
    { "threads", KEY_THREADS, "N", 0, "threads (default: all cores); results do not depend on it", 1 },
    { "quiet", KEY_QUIET, 0, 0, "no progress line", 2 },
    { "lang", KEY_LANG, "en|zh", 0, "language of titles", 2 },
    { 0 },
};

static int is_file(const char *argument)
{
    size_t n = strlen(argument);
    return strchr(argument, '/') || (n > 5 && strcmp(argument + n - 5, ".yaml") == 0);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct rows_options *o = state->input;
    switch (key) {
    case 'c': o->csv = argument; break;
    case KEY_FROM: o->from = argument; break;
    case KEY_SEED: o->seed = (uint64_t)options_integer(state, "--seed", argument, 0, (long)CASES_LARGEST_SEED); break;
    case KEY_THREADS: o->manner.threads = (int)options_integer(state, "--threads", argument, 1, 4096); break;
    case KEY_QUIET: o->manner.quiet = 1; break;
    case KEY_LANG: o->zh = options_word(state, "--lang", argument, "en", "zh"); break;
    case ARGP_KEY_ARG:
        if (is_file(argument)) {
            o->from = argument;
            break;
        }
        if (o->n_ids == ROWS_MOST)
            argp_error(state, "at most %d rows can be named", ROWS_MOST);
        o->id[o->n_ids++] = argument;
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp OPTIONS_ARGP = { .options = OPTIONS, .parser = parse };
const struct argp_child ROWS_CHILDREN[] = { { &OPTIONS_ARGP, 0, NULL, 0 }, { 0 } };
