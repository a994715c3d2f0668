#include "plot_insight.h"

#include <stdio.h>

#include "cli/chosen.h"

/* The KPIs: of --kpi, else of --where, else regret and officers' exhaustion. */
static int kpis_chosen(const struct plot_insight *wish, struct insight_wish *insight, struct err *err)
{
    enum output kpi[N_OUTPUTS];
    struct chosen_condition where = { .kpi = OUT_regret };
    if (wish->where && chosen_condition(wish->where, &where, err))
        return -1;
    insight->has_limit = wish->where != NULL;
    insight->above = where.above;
    insight->limit = where.value;
    insight->kpi[0] = where.kpi;
    insight->kpi[1] = OUT_officer_exhaustion;
    insight->n_kpis = 2;
    if (!wish->kpi || wish->where)
        return 0;
    int n = chosen_kpis(wish->kpi, kpi, err);
    insight->n_kpis = n < 2 ? n : 2;
    for (int i = 0; i < insight->n_kpis; i++)
        insight->kpi[i] = kpi[i];
    return n < 0 ? -1 : 0;
}

int plot_insight(const struct plot_insight *wish, const struct insight_kind *kind, struct result *result,
                 struct insight_wish insight, struct err *err)
{
    char path[4200], table[4200];
    struct insight drawn = { 0 };
    snprintf(path, sizeof path, "%s.%s", wish->stem, THEME_EXTENSIONS[insight.format]);
    snprintf(table, sizeof table, "%s.figure.csv", wish->stem);
    insight.policy = wish->policy;
    int status = kpis_chosen(wish, &insight, err) || insight_begin(&drawn, kind, result, &insight, err);
    if (!status && wish->script)
        fwrite(drawn.script.text, 1, drawn.script.used, stdout);
    else if (!status) {
        status = insight_save(&drawn, path, err) || insight_table(&drawn, table, err);
        if (!status)
            printf("%s\n", path);
    }
    insight_free(&drawn);
    return status ? -1 : 0;
}
