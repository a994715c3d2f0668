/* lines.c - the lines of operators beside the ordinary one: whose posts are theirs, when they are open, what callers expect.
 *
 * A line is open while one of its operators is on duty; at other times its calls are the ordinary line's. What callers
 * expect to wait is that of the line and the class that their call will be in, so that one line's queue deters nobody else.
 */
#include "day.h"

#include <math.h>
#include <string.h>

/* Each line has its share of the posts, rounded up, every so many of them: posts are in the order of their shifts. */
struct lines_post lines_post(const struct scenario *s, uint32_t post, uint32_t posts)
{
    uint64_t left = posts, at = post;
    for (int l = 0; l < s->n_lines && left; l++) {
        if (!s->lines[l].open || s->lines[l].by != LINE_OPERATORS || s->lines[l].staff <= 0)
            continue;
        uint64_t wanted = (uint64_t)ceil(s->lines[l].staff * posts - 1e-9), n = wanted < left ? wanted : left;
        if (at * n % left < n)
            return (struct lines_post){ l + 1, (uint32_t)(at * n / left) };
        at -= at * n / left + 1;                /* of those before it, so many are this line's */
        left -= n;
    }
    return (struct lines_post){ 0, post };
}

int lines_takes(const struct line *line, int kind)
{
    for (int i = 0; i < line->kinds.n; i++)
        if (line->kinds.id[i] == kind)
            return 1;
    return line->kinds.n == 0;
}

void lines_midnight(struct world *w)
{
    for (int l = 0; l < w->n_lines; l++) {
        memcpy(w->staffed[l], w->staffed[l] + DAY_MINUTES, DAY_MINUTES);
        memset(w->staffed[l] + DAY_MINUTES, 0, DAY_MINUTES);
    }
}

void lines_staffed(struct world *w, int line, double from_s, double until_s)
{
    int until = (int)(until_s / 60);
    for (int m = (int)ceil(from_s / 60); m < until && m < 2 * DAY_MINUTES; m++)
        w->staffed[line - 1][m] = 1;
}

int lines_open(const struct world *w, int line, double at_s)
{
    int minute = (int)(at_s / 60);
    return line == 0 || (minute >= 0 && minute < 2 * DAY_MINUTES && w->staffed[line - 1][minute]);
}

/* Smoothed over days. Of a line or a class that nobody can have met, what is known of the ordinary one is expected. */
void lines_learn(struct day *d, int line, const struct lines_heard *heard)
{
    double *expected = d->w->expected_wait_s[line];
    for (int c = 0; c < N_CALL_CLASSES; c++)
        if (heard->calls[c])
            expected[c] += 0.1 * (heard->wait_s[c] / (double)heard->calls[c] - expected[c]);
    if (!d->terms.slows)
        expected[CLASS_SLOWED] = expected[CLASS_ORDINARY];
    for (int l = 0; line == 0 && l < d->s->n_lines; l++)
        if (!d->s->lines[l].open)
            memcpy(d->w->expected_wait_s[l + 1], expected, sizeof d->w->expected_wait_s[l + 1]);
}

/* Callers with an urgent matter expect to be recognised as often as they are. */
static double wait_of(const struct day *d, int line, int urgent, double slowed)
{
    const double *expected = d->w->expected_wait_s[line];
    double usual = expected[CLASS_ORDINARY];
    if (urgent)
        usual += d->s->centre.urgent_recognised * (expected[CLASS_URGENT] - usual);
    return usual + slowed * (expected[CLASS_SLOWED] - usual);
}

double lines_wait_s(const struct day *d, int kind, int urgent, uint32_t resident)
{
    double slowed = d->terms.slows ? front_slowed(d, kind, resident) : 0, wait = 0, rest = 1;
    for (int l = 0; d->w->lines_used && l < d->s->n_lines; l++) {
        const struct line *line = &d->s->lines[l];
        if (!line->open || line->by != LINE_OPERATORS || line->staff <= 0 || !lines_takes(line, kind))
            continue;
        double reaches = line->share;
        if (line->only_elderly)
            reaches *= resident == NOBODY ? d->s->city.elderly_share : front_elderly(d, resident);
        wait += rest * reaches * wait_of(d, l + 1, urgent, slowed);
        rest *= 1 - reaches;
    }
    return wait + rest * wait_of(d, 0, urgent, slowed);
}
