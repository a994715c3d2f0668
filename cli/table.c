#include "table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"

enum { GAP = 2 };                           /* spaces between columns of a terminal */
#define SECTION_MARK '\1'                   /* first byte of a heading's cell */

void table_begin(struct table *t, const char *align)
{
    *t = (struct table){ .n_columns = (int)strlen(align), .align = align, .room = 256 };
    t->cell = malloc((size_t)t->room * sizeof *t->cell);
}

void table_free(struct table *t)
{
    free(t->cell);
    *t = (struct table){ 0 };
}

static char *next_cell(struct table *t)
{
    if (t->cell && t->n_cells == t->room) {
        t->room *= 2;
        void *more = realloc(t->cell, (size_t)t->room * sizeof *t->cell);
        if (!more)
            free(t->cell);
        t->cell = more;
    }
    return t->cell ? t->cell[t->n_cells++] : NULL;
}

void table_cell(struct table *t, const char *format, ...)
{
    char *cell = next_cell(t);
    va_list args;
    va_start(args, format);
    if (cell)
        vsnprintf(cell, TABLE_CELL_SIZE, format, args);
    va_end(args);
}

void table_section(struct table *t, const char *heading)
{
    table_cell(t, "%c%s", SECTION_MARK, heading);
    for (int c = 1; c < t->n_columns; c++)
        table_cell(t, "%s", "");
}

static int columns_of(const char *text)
{
    int sum = 0, columns;
    while (*text) {
        text += text_character(text, &columns);
        sum += columns;
    }
    return sum;
}

static void put_spaces(FILE *out, int n)
{
    fprintf(out, "%*s", n > 0 ? n : 0, "");
}

static void print_row(const struct table *t, FILE *out, int row, const int width[])
{
    const char (*cell)[TABLE_CELL_SIZE] = (const void *)(t->cell + (long)row * t->n_columns);
    if (cell[0][0] == SECTION_MARK) {
        fprintf(out, "%s\n", cell[0] + 1);
        return;
    }
    int owed = 0;                           /* spaces that wait for something behind them */
    for (int c = 0; c < t->n_columns; c++) {
        int pad = width[c] - columns_of(cell[c]);
        int before = owed + (c ? GAP : 0) + (t->align[c] == 'r' ? pad : 0);
        owed = t->align[c] == 'r' ? 0 : pad;
        if (!cell[c][0]) {
            owed += before;
            continue;
        }
        put_spaces(out, before);
        fputs(cell[c], out);
    }
    putc('\n', out);
}

static void print_terminal(const struct table *t, FILE *out)
{
    int width[TABLE_MOST_COLUMNS] = { 0 };
    for (int i = 0; i < t->n_cells; i++) {
        int w = t->cell[i][0] == SECTION_MARK ? 0 : columns_of(t->cell[i]);
        if (w > width[i % t->n_columns])
            width[i % t->n_columns] = w;
    }
    for (int row = 0; row < t->n_cells / t->n_columns; row++)
        print_row(t, out, row, width);
}

static void print_markdown(const struct table *t, FILE *out)
{
    for (int i = 0; i < t->n_cells; i++) {
        int heading = t->cell[i][0] == SECTION_MARK;
        fprintf(out, heading ? "| **%s** " : "| %s ", t->cell[i] + heading);
        if ((i + 1) % t->n_columns == 0)
            fputs("|\n", out);
        if (i + 1 == t->n_columns) {
            for (int c = 0; c < t->n_columns; c++)
                fputs(t->align[c] == 'r' ? "|--:" : "|:--", out);
            fputs("|\n", out);
        }
    }
}

static void put_latex(FILE *out, const char *text)
{
    static const struct { const char *plain, *latex; } MARKS[] = {
        { "±", "$\\pm$" }, { "–", "--" }, { "…", "\\ldots{}" }, { "−", "$-$" }, { "×", "$\\times$" },
        { "\\", "\\textbackslash{}" }, { "^", "\\textasciicircum{}" }, { "~", "\\textasciitilde{}" },
        { "<", "$<$" }, { ">", "$>$" },
    };
    enum { N_MARKS = sizeof MARKS / sizeof *MARKS };
    for (size_t length; *text; text += length) {
        int m = 0;
        while (m < N_MARKS && !text_begins(text, MARKS[m].plain))
            m++;
        length = m < N_MARKS ? strlen(MARKS[m].plain) : 1;
        if (m < N_MARKS)
            fputs(MARKS[m].latex, out);
        else
            fprintf(out, strchr("&%$#_{}", *text) ? "\\%c" : "%c", *text);
    }
}

static void print_latex(const struct table *t, FILE *out)
{
    fprintf(out, "\\begin{tabular}{%s}\n\\toprule\n", t->align);
    for (int i = 0; i < t->n_cells; i++) {
        int column = i % t->n_columns, heading = t->cell[i][0] == SECTION_MARK;
        fputs(column ? " & " : "", out);
        fputs(heading ? "\\textbf{" : "", out);
        put_latex(out, t->cell[i] + heading);
        fputs(heading ? "}" : "", out);
        if (column == t->n_columns - 1)
            fputs(i + 1 == t->n_columns ? " \\\\\n\\midrule\n" : " \\\\\n", out);
    }
    fputs("\\bottomrule\n\\end{tabular}\n", out);
}

int table_print(const struct table *t, FILE *out, enum table_form form)
{
    static void (*const PRINT[])(const struct table *, FILE *) = { print_terminal, print_markdown, print_latex };
    if (!t->cell)
        return -1;
    PRINT[form](t, out);
    return 0;
}

void table_say(FILE *out, enum table_form form, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *line = text, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        fprintf(out, "%s%.*s", form == TABLE_LATEX && *line != '\n' ? "% " : "", (int)(end - line), line);
    }
}
