#include "sheet.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "analysis/numbers/tidy.h"

void sheet_begin(struct sheet *sheet, const char *name, int n, const struct sheet_column column[])
{
    *sheet = (struct sheet){ .name = name, .room = 64 };
    sheet->cell = malloc((size_t)sheet->room * sizeof *sheet->cell);
    for (int c = 0; c < n; c++)
        sheet_column(sheet, column[c]);
}

void sheet_column(struct sheet *sheet, struct sheet_column column)
{
    if (sheet->n_columns < SHEET_MOST_COLUMNS)
        sheet->column[sheet->n_columns++] = column;
}

static void put(struct sheet *sheet, struct sheet_cell cell)
{
    if (sheet->cell && sheet->n_cells == sheet->room) {
        sheet->room *= 2;
        struct sheet_cell *more = realloc(sheet->cell, (size_t)sheet->room * sizeof *more);
        if (!more)
            free(sheet->cell);
        sheet->cell = more;
    }
    if (sheet->cell)
        sheet->cell[sheet->n_cells++] = cell;
}

void sheet_text(struct sheet *sheet, const char *format, ...)
{
    struct sheet_cell cell = { "", NAN, { NAN, NAN } };
    va_list args;
    va_start(args, format);
    vsnprintf(cell.text, sizeof cell.text, format, args);
    va_end(args);
    put(sheet, cell);
}

void sheet_number(struct sheet *sheet, double x)
{
    put(sheet, (struct sheet_cell){ "", x, { NAN, NAN } });
}

void sheet_interval(struct sheet *sheet, double x, struct interval interval)
{
    put(sheet, (struct sheet_cell){ "", x, interval });
}

int sheet_failed(const struct sheet *sheet)
{
    return !sheet->cell;
}

void sheet_free(struct sheet *sheet)
{
    free(sheet->cell);
    *sheet = (struct sheet){ 0 };
}

static void put_cell(FILE *out, const struct sheet_column *column, const struct sheet_cell *cell, int first)
{
    if (column->kind == SHEET_TEXT) {
        fputs(first ? "" : ",", out);
        tidy_text(out, cell->text);
    } else {
        tidy_numbers(out, column->kind == SHEET_INTERVAL ? 3 : 1,
                     (double[]){ cell->x, cell->interval.low, cell->interval.high });
    }
}

void sheet_csv_to(const struct sheet *sheet, FILE *out)
{
    for (int c = 0; c < sheet->n_columns; c++) {
        const struct sheet_column *column = &sheet->column[c];
        fprintf(out, "%s%s", c ? "," : "", column->name);
        if (column->kind == SHEET_INTERVAL)
            fprintf(out, ",%s_low,%s_high", column->name, column->name);
    }
    for (int i = 0; i < sheet->n_cells; i++) {
        int c = i % sheet->n_columns;
        fputs(c ? "" : "\n", out);
        put_cell(out, &sheet->column[c], &sheet->cell[i], c == 0);
    }
    putc('\n', out);
}

int sheet_csv(const struct sheet *sheet, const char *path, struct err *err)
{
    struct tidy tidy;
    if (sheet_failed(sheet))
        return err_set(err, "no memory for the table %s", path);
    if (tidy_begin(&tidy, path, err))
        return -1;
    sheet_csv_to(sheet, tidy.file);
    return tidy_end(&tidy, err);
}
