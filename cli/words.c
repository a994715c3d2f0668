/* words.c - what may stand next on the command line, for the completion of shells (cli/completions). */
#include <stdio.h>
#include <string.h>

#include "analysis/trust/oracle.h"
#include "options.h"
#include "plots/figures.h"
#include "plots/insight.h"
#include "sim/observe/outputs.h"
#include "sim/scenario/params.h"
#include "sim/scenario/path.h"
#include "verbs.h"

struct request { int n; const char *word[2]; };         /* the verb; the word before the one that is typed */

static void list_folder(enum folder folder)
{
    struct path_list list = path_list(folder);
    for (int i = 0; i < list.n; i++)
        puts(list.offer[i].name);
    path_list_free(&list);
}

static void list_cities(void) { list_folder(FOLDER_CITIES); }
static void list_policies(void) { list_folder(FOLDER_POLICIES); }
static void list_studies(void) { list_folder(FOLDER_STUDIES); }
static void list_languages(void) { puts("en\nzh"); }

static void list_scenarios(void)
{
    list_cities();
    list_policies();
    list_studies();
}

static void list_verbs(void)
{
#define VERB(name, arguments, does) puts(#name);
#include "verbs.def"
#undef VERB
}

static void list_keys(void)
{
    char path[PATH_SIZE];
    for (int s = 0; s < N_SECTIONS; s++)
        puts(SECTIONS[s].name);
    for (int p = 0; p < N_PARAMS; p++)
        puts(param_path(path, &PARAMS[p], NULL));
}

static void list_settings(void)
{
    for (int p = 0; p < N_PARAMS; p++)
        if (!SECTIONS[PARAMS[p].section].max)
            printf("%s.%s=\n", SECTIONS[PARAMS[p].section].name, PARAMS[p].name);
}

static void list_outputs(void)
{
    for (int o = 0; o < N_OUTPUTS; o++)
        puts(OUTPUTS[o].name);
}

static void list_figures(void)
{
    for (int k = 0; k < N_FIGURES; k++) {
        for (const char *c = FIGURES[k].name; *c; c++)
            putchar(*c == '_' ? '-' : *c);
        putchar('\n');
    }
    for (int k = 0; k < N_INSIGHTS; k++)
        puts(INSIGHTS[k].name);
    puts("all");
}

static void list_families(void)
{
    for (int f = 0; f < N_ORACLE_FAMILIES; f++)
        puts(ORACLE_FAMILIES[f].name);
}

/* What the words of verbs.def and of options stand for. What is not here (RESULT, FILE, N) is left to the shell. */
static const struct { const char *word; void (*list)(void); } LISTS[] = {
    { "CITY", list_cities }, { "POLICY", list_policies }, { "STUDY", list_studies }, { "FILE...", list_scenarios },
    { "KEY", list_keys }, { "WORD", list_outputs }, { "KIND", list_figures }, { "VERB", list_verbs },
    { "--set", list_settings }, { "--kpi", list_outputs }, { "--lang", list_languages },
    { "--diff", list_scenarios }, { "--with", list_policies }, { "--city", list_cities }, { "FAMILY", list_families },
};
enum { N_LISTS = sizeof LISTS / sizeof *LISTS };

static const char *arguments_of(const char *verb)
{
#define VERB(name, arguments, does) \
    if (strcmp(verb, #name) == 0) \
        return arguments;
#include "verbs.def"
#undef VERB
    return "";
}

/* Is this word among the arguments of a verb, as POLICY is in "CITY [POLICY...]"? */
static int takes(const char *arguments, const char *word)
{
    const char *at = strstr(arguments, word);
    return at && (at == arguments || strchr(" [|", at[-1])) && strspn(at + strlen(word), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0;
}

/* What stands behind an option is the option's; else what the verb takes; without a verb, the verbs. */
static void list_words(const char *verb, const char *before)
{
    const char *arguments = verb ? arguments_of(verb) : "VERB";
    for (int i = 0; before && i < N_LISTS; i++)
        if (strcmp(before, LISTS[i].word) == 0) {
            LISTS[i].list();
            return;
        }
    for (int i = 0; i < N_LISTS; i++)
        if (takes(arguments, LISTS[i].word))
            LISTS[i].list();
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    if (request->n == 2)
        argp_error(state, "one VERB and one BEFORE, please");
    request->word[request->n++] = argument;
    return 0;
}

int verb_words(int argc, char **argv)
{
    static const struct argp argp = { NULL, parse, "[VERB [BEFORE]]",
        "List the words that may stand next on the command line: verbs, or what a verb or the option BEFORE takes. The "
        "completions of bash, zsh and fish, which `make install` installs, ask it.\v"
        "Example: hotline words run", NULL, NULL, NULL };
    struct request request = { 0 };
    options_parse(&argp, argc, argv, &request);
    list_words(request.word[0], request.word[1]);
    return EXIT_OK;
}
