/* archive.c - a result with all that belongs to it, as an RO-Crate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "options.h"
#include "plots/report/crate.h"
#include "verbs.h"

enum { KEY_AUTHOR = 2000, KEY_LICENCE };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct crate_wish *wish = state->input;
    switch (key) {
    case 'o': wish->out = argument; break;
    case KEY_AUTHOR: wish->author = argument; break;
    case KEY_LICENCE: wish->licence = argument; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: wish->path = options_only(state, "RESULT", argument); break;
    case ARGP_KEY_END:
        if (!wish->out || !*wish->out)
            argp_error(state, "where to? -o FOLDER or -o FILE.zip");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* Today, or the day that a build which is to be repeated says. */
static void date_of(char date[16])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm tm;
    strftime(date, 16, "%Y-%m-%d", gmtime_r(&now, &tm));
}

int verb_archive(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "output", 'o', "FOLDER|FILE.zip", 0, "the archive; a folder must not be there yet", 0 },
        { "author", KEY_AUTHOR, "NAME", 0, "who made the study", 0 },
        { "license", KEY_LICENCE, "TEXT", 0, "the licence of the numbers, such as CC-BY-4.0", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Put a result into an archive for a repository (RO-Crate 1.1): the numbers as HDF5 and CSV, the study and every "
        "scenario with all values, the model's description (ODD), how to cite, and metadata that say what is what.\v"
        "The date of publication is today, or that of SOURCE_DATE_EPOCH.\n\n"
        "Example: hotline archive results/demo.h5 -o demo-crate.zip", NULL, NULL, NULL };
    char date[16];
    struct crate_wish wish = { 0 };
    struct err err = { 0 };
    int n = 0;
    options_parse(&argp, argc, argv, &wish);
    date_of(date);
    wish.date = date;
    if (crate_write(&wish, &n, &err) != 0)
        return verb_failed(&err);
    printf("%s  %d files\n", wish.out, n);
    return EXIT_OK;
}
