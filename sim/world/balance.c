#include "balance.h"

#include <math.h>

#include "sim/base/num.h"

enum { WORKING_DAYS = 250, OTHER_DAYS = 115 };      /* of a year, China 2025: 248 to 250 */
enum { ON_DUTY_OF_7 = 5 };                          /* an operator's days of a week */

double balance_hours_asked(const struct scenario *s)
{
    double persons = 0, sites = 0, kinds = 0;
    for (int k = 0; k < s->n_kinds; k++) {
        const struct kind *kind = &s->kinds[k];
        double hours = kind->rate / 1000 * kind->level * kind->effort_h;
        kinds += kind->structural;
        if (kind->structural)
            sites += hours;
        else if (kind->merit)
            persons += hours;
    }
    double n_sites = s->city.sites * s->city.residents / 1e4;       /* shared equally by the structural kinds */
    return persons * s->city.demand * s->city.residents + (kinds > 0 ? sites * n_sites / kinds : 0);
}

double balance_hours_present(const struct scenario *s)
{
    double officers = s->city.street_officers;
    for (int d = 0; d < s->n_departments; d++)
        officers += s->departments[d].officers;
    return officers * s->city.residents / 1e5 * s->handling.hours_a_day *
           (WORKING_DAYS + OTHER_DAYS * s->handling.weekend_duty);
}

double balance_line_present(const struct scenario *s, const struct line *line)
{
    double hours = 0, share = 0, posts = ceil(line->staff * s->centre.operators - 1e-9);
    for (int i = 0; i < s->n_shifts; i++) {
        hours += s->shifts[i].share * s->shifts[i].length_h;
        share += s->shifts[i].share;
    }
    return share > 0 ? posts * ON_DUTY_OF_7 / 7.0 * hours / share / 24 * (1 - s->operators.shrinkage) : 0;
}

/* A lonely resident's loneliness L balances: (1 - L) / lasts = rate x L x solace x L. */
double balance_line_talks(const struct scenario *s, const struct line *line)
{
    double sigma = s->calling.lonely_talk_sigma, mean_talk = num_exp(s->calling.lonely_talk_mu + sigma * sigma / 2);
    double seconds = 0, solace = fmax(line->solace, s->calling.lonely_relief);
    double lasts = fmax(line->solace_d, s->calling.lonely_return_d);
    double b = s->calling.lonely_rate * solace * lasts, loneliness = b > 0 ? (sqrt(1 + 4 * b) - 1) / (2 * b) : 1;
    double calls = s->city.residents * s->city.lonely_share * s->calling.lonely_rate * loneliness * line->share;
    for (int i = 0; i < line->kinds.n; i++)
        if (s->kinds[line->kinds.id[i]].validity == EMOTIONAL)
            seconds = s->centre.talk_scale * mean_talk * line->talk + s->centre.wrap_up_s;
    return calls * seconds / 86400;
}
