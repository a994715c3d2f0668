#include "kpis.h"

#include <string.h>

#include "analysis/headlines.h"

void kpi_section(struct table *t, enum output kpi, enum output before, int chinese)
{
    enum section now = headline_section(kpi);
    if (before == N_OUTPUTS || headline_section(before) != now)
        table_section(t, chinese ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
}

void kpi_value(struct table *t, struct estimate e, int n_runs)
{
    char text[ESTIMATE_TEXT_SIZE];
    estimate_text(text, e, 0);
    if (e.n > 0 && e.n < n_runs)
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
