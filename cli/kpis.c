#include "kpis.h"

#include <string.h>

#include "analysis/headlines.h"

static const double DAY_S = 86400, HUGE_S = 2 * 86400;      /* from here on a cell in seconds says days, and so */

void kpi_section(struct table *t, enum output kpi, enum output before, int chinese)
{
    enum headline_section_id now = headline_section(kpi);
    if (before == N_OUTPUTS || headline_section(before) != now)
        table_section(t, chinese ? HEADLINE_SECTIONS[now].chinese : HEADLINE_SECTIONS[now].english);
}

void kpi_value(struct table *t, enum output kpi, struct estimate e, int n_runs, int days)
{
    char text[ESTIMATE_TEXT_SIZE];
    int seconds = strcmp(OUTPUTS[kpi].unit, "s") == 0, in_days = seconds && (e.beyond > 0 || e.mean >= HUGE_S);
    const char *d = in_days ? " d" : "";
    if (in_days)
        e = (struct estimate){ e.n, e.mean / DAY_S, e.sd / DAY_S, e.half / DAY_S, e.beyond };
    estimate_text(text, e, 0);
    if (e.beyond > 0 && e.n == 0)
        table_cell(t, "> %d%s", days, d);
    else if (e.beyond > 0)
        table_cell(t, "%s%s (n=%d; %d > %d%s)", text, d, e.n, e.beyond, days, d);
    else if (e.n > 0 && e.n < n_runs)
        table_cell(t, "%s%s (n=%d)", text, d, e.n);
    else
        table_cell(t, "%s%s", text, e.n > 0 ? d : "");
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

int kpi_headlines(enum output kpi[], int most)
{
    for (int h = 0; h < N_HEADLINES && h < most; h++)
        kpi[h] = HEADLINES[h].output;
    return N_HEADLINES;
}
