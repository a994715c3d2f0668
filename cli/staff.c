/* staff.c - how many operators a city's targets take: by interval, in all, and what was tried on the way. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/staffplan.h"
#include "chosen.h"
#include "options.h"
#include "staff_files.h"
#include "verbs.h"

enum { KEY_INTERVAL = 4000, KEY_RESUME, KEY_NO_CHECK, KEY_CALLS, KEY_COUNTS, KEY_COLUMN, KEY_ZONE, KEY_LOG_ZONE, KEY_ANSWERED,
       KEY_SCRIPT, KEY_NO_FIGURES, KEY_LEAST, KEY_OPEN, KEY_TALK };

struct request {
    struct options options;
    struct options_city city;
    int n_goals, interval_min, resume, no_check, script, no_figures;
    enum theme_format format;               /* of the figures */
    struct goal goal[GOALS_MOST];
    double alpha;
    struct staffing_floor floor;
    struct ledger_wish ledger;              /* path NULL: none */
    char command[1024];
};

/* Mean talk in seconds, or the word city. */
static double talk_of(const char *text, struct argp_state *state)
{
    char *end;
    double talk_s = strtod(text, &end);
    if (strcmp(text, "city") == 0)
        return LEDGER_TALK_OF_CITY;
    if (end == text || *end || !(talk_s >= 1 && talk_s <= 7200))
        argp_error(state, "--talk is the mean talk time in seconds, 1 to 7200, or the word city, not '%s'", text);
    return talk_s;
}

static void ledger_option(struct request *r, int key, char *arg, struct argp_state *state)
{
    struct err err = { 0 };
    int failed = 0;
    if ((key == KEY_CALLS || key == KEY_COUNTS) && r->ledger.path)
        argp_error(state, "one file of --calls or --counts is enough");
    switch (key) {
    case KEY_CALLS: r->ledger.path = arg; break;
    case KEY_COUNTS: r->ledger.path = arg, r->ledger.counts = 1; break;
    case KEY_COLUMN: failed = ledger_rename(&r->ledger.names, arg, &err); break;
    case KEY_ZONE: failed = ledger_zone(arg, &r->ledger.zone_s, &err); break;
    case KEY_LOG_ZONE: failed = ledger_zone(arg, &r->ledger.log_zone_s, &err); break;
    case KEY_ANSWERED: r->ledger.answered = arg; break;
    case KEY_TALK: r->ledger.talk_s = talk_of(arg, state); break;
    }
    if (failed)
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

/* HH:MM-HH:MM, by whole quarters of an hour. */
static void open_hours(struct staffing_floor *floor, const char *text, struct argp_state *state)
{
    int from, from_min, until, until_min, used = 0;
    if (sscanf(text, "%2d:%2d-%2d:%2d%n", &from, &from_min, &until, &until_min, &used) != 4 || text[used] || from < 0 ||
        from > 23 || until < 0 || from_min < 0 || from_min > 45 || until_min < 0 || until_min > 45 || from_min % 15 ||
        until_min % 15 || until * 60 + until_min > 24 * 60)
        argp_error(state, "--open '%s' is not written 08:00-20:00, by quarters of an hour", text);
    floor->from_s = (from * 60 + from_min) * 60;
    floor->until_s = (until * 60 + until_min) * 60;
    if (floor->from_s == floor->until_s)
        argp_error(state, "--open %s is no time at all; at all hours is 00:00-24:00", text);
}

static void check(const struct request *r, struct argp_state *state)
{
    if (r->n_goals == 0)
        argp_error(state, "a --target is needed, as in --target 'answered_30s>=.95'");
    if (r->interval_min != 15 && r->interval_min != 30 && r->interval_min != 60)
        argp_error(state, "--interval is 15, 30 or 60 minutes, not %d", r->interval_min);
    if ((r->script || r->format != THEME_PNG) && !r->options.out)
        argp_error(state, "--format and --script are of the figures beside -o FILE.csv: give it, too");
    if (r->no_figures && (r->script || r->format != THEME_PNG))
        argp_error(state, "--no-figures leaves nothing to --format or --script");
    if (r->resume && !r->options.out)
        argp_error(state, "--resume goes on where -o FILE.csv stopped: give it again");
    if (!r->ledger.path && (r->ledger.names.n || r->ledger.zone_s != LEDGER_AS_WRITTEN))
        argp_error(state, "--column and --zone go with --calls or --counts");
    if (!r->ledger.path && !isnan(r->ledger.talk_s))
        argp_error(state, "--talk goes with --calls or --counts; a city has talk times of its own");
    if (r->ledger.zone_s == LEDGER_AS_WRITTEN && r->ledger.log_zone_s != LEDGER_AS_WRITTEN)
        argp_error(state, "--log-zone needs --zone, into which times are put");
    if (r->options.json)
        argp_error(state, "staff prints tables; numbers to go on with are in -o FILE.h5");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->options; break;
    case 't': options_target(state, r->goal, &r->n_goals, arg); break;
    case 'a': r->alpha = alpha_of(arg, state); break;
    case KEY_INTERVAL: r->interval_min = (int)options_integer(state, "--interval", arg, 1, 60); break;
    case KEY_LEAST: r->floor.operators = (int)options_integer(state, "--least", arg, 0, 1000); break;
    case KEY_OPEN: open_hours(&r->floor, arg, state); break;
    case KEY_RESUME: r->resume = 1; break;
    case KEY_SCRIPT: r->script = 1; break;
    case KEY_NO_FIGURES: r->no_figures = 1; break;
    case 'f': r->format = (enum theme_format)chosen_row(state, "--format", arg, N_THEME_FORMATS, THEME_EXTENSIONS); break;
    case KEY_NO_CHECK: r->no_check = 1; break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: options_city(state, &r->city, arg); break;
    case ARGP_KEY_END: check(r, state); break;
    case KEY_CALLS: case KEY_COUNTS: case KEY_COLUMN: case KEY_ZONE: case KEY_LOG_ZONE: case KEY_ANSWERED: case KEY_TALK:
        ledger_option(r, key, arg, state);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* ---- what is printed ---- */

static const char *const VERDICT[][3] = { { "open  ", "meets ", "misses" }, { "未定", "达标", "不足" } };
static const char *const DAYS[][FORECAST_DAYS] = { { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
                                                   { "一", "二", "三", "四", "五", "六", "日" } };

static const char *word(const struct staffplan *p, const char *english, const char *chinese)
{
    return chosen_word(p->chinese, english, chinese);
}

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
        printf("%s\n", search->kind == 'r' ? word(p, "\ntried, percent on what theory says is required:", "\n试算：在理论所需之上增减的百分比")
                                           : word(p, "\ntried, posts on the city's shifts:", "\n试算：按该市班次的岗位数"));
    printf(search->kind == 'r' ? "  %+5d %%  %s " : "  %5d  %s ", trial->number, VERDICT[p->chinese][trial->verdict]);
    printf(word(p, "%5d x %d days", "%5d次 × %d天"), trial->replicates, REHEARSAL_DAYS);
    print_values(p, trial->value, trial->error);
    printf(trial->close ? word(p, "  (close: within %.2g)\n", "（接近：相差不超过%.2g）\n") : "\n", trial->within);
    fflush(stdout);
}

/* By the hour: the most that any interval of it takes. */
static void print_requirement(const struct staffplan *p)
{
    const struct requirement *r = &p->requirement;
    int per_hour = 3600 / r->interval_s;
    double total = 0;
    printf(word(p, "\noperators required on duty, by hour%s\n     ", "\n各小时所需在岗话务员%s\n     "),
           per_hour > 1 ? word(p, " (the most of its intervals)", "（取该小时各时段之最大）") : "");
    for (int day = 0; day < FORECAST_DAYS; day++)
        printf(word(p, "  %s", "   %s"), DAYS[p->chinese][day]);
    putchar('\n');
    for (int hour = 0; hour < 24; hour++) {
        printf("%02d:00", hour);
        for (int day = 0; day < FORECAST_DAYS; day++) {
            int most = 0;
            for (int i = 0; i < per_hour; i++) {
                int on = r->requirement[day * r->per_day + hour * per_hour + i];
                most = on > most ? on : most;
                total += on / (double)per_hour;
            }
            printf("%5d", most);
        }
        putchar('\n');
    }
    printf(word(p, "%.0f operator hours on duty a week\n", "每周在岗%.0f人时\n"), total);
    if (p->n_floored)
        printf(word(p, "in %d of %d intervals only because the line is open, with at least %d on duty (--least, --open)\n",
                       "其中%d个时段（共%d个）仅因热线开放而至少%d人在岗（--least、--open）\n"), p->n_floored,
               FORECAST_DAYS * r->per_day, p->floor.operators);
}

static void print_gap(const struct staffplan *p)
{
    const struct requirement *r = &p->requirement;
    struct requirement_gap gap = requirement_gap(r);
    int minute = gap.worst % r->per_day * r->interval_s / 60;
    if (gap.intervals == 0)
        printf("%s", word(p, "on the city's shifts as many as required are on duty in every interval\n",
                             "按该市班次，各时段在岗人数均不少于所需\n"));
    else
        printf(word(p, "on the city's shifts fewer than required are on duty, on average, in %d of %d intervals (in %d nobody): "
                       "%.0f operator hours a week; worst %s %02d:%02d, %.1f of %d. Targets hold over the week; `hotline roster` "
                       "plans shifts that cover each interval\n",
                       "按该市班次，平均有%d个时段（共%d个）在岗人数少于所需（其中%d个时段无人）：每周缺%.0f人时；最缺：周%s %02d:%02d，%.1f人，"
                       "需%d人。目标按全周计；`hotline roster` 可排出覆盖各时段的班次\n"),
               gap.intervals, FORECAST_DAYS * r->per_day, gap.nobody, gap.hours,
               DAYS[p->chinese][gap.worst / r->per_day], minute / 60, minute % 60, r->cover[gap.worst], r->requirement[gap.worst]);
}

static void print_verdict(const struct staffplan *p)
{
    const struct headcount_trial *fewer = staffplan_trial(&p->by_posts, p->posts - 1);
    const struct headcount_trial *found = staffplan_trial(&p->by_posts, p->posts);
    printf(word(p, "\nheadcount: %d posts meet every target%s", "\n编制：%d个岗位达到全部目标%s"), p->posts,
           found->close ? word(p, ", if closely", "（勉强）") : "");
    if (fewer)
        printf(word(p, "; %d do not%s", "；%d个则不能%s"), p->posts - 1, fewer->close ? word(p, ", if closely", "（相差无几）") : "");
    printf(word(p, " (confidence %g %%)\n", "（置信度%g%%）\n"), 100 * (1 - p->alpha));
    print_gap(p);
    for (int i = 0; i < p->n_checks; i++) {
        printf(word(p, "the city itself with %d posts, %d runs:", "该市自身，%d个岗位，运行%d次："), p->check[i].posts, p->runs);
        print_values(p, p->check[i].value, p->check[i].error);
        putchar('\n');
    }
}

enum { FEW_WEEKS = 4, ENOUGH_WEEKS = 8 };
static const char *const TALK[][2] = {
    [STAFFPLAN_TALK_OWN] = { "talk times are the log's; classes and lines are the city's", "通话时长取自记录；来电类别与专线取自该市" },
    [STAFFPLAN_TALK_CITY] = { "TALK TIMES ARE THE CITY'S, as are classes and lines; give your mean talk, in seconds without "
                              "writing, by --talk S", "通话时长取自该市，来电类别与专线亦然；请以 --talk 秒数 给出平均通话时长（不含整理）" },
    [STAFFPLAN_TALK_FEW] = { "TALK TIMES ARE THE CITY'S, as are classes and lines: too few calls of the log have one; give your "
                             "mean talk, in seconds without writing, by --talk S",
                             "通话时长取自该市，来电类别与专线亦然：记录中有时长的来电过少；请以 --talk 秒数 给出平均通话时长（不含整理）" },
    [STAFFPLAN_TALK_MEAN] = { "talk times are the city's, scaled to the mean that was given; classes and lines are the city's",
                              "通话时长取自该市，按所给平均值缩放；来电类别与专线取自该市" },
};

static void print_ledger(const struct staffplan *p)
{
    const struct ledger *l = &p->found;
    printf(word(p, "%s: %s to %s, %ld rows, %ld calls, of whom %ld hung up\n", "%s：%s 至 %s，%ld行，%ld次来电，其中%ld次挂断\n"),
           p->ledger->path, l->first, l->last, l->rows, l->calls,
           l->hung_up);
    if (l->phantoms)
        printf(word(p, "  %ld rows are no calls (PHANTOM)\n", "  %ld行并非来电（PHANTOM）\n"), l->phantoms);
    if (l->without_time)
        printf(word(p, "  %ld rows without a time are left out\n", "  略去%ld行无时刻者\n"), l->without_time);
    if (l->without_talk)
        printf(word(p, "  %ld answered calls without talk time count as calls; their talk is that of the others\n",
                       "  %ld次接听来电无通话时长，仍计为来电，时长取其余来电\n"), l->without_talk);
    if (l->days_missing)
        printf(word(p, "  %d of %d days have no row and are left out\n", "  略去%d天（共%d天）无记录者\n"), l->days_missing, l->n_days);
    if (l->intervals_missing)
        printf(word(p, "  %ld intervals of the other days are missing and left out\n", "  其余各天缺%ld个时段，已略去\n"),
               l->intervals_missing);
    printf("  %s\n", TALK[p->talk][p->chinese]);
    if (l->days.n < FEW_WEEKS * FORECAST_DAYS)
        printf(word(p, "  %d days: each weekday has been seen %d times or fewer, so that the means by interval are uncertain; %d "
                       "weeks are better\n", "  共%d天：每个星期几至多出现%d次，各时段均值不稳；有%d周更好\n"),
               l->days.n, (l->days.n + FORECAST_DAYS - 1) / FORECAST_DAYS, ENOUGH_WEEKS);
}

static void print_forecast(const struct staffplan *p)
{
    if (p->ledger)
        print_ledger(p);
    const struct forecast *f = &p->forecast;
    printf(word(p, "forecast: %.0f calls a week reach an operator's line, %.0f s of talk, days of busyness cv %.3f%s\n",
                   "预测：每周%.0f次来电到达人工，通话%.0f秒，日忙闲变异系数%.3f%s\n"), forecast_week(f), forecast_talk_s(f), f->busy_cv,
           f->most_busy ? word(p, " (they differ even more)", "（实际差异更大）")
           : p->busy_borrowed ? word(p, " (the city's: no weekday came twice)", "（取自该市：没有哪个星期几出现两次）") : "");
    printf(word(p, "operators: %.0f s a call with writing, %.1f %% of the posts vacant or in training\n",
                   "话务员：每次来电连整理%.0f秒，岗位中空缺或在训%.1f%%\n"), p->theory.service_s,
           100 * p->crew.absent);
    printf(word(p, "by theory: %d posts\n", "理论值：%d个岗位\n"), p->guess);
}

/* ---- the work ---- */

static int plan_print(const struct request *r, struct staffplan *p, const struct staff_files *files, struct picture *picture,
                      struct err *err)
{
    if (staffplan_make(p, err))
        return -1;
    putchar('\n');
    print_forecast(p);
    print_requirement(p);
    print_verdict(p);
    fflush(stdout);
    return r->options.out ? staff_files_write(files, p, r->city.name, r->command, picture, r->options.quiet, err) : 0;
}

static int plan(struct request *r, const struct cases *cases, struct err *err)
{
    const struct scenario *s = &cases->loaded[0].scenario;
    struct staff_files files;
    if (r->ledger.log_zone_s == LEDGER_AS_WRITTEN)
        r->ledger.log_zone_s = r->ledger.zone_s;
    r->ledger.interval_s = 60 * r->interval_min;
    r->ledger.redialled = s->centre.redial_attempts > 1 ? s->centre.redial_share[6] : 0;
    struct staffplan p = { .base = &cases->base[0], .policy = &cases->loaded[0], .n_goals = r->n_goals, .goal = r->goal,
                           .alpha = r->alpha, .floor = r->floor, .seed = cases->seed, .interval_s = 60 * r->interval_min,
                           .runs = r->options.reps == NONE ? 0 : r->options.reps, .resume = r->resume,
                           .threads = r->options.threads ? r->options.threads : omp_get_max_threads(),
                           .ledger = r->ledger.path ? &r->ledger : NULL, .skip_check = r->no_check,
                           .chinese = r->options.zh, .say = say, .tried = tried };
    struct picture figures = { .format = r->format, .chinese = r->options.zh, .keep_script = r->script, .quiet = r->options.quiet };
    struct picture *picture = r->no_figures ? NULL : &figures;
    int failed = r->options.out ? staff_files(&files, r->options.out, r->ledger.path, picture, err) : 0;
    p.journal = r->options.out && !failed ? files.journal : NULL;
    failed = failed || plan_print(r, &p, &files, picture, err);
    staffplan_free(&p);
    return failed ? -1 : 0;
}

static int staff(struct request *r, struct err *err)
{
    struct study study = { 0 };
    struct cases cases = { 0 };
    struct cases_wish wish = options_wish(&r->options, r->command);
    int failed = study_of_city(&study, r->city.name, r->city.n_policies, r->city.policy, err) ||
                 cases_load(&cases, &study, &wish, err) ||
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
        { "calls", KEY_CALLS, "LOG.csv", 0, "a log of calls to plan for, instead of the city's: columns time (or date and "
          "arrival_s), service_s and outcome", 0 },
        { "counts", KEY_COUNTS, "COUNTS.csv", 0, "the same from counts of 15, 30 or 60 minutes: columns start, calls, and "
          "abandoned if known", 0 },
        { "column", KEY_COLUMN, "OURS=THEIRS", 0, "a column of that file has another name, as in time=Begin", 0 },
        { "zone", KEY_ZONE, "+08:00", 0, "time zone of the plan (times are taken as written)", 0 },
        { "log-zone", KEY_LOG_ZONE, "+00:00", 0, "zone of times in the file that have no offset of their own", 0 },
        { "talk", KEY_TALK, "S|city", 0, "mean talk time in seconds, without writing, where the file has none; city: as in the "
          "city", 0 },
        { "least", KEY_LEAST, "N", 0, "operators required at all open hours, also where no call is expected (1)", 0 },
        { "open", KEY_OPEN, "FROM-UNTIL", 0, "open hours, as 08:00-20:00 (00:00-24:00)", 0 },
        { "answered", KEY_ANSWERED, "WORD", 0, "outcome of an answered call (AGENT)", 0 },
        { "interval", KEY_INTERVAL, "MIN", 0, "15, 30 or 60 minutes (30)", 0 },
        { "format", 'f', "png|svg|pdf", 0, "of the figures beside -o (png); --lang is their language, too", 1 },
        { "script", KEY_SCRIPT, 0, 0, "also keep the gnuplot scripts of the figures, their data inside", 1 },
        { "no-figures", KEY_NO_FIGURES, 0, 0, "only the tables, where there is no gnuplot", 1 },
        { "resume", KEY_RESUME, 0, 0, "go on where -o stopped", 2 },
        { "no-check", KEY_NO_CHECK, 0, 0, "do not live through the city again with what was found", 2 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "CITY [POLICY...]",
        "How many operators a city's call centre takes to meet targets: on duty by interval of the week, and posts on its "
        "shifts. First by theory, then the fewest by simulation. -o FILE.csv keeps the "
        "requirement, and beside it an HDF5 file, two figures with their numbers, and a journal.\v"
        "Example: hotline staff county --target 'answered_30s>=.95'", OPTIONS_CHILDREN, NULL, NULL };
    struct request request = { .options = OPTIONS_NONE, .interval_min = 30, .alpha = 0.05, .floor = { 1, 0, 24 * 3600 },
                               .ledger = { .answered = "AGENT", .talk_s = NAN, .zone_s = LEDGER_AS_WRITTEN,
                                           .log_zone_s = LEDGER_AS_WRITTEN } };
    struct err err = { 0 };
    options_command(request.command, sizeof request.command, argc, argv);
    options_parse(&argp, argc, argv, &request);
    return staff(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
