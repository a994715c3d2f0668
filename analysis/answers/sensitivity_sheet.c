/* sensitivity_sheet.c - what factors, groups and pairs do, as tables. What is not told has its interval and no value. */
#include <math.h>

#include "analysis/answers/sensitivity.h"

enum { MOST_COLUMNS = 5 };
static const struct sheet_column FACTOR = { "factor", SHEET_TEXT, "factor", "因素" };
#define N_NEEDED { "n_needed", SHEET_COUNT, "n that would do", "足够的 n" }
static const struct sheet_column OF_KIND[][MOST_COLUMNS] = {
    [SENSITIVITY_SOBOL] = { { "first", SHEET_INTERVAL, "first order", "一阶" }, { "total", SHEET_INTERVAL, "total", "总" },
                            N_NEEDED },
    [SENSITIVITY_MORRIS] = { { "mu_star", SHEET_INTERVAL, "mu*", "mu*" }, { "mu", SHEET_INTERVAL, "mu", "mu" },
                             { "sigma", SHEET_INTERVAL, "sigma", "sigma" },
                             { "noise", SHEET_NUMBER, "mu* of noise", "噪声之 mu*" },
                             { "replications_needed", SHEET_COUNT, "replications, at least", "重复次数至少" } },
    [SENSITIVITY_RANKS] = { { "first", SHEET_INTERVAL, "first order (bins)", "一阶（分箱）" },
                            { "src", SHEET_INTERVAL, "SRRC (ranks)", "秩回归系数" },
                            N_NEEDED },
    [SENSITIVITY_SWINGS] = { { NULL, SHEET_TEXT, NULL, NULL } },
};
static const struct sheet_column SWING[] = {
    { "low", SHEET_NUMBER, "at", "取值" }, { "at_low", SHEET_INTERVAL, "change", "变化" },
    { "high", SHEET_NUMBER, "at", "取值" }, { "at_high", SHEET_INTERVAL, "change", "变化" },
};

static struct interval interval_of(struct estimate e) { return (struct interval){ estimate_low(e), estimate_high(e) }; }

static void index_put(struct sheet *sheet, int told, double value, struct interval interval)
{
    sheet_interval(sheet, told ? value : NAN, interval);
}

static void sobol_put(const struct sensitivity *s, int i, struct sheet *sheet)
{
    index_put(sheet, s->sobol.first[i].told, s->sobol.first[i].value, s->sobol.first[i].interval);
    index_put(sheet, s->sobol.total[i].told, s->sobol.total[i].value, s->sobol.total[i].interval);
    sheet_number(sheet, sensitivity_needed(s, i));
}

static void row_put(const struct sensitivity *s, int i, struct sheet *sheet)
{
    const struct sensitivity_swing *w = &s->swing[i];
    sheet_text(sheet, "%s", factors_name(&s->factors, i));
    if (s->kind == SENSITIVITY_SOBOL) {
        sobol_put(s, i, sheet);
    } else if (s->kind == SENSITIVITY_MORRIS) {
        index_put(sheet, sensitivity_told(s, i), s->morris[i].mu_star, s->morris[i].mu_star_interval);
        sheet_interval(sheet, s->morris[i].mu, s->morris[i].mu_interval);
        sheet_interval(sheet, s->morris[i].sigma, s->morris[i].sigma_interval);
        sheet_number(sheet, s->factors.n_replicates > 1 ? s->noise_effect[i] : NAN);
        sheet_number(sheet, sensitivity_needed(s, i));
    } else if (s->kind == SENSITIVITY_RANKS) {
        index_put(sheet, sensitivity_told(s, i), s->regress[i].first, s->regress[i].first_interval);
        sheet_interval(sheet, s->regress[i].coefficient, s->regress[i].coefficient_interval);
        sheet_number(sheet, sensitivity_needed(s, i));
    }
    sheet_number(sheet, w->low);
    sheet_interval(sheet, w->at_low.mean, interval_of(w->at_low));
    sheet_number(sheet, w->high);
    sheet_interval(sheet, w->at_high.mean, interval_of(w->at_high));
}

int sensitivity_sheet(const struct sensitivity *s, struct sheet *sheet)
{
    int order[FACTORS_MOST];
    sheet_begin(sheet, "factors", 1, &FACTOR);
    for (int c = 0; c < MOST_COLUMNS && OF_KIND[s->kind][c].name; c++)
        sheet_column(sheet, OF_KIND[s->kind][c]);
    for (int c = 0; c < 4; c++)
        sheet_column(sheet, SWING[c]);
    sensitivity_order(s, order);
    for (int i = 0; i < s->factors.n; i++)
        row_put(s, order[i], sheet);
    return sheet_failed(sheet) ? -1 : 0;
}

int sensitivity_groups_sheet(const struct sensitivity *s, struct sheet *sheet)
{
    static const struct sheet_column COLUMNS[] = {
        { "group", SHEET_TEXT, "together", "同变" }, { "first", SHEET_INTERVAL, "first order", "一阶" },
        { "total", SHEET_INTERVAL, "total", "总" }, N_NEEDED,
    };
    int k = s->factors.n, rows = s->kind == SENSITIVITY_SOBOL ? s->factors.n_groups : 0;
    if (!rows)
        return 0;
    sheet_begin(sheet, "groups", 4, COLUMNS);
    for (int g = 0; g < rows; g++) {
        sheet_text(sheet, "%s", s->factors.group[g].name);
        sobol_put(s, k + g, sheet);
    }
    return rows;
}

int sensitivity_pairs_sheet(const struct sensitivity *s, struct sheet *sheet)
{
    static const struct sheet_column COLUMNS[] = {
        { "factor", SHEET_TEXT, "factor", "因素" }, { "other", SHEET_TEXT, "with", "与" },
        { "pair", SHEET_INTERVAL, "together, beyond each", "交互" },
    };
    int k = s->factors.n, rows = 0;
    if (!s->sobol.pair)
        return 0;
    sheet_begin(sheet, "pairs", 3, COLUMNS);
    for (int i = 0; i < k; i++)
        for (int j = i + 1; j < k; j++, rows++) {
            const struct sobol_index *pair = &s->sobol.pair[i * k + j];
            sheet_text(sheet, "%s", factors_name(&s->factors, i));
            sheet_text(sheet, "%s", factors_name(&s->factors, j));
            index_put(sheet, pair->told, pair->value, pair->interval);
        }
    return rows;
}
