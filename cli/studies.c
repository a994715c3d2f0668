#include "studies.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bench.h"
#include "offers.h"
#include "sim/base/yaml.h"
#include "sim/run.h"
#include "sim/scenario/path.h"
#include "sim/scenario/print.h"
#include "sim/world/balance.h"
#include "verbs.h"

bool studies_is(const char *file_or_name)
{
    char found[PATH_MAX];
    struct stat is;
    struct yaml_complaints ignored = { 0 };     /* whoever reads the file says them again */
    const char *file = path_find(found, FOLDER_CITIES, file_or_name, NULL) ? found : file_or_name;
    bool readable_twice = stat(file, &is) == 0 && S_ISREG(is.st_mode);
    struct yaml_file *tree = readable_twice ? yaml_read(file, &ignored) : NULL;
    bool has_base = yaml_get(yaml_root(tree), "base");      /* the key that only a study has */
    yaml_file_free(tree);
    return has_base;
}

/* ---- what a unit of work costs ---- */

enum { WARM_D = 14, DAYS_D = 14 };              /* of the measured run; a study may have less */

struct clock { int day; double first_s; };      /* CPU time after the first day: the world is built */

static void tick(void *self)
{
    struct clock *clock = self;
    if (++clock->day == 1)
        clock->first_s = bench_cpu_s();
}

struct cost { double build_s, day_s, memory_mib; };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Some days of the first point, with two policies where there are two: then two worlds are in memory. */
static int measure(const struct cases *cases, struct cost *cost, struct err *err)
{
    struct scenario_loaded city = cases->base[0];
    struct outputs outputs[2] = { 0 };
    struct extents extents = { 0 };
    struct clock clock = { 0 };
    struct run_watch watch = { .day = tick, .self = &clock };
    const struct scenario_loaded *branch[] = { &city, &city };
    int n = least(cases->n_policies, 2);
    city.scenario.calendar.warmup = least(city.scenario.calendar.warmup, WARM_D);
    city.scenario.calendar.days = least(city.scenario.calendar.days, DAYS_D);
    double began_s = bench_cpu_s();
    int failed = run_extents(&city.scenario, &extents, err) || outputs_init(&outputs[0], &extents, err) ||
                 outputs_init(&outputs[1], &extents, err) ||
                 run_branches(&city, n, branch, cases->seed, 0, outputs, &watch, err);
    cost->day_s = (bench_cpu_s() - clock.first_s) / (clock.day > 1 ? clock.day - 1 : 1);
    cost->build_s = clock.first_s - began_s - cost->day_s;
    cost->memory_mib = bench_peak_mib();
    outputs_free(&outputs[0]);
    outputs_free(&outputs[1]);
    extents_free(&extents);
    return failed;
}

static void print_time(double s)
{
    if (s < 90)
        printf("%.2g s", s);
    else if (s < 5400)
        printf("%.0f min", s / 60);
    else
        printf("%.1f h", s / 3600);
}

static void print_cost(const struct cases *cases, const struct cost *cost)
{
    const struct scenario *s = &cases->base[0].scenario;
    int units = cases->n_points * cases->n_replicates;
    double unit_s = cost->build_s + cost->day_s * (s->calendar.warmup + (double)cases->n_policies * s->calendar.days);
    printf("runs       %ld: points %d x policies %d x replications %d, in %d units of work\n",
           (long)units * cases->n_policies, cases->n_points, cases->n_policies, cases->n_replicates, units);
    fputs("time       about ", stdout);
    print_time(units * unit_s);
    fputs(" of one core, ", stdout);
    print_time(unit_s);
    printf(" a unit; units run side by side\nmemory     about %.0f MB a thread; the runs report %.3g MB of numbers\n",
           cost->memory_mib * 1.048576, cases_bytes(cases) / 1e6);
}

/* ---- the cases ---- */

static const char *word_of_role(enum factor_role role)
{
    return role == ROLE_UNCERTAINTY ? "uncertainty" : "lever";
}

static void print_values(const struct study_factor *factor)
{
    enum { SHOWN = 12 };
    for (int i = 0; i < least(factor->n_values, SHOWN); i++)
        printf("%s%s", i ? ", " : "", factor->text[i]);
    printf(factor->n_values > SHOWN ? ", and %d more\n" : "\n", factor->n_values - SHOWN);
}

static void print_factors(const struct study *study)
{
    for (int f = 0; f < study->n_factors; f++) {
        const struct study_factor *factor = &study->factor[f];
        printf("%s %s (%s): ", f ? "          " : "factors   ", factor->key, word_of_role(factor->role));
        if (factor->kind == FACTOR_LIST)
            print_values(factor);
        else
            printf("%g to %g, %s\n", factor->low, factor->high,
                   factor->kind == FACTOR_SHARE ? factor->from->key : study_dist(factor));
    }
}

/* "morris, n 10, seed 1", and what became of points that break constraints. */
static void print_design(const struct study *study)
{
    const struct design *design = study->design;
    if (study->n_factors == 0)
        return;
    printf("design     %s", design->name);
    if (design->samples)
        printf(", n %ld, seed %llu", study->space.n, (unsigned long long)study->space.seed);
    if (design->blocks)
        printf(": %d points each", design_block(design, &study->space));
    printf(": %ld points\n", study->n_points);
    for (int i = 0; i < study->n_constraints; i++)
        printf("%s %s\n", i ? "          " : "constraint", study->constraint[i].text);
    if (study->n_constraints > 0)
        printf("           %ld points broke %s and were %s\n", study->n_broke, study->n_constraints > 1 ? "them" : "it",
               design->sequence ? "passed over" : design->samples ? "drawn again, anywhere that keeps them" : "left out");
}

static void print_head(const struct study *study, const struct cases *cases)
{
    const struct scenario *s = &cases->base[0].scenario;
    printf("%s: %s\ncity       %s, %d residents; %d days of warm-up, %d days\n", study->name, study->title, study->base,
           s->city.residents, s->calendar.warmup, s->calendar.days);
    print_factors(study);
    print_design(study);
}

/* What the policies of the first point change against the control; of further points only what they are called. */
static void print_scenarios(const struct study *study, const struct cases *cases)
{
    enum { POINTS_SHOWN = 50 };
    printf("control    %s\n\n", cases->plan.scenario_name[study->control]);
    for (int p = 0; p < cases->n_policies; p++) {
        printf(p ? "\n%s\n" : "%s\n", cases->plan.scenario_name[p]);
        if (p != study->control && scenario_print_diff(&cases->loaded[study->control], &cases->loaded[p], stdout) == 0)
            puts("# no value differs from the control");
    }
    for (int point = 1; point < least(cases->n_points, POINTS_SHOWN); point++)
        for (int p = 0; p < cases->n_policies; p++)
            puts(cases->plan.scenario_name[point * cases->n_policies + p]);
    if (cases->n_points > POINTS_SHOWN)
        printf("and %d more points\n", cases->n_points - POINTS_SHOWN);
}

static int load(struct study *study, struct cases *cases, const char *file_or_name, int n_set, char *const set[],
                struct err *err)
{
    struct cases_wish wish = { .seed = CASES_DEFAULT_SEED, .days = NONE, .warmup = NONE, .replicates = NONE,
                               .n_set = n_set, .set = set };
    return study_read(study, file_or_name, err) || cases_load(cases, study, &wish, err) ? -1 : 0;
}

int studies_show(const char *file_or_name, int n_set, char *const set[], struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cost cost;
    int failed = load(&study, &cases, file_or_name, n_set, set, err) || measure(&cases, &cost, err);
    if (!failed) {
        print_head(&study, &cases);
        print_cost(&cases, &cost);
        print_scenarios(&study, &cases);
    }
    cases_free(&cases);
    study_free(&study);
    return failed ? -1 : 0;
}

/* ---- what is odd ---- */

void studies_warn_of_hours(const char *file, const struct scenario *s)
{
    double asked = balance_hours_asked(s), present = balance_hours_present(s);
    if (asked > present)
        fprintf(stderr, "hotline: warning: %s: needs of public merit ask for %.0f officers' hours a year, %.0f are present; "
                        "backlogs will grow whatever the rule\n", file, asked, present);
}

static void warn_of_gate(const char *file, const struct gate *gate)
{
    bool front = gate->place == GATE_FRONT;
    if (!front && (gate->action == GATE_SLOW || gate->action == GATE_HANG_UP))
        fprintf(stderr, "hotline: warning: %s: gate '%s' does nothing: '%s' acts only with place: front\n", file, gate->name,
                gate->action == GATE_SLOW ? "slow" : "hang_up");
    if (!front && gate->colour != COLOUR_NONE)
        fprintf(stderr, "hotline: warning: %s: gate '%s' does not ask for the colour: only with place: front it does\n", file,
                gate->name);
}

static void warn_of_line(const char *file, const struct scenario *s, const struct line *line)
{
    double present = balance_line_present(s, line), talks = balance_line_talks(s, line);
    if (present <= 0)
        fprintf(stderr, "hotline: warning: %s: line '%s' has no posts (staff): nobody is ever on duty, all its calls are the "
                        "ordinary line's\n", file, line->name);
    else if (present < 1 || talks > present)
        fprintf(stderr, "hotline: warning: %s: line '%s' has %.2g operators on duty in the mean of the day%s; while nobody is, "
                        "its calls are the ordinary line's, and while one talks, the others wait\n", file, line->name, present,
                talks > present ? ", fewer than the callers who would talk at once" : "");
}

void studies_warn_of_front(const char *file, const struct scenario *s)
{
    for (int g = 0; g < s->n_gates; g++) {
        warn_of_gate(file, &s->gates[g]);
        if (s->gates[g].place == GATE_FRONT && s->gates[g].colour != COLOUR_NONE && !s->record.kept)
            fprintf(stderr, "hotline: warning: %s: gate '%s' asks for a colour, but no record is kept (record.kept)\n", file,
                    s->gates[g].name);
    }
    for (int l = 0; l < s->n_lines; l++)
        if (s->lines[l].open && s->lines[l].by == LINE_OPERATORS)
            warn_of_line(file, s, &s->lines[l]);
}

void studies_warn_of_size(const struct cases *cases)
{
    double bytes = cases_bytes(cases);
    if (bytes > 1e9)
        fprintf(stderr, "hotline: %d runs report %.1f GB of numbers (less on disk: they are compressed), and need as "
                "much again until the merge\n", cases->plan.n_scenarios * cases->n_replicates, bytes / 1e9);
}

static void warn_of_twins(const char *file, const struct study *study, const struct cases *cases)
{
    const struct scenario *control = &cases->loaded[study->control].scenario;
    for (int p = 0; p < cases->n_policies; p++)
        if (p != study->control && cases->loaded[p].n_events == cases->loaded[study->control].n_events &&
            memcmp(control, &cases->loaded[p].scenario, sizeof *control) == 0)
            fprintf(stderr, "hotline: warning: %s: policy '%s' changes no value of '%s', the control: nothing will differ\n",
                    file, study->policy[p].name, study->policy[study->control].name);
}

int studies_check(const char *file_or_name, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    int failed = load(&study, &cases, file_or_name, 0, NULL, err);
    if (!failed) {
        warn_of_twins(file_or_name, &study, &cases);
        studies_warn_of_hours(study.base, &cases.base[0].scenario);
        studies_warn_of_size(&cases);
        if (cases.n_replicates == 1)
            fprintf(stderr, "hotline: warning: %s: one replication shows no chance: no interval can be given\n", file_or_name);
    }
    cases_free(&cases);
    study_free(&study);
    return failed ? -1 : 0;
}

int verb_studies(int argc, char **argv)
{
    return offers_verb(FOLDER_STUDIES, "List the studies of the scenario path: name, factors that they vary, source, title.\v"
                                       "Example: hotline studies", argc, argv);
}
