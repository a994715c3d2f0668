#include "calllog.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum column { DATE, ARRIVAL, OUTCOME, WAIT, SERVICE, OPERATOR, N_COLUMNS };
static const char *const COLUMN[N_COLUMNS] = { "date", "arrival_s", "outcome", "wait_s", "service_s", "operator" };
enum { MOST_FIELDS = 64, MOST_DAYS = 3660, MOST_ROWS = 10000000 };
static const double DAY_S = 86400;

struct reader {
    const char *path;
    FILE *file;
    char *line;
    size_t size;
    int number;                                     /* of the line, from 1 */
    int n_fields;
    char *field[MOST_FIELDS];                       /* ended by \0, into line */
    int at[N_COLUMNS];                              /* field of each column */
    int room;
    struct err *err;
};

/* -1 after `file:line:column: what is wrong with the field`. */
static int complain(struct reader *r, int field, const char *what)
{
    int column = field < r->n_fields ? (int)(r->field[field] - r->line) + 1 : 1;
    return err_input(r->err, "%s:%d:%d: %s", r->path, r->number, column, what);
}

/* 1: a line split at its commas; 0: the end; -1. */
static int next_line(struct reader *r)
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
    for (char *rest = r->line; rest;) {
        if (r->n_fields == MOST_FIELDS)
            return err_input(r->err, "%s:%d:%d: more than %d columns", r->path, r->number, (int)(rest - r->line) + 1, MOST_FIELDS);
        r->field[r->n_fields++] = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
    }
    return 1;
}

static int read_head(struct reader *r)
{
    int got = next_line(r);
    if (got <= 0)
        return got < 0 ? -1 : err_input(r->err, "%s:1:1: the file is empty; a log begins with the names of its columns", r->path);
    if (strncmp(r->field[0], "\xef\xbb\xbf", 3) == 0)      /* a byte order mark */
        r->field[0] += 3;
    for (int c = 0; c < N_COLUMNS; c++) {
        r->at[c] = -1;
        for (int f = 0; f < r->n_fields; f++)
            if (strcmp(r->field[f], COLUMN[c]) == 0)
                r->at[c] = f;
        if (r->at[c] < 0)
            return err_input(r->err, "%s:1:1: there is no column '%s'; a log needs date, arrival_s, outcome, wait_s, "
                             "service_s and operator", r->path, COLUMN[c]);
    }
    return 0;
}

static int number(struct reader *r, enum column column, double below, double *x)
{
    const char *text = r->field[r->at[column]];
    char *end, what[160];
    *x = strtod(text, &end);
    if (end != text && *end == '\0' && *x >= 0 && *x < below)
        return 0;
    if (end == text || *end)
        snprintf(what, sizeof what, "%s '%.40s' is not a number", COLUMN[column], text);
    else if (*x < 0)
        snprintf(what, sizeof what, "%s %.40s is negative", COLUMN[column], text);
    else
        snprintf(what, sizeof what, "%s %.40s is not below %g", COLUMN[column], text, below);
    return complain(r, r->at[column], what);
}

/* Days since 1970-01-01, -1 for what is no date. */
static int day_number(const char *text)
{
    struct tm tm = { 0 }, back;
    int used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &used) != 3 || text[used] || used != 10)
        return -1;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    back = tm;
    time_t t = timegm(&back);
    if (back.tm_mday != tm.tm_mday || back.tm_mon != tm.tm_mon || t < 0)
        return -1;
    return (int)(t / (time_t)DAY_S);
}

static int read_outcome(struct reader *r, int *answered, int *phantom)
{
    const char *text = r->field[r->at[OUTCOME]];
    *answered = strcmp(text, "AGENT") == 0;
    *phantom = strcmp(text, "PHANTOM") == 0;
    if (*answered || *phantom || strcmp(text, "HANG") == 0)
        return 0;
    char what[160];
    snprintf(what, sizeof what, "outcome '%.40s' is none of AGENT, HANG, PHANTOM", text);
    return complain(r, r->at[OUTCOME], what);
}

static int read_row(struct reader *r, struct calllog *log)
{
    struct calllog_call call = { .operator = -1 };
    int phantom;
    double operator;
    for (int c = 0; c < N_COLUMNS; c++)
        if (r->at[c] >= r->n_fields) {
            char what[80];
            snprintf(what, sizeof what, "the line ends before column '%s'", COLUMN[c]);
            return complain(r, 0, what);
        }
    call.day = day_number(r->field[r->at[DATE]]);
    if (call.day < 0)
        return complain(r, r->at[DATE], "this is no date; dates are written YYYY-MM-DD");
    if (number(r, ARRIVAL, DAY_S, &call.arrival_s) || read_outcome(r, &call.answered, &phantom) ||
        number(r, WAIT, DAY_S, &call.wait_s) || number(r, SERVICE, DAY_S, &call.service_s))
        return -1;
    if (*r->field[r->at[OPERATOR]]) {
        if (number(r, OPERATOR, 30000, &operator))
            return -1;
        call.operator = (int)operator;
    }
    if (phantom)
        log->n_phantoms++;
    else
        log->call[log->n++] = call;
    return 0;
}

static int make_room(struct reader *r, struct calllog *log)
{
    if (log->n < r->room)
        return 0;
    if (log->n >= MOST_ROWS)
        return err_input(r->err, "%s:%d:1: more than %d calls", r->path, r->number, MOST_ROWS);
    r->room = r->room ? 2 * r->room : 4096;
    struct calllog_call *grown = realloc(log->call, (size_t)r->room * sizeof *grown);
    if (!grown)
        return err_set(r->err, "%s: no memory for %d calls", r->path, r->room);
    log->call = grown;
    return 0;
}

static int by_time(const void *a, const void *b)
{
    const struct calllog_call *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->arrival_s > y->arrival_s) - (x->arrival_s < y->arrival_s);
}

static void write_date(char text[16], int day)
{
    time_t t = (time_t)day * (time_t)DAY_S;
    struct tm tm;
    gmtime_r(&t, &tm);
    strftime(text, 16, "%Y-%m-%d", &tm);
}

/* Sorts and counts days from the first one. */
static int arrange(struct calllog *log, const char *path, struct err *err)
{
    if (log->n == 0)
        return err_input(err, "%s:2:1: there is no call in this log", path);
    qsort(log->call, (size_t)log->n, sizeof *log->call, by_time);
    int first = log->call[0].day, last = log->call[log->n - 1].day;
    if (last - first >= MOST_DAYS)
        return err_input(err, "%s: the calls are spread over %d days; at most %d", path, last - first + 1, MOST_DAYS);
    write_date(log->first, first);
    write_date(log->last, last);
    log->n_days = last - first + 1;
    for (int i = 0; i < log->n; i++)
        log->call[i].day -= first;
    return 0;
}

int calllog_read(struct calllog *log, const char *path, struct err *err)
{
    *log = (struct calllog){ 0 };
    struct reader r = { .path = path, .file = fopen(path, "r"), .err = err };
    if (!r.file)
        return err_input(err, "%s: %s", path, strerror(errno));
    int got = read_head(&r);
    while (got >= 0 && (got = next_line(&r)) > 0)
        if (r.n_fields > 1 || *r.line)                  /* an empty line is nothing */
            if (make_room(&r, log) || read_row(&r, log))
                got = -1;
    free(r.line);
    fclose(r.file);
    return got < 0 ? -1 : arrange(log, path, err);
}

void calllog_free(struct calllog *log)
{
    free(log->call);
    *log = (struct calllog){ 0 };
}
