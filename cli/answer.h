/* answer.h - how the verbs that read a result ask and answer: the options that they share, and sheets with a few sentences
 * around them, printed for a reader or a program.
 *
 * These verbs never write to the result: it may be read-only, shared or sealed, and every answer can be had again from it.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <argp.h>

#include "analysis/numbers/sheet.h"
#include "cli/chosen.h"
#include "sim/record/result.h"

struct answer_options {
    const char *path, *kpi, *csv;
    int zh;
    enum chosen_form form;
    double level;
};
#define ANSWER_OPTIONS_NONE { .level = .95 }

/* argp children whose input is child_inputs[0] = struct answer_options *, set by the verb at ARGP_KEY_INIT; RESULT and
 * --kpi, --level, --format, --json, --csv, --lang. */
extern const struct argp_child ANSWER_CHILDREN[];

enum { ANSWER_MOST_SHEETS = 4, ANSWER_TEXT_SIZE = 2048 };
struct answer {
    const char *title;
    char before[ANSWER_TEXT_SIZE], after[ANSWER_TEXT_SIZE];     /* sentences around the sheets, lines end with \n */
    int n;
    struct sheet sheet[ANSWER_MOST_SHEETS];
    char heading[ANSWER_MOST_SHEETS][256];                      /* above each; "" none */
};

void answer_say(char text[ANSWER_TEXT_SIZE], const char *format, ...) __attribute__((format(printf, 2, 3)));     /* appends */
/* Prints it as --format says; --csv FILE.csv gets the first sheet, FILE-NAME.csv each further one. */
int answer_give(const struct answer *answer, const struct answer_options *options, struct err *err);
void answer_free(struct answer *answer);

/* What `--kpi` names, else the headlines' first few that the result has. -1: a name is wrong. */
int answer_kpis(const struct answer_options *options, const struct result *result, enum output kpi[], struct err *err);

#endif
