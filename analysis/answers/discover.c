#include "discover.h"

#include <math.h>
#include <stdlib.h>

#include "sim/record/result.h"

int discover_read(struct discovery *d, struct result *result, const struct discover_wish *wish, struct err *err)
{
    struct response y = { 0 };
    *d = (struct discovery){ .wish = *wish };
    int n = 0, failed = factors_of(&d->factors, result_plan(result), err) ||
                        response_read(&y, &d->factors, result, wish->kpi, wish->policy, NO_POLICY, err);
    if (!failed) {
        d->x = malloc((size_t)y.n_points * (size_t)d->factors.n * sizeof *d->x);
        d->interest = malloc((size_t)y.n_points);
        failed = !d->x || !d->interest ? err_set(err, "no memory for %d points", y.n_points) : 0;
    }
    for (int p = 0; !failed && p < y.n_points; p++) {
        if (!isfinite(y.mean[p]))
            continue;
        for (int i = 0; i < d->factors.n; i++)
            d->x[(long)n * d->factors.n + i] = factors_value(&d->factors, p, i);
        d->interest[n++] = wish->above ? y.mean[p] > wish->limit : y.mean[p] < wish->limit;
    }
    d->n_left_out = y.n_points - n;
    failed = failed || prim_find(&d->prim, n, d->factors.n, d->x, d->interest, &wish->prim, err);
    response_free(&y);
    if (failed)
        discover_free(d);
    return failed ? -1 : 0;
}

void discover_free(struct discovery *d)
{
    prim_free(&d->prim);
    free(d->x);
    free(d->interest);
    d->x = NULL;
    d->interest = NULL;
}

static void side_put(struct sheet *sheet, double limit, const struct prim_limit *l)
{
    int limited = prim_limited(limit);
    sheet_number(sheet, limited ? limit : NAN);
    sheet_number(sheet, limited ? l->quasi_p : NAN);
    sheet_number(sheet, limited ? l->recurs : NAN);
}

int discover_sheet(const struct discovery *d, struct sheet *sheet, int chinese)
{
    static const struct sheet_column COLUMNS[] = {
        { "factor", SHEET_TEXT, "", "" },
        { "from", SHEET_NUMBER, "from", "不低于" }, { "from_quasi_p", SHEET_NUMBER, "quasi-p", "准p值" },
        { "from_recurs", SHEET_NUMBER, "recurs", "重现率" },
        { "to", SHEET_NUMBER, "to", "不高于" }, { "to_quasi_p", SHEET_NUMBER, "quasi-p", "准p值" },
        { "to_recurs", SHEET_NUMBER, "recurs", "重现率" }, { "verdict", SHEET_TEXT, "", "" },
    };
    sheet_begin(sheet, "limits", 8, COLUMNS);
    for (int i = 0; i < d->factors.n; i++) {
        const struct prim *p = &d->prim;
        int low = prim_limited(p->box.low[i]), high = prim_limited(p->box.high[i]);
        int spurious = (!low || p->low[i].spurious) && (!high || p->high[i].spurious);
        int half = (low && p->low[i].spurious) || (high && p->high[i].spurious);
        if (!low && !high)
            continue;
        sheet_text(sheet, "%s", factors_name(&d->factors, i));
        side_put(sheet, p->box.low[i], &p->low[i]);
        side_put(sheet, p->box.high[i], &p->high[i]);
        sheet_text(sheet, "%s", spurious ? (chinese ? "疑为虚假" : "may be spurious")
                                : half ? (chinese ? "一侧疑为虚假" : "one side may be spurious") : "");
    }
    return sheet_failed(sheet) ? -1 : 0;
}

int discover_steps_sheet(const struct discovery *d, struct sheet *sheet)
{
    static const struct sheet_column COLUMNS[] = {
        { "step", SHEET_TEXT, "peeled", "剥离" }, { "points", SHEET_COUNT, "points", "点数" },
        { "density", SHEET_NUMBER, "density", "密度" }, { "coverage", SHEET_NUMBER, "coverage", "覆盖率" },
    };
    sheet_begin(sheet, "steps", 4, COLUMNS);
    for (int s = 0; s < d->prim.n_steps; s++) {
        sheet_text(sheet, "%d", s);
        sheet_number(sheet, d->prim.step[s].n);
        sheet_number(sheet, d->prim.step[s].density);
        sheet_number(sheet, d->prim.step[s].coverage);
    }
    return sheet_failed(sheet) ? -1 : 0;
}
