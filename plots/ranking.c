#include "ranking.h"

#include <stdlib.h>

int ranking_order(const struct figure *f, int output, int position[RANKING_MOST])
{
    int n = 0;
    for (int i = 0; i < f->pool[output].length[0]; i++) {
        double most = 0, first = figure_at(f, output, 0, i, 0).mean;
        for (int s = 0; s < f->wish->n_scenarios; s++) {
            double mean = figure_at(f, output, s, i, 0).mean;
            most = mean > most ? mean : most;
        }
        if (!(most > 0) || n == RANKING_MOST)
            continue;
        int at = n++;
        for (; at > 0 && figure_at(f, output, 0, position[at - 1], 0).mean < first; at--)
            position[at] = position[at - 1];
        position[at] = i;
    }
    return n;
}

static void names(const struct figure *f, int output, int n, const int position[], const char *name[])
{
    enum dimension dim = SHAPES[OUTPUTS[f->kind->output[output]].shape].dim[0];
    for (int i = 0; i < n; i++)
        name[i] = figure_label(f, dim, position[i]);
}

double ranking_room(const struct figure *f, int output, int n, const int position[])
{
    const char *name[RANKING_MOST];
    names(f, output, n, position, name);
    return theme_names(n, name);
}

void ranking_draw(struct figure *f, int output, int n, const int position[], int shown)
{
    const char *name[RANKING_MOST] = { NULL };
    struct range x = MARKS_NO_RANGE;
    names(f, output, n, position, name);
    theme_rows(&f->page, n, name, shown);
    marks_include(&x, 0);
    for (int i = 0; i < n; i++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            marks_include_estimate(&x, figure_at(f, output, s, position[i], 0), 100);
    marks_axis(&f->page, 'x', x);
    for (int i = 0; i < n; i++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            marks_dot(&f->page, i + 1 + marks_dodge(s, f->wish->n_scenarios),
                      figure_at(f, output, s, position[i], 0), 100, s, 0);
}
