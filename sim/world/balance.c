#include "balance.h"

enum { WORKING_DAYS = 250, OTHER_DAYS = 115 };      /* of a year, China 2025: 248 to 250 */

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
    return persons * s->city.residents + (kinds > 0 ? sites * n_sites / kinds : 0);
}

double balance_hours_present(const struct scenario *s)
{
    double officers = s->city.street_officers;
    for (int d = 0; d < s->n_departments; d++)
        officers += s->departments[d].officers;
    return officers * s->city.residents / 1e5 * s->handling.hours_a_day *
           (WORKING_DAYS + OTHER_DAYS * s->handling.weekend_duty);
}
