#include "studies.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "offers.h"
#include "plan.h"
#include "sim/base/yaml.h"
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

/* ---- the cases ---- */

/* What the policies of the first point change against the control; of further points only what they are called. */
static void print_scenarios(const struct study *study, const struct cases *cases)
{
    enum { POINTS_SHOWN = 50 };
    int points = cases->n_points < POINTS_SHOWN ? cases->n_points : POINTS_SHOWN;
    bool chosen = study->chooser != NONE;                   /* the first point has one of the policies, and all were read */
    printf("control    %s\n\n", cases->plan.scenario_name[cases->plan.control]);
    for (int p = 0; p < study->n_policies; p++) {
        printf(p ? "\n%s\n" : "%s\n", chosen ? study->policy[p].name : cases->plan.scenario_name[p]);
        if (p != study->control && scenario_print_diff(&cases->loaded[study->control], &cases->loaded[p], stdout) == 0)
            puts("# no value differs from the control");
    }
    for (int point = chosen ? 0 : 1; point < points; point++)
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
    struct plan_cost cost;
    int failed = load(&study, &cases, file_or_name, n_set, set, err) || plan_measure(&cases, 0, &cost, err);
    if (!failed) {
        plan_print(&study, &cases, &cost, 0);
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
    double bytes = cases_bytes(cases) + cases_text_bytes(cases);
    if (bytes > 1e9)
        fprintf(stderr, "hotline: %.0f runs will write up to %.1f GB (numbers are compressed in the result), and need as much "
                "again until the merge; `hotline plan` tells more\n", (double)cases->plan.n_scenarios * cases->n_replicates,
                bytes / 1e9);
}

static void warn_of_twins(const char *file, const struct study *study, const struct cases *cases)
{
    const struct scenario *control = &cases->loaded[study->control].scenario;
    for (int p = 0; p < study->n_policies; p++)
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
