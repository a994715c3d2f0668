#include "csvfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int csvfile_complain(struct csvfile *csv, int field, const char *what)
{
    int column = field >= 0 && field < csv->n_fields ? (int)(csv->field[field] - csv->line) + 1 : 1;
    return err_input(csv->err, "%s:%d:%d: %s", csv->path, csv->number, column, what);
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

static int line_next(struct csvfile *csv)
{
    errno = 0;
    ssize_t length = getline(&csv->line, &csv->size, csv->file);
    if (length < 0)
        return ferror(csv->file) || errno ? err_set(csv->err, "%s: %s", csv->path, strerror(errno)) : 0;
    csv->number++;
    csv->n_fields = 0;
    if (strlen(csv->line) != (size_t)length)
        return err_input(csv->err, "%s:%d:%zu: a zero byte: this is no text file", csv->path, csv->number, strlen(csv->line) + 1);
    csv->line[strcspn(csv->line, "\r\n")] = '\0';
    int marked = csv->number == 1 && strncmp(csv->line, "\xef\xbb\xbf", 3) == 0;     /* with the mark of byte order */
    char *begin = marked ? csv->line + 3 : csv->line;
    for (char *rest = begin; rest;) {
        if (csv->n_fields == CSVFILE_MOST_FIELDS)
            return err_input(csv->err, "%s:%d:%d: more than %d columns", csv->path, csv->number, (int)(rest - csv->line) + 1,
                             CSVFILE_MOST_FIELDS);
        csv->field[csv->n_fields++] = rest;
        rest = *rest == '"' ? quoted(rest) : plain(rest);
    }
    return 1;
}

int csvfile_next(struct csvfile *csv)
{
    int got;
    do
        got = line_next(csv);
    while (got > 0 && csv->n_fields == 1 && !*csv->field[0]);
    return got;
}

int csvfile_open(struct csvfile *csv, const char *path, const char *what, struct err *err)
{
    *csv = (struct csvfile){ .path = path, .file = fopen(path, "r"), .err = err };
    if (!csv->file)
        return err_input(err, "%s: %s", path, strerror(errno));
    int got = line_next(csv);
    return got > 0   ? 0
           : got < 0 ? -1
                     : err_input(err, "%s:1:1: the file is empty; %s begins with the names of its columns", path, what);
}

void csvfile_close(struct csvfile *csv)
{
    if (csv->file)
        fclose(csv->file);
    free(csv->line);
    csv->file = NULL;
    csv->line = NULL;
}

int csvfile_column(const struct csvfile *csv, const char *name)
{
    for (int f = 0; f < csv->n_fields; f++)
        if (strcmp(csv->field[f], name) == 0)
            return f;
    return CSVFILE_NO_COLUMN;
}

int csvfile_number(struct csvfile *csv, int field, const char *name, double below, double *x)
{
    const char *text = csv->field[field];
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
    return csvfile_complain(csv, field, what);
}
