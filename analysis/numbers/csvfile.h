/* csvfile.h - a CSV file line by line: fields between commas, in quotes where a comma stands in one. */
#ifndef CSVFILE_H
#define CSVFILE_H

#include <stdio.h>

#include "sim/base/err.h"

enum { CSVFILE_MOST_FIELDS = 64, CSVFILE_NO_COLUMN = -1 };

struct csvfile {
    const char *path;
    FILE *file;
    char *line;
    size_t size;
    int number;                     /* of the line, from 1 */
    int n_fields;
    char *field[CSVFILE_MOST_FIELDS];    /* ended by \0, into line */
    struct err *err;
};

/* Opens and reads the first line, which names the columns; `what` the file is, for the sentence about an empty one. */
int csvfile_open(struct csvfile *csv, const char *path, const char *what, struct err *err);
void csvfile_close(struct csvfile *csv);
/* 1: a line; 0: the end; -1. Empty lines are passed over. */
int csvfile_next(struct csvfile *csv);
/* Of that name in the line at hand, or CSVFILE_NO_COLUMN. */
int csvfile_column(const struct csvfile *csv, const char *name);
/* -1 after `file:line:column: what is wrong with the field`. */
int csvfile_complain(struct csvfile *csv, int field, const char *what);
/* The field's number, 0 <= x < below, or -1 and a complaint by its column's name. */
int csvfile_number(struct csvfile *csv, int field, const char *name, double below, double *x);

#endif
