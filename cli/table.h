/* table.h - a table of short texts, printed for a terminal, as Markdown, or as LaTeX (with the package booktabs).
 *
 * Cells are given in reading order. Columns take the width of their widest cell; what a terminal shows two columns
 * wide (Chinese) is counted so, and belongs into the last column all the same: not every font keeps to it.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdio.h>

enum { TABLE_CELL_SIZE = 160, TABLE_MOST_COLUMNS = 32 };

struct table {
    int n_columns, n_cells, room;
    const char *align;                      /* a letter a column: l or r */
    char (*cell)[TABLE_CELL_SIZE];          /* the head first; NULL after memory ran out */
};

void table_begin(struct table *t, const char *align);          /* as many columns as letters, at most TABLE_MOST_COLUMNS */
void table_cell(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A row of its own that begins with a heading. */
void table_section(struct table *t, const char *heading);
enum table_form { TABLE_TEXT, TABLE_MARKDOWN, TABLE_LATEX };
int table_print(const struct table *t, FILE *out, enum table_form form);     /* -1: there was no memory for it */
/* Words beside a table; in LaTeX a comment. */
void table_say(FILE *out, enum table_form form, const char *format, ...) __attribute__((format(printf, 3, 4)));
void table_free(struct table *t);

#endif
