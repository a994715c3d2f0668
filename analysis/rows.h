/* rows.h - a CSV file line by line: fields between commas, in quotes where a comma stands in one. */
#ifndef ROWS_H
#define ROWS_H

#include <stdio.h>

#include "sim/base/err.h"

enum { ROWS_MOST_FIELDS = 64, ROWS_NO_COLUMN = -1 };

struct rows {
    const char *path;
    FILE *file;
    char *line;
    size_t size;
    int number;                     /* of the line, from 1 */
    int n_fields;
    char *field[ROWS_MOST_FIELDS];  /* ended by \0, into line */
    struct err *err;
};

/* Opens and reads the first line, which names the columns; `what` the file is, for the sentence about an empty one. */
int rows_open(struct rows *rows, const char *path, const char *what, struct err *err);
void rows_close(struct rows *rows);
int rows_next(struct rows *rows);                               /* 1: a line; 0: the end; -1. Empty lines are passed over */
int rows_column(const struct rows *rows, const char *name);     /* of the line at hand, or ROWS_NO_COLUMN */
/* -1 after `file:line:column: what is wrong with the field`. */
int rows_complain(struct rows *rows, int field, const char *what);
/* The field's number, 0 <= x < below, or -1 and a complaint by its column's name. */
int rows_number(struct rows *rows, int field, const char *name, double below, double *x);

#endif
