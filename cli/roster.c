/* roster.c - who works when: a requirement by interval to shifts, breaks and days off of persons. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/staffing/requirement.h"
#include "analysis/staffing/roster.h"
#include "analysis/numbers/tidy.h"
#include "options.h"
#include "verbs.h"

enum { KEY_RULES = 4000 };

struct request {
    const char *requirement, *rules, *out;
    int headcount;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'n': r->headcount = (int)options_integer(state, "--headcount", argument, 1, ROSTER_MOST_OPERATORS); break;
    case 'o': r->out = argument; break;
    case KEY_RULES: r->rules = argument; break;
    case ARGP_KEY_ARG:
        if (r->requirement)
            argp_error(state, "one requirement at a time");
        r->requirement = argument;
        break;
    case ARGP_KEY_END:
        if (!r->requirement)
            argp_error(state, "a requirement is needed: the CSV that `hotline staff CITY --target ... -o FILE.csv` writes");
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* --- what is printed --- */

static int on_shift(const struct roster *roster, int shift, int day)
{
    int n = 0;
    for (int o = 0; o < roster->n; o++)
        n += roster->operator[o].shift == shift && (roster->operator[o].days >> day & 1);
    return n;
}

static void clock_print(const struct roster_rules *rules, int interval)
{
    int minute = interval % rules->per_day * rules->interval_s / 60;
    printf("%02d:%02d", minute / 60, minute % 60);
}

static void shifts_print(const struct roster *roster, const struct roster_rules *rules)
{
    puts("operators by shift\nshift         Mon  Tue  Wed  Thu  Fri  Sat  Sun");
    for (int s = 0; s < rules->n_shifts; s++) {
        int all = 0;
        for (int d = 0; d < 7; d++)
            all += on_shift(roster, s, d);
        if (all == 0)
            continue;
        clock_print(rules, rules->shift[s].start);
        fputs(" to ", stdout);
        clock_print(rules, rules->shift[s].start + rules->shift[s].length);
        for (int d = 0; d < 7; d++)
            printf("%s%3d", d ? "  " : "", on_shift(roster, s, d));
        putchar('\n');
    }
}

static double gap(double value, double bound) { return value > 0 ? 100 * (value - bound) / value : 0; }

static void verdict_print(const struct roster *roster, const struct roster_rules *rules, const int required[], int headcount)
{
    double hours = rules->interval_s / 3600.0, needed = 0, there = 0;
    for (int i = 0; i < 7 * rules->per_day; i++) {
        needed += required[i] * hours;
        there += roster->cover[i] * hours;
    }
    if (headcount == 0)
        printf("\n%d operators cover the requirement; no roster by these rules needs fewer than %.0f (gap %.1f %%)\n", roster->n,
               roster->headcount_bound, gap(roster->n, roster->headcount_bound));
    else
        printf("\n%d operators, %d given: %.1f operator hours of the requirement are short; at least %.1f with any "
               "roster by these rules\n",
               roster->n, headcount, roster->shortage * hours, roster->shortage_bound * hours);
    printf("%.1f paid hours a week, nights with their premium; at this number at least %.1f (gap %.1f %%)\n", roster->cost_h,
           roster->cost_bound, gap(roster->cost_h, roster->cost_bound));
    printf("%.0f operator hours required, %.0f on duty\n", needed, there);
    if (headcount == 0 && roster->shortage > 0)
        printf("breaks cannot be placed without a shortage of %.1f operator hours: allow more places for breaks\n",
               roster->shortage * hours);
}

/* --- all of it --- */

/* Half an hour is no whole number of hours: breaks at half past are no rule for a requirement by the hour. */
static const char *rules_usual(int interval_s)
{
    return interval_s > 1800 ? "rosters/round-the-clock-hourly" : "rosters/round-the-clock";
}

static int roster(const struct request *r, struct err *err)
{
    struct requirement need = { 0 };
    struct roster_rules rules;
    struct roster found = { 0 };
    int ok = r->out ? tidy_may_replace(r->out, err) : 0;
    if (ok == 0)
        ok = requirement_read(&need, r->requirement, err);
    if (ok == 0)
        ok = roster_rules_read(&rules, r->rules ? r->rules : rules_usual(need.interval_s), need.interval_s, err);
    if (ok == 0)
        ok = roster_solve(&found, &rules, need.requirement, r->headcount, err);
    if (ok == 0) {
        shifts_print(&found, &rules);
        verdict_print(&found, &rules, need.requirement, r->headcount);
        ok = r->out ? roster_csv(&found, &rules, r->out, err) : 0;
    }
    roster_free(&found);
    requirement_free(&need);
    return ok;
}

int verb_roster(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "headcount", 'n', "N", 0, "at most so many operators: the least shortage, then the lowest cost "
          "(default: as few as cover it)", 0 },
        { "rules", KEY_RULES, "FILE", 0, "shifts, breaks and days off (default: rosters/round-the-clock, "
          "-hourly for a requirement by the hour)", 0 },
        { "output", 'o', "FILE.csv", 0, "who works when, a row a day on duty", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "REQUIREMENT.csv",
        "Shifts, breaks and days off of persons that cover operators required by interval of the week: the fewest, or the best "
        "with a fixed number, then the cheapest, by integer programming, with how far from the best possible it may be.\v"
        "First: hotline staff county --target 'answered_30s>=.9' -o county.csv\n\n"
        "Example: hotline roster county.csv -o county-roster.csv", NULL, NULL, NULL };
    struct request request = { 0 };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return roster(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
