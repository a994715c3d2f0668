#include "headcount.h"

#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_cdf.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

/* ---- what was tried: a line a replicate, each with a check word, so that a torn one counts as absent ---- */

enum { MOST_REPLICATE = 1 << 20 };
struct sums_row { char kind; int number, replicate; struct rehearsal_sums sums; };

struct number_tried {               /* by replicate */
    char kind;
    int number, room;
    struct rehearsal_sums *sums;
    char *known;
};

struct headcount_tried {
    FILE *file;
    char path[4096];
    long remembered;
    int n, room;
    struct number_tried *number;
};

static struct number_tried *number_of(struct headcount_tried *t, char kind, int number, struct err *err)
{
    for (int i = 0; i < t->n; i++)
        if (t->number[i].number == number && t->number[i].kind == kind)
            return &t->number[i];
    if (t->n == t->room) {
        int room = t->room ? 2 * t->room : 64;
        struct number_tried *grown = realloc(t->number, (size_t)room * sizeof *grown);
        if (!grown) {
            err_set(err, "no memory for %d trials", room);
            return NULL;
        }
        t->number = grown;
        t->room = room;
    }
    t->number[t->n] = (struct number_tried){ .kind = kind, .number = number };
    return &t->number[t->n++];
}

static int row_keep(struct headcount_tried *t, const struct sums_row *row, struct err *err)
{
    struct number_tried *number = number_of(t, row->kind, row->number, err);
    if (!number)
        return -1;
    if (row->replicate >= number->room) {
        int room = row->replicate < 256 ? 256 : 2 * row->replicate;
        struct rehearsal_sums *sums = realloc(number->sums, (size_t)room * sizeof *sums);
        number->sums = sums ? sums : number->sums;
        char *known = realloc(number->known, (size_t)room);
        number->known = known ? known : number->known;
        if (!sums || !known)
            return err_set(err, "no memory for %d replicates", room);
        memset(number->known + number->room, 0, (size_t)(room - number->room));
        number->room = room;
    }
    number->sums[row->replicate] = row->sums;
    number->known[row->replicate] = 1;
    return 0;
}

/* Numbers in hexadecimal, so that what is read is what was written to the bit. */
static int line_of(char *line, size_t size, const struct sums_row *row, int goals)
{
    int at = snprintf(line, size, "%c %d %d", row->kind, row->number, row->replicate);
    for (int g = 0; g < goals; g++)
        at += snprintf(line + at, size - (size_t)at, " %a %a", row->sums.part[g], row->sums.whole[g]);
    return at;
}

static uint32_t check_of(const char *text) { return XXH32(text, strlen(text), 0); }

static int line_read(struct headcount_tried *t, char *line, struct err *err)
{
    struct sums_row row = { 0 };
    uint32_t check;
    int used = 0;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%8" SCNx32 " %n", &check, &used) != 1 || used != 9 || check != check_of(line + 9))
        return 0;
    char *text = line + 9, *end;
    row.kind = *text;
    row.number = (int)strtol(text + 1, &end, 10);
    row.replicate = (int)strtol(end, &end, 10);
    for (int g = 0; g < GOALS_MOST && *end == ' '; g++) {
        row.sums.part[g] = strtod(end, &end);
        row.sums.whole[g] = strtod(end, &end);
    }
    if (row.replicate < 0 || row.replicate > MOST_REPLICATE)
        return 0;
    if (row_keep(t, &row, err))
        return -1;
    t->remembered++;
    return 0;
}

static int journal_read(struct headcount_tried *t, const char *head, struct err *err)
{
    char *line = NULL;
    size_t size = 0;
    int failed = 0;
    FILE *file = fopen(t->path, "r");
    if (!file)
        return errno == ENOENT ? err_input(err, "%s: there is nothing to resume", t->path)
                               : err_set(err, "%s: %s", t->path, strerror(errno));
    if (getline(&line, &size, file) < 0 || strcmp(line, head) != 0)
        failed = err_input(err, "%s is the journal of another question (city, targets, data, seed or program differ); "
                           "leave --resume out to begin anew", t->path);
    while (!failed && getline(&line, &size, file) > 0)
        failed = line_read(t, line, err);
    free(line);
    fclose(file);
    return failed;
}

struct headcount_tried *headcount_open(const char *path, int resume, uint64_t question, struct err *err)
{
    struct headcount_tried *t = calloc(1, sizeof *t);
    char head[64];
    snprintf(head, sizeof head, "hotline staff 1 %016" PRIx64 "\n", question);
    if (!t)
        err_set(err, "no memory for a journal");
    if (!t || !path)
        return t;
    snprintf(t->path, sizeof t->path, "%s", path);
    if (resume && journal_read(t, head, err)) {
        headcount_close(t);
        return NULL;
    }
    t->file = fopen(path, resume ? "a" : "w");
    if (!t->file || (resume ? fputs("\n", t->file) : fputs(head, t->file)) < 0 || fflush(t->file)) {
        err_set(err, "%s: %s", path, strerror(errno));
        headcount_close(t);
        return NULL;
    }
    return t;
}

void headcount_close(struct headcount_tried *t)
{
    if (!t)
        return;
    for (int i = 0; i < t->n; i++) {
        free(t->number[i].sums);
        free(t->number[i].known);
    }
    if (t->file)
        fclose(t->file);
    free(t->number);
    free(t);
}

long headcount_remembered(const struct headcount_tried *t) { return t->remembered; }

/* The replicates of a look, appended and synced together. */
static int journal_write(struct headcount_tried *t, const struct sums_row row[], int n, int goals, struct err *err)
{
    char line[64 + GOALS_MOST * 64];
    for (int i = 0; i < n; i++) {
        if (row_keep(t, &row[i], err))
            return -1;
        line_of(line, sizeof line, &row[i], goals);
        if (t->file)
            fprintf(t->file, "%08" PRIx32 " %s\n", check_of(line), line);
    }
    if (t->file && (fflush(t->file) || ferror(t->file) || fsync(fileno(t->file))))
        return err_set(err, "%s: %s", t->path, strerror(errno));
    return 0;
}

static const struct rehearsal_sums *remembered(const struct headcount_tried *t, char kind, int number, int replicate)
{
    for (int i = 0; i < t->n; i++)
        if (t->number[i].number == number && t->number[i].kind == kind)
            return replicate < t->number[i].room && t->number[i].known[replicate] ? &t->number[i].sums[replicate] : NULL;
    return NULL;
}

/* ---- one trial ---- */

static int looks_of(const struct headcount *h)
{
    int looks = 1;
    for (int n = HEADCOUNT_FIRST_LOOK; n < h->most_replicates; n *= 2)
        looks++;
    return looks;
}

/* Student's quantile of one side of one look at one goal. */
static double quantile(const struct headcount *h, int replicates)
{
    double share = h->alpha / (HEADCOUNT_TRIALS * h->r->n_goals);
    int looks = looks_of(h), last = replicates >= h->most_replicates;
    return gsl_cdf_tdist_Qinv(looks == 1 ? share : last ? share / 2 : share / 2 / (looks - 1), replicates - 1);
}

struct moments { double part, whole, x, xx; };

static struct moments moments_of(const struct rehearsal_sums sums[], int n, const struct goal *goal, int g)
{
    struct moments m = { 0 };
    double sign = goal->at_least ? 1 : -1;
    for (int i = 0; i < n; i++) {
        double x = sign * (sums[i].part[g] - goal->bound * sums[i].whole[g]);
        m.part += sums[i].part[g];
        m.whole += sums[i].whole[g];
        m.x += x / n;
    }
    for (int i = 0; i < n; i++) {
        double x = sign * (sums[i].part[g] - goal->bound * sums[i].whole[g]) - m.x;
        m.xx += x * x / (n - 1);
    }
    return m;
}

/* The standard error of the value is that of the mean X in the unit of the ratio, taken at the bound. */
static void judge(const struct headcount *h, const struct rehearsal_sums sums[], int n, struct headcount_trial *trial)
{
    double t = quantile(h, n), nearest = INFINITY;
    int met = 1, missed = 0, mean_meets = 1;
    trial->replicates = n;
    for (int g = 0; g < h->r->n_goals; g++) {
        const struct goal *goal = &h->r->goal[g].goal;
        struct moments m = moments_of(sums, n, goal, g);
        double error = sqrt(m.xx / n);
        trial->value[g] = m.whole > 0 ? m.part / m.whole : NAN;
        trial->error[g] = m.whole > 0 ? error * n / m.whole : NAN;
        if (goal_limits(goal))
            continue;
        met &= m.x - t * error >= 0;
        missed |= m.x + t * error < 0;
        mean_meets &= m.x >= 0;
        if (fabs(m.x) < nearest) {
            nearest = fabs(m.x);
            trial->within = t * trial->error[g];
        }
    }
    trial->verdict = met ? HEADCOUNT_MEETS : missed ? HEADCOUNT_MISSES : HEADCOUNT_OPEN;
    trial->close = trial->verdict == HEADCOUNT_OPEN && n >= h->most_replicates;
    if (trial->close)
        trial->verdict = mean_meets ? HEADCOUNT_MEETS : HEADCOUNT_MISSES;
}

/* Replicates from .. until - 1, those that are not remembered. */
static int replicate_all(struct headcount *h, int number, int from, int until, struct rehearsal_sums sums[], struct err *err)
{
    struct rehearsal_cover cover = { 0 };
    struct sums_row *row = calloc((size_t)(until - from), sizeof *row);
    struct err *each = calloc((size_t)(until - from), sizeof *each);
    int n = 0, failed = !row || !each ? err_set(err, "no memory for %d replicates", until) : h->cover(h->self, number, &cover, err);
    for (int i = from; i < until && !failed; i++) {
        const struct rehearsal_sums *known = remembered(h->tried, h->kind, number, i);
        if (known)
            sums[i] = *known;
        else
            row[n++] = (struct sums_row){ h->kind, number, i, { { 0 }, { 0 } } };
    }
    #pragma omp parallel for schedule(dynamic) num_threads(h->threads) if (!failed)
    for (int i = 0; i < (failed ? 0 : n); i++)
        rehearsal_run(h->r, &cover, (uint32_t)row[i].replicate, &row[i].sums, NULL, &each[i]);
    for (int i = 0; i < n && !failed; i++) {
        sums[row[i].replicate] = row[i].sums;
        if (each[i].code != EXIT_OK)
            failed = err_code(err, each[i].code, "%s", each[i].text);
    }
    failed = failed || journal_write(h->tried, row, n, h->r->n_goals, err);
    free(row);
    free(each);
    return failed ? -1 : 0;
}

static int trial_run(struct headcount *h, struct headcount_trial *trial, struct err *err)
{
    struct rehearsal_sums *sums = calloc((size_t)h->most_replicates, sizeof *sums);
    int failed = !sums ? err_set(err, "no memory for %d replicates", h->most_replicates) : 0, done = 0;
    while (!failed && trial->verdict == HEADCOUNT_OPEN && done < h->most_replicates) {
        int until = done ? 2 * done : HEADCOUNT_FIRST_LOOK;
        until = until < h->most_replicates ? until : h->most_replicates;
        failed = replicate_all(h, trial->number, done, until, sums, err);
        done = until;
        if (!failed)
            judge(h, sums, done, trial);
    }
    free(sums);
    return failed;
}

const struct headcount_trial *headcount_try(struct headcount *h, int number, struct err *err)
{
    for (int i = 0; i < h->n_trials; i++)
        if (h->trial[i].number == number)
            return &h->trial[i];
    if (h->n_trials == HEADCOUNT_TRIALS) {
        err_set(err, "no decision after %d trials", HEADCOUNT_TRIALS);
        return NULL;
    }
    struct headcount_trial *trial = &h->trial[h->n_trials];
    *trial = (struct headcount_trial){ .number = number };
    if (trial_run(h, trial, err))
        return NULL;
    h->n_trials++;
    if (h->told)
        h->told(h->self, trial);
    return trial;
}

/* ---- the search ---- */

int headcount_look(struct headcount *h, int number, int replicates, struct headcount_trial *trial, struct err *err)
{
    struct rehearsal_sums *sums = calloc((size_t)replicates, sizeof *sums);
    *trial = (struct headcount_trial){ .number = number };
    int failed = sums ? replicate_all(h, number, 0, replicates, sums, err)
                      : err_set(err, "no memory for %d replicates", replicates);
    if (!failed)
        judge(h, sums, replicates, trial);
    free(sums);
    return failed;
}

static int meets(struct headcount *h, int number, int *yes, struct err *err)
{
    const struct headcount_trial *trial = headcount_try(h, number, err);
    *yes = trial && trial->verdict == HEADCOUNT_MEETS;
    return trial ? 0 : -1;
}

/* Steps of doubling length away from the guess until the answer changes; then the middle of what is left. */
int headcount_search(struct headcount *h, int guess, int *number, struct err *err)
{
    int low = h->least - 1, high = h->most + 1, step = 1 + guess / 64, yes;         /* low is short, high is enough */
    int at = guess < h->least ? h->least : guess > h->most ? h->most : guess;
    while (high - low > 1) {
        if (meets(h, at, &yes, err))
            return -1;
        if (yes)
            high = at;
        else
            low = at;
        if (high > h->most)
            at = low + step < h->most ? low + step : h->most;
        else if (low < h->least)
            at = high - step > h->least ? high - step : h->least;
        else
            at = low + (high - low) / 2;
        step *= 2;
    }
    *number = high;
    return 0;
}
