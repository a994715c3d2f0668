/* validate.c - figures of the sources beside what the simulator gives: target, band, value, and whether its interval is in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/trust/targets.h"
#include "analysis/numbers/tidy.h"
#include "chosen.h"
#include "options.h"
#include "rows.h"
#include "table.h"
#include "verbs.h"

struct request {
    bool markdown, strict;
    int n_tried;
    struct { bool file; const char *text; } tried[WORLD_MOST_SETTINGS];      /* of --set and --with, in their order */
    struct rows_options rows;
};

enum { KEY_SET = 3000, KEY_WITH, KEY_STRICT };

static void tried_add(struct request *r, bool file, const char *text, struct argp_state *state)
{
    if (r->n_tried == WORLD_MOST_SETTINGS)
        argp_error(state, "--set and --with may be given at most %d times", WORLD_MOST_SETTINGS);
    r->tried[r->n_tried].file = file;
    r->tried[r->n_tried++].text = text;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &r->rows; break;
    case 'm': r->markdown = true; break;
    case KEY_SET: case KEY_WITH: tried_add(r, key == KEY_WITH, argument, state); break;
    case KEY_STRICT: r->strict = true; break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

/* --- what came out --- */

/* Of a target as it is judged: with the settings where some are tried. */
struct reading {
    const struct target *target;
    struct estimate is, given, change;      /* given, change: n = 0 where no settings are tried */
    enum target_verdict verdict, before;
};

static struct reading reading(const struct targets *t, int i)
{
    const struct target *target = t->varied ? &t->varied[i] : &t->target[i];
    struct estimate none = { 0, NAN, NAN, NAN, 0 }, is = target_estimate(t, target);
    struct reading r = { &t->target[i], is, none, none, target_judge(target, is), 0 };
    r.before = r.verdict;
    if (t->varied) {
        r.given = target_estimate(t, &t->target[i]);
        r.change = target_change(t, i);
        r.before = target_judge(target, r.given);
    }
    return r;
}

struct tally { int chosen, of[N_TARGET_VERDICTS], measured, untuned, untuned_in; };

static struct tally tally_of(const struct targets *t)
{
    struct tally tally = { 0 };
    for (int i = 0; i < t->n; i++) {
        if (!t->target[i].chosen)
            continue;
        struct reading r = reading(t, i);
        bool untuned = !r.target->why_not && !r.target->tuned;
        tally.chosen++;
        tally.of[r.verdict]++;
        tally.measured += !r.target->why_not;
        tally.untuned += untuned;
        tally.untuned_in += untuned && r.verdict == TARGET_IN;
    }
    return tally;
}

static const char *verdict(enum target_verdict v, int zh) { return (zh ? TARGET_VERDICTS_ZH : TARGET_VERDICTS)[v]; }

static const char *world_of(const struct targets *t, const struct target *target)
{
    return target->why_not ? "" : t->worlds.wish[target->world].name;
}

/* With its ends where an end was cut off. */
static const char *value_text(char text[ESTIMATE_TEXT_SIZE], const struct target *target, struct estimate e)
{
    struct interval interval = target_interval(target, e);
    if (target->why_not)
        return "";
    if (interval.low > estimate_low(e) || interval.high < estimate_high(e))
        return estimate_interval_text(text, e.mean, interval, 0);
    return estimate_text(text, e, 0);
}

static void line(struct table *table, const struct targets *t, struct reading r, int zh)
{
    char text[ESTIMATE_TEXT_SIZE];
    const struct target *target = r.target;
    table_cell(table, "%s", target->id);
    if (r.before == r.verdict)
        table_cell(table, "%s", verdict(r.verdict, zh));
    else
        table_cell(table, chosen_word(zh, "%s, was %s", "%s（原%s）"), verdict(r.verdict, zh), verdict(r.before, zh));
    table_cell(table, "%s", target->tuned ? chosen_word(zh, "tuned", "已调") : "");
    table_cell(table, "%g", target->value);
    table_cell(table, chosen_word(zh, "%g to %g", "%g至%g"), target->low, target->high);
    if (t->varied)
        table_cell(table, "%s", value_text(text, target, r.given));
    table_cell(table, "%s", value_text(text, target, r.is));
    if (t->varied)
        table_cell(table, "%s", target->why_not ? "" : estimate_text(text, r.change, 1));
    table_cell(table, "%s", strcmp(target->unit, "1") == 0 ? "" : target->unit);
    table_cell(table, "%s", world_of(t, target));
    table_cell(table, "%.150s", zh ? target->zh : target->statement);
}

static void head(struct table *table, bool varied, int zh)
{
    static const char *const GIVEN[][9] = { { "id", "", "", "target", "band", "value", "", "world", "" },
                                            { "编号", "", "", "目标", "区间", "数值", "", "情形", "" } };
    static const char *const VARIED[][11] = {
        { "id", "", "", "target", "band", "as given", "with it", "change", "", "world", "" },
        { "编号", "", "", "目标", "区间", "原值", "改设后", "变化", "", "情形", "" } };
    table_begin(table, varied ? "lllrrrrrlll" : "lllrrrlll");
    for (int h = 0; h < (varied ? 11 : 9); h++)
        table_cell(table, "%s", varied ? VARIED[zh][h] : GIVEN[zh][h]);
}

static int table_print_all(const struct targets *t, const struct request *r, struct err *err)
{
    struct table table;
    head(&table, t->varied, r->rows.zh);
    for (int i = 0; i < t->n; i++)
        if (t->target[i].chosen)
            line(&table, t, reading(t, i), r->rows.zh);
    int status = table_print(&table, stdout, r->markdown);
    table_free(&table);
    return status ? err_set(err, "no memory for the table") : 0;
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

/* --- the settings that are tried --- */

static void tried_print(const struct world_wish *tried, FILE *out)
{
    for (int s = 0; s < tried->n_set; s++)
        fprintf(out, "%s%s", s ? "; " : "", tried->set[s]);
}

static bool is_needed(const struct targets *t, int world)
{
    for (int i = 0; i < t->n; i++)
        if (t->target[i].chosen && !t->target[i].why_not && (t->target[i].world == world || t->target[i].against == world))
            return true;
    return false;
}

/* Which settings hold, and which worlds keep their own. */
static void settings_print(const struct targets *t, const struct world_wish *tried, bool markdown, int zh)
{
    if (tried->n_set == 0)
        return;
    fputs(chosen_word(zh, "with ", "改设："), stdout);
    tried_print(tried, stdout);
    for (int w = 0; w < t->worlds.n; w++)
        for (int s = 0; s < tried->n_set && is_needed(t, w); s++)
            if (world_sets(&t->worlds.wish[w], tried->set[s]))
                printf(chosen_word(zh, "; world %s keeps its own %.*s", "；情形 %s 保留自己的 %.*s"), t->worlds.wish[w].name,
                       (int)strcspn(tried->set[s], "="), tried->set[s]);
    puts(markdown ? "\n" : "");
}

/* --- what it comes to --- */

/* A figure that was tuned for is in its band because the model was set to give it. */
static void corroboration_print(const struct tally *tally, int zh)
{
    if (tally->untuned > 0) {
        printf(chosen_word(zh, "validate: figures that nothing was tuned for: %d of %d in their bands; only such figures can "
                               "corroborate the model",
                           "validate：未为其调参的数字有%2$d个，其中%1$d个在区间内；只有这样的数字才能佐证模型"),
               tally->untuned_in, tally->untuned);
        puts(tally->untuned == tally->measured ? "" : chosen_word(zh, ", which was set to give the others",
                                                                  "，其余的数字，模型本就照着调过"));
    } else if (tally->measured > 0) {
        puts(chosen_word(zh, "validate: parameters were tuned for every one of these figures: they tell what the model can be set "
                             "to give, and corroborate nothing",
                         "validate：这些数字每一个都曾为之调参：它们说明模型可以调成这样，不构成任何佐证"));
    }
}

static void conclusion_print(const struct tally *tally, bool markdown, int zh)
{
    printf(chosen_word(zh, "%svalidate: %d of %d targets are in their bands, %d are out, %d undecided (their intervals "
                           "reach over an edge), %d not measured",
                       "%1$svalidate：%3$d个目标中%2$d个在区间内，%4$d个在外，%5$d个未定（其区间越过边界），%6$d个未测"),
           markdown ? "\n" : "", tally->of[TARGET_IN], tally->chosen, tally->of[TARGET_OUT], tally->of[TARGET_UNDECIDED],
           tally->of[TARGET_NOT_MEASURED]);
    if (tally->of[TARGET_NOT_DEFINED] > 0)
        printf(chosen_word(zh, ", %d not defined", "，%d个无定义"), tally->of[TARGET_NOT_DEFINED]);
    puts(markdown ? "\n" : "");
    corroboration_print(tally, zh);
}

/* --- a table for other programs --- */

static void csv_line(const struct targets *t, struct reading r, const char *settings, FILE *out)
{
    const struct target *target = r.target;
    struct interval is = target_interval(target, r.is), given = target_interval(target, r.given);
    fprintf(out, "%s,", target->id);
    tidy_text(out, target->statement);
    putc(',', out);
    tidy_text(out, target->source);
    fprintf(out, ",%s,%s,%s,%d", target->tuned ? "yes" : "no", target->unit, world_of(t, target), r.is.n);
    tidy_numbers(out, 6, (double[]){ target->value, target->low, target->high, r.is.mean, is.low, is.high });
    fprintf(out, ",%s,", TARGET_VERDICTS[r.verdict]);
    tidy_text(out, settings);
    tidy_numbers(out, 6, (double[]){ r.given.mean, given.low, given.high, r.change.mean, estimate_low(r.change),
                                     estimate_high(r.change) });
    putc('\n', out);
}

static int csv_print(const struct targets *t, const struct world_wish *tried, const char *path, struct err *err)
{
    struct tidy tidy;
    char *settings = NULL;
    size_t size = 0;
    FILE *text = open_memstream(&settings, &size);
    if (text) {
        tried_print(tried, text);
        fclose(text);
    }
    int failed = !settings ? err_set(err, "no memory for the settings") : tidy_begin(&tidy, path, err);
    if (!failed) {
        fputs("id,statement,source,tuned,unit,world,replications,target,band_low,band_high,value,value_low,value_high,verdict,"
              "settings,given,given_low,given_high,change,change_low,change_high\n", tidy.file);
        for (int i = 0; i < t->n; i++)
            if (t->target[i].chosen)
                csv_line(t, reading(t, i), settings, tidy.file);
        failed = tidy_end(&tidy, err);
    }
    free(settings);
    return failed;
}

/* --- all of it --- */

static int told(const struct request *r, const struct targets *t, const struct world_wish *tried, const struct work_tally *work,
                struct err *err)
{
    struct tally tally = tally_of(t);
    int beside = tally.of[TARGET_OUT] + tally.of[TARGET_NOT_DEFINED];
    settings_print(t, tried, r->markdown, r->rows.zh);
    if (table_print_all(t, r, err) != 0)
        return -1;
    notes_print(t, r->markdown, r->rows.zh);
    conclusion_print(&tally, r->markdown, r->rows.zh);
    if (r->rows.csv && csv_print(t, tried, r->rows.csv, err) != 0)
        return -1;
    if (work->failed > 0)
        return err_code(err, EXIT_RUNS_FAILED, "%ld runs failed; the first: %s", work->failed, t->failure.text);
    if (r->strict && beside > 0)
        return err_code(err, EXIT_RUNS_FAILED, "of %d figures that are measured %d are out of their bands or not defined",
                        tally.measured, beside);
    return 0;
}

static int choose(const struct request *r, struct targets *t, struct err *err)
{
    for (int i = 0; i < r->rows.n_ids; i++)
        if (targets_choose(t, r->rows.id[i], err) != 0)
            return -1;
    for (int i = 0; r->rows.n_ids == 0 && i < t->n; i++)
        t->target[i].chosen = true;
    return 0;
}

static int try_all(const struct request *r, struct world_wish *tried, struct err *err)
{
    int ok = 0;
    for (int i = 0; ok == 0 && i < r->n_tried; i++)
        ok = (r->tried[i].file ? world_try_file : world_try)(tried, r->tried[i].text, err);
    return ok;
}

static int validate(const struct request *r, struct err *err)
{
    struct targets t = { 0 };
    struct world_wish tried = { 0 };
    struct work_tally work = { 0 };
    int ok = r->rows.csv ? tidy_may_replace(r->rows.csv, err) : 0;
    if (ok == 0)
        ok = try_all(r, &tried, err);
    if (ok == 0)
        ok = targets_read(&t, r->rows.from, NULL, err);
    if (ok == 0)
        ok = choose(r, &t, err);
    if (ok == 0 && tried.n_set > 0)
        ok = targets_vary(&t, &tried, err);
    if (ok == 0)
        ok = targets_run(&t, r->rows.seed, &r->rows.manner, &work, err);
    if (ok == 0)
        ok = told(r, &t, &tried, &work, err);
    targets_free(&t);
    return ok;
}

int verb_validate(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "set", KEY_SET, "KEY=VALUE", 0, "try a setting in every world that does not set the key itself; may be given many "
          "times", 0 },
        { "with", KEY_WITH, "FILE", 0, "try the settings of a file, a policy as the centre that `calibrate` writes", 0 },
        { "strict", KEY_STRICT, 0, 0, "end with status 3 if a figure is out of its band or not defined", 0 },
        { "markdown", 'm', 0, 0, "print Markdown, as in docs/verification.md", 0 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "[FILE.yaml] [TARGET...]",
        "Run the worlds in which the figures of the sources are judged, and tell for each figure its band, what the "
        "simulator gives with its 95 % interval (cut off where a correlation or a share cannot be), and whether that is in the "
        "band: in, OUT, or undecided where the interval reaches over an edge. With --set or --with each world is run twice under "
        "the same chance, as given and with the settings, and the verdict is of the settings: beside each value stands what it is "
        "as given, and the difference, replication by replication. A figure out of its band is no failure of the program; it is "
        "told, and only --strict makes it one.\v"
        "V15 names V15b, too. A file of targets of your own needs no change of the program: docs/calibration.md. "
        "Some minutes for all of them.\n\n"
        "Example: hotline validate --set calling.give_up=.14 V01 V06", ROWS_CHILDREN, NULL, NULL };
    struct request request = { .rows = { .from = "targets/calibration", .seed = CASES_DEFAULT_SEED } };
    struct err err = { 0 };
    options_parse(&argp, argc, argv, &request);
    return validate(&request, &err) == 0 ? EXIT_OK : verb_failed(&err);
}
