#include "measured.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "row,title,output,direction,without,with,difference,difference_low,difference_high,agree,"
                             "replications,verdict";

/* From the sixth comma from the end on: the title before them may be quoted and have commas. */
static const char *from_difference(const char *line)
{
    const char *at = line + strlen(line);
    for (int commas = 0; at > line && commas < 6;)
        commas += *--at == ',';
    return at;
}

static int read_line(struct measured *m, const char *line, struct err *err)
{
    struct measured_row *rows = realloc(m->row, ((size_t)m->n + 1) * sizeof *rows);
    double low, high;
    if (!rows)
        return err_set(err, "no memory for what was measured");
    m->row = rows;
    struct measured_row *row = &rows[m->n];
    *row = (struct measured_row){ .difference = { 0, NAN, NAN, NAN, 0 } };
    snprintf(row->id, sizeof row->id, "%.*s", (int)strcspn(line, ","), line);
    if (sscanf(from_difference(line), ",%lf,%lf,%lf,%d,%d,", &row->difference.mean, &low, &high, &row->agree, &row->n) != 5)
        return 0;                       /* not defined in any replication: nothing was measured */
    row->difference.n = row->n;
    row->difference.half = (high - low) / 2;
    m->n++;
    return 0;
}

int measured_read(struct measured *m, const char *path, struct err *err)
{
    char line[1024];
    *m = (struct measured){ 0 };
    FILE *file = fopen(path, "r");
    if (!file)
        return err_input(err, "%s cannot be read: %s", path, strerror(errno));
    int failed = 0;
    if (!fgets(line, sizeof line, file) || strncmp(line, HEAD, strlen(HEAD)) != 0)
        failed = err_input(err, "%s is no table of `hotline mechanisms --csv`", path);
    while (!failed && fgets(line, sizeof line, file))
        failed = read_line(m, line, err);
    fclose(file);
    if (failed)
        measured_free(m);
    return failed ? -1 : 0;
}

void measured_free(struct measured *m)
{
    free(m->row);
    *m = (struct measured){ 0 };
}

const struct measured_row *measured_of(const struct measured *m, const char *id)
{
    for (int r = 0; m && r < m->n; r++)
        if (strcmp(m->row[r].id, id) == 0)
            return &m->row[r];
    return NULL;
}
