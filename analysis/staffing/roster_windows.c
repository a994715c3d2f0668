#include "roster_windows.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/scenario.h"

enum { MOST_NODES = 60 };

bool roster_window_meets(const struct roster_rules *rules, struct roster_window w, int shift, int day)
{
    int week = ROSTER_DAYS * rules->per_day, start = day * rules->per_day + rules->shift[shift].start;
    for (int k = 0; k < rules->shift[shift].length; k++)
        if ((start + k - w.from + 2 * week) % week < w.length)
            return true;
    return false;
}

/* ---- the programme ---- */

struct small {
    const struct roster_rules *rules;
    int n_breaks, n;                    /* 1 where there are none; columns */
    glp_prob *lp;
    int column[ROSTER_MOST_SHIFTS][ROSTER_MOST_BREAKS][ROSTER_DAYS];       /* 0: meets no interval of the window */
    int *index;
    double *factor;
};

static void columns_make(struct small *p, struct roster_window w)
{
    for (int s = 0; s < p->rules->n_shifts; s++)
        for (int d = 0; d < ROSTER_DAYS; d++)
            for (int b = 0; b < p->n_breaks && roster_window_meets(p->rules, w, s, d); b++) {
                int column = p->column[s][b][d] = glp_add_cols(p->lp, 1);
                glp_set_col_kind(p->lp, column, GLP_IV);
                glp_set_col_bnds(p->lp, column, GLP_LO, 0, 0);
                glp_set_obj_coef(p->lp, column, 1);
                p->n = column;
            }
}

static void row_make(struct small *p, int interval, int required)
{
    const struct roster_rules *rules = p->rules;
    int week = ROSTER_DAYS * rules->per_day, n = 0;
    for (int s = 0; s < rules->n_shifts; s++)
        for (int d = 0; d < ROSTER_DAYS; d++) {
            int since = (interval - d * rules->per_day - rules->shift[s].start + 2 * week) % week;
            for (int b = 0; b < p->n_breaks; b++)
                if (p->column[s][b][d] && roster_on_phone(rules, s, rules->n_breaks ? b : NONE, since)) {
                    p->index[++n] = p->column[s][b][d];
                    p->factor[n] = 1;
                }
        }
    int row = glp_add_rows(p->lp, 1);
    glp_set_row_bnds(p->lp, row, GLP_LO, required, 0);
    glp_set_mat_row(p->lp, row, n, p->index, p->factor);
}

/* ---- its bound ---- */

struct nodes { double bound; };

static void watch(glp_tree *tree, void *self)
{
    struct nodes *seen = self;
    int best = glp_ios_best_node(tree), nodes;
    if (best)
        seen->bound = glp_ios_node_bound(tree, best);
    glp_ios_tree_size(tree, NULL, NULL, &nodes);
    if (nodes > MOST_NODES)
        glp_ios_terminate(tree);
}

static int bound_of(glp_prob *lp)
{
    struct nodes seen = { -INFINITY };
    glp_smcp how;
    glp_iocp options;
    glp_init_smcp(&how);
    glp_init_iocp(&options);
    how.msg_lev = options.msg_lev = GLP_MSG_OFF;
    options.mir_cuts = options.gmi_cuts = GLP_ON;
    options.cb_func = watch;
    options.cb_info = &seen;
    if (glp_simplex(lp, &how) != 0 || glp_get_status(lp) != GLP_OPT)
        return 0;
    double relaxed = glp_get_obj_val(lp);
    int code = glp_intopt(lp, &options), done = code == 0 && glp_mip_status(lp) == GLP_OPT;
    return (int)ceil((done ? glp_mip_obj_val(lp) : fmax(relaxed, seen.bound)) - 1e-6);
}

int roster_window_least(const struct roster_rules *rules, const int required[], struct roster_window w, struct err *err)
{
    int week = ROSTER_DAYS * rules->per_day, least = -1;
    size_t room = (size_t)(rules->n_shifts * ROSTER_MOST_BREAKS * ROSTER_DAYS) + 1;
    struct small *p = calloc(1, sizeof *p);
    if (p) {
        *p = (struct small){ .rules = rules, .n_breaks = rules->n_breaks ? rules->n_breaks : 1, .lp = glp_create_prob(),
                             .index = calloc(room, sizeof *p->index), .factor = calloc(room, sizeof *p->factor) };
        if (p->index && p->factor) {
            columns_make(p, w);
            for (int k = 0; k < w.length; k++)
                row_make(p, (w.from + k) % week, required[(w.from + k) % week]);
            least = bound_of(p->lp);
        }
        glp_delete_prob(p->lp);
        free(p->index);
        free(p->factor);
        free(p);
    }
    return least >= 0 ? least : err_set(err, "no memory for a window of a roster");
}
