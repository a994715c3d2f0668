#include "staffplan.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/staffing/intake.h"
#include "sim/centre/centre.h"

enum { CALLS_A_TRIAL = 100000000, FEWEST_REPLICATES = 64, MOST_REPLICATES = 8192, CURVE_PART = 32 };
enum { MOST_POSTS = 20000, POSTS_A_LOAD = 40 };
enum { RESIDENTS_LIVED = 16000000, FEWEST_RUNS = 4, MOST_RUNS = 16 };

static void say(const struct staffplan *p, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (p->say)
        p->say(p->self, line);
}

/* ---- the forecast ---- */

static struct intake intake_of(const struct staffplan *p, int operators, int runs)
{
    return (struct intake){ .base = p->base, .policy = p->policy, .operators = operators, .interval_s = p->interval_s,
                            .reps = runs, .threads = p->threads, .seed = p->seed, .n_goals = p->rehearsal.n_goals,
                            .goal = p->rehearsal.goal };
}

static int look(struct staffplan *p, int operators, int runs, struct err *err)
{
    struct intake in = intake_of(p, operators, runs);
    forecast_free(&p->forecast);
    crew_free(&p->crew);
    staffing_theory_free(&p->theory);
    return intake_city(&in, &p->forecast, &p->crew, NULL, err);
}

/* A post is on duty for a fifth of the week: with so many a line has eight times its mean load and eight more on duty, which is
 * more than any peak takes. */
static int most_posts(const struct staffplan *p)
{
    const struct scenario *s = p->crew.s;
    int slots = FORECAST_DAYS * p->forecast.per_day;
    double most = 0, ordinary = 1;
    for (int l = s->n_lines; l >= 0; l--) {
        int staffed = l == 0 || (s->lines[l - 1].open && s->lines[l - 1].by == LINE_OPERATORS);
        double load = 0, share = l == 0 ? fmax(ordinary, 0.01) : staffed ? s->lines[l - 1].staff : 0;
        for (int k = 0; k < slots; k++)
            load += p->theory.load[l * slots + k] / slots;
        most = share > 0 ? fmax(most, POSTS_A_LOAD * (load + 1) / share) : most;
        ordinary -= l ? share : 0;
    }
    return (int)fmin(MOST_POSTS, most);
}

static int theory(struct staffplan *p, struct err *err)
{
    staffing_theory_free(&p->theory);
    if (staffing_theory(&p->theory, &p->rehearsal, err))
        return -1;
    p->theory.floor = p->floor;
    p->most = most_posts(p);
    p->guess = staffing_posts(&p->theory, p->most, err);
    return err->code == EXIT_OK ? 0 : -1;
}

/* Whose talk times: the ledger's, or the city's where they are too few or none, and then with the mean that was given. */
static int talk_make(struct staffplan *p, const struct forecast *like, struct err *err)
{
    struct ledger *l = &p->found;
    double talk_s = p->ledger->talk_s;
    if (l->samples.n >= FORECAST_FEWEST && talk_s > 0)
        return err_input(err, "%s has talk times of its own; leave --talk out", p->ledger->path);
    if (l->samples.n >= FORECAST_FEWEST) {
        forecast_dress(&l->samples, l->interval_s, like);
        return forecast_adopt(&p->forecast, &l->samples, p->ledger->path, err);
    }
    p->talk = talk_s > 0 ? STAFFPLAN_TALK_MEAN : l->samples.n ? STAFFPLAN_TALK_FEW : STAFFPLAN_TALK_CITY;
    if (forecast_borrow(&p->forecast, like, err))
        return -1;
    double factor = talk_s > 0 ? talk_s / forecast_talk_s(&p->forecast) : 1;
    for (int k = 0; k < p->forecast.n; k++)
        p->forecast.call[k].talk_s = (float)(factor * (double)p->forecast.call[k].talk_s);
    return 0;
}

/* The planner's calls; class, line and what is not known of them as in the city. */
static int ledger_make(struct staffplan *p, struct err *err)
{
    struct forecast like = p->forecast;
    struct ledger *l = &p->found;
    p->forecast = (struct forecast){ 0 };
    int failed = ledger_read(l, p->ledger, err) || forecast_init(&p->forecast, l->interval_s, err) ||
                 forecast_fit(&p->forecast, &l->days, p->ledger->path, err) || talk_make(p, &like, err);
    p->busy_borrowed = !failed && !p->forecast.busy_told;
    if (p->busy_borrowed)
        p->forecast.busy_cv = like.busy_cv;
    forecast_free(&like);
    p->interval_s = l->interval_s;
    return failed ? -1 : 0;
}

static int runs_of(const struct staffplan *p)
{
    int runs = RESIDENTS_LIVED / p->policy->scenario.city.residents;
    return p->runs ? p->runs : runs < FEWEST_RUNS ? FEWEST_RUNS : runs > MOST_RUNS ? MOST_RUNS : runs;
}

/* One run with the city's own operators tells what to expect; the runs that count have about as many as it will take,
 * since who waits long calls less, and tired operators leave. */
static int forecast_make(struct staffplan *p, struct err *err)
{
    const struct scenario *s = &p->policy->scenario;
    p->runs = runs_of(p);
    if (look(p, 0, 1, err))
        return -1;
    if (p->ledger)
        return ledger_make(p, err) || theory(p, err) ? -1 : 0;
    if (theory(p, err))
        return -1;
    int operators = p->guess < p->most ? p->guess : s->centre.operators;
    if (look(p, operators, p->runs, err) || theory(p, err))
        return -1;
    say(p, p->chinese ? "城市：运行%d次，每次%.0f天，%d个岗位" : "the city: %d runs of %.0f days with %d posts", p->runs,
        p->forecast.days / p->runs, operators);
    return 0;
}

/* ---- what is on duty under a number ---- */

static int cover_posts(void *self, int number, struct rehearsal_cover *cover, struct err *err)
{
    (void)self, (void)err;
    *cover = (struct rehearsal_cover){ .posts = number };
    return 0;
}

struct seats { const struct staffplan *plan; int *on; };

static int cover_requirement(void *self, int number, struct rehearsal_cover *cover, struct err *err)
{
    struct seats *seats = self;
    (void)err;
    staffing_require(&seats->plan->theory, 1 + number / 100.0, seats->on);
    *cover = (struct rehearsal_cover){ .on_duty = seats->on };
    return 0;
}

static void told_posts(void *self, const struct headcount_trial *trial)
{
    struct staffplan *p = self;
    if (p->tried)
        p->tried(p->self, p, &p->by_posts, trial);
}

static void told_requirement(void *self, const struct headcount_trial *trial)
{
    const struct seats *seats = self;
    if (seats->plan->tried)
        seats->plan->tried(seats->plan->self, seats->plan, &seats->plan->by_requirement, trial);
}

/* ---- the searches ---- */

static int replicates(const struct staffplan *p)
{
    double calls = REHEARSAL_WEEKS * forecast_week(&p->forecast);
    int most = FEWEST_REPLICATES;
    while (most < MOST_REPLICATES && 2 * most * calls <= CALLS_A_TRIAL)
        most *= 2;
    return most;
}

static struct headcount search_of(const struct staffplan *p, struct headcount_tried *tried)
{
    return (struct headcount){ .r = &p->rehearsal, .tried = tried, .alpha = p->alpha, .threads = p->threads,
                               .most_replicates = replicates(p) };
}

static const struct goal *first_missed(const struct staffplan *p, const struct headcount_trial *trial, int limits, int *at)
{
    for (int g = 0; g < p->n_goals; g++)
        if (goal_limits(&p->goal[g]) == limits && !goal_met(&p->goal[g], trial->value[g])) {
            *at = g;
            return &p->goal[g];
        }
    *at = 0;
    return &p->goal[0];
}

/* Share of the week's calls that arrive where no shift puts anybody on the ordinary line, and the first such interval. */
static double uncovered(const struct staffplan *p, int posts, int *first, struct err *err)
{
    int slots = FORECAST_DAYS * p->forecast.per_day;
    double *on = calloc((size_t)(p->crew.s->n_lines + 1) * (size_t)slots, sizeof *on), calls = 0;
    *first = -1;
    if (!on) {
        err_set(err, "no memory for a week's cover");
        return 0;
    }
    crew_cover(&p->crew, posts, p->interval_s, on);
    for (int k = slots - 1; k >= 0; k--)
        if (on[k] <= 0 && p->forecast.calls[k] > 0) {
            calls += p->forecast.calls[k];
            *first = k;
        }
    free(on);
    return calls / forecast_week(&p->forecast);
}

static int out_of_reach(const struct staffplan *p, const struct headcount *search, const char *of, struct err *err)
{
    static const char *const DAY[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
    const struct headcount_trial *trial = staffplan_trial(search, search->most);
    int g, first, per_day = p->forecast.per_day;
    const struct goal *goal = first_missed(p, trial, 0, &g);
    double share = search->kind == 'p' ? uncovered(p, search->most, &first, err) : 0;
    if (share > 0)
        return err_input(err, "target '%s' is out of reach: with %d %s it comes to %.4g; no shift of the city is on duty when "
                         "%.1f %% of the calls arrive, the first on %s at %02d:%02d", goal->text, search->most, of, trial->value[g],
                         100 * share, DAY[first / per_day], first % per_day * p->interval_s / 3600,
                         first % per_day * p->interval_s / 60 % 60);
    return err_input(err, "target '%s' is out of reach: even with %d %s, many times what the calls keep busy, it comes to %.4g",
                     goal->text, search->most, of, trial->value[g]);
}

/* on: room for a requirement. */
static void floored_count(struct staffplan *p, int on[])
{
    int slots = FORECAST_DAYS * p->forecast.per_day;
    struct staffing_theory without = p->theory;
    without.floor.operators = 0;
    staffing_require(&without, 1 + p->percent / 100.0, on);
    for (int k = slots; k < (p->crew.s->n_lines + 1) * slots; k++)
        on[k % slots] += on[k];
    for (int k = 0; k < slots; k++)
        p->n_floored += p->requirement.requirement[k] > on[k];
}

static int search_requirement(struct staffplan *p, struct headcount_tried *tried, struct err *err)
{
    int slots = FORECAST_DAYS * p->forecast.per_day, lines = p->crew.s->n_lines + 1;
    struct seats seats = { p, calloc((size_t)(lines * slots), sizeof(int)) };
    if (!seats.on)
        return err_set(err, "no memory for a requirement");
    struct headcount *h = &p->by_requirement;
    *h = search_of(p, tried);
    h->most_replicates /= 8;                                /* to one percent is near enough */
    h->most_replicates = h->most_replicates > FEWEST_REPLICATES ? h->most_replicates : FEWEST_REPLICATES;
    h->kind = 'r', h->least = STAFFPLAN_LEAST_PERCENT, h->most = STAFFPLAN_MOST_PERCENT;
    h->cover = cover_requirement, h->told = told_requirement, h->self = &seats;
    int failed = headcount_search(h, 0, &p->percent, err) ||
                 (p->percent > h->most && out_of_reach(p, h, "% on what theory says", err)) ||
                 requirement_init(&p->requirement, p->interval_s, err);
    for (int pass = 0; pass < 2 && !failed; pass++) {
        int *into = pass ? p->requirement.requirement : p->requirement.theory;
        staffing_require(&p->theory, pass ? 1 + p->percent / 100.0 : 1, seats.on);
        for (int k = 0; k < lines * slots; k++)
            into[k % slots] += seats.on[k];
    }
    if (!failed)
        floored_count(p, seats.on);
    free(seats.on);
    h->self = NULL;
    return failed ? -1 : 0;
}

static int search_posts(struct staffplan *p, struct headcount_tried *tried, struct err *err)
{
    struct headcount *h = &p->by_posts;
    *h = search_of(p, tried);
    h->kind = 'p', h->least = 1, h->most = p->most;
    h->cover = cover_posts, h->told = told_posts, h->self = p;
    if (headcount_search(h, p->guess, &p->posts, err))
        return -1;
    if (p->posts > h->most)
        return out_of_reach(p, h, "posts", err);
    const struct headcount_trial *found = headcount_try(h, p->posts, err);
    int g;
    const struct goal *limit = first_missed(p, found, 1, &g);
    if (goal_limits(limit) && !goal_met(limit, found->value[g]))
        return err_input(err, "the targets contradict: the others take %d posts, of which occupancy is %.4g; '%s' allows fewer",
                         p->posts, found->value[g], limit->text);
    return 0;
}

/* ---- what was found ---- */

static int requirement_fill(struct staffplan *p, struct err *err)
{
    int slots = FORECAST_DAYS * p->forecast.per_day, lines = p->crew.s->n_lines + 1;
    double *on = calloc((size_t)(lines * slots), sizeof *on);
    if (!on)
        return err_set(err, "no memory for a week's cover");
    crew_cover(&p->crew, p->posts, p->interval_s, on);
    for (int k = 0; k < slots; k++)
        p->requirement.cover[k] = 0;
    for (int k = 0; k < lines * slots; k++) {
        p->requirement.cover[k % slots] += on[k];
        p->requirement.load[k % slots] += p->theory.load[k];
    }
    memcpy(p->requirement.calls, p->forecast.calls, (size_t)slots * sizeof *p->forecast.calls);
    free(on);
    return 0;
}

static int week_fill(struct staffplan *p, struct err *err)
{
    size_t slots = FORECAST_DAYS * (size_t)p->forecast.per_day;
    double *sums = calloc(3 * slots, sizeof *sums);
    if (!sums)
        return err_set(err, "no memory for a week's service");
    p->week = (struct rehearsal_week){ sums, sums + slots, sums + 2 * slots };
    struct rehearsal_cover cover = { .posts = p->posts };
    struct rehearsal_sums unused;
    for (uint32_t i = 0; i < STAFFPLAN_WEEK_REPLICATES; i++)
        if (rehearsal_run(&p->rehearsal, &cover, i, &unused, &p->week, err))
            return -1;
    return 0;
}

static int curve_fill(struct staffplan *p, struct err *err)
{
    int each = replicates(p) / CURVE_PART;
    each = each < HEADCOUNT_FIRST_LOOK ? HEADCOUNT_FIRST_LOOK : each;
    for (int i = 0; i < STAFFPLAN_CURVE; i++) {
        int posts = p->posts + (int)lround((i - STAFFPLAN_CURVE / 2) * fmax(1, 0.04 * p->posts));
        if (posts < 1)
            continue;
        if (headcount_look(&p->by_posts, posts, each, &p->curve[p->n_curve++], err))
            return -1;
    }
    return 0;
}

static int check_city(struct staffplan *p, struct staffplan_check *check, int posts, struct err *err)
{
    struct intake in = intake_of(p, posts, p->runs);
    struct rehearsal_sums *sums = calloc((size_t)p->runs, sizeof *sums);
    int failed = sums ? intake_city(&in, NULL, NULL, sums, err) : err_set(err, "no memory for %d runs", p->runs);
    check->posts = posts;
    for (int g = 0; g < p->n_goals && !failed; g++) {
        double part = 0, whole = 0, square = 0;
        for (int i = 0; i < p->runs; i++) {
            part += sums[i].part[g];
            whole += sums[i].whole[g];
        }
        check->value[g] = part / whole;
        for (int i = 0; i < p->runs; i++) {
            double x = (sums[i].part[g] - check->value[g] * sums[i].whole[g]) * p->runs / whole;
            square += x * x;
        }
        check->error[g] = p->runs > 1 ? sqrt(square / (p->runs - 1) / p->runs) : NAN;
    }
    free(sums);
    return failed ? -1 : 0;
}

/* All that the sums of a replicate depend on. */
static uint64_t question_of(const struct staffplan *p)
{
    const struct forecast *f = &p->forecast;
    uint64_t hash = XXH64(f->calls, (size_t)(FORECAST_DAYS * f->per_day) * sizeof *f->calls, p->seed);
    hash = XXH64(&f->busy_cv, sizeof f->busy_cv, hash);
    hash = XXH64(f->call, (size_t)f->n * sizeof *f->call, hash);
    hash = XXH64(p->crew.talk_factor, (size_t)p->crew.n * sizeof *p->crew.talk_factor, hash);
    hash = XXH64(&p->crew.absent, sizeof p->crew.absent, hash);
    hash = XXH64(&p->crew.wrap_s, sizeof p->crew.wrap_s, hash);
    hash = XXH64(p->crew.s->shifts, sizeof p->crew.s->shifts, hash);
    hash = XXH64(&p->crew.s->centre, sizeof p->crew.s->centre, hash);
    hash = XXH64(&p->floor, sizeof p->floor, hash);
    hash = XXH64(p->crew.s->lines, sizeof p->crew.s->lines, hash);
    for (int g = 0; g < p->n_goals; g++)
        hash = XXH64(p->goal[g].text, strlen(p->goal[g].text) + 1, hash);
    return XXH64(HOTLINE_VERSION HOTLINE_COMMIT, sizeof HOTLINE_VERSION HOTLINE_COMMIT, hash);
}

const struct headcount_trial *staffplan_trial(const struct headcount *search, int number)
{
    for (int i = 0; i < search->n_trials; i++)
        if (search->trial[i].number == number)
            return &search->trial[i];
    return NULL;
}

static int searches(struct staffplan *p, struct err *err)
{
    struct headcount_tried *tried = headcount_open(p->journal, p->resume, question_of(p), err);
    if (!tried)
        return -1;
    if (p->resume)
        say(p, p->chinese ? "%ld次重复取自 %s" : "%ld replicates are taken from %s", headcount_remembered(tried), p->journal);
    int failed = search_posts(p, tried, err) || search_requirement(p, tried, err) || curve_fill(p, err);
    p->by_posts.tried = p->by_requirement.tried = NULL;
    headcount_close(tried);
    return failed ? -1 : 0;
}

int staffplan_make(struct staffplan *p, struct err *err)
{
    p->rehearsal = (struct rehearsal){ .forecast = &p->forecast, .crew = &p->crew, .seed = p->seed, .n_goals = p->n_goals };
    for (int g = 0; g < p->n_goals; g++)
        if (rehearsal_scope(&p->rehearsal.goal[g], &p->goal[g], &p->policy->scenario, err))
            return -1;
    if (forecast_make(p, err) || searches(p, err) || requirement_fill(p, err) || week_fill(p, err))
        return -1;
    for (int i = 0; !p->skip_check && !p->ledger && i < 2 && p->posts - i >= 1; i++) {
        if (check_city(p, &p->check[i], p->posts - i, err))
            return -1;
        p->n_checks = i + 1;
    }
    return 0;
}

void staffplan_free(struct staffplan *p)
{
    ledger_free(&p->found);
    forecast_free(&p->forecast);
    crew_free(&p->crew);
    staffing_theory_free(&p->theory);
    requirement_free(&p->requirement);
    free(p->week.offered);
    p->week = (struct rehearsal_week){ 0 };
}
