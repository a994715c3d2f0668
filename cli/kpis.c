#include "kpis.h"

#include <string.h>

#include "analysis/answers/headlines.h"

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

/* A cell of a time in seconds that says days: "2.3 ± .4 d", "> 365 d", "2.3 d (n=3)". */
static int says_days(const char *cell)
{
    const char *d = strstr(cell, " d");
    return d && strchr(" )", d[2] ? d[2] : ' ');
}

/* Gives the seconds among the row's n cells their unit; 0: none of the cells is in days, and they need none. */
static int mixed(struct table *t, int n)
{
    char (*cell)[TABLE_CELL_SIZE] = t->cell + t->n_cells - n;
    int days = 0;
    for (int i = 0; i < n; i++)
        days |= says_days(cell[i]);
    for (int i = 0; days && i < n; i++) {
        size_t number = strcspn(cell[i], "("), end = strlen(cell[i]);
        if (says_days(cell[i]) || strspn(cell[i], "–- ") == end)
            continue;
        while (number > 0 && cell[i][number - 1] == ' ')
            number--;
        if (end + 2 < TABLE_CELL_SIZE) {
            memmove(cell[i] + number + 2, cell[i] + number, end - number + 1);
            memcpy(cell[i] + number, " s", 2);
        }
    }
    return days;
}

void kpi_unit(struct table *t, enum output kpi)
{
    const char *unit = OUTPUTS[kpi].unit;
    int row = t->n_cells % t->n_columns;
    int own = t->cell && row > 1 && strcmp(unit, "s") == 0 && mixed(t, row - 1);
    table_cell(t, "%s", own || strcmp(unit, "1") == 0 ? "" : unit);
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
