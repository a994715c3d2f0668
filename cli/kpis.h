/* kpis.h - outputs that are one number a run as rows of a table, the same in `run` and `compare`. */
#ifndef KPIS_H
#define KPIS_H

#include "analysis/numbers/estimates.h"
#include "cli/table.h"

/* A row with the name of the KPI's section, unless `before` is of the same one; N_OUTPUTS: nothing is before it. */
void kpi_section(struct table *t, enum output kpi, enum output before, int chinese);

/* A cell each: mean and half-width, with (n=2) when fewer of the runs than n_runs could tell, and where it is a time that some
 * of them did not see, "> 365", the run's days in the KPI's unit; the unit, nothing for a pure number; what the KPI is. A time
 * in seconds that is days says so: then each cell of the row but the first, its name, has its own unit, and the unit's is empty. */
void kpi_value(struct table *t, enum output kpi, struct estimate e, int n_runs, int days);
void kpi_unit(struct table *t, enum output kpi);
void kpi_name(struct table *t, enum output kpi, int chinese);

/* The KPIs that a comparison shows by itself: how many, the first of them in kpi[0 .. most - 1]. */
int kpi_headlines(enum output kpi[], int most);

#endif
