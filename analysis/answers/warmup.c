#include "warmup.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/answers/pool.h"
#include "sim/record/result.h"

static int series_read(struct warmup *w, struct warmup_row *row, struct result *result, int batch, struct err *err)
{
    struct pool pool = { 0 };
    double *mean = NULL;
    int used = 0;
    if (OUTPUTS[row->output].shape != SHAPE_SERIES)
        return err_input(err, "%s is no series over days; `hotline outputs` tells which are", OUTPUTS[row->output].name);
    if (pool_read(&pool, result, row->output, POOL_VALUES, .95, err))
        return -1;
    mean = malloc(((size_t)pool.length[0] + 1) * sizeof *mean);
    for (int t = 0; mean && t < pool.length[0]; t++) {
        mean[used] = pool_at(&pool, w->scenario, t, 0).mean;
        used += isfinite(mean[used]) ? 1 : 0;
    }
    if (mean)
        row->mser = mser_of(used, mean, batch);
    w->n_refused += row->mser.refused;
    pool_free(&pool);
    free(mean);
    return mean ? 0 : err_set(err, "no memory for a series");
}

int warmup_read(struct warmup *w, struct result *result, int scenario, int n, const enum output series[], int batch,
                struct err *err)
{
    const struct result_plan *plan = result_plan(result);
    *w = (struct warmup){ .n_days = plan->warmup_d + plan->days_d, .warmup_d = plan->warmup_d, .scenario = scenario };
    for (int r = 0; r < plan->n_replicates; r++)
        w->n_replicates += result_status(result, scenario, r) == RUN_DONE;
    for (int i = 0; i < n; i++)
        w->row[w->n++].output = series[i];
    for (int o = 0; n == 0 && o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_SERIES && result_has(result, o))
            w->row[w->n++].output = (enum output)o;
    for (int i = 0; i < w->n; i++)
        if (series_read(w, &w->row[i], result, batch, err))
            return -1;
    return 0;
}

int warmup_sheet(const struct warmup *w, struct sheet *sheet, int chinese)
{
    static const struct sheet_column COLUMNS[] = {
        { "series", SHEET_TEXT, "", "" },
        { "drop_d", SHEET_COUNT, "drop, d", "应舍去，天" },
        { "before", SHEET_NUMBER, "mean of it", "其均值" },
        { "after", SHEET_NUMBER, "of the rest", "其余均值" },
        { "verdict", SHEET_TEXT, "", "" },
        { "name", SHEET_TEXT, "", "" },
    };
    sheet_begin(sheet, "series", 6, COLUMNS);
    for (int i = 0; i < w->n; i++) {
        const struct mser *m = &w->row[i].mser;
        const struct output_row *output = &OUTPUTS[w->row[i].output];
        sheet_text(sheet, "%s", output->name);
        sheet_number(sheet, m->refused ? NAN : m->cut);
        sheet_number(sheet, m->refused ? NAN : m->before);
        sheet_number(sheet, m->refused ? NAN : m->after);
        sheet_text(sheet, "%s", m->refused ? (chinese ? "无法判定：超过一半" : "refused: more than half would go")
                                : m->cut <= w->warmup_d ? (chinese ? "预热足够" : "the warm-up is enough")
                                                        : (chinese ? "长于预热" : "longer than the warm-up"));
        sheet_text(sheet, "%s", chinese ? output->zh : output->long_name);
    }
    return sheet_failed(sheet) ? -1 : 0;
}
