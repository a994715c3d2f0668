/* validate.c - figures of the sources beside what the simulator gives: target, band, value, and whether its interval is in. */
#include <stdlib.h>
#include <string.h>

#include "analysis/targets.h"
#include "analysis/tidy.h"
#include "chosen.h"
#include "options.h"
#include "rows.h"
#include "table.h"
#include "verbs.h"

struct request {
    bool markdown;
    struct rows_options rows;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    (void)argument;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->rows; return 0;
    case 'm': r->markdown = true; return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const char *verdict(const struct target *target, struct estimate e, int zh)
{
    return (zh ? TARGET_VERDICTS_ZH : TARGET_VERDICTS)[target_judge(target, e)];
}

static const char *world_of(const struct targets *t, const struct target *target)
{
    return target->why_not ? "" : t->worlds.wish[target->world].name;
}

static void line(struct table *table, const struct targets *t, const struct target *target, int zh)
{
    char text[ESTIMATE_TEXT_SIZE];
    struct estimate e = target_estimate(t, target);
    table_cell(table, "%s", target->id);
    table_cell(table, "%s", verdict(target, e, zh));
    table_cell(table, "%s", target->tuned ? chosen_word(zh, "tuned", "已调") : "");
    table_cell(table, "%g", target->value);
    table_cell(table, chosen_word(zh, "%g to %g", "%g–%g"), target->low, target->high);
    table_cell(table, "%s", target->why_not ? "" : estimate_text(text, e, 0));
    table_cell(table, "%s", strcmp(target->unit, "1") == 0 ? "" : target->unit);
    table_cell(table, "%s", world_of(t, target));
    table_cell(table, "%.150s", zh ? target->zh : target->statement);
}

static void notes_print(const struct targets *t, bool markdown, int zh)
{
    const char *before = markdown ? "\n- " : "\n";
    for (int i = 0; i < t->n; i++) {
        const struct target *target = &t->target[i];
        if (target->chosen && (target->why_not || *target->note))
            printf(chosen_word(zh, "%s%s: %s%s.", "%s%s：%s%s。"), before, target->id,
                   target->why_not ? chosen_word(zh, "not measured: ", "未测：") : "",
                   target->why_not ? chosen_word(zh, target->why_not, target->why_not_zh)
                                   : chosen_word(zh, target->note, target->note_zh));
    }
    putchar('\n');
}

static int lines_print(const struct targets *t, const struct request *r, struct err *err)
{
    static const char *const HEAD[][9] = { { "id", "", "", "target", "band", "value", "", "world", "" },
                                           { "编号", "", "", "目标", "区间", "数值", "", "情形", "" } };
    int count[N_TARGET_VERDICTS] = { 0 }, chosen = 0;
    struct table table;
    table_begin(&table, "lllrrrlll");
    for (int h = 0; h < 9; h++)
        table_cell(&table, "%s", HEAD[r->rows.zh][h]);
    for (int i = 0; i < t->n; i++) {
        const struct target *target = &t->target[i];
        if (!target->chosen)
            continue;
        chosen++;
        count[target_judge(target, target_estimate(t, target))]++;
        line(&table, t, target, r->rows.zh);
    }
    int status = table_print(&table, stdout, r->markdown);
    table_free(&table);
    notes_print(t, r->markdown, r->rows.zh);
    printf(chosen_word(r->rows.zh, "%svalidate: %d of %d targets are in their bands, %d are out, %d undecided (their intervals "
                       "reach over an edge), %d not measured\n",
                       "%1$svalidate：%3$d个目标中%2$d个在区间内，%4$d个在外，%5$d个未定（其区间越过边界），%6$d个未测\n"),
           r->markdown ? "\n" : "", count[TARGET_IN], chosen, count[TARGET_OUT], count[TARGET_UNDECIDED],
           count[TARGET_NOT_MEASURED] + count[TARGET_NOT_DEFINED]);
    return status ? err_set(err, "no memory for the table") : 0;
}

static int csv_print(const struct targets *t, const char *path, struct err *err)
{
    struct tidy tidy;
    if (tidy_begin(&tidy, path, err))
        return -1;
    fputs("id,statement,source,tuned,unit,world,"
          "replications,target,band_low,band_high,value,value_low,value_high,verdict\n", tidy.file);
    for (int i = 0; i < t->n; i++) {
        const struct target *target = &t->target[i];
        struct estimate e = target_estimate(t, target);
        if (!target->chosen)
            continue;
        fprintf(tidy.file, "%s,", target->id);
        tidy_text(tidy.file, target->statement);
        putc(',', tidy.file);
        tidy_text(tidy.file, target->source);
        fprintf(tidy.file, ",%s,%s,%s,%d", target->tuned ? "yes" : "no", target->unit, world_of(t, target), e.n);
        tidy_numbers(tidy.file, 6, (double[]){ target->value, target->low, target->high, e.mean, estimate_low(e),
                                               estimate_high(e) });
        fprintf(tidy.file, ",%s\n", verdict(target, e, 0));
    }
    return tidy_end(&tidy, err);
}

static int told(const struct request *r, const struct targets *t, const struct work_tally *tally, struct err *err)
{
    if (lines_print(t, r, err) != 0 || (r->rows.csv && csv_print(t, r->rows.csv, err) != 0))
        return -1;
    if (tally->failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld runs failed; the first: %s", tally->failed, t->failure.text);
    return 0;
}

static int validate(const struct request *r, struct err *err)
{
    struct targets t = { 0 };
    struct work_tally tally = { 0 };
    int ok = r->rows.csv ? tidy_may_replace(r->rows.csv, err) : 0;
    if (ok == 0)
        ok = targets_read(&t, r->rows.from, err);
    for (int i = 0; ok == 0 && i < r->rows.n_ids; i++)
        ok = targets_choose(&t, r->rows.id[i], err);
    for (int i = 0; ok == 0 && r->rows.n_ids == 0 && i < t.n; i++)
        t.target[i].chosen = true;
    if (ok == 0)
        ok = targets_run(&t, r->rows.seed, &r->rows.manner, &tally, err);
    if (ok == 0)
        ok = told(r, &t, &tally, err);
    targets_free(&t);
    return ok;
}

int verb_validate(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "markdown", 'm', 0, 0, "print Markdown, as in docs/verification.md", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "[FILE.yaml] [TARGET...]",
        "Run the worlds in which the figures of the sources are judged, and tell for each figure its band, what the "
        "simulator gives with its 95 % interval, and whether that is in the band: in, OUT, or undecided where the interval "
        "reaches over an edge. A figure out of its band is no failure "
        "of the program; it is told.\v"
        "V15 names V15b, too. A file of targets of your own needs no change of the program: docs/calibration.md. "
        "Some minutes for all of them.\n\n"
        "Example: hotline validate X05 --threads 2", ROWS_CHILDREN, NULL, NULL };
    struct request request = { .rows = { .from = "targets/calibration", .seed = CASES_DEFAULT_SEED } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return validate(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
