#include "params.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"

/* A scenario with one row in each table: where a column lies within its row, a parameter within its group. */
struct single {
#define GROUP(group, about) struct {
#define END(group) } group;
#define TABLE(table, row, max, about) struct { char row_name[NAME_SIZE];
#define END_TABLE(table, max) } table;
#define NUMBER(group, name, fallback, low, high, unit, meaning, source) double name;
#define INTEGER(group, name, fallback, low, high, unit, meaning, source) int name;
#define SWITCH(group, name, fallback, meaning, source) int name;
#define CHOICE(group, name, fallback, words, meaning, source) int name;
#define TEXT(group, name, fallback, meaning, source) char name[TEXT_SIZE];
#define PROFILE(group, name, size, fallback, low, high, unit, meaning, source) double name[size];
#define NAMES(table, name, other, meaning, source) struct names name;
#include "params.def"
};

#define AT(group, name) \
    offsetof(struct scenario, group) + offsetof(struct single, group.name) - offsetof(struct single, group), \
    sizeof((struct single *)0)->group.name

static const char MEASURE_WORDS[] =
#define MEASURE(name, counted, of, expected) #name " "
#include "measures.def"
#undef MEASURE
    ;

const struct param PARAMS[N_PARAMS] = {
#define NUMBER(group, name, fallback, low, high, unit, meaning, source) \
    { PARAM_NUMBER, SECTION_##group, #name, AT(group, name), 1, low, high, #fallback, "", unit, meaning, source },
#define INTEGER(group, name, fallback, low, high, unit, meaning, source) \
    { PARAM_INTEGER, SECTION_##group, #name, AT(group, name), 1, low, high, #fallback, "", unit, meaning, source },
#define SWITCH(group, name, fallback, meaning, source) \
    { PARAM_SWITCH, SECTION_##group, #name, AT(group, name), 1, 0, 1, #fallback, "", "", meaning, source },
#define CHOICE(group, name, fallback, words, meaning, source) \
    { PARAM_CHOICE, SECTION_##group, #name, AT(group, name), 1, 0, 0, fallback, words, "", meaning, source },
#define TEXT(group, name, fallback, meaning, source) \
    { PARAM_TEXT, SECTION_##group, #name, AT(group, name), 1, 0, 0, fallback, "", "", meaning, source },
#define PROFILE(group, name, size, fallback, low, high, unit, meaning, source) \
    { PARAM_PROFILE, SECTION_##group, #name, AT(group, name), size, low, high, fallback, "", unit, meaning, source },
#define NAMES(table, name, other, meaning, source) \
    { PARAM_NAMES, SECTION_##table, #name, AT(table, name), 1, 0, 0, "", #other, "", meaning, source },
#include "params.def"
};

const struct section SECTIONS[N_SECTIONS] = {
#define GROUP(group, about) \
    { #group, about, 0, offsetof(struct scenario, group), 0, 0, FIRST_##group, LAST_##group },
#define TABLE(table, row, max, about) \
    { #table, about, max, offsetof(struct scenario, table), sizeof(struct row), offsetof(struct scenario, n_##table), \
      FIRST_##table, LAST_##table },
#include "params.def"
};

#define ZH(group, name, label) +1
_Static_assert(0
#include "params_zh.def"
    == N_PARAMS, "params_zh.def has a row for each of params.def");
#undef ZH

static const char *const CHINESE[N_PARAMS] = {
#define ZH(group, name, label) [PARAM_##group##_##name] = label,
#include "params_zh.def"
#undef ZH
};

const char *param_zh(const struct param *param) { return CHINESE[param - PARAMS]; }

const char *param_zh_path(char buffer[PATH_SIZE], const char *path)
{
    const struct param *param = param_at(path);
    const char *row = strchr(path, '.'), *end = strrchr(path, '.');
    if (!param)
        snprintf(buffer, PATH_SIZE, "%s", path);
    else if (row < end)
        snprintf(buffer, PATH_SIZE, "%.*s·%s", (int)(end - row - 1), row + 1, param_zh(param));
    else
        snprintf(buffer, PATH_SIZE, "%s", param_zh(param));
    return buffer;
}

/* The word of that number in a list with spaces between; NULL past the last. The buffer holds it. */
static const char *word_of(char buffer[NAME_SIZE], const char *words, int number)
{
    const char *at = words;
    for (; number > 0 && at; number--) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    if (!at || !*at)
        return NULL;
    snprintf(buffer, NAME_SIZE, "%.*s", (int)strcspn(at, " "), at);
    return buffer;
}

static const char *const NEEDED[N_SECTIONS] = {
#define NEEDS(table, columns) [SECTION_##table] = columns,
#include "params.def"
};

const char *section_needs(char buffer[NAME_SIZE], const struct section *section, int number)
{
    const char *words = NEEDED[section - SECTIONS];
    return words ? word_of(buffer, words, number) : NULL;
}

const struct section *section_named(const char *name)
{
    for (int s = 0; s < N_SECTIONS; s++)
        if (strcmp(SECTIONS[s].name, name) == 0)
            return &SECTIONS[s];
    return NULL;
}

const struct param *param_named(const struct section *section, const char *name)
{
    for (int p = section->first; p < (int)section->last; p++)
        if (strcmp(PARAMS[p].name, name) == 0)
            return &PARAMS[p];
    return NULL;
}

const struct param *param_at(const char *path)
{
    char copy[PATH_SIZE];
    if (strlen(path) >= sizeof copy)
        return NULL;
    strcpy(copy, path);
    char *dot = strchr(copy, '.'), *last = strrchr(copy, '.');
    if (!dot)
        return NULL;
    *dot = 0;
    const struct section *section = section_named(copy);
    bool has_row = last != dot && strchr(dot + 1, '.') == last;
    if (!section || (last != dot && !(has_row && section->max)))
        return NULL;
    return param_named(section, last + 1);
}

/* A parameter of exactly that name, wherever it is. */
static const struct param *param_anywhere(const char *name)
{
    for (int p = 0; p < N_PARAMS; p++)
        if (strcmp(PARAMS[p].name, name) == 0)
            return &PARAMS[p];
    return NULL;
}

/* The section that a word may mean, or NULL. */
static const struct section *nearest_section(const char *word)
{
    struct text_guess guess = { .word = word };
    for (int s = 0; s < N_SECTIONS; s++)
        text_guess(&guess, SECTIONS[s].name);
    return guess.nearest ? section_named(guess.nearest) : NULL;
}

const char *params_nearest(char nearest[PATH_SIZE], const char *path)
{
    char copy[PATH_SIZE], row[NAME_SIZE] = "";
    snprintf(copy, sizeof copy, "%s", path);
    char *dot = strchr(copy, '.'), *last = strrchr(copy, '.');
    const struct param *param = param_anywhere(last ? last + 1 : copy);
    if (dot)
        *dot = 0;
    const struct section *section = nearest_section(copy);
    if (!dot && section)
        return strcpy(nearest, section->name);
    if (dot && last > dot)
        snprintf(row, sizeof row, "%.*s", (int)(last - dot - 1), dot + 1);
    if (dot && section) {
        struct text_guess guess = { .word = last + 1 };
        for (int p = section->first; p < (int)section->last; p++)
            text_guess(&guess, PARAMS[p].name);
        if (guess.nearest)
            param = param_named(section, guess.nearest);
    }
    return param ? param_path(nearest, param, *row ? row : NULL) : NULL;
}

const char *param_path(char buffer[PATH_SIZE], const struct param *param, const char *row)
{
    const struct section *section = &SECTIONS[param->section];
    if (section->max)
        snprintf(buffer, PATH_SIZE, "%s.%s.%s", section->name, row ? row : "ROW", param->name);
    else
        snprintf(buffer, PATH_SIZE, "%s.%s", section->name, param->name);
    return buffer;
}

static int *row_count(struct scenario *scenario, const struct section *section)
{
    return (int *)(void *)((char *)scenario + section->count);
}

static char *row_at(struct scenario *scenario, const struct section *section, int row)
{
    return (char *)scenario + section->offset + (size_t)row * section->stride;
}

int params_rows(const struct scenario *scenario, const struct section *section)
{
    return section->max ? *(const int *)(const void *)((const char *)scenario + section->count) : 1;
}

const char *params_row_name(const struct scenario *scenario, const struct section *section, int row)
{
    return section->max ? (const char *)scenario + section->offset + (size_t)row * section->stride : "";
}

int params_row_named(const struct scenario *scenario, const struct section *section, const char *name)
{
    for (int row = 0; row < params_rows(scenario, section); row++)
        if (strcmp(params_row_name(scenario, section, row), name) == 0)
            return row;
    return NONE;
}

const char *params_row_nearest(const struct scenario *scenario, const struct section *section, const char *name)
{
    struct text_guess guess = { .word = name };
    for (int row = 0; row < params_rows(scenario, section); row++)
        if (strcmp(params_row_name(scenario, section, row), name) != 0)
            text_guess(&guess, params_row_name(scenario, section, row));
    return guess.nearest;
}

const void *param_value(const struct scenario *scenario, const struct param *param, int row)
{
    return (const char *)scenario + param->offset + (size_t)row * SECTIONS[param->section].stride;
}

void *param_place(struct scenario *scenario, const struct param *param, int row)
{
    return (char *)scenario + param->offset + (size_t)row * SECTIONS[param->section].stride;
}

static int word_number(const struct param *param, const char *wanted)
{
    char word[NAME_SIZE];
    for (int number = 0; param_word(word, param, number); number++)
        if (strcmp(word, wanted) == 0)
            return number;
    return 0;
}

static void put_default(struct scenario *scenario, const struct param *param, int row)
{
    void *at = param_place(scenario, param, row);
    const char *text = param->fallback;
    memset(at, 0, param->size);
    switch (param->type) {
    case PARAM_INTEGER:
    case PARAM_SWITCH:
        *(int *)at = atoi(text);
        break;
    case PARAM_CHOICE:
        *(int *)at = word_number(param, text);
        break;
    case PARAM_NUMBER:
    case PARAM_PROFILE:
        for (int i = 0; i < param->n; i++) {
            char *end;
            ((double *)at)[i] = strtod(text, &end);
            text = end;
        }
        break;
    case PARAM_TEXT:
        snprintf(at, param->size, "%s", text);
        break;
    case PARAM_NAMES:
        break;                                  /* no names */
    }
}

void params_defaults(struct scenario *scenario)
{
    memset(scenario, 0, sizeof *scenario);
    for (int p = 0; p < N_PARAMS; p++)
        if (SECTIONS[PARAMS[p].section].max == 0)
            put_default(scenario, &PARAMS[p], 0);
}

int params_add_row(struct scenario *scenario, const struct section *section, const char *name)
{
    int row = *row_count(scenario, section);
    if (row == section->max)
        return NONE;
    ++*row_count(scenario, section);
    snprintf(row_at(scenario, section, row), NAME_SIZE, "%s", name);
    for (int p = section->first; p < (int)section->last; p++)
        put_default(scenario, &PARAMS[p], row);
    return row;
}

void params_remove_row(struct scenario *scenario, const struct section *section, int row)
{
    int last = --*row_count(scenario, section);
    memmove(row_at(scenario, section, row), row_at(scenario, section, row + 1), (size_t)(last - row) * section->stride);
    memset(row_at(scenario, section, last), 0, section->stride);
}

void param_print_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if (*text == '\n')
            fputs("\\n", out);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

static void print_numbers(FILE *out, const double *x, int n)
{
    char number[TEXT_NUMBER_SIZE];
    fputc('[', out);
    for (int i = 0; i < n; i++)
        fprintf(out, "%s%s", i ? ", " : "", text_number(number, x[i]));
    fputc(']', out);
}

static void print_names(FILE *out, const struct scenario *scenario, const struct section *other,
                        const struct names *names)
{
    fputc('[', out);
    for (int i = 0; i < names->n; i++)
        fprintf(out, "%s%s", i ? ", " : "", params_row_name(scenario, other, names->id[i]));
    fputc(']', out);
}

void param_print(FILE *out, const struct scenario *scenario, const struct param *param, const void *at)
{
    char number[TEXT_NUMBER_SIZE], word[NAME_SIZE];
    switch (param->type) {
    case PARAM_NUMBER:
        fputs(text_number(number, *(const double *)at), out);
        break;
    case PARAM_INTEGER:
        fprintf(out, "%d", *(const int *)at);
        break;
    case PARAM_SWITCH:
        fputs(*(const int *)at ? "true" : "false", out);
        break;
    case PARAM_CHOICE:
        fputs(param_word(word, param, *(const int *)at), out);
        break;
    case PARAM_TEXT:
        param_print_text(out, at);
        break;
    case PARAM_PROFILE:
        print_numbers(out, at, param->n);
        break;
    case PARAM_NAMES:
        print_names(out, scenario, section_named(param->words), at);
        break;
    }
}

void param_print_default(FILE *out, const struct param *param)
{
    const char *text = param->fallback;
    if (param->type == PARAM_SWITCH) {
        fputs(atoi(text) ? "true" : "false", out);
    } else if (param->type == PARAM_TEXT) {
        param_print_text(out, text);
    } else if (param->type == PARAM_NAMES) {
        fputs("[]", out);
    } else if (param->type == PARAM_PROFILE) {
        fputc('[', out);
        for (; *text; text++)
            fputs(*text == ' ' ? ", " : (char[]){ *text, 0 }, out);
        fputc(']', out);
    } else {
        fputs(text, out);
    }
}

void param_print_range(FILE *out, const struct param *param)
{
    char low[TEXT_NUMBER_SIZE], high[TEXT_NUMBER_SIZE], word[NAME_SIZE];
    switch (param->type) {
    case PARAM_PROFILE:
        fprintf(out, "%d numbers, each ", param->n);    /* fall through */
    case PARAM_NUMBER:
    case PARAM_INTEGER:
        fprintf(out, "%s .. %s", text_number(low, param->low), text_number(high, param->high));
        break;
    case PARAM_SWITCH:
        fputs("true or false", out);
        break;
    case PARAM_CHOICE:
        for (int i = 0; param_word(word, param, i); i++)
            fprintf(out, "%s%s", i ? " | " : "", word);
        break;
    case PARAM_TEXT:
        fprintf(out, "up to %d bytes", TEXT_SIZE - 1);
        break;
    case PARAM_NAMES:
        fprintf(out, "up to %d rows of %s", MAX_NAMES, param->words);
        break;
    }
}

const char *param_type_name(const struct param *param)
{
    static const char *const NAMES[] = { "number", "integer", "switch", "choice", "text", "profile", "names" };
    return NAMES[param->type];
}

const char *param_word(char buffer[NAME_SIZE], const struct param *param, int number)
{
    return word_of(buffer, param->words, number);
}
