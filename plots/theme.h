/* theme.h - how every figure looks: page, heading, legend, panels, colours.
 *
 * Lengths are in cm from the page's upper left corner. A page is one column of a journal wide (8.5 cm); its text is
 * 7 pt there. Colours are Okabe and Ito's, told apart by the colour-blind; each goes with a dash and a point of its
 * own, so that a copy in grey still reads.
 */
#ifndef THEME_H
#define THEME_H

#include "plots/script.h"

enum theme_format { THEME_PNG, THEME_SVG, THEME_PDF, N_THEME_FORMATS };
extern const char *const THEME_EXTENSIONS[N_THEME_FORMATS];

enum { THEME_STYLES = 8, THEME_SHADES = 6 };    /* that many scenarios, and parts of a whole, can be told apart */
struct theme_style { const char *colour; int point, hollow; const char *dash; };
extern const struct theme_style THEME_STYLE[THEME_STYLES];
extern const char *const THEME_SHADE[THEME_SHADES];
#define THEME_GREY "#8c8c8c"

struct page {
    struct script *script;
    struct script clauses;              /* of the plot command of the panel at hand */
    enum theme_format format;
    double width, height;
    double top;                         /* where heading and legend end */
    double left, wide, high;            /* of the panel at hand */
};

enum theme_legend { LEGEND_LINES, LEGEND_POINTS };
struct theme_entry { const char *name; int style, hollow; };

/* Width of a text in 7 pt, cm. */
double theme_width(const char *text);

/* A page with heading, caption and legend in as many lines as they need, and `body` cm below them. The caption says
 * what was averaged; \n begins a line of it. */
void theme_page(struct page *page, struct script *script, enum theme_format format, const char *title,
                const char *words, enum theme_legend kind, int n, const struct theme_entry entry[], double body);
void theme_end(struct page *page);

/* A line of text that begins at x and is centred on y. */
void theme_text(struct page *page, double x, double y, const char *text);
void theme_text_right(struct page *page, double x, double y, const char *text);    /* the same, but ends at x */
/* A scenario's point as in a legend, which begins at x, before a text 0.5 cm further. */
void theme_sample(struct page *page, double x, double y, int style, int hollow);
/* A legend for the parts of a whole, on one line. */
void theme_shade_legend(struct page *page, double left, double y, int n, const char *const name[], const int shade[]);

/* The area inside the axes of the next panel, and a line of text above it (NULL: none). */
void theme_panel(struct page *page, double left, double top, double width, double height, const char *title);
/* Range of an axis, 'x' or 'y', with as many marks as there is room for; low above high turns it round. */
void theme_axis(struct page *page, char axis, double low, double high);
/* An x axis whose places are 0, 1 .. n - 1, each with its value for a mark. */
void theme_steps(struct page *page, int n, const double value[]);
/* No axes at all: x goes from 0 to 1, y from 0 on top down to `span`. */
void theme_bare(struct page *page, double span);
/* Shades of one hue for values from 0 to `most`, and a bar of them, y from the page's top. */
void theme_palette(struct page *page, double y, double most);
/* Below the panel's middle, or as far left of it as the page's edge demands; in lines as wide as the page. */
void theme_label_x(struct page *page, const char *label);
/* Room for names to the left of a panel: at least 1.5, at most 3.4. */
double theme_names(int n, const char *const name[]);
/* The height of a row of such a panel: `high`, or more, where a name is so long that it takes two lines. */
double theme_row(int n, const char *const name[], double high);
/* Names as marks of the y axis, the first at y = 1 on top, in two lines where rows have the room; what is longer still has its
 * middle cut out. `shown` 0 leaves the names out, for a panel to the right. */
void theme_rows(struct page *page, int n, const char *const name[], int shown);
/* One part of the plot command: `$d3 using 1:2 with lines`. */
void theme_clause(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Draws the panel. */
void theme_draw(struct page *page);

#endif
