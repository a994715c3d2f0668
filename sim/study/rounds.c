#include "rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/record/shard.h"

static int policies_of(const struct result_plan *plan) { return plan->n_scenarios / plan->n_points; }

int rounds_init(struct rounds *r, const struct result_plan *plan, const struct extents *extents, struct err *err)
{
    *r = (struct rounds){ .plan = plan, .extents = extents, .n = plan->n_replicates };
    if (precision_scan(&r->rule, plan->precision) != 0)
        return err_input(err, "the rule of precision '%s' is none that this program has", plan->precision);
    if (r->rule.n == 0)
        return 0;
    r->n = r->rule.min;
    return precision_init(&r->runs, &r->rule, plan->n_scenarios, policies_of(plan), plan->control, err);
}

void rounds_free(struct rounds *r)
{
    precision_free(&r->runs);
}

/* --- what is on disk --- */

struct reader {
    const struct parts *from;
    const struct entry **fate;          /* by unit number; NULL entries: still to be run */
    struct outputs *outputs;
    double *seconds;
    int n_policies;
};

static void reader_free(struct reader *reader)
{
    for (int p = 0; reader->outputs && p < reader->n_policies; p++)
        outputs_free(&reader->outputs[p]);
    free(reader->outputs);
    free(reader->seconds);
    free(reader->fate);
}

static int reader_init(struct reader *reader, const struct rounds *r, const struct parts *from, struct err *err)
{
    size_t n = (size_t)policies_of(r->plan);
    *reader = (struct reader){ from, parts_fates(from, err), calloc(n, sizeof *reader->outputs),
                               calloc(n, sizeof *reader->seconds), (int)n };
    if (!reader->fate || !reader->outputs || !reader->seconds)
        return err_set(err, "no memory for the outputs of %zu policies", n);
    for (size_t p = 0; p < n; p++)
        if (outputs_init(&reader->outputs[p], r->extents, err) != 0)
            return -1;
    return 0;
}

/* The entry of a unit, or NULL. */
static const struct entry *entry_of(const struct reader *reader, const struct rounds *r, int point, int replicate)
{
    size_t number = (size_t)replicate * (size_t)r->plan->n_points + (size_t)point;
    return reader->from->entries.last.n_points > 0 ? reader->fate[number] : NULL;
}

static int unit_take(struct rounds *r, struct reader *reader, const struct entry *e, struct err *err)
{
    char path[PARTS_PATH_SIZE];
    uint64_t number = (uint64_t)e->replicate * (uint64_t)r->plan->n_points + (uint64_t)e->point;
    parts_shard(reader->from, e->point, e->replicate, path);
    if (shard_read(path, number, e->checksum, reader->n_policies, reader->outputs, reader->seconds, err) != 0)
        return -1;
    for (int p = 0; p < reader->n_policies; p++)
        precision_put(&r->runs, e->point * reader->n_policies + p, e->replicate, &reader->outputs[p]);
    return 0;
}

/* Counts what is missing of replications looked .. n - 1, and takes the rest when nothing is. */
static int round_read(struct rounds *r, int n_folders, struct reader reader[], struct err *err)
{
    r->missing = 0;
    for (int take = 0; take < 2 && r->missing == 0; take++)
        for (int replicate = r->looked; replicate < r->n; replicate++)
            for (int point = 0; point < r->plan->n_points; point++) {
                const struct entry *found = NULL;
                int at = 0;
                for (int f = 0; f < n_folders && !(found && found->kind == ENTRY_DONE); f++) {
                    const struct entry *e = entry_of(&reader[f], r, point, replicate);
                    at = e ? f : at;
                    found = e ? e : found;
                }
                r->missing += !found;
                if (take && found && found->kind == ENTRY_DONE && r->rule.n > 0 && unit_take(r, &reader[at], found, err) != 0)
                    return -1;
            }
    if (r->missing == 0)
        r->looked = r->n;
    return 0;
}

static int rounds_go_on(struct rounds *r, int n_folders, struct reader reader[], struct err *err)
{
    while (!r->over) {
        if (round_read(r, n_folders, reader, err) != 0)
            return -1;
        if (r->missing > 0)
            return 0;
        if (r->rule.n > 0)
            r->verdict = precision_look(&r->runs, r->n);
        r->over = r->rule.n == 0 || r->verdict.reached || r->n == r->rule.max;
        if (!r->over)
            r->n = r->n + r->rule.batch < r->rule.max ? r->n + r->rule.batch : r->rule.max;
    }
    return 0;
}

int rounds_look(struct rounds *r, int n_folders, const struct parts from[], struct err *err)
{
    struct reader *reader = calloc((size_t)n_folders, sizeof *reader);
    int ok = reader ? 0 : err_set(err, "no memory to read %d folders", n_folders);
    for (int f = 0; ok == 0 && f < n_folders; f++)
        ok = reader_init(&reader[f], r, &from[f], err);
    if (ok == 0)
        ok = rounds_go_on(r, n_folders, reader, err);
    for (int f = 0; reader && f < n_folders; f++)
        reader_free(&reader[f]);
    free(reader);
    return ok;
}

void rounds_say(const struct rounds *r, char text[PLAN_PRECISION])
{
    const struct precision_goal *goal = &r->rule.goal[r->verdict.goal];
    double times = goal->relative ? 100 : 1;
    snprintf(text, PLAN_PRECISION, "precision %s after %d replications: widest is %s%s, %.3g%s of %.3g%s (%s)",
             r->verdict.reached ? "reached" : "not reached", r->looked, r->rule.differences ? "the difference of " : "",
             OUTPUTS[goal->kpi].name, times * r->verdict.width, goal->relative ? "%" : "", times * goal->width,
             goal->relative ? "%" : "", r->plan->scenario_name[r->verdict.scenario]);
}

/* --- the sweep --- */

/* Own units of this round go to the front; how many. Earlier ones among them (failed, and run again) change what was seen. */
static int gather(const struct rounds *r, int n, struct work_unit unit[], bool *earlier)
{
    int front = 0;
    *earlier = false;
    for (int i = 0; i < n; i++)
        if (unit[i].replicate < r->n) {
            struct work_unit other = unit[front];
            unit[front++] = unit[i];
            unit[i] = other;
            *earlier |= unit[front - 1].replicate < r->looked;
        }
    return front;
}

static int look_again(struct rounds *r, struct parts *parts, int quiet, struct err *err)
{
    char text[PLAN_PRECISION];
    int before = r->looked;
    if (parts_reread(parts, err) != 0 || rounds_look(r, 1, parts, err) != 0)
        return -1;
    if (r->rule.n > 0 && r->looked > before && !quiet) {
        rounds_say(r, text);
        fprintf(stderr, "%s: %s\n", parts->cases->name, text);
    }
    return 0;
}

/* ", widest interval 1.3 times the one asked for", after the first look. */
static const char *say_how_near(const struct rounds *r, char text[64])
{
    text[0] = '\0';
    if (r->looked > 0 && r->rule.n > 0)
        snprintf(text, 64, ", widest interval %.3g times the one asked for",
                 r->verdict.width / r->rule.goal[r->verdict.goal].width);
    return text;
}

static int rounds_each(struct rounds *r, struct parts *parts, int n, struct work_unit unit[],
                       const struct work_manner *manner, const struct work_sink *sink, struct work_tally *tally,
                       struct err *err)
{
    struct work_manner with_note = *manner;
    for (;;) {
        char note[64];
        bool earlier;
        if (look_again(r, parts, manner->quiet, err) != 0)
            return -1;
        int now = gather(r, n, unit, &earlier);
        if (now == 0)
            return 0;
        with_note.note = say_how_near(r, note);
        if (work_run(parts->cases, now, unit, &with_note, sink, tally, err) != 0)
            return -1;
        if (earlier) {
            rounds_free(r);
            if (rounds_init(r, &parts->cases->plan, &parts->cases->extents, err) != 0)
                return -1;
        }
        unit += now;
        n -= now;
    }
}

int rounds_run(struct parts *parts, int n, struct work_unit unit[], const struct work_manner *manner,
               const struct work_sink *sink, struct work_tally *tally, struct err *err)
{
    const struct cases *cases = parts->cases;
    struct rounds rounds;
    if (!cases->plan.precision[0])
        return n > 0 ? work_run(cases, n, unit, manner, sink, tally, err) : 0;
    int ok = rounds_init(&rounds, &cases->plan, &cases->extents, err);
    if (ok == 0)
        ok = rounds_each(&rounds, parts, n, unit, manner, sink, tally, err);
    rounds_free(&rounds);
    return ok;
}
