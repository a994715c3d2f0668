#include "answer.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "analysis/answers/headlines.h"
#include "cli/json.h"
#include "cli/options.h"

enum { KEY_FORMAT = 3000, KEY_JSON, KEY_CSV, KEY_LEVEL, KEY_LANG };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct answer_options *o = state->input;
    switch (key) {
    case 'k': o->kpi = argument; break;
    case KEY_FORMAT: o->form = chosen_form(state, argument); break;
    case KEY_JSON: o->form = FORM_JSON; break;
    case KEY_CSV: o->csv = argument; break;
    case KEY_LEVEL: o->level = chosen_level(state, argument); break;
    case KEY_LANG: o->zh = chosen_language(state, argument); break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: o->path = options_only(state, "RESULT", argument); break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_option OPTIONS[] = {
    { "kpi", 'k', "NAME,...", 0, "of these outputs (`hotline outputs` lists them)", 1 },
    { "level", KEY_LEVEL, "P", 0, "level of the intervals (default .95)", 1 },
    { "format", KEY_FORMAT, "FORM", 0, "print text (default), markdown, latex, csv or json", 2 },
    { "json", KEY_JSON, 0, 0, "as --format json", 2 },
    { "csv", KEY_CSV, "FILE.csv", 0, "also write the tables", 2 },
    { "lang", KEY_LANG, "en|zh", 0, "language of names", 2 },
    { 0 },
};
static const struct argp ANSWER_ARGP = { .options = OPTIONS, .parser = parse };
const struct argp_child ANSWER_CHILDREN[] = { { &ANSWER_ARGP, 0, NULL, 0 }, { 0 } };

void answer_say(char text[ANSWER_TEXT_SIZE], const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, ANSWER_TEXT_SIZE - used, format, args);
    va_end(args);
}

/* What has an interval and no value is an estimate that says too little. */
static void no_number_put(struct table *t, const struct sheet_cell *cell, int zh)
{
    if (isnan(cell->interval.low))
        table_cell(t, "–");
    else
        table_cell(t, "%s [%.3g, %.3g]", chosen_word(zh, "not told", "未能得出"), cell->interval.low, cell->interval.high);
}

static void cell_put(struct table *t, const struct sheet_column *column, const struct sheet_cell *cell, int zh)
{
    char text[ESTIMATE_TEXT_SIZE];
    if (column->kind == SHEET_TEXT)
        table_cell(t, "%s", cell->text);
    else if (isnan(cell->x))
        no_number_put(t, cell, zh);
    else if (column->kind == SHEET_COUNT)
        table_cell(t, "%.0f", cell->x);
    else if (column->kind == SHEET_NUMBER)
        table_cell(t, "%.4g", cell->x);
    else
        table_cell(t, "%s", estimate_interval_text(text, cell->x, cell->interval, 0));
}

static int sheet_print(const struct sheet *sheet, enum table_form form, int zh)
{
    char align[SHEET_MOST_COLUMNS + 1] = "";
    struct table t;
    for (int c = 0; c < sheet->n_columns; c++)
        align[c] = sheet->column[c].kind == SHEET_TEXT ? 'l' : 'r';
    table_begin(&t, align);
    for (int c = 0; c < sheet->n_columns; c++)
        table_cell(&t, "%s", zh ? sheet->column[c].chinese : sheet->column[c].english);
    for (int i = 0; i < sheet->n_cells; i++)
        cell_put(&t, &sheet->column[i % sheet->n_columns], &sheet->cell[i], zh);
    int status = table_print(&t, stdout, form);
    table_free(&t);
    return status;
}

static void json_cell(const struct sheet_column *column, const struct sheet_cell *cell)
{
    printf("\"%s\": ", column->name);
    if (column->kind == SHEET_TEXT) {
        json_text(stdout, cell->text);
        return;
    }
    json_number(stdout, cell->x);
    if (column->kind != SHEET_INTERVAL)
        return;
    printf(", \"%s_low\": ", column->name);
    json_number(stdout, cell->interval.low);
    printf(", \"%s_high\": ", column->name);
    json_number(stdout, cell->interval.high);
}

static void json_print(const struct answer *a)
{
    printf("{\"title\": ");
    json_text(stdout, a->title);
    printf(", \"before\": ");
    json_text(stdout, a->before);
    printf(", \"after\": ");
    json_text(stdout, a->after);
    for (int k = 0; k < a->n; k++) {
        const struct sheet *sheet = &a->sheet[k];
        printf(",\n \"%s\": [", sheet->name);
        for (int i = 0; i < sheet->n_cells; i++) {
            int c = i % sheet->n_columns;
            printf("%s", c ? ", " : i ? ",\n  {" : "\n  {");
            json_cell(&sheet->column[c], &sheet->cell[i]);
            printf("%s", c == sheet->n_columns - 1 ? "}" : "");
        }
        printf("]");
    }
    printf("}\n");
}

static int text_print(const struct answer *a, const struct answer_options *o)
{
    enum table_form form = (enum table_form)o->form;
    int status = 0;
    table_say(stdout, form, "%s\n", a->title);
    table_say(stdout, form, "%s", a->before);
    for (int k = 0; k < a->n; k++) {
        putchar('\n');
        if (a->heading[k][0])
            table_say(stdout, form, form == TABLE_MARKDOWN ? "### %s\n\n" : "%s\n", a->heading[k]);
        status |= sheet_print(&a->sheet[k], form, o->zh);
    }
    if (a->after[0])
        putchar('\n');
    table_say(stdout, form, "%s", a->after);
    return status;
}

static int csv_write(const struct answer *a, const char *path, struct err *err)
{
    char name[4096];
    int stem = chosen_stem(path);
    for (int k = 0; k < a->n; k++) {
        snprintf(name, sizeof name, "%.*s-%s%s", stem, path, a->sheet[k].name, path + stem);
        if (sheet_csv(&a->sheet[k], k ? name : path, err))
            return -1;
    }
    return 0;
}

int answer_give(const struct answer *a, const struct answer_options *o, struct err *err)
{
    int failed = 0;
    for (int k = 0; k < a->n; k++)
        failed |= sheet_failed(&a->sheet[k]);
    if (failed)
        return err_set(err, "no memory for the tables");
    if (o->form == FORM_JSON)
        json_print(a);
    else if (o->form == FORM_CSV)
        sheet_csv_to(&a->sheet[0], stdout);
    else if (text_print(a, o))
        return err_set(err, "no memory for the tables");
    return o->csv ? csv_write(a, o->csv, err) : 0;
}

void answer_free(struct answer *a)
{
    for (int k = 0; k < a->n; k++)
        sheet_free(&a->sheet[k]);
    a->n = 0;
}

int answer_kpis(const struct answer_options *o, const struct result *result, enum output kpi[], struct err *err)
{
    enum { ENOUGH = 4 };
    int n = 0;
    if (o->kpi)
        return chosen_kpis(o->kpi, kpi, err);
    for (int h = 0; h < N_HEADLINES && n < ENOUGH; h++)
        if (result_has(result, HEADLINES[h].output))
            kpi[n++] = HEADLINES[h].output;
    return n ? n : err_input(err, "the result has none of the headlines; name an output with --kpi");
}
