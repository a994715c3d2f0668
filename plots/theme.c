#include "theme.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"

const char *const THEME_EXTENSIONS[N_THEME_FORMATS] = { "png", "svg", "pdf" };

/* Okabe and Ito, Color Universal Design, 2008: those that read on white first; olive stands for their yellow. */
const struct theme_style THEME_STYLE[THEME_STYLES] = {
    { "#000000", 7, 6, "solid" },     { "#0072B2", 5, 4, "solid" },
    { "#D55E00", 9, 8, "solid" },     { "#009E73", 13, 12, "solid" },
    { "#CC79A7", 11, 10, "(6,2)" },   { "#E69F00", 15, 14, "(6,2)" },
    { "#56B4E9", 7, 6, "(6,2,2,2)" }, { "#999933", 5, 4, "(6,2,2,2)" },
};
const char *const THEME_SHADE[THEME_SHADES] = { "#2f4b6e", "#6f8fb5", "#b5c7de", "#d9b98c", "#a9762f", "#d9d9d9" };

#define FONT "Noto Sans CJK SC"
#define TITLE_FONT FONT ":Bold,8.5"
#define CAPTION_FONT FONT ",6"
static const double PAGE_WIDTH = 8.5, SIDE = 0.15, TEXT_PT = 7, CM_PER_PT = 2.54 / 72;
static const double TITLE_Y = 0.28, CAPTION_Y = 0.64, CAPTION_LINE = 0.27, LEGEND_LINE = 0.34;
static const double CAPTION_PT = 6;
static const double LEGEND_SAMPLE = 0.47, LEGEND_GAP = 0.3;
static const double NAMES_MOST = 3.4, ROW_OF_TWO = 0.76;  /* room for names; a row whose name takes two lines */
static const double MARK_CM[] = { 0.8, 0.5 };           /* between two marks of an x or y axis that is not too short */

double theme_width(const char *text)
{
    double em = 0;
    int columns;
    while (*text) {
        text += text_character(text, &columns);
        em += columns == 2 ? 1 : 0.54;
    }
    return em * TEXT_PT * CM_PER_PT;
}

/* Bytes of the text's longest beginning of whole characters that is no wider. */
static size_t beginning(const char *text, double width)
{
    char character[8];
    size_t n = 0, length;
    int columns;
    for (; text[n]; n += length) {
        length = text_character(text + n, &columns);
        snprintf(character, sizeof character, "%.*s", (int)length, text + n);
        width -= theme_width(character);
        if (width < 0)
            break;
    }
    return n;
}

/* The text, or its two ends with an ellipsis between them, together that wide; more of its end, where names of one
 * study differ. */
static const char *cut(const char *text, double width, char *buffer)
{
    int columns;
    if (theme_width(text) <= width)
        return text;
    double room = width - theme_width("……");
    size_t head = beginning(text, room / 4), tail = head;
    while (text[tail] && theme_width(text + tail) > 3 * room / 4)
        tail += text_character(text + tail, &columns);
    snprintf(buffer, 256, "%.*s…%s", (int)head, text, text + tail);
    return buffer;
}

/* The next line of a text of that width, 7 pt: breaks are at \n, else at spaces and commas of either script; the rest
 * of the text is returned, NULL when there is none. */
static const char *line_of(const char *text, double width, char line[256])
{
    static const char *const BREAKS[] = { " ", "，", "；", "：" };
    size_t n = beginning(text, width), end = strcspn(text, "\n"), kept = 0;
    if (n >= end || !text[n])
        kept = end;
    for (size_t i = 0; i < n && kept != end; i++)
        for (int b = 0; b < (int)(sizeof BREAKS / sizeof *BREAKS); b++)
            if (text_begins(text + i, BREAKS[b]) && i + strlen(BREAKS[b]) <= n)
                kept = i + strlen(BREAKS[b]);
    kept = kept ? kept : n;
    snprintf(line, 256, "%.*s", (int)kept, text);
    text += kept + (text[kept] == '\n');
    return *text ? text : NULL;
}

/* Scales make text and lines as large on paper in all three (pango counts 96 dots to the inch). */
static void terminal(struct page *p)
{
    static const struct { const char *name, *size; double per_cm, text, line; const char *options; } TERMINALS[] = {
        [THEME_PNG] = { "pngcairo", "%.0f,%.0f", 300 / 2.54, 300 / 96.0, 300 / 96.0, " pointscale 3.125" },
        [THEME_SVG] = { "svg", "%.0f,%.0f", 96 / 2.54, 96 / 72.0, 1, " dynamic" },
        [THEME_PDF] = { "pdfcairo", "%.2fcm,%.2fcm", 1, 72 / 96.0, 1.5, "" },
    };
    int f = p->format;
    char size[64];
    snprintf(size, sizeof size, TERMINALS[f].size, p->width * TERMINALS[f].per_cm, p->height * TERMINALS[f].per_cm);
    script_add(p->script, "set terminal %s noenhanced size %s font '" FONT ",%g' fontscale %.4g linewidth %.4g%s\n",
               TERMINALS[f].name, size, TEXT_PT, TERMINALS[f].text, TERMINALS[f].line, TERMINALS[f].options);
}

static void at(struct page *p, double x, double y)
{
    script_add(p->script, "screen %.5f,%.5f", x / p->width, 1 - y / p->height);
}

static void text_at(struct page *p, double x, double y, const char *side, const char *text, const char *font, const char *colour)
{
    script_add(p->script, "set label ");
    script_quote(p->script, text);
    script_add(p->script, " at ");
    at(p, x, y);
    script_add(p->script, " %s font '%s' textcolor rgb '%s' front\n", side, font, colour);
}

void theme_text(struct page *p, double x, double y, const char *text)
{
    text_at(p, x, y, "left", text, FONT, "#000000");
}

void theme_text_right(struct page *p, double x, double y, const char *text)
{
    text_at(p, x, y, "right", text, FONT, "#000000");
}

static void sample_point(struct page *p, double x, double y, const struct theme_style *style, int hollow)
{
    script_add(p->script, "set label '' at ");
    at(p, x + LEGEND_SAMPLE / 2, y);
    script_add(p->script, " point pointtype %d pointsize 0.5 linecolor rgb '%s' front\n",
               hollow ? style->hollow : style->point, style->colour);
}

void theme_sample(struct page *p, double x, double y, int style, int hollow)
{
    sample_point(p, x, y, &THEME_STYLE[style], hollow);
}

static void sample_line(struct page *p, double x, double y, const struct theme_style *style)
{
    script_add(p->script, "set arrow from ");
    at(p, x, y);
    script_add(p->script, " to ");
    at(p, x + LEGEND_SAMPLE - 0.1, y);
    script_add(p->script, " nohead linewidth 1.3 dashtype %s linecolor rgb '%s' front\n", style->dash, style->colour);
}

/* Where entry i of a legend stands when lines break at the page's edge, and on which line. With i = n: how many
 * lines there are. */
static int legend_place(int n, const struct theme_entry entry[], int i, double *x)
{
    int line = 0;
    *x = SIDE;
    for (int k = 0; k < n; k++) {
        double width = LEGEND_SAMPLE + theme_width(entry[k].name);
        if (*x > SIDE && *x + width > PAGE_WIDTH - SIDE) {
            line++;
            *x = SIDE;
        }
        if (k == i)
            return line;
        *x += width + LEGEND_GAP;
    }
    return n ? line + 1 : 0;
}

static void legend(struct page *p, double top, enum theme_legend kind, int n, const struct theme_entry entry[])
{
    char buffer[256];
    for (int i = 0; i < n; i++) {
        double x, y = top + LEGEND_LINE * (legend_place(n, entry, i, &x) + 0.5);
        if (kind == LEGEND_LINES)
            sample_line(p, x, y, &THEME_STYLE[entry[i].style]);
        else
            sample_point(p, x, y, &THEME_STYLE[entry[i].style], entry[i].hollow);
        theme_text(p, x + LEGEND_SAMPLE, y, cut(entry[i].name, PAGE_WIDTH - LEGEND_SAMPLE - 2 * SIDE, buffer));
    }
}

/* Where the lines of the caption are centred: from CAPTION_Y on; with `draw` 0 only: where they end. */
static double caption(struct page *p, const char *text, int draw)
{
    char line[256];
    double y = CAPTION_Y;
    for (; text; y += CAPTION_LINE) {
        text = line_of(text, (PAGE_WIDTH - 2 * SIDE) * TEXT_PT / CAPTION_PT, line);
        if (draw)
            text_at(p, SIDE, y, "left", line, CAPTION_FONT, "#4d4d4d");
    }
    return y - CAPTION_LINE / 3;
}

void theme_page(struct page *p, struct script *script, enum theme_format format, const char *title,
                const char *words, enum theme_legend kind, int n, const struct theme_entry entry[], double body)
{
    double x, legend_top = caption(p, words, 0);
    *p = (struct page){ .script = script, .format = format, .width = PAGE_WIDTH };
    p->top = legend_top + LEGEND_LINE * legend_place(n, entry, n, &x) + 0.1;
    p->height = p->top + body;
    terminal(p);
    script_add(script,
               "set encoding utf8\nset datafile missing 'NaN'\nset key off\nset errorbars 0\n"
               "set border 3 linewidth 0.5 linecolor rgb '#4d4d4d'\nset tics nomirror out textcolor rgb '#000000'\n"
               "set xtics offset 0,0.35\n"
               "set grid linewidth 0.4 linetype 1 linecolor rgb '#e6e6e6'\nset multiplot\n");
    text_at(p, SIDE, TITLE_Y, "left", title, TITLE_FONT, "#000000");
    caption(p, words, 1);
    legend(p, legend_top, kind, n, entry);
}

void theme_end(struct page *p)
{
    script_add(p->script, "unset multiplot\n");
    script_free(&p->clauses);
}

void theme_shade_legend(struct page *p, double left, double y, int n, const char *const name[], const int shade[])
{
    for (int i = 0; i < n; i++) {
        script_add(p->script, "set object rectangle from ");
        at(p, left, y - 0.09);
        script_add(p->script, " to ");
        at(p, left + 0.2, y + 0.09);
        script_add(p->script, " fillcolor rgb '%s' fillstyle solid noborder front\n", THEME_SHADE[shade[i]]);
        theme_text(p, left + 0.28, y, name[i]);
        left += 0.28 + theme_width(name[i]) + 0.25;
    }
}

void theme_panel(struct page *p, double left, double top, double width, double height, const char *title)
{
    p->left = left;
    p->wide = width;
    p->high = height;
    script_add(p->script,
               "set lmargin at screen %.5f\nset rmargin at screen %.5f\nset tmargin at screen %.5f\n"
               "set bmargin at screen %.5f\nunset xlabel\nset xtics scale 0.4\nset ytics scale 0.4 offset 0.6,0\n"
               "set format '%%g'\n",
               left / p->width, (left + width) / p->width, 1 - top / p->height, 1 - (top + height) / p->height);
    if (title)
        theme_text(p, fmax(SIDE, fmin(left, PAGE_WIDTH - SIDE - theme_width(title))), top - 0.2, title);
}

/* The smallest of 1, 2, 2.5, 5 times a power of ten that is no less than x. */
static double nice_step(double x)
{
    static const double STEPS[] = { 1, 2, 2.5, 5 };
    double power = pow(10, floor(log10(x)));
    for (int i = 0; i < 4; i++)
        if (STEPS[i] * power >= x * (1 - 1e-9))
            return STEPS[i] * power;
    return 10 * power;
}

/* Width of the widest mark of an axis of such steps. */
static double mark_width(double low, double high, double step)
{
    char text[TEXT_NUMBER_SIZE];
    return fmax(theme_width(text_number(text, step * ceil(low / step))), theme_width(text_number(text, step * floor(high / step))));
}

/* An axis so short that steps with room for their numbers give it one mark: the outermost of smaller steps, two marks, and 0
 * where it does not touch them. */
static void two_marks(struct page *p, double low, double high, double step)
{
    while (step > (high - low) / 40 && floor(high / step) - ceil(low / step) < 2)
        step = nice_step(step / 2.6);
    double end[] = { step * ceil(low / step), step * floor(high / step) }, cm = p->wide / (high - low);
    char text[2][TEXT_NUMBER_SIZE];
    for (int i = 0; i < 2; i++)
        text_number(text[i], end[i]);
    script_add(p->script, "set xtics ('%s' %.7g, '%s' %.7g", text[0], end[0], text[1], end[1]);
    if (-end[0] * cm > theme_width(text[0]) / 2 + 0.25 && end[1] * cm > theme_width(text[1]) / 2 + 0.25)
        script_add(p->script, ", '0' 0");
    script_add(p->script, ")\n");
}

void theme_axis(struct page *p, char axis, double low, double high)
{
    double length = axis == 'x' ? p->wide : p->high, mark = fmin(MARK_CM[axis == 'y'], length / 3.2);
    double step = nice_step(fabs(high - low) * mark / length);
    while (axis == 'x' && step < (high - low) / 2 && mark_width(low, high, step) > length * step / (high - low))
        step = nice_step(1.01 * step);
    script_add(p->script, "set %crange [%.7g:%.7g]\nset %ctics %.7g\n", axis, low, high, axis, step);
    if (axis == 'x' && low < high && floor(high / step) - ceil(low / step) < 1)
        two_marks(p, low, high, step);
}

void theme_steps(struct page *p, int n, const double value[])
{
    char text[TEXT_NUMBER_SIZE];
    double most = 0;
    for (int i = 0; i < n; i++)
        most = fmax(most, theme_width(text_number(text, value[i])) + 0.15);
    int every = n > 1 ? (int)ceil(most * (n - 1) / p->wide) : 1;
    script_add(p->script, "set xrange [0:%d]\nset xtics (", n > 1 ? n - 1 : 1);
    for (int i = 0; i < n; i++)
        script_add(p->script, "%s'%s' %d", i ? ", " : "", i % every ? "" : text_number(text, value[i]), i);
    script_add(p->script, ")\n");
}

void theme_bare(struct page *p, double span)
{
    script_add(p->script, "unset border\nunset xtics\nunset ytics\nunset grid\nset xrange [0:1]\nset yrange [%g:0]\n", span);
}

void theme_palette(struct page *p, double y, double most)
{
    static const double HIGH = 0.16, WIDE = 3.5;
    script_add(p->script, "set palette defined (0 '#f4f8fc', 1 '#c3d9ec', 2 '#6fa8d3', 3 '#2a6cab', 4 '#0b2f61')\n"
               "set cbrange [0:%.7g]\nset cbtics scale 0.3 offset 0,0.5 %.7g\nset colorbox user horizontal origin ",
               most > 0 ? most : 1, nice_step((most > 0 ? most : 1) / 4));
    at(p, SIDE, y + HIGH);
    script_add(p->script, " size screen %.5f,%.5f noborder\n", WIDE / p->width, HIGH / p->height);
}

/* Width of the widest line. */
static double lines_width(const char *text)
{
    char line[256];
    double most = 0;
    while (text) {
        text = line_of(text, INFINITY, line);
        most = fmax(most, theme_width(line));
    }
    return most;
}

void theme_label_x(struct page *p, const char *text)
{
    char line[256], label[512] = "";
    for (const char *rest = text; rest && strlen(label) + sizeof line < sizeof label;) {
        rest = line_of(rest, PAGE_WIDTH - 2 * SIDE, line);
        snprintf(label + strlen(label), sizeof label - strlen(label), "%s%s", line, rest ? "\n" : "");
    }
    double beyond = p->left + p->wide / 2 + lines_width(label) / 2 - (PAGE_WIDTH - SIDE);
    script_add(p->script, "set xlabel ");
    script_quote(p->script, label);
    script_add(p->script, " offset screen %.5f,character 0.9\n", -fmax(beyond, 0) / p->width);
}

double theme_names(int n, const char *const name[])
{
    double most = 1.5;
    for (int i = 0; i < n; i++)
        most = fmax(most, SIDE + theme_width(name[i]) + 0.15);
    return fmin(most, NAMES_MOST);
}

double theme_row(int n, const char *const name[], double high)
{
    for (int i = 0; i < n; i++)
        if (SIDE + theme_width(name[i]) + 0.15 > NAMES_MOST)
            return fmax(high, ROW_OF_TWO);
    return high;
}

/* The name in one line or two; what still does not fit is cut. */
static const char *in_lines(const char *name, double width, char lines[600])
{
    char first[256], second[256];
    if (theme_width(name) <= width)
        return name;
    const char *rest = line_of(name, width, first);
    snprintf(lines, 600, rest ? "%s\n%s" : "%s", first, rest ? cut(rest, width, second) : "");
    return lines;
}

void theme_rows(struct page *p, int n, const char *const name[], int shown)
{
    char lines[600];
    int two = p->high / (n > 0 ? n : 1) >= ROW_OF_TWO - 1e-9;
    script_add(p->script, "set yrange [%g:0.5]\nset ytics scale 0 offset 0,0 (", (n > 0 ? n : 1) + 0.5);
    for (int i = 0; i < n; i++) {
        script_quote_mark(p->script, !shown ? "" : two ? in_lines(name[i], p->left - SIDE - 0.1, lines)
                                                : cut(name[i], p->left - SIDE - 0.1, lines));
        script_add(p->script, " %d%s", i + 1, i + 1 < n ? ", " : "");
    }
    script_add(p->script, ")\n");
}

void theme_clause(struct page *p, const char *format, ...)
{
    char clause[512];
    va_list args;
    va_start(args, format);
    vsnprintf(clause, sizeof clause, format, args);
    va_end(args);
    script_add(&p->clauses, "%s%s", p->clauses.used ? ", \\\n     " : "plot ", clause);
}

void theme_draw(struct page *p)
{
    if (!p->clauses.used)
        theme_clause(p, "NaN");
    script_add(p->script, "%s\nunset label\nunset arrow\nunset object\n", p->clauses.text ? p->clauses.text : "");
    p->script->failed |= p->clauses.failed;
    script_clear(&p->clauses);
}
