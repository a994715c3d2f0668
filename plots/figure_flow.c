/* The course of tickets as bands from left to right: what they are about, how they were closed, what the books say, what is
 * so. A band's height is its share of the tickets closed; from the way of closing on, blue is really solved, vermilion is
 * not. Ways with few tickets are drawn as one. */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/observe/observe.h"

enum { STAGES = 4, MOST_NODES = 10, WAYS_SHOWN = 8, STEPS = 24, PANELS = 3 };
enum { STAGE_ABOUT, STAGE_WAY, STAGE_BOOKS, STAGE_TRUTH };

static const double LEFT = 2.0, WIDE = 5.0, HIGH = 4.4, BETWEEN = 0.75, GAP = 0.02, NODE = 0.06,
    SPAN = 1.16;   /* cm; shares */
static const char SOLVED[] = "#0072B2", UNSOLVED[] = "#D55E00", GREY[] = "#8c8c8c";

struct stream { int node[STAGES]; int solved; double share; };     /* one course of one way */

struct flow {
    int n_streams, n_nodes[STAGES], way[WAYS_SHOWN];              /* way: of the figure's nodes; the last may be all others */
    int others;                                                 /* the node of the others, or NONE_SUCH */
    struct stream stream[(MAX_actions + 1) * N_COURSES];
    double node[STAGES][MOST_NODES], from[STAGES][MOST_NODES];  /* share, where it begins from the top */
};

/* ---- which ways have a node ---- */

static double way_sum(const struct figure *f, int s, int way)
{
    double sum = 0;
    for (int c = 0; c < N_COURSES; c++)
        sum += figure_at(f, 0, s, way, c).mean;
    return sum;
}

/* The largest ways, the same for all panels, the larger first. */
static void ways_choose(const struct figure *f, struct flow *flow)
{
    double sum[MAX_actions + 1] = { 0 };
    int n = f->extents->dim[DIM_way].n, kept = 0;
    for (int way = 0; way < n; way++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            sum[way] += way_sum(f, s, way);
    int some = 0;
    for (int way = 0; way < n; way++)
        some += sum[way] > 0;
    int most = some > WAYS_SHOWN ? WAYS_SHOWN - 1 : some;
    for (; kept < most; kept++) {
        int best = 0;
        for (int way = 1; way < n; way++)
            best = sum[way] > sum[best] ? way : best;
        flow->way[kept] = best;
        sum[best] = -1;
    }
    flow->others = some > WAYS_SHOWN ? kept : NONE_SUCH;
    flow->n_nodes[STAGE_WAY] = kept + (some > WAYS_SHOWN);
}

static int way_node(const struct flow *flow, int way)
{
    int kept = flow->others == NONE_SUCH ? flow->n_nodes[STAGE_WAY] : flow->others;
    for (int i = 0; i < kept; i++)
        if (flow->way[i] == way)
            return i;
    return flow->others;
}

static void streams_make(const struct figure *f, struct flow *flow, int s)
{
    double all = 0;
    int n = f->extents->dim[DIM_way].n;
    flow->n_streams = 0;
    for (int way = 0; way < n; way++)
        all += way_sum(f, s, way);
    for (int stage = 0; stage < STAGES; stage++)
        for (int i = 0; i < MOST_NODES; i++)
            flow->node[stage][i] = 0;
    for (int way = 0; way < n && all > 0; way++)
        for (int c = 0; c < N_COURSES; c++) {
            double share = figure_at(f, 0, s, way, c).mean / all;
            if (!(share > 0))
                continue;
            struct stream b = { { c / (2 * N_RECORDED), way_node(flow, way), c / 2 % N_RECORDED, c % 2 }, c % 2 == 0,
                                share };
            for (int stage = 0; stage < STAGES; stage++)
                flow->node[stage][b.node[stage]] += share;
            flow->stream[flow->n_streams++] = b;
        }
    for (int stage = 0; stage < STAGES; stage++) {
        double y = 0;
        for (int i = 0; i < flow->n_nodes[stage]; i++) {
            flow->from[stage][i] = y;
            y += flow->node[stage][i] + (flow->node[stage][i] > 0 ? GAP : 0);
        }
    }
}

/* ---- drawing, in a panel whose x and y go from 0 to 1 ---- */

/* Between two stages, from height y0 to y1. */
static void ribbon(struct figure *f, int stage, double y0, double y1, double share, const char *colour)
{
    double x0 = (stage + NODE) / (STAGES - 1 + NODE), x1 = (stage + 1) / (STAGES - 1 + NODE);
    int block = script_block(&f->script);
    for (int i = 0; i <= STEPS; i++) {
        double t = (double)i / STEPS, y = y0 + (y1 - y0) * t * t * (3 - 2 * t);
        script_row(&f->script, 3, (double[]){ x0 + (x1 - x0) * t, y, y + share });
    }
    script_block_end(&f->script);
    theme_clause(&f->page, "$d%d using 1:2:3 with filledcurves fillcolor rgb '%s' fillstyle transparent solid "
                           "0.45 noborder", block,
                 colour);
}

/* All bands that go from node a to node b and are alike: one ribbon. */
static void link_draw(struct figure *f, struct flow *flow, int stage, int a, int b, int solved,
                      double used[2][MOST_NODES])
{
    double share = 0;
    for (int i = 0; i < flow->n_streams; i++) {
        const struct stream *stream = &flow->stream[i];
        int alike = stream->node[stage] == a && stream->node[stage + 1] == b && (stage == 0 || stream->solved == solved);
        share += alike ? stream->share : 0;
    }
    if (share <= 0)
        return;
    ribbon(f, stage, flow->from[stage][a] + used[0][a], flow->from[stage + 1][b] + used[1][b], share,
           stage == 0 ? GREY : solved ? SOLVED : UNSOLVED);
    used[0][a] += share;
    used[1][b] += share;
}

static void links_draw(struct figure *f, struct flow *flow)
{
    for (int stage = 0; stage + 1 < STAGES; stage++) {
        double used[2][MOST_NODES] = { { 0 } };
        for (int solved = 1; solved >= (stage == 0 ? 1 : 0); solved--)
            for (int a = 0; a < flow->n_nodes[stage]; a++)
                for (int b = 0; b < flow->n_nodes[stage + 1]; b++)
                    link_draw(f, flow, stage, a, b, solved, used);
    }
}

static const char *node_name(const struct figure *f, const struct flow *flow, int stage, int i)
{
    static const char *const ABOUT[][2] = { { "urgent", "紧急" }, { "public merit", "有公共价值" }, { "without merit",
                                                                                               "无公共价值" } };
    static const char *const BOOKS[][2] = { { "resolved", "已解决" }, { "unresolved", "未解决" }, { "not counted", "不计入" } };
    static const char *const TRUTH[][2] = { { "really solved", "实际解决" }, { "not solved", "实际未解决" } };
    if (stage == STAGE_WAY)
        return i == flow->others ? figure_word(f, "other ways", "其他方式") : figure_label(f, DIM_way, flow->way[i]);
    const char *const *word = stage == STAGE_ABOUT ? ABOUT[i] : stage == STAGE_BOOKS ? BOOKS[i] : TRUTH[i];
    return figure_word(f, word[0], word[1]);
}

/* The last blank of a name that is too wide for the room between two stages, else its end. */
static size_t break_of(const char *name)
{
    const char *blank = theme_width(name) > 1.6 ? strrchr(name, ' ') : NULL;
    return blank ? (size_t)(blank - name) : strlen(name);
}

/* A name, and below it its share where there is room; left of the first stage, right of the others. */
static void label_draw(struct figure *f, int stage, double x, double y, double high, const char *row, double share)
{
    void (*text)(struct page *, double, double, const char *) = stage == STAGE_ABOUT ? theme_text_right : theme_text;
    char name[FIGURE_NAME_SIZE], below[FIGURE_NAME_SIZE + 32];
    double line = high > 0.6 ? 0.13 : 0;
    snprintf(name, sizeof name, "%s", row);
    for (char *c = name; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    size_t end = line > 0 ? break_of(name) : strlen(name);
    snprintf(below, sizeof below, "%s%s%.0f %%", name + end + (name[end] == ' '), name[end] ? " " : "", 100 * share);
    name[end] = '\0';
    text(&f->page, x, y - line, name);
    if (line > 0)
        text(&f->page, x, y + line, below);
}

static void node_draw(struct figure *f, const struct flow *flow, int stage, int i, double top)
{
    const double LEAST = 0.04;              /* thinner ones have no name */
    double share = flow->node[stage][i], x = stage / (STAGES - 1 + NODE), wide = NODE / (STAGES - 1 + NODE);
    if (share <= 0)
        return;
    script_add(&f->script, "set object rectangle from first %.5f,%.5f to first %.5f,%.5f fillcolor rgb '#4d4d4d' "
                           "fillstyle solid noborder front\n", x, flow->from[stage][i], x + wide,
                               flow->from[stage][i] + share);
    if (share >= LEAST)
        label_draw(f, stage, stage == STAGE_ABOUT ? LEFT - 0.08 : LEFT + WIDE * (x + wide) + 0.06,
                   top + HIGH * (flow->from[stage][i] + share / 2) / SPAN, HIGH * share / SPAN, node_name(f, flow,
                                                                                                          stage, i),
                                                                                                              share);
}

static void panel(struct figure *f, struct flow *flow, int s, double top)
{
    theme_panel(&f->page, LEFT, top, WIDE, HIGH, f->wish->n_scenarios > 1 ? f->name[s] : NULL);
    theme_bare(&f->page, SPAN);
    streams_make(f, flow, s);
    links_draw(f, flow);
    for (int stage = 0; stage < STAGES; stage++)
        for (int i = 0; i < flow->n_nodes[stage]; i++)
            node_draw(f, flow, stage, i, top);
    theme_draw(&f->page);
}

void figure_flow(struct figure *f)
{
    const char *const head[STAGES] = { figure_word(f, "about", "事由"), figure_word(f, "closed by", "办结方式"),
                                       figure_word(f, "in the books", "账面"), figure_word(f, "in truth", "实际") };
    static const int N_NODES[STAGES] = { N_INTAKES, 0, N_RECORDED, 2 };
    struct flow *flow = calloc(1, sizeof *flow);
    if (!flow) {
        f->script.failed = 1;
        return;
    }
    memcpy(flow->n_nodes, N_NODES, sizeof N_NODES);
    ways_choose(f, flow);
    snprintf(f->note, sizeof f->note, "%s", figure_word(f, "tickets closed after day 0, shares; blue: really "
                                                           "solved, vermilion: not",
                                                        "第0天后办结的工单，占比；蓝：实际解决，橙：未解决"));
    int panels = figure_panels(f, PANELS);
    figure_page_with(f, LEGEND_POINTS, 0, NULL, 0.5 + panels * (HIGH + BETWEEN));
    for (int stage = 0; stage < STAGES; stage++) {
        double x = LEFT + WIDE * stage / (STAGES - 1 + NODE);
        theme_text_right(&f->page, stage == STAGE_ABOUT ? x - 0.08 : x + theme_width(head[stage]) / 2,
                         f->page.top + 0.15, head[stage]);
    }
    for (int s = 0; s < panels; s++)
        panel(f, flow, s, f->page.top + 0.85 + s * (HIGH + BETWEEN));
    free(flow);
}
