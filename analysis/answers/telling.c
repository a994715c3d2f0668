#include "telling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/world/world.h"

static const struct { const char *english, *chinese; } TOLD[N_STORIES] = {
#define STORY(name, english, chinese) [STORY_##name] = { english, chinese },
#include "sim/day/story.def"
#undef STORY
};

static const char *word(const struct telling *t, const char *english, const char *chinese)
{
    return t->chinese ? chinese : english;
}

static const char *kind_name(const struct telling *t, int kind)
{
    const struct kind *k = &t->scenario->kinds[kind];
    return t->chinese && k->zh[0] ? k->zh : k->name;
}

static const char *action_name(const struct telling *t, int action)
{
    const struct action *a = &t->scenario->actions[action];
    return t->chinese && a->zh[0] ? a->zh : a->name;
}

static const char *channel_name(const struct telling *t, int channel)
{
    const struct channel *c = &t->scenario->channels[channel];
    return t->chinese && c->zh[0] ? c->zh : c->name;
}

static const char *unit_name(const struct telling *t, int unit)
{
    int known = unit >= 0 && unit < t->extents->dim[DIM_unit].n;
    return !known ? "?" : t->chinese ? t->extents->dim[DIM_unit].zh[unit] : t->extents->dim[DIM_unit].label[unit];
}

static void put_wait(FILE *out, const struct telling *t, double s)
{
    if (s < 90)
        fprintf(out, "%.0f %s", s, word(t, "s", "秒"));
    else if (s < 5400)
        fprintf(out, "%.0f %s", s / 60, word(t, "min", "分钟"));
    else
        fprintf(out, "%.1f %s", s / 3600, word(t, "h", "小时"));
}

/* "explain 3.1, *root_fix 2.9": the chosen one has a star. */
static void put_values(FILE *out, const struct telling *t, const struct story_line *line)
{
    int n = 0;
    for (int a = 0; line->weighed && a < t->scenario->n_actions; a++)
        if (isfinite(line->value[a]))
            fprintf(out, "%s%s%s %.3g", n++ ? word(t, ", ", "，") : "", a == line->event.action ? "*" : "", action_name(t, a),
                    (double)line->value[a]);
}

static int number_of(const struct story_event *e, char name)
{
    return name == 'a' ? e->a : name == 'b' ? e->b : name == 'c' ? e->c : e->d;
}

/* What a name between braces, n bytes, stands for. */
static void put_field(FILE *out, const struct telling *t, const struct story_line *line, const char *field, int n)
{
    static const char *const ENDS[][2] = { [END_NONE] = { "still open", "未了结" }, [END_FIXED] = { "solved", "已解决" },
                                           [END_FADED] = { "it faded by itself", "自行消失" },
                                           [END_GAVE_UP] = { "its resident had given up", "居民已放弃" },
                                           [END_REFUSED] = { "it had been refused", "已被拒" } };
    const struct story_event *e = &line->event;
    if (n == 1 && strchr("abcd", *field))
        fprintf(out, "%d", number_of(e, *field));
    else if (n == 1)
        fprintf(out, "%.3g", *field == 'x' ? e->x : e->y);
    else if (strncmp(field, "kind", (size_t)n) == 0)
        fputs(kind_name(t, line->who.kind), out);
    else if (strncmp(field, "recorded", (size_t)n) == 0)
        fputs(kind_name(t, e->action), out);
    else if (strncmp(field, "street", (size_t)n) == 0)
        fprintf(out, "%d", line->who.street + 1);
    else if (strncmp(field, "unit", (size_t)n) == 0)
        fputs(unit_name(t, e->unit), out);
    else if (strncmp(field, "action", (size_t)n) == 0)
        fputs(action_name(t, e->action), out);
    else if (strncmp(field, "channel", (size_t)n) == 0)
        fputs(channel_name(t, e->a), out);
    else if (strncmp(field, "end", (size_t)n) == 0)
        fputs(word(t, ENDS[e->a][0], ENDS[e->a][1]), out);
    else if (strncmp(field, "wait", (size_t)n) == 0)
        put_wait(out, t, e->x);
    else if (strncmp(field, "values", (size_t)n) == 0)
        put_values(out, t, line);
}

/* A wording may hold a field of its own: {a?; it is on its way for {a} days|}. */
static const char *end_of(const char *field)
{
    int depth = 1;
    for (; *field && depth; field++)
        depth += *field == '{' ? 1 : *field == '}' ? -1 : 0;
    return field - 1;
}

static void put_text(FILE *out, const struct telling *t, const struct story_line *line, const char *text, const char *until)
{
    while (text < until) {
        if (*text != '{') {
            putc(*text++, out);
            continue;
        }
        const char *field = text + 1, *end = end_of(field), *no = field;
        for (int depth = 0; no < end && (depth || *no != '|'); no++)
            depth += *no == '{' ? 1 : *no == '}' ? -1 : 0;
        if (field[1] == '?') {
            int yes = number_of(&line->event, *field) != 0;
            put_text(out, t, line, yes ? field + 2 : no + 1, yes ? no : end);
        } else {
            put_field(out, t, line, field, (int)(end - field));
        }
        text = end + 1;
    }
}

/* A line in words, to be freed; NULL: no memory. */
static char *line_text(const struct telling *t, const struct story_line *line, int with_kind)
{
    const char *text = word(t, TOLD[line->event.what].english, TOLD[line->event.what].chinese);
    char *told = NULL;
    size_t size;
    FILE *out = open_memstream(&told, &size);
    if (!out)
        return NULL;
    fprintf(out, word(t, "day %4d  ", "第%4d天  "), (int)line->t - t->warmup_d);
    if (with_kind)
        fprintf(out, "[%s] ", kind_name(t, line->who.kind));
    put_text(out, t, line, text, text + strlen(text));
    return fclose(out) ? free(told), NULL : told;
}

void telling_write(FILE *out, const struct telling *t, const struct story *story, int with_kind)
{
    char *last = NULL;
    int times = 0;
    for (uint32_t i = 0; i <= story->lines.n; i++) {
        char *now = i < story->lines.n ? line_text(t, &story->lines.row[i], with_kind) : NULL;
        if (last && now && strcmp(last, now) == 0) {
            times++;
            free(now);
            continue;
        }
        if (last)
            fputs(last, out);
        if (times > 1)
            fprintf(out, word(t, " (%d times)", "（%d次）"), times);
        if (last)
            putc('\n', out);
        free(last);
        last = now;
        times = 1;
    }
}

static int richness(const struct story_ticket *t)
{
    return t->contacts + 3 * t->hops + 3 * t->reopenings;
}

static int by_richness(const void *a, const void *b)
{
    const struct story_ticket *x = a, *y = b;
    return richness(x) != richness(y) ? richness(y) - richness(x) : x->number < y->number ? -1 : x->number > y->number;
}

void telling_list(FILE *out, const struct telling *t, const struct story *story, int n)
{
    size_t all = story->tickets.n;
    struct story_ticket *sorted = malloc((all + 1) * sizeof *sorted);
    if (!sorted)
        return;
    if (all)
        memcpy(sorted, story->tickets.row, all * sizeof *sorted);
    qsort(sorted, all, sizeof *sorted, by_richness);
    fputs(word(t, "ticket   opened  calls  sent back  reopened  about\n", "工单     生成日  来电  退单  重办  事由\n"), out);
    for (int i = 0; i < n && i < (int)all; i++) {
        const struct story_ticket *k = &sorted[i];
        fprintf(out, word(t, "%-8u %6d %6d %10d %9d  %s%s\n", "%-8u %6d %6d %5d %5d   %s%s\n"), k->number,
                (int)k->opened - t->warmup_d, k->contacts, k->hops, k->reopenings, kind_name(t, k->kind),
                !k->closed ? word(t, "; not closed by a unit", "；未经单位办结")
                : k->resolved && !k->solved ? word(t, "; resolved in the books, not in truth", "；账面已解决，实际未解决") : "");
    }
    free(sorted);
}
