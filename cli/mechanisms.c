/* mechanisms.c - does each mechanism of the sources move its output the way it is said to? One line a row. */
#include <stdlib.h>

#include "analysis/trust/mechanisms.h"
#include "analysis/numbers/tidy.h"
#include "chosen.h"
#include "options.h"
#include "rows.h"
#include "sim/study/slots.h"
#include "table.h"
#include "verbs.h"

struct request {
    const char *measured;
    bool quick, list, markdown;
    struct rows_options rows;
};

enum { KEY_MEASURED = 3000 };

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->rows; break;
    case 'q': r->quick = true; break;
    case 'l': r->list = true; break;
    case 'm': r->markdown = true; break;
    case KEY_MEASURED: r->measured = argument; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int choose(struct mechanisms_chosen *c, const struct request *r, const struct mechanisms *m, struct err *err)
{
    for (int i = 0; i < r->rows.n_ids; i++) {
        const struct mechanism *row = mechanisms_named(m, r->rows.id[i], err);
        if (!row || mechanisms_choose(c, row, err) != 0)
            return -1;
    }
    for (int i = 0; r->rows.n_ids == 0 && i < m->n; i++)
        if ((m->row[i].quick || !r->quick) && mechanisms_choose(c, &m->row[i], err) != 0)
            return -1;
    return c->n > 0 ? 0 : err_input(err, "%s has no row to run", yaml_name(m->file));
}

/* --- what came out --- */

static struct mechanism_reading reading(const struct mechanisms_chosen *c, const struct slots *slots, int i)
{
    const struct mechanism *row = c->row[i];
    return mechanism_read(row, row->with.n_replications, slots_of(slots, row->output, c->world[i][0]),
                          slots_of(slots, row->output, c->world[i][1]));
}

static const char *sign(const struct mechanism *row, int zh)
{
    return row->sign > 0 ? chosen_word(zh, "up", "升") : chosen_word(zh, "down", "降");
}

static const char *title(const struct mechanism *row, int zh) { return zh ? row->zh : row->title; }

static void line(struct table *t, const struct mechanism *row, struct mechanism_reading r, int zh)
{
    char text[ESTIMATE_TEXT_SIZE];
    table_cell(t, "%s", row->id);
    table_cell(t, "%s", (zh ? MECHANISM_VERDICTS_ZH : MECHANISM_VERDICTS)[r.verdict]);
    table_cell(t, chosen_word(zh, "%d of %d", "%d/%d"), r.agree, r.n);
    table_cell(t, "%s", OUTPUTS[row->output].name);
    table_cell(t, "%.4g", r.without.mean);
    table_cell(t, "%.4g", r.with.mean);
    table_cell(t, "%s", estimate_text(text, r.difference, 1));
    table_cell(t, "%s", sign(row, zh));
    table_cell(t, "%s", title(row, zh));
}

static int lines_print(const struct mechanisms_chosen *c, int zh, const struct slots *slots, int *failed, struct err *err)
{
    static const char *const HEAD[][9] = { { "row", "", "sign in", "output", "without", "with", "difference", "said", "" },
                                           { "行", "", "同号", "指标", "无此机制", "有此机制", "差", "应", "" } };
    int count[4] = { 0 };
    struct table t;
    table_begin(&t, "lllrrrrll");
    for (int h = 0; h < 9; h++)
        table_cell(&t, "%s", HEAD[zh][h]);
    for (int i = 0; i < c->n; i++) {
        struct mechanism_reading r = reading(c, slots, i);
        count[r.verdict]++;
        line(&t, c->row[i], r, zh);
    }
    int status = table_print(&t, stdout, 0);
    table_free(&t);
    printf(chosen_word(zh, "mechanisms: %d of %d rows hold", "mechanisms：%d行成立（共%d行）"),
           count[HOLDS] + count[HOLDS_AFTER_ALL], c->n);
    if (count[AS_SAID])
        printf(chosen_word(zh, ", %d do not, as is said of them", "，%d行如所述不成立"), count[AS_SAID]);
    if (count[HOLDS_AFTER_ALL])
        printf(chosen_word(zh, ", %d of them though it is said that they do not", "，其中%d行虽述为不成立而成立"), count[HOLDS_AFTER_ALL]);
    puts(count[HOLDS_NOT] ? chosen_word(zh, "; the others do NOT", "；其余不成立") : "");
    *failed = count[HOLDS_NOT];
    return status ? err_set(err, "no memory for the table") : 0;
}

static int csv_print(const struct mechanisms_chosen *c, const struct slots *slots, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("row,title,output,direction,without,with,difference,difference_low,difference_high,agree,replications,verdict\n",
          tidy.file);
    for (int i = 0; i < c->n; i++) {
        const struct mechanism *row = c->row[i];
        struct mechanism_reading r = reading(c, slots, i);
        fprintf(tidy.file, "%s,", row->id);
        tidy_text(tidy.file, row->title);
        fprintf(tidy.file, ",%s,%s", OUTPUTS[row->output].name, row->sign > 0 ? "up" : "down");
        tidy_numbers(tidy.file, 5, (double[]){ r.without.mean, r.with.mean, r.difference.mean,
                                               estimate_low(r.difference), estimate_high(r.difference) });
        fprintf(tidy.file, ",%d,%d,%s\n", r.agree, r.n, MECHANISM_VERDICTS[r.verdict]);
    }
    return tidy_end(&tidy, err);
}

/* --- all of it --- */

static int told(const struct request *r, const struct mechanisms_chosen *c, const struct slots *slots,
                const struct work_tally *tally, struct err *err)
{
    int failed = 0;
    if (lines_print(c, r->rows.zh, slots, &failed, err) != 0 || (r->rows.csv && csv_print(c, slots, r->rows.csv, err) != 0))
        return -1;
    if (tally->failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld runs failed; the first: %s", tally->failed, tally->why.text);
    if (failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%d of %d mechanisms do not hold and are said to", failed, c->n);
    return 0;
}

static int rows_run(const struct request *r, struct mechanisms_chosen *c, struct err *err)
{
    struct slots slots = { 0 };
    struct work_tally tally = { 0 };
    int n = 0;
    struct work_unit *unit = mechanisms_load(c, r->rows.seed, err) == 0 ? worlds_units(&c->worlds, &n, err) : NULL;
    int ok = unit ? slots_init(&slots, &c->cases, NULL, err) : -1;
    struct work_sink sink = slots_sink(&slots);
    if (ok == 0)
        ok = work_run(&c->cases, n, unit, &r->rows.manner, &sink, &tally, err);
    if (ok == 0)
        ok = told(r, c, &slots, &tally, err);
    slots_free(&slots);
    free(unit);
    return ok;
}

static int markdown(const struct request *r, const struct mechanisms *m, struct err *err)
{
    struct measured measured = { 0 };
    int failed = r->measured && measured_read(&measured, r->measured, err) != 0;
    if (!failed)
        mechanisms_markdown(m, &measured, stdout);
    measured_free(&measured);
    return failed ? -1 : 0;
}

static int list(const struct mechanisms_chosen *c, int zh)
{
    struct table t;
    table_begin(&t, "lllll");
    static const char *const HEAD[][5] = { { "row", "city", "output", "said", "" }, { "行", "城市", "指标", "应", "" } };
    for (int i = 0; i < 5; i++)
        table_cell(&t, "%s", HEAD[zh][i]);
    for (int i = 0; i < c->n; i++) {
        const struct mechanism *row = c->row[i];
        table_cell(&t, "%s", row->id);
        table_cell(&t, "%s", row->with.city);
        table_cell(&t, "%s", OUTPUTS[row->output].name);
        table_cell(&t, "%s%s", sign(row, zh), row->no ? chosen_word(zh, " (does not hold)", "（不成立）") : "");
        table_cell(&t, "%s", title(row, zh));
    }
    int status = table_print(&t, stdout, 0);
    table_free(&t);
    return status;
}

static int mechanisms(const struct request *r, struct err *err)
{
    struct mechanisms m = { 0 };
    struct mechanisms_chosen c = { 0 };
    int ok = r->rows.csv ? tidy_may_replace(r->rows.csv, err) : 0;
    if (ok == 0)
        ok = mechanisms_read(&m, r->rows.from, err);
    if (ok == 0 && r->markdown)
        ok = markdown(r, &m, err);
    else if (ok == 0 && (ok = choose(&c, r, &m, err)) == 0)
        ok = !r->list ? rows_run(r, &c, err) : list(&c, r->rows.zh) ? err_set(err, "no memory for the list") : 0;
    mechanisms_chosen_free(&c);
    mechanisms_free(&m);
    return ok;
}

int verb_mechanisms(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "quick", 'q', 0, 0, "only the rows of the sample", 0 },
        { "list", 'l', 0, 0, "list the rows (with --quick: of the sample; or those named) and run nothing", 0 },
        { "markdown", 'm', 0, 0, "print docs/mechanisms.md and run nothing", 0 },
        { "measured", KEY_MEASURED, "FILE.csv", 0, "with --markdown: and what this table of --csv measured", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "[ROW...]",
        "Run each mechanism of the sources without and with what expresses it, under common random numbers, and tell in "
        "how many replications its output moved as it is said to. Ends with status 3 if a row does not hold that is said "
        "to.\v"
        "A row holds when the difference has its sign in nine tenths of the replications.\n\n"
        "Example: hotline mechanisms M25 --threads 2", ROWS_CHILDREN, NULL, NULL };
    struct request request = { .rows = { .from = "mechanisms", .seed = CASES_DEFAULT_SEED } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return mechanisms(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
