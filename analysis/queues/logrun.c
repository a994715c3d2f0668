#include "logrun.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/numbers/tidy.h"
#include "sim/base/num.h"
#include "sim/centre/centre.h"

static const char *const SOURCE[N_LOGRUN_SOURCES] = { "recorded", "seen", "at_work" };

/* Service of a caller who hung up: DATA service_time_s, lognormal, log s. */
static const double SERVICE_MU = 4.784, SERVICE_SIGMA = 0.953;

/* ---- operators on duty, by half hour ---- */

static double begins_s(const struct calllog_call *c) { return c->day * CENTRE_DAY_S + c->arrival_s + c->wait_s; }

/* Adds weight x the seconds that each half hour shares with [from, until). */
static void spread(double slot[], int slots, double from_s, double until_s, double weight)
{
    for (int k = (int)(from_s / LOGRUN_SLOT_S); k < slots && k * (double)LOGRUN_SLOT_S < until_s; k++)
        slot[k] += weight * (fmin(until_s, (k + 1.0) * LOGRUN_SLOT_S) - fmax(from_s, k * (double)LOGRUN_SLOT_S));
}

static int operators_seen(const struct calllog *log, int slots, int staff[], struct err *err)
{
    int n = 0;
    for (int i = 0; i < log->n; i++)
        n = log->call[i].operator >= n ? log->call[i].operator + 1 : n;
    char *seen = calloc((size_t)slots * (size_t)n + 1, 1);          /* slot by slot */
    if (!seen)
        return err_set(err, "log run: no memory for %d operators in %d half hours", n, slots);
    for (int i = 0; i < log->n; i++) {
        const struct calllog_call *c = &log->call[i];
        double until_s = begins_s(c) + c->service_s;
        if (c->answered && c->operator >= 0)
            for (int k = (int)(begins_s(c) / LOGRUN_SLOT_S); k < slots && k * (double)LOGRUN_SLOT_S < until_s; k++)
                seen[(size_t)k * (size_t)n + (size_t)c->operator] = 1;
    }
    for (int k = 0; k < slots; k++)
        for (int o = 0; o < n; o++)
            staff[k] += seen[(size_t)k * (size_t)n + (size_t)o];
    free(seen);
    return 0;
}

struct change { double at_s; int busy, waiting; };      /* what an event adds */

static int by_time(const void *a, const void *b)
{
    double x = ((const struct change *)a)->at_s, y = ((const struct change *)b)->at_s;
    return (x > y) - (x < y);
}

static int changes_of(const struct calllog *log, struct change change[])
{
    int n = 0;
    for (int i = 0; i < log->n; i++) {
        const struct calllog_call *c = &log->call[i];
        change[n++] = (struct change){ begins_s(c) - c->wait_s, 0, 1 };
        change[n++] = (struct change){ begins_s(c), c->answered, -1 };
        if (c->answered)
            change[n++] = (struct change){ begins_s(c) + c->service_s, -1, 0 };
    }
    qsort(change, (size_t)n, sizeof *change, by_time);
    return n;
}

/* staff[] holds the operators seen, which stay where there was no crowd. */
static int operators_at_work(const struct calllog *log, int slots, int staff[], struct err *err)
{
    struct change *change = malloc(3 * (size_t)log->n * sizeof *change);
    double *crowded_s = calloc(2 * (size_t)slots, sizeof *crowded_s), *work_s = crowded_s + slots;
    int busy = 0, waiting = 0, failed = !change || !crowded_s ? err_set(err, "log run: no memory for %d calls", log->n) : 0;
    int n = failed ? 0 : changes_of(log, change);
    for (int i = 0; i + 1 < n; i++) {
        busy += change[i].busy;
        waiting += change[i].waiting;
        if (waiting > 0) {
            spread(crowded_s, slots, change[i].at_s, change[i + 1].at_s, 1);
            spread(work_s, slots, change[i].at_s, change[i + 1].at_s, busy);
        }
    }
    for (int k = 0; k < slots && !failed; k++)
        if (crowded_s[k] >= LOGRUN_CROWDED_S)
            staff[k] = (int)(work_s[k] / crowded_s[k] + 0.5);
    free(change);
    free(crowded_s);
    return failed;
}

/* ---- the replay ---- */

static void add_call(struct logrun_hour hour[24], double arrival_s, int answered, double wait_s, double weight)
{
    struct logrun_hour *h = &hour[(int)(arrival_s / 3600)];
    h->offered += weight;
    h->answered += answered ? weight : 0;
    h->abandoned += answered ? 0 : weight;
    h->wait_answered_s += answered ? weight * wait_s : 0;
    h->wait_s += weight * wait_s;
}

static double lognormal(double mu, double sigma, uint32_t word) { return num_exp(mu + sigma * num_normal(draw_unit(word))); }

static int add_day(struct centre *c, const struct calllog *log, int *next, int day, const struct logrun_plan *plan,
                   struct err *err)
{
    for (; *next < log->n && log->call[*next].day == day; ++*next) {
        const struct calllog_call *from = &log->call[*next];
        uint32_t name = (uint32_t)*next;
        int row = centre_add(c, err);
        if (row < 0)
            return -1;
        struct centre_call *call = &c->call[row];
        double service_s = from->service_s;
        if (!from->answered)
            service_s = lognormal(SERVICE_MU, SERVICE_SIGMA, draw_at(c->rules.key, PURPOSE_TALK, name, 0, 0).w[0]);
        call->at_s = from->arrival_s;
        call->tag = name;
        call->talk_s = (float)service_s;
        call->patience_s = (float)lognormal(plan->patience_mu, plan->patience_sigma,
                                            draw_at(c->rules.key, PURPOSE_PATIENCE, name, 0, 0).w[0]);
    }
    return 0;
}

static int replay_days(struct centre *c, const struct calllog *log, const int staff[], const struct logrun_plan *plan,
                       struct logrun_hour hour[24], struct err *err)
{
    int next = 0;
    for (int day = 0; day <= log->n_days; day++) {      /* a day more, for those who wait at the last midnight */
        if (day > 0)
            centre_open(c);
        for (int k = 0; k < LOGRUN_SLOTS && day < log->n_days; k++)
            centre_seats(c, k * LOGRUN_SLOT_S, staff[day * LOGRUN_SLOTS + k]);
        if (add_day(c, log, &next, day, plan, err) || centre_run(c, err))
            return -1;
        for (int i = 0; i < c->n; i++) {
            const struct centre_call *call = &c->call[i];
            if (call->outcome == CENTRE_ANSWERED || call->outcome == CENTRE_ABANDONED)
                add_call(hour, log->call[call->tag].arrival_s, call->outcome == CENTRE_ANSWERED, (double)call->wait_s,
                         1.0 / plan->reps);
        }
    }
    return 0;
}

/* One replication: operators are nameless here, so that the staff of a half hour is a number of seats. */
static int replay(const struct calllog *log, const int staff[], int most, uint32_t replicate,
                  const struct logrun_plan *plan, struct logrun_hour hour[24], struct err *err)
{
    struct centre_rules rules = { .max_waiting = CENTRE_NO_LIMIT, .max_attempts = 1, .key = draw_key(plan->seed, replicate) };
    struct centre c;
    int failed = centre_init(&c, &rules, most, err);
    if (!failed) {
        centre_open(&c);
        for (int o = 0; o < most; o++)
            centre_duty(&c, o, 0, INFINITY);
        failed = replay_days(&c, log, staff, plan, hour, err);
    }
    centre_free(&c);
    return failed;
}

/* ---- one log ---- */

static void drop_at_once(struct calllog *log, struct logrun *run)
{
    int kept = 0;
    for (int i = 0; i < log->n; i++)
        if (log->call[i].answered || log->call[i].wait_s > 0)
            log->call[kept++] = log->call[i];
    run->at_once = log->n - kept;
    log->n = kept;
}

static void summarise_staff(struct logrun *run, enum logrun_source source, const int staff[], int slots)
{
    for (int k = 0; k < slots; k++) {
        run->most_operators[source] = staff[k] > run->most_operators[source] ? staff[k] : run->most_operators[source];
        run->operators[source][k % LOGRUN_SLOTS / 2] += staff[k] / (2.0 * run->days);
    }
}

static int replay_all(struct logrun *run, const struct calllog *log, int staff[], const struct logrun_plan *plan,
                      struct err *err)
{
    int slots = log->n_days * LOGRUN_SLOTS;
    for (int source = LOGRUN_SEEN; source < N_LOGRUN_SOURCES; source++) {
        if (source == LOGRUN_SEEN ? operators_seen(log, slots, staff, err) : operators_at_work(log, slots, staff, err))
            return -1;
        summarise_staff(run, source, staff, slots);
        for (int r = 0; r < plan->reps; r++)
            if (replay(log, staff, run->most_operators[source], (uint32_t)r, plan, run->hour[source], err))
                return -1;
    }
    return 0;
}

int logrun_of(struct logrun *run, struct calllog *log, const struct logrun_plan *plan, struct err *err)
{
    *run = (struct logrun){ .days = log->n_days, .phantoms = log->n_phantoms };
    snprintf(run->first, sizeof run->first, "%s", log->first);
    snprintf(run->last, sizeof run->last, "%s", log->last);
    drop_at_once(log, run);
    run->calls = log->n;
    for (int i = 0; i < log->n; i++)
        add_call(run->hour[LOGRUN_RECORDED], log->call[i].arrival_s, log->call[i].answered, log->call[i].wait_s, 1);
    int *staff = calloc((size_t)log->n_days * LOGRUN_SLOTS, sizeof *staff);
    int failed = staff ? replay_all(run, log, staff, plan, err) : err_set(err, "log run: no memory for %d days", log->n_days);
    free(staff);
    return failed;
}

struct logrun_hour logrun_total(const struct logrun *run, enum logrun_source source)
{
    struct logrun_hour sum = { 0 };
    for (int h = 0; h < 24; h++) {
        const struct logrun_hour *hour = &run->hour[source][h];
        sum.offered += hour->offered;
        sum.answered += hour->answered;
        sum.abandoned += hour->abandoned;
        sum.wait_answered_s += hour->wait_answered_s;
        sum.wait_s += hour->wait_s;
    }
    return sum;
}

/* ---- what is told ---- */

enum { N_TOLD = 3 };
static void told(const struct logrun_hour *h, double of[N_TOLD])
{
    of[0] = h->wait_answered_s / h->answered;
    of[1] = h->wait_s / h->offered;
    of[2] = h->abandoned / h->offered;
}

static void print_row(const struct logrun_hour of[], FILE *out)
{
    double x[N_LOGRUN_SOURCES][N_TOLD];
    fprintf(out, " %8.1f", of[LOGRUN_RECORDED].offered);
    for (int s = 0; s < N_LOGRUN_SOURCES; s++)
        told(&of[s], x[s]);
    for (int t = 0; t < N_TOLD; t++) {
        fputs("  |", out);
        for (int s = 0; s < N_LOGRUN_SOURCES; s++)
            if (isnan(x[s][t]))
                fprintf(out, " %8s", "-");
            else
                fprintf(out, " %8.*f", t == 2 ? 3 : 1, x[s][t]);
    }
    putc('\n', out);
}

void logrun_print(const struct logrun *run, FILE *out)
{
    struct logrun_hour all[N_LOGRUN_SOURCES];
    double x[N_LOGRUN_SOURCES][N_TOLD];
    fprintf(out, "%s to %s: %d calls; left out: %d phantoms, %d who hung up at once\n", run->first, run->last, run->calls,
            run->phantoms, run->at_once);
    fprintf(out, "%-5s %6s %6s %8s  | %-26s  | %-26s  | %-26s\n", "", "on", "duty", "", "mean wait of answered, s",
            "mean wait of all, s", "share that abandons");
    fprintf(out, "%-5s %6s %6s %8s", "hour", "seen", "work", "offered");
    for (int t = 0; t < N_TOLD; t++)
        fprintf(out, "  | %8s %8s %8s", "recorded", "seen", "at work");
    putc('\n', out);
    for (int h = 0; h < 24; h++) {
        struct logrun_hour of[N_LOGRUN_SOURCES];
        for (int s = 0; s < N_LOGRUN_SOURCES; s++)
            of[s] = run->hour[s][h];
        if (of[LOGRUN_RECORDED].offered == 0)
            continue;
        fprintf(out, "%02d:00 %6.1f %6.1f", h, run->operators[LOGRUN_SEEN][h], run->operators[LOGRUN_AT_WORK][h]);
        print_row(of, out);
    }
    for (int s = 0; s < N_LOGRUN_SOURCES; s++) {
        all[s] = logrun_total(run, s);
        told(&all[s], x[s]);
    }
    fprintf(out, "%-5s %6s %6s", "all", "", "");
    print_row(all, out);
    fprintf(out, "log run: mean wait of all %.1f s recorded, %.1f s simulated with operators at work (%.1f s with all seen); "
            "abandoned %.3f recorded, %.3f simulated (%.3f)\n", x[LOGRUN_RECORDED][1], x[LOGRUN_AT_WORK][1],
            x[LOGRUN_SEEN][1], x[LOGRUN_RECORDED][2], x[LOGRUN_AT_WORK][2], x[LOGRUN_SEEN][2]);
}

int logrun_csv(const struct logrun *run, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("hour,source,operators,offered,answered,abandoned,wait_answered_mean_s,wait_mean_s,abandoned_share\n", tidy.file);
    for (int h = 0; h < 24; h++)
        for (int s = 0; s < N_LOGRUN_SOURCES; s++) {
            const struct logrun_hour *hour = &run->hour[s][h];
            double x[4 + N_TOLD] = { s == LOGRUN_RECORDED ? NAN : run->operators[s][h], hour->offered, hour->answered,
                                     hour->abandoned };
            told(hour, x + 4);
            fprintf(tidy.file, "%d,%s", h, SOURCE[s]);
            tidy_numbers(tidy.file, 4 + N_TOLD, x);
            putc('\n', tidy.file);
        }
    return tidy_end(&tidy, err);
}

int logrun_read(struct logrun *run, const char *path, const struct logrun_plan *plan, struct err *err)
{
    struct calllog log;
    int failed = calllog_read(&log, path, err) || logrun_of(run, &log, plan, err);
    calllog_free(&log);
    return failed ? -1 : 0;
}
