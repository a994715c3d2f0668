/* sheet.h - an answer as a table: columns that have a name for programs and a heading for readers; cells are texts, numbers,
 * or numbers with their interval. Terminal, Markdown, LaTeX, CSV and JSON are made from the same cells.
 *
 * Cells are given in reading order; the first column is of texts. Running out of memory is remembered and told by
 * sheet_csv and sheet_failed.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stdio.h>

#include "analysis/numbers/estimates.h"
#include "sim/base/err.h"

enum sheet_kind { SHEET_TEXT, SHEET_COUNT, SHEET_NUMBER, SHEET_INTERVAL };
enum { SHEET_CELL_SIZE = 160, SHEET_MOST_COLUMNS = 40 };

struct sheet_column { const char *name; enum sheet_kind kind; const char *english, *chinese; };
struct sheet_cell { char text[SHEET_CELL_SIZE]; double x; struct interval interval; };

struct sheet {
    const char *name;                           /* what a row is: "factors" */
    int n_columns, n_cells, room;
    struct sheet_column column[SHEET_MOST_COLUMNS];
    struct sheet_cell *cell;                    /* NULL after memory ran out */
};

void sheet_begin(struct sheet *sheet, const char *name, int n, const struct sheet_column column[]);
/* One more column, before the first cell; its names have to outlive the sheet. */
void sheet_column(struct sheet *sheet, struct sheet_column column);
void sheet_text(struct sheet *sheet, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sheet_number(struct sheet *sheet, double x);                   /* also of a SHEET_COUNT */
void sheet_interval(struct sheet *sheet, double x, struct interval interval);      /* x NaN: the interval says too little */
int sheet_failed(const struct sheet *sheet);
void sheet_free(struct sheet *sheet);


/* A row for each row; an interval is NAME, NAME_low, NAME_high; what is not a number is empty. */
void sheet_csv_to(const struct sheet *sheet, FILE *out);
int sheet_csv(const struct sheet *sheet, const char *path, struct err *err);        /* whole or not at all */

#endif
