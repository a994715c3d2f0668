#include "rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int rows_complain(struct rows *r, int field, const char *what)
{
    int column = field >= 0 && field < r->n_fields ? (int)(r->field[field] - r->line) + 1 : 1;
    return err_input(r->err, "%s:%d:%d: %s", r->path, r->number, column, what);
}

/* Ends the field at `text`, which is in quotes, and takes these off; what follows its comma, or NULL. */
static char *quoted(char *text)
{
    char *to = text, *from = text + 1;
    while (*from && (*from != '"' || from[1] == '"')) {
        from += *from == '"';
        *to++ = *from++;
    }
    from += *from == '"';
    from = strchr(from, ',');
    *to = '\0';
    return from ? from + 1 : NULL;
}

static char *plain(char *text)
{
    char *comma = strchr(text, ',');
    if (!comma)
        return NULL;
    *comma = '\0';
    return comma + 1;
}

static int line_next(struct rows *r)
{
    errno = 0;
    ssize_t length = getline(&r->line, &r->size, r->file);
    if (length < 0)
        return ferror(r->file) || errno ? err_set(r->err, "%s: %s", r->path, strerror(errno)) : 0;
    r->number++;
    r->n_fields = 0;
    if (strlen(r->line) != (size_t)length)
        return err_input(r->err, "%s:%d:%zu: a zero byte: this is no text file", r->path, r->number, strlen(r->line) + 1);
    r->line[strcspn(r->line, "\r\n")] = '\0';
    char *begin = r->number == 1 && strncmp(r->line, "\xef\xbb\xbf", 3) == 0 ? r->line + 3 : r->line;   /* a byte order mark */
    for (char *rest = begin; rest;) {
        if (r->n_fields == ROWS_MOST_FIELDS)
            return err_input(r->err, "%s:%d:%d: more than %d columns", r->path, r->number, (int)(rest - r->line) + 1,
                             ROWS_MOST_FIELDS);
        r->field[r->n_fields++] = rest;
        rest = *rest == '"' ? quoted(rest) : plain(rest);
    }
    return 1;
}

int rows_next(struct rows *r)
{
    int got;
    do
        got = line_next(r);
    while (got > 0 && r->n_fields == 1 && !*r->field[0]);
    return got;
}

int rows_open(struct rows *r, const char *path, const char *what, struct err *err)
{
    *r = (struct rows){ .path = path, .file = fopen(path, "r"), .err = err };
    if (!r->file)
        return err_input(err, "%s: %s", path, strerror(errno));
    int got = line_next(r);
    return got > 0   ? 0
           : got < 0 ? -1
                     : err_input(err, "%s:1:1: the file is empty; %s begins with the names of its columns", path, what);
}

void rows_close(struct rows *r)
{
    if (r->file)
        fclose(r->file);
    free(r->line);
    r->file = NULL;
    r->line = NULL;
}

int rows_column(const struct rows *r, const char *name)
{
    for (int f = 0; f < r->n_fields; f++)
        if (strcmp(r->field[f], name) == 0)
            return f;
    return ROWS_NO_COLUMN;
}

int rows_number(struct rows *r, int field, const char *name, double below, double *x)
{
    const char *text = r->field[field];
    char *end, what[160];
    *x = strtod(text, &end);
    if (end != text && *end == '\0' && *x >= 0 && *x < below)
        return 0;
    if (end == text || *end)
        snprintf(what, sizeof what, "%s '%.40s' is not a number", name, text);
    else if (*x < 0)
        snprintf(what, sizeof what, "%s %.40s is negative", name, text);
    else
        snprintf(what, sizeof what, "%s %.40s is not below %g", name, text, below);
    return rows_complain(r, field, what);
}
