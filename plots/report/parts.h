/* parts.h - the parts of a page, each in the language at hand, and what they share. */
#ifndef PARTS_H
#define PARTS_H

#include <stdio.h>

#include "analysis/answers/compare.h"
#include "plots/figures.h"
#include "plots/insight.h"
#include "plots/report/report.h"
#include "sim/record/result.h"

struct report {
    const struct report_wish *wish;
    struct result *result;
    const struct result_plan *plan;
    struct comparison c;            /* of the headlines */
    int n_shown, shown[THEME_STYLES];           /* scenarios with a colour of their own: the first ones */
    FILE *out;
    int zh;                         /* the language at hand */
    int n_stills;
    struct still *still;
    char stills_missing[256];       /* why there are none, or "" */
    char *numbers;                  /* of the interactive charts, JSON; NULL where there are none */
};

/* A static figure: its kind, which is of outputs or of an analysis, and the picture in either language. */
struct still { const struct figure_kind *kind; const struct insight_kind *insight; char *svg[2]; };

/* Words in the language at hand; a scenario and a KPI as a sentence calls them. */
const char *report_word(const struct report *r, const char *english, const char *chinese);
enum { REPORT_NAME_SIZE = 384 };
/* A parameter's path as code; on the Chinese page after what it is called there. */
void report_parameter(const struct report *r, const char *path);
const char *report_scenario(const struct report *r, int scenario, char name[REPORT_NAME_SIZE]);
const char *report_kpi(const struct report *r, int k);
/* "0.12 ± 0.02 d": a value with its unit. */
void report_estimate(const struct report *r, enum output kpi, struct estimate e, int sign);
/* The number of runs that are done; scenarios of the first point of a study's design. */
int report_runs(const struct report *r);
int report_first_point(const struct report *r);
/* Has the study so many points that the page speaks of all of them first? */
int report_many(const struct report *r);

void question_write(struct report *r);          /* what is asked, and what is compared */
void finding_write(struct report *r);           /* what differs, what does not, what cannot be told */
void points_finding_write(struct report *r);    /* of a study of many points: the same over all of them, */
void points_table_write(struct report *r);      /* and every headline */
void table_write(struct report *r);             /* every headline of every scenario that is shown */
void charts_write(struct report *r);            /* the places of the interactive charts */
int charts_read(struct report *r, struct err *err);     /* their numbers, once for both languages */
int charts_number(void);                        /* 0 where the program has no uPlot */
int stills_make(struct report *r, struct err *err);     /* runs gnuplot; a missing gnuplot is no failure */
void stills_write(struct report *r);
void stills_free(struct report *r);
void assumptions_write(struct report *r);       /* what is not known to matter, and what is varied */
void closing_write(struct report *r);           /* how to make it again, how to cite it */

#endif
