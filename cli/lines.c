#include "lines.h"

#include <stdio.h>
#include <string.h>

#include "analysis/answers/pool.h"
#include "cli/chosen.h"
#include "cli/table.h"

enum { N_COLUMNS = 4, ORDINARY = 0 };

static const enum output COLUMNS[N_COLUMNS] = { OUT_line_calls, OUT_line_answered_share, OUT_line_wait_s, OUT_line_occupancy };

/* Some line beside the ordinary one has had calls. */
static int any(const struct pool *calls, int scenario)
{
    int found = 0;
    for (int l = ORDINARY + 1; l < calls->length[0]; l++)
        found |= pool_at(calls, scenario, l, 0).mean > 0;
    return found;
}

static void lines_of_scenario(struct table *t, const struct pool pool[], const struct result *result, int scenario)
{
    const struct extents *extents = result_extents(result);
    table_section(t, result_plan(result)->scenario_name[scenario]);
    for (int l = 0; l < pool[0].length[0]; l++) {
        char text[ESTIMATE_TEXT_SIZE];
        if (!(pool_at(&pool[0], scenario, l, 0).mean > 0))
            continue;
        table_cell(t, "  %s", extents->dim[DIM_line].label[l]);
        for (int c = 0; c < N_COLUMNS; c++)
            table_cell(t, "%s", estimate_text(text, pool_at(&pool[c], scenario, l, 0), 0));
    }
}

static int table_of_lines(const struct pool pool[], const struct result *result, int chinese, enum table_form form)
{
    struct table t;
    table_begin(&t, "lrrrr");
    table_cell(&t, "%s", chosen_word(chinese, "Lines", "各专线"));
    for (int c = 0; c < N_COLUMNS; c++) {
        const struct output_row *row = &OUTPUTS[COLUMNS[c]];
        table_cell(&t, "%s%s%s", row->name, strcmp(row->unit, "1") ? ", " : "", strcmp(row->unit, "1") ? row->unit : "");
    }
    for (int s = 0; s < pool[0].n_scenarios; s++)
        if (any(&pool[0], s))
            lines_of_scenario(&t, pool, result, s);
    int status = table_print(&t, stdout, form);
    table_free(&t);
    return status;
}

int lines_print(struct result *result, double level, int chinese, enum table_form form, struct err *err)
{
    struct pool pool[N_COLUMNS] = { 0 };
    int failed = 0, opened = 0;
    for (int c = 0; c < N_COLUMNS && !failed; c++) {
        if (!result_has(result, COLUMNS[c]))
            break;
        failed = pool_read(&pool[c], result, COLUMNS[c], POOL_VALUES, level, err);
    }
    for (int s = 0; !failed && pool[N_COLUMNS - 1].at && s < pool[0].n_scenarios; s++)
        opened |= any(&pool[0], s);
    if (opened) {
        putchar('\n');
        if (table_of_lines(pool, result, chinese, form))
            failed = err_set(err, "no memory for the table of lines");
    }
    for (int c = 0; c < N_COLUMNS; c++)
        pool_free(&pool[c]);
    return failed;
}
