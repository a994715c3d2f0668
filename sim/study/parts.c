#include "parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sim/record/atomic.h"
#include "sim/record/provenance.h"
#include "sim/record/shard.h"

static int join(char path[PARTS_PATH_SIZE], const char *folder, const char *name)
{
    return snprintf(path, PARTS_PATH_SIZE, "%s/%s", folder, name) < PARTS_PATH_SIZE ? 0 : -1;
}

void parts_file(const struct parts *parts, const char *name, char path[PARTS_PATH_SIZE])
{
    join(path, parts->path, name);
}

void parts_shard(const struct parts *parts, int point, int replicate, char path[PARTS_PATH_SIZE])
{
    char name[64];
    snprintf(name, sizeof name, "units/%05d-%05d.shard", point, replicate);
    join(path, parts->path, name);
}

static int folder_name(struct parts *parts, const char *out, struct err *err)
{
    *parts = (struct parts){ .lock = -1, .journal = { .fd = -1 } };
    if (strlen(out) + sizeof ".parts" > sizeof parts->path)
        return err_input(err, "the name of the result is too long");
    snprintf(parts->path, sizeof parts->path, "%s.parts", out);
    return 0;
}

char *parts_result(char *name)
{
    static const char END[] = ".parts";
    struct stat is;
    size_t n = strlen(name);
    while (n > 1 && name[n - 1] == '/')
        n--;
    if (n > strlen(END) && strncmp(name + n - strlen(END), END, strlen(END)) == 0 && stat(name, &is) == 0 && S_ISDIR(is.st_mode))
        name[n - strlen(END)] = '\0';
    return name;
}

int parts_exist(const char *out)
{
    char path[PARTS_PATH_SIZE];
    return snprintf(path, sizeof path, "%s.parts/plan", out) < PARTS_PATH_SIZE && access(path, F_OK) == 0;
}

/* --- locks --- */

static int lock_take(struct parts *parts, int kind, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    parts_file(parts, "lock", path);
    parts->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (parts->lock < 0)
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    for (int tries = 0; tries < 20; tries++) {      /* somebody's `hotline status` holds it for a moment */
        if (flock(parts->lock, kind | LOCK_NB) == 0)
            return 0;
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
    }
    return err_set(err, "another process is at work on %s; wait for it or stop it "
                   "(`hotline status` shows how far it is)", parts->path);
}

static int lock_is_taken(const struct parts *parts)
{
    char path[PARTS_PATH_SIZE];
    parts_file(parts, "lock", path);
    int fd = open(path, O_RDWR | O_CLOEXEC), taken = 0;
    if (fd >= 0) {
        taken = flock(fd, LOCK_EX | LOCK_NB) != 0;
        close(fd);
    }
    return taken;
}

/* --- what is in the folder --- */

static int journals_each(const struct parts *parts, int (*deed)(const char *path, void *with, struct err *err),
                         void *with, struct err *err)
{
    DIR *folder = opendir(parts->path);
    if (!folder)
        return err_set(err, "%s cannot be read: %s", parts->path, strerror(errno));
    char path[PARTS_PATH_SIZE];
    int ok = 0;
    for (struct dirent *item; ok == 0 && (item = readdir(folder));)
        if (strncmp(item->d_name, "journal-", 8) == 0 && join(path, parts->path, item->d_name) == 0)
            ok = deed(path, with, err);
    closedir(folder);
    return ok;
}

static int read_one(const char *path, void *entries, struct err *err) { return journal_read(path, entries, err); }
static int remove_one(const char *path, void *with, struct err *err)
{
    (void)with;
    return unlink(path) == 0 || errno == ENOENT ? 0 : err_set(err, "%s cannot be removed: %s", path, strerror(errno));
}

static void units_remove(const struct parts *parts)
{
    char units[PARTS_PATH_SIZE], path[PARTS_PATH_SIZE];
    parts_file(parts, "units", units);
    DIR *folder = opendir(units);
    for (struct dirent *item; folder && (item = readdir(folder));)
        if (strstr(item->d_name, ".shard") && join(path, units, item->d_name) == 0)
            unlink(path);
    if (folder)
        closedir(folder);
    rmdir(units);
}

static int contents_remove(struct parts *parts, struct err *err)
{
    static const char *const FILES[] = { "plan", "plan.tmp", "study.yaml" };  /* the plan first: no state */
    char path[PARTS_PATH_SIZE];
    for (size_t f = 0; f < sizeof FILES / sizeof *FILES; f++) {
        parts_file(parts, FILES[f], path);
        if (remove_one(path, NULL, err) != 0)
            return -1;
    }
    if (journals_each(parts, remove_one, NULL, err) != 0)
        return -1;
    units_remove(parts);
    return 0;
}

int parts_remove(struct parts *parts, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    int ok = contents_remove(parts, err);
    parts_file(parts, "lock", path);
    unlink(path);
    rmdir(parts->path);                 /* stays when the user has put something of his own there */
    return ok;
}

/* --- the plan --- */

static int line_length(const char *text) { return (int)strcspn(text, "\n"); }

static int texts_differ(const char *scenario, const char *then, const char *now, char *how, size_t size)
{
    then = then ? then : "";
    now = now ? now : "";
    while (*then && *now && line_length(then) == line_length(now) && strncmp(then, now, strcspn(now, "\n")) == 0) {
        then += line_length(then) + (then[line_length(then)] == '\n');
        now += line_length(now) + (now[line_length(now)] == '\n');
    }
    if (!*then && !*now)
        return 0;
    then += strspn(then, " ");
    now += strspn(now, " ");
    snprintf(how, size, "scenario '%s' had '%.*s' and now has '%.*s'", scenario, line_length(then), then,
             line_length(now), now);
    return 1;
}

int parts_differ(const struct result_plan *then, const struct result_plan *now, char *how, size_t size)
{
    if (then->seed != now->seed)
        return snprintf(how, size, "seed %llu then, %llu now", (unsigned long long)then->seed,
                        (unsigned long long)now->seed) > 0;
    if (then->n_scenarios != now->n_scenarios)
        return snprintf(how, size, "%d scenarios then, %d now", then->n_scenarios, now->n_scenarios) > 0;
    if (strcmp(then->precision, now->precision) != 0)
        return snprintf(how, size, "replications were '%s' and now are '%s'", then->precision[0] ? then->precision : "fixed",
                        now->precision[0] ? now->precision : "fixed") > 0;
    if (then->n_replicates != now->n_replicates && !now->precision[0])      /* a finished one has only those it needed */
        return snprintf(how, size, "%d replications then, %d now", then->n_replicates, now->n_replicates) > 0;
    if (then->control != now->control)
        return snprintf(how, size, "another control then") > 0;
    for (int s = 0; s < now->n_scenarios; s++) {
        if (strcmp(then->scenario_name[s], now->scenario_name[s]) != 0)
            return snprintf(how, size, "scenario %d was '%s' and now is '%s'", s + 1, then->scenario_name[s],
                            now->scenario_name[s]) > 0;
        if (texts_differ(now->scenario_name[s], then->scenario_text[s], now->scenario_text[s], how, size))
            return 1;
    }
    return 0;
}

static int plan_write(const struct parts *parts, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    parts_file(parts, "study.yaml", path);
    FILE *study = fopen(path, "w");
    if (!study || fputs(parts->cases->plan.study_text, study) < 0 || fclose(study) != 0)
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    parts_file(parts, "plan", path);
    return plan_file_write(path, &parts->cases->plan, &parts->cases->extents, err);
}

static const char *program_name(char name[128])
{
    snprintf(name, 128, "%s %s", provenance_of("version"), provenance_of("commit"));
    return name;
}

int parts_program_differs(const struct parts *parts, const char *now, char *how, size_t size)
{
    const char *then = parts->entries.last.program;
    if (!then[0] || !now[0] || strcmp(then, now) == 0)
        return 0;
    snprintf(how, size, "program %s then, %s now", then, now);
    return 1;
}

int parts_plan(const struct parts *parts, struct plan_file *plan, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    parts_file(parts, "plan", path);
    return plan_file_read(plan, path, err);
}

static int plan_check(const struct parts *parts, struct err *err)
{
    char how[1024], program[128];
    int differ = parts_program_differs(parts, program_name(program), how, sizeof how);
    if (!differ) {                      /* a plan is for one build of the program */
        struct plan_file kept;
        int ok = parts_plan(parts, &kept, err);
        differ = ok == 0 && parts_differ(&kept.plan, &parts->cases->plan, how, sizeof how);
        plan_file_free(&kept);
        if (ok != 0)
            return -1;
    }
    return differ ? err_input(err, "%s was begun otherwise: %s; go back to what it was begun with, or remove the "
                              "folder to start afresh", parts->path, how) : 0;
}

/* --- beginning --- */

static int folder_make(const struct parts *parts, struct err *err)
{
    char units[PARTS_PATH_SIZE];
    parts_file(parts, "units", units);
    if ((mkdir(parts->path, 0777) != 0 && errno != EEXIST) || (mkdir(units, 0777) != 0 && errno != EEXIST))
        return err_set(err, "%s cannot be made: %s", parts->path, strerror(errno));
    atomic_sync_folder(parts->path);    /* a folder's name is on the disk when the folder that holds it is */
    atomic_sync_folder(units);
    return 0;
}

static int begun_is_welcome(const struct parts *parts, const char *journal, const struct parts_wish *wish,
                            struct err *err)
{
    int own = wish->n_shards == 1 || access(journal, F_OK) == 0;
    if (own && !wish->resume)
        return err_input(err, "%s holds a sweep that was not finished; give --resume to go on with it, or remove the "
                         "folder to start afresh", parts->path);
    return plan_check(parts, err);
}

/* Older versions kept the plan as a result of HDF5; their finished units must not be cleared away as remains of nothing. */
static int older_state(const struct parts *parts, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    parts_file(parts, "plan.h5", path);
    return access(path, F_OK) != 0 ? 0 : err_input(err, "%s was begun by an older version of Hotline; finish it with that one, or "
                                                   "remove the folder to start afresh", parts->path);
}

static int state_prepare(struct parts *parts, const char *out, const struct parts_wish *wish, struct err *err)
{
    char name[64], journal[PARTS_PATH_SIZE];
    snprintf(name, sizeof name, "journal-%d-of-%d", wish->shard, wish->n_shards);
    parts_file(parts, name, journal);
    if (lock_take(parts, wish->n_shards > 1 ? LOCK_SH : LOCK_EX, err) != 0)
        return -1;
    if (older_state(parts, err) != 0)
        return -1;
    if (parts_exist(out)) {
        if (journals_each(parts, read_one, &parts->entries, err) != 0 ||
            begun_is_welcome(parts, journal, wish, err) != 0)
            return -1;
    } else if (contents_remove(parts, err) != 0 || folder_make(parts, err) != 0 || plan_write(parts, err) != 0) {
        return -1;
    }
    struct session session = { 0, parts->cases->n_points, parts->cases->n_policies, parts->cases->n_replicates, "" };
    program_name(session.program);
    return journal_open(&parts->journal, journal, &session, err);
}

int parts_open(struct parts *parts, const char *out, const struct cases *cases, const struct parts_wish *wish,
               struct err *err)
{
    if (folder_name(parts, out, err) != 0 || folder_make(parts, err) != 0)
        return -1;
    parts->cases = cases;
    int folder = open(parts->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || flock(folder, LOCK_EX) != 0) {    /* shards that begin together: one writes the plan */
        err_set(err, "%s cannot be locked: %s", parts->path, strerror(errno));
        if (folder >= 0)
            close(folder);
        return -1;
    }
    int ok = state_prepare(parts, out, wish, err);
    close(folder);
    return ok;
}

int parts_look(struct parts *parts, const char *out, enum parts_look how, struct err *err)
{
    if (folder_name(parts, out, err) != 0)
        return -1;
    if (!parts_exist(out))
        return err_input(err, "there is no sweep in %s", parts->path);
    if (how == PARTS_ALONE && lock_take(parts, LOCK_EX, err) != 0)
        return -1;
    parts->working = how == PARTS_READ && lock_is_taken(parts);
    return journals_each(parts, read_one, &parts->entries, err);
}

int parts_reread(struct parts *parts, struct err *err)
{
    journal_entries_free(&parts->entries);
    return journals_each(parts, read_one, &parts->entries, err);
}

void parts_close(struct parts *parts)
{
    journal_close(&parts->journal);
    if (parts->lock >= 0)
        close(parts->lock);
    parts->lock = -1;
    journal_entries_free(&parts->entries);
}

/* --- units --- */

const struct entry **parts_fates(const struct parts *parts, struct err *err)
{
    const struct session *s = &parts->entries.last;
    size_t n = (size_t)s->n_points * (size_t)s->n_replicates;
    const struct entry **fate = calloc(n + 1, sizeof *fate);
    if (!fate) {
        err_set(err, "no memory for %zu units of work", n);
        return NULL;
    }
    for (int i = 0; i < parts->entries.n; i++) {
        const struct entry *e = &parts->entries.entry[i];
        if (e->point < 0 || e->point >= s->n_points || e->replicate < 0 || e->replicate >= s->n_replicates)
            continue;
        const struct entry **place = &fate[(size_t)e->replicate * (size_t)s->n_points + (size_t)e->point];
        if (!*place || (e->kind == ENTRY_DONE && (*place)->kind == ENTRY_FAILED) ||
            (e->kind == (*place)->kind && e->at_ms >= (*place)->at_ms))
            *place = e;
    }
    return fate;
}

static int shard_is_whole(const struct parts *parts, const struct entry *e, struct outputs outputs[], double seconds[])
{
    char path[PARTS_PATH_SIZE];
    struct err why = { 0 };
    struct work_unit unit = { e->point, e->replicate };
    parts_shard(parts, e->point, e->replicate, path);
    return shard_read(path, work_number(parts->cases, unit), e->checksum, parts->cases->n_policies, outputs, seconds,
                      &why) == 0;
}

static int units_choose(const struct parts *parts, const struct parts_wish *wish, const struct entry **fate,
                        struct outputs outputs[], double seconds[], struct work_unit unit[])
{
    const struct cases *cases = parts->cases;
    int64_t all = (int64_t)cases->n_points * cases->n_replicates;
    int n = 0;
    for (int64_t u = wish->shard; u < all; u += wish->n_shards) {
        const struct entry *e = parts->entries.last.n_points > 0 ? fate[u] : NULL;
        int over = e && (e->kind == ENTRY_FAILED ? !wish->failed_again : shard_is_whole(parts, e, outputs, seconds));
        if (!over)
            unit[n++] = work_unit(cases, (uint64_t)u);
    }
    return n;
}

int parts_units_left(const struct parts *parts, const struct parts_wish *wish, struct work_unit **unit, int *n,
                     struct err *err)
{
    const struct cases *cases = parts->cases;
    int n_policies = cases->n_policies, ok = 0;
    const struct entry **fate = parts_fates(parts, err);
    struct outputs *outputs = calloc((size_t)n_policies, sizeof *outputs);
    double *seconds = calloc((size_t)n_policies, sizeof *seconds);
    *unit = calloc((size_t)cases->n_points * (size_t)cases->n_replicates, sizeof **unit);
    if (!fate || !outputs || !seconds || !*unit)
        ok = err_set(err, "no memory for %d x %d units of work", cases->n_points, cases->n_replicates);
    for (int p = 0; ok == 0 && p < n_policies; p++)
        ok = outputs_init(&outputs[p], &cases->extents, err);
    if (ok == 0)
        *n = units_choose(parts, wish, fate, outputs, seconds, *unit);
    for (int p = 0; outputs && p < n_policies; p++)
        outputs_free(&outputs[p]);
    free(outputs);
    free(seconds);
    free(fate);
    return ok;
}

/* --- the sink --- */

static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[],
                     struct err *err)
{
    struct parts *parts = self;
    char path[PARTS_PATH_SIZE], checksum[33];
    uint64_t number = work_number(parts->cases, unit);
    int ok;
    parts_shard(parts, unit.point, unit.replicate, path);
    if (shard_write(path, number, parts->cases->n_policies, outputs, seconds, checksum, err) != 0)
        return -1;
#pragma omp critical(journal)
    ok = journal_done(&parts->journal, unit.point, unit.replicate, checksum, err);
    return ok;
}

static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct parts *parts = self;
    int ok;
#pragma omp critical(journal)
    ok = journal_failed(&parts->journal, unit.point, unit.replicate, why, err);
    return ok;
}

struct work_sink parts_sink(struct parts *parts) { return (struct work_sink){ parts, unit_done, unit_failed }; }
