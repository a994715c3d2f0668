/* extents.c - lengths and coordinates of what a run reports, from the scenario alone. */
#include "extents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "observe.h"
#include "sim/world/city.h"

enum { MONTH_D = 30 };

static int numbers(struct extents *e, enum dimension dim, int n, double from, double step, struct err *err)
{
    e->dim[dim].n = n;
    e->dim[dim].value = malloc((size_t)(n ? n : 1) * sizeof *e->dim[dim].value);
    if (!e->dim[dim].value)
        return err_set(err, "no memory for a coordinate of %d values", n);
    for (int i = 0; i < n; i++)
        e->dim[dim].value[i] = from + i * step;
    return 0;
}

static int labels(struct extents *e, enum dimension dim, int n, struct err *err)
{
    e->dim[dim].n = n;
    e->dim[dim].label = calloc((size_t)(n ? n : 1), sizeof *e->dim[dim].label);
    e->dim[dim].zh = calloc((size_t)(n ? n : 1), sizeof *e->dim[dim].zh);
    return e->dim[dim].label && e->dim[dim].zh ? 0 : err_set(err, "no memory for %d labels", n);
}

/* What has no Chinese goes by its name. */
static void label(struct extents *e, enum dimension dim, int i, const char *name, const char *zh)
{
    snprintf(e->dim[dim].label[i], sizeof *e->dim[dim].label, "%s", name);
    snprintf(e->dim[dim].zh[i], sizeof *e->dim[dim].zh, "%s", *zh ? zh : name);
}

struct word { const char *name, *zh; };         /* a list of them ends with no name */

static int named(struct extents *e, enum dimension dim, const struct word word[], struct err *err)
{
    int n = 0;
    while (word[n].name)
        n++;
    if (labels(e, dim, n, err))
        return -1;
    for (int i = 0; i < n; i++)
        label(e, dim, i, word[i].name, word[i].zh);
    return 0;
}

static void unit_label(struct extents *e, const struct scenario *s, const struct city *city, int u)
{
    const struct unit *unit = &city->unit[u];
    char zh[EXTENT_ZH_SIZE] = "";
    if (unit->department == NONE)
        snprintf(zh, sizeof zh, "街道%d", unit->street + 1);
    else if (s->departments[unit->department].zh[0])
        snprintf(zh, sizeof zh, city->n_branches > 1 ? "%s%d" : "%s", s->departments[unit->department].zh, unit->branch + 1);
    label(e, DIM_unit, u, unit->name, zh);
}

static int units(struct extents *e, const struct scenario *s, struct err *err)
{
    struct city city;
    int failed = city_build(&city, s, draw_key(0, 0), err) || labels(e, DIM_unit, city.n_units, err) ||
                 labels(e, DIM_street, city.n_streets, err);
    for (int u = 0; !failed && u < city.n_units; u++)
        unit_label(e, s, &city, u);
    for (int i = 0; !failed && i < city.n_streets; i++) {
        char name[32], zh[32];
        snprintf(name, sizeof name, "street %d", i + 1);
        snprintf(zh, sizeof zh, "街道%d", i + 1);
        label(e, DIM_street, i, name, zh);
    }
    city_free(&city);
    return failed;
}

static int words(struct extents *e, struct err *err)
{
    static const struct word ENDS[] = { { "fixed", "已解决" }, { "faded", "自行消失" }, { "gave up", "放弃" },
                                        { "refused", "被拒" }, { NULL, NULL } };
    static const struct word HOLDERS[] = { { "desk", "派单台" }, { "departments", "部门" }, { "streets", "街道" },
                                           { NULL, NULL } };
    static const struct word AGES[] = { { "0 to 7 d", "7天以内" }, { "8 to 30 d", "8至30天" }, { "31 to 90 d", "31至90天" },
                                        { "over 90 d", "90天以上" }, { NULL, NULL } };
    static const struct word STAGE_WORDS[] = { { "answered", "已接通" }, { "accepted", "已受理" }, { "fixed", "已解决" },
                                               { NULL, NULL } };
    static const struct word LEVELS[] = { { "line", "热线" }, { "desk", "派单台" }, { "departments", "部门" },
                                          { "streets", "街道" }, { NULL, NULL } };
    return named(e, DIM_end, ENDS, err) || named(e, DIM_holder, HOLDERS, err) || named(e, DIM_age, AGES, err) ||
           named(e, DIM_stage, STAGE_WORDS, err) || named(e, DIM_level, LEVELS, err);
}

/* What a ticket is about, what the books say, what is so: in the order of flow.c. */
static int courses(struct extents *e, struct err *err)
{
    static const struct word ABOUT[] = { { "urgent", "紧急" }, { "merit", "有公共价值" }, { "no merit", "无公共价值" } };
    static const struct word BOOKS[] = { { "resolved", "账面已解决" }, { "unresolved", "账面未解决" }, { "uncounted", "不计入" } };
    static const struct word TRUTH[] = { { "fixed", "实际解决" }, { "not fixed", "实际未解决" } };
    char name[48], zh[128];
    if (labels(e, DIM_course, N_COURSES, err))
        return -1;
    for (int c = 0; c < N_COURSES; c++) {
        const struct word *about = &ABOUT[c / (2 * N_RECORDED)], *books = &BOOKS[c / 2 % N_RECORDED], *truth = &TRUTH[c % 2];
        snprintf(name, sizeof name, "%s; %s; %s", about->name, books->name, truth->name);
        snprintf(zh, sizeof zh, "%s；%s；%s", about->zh, books->zh, truth->zh);
        label(e, DIM_course, c, name, zh);
    }
    return 0;
}

int extents_months(const struct scenario *s)
{
    return s->calendar.days >= MONTH_D ? s->calendar.days / MONTH_D : 1;
}

/* Rows of the scenario's tables. */
static int rows(struct extents *e, const struct scenario *s, struct err *err)
{
    if (labels(e, DIM_kind, s->n_kinds, err) || labels(e, DIM_action, s->n_actions, err) ||
        labels(e, DIM_way, s->n_actions + 1, err) ||
        labels(e, DIM_line, s->n_lines + 1, err))
        return -1;
    for (int k = 0; k < s->n_kinds; k++)
        label(e, DIM_kind, k, s->kinds[k].name, s->kinds[k].zh);
    label(e, DIM_way, 0, "nobody's action", "无人处理");
    for (int a = 0; a < s->n_actions; a++) {
        label(e, DIM_action, a, s->actions[a].name, s->actions[a].zh);
        label(e, DIM_way, a + 1, s->actions[a].name, s->actions[a].zh);
    }
    label(e, DIM_line, 0, "ordinary", "普通线路");
    for (int l = 0; l < s->n_lines; l++)
        label(e, DIM_line, l + 1, s->lines[l].name, s->lines[l].zh);
    return 0;
}

int extents_of(struct extents *e, const struct scenario *s, struct err *err)
{
    int days = s->calendar.warmup + s->calendar.days;
    *e = (struct extents){ 0 };
    e->dim[DIM_none].n = 1;
    if (numbers(e, DIM_time, days, -s->calendar.warmup, 1, err) || numbers(e, DIM_hour, 24, 0, 1, err) ||
        numbers(e, DIM_week, days / 7 ? days / 7 : 1, 7 - s->calendar.warmup, 7, err) ||
        numbers(e, DIM_quantile, N_QUANTILES, 0, 0, err) || numbers(e, DIM_tenure, N_TENURES, 0, TENURE_STEP_D, err) ||
        numbers(e, DIM_month, extents_months(s), MONTH_D, MONTH_D, err) || courses(e, err) ||
        numbers(e, DIM_delay, N_DELAYS, 0, DELAY_STEP_D, err) ||
        numbers(e, DIM_share, N_SHARES, 0, 1.0 / (N_SHARES - 1), err) || words(e, err) || rows(e, s, err) ||
        units(e, s, err))
        return -1;
    memcpy(e->dim[DIM_quantile].value, QUANTILES, sizeof QUANTILES);
    return 0;
}
