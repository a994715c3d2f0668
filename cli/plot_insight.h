/* plot_insight.h - `plot` of an analysis: a row of plots/insights.def, drawn with its numbers beside it. */
#ifndef PLOT_INSIGHT_H
#define PLOT_INSIGHT_H

#include "plots/insight.h"

struct plot_insight {
    const char *kpi, *where, *policy;   /* as typed; NULL: not given */
    const char *stem;                   /* of the figure's file, and of its numbers' */
    int script;                         /* print it instead */
};

int plot_insight(const struct plot_insight *wish, const struct insight_kind *kind, struct result *result,
                 struct insight_wish insight, struct err *err);

#endif
