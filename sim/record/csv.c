#include "csv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "atomic.h"
#include "result.h"
#include "sim/base/text.h"

/* The columns of the table: outputs that are one number a run. */
struct table {
    struct result *result;
    FILE *file;
    int n_columns;
    enum output column[N_OUTPUTS];
};

/* Quoted when it has to be (RFC 4180). */
static void put_text(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

static void put_number(FILE *file, double x)
{
    char text[TEXT_NUMBER_SIZE];
    if (isnan(x))
        putc(',', file);
    else
        fprintf(file, ",%s", text_number(text, x));
}

/* The scenario's name up to its factors. */
static void put_policy(FILE *file, const struct result_plan *plan, int scenario)
{
    char policy[sizeof plan->scenario_name[0]];
    const char *name = plan->scenario_name[scenario], *at = plan->n_factors > 0 ? strstr(name, " @ ") : NULL;
    snprintf(policy, sizeof policy, "%.*s", (int)(at ? (size_t)(at - name) : strlen(name)), name);
    put_text(file, policy);
}

static void put_head(const struct table *table)
{
    const struct result_plan *plan = result_plan(table->result);
    fputs("scenario,policy,replicate", table->file);
    for (int f = 0; f < plan->n_factors; f++) {
        putc(',', table->file);
        put_text(table->file, plan->factor[f].name);
    }
    for (int c = 0; c < table->n_columns; c++)
        fprintf(table->file, ",%s", OUTPUTS[table->column[c]].name);
    putc('\n', table->file);
}

static int put_run(const struct table *table, int scenario, int replicate, struct err *err)
{
    const struct result_plan *plan = result_plan(table->result);
    double value[N_OUTPUTS];
    for (int c = 0; c < table->n_columns; c++)
        if (result_read_run(table->result, table->column[c], scenario, replicate, &value[c], err) < 0)
            return -1;
    put_text(table->file, plan->scenario_name[scenario]);
    putc(',', table->file);
    put_policy(table->file, plan, scenario);
    fprintf(table->file, ",%d", replicate);
    for (int f = 0; f < plan->n_factors; f++)
        put_number(table->file, plan->factor[f].value[scenario]);
    for (int c = 0; c < table->n_columns; c++)
        put_number(table->file, value[c]);
    putc('\n', table->file);
    return 0;
}

static int put_table(const struct table *table, struct err *err)
{
    const struct result_plan *plan = result_plan(table->result);
    put_head(table);
    for (int s = 0; s < plan->n_scenarios; s++)
        for (int k = 0; k < plan->n_replicates; k++)
            if (result_status(table->result, s, k) != RUN_ABSENT && put_run(table, s, k, err) < 0)
                return -1;
    return 0;
}

static void choose_columns(struct table *table)
{
    for (int o = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI && result_has(table->result, (enum output)o))
            table->column[table->n_columns++] = (enum output)o;
}

static int write_file(struct table *table, const char *path, struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    if (atomic_begin(temporary, path, err) < 0)
        return -1;
    if (!(table->file = fopen(temporary, "w")))
        return err_set(err, "%s cannot be written: %s", path, strerror(errno));
    int status = put_table(table, err);
    int bad = fflush(table->file) != 0 || ferror(table->file);
    if (bad)
        status = err_set(err, "%s cannot be written: %s", path, strerror(errno));
    fclose(table->file);
    if (status == 0)
        return atomic_commit(temporary, path, err);
    unlink(temporary);
    return -1;
}

int csv_write(const char *result_path, const char *csv_path, struct err *err)
{
    struct table table = { 0 };
    if (result_open(&table.result, result_path, err) < 0)
        return -1;
    choose_columns(&table);
    int status = write_file(&table, csv_path, err);
    result_close(&table.result);
    return status;
}
