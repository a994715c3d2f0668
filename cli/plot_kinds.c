#include "plot_kinds.h"

#include <stdio.h>
#include <string.h>

#include "cli/chosen.h"
#include "cli/table.h"
#include "plots/insight.h"
#include "sim/base/text.h"

struct words { const char *english, *chinese; };

/* Which results a figure is of. */
static const struct words OF_FIGURE[] = {
    [FIGURE_VALUES] = { "any result", "任何结果" },
    [FIGURE_SHARES] = { "any result", "任何结果" },
    [FIGURE_FIRST] = { "any result", "任何结果" },
    [FIGURE_COMPARISON] = { "two scenarios or more", "两个及以上情景" },
    [FIGURE_POINTS] = { "a study of many points", "有许多设计点的研究" },
    [FIGURE_RESPONSE] = { "points that differ in one factor", "仅一个因素不同的设计点" },
};
static const struct words OF_INSIGHT[] = {
    [INSIGHT_SENSITIVITY] = { "a study with factors", "有因素的研究" },
    [INSIGHT_RESPONSE] = { "a study with two factors or more", "有两个及以上因素的研究" },
    [INSIGHT_FRONT] = { "two scenarios or more, --kpi A,B", "两个及以上情景，--kpi A,B" },
    [INSIGHT_BOX] = { "a study with factors, --where 'KPI>X'", "有因素的研究，--where 'KPI>X'" },
};

const char *plot_kinds_name(const struct figure_kind *kind, char name[PLOT_KINDS_NAME])
{
    snprintf(name, PLOT_KINDS_NAME, "%s", kind->name);
    for (char *c = name; *c; c++)
        *c = *c == '_' ? '-' : *c;
    return name;
}

static int no_such(const char *name, struct err *err)
{
    struct text_guess guess = { .word = name };
    char list[1024], one[PLOT_KINDS_NAME];
    size_t used = 0;
    for (int k = 0; k < N_FIGURES; k++) {
        text_guess(&guess, FIGURES[k].name);
        used += (size_t)snprintf(list + used, sizeof list - used, "%s, ", plot_kinds_name(&FIGURES[k], one));
    }
    for (int k = 0; k < N_INSIGHTS; k++) {
        text_guess(&guess, INSIGHTS[k].name);
        used += (size_t)snprintf(list + used, sizeof list - used, "%s, ", INSIGHTS[k].name);
    }
    if (guess.nearest)
        return err_input(err, "there is no figure '%s'; did you mean %s?", name,
                         figure_kind(guess.nearest) ? plot_kinds_name(figure_kind(guess.nearest), one) : guess.nearest);
    return err_input(err, "there is no figure '%s'; there are %sall", name, list);
}

int plot_kinds_chosen(const char *name, int *first, int *end, struct err *err)
{
    const struct figure_kind *kind = figure_kind(name);
    *first = kind ? (int)(kind - FIGURES) : 0;
    *end = kind ? *first + 1 : N_FIGURES;
    return kind || strcmp(name, "all") == 0 ? 0 : no_such(name, err);
}

static void row(struct table *t, int zh, const char *name, struct words of, const char *english, const char *chinese)
{
    table_cell(t, "%s", name);
    table_cell(t, "%s", chosen_word(zh, of.english, of.chinese));
    table_cell(t, "%s", chosen_word(zh, english, chinese));
}

int plot_kinds_list(int zh)
{
    static const struct words EACH = { "any result", "任何结果" };
    struct table t;
    char name[PLOT_KINDS_NAME];
    table_begin(&t, "lll");
    table_cell(&t, "%s", chosen_word(zh, "KIND", "图"));
    table_cell(&t, "%s", chosen_word(zh, "of", "适用于"));
    table_cell(&t, "%s", chosen_word(zh, "shows", "内容"));
    for (int k = 0; k < N_FIGURES; k++)
        row(&t, zh, plot_kinds_name(&FIGURES[k], name), OF_FIGURE[FIGURES[k].needs], FIGURES[k].title, FIGURES[k].chinese);
    for (int k = 0; k < N_INSIGHTS; k++)
        row(&t, zh, INSIGHTS[k].name, OF_INSIGHT[INSIGHTS[k].needs], INSIGHTS[k].title, INSIGHTS[k].chinese);
    row(&t, zh, "all", EACH, "all of these that the result has the numbers for, those of an analysis left out",
        "此结果可画的各图，分析类除外");
    int status = table_print(&t, stdout, TABLE_TEXT);
    table_free(&t);
    return status;
}
