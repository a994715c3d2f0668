/* staff.c - how many operators a city's targets take: by interval, in all, and what was tried on the way. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffplan.h"
#include "chosen.h"
#include "options.h"
#include "sim/record/atomic.h"
#include "table.h"
#include "verbs.h"

enum { RUNS = 8, KEY_TARGET = 4000, KEY_ALPHA, KEY_INTERVAL, KEY_RESUME, KEY_NO_CHECK };

struct request {
    struct options options;
    const char *city;
    int n_policies;
    char *policy[STUDY_MOST_OVERLAYS + 1];
    int n_goals, interval_min, resume, no_check;
    struct goal goal[GOALS_MOST];
    double alpha;
    char command[1024];
};

static void target_add(struct request *r, const char *text, struct argp_state *state)
{
    struct err err = { 0 };
    if (r->n_goals == GOALS_MOST)
        argp_error(state, "--target may be given at most %d times", GOALS_MOST);
    else if (goal_read(&r->goal[r->n_goals++], text, &err))
        argp_error(state, "%s", err.text);
}

static double alpha_of(const char *text, struct argp_state *state)
{
    char *end;
    double alpha = strtod(text, &end);
    if (end == text || *end || !(alpha > 0 && alpha < 0.5))
        argp_error(state, "--alpha must be above 0 and below .5, not '%s'", text);
    return alpha;
}

static void check(const struct request *r, struct argp_state *state)
{
    if (!r->city)
        argp_error(state, "which CITY? `hotline cities` lists them");
    if (r->n_goals == 0)
        argp_error(state, "a --target is needed, as in --target 'answered_30s>=.95'");
    if (r->interval_min != 15 && r->interval_min != 30 && r->interval_min != 60)
        argp_error(state, "--interval is 15, 30 or 60 minutes, not %d", r->interval_min);
    if (r->resume && !r->options.out)
        argp_error(state, "--resume goes on where -o FILE.csv stopped: give it again");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case 't': target_add(r, arg, state); break;
    case 'a': r->alpha = alpha_of(arg, state); break;
    case KEY_INTERVAL: r->interval_min = (int)options_integer(state, "--interval", arg, 1, 60); break;
    case KEY_RESUME: r->resume = 1; break;
    case KEY_NO_CHECK: r->no_check = 1; break;
    case ARGP_KEY_ARG:
        if (!r->city)
            r->city = arg;
        else if (r->n_policies <= STUDY_MOST_OVERLAYS)
            r->policy[r->n_policies++] = arg;
        break;
    case ARGP_KEY_END: check(r, state); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* ---- what is printed ---- */

static const char *const VERDICT[] = { "open", "meets", "misses" };

static void say(void *self, const char *line)
{
    (void)self;
    printf("%s\n", line);
    fflush(stdout);
}

static void print_values(const struct staffplan *p, const double value[], const double error[])
{
    for (int g = 0; g < p->n_goals; g++)
        printf("  %s: %.4g ± %.2g", p->goal[g].text, value[g], error[g]);
}

static void tried(void *self, const struct staffplan *p, const struct headcount *search, const struct headcount_trial *trial)
{
    (void)self;
    if (search->n_trials == 1)
        printf("%s\n", search->kind == 'r' ? "\ntried, percent on what theory says is required:"
                                           : "\ntried, posts on the city's shifts:");
    printf("  %+5d%s  %-6s %5d x %d days", trial->number, search->kind == 'r' ? " %" : "", VERDICT[trial->verdict],
           trial->replicates, REHEARSAL_DAYS);
    print_values(p, trial->value, trial->error);
    putchar('\n');
    fflush(stdout);
}

/* By the hour: the most that any interval of it takes. */
static void print_requirement(const struct staffplan *p)
{
    const struct staffing_requirement *r = &p->requirement;
    int per_hour = 3600 / r->interval_s;
    double total = 0;
    printf("\noperators required on duty, by hour%s\n      Mon  Tue  Wed  Thu  Fri  Sat  Sun\n",
           per_hour > 1 ? " (the most of its intervals)" : "");
    for (int hour = 0; hour < 24; hour++) {
        printf("%02d:00", hour);
        for (int day = 0; day < FORECAST_DAYS; day++) {
            int most = 0;
            for (int i = 0; i < per_hour; i++) {
                int on = r->requirement[day * r->per_day + hour * per_hour + i];
                most = on > most ? on : most;
                total += on / (double)per_hour;
            }
            printf("%4d ", most);
        }
        putchar('\n');
    }
    printf("%.0f operator hours on duty a week", total);
}

static void print_verdict(const struct staffplan *p)
{
    const struct headcount_trial *fewer = staffplan_trial(&p->by_posts, p->posts - 1);
    printf("\nheadcount: %d posts meet every target", p->posts);
    if (!fewer)
        printf("; there are no fewer");
    else if (fewer->verdict == HEADCOUNT_MISSES)
        printf("; %d do not", p->posts - 1);
    else
        printf("; of %d it is not known: they are too close to the target", p->posts - 1);
    printf(" (confidence %g %%)\n", 100 * (1 - p->alpha));
    for (int i = 0; i < p->n_checks; i++) {
        printf("the city itself with %d posts, %d runs:", p->check[i].posts, p->runs);
        print_values(p, p->check[i].value, p->check[i].error);
        putchar('\n');
    }
}

static void print_forecast(const struct staffplan *p)
{
    const struct forecast *f = &p->forecast;
    printf("forecast: %.0f calls a week reach an operator's line, %.0f s of talk, days of busyness cv %.3f%s\n", forecast_week(f),
           forecast_talk_s(f), f->busy_cv, f->most_busy ? " (they differ even more)" : "");
    printf("operators: %.0f s a call with writing, %.1f %% of the posts vacant or in training\n", p->theory.service_s,
           100 * p->crew.absent);
    printf("by theory: %d posts\n", p->guess);
}

/* ---- the work ---- */

static int paths_of(const struct request *r, char journal[ATOMIC_PATH_SIZE], struct err *err)
{
    if (!r->options.out)
        return 0;
    const char *out = r->options.out;
    if (strcmp(out + chosen_stem(out), ".csv") != 0)
        return err_input(err, "the requirement is a table: -o FILE.csv, not '%s'", out);
    snprintf(journal, ATOMIC_PATH_SIZE, "%.*s.journal", (int)chosen_stem(out), out);
    return atomic_folder(out, err);
}

static int plan_print(const struct request *r, struct staffplan *p, struct err *err)
{
    if (staffplan_make(p, err))
        return -1;
    putchar('\n');
    print_forecast(p);
    print_requirement(p);
    print_verdict(p);
    return r->options.out ? staffing_write(&p->requirement, r->options.out, err) : 0;
}

static int plan(struct request *r, const struct cases *cases, struct err *err)
{
    char journal[ATOMIC_PATH_SIZE] = "";
    struct staffplan p = { .base = &cases->base[0], .policy = &cases->loaded[0], .n_goals = r->n_goals, .goal = r->goal,
                           .alpha = r->alpha, .seed = cases->seed, .interval_s = 60 * r->interval_min,
                           .runs = r->options.reps == NONE ? RUNS : r->options.reps, .resume = r->resume,
                           .threads = r->options.threads ? r->options.threads : omp_get_max_threads(),
                           .skip_check = r->no_check, .say = say, .tried = tried };
    int failed = paths_of(r, journal, err);
    p.journal = *journal ? journal : NULL;
    failed = failed || plan_print(r, &p, err);
    staffplan_free(&p);
    return failed ? -1 : 0;
}

static int staff(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    int failed = study_of_city(&study, r->city, r->n_policies, r->policy, err) || cases_load(&cases, &study, &wish, err) ||
                 plan(r, &cases, err);
    cases_free(&cases);
    study_free(&study);
    return failed ? -1 : 0;
}

int verb_staff(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "target", 't', "MEASURE>=X", 0, "what is asked, once or more often: answered_30s>=.95, urgent_p95_wait<=30s, "
          "abandoned<=3%, wait<=20s, occupancy<=.85; before it a class of calls or a line, as in silver_answered_60s>=.9", 0 },
        { "alpha", 'a', "A", 0, "largest chance that a search says anything wrong (.05)", 0 },
        { "interval", KEY_INTERVAL, "MIN", 0, "15, 30 or 60 minutes (30)", 0 },
        { "resume", KEY_RESUME, 0, 0, "go on where -o stopped", 2 },
        { "no-check", KEY_NO_CHECK, 0, 0, "do not live through the city again with what was found", 2 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CITY [POLICY...]",
        "How many operators a city's call centre takes to meet targets: on duty by interval of the week, and posts on its "
        "shifts. First by theory, then the fewest by simulation. -o FILE.csv keeps the requirement.\v"
        "Example: hotline staff county --target 'answered_30s>=.95'", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE, .interval_min = 30, .alpha = 0.05 };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return staff(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
