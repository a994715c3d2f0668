#include "notes.h"

#include <math.h>

static const double TOLERATED = 0.05;           /* a month */

static const struct { enum output output; const char *english, *chinese; } DRIFTS[] = {
    { OUT_drift_backlog, "open tickets", "积压工单" },
    { OUT_drift_needs, "open needs", "真实需求" },
    { OUT_drift_operators, "operators' exhaustion", "话务员倦怠" },
    { OUT_drift_officers, "officers' exhaustion", "干部倦怠" },
};

int notes_drift(FILE *out, const struct notes_source *source, int chinese)
{
    int told = 0;
    for (size_t i = 0; i < sizeof DRIFTS / sizeof *DRIFTS; i++) {
        struct estimate e = source->of(source->self, DRIFTS[i].output);
        if (!(fabs(e.mean) - e.half > TOLERATED))
            continue;
        if (!told++)
            fputs(chinese ? "注意：第0天时城市尚未平稳：" : "Note: the city is not in its stride on day 0: ", out);
        else
            fputs(chinese ? "，" : ", ", out);
        fprintf(out, chinese ? "%s每月%+.0f ± %.0f%%" : "%s %+.0f ± %.0f %% a month", chinese ? DRIFTS[i].chinese : DRIFTS[i].english,
                100 * e.mean, 100 * e.half);
    }
    if (told)
        fputs(chinese ? "（预热期最后三分之一）。请读政策之间的差异，或延长预热（--warmup）。\n"
                      : " over the last third of the warm-up.\n"
                        "Read differences between policies, or warm up longer (--warmup).\n", out);
    return told;
}

int notes_below_best(FILE *out, const struct notes_source *source, const char *name, int chinese)
{
    struct estimate e = source->of(source->self, OUT_regret_below_best);
    if (!(e.mean > 0))
        return 0;
    fprintf(out, chinese ? "注意：%s%s%d次运行中有%.0f次的损害低于最优参照（遗憾值为负）。\n"
                         : "Note: %s%sof %d runs %.0f did less harm than the clairvoyant baseline, with regret below 0.\n",
            name, *name ? ": " : "", e.n, e.mean * e.n);
    return 1;
}
