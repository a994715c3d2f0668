#include "calibration.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/numbers/tidy.h"
#include "sim/base/text.h"
#include "sim/record/provenance.h"
#include "sim/scenario/params.h"
#include "sim/scenario/path.h"

/* --- reading --- */

static double range_end(const struct yaml *range, int end, struct yaml_complaints *wrong)
{
    return yaml_number(range->member[end].value, "range", -1e12, 1e12, wrong);
}

static void no_such_parameter(const struct yaml_member *member, struct yaml_complaints *wrong)
{
    char nearest[PATH_SIZE];
    if (params_nearest(nearest, member->key))
        yaml_complain(wrong, member->key_place, "there is no parameter '%s'; did you mean '%s'?", member->key, nearest);
    else
        yaml_complain(wrong, member->key_place, "there is no parameter '%s'; `hotline explain --all` lists them", member->key);
}

static void parameter_read(struct calibration_parameter *p, const struct yaml_member *member, struct yaml_complaints *wrong)
{
    static const char *const KEYS[] = { "range", "scale", "start", "because", NULL }, *const SCALES[] = { "linear", "log" };
    const struct yaml *range = yaml_get(member->value, "range"), *scale = yaml_get(member->value, "scale");
    const struct yaml *start = yaml_get(member->value, "start");
    const struct param *param = param_at(member->key);
    *p = (struct calibration_parameter){ .key = member->key, .high = 1, .start = NAN };
    if (!yaml_expect(member->value, YAML_MAPPING, member->key, wrong))
        return;
    yaml_known_keys(member->value, KEYS, "a parameter of a calibration", wrong);
    if (!param)
        no_such_parameter(member, wrong);
    else if (param->type != PARAM_NUMBER && param->type != PARAM_INTEGER)
        yaml_complain(wrong, member->key_place, "'%s' is no number, so that nothing lies between two of its values", member->key);
    else
        p->whole = param->type == PARAM_INTEGER;
    if (!range || range->kind != YAML_SEQUENCE || range->n != 2) {
        yaml_complain(wrong, range ? range->place : member->value->place, "'range' must be two numbers, as in [0.2, 1]");
        return;
    }
    p->low = range_end(range, 0, wrong);
    p->high = range_end(range, 1, wrong);
    p->log = scale && yaml_word(scale, "scale", 2, SCALES, wrong) == 1;
    if (!(p->low < p->high))
        yaml_complain(wrong, range->place, "the range must go upwards, not from %g to %g", p->low, p->high);
    else if (param && (p->low < param->low || p->high > param->high))
        yaml_complain(wrong, range->place, "the range of %s goes beyond what it permits, %g to %g", p->key, param->low,
                      param->high);
    else if (p->log && p->low <= 0)
        yaml_complain(wrong, range->place, "under a log scale the range must be above 0");
    else if (start)
        p->start = p->whole ? (double)yaml_integer(start, "start", (long)ceil(p->low), (long)floor(p->high), wrong)
                            : yaml_number(start, "start", p->low, p->high, wrong);
}

static int parameters_read(struct calibration *c, const struct yaml *root, struct yaml_complaints *wrong, struct err *err)
{
    const struct yaml *map = yaml_get(root, "parameters");
    if (!map || map->kind != YAML_MAPPING || map->n < 1 || map->n > EMULATOR_MOST_INPUTS) {
        yaml_complain(wrong, map ? map->place : root->place, "'parameters' must be a mapping of 1 to %d parameters",
                      EMULATOR_MOST_INPUTS);
        return 0;
    }
    c->parameter = calloc((size_t)map->n, sizeof *c->parameter);
    if (!c->parameter)
        return err_set(err, "no memory for %d parameters", map->n);
    for (; c->n_parameters < map->n; c->n_parameters++)
        parameter_read(&c->parameter[c->n_parameters], &map->member[c->n_parameters], wrong);
    return 0;
}

static void told_one(struct calibration *c, const struct yaml *node, const char *list, struct yaml_complaints *wrong)
{
    const char *id = yaml_text(node, list, wrong);
    struct text_guess guess = { .word = id };
    for (int i = 0; i < c->targets.n; i++) {
        struct target *target = &c->targets.target[i];
        text_guess(&guess, target->id);
        if (strcmp(target->id, id) != 0)
            continue;
        if (target->why_not)
            yaml_complain(wrong, node->place, "target %s is not measured: %s", id, target->why_not);
        else if (target->chosen)
            yaml_complain(wrong, node->place, "target %s is there twice", id);
        else
            c->told[c->n_told++] = i;
        target->chosen = true;
        return;
    }
    yaml_complain(wrong, node->place, "there is no target '%s' in %s%s%s%s", id, c->targets_name,
                  guess.nearest ? "; did you mean '" : "", guess.nearest ? guess.nearest : "", guess.nearest ? "'?" : "");
}

static int told_read(struct calibration *c, const struct yaml *root, struct yaml_complaints *wrong, struct err *err)
{
    const struct yaml *list = yaml_get(root, "match"), *out = yaml_get(root, "hold_out"), *name = yaml_get(root, "targets");
    c->targets_name = name ? yaml_text(name, "targets", wrong) : "targets/calibration";
    if (!list || list->kind != YAML_SEQUENCE || list->n < 1) {
        yaml_complain(wrong, list ? list->place : root->place, "'match' must list the targets to be matched, as in [V01, V02]");
        return 0;
    }
    if (out && !yaml_expect(out, YAML_SEQUENCE, "hold_out", wrong))
        return 0;
    c->told = calloc((size_t)(list->n + (out ? out->n : 0)), sizeof *c->told);
    if (!c->told)
        return err_set(err, "no memory for the targets of a calibration");
    if (targets_read(&c->targets, c->targets_name, yaml_name(c->file), err) != 0)
        return -1;
    for (int i = 0; i < list->n; i++)
        told_one(c, list->member[i].value, "match", wrong);
    c->n_match = c->n_told;
    for (int i = 0; out && i < out->n; i++)
        told_one(c, out->member[i].value, "hold_out", wrong);
    return 0;
}

static int count_or(const struct yaml *root, const char *key, int fallback, int low, int high, struct yaml_complaints *wrong)
{
    const struct yaml *node = yaml_get(root, key);
    return node ? (int)yaml_integer(node, key, low, high, wrong) : fallback;
}

static int take(struct calibration *c, const struct yaml *root, struct yaml_complaints *wrong, struct err *err)
{
    static const char *const KEYS[] = { "title", "title_zh", "because", "targets", "match", "hold_out", "parameters", "waves",
                                        "points", "replications", "cut", "posterior", NULL };
    const struct yaml *title = yaml_get(root, "title"), *cut = yaml_get(root, "cut");
    yaml_known_keys(root, KEYS, "a calibration", wrong);
    c->title = title ? yaml_text(title, "title", wrong) : yaml_name(c->file);
    if (parameters_read(c, root, wrong, err) != 0 || told_read(c, root, wrong, err) != 0)
        return -1;
    c->n_waves = count_or(root, "waves", 3, 1, 20, wrong);
    c->n_points = count_or(root, "points", 10 * (c->n_parameters + 1), c->n_parameters + 3, EMULATOR_MOST_RUNS, wrong);
    c->n_replications = count_or(root, "replications", 1, 1, WORLD_MOST_REPLICATIONS, wrong);
    c->n_posterior = count_or(root, "posterior", 100, 1, 10000, wrong);
    c->cut = cut ? yaml_number(cut, "cut", .5, 10, wrong) : 3;
    if (c->n_waves * c->n_points > EMULATOR_MOST_RUNS)
        yaml_complain(wrong, root->place, "%d waves of %d points are more than the %d runs that an emulator takes", c->n_waves,
                      c->n_points, EMULATOR_MOST_RUNS);
    c->run = calloc((size_t)calibration_runs(c), sizeof *c->run);
    return c->run ? 0 : err_set(err, "no memory for %d runs", calibration_runs(c));
}

/* --- whose runs they are --- */

static void mark_file(XXH64_state_t *state, const char *name)
{
    char bytes[4096];
    FILE *file = fopen(name, "rb");
    for (size_t n; file && (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
        XXH64_update(state, bytes, n);
    if (file)
        fclose(file);
}

/* Cities and policies that the files name are the program's as a rule; the commit stands for them. */
static void mark_make(struct calibration *c)
{
    XXH64_state_t *state = XXH64_createState();
    const char *program = provenance_of("commit");
    if (!state)
        return;
    XXH64_reset(state, c->seed);
    mark_file(state, yaml_name(c->file));
    mark_file(state, yaml_name(c->targets.file));
    XXH64_update(state, program, strlen(program));
    snprintf(c->mark, sizeof c->mark, "%016llx", (unsigned long long)XXH64_digest(state));
    XXH64_freeState(state);
}

int calibration_read(struct calibration *c, const char *file_or_name, uint64_t seed, struct err *err)
{
    char path[PATH_MAX];
    struct yaml_complaints wrong = { 0 };
    *c = (struct calibration){ .seed = seed };
    c->file = yaml_read(path_find(path, FOLDER_STUDIES, file_or_name, NULL) ? path : file_or_name, &wrong);
    if (wrong.n == 0 && take(c, yaml_root(c->file), &wrong, err) != 0)
        return -1;
    if (yaml_verdict(&wrong, err) != 0)
        return -1;
    mark_make(c);
    return 0;
}

static void run_free(struct calibration_run *run)
{
    free(run->value);
    free(run->mean);
    free(run->error);
    free(run->n);
}

void calibration_free(struct calibration *c)
{
    for (int i = 0; i < c->n_runs; i++)
        run_free(&c->run[i]);
    free(c->run);
    free(c->told);
    free(c->parameter);
    targets_free(&c->targets);
    yaml_file_free(c->file);
    *c = (struct calibration){ 0 };
}

/* --- the runs that are done --- */

static struct calibration_run *run_add(struct calibration *c, int wave, int number, struct err *err)
{
    struct calibration_run *run = &c->run[c->n_runs++];
    *run = (struct calibration_run){ wave, number, calloc((size_t)c->n_parameters, sizeof *run->value),
                                     calloc((size_t)c->n_told, sizeof *run->mean),
                                     calloc((size_t)c->n_told, sizeof *run->error),
                                     calloc((size_t)c->n_told, sizeof *run->n) };
    if (run->value && run->mean && run->error && run->n)
        return run;
    err_set(err, "no memory for a run");
    return NULL;
}

static void header_print(const struct calibration *c, FILE *out)
{
    fputs("calibration,wave,run", out);
    for (int j = 0; j < c->n_parameters; j++)
        fprintf(out, ",%s", c->parameter[j].key);
    for (int t = 0; t < c->n_told; t++) {
        const char *id = c->targets.target[c->told[t]].id;
        fprintf(out, ",%s,%s_error,%s_n", id, id, id);
    }
    fputc('\n', out);
}

int calibration_save(const struct calibration *c, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err) != 0)
        return -1;
    header_print(c, tidy.file);
    for (int i = 0; i < c->n_runs; i++) {
        const struct calibration_run *run = &c->run[i];
        fprintf(tidy.file, "%s,%d,%d", c->mark, run->wave, run->number);
        tidy_numbers(tidy.file, c->n_parameters, run->value);
        for (int t = 0; t < c->n_told; t++)
            tidy_numbers(tidy.file, 3, (double[]){ run->mean[t], run->error[t], run->n[t] });
        fputc('\n', tidy.file);
    }
    return tidy_end(&tidy, err);
}

/* The number at the start of *text, up to a comma or the line's end, which is passed over; NaN where there is none. */
static double number_next(char **text)
{
    char *end;
    double x = strtod(*text, &end);
    x = end == *text ? NAN : x;
    *text = end + strcspn(end, ",\n");
    *text += **text != '\0';
    return x;
}

static int line_load(struct calibration *c, char *line, struct err *err)
{
    char *at = line + strcspn(line, ",\n");
    if (strncmp(line, c->mark, strlen(c->mark)) != 0 || *at != ',')
        return err_input(err, "these runs are of another calibration, seed or program (their mark is %.*s, this one's is %s)",
                         (int)(at - line), line, c->mark);
    if (c->n_runs == calibration_runs(c))
        return err_input(err, "there are more runs than the calibration has");
    at++;
    int wave = (int)number_next(&at), number = (int)number_next(&at);
    struct calibration_run *run = run_add(c, wave, number, err);
    for (int j = 0; run && j < c->n_parameters; j++)
        run->value[j] = number_next(&at);
    for (int t = 0; run && t < c->n_told; t++) {
        run->mean[t] = number_next(&at);
        run->error[t] = number_next(&at);
        run->n[t] = (int)number_next(&at);
    }
    return run ? 0 : -1;
}

int calibration_load(struct calibration *c, const char *path, struct err *err)
{
    struct err why = { 0 };
    char *line = NULL;
    size_t room = 0;
    int ok = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    for (int n = 0; ok == 0 && getline(&line, &room, file) > 0; n++)
        ok = n == 0 ? 0 : line_load(c, line, &why);
    free(line);
    fclose(file);
    return ok == 0 ? 0 : err_code(err, why.code, "%s: %s; give another file with -o, or remove it", path, why.text);
}

/* --- parameters --- */

double calibration_value(const struct calibration_parameter *p, double x)
{
    double value = p->log ? p->low * pow(p->high / p->low, x) : p->low + x * (p->high - p->low);
    char text[32];                      /* what the scenario is given is what is kept: seven digits */
    snprintf(text, sizeof text, "%.7g", p->whole ? round(value) : value);
    return strtod(text, NULL);
}

double calibration_place(const struct calibration_parameter *p, double value)
{
    return p->log ? log(value / p->low) / log(p->high / p->low) : (value - p->low) / (p->high - p->low);
}

/* --- running --- */

/* A world keeps what it sets itself (world_give), and has its own where the value is NaN. */
static int settings_give(const struct calibration *c, struct targets *t, const double value[], struct err *err)
{
    struct world_wish tried = { .n_set = 0 };
    int parameter[EMULATOR_MOST_INPUTS];
    bool taken[WORLD_MOST_SETTINGS] = { 0 };
    for (int j = 0; j < c->n_parameters; j++)
        if (isfinite(value[j])) {
            parameter[tried.n_set] = j;
            snprintf(tried.set[tried.n_set++], WORLD_SETTING_SIZE, "%s=%.7g", c->parameter[j].key, value[j]);
        }
    for (int w = 0; w < t->worlds.n; w++)
        if (world_give(&t->worlds.wish[w], &tried, taken, err) != 0)
            return -1;
    for (int s = 0; s < tried.n_set; s++)
        if (!taken[s])
            return err_input(err, "every world sets %s itself: there is nothing to calibrate it by",
                             c->parameter[parameter[s]].key);
    return 0;
}

static int targets_again(const struct calibration *c, int wave, struct targets *t, struct err *err)
{
    if (targets_read(t, c->targets_name, yaml_name(c->file), err) != 0)
        return -1;
    for (int m = 0; m < c->n_told; m++)
        t->target[c->told[m]].chosen = true;
    for (int w = 0; wave > 0 && w < t->worlds.n; w++)
        if (t->worlds.wish[w].n_replications > c->n_replications)
            t->worlds.wish[w].n_replications = c->n_replications;
    return 0;
}

/* A seed of its own for each run: what chance does to it is noise that the emulators see. */
static uint64_t seed_of(const struct calibration *c, int wave, int number)
{
    return (c->seed + (uint64_t)(wave * EMULATOR_MOST_RUNS + number)) % CASES_LARGEST_SEED;
}

/* A setting, for a complaint: "run 3 of wave 1 (rule.pressure=0.31, centre.operators=4)". */
static void setting_text(const struct calibration *c, int wave, int number, const double value[], char *text, size_t size)
{
    size_t used = (size_t)(wave > 0 ? snprintf(text, size, "run %d of wave %d (", number + 1, wave)
                                    : snprintf(text, size, "the start"));
    for (int j = 0; wave > 0 && j < c->n_parameters && used < size; j++)
        used += (size_t)snprintf(text + used, size - used, "%s%s=%.7g", j ? ", " : "", c->parameter[j].key, value[j]);
    if (wave > 0 && used < size)
        snprintf(text + used, size - used, ")");
}

/* All worlds at a setting. A run that fails stops the calibration: without it what comes out would be that of other runs. */
static int worlds_run(const struct calibration *c, struct targets *t, int wave, int number, const double value[],
                      const struct work_manner *manner, struct err *err)
{
    struct work_tally tally = { 0 };
    struct err why = { 0 };
    char setting[1024];
    int ok = settings_give(c, t, value, &why);
    if (ok == 0)
        ok = targets_run(t, seed_of(c, wave, number), manner, &tally, &why);
    if (ok == 0 && tally.failed == 0)
        return 0;
    setting_text(c, wave, number, value, setting, sizeof setting);
    return ok ? err_code(err, why.code, "%s: %s", setting, why.text)
              : err_code(err, EXIT_RUNS_FAILED, "%s: %ld runs failed; the first: %s", setting, tally.failed, t->failure.text);
}

int calibration_run(struct calibration *c, int wave, int number, const double x[], const struct work_manner *manner,
                    struct err *err)
{
    struct targets t = { 0 };
    double value[EMULATOR_MOST_INPUTS];
    for (int j = 0; j < c->n_parameters; j++)
        value[j] = x ? calibration_value(&c->parameter[j], x[j]) : c->parameter[j].start;
    int ok = targets_again(c, wave, &t, err);
    if (ok == 0)
        ok = worlds_run(c, &t, wave, number, value, manner, err);
    struct calibration_run *run = ok == 0 ? run_add(c, wave, number, err) : NULL;
    for (int j = 0; run && j < c->n_parameters; j++)
        run->value[j] = value[j];
    for (int m = 0; run && m < c->n_told; m++) {
        struct estimate e = target_estimate(&t, &t.target[c->told[m]]);
        run->mean[m] = e.mean;
        run->error[m] = e.sd / sqrt(e.n);
        run->n[m] = e.n;
    }
    targets_free(&t);
    return run ? 0 : -1;
}

/* --- what the runs tell --- */

static bool tells(const struct calibration_run *run, int wave, int t)
{
    return run->wave >= 1 && run->wave <= wave && isfinite(run->mean[t]);
}

int calibration_defined(const struct calibration *c, int t)
{
    int n = 0;
    for (int i = 0; i < c->n_runs; i++)
        n += tells(&c->run[i], c->n_waves, t);
    return n;
}

/* The runs up to a wave in which target t was defined: their places and values; how many. */
static int gather(const struct calibration *c, int wave, int t, double x[], double y[])
{
    int n = 0;
    for (int i = 0; i < c->n_runs; i++) {
        if (!tells(&c->run[i], wave, t))
            continue;
        for (int j = 0; j < c->n_parameters; j++)
            x[n * c->n_parameters + j] = calibration_place(&c->parameter[j], c->run[i].value[j]);
        y[n++] = c->run[i].mean[t];
    }
    return n;
}

/* Of a run at a setting, from the replications at the start. */
static struct emulator_noise noise_of(const struct calibration *c, int t)
{
    const struct calibration_run *start = &c->run[0];
    double sd = start->error[t] * sqrt(start->n[t]);
    int together = c->n_replications < start->n[t] ? c->n_replications : start->n[t];
    return start->n[t] > 1 ? (struct emulator_noise){ sd / sqrt(together), start->n[t] } : (struct emulator_noise){ 0, 0 };
}

static int target_emulate(const struct calibration *c, int wave, int t, struct history_target *to, struct err *err)
{
    const struct target *target = &c->targets.target[c->told[t]];
    struct err why = { 0 };
    double *x = malloc((size_t)calibration_runs(c) * (size_t)c->n_parameters * sizeof *x);
    double *y = malloc((size_t)calibration_runs(c) * sizeof *y);
    int n = x && y ? gather(c, wave, t, x, y) : 0;
    int ok = x && y ? emulator_fit(&to->emulator, n, c->n_parameters, x, y, noise_of(c, t), &why) : err_set(&why, "no memory");
    to->low = target->low;
    to->high = target->high;
    free(x);
    free(y);
    return ok == 0 ? 0 : err_code(err, why.code, "target %s, which %d runs define: %s", target->id, n, why.text);
}

int calibration_emulate(const struct calibration *c, int wave, struct history *history, struct err *err)
{
    struct err *why = calloc((size_t)c->n_told, sizeof *why);
    *history = (struct history){ .k = c->n_parameters, .n_targets = c->n_match, .n_told = c->n_told, .cut = c->cut };
    history->target = calloc((size_t)c->n_told, sizeof *history->target);
    if (!why || !history->target) {
        free(why);
        return err_set(err, "no memory for emulators");
    }
    int failed = 0;
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    #pragma omp parallel for schedule(dynamic, 1)
    for (int t = 0; t < c->n_told; t++)
        target_emulate(c, wave, t, &history->target[t], &why[t]);
    gsl_set_error_handler(before);
    for (int t = 0; t < c->n_match && !failed; t++)
        if (*why[t].text)
            failed = err_code(err, why[t].code, "%s", why[t].text);
    for (int t = c->n_match; t < c->n_told; t++)            /* held out: what too few runs define rules out nothing all the same */
        if (*why[t].text)
            emulator_free(&history->target[t].emulator);
    free(why);
    return failed;
}

void calibration_history_free(struct history *history)
{
    for (int t = 0; history->target && t < history->n_told; t++)
        emulator_free(&history->target[t].emulator);
    free(history->target);
    *history = (struct history){ 0 };
}

int calibration_wave(const struct calibration *c, int wave, double x[], struct history_sample *left, struct err *err)
{
    struct history none = { .k = c->n_parameters, .cut = c->cut }, so_far = { 0 };
    struct history_sample sample = { 0 };
    if (wave > 1 && calibration_emulate(c, wave - 1, &so_far, err) != 0) {
        calibration_history_free(&so_far);
        return -1;
    }
    int ok = history_look(wave > 1 ? &so_far : &none, c->seed + (uint64_t)wave, &sample, err);
    int n = ok == 0 ? history_spread(&sample, c->n_parameters, c->n_points, x) : 0;
    for (int i = n; n > 0 && i < c->n_points; i++)          /* fewer are left than points: they are run again with other chance */
        memcpy(x + (long)i * c->n_parameters, x + (long)(i % n) * c->n_parameters, (size_t)c->n_parameters * sizeof *x);
    calibration_history_free(&so_far);
    if (left)
        *left = sample;
    else
        history_sample_free(&sample);
    return ok == 0 && n == 0 ? err_set(err, "no memory for a wave") : ok;
}

double calibration_effect(const struct history *h, int t, int j, int n, const double x[])
{
    double low[EMULATOR_MOST_INPUTS], high[EMULATOR_MOST_INPUTS], sum = 0;
    for (int i = 0; i < n; i++) {
        memcpy(low, x + (long)i * h->k, (size_t)h->k * sizeof *low);
        memcpy(high, low, sizeof high);
        low[j] = .1;
        high[j] = .9;
        struct emulated move = emulator_move(&h->target[t].emulator, low, high);
        sum += fabs(move.mean) > 2 * move.sd ? fabs(move.mean) : 0;
    }
    return sum / n / (.5 * (h->target[t].high - h->target[t].low));
}

double calibration_together(const struct calibration *c, int a, int b)
{
    size_t most = (size_t)c->n_runs, n = 0;
    double *x = malloc(4 * most * sizeof *x), together = NAN;
    for (int i = 0; x && i < c->n_runs; i++)
        if (tells(&c->run[i], c->n_waves, a) && tells(&c->run[i], c->n_waves, b)) {
            x[n] = c->run[i].mean[a];
            x[most + n++] = c->run[i].mean[b];
        }
    if (x && n >= 3)
        together = gsl_stats_spearman(x, 1, x + most, 1, n, x + 2 * most);
    free(x);
    return together;
}

int calibration_check(const char *file_or_name, struct err *err)
{
    struct calibration c;
    double value[EMULATOR_MOST_INPUTS];
    struct targets t = { 0 };
    struct cases cases = { 0 };
    int ok = calibration_read(&c, file_or_name, CASES_DEFAULT_SEED, err);
    for (int at = 0; ok == 0 && at < 3; at++) {             /* both ends of the ranges, and the start, must be what a city takes */
        for (int j = 0; j < c.n_parameters; j++)
            value[j] = at < 2 ? calibration_value(&c.parameter[j], at) : c.parameter[j].start;
        ok = targets_again(&c, 1, &t, err);
        ok = ok == 0 ? settings_give(&c, &t, value, err) : ok;
        ok = ok == 0 ? worlds_load(&cases, &t.worlds, c.seed, err) : ok;
        cases_free(&cases);
        targets_free(&t);
    }
    calibration_free(&c);
    return ok;
}
