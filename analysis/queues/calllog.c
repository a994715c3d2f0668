#include "calllog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/numbers/csvfile.h"

enum column { DATE, ARRIVAL, OUTCOME, WAIT, SERVICE, OPERATOR, N_COLUMNS };
static const char *const COLUMN[N_COLUMNS] = { "date", "arrival_s", "outcome", "wait_s", "service_s", "operator" };
enum { MOST_DAYS = 3660, MOST_ROWS = 10000000 };
static const double DAY_S = 86400;

struct reader {
    struct csvfile csv;
    int at[N_COLUMNS];                              /* field of each column */
    int room;
};

static int read_head(struct reader *r)
{
    for (int c = 0; c < N_COLUMNS; c++) {
        r->at[c] = csvfile_column(&r->csv, COLUMN[c]);
        if (r->at[c] == CSVFILE_NO_COLUMN)
            return err_input(r->csv.err, "%s:1:1: there is no column '%s'; a log needs date, arrival_s, outcome, wait_s, "
                             "service_s and operator", r->csv.path, COLUMN[c]);
    }
    return 0;
}

static int number(struct reader *r, enum column column, double below, double *x)
{
    return csvfile_number(&r->csv, r->at[column], COLUMN[column], below, x);
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
    const char *text = r->csv.field[r->at[OUTCOME]];
    *answered = strcmp(text, "AGENT") == 0;
    *phantom = strcmp(text, "PHANTOM") == 0;
    if (*answered || *phantom || strcmp(text, "HANG") == 0)
        return 0;
    char what[160];
    snprintf(what, sizeof what, "outcome '%.40s' is none of AGENT, HANG, PHANTOM", text);
    return csvfile_complain(&r->csv, r->at[OUTCOME], what);
}

static int read_row(struct reader *r, struct calllog *log)
{
    struct calllog_call call = { .operator = -1 };
    int phantom;
    double operator;
    for (int c = 0; c < N_COLUMNS; c++)
        if (r->at[c] >= r->csv.n_fields) {
            char what[80];
            snprintf(what, sizeof what, "the line ends before column '%s'", COLUMN[c]);
            return csvfile_complain(&r->csv, 0, what);
        }
    call.day = day_number(r->csv.field[r->at[DATE]]);
    if (call.day < 0)
        return csvfile_complain(&r->csv, r->at[DATE], "this is no date; dates are written YYYY-MM-DD");
    if (number(r, ARRIVAL, DAY_S, &call.arrival_s) || read_outcome(r, &call.answered, &phantom) ||
        number(r, WAIT, DAY_S, &call.wait_s) || number(r, SERVICE, DAY_S, &call.service_s))
        return -1;
    if (*r->csv.field[r->at[OPERATOR]]) {
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
        return err_input(r->csv.err, "%s:%d:1: more than %d calls", r->csv.path, r->csv.number, MOST_ROWS);
    r->room = r->room ? 2 * r->room : 4096;
    struct calllog_call *grown = realloc(log->call, (size_t)r->room * sizeof *grown);
    if (!grown)
        return err_set(r->csv.err, "%s: no memory for %d calls", r->csv.path, r->room);
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
    struct reader r = { .room = 0 };
    int got = csvfile_open(&r.csv, path, "a log", err) || read_head(&r) ? -1 : 1;
    while (got > 0 && (got = csvfile_next(&r.csv)) > 0)
        if (make_room(&r, log) || read_row(&r, log))
            got = -1;
    csvfile_close(&r.csv);
    return got < 0 ? -1 : arrange(log, path, err);
}

void calllog_free(struct calllog *log)
{
    free(log->call);
    *log = (struct calllog){ 0 };
}
