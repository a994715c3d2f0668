#include "same.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/params.h"

/* Wholly held; tables whose rows the world refers to by number; single parameters. */
static const enum section_id WHOLE[] = { SECTION_city, SECTION_calendar };
static const enum section_id ROWS[] = { SECTION_kinds, SECTION_departments, SECTION_street_classes, SECTION_channels,
                                        SECTION_actions, SECTION_shifts, SECTION_lines };
static const enum param_id BUILT[] = {
    PARAM_centre_operators, PARAM_departments_officers, PARAM_street_classes_share, PARAM_street_classes_needs,
    PARAM_kinds_rate, PARAM_kinds_season, PARAM_kinds_season_peak, PARAM_kinds_validity, PARAM_kinds_merit,
    PARAM_kinds_structural, PARAM_kinds_down_d, PARAM_shifts_share, PARAM_calling_lonely_rate, PARAM_calling_professional_rate,
    PARAM_calling_professional_sigma,
    /* the clairvoyant baseline is the same for all policies: */
    PARAM_kinds_harm, PARAM_kinds_harm_sigma, PARAM_kinds_fade_d, PARAM_kinds_worsen_d,
    PARAM_kinds_worsen_factor, PARAM_kinds_worsen_urgent, PARAM_kinds_effort_h, PARAM_kinds_effort_sigma,
    PARAM_kinds_urgent, PARAM_kinds_competent, PARAM_kinds_money, PARAM_kinds_cooperation,
    PARAM_handling_hours_a_day, PARAM_handling_weekend_duty, PARAM_regret_ticket_share,
};
enum { N_WHOLE = sizeof WHOLE / sizeof *WHOLE, N_ROWS = sizeof ROWS / sizeof *ROWS, N_BUILT = sizeof BUILT / sizeof *BUILT };

static int told(struct err *err, const char *what)
{
    return err_input(err, "a policy or an event changes %s, which the warm-up was built from; make it a factor of the study "
                          "or part of the city, so that it holds from the first day", what);
}

static int same_values(const struct scenario *a, const struct scenario *b, const struct param *p, struct err *err)
{
    const struct section *section = &SECTIONS[p->section];
    char path[PATH_SIZE];
    for (int row = 0; row < params_rows(a, section); row++)
        if (memcmp(param_value(a, p, row), param_value(b, p, row), p->size) != 0)
            return told(err, param_path(path, p, section->max ? params_row_name(a, section, row) : NULL));
    return 0;
}

int same_world(const struct scenario *a, const struct scenario *b, struct err *err)
{
    for (int i = 0; i < N_ROWS; i++) {
        const struct section *table = &SECTIONS[ROWS[i]];
        int same = params_rows(a, table) == params_rows(b, table);
        for (int row = 0; same && row < params_rows(a, table); row++)
            same = strcmp(params_row_name(a, table, row), params_row_name(b, table, row)) == 0;
        if (!same) {
            char what[PATH_SIZE];
            snprintf(what, sizeof what, "the rows of %s", table->name);
            return told(err, what);
        }
    }
    for (int i = 0; i < N_WHOLE; i++)
        for (enum param_id p = SECTIONS[WHOLE[i]].first; p < SECTIONS[WHOLE[i]].last; p++)
            if (same_values(a, b, &PARAMS[p], err))
                return -1;
    for (int i = 0; i < N_BUILT; i++)
        if (same_values(a, b, &PARAMS[BUILT[i]], err))
            return -1;
    return 0;
}
