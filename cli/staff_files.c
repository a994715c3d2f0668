#include "staff_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/numbers/tidy.h"
#include "chosen.h"
#include "plots/staffing_figure.h"
#include "sim/record/h5_table.h"

static int is_the_same(const char *path, const char *other)
{
    struct stat a, b;
    return other && stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int staff_files(struct staff_files *f, const char *out, const char *ledger, const struct picture *picture, struct err *err)
{
    int stem = chosen_stem(out);
    if (strcmp(out + stem, ".csv") != 0 && strcmp(out + stem, ".h5") != 0)
        return err_input(err, "staff writes a table and an HDF5 file under one name: -o FILE.csv or FILE.h5, not '%s'", out);
    const struct { char *path; const char *end; } each[] = { { f->csv, ".csv" }, { f->h5, ".h5" }, { f->cover, "-cover" },
                                                             { f->service, "-service" }, { f->journal, ".journal" } };
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        if (snprintf(each[i].path, ATOMIC_PATH_SIZE, "%.*s%s", stem, out, each[i].end) >= ATOMIC_PATH_SIZE)
            return err_input(err, "'%s' is too long a name", out);
        if (is_the_same(each[i].path, ledger))
            return err_input(err, "%s is the planner's own file; it is not overwritten", each[i].path);
        int is_figure = *each[i].end == '-';
        if (is_figure ? picture && picture_may_save(picture, each[i].path, err) : tidy_may_replace(each[i].path, err))
            return -1;
    }
    return 0;
}

/* ---- the tables of the HDF5 file ---- */

static int write_tables(const char *path, const struct staffplan *p, double *number, const char *const about[], struct err *err)
{
    enum { MOST_COLUMNS = 2 + 2 * GOALS_MOST };
    const struct requirement *r = &p->requirement;
    int slots = FORECAST_DAYS * r->per_day, n = p->n_curve;
    double *hour = number, *theory = hour + slots, *required = theory + slots, *missing = required + slots;
    double *posts = missing + slots;
    for (int k = 0; k < slots; k++) {
        hour[k] = k * r->interval_s / 3600.0;
        theory[k] = r->theory[k];
        required[k] = r->requirement[k];
        missing[k] = requirement_short(r, k);
    }
    const struct h5_table_column week[] = {
        { "hour", "h", "hours since Monday 00:00 at which the interval begins", hour, NULL },
        { "calls", "1", "first attempts expected in the interval", r->calls, NULL },
        { "load", "erlang", "modified offered load", r->load, NULL },
        { "theory", "1", "operators on duty by theory", theory, NULL },
        { "requirement", "1", "operators on duty that are required, by rehearsal", required, NULL },
        { "cover", "1", "mean operators on duty on the city's shifts with the chosen posts", r->cover, NULL },
        { "short", "1", "by how much these are fewer than required", missing, NULL },
        { "offered", "1", "attempts in the interval, sum over the replicates told in `weeks`", p->week.offered, NULL },
        { "answered", "1", "of these, answered", p->week.answered, NULL },
        { "in_time", "1", "of these, within the target's seconds (30 where no target names any)", p->week.in_time, NULL },
    };
    struct h5_table_column service[MOST_COLUMNS] = { { "posts", "1", "operators' posts", posts, NULL } };
    char name[2 * GOALS_MOST][32];
    for (int i = 0; i < n; i++)
        posts[i] = p->curve[i].number;
    for (int g = 0; g < p->n_goals; g++)
        for (int error = 0; error < 2; error++) {
            double *value = posts + n * (1 + 2 * g + error);
            snprintf(name[2 * g + error], sizeof name[0], "target_%d%s", g + 1, error ? "_error" : "");
            service[1 + 2 * g + error] = (struct h5_table_column){ name[2 * g + error], "1 or s", p->goal[g].text, value, NULL };
            for (int i = 0; i < n; i++)
                value[i] = error ? p->curve[i].error[g] : p->curve[i].value[g];
        }
    const struct h5_table table[] = { { "week", slots, sizeof week / sizeof *week, week },
                                         { "service", n, 1 + 2 * p->n_goals, service } };
    return h5_table_write(path, 2, table, about, err);
}

static int write_h5(const char *path, const struct staffplan *p, const char *city, const char *command, struct err *err)
{
    char posts[32], alpha[32], weeks[64];
    snprintf(posts, sizeof posts, "%d", p->posts);
    snprintf(alpha, sizeof alpha, "%g", p->alpha);
    snprintf(weeks, sizeof weeks, "%d", STAFFPLAN_WEEK_REPLICATES * REHEARSAL_WEEKS);
    const char *const about[] = { "title", "Operators that a target takes", "city", city, "headcount", posts, "alpha", alpha,
                                  "weeks", weeks, "command", command, NULL };
    size_t room = 4 * FORECAST_DAYS * (size_t)p->requirement.per_day + STAFFPLAN_CURVE * (1 + 2 * GOALS_MOST);
    double *number = malloc(room * sizeof *number);
    int failed = number ? write_tables(path, p, number, about, err) : err_set(err, "no memory for %s", path);
    free(number);
    return failed;
}

int staff_files_write(const struct staff_files *f, const struct staffplan *p, const char *city, const char *command,
                      struct picture *picture, int quiet, struct err *err)
{
    struct sheet numbers;
    if (requirement_write(&p->requirement, f->csv, err) || write_h5(f->h5, p, city, command, err))
        return -1;
    if (!quiet)
        fprintf(stderr, "%s\n%s\n", f->csv, f->h5);
    if (!picture)
        return 0;
    staffing_figure_cover(picture, p, city, &numbers);
    if (picture_save(picture, &numbers, f->cover, err))
        return -1;
    staffing_figure_service(picture, p, city, &numbers);
    return picture_save(picture, &numbers, f->service, err);
}
