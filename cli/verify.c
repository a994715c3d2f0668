/* verify.c - the simulator against theory, one line a reading, the verdict last. */
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/trust/oracle.h"
#include "analysis/trust/staffproof.h"
#include "chosen.h"
#include "options.h"
#include "plots/gnuplot.h"
#include "plots/verify_figure.h"
#include "sim/base/text.h"
#include "sim/record/atomic.h"
#include "sim/scenario/load.h"
#include "verbs.h"

enum { MOST_FAMILIES = 64, MOST_READINGS = 1024 };
enum { KEY_SEED = 4000, MOST_STAFFING = 1000, STAFFING_SEED = 2024, FEWEST_RIGHT_PERCENT = 95 };

struct request { struct oracle_plan plan; const char *figure, *folder; int markdown, staffing, n;
                 long seed;                 /* of --staffing; NONE while not given */
                 const char *name[MOST_FAMILIES]; };
struct tally {
    double sight;
    int markdown, family, readings, failed;
    struct verify_figure_dot dot[MOST_READINGS];
    struct oracle_reading reading[MOST_READINGS];
    char words[MOST_READINGS][2][80];           /* of which a reading is, and what it is */
};

static error_t option(int key, char *argument, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case 'q': request->plan = ORACLE_QUICK; return 0;
    case 'f': request->plan = ORACLE_FULL; return 0;
    case 'm': request->markdown = 1; return 0;
    case 's': request->staffing = (int)options_integer(state, "--staffing", argument, 1, MOST_STAFFING); return 0;
    case KEY_SEED: request->seed = options_integer(state, "--seed", argument, 0, (long)CASES_LARGEST_SEED); return 0;
    case 'o': request->figure = argument; return 0;
    case 'd': request->folder = argument; return 0;
    case ARGP_KEY_ARG:
        if (request->n == MOST_FAMILIES)
            argp_error(state, "at most %d families", MOST_FAMILIES);
        request->name[request->n++] = argument;
        return 0;
    case ARGP_KEY_END:
        if (request->seed != NONE && !request->staffing)
            argp_error(state, "--seed draws the centres of --staffing; readings against theory have seeds of their own");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const char *verdict(const struct oracle_reading *r, double sight)
{
    return oracle_passes(r, sight) ? "pass" : oracle_is_sharp(r, sight) ? "FAIL" : "BLUNT";
}

/* For the figures: with words of its own, since those of an oracle may not outlive it. */
static void keep(struct tally *tally, int at, const struct oracle_reading *r)
{
    tally->dot[at] = (struct verify_figure_dot){ tally->family, oracle_z(r) };
    tally->reading[at] = *r;
    tally->reading[at].oracle = strncpy(tally->words[at][0], r->oracle, sizeof tally->words[at][0] - 1);
    tally->reading[at].what = strncpy(tally->words[at][1], r->what, sizeof tally->words[at][1] - 1);
}

static void tell(void *self, const struct oracle_reading *r)
{
    struct tally *tally = self;
    if (tally->readings < MOST_READINGS)
        keep(tally, tally->readings, r);
    tally->readings++;
    tally->failed += !oracle_passes(r, tally->sight);
    printf(tally->markdown ? "| %s | %s | %.6g | %.6g | %.3f | %.2f | %s |\n"
                           : "%-43s %-38s %11.6g %11.6g %7.3f %6.2f  %s\n",
           r->oracle, r->what, r->theory, r->simulated, 100 * r->error / r->theory, oracle_z(r), verdict(r, tally->sight));
    fflush(stdout);
}

static void heading(const struct request *request)
{
    if (request->markdown)
        puts("| oracle | reading | answer | simulated | standard error, % | z |  |\n|---|---|---:|---:|---:|---:|---|");
    else
        printf("%-43s %-38s %11s %11s %7s %6s\n", "oracle", "reading", "answer", "simulated", "error %", "z");
}

static char *families(int key, const char *text, void *input)
{
    static char help[2048];
    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC)
        return (char *)text;
    int n = snprintf(help, sizeof help, "Families of readings:\n");
    for (int f = 0; f < N_ORACLE_FAMILIES; f++)
        n += snprintf(help + n, sizeof help - (size_t)n, "  %-12s %s\n", ORACLE_FAMILIES[f].name, ORACLE_FAMILIES[f].what);
    snprintf(help + n, sizeof help - (size_t)n, "\n%s", text);
    return strdup(help);
}

static int no_such_family(const char *name)
{
    struct text_guess guess = { .word = name };
    struct err err = { 0 };
    for (int f = 0; f < N_ORACLE_FAMILIES; f++)
        text_guess(&guess, ORACLE_FAMILIES[f].name);
    if (guess.nearest)
        err_input(&err, "there is no family of readings '%s'; did you mean '%s'?", name, guess.nearest);
    else
        err_input(&err, "there is no family of readings '%s'; `hotline verify --help` has them", name);
    return verb_failed(&err);
}

static const char *family_file(char path[ATOMIC_PATH_SIZE], const char *folder, const char *family)
{
    snprintf(path, ATOMIC_PATH_SIZE, "%s/%s.png", folder, family);
    return path;
}

/* Where it is missing; can files be made in it? */
static int folder_make(const char *folder, struct err *err)
{
    char path[ATOMIC_PATH_SIZE];
    mkdir(folder, 0777);
    return atomic_folder(family_file(path, folder, "any"), err);
}

static int family_run(const struct request *request, struct tally *tally, const struct oracle_family *family, struct err *err)
{
    const struct oracle_report report = { tell, tally };
    int first = tally->readings;
    char path[ATOMIC_PATH_SIZE];
    if (family->run(request->plan.effort, &report, err))
        return -1;
    if (!request->folder || tally->readings > MOST_READINGS)
        return 0;
    return verify_figure_family(family, tally->readings - first, tally->reading + first,
                                family_file(path, request->folder, family->name), THEME_PNG, err);
}

static int concluded(const struct tally *tally)
{
    if (tally->failed)
        printf("verify: %d of %d readings FAILED\n", tally->failed, tally->readings);
    else
        printf("verify: all %d readings agree with theory or publication\n", tally->readings);
    return tally->failed ? EXIT_RUNS_FAILED : EXIT_OK;
}

/* Random centres on the county's shifts. */
static int staffing(int cases, uint64_t seed, struct err *err)
{
    struct scenario_loaded county = { 0 };
    int right = 0, failed = scenario_load(&county, &(struct scenario_request){ .city = "county" }, err);
    if (!failed)
        printf("%4s %-28s %12s %6s %7s  %-22s %-22s\n", "case", "target", "calls a week", "posts", "trials", "long run",
               "with one fewer");
    for (int i = 0; i < cases && !failed; i++) {
        struct staffproof p;
        failed = staffproof_case(&p, &county.scenario, seed, (uint32_t)i, omp_get_max_threads(), err);
        if (failed)
            break;
        right += p.holds;
        printf("%4d %-28s %12.0f %6d %7d  %8.5g ± %-11.2g %8.5g ± %-11.2g %s\n", i, p.target, p.calls_a_week, p.posts, p.trials,
               p.value[0], p.error[0], p.value[1], p.error[1], p.holds ? "holds" : "DOES NOT HOLD");
        fflush(stdout);
    }
    scenario_free(&county);
    if (failed)
        return verb_failed(err);
    printf("staffing: %d of %d answers hold in long runs of their own (seed %llu)\n", right, cases, (unsigned long long)seed);
    return 100 * right >= FEWEST_RIGHT_PERCENT * cases ? EXIT_OK : EXIT_RUNS_FAILED;
}

int verb_verify(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "quick", 'q', 0, 0, "some seconds; an error of 3 % would be seen", 0 },
        { "full", 'f', 0, 0, "ten times as much, an error of 1 % would be seen (the default)", 0 },
        { "staffing", 's', "CASES", 0, "instead: random centres whose headcount is searched for, then judged by long runs: "
          "the number found meets its target, one fewer does not", 0 },
        { "seed", KEY_SEED, "N", 0, "of --staffing: other centres (default 2024)", 0 },
        { "markdown", 'm', 0, 0, "as a table for a document", 0 },
        { "output", 'o', "FIGURE", 0, "also draw all z into a .png, .svg or .pdf file", 0 },
        { "draw", 'd', "FOLDER", 0, "also draw each family's readings against theory, a .png file each", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, option, "[FAMILY...]",
        "Simulates what theory or a publication knows the answer of and compares: the answer, simulated, z (difference in standard "
        "errors), pass. All families of readings, or those that are named. Ends with status 3 if one fails.\v"
        "Example: hotline verify --quick", 0, families, 0 };
    struct request request = { .plan = ORACLE_FULL, .seed = NONE };
    options_parse(&argp, argc, argv, &request);
    for (int f = 0, all = request.n == 0; all && f < N_ORACLE_FAMILIES; f++)
        request.name[request.n++] = ORACLE_FAMILIES[f].name;
    static struct tally tally;
    enum theme_format format = THEME_PNG;
    struct err err = { 0 };
    if (request.staffing)
        return staffing(request.staffing, request.seed == NONE ? STAFFING_SEED : (uint64_t)request.seed, &err);
    tally = (struct tally){ .sight = request.plan.sight, .markdown = request.markdown };
    for (int f = 0; f < request.n; f++)
        if (!oracle_family_named(request.name[f]))
            return no_such_family(request.name[f]);
    if (request.figure && (chosen_format(request.figure, request.figure + chosen_stem(request.figure), &format, &err) ||
                           gnuplot_may_draw(request.figure, &err)))
        return verb_failed(&err);
    if (request.folder && folder_make(request.folder, &err))
        return verb_failed(&err);
    heading(&request);
    for (tally.family = 0; tally.family < request.n; tally.family++)
        if (family_run(&request, &tally, oracle_family_named(request.name[tally.family]), &err))
            return verb_failed(&err);
    int dots = tally.readings < MOST_READINGS ? tally.readings : MOST_READINGS;
    if (request.figure && verify_figure(request.n, request.name, dots, tally.dot, ORACLE_Z, request.figure, format, &err))
        return verb_failed(&err);
    return concluded(&tally);
}
