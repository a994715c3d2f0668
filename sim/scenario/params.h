/* params.h - the rows of params.def as const tables: what a scenario file may say and where it goes.
 *
 * A section is a GROUP (one of each parameter) or a TABLE (rows of columns). A parameter's path is section.name,
 * a column's section.row.name.
 */
#ifndef PARAMS_H
#define PARAMS_H

#include <stdio.h>

#include "sim/scenario/scenario.h"

/* SECTION_city; PARAM_city_residents; FIRST_city and LAST_city are the first and one past the last of its rows. */
enum section_id {
#define GROUP(group, about) SECTION_##group,
#include "params.def"
    N_SECTIONS
};

enum param_id {
#define GROUP(group, about) FIRST_##group, BEFORE_##group = FIRST_##group - 1,
#define END(group) LAST_##group, INSIDE_##group = LAST_##group - 1,
#define PARAM(group, name) PARAM_##group##_##name,
#include "params.def"
    N_PARAMS
};

enum param_type { PARAM_NUMBER, PARAM_INTEGER, PARAM_SWITCH, PARAM_CHOICE, PARAM_TEXT, PARAM_PROFILE, PARAM_NAMES };

struct param {
    enum param_type type;
    enum section_id section;
    const char *name;
    size_t offset, size;        /* bytes in struct scenario; of a column: in row 0 */
    int n;                      /* numbers in a profile, else 1 */
    double low, high;           /* numbers, integers, profiles */
    const char *fallback;       /* the default as params.def spells it; "" of NAMES */
    const char *words;          /* of a choice: its words; of names: the section they are rows of */
    const char *unit;           /* "" where there is none */
    const char *meaning, *source;
};

struct section {
    const char *name, *about;
    int max;                    /* most rows of a table; 0 of a group */
    size_t offset, stride;      /* of row 0, and from row to row */
    size_t count;               /* of the number of rows (int) */
    enum param_id first, last;  /* its parameters are first .. last - 1 */
};

extern const struct param PARAMS[N_PARAMS];
extern const struct section SECTIONS[N_SECTIONS];

/* By name; NULL when there is none. */
const struct section *section_named(const char *name);
const struct param *param_named(const struct section *section, const char *name);
/* By path, a column with or without its row: city.residents, kinds.rate, kinds.noise.rate. */
const struct param *param_at(const char *path);

/* The columns without which a new row of a table means nothing, by their number; NULL past the last. */
const char *section_needs(char buffer[NAME_SIZE], const struct section *section, int number);

/* The path that somebody may have meant by this one; NULL when nothing is near. The buffer is returned. */
enum { PATH_SIZE = 160 };
const char *params_nearest(char nearest[PATH_SIZE], const char *path);

/* The path of a parameter; of a column `row` is put between, "ROW" when it is NULL. The buffer is returned. */
const char *param_path(char buffer[PATH_SIZE], const struct param *param, const char *row);

/* What Chinese figures and pages call it. */
const char *param_zh(const struct param *param);
/* The same of a path: a column is told as ROW·label; a path that there is none of, as it is. The buffer is returned. */
const char *param_zh_path(char buffer[PATH_SIZE], const char *path);

/* Rows of a section in a scenario (1 for a group), the name of one, and where a value is. */
int params_rows(const struct scenario *scenario, const struct section *section);
const char *params_row_name(const struct scenario *scenario, const struct section *section, int row);
int params_row_named(const struct scenario *scenario, const struct section *section, const char *name); /* or NONE */
/* Another row's name that this one may stand for; NULL when none is near. */
const char *params_row_nearest(const struct scenario *scenario, const struct section *section, const char *name);
const void *param_value(const struct scenario *scenario, const struct param *param, int row);
void *param_place(struct scenario *scenario, const struct param *param, int row);

/* Every parameter at its default, every table empty. */
void params_defaults(struct scenario *scenario);
/* A new last row, every column at its default: its number, or NONE when the table is full. */
int params_add_row(struct scenario *scenario, const struct section *section, const char *name);
/* Closes the gap: later rows move up by one. */
void params_remove_row(struct scenario *scenario, const struct section *section, int row);

/* As a scenario file says it; `at` is the value (param->size bytes), names are rows of `scenario`. */
void param_print(FILE *out, const struct scenario *scenario, const struct param *param, const void *at);
void param_print_text(FILE *out, const char *text);     /* in double quotes */
void param_print_default(FILE *out, const struct param *param);
/* "0 .. 20", "none | rank | target", "up to 8 rows of departments". */
void param_print_range(FILE *out, const struct param *param);
const char *param_type_name(const struct param *param);

/* The words of a choice, by their number; NULL past the last. The buffer holds the word. */
const char *param_word(char buffer[NAME_SIZE], const struct param *param, int number);

#endif
