/* calibrate.c - which values of chosen parameters agree with chosen targets, wave by wave, and what the targets identify. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/trust/posterior.h"
#include "analysis/numbers/tidy.h"
#include "options.h"
#include "sim/base/progress.h"
#include "sim/record/atomic.h"
#include "sim/scenario/path.h"
#include "sim/study/stop.h"
#include "table.h"
#include "verbs.h"

struct request {
    const char *file, *out;
    uint64_t seed;
    struct work_manner manner;
    int resume;
    char command[65536];                    /* as it was typed */
};

enum { KEY_SEED = 3000, KEY_THREADS, KEY_QUIET, KEY_RESUME };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'o': r->out = argument; break;
    case KEY_SEED: r->seed = (uint64_t)options_integer(state, "--seed", argument, 0, (long)CASES_LARGEST_SEED); break;
    case KEY_THREADS: r->manner.threads = (int)options_integer(state, "--threads", argument, 1, 4096); break;
    case KEY_QUIET: r->manner.quiet = 1; break;
    case KEY_RESUME: r->resume = 1; break;
    case ARGP_KEY_ARG:
        if (r->file)
            argp_error(state, "one calibration at a time");
        r->file = argument;
        break;
    case ARGP_KEY_END:
        if (!r->file)
            argp_error(state, "a calibration is needed: a file, or a name as calibrations/behaviour");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* Beside the posterior: the centre of it, a file of settings. */
static const char *centre_name(const struct request *r, char name[ATOMIC_PATH_SIZE])
{
    snprintf(name, ATOMIC_PATH_SIZE, "%s.centre.yaml", r->out);
    return name;
}

/* --- the runs --- */

static struct progress begin(const struct request *r, const struct calibration *c)
{
    struct progress p;
    progress_begin(&p, "calibrate", calibration_runs(c), calibration_runs(c), r->manner.quiet);
    progress_steps(&p, c->n_runs);
    progress_runs(&p, c->n_runs, 0);
    return p;
}

static int run_one(const struct request *r, struct calibration *c, int wave, int number, const double x[], const char *runs,
                   struct progress *progress, struct err *err)
{
    struct work_manner manner = r->manner;
    manner.quiet = 1;                       /* one line for all of it, not one a setting */
    if (calibration_run(c, wave, number, x, &manner, err) != 0 || calibration_save(c, runs, err) != 0)
        return -1;
    progress_steps(progress, 1);
    progress_runs(progress, 1, 0);
    return 0;
}

static void left_tell(int wave, const struct history_sample *left)
{
    if (left->none)
        fprintf(stderr, "calibrate: after wave %d all of the ranges is implausible, the best by %.1f standard deviations\n", wave,
                left->least);
    else
        fprintf(stderr, "calibrate: after wave %d about %.2g of the ranges' volume is not implausible\n", wave, left->share);
}

static int wave_run(const struct request *r, struct calibration *c, int wave, const char *runs, struct progress *progress,
                    struct err *err)
{
    int first = 1 + (wave - 1) * c->n_points, ok = 0;
    struct history_sample left = { 0 };
    double *x = malloc((size_t)c->n_points * (size_t)c->n_parameters * sizeof *x);
    if (c->n_runs < first + c->n_points)
        ok = x ? calibration_wave(c, wave, x, &left, err) : err_set(err, "no memory for a wave");
    if (ok == 0 && wave > 1 && left.x && !r->manner.quiet)
        left_tell(wave - 1, &left);
    for (int i = c->n_runs - first; ok == 0 && i < c->n_points; i++)
        ok = run_one(r, c, wave, i, x + (long)i * c->n_parameters, runs, progress, err);
    history_sample_free(&left);
    free(x);
    return ok;
}

static int waves_run(const struct request *r, struct calibration *c, const char *runs, struct err *err)
{
    struct err why = { 0 };
    struct stop before;
    struct progress progress = begin(r, c);
    stop_take(&before, NULL);               /* between two settings, too */
    int ok = c->n_runs > 0 ? 0 : run_one(r, c, 0, 0, NULL, runs, &progress, &why);
    for (int wave = 1; ok == 0 && wave <= c->n_waves; wave++)
        ok = wave_run(r, c, wave, runs, &progress, &why);
    stop_leave(&before);
    progress_end(&progress);
    if (ok == 0)
        return 0;
    if (why.code != EXIT_INTERRUPTED && why.code != EXIT_RUNS_FAILED)
        return err_code(err, why.code, "%s", why.text);
    const char *next = why.code == EXIT_INTERRUPTED ? "go on with" : "to try this setting again (a narrower range leaves it out)";
    err_code(err, why.code, "%s\n%d of %d settings are done; %s\n    %s%s", why.code == EXIT_INTERRUPTED ? "interrupted" : why.text,
             c->n_runs, calibration_runs(c), next, r->command, r->resume ? "" : " --resume");
    return -1;
}

/* --- what they tell --- */

static const char *target_id(const struct calibration *c, int t) { return c->targets.target[c->told[t]].id; }

/* The two names whose effects are the largest, of those that are at least a quarter of a half-band. */
static void strongest(struct table *table, int n, const double effect[], const char *(*name)(const struct calibration *, int),
                      const struct calibration *c)
{
    char text[256] = "";
    for (int rank = 0, used = 0, last = -1; rank < 2; rank++) {
        int best = -1;
        for (int i = 0; i < n; i++)
            if (i != last && effect[i] >= .25 && (best < 0 || effect[i] > effect[best]))
                best = i;
        if (best >= 0)
            used += snprintf(text + used, sizeof text - (size_t)used, "%s%s (%.1f)", rank ? ", " : "", name(c, best), effect[best]);
        last = best;
    }
    table_cell(table, "%s", *text ? text : "nothing here");
}

static const char *parameter_key(const struct calibration *c, int j) { return c->parameter[j].key; }

/* Settings of the first wave at which targets from..to - 1 are all in their bands. */
static int first_wave_in(const struct calibration *c, int from, int to)
{
    int n = 0;
    for (int i = 0; i < c->n_runs; i++) {
        bool in = c->run[i].wave == 1;
        for (int t = from; in && t < to; t++) {
            const struct target *target = &c->targets.target[c->told[t]];
            in = c->run[i].mean[t] >= target->low && c->run[i].mean[t] <= target->high;
        }
        n += in;
    }
    return n;
}

static double share_in(const struct calibration *c, int wave, int t)
{
    const struct target *target = &c->targets.target[c->told[t]];
    int n = 0, in = 0;
    for (int i = 0; i < c->n_runs; i++)
        if (c->run[i].wave == wave) {
            n++;
            in += c->run[i].mean[t] >= target->low && c->run[i].mean[t] <= target->high;
        }
    return (double)in / n;
}

static void band_print(struct table *table, const struct target *target)
{
    table_cell(table, "%s", target->id);
    table_cell(table, "%g to %g", target->low, target->high);
}

static int targets_print(const struct calibration *c, const struct posterior *p)
{
    static const char *const HEAD[] = { "target", "band", "start", "runs", "noise", "R2", "first wave in", "last",
                                        "moved by" };
    struct table table;
    table_begin(&table, "lrrrrrrrl");
    for (int h = 0; h < 9; h++)
        table_cell(&table, "%s", HEAD[h]);
    for (int t = 0; t < c->n_match; t++) {
        double effect[EMULATOR_MOST_INPUTS];
        for (int j = 0; j < c->n_parameters; j++)
            effect[j] = calibration_effect(&p->history, t, j, c->n_posterior, p->x);
        band_print(&table, &c->targets.target[c->told[t]]);
        table_cell(&table, "%.4g", c->run[0].mean[t]);
        table_cell(&table, "%d", calibration_defined(c, t));
        table_cell(&table, "%.2g", emulator_noise_sd(&p->history.target[t].emulator));
        table_cell(&table, "%.2f", p->history.target[t].emulator.r2);
        table_cell(&table, "%.0f %%", 100 * share_in(c, 1, t));
        table_cell(&table, "%.0f %%", 100 * share_in(c, c->n_waves, t));
        strongest(&table, c->n_parameters, effect, parameter_key, c);
    }
    int status = table_print(&table, stdout, 0);
    table_free(&table);
    return status;
}

static const char *const VERDICT[] = {
    [POSTERIOR_NONE_FITS] = "none fits",
    [POSTERIOR_NOT_IDENTIFIED] = "not identified",
    [POSTERIOR_NARROWED] = "narrowed",
    [POSTERIOR_IDENTIFIED] = "identified",
};

/* The matched target that goes most with one that was held out: how much of it had been used all the same. */
static void nearest_print(struct table *table, const struct calibration *c, int held)
{
    double most = 0;
    int nearest = 0;
    for (int t = 0; t < c->n_match; t++) {
        double r = calibration_together(c, t, held);
        if (fabs(r) > fabs(most)) {
            most = r;
            nearest = t;
        }
    }
    table_cell(table, "%s (%.2f)", target_id(c, nearest), most);
}

/* What was not used, where the rest leaves it. */
static int held_print(const struct calibration *c, const struct posterior *p)
{
    static const char *const HEAD[] = { "held out", "band", "start", "R2", "first wave in", "5 %", "median", "95 %", "in band",
                                        "goes with" };
    struct table table;
    if (c->n_told == c->n_match)
        return 0;
    putchar('\n');
    table_begin(&table, "lrrrrrrrrl");
    for (int h = 0; h < 10; h++)
        table_cell(&table, "%s", HEAD[h]);
    for (int t = c->n_match; t < c->n_told; t++) {
        struct posterior_told told = posterior_told(p, c->seed, t);
        band_print(&table, &c->targets.target[c->told[t]]);
        table_cell(&table, "%.4g", c->run[0].mean[t]);
        table_cell(&table, "%.2f", p->history.target[t].emulator.r2);
        table_cell(&table, "%.0f %%", 100 * share_in(c, 1, t));
        for (int q = 0; q < 3; q++)
            table_cell(&table, "%.4g", told.quantile[q]);
        if (p->left.none)
            table_cell(&table, "%s", VERDICT[POSTERIOR_NONE_FITS]);
        else if (isnan(told.in))
            table_cell(&table, "%d runs", calibration_defined(c, t));
        else
            table_cell(&table, "%.0f %%", 100 * told.in);
        nearest_print(&table, c, t);
    }
    int status = table_print(&table, stdout, 0);
    table_free(&table);
    printf("All of these at once: in %d of the %d settings of the first wave.\n", first_wave_in(c, c->n_match, c->n_told),
           c->n_points);
    return status;
}

/* "narrowed, cut at 4.8": where an end of the range is part of the answer it is told. */
static void verdict_print(struct table *table, const struct calibration_parameter *parameter, enum posterior_verdict verdict,
                          int cut)
{
    if (cut)
        table_cell(table, "%s, cut at %g", VERDICT[verdict], cut < 0 ? parameter->low : parameter->high);
    else
        table_cell(table, "%s", VERDICT[verdict]);
}

static int parameters_print(const struct calibration *c, const struct posterior *p)
{
    static const char *const HEAD[] = { "parameter", "range", "5 %", "median", "95 %", "centre", "contraction", "", "moves" };
    struct table table;
    table_begin(&table, "lrrrrrrll");
    for (int h = 0; h < 9; h++)
        table_cell(&table, "%s", HEAD[h]);
    for (int j = 0; j < c->n_parameters; j++) {
        const struct calibration_parameter *parameter = &c->parameter[j];
        struct posterior_marginal m = posterior_marginal(c, p, j);
        double effect[c->n_match];
        for (int t = 0; t < c->n_match; t++)
            effect[t] = calibration_effect(&p->history, t, j, c->n_posterior, p->x);
        table_cell(&table, "%s", parameter->key);
        table_cell(&table, "%g to %g", parameter->low, parameter->high);
        for (int q = 0; q < 3; q++)
            table_cell(&table, "%.3g", calibration_value(parameter, m.quantile[q]));
        table_cell(&table, "%.3g", calibration_value(parameter, p->centre[j]));
        table_cell(&table, "%.2f ± %.2f", m.contraction, m.half);
        verdict_print(&table, parameter, posterior_verdict(p, m.contraction), m.cut);
        strongest(&table, c->n_match, effect, target_id, c);
    }
    int status = table_print(&table, stdout, 0);
    table_free(&table);
    return status;
}

static void pairs_print(const struct calibration *c, const struct posterior *p)
{
    for (int a = 0; a < c->n_parameters; a++)
        for (int b = a + 1; b < c->n_parameters; b++) {
            double r = posterior_correlation(c, p, a, b);
            if (fabs(r) >= .6)
                printf("%s and %s go together (correlation %.2f): the targets tell of a combination of them\n", c->parameter[a].key,
                       c->parameter[b].key, r);
        }
}

static void settings_print(const struct posterior *p)
{
    if (p->left.none)
        printf("\nNo setting within these ranges meets all targets: the least implausible is %.1f standard deviations beside one. "
               "The posterior is of the least implausible.\n", p->left.least);
    else
        printf("\nAbout %.2g of the ranges' volume is not implausible. The posterior is of %d settings (%.0f %% of their moves "
               "were made). At its centre all targets are met with a chance of %.2f, as the emulators have it.\n",
               p->left.share, p->n, 100 * p->moved, p->chance);
}

static int posterior_print(const struct calibration *c, const struct posterior *p, struct err *err)
{
    printf("%s: %d targets, %d parameters, %d settings run in %d waves\n\n", c->title, c->n_match, c->n_parameters, c->n_runs - 1,
           c->n_waves);
    if (targets_print(c, p) || held_print(c, p) || (putchar('\n'), parameters_print(c, p)))
        return err_set(err, "no memory for the tables");
    pairs_print(c, p);
    settings_print(p);
    return 0;
}

static int design_write(const struct request *r, const struct calibration *c, const struct posterior *p, struct err *err)
{
    if (posterior_write(c, p, r->out, err) != 0)
        return -1;
    printf("%s: a design for a study, whose file says:\n    design: { kind: table, file: %s }\n    factors:\n", r->out, r->out);
    for (int j = 0; j < c->n_parameters; j++)
        printf("      %s: { role: uncertainty }\n", c->parameter[j].key);
    return 0;
}

static int centre_write(const struct request *r, const struct calibration *c, const struct posterior *p, struct err *err)
{
    char centre[ATOMIC_PATH_SIZE];
    int narrowed = 0;
    for (int j = 0; j < c->n_parameters; j++)
        narrowed += posterior_verdict(p, posterior_marginal(c, p, j).contraction) >= POSTERIOR_NARROWED;
    if (narrowed == 0)
        return puts("The targets narrow no parameter: the posterior has no centre to speak of.") < 0 ? -1 : 0;
    if (posterior_write_centre(c, p, centre_name(r, centre), err) != 0)
        return -1;
    printf("%s: its centre; let it be judged: `hotline validate --with %s`\n", centre, centre);
    return 0;
}

static int told(const struct request *r, const struct calibration *c, struct err *err)
{
    struct posterior p;
    int ok = posterior_make(c, &p, err);
    if (ok == 0)
        ok = posterior_print(c, &p, err);
    if (ok == 0)
        ok = design_write(r, c, &p, err);
    if (ok == 0 && !p.left.none)
        ok = centre_write(r, c, &p, err);
    posterior_free(&p);
    return ok;
}

/* --- all of it --- */

static int state_open(const struct request *r, struct calibration *c, const char *runs, struct err *err)
{
    struct stat is;
    char centre[ATOMIC_PATH_SIZE];
    if (stat(runs, &is) == 0 && !r->resume)
        return err_input(err, "%s has the runs of a calibration that has begun; --resume goes on with it, or remove it", runs);
    if (tidy_may_replace(r->out, err) != 0 || tidy_may_replace(centre_name(r, centre), err) != 0)
        return -1;
    return calibration_load(c, runs, err);
}

static int calibrate(struct request *r, struct err *err)
{
    char own[NAME_MAX + 40], name[NAME_MAX + 1], runs[ATOMIC_PATH_SIZE];
    struct calibration c = { 0 };
    int ok = calibration_read(&c, r->file, r->seed, err);
    snprintf(own, sizeof own, "%s.posterior.csv", path_name(name, r->file));
    r->out = r->out ? r->out : own;
    snprintf(runs, sizeof runs, "%s.runs.csv", r->out);
    if (ok == 0)
        ok = state_open(r, &c, runs, err);
    if (ok == 0)
        ok = waves_run(r, &c, runs, err);
    if (ok == 0)
        ok = told(r, &c, err);
    calibration_free(&c);
    return ok;
}

int verb_calibrate(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "output", 'o', "FILE.csv", 0, "the posterior: settings drawn, a design for a study (default: NAME.posterior.csv); "
          "the runs stand beside it in FILE.csv.runs.csv, the centre of it in FILE.csv.centre.yaml", 0 },
        { "resume", KEY_RESUME, 0, 0, "go on with the runs that are there", 0 },
        { "seed", KEY_SEED, "N", 0, "the seed (default 12345)", 1 },
        { "threads", KEY_THREADS, "N", 0, "threads (default: all cores); results do not depend on it", 1 },
        { "quiet", KEY_QUIET, 0, 0, "no progress line", 1 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CALIBRATION",
        "History matching: run settings of the chosen parameters in waves, rule out what can not give the targets, and tell "
        "which parameters the targets identify and which not.\v"
        "The form of the file is told in docs/calibration.md. It may be stopped at any moment; --resume goes on.\n\n"
        "Example: hotline calibrate calibrations/behaviour -o behaviour.csv", NULL, NULL, NULL };
    struct request request = { .seed = CASES_DEFAULT_SEED };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return calibrate(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
