/* figures.h - a figure from a result: what it shows is pooled over replications, then drawn.
 *
 *     struct figure figure;
 *     if (figure_begin(&figure, figure_kind("backlog"), result, &wish, err) == 0) {
 *         figure_save(&figure, "backlog.png", err);          // or fwrite figure.script.text
 *         figure_table(&figure, "backlog.csv", err);         // the same numbers
 *     }
 *     figure_free(&figure);
 */
#ifndef FIGURES_H
#define FIGURES_H

#include "analysis/answers/compare.h"
#include "analysis/answers/pool.h"
#include "plots/marks.h"
#include "plots/theme.h"
#include "sim/record/plan.h"
#include "sim/scenario/params.h"

struct result;
struct figure;

enum figure_needs { FIGURE_VALUES, FIGURE_SHARES, FIGURE_FIRST, FIGURE_COMPARISON, FIGURE_RESPONSE, FIGURE_POINTS };
enum { FIGURE_MOST_OUTPUTS = 8, FIGURE_NAME_SIZE = 256 };

struct figure_kind {
    const char *name;               /* as in figures.def, with _ */
    enum figure_needs needs;
    const char *title, *chinese;
    enum output output[FIGURE_MOST_OUTPUTS];    /* ended by N_OUTPUTS */
    void (*draw)(struct figure *figure);
};
extern const struct figure_kind FIGURES[];
extern const int N_FIGURES;

struct figure_wish {
    enum theme_format format;
    int chinese;
    double level;                   /* of intervals and bands */
    int control;                    /* scenario */
    int n_scenarios, scenario[THEME_STYLES];    /* those to draw, in the order of their colours */
};

struct figure {
    const struct figure_kind *kind;
    const struct figure_wish *wish;
    const struct result_plan *plan;
    const struct extents *extents;
    int least_runs, most_runs;      /* finished runs of the scenarios that are drawn */
    struct pool pool[FIGURE_MOST_OUTPUTS];      /* of each output of the kind */
    struct comparison comparison;
    char name[THEME_STYLES][FIGURE_NAME_SIZE];      /* of the scenarios that are drawn: "policy, 0.6" for "policy @ key=0.6" */
    char note[256];                 /* what is averaged, where it is not means with intervals; set before the page */
    struct script script;
    struct page page;
};

const struct figure_kind *figure_kind(const char *name);       /* with - or _; NULL: there is none */

int figure_begin(struct figure *f, const struct figure_kind *kind, struct result *result,
                 const struct figure_wish *wish, struct err *err);
/* The same, and a figure of the COMPARISON or RESPONSE has these n KPIs instead of its own. */
int figure_begin_with(struct figure *f, const struct figure_kind *kind, struct result *result,
                      const struct figure_wish *wish, int n, const enum output kpi[], struct err *err);
int figure_save(const struct figure *f, const char *path, struct err *err);
/* Are there points that differ in one factor alone, which a figure of the RESPONSE puts on its axis? */
int figure_responds(const struct result_plan *plan);
/* Is there more than one point, so that a figure of POINTS has something to show? */
int figure_has_points(const struct result_plan *plan);
/* Tidy CSV, one row a number that the figure shows. */
int figure_table(const struct figure *f, const char *path, struct err *err);
void figure_free(struct figure *f);

/* For the files that draw. */
const char *figure_word(const struct figure *f, const char *english, const char *chinese);
const char *figure_output_name(const struct figure *f, int i);  /* of the kind's i-th output, in the user's language */
const char *figure_kpi_name(const struct figure *f, int k);     /* of the comparison's k-th KPI, in a few words */
/* A parameter's path; in Chinese figures what it is called there. */
const char *figure_parameter(const struct figure *f, const char *path, char name[PATH_SIZE]);
/* Where a page has room for so many panels: how many it gets; if that is not all, the note says so. */
int figure_panels(struct figure *f, int most);
/* A coordinate's i-th name. */
const char *figure_label(const struct figure *f, enum dimension d, int i);
void figure_page(struct figure *f, enum theme_legend legend, double body);   /* heading and the scenarios' legend */
void figure_page_with(struct figure *f, enum theme_legend legend, int n, const struct theme_entry entry[], double body);
/* The scenarios' curves: block[s] has n rows. Up to four with bands; of more, which would hide each other, with some intervals of
 * each as vertical lines, and the caption says so. */
void figure_curves(struct figure *f, int n, const int block[], const char *dash);
/* Their names as rows: a panel's room for them, the height of a row, at least `high`, and the panel's marks. */
double figure_names(const struct figure *f);
double figure_row(const struct figure *f, double high);
void figure_rows(struct figure *f, int shown);
/* The city of the study; "" where the result tells none. */
const char *figure_city(const struct figure *f, char name[64]);
/* "policy", "policy, 0.6"; a policy by its title where the user reads Chinese. */
void figure_policy_name(const struct figure *f, int scenario, char name[FIGURE_NAME_SIZE]);
void figure_scenario_name(const struct figure *f, int scenario, char name[FIGURE_NAME_SIZE]);
/* Estimate of the i-th output for the s-th scenario that is drawn. */
struct estimate figure_at(const struct figure *f, int i, int s, int first, int second);

#endif
