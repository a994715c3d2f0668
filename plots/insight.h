/* insight.h - a figure of an analysis: what it shows is computed from a result, then drawn on a page of the theme. Its numbers are
 * the sheet of the verb of the same name.
 */
#ifndef INSIGHT_H
#define INSIGHT_H

#include "analysis/answers/discover.h"
#include "analysis/answers/pareto.h"
#include "analysis/answers/sensitivity.h"
#include "plots/marks.h"
#include "sim/scenario/params.h"

struct insight;

enum insight_needs { INSIGHT_SENSITIVITY, INSIGHT_RESPONSE, INSIGHT_FRONT, INSIGHT_BOX };

struct insight_kind {
    const char *name;
    enum insight_needs needs;
    const char *title, *chinese;
    void (*draw)(struct insight *insight);
};
extern const struct insight_kind INSIGHTS[];
extern const int N_INSIGHTS;

struct insight_wish {
    enum theme_format format;
    int chinese;
    double level;
    const char *policy;             /* NULL: the control */
    int n_kpis;
    enum output kpi[PARETO_MOST_OBJECTIVES];        /* the first two of a front, else the first */
    int has_limit, above;           /* of a box: cases of interest are above, or below */
    double limit;
};

struct insight {
    const struct insight_kind *kind;
    const struct insight_wish *wish;
    struct factors factors;
    int policy;
    struct sensitivity sensitivity;
    struct response response;
    struct pareto pareto;
    struct discovery discovery;
    struct script script;
    struct page page;
};

const struct insight_kind *insight_kind(const char *name);      /* NULL: there is none */

int insight_begin(struct insight *f, const struct insight_kind *kind, struct result *result, const struct insight_wish *wish,
                  struct err *err);
int insight_save(const struct insight *f, const char *path, struct err *err);
int insight_table(const struct insight *f, const char *path, struct err *err);      /* tidy CSV */
void insight_free(struct insight *f);

/* For the files that draw. */
const char *insight_word(const struct insight *f, const char *english, const char *chinese);
const char *insight_kpi(const struct insight *f, int i);            /* of the i-th KPI that was wished, what it is */
/* A page with the kind's title; the caption begins with the study's title. */
void insight_page(struct insight *f, const char *caption, int n, const struct theme_entry entry[], double body);
/* A factor's name; in Chinese figures what it is called there. */
const char *insight_factor(const struct insight *f, int i, char name[PATH_SIZE]);
/* Names of all factors in an order, the room that they need to the left of a panel, and their rows. */
double insight_factors_room(const struct insight *f);
void insight_factors_rows(struct insight *f, const int order[]);
/* The same with groups of factors below them, which have the numbers factors.n and on. */
double insight_sets_room(const struct insight *f);
void insight_sets_rows(struct insight *f, int n, const int order[]);

#endif
