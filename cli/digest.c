#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "sim/record/result.h"
#include "verbs.h"

struct request { const char *file; int lines; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'l': request->lines = 1; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: request->file = options_only(state, "FILE", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int stored(const char *path, char digest[33], struct err *err)
{
    struct result *result;
    int status = result_open(&result, path, err);
    if (status == 0)
        status = result_stored_digest(result, digest, err);
    result_close(&result);
    return status;
}

int verb_digest(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "lines", 'l', NULL, 0, "first one line a dataset: its sum, type, shape and path", 0 },
        { 0 },
    };
    static const struct argp argp = { options, parse, "FILE",
        "Recompute the content digest of a result and compare it with the one in the file.\v"
        "Two results with the same digest hold the same numbers. The exit code is 4 when the file does not hold what "
        "its own digest says.\n\nExample: hotline digest results/demo.h5", NULL, NULL, NULL };
    struct request request = { NULL, 0 };
    struct err err = { 0 };
    char is[33], says[33], *lines = NULL;
    options_parse(&argp, argc, argv, &request);
    if (result_digest(request.file, is, &lines, &err) < 0)
        return verb_failed(&err);
    if (request.lines)
        fputs(lines, stdout);
    free(lines);
    puts(is);
    if (stored(request.file, says, &err) == 0 && strcmp(is, says) != 0)
        err_code(&err, EXIT_DIGEST, "%s does not hold what its digest says (%s): it was changed or damaged",
                 request.file, says);
    return err.code == EXIT_OK ? EXIT_OK : verb_failed(&err);
}
