#include <stdio.h>
#include <string.h>

#include "options.h"
#include "sim/observe/outputs.h"
#include "sim/record/catalogue.h"
#include "verbs.h"

struct request { const char *word; int markdown; };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'm': request->markdown = 1; break;
    case ARGP_KEY_ARG: request->word = options_only(state, "WORD", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int list(const char *word)
{
    int n = 0;
    for (int o = 0; o < N_OUTPUTS; o++) {
        const struct output_row *row = &OUTPUTS[o];
        if (word && !strstr(row->name, word) && !strstr(row->long_name, word) && !strstr(row->zh, word))
            continue;
        printf("%-28s %-10s %-6s %-8s %s  %s\n", row->name, SHAPES[row->shape].group, row->unit,
               BETTER_WORDS[row->better], row->long_name, row->zh);
        if (word)
            printf("    %s\n", row->definition);
        n++;
    }
    return n;
}

int verb_outputs(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "markdown", 'm', NULL, 0, "the whole description of a result file, docs/output.md", 0 },
        { 0 },
    };
    static const struct argp argp = { options, parse, "[WORD]",
        "List what a run reports: name, group of the result file, unit, which way is better, and what it is.\v"
        "With WORD only those that have it in their name, and their definitions.\n\nExample: hotline outputs urgent",
        NULL, NULL, NULL };
    struct request request = { NULL, 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    if (request.markdown) {
        catalogue_markdown(stdout);
        return EXIT_OK;
    }
    if (list(request.word) > 0)
        return EXIT_OK;
    err_input(&err, "no output has '%s' in its name; `hotline outputs` lists all %d", request.word, N_OUTPUTS);
    return verb_failed(&err);
}
