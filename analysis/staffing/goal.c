#include "goal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *word; enum goal_measure measure; } WORD[] = {
    { "answered", GOAL_ANSWERED }, { "wait", GOAL_WAIT }, { "waits", GOAL_WAITS }, { "p_wait", GOAL_WAITS },
    { "abandoned", GOAL_ABANDONED }, { "p_abandon", GOAL_ABANDONED }, { "blocked", GOAL_BLOCKED },
    { "p_blocked", GOAL_BLOCKED }, { "occupancy", GOAL_OCCUPANCY },
};
enum { N_WORDS = sizeof WORD / sizeof *WORD };

static int more_is_better(enum goal_measure measure) { return measure == GOAL_ANSWERED || measure == GOAL_WITHIN; }

/* 1: this is a measure. Of pQ_wait, share becomes Q / 100, and what follows the sign is the seconds. */
static int measure_of(const char *word, struct goal *goal, double *share)
{
    char *end;
    for (int i = 0; i < N_WORDS; i++)
        if (strcmp(word, WORD[i].word) == 0) {
            goal->measure = WORD[i].measure;
            return 1;
        }
    goal->measure = GOAL_WITHIN;
    if (strncmp(word, "answered_", 9) == 0) {
        goal->within_s = strtod(word + 9, &end);
        return end > word + 9 && strcmp(end, "s") == 0 && goal->within_s >= 0;
    }
    *share = word[0] == 'p' ? strtod(word + 1, &end) / 100 : NAN;
    return *share > 0 && *share < 1 && strcmp(end, "_wait") == 0;
}

/* The leftmost place from which it is a measure; what stands before is the scope. */
static int name_read(struct goal *goal, const char *name, double *share)
{
    for (const char *word = name; word; word = strchr(word, '_') ? strchr(word, '_') + 1 : NULL) {
        *share = NAN;
        if (measure_of(word, goal, share)) {
            snprintf(goal->scope, sizeof goal->scope, "%.*s", word > name ? (int)(word - name) - 1 : 0, name);
            return 0;
        }
    }
    return -1;
}

static int number_read(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    if (end > text && strcmp(end, "%") == 0)
        *number /= 100;
    else if (end > text && strcmp(end, "s") != 0 && *end)
        return -1;
    return end > text && isfinite(*number) ? 0 : -1;
}

static int sensible(const struct goal *goal, double number, int is_wait, struct err *err)
{
    if (is_wait && !(number >= 0))
        return err_input(err, "target '%s': a wait is 0 s or more", goal->text);
    if (!is_wait && !(number >= 0 && number <= 1))
        return err_input(err, "target '%s': a share is from 0 to 1, or from 0%% to 100%%", goal->text);
    return 0;
}

int goal_read(struct goal *goal, const char *text, struct err *err)
{
    char name[sizeof goal->text];
    double share = NAN, number;
    const char *sign = strpbrk(text, "<>");
    *goal = (struct goal){ 0 };
    if (strlen(text) >= sizeof goal->text || !sign || sign[1] != '=')
        return err_input(err, "target '%s' is not of the form MEASURE>=NUMBER or MEASURE<=NUMBER, "
                         "as in answered_30s>=.95 or urgent_p95_wait<=30s", text);
    snprintf(goal->text, sizeof goal->text, "%s", text);
    snprintf(name, sizeof name, "%.*s", (int)(sign - text), text);
    if (name_read(goal, name, &share))
        return err_input(err, "target '%s': '%s' is no measure; there are answered, answered_Ns, pQ_wait, wait, waits, "
                         "abandoned, blocked and occupancy", text, name);
    if (number_read(sign + 2, &number))
        return err_input(err, "target '%s': '%s' is not a number, with s or %% behind it or nothing", text, sign + 2);
    int is_wait = goal->measure == GOAL_WAIT || !isnan(share), up = !isnan(share) ? 0 : more_is_better(goal->measure);
    if (sensible(goal, number, is_wait, err))
        return -1;
    goal->at_least = *sign == '>';
    if (goal->at_least != up && goal->measure != GOAL_OCCUPANCY)
        return err_input(err, "target '%s' is no lower limit on the operators: more of them make '%s' %s; write %s", text, name,
                         up ? "larger" : "smaller", up ? ">=" : "<=");
    if (!isnan(share)) {
        goal->at_least = 1;
        goal->within_s = number;
    }
    goal->bound = isnan(share) ? number : share;
    return 0;
}
