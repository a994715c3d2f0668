#include "merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/record/result.h"
#include "sim/record/shard.h"
#include "sim/study/rounds.h"

struct merger {
    int n_folders;
    const struct parts *from;
    const struct entry ***fate;         /* [folder][unit number] */
    int n_points, n_policies, n_replicates;
    struct plan_file kept;
    struct result *result;
    struct rounds rounds;
    struct outputs *outputs;            /* [n_policies] */
    double *seconds;
    struct merge_tally *tally;
};

static int folders_agree(struct merger *m, struct err *err)
{
    char how[1024];
    if (parts_plan(&m->from[0], &m->kept, err) != 0)
        return -1;
    for (int f = 1; f < m->n_folders; f++) {
        struct plan_file other;
        int ok = parts_plan(&m->from[f], &other, err);
        int differ = ok == 0 && parts_differ(&m->kept.plan, &other.plan, how, sizeof how);
        plan_file_free(&other);
        if (ok != 0)
            return -1;
        if (!differ)
            differ = parts_program_differs(&m->from[0], m->from[f].entries.last.program, how, sizeof how);
        if (differ)
            return err_input(err, "%s and %s are not of one study: %s", m->from[0].path, m->from[f].path, how);
    }
    return 0;
}

/* Where unit `number` is: its folder, or -1; a finished one before a failed one. */
static int folder_of(const struct merger *m, size_t number)
{
    int found = -1;
    for (int f = 0; f < m->n_folders; f++) {
        const struct entry *e = m->from[f].entries.last.n_points > 0 ? m->fate[f][number] : NULL;
        if (e && (found < 0 || (e->kind == ENTRY_DONE && m->fate[found][number]->kind == ENTRY_FAILED)))
            found = f;
    }
    return found;
}

static int sizes_take(struct merger *m, struct err *err)
{
    for (int f = 0; f < m->n_folders; f++) {
        const struct session *s = &m->from[f].entries.last;
        if (s->n_points > 0) {
            m->n_points = s->n_points;
            m->n_policies = s->n_policies;
            m->n_replicates = s->n_replicates;
        }
        if (!(m->fate[f] = parts_fates(&m->from[f], err)))
            return -1;
    }
    if (rounds_init(&m->rounds, &m->kept.plan, &m->kept.extents, err) != 0 ||
        rounds_look(&m->rounds, m->n_folders, m->from, err) != 0)
        return -1;
    m->n_replicates = m->rounds.n;
    size_t all = (size_t)m->n_points * (size_t)m->n_replicates;
    if (all == 0 || m->rounds.missing > 0)
        return err_input(err, "%s: %ld of %zu units of work are not finished; go on with `hotline sweep ... --resume`",
                         m->from[0].path, m->rounds.missing, all);
    return 0;
}

static int room_make(struct merger *m, struct err *err)
{
    size_t n = (size_t)m->n_policies;
    m->outputs = calloc(n, sizeof *m->outputs);
    m->seconds = calloc(n, sizeof *m->seconds);
    if (!m->outputs || !m->seconds)
        return err_set(err, "no memory for the outputs of %zu policies", n);
    for (size_t p = 0; p < n; p++)
        if (outputs_init(&m->outputs[p], &m->kept.extents, err) != 0)
            return -1;
    return 0;
}

static int unit_fails(struct merger *m, const struct entry *e, struct err *err)
{
    if (!m->tally->why[0])
        snprintf(m->tally->why, sizeof m->tally->why, "%s", e->why);
    m->tally->failed += m->n_policies;
    for (int p = 0; p < m->n_policies; p++)
        if (result_fail(m->result, e->point * m->n_policies + p, e->replicate, e->why, err) != 0)
            return -1;
    return 0;
}

static int unit_put(struct merger *m, size_t number, struct err *err)
{
    int f = folder_of(m, number);
    const struct entry *e = m->fate[f][number];
    char path[PARTS_PATH_SIZE];
    if (e->kind == ENTRY_FAILED)
        return unit_fails(m, e, err);
    parts_shard(&m->from[f], e->point, e->replicate, path);
    if (shard_read(path, number, e->checksum, m->n_policies, m->outputs, m->seconds, err) != 0)
        return -1;
    m->tally->done += m->n_policies;
    for (int p = 0; p < m->n_policies; p++)
        if (result_put(m->result, e->point * m->n_policies + p, e->replicate, &m->outputs[p], m->seconds[p], err) != 0)
            return -1;
    return 0;
}

static int units_put(struct merger *m, struct err *err)
{
    for (int point = 0; point < m->n_points; point++)
        for (int replicate = 0; replicate < m->n_replicates; replicate++)
            if (unit_put(m, (size_t)replicate * (size_t)m->n_points + (size_t)point, err) != 0)
                return -1;
    return 0;
}

static void merger_free(struct merger *m)
{
    for (int p = 0; m->outputs && p < m->n_policies; p++)
        outputs_free(&m->outputs[p]);
    for (int f = 0; m->fate && f < m->n_folders; f++)
        free(m->fate[f]);
    free(m->fate);
    free(m->outputs);
    free(m->seconds);
    rounds_free(&m->rounds);
    result_abandon(&m->result);
    plan_file_free(&m->kept);
}

static int result_begin(struct merger *m, const char *out, struct err *err)
{
    struct result_plan plan = m->kept.plan;
    plan.n_replicates = m->n_replicates;
    if (m->rounds.rule.n > 0) {
        rounds_say(&m->rounds, plan.found);
        plan.reached = m->rounds.verdict.reached;
        memcpy(m->tally->found, plan.found, sizeof plan.found);
        m->tally->imprecise = !plan.reached;
    }
    return result_create(&m->result, out, &plan, &m->kept.extents, err);
}

int merge_parts(const char *out, int n, const struct parts from[], struct merge_tally *tally, struct err *err)
{
    struct merger m = { .n_folders = n, .from = from, .tally = tally, .fate = calloc((size_t)n, sizeof *m.fate) };
    *tally = (struct merge_tally){ 0 };
    int ok = m.fate ? 0 : err_set(err, "no memory to merge %d folders", n);
    if (ok == 0 && (folders_agree(&m, err) != 0 || sizes_take(&m, err) != 0 || room_make(&m, err) != 0 ||
                    result_begin(&m, out, err) != 0 ||
                    units_put(&m, err) != 0 || result_finish(&m.result, tally->digest, err) != 0))
        ok = -1;
    merger_free(&m);
    return ok;
}
