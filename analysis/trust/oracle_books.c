/* oracle_books.c - three books, never mixed: what is true, what residents say, what is written.
 *
 * Of a town's closed tickets: who answers the survey, by what is true; what is said to be resolved, and is not; what is written
 * where somebody answered and where nobody did; what is true in the units' books, whatever is written.
 */
#include <math.h>

#include "oracle.h"
#include "oracle_town.h"

enum { DAYS = 365, FROM = 8000, TOWNS = 24 };

enum reading { FIXED, CONTENT, OTHERS, SAYS_RESOLVED, AS_SAID, UNSAID, IN_BOOKS, N_READINGS };
static const struct { const char *what; double theory; int identity; } READING[N_READINGS] = {
    [FIXED] = { "of those mended and content, who answer", 0.4, 0 },
    [CONTENT] = { "of those content without a fix", 0.4, 0 },
    [OTHERS] = { "of those not content", 0.8, 0 },
    [SAYS_RESOLVED] = { "content unmended who say resolved", 0.6, 0 },
    [AS_SAID] = { "written as was said", 1, 1 },
    [UNSAID] = { "written as well where nobody answered", 1, 1 },
    [IN_BOOKS] = { "what is really fixed, in the books", 1, 1 },
};
static const double ROUNDING = 1e-9;

struct pair { double x, y; };

static void count(struct pair *pair, int of, int is)
{
    pair->y += of;
    pair->x += of && is;
}

static void measure_day(const struct oracle_town *t, struct oracle_ratio ratio[])
{
    const struct facts *f = &t->day.facts;
    struct pair sum[N_READINGS] = { 0 };
    for (uint32_t i = 0; i < f->closings.n; i++) {
        const struct closing *c = &f->closings.row[i];
        count(&sum[FIXED], c->satisfied && c->fixed, c->rated);
        count(&sum[CONTENT], c->satisfied && !c->fixed, c->rated);
        count(&sum[OTHERS], !c->satisfied, c->rated);
        count(&sum[SAYS_RESOLVED], c->rated && c->satisfied && !c->fixed, c->recorded_resolved);
        count(&sum[AS_SAID], c->rated, c->recorded_satisfied == c->satisfied);
        count(&sum[UNSAID], !c->rated, c->recorded_satisfied && c->recorded_resolved);
        sum[IN_BOOKS].y += c->fixed;
    }
    for (uint32_t i = 0; i < f->scorings.n; i++)
        sum[IN_BOOKS].x += f->scorings.row[i].truly_fixed;
    for (int m = 0; m < N_READINGS; m++)
        oracle_ratio_add(&ratio[m], sum[m].x, sum[m].y, 0);
}

/* Deadlines beyond the year: what is closed is booked as it is closed. Nobody buys a rating or reopens anything: no rule. */
static int year(uint32_t replicate, struct oracle_ratio ratio[], struct err *err)
{
    struct oracle_town t;
    int failed = oracle_town_found(&t, replicate, ORACLE_TOWN("calendar.warmup=0", "calendar.days=365", "city.demand=4",
        "kinds.consultation.rate=0",
        "centre.return_visits=0", "rating.answer_satisfied=0.4", "rating.answer_dissatisfied=0.8",
        "rating.resolved_given_satisfied=0.6", "rating.default_satisfied=true", "handling.deadline_d=365",
        "handling.urgent_deadline_d=365"), err);
    for (uint32_t day = 0; day < DAYS && !failed; day++) {
        failed = day_run(&t.day, day, err);
        measure_day(&t, ratio);
    }
    oracle_town_leave(&t);
    return failed;
}

int oracle_books(int effort, const struct oracle_report *report, struct err *err)
{
    struct oracle_ratio ratio[N_READINGS] = { 0 };
    for (int r = 0; r < TOWNS * effort; r++)
        if (year(FROM + (uint32_t)r, ratio, err))
            return -1;
    for (int m = 0; m < N_READINGS; m++)
        report->tell(report->self, &(struct oracle_reading){ .oracle = "closed tickets: true, said, written",
            .what = READING[m].what, .theory = READING[m].theory, .simulated = oracle_ratio_value(&ratio[m]),
            .error = READING[m].identity ? ROUNDING : oracle_ratio_error(&ratio[m]), .exact = 1 });
    return 0;
}
