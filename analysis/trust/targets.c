#include "targets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/run.h"
#include "sim/scenario/path.h"

/* --- reading --- */

static const char *text_or(const struct yaml *row, const char *key, const char *fallback, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(row, key);
    if (node)
        return yaml_text(node, key, wrong);
    if (!fallback)
        yaml_complain(wrong, row->place, "'%s' is missing", key);
    return fallback ? fallback : "";
}

static double number_or(const struct yaml *row, const char *key, double fallback, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(row, key);
    return node ? yaml_number(node, key, -1e12, 1e12, wrong) : fallback;
}

static int world_named(const struct targets *t, const struct yaml *node, const char *what, struct yaml_complaints *wrong)
{
    const char *name = yaml_text(node, what, wrong);
    struct text_guess guess = { .word = name };
    for (int w = 0; w < t->worlds.n; w++) {
        if (strcmp(t->worlds.wish[w].name, name) == 0)
            return w;
        text_guess(&guess, t->worlds.wish[w].name);
    }
    if (guess.nearest)
        yaml_complain(wrong, node->place, "there is no world '%s'; did you mean '%s'?", name, guess.nearest);
    else
        yaml_complain(wrong, node->place, "there is no world '%s' under 'worlds'", name);
    return 0;
}

/* One number a run, or one for each row of something that has names. */
static bool has_names(enum output output)
{
    const enum dimension *dim = SHAPES[OUTPUTS[output].shape].dim;
    return dim[1] == DIM_none && (dim[0] == DIM_none || dim[0] == DIM_unit || dim[0] == DIM_street || dim[0] == DIM_kind ||
                                  dim[0] == DIM_action || dim[0] == DIM_line);
}

static void output_read(enum output *to, const char *key, const struct yaml *node, struct yaml_complaints *wrong)
{
    const char *name = yaml_text(node, key, wrong);
    struct text_guess guess = { .word = name };
    int output = output_named(name);
    for (int o = 0; o < N_OUTPUTS; o++)
        text_guess(&guess, OUTPUTS[o].name);
    if (output != NONE_SUCH && !has_names((enum output)output))
        yaml_complain(wrong, node->place, "output '%s' is neither one number a run nor one for each kind, unit, street, action "
                      "or line", name);
    else if (output != NONE_SUCH)
        *to = (enum output)output;
    else if (guess.nearest)
        yaml_complain(wrong, node->place, "there is no output '%s'; did you mean '%s'?", name, guess.nearest);
    else
        yaml_complain(wrong, node->place, "there is no output '%s'; `hotline outputs` lists them", name);
}

static void rows_read(struct target *target, const struct yaml *row, struct yaml_complaints *wrong)
{
    static const char *const TAKES[] = { "mean", "sum", "share", "correlation" };
    const struct yaml *list = yaml_get(row, "rows"), *take = yaml_get(row, "take");
    bool single = OUTPUTS[target->output].shape == SHAPE_KPI;
    if (single && (list || take))
        yaml_complain(wrong, list ? list->place : take->place, "output '%s' is one number a run and has no rows%s",
                      OUTPUTS[target->output].name, list ? "" : " to take anything over");
    if (!single && !list)
        yaml_complain(wrong, row->place, "'rows' is missing: which of output '%s'", OUTPUTS[target->output].name);
    if (single || !list || !yaml_expect(list, YAML_SEQUENCE, "rows", wrong))
        return;
    if (list->n < 1 || list->n > TARGETS_MOST_ROWS)
        yaml_complain(wrong, list->place, "a target has 1 to %d rows, not %d", TARGETS_MOST_ROWS, list->n);
    for (int i = 0; i < list->n && i < TARGETS_MOST_ROWS; i++) {
        yaml_text(list->member[i].value, "rows", wrong);
        target->row[target->n_rows++] = list->member[i].value;
    }
    int word = take ? yaml_word(take, "take", 4, TAKES, wrong) : TAKE_MEAN;
    target->take = word < 0 ? TAKE_MEAN : (enum take)word;
}

static void with_read(struct target *target, const struct yaml *row, struct yaml_complaints *wrong)
{
    const struct yaml *with = yaml_get(row, "with");
    if (!with != (target->take != TAKE_CORRELATION))
        yaml_complain(wrong, with ? with->place : row->place, "'with' and 'take: correlation' go together");
    if (!with)
        return;
    output_read(&target->with, "with", with, wrong);
    if (OUTPUTS[target->with].shape != OUTPUTS[target->output].shape)
        yaml_complain(wrong, with->place, "outputs '%s' and '%s' have not the same rows", OUTPUTS[target->output].name,
                      OUTPUTS[target->with].name);
}

static void pair_read(const struct targets *t, struct target *target, const struct yaml *row,
                      struct yaml_complaints *wrong)
{
    static const char *const WORDS[] = { "ratio", "change", "difference" };
    const struct yaml *against = yaml_get(row, "against"), *as = yaml_get(row, "as");
    target->against = against ? world_named(t, against, "against", wrong) : NONE;
    if (!against != !as)
        yaml_complain(wrong, row->place, "'against' and 'as' go together");
    else if (as)
        target->pairing = PAIR_RATIO + yaml_word(as, "as", 3, WORDS, wrong);
    if (against && target->against == target->world)
        yaml_complain(wrong, against->place, "a world cannot be held against itself");
}

static void band_read(struct target *target, const struct yaml *row, struct yaml_complaints *wrong)
{
    const struct yaml *band = yaml_get(row, "band"), *value = yaml_get(row, "target");
    if (!value)
        yaml_complain(wrong, row->place, "'target' is missing");
    else
        target->value = yaml_number(value, "target", -1e12, 1e12, wrong);
    if (!band || band->kind != YAML_SEQUENCE || band->n != 2) {
        yaml_complain(wrong, band ? band->place : row->place, "'band' must be two numbers, as in [0.65, 0.82]");
        return;
    }
    target->low = yaml_number(band->member[0].value, "band", -1e12, 1e12, wrong);
    target->high = yaml_number(band->member[1].value, "band", -1e12, 1e12, wrong);
    if (target->low > target->high)
        yaml_complain(wrong, band->place, "the band must go upwards, not from %g to %g", target->low, target->high);
    else if (target->low > target->value || target->value > target->high)
        yaml_complain(wrong, band->place, "the target must lie in its band");
}

static void measure_read(const struct targets *t, struct target *target, const struct yaml *row,
                         struct yaml_complaints *wrong)
{
    const struct yaml *world = yaml_get(row, "world"), *output = yaml_get(row, "output");
    target->why_not = yaml_get(row, "not_measured") ? text_or(row, "not_measured", "", wrong) : NULL;
    target->why_not_zh = target->why_not ? text_or(row, "not_measured_zh", target->why_not, wrong) : NULL;
    if (target->why_not && (world || output))
        yaml_complain(wrong, row->place, "what is 'not_measured' has neither 'world' nor 'output'");
    if (target->why_not)
        return;
    if (!world || !output) {
        yaml_complain(wrong, row->place, "'%s' is missing (or 'not_measured', with the reason)", world ? "output" : "world");
        return;
    }
    target->world = world_named(t, world, "world", wrong);
    output_read(&target->output, "output", output, wrong);
    rows_read(target, row, wrong);
    with_read(target, row, wrong);
    pair_read(t, target, row, wrong);
}

/* May the output's numbers stand under the target's unit? A pure number may be called by what is counted (calls), but not by
 * another output's unit. */
static bool unit_fits(const struct target *target)
{
    const char *unit = OUTPUTS[target->output].unit;
    if (target->times != 1 || target->pairing == PAIR_RATIO || target->pairing == PAIR_CHANGE || target->take == TAKE_SHARE ||
        target->take == TAKE_CORRELATION || strcmp(unit, target->unit) == 0)
        return true;
    bool counted = strcmp(unit, "1") == 0 && strcmp(target->unit, "%") != 0;
    for (int o = 0; o < N_OUTPUTS && counted; o++)
        counted = strcmp(OUTPUTS[o].unit, target->unit) != 0;
    return counted;
}

static void target_read(const struct targets *t, struct target *target, const struct yaml_member *member,
                        struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "statement", "zh", "source", "world", "output", "rows", "take", "with", "times",
                                        "plus", "against", "as", "target", "band", "unit", "not_measured",
                                        "not_measured_zh", "tuned", "note", "note_zh", NULL };
    const struct yaml *row = member->value;
    *target = (struct target){ .id = member->key, .against = NONE };
    if (!yaml_expect(row, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(row, KEYS, "a target", wrong);
    target->statement = text_or(row, "statement", NULL, wrong);
    target->zh = text_or(row, "zh", target->statement, wrong);
    target->source = text_or(row, "source", NULL, wrong);
    target->unit = text_or(row, "unit", NULL, wrong);
    target->note = text_or(row, "note", "", wrong);
    target->note_zh = text_or(row, "note_zh", target->note, wrong);
    target->tuned = yaml_get(row, "tuned") && yaml_switch(yaml_get(row, "tuned"), "tuned", wrong);
    target->times = number_or(row, "times", 1, wrong);
    target->plus = number_or(row, "plus", 0, wrong);
    band_read(target, row, wrong);
    measure_read(t, target, row, wrong);
    if (!target->why_not && yaml_get(row, "output") && yaml_get(row, "unit") && !unit_fits(target))
        yaml_complain(wrong, yaml_get(row, "unit")->place,
                      "output '%s' is in %s, not in %s; state target and band in that, or bring it there with 'times'",
                      OUTPUTS[target->output].name, OUTPUTS[target->output].unit, target->unit);
}

static int worlds_read(struct targets *t, const struct yaml *mapping, struct yaml_complaints *wrong, struct err *err)
{
    static const char *const KEYS[] = { WORLD_KEYS, "because", NULL };
    if (!yaml_expect(mapping, YAML_MAPPING, "worlds", wrong))
        return 0;
    for (int w = 0; w < mapping->n; w++) {
        struct world_wish wish = { 0 };
        const struct yaml_member *member = &mapping->member[w];
        if (!yaml_expect(member->value, YAML_MAPPING, member->key, wrong))
            continue;
        yaml_known_keys(member->value, KEYS, "a world", wrong);
        world_read(&wish, member->value, TARGETS_REPLICATIONS, wrong);
        snprintf(wish.name, sizeof wish.name, "%s", member->key);
        int before = t->worlds.n, at = worlds_add(&t->worlds, &wish, err);
        if (at < 0)
            return -1;
        if (at < before)
            yaml_complain(wrong, member->key_place, "world '%s' is the same as '%s'", member->key, t->worlds.wish[at].name);
    }
    return 0;
}

static int targets_take(struct targets *t, const struct yaml *root, struct yaml_complaints *wrong, struct err *err)
{
    static const char *const KEYS[] = { "worlds", "targets", NULL };
    const struct yaml *worlds = yaml_get(root, "worlds"), *list = yaml_get(root, "targets");
    yaml_known_keys(root, KEYS, "a list of targets", wrong);
    if (!worlds || !list || !yaml_expect(list, YAML_MAPPING, "targets", wrong)) {
        yaml_complain(wrong, root->place, "a list of targets needs 'worlds' and 'targets'");
        return 0;
    }
    if (list->n == 0)
        yaml_complain(wrong, list->place, "there is no target under 'targets'");
    t->target = calloc((size_t)list->n + 1, sizeof *t->target);
    if (!t->target)
        return err_set(err, "no memory for %d targets", list->n);
    if (worlds_read(t, worlds, wrong, err) != 0)
        return -1;
    for (t->n = 0; t->n < list->n; t->n++)
        target_read(t, &t->target[t->n], &list->member[t->n], wrong);
    return 0;
}

int targets_read(struct targets *t, const char *file_or_name, const char *beside, struct err *err)
{
    char path[PATH_MAX];
    struct yaml_complaints wrong = { 0 };
    *t = (struct targets){ 0 };
    t->file = yaml_read(path_find(path, FOLDER_STUDIES, file_or_name, beside) ? path : file_or_name, &wrong);
    if (wrong.n == 0 && targets_take(t, yaml_root(t->file), &wrong, err) != 0)
        return -1;
    return yaml_verdict(&wrong, err);
}

/* As given, and after all of those with the settings that are tried. */
static int both(const struct targets *t) { return t->varied ? 2 * t->n : t->n; }
static struct target *either(const struct targets *t, int i) { return i < t->n ? &t->target[i] : &t->varied[i - t->n]; }

void targets_free(struct targets *t)
{
    for (int i = 0; t->target && i < both(t); i++) {
        for (int s = 0; s < 2; s++) {
            free(either(t, i)->side[s].reading);
            free(either(t, i)->side[s].wanted);
        }
    }
    free(t->target);
    free(t->varied);
    worlds_free(&t->worlds);
    yaml_file_free(t->file);
    *t = (struct targets){ 0 };
}

int targets_choose(struct targets *t, const char *id, struct err *err)
{
    struct text_guess guess = { .word = id };
    int found = 0;
    for (int i = 0; i < t->n; i++) {
        bool same = strncmp(t->target[i].id, id, strlen(id)) == 0 && strlen(t->target[i].id) <= strlen(id) + 1;
        t->target[i].chosen |= same;        /* V15 chooses V15b, too */
        found += same;
        text_guess(&guess, t->target[i].id);
    }
    if (found)
        return 0;
    return err_input(err, "there is no target '%s'%s%s%s", id, guess.nearest ? "; did you mean '" : "",
                     guess.nearest ? guess.nearest : "", guess.nearest ? "'?" : "");
}

/* --- settings that are tried --- */

/* In place of a world the one with what it takes of them, which is itself where it takes nothing. */
static int world_varied(struct targets *t, int *world, const struct world_wish *tried, bool taken[WORLD_MOST_SETTINGS],
                        struct err *err)
{
    if (*world == NONE)
        return 0;
    struct world_wish wish = t->worlds.wish[*world];
    if (world_give(&wish, tried, taken, err) != 0)
        return -1;
    snprintf(wish.name, sizeof wish.name, "%.70s with the settings", t->worlds.wish[*world].name);
    *world = worlds_add(&t->worlds, &wish, err);
    return *world < 0 ? -1 : 0;
}

static int all_taken(const struct world_wish *tried, const bool taken[WORLD_MOST_SETTINGS], int n_worlds, struct err *err)
{
    if (n_worlds == 0)
        return err_input(err, "none of these figures is measured: there is no world to try a setting in");
    for (int s = 0; s < tried->n_set; s++)
        if (!taken[s])
            return err_input(err, "every world of these figures sets %.*s itself, as what it is: nothing else can be tried there",
                             (int)strcspn(tried->set[s], "="), tried->set[s]);
    return 0;
}

int targets_vary(struct targets *t, const struct world_wish *tried, struct err *err)
{
    bool taken[WORLD_MOST_SETTINGS] = { 0 };
    int n_worlds = 0;
    t->varied = calloc((size_t)t->n, sizeof *t->varied);
    if (!t->varied)
        return err_set(err, "no memory for %d targets", t->n);
    for (int i = 0; i < t->n; i++) {
        struct target *varied = &t->varied[i];
        *varied = t->target[i];
        if (!varied->chosen || varied->why_not)
            continue;
        n_worlds++;
        if (world_varied(t, &varied->world, tried, taken, err) != 0 || world_varied(t, &varied->against, tried, taken, err) != 0)
            return -1;
    }
    return all_taken(tried, taken, n_worlds, err);
}

/* --- what a run says about a target --- */

static bool fits(const char *label, const char *pattern)
{
    size_t n = strlen(pattern);
    return n && pattern[n - 1] == '*' ? strncmp(label, pattern, n - 1) == 0 : strcmp(label, pattern) == 0;
}

/* Of two outputs over the rows that are wanted; NaN where one of them does not vary. */
static double correlation(const struct target_side *side, const double x[], const double y[])
{
    double n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < side->n; i++) {
        if (!side->wanted[i] || !isfinite(x[i]) || !isfinite(y[i]))
            continue;
        n++, sx += x[i], sy += y[i], xx += x[i] * x[i], yy += y[i] * y[i], xy += x[i] * y[i];
    }
    double vary = (n * xx - sx * sx) * (n * yy - sy * sy);
    return vary > 0 ? (n * xy - sx * sy) / sqrt(vary) : NAN;
}

static double value_of(const struct target *target, const struct target_side *side, const struct outputs *outputs)
{
    const double *x = outputs->value + outputs->at[target->output];
    double sum = 0, all = 0;
    int n = 0;
    for (int i = 0; i < side->n; i++) {
        all += x[i];
        sum += side->wanted[i] ? x[i] : 0;
        n += side->wanted[i];
    }
    if (target->take == TAKE_CORRELATION)
        return correlation(side, x, outputs->value + outputs->at[target->with]) * target->times + target->plus;
    double value = target->take == TAKE_MEAN ? sum / n : target->take == TAKE_SHARE ? sum / all : sum;
    return value * target->times + target->plus;
}

/* Which numbers of the output a target wants, in one city; a row that it has not is told. */
static int rows_find(const struct target *target, struct target_side *side, const struct extents *extents, struct err *err)
{
    enum dimension dim = SHAPES[OUTPUTS[target->output].shape].dim[0];
    struct yaml_complaints wrong = { 0 };
    side->n = extents->dim[dim].n;
    side->wanted = calloc((size_t)side->n, sizeof *side->wanted);
    if (!side->wanted)
        return err_set(err, "no memory for the rows of %s", target->id);
    side->wanted[0] = target->n_rows == 0;
    for (int r = 0; r < target->n_rows; r++) {
        bool there = false;
        struct text_guess guess = { .word = target->row[r]->text };
        for (int i = 0; extents->dim[dim].label && i < side->n; i++) {
            text_guess(&guess, extents->dim[dim].label[i]);
            if (fits(extents->dim[dim].label[i], target->row[r]->text))
                side->wanted[i] = there = true;
        }
        if (!there)
            yaml_complain(&wrong, target->row[r]->place, "output '%s' has no row '%s' in this world; %s '%s'%s",
                          OUTPUTS[target->output].name, target->row[r]->text, guess.nearest ? "did you mean" : "its first is",
                          guess.nearest ? guess.nearest : extents->dim[dim].label[0], guess.nearest ? "?" : "");
    }
    int n = 0;
    for (int i = 0; i < side->n; i++)
        n += side->wanted[i];
    if (target->take == TAKE_CORRELATION && n < TARGETS_LEAST_ROWS && wrong.n == 0)
        yaml_complain(&wrong, target->row[0]->place, "a correlation takes at least %d rows, and these are %d in this world",
                      TARGETS_LEAST_ROWS, n);
    return yaml_verdict(&wrong, err);
}

static int side_make(const struct target *target, struct target_side *side, const struct cases *cases, int world,
                     struct err *err)
{
    struct extents extents = { 0 };
    side->reading = malloc((size_t)cases->n_replicates * sizeof *side->reading);
    if (!side->reading)
        return err_set(err, "no memory for the readings of %s", target->id);
    for (int i = 0; i < cases->n_replicates; i++)
        side->reading[i] = NAN;
    int failed = run_extents(&cases->base[world].scenario, &extents, err) || rows_find(target, side, &extents, err);
    extents_free(&extents);
    return failed;
}

static int sides_make(struct targets *t, const struct cases *cases, bool needed[], struct err *err)
{
    for (int i = 0; i < both(t); i++) {
        struct target *target = either(t, i);
        if (!target->chosen || target->why_not)
            continue;
        needed[target->world] = true;
        if (side_make(target, &target->side[0], cases, target->world, err) != 0)
            return -1;
        if (target->against == NONE)
            continue;
        needed[target->against] = true;
        if (side_make(target, &target->side[1], cases, target->against, err) != 0)
            return -1;
    }
    return 0;
}

struct work_unit *targets_units(struct targets *t, const struct cases *cases, int *n, struct err *err)
{
    int all = 0;
    bool *needed = calloc((size_t)t->worlds.n + 1, sizeof *needed);
    struct work_unit *unit = needed ? worlds_units(&t->worlds, &all, err) : NULL;
    *n = 0;
    if (unit && sides_make(t, cases, needed, err) != 0) {
        free(unit);
        unit = NULL;
    }
    for (int u = 0; unit && u < all; u++)
        if (needed[unit[u].point])
            unit[(*n)++] = unit[u];
    if (!needed)
        err_set(err, "no memory for %d worlds", t->worlds.n);
    free(needed);
    return unit;
}

int targets_check(const char *file_or_name, struct err *err)
{
    struct targets t;
    struct cases cases = { 0 };
    int n, ok = targets_read(&t, file_or_name, NULL, err);
    for (int i = 0; ok == 0 && i < t.n; i++)
        t.target[i].chosen = true;
    if (ok == 0 && t.worlds.n > 0)
        ok = worlds_load(&cases, &t.worlds, CASES_DEFAULT_SEED, err);
    struct work_unit *unit = ok == 0 ? targets_units(&t, &cases, &n, err) : NULL;
    ok = unit ? 0 : -1;
    free(unit);
    cases_free(&cases);
    targets_free(&t);
    return ok;
}

/* Each unit writes to places of its own: no thread waits for another. */
static int unit_done(void *self, struct work_unit unit, const struct outputs outputs[], const double seconds[],
                     struct err *err)
{
    struct targets *t = self;
    (void)seconds, (void)err;
    for (int i = 0; i < both(t); i++) {
        struct target *target = either(t, i);
        for (int s = 0; s < 2; s++)
            if (target->side[s].reading && unit.point == (s ? target->against : target->world))
                target->side[s].reading[unit.replicate] = value_of(target, &target->side[s], outputs);
    }
    return 0;
}

/* Its readings stay undefined. */
static int unit_failed(void *self, struct work_unit unit, const char *why, struct err *err)
{
    struct targets *t = self;
    (void)err;
#pragma omp critical(targets)
    err_code(&t->failure, EXIT_RUNS_FAILED, "world %s, replication %d: %s", t->worlds.wish[unit.point].name, unit.replicate + 1,
             why);
    return 0;
}

struct work_sink targets_sink(struct targets *t) { return (struct work_sink){ t, unit_done, unit_failed }; }

int targets_run(struct targets *t, uint64_t seed, const struct work_manner *manner, struct work_tally *tally, struct err *err)
{
    struct cases cases = { 0 };
    struct work_sink sink = targets_sink(t);
    int n = 0, ok = worlds_load(&cases, &t->worlds, seed, err);
    snprintf(cases.name, sizeof cases.name, "validate");
    struct work_unit *unit = ok == 0 ? targets_units(t, &cases, &n, err) : NULL;
    ok = unit ? work_run(&cases, n, unit, manner, &sink, tally, err) : -1;
    free(unit);
    cases_free(&cases);
    return ok;
}

static double paired(enum pairing pairing, double x, double against)
{
    switch (pairing) {
    case PAIR_RATIO: return x / against;
    case PAIR_CHANGE: return x / against - 1;
    case PAIR_DIFFERENCE: return x - against;
    default: return x;
    }
}

/* Replication by replication; how many. */
static int values(const struct targets *t, const struct target *target, double x[WORLD_MOST_REPLICATIONS])
{
    int n = target->side[0].reading ? t->worlds.wish[target->world].n_replications : 0;
    if (n > 0 && target->against != NONE && t->worlds.wish[target->against].n_replications < n)
        n = t->worlds.wish[target->against].n_replications;
    for (int i = 0; i < n; i++)
        x[i] = paired(target->pairing, target->side[0].reading[i],
                      target->side[1].reading ? target->side[1].reading[i] : NAN);
    return n;
}

struct estimate target_estimate(const struct targets *t, const struct target *target)
{
    double x[WORLD_MOST_REPLICATIONS];
    return estimate_mean(x, 1, values(t, target, x), .95);
}

struct estimate target_change(const struct targets *t, int i)
{
    double x[WORLD_MOST_REPLICATIONS], given[WORLD_MOST_REPLICATIONS];
    int n = values(t, &t->varied[i], x), m = values(t, &t->target[i], given);
    n = n < m ? n : m;
    for (int r = 0; r < n; r++)
        x[r] -= given[r];
    return estimate_mean(x, 1, n, .95);
}

static bool is_share(const struct target *target)
{
    const char *name = OUTPUTS[target->output].name, *last = strrchr(name, '_');
    return target->take == TAKE_SHARE || (target->take == TAKE_MEAN && last && strcmp(last, "_share") == 0);
}

/* What it can be at all; of a pair of worlds nothing is known. */
static struct interval possible(const struct target *target)
{
    bool pair = target->pairing != PAIR_NONE, correlation = target->take == TAKE_CORRELATION;
    double low = correlation ? -1 : 0, high = 1;
    if (pair || (!correlation && !is_share(target)))
        return (struct interval){ -INFINITY, INFINITY };
    low = low * target->times + target->plus;
    high = high * target->times + target->plus;
    return (struct interval){ fmin(low, high), fmax(low, high) };
}

struct interval target_interval(const struct target *target, struct estimate e)
{
    struct interval can = possible(target);
    if (!isfinite(e.half))
        return (struct interval){ NAN, NAN };
    return (struct interval){ fmin(e.mean, fmax(estimate_low(e), can.low)), fmax(e.mean, fmin(estimate_high(e), can.high)) };
}

const char *const TARGET_VERDICTS[N_TARGET_VERDICTS] = { "not measured", "not defined", "in", "OUT", "undecided" };
const char *const TARGET_VERDICTS_ZH[N_TARGET_VERDICTS] = { "未测", "无定义", "在内", "在外", "未定" };

enum target_verdict target_judge(const struct target *target, struct estimate e)
{
    struct interval is = isfinite(e.half) ? target_interval(target, e) : (struct interval){ e.mean, e.mean };
    if (target->why_not)
        return TARGET_NOT_MEASURED;
    if (e.n == 0)
        return TARGET_NOT_DEFINED;
    if (is.low >= target->low && is.high <= target->high)
        return TARGET_IN;
    return is.high < target->low || is.low > target->high ? TARGET_OUT : TARGET_UNDECIDED;
}
