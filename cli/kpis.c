#include "kpis.h"

#include <string.h>

#include "analysis/headlines.h"

void kpi_section(struct table *t, enum output kpi, enum output before, int chinese)
{
    enum section now = headline_section(kpi);
    if (before == N_OUTPUTS || headline_section(before) != now)
        table_section(t, chinese ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
}

void kpi_value(struct table *t, enum output kpi, struct estimate e, int n_runs, int days)
{
    char text[ESTIMATE_TEXT_SIZE];
    double limit = strcmp(OUTPUTS[kpi].unit, "s") == 0 ? 86400.0 * days : days;
    estimate_text(text, e, 0);
    if (e.beyond > 0 && e.n == 0)
        table_cell(t, "> %.0f", limit);
    else if (e.beyond > 0)
        table_cell(t, "%s (n=%d; %d > %.0f)", text, e.n, e.beyond, limit);
    else if (e.n > 0 && e.n < n_runs)
        table_cell(t, "%s (n=%d)", text, e.n);
    else
        table_cell(t, "%s", text);
}

void kpi_unit(struct table *t, enum output kpi)
{
    const char *unit = OUTPUTS[kpi].unit;
    table_cell(t, "%s", strcmp(unit, "1") == 0 ? "" : unit);
}

void kpi_name(struct table *t, enum output kpi, int chinese)
{
    table_cell(t, "%s", chinese ? OUTPUTS[kpi].zh : OUTPUTS[kpi].long_name);
}
