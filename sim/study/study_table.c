/* The values of factors from a CSV file: a head of keys, a row a point. See study_file.h. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/scenario/path.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/value.h"
#include "study_file.h"

enum { MOST_BYTES = 64 << 20, MOST_COLUMNS = 4 * STUDY_MOST_FACTORS };

struct table {
    struct study *study;
    const struct yaml *node;            /* the file's name in the study */
    struct yaml_complaints *wrong;
    char path[PATH_MAX];
    FILE *file;
    char *line;
    size_t size;
    int number;                         /* of the line, from 1 */
    int n_fields;
    char *field[MOST_COLUMNS];          /* into line */
    int factor_of[MOST_COLUMNS];        /* or NONE */
    int n_columns, n_rows;
};

static void complain(struct table *t, const char *what, const char *field)
{
    yaml_complain(t->wrong, t->node->place, "%s:%d: %s%s%s%s", t->path, t->number, what, field ? " '" : "", field ? field : "",
                  field ? "'" : "");
}

/* Ends the field at its comma; a quoted one loses its quotes. Where the next begins, or NULL. */
static char *field_end(char *field)
{
    char *out = field, *in = field;
    bool quoted = *in == '"';
    for (in += quoted; *in && (quoted || *in != ','); in++) {
        if (quoted && *in == '"' && *++in != '"') {         /* "" within is one */
            quoted = false;
            in--;
            continue;
        }
        *out++ = *in;
    }
    char *next = *in == ',' ? in + 1 : NULL;
    *out = '\0';
    return next;
}

static char *without_blanks(char *text)
{
    text += strspn(text, " \t");
    for (size_t n = strlen(text); n > 0 && strchr(" \t", text[n - 1]); n--)
        text[n - 1] = '\0';
    return text;
}

/* false: the end, or a fault that ends the reading. Empty lines are passed over. */
static bool next_line(struct table *t)
{
    do {
        ssize_t length = getline(&t->line, &t->size, t->file);
        if (length < 0)
            return false;
        t->number++;
        if (strlen(t->line) != (size_t)length) {
            complain(t, "a zero byte: this is no text file", NULL);
            return false;
        }
        t->line[strcspn(t->line, "\r\n")] = '\0';
    } while (!*without_blanks(t->line));
    char *rest = t->line + (t->number == 1 && strncmp(t->line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);
    for (t->n_fields = 0; rest; t->n_fields++) {
        if (t->n_fields == MOST_COLUMNS) {
            complain(t, "too many columns", NULL);
            return false;
        }
        char *field = rest + strspn(rest, " \t");
        rest = field_end(field);
        t->field[t->n_fields] = without_blanks(field);
    }
    return true;
}

/* --- the head --- */

static int factor_named(const struct study *study, const char *key)
{
    for (int f = 0; f < study->n_factors; f++)
        if (strcmp(study->factor[f].key, key) == 0)
            return f;
    return NONE;
}

static void head_read(struct table *t)
{
    bool there[STUDY_MOST_FACTORS] = { false };
    if (!next_line(t)) {
        yaml_complain(t->wrong, t->node->place, "%s has no head of keys", t->path);
        return;
    }
    t->n_columns = t->n_fields;
    for (int c = 0; c < t->n_columns; c++) {
        int f = t->factor_of[c] = factor_named(t->study, t->field[c]);
        if (f == NONE)
            complain(t, "no factor of the study has the name of column", t->field[c]);
        else if (there[f])
            complain(t, "two columns have the name", t->field[c]);
        else
            there[f] = true;
    }
    for (int f = 0; f < t->study->n_factors; f++)
        if (!there[f])
            complain(t, "no column for factor", t->study->factor[f].key);
}

/* --- the rows --- */

static int rows_count(struct table *t)
{
    int n = 0;
    while (next_line(t))
        n++;
    return n;
}

static void cell_take(struct table *t, struct study_factor *factor, int row, const char *text)
{
    struct yaml node = { .kind = YAML_SCALAR, .text = text };
    double x;
    if (!*text || strlen(text) >= sizeof *factor->text) {
        complain(t, *text ? "too long a value for" : "no value for", factor->key);
        return;
    }
    strcpy(factor->text[row], text);
    bool is_number = yaml_reads_number(&node, &x);
    if (t->study->chooser != NONE && factor == &t->study->factor[t->study->chooser]) {
        int policy = study_policy_named(t->study, text);
        factor->value[row] = policy;
        if (policy == NONE)
            complain(t, "none of the study's policies is", text);
        return;
    }
    factor->value[row] = is_number ? x : strcmp(text, "true") == 0 ? 1 : strcmp(text, "false") == 0 ? 0 : row;
    if (factor->kind != FACTOR_LIST && (!is_number || x < factor->low || x > factor->high))
        complain(t, "outside the range that the study gives it: the value of", factor->key);
}

/* Shares add up to their whole. */
static void blend_adds_up(struct table *t, const struct study_mixture *m, int row)
{
    double sum = 0;
    for (int f = m->first; f < m->first + m->n; f++)
        sum += t->study->factor[f].value[row];
    if (fabs(sum - m->total) > 1e-6 * m->total)
        complain(t, "the shares do not add up to the total of mixture", t->study->factor[m->first].from->key);
}

static void rows_read(struct table *t)
{
    int before = t->wrong->n;
    for (int row = 0; row < t->n_rows && t->wrong->n == before && next_line(t); row++) {
        if (t->n_fields != t->n_columns) {
            complain(t, "more or fewer fields than the head has", NULL);
            return;
        }
        for (int c = 0; c < t->n_columns; c++)
            cell_take(t, &t->study->factor[t->factor_of[c]], row, t->field[c]);
        for (int m = 0; m < t->study->n_mixtures; m++)
            blend_adds_up(t, &t->study->mixture[m], row);
    }
}

/* From now on every factor is a list, a value a row; the axes go through them together. */
static void factors_become_lists(struct study *study, int n)
{
    for (int f = 0; f < study->n_factors; f++) {
        study->factor[f].kind = FACTOR_LIST;
        study->factor[f].n_values = n;
    }
    for (int m = 0; m < study->n_mixtures; m++)
        free(study->mixture[m].blend);
    study->n_mixtures = 0;
}

static void all_read(struct table *t)
{
    int before = t->wrong->n;
    for (int f = 0; f < t->study->n_factors; f++)
        if (t->study->factor[f].n_values > 0)
            yaml_complain(t->wrong, t->study->factor[f].from->key_place, "the values of '%s' come from the table: leave "
                          "'values' out", t->study->factor[f].key);
    head_read(t);
    if (t->wrong->n > before)
        return;
    t->n_rows = rows_count(t);
    if (t->wrong->n == before && (t->n_rows < 1 || t->n_rows > DESIGN_MOST_POINTS))
        yaml_complain(t->wrong, t->node->place, "%s has %d rows; a table has 1 to %d", t->path, t->n_rows, DESIGN_MOST_POINTS);
    for (int f = 0; f < t->study->n_factors && t->wrong->n == before; f++)
        study_factor_list(&t->study->factor[f], t->n_rows, t->wrong);
    if (t->wrong->n > before)
        return;
    rewind(t->file);
    t->number = 0;
    next_line(t);
    rows_read(t);
    if (t->wrong->n == before)
        factors_become_lists(t->study, t->n_rows);
}

static void beside_the_study(char path[PATH_MAX], const char *name, const char *study)
{
    const char *slash = *name == '/' ? NULL : strrchr(study, '/');
    int room = PATH_MAX - (int)strlen(name) - 1;
    snprintf(path, PATH_MAX, "%.*s%s", slash && slash - study + 1 <= room ? (int)(slash - study) + 1 : 0, study, name);
}

void study_table_read(struct study *study, const struct yaml *file, struct yaml_complaints *wrong)
{
    struct table t = { .study = study, .node = file, .wrong = wrong };
    struct stat is;
    int before = wrong->n;
    study_copy_text(study->table, sizeof study->table, file, "file", wrong);
    if (wrong->n > before)
        return;
    beside_the_study(t.path, study->table, yaml_name(file->place.file));
    errno = 0;
    bool good = stat(t.path, &is) == 0 && S_ISREG(is.st_mode) && is.st_size <= MOST_BYTES && (t.file = fopen(t.path, "r"));
    if (good)
        all_read(&t);
    else
        yaml_complain(wrong, file->place, "the table %s cannot be read: %s", t.path,
                      errno ? strerror(errno) : "it is no file, or larger than 64 MiB");
    if (t.file)
        fclose(t.file);
    free(t.line);
}
