/* hotline.c - the program: a table of verbs. `hotline VERB --help` tells about one of them. */
#include <argp.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "verbs.h"

static const struct verb {
    const char *name, *arguments, *does;
    int (*run)(int argc, char **argv);
} VERBS[] = {
#define VERB(name, arguments, does) { #name, arguments, does, verb_##name },
#include "verbs.def"
#undef VERB
};

enum { N_VERBS = sizeof VERBS / sizeof *VERBS };

/* Two columns, two blanks between them: help2man makes the manual page of it. */
static void usage(FILE *out)
{
    int widest = 0;
    for (int v = 0; v < N_VERBS; v++) {
        int width = (int)(strlen(VERBS[v].name) + 1 + strlen(VERBS[v].arguments));
        widest = width > widest ? width : widest;
    }
    fputs("Usage: hotline VERB ...\n\n", out);
    for (int v = 0; v < N_VERBS; v++)
        fprintf(out, "  %s %-*s  %s\n", VERBS[v].name, widest - (int)strlen(VERBS[v].name) - 1, VERBS[v].arguments,
                VERBS[v].does);
    fputs("\n`hotline VERB --help` tells more and ends with a working example.\n", out);
}

/* The stack grows by being used, and cannot tell when there is no memory: what a run needs (150 KB) is taken at once. */
__attribute__((noinline)) static void take_stack(void)
{
    enum { BYTES = 512 << 10, PAGE = 4096 };
    volatile char room[BYTES];
    for (int at = BYTES - 1; at >= 0; at -= PAGE)
        room[at] = 0;
    (void)room[0];
}

static int is_one_of(const char *word, const char *a, const char *b, const char *c)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

/* argv[0] is the name as it was typed. */
static int run_verb(const char *name, int argc, char **argv)
{
    struct text_guess guess = { .word = name };
    for (int v = 0; v < N_VERBS; v++) {
        text_guess(&guess, VERBS[v].name);
        if (strcmp(name, VERBS[v].name) == 0) {
            char called[64];
            snprintf(called, sizeof called, "hotline %s", VERBS[v].name);
            argv[0] = called;
            return VERBS[v].run(argc, argv);
        }
    }
    if (guess.nearest)
        fprintf(stderr, "hotline: there is no verb '%s'; did you mean '%s'?\n", name, guess.nearest);
    else
        fprintf(stderr, "hotline: there is no verb '%s'; `hotline --help` lists them\n", name);
    return EXIT_INPUT;
}

int main(int argc, char **argv)
{
    take_stack();
    setlocale(LC_CTYPE, "");            /* numbers stay with a point, whatever the country */
    argp_err_exit_status = EXIT_INPUT;  /* of every verb whose command line is wrong */
    signal(SIGXFSZ, SIG_IGN);           /* a file that may not grow is told by the write, like a full disk */
    signal(SIGPIPE, SIG_IGN);           /* a gnuplot that goes away is told by pclose */
    if (argc == 3 && strcmp(argv[1], "help") == 0) {    /* `help run` is `run --help` */
        argv[1] = argv[2];
        argv[2] = "--help";
    }
    if (argc < 2 || is_one_of(argv[1], "--help", "-h", "help")) {
        usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_INPUT : EXIT_OK;
    }
    return run_verb(is_one_of(argv[1], "--version", "-V", "-v") ? "version" : argv[1], argc - 1, argv + 1);
}
