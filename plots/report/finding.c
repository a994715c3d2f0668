/* finding.c - the finding in sentences. Every one is made from a paired difference: what is called a difference here
 * excludes 0 and survives Holm's correction for all that are read at once; what does not is said not to be known. */
#include "plots/report/parts.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/answers/notes.h"
#include "analysis/answers/pool.h"
#include "plots/report/html.h"

enum told { TOLD_BETTER, TOLD_WORSE, TOLD_NEITHER, TOLD_HINT, TOLD_OPEN, TOLD_SAME, N_TOLD, TOLD_NOTHING };

static const struct { const char *class, *english, *chinese; int with_numbers; } WORDS[N_TOLD] = {
    [TOLD_BETTER] = { "better", "Better", "更好", 1 },
    [TOLD_WORSE] = { "worse", "Worse", "更差", 1 },
    [TOLD_NEITHER] = { "differs", "Differs, neither good nor bad in itself", "有差异，本身无好坏", 1 },
    [TOLD_HINT] = { "hint", "A hint only (its own interval excludes 0, but not after the correction for all that "
                            "are read)",
                    "仅为线索（自身区间不含0，但经多重比较校正后不成立）", 1 },
    [TOLD_OPEN] = { "open", "Cannot be told apart (the interval includes 0)", "无法区分（区间含0）", 0 },
    [TOLD_SAME] = { "same", "The same in every replication", "每次重复均相同", 0 },
};

static enum told told_of(const struct report *r, int k, int s)
{
    struct estimate d = compare_contrast(&r->c, k, s).difference;
    enum better better = OUTPUTS[r->c.kpi[k]].better;
    if (d.n < 2)
        return TOLD_NOTHING;
    if (d.mean == 0 && !(d.sd > 0))
        return TOLD_SAME;
    if (!estimate_excludes_zero(d))
        return TOLD_OPEN;
    if (!compare_survives(&r->c, 0, k, s))
        return TOLD_HINT;
    return better == NEITHER ? TOLD_NEITHER : (d.mean < 0) == (better == LOWER) ? TOLD_BETTER : TOLD_WORSE;
}

static int count(const struct report *r, int s, enum told told)
{
    int n = 0;
    for (int k = 0; k < r->c.n_kpis; k++)
        n += told_of(r, k, s) == told;
    return n;
}

/* "really solved +0.021 ± 0.004 (+12 %)" */
static void difference_write(const struct report *r, int k, int s)
{
    struct estimate percent = compare_percent(&r->c, k, s);
    html_say(r->out, "%s ", report_kpi(r, k));
    fputs("<b>", r->out);
    report_estimate(r, r->c.kpi[k], compare_contrast(&r->c, k, s).difference, 1);
    fputs("</b>", r->out);
    if (percent.n > 0)
        html_say(r->out, report_word(r, " (%s%.1f %%)", "（%s%.1f%%）"), percent.mean < 0 ? "−" : "+",
                 fabs(percent.mean));
}

static void list_write(const struct report *r, int s, enum told told)
{
    int n = 0;
    if (count(r, s, told) == 0)
        return;
    fprintf(r->out, "<p class=\"told %s\"><b class=\"label\">", WORDS[told].class);
    html_text(r->out, report_word(r, WORDS[told].english, WORDS[told].chinese));
    fputs(report_word(r, ":</b> ", "：</b>"), r->out);
    for (int k = 0; k < r->c.n_kpis; k++) {
        if (told_of(r, k, s) != told)
            continue;
        if (n++)
            fputs(report_word(r, "; ", "；"), r->out);
        if (WORDS[told].with_numbers)
            difference_write(r, k, s);
        else
            html_text(r->out, report_kpi(r, k));
    }
    fputs(report_word(r, ".</p>\n", "。</p>\n"), r->out);
}

static int kpi_of(const struct report *r, enum output output)
{
    for (int k = 0; k < r->c.n_kpis; k++)
        if (r->c.kpi[k] == output)
            return k;
    return NONE_SUCH;
}

/* "rises by 0.1 ± 0.02", "cannot be told apart from the control's". */
static void movement_write(const struct report *r, int k, int s)
{
    struct estimate d = compare_contrast(&r->c, k, s).difference;
    enum told told = told_of(r, k, s);
    if (told == TOLD_OPEN || told == TOLD_HINT) {
        fputs(report_word(r, "cannot be told apart from the control's", "与对照无法区分"), r->out);
    } else if (told == TOLD_SAME) {
        fputs(report_word(r, "is the same", "与对照相同"), r->out);
    } else {
        fputs(d.mean > 0 ? report_word(r, "is higher by ", "高出") : report_word(r, "is lower by ", "低了"), r->out);
        d.mean = fabs(d.mean);
        report_estimate(r, r->c.kpi[k], d, 0);
    }
}

/* What the books say of resolution, beside what is really solved. */
static void books_write(const struct report *r, int s)
{
    int gap = kpi_of(r, OUT_goodhart_gap_resolved), solved = kpi_of(r, OUT_resolved_latent);
    if (gap < 0 || solved < 0 || told_of(r, gap, s) == TOLD_NOTHING || told_of(r, solved, s) == TOLD_NOTHING)
        return;
    fputs(report_word(r, "<p>Books and city: the share that is really solved ", "<p>账面与实际：实际解决的比例"), r->out);
    movement_write(r, solved, s);
    fputs(report_word(r, "; what the books claim beyond it ", "；账面多报的部分"), r->out);
    movement_write(r, gap, s);
    fputs(report_word(r, ".</p>\n", "。</p>\n"), r->out);
}

static void tally_write(const struct report *r, int s)
{
    int n = 0;
    for (int t = 0; t < N_TOLD; t++)
        n += count(r, s, (enum told)t);
    int better = count(r, s, TOLD_BETTER), worse = count(r, s, TOLD_WORSE), neither = count(r, s, TOLD_NEITHER);
    int open = count(r, s, TOLD_HINT) + count(r, s, TOLD_OPEN), same = count(r, s, TOLD_SAME);
    fputs("<p class=\"tally\">", r->out);
    if (r->zh)
        html_say(r->out, "%d个指标中：%d个更好，%d个更差，%d个有差异而无好坏，%d个无法区分，%d个完全相同。", n, better, worse, neither,
                 open, same);
    else
        html_say(r->out, "Of %d headline outputs %d are better, %d worse, %d differ and are neither, %d cannot "
                         "be told apart, and %d are the same.", n, better, worse, neither, open, same);
    fputs("</p>\n", r->out);
}

static void scenario_write(const struct report *r, int s)
{
    char name[REPORT_NAME_SIZE], control[REPORT_NAME_SIZE];
    fputs("<h3>", r->out);
    html_text(r->out, report_scenario(r, s, name));
    fputs("<small>", r->out);
    html_say(r->out, report_word(r, " against %s", "，对照：%s"), report_scenario(r, r->c.control[s], control));
    fputs("</small></h3>\n", r->out);
    tally_write(r, s);
    books_write(r, s);
    for (int t = 0; t < N_TOLD; t++)
        list_write(r, s, (enum told)t);
}

/* How many differences are read at once, and what that does to their certainty. */
static void family_write(const struct report *r)
{
    fputs("<p>", r->out);
    if (r->zh)
        html_say(r->out, "共同时读取%d个差异：%d个的%g%%区间不含0；若毫无差异，约有%.0f个如此。经Holm校正后仍成立的有%d个，下文只称这些为差异：其中哪怕有一个出于偶然的概率低于%g%%。",
                 r->c.n_read, r->c.n_excluding, 100 * r->c.level,
                 (1 - r->c.level) * r->c.n_read, r->c.n_surviving, 100 * (1 - r->c.level));
    else
        html_say(r->out, "%d differences are read at once: the %g %% intervals of %d exclude 0; about %.0f would "
                         "if nothing differed. %d still do by Holm's correction, and only these are called "
                         "differences here: the chance that even one of them is by chance is below %g %%.",
                             r->c.n_read, 100 * r->c.level, r->c.n_excluding,
                 (1 - r->c.level) * r->c.n_read, r->c.n_surviving, 100 * (1 - r->c.level));
    fputs("</p>\n<p class=\"note\">", r->out);
    html_text(r->out, report_word(r, "Replication i is the same world under every rule (common random numbers), "
                                     "so differences are taken within replications. Intervals are over chance in "
                                     "one parametrisation: what is not known about the parameters is not in them.",
                                  "第i次重复在各规则下是同一个世界（公共随机数），差异在各次重复内求得。区间只反映一组参数之下的偶然性，不含参数本身的不确定。"));
    fputs("</p>\n", r->out);
}

/* The mean of one output over the runs of one scenario, for the notes. */
struct source { const struct report *r; int scenario; };

static struct estimate source_of(const void *self, enum output output)
{
    const struct source *source = self;
    const struct report *r = source->r;
    struct err ignored = { 0 };
    struct estimate e = { .mean = NAN, .half = NAN };
    double *x = result_has(r->result, output) ? pool_runs(r->result, output, &ignored) : NULL;
    if (x)
        e = estimate_mean(x + (long)source->scenario * r->plan->n_replicates, 1, r->plan->n_replicates, r->c.level);
    free(x);
    return e;
}

static void notes_write(const struct report *r)
{
    char *text = NULL, name[REPORT_NAME_SIZE];
    size_t size;
    FILE *notes = open_memstream(&text, &size);
    if (!notes)
        return;
    struct source first = { r, 0 };
    notes_drift(notes, &(struct notes_source){ source_of, &first }, r->zh);
    for (int i = 0; i < r->n_shown; i++) {
        struct source source = { r, r->shown[i] };
        notes_below_best(notes, &(struct notes_source){ source_of, &source }, report_scenario(r, r->shown[i], name),
                         r->zh);
    }
    fclose(notes);
    if (*text) {
        fputs("<p class=\"warn\">", r->out);
        html_text(r->out, text);
        fputs("</p>\n", r->out);
    }
    free(text);
}

/* Where a study varies something: of how many differences it is known that they depend on it. */
static void points_write(const struct report *r)
{
    int n = 0, n_told = 0;
    for (int k = 0; k < r->c.n_kpis; k++)
        for (int s = 0; s < r->c.n_scenarios; s++) {
            n += compare_change(&r->c, k, s).difference.n > 1;
            n_told += compare_survives(&r->c, 1, k, s);
        }
    fputs("<p class=\"warn\">", r->out);
    if (r->zh)
        html_say(r->out, "本研究的设计有%d个点，下文各句只讲第一个点。在其余各点，%d个差异中有%d个（经校正）与第一个点不同；`hotline compare`给出全部。",
                 r->c.n_scenarios / r->c.first_point, n, n_told);
    else
        html_say(r->out, "The design has %d points, and the sentences below speak of the first one only. At the others %d of %d "
                         "differences are, by the corrected test, other than at the first; `hotline compare` has all of them.",
                 r->c.n_scenarios / r->c.first_point, n_told, n);
    fputs("</p>\n", r->out);
}

static void alone_write(const struct report *r)
{
    fputs("<p>", r->out);
    html_text(r->out, r->c.n_scenarios == 1
              ? report_word(r, "One scenario: nothing was compared, so nothing can be said about an effect. The "
                               "table below says what came about under it.", "只有一个情景：没有比较，不能谈任何效果。下表为该情景下的结果。")
              : report_word(r, "One replication: no interval can be given, so no difference can be told from "
                               "chance. The table below says what came about.", "只有一次重复：没有区间，任何差异都无法与偶然区分。下表为结果。"));
    fputs("</p>\n", r->out);
}

static int compares(const struct report *r)
{
    for (int k = 0; k < r->c.n_kpis; k++)
        for (int s = 0; s < r->c.n_scenarios; s++)
            if (compare_contrast(&r->c, k, s).difference.n > 1)
                return 1;
    return 0;
}

/* The differences at one point, or of all scenarios of a study without points. */
static void scenarios_write(const struct report *r)
{
    int told = 0;
    family_write(r);
    for (int s = 0; s < report_first_point(r) && told < THEME_STYLES; s++)
        if (s != r->c.control[s]) {
            scenario_write(r, s);
            told++;
        }
}

/* One point in detail: folded, for it is not the finding. */
static void first_point_write(const struct report *r)
{
    if (!compares(r) || !r->c.first_point)
        return;
    fputs("<details>\n<summary>", r->out);
    html_say(r->out, report_word(r, "One point in detail: the first (%s)", "单个点的细节：第一个（%s）"), compare_point(r->plan, 0));
    fputs("</summary>\n", r->out);
    scenarios_write(r);
    fputs("</details>\n", r->out);
}

void finding_write(struct report *r)
{
    fprintf(r->out, "<section class=\"finding\">\n<h2>%s</h2>\n", report_word(r, "The finding", "发现"));
    if (report_many(r)) {
        points_finding_write(r);
        first_point_write(r);
    } else if (compares(r)) {
        if (r->c.first_point)
            points_write(r);
        scenarios_write(r);
    } else {
        alone_write(r);
    }
    notes_write(r);
    fputs("</section>\n", r->out);
}
