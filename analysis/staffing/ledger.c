#include "ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/numbers/csvfile.h"

enum { DAY_S = 86400, HOUR_S = 3600, MOST_ROWS = 20000000, SERVICE_BELOW_S = 86400 };
enum column { TIME, DATE, ARRIVAL, SERVICE, OUTCOME, START, CALLS, ABANDONED, N_COLUMNS };
static const char *const COLUMN[N_COLUMNS] = { "time", "date", "arrival_s", "service_s", "outcome", "start", "calls", "abandoned" };

struct entry { int64_t at_s; float talk_s; float calls; };      /* in the planner's zone; of counts: calls, NaN unknown */

struct reading {
    struct csvfile csv;
    const struct ledger_wish *wish;
    struct ledger *ledger;
    int at[N_COLUMNS];                  /* field, or CSVFILE_NO_COLUMN */
    int n, room;
    struct entry *entry;
};

/* ---- names and zones ---- */

int ledger_rename(struct ledger_names *names, const char *text, struct err *err)
{
    const char *equals = strchr(text, '=');
    for (int c = 0; c < N_COLUMNS && equals && equals[1]; c++)
        if (strlen(COLUMN[c]) == (size_t)(equals - text) && strncmp(text, COLUMN[c], (size_t)(equals - text)) == 0) {
            if (names->n == LEDGER_MOST_NAMES)
                return err_input(err, "at most %d columns can be renamed", LEDGER_MOST_NAMES);
            snprintf(names->name[names->n].ours, sizeof names->name->ours, "%s", COLUMN[c]);
            names->name[names->n++].theirs = equals + 1;
            return 0;
        }
    return err_input(err, "column '%s' is not OURS=THEIRS, where OURS is time, date, arrival_s, service_s, outcome, start, "
                     "calls or abandoned", text);
}

/* 1: an offset and nothing after it. */
static int offset_read(const char *text, int *east_s)
{
    int hours, minutes = 0, used = 0;
    char sign;
    *east_s = 0;
    if (strcmp(text, "Z") == 0)
        return 1;
    if (sscanf(text, "%c%2d:%2d%n", &sign, &hours, &minutes, &used) < 3 || text[used] || used != 6)
        return 0;
    *east_s = (sign == '-' ? -1 : 1) * (hours * HOUR_S + minutes * 60);
    return (sign == '+' || sign == '-') && hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60;
}

int ledger_zone(const char *text, int *east_s, struct err *err)
{
    if (!offset_read(text, east_s))
        return err_input(err, "time zone '%s' is not written +08:00, -05:30 or Z", text);
    return 0;
}

static const char *name_of(const struct reading *r, enum column c)
{
    for (int i = 0; i < r->wish->names.n; i++)
        if (strcmp(r->wish->names.name[i].ours, COLUMN[c]) == 0)
            return r->wish->names.name[i].theirs;
    return COLUMN[c];
}

static int heads_read(struct reading *r)
{
    for (int c = 0; c < N_COLUMNS; c++)
        r->at[c] = csvfile_column(&r->csv, name_of(r, (enum column)c));
    if (r->wish->counts ? r->at[START] < 0 || r->at[CALLS] < 0
                        : r->at[TIME] < 0 && (r->at[DATE] < 0 || r->at[ARRIVAL] < 0))
        return err_input(r->csv.err, r->wish->counts
                         ? "%s:1:1: counts need the columns '%s' and '%s'; other names are told by --column, as in --column "
                         "start=Begin"
                         : "%s:1:1: a log needs a column '%s', or '%s' and arrival_s; other names are told by --column, as in "
                         "--column time=Begin", r->csv.path, name_of(r, r->wish->counts ? START : TIME),
                         name_of(r, r->wish->counts ? CALLS : DATE));
    if (!r->wish->counts && r->at[SERVICE] < 0 && isnan(r->wish->talk_s))
        return err_input(r->csv.err, "%s:1:1: there is no column '%s', from which talk times are taken; if it has another name: "
                         "--column service_s=NAME; if there is none: --talk S, their mean in seconds, or --talk city", r->csv.path,
                         name_of(r, SERVICE));
    return 0;
}

/* ---- fields ---- */

static const char *text_of(const struct reading *r, enum column c)
{
    return r->at[c] < 0 || r->at[c] >= r->csv.n_fields ? "" : r->csv.field[r->at[c]];
}

/* Seconds since 1970 in the planner's zone. */
static int time_read(struct reading *r, enum column c, int64_t *at_s)
{
    struct tm tm = { 0 };
    const char *text = text_of(r, c);
    char between, what[160];
    int used = 0, east_s = r->wish->log_zone_s;
    int got = sscanf(text, "%4d-%2d-%2d%c%2d:%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &between, &tm.tm_hour, &tm.tm_min,
                     &used);
    if (got == 6 && text[used] == ':') {
        int seconds = 0;
        got += sscanf(text + used, ":%2d%n", &tm.tm_sec, &seconds) - 1;
        used += seconds;
        if (text[used] == '.')
            used += 1 + (int)strspn(text + used + 1, "0123456789");
    }
    struct tm back = tm;
    back.tm_year -= 1900;
    back.tm_mon -= 1;
    int64_t t = got == 6 ? (int64_t)timegm(&back) : -1;
    if (got != 6 || (between != ' ' && between != 'T') || back.tm_mday != tm.tm_mday || back.tm_hour != tm.tm_hour ||
        back.tm_min != tm.tm_min || t < 0 || (text[used] && !offset_read(text + used, &east_s))) {
        snprintf(what, sizeof what, "'%.40s' is no time; times are written 2025-03-01 08:15:00, with +08:00 or Z behind if "
                 "need be", text);
        return csvfile_complain(&r->csv, r->at[c], what);
    }
    *at_s = r->wish->zone_s == LEDGER_AS_WRITTEN ? t : t - east_s + r->wish->zone_s;
    return 0;
}

static int date_read(struct reading *r, int64_t *at_s)
{
    struct tm tm = { 0 };
    double second;
    int used = 0;
    const char *text = text_of(r, DATE);
    if (sscanf(text, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &used) != 3 || text[used] || tm.tm_mon < 1 ||
        tm.tm_mon > 12 || tm.tm_mday < 1 || tm.tm_mday > 31)
        return csvfile_complain(&r->csv, r->at[DATE], "this is no date; dates are written YYYY-MM-DD");
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    if (csvfile_number(&r->csv, r->at[ARRIVAL], name_of(r, ARRIVAL), DAY_S, &second))
        return -1;
    *at_s = (int64_t)timegm(&tm) + (int64_t)second;
    if (r->wish->zone_s != LEDGER_AS_WRITTEN)
        *at_s += r->wish->zone_s - r->wish->log_zone_s;
    return 0;
}

static int entry_add(struct reading *r, struct entry entry)
{
    if (r->n == r->room) {
        int room = r->room ? 2 * r->room : 4096;
        struct entry *grown = room <= MOST_ROWS ? realloc(r->entry, (size_t)room * sizeof *grown) : NULL;
        if (!grown)
            return err_set(r->csv.err, "%s: no memory for %d rows", r->csv.path, room);
        r->entry = grown;
        r->room = room;
    }
    r->entry[r->n++] = entry;
    return 0;
}

/* ---- rows ---- */

static int call_read(struct reading *r)
{
    struct ledger *l = r->ledger;
    struct entry entry = { .calls = 1 };
    const char *outcome = text_of(r, OUTCOME), *service = text_of(r, SERVICE);
    double service_s = 0;
    if (strcmp(outcome, "PHANTOM") == 0) {
        l->phantoms++;
        return 0;
    }
    enum column when = r->at[TIME] >= 0 ? TIME : DATE;
    if (!*text_of(r, when) || (when == DATE && !*text_of(r, ARRIVAL))) {
        l->without_time++;
        return 0;
    }
    if ((when == TIME ? time_read(r, TIME, &entry.at_s) : date_read(r, &entry.at_s)) ||
        (*service && csvfile_number(&r->csv, r->at[SERVICE], name_of(r, SERVICE), SERVICE_BELOW_S, &service_s)))
        return -1;
    int hung_up = *outcome && strcmp(outcome, r->wish->answered) != 0;
    l->hung_up += hung_up;
    l->without_talk += !hung_up && !(service_s > 0);
    entry.talk_s = hung_up ? 0 : (float)service_s;
    l->calls++;
    return entry_add(r, entry);
}

static int count_read(struct reading *r)
{
    struct ledger *l = r->ledger;
    struct entry entry = { .calls = NAN };
    double calls, abandoned = 0;
    if (!*text_of(r, START)) {
        l->without_time++;
        return 0;
    }
    if (time_read(r, START, &entry.at_s))
        return -1;
    if (*text_of(r, CALLS)) {
        if (csvfile_number(&r->csv, r->at[CALLS], name_of(r, CALLS), 1e7, &calls) ||
            (*text_of(r, ABANDONED) && csvfile_number(&r->csv, r->at[ABANDONED], name_of(r, ABANDONED), 1e7, &abandoned)))
            return -1;
        if (abandoned > calls)
            return csvfile_complain(&r->csv, r->at[ABANDONED], "more callers hung up than called");
        entry.calls = (float)calls;
        l->calls += (long)calls;
        l->hung_up += (long)abandoned;
    }
    return entry_add(r, entry);
}

static int rows_read(struct reading *r)
{
    int got = heads_read(r);
    while (got >= 0 && (got = csvfile_next(&r->csv)) > 0) {
        r->ledger->rows++;
        if (r->wish->counts ? count_read(r) : call_read(r))
            got = -1;
    }
    return got;
}

/* ---- days ---- */

static int by_time(const void *a, const void *b)
{
    int64_t x = ((const struct entry *)a)->at_s, y = ((const struct entry *)b)->at_s;
    return (x > y) - (x < y);
}

static void date_write(char text[16], int64_t day)
{
    time_t t = (time_t)(day * DAY_S);
    struct tm tm;
    gmtime_r(&t, &tm);
    strftime(text, 16, "%Y-%m-%d", &tm);
}

/* The interval that counts are made of: the shortest time between two of them. */
static int counts_interval(struct reading *r)
{
    int64_t least = DAY_S;
    for (int i = 1; i < r->n; i++) {
        int64_t gap = r->entry[i].at_s - r->entry[i - 1].at_s;
        if (gap == 0) {
            char date[16];
            date_write(date, r->entry[i].at_s / DAY_S);
            return err_input(r->csv.err, "%s: the interval that begins on %s at %02d:%02d is told twice", r->csv.path, date,
                             (int)(r->entry[i].at_s % DAY_S / HOUR_S), (int)(r->entry[i].at_s % HOUR_S / 60));
        }
        least = gap < least ? gap : least;
    }
    if (least != 900 && least != 1800 && least != 3600)
        return err_input(r->csv.err, "%s: counts of %lld s; they must be of 15, 30 or 60 minutes", r->csv.path, (long long)least);
    r->ledger->interval_s = least > r->wish->interval_s ? (int)least : r->wish->interval_s;
    return (int)least;
}

/* Of a day with rows, what no row tells is not known (counts), or nothing (calls). */
static int days_fill(struct reading *r, int step_s)
{
    struct ledger *l = r->ledger;
    int per_day = DAY_S / l->interval_s, parts = step_s ? l->interval_s / step_s : 1, row = -1;
    double keep = l->calls ? 1 - r->wish->redialled * (double)l->hung_up / (double)l->calls : 1;
    int seen[FORECAST_MOST_INTERVALS] = { 0 };
    int64_t today = -1;
    for (int i = 0; i < r->n; i++) {
        int64_t day = r->entry[i].at_s / DAY_S;
        int interval = (int)(r->entry[i].at_s % DAY_S / l->interval_s);
        if (day != today) {
            row = forecast_day(&l->days, per_day, (int)((day + 3) % 7), 1, 0, r->csv.err);   /* 1970 began on a Thursday */
            memset(seen, 0, sizeof seen);
            today = day;
        }
        if (row < 0)
            return -1;
        l->days.count[(size_t)row * (size_t)per_day + (size_t)interval] += keep * (double)r->entry[i].calls;
        seen[interval]++;
        int last = i + 1 == r->n || r->entry[i + 1].at_s / DAY_S != today;
        for (int k = 0; k < per_day && last && step_s; k++)
            if (seen[k] < parts || isnan(l->days.count[row * per_day + k])) {
                l->days.count[row * per_day + k] = NAN;
                l->intervals_missing++;
            }
    }
    return 0;
}

static int samples_fill(struct reading *r)
{
    for (int i = 0; i < r->n; i++) {
        struct forecast_call call = { .talk_s = r->entry[i].talk_s,
                                      .interval = (uint8_t)(r->entry[i].at_s % DAY_S / r->ledger->interval_s),
                                      .day = (uint8_t)((r->entry[i].at_s / DAY_S + 3) % 7) };
        if (call.talk_s > 0 && forecast_sample(&r->ledger->samples, call, FORECAST_MOST_SAMPLES, r->csv.err))
            return -1;
    }
    return 0;
}

static int arrange(struct reading *r)
{
    struct ledger *l = r->ledger;
    int step_s = 0;
    if (r->n == 0)
        return err_input(r->csv.err, "%s: there is no %s with a time in it", r->csv.path, r->wish->counts ? "count" : "call");
    qsort(r->entry, (size_t)r->n, sizeof *r->entry, by_time);
    int64_t first = r->entry[0].at_s / DAY_S, last = r->entry[r->n - 1].at_s / DAY_S;
    if (last - first >= LEDGER_MOST_DAYS)
        return err_input(r->csv.err, "%s: the rows are spread over %lld days; at most %d", r->csv.path,
                         (long long)(last - first + 1), LEDGER_MOST_DAYS);
    l->interval_s = r->wish->interval_s;
    if (r->wish->counts && (step_s = counts_interval(r)) < 0)
        return -1;
    if (days_fill(r, step_s) || (!r->wish->counts && samples_fill(r)))
        return -1;
    l->n_days = (int)(last - first + 1);
    l->days_missing = l->n_days - l->days.n;
    date_write(l->first, first);
    date_write(l->last, last);
    return 0;
}

int ledger_read(struct ledger *l, const struct ledger_wish *wish, struct err *err)
{
    *l = (struct ledger){ 0 };
    struct reading r = { .wish = wish, .ledger = l };
    int failed = csvfile_open(&r.csv, wish->path, wish->counts ? "a table of counts" : "a log", err) || rows_read(&r) < 0 ||
                 arrange(&r);
    csvfile_close(&r.csv);
    free(r.entry);
    return failed ? -1 : 0;
}

void ledger_free(struct ledger *l)
{
    forecast_days_free(&l->days);
    free(l->samples.call);
    *l = (struct ledger){ 0 };
}
