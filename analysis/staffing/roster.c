#include "roster.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/staffing/roster_windows.h"
#include "analysis/numbers/tidy.h"
#include "sim/base/draw.h"
#include "sim/scenario/scenario.h"

/* --- the programme: its columns in order --- */

struct programme {
    const struct roster_rules *rules;
    const int *required;
    int headcount;                      /* that may leave a shortage; 0: as many as cover everything */
    int allowed;                        /* operators there may be while it is made cheap */
    int n_patterns, n_breaks;           /* n_breaks 1 where there are none */
    int heads_row;
    unsigned pattern[ROSTER_MOST_PATTERNS];
    glp_prob *lp;
    int *index;                         /* room for a row */
    double *factor, *found;             /* found: the best solution, by column */
};

static int column_y(const struct programme *p, int shift, int pattern) { return 1 + shift * p->n_patterns + pattern; }
static int column_x(const struct programme *p, int shift, int pause, int day)
{
    return 1 + p->rules->n_shifts * p->n_patterns + (shift * p->n_breaks + pause) * ROSTER_DAYS + day;
}
static int column_short(const struct programme *p, int interval)
{
    return 1 + p->rules->n_shifts * (p->n_patterns + p->n_breaks * ROSTER_DAYS) + interval;
}

static void columns_make(struct programme *p)
{
    const struct roster_rules *rules = p->rules;
    int last = column_short(p, ROSTER_DAYS * rules->per_day) - 1;
    glp_add_cols(p->lp, last);
    for (int c = 1; c <= last; c++) {
        bool is_short = c >= column_short(p, 0);
        glp_set_col_kind(p->lp, c, c < column_x(p, 0, 0, 0) ? GLP_IV : GLP_CV);
        if (is_short && p->headcount == 0)
            glp_set_col_bnds(p->lp, c, GLP_FX, 0, 0);
        else
            glp_set_col_bnds(p->lp, c, GLP_LO, 0, 0);
    }
}

static void row_add(struct programme *p, int n, int kind, double bound)
{
    int row = glp_add_rows(p->lp, 1);
    glp_set_row_bnds(p->lp, row, kind, bound, bound);
    glp_set_mat_row(p->lp, row, n, p->index, p->factor);
}

static void term(struct programme *p, int *n, int column, double factor)
{
    p->index[++*n] = column;
    p->factor[*n] = factor;
}

static void links_make(struct programme *p)
{
    for (int s = 0; s < p->rules->n_shifts; s++)
        for (int d = 0; d < ROSTER_DAYS; d++) {
            int n = 0;
            for (int b = 0; b < p->n_breaks; b++)
                term(p, &n, column_x(p, s, b, d), 1);
            for (int y = 0; y < p->n_patterns; y++)
                if (p->pattern[y] >> d & 1)
                    term(p, &n, column_y(p, s, y), -1);
            row_add(p, n, GLP_FX, 0);
        }
}

static void covers_make(struct programme *p)
{
    const struct roster_rules *rules = p->rules;
    int week = ROSTER_DAYS * rules->per_day;
    for (int i = 0; i < week; i++) {
        int n = 0;
        for (int s = 0; s < rules->n_shifts; s++)
            for (int d = 0; d < ROSTER_DAYS; d++) {
                int since = (i - d * rules->per_day - rules->shift[s].start + 2 * week) % week;
                for (int b = 0; b < p->n_breaks; b++)
                    if (roster_on_phone(rules, s, rules->n_breaks ? b : NONE, since))
                        term(p, &n, column_x(p, s, b, d), 1);
            }
        term(p, &n, column_short(p, i), 1);
        row_add(p, n, GLP_LO, p->required[i]);
    }
}

/* How many operators there are. */
static void heads_make(struct programme *p)
{
    int n = 0;
    for (int s = 0; s < p->rules->n_shifts; s++)
        for (int y = 0; y < p->n_patterns; y++)
            term(p, &n, column_y(p, s, y), 1);
    row_add(p, n, GLP_UP, p->headcount > 0 ? p->headcount : ROSTER_MOST_OPERATORS);
    p->heads_row = glp_get_num_rows(p->lp);
}

enum aim { AIM_HEADS, AIM_SHORTAGE, AIM_COST };
static const double LITTLE_COST = 1e-4;         /* of an hour: those of all operators are less than one of them */

/* A little cost beside heads or shortage makes one roster better than another where these are alike. */
static void aim_set_with(struct programme *p, enum aim aim, double cost)
{
    const struct roster_rules *rules = p->rules;
    for (int c = 1; c <= glp_get_num_cols(p->lp); c++)
        glp_set_obj_coef(p->lp, c, aim == AIM_SHORTAGE && c >= column_short(p, 0));
    for (int s = 0; s < rules->n_shifts; s++)
        for (int y = 0; y < p->n_patterns; y++)
            glp_set_obj_coef(p->lp, column_y(p, s, y),
                             (aim == AIM_HEADS) + cost * __builtin_popcount(p->pattern[y]) * roster_shift_cost(rules, s));
}

static void aim_set(struct programme *p, enum aim aim) { aim_set_with(p, aim, aim == AIM_COST); }

/* --- the search --- */

/* Diving: the relaxed programme is solved again and again; each time what is whole already may not fall, and of the rest
 * the operators nearest to one more are rounded up (down, where that cannot be). */
static int relaxed(struct programme *p, glp_smcp *how)
{
    return glp_simplex(p->lp, how) == 0 && glp_get_status(p->lp) == GLP_OPT ? 0 : -1;
}

/* The column of y that is furthest from whole upwards; 0: all are whole. Whole parts become lower bounds. */
static int fraction_largest(struct programme *p)
{
    int most = 0, last = column_x(p, 0, 0, 0) - 1;
    double largest = 1e-6;
    for (int c = 1; c <= last; c++) {
        double value = glp_get_col_prim(p->lp, c), part = value - floor(value + 1e-6);
        if (part > largest) {
            largest = part;
            most = c;
        }
    }
    return most;
}

static int dive(struct programme *p)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    int ok = relaxed(p, &how), column;
    while (ok == 0 && (column = fraction_largest(p))) {
        double below = floor(glp_get_col_prim(p->lp, column));
        glp_set_col_bnds(p->lp, column, GLP_LO, below + 1, 0);
        if (relaxed(p, &how) == 0)
            continue;
        glp_set_col_bnds(p->lp, column, GLP_FX, below, below);
        ok = relaxed(p, &how);
    }
    for (int c = 1; ok == 0 && c <= glp_get_num_cols(p->lp); c++)
        p->found[c] = glp_get_col_prim(p->lp, c);
    for (int c = 1; c < column_x(p, 0, 0, 0); c++) {
        p->found[c] = ok == 0 ? floor(p->found[c] + .5) : 0;
        glp_set_col_bnds(p->lp, c, GLP_LO, 0, 0);
    }
    return ok;
}

struct search { int nodes, most; double bound; const double *known; };

static void watch(glp_tree *tree, void *self)
{
    struct search *search = self;
    int best = glp_ios_best_node(tree);
    if (best)
        search->bound = glp_ios_node_bound(tree, best);
    if (glp_ios_reason(tree) == GLP_IHEUR && search->known) {
        glp_ios_heur_sol(tree, search->known);
        search->known = NULL;
    }
    glp_ios_tree_size(tree, NULL, NULL, &search->nodes);
    if (search->nodes > search->most)
        glp_ios_terminate(tree);
}

/* Branch and bound, from what was found before where that is a solution; found becomes the best within the nodes, bound
 * what none lies below. */
enum start { FROM_NOTHING, FROM_FOUND };
static int search(struct programme *p, enum start start, int nodes, double *value, double *bound)
{
    struct search s = { .most = nodes, .bound = -INFINITY, .known = start == FROM_FOUND ? p->found : NULL };
    glp_smcp how;
    glp_iocp options;
    glp_init_smcp(&how);
    glp_init_iocp(&options);
    how.msg_lev = options.msg_lev = GLP_MSG_OFF;
    options.cb_func = watch;
    options.cb_info = &s;
    options.br_tech = GLP_BR_PCH;
    options.mip_gap = 1e-4;
    if (relaxed(p, &how) != 0)
        return -1;
    double least = glp_get_obj_val(p->lp);
    int code = glp_intopt(p->lp, &options), status = glp_mip_status(p->lp);
    if ((code != 0 && code != GLP_ESTOP && code != GLP_EMIPGAP) || (status != GLP_OPT && status != GLP_FEAS))
        return -1;
    for (int c = 1; c <= glp_get_num_cols(p->lp); c++)
        p->found[c] = glp_mip_col_val(p->lp, c);
    *value = glp_mip_obj_val(p->lp);
    *bound = code == 0 && status == GLP_OPT ? *value : fmax(least, s.bound);
    return 0;
}

/* --- windows that tighten the relaxed programme --- */

/* Patterns times the days of theirs whose shift meets the window. */
static int window_terms(struct programme *p, struct roster_window w, double *value)
{
    int n = 0;
    *value = 0;
    for (int s = 0; s < p->rules->n_shifts; s++)
        for (int y = 0; y < p->n_patterns; y++) {
            int days = 0;
            for (int d = 0; d < ROSTER_DAYS; d++)
                days += (p->pattern[y] >> d & 1) && roster_window_meets(p->rules, w, s, d);
            if (days == 0)
                continue;
            term(p, &n, column_y(p, s, y), days);
            *value += days * glp_get_col_prim(p->lp, column_y(p, s, y));
        }
    return n;
}

/* One pass: rows that the relaxed solution offends, of windows of these hours every two hours. */
static int windows_pass(struct programme *p, struct err *err)
{
    static const int HOURS[] = { 8, 10, 12, 14, 16, 18, 20, 24, 33, 40, 48 };
    int per_day = p->rules->per_day, step = per_day >= 12 ? per_day / 12 : 1;
    for (int from = 0; from < ROSTER_DAYS * per_day; from += step)
        for (size_t h = 0; h < sizeof HOURS / sizeof *HOURS; h++) {
            struct roster_window w = { from, HOURS[h] * per_day / 24 };
            double value;
            int least = w.length > 0 ? roster_window_least(p->rules, p->required, w, err) : 0;
            if (least < 0)
                return -1;
            int n = window_terms(p, w, &value);
            if (least > value + 1e-6)
                row_add(p, n, GLP_LO, least);
        }
    return 0;
}

static int windows_add(struct programme *p, struct err *err)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    for (int pass = 0; pass < 2; pass++) {
        if (relaxed(p, &how) != 0)
            return 0;                           /* the search will say so */
        if (windows_pass(p, err) != 0)
            return -1;
    }
    glp_std_basis(p->lp);
    return 0;
}

/* Breaks cut to pieces may have covered with fewer than a window takes. */
static bool found_keeps_windows(const struct programme *p)
{
    for (int row = p->heads_row + 1; row <= glp_get_num_rows(p->lp); row++) {
        double sum = 0;
        for (int n = glp_get_mat_row(p->lp, row, p->index, p->factor); n > 0; n--)
            sum += p->factor[n] * p->found[p->index[n]];
        if (sum < glp_get_row_lb(p->lp, row) - 1e-6)
            return false;
    }
    return true;
}

/* --- a roster found is planned anew in parts --- */

enum { ROUNDS = 24, ROUND_NODES = 40, ANEW_PERCENT = 50 };

/* In turn by shifts, by days off, and here and there. */
static bool planned_anew(int round, int shift, int pattern)
{
    int part = round % 3 == 0 ? shift : round % 3 == 1 ? pattern : shift * ROSTER_MOST_PATTERNS + pattern;
    return draw_below(draw_hash((uint32_t)part, (uint32_t)round), 100) < ANEW_PERCENT;
}

static double value_found(const struct programme *p)
{
    double value = 0;
    for (int c = 1; c <= glp_get_num_cols(p->lp); c++)
        value += glp_get_obj_coef(p->lp, c) * p->found[c];
    return value;
}

static void part_hold(struct programme *p, int round, const double best[])
{
    for (int s = 0; s < p->rules->n_shifts; s++)
        for (int y = 0; y < p->n_patterns; y++) {
            int column = column_y(p, s, y);
            double as_is = floor(best[column] + .5);
            if (planned_anew(round, s, y))
                glp_set_col_bnds(p->lp, column, GLP_LO, 0, 0);
            else
                glp_set_col_bnds(p->lp, column, GLP_FX, as_is, as_is);
        }
}

static int improve(struct programme *p, struct err *err)
{
    size_t n = (size_t)glp_get_num_cols(p->lp) + 1;
    double *best = malloc(n * sizeof *best), least = value_found(p), value, bound;
    if (!best)
        return err_set(err, "no memory for a roster");
    memcpy(best, p->found, n * sizeof *best);
    for (int round = 0; round < ROUNDS; round++) {
        part_hold(p, round, best);
        memcpy(p->found, best, n * sizeof *best);
        glp_std_basis(p->lp);
        if (search(p, FROM_FOUND, ROUND_NODES, &value, &bound) == 0 && value < least - 1e-6) {
            least = value;
            memcpy(best, p->found, n * sizeof *best);
        }
    }
    memcpy(p->found, best, n * sizeof *best);
    free(best);
    for (int c = 1; c < column_x(p, 0, 0, 0); c++)
        glp_set_col_bnds(p->lp, c, GLP_LO, 0, 0);
    glp_std_basis(p->lp);
    return 0;
}

/* --- from numbers to persons --- */

static int whole(const struct programme *p, int column) { return (int)floor(p->found[column] + .5); }

/* Breaks of a day are handed out in turn, another operator first each day. */
static void breaks_give(const struct programme *p, struct roster *r, int first, int last, int shift, int day)
{
    int working = 0, given = 0;
    for (int o = first; o < last; o++)
        working += r->operator[o].days >> day & 1;
    for (int b = 0; b < p->n_breaks && p->rules->n_breaks > 0; b++)
        for (int k = whole(p, column_x(p, shift, b, day)); k > 0; k--, given++)
            for (int o = first, at = 0; o < last; o++)
                if (r->operator[o].days >> day & 1 && at++ == (given + day) % working)
                    r->operator[o].break_after[day] = p->rules->break_after[b];
}

static void persons_make(const struct programme *p, struct roster *r)
{
    for (int s = 0; s < p->rules->n_shifts; s++) {
        int first = r->n;
        for (int y = 0; y < p->n_patterns; y++)
            for (int k = whole(p, column_y(p, s, y)); k > 0; k--)
                r->operator[r->n++] = (struct roster_operator){ s, p->pattern[y], { NONE, NONE, NONE, NONE, NONE, NONE, NONE } };
        for (int d = 0; d < ROSTER_DAYS; d++)
            breaks_give(p, r, first, r->n, s, d);
    }
}

static void cover_count(const struct programme *p, struct roster *r)
{
    const struct roster_rules *rules = p->rules;
    int week = ROSTER_DAYS * rules->per_day;
    for (int o = 0; o < r->n; o++) {
        const struct roster_operator *one = &r->operator[o];
        const struct roster_shift *shift = &rules->shift[one->shift];
        r->cost_h += __builtin_popcount(one->days) * roster_shift_cost(rules, one->shift);
        for (int d = 0; d < ROSTER_DAYS; d++)
            for (int k = 0; one->days >> d & 1 && k < shift->length; k++) {
                int since_break = k - one->break_after[d];
                if (one->break_after[d] == NONE || since_break < 0 || since_break >= rules->break_length)
                    r->cover[(d * rules->per_day + shift->start + k) % week]++;
            }
    }
    for (int i = 0; i < week; i++)
        r->shortage += p->required[i] > r->cover[i] ? p->required[i] - r->cover[i] : 0;
}

/* --- all of it --- */

static int covered_at_all(const struct programme *p, struct err *err)
{
    const struct roster_rules *rules = p->rules;
    for (int i = 0; i < ROSTER_DAYS * rules->per_day; i++) {
        bool on = p->required[i] <= 0;
        for (int s = 0; s < rules->n_shifts && !on; s++)
            for (int b = 0; b < p->n_breaks && !on; b++)
                on = roster_on_phone(rules, s, rules->n_breaks ? b : NONE,
                              (i - rules->shift[s].start + 2 * rules->per_day) % rules->per_day);
        if (!on)
            return err_input(err, "%d operators are required at %02d:%02d, and no shift of the rules is on duty then",
                             p->required[i], i % rules->per_day * rules->interval_s / 3600,
                             i % rules->per_day * rules->interval_s / 60 % 60);
    }
    return 0;
}

static int programme_make(struct programme *p, struct err *err)
{
    p->n_patterns = roster_patterns(p->rules, p->pattern);
    p->n_breaks = p->rules->n_breaks ? p->rules->n_breaks : 1;
    if (p->headcount == 0 && covered_at_all(p, err) != 0)
        return -1;
    size_t room = (size_t)column_short(p, ROSTER_DAYS * p->rules->per_day) + 1;
    p->index = calloc(room, sizeof *p->index);
    p->factor = calloc(room, sizeof *p->factor);
    p->found = calloc(room, sizeof *p->found);
    if (!p->index || !p->factor || !p->found)
        return err_set(err, "no memory for a roster");
    glp_term_out(GLP_OFF);
    p->lp = glp_create_prob();
    glp_set_obj_dir(p->lp, GLP_MIN);
    columns_make(p);
    links_make(p);
    covers_make(p);
    heads_make(p);
    return 0;
}

/* What the first search found is kept while the second makes it cheap. */
static void hold(struct programme *p, double value, double bound)
{
    if (p->headcount == 0) {
        double most = fmax(p->allowed, floor(value + .5)), least = p->allowed ? bound : most;
        glp_set_row_bnds(p->lp, p->heads_row, least < most ? GLP_DB : GLP_FX, least, most);
        return;
    }
    int n = 0;
    for (int i = 0; i < ROSTER_DAYS * p->rules->per_day; i++)
        term(p, &n, column_short(p, i), 1);
    row_add(p, n, GLP_UP, ceil(value - 1e-6));
}

/* Days on and shifts are whole by now; breaks that are not are made so, at the least shortage. */
static int breaks_whole(struct programme *p, struct err *err)
{
    double value, bound;
    for (int c = 1; c < column_x(p, 0, 0, 0); c++)
        glp_set_col_bnds(p->lp, c, GLP_FX, whole(p, c), whole(p, c));
    for (int c = column_x(p, 0, 0, 0); c < column_short(p, 0); c++)
        glp_set_col_kind(p->lp, c, GLP_IV);
    for (int i = 0; i < ROSTER_DAYS * p->rules->per_day; i++)
        glp_set_col_bnds(p->lp, column_short(p, i), GLP_LO, 0, 0);
    if (p->headcount)
        glp_set_row_bnds(p->lp, glp_get_num_rows(p->lp), GLP_FR, 0, 0);
    aim_set(p, AIM_SHORTAGE);
    glp_std_basis(p->lp);
    if (search(p, FROM_NOTHING, p->rules->most_nodes, &value, &bound) != 0)
        return err_set(err, "the breaks of a roster could not be placed");
    return 0;
}

/* The best that rounding, planning anew in parts, and branch and bound find. */
static int best_search(struct programme *p, enum aim aim, double *value, double *bound, struct err *err)
{
    aim_set_with(p, aim, aim == AIM_COST ? 1 : LITTLE_COST);
    if (improve(p, err) != 0)
        return -1;
    aim_set(p, aim);
    return search(p, FROM_FOUND, p->rules->most_nodes, value, bound);
}

static int solve(struct programme *p, struct roster *r, struct err *err)
{
    double first, without, bound, cost;
    enum aim aim = p->headcount ? AIM_SHORTAGE : AIM_HEADS;
    aim_set(p, aim);
    int failed = dive(p) || search(p, FROM_FOUND, p->rules->most_nodes, &first, &without);
    if (!failed && p->headcount == 0 && windows_add(p, err) != 0)
        return -1;
    failed = failed || (!found_keeps_windows(p) && dive(p)) || best_search(p, aim, &first, &bound, err);
    if (failed)
        return err->code ? -1 : err_input(err, "no roster by these rules covers the requirement; allow more starts or breaks");
    bound = fmax(bound, without);
    r->headcount_bound = p->headcount ? p->headcount : ceil(bound - 1e-6);
    r->shortage_bound = p->headcount ? fmax(0, ceil(bound - 1e-6)) : 0;
    hold(p, first, r->headcount_bound);
    if (best_search(p, AIM_COST, &cost, &r->cost_bound, err) != 0 || breaks_whole(p, err) != 0)
        return err->code ? -1 : err_set(err, "a roster that was found could not be made cheaper");
    int n = 0;
    for (int c = 1; c < column_x(p, 0, 0, 0); c++)
        n += whole(p, c);
    r->operator = calloc((size_t)n + 1, sizeof *r->operator);
    r->cover = calloc((size_t)(ROSTER_DAYS * p->rules->per_day), sizeof *r->cover);
    if (!r->operator || !r->cover)
        return err_set(err, "no memory for a roster of %d", n);
    persons_make(p, r);
    cover_count(p, r);
    return 0;
}

static int programme_solve(struct programme p, struct roster *roster, struct err *err)
{
    *roster = (struct roster){ 0 };
    int failed = programme_make(&p, err) || solve(&p, roster, err);
    if (p.lp)
        glp_delete_prob(p.lp);
    glp_free_env();
    free(p.index);
    free(p.factor);
    free(p.found);
    return failed ? -1 : 0;
}

/* A headcount that covers everything is a cover with so many allowed; only one that does not may leave a shortage. */
int roster_solve(struct roster *roster, const struct roster_rules *rules, const int required[], int headcount, struct err *err)
{
    struct programme p = { .rules = rules, .required = required, .allowed = headcount };
    struct err none = { 0 };
    int failed = programme_solve(p, roster, headcount ? &none : err);
    if (headcount == 0 || (!failed && roster->n <= headcount && roster->shortage == 0))
        return failed;
    roster_free(roster);
    p.headcount = headcount;
    return programme_solve(p, roster, err);
}

void roster_free(struct roster *roster)
{
    free(roster->operator);
    free(roster->cover);
    *roster = (struct roster){ 0 };
}

/* --- on paper --- */

static void time_print(FILE *out, const struct roster_rules *rules, int interval)
{
    int minute = interval % rules->per_day * rules->interval_s / 60;
    fprintf(out, ",%02d:%02d", minute / 60, minute % 60);
}

int roster_csv(const struct roster *roster, const struct roster_rules *rules, const char *path, struct err *err)
{
    static const char *const DAYS[ROSTER_DAYS] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err) != 0)
        return -1;
    fputs("operator,weekday,start,end,break_start,break_end\n", tidy.file);
    for (int o = 0; o < roster->n; o++)
        for (int d = 0; d < ROSTER_DAYS; d++) {
            const struct roster_operator *one = &roster->operator[o];
            const struct roster_shift *shift = &rules->shift[one->shift];
            int pause = one->break_after[d];
            if (!(one->days >> d & 1))
                continue;
            fprintf(tidy.file, "%d,%s", o + 1, DAYS[d]);
            time_print(tidy.file, rules, shift->start);
            time_print(tidy.file, rules, shift->start + shift->length);
            if (pause == NONE) {
                fputs(",,", tidy.file);
            } else {
                time_print(tidy.file, rules, shift->start + pause);
                time_print(tidy.file, rules, shift->start + pause + rules->break_length);
            }
            fputc('\n', tidy.file);
        }
    return tidy_end(&tidy, err);
}
